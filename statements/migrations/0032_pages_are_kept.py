"""All that pages show is part of the state of the archive, so that they can be kept for as long as it stays the same."""

from django.db import migrations

from statements.sql import sql_text

DROP = """
    DROP TRIGGER archive_documents_changed ON statements_document;
    DROP TRIGGER archive_paragraphs_changed ON statements_paragraph;
    DROP TRIGGER archive_participations_changed ON statements_participation;
    DROP TRIGGER archive_quotations_changed ON statements_quotation;
    DROP TRIGGER archive_sources_changed ON statements_source;
    DROP TRIGGER archive_revisions_changed ON statements_revision;
    DROP TRIGGER archive_tombstones_changed ON statements_tombstone;
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0031_numbers_and_percent")]

    operations = [migrations.RunSQL(sql_text("pages", "59d0a84e5926"), DROP)]
