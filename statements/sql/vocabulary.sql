-- The vocabulary: the words of the archive, to suggest what is near to a misspelt one.

CREATE OR REPLACE FUNCTION archive_learn_words(documents bigint[]) RETURNS void LANGUAGE sql AS $$
        INSERT INTO statements_vocabularyword (language, word)
        SELECT DISTINCT language, form
        FROM (SELECT language, unnest(tsvector_to_array(forms)) AS form
              FROM statements_entry WHERE documents IS NULL OR document_id = ANY (documents)) AS entries
        WHERE form ~ '^[a-z]{4,30}$'
        ON CONFLICT DO NOTHING
    $$;

-- A bulk load learns all words at its end.
CREATE OR REPLACE FUNCTION archive_entries_learnt() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF coalesce(current_setting('archive.bulk_load', true), '') <> 'on' THEN
            PERFORM archive_learn_words(ARRAY(SELECT document_id FROM entered));
        END IF;
        RETURN NULL;
    END $$;

CREATE OR REPLACE TRIGGER archive_entries_added AFTER INSERT ON statements_entry
    REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_learnt();
CREATE OR REPLACE TRIGGER archive_entries_edited AFTER UPDATE ON statements_entry
    REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_learnt();
