"""What searches and counts read of a document, in rows of its own: narrow ones for facts and words, and the leads.

On a row of a document they were ten times as wide. There is no way back: an older version makes its columns anew from
the documents, in an archive that is imported anew.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# The search words of a row are long: out of line they cost what reads the facts nothing. The speakers stay on the row.
STORAGE = """
    ALTER TABLE statements_entry ADD FOREIGN KEY (document_id) REFERENCES statements_document ON DELETE CASCADE;
    ALTER TABLE statements_lead ADD FOREIGN KEY (document_id) REFERENCES statements_document ON DELETE CASCADE;
    ALTER TABLE statements_entry SET (toast_tuple_target = 128);
    ALTER TABLE statements_entry ALTER COLUMN speaker_ids SET STORAGE MAIN;
"""

OLD_TRIGGERS = """
    DROP INDEX document_title_exact;
    DROP TRIGGER archive_title_changed ON statements_document;
    DROP FUNCTION archive_title_changed;
    DROP FUNCTION archive_refresh_documents CASCADE;
    DROP FUNCTION archive_refresh_speakers CASCADE;
    DROP FUNCTION archive_paragraphs_added CASCADE;
    DROP FUNCTION archive_paragraphs_edited CASCADE;
    DROP FUNCTION archive_paragraphs_removed CASCADE;
    DROP FUNCTION archive_participations_added CASCADE;
    DROP FUNCTION archive_participations_edited CASCADE;
    DROP FUNCTION archive_participations_removed CASCADE;
"""

ENTRIES = """
    CREATE FUNCTION archive_document_forms(of_document bigint, document_language text, document_title text)
    RETURNS tsvector LANGUAGE sql VOLATILE
    RETURN array_to_tsvector(ARRAY(
        SELECT unnest(tsvector_to_array(exact)) FROM statements_paragraph WHERE document_id = of_document
        UNION SELECT unnest(tsvector_to_array(archive_exact_words(document_title)))
        UNION SELECT '~' || document_language));

    CREATE FUNCTION archive_month(day date) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (extract(year FROM day) * 12 + extract(month FROM day) - 1)::int;

    -- VOLATILE and the lock first: what another transaction is changing in the same document must be seen, not overwritten.
    CREATE FUNCTION archive_enter(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM statements_document WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        INSERT INTO statements_entry (document_id, language, kind, publisher_id, status, publish_at,
            date_start, date_end, first_month, last_month, speaker_ids, length, words, forms)
        SELECT id, language, kind, publisher_id, status, publish_at,
            date_start, date_end, archive_month(date_start), archive_month(date_end),
            ARRAY(SELECT DISTINCT speaker_id FROM statements_participation
                  WHERE document_id = document.id ORDER BY speaker_id),
            length(made.words), made.words, archive_document_forms(id, language, title)
        FROM statements_document AS document,
            LATERAL (SELECT archive_document_words(id, language, title) AS words OFFSET 0) AS made
        WHERE id = ANY (changed)
        ON CONFLICT (document_id) DO UPDATE SET (language, kind, publisher_id, status, publish_at,
            date_start, date_end, first_month, last_month, speaker_ids, length, words, forms)
        = (excluded.language, excluded.kind, excluded.publisher_id, excluded.status, excluded.publish_at,
            excluded.date_start, excluded.date_end, excluded.first_month, excluded.last_month,
            excluded.speaker_ids, excluded.length, excluded.words, excluded.forms);
        INSERT INTO statements_lead (document_id, words, title)
        SELECT id, archive_document_lead(id, language, title), archive_exact_words(title)
        FROM statements_document WHERE id = ANY (changed)
        ON CONFLICT (document_id) DO UPDATE SET (words, title) = (excluded.words, excluded.title);
    END $$;

    CREATE FUNCTION archive_documents_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(SELECT id FROM added));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_documents_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(
            SELECT id FROM removed JOIN added USING (id)
            WHERE (removed.title, removed.language, removed.kind, removed.publisher_id, removed.status,
                    removed.publish_at, removed.date_start, removed.date_end)
                IS DISTINCT FROM (added.title, added.language, added.kind, added.publisher_id, added.status,
                    added.publish_at, added.date_start, added.date_end)));
        RETURN NULL;
    END $$;

    -- For paragraphs and participations, whose documents are those entered anew.
    CREATE FUNCTION archive_parts_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(SELECT DISTINCT document_id FROM added));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_parts_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(SELECT DISTINCT document_id FROM removed));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_participations_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(SELECT document_id FROM removed UNION SELECT document_id FROM added));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_paragraphs_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(
            SELECT DISTINCT unnest(ARRAY[removed.document_id, added.document_id])
            FROM removed JOIN added USING (id)
            WHERE (removed.document_id, removed.language, removed.text)
                IS DISTINCT FROM (added.document_id, added.language, added.text)));
        RETURN NULL;
    END $$;

    CREATE TRIGGER archive_documents_added AFTER INSERT ON statements_document
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_documents_added();
    CREATE TRIGGER archive_documents_edited AFTER UPDATE ON statements_document
        REFERENCING OLD TABLE AS removed NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION archive_documents_edited();
    CREATE TRIGGER archive_paragraphs_added AFTER INSERT ON statements_paragraph
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_parts_added();
    CREATE TRIGGER archive_paragraphs_edited AFTER UPDATE ON statements_paragraph
        REFERENCING OLD TABLE AS removed NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION archive_paragraphs_edited();
    CREATE TRIGGER archive_paragraphs_removed AFTER DELETE ON statements_paragraph
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_parts_removed();
    CREATE TRIGGER archive_participations_added AFTER INSERT ON statements_participation
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_parts_added();
    CREATE TRIGGER archive_participations_edited AFTER UPDATE ON statements_participation
        REFERENCING OLD TABLE AS removed NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION archive_participations_edited();
    CREATE TRIGGER archive_participations_removed AFTER DELETE ON statements_participation
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_parts_removed();

    SELECT archive_enter(ARRAY(SELECT id FROM statements_document));
