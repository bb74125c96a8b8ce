"""In Italian «nato» is "born", and the Alliance is NATO or Nato: a search for one does not find the other any more.

Capitals tell them apart, so the words of Italian texts are changed before they lose them. What other forms of "born"
have in common with it (nata, nati, nate) has the stem of "nato" as before.
"""

from django.db import migrations

WORDS = r"""
    CREATE OR REPLACE FUNCTION archive_words(language text, text text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE language
        WHEN 'en' THEN to_tsvector('archive_en', archive_plain(text))
        WHEN 'fr' THEN to_tsvector('archive_fr', archive_plain(text))
        WHEN 'it' THEN to_tsvector('archive_it', {italian})
    END;
"""
TOLD_APART = r"regexp_replace(archive_plain(text), '\m(NATO|Nato)\M', 'natoalleanza', 'g')"

# The words of paragraphs are made anew where their text is written, even as it was; entries and leads follow them.
REFRESH = r"""
    UPDATE statements_paragraph SET text = text WHERE language = 'it' AND text ~ '\m(NATO|Nato)\M';
    SELECT archive_enter(ARRAY(
        SELECT document_id FROM statements_paragraph WHERE language = 'it' AND text ~ '\m(NATO|Nato)\M'
        UNION SELECT id FROM statements_document WHERE language = 'it' AND title ~ '\m(NATO|Nato)\M'));
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0016_translations_are_found")]

    operations = [
        migrations.RunSQL(WORDS.format(italian=TOLD_APART), WORDS.format(italian="archive_plain(text)")),
        migrations.RunSQL(REFRESH, REFRESH),
    ]
