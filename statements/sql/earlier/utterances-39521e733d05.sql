-- Utterances: what each speaker says in a document, for searches by who says the words; kept by the database.
--
-- A speaker says the paragraphs of her turns. Where a document has no turns, its authors say its paragraphs, and so does
-- its only speaker; where it has some, what stands outside of them is nobody's. So is a transcript whose turns nobody has
-- told apart. Quoted words are said by who is quoted, and by nobody else in the same paragraph. Nobody says titles and
-- stage directions.

-- Whether a document is a transcript with its labels in the text: three questions (Q), or labels in capitals (MS. PSAKI:),
-- of more than one person, three at least, where a paragraph or a sentence begins. Of a label the last word tells whose it
-- is: 2:55 P.M. EDT MS. PSAKI. Labels in small letters are those that come twice at the beginning of paragraphs, of more
-- than one person: Domanda 1:, Domanda 2:, Giornalista (ANSA):. In French a space stands before the colon.
-- Content.is_transcript in models/content.py is the same.
CREATE OR REPLACE FUNCTION archive_is_transcript(document bigint) RETURNS boolean LANGUAGE sql STABLE
BEGIN ATOMIC
    WITH paragraph AS MATERIALIZED (  -- without these there is no label, which is known ten times as fast
        SELECT text FROM statements_paragraph
        WHERE document_id = document AND (strpos(text, ':') > 0 OR strpos(text, 'Q') > 0)
    ), capitals AS (
        SELECT label[1] AS label
        FROM paragraph, regexp_matches(text, U&'(?:^|[\005D.!?)\201D"\2019\2026\2014\2013-][ \00A0\202F\000A]+)'
            '([A-Z\00C0-\00DE][A-Z\00C0-\00DE \00A0\202F.''\2019-]{0,50}(?=:[^/0-9])|Q(?=[.:]?[ \00A0\202F]))',
            'g') AS label
    ), beginnings AS (
        SELECT rtrim(label[1], U&' \00A0\202F') AS label
        FROM paragraph, regexp_match(text,
            U&'^([A-Z\00C0-\00DE][^:!?;,\00AB\00BB"\201C\201D()0-9\000A]{1,50})'
            '(?:[0-9]{1,3}|\005C([^()\000A]{1,60}\005C))?[ \00A0\202F]*:[^/0-9]') AS label
        WHERE label IS NOT NULL
    )
    SELECT (SELECT count(*) >= 3 AND (bool_or(label = 'Q')
                OR count(DISTINCT substring(label from U&'([^ \00A0\202F]+)[ \00A0\202F]*$')) >= 2) FROM capitals)
        OR (SELECT count(*) >= 2 FROM (SELECT FROM beginnings GROUP BY label HAVING count(*) >= 2) AS again);
END;

-- Who says the paragraphs that are in no turn.
CREATE OR REPLACE FUNCTION archive_narrators(documents bigint[]) RETURNS TABLE (document_id bigint, speaker_id bigint)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT part.document_id, part.speaker_id FROM statements_participation AS part
    WHERE part.document_id = ANY (documents)
        AND (part.role = 'author' OR part.role = 'speaker' AND NOT EXISTS (
            SELECT FROM statements_participation AS other
            WHERE other.document_id = part.document_id AND other.role = 'speaker'
                AND other.speaker_id <> part.speaker_id))
        AND NOT EXISTS (SELECT FROM statements_paragraph AS turn
                        WHERE turn.document_id = part.document_id AND turn.speaker_id IS NOT NULL)
        AND NOT archive_is_transcript(part.document_id)
$$;

-- The parts of a paragraph that somebody says, in order, in whose turn it is or who narrates it: all of it but what
-- others are quoted with.
CREATE OR REPLACE FUNCTION archive_own_parts(of_paragraph bigint, by_speaker bigint, text text)
RETURNS TABLE (start int, part text) LANGUAGE sql STABLE AS $$
    SELECT lower(own), substr(text, lower(own) + 1, upper(own) - lower(own))
    FROM unnest(int4multirange(int4range(0, length(text))) - coalesce(
        (SELECT range_agg(int4range(quotation.start, quotation."end")) FROM statements_quotation AS quotation
         WHERE quotation.paragraph_id = of_paragraph AND quotation.speaker_id <> by_speaker),
        '{}'::int4multirange)) AS own
$$;

