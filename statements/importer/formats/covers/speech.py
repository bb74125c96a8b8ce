"""Covers of speeches in formats that do not show how they look: Word files without styles, plain text."""

from __future__ import annotations

from collections.abc import Sequence

from statements.importer.draft import Use, Working
from statements.importer.extract import Fact
from statements.importer.formats.covers.cover import DATE, EMBARGO, PLACE, Cover, begins_speech, cover_of, read_cover
from statements.importer.formats.covers.words import begins_genre
from statements.importer.markdown import is_markdown

_TOP_LINES = 120
ABOVE = "above the title"  # kind, reference and publisher are read from these lines


def speech_cover(lines: Sequence[str]) -> Cover | None:
    """The cover above a salutation, if one of its lines says what it is ("Statement by …"); else None.

    ["Statement by Ada Quist", "Oslo, 5 May 2022", "Mr. President,", "We met."] -> title 0, date 2022-05-05.
    """
    cover = cover_of(lines)
    above = cover[-1] if cover else ""
    below = lines[len(cover) + 1] if len(cover) + 1 < len(lines) else ""
    if not cover or len(cover) == len(lines) or not begins_speech(lines[len(cover)], below, above):
        return None
    found = read_cover(cover)
    named = any(begins_genre(cover[place]) for place in found.title)
    return found if named and not any("\n" in line for line in cover) else None


def use_of(cover: Cover, place: int) -> tuple[str, str]:
    """What becomes of a line of a cover: "title", "date", "" if it stays, or "dropped" with the reason."""
    role = cover.roles[place]
    if role == "title":
        return "title", ""
    if role == EMBARGO:
        return "", ""
    if role in (DATE, PLACE):
        return "date", ""
    return "dropped", ABOVE if place < cover.title[0] else role or "cover"


def facts_of(cover: Cover) -> dict[str, Fact]:
    """The facts that a cover states besides its title."""
    found = {"date": cover.date, "place": cover.place, "publisher": cover.publisher}
    return {name: fact for name, fact in found.items() if fact}


def take_cover(working: Working) -> None:
    """Take title, date and place from the cover of a speech in plain text, and drop the rest.

    Reads: the first lines. Writes: title, date, facts, above, spans.
    Example: "UTOPIA", "Statement by Ada Quist", "Oslo, 5 May 2022", "", "Mr. President," -> the text begins there.
    """
    shown = [line for line in working.lines[:_TOP_LINES] if not line.blank]
    cover = speech_cover([line.text.strip() for line in shown])
    if cover is None or working.title or is_markdown(working.text):
        return
    for place, line in enumerate(shown[: len(cover.roles)]):
        use, reason = use_of(cover, place)
        if reason == ABOVE:
            working.above.append(line.text.strip())
        if use:
            working.take([line], Use(use), reason)
    working.title = Fact(" ".join(" ".join(shown[place].text.split()) for place in cover.title), "text")
    facts = facts_of(cover)
    working.date = working.date or facts.pop("date", None)
    for name, fact in facts.items():
        working.facts.setdefault(name, fact)
