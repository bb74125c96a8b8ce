"""A text in a language that the archive has not is in none, until an editor says otherwise, and not published before."""

from django.db import migrations, models
from django.db.models import Q

LANGUAGES = [("en", "English"), ("fr", "French"), ("it", "Italian")]
KNOWN = [*(code for code, _ in LANGUAGES), ""]

# The words of a text without a language are none, not unknown: entries and leads are made of them.
WORDS = """
    DO $$ BEGIN
        EXECUTE replace(pg_get_functiondef('archive_words(text, text)'::regprocedure), '{before}', '{after}');
    END $$;
"""
UNKNOWN, NONE = "ELSE NULL::tsvector", "ELSE ''''::tsvector"


def language(help_text):
    return models.CharField(blank=True, choices=LANGUAGES, help_text=help_text, max_length=2)


def known(model):
    name = f"{model}_language_known"
    constraint = models.CheckConstraint(condition=Q(language__in=KNOWN), name=name)
    return [migrations.RemoveConstraint(model, name), migrations.AddConstraint(model, constraint)]


class Migration(migrations.Migration):
    dependencies = [("statements", "0020_one_name")]

    operations = [
        migrations.RunSQL(WORDS.format(before=UNKNOWN, after=NONE), WORDS.format(before=NONE, after=UNKNOWN)),
        migrations.AlterField("document", "language", language("Empty: none of these, or not known yet")),
        migrations.AlterField("paragraph", "language", language("Empty: that of the document")),
        *known("document"),
        *known("paragraph"),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=~Q(status="published") | ~Q(language=""), name="document_published_in_a_language"
            ),
        ),
    ]
