-- How names and offices are compared at the desk: without capitals and accents. Indexes are made of it, so that it says
-- which dictionary it asks.
CREATE OR REPLACE FUNCTION archive_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(unaccent('unaccent'::regdictionary, words));

-- All that somebody is called.
CREATE OR REPLACE FUNCTION archive_called(name text, sort_name text, aliases text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN archive_folded(name || ' ' || sort_name || ' ' || array_to_string(aliases, ' '));

-- All titles of an office.
CREATE OR REPLACE FUNCTION archive_titled(title_en text, title_fr text, title_it text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN archive_folded(title_en || ' ' || title_fr || ' ' || title_it);
