"""The search words of a document are kept by the database, whoever changes its title or its paragraphs."""

from django.db import migrations

# Beside its words a document has its language there, as ~it: a query for words in each language by its own rules is one
# condition then, and takes the index. No word of a text begins with a tilde, which archive_plain() takes out.
# A tsvector holds a megabyte. Where a very long document has more, its words are kept without their positions:
# it is still found by every word, its last ones too, and only ranks by fewer facts.
DOCUMENT_WORDS = """
    CREATE FUNCTION archive_document_words(of_document bigint, document_language text, document_title text) RETURNS tsvector
    LANGUAGE plpgsql VOLATILE AS $$
    DECLARE
        language_word tsvector := array_to_tsvector(ARRAY['~' || document_language]);
    BEGIN
        RETURN language_word || setweight(archive_words(document_language, document_title), 'A') || coalesce(
            (SELECT archive_words(document_language, string_agg(text, E'\\n' ORDER BY position))
             FROM statements_paragraph WHERE document_id = of_document), '');
    EXCEPTION WHEN program_limit_exceeded THEN
        RETURN language_word || setweight(archive_words(document_language, document_title), 'A') || coalesce(
            (SELECT array_to_tsvector(array_agg(DISTINCT lexeme))
             FROM statements_paragraph, unnest(tsvector_to_array(words)) AS lexeme
             WHERE document_id = of_document), '');
    END $$;

    CREATE FUNCTION archive_title_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := archive_document_words(NEW.id, NEW.language, NEW.title);
        RETURN NEW;
    END $$;

    -- VOLATILE and the lock first: what another transaction is changing in the same document must be seen, not overwritten.
    CREATE FUNCTION archive_refresh_documents(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM statements_document WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        UPDATE statements_document SET words = archive_document_words(id, language, title) WHERE id = ANY (changed);
    END $$;

    CREATE FUNCTION archive_paragraphs_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refresh_documents(ARRAY(SELECT DISTINCT document_id FROM added));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_paragraphs_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refresh_documents(ARRAY(SELECT DISTINCT document_id FROM removed));
        RETURN NULL;
    END $$;

    CREATE FUNCTION archive_paragraphs_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refresh_documents(ARRAY(
            SELECT DISTINCT unnest(ARRAY[removed.document_id, added.document_id])
            FROM removed JOIN added USING (id)
            WHERE (removed.document_id, removed.language, removed.text)
                IS DISTINCT FROM (added.document_id, added.language, added.text)));
        RETURN NULL;
    END $$;

    CREATE TRIGGER archive_title_changed BEFORE INSERT OR UPDATE OF title, language ON statements_document
        FOR EACH ROW EXECUTE FUNCTION archive_title_changed();
    CREATE TRIGGER archive_paragraphs_added AFTER INSERT ON statements_paragraph
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_paragraphs_added();
    CREATE TRIGGER archive_paragraphs_edited AFTER UPDATE ON statements_paragraph
        REFERENCING OLD TABLE AS removed NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION archive_paragraphs_edited();
    CREATE TRIGGER archive_paragraphs_removed AFTER DELETE ON statements_paragraph
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_paragraphs_removed();

    CREATE INDEX document_title_exact ON statements_document USING gin (archive_exact_words(title));
"""

REVERSE = """
    DROP INDEX document_title_exact;
    DROP TRIGGER archive_paragraphs_added ON statements_paragraph;
    DROP TRIGGER archive_paragraphs_edited ON statements_paragraph;
    DROP TRIGGER archive_paragraphs_removed ON statements_paragraph;
    DROP TRIGGER archive_title_changed ON statements_document;
    DROP FUNCTION archive_paragraphs_added;
    DROP FUNCTION archive_paragraphs_edited;
    DROP FUNCTION archive_paragraphs_removed;
    DROP FUNCTION archive_refresh_documents;
    DROP FUNCTION archive_title_changed;
    DROP FUNCTION archive_document_words;
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0002_archive")]

    operations = [migrations.RunSQL(DOCUMENT_WORDS, REVERSE)]
