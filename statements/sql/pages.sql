-- What pages show besides entries and names is part of the state of the archive, too: versions, notices of what is
-- gone, quotations, sources, words to suggest. Pages are remembered for as long as the state stays the same.
CREATE OR REPLACE TRIGGER archive_documents_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_document
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_paragraphs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_paragraph
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_participations_changed
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_participation
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_quotations_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_quotation
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_sources_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_source
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_revisions_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_revision
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_tombstones_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_tombstone
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
CREATE OR REPLACE TRIGGER archive_vocabulary_changed
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON statements_vocabularyword
    FOR EACH STATEMENT EXECUTE FUNCTION archive_entries_changed();
