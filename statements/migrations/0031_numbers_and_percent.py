"""The sign % is a word, and a number is one word however it is written: "2%" finds neither every 2 nor 6.2%. What has
one gets its words anew: about one document in two. And words are looked up by a function whose plan is kept.
"""

from django.db import migrations, models

from statements.sql import run, sql_text

# The words of a paragraph are made anew where its text is written, even as it was. No word is new that anybody looks
# for: the triggers need not learn any.
REFRESH = r"""
    SELECT set_config('archive.bulk_load', 'on', true);
    CREATE TEMPORARY TABLE refreshed ON COMMIT DROP AS
    SELECT id, document_id, length(text) AS length FROM statements_paragraph
    WHERE text ~ U&'%|[0-9][.,''\2019 \00A0\2009\202F][0-9]';
    UPDATE statements_paragraph SET text = text FROM refreshed WHERE refreshed.id = statements_paragraph.id;
    SELECT archive_stretch(ARRAY(SELECT id FROM refreshed WHERE length >= 512));
    SELECT archive_enter(documents), archive_utter(documents) FROM (SELECT ARRAY(
        SELECT document_id FROM refreshed
        UNION SELECT id FROM statements_document WHERE title ~ U&'%|[0-9][.,''\2019 \00A0\2009\202F][0-9]'
    ) AS documents) AS changed;
    SELECT set_config('archive.bulk_load', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0030_results_for_footnotes")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, REFRESH),  # the way back is gone from below
        run("words", "854fa03a4743", way_back="dfcf903999c1"),
        migrations.RunSQL(REFRESH, migrations.RunSQL.noop),
        migrations.RunSQL(sql_text("lexemes", "9df88f5ac96f"), migrations.RunSQL.noop),
        migrations.AddIndex("stretch", models.Index(fields=["document"], name="stretch_document")),
    ]
