"""The languages of the archive. To add one, follow docs/contributing.md#a-language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, gettext, gettext_lazy, to_locale


def gettext_noop(message: str) -> str:
    """Mark a message for the catalogues. Django's own reads the settings, which the readers of files do without."""
    return message


@dataclass(frozen=True)
class Language:
    """A language that documents are written in.

    code: ISO 639-1, also the value of the HTML attribute `lang`; name: in English.
    """

    code: str
    name: str

    @property
    def label(self) -> str:
        """The language's name in the interface language."""
        return translate(self.name)


def translate(message: str) -> str:
    """Return what gettext does, which takes ten times as long in English: it has no catalogue, and all are asked."""
    return _translate(get_language(), message)


@cache
def _translate(_: str | None, message: str) -> str:
    return gettext(message)


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", gettext_noop("English")),
        Language("fr", gettext_noop("French")),
        Language("it", gettext_noop("Italian")),
    )
}

LANGUAGE_CHOICES = [(language.code, gettext_lazy(language.name)) for language in LANGUAGES.values()]


def language_colours(codes: Iterable[str]) -> list[int]:
    """The numbers of their colours in a drawing; a language has the same in every one."""
    return [list(LANGUAGES).index(code) for code in codes]


def interface_language() -> str:
    """The language of the page, which may differ from that of the document on it: "en", "fr", "it"."""
    return (get_language() or "en")[:2]


def interface_locale() -> str:
    """The same as a CLDR locale, for dates and numbers: "en_GB", "fr", "it"."""
    return to_locale(get_language() or "en-gb")
