"""Speakers are found by their names from an index: a search by who says the words asks for them several times. What
people, publishers and things are called is part of the state of the archive; which server shows it is asked at once.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from statements.sql import sql_text

DROP = """
    DROP TRIGGER archive_speakers_changed ON statements_speaker;
    DROP TRIGGER archive_publishers_changed ON statements_publisher;
    DROP TRIGGER archive_offices_changed ON statements_office;
    DROP TRIGGER archive_terms_changed ON statements_term;
    DROP FUNCTION archive_names(text, text, text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0028_said_by")]

    operations = [
        migrations.RunSQL(sql_text("server", "cb73659156e4"), migrations.RunSQL.noop),
        migrations.RunSQL(sql_text("names", "d215c855c450"), DROP),
        migrations.AddField(
            "speaker",
            "names",
            models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("name"), models.F("slug"), models.F("aliases"), function="archive_names"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            "speaker",
            django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["names"], name="speaker_names"),
        ),
    ]
