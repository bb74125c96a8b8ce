-- Entries and leads: what searches, filters and counts read of a document, kept by the database whoever changes a
-- document, its paragraphs or its participations.
--
-- Only what is published has words here, and a lead: nobody searches anything else, and an editor may change a draft of
-- fifty thousand paragraphs a hundred times before anybody does. Publishing it makes them.

-- Documents, without the one whose rows are made once, at the end, by who changes it in several statements: it is named
-- in a setting of that transaction. See entering_once() in statements/models/index.py.
CREATE OR REPLACE FUNCTION archive_entered_now(documents bigint[]) RETURNS bigint[] LANGUAGE sql STABLE
RETURN array_remove(documents, nullif(current_setting('archive.enter_later', true), '')::bigint);

-- Beside its words a document has its language here, as ~it: a query for words in each language by its own rules is
-- then one condition, and takes the index. No word of a text begins with a tilde, which archive_plain() takes out.
-- A vector has places up to the 16,383rd word, so of a long document only the beginning is read for them; of the rest,
-- the words that its paragraphs have already been taken apart into are kept without places. A tsvector holds a megabyte.
-- If a document has more, all its words are kept so: it is still found by every word, and only ranks by fewer facts.
CREATE OR REPLACE FUNCTION archive_document_words(of_document bigint, document_language text, document_title text)
RETURNS tsvector LANGUAGE plpgsql VOLATILE AS $$
    DECLARE
        most CONSTANT int := 300000;  -- characters: more than 16,383 words
        title tsvector := array_to_tsvector(ARRAY['~' || document_language])
            || setweight(archive_words(document_language, document_title), 'A');
        beginning text;
        is_long boolean;
        others tsvector := '';
    BEGIN
        SELECT string_agg(text, E'\n' ORDER BY position) FILTER (WHERE through - length(text) <= most),
            max(through) > most INTO beginning, is_long
        FROM (SELECT text, position, sum(length(text) + 1) OVER (ORDER BY position) AS through
              FROM statements_paragraph WHERE document_id = of_document) AS paragraph;
        IF is_long THEN
            others := archive_words_without_places(of_document);
        END IF;
        RETURN title || coalesce(archive_words(document_language, beginning), '') || others;
    EXCEPTION WHEN program_limit_exceeded THEN
        RETURN title || archive_words_without_places(of_document);
    END $$;

CREATE OR REPLACE FUNCTION archive_words_without_places(of_document bigint) RETURNS tsvector LANGUAGE sql VOLATILE
RETURN coalesce((SELECT array_to_tsvector(array_agg(DISTINCT lexeme))
                 FROM statements_paragraph, unnest(tsvector_to_array(words)) AS lexeme
                 WHERE document_id = of_document), '');

-- The title and the first lines: short enough to stay on the row, where ranking reads it fast.
CREATE OR REPLACE FUNCTION archive_document_lead(of_document bigint, document_language text, document_title text)
RETURNS tsvector LANGUAGE sql VOLATILE
RETURN setweight(archive_words(document_language, document_title), 'A') || coalesce(
    (SELECT archive_words(document_language, left(string_agg(text, E'\n' ORDER BY position), 600))
     FROM (SELECT text, position FROM statements_paragraph WHERE document_id = of_document
           ORDER BY position LIMIT 5) AS first_ones), '');

CREATE OR REPLACE FUNCTION archive_document_forms(of_document bigint, document_language text, document_title text)
RETURNS tsvector LANGUAGE sql VOLATILE
RETURN array_to_tsvector(ARRAY(
    SELECT unnest(tsvector_to_array(exact)) FROM statements_paragraph WHERE document_id = of_document
    UNION SELECT unnest(tsvector_to_array(archive_exact_words(document_title)))
    UNION SELECT '~' || document_language));

CREATE OR REPLACE FUNCTION archive_month(day date) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (extract(year FROM day) * 12 + extract(month FROM day) - 1)::int;

-- How many words a document has, for frequencies: what blanks part. A regular expression takes fifty times as long.
CREATE OR REPLACE FUNCTION archive_size(of_document bigint) RETURNS int LANGUAGE sql STABLE
RETURN (SELECT coalesce(sum(length(text) - length(replace(text, ' ', '')) + 1), 0)::int
        FROM statements_paragraph WHERE document_id = of_document);

