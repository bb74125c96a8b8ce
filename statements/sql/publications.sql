-- The log of what became public. At the end of each transaction that changed a document or a version of one, the log is
-- compared with what the public can see from then on, and what it lacks is written: whoever made the change, and in
-- whatever order. Transactions write one after the other, for the time of their commit.

-- Writers of the log hold it, one after the other, and readers wait for it: a table of its own, so that nothing else is
-- kept waiting, such as the collector of old rows. Whoever may read at all may wait for it, which takes this right.
CREATE TABLE IF NOT EXISTS archive_publishing ();
GRANT UPDATE ON archive_publishing TO PUBLIC;

-- What is known of a document, to be shown when it is gone.
CREATE OR REPLACE FUNCTION archive_facts(of_document bigint) RETURNS jsonb LANGUAGE sql STABLE
RETURN (SELECT jsonb_build_object('title', title, 'title_assigned', title_assigned, 'language', document.language,
        'kind', kind, 'date', date_edtf, 'publisher', publisher.slug, 'speakers', coalesce(
            (SELECT jsonb_agg(DISTINCT speaker.slug) FROM statements_participation
             JOIN statements_speaker AS speaker ON speaker.id = speaker_id WHERE document_id = of_document), '[]'))
    FROM statements_document AS document LEFT JOIN statements_publisher AS publisher ON publisher.id = publisher_id
    WHERE document.id = of_document);

-- Each statement of it sees what others have committed while it waited for the lock. What is in the log for a later
-- moment, nobody has seen: it is written anew. `written` never goes back, not even with the clock. A version that nobody
-- has seen becomes public when its document does, and goes when that is withdrawn before.
CREATE OR REPLACE FUNCTION archive_publish(of_document bigint) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        found_one statements_document;
        last statements_publication;
        version record;
        moment timestamptz;
        is_published boolean;
    BEGIN
        LOCK TABLE archive_publishing IN EXCLUSIVE MODE;
        moment := greatest(clock_timestamp(), (
            SELECT written + interval '1 microsecond' FROM statements_publication ORDER BY id DESC LIMIT 1));
        SELECT * INTO found_one FROM statements_document WHERE id = of_document;
        DELETE FROM statements_publication WHERE document_id = of_document AND at > written AND at > moment;
        SELECT * INTO last FROM statements_publication WHERE document_id = of_document ORDER BY id DESC LIMIT 1;
        is_published := coalesce(found_one.status = 'published', false);
        IF is_published THEN
            UPDATE statements_revision SET published_at = greatest(moment, found_one.publish_at)
            WHERE document_id = of_document AND number > coalesce(last.number, 0)
                AND (published_at > moment OR found_one.publish_at > moment)
                AND published_at <> greatest(moment, found_one.publish_at);
        ELSE
            DELETE FROM statements_revision
            WHERE document_id = of_document AND number > coalesce(last.number, 0) AND published_at > moment;
        END IF;

        IF last.event IN ('published', 'revised', 'corrected', 'restored')
            AND (NOT is_published OR found_one.publish_at > moment)
            OR last.event = 'withdrawn' AND (found_one.id IS NULL
                OR found_one.status = 'withdrawn' AND found_one.withdrawn_reason <> last.note)
        THEN
            last.event := CASE WHEN found_one.id IS NULL THEN 'deleted' ELSE 'withdrawn' END;
            last.note := CASE WHEN is_published THEN '' ELSE coalesce(found_one.withdrawn_reason, '') END;
            INSERT INTO statements_publication
                (at, written, event, document_id, slug, external_id, number, sha256, note, quiet, facts)
            VALUES (moment, moment, last.event, of_document, last.slug, last.external_id, last.number, last.sha256,
                last.note, false, last.facts);
        END IF;
        IF NOT is_published THEN
            RETURN;
        END IF;
        FOR version IN
            SELECT number, sha256, note, quiet, correction, published_at FROM statements_revision
            WHERE document_id = of_document AND (number > coalesce(last.number, 0)
                OR number = last.number AND sha256 <> last.sha256)
            UNION ALL SELECT coalesce(last.number, 0), coalesce(last.sha256, ''), '', false, false, moment
            WHERE coalesce(last.event, 'withdrawn') = 'withdrawn' AND NOT EXISTS (
                SELECT FROM statements_revision
                WHERE document_id = of_document AND (number > coalesce(last.number, 0)
                    OR number = last.number AND sha256 <> last.sha256))
            ORDER BY number
        LOOP
            last.event := CASE WHEN last.event IS NULL THEN 'published' WHEN last.event = 'withdrawn' THEN 'restored'
                WHEN version.correction THEN 'corrected' ELSE 'revised' END;
            INSERT INTO statements_publication
                (at, written, event, document_id, slug, external_id, number, sha256, note, quiet, facts)
            VALUES (greatest(moment, found_one.publish_at), moment, last.event, of_document,
                found_one.slug, found_one.external_id, version.number, version.sha256, version.note, version.quiet,
                archive_facts(of_document));
        END LOOP;
    END $$;

CREATE OR REPLACE FUNCTION archive_document_published() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_publish(coalesce(NEW.id, OLD.id));
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION archive_version_published() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM archive_publish(coalesce(NEW.document_id, OLD.document_id));
        RETURN NULL;
    END $$;

DROP TRIGGER IF EXISTS archive_new_document_published ON statements_document;
CREATE CONSTRAINT TRIGGER archive_new_document_published AFTER INSERT ON statements_document
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'published')
    EXECUTE FUNCTION archive_document_published();
DROP TRIGGER IF EXISTS archive_document_published ON statements_document;
CREATE CONSTRAINT TRIGGER archive_document_published AFTER UPDATE ON statements_document
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.status, OLD.publish_at, OLD.withdrawn_reason)
        IS DISTINCT FROM (NEW.status, NEW.publish_at, NEW.withdrawn_reason))
    EXECUTE FUNCTION archive_document_published();
DROP TRIGGER IF EXISTS archive_document_deleted ON statements_document;
CREATE CONSTRAINT TRIGGER archive_document_deleted AFTER DELETE ON statements_document
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive_document_published();
DROP TRIGGER IF EXISTS archive_version_published ON statements_revision;
CREATE CONSTRAINT TRIGGER archive_version_published AFTER INSERT OR DELETE ON statements_revision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive_version_published();
