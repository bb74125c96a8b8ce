"""Results kept for footnotes; a tombstone knows the primary key that its document had in them."""

import django.contrib.postgres.fields
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from statements.migrations._beginnings import current


def let_administrators_see(apps, schema_editor):
    """The permission itself is made after migrations, so that it is asked for here first."""
    using = schema_editor.connection.alias
    create_permissions(current.get_app_config("statements"), verbosity=0, using=using)
    group = apps.get_model("auth", "Group").objects.using(using).filter(name="administrator").first()
    if group:
        permissions = apps.get_model("auth", "Permission").objects.using(using)
        group.permissions.add(*permissions.filter(codename="view_frozenresult"))


class Migration(migrations.Migration):
    dependencies = [("statements", "0029_names_of_speakers")]

    operations = [
        migrations.AddIndex("revision", models.Index(fields=["published_at"], name="revision_published_at")),
        migrations.AddField(
            "tombstone",
            "document_key",
            models.BigIntegerField(
                null=True,
                unique=True,
                help_text="The primary key it had: results kept for footnotes know it by this",
            ),
        ),
        migrations.CreateModel(
            name="FrozenResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, unique=True, help_text="The last part of its address")),
                (
                    "fingerprint",
                    models.CharField(
                        max_length=64,
                        unique=True,
                        help_text="SHA-256 of all below but the moment and the order: equal results are one",
                    ),
                ),
                ("state", models.CharField(max_length=64, help_text="SHA-256 of the state of the archive")),
                ("kept_at", models.DateTimeField(help_text="The moment for which it is true", db_index=True)),
                (
                    "language",
                    models.CharField(max_length=2, help_text="Of the page: names of kinds are read in it"),
                ),
                (
                    "parameters",
                    models.JSONField(help_text="Words and filters as typed: lists of values by name"),
                ),
                ("sort", models.CharField(max_length=20, blank=True)),
                ("understood", models.TextField(blank=True, help_text="The words in their plainest form")),
                (
                    "spellings",
                    models.JSONField(default=list, help_text="What was typed, and what was searched for beside it"),
                ),
                (
                    "partial",
                    models.BooleanField(default=False, help_text="No document had all of the words: these had some"),
                ),
                ("total", models.PositiveIntegerField()),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(
                        models.BigIntegerField(), help_text="The newest first, undated ones last"
                    ),
                ),
                ("versions", django.contrib.postgres.fields.ArrayField(models.IntegerField())),
            ],
            options={
                "verbose_name": "kept result",
                "ordering": ["-kept_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(documents__len=models.F("total"), versions__len=models.F("total")),
                        name="frozen_result_counts_its_set",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptInHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                ("client", models.CharField(max_length=64, blank=True)),
                ("results", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["hour", "client"], name="kept_in_hour_once"),
                ],
            },
        ),
        migrations.RunPython(let_administrators_see, migrations.RunPython.noop),
    ]
