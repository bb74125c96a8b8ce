"""Turn what a format says about its text into the form that the importer's stages take."""

import re
from dataclasses import replace
from itertools import takewhile, zip_longest

from statements.importer.draft import Line, Span, Use, Working
from statements.importer.extract import Extract, Fact, Part
from statements.importer.read import lines

_TITLE_LENGTH = 300
_BESIDE_TITLE = ("above the title", "date")  # dropped lines that may name kind, number and publisher
_PARTED = re.compile(r"\n\s*\n")


def read_parts(extract: Extract) -> Working:
    """The text without its title and what was dropped, as a run of lines for each remaining part.

    Parts with no blank line between them, such as those on either side of a footnote mark, form one run.
    Example: parts "Menu" (dropped: navigation), "Remarks" (title), "Thank you." -> lines "Thank you."
    """
    kept = tuple(part for part in extract.parts if not part.dropped)
    title, dates = _title_parts(kept), [part for part in kept if part.kind == "date"]
    rest = tuple(_make_heading(part) for part in kept if part not in title and part not in dates)
    working = Working(extract.text, _runs(extract.text, rest), parts=rest)
    working.spans += [Span(part.start, part.end, Use.DROPPED, part.dropped) for part in extract.parts if part.dropped]
    working.spans += [Span(part.start, part.end, Use.DATE) for part in dates]
    working.pages = _page_starts(rest)
    working.date = extract.facts.get("date")
    dropped = (extract.text[part.start : part.end] for part in extract.parts if part.dropped in _BESIDE_TITLE)
    working.above = [line for text in dropped for line in text.split("\n")]
    if title:
        words = " ".join(extract.text[part.start : part.end] for part in title)
        working.title = Fact(" ".join(words.split()), "text")
        working.spans += [Span(part.start, part.end, Use.TITLE) for part in title]
    return working


def _make_heading(part: Part) -> Part:
    """The part unchanged, or as a heading where it is a title separate from the document's."""
    return replace(part, kind="heading") if part.kind == "title" else part


def _title_parts(kept: tuple[Part, ...]) -> tuple[Part, ...]:
    """The first title part, and any title parts right after it, such as a subtitle."""
    start = next((place for place, part in enumerate(kept) if part.kind == "title"), len(kept))
    found = list(takewhile(lambda part: part.kind == "title", kept[start:]))
    while found and sum(part.end - part.start for part in found) > _TITLE_LENGTH:
        found.pop()
    return tuple(found)


def _runs(text: str, parts: tuple[Part, ...]) -> list[Line]:
    """The lines of the parts, with an empty one where a blank line separates two."""
    found = list[Line]()
    for part, next_start in zip_longest(parts, [part.start for part in parts[1:]]):
        inside = [line for line in lines(text[part.start : part.end]) if line.text]
        found += [Line(part.start + line.start, part.start + line.end, line.text) for line in inside]
        if next_start is None or _PARTED.search(text, part.end, next_start):
            found.append(Line(part.end, part.end, ""))
    return found


def _page_starts(parts: tuple[Part, ...]) -> dict[int, int]:
    """Where each page begins: at the first part on it."""
    starts: dict[int, int] = {}
    page = None
    for part in parts:
        if part.page is not None and part.page != page:
            page = starts[part.start] = part.page
    return starts
