"""All that pages show is part of the state of the archive, so that they can be kept for as long as it stays the same. And
no state comes again: after a restore the numbers of changes do, for another archive, but not their marks.
"""

import django.contrib.postgres.functions
from django.db import migrations, models

from statements.sql import sql_text

DROP = """
    DROP TRIGGER archive_documents_changed ON statements_document;
    DROP TRIGGER archive_paragraphs_changed ON statements_paragraph;
    DROP TRIGGER archive_participations_changed ON statements_participation;
    DROP TRIGGER archive_quotations_changed ON statements_quotation;
    DROP TRIGGER archive_sources_changed ON statements_source;
    DROP TRIGGER archive_revisions_changed ON statements_revision;
    DROP TRIGGER archive_tombstones_changed ON statements_tombstone;
    DROP TRIGGER archive_vocabulary_changed ON statements_vocabularyword;
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0031_numbers_and_percent")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE statements_change ADD COLUMN IF NOT EXISTS mark uuid NOT NULL DEFAULT gen_random_uuid()",
            migrations.RunSQL.noop,  # searches, which today ask for it, go on in tests of earlier tables
            state_operations=[
                migrations.AddField(
                    "change",
                    "mark",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        editable=False,
                        help_text="Random: after a restore the numbers come again, for another archive",
                    ),
                )
            ],
        ),
        migrations.RunSQL(sql_text("pages", "4e73d559dece"), DROP),
    ]
