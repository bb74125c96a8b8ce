"""What ranking and counting at scale read, on the document's own row and kept by the database: a short vector to rank
every match by, and the speakers that take part."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

FUNCTIONS = """
    -- The title and the first lines: short enough to stay on the row, where ranking reads it fast.
    CREATE FUNCTION archive_document_lead(of_document bigint, document_language text, document_title text)
    RETURNS tsvector LANGUAGE sql VOLATILE
    RETURN setweight(archive_words(document_language, document_title), 'A') || coalesce(
        (SELECT archive_words(document_language, left(string_agg(text, E'\\n' ORDER BY position), 600))
         FROM (SELECT text, position FROM statements_paragraph WHERE document_id = of_document
               ORDER BY position LIMIT 5) AS first_ones), '');

    CREATE OR REPLACE FUNCTION archive_title_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := archive_document_words(NEW.id, NEW.language, NEW.title);
        NEW.lead := archive_document_lead(NEW.id, NEW.language, NEW.title);
        RETURN NEW;
    END $$;

    CREATE OR REPLACE FUNCTION archive_refresh_documents(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM statements_document WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        UPDATE statements_document
        SET words = archive_document_words(id, language, title), lead = archive_document_lead(id, language, title)
        WHERE id = ANY (changed);
    END $$;

    CREATE FUNCTION archive_refresh_speakers(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM statements_document WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        UPDATE statements_document AS document
        SET speaker_ids = ARRAY(SELECT DISTINCT speaker_id FROM statements_participation
                                WHERE document_id = document.id ORDER BY speaker_id)
        WHERE id = ANY (changed);
    END $$;

    CREATE FUNCTION archive_participations_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refresh_speakers(ARRAY(SELECT DISTINCT document_id FROM added));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_participations_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refresh_speakers(ARRAY(SELECT DISTINCT document_id FROM removed));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_participations_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refresh_speakers(
            ARRAY(SELECT document_id FROM removed UNION SELECT document_id FROM added));
        RETURN NULL;
    END $$;

    CREATE TRIGGER archive_participations_added AFTER INSERT ON statements_participation
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_participations_added();
    CREATE TRIGGER archive_participations_edited AFTER UPDATE ON statements_participation
        REFERENCING OLD TABLE AS removed NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION archive_participations_edited();
    CREATE TRIGGER archive_participations_removed AFTER DELETE ON statements_participation
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_participations_removed();

    UPDATE statements_document AS document SET
        lead = archive_document_lead(id, language, title),
        speaker_ids = ARRAY(SELECT DISTINCT speaker_id FROM statements_participation
                            WHERE document_id = document.id ORDER BY speaker_id);
"""

REVERSE = """
    DROP TRIGGER archive_participations_added ON statements_participation;
    DROP TRIGGER archive_participations_edited ON statements_participation;
    DROP TRIGGER archive_participations_removed ON statements_participation;
    DROP FUNCTION archive_participations_added;
    DROP FUNCTION archive_participations_edited;
    DROP FUNCTION archive_participations_removed;
    DROP FUNCTION archive_refresh_speakers;

    CREATE OR REPLACE FUNCTION archive_title_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := archive_document_words(NEW.id, NEW.language, NEW.title);
        RETURN NEW;
    END $$;

    CREATE OR REPLACE FUNCTION archive_refresh_documents(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM statements_document WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        UPDATE statements_document SET words = archive_document_words(id, language, title) WHERE id = ANY (changed);
    END $$;

    DROP FUNCTION archive_document_lead;
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0003_document_words")]

    operations = [
        migrations.AddField(
            "document", "lead", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)
        ),
        migrations.AddField(
            "document",
            "speaker_ids",
            django.contrib.postgres.fields.ArrayField(
                models.BigIntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.RunSQL(FUNCTIONS, REVERSE),
        migrations.AddIndex(
            "document",
            django.contrib.postgres.indexes.GinIndex(
                fields=["speaker_ids"], fastupdate=False, name="document_speaker_ids"
            ),
        ),
    ]
