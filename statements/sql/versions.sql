-- Versions: each has the hash of its content, made once when it is kept, so that a later change of it is found.

-- jsonb has its keys in one order, so that equal contents are equal texts.
CREATE OR REPLACE FUNCTION archive_hash(content jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN encode(sha256(convert_to(content::text, 'UTF8')), 'hex');

CREATE OR REPLACE FUNCTION archive_hash_revision() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.sha256 := archive_hash(NEW.content);
        RETURN NEW;
    END $$;

CREATE OR REPLACE TRIGGER archive_hash BEFORE INSERT ON statements_revision
    FOR EACH ROW EXECUTE FUNCTION archive_hash_revision();
