-- Stretches: long paragraphs once more, in parts, so that a phrase is found wherever it stands.
--
-- PostgreSQL keeps the first 255 places of a word in a vector, and places up to 16,383. A paragraph that has more is
-- cut into stretches of 255 words, each of which begins 128 words after the one before: whatever is within 128 words
-- stands whole in one of them. 512 characters are the fewest that can have a word 256 times.

CREATE OR REPLACE FUNCTION archive_has_more_places(vector tsvector) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN EXISTS (SELECT FROM unnest(vector)
               WHERE cardinality(positions) >= 255 OR positions[cardinality(positions)] >= 16383);

-- The words with one space between them, punctuation aside.
CREATE OR REPLACE FUNCTION archive_in_line(text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(archive_plain(text), '\s+', ' ', 'g'));

CREATE OR REPLACE FUNCTION archive_stretch(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION archive_stretches_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_stretch(ARRAY(SELECT id FROM added WHERE length(text) >= 512));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_stretches_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_stretch(ARRAY(
            SELECT id FROM removed JOIN added USING (id)
            WHERE (removed.document_id, removed.language, removed.text)
                    IS DISTINCT FROM (added.document_id, added.language, added.text)
                AND greatest(length(removed.text), length(added.text)) >= 512));
        RETURN NULL;
    END $$;

CREATE OR REPLACE TRIGGER archive_stretches_added AFTER INSERT ON statements_paragraph
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_stretches_added();
CREATE OR REPLACE TRIGGER archive_stretches_edited AFTER UPDATE ON statements_paragraph
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION archive_stretches_edited();
