-- Changes: a row for every statement that changed entries, seen by others when its transaction ends. Two readers that
-- see the same rows see the same archive. Old rows go, a few at a time and never waiting for anybody.

CREATE OR REPLACE FUNCTION archive_entries_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        change bigint;
    BEGIN
        INSERT INTO statements_change DEFAULT VALUES RETURNING id INTO change;
        IF change % 100 = 0 THEN
            DELETE FROM statements_change WHERE id IN (
                SELECT id FROM statements_change WHERE id < change - 200 ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED);
        END IF;
        RETURN NULL;
    END $$;

CREATE OR REPLACE TRIGGER archive_entries_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_entry
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
