-- The names that a speaker is found by, as words: the name, the last part of the address, and the aliases.
CREATE OR REPLACE FUNCTION archive_names(name text, slug text, aliases text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN archive_exact_words(name || ' ' || slug || ' ' || array_to_string(aliases, ' '));

-- What people, publishers and things are called is part of the state of the archive, and so are offices: searches and
-- their counts, which are remembered for as long as it stays the same, ask by name and show titles.
CREATE OR REPLACE TRIGGER archive_speakers_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_speaker
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_publishers_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_publisher
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_offices_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_office
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_terms_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_term
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
