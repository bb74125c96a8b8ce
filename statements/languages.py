"""The languages of the archive. To add one, add a line here and follow the README."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language documents are written in.

    code: ISO 639-1, also the value of the HTML attribute `lang`; label: its name in English.
    """

    code: str
    label: str


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English"),
        Language("fr", "French"),
        Language("it", "Italian"),
    )
}

LANGUAGE_CHOICES = [(language.code, language.label) for language in LANGUAGES.values()]
