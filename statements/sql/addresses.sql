-- Addresses: that of a deleted document is refused to every other one, whoever gives it. The triggers run when the row
-- is there: by then a deletion that was under way has ended, and its tombstone is seen.

CREATE OR REPLACE FUNCTION archive_refuse_address(slug text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        RAISE unique_violation USING MESSAGE = format(
            'the address "%s" was that of a document that is deleted, and is never given away again', slug);
    END $$;

CREATE OR REPLACE FUNCTION archive_addresses_given() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refuse_address(added.slug) FROM added JOIN statements_tombstone USING (slug);
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_address_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_refuse_address(NEW.slug) FROM statements_tombstone WHERE slug = NEW.slug;
        RETURN NULL;
    END $$;

CREATE OR REPLACE TRIGGER archive_addresses_given AFTER INSERT ON statements_document
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION archive_addresses_given();
CREATE OR REPLACE TRIGGER archive_address_changed AFTER UPDATE OF slug ON statements_document
    FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug) EXECUTE FUNCTION archive_address_changed();
