-- The lexeme of each word in each language, or as it is written where the language is ''; NULL for a stop word. The
-- functions below are so large that planning a statement with them takes 3 ms; PL/pgSQL plans it once in a session.
CREATE OR REPLACE FUNCTION archive_lexemes(languages text[], words text[])
RETURNS TABLE (word text, language text, lexeme text) LANGUAGE plpgsql STABLE AS $$
    BEGIN
        RETURN QUERY
        SELECT each, code,
            (tsvector_to_array(CASE code WHEN '' THEN archive_exact_words(each) ELSE archive_words(code, each) END))[1]
        FROM unnest(words) AS each, unnest(languages) AS code;
    END $$;
