"""Who may do what at the desk: contributors write drafts, editors publish, administrators do all."""

from django.db import migrations, models

from statements.migrations._beginnings import make_groups


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
