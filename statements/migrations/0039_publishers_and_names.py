"""Publishers have aliases and can be made one; names are proposed and confirmed. A sort name that only repeats the name
was never stated by anybody: it becomes empty.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models

from statements.sql import sql_text


class Migration(migrations.Migration):
    dependencies = [
        ("statements", "0038_submissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublisherMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "moved",
                    models.JSONField(help_text="Primary keys by model, and what was left out because both had it"),
                ),
                ("merged_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-merged_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.AlterModelOptions(
            name="speaker",
            options={
                "ordering": [
                    django.db.models.functions.comparison.Coalesce(
                        django.db.models.functions.comparison.NullIf("sort_name", models.Value("")), "name"
                    ),
                    "pk",
                ]
            },
        ),
        migrations.AddField(
            model_name="publisher",
            name="aliases",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200),
                blank=True,
                db_default=[],
                default=list,
                help_text="Separated by commas",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="publisher",
            name="proposed",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="On a review, and not confirmed yet: publishing a document confirms it",
            ),
        ),
        migrations.AddField(
            model_name="publisher",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="statements.publisher",
            ),
        ),
        migrations.AddField(
            model_name="speaker",
            name="proposed",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="On a review, and not confirmed yet: publishing a document confirms it",
            ),
        ),
        migrations.AlterField(
            model_name="merge",
            name="merged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="speaker",
            name="sort_name",
            field=models.CharField(
                blank=True,
                default="",
                help_text="As in an index: Meloni, Giorgia. Never guessed: while empty, the name stands as it is written.",
                max_length=200,
            ),
        ),
        migrations.AddConstraint(
            model_name="publisher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="publisher_not_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="publishermerge",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="merges_of_others", to="statements.publisher"
            ),
        ),
        migrations.AddField(
            model_name="publishermerge",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="statements.publisher"
            ),
        ),
        migrations.AddField(
            model_name="publishermerge",
            name="merged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(
            sql_text("likely", "4d7fecc4c6b3"),
            "DROP FUNCTION archive_titled, archive_called, archive_folded",
        ),
        migrations.AddIndex(
            "office",
            GinIndex(
                OpClass(models.Func("title_en", "title_fr", "title_it", function="archive_titled"), "gin_trgm_ops"),
                fastupdate=False,
                name="office_titles",
            ),
        ),
        migrations.AddIndex(
            "speaker",
            GinIndex(
                OpClass(models.Func("name", "sort_name", "aliases", function="archive_called"), "gin_trgm_ops"),
                fastupdate=False,
                name="speaker_called",
            ),
        ),
        migrations.RunSQL(
            "UPDATE statements_speaker SET sort_name = '' WHERE sort_name = name",
            "UPDATE statements_speaker SET sort_name = name WHERE sort_name = ''",
        ),
    ]
