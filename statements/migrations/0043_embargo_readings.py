"""Who read what is under embargo; editors and administrators look at it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from statements.migrations._beginnings import current


def grant_permission(apps, schema_editor):
    """The permission itself is made after migrations, so that it is asked for here first."""
    using = schema_editor.connection.alias
    create_permissions(current.get_app_config("statements"), verbosity=0, using=using)
    [view] = apps.get_model("auth", "Permission").objects.using(using).filter(codename="view_embargoreading")
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=["editor", "administrator"]):
        group.permissions.add(view)


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0042_long_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmbargoReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document_key",
                    models.BigIntegerField(
                        help_text="The primary key that the document has, or had", verbose_name="number"
                    ),
                ),
                ("title", models.CharField(max_length=510)),
                (
                    "name",
                    models.CharField(
                        help_text="The name of the account, or the number of the link",
                        max_length=150,
                        verbose_name="who",
                    ),
                ),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("review", "review"),
                            ("form", "all fields"),
                            ("paragraph", "paragraphs"),
                            ("version", "version"),
                            ("comparison", "comparison"),
                            ("mail", "mail"),
                            ("preview", "preview"),
                            ("link", "link to a preview"),
                        ],
                        max_length=10,
                        verbose_name="where",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("hour", models.DateTimeField()),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reading under embargo",
                "verbose_name_plural": "readings under embargo",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["at"], name="embargo_reading_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document_key", "name", "door", "hour"), name="embargo_reading_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "door__in",
                                ["review", "form", "paragraph", "version", "comparison", "mail", "preview", "link"],
                            )
                        ),
                        name="embargo_reading_door_known",
                    ),
                ],
            },
        ),
        migrations.RunPython(grant_permission, migrations.RunPython.noop),
    ]
