"""Who may do what at the desk: contributors write drafts, editors publish, administrators do all."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

CONTRIBUTOR = [
    *(f"{verb}_{model}" for model in ("document", "paragraph", "participation", "quotation") for verb in ("add", "change")),
    *("delete_paragraph", "delete_participation", "delete_quotation", "add_speaker"),
    *(f"view_{model}" for model in (
        "document", "paragraph", "participation", "quotation", "speaker", "office", "publisher", "source", "revision",
        "term")),
]  # fmt: skip
EDITOR = [
    *CONTRIBUTOR,
    "publish_document",
    *(f"{verb}_{model}" for model in ("speaker", "office", "publisher", "term") for verb in ("add", "change")),
    *("delete_office", "delete_term"),
]


def make_groups(apps, schema_editor):
    """The permissions themselves are made after migrations, so that they are asked for here first."""
    using = schema_editor.connection.alias
    for app in ("statements", "auth"):
        create_permissions(current.get_app_config(app), verbosity=0, using=using)
    groups = apps.get_model("auth", "Group").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    ours = permissions.filter(content_type__app_label="statements")
    users = permissions.filter(content_type__app_label="auth", content_type__model__in=["user", "group"])
    granted = {
        "contributor": ours.filter(codename__in=CONTRIBUTOR),
        "editor": ours.filter(codename__in=EDITOR),
        "administrator": ours | users,
    }
    for name, allowed in granted.items():
        group, _ = groups.get_or_create(name=name)
        group.permissions.add(*allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("statements", "0008_kinds_of_paragraphs"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="document",
            options={
                "ordering": [models.OrderBy(models.F("date_start"), descending=True, nulls_last=True), "-pk"],
                "permissions": [("publish_document", "Can publish and withdraw documents")],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
