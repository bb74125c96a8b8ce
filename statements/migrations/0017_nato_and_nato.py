"""In Italian «nato» is "born", and the Alliance is NATO or Nato: a search for one does not find the other any more.

Capitals tell them apart, so the words of Italian texts are changed before they lose them. What other forms of "born"
have in common with it (nata, nati, nate) has the stem of "nato" as before. Over 110,030 documents it takes a minute.
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

# The words of a paragraph are made anew where its text is written, even as it was; entries and leads, which are made by
# the language of the document, follow them. The words as they are written, in `exact` and `forms`, tell where to look.
REFRESH = """
    UPDATE statements_paragraph SET text = text WHERE language = 'it' AND exact @@ 'nato'::tsquery;
    SELECT archive_enter(ARRAY(
        SELECT document_id FROM statements_entry WHERE language = 'it' AND forms @@ 'nato'::tsquery));
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0016_translations_are_found")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, REFRESH),  # the way back is gone from below
        migrations.RunSQL(WORDS.format(italian=TOLD_APART), WORDS.format(italian="archive_plain(text)")),
        migrations.RunSQL(REFRESH, migrations.RunSQL.noop),
    ]