-- VOLATILE, and the lock first: what another transaction is changing in the same document must be seen, and not
-- overwritten.
CREATE OR REPLACE FUNCTION archive_enter(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        changed := archive_entered_now(changed);
        PERFORM 1 FROM statements_document WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        INSERT INTO statements_entry (document_id, language, kind, publisher_id, status, publish_at,
            date_start, date_end, first_month, last_month, speaker_ids, length, size, words, forms)
        SELECT id, language, kind, publisher_id, status, publish_at,
            date_start, date_end, archive_month(date_start), archive_month(date_end),
            ARRAY(SELECT DISTINCT speaker_id FROM statements_participation
                  WHERE document_id = document.id ORDER BY speaker_id),
            archive_length(made.words), CASE status WHEN 'published' THEN archive_size(id) ELSE 0 END, made.words,
            CASE status WHEN 'published' THEN archive_document_forms(id, language, title) ELSE '' END
        FROM statements_document AS document, LATERAL (
            SELECT CASE status WHEN 'published' THEN archive_document_words(id, language, title) ELSE '' END AS words
            OFFSET 0) AS made
        WHERE id = ANY (changed)
        ON CONFLICT (document_id) DO UPDATE SET (language, kind, publisher_id, status, publish_at,
            date_start, date_end, first_month, last_month, speaker_ids, length, size, words, forms)
        = (excluded.language, excluded.kind, excluded.publisher_id, excluded.status, excluded.publish_at,
            excluded.date_start, excluded.date_end, excluded.first_month, excluded.last_month,
            excluded.speaker_ids, excluded.length, excluded.size, excluded.words, excluded.forms);
        DELETE FROM statements_lead USING statements_document AS document
        WHERE document_id = ANY (changed) AND document.id = document_id AND status <> 'published';
        INSERT INTO statements_lead (document_id, words, title)
        SELECT id, archive_document_lead(id, language, title), archive_exact_words(title)
        FROM statements_document WHERE id = ANY (changed) AND status = 'published'
        ON CONFLICT (document_id) DO UPDATE SET (words, title) = (excluded.words, excluded.title);
    END $$;

CREATE OR REPLACE FUNCTION archive_documents_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(SELECT id FROM added));
        RETURN NULL;
    END $$;

-- FULL, of rows that are all on both sides, since the plan is kept: made for one row it would be a loop in a loop, and of
-- ten thousand rows take a minute. A full join is never one.
CREATE OR REPLACE FUNCTION archive_documents_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(
            SELECT id FROM removed FULL JOIN added USING (id)
            WHERE (removed.title, removed.language, removed.kind, removed.publisher_id, removed.status,
                    removed.publish_at, removed.date_start, removed.date_end)
                IS DISTINCT FROM (added.title, added.language, added.kind, added.publisher_id, added.status,
                    added.publish_at, added.date_start, added.date_end)));
        RETURN NULL;
    END $$;

-- For paragraphs and for participations, whose documents are entered anew.
CREATE OR REPLACE FUNCTION archive_parts_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(SELECT DISTINCT document_id FROM added));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_parts_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(SELECT DISTINCT document_id FROM removed));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_participations_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(SELECT document_id FROM removed UNION SELECT document_id FROM added));
        RETURN NULL;
    END $$;

-- A number that changes does not change a word, but the counts of those found by it; a position, their order.
CREATE OR REPLACE FUNCTION archive_paragraphs_edited() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_enter(ARRAY(
            SELECT DISTINCT unnest(ARRAY[removed.document_id, added.document_id])
            FROM removed FULL JOIN added USING (id)
            WHERE (removed.document_id, removed.position, removed.language, removed.text, removed.number,
                    removed.under)
                IS DISTINCT FROM (added.document_id, added.position, added.language, added.text, added.number,
                    added.under)));
        RETURN NULL;
    END $$;

CREATE OR REPLACE TRIGGER archive_documents_added AFTER INSERT ON statements_document
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_documents_added();
CREATE OR REPLACE TRIGGER archive_documents_edited AFTER UPDATE ON statements_document
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION archive_documents_edited();
CREATE OR REPLACE TRIGGER archive_paragraphs_added AFTER INSERT ON statements_paragraph
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_parts_added();
CREATE OR REPLACE TRIGGER archive_paragraphs_edited AFTER UPDATE ON statements_paragraph
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION archive_paragraphs_edited();
CREATE OR REPLACE TRIGGER archive_paragraphs_removed AFTER DELETE ON statements_paragraph
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_parts_removed();
CREATE OR REPLACE TRIGGER archive_participations_added AFTER INSERT ON statements_participation
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_parts_added();
CREATE OR REPLACE TRIGGER archive_participations_edited AFTER UPDATE ON statements_participation
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION archive_participations_edited();
CREATE OR REPLACE TRIGGER archive_participations_removed AFTER DELETE ON statements_participation
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_parts_removed();
