"""Who says the words of a document: whose turn it is, who tells a text without turns, and who is quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from statements.languages import interface_language
from statements.models import Content, ContentParagraph


@dataclass(frozen=True)
class Title:
    """A title held, and the language it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class Voice:
    """Somebody who says words, with the titles held on the day, in the reader's language where they have one in it.

    sign: what tells several people who are quoted in one paragraph apart; empty where there is only one.
    """

    name: str
    titles: tuple[Title, ...] = ()
    sign: str = ""

    def __str__(self) -> str:
        return self.name


def make_voices(content: Content) -> dict[str, Voice]:
    """Everybody who says words in a document, by name."""
    rows = content.paragraphs
    said = {row.speaker for row in rows if row.speaker} | {each.name for row in rows for each in row.quotations}
    titles = {each.name: each.titles for each in reversed(content.participations)}
    return {name: Voice(name, _titles(titles.get(name, ()))) for name in {*said, *content.narrators}}


def _titles(held: Sequence[Mapping[str, str]]) -> tuple[Title, ...]:
    return tuple(dict.fromkeys(title_in(titles, interface_language()) for titles in held))


def title_in(titles: Mapping[str, str], language: str) -> Title:
    """A title in `language`, else in the first that there is."""
    known = language if language in titles else next(iter(titles))
    return Title(titles[known], known)


def tell_apart(row: ContentParagraph, voices: Mapping[str, Voice]) -> dict[str, Voice]:
    """Who is quoted in a paragraph, by name in the order of the text; numbered where they are several."""
    names = dict.fromkeys(each.name for each in row.quotations)
    if len(names) < 2:
        return {name: voices[name] for name in names}
    return {name: replace(voices[name], sign=str(number)) for number, name in enumerate(names, 1)}
