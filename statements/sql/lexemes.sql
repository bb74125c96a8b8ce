-- The lexeme of each word in each language, or as it is written where the language is ''; NULL for a stop word.
--
-- Taking a text apart costs as much as a word does. So words of plain letters are made texts of 250, in which each has a
-- place of its own: no more than the places that a vector keeps of one lexeme. The functions below are so large that
-- planning a statement with them takes 3 ms; PL/pgSQL plans it once in a session.
CREATE OR REPLACE FUNCTION archive_lexemes(languages text[], words text[])
RETURNS TABLE (word text, language text, lexeme text) LANGUAGE plpgsql STABLE AS $$
    BEGIN
        RETURN QUERY
        WITH numbered AS (
            SELECT each, plain, row_number() OVER (PARTITION BY plain) - 1 AS number
            FROM (SELECT each, each ~ U&'^[a-zA-Z\00C0-\00D6\00D8-\00F6\00F8-\00FF]{1,40}$' AS plain FROM unnest(words) AS each) AS given
        ), batch AS (
            SELECT plain, array_agg(each ORDER BY number) AS row, string_agg(each, ' ' ORDER BY number) AS text
            FROM numbered GROUP BY plain, number / CASE WHEN plain THEN 250 ELSE 1 END
        ), made AS MATERIALIZED (
            SELECT plain, row, code,
                CASE code WHEN '' THEN archive_exact_words(text) ELSE archive_words(code, text) END AS vector
            FROM batch, unnest(languages) AS code
        )
        SELECT row[place], code, placed.lexeme
        FROM made, generate_subscripts(row, 1) AS place
        LEFT JOIN LATERAL (
            SELECT each.lexeme, at FROM unnest(vector) AS each, unnest(each.positions) AS at OFFSET 0
        ) AS placed ON at = place
        WHERE plain
        UNION ALL
        SELECT row[1], code, (tsvector_to_array(vector))[1] FROM made WHERE NOT plain;
    END $$;
