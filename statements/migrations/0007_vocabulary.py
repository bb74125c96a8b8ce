"""The words of the archive, to tell who misspelt one what is near: by trigrams, the extension pg_trgm."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


VOCABULARY = """
    CREATE FUNCTION archive_learn_words(documents bigint[]) RETURNS void LANGUAGE sql AS $$
        INSERT INTO statements_vocabularyword (language, word)
        SELECT DISTINCT language, form
        FROM (SELECT language, unnest(tsvector_to_array(forms)) AS form
              FROM statements_entry WHERE documents IS NULL OR document_id = ANY (documents)) AS entries
        WHERE form ~ '^[a-z]{4,30}$'
        ON CONFLICT DO NOTHING
    $$;

    -- A bulk load learns all words at its end.
    CREATE FUNCTION archive_entries_learnt() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF coalesce(current_setting('archive.bulk_load', true), '') <> 'on' THEN
            PERFORM archive_learn_words(ARRAY(SELECT document_id FROM entered));
        END IF;
        RETURN NULL;
    END $$;

    CREATE TRIGGER archive_entries_added AFTER INSERT ON statements_entry
        REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_learnt();
    CREATE TRIGGER archive_entries_edited AFTER UPDATE ON statements_entry
        REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_learnt();

    SELECT archive_learn_words(NULL);
"""

REVERSE = """
    DROP TRIGGER archive_entries_added ON statements_entry;
    DROP TRIGGER archive_entries_edited ON statements_entry;
    DROP FUNCTION archive_entries_learnt;
    DROP FUNCTION archive_learn_words;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0006_terms"),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="VocabularyWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("word", models.CharField(max_length=30)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("word", name="gin_trgm_ops"),
                        name="vocabulary_word_trigrams",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("language", "word"), name="vocabulary_word_unique")],
            },
        ),
        migrations.RunSQL(VOCABULARY, REVERSE),
    ]
