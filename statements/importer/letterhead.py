"""The letterhead above a title: who issues the release, what kind it is and its number."""

from __future__ import annotations

import re
from copy import copy
from functools import cache
from itertools import takewhile

from statements.importer.date_lines import date_of_line
from statements.importer.draft import Line, Use, Working
from statements.importer.extract import Fact
from statements.importer.head import title_line
from statements.importer.kinds import kind_of
from statements.importer.releases import is_release, reference_of
from statements.importer.vocabulary import alternatives, country_names, words
from statements.importer.written_days import dates_in
from statements.languages import LANGUAGES

_TOP_LINES, _LENGTH = 12, 100
_ARTICLE = rf"(?:{alternatives('head.articles')}(?:\s+|(?<=['’])))?"
_BODY = re.compile(rf"\W*{_ARTICLE}({alternatives('head.bodies')})(?![^\W_])(?P<rest>.*)", re.I)
_OFFICE = re.compile(rf"\W*{_ARTICLE}{alternatives('head.offices')}(?![^\W_])(?P<rest>.*)", re.I)
_PARTICLE_END = re.compile(rf"(?<![^\W_])(?:{alternatives('dates.particles')})['’]?\s*$", re.I)
_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ODD = re.compile(r"[!?«»“”\"\d]|[.:;]\s")
_WAY = (
    rf"(?:{alternatives('head.addresses')}\b\s?:?\s*)?(?:[\w.+-]+@[\w.-]+|(?:https?://|www\.)\S*[^\s-])"
    rf"|(?:{alternatives('head.telephones')}\b\.?\s?:?\s*\+?|\+)\(?\+?\d[\d\s().+/-]{{5,}}"
)
_REACHED_AT = re.compile(rf"\W*(?:{_WAY})(?:\W+(?:{_WAY}))*+\W*", re.I)


def letterhead(working: Working) -> None:
    """Take the lines above the title that name the issuer of the release, its kind and its number.

    In plain text they are taken only if a title is left below them: "Press release" alone may be the title.

    Reads: the first lines, title, above. Writes: facts, spans.
    Example: "MINISTERO DELLA DIFESA", "COMUNICATO STAMPA n. 47/2024" -> publisher, kind press-statement, "47/2024".
    """
    lines = _lines_above_title(working)
    found = [line for line in lines if is_letterhead(line.text) or is_release(line.text)]
    if found and working.title is None and not _leaves_title(working, found):
        found = []
    for text in [*(line.text for line in found), *working.above]:
        _learn(working, text)
    for line in found:
        working.take([line], Use.DROPPED, "kind of the release" if is_release(line.text) else "letterhead")


def _lines_above_title(working: Working) -> list[Line]:
    """The lines before a known title; otherwise the top lines that may be a letterhead or a date.

    Where the format marks paragraphs, each is taken whole or not at all.
    """
    titles = [span.start for span in working.spans if span.use == Use.TITLE] if working.parts else []
    title = min(titles, default=None)  # in plain text, a title known by now comes from a mail or a record
    above = list[Line]()
    for block in working.blocks()[:_TOP_LINES]:
        known = list(takewhile(_may_stand_above, block))
        if title is not None and block[0].start > title:
            break
        if len(known) == len(block) or not working.parts:
            above += known
        if title is None and len(known) < len(block):
            break
    return above[:_TOP_LINES]


def _may_stand_above(line: Line) -> bool:
    return is_letterhead(line.text) or is_release(line.text) or bool(date_of_line(line.text, list(LANGUAGES)))


def _leaves_title(working: Working, lines: list[Line]) -> bool:
    """Whether a title is found once the lines are gone."""
    trial = copy(working)
    trial.spans, trial.lines = [*working.spans], [*working.lines]
    trial.take(lines, Use.DROPPED, "letterhead")
    title_line(trial)
    return trial.title is not None


def _learn(working: Working, text: str) -> None:
    """Keep what a line above the title says about the release."""
    origin = f"above the title, “{' '.join(text.split())[:_LENGTH]}”"
    reference = reference_of(text) if len(text) <= 2 * _LENGTH else ""
    kind = kind_of(text, []) if reference or is_release(_strip_dates(text)) else None
    body = body_of(text)
    for name, value in (("reference", reference), ("kind", kind.value if kind else ""), ("publisher", body)):
        if value:
            working.facts.setdefault(name, Fact(value, origin))


def _strip_dates(line: str) -> str:
    """ "4 juillet 2024 - Communiqué de presse" -> " - Communiqué de presse"."""
    for found in dates_in(line, list(LANGUAGES))[::-1] if len(line) <= 2 * _LENGTH else ():
        line = f"{line[: found.start]}{line[found.end :]}"
    return line


def is_letterhead(line: str) -> bool:
    """Whether a line says only who issues a release, or how to reach them: "Ufficio Stampa", "Tel. +39 06 …"."""
    if len(line) > _LENGTH:
        return False
    office = _OFFICE.fullmatch(line)
    parts_of_body = bool(office) and _says_only_remit(office["rest"] if office else "")
    return parts_of_body or bool(body_of(line)) or bool(_REACHED_AT.fullmatch(line))


def body_of(line: str) -> str:
    """The ministry or other body that a line names: "MINISTERO DELLA DIFESA"; "" where it says more."""
    bare = " ".join(line.split()).strip(" *_#|–—-")
    found = _BODY.fullmatch(bare) if len(bare) <= _LENGTH else None
    whole = found and _says_only_remit(found["rest"]) and not _PARTICLE_END.search(bare)
    return bare if whole else ""


def _says_only_remit(text: str) -> bool:
    """Whether words name what a ministry is responsible for: "della Difesa", "of Foreign Affairs of Canada"."""
    if _ODD.search(text):
        return False
    return all(name.casefold() in _remit_words() for name in _NAME.findall(text) if len(name) > 1)


@cache
def _remit_words() -> frozenset[str]:
    """Words in the names of ministries and countries, and the small ones between them."""
    countries = (word for name in country_names() for word in _NAME.findall(name))
    known = [
        *words("head.remits"),
        *words("head.bodies"),
        *words("head.offices"),
        *words("dates.particles"),
        *words("head.between_remits"),
        *countries,
    ]
    return frozenset(word.casefold() for each in known for word in _NAME.findall(each))
