"""Corrections are staged in working copies of documents, and steps of a review can be undone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0035_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectionBase",
            fields=[
                (
                    "copy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="base",
                        serialize=False,
                        to="statements.document",
                    ),
                ),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                (
                    "note",
                    models.TextField(
                        blank=True, default="", help_text="To readers: what is corrected, as typed so far"
                    ),
                ),
                ("typo", models.BooleanField(default=False, help_text="It is only a typing error: nobody is told")),
                (
                    "state",
                    models.JSONField(
                        help_text="The published document as it was then: facts, people, digests of its words"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StepTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="Of the steps of its document, from 1")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("words", models.TextField(help_text="What was done, as the log says it")),
                (
                    "changes",
                    models.JSONField(help_text="What differs between the states before and after, and nothing else"),
                ),
            ],
            options={
                "ordering": ["document", "number"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                help_text="The published document that it is a working copy of: it is never published itself",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="correction",
                to="statements.document",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrects", None), ("status__in", ["draft", "in-review"]), _connector="OR"),
                name="document_copy_is_never_public",
            ),
        ),
        migrations.AddField(
            model_name="correctionbase",
            name="begun_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="steptaken",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="steptaken",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="steps_taken", to="statements.document"
            ),
        ),
        migrations.AddConstraint(
            model_name="steptaken",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="step_taken_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="steptaken",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="step_taken_number_from_one"
            ),
        ),
    ]
