-- The search words of paragraphs. Working copies of corrections have none: they are never public, nobody searches them,
-- and what they are copied from is found already. So beginning one takes no longer than copying its rows.
--
-- A trigger instead of generated columns, which cannot ask whose paragraph it is. Whatever writes a paragraph's text, its
-- language or these columns gets the words made of the text; NULL for a copy. Where a bulk load writes paragraphs before
-- their document there is none to ask, and it is no copy.
CREATE OR REPLACE FUNCTION archive_paragraph_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM statements_document WHERE id = NEW.document_id AND corrects_id IS NOT NULL) THEN
            NEW.words := NULL;
            NEW.exact := NULL;
        ELSE
            NEW.words := archive_words(NEW.language, NEW.text);
            NEW.exact := archive_exact_words(NEW.text);
        END IF;
        RETURN NEW;
    END $$;

CREATE OR REPLACE TRIGGER archive_paragraph_words
    BEFORE INSERT OR UPDATE OF document_id, language, text, words, exact ON statements_paragraph
    FOR EACH ROW EXECUTE FUNCTION archive_paragraph_words();

-- What is published has positions from 1 without gaps, whoever publishes it; Document.publish() has numbered them before.
CREATE OR REPLACE FUNCTION archive_number_paragraphs() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE statements_paragraph SET position = place
        FROM (SELECT id, row_number() OVER (ORDER BY position, id) AS place
              FROM statements_paragraph WHERE document_id = NEW.id) AS placed
        WHERE document_id = NEW.id AND statements_paragraph.id = placed.id AND position <> place;
        RETURN NULL;
    END $$;

CREATE OR REPLACE TRIGGER archive_number_paragraphs AFTER UPDATE OF status ON statements_document
    FOR EACH ROW WHEN (NEW.status = 'published' AND OLD.status <> 'published')
    EXECUTE FUNCTION archive_number_paragraphs();
