"""Long paragraphs in stretches: their phrases are found there, wherever they stand.

PostgreSQL keeps the first 255 places of a word in a vector, and places up to 16,383. A paragraph that has more is cut
into stretches of 255 words, each of which begins 128 words after the one before: whatever is within 128 words stands
whole in one of them.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# 512 characters are the fewest that can have a word 256 times. Its words are looked through only where there are more.
STRETCHES = """
    ALTER TABLE statements_stretch ADD FOREIGN KEY (paragraph_id) REFERENCES statements_paragraph ON DELETE CASCADE;

    CREATE FUNCTION archive_has_more_places(vector tsvector) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN EXISTS (SELECT FROM unnest(vector)
                   WHERE cardinality(positions) >= 255 OR positions[cardinality(positions)] >= 16383);

    CREATE FUNCTION archive_stretch(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM statements_stretch WHERE paragraph_id = ANY (changed);
        INSERT INTO statements_stretch (paragraph_id, document_id, language, start, words, exact)
        SELECT id, document_id, language, start, archive_words(language, text), archive_exact_words(text)
        FROM (SELECT id, document_id, language, string_to_array(archive_in_line(text), ' ') AS words
              FROM statements_paragraph
              WHERE id = ANY (changed) AND length(text) >= 512
                  AND (archive_has_more_places(exact) OR archive_has_more_places(words)) OFFSET 0) AS paragraph,
            LATERAL generate_series(0, greatest(cardinality(words) - 128, 0), 128) AS start,
            LATERAL array_to_string(words[start + 1 : start + 255], ' ') AS text;
    END $$;

    -- The words with one space between them, punctuation aside.
    CREATE FUNCTION archive_in_line(text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN btrim(regexp_replace(archive_plain(text), '\\s+', ' ', 'g'));

    CREATE FUNCTION archive_stretches_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_stretch(ARRAY(SELECT id FROM added WHERE length(text) >= 512));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_stretches_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_stretch(ARRAY(
            SELECT id FROM removed JOIN added USING (id)
            WHERE (removed.document_id, removed.language, removed.text)
                    IS DISTINCT FROM (added.document_id, added.language, added.text)
                AND greatest(length(removed.text), length(added.text)) >= 512));
        RETURN NULL;
    END $$;

    CREATE TRIGGER archive_stretches_added AFTER INSERT ON statements_paragraph
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_stretches_added();
    CREATE TRIGGER archive_stretches_edited AFTER UPDATE ON statements_paragraph
        REFERENCING OLD TABLE AS removed NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION archive_stretches_edited();

    SELECT archive_stretch(ARRAY(SELECT id FROM statements_paragraph WHERE length(text) >= 512));
"""

REVERSE = """
    DROP TRIGGER archive_stretches_added ON statements_paragraph;
    DROP TRIGGER archive_stretches_edited ON statements_paragraph;
    DROP FUNCTION archive_stretches_added;
    DROP FUNCTION archive_stretches_edited;
    DROP FUNCTION archive_stretch;
    DROP FUNCTION archive_in_line;
    DROP FUNCTION archive_has_more_places;
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0023_stop_words")]

    operations = [
        migrations.CreateModel(
            "Stretch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paragraph",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="stretches",
                        to="statements.paragraph",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="statements.document",
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("start", models.IntegerField(help_text="Words before it")),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("exact", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name_plural": "stretches",
                "indexes": [
                    models.Index(fields=["paragraph", "start"], name="stretch_place"),
                    models.Index(
                        fields=["paragraph"], condition=models.Q(("start", 0)), name="stretch_long_paragraphs"
                    ),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="stretch_words"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["exact"], name="stretch_exact"),
                ],
            },
        ),
        migrations.RunSQL(STRETCHES, REVERSE),
    ]
