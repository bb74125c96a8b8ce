"""Where documents were fetched from, and sources that are watched; editors manage them, contributors look."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from statements.migrations._beginnings import current

MANAGE = [f"{verb}_watchedsource" for verb in ("add", "change", "delete")]
LOOK = ["view_watchedsource", "view_sourceitem"]


def grant_permissions(apps, schema_editor):
    """The permissions themselves are made after migrations, so that they are asked for here first."""
    using = schema_editor.connection.alias
    create_permissions(current.get_app_config("statements"), verbosity=0, using=using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for group in (
        apps.get_model("auth", "Group").objects.using(using).filter(name__in=["contributor", "editor", "administrator"])
    ):
        names = LOOK if group.name == "contributor" else LOOK + MANAGE
        group.permissions.add(*permissions.filter(content_type__app_label="statements", codename__in=names))


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0036_corrections_and_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fetched",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.URLField(max_length=2000)),
                ("address", models.URLField(max_length=2000)),
                ("status", models.PositiveSmallIntegerField()),
                ("headers", models.JSONField()),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("fetched_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fetched", to="statements.document"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "fetched",
            },
        ),
        migrations.CreateModel(
            name="WatchedSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "address",
                    models.URLField(
                        help_text="Of an RSS, Atom or JSON feed, a sitemap, or a page of links",
                        max_length=2000,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("press-statement", "press statement"),
                            ("communique", "communiqué"),
                            ("declaration", "declaration"),
                            ("speech", "speech"),
                            ("readout", "readout"),
                            ("transcript", "transcript"),
                            ("news-report", "news report"),
                            ("commentary", "commentary"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian")],
                        max_length=2,
                    ),
                ),
                ("keep", models.TextField(blank=True, max_length=4000, verbose_name="keep only")),
                ("drop", models.TextField(blank=True, max_length=4000)),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(720),
                        ],
                        verbose_name="hours between two looks",
                    ),
                ),
                ("paused", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rss", "RSS feed"),
                            ("atom", "Atom feed"),
                            ("json", "JSON feed"),
                            ("sitemap", "map of a site"),
                            ("links", "page of links"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("etag", models.CharField(blank=True, editable=False, max_length=2000)),
                ("last_modified", models.CharField(blank=True, editable=False, max_length=2000)),
                (
                    "stated_pace",
                    models.PositiveIntegerField(editable=False, help_text="Seconds, as the source states", null=True),
                ),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                ("first_look_at", models.DateTimeField(editable=False, null=True)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("failures", models.PositiveIntegerField(default=0, editable=False)),
                ("reason", models.TextField(blank=True, editable=False)),
                ("moved_from", models.URLField(blank=True, editable=False, max_length=2000)),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="statements.publisher",
                    ),
                ),
            ],
            options={
                "verbose_name": "watched source",
                "verbose_name_plural": "watched sources",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("address", models.URLField(max_length=2000)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("stamp", models.CharField(max_length=64)),
                (
                    "became",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for another attempt"),
                            ("seen", "there before the source was watched"),
                            ("dropped", "dropped by a pattern"),
                            ("draft", "a draft"),
                            ("newer", "a draft, a newer version of one in the archive"),
                            ("known", "in the archive already"),
                            ("refused", "refused"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source_items",
                        to="statements.document",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="statements.watchedsource"
                    ),
                ),
            ],
            options={
                "ordering": ["-seen_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="batches",
                to="statements.watchedsource",
            ),
        ),
        migrations.AddIndex(
            model_name="watchedsource",
            index=models.Index(condition=models.Q(("paused", False)), fields=["next_at"], name="watched_source_due"),
        ),
        migrations.AddConstraint(
            model_name="watchedsource",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.MD5("address"),
                name="watched_source_address_once",
                violation_error_message="This address is watched already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="watchedsource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "press-statement",
                            "communique",
                            "declaration",
                            "speech",
                            "readout",
                            "transcript",
                            "news-report",
                            "commentary",
                            "other",
                            "",
                        ],
                    )
                ),
                name="watched_source_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="watchedsource",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["en", "fr", "it", ""])), name="watched_source_language_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="watchedsource",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["rss", "atom", "json", "sitemap", "links", ""])),
                name="watched_source_form_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="watchedsource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("every__isnull", True), models.Q(("every__gte", 1), ("every__lte", 720)), _connector="OR"
                ),
                name="watched_source_every_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="sourceitem",
            constraint=models.UniqueConstraint(fields=("source", "key"), name="source_item_once"),
        ),
        migrations.AddConstraint(
            model_name="sourceitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("became__in", ["waiting", "seen", "dropped", "draft", "newer", "known", "refused"])
                ),
                name="source_item_became_known",
            ),
        ),
        migrations.RunPython(grant_permissions, migrations.RunPython.noop),
    ]
