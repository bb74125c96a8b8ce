"""The glossary, with the terms that statements on NATO are full of."""

import django.contrib.postgres.fields
from django.db import migrations, models

from statements.migrations._beginnings import add_terms


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0005_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "words_en",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        help_text="Separated by commas",
                        size=None,
                        verbose_name="in English",
                    ),
                ),
                (
                    "words_fr",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        help_text="Separated by commas",
                        size=None,
                        verbose_name="in French",
                    ),
                ),
                (
                    "words_it",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        help_text="Separated by commas",
                        size=None,
                        verbose_name="in Italian",
                    ),
                ),
                ("updated", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.RunPython(add_terms, migrations.RunPython.noop),
    ]
