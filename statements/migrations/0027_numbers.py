"""Paragraphs are found by the number that the source gives them; a number that changes changes what was counted."""

from django.db import migrations, models
from django.db.models.functions import Lower

EDITED = """
    CREATE OR REPLACE FUNCTION archive_paragraphs_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(
            SELECT DISTINCT unnest(ARRAY[removed.document_id, added.document_id])
            FROM removed JOIN added USING (id)
            WHERE (removed.document_id, removed.language, removed.text{removed})
                IS DISTINCT FROM (added.document_id, added.language, added.text{added})));
        RETURN NULL;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0026_whose_words")]

    operations = [
        migrations.AddIndex(
            "paragraph",
            models.Index(Lower("number"), condition=~models.Q(number=""), name="paragraph_number"),
        ),
        migrations.RunSQL(
            EDITED.format(removed=", removed.number, removed.under", added=", added.number, added.under"),
            EDITED.format(removed="", added=""),
        ),
    ]
