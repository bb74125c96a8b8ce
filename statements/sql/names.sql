-- The names that a speaker is found by, as words: the name, the last part of the address, and the aliases.
CREATE OR REPLACE FUNCTION archive_names(name text, slug text, aliases text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN archive_exact_words(name || ' ' || slug || ' ' || array_to_string(aliases, ' '));