"""

# A row for every statement that changed entries, seen by others when its transaction ends: two readers that see the same
# rows see the same archive. Old ones go, a few at a time and never waiting for anybody.
CHANGES = """
    CREATE FUNCTION archive_entries_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        change bigint;
    BEGIN
        INSERT INTO statements_change DEFAULT VALUES RETURNING id INTO change;
        IF change % 100 = 0 THEN
            DELETE FROM statements_change WHERE id IN (
                SELECT id FROM statements_change WHERE id < change - 200 ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED);
        END IF;
        RETURN NULL;
    END $$;

    CREATE TRIGGER archive_entries_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_entry
        FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0004_ranking_and_facets")]

    operations = [
        migrations.CreateModel(
            "Change",
            fields=[("id", models.BigAutoField(primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            "Entry",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="statements.document",
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("kind", models.CharField(max_length=20)),
                (
                    "publisher",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="statements.publisher",
                    ),
                ),
                ("status", models.CharField(max_length=10)),
                ("publish_at", models.DateTimeField(null=True)),
                ("date_start", models.DateField(null=True)),
                ("date_end", models.DateField(null=True)),
                ("first_month", models.IntegerField(null=True)),
                ("last_month", models.IntegerField(null=True)),
                (
                    "speaker_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("length", models.IntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("forms", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={"verbose_name_plural": "entries"},
        ),
        migrations.CreateModel(
            "Lead",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="lead",
                        serialize=False,
                        to="statements.document",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("title", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(OLD_TRIGGERS),
        migrations.RemoveIndex("document", "document_words"),
        migrations.RemoveIndex("document", "document_speaker_ids"),
        migrations.RemoveField("document", "lead"),
        migrations.RemoveField("document", "speaker_ids"),
        migrations.RemoveField("document", "words"),
        migrations.RunSQL(STORAGE),
        migrations.RunSQL(ENTRIES),
        migrations.RunSQL(CHANGES),
        migrations.AddIndex(
            "entry",
            models.Index(
                models.OrderBy(models.F("date_start"), descending=True, nulls_last=True),
                models.OrderBy(models.F("document"), descending=True),
                name="entry_newest_first",
            ),
        ),
        migrations.AddIndex(
            "lead", django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["title"], name="lead_title")
        ),
        migrations.AddIndex("entry", models.Index(fields=["publish_at"], name="entry_publish_at")),
        migrations.AddIndex(
            "entry", django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="entry_words")
        ),
        migrations.AddIndex(
            "entry", django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["forms"], name="entry_forms")
        ),
        migrations.AddIndex(
            "entry",
            django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["speaker_ids"], name="entry_speaker_ids"
            ),
        ),
    ]
