"""What a format says of its text, as the stages of the importer take it."""

from statements.importer.draft import Fact, Line, Span, Use, Working
from statements.importer.formats.extract import Extract, Part
from statements.importer.read import lines

_TITLE_LENGTH = 300


def as_given(extract: Extract) -> Working:
    """The text with what is dropped and the title taken out of it, a run of lines for each part that is left.

    Example: parts "Menu" (dropped: navigation), "Remarks" (title), "Thank you." -> lines "Thank you."
    """
    kept = tuple(part for part in extract.parts if not part.dropped)
    title = next((part for part in kept if part.kind == "title" and part.end - part.start <= _TITLE_LENGTH), None)
    rest = tuple(part for part in kept if part is not title)
    working = Working(extract.text, [line for part in rest for line in _lines(extract.text, part)], parts=rest)
    working.spans += [Span(part.start, part.end, Use.DROPPED, part.dropped) for part in extract.parts if part.dropped]
    working.pages = _page_starts(rest)
    if title:
        working.title = Fact(" ".join(extract.text[title.start : title.end].split()), "text")
        working.spans.append(Span(title.start, title.end, Use.TITLE))
    return working


def _lines(text: str, part: Part) -> list[Line]:
    """The lines of a part, and an empty one after it."""
    inside = lines(text[part.start : part.end])
    shifted = [Line(part.start + line.start, part.start + line.end, line.text) for line in inside]
    return [*shifted, Line(part.end, part.end, "")]


def _page_starts(parts: tuple[Part, ...]) -> dict[int, int]:
    """Where each page begins: at the first part that is on it."""
    starts: dict[int, int] = {}
    page = None
    for part in parts:
        if part.page is not None and part.page != page:
            page = starts[part.start] = part.page
    return starts
