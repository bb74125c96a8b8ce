"""A log of what became public, with all that is known of what did before."""

import django.db.models.deletion
from django.db import migrations, models

from statements.sql import sql_text

DROP = """
    DROP TRIGGER archive_new_document_published ON statements_document;
    DROP TRIGGER archive_document_published ON statements_document;
    DROP TRIGGER archive_document_deleted ON statements_document;
    DROP TRIGGER archive_version_published ON statements_revision;
    DROP TABLE archive_publishing;
    DROP FUNCTION archive_document_published, archive_version_published, archive_publish, archive_facts;
"""

# What is known of a version, from its content: of its document an editor may know other things by now. The first
# releases kept who takes part as lists, [name, slug, role].
FACTS = """
    jsonb_build_object('title', content->>'title', 'title_assigned', coalesce(content->'title_assigned', 'false'),
        'language', content->>'language', 'kind', content->>'kind', 'date', coalesce(content->>'date_edtf', ''),
        'publisher', (SELECT slug FROM statements_publisher WHERE name = content->>'publisher'),
        'speakers', jsonb_path_query_array(content, '$.participations[*].slug')
            || jsonb_path_query_array(content, '$.participations[*][1]'))
"""

# In the order of the moments. When a document was withdrawn and published again in between, nobody has written down;
# what is embargoed now, the function itself enters.
BACKFILL = f"""
    INSERT INTO statements_publication
        (at, written, event, document_id, slug, external_id, number, sha256, note, quiet, facts)
    SELECT at, at, event, document_id, slug, external_id, number, sha256, note, false, facts FROM (
        SELECT published_at AS at,
            CASE WHEN lag(number) OVER (PARTITION BY document_id ORDER BY number) IS NULL THEN 'published'
                ELSE 'revised' END AS event,
            document_id, document.slug, external_id, number, sha256, '' AS note, {FACTS} AS facts
        FROM statements_revision JOIN statements_document AS document ON document.id = document_id
        WHERE published_at <= now()
        UNION ALL SELECT least(greatest(updated, published_at), now()), 'withdrawn', document.id, document.slug,
            external_id, number, sha256, withdrawn_reason, {FACTS}
        FROM statements_document AS document, LATERAL (
            SELECT number, sha256, published_at, content FROM statements_revision
            WHERE document_id = document.id AND published_at <= now() ORDER BY number DESC LIMIT 1) AS version
        WHERE status <> 'published'
        UNION ALL SELECT least(greatest(created, publish_at), now()), 'published', id, slug, external_id, 0, '', '',
            archive_facts(id)
        FROM statements_document WHERE status = 'published' AND coalesce(publish_at <= now(), true)
            AND NOT EXISTS (SELECT FROM statements_revision WHERE document_id = statements_document.id)
        UNION ALL SELECT deleted_at, 'deleted', document_key, slug, external_id, 0, '', '', '{{}}'
        FROM statements_tombstone
    ) AS known ORDER BY at, document_id, number, event = 'withdrawn';
    SELECT archive_publish(id) FROM statements_document WHERE status = 'published' AND (
        publish_at > now() OR EXISTS (
            SELECT FROM statements_revision WHERE document_id = statements_document.id AND published_at > now()));
"""  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("statements", "0033_notes_of_versions")]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(help_text="When the public could see it: an embargo is over then")),
                ("written", models.DateTimeField(help_text="When it was written into the log")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("published", "published"),
                            ("revised", "revised"),
                            ("corrected", "corrected"),
                            ("withdrawn", "withdrawn"),
                            ("restored", "published again"),
                            ("deleted", "deleted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=120)),
                ("external_id", models.CharField(max_length=200)),
                ("number", models.PositiveIntegerField(help_text="Of the version; 0: it has none")),
                (
                    "sha256",
                    models.CharField(help_text="Of the content of the version", max_length=64, verbose_name="SHA-256"),
                ),
                ("note", models.TextField(help_text="To readers: what was changed, why it was withdrawn")),
                ("quiet", models.BooleanField(help_text="Nobody is sent a message about it")),
                (
                    "facts",
                    models.JSONField(
                        help_text="Title, language, kind, date, publisher and speakers: they outlive the document"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="statements.document",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [
                    models.Index(fields=["at", "id"], name="publication_order"),
                    models.Index(fields=["document", "id"], name="publication_document"),
                    models.Index(fields=["slug", "id"], name="publication_slug"),
                    models.Index(
                        condition=models.Q(("event__in", ["withdrawn", "deleted"])),
                        fields=["at", "id"],
                        name="publication_gone",
                    ),
                    models.Index(condition=models.Q(("event", "published")), fields=["at"], name="publication_added"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("event__in", ["published", "revised", "corrected", "withdrawn", "restored", "deleted"])
                        ),
                        name="publication_event_known",
                    )
                ],
            },
        ),
        migrations.RunSQL(sql_text("publications", "035fc2dbd4f8"), DROP),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]
