"""What the front page of the desk has to know: who added a document, and who passed it on to whom. Until now only the
sentences of the log said it. And links to previews, and what people have typed and not saved.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import statements.models.previews
from django.conf import settings
from django.db import migrations, models


# Who added a document: the sender of its file, or whoever made it by hand (ADDITION is 1, see contrib/admin/models.py).
ADDED = """
SET CONSTRAINTS ALL IMMEDIATE; -- in this migration: a table whose triggers wait for its end gets no index
UPDATE statements_document AS document SET added_by_id = entry.user_id
FROM (
    SELECT DISTINCT ON (object_id) object_id, user_id FROM django_admin_log
    JOIN django_content_type kind ON kind.id = content_type_id
    WHERE kind.app_label = 'statements' AND kind.model = 'document'
      AND (action_flag = 1 OR change_message LIKE 'Added: %')
    ORDER BY object_id, action_time, django_admin_log.id
) AS entry
WHERE document.id::text = entry.object_id
"""
# The steps that the log tells, in the words of editorial/workflow.py as they were.
HANDED_OVER = """
INSERT INTO statements_handover (document_id, what, by_id, at, words)
SELECT document.id, step.what, entry.user_id, entry.action_time, substr(entry.change_message, length(step.words) + 1)
FROM django_admin_log entry
JOIN django_content_type kind ON kind.id = entry.content_type_id
JOIN statements_document document ON document.id::text = entry.object_id
JOIN (VALUES
    ('Sent to review: ', 'sent'), ('Sent to review.', 'sent'), ('Sent back: ', 'sent-back'),
    ('Published.', 'published'), ('Withdrawn: ', 'withdrawn')
) AS step (words, what) ON starts_with(entry.change_message, step.words)
WHERE kind.app_label = 'statements' AND kind.model = 'document'
ORDER BY entry.action_time, entry.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("statements", "0039_publishers_and_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("sent", "sent to review"),
                            ("sent-back", "sent back"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("words", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Preview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(default=statements.models.previews._lapse)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Unsaved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fields", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "unsaved",
            },
        ),
        migrations.AddField(
            model_name="document",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="added_documents",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["-updated", "-id"], name="document_updated"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("status", "published"), _negated=True),
                fields=["status", "-updated"],
                name="document_unpublished",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("publish_at__isnull", False)), fields=["publish_at"], name="document_publish_at"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper("title"), "gin_trgm_ops"),
                name="document_title_letters",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="handovers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="statements.document"
            ),
        ),
        migrations.AddField(
            model_name="preview",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="previews", to="statements.document"
            ),
        ),
        migrations.AddField(
            model_name="preview",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unsaved",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="unsaved",
                to="statements.document",
            ),
        ),
        migrations.AddField(
            model_name="unsaved",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="unsaved", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["sent", "sent-back", "published", "withdrawn"])), name="handover_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="unsaved",
            constraint=models.UniqueConstraint(fields=("user", "document"), name="unsaved_once", nulls_distinct=False),
        ),
        migrations.RunSQL(ADDED, migrations.RunSQL.noop),
        migrations.RunSQL(HANDED_OVER, migrations.RunSQL.noop),
    ]
