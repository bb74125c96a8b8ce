-- The lexeme of each word in each language, or as it is written where the language is ''; NULL for a stop word.
--
-- Taking a text apart costs as much as a word does. So words of plain letters are made texts of 250, in which each has a
-- place of its own: no more than the places that a vector keeps of one lexeme. The functions below are so large that
-- planning a statement with them takes 3 ms; PL/pgSQL plans it once in a session.
CREATE OR REPLACE FUNCTION archive_lexemes(languages text[], words text[])
RETURNS TABLE (word text, language text, lexeme text) LANGUAGE plpgsql STABLE AS $$
    DECLARE
        plain text[] := ARRAY(SELECT each FROM unnest(words) AS each
                              WHERE each ~ U&'^[a-zA-Z\00C0-\00D6\00D8-\00F6\00F8-\00FF]{1,40}$');
        others text[] := ARRAY(SELECT unnest(words) EXCEPT SELECT unnest(plain));
        batch text[];
        text text;
        vector tsvector;
    BEGIN
        FOREACH language IN ARRAY languages LOOP
            FOR start IN 1 .. cardinality(plain) BY 250 LOOP
                batch := plain[start : start + 249];
                text := array_to_string(batch, ' ');
                vector := CASE language WHEN '' THEN archive_exact_words(text) ELSE archive_words(language, text) END;
                RETURN QUERY
                SELECT batch[place], archive_lexemes.language, placed.lexeme
                FROM generate_subscripts(batch, 1) AS place LEFT JOIN (
                    SELECT each.lexeme, at FROM unnest(vector) AS each, unnest(each.positions) AS at
                ) AS placed ON at = place;
            END LOOP;
            FOREACH word IN ARRAY others LOOP
                vector := CASE language WHEN '' THEN archive_exact_words(word) ELSE archive_words(language, word) END;
                lexeme := (tsvector_to_array(vector))[1];
                RETURN NEXT;
            END LOOP;
        END LOOP;
    END $$;