-- A text in which no word has more places than a vector keeps: itself, or its stretches.
CREATE OR REPLACE FUNCTION archive_windows(text text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT text WHERE length(text) < 512
    UNION ALL
    SELECT array_to_string(words[start + 1 : start + 255], ' ')
    FROM string_to_array(archive_in_line(text), ' ') AS words,
        generate_series(0, greatest(cardinality(words) - 128, 0), 128) AS start
    WHERE length(text) >= 512
$$;

-- Whether words stand in a row in a text: stemmed in a language, or as they are written where none is given.
CREATE OR REPLACE FUNCTION archive_has_row(of_language text, text text, query tsquery) RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (
    SELECT FROM archive_windows(text) AS part
    WHERE CASE of_language WHEN '' THEN archive_exact_words(part) ELSE archive_words(of_language, part) END @@ query);

-- The utterances that have words in a row, of those paragraphs that have them. Most are said by one person as a whole;
-- those in which others are quoted are looked through part by part.
CREATE OR REPLACE FUNCTION archive_utterances_with(paragraphs bigint[], of_language text, query tsquery)
RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH found AS MATERIALIZED (
        SELECT paragraph.id, paragraph.document_id, paragraph.speaker_id, paragraph.text,
            quotation.paragraph_id IS NOT NULL AS quotes
        FROM statements_paragraph AS paragraph
        LEFT JOIN (SELECT DISTINCT paragraph_id FROM statements_quotation WHERE paragraph_id = ANY (paragraphs))
            AS quotation ON quotation.paragraph_id = paragraph.id
        WHERE paragraph.id = ANY (paragraphs) AND paragraph.kind <> 'stage-direction'
    ), said AS (
        SELECT utterance.id, utterance.speaker_id, found.id AS paragraph_id, found.quotes, found.text
        FROM found JOIN statements_utterance AS utterance ON utterance.document_id = found.document_id
            AND (utterance.speaker_id = found.speaker_id OR found.speaker_id IS NULL AND utterance.narrates)
    )
    SELECT id FROM said WHERE NOT quotes
    UNION
    SELECT said.id FROM said, LATERAL archive_own_parts(said.paragraph_id, said.speaker_id, said.text) AS own
    WHERE said.quotes AND archive_has_row(of_language, own.part, query)
    UNION
    SELECT utterance.id
    FROM found JOIN statements_quotation AS quotation ON found.quotes AND quotation.paragraph_id = found.id
    JOIN statements_utterance AS utterance
        ON utterance.document_id = found.document_id AND utterance.speaker_id = quotation.speaker_id
    WHERE archive_has_row(of_language,
        substr(found.text, quotation.start + 1, quotation."end" - quotation.start), query)
$$;

-- What is said in documents, part by part, and by whom. narrates: whether the speaker says all that is in no turn.
CREATE OR REPLACE FUNCTION archive_said(documents bigint[])
RETURNS TABLE (document_id bigint, speaker_id bigint, narrates boolean, "position" int, start int, part text)
LANGUAGE sql STABLE AS $$
    WITH narrator AS MATERIALIZED (
        SELECT * FROM archive_narrators(documents)
    ), paragraph AS MATERIALIZED (
        SELECT id, document_id, position, speaker_id, text FROM statements_paragraph
        WHERE document_id = ANY (documents) AND kind <> 'stage-direction'
    ), own AS (
        SELECT id, document_id, position, speaker_id, text FROM paragraph WHERE speaker_id IS NOT NULL
        UNION ALL
        SELECT id, document_id, position, narrator.speaker_id, text
        FROM paragraph JOIN narrator USING (document_id) WHERE paragraph.speaker_id IS NULL
    )
    SELECT said.document_id, said.speaker_id, narrator.speaker_id IS NOT NULL, said.position, said.start, said.part
    FROM (
        SELECT own.document_id, own.speaker_id, own.position, each.start, each.part
        FROM own, LATERAL archive_own_parts(own.id, own.speaker_id, own.text) AS each
        UNION ALL
        SELECT paragraph.document_id, quotation.speaker_id, paragraph.position, quotation.start,
            substr(paragraph.text, quotation.start + 1, quotation."end" - quotation.start)
        FROM paragraph JOIN statements_quotation AS quotation ON quotation.paragraph_id = paragraph.id
        WHERE NOT EXISTS (
            SELECT FROM own WHERE own.id = quotation.paragraph_id AND own.speaker_id = quotation.speaker_id)
    ) AS said LEFT JOIN narrator USING (document_id, speaker_id)
$$;

-- The words of texts as of one. A tsvector holds a megabyte: if there are more, they are kept without their positions.
CREATE OR REPLACE FUNCTION archive_words_of(of_language text, texts text[]) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $$
    BEGIN
        RETURN archive_words(of_language, array_to_string(texts, E'\n'));
    EXCEPTION WHEN program_limit_exceeded THEN
        RETURN (SELECT array_to_tsvector(array_agg(DISTINCT lexeme))
                FROM unnest(texts) AS text, unnest(tsvector_to_array(archive_words(of_language, text))) AS lexeme);
    END $$;

-- The locks are those of archive_enter(), for the same reason.
CREATE OR REPLACE FUNCTION archive_utter(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM statements_document WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        DELETE FROM statements_utterance WHERE document_id = ANY (changed);
        INSERT INTO statements_utterance (document_id, speaker_id, language, narrates, length, size, words, forms)
        WITH utterance AS (
            SELECT document_id, speaker_id, narrates, array_agg(part ORDER BY position, start) AS parts,
                sum(regexp_count(part, U&'[^[:space:]!-/:-@[-`{-~\00AB\00BB\2010-\2026]\005CS*')) AS size
            FROM archive_said(changed) GROUP BY 1, 2, 3
        )
        SELECT document.id, utterance.speaker_id, document.language, utterance.narrates,
            archive_length(made.words), utterance.size, array_to_tsvector(ARRAY['~' || document.language]) || made.words,
            array_to_tsvector(ARRAY(
                SELECT DISTINCT unnest(tsvector_to_array(archive_exact_words(part)))
                FROM unnest(utterance.parts) AS part UNION SELECT '~' || document.language))
        FROM utterance JOIN statements_document AS document ON document.id = utterance.document_id,
            LATERAL (SELECT archive_words_of(document.language, utterance.parts) AS words OFFSET 0) AS made;
    END $$;

CREATE OR REPLACE FUNCTION archive_utter_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(SELECT DISTINCT document_id FROM added));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_utter_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(SELECT DISTINCT document_id FROM removed));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_utter_participations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(SELECT document_id FROM removed UNION SELECT document_id FROM added));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_utter_paragraphs() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(
            SELECT DISTINCT unnest(ARRAY[removed.document_id, added.document_id])
            FROM removed JOIN added USING (id)
            WHERE (removed.document_id, removed.speaker_id, removed.kind, removed.text)
                IS DISTINCT FROM (added.document_id, added.speaker_id, added.kind, added.text)));
        RETURN NULL;
    END $$;

