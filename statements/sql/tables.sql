-- What the models cannot say of their tables. Entries, leads and stretches go with their documents and paragraphs: in
-- the database itself, since no importer, editor or collector of Django's writes them.

ALTER TABLE statements_entry
    DROP CONSTRAINT IF EXISTS statements_entry_document_id_fkey,
    ADD FOREIGN KEY (document_id) REFERENCES statements_document ON DELETE CASCADE;

ALTER TABLE statements_lead
    DROP CONSTRAINT IF EXISTS statements_lead_document_id_fkey,
    ADD FOREIGN KEY (document_id) REFERENCES statements_document ON DELETE CASCADE;

ALTER TABLE statements_stretch
    DROP CONSTRAINT IF EXISTS statements_stretch_paragraph_id_fkey,
    ADD FOREIGN KEY (paragraph_id) REFERENCES statements_paragraph ON DELETE CASCADE;

-- The search words of an entry are long: out of line they cost nothing to those who read its facts. The speakers stay
-- on the row.
ALTER TABLE statements_entry SET (toast_tuple_target = 128);
ALTER TABLE statements_entry ALTER COLUMN speaker_ids SET STORAGE MAIN;
