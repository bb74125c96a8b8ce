"""Documents of tens of thousands of paragraphs are edited: what is not published has no rows that searches read, working
copies have no search words, and the indexes of paragraphs gather words.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

from statements.sql import sql_text

# The words stay as they are: only from then on a trigger makes them. No table is written anew.
TRIGGER_INSTEAD = """
    ALTER TABLE statements_paragraph ALTER COLUMN words DROP EXPRESSION, ALTER COLUMN exact DROP EXPRESSION;
"""
COPIES = """
    UPDATE statements_paragraph SET words = NULL, exact = NULL
    FROM statements_document AS copy WHERE copy.id = document_id AND corrects_id IS NOT NULL;
"""
GATHER = """
    ALTER INDEX paragraph_words SET (fastupdate = on);
    ALTER INDEX paragraph_exact SET (fastupdate = on);
"""
# All of what is not published, and of what is published the documents whose words are made in another way now.
REFRESH = """
    SELECT set_config('archive.bulk_load', 'on', true);
    SELECT archive_enter(documents), archive_utter(documents) FROM (SELECT ARRAY(
        SELECT id FROM statements_document WHERE status <> 'published'
        UNION SELECT document_id FROM statements_paragraph GROUP BY document_id HAVING sum(length(text) + 1) > 300000
    ) AS documents) AS changed;
    SELECT set_config('archive.bulk_load', '', true);
"""
# What reads the columns goes first; the earlier SQL, run after it, makes it again.
BACK = """
    DROP TRIGGER archive_paragraph_words ON statements_paragraph;
    DROP TRIGGER archive_number_paragraphs ON statements_document;
    DROP FUNCTION archive_paragraph_words, archive_number_paragraphs, archive_words_without_places,
        archive_document_forms;
    ALTER TABLE statements_paragraph DROP COLUMN words, DROP COLUMN exact;
    ALTER TABLE statements_paragraph
        ADD COLUMN words tsvector GENERATED ALWAYS AS (archive_words(language, text)) STORED,
        ADD COLUMN exact tsvector GENERATED ALWAYS AS (archive_exact_words(text)) STORED;
    CREATE INDEX paragraph_words ON statements_paragraph USING gin (words) WITH (fastupdate = off);
    CREATE INDEX paragraph_exact ON statements_paragraph USING gin (exact) WITH (fastupdate = off);
"""
DROP = "DROP FUNCTION archive_entered_now"
# The earlier release knows no gaps.
NUMBER = """
    UPDATE statements_paragraph SET position = place
    FROM (SELECT id, row_number() OVER (PARTITION BY document_id ORDER BY position, id) AS place
          FROM statements_paragraph) AS placed
    WHERE statements_paragraph.id = placed.id AND position <> place
"""


def _vector() -> models.Field:
    return SearchVectorField(null=True, editable=False)


def _index(column: str) -> migrations.AddIndex:
    return migrations.AddIndex(
        "paragraph",
        GinIndex(fields=[column], fastupdate=True, name=f"paragraph_{column}"),
    )


class Migration(migrations.Migration):
    dependencies = [("statements", "0041_accounts")]

    operations = [
        # Read from here upwards for the way back: the columns, then the SQL that reads them, then what that makes.
        migrations.RunSQL(migrations.RunSQL.noop, [DROP, NUMBER, REFRESH]),
        migrations.RunSQL(migrations.RunSQL.noop, sql_text("entries", "28af5120ffe3")),
        migrations.RunSQL(migrations.RunSQL.noop, sql_text("utterances", "39521e733d05")),
        migrations.RunSQL(migrations.RunSQL.noop, sql_text("stretches", "9dd9a7c7b482")),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TRIGGER_INSTEAD, BACK)],
            state_operations=[
                migrations.RemoveIndex("paragraph", "paragraph_words"),
                migrations.RemoveIndex("paragraph", "paragraph_exact"),
                migrations.RemoveField("paragraph", "words"),
                migrations.RemoveField("paragraph", "exact"),
                migrations.AddField("paragraph", "words", _vector()),
                migrations.AddField("paragraph", "exact", _vector()),
                _index("words"),
                _index("exact"),
            ],
        ),
        migrations.RunSQL(GATHER, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(sql_text(name, fingerprint), migrations.RunSQL.noop)
            for name, fingerprint in (
                ("paragraphs", "bbab3ec3191a"),
                ("stretches", "e90a1e8ba864"),
                ("utterances", "cea7fbad81dc"),
                ("entries", "1e3a9ba6d398"),
            )
        ),
        migrations.RunSQL(COPIES, migrations.RunSQL.noop),
        migrations.RunSQL(REFRESH, migrations.RunSQL.noop),
    ]
