"""The languages of the archive. This is the only table of languages: to add one, add a line (see the README)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language documents are written in.

    code: ISO 639-1, also the value of the HTML attribute `lang`.
    label: its name in English; own_name: its name in itself.
    search_configuration: the PostgreSQL text-search configuration, made by a migration.
    """

    code: str
    label: str
    own_name: str
    search_configuration: str


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "English", "archive_en"),
        Language("fr", "French", "français", "archive_fr"),
        Language("it", "Italian", "italiano", "archive_it"),
    )
}

LANGUAGE_CHOICES = [(language.code, language.label) for language in LANGUAGES.values()]
