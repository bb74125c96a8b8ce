-- Which server answers, and which of the histories that may branch off where it is restored. Behind a pooler it may be
-- another one for each transaction. NULL where that must not be asked.
CREATE OR REPLACE FUNCTION archive_server() RETURNS text LANGUAGE plpgsql STABLE AS $$
    BEGIN
        RETURN (SELECT system_identifier::text || '/' || timeline_id FROM pg_control_system(), pg_control_checkpoint());
    EXCEPTION WHEN insufficient_privilege OR undefined_function THEN
        RETURN NULL;
    END $$;
