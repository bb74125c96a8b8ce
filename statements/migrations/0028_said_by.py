"""What each speaker says in a document is found by who says it. The words of all documents are read once."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from statements.sql import sql_text

FILL = """
DO $$
    DECLARE
        batch bigint[];
    BEGIN
        FOR batch IN SELECT array_agg(id) FROM (SELECT id, row_number() OVER (ORDER BY id) AS place
                    FROM statements_document) AS document GROUP BY place / 500
        LOOP
            PERFORM archive_utter(batch);
        END LOOP;
    END $$;
"""


DROP = """
DROP FUNCTION
    archive_utter_added(),
    archive_utter_removed(),
    archive_utter_participations(),
    archive_utter_paragraphs(),
    archive_utter_documents_added(),
    archive_utter_documents(),
    archive_utter_quotations_added(),
    archive_utter_quotations_removed(),
    archive_utter_quotations(),
    archive_utter(bigint[]),
    archive_words_of(text, text[]),
    archive_said(bigint[]),
    archive_utterances_with(bigint[], text, tsquery),
    archive_has_row(text, text, tsquery),
    archive_windows(text),
    archive_own_parts(bigint, bigint, text),
    archive_narrators(bigint[]),
    archive_is_transcript(bigint)
CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_archive_squashed_0027_numbers")]

    operations = [
        migrations.CreateModel(
            name="Utterance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("narrates", models.BooleanField(help_text="Paragraphs that are nobody's turn are hers")),
                ("length", models.IntegerField()),
                ("size", models.IntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("forms", django.contrib.postgres.search.SearchVectorField()),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="utterances",
                        to="statements.document",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="utterances",
                        to="statements.speaker",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["speaker", "document"], name="utterance_speaker")],
                "constraints": [models.UniqueConstraint(fields=("document", "speaker"), name="utterance_unique")],
            },
        ),
        migrations.RunSQL(sql_text("utterances", "39521e733d05"), DROP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # After the rows, which is several times faster.
        migrations.AddIndex(
            "utterance",
            django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="utterance_words"),
        ),
        migrations.AddIndex(
            "utterance",
            django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["forms"], name="utterance_forms"),
        ),
    ]
