"""How many words each document has, for frequencies: kept by the triggers that keep the entries."""

from django.db import migrations, models

ENTER = """
    -- What blanks part: a regular expression takes fifty times as long.
    CREATE FUNCTION archive_size(of_document bigint) RETURNS int LANGUAGE sql STABLE
    RETURN (SELECT coalesce(sum(length(text) - length(replace(text, ' ', '')) + 1), 0)::int
            FROM statements_paragraph WHERE document_id = of_document);

    -- As in 0005, with the size.
    CREATE OR REPLACE FUNCTION archive_enter(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM statements_document WHERE id = ANY (changed) ORDER BY id FOR UPDATE;
        INSERT INTO statements_entry (document_id, language, kind, publisher_id, status, publish_at,
            date_start, date_end, first_month, last_month, speaker_ids, length, size, words, forms)
        SELECT id, language, kind, publisher_id, status, publish_at,
            date_start, date_end, archive_month(date_start), archive_month(date_end),
            ARRAY(SELECT DISTINCT speaker_id FROM statements_participation
                  WHERE document_id = document.id ORDER BY speaker_id),
            length(made.words), archive_size(id), made.words, archive_document_forms(id, language, title)
        FROM statements_document AS document,
            LATERAL (SELECT archive_document_words(id, language, title) AS words OFFSET 0) AS made
        WHERE id = ANY (changed)
        ON CONFLICT (document_id) DO UPDATE SET (language, kind, publisher_id, status, publish_at,
            date_start, date_end, first_month, last_month, speaker_ids, length, size, words, forms)
        = (excluded.language, excluded.kind, excluded.publisher_id, excluded.status, excluded.publish_at,
            excluded.date_start, excluded.date_end, excluded.first_month, excluded.last_month,
            excluded.speaker_ids, excluded.length, excluded.size, excluded.words, excluded.forms);
        INSERT INTO statements_lead (document_id, words, title)
        SELECT id, archive_document_lead(id, language, title), archive_exact_words(title)
        FROM statements_document WHERE id = ANY (changed)
        ON CONFLICT (document_id) DO UPDATE SET (words, title) = (excluded.words, excluded.title);
    END $$;

    -- No word is new: the triggers need not learn any.
    SELECT set_config('archive.bulk_load', 'on', true);
    UPDATE statements_entry SET size = archive_size(document_id);
    SELECT set_config('archive.bulk_load', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0011_merges")]

    operations = [
        migrations.AddField("entry", "size", models.IntegerField(db_default=0)),
        migrations.RunSQL(ENTER, migrations.RunSQL.noop),
    ]