-- Bulk loads write documents after their parts, of which nothing could be made without them.
CREATE OR REPLACE FUNCTION archive_utter_documents_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(SELECT id FROM added));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_utter_documents() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(
            SELECT id FROM removed JOIN added USING (id) WHERE removed.language IS DISTINCT FROM added.language));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_utter_quotations_added() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(
            SELECT DISTINCT document_id FROM statements_paragraph WHERE id IN (SELECT paragraph_id FROM added)));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_utter_quotations_removed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(
            SELECT DISTINCT document_id FROM statements_paragraph WHERE id IN (SELECT paragraph_id FROM removed)));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_utter_quotations() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_utter(ARRAY(
            SELECT DISTINCT document_id FROM statements_paragraph
            WHERE id IN (SELECT paragraph_id FROM removed UNION SELECT paragraph_id FROM added)));
        RETURN NULL;
    END $$;

CREATE OR REPLACE TRIGGER archive_utter_paragraphs_added AFTER INSERT ON statements_paragraph
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_added();
CREATE OR REPLACE TRIGGER archive_utter_paragraphs_removed AFTER DELETE ON statements_paragraph
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_removed();
CREATE OR REPLACE TRIGGER archive_utter_paragraphs AFTER UPDATE ON statements_paragraph
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_paragraphs();
CREATE OR REPLACE TRIGGER archive_utter_participations_added AFTER INSERT ON statements_participation
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_added();
CREATE OR REPLACE TRIGGER archive_utter_participations_removed AFTER DELETE ON statements_participation
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_removed();
CREATE OR REPLACE TRIGGER archive_utter_participations AFTER UPDATE ON statements_participation
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_participations();
CREATE OR REPLACE TRIGGER archive_utter_documents_added AFTER INSERT ON statements_document
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_documents_added();
CREATE OR REPLACE TRIGGER archive_utter_documents AFTER UPDATE ON statements_document
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_documents();
CREATE OR REPLACE TRIGGER archive_utter_quotations_added AFTER INSERT ON statements_quotation
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_quotations_added();
CREATE OR REPLACE TRIGGER archive_utter_quotations_removed AFTER DELETE ON statements_quotation
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_quotations_removed();
CREATE OR REPLACE TRIGGER archive_utter_quotations AFTER UPDATE ON statements_quotation
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION archive_utter_quotations();

CREATE OR REPLACE TRIGGER archive_utterances_changed
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_utterance
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();

-- Utterances go with their documents, in the database itself; and their words lie out of line, as those of entries do.
ALTER TABLE statements_utterance
    DROP CONSTRAINT IF EXISTS statements_utterance_document_id_fkey,
    ADD FOREIGN KEY (document_id) REFERENCES statements_document ON DELETE CASCADE;
ALTER TABLE statements_utterance SET (toast_tuple_target = 128);
