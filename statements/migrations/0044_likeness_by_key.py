"""Of documents like the one made from a file, their keys are kept, not their titles, which not everybody sees."""

from django.db import migrations, models

_LIKE = "% of its words are those of “"  # as warnings named other documents until now


def forget_titles(apps, schema_editor):
    """What is like a draft is told on its review and before it is published."""
    arrivals = apps.get_model("statements", "Arrival").objects.using(schema_editor.connection.alias)
    for arrival in arrivals.exclude(warnings=[]).only("warnings").iterator():
        kept = [each for each in arrival.warnings if _LIKE not in each]
        if kept != arrival.warnings:
            arrivals.filter(pk=arrival.pk).update(warnings=kept)


class Migration(migrations.Migration):
    dependencies = [("statements", "0043_embargo_readings")]

    operations = [
        migrations.AddField(model_name="arrival", name="like", field=models.JSONField(db_default=[], default=list)),
        migrations.RunPython(forget_titles, migrations.RunPython.noop),
    ]
