"""A new archive: its tables, the SQL of today, and the rows it begins with.

It stands for 0001 to 0027. An archive that has only some of those runs the others; docs/decisions.md says when they go.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

import statements.models.documents
from statements.migrations._beginnings import add_terms, make_groups
from statements.sql import run


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("statements", "0001_text_search"),
        ("statements", "0002_archive"),
        ("statements", "0003_document_words"),
        ("statements", "0004_ranking_and_facets"),
        ("statements", "0005_entries"),
        ("statements", "0006_terms"),
        ("statements", "0007_vocabulary"),
        ("statements", "0008_kinds_of_paragraphs"),
        ("statements", "0009_groups"),
        ("statements", "0010_tombstones"),
        ("statements", "0011_merges"),
        ("statements", "0012_sizes"),
        ("statements", "0013_batches"),
        ("statements", "0014_hashes_of_versions"),
        ("statements", "0015_edited_paragraphs"),
        ("statements", "0016_translations_are_found"),
        ("statements", "0017_nato_and_nato"),
        ("statements", "0018_letters"),
        ("statements", "0019_addresses_of_the_deleted"),
        ("statements", "0020_one_name"),
        ("statements", "0021_no_language"),
        ("statements", "0022_drafts_in_other_languages"),
        ("statements", "0023_stop_words"),
        ("statements", "0024_stretches"),
        ("statements", "0025_turns_end_at_labels"),
        ("statements", "0026_whose_words"),
        ("statements", "0027_numbers"),
    ]

    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        run("words", "dfcf903999c1"),
        migrations.CreateModel(
            name="Publisher",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian")],
                        max_length=2,
                        verbose_name="language of the name",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("sort_name", models.CharField(help_text="As in an index: Meloni, Giorgia", max_length=200)),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        help_text="Separated by commas",
                        size=None,
                    ),
                ),
                ("collective", models.BooleanField(default=False, help_text="A body, not a person")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="statements.speaker",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offices", to="statements.speaker"
                    ),
                ),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("title_fr", models.CharField(blank=True, max_length=200, verbose_name="title in French")),
                ("title_it", models.CharField(blank=True, max_length=200, verbose_name="title in Italian")),
                ("since", models.DateField(blank=True, help_text="The first day; empty where unknown", null=True)),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="The day it ended; empty while held or where unknown", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["speaker", models.OrderBy(models.F("since"), descending=True, nulls_last=True), "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since__isnull", True),
                            ("until__isnull", True),
                            ("since__lt", models.F("until")),
                            _connector="OR",
                        ),
                        name="office_starts_before_it_ends",
                        violation_error_message="An office starts before it ends.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title_en", ""), ("title_fr", ""), ("title_it", ""), _negated=True),
                        name="office_has_a_title",
                        violation_error_message="An office has a title in at least one language.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "merged",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="statements.speaker"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merges_of_others",
                        to="statements.speaker",
                    ),
                ),
                (
                    "moved",
                    models.JSONField(help_text="Primary keys by model, and what was left out because both had it"),
                ),
                ("merged_at", models.DateTimeField(auto_now_add=True)),
                (
                    "merged_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-merged_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "external_id",
                    models.CharField(
                        default=statements.models.documents._editors_id,
                        help_text="What an importer knows the document by: a re-import finds it again",
                        max_length=200,
                        unique=True,
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Part of the address, which should never change", max_length=120, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=500)),
                (
                    "title_assigned",
                    models.BooleanField(
                        default=False,
                        help_text="The source has no title, this one was given by the archive: shown in square brackets",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian")],
                        help_text="Empty: none of these, or not known yet",
                        max_length=2,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="statements.publisher",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                ("reference", models.CharField(blank=True, max_length=100, verbose_name="reference number")),
                ("source_url", models.URLField(blank=True, max_length=1000, verbose_name="address of the source")),
                (
                    "date_edtf",
                    models.CharField(
                        blank=True,
                        help_text="2022-11-10, 2022-10, 2023 or 2024-02/2024-05; empty: undated",
                        max_length=21,
                        verbose_name="date",
                    ),
                ),
                ("date_start", models.DateField(editable=False, null=True)),
                ("date_end", models.DateField(editable=False, null=True)),
                (
                    "translation_group",
                    models.UUIDField(
                        blank=True, help_text="The same on documents that are translations of each other", null=True
                    ),
                ),
                (
                    "provenance",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        help_text="Where each fact came from: field -> text, manifest, editor",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in-review", "in review"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("publish_at", models.DateTimeField(blank=True, help_text="Not public before this moment", null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": [models.OrderBy(models.F("date_start"), descending=True, nulls_last=True), "-pk"],
                "permissions": [("publish_document", "Can publish and withdraw documents")],
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("date_start"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="document_newest_first",
                    ),
                    models.Index(fields=["date_end"], name="document_date_end"),
                    models.Index(fields=["language", "kind"], name="document_language_kind"),
                    models.Index(
                        condition=models.Q(("translation_group__isnull", False)),
                        fields=["translation_group"],
                        name="document_translation_group",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "in-review", "published", "withdrawn"])),
                        name="document_status_known",
                    ),
                    models.CheckConstraint(
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
                                ],
                            )
                        ),
                        name="document_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "fr", "it", ""])), name="document_language_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            models.Q(("language", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="document_published_in_a_language",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("date_edtf", ""), ("date_end__isnull", True), ("date_start__isnull", True)),
                            models.Q(
                                models.Q(("date_edtf", ""), _negated=True),
                                ("date_end__isnull", False),
                                ("date_start__isnull", False),
                                ("date_start__lte", models.F("date_end")),
                            ),
                            _connector="OR",
                        ),
                        name="document_date_starts_before_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="document_has_a_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="statements.document",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="statements.speaker",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("speaker", "speaker"),
                            ("quoted", "quoted"),
                            ("interlocutor", "interlocutor"),
                            ("mentioned", "mentioned"),
                        ],
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=1, help_text="Order among the participants")),
            ],
            options={
                "ordering": ["document", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "speaker", "role"), name="participation_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["author", "speaker", "quoted", "interlocutor", "mentioned"])),
                        name="participation_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="paragraphs", to="statements.document"
                    ),
                ),
                ("position", models.PositiveIntegerField(help_text="Order in the document, from 1")),
                (
                    "key",
                    models.CharField(help_text="Part of permanent links, which should never change", max_length=16),
                ),
                ("number", models.CharField(blank=True, help_text="As the source numbers it", max_length=16)),
                (
                    "under",
                    models.CharField(
                        blank=True, help_text="The number of the paragraph that it belongs under", max_length=16
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("body", "body"),
                            ("heading", "heading"),
                            ("list-item", "list item"),
                            ("quotation", "quotation"),
                            ("stage-direction", "stage direction"),
                            ("signature", "signature"),
                        ],
                        default="body",
                        max_length=20,
                    ),
                ),
                ("text", models.TextField(max_length=200000)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("fr", "French"), ("it", "Italian")],
                        help_text="Empty: that of the document",
                        max_length=2,
                    ),
                ),
                ("page", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose turn it is",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paragraphs",
                        to="statements.speaker",
                    ),
                ),
                (
                    "edited",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        editable=False,
                        help_text="Its words are no longer those of the source",
                    ),
                ),
                ("start", models.PositiveIntegerField(editable=False, null=True, verbose_name="start in the source")),
                ("end", models.PositiveIntegerField(editable=False, null=True, verbose_name="end in the source")),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("language"), models.F("text"), function="archive_words"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "exact",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("text"), function="archive_exact_words"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "ordering": ["document", "position"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="paragraph_words"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["exact"], name="paragraph_exact"
                    ),
                    models.Index(
                        django.db.models.functions.text.Lower("number"),
                        condition=models.Q(("number", ""), _negated=True),
                        name="paragraph_number",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("document", "position"),
                        name="paragraph_position_unique",
                        violation_error_message="Two paragraphs stand at one position.",
                    ),
                    models.UniqueConstraint(fields=("document", "key"), name="paragraph_key_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="paragraph_position_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^p[a-z0-9]+$")), name="paragraph_key_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end__isnull", True), ("start__isnull", True)),
                            ("start__lt", models.F("end")),
                            _connector="OR",
                        ),
                        name="paragraph_span_starts_before_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["body", "heading", "list-item", "quotation", "stage-direction", "signature"])
                        ),
                        name="paragraph_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "fr", "it", ""])), name="paragraph_language_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quotation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotations",
                        to="statements.paragraph",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="quotations", to="statements.speaker"
                    ),
                ),
                ("start", models.PositiveIntegerField(help_text="Offset in the paragraph's text")),
                ("end", models.PositiveIntegerField(help_text="Offset after the last character")),
            ],
            options={
                "ordering": ["paragraph", "start"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("start__lt", models.F("end"))), name="quotation_starts_before_it_ends"
                    ),
                    models.UniqueConstraint(fields=("paragraph", "start"), name="quotation_start_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="source", to="statements.document"
                    ),
                ),
                ("filename", models.CharField(max_length=255)),
                ("media_type", models.CharField(max_length=100)),
                ("encoding", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("text", models.TextField(help_text="The content decoded; spans and paragraphs count its characters")),
                (
                    "spans",
                    models.JSONField(
                        help_text="[start, end, use, reason] from the first character to the last, without gaps"
                    ),
                ),
                ("importer_version", models.CharField(max_length=20)),
                ("import_digest", models.CharField(help_text="SHA-256 of what the importer made of it", max_length=64)),
                ("retrieved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="source_sha256_is_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="statements.document"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField(help_text="Title, date, people and paragraphs as they were published")),
                (
                    "sha256",
                    models.CharField(
                        default="",
                        editable=False,
                        help_text="Of the content, set by a trigger: sql/versions.sql",
                        max_length=64,
                        verbose_name="SHA-256",
                    ),
                ),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["document", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="revision_number_unique"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="revision_number_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=120, unique=True)),
                ("external_id", models.CharField(max_length=200)),
                ("deleted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "deleted_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrivals", to="statements.batch"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("filename", models.CharField(max_length=255)),
                ("content", models.BinaryField(null=True)),
                ("began", models.DateTimeField(null=True)),
                (
                    "became",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("created", "created"),
                            ("unchanged", "in the archive already"),
                            ("loaded", "loaded"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="arrivals",
                        to="statements.document",
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("warnings", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["batch", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="arrival_position_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("became__in", ["waiting", "created", "unchanged", "loaded", "refused"])),
                        name="arrival_became_known",
                    ),
                ],
            },
        ),
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
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="statements.document",
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("kind", models.CharField(max_length=20)),
                (
                    "publisher",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="statements.publisher",
                    ),
                ),
                ("status", models.CharField(max_length=10)),
                ("publish_at", models.DateTimeField(null=True)),
                ("date_start", models.DateField(null=True)),
                ("date_end", models.DateField(null=True)),
                ("first_month", models.IntegerField(null=True)),
                ("last_month", models.IntegerField(null=True)),
                (
                    "speaker_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("length", models.IntegerField()),
                ("size", models.IntegerField(db_default=0)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("forms", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("date_start"), descending=True, nulls_last=True),
                        models.OrderBy(models.F("document"), descending=True),
                        name="entry_newest_first",
                    ),
                    models.Index(fields=["publish_at"], name="entry_publish_at"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="entry_words"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["forms"], name="entry_forms"),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["speaker_ids"], name="entry_speaker_ids"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="lead",
                        serialize=False,
                        to="statements.document",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("title", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["title"], name="lead_title")
                ],
            },
        ),
        migrations.CreateModel(
            name="Stretch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paragraph",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="stretches",
                        to="statements.paragraph",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="statements.document",
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("start", models.IntegerField(help_text="Words before it")),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("exact", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "verbose_name_plural": "stretches",
                "indexes": [
                    models.Index(fields=["paragraph", "start"], name="stretch_place"),
                    models.Index(
                        condition=models.Q(("start", 0)), fields=["paragraph"], name="stretch_long_paragraphs"
                    ),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["words"], name="stretch_words"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["exact"], name="stretch_exact"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VocabularyWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("word", models.CharField(max_length=30)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("word", name="gin_trgm_ops"),
                        name="vocabulary_word_trigrams",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("language", "word"), name="vocabulary_word_unique")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ],
        ),
        run("tables", "4b5102398ac1"),
        run("entries", "28af5120ffe3"),
        run("stretches", "9dd9a7c7b482"),
        run("vocabulary", "22f4d2926c73"),
        run("changes", "5a28b461a616"),
        run("versions", "6261f04e570b"),
        run("addresses", "0fe792990179"),
        migrations.RunPython(add_terms),
        migrations.RunPython(make_groups),
    ]
