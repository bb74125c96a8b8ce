"""A version may have a note to readers, be a correction of a typing error, and be quiet: nobody is sent a message."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statements", "0032_pages_are_kept")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="correction",
            field=models.BooleanField(default=False, help_text="Of a typing error: nobody has to be told"),
        ),
        migrations.AddField(
            model_name="revision",
            name="note",
            field=models.TextField(blank=True, default="", help_text="To readers: what was changed"),
        ),
        migrations.AddField(
            model_name="revision",
            name="quiet",
            field=models.BooleanField(
                default=False, help_text="Loaded with many old ones: nobody is sent a message about it"
            ),
        ),
    ]
