"""The styles that a citation comes in, by their names in addresses, and what it says in one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.text import slugify
from django.utils.translation import gettext

from statements.citing.citation import Citation
from statements.citing.csl import NOTES, STYLES, bibliography_text, reference_text
from statements.citing.words import full_citation
from statements.languages import LANGUAGES, interface_language


class Style(NamedTuple):
    """A style: its name in an address, what it is called, and its name in CSL; none where it is a language's words."""

    name: str
    label: str
    csl: str = ""


class StyledText(NamedTuple):
    """What a style makes of a citation: where it belongs, its language, and the words."""

    place: str
    language: str
    words: str


def list_word_styles() -> list[Style]:
    """The citation in the words of each language; first that of the page, which journalists take as it stands."""
    codes = sorted(LANGUAGES, key=lambda code: code != interface_language())
    return [Style(code, str(LANGUAGES[code].label)) for code in codes]


def list_csl_styles() -> list[Style]:
    """The styles of scholarly works: "chicago-author-date" is Chicago (author-date)."""
    return [Style(slugify(label), label, csl) for csl, label in STYLES.items()]


def choose_style(styles: Iterable[Style], name: str) -> Style:
    """The style of a name; where there is none, the first."""
    first, *others = styles
    return next((each for each in others if each.name == name), first)


def write_citation(citation: Citation, style: Style) -> list[StyledText]:
    """What a style makes of a citation; of a paragraph, the reference to it and then the entry of its document."""
    if not style.csl:
        return [StyledText(gettext("Citation"), style.name, full_citation(citation, style.name))]
    entry = StyledText(gettext("In the bibliography"), "en", bibliography_text(citation, style.csl))
    if not citation.key:
        return [entry]
    place = gettext("In a note") if style.csl in NOTES else gettext("In the text")
    return [StyledText(place, "en", reference_text(citation, style.csl)), entry]
