"""Lines to paragraphs: wrapped lines joined, numbered paragraphs and page breaks recognised."""

import re
from dataclasses import dataclass, field, replace

from statements.importer.draft import Block, DraftParagraph, Line, Span, Use, Working

_NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")
_HEADING = re.compile(r"\s*#{1,6}\s+(?=\S)")
_LIST_ITEM = re.compile(r"\s*[-*•–]\s+(?=\S)")
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*")
_SENTENCE_END = re.compile(r"""[.!?…:;]["'”’»)\]]*\s*$""")
_NO_SPACE_BEFORE = re.compile(r"[.,)\]]")
_WORD = re.compile(r"\w+(?:-\w+)*")
# The width of wrapped text, in characters: what is narrower is a list or a poem, what is wider was never wrapped.
_WIDTHS = range(50, 161)
# A line this much of the width, or longer, ran into the margin.
_FULL = 0.75


@dataclass
class _Open:
    """A paragraph while its lines are collected."""

    lines: list[Line]
    number: str = ""
    kind: str = "body"
    marks: list[Span] = field(default_factory=list)


def segment(working: Working) -> list[DraftParagraph]:
    """The paragraphs of what cleaning left.

    Reads: lines, pages. Writes: spans.
    Example: "2. Diamo un caloroso … Consiglio NATO-", "Ucraina. Attendiamo…" ->
    paragraph 2, "Diamo un caloroso … Consiglio NATO-Ucraina. Attendiamo…".
    """
    _drop_ruled_lines(working)
    opened: list[_Open] = []
    width = wrap_width(working.blocks())
    for block in working.blocks():
        for position, line in enumerate(block):
            previous = block[position - 1] if position else None
            if not opened or _begins_paragraph(line, previous, opened, width, working):
                opened.append(_open(line, opened))
            else:
                opened[-1].lines.append(line)
    vocabulary = {word.lower() for word in _WORD.findall(working.text)}
    paragraphs = [_close(each, working, vocabulary) for each in opened]
    return _belonging(paragraphs)


def _drop_ruled_lines(working: Working) -> None:
    working.take([line for line in working.lines if _RULE.fullmatch(line.text)], Use.DROPPED, "ruled line")


def wrap_width(blocks: list[Block]) -> int | None:
    """The width at which lines were wrapped, in characters; None where each line is a paragraph of its own."""
    lengths = sorted(len(line.text) for block in blocks for line in block[:-1])
    if len(lengths) < 3 or lengths[-1] not in _WIDTHS:
        return None
    width = lengths[-1]
    full = sum(length >= _FULL * width for length in lengths)
    return width if full >= 0.6 * len(lengths) else None


def _begins_paragraph(
    line: Line, previous: Line | None, opened: list[_Open], width: int | None, working: Working
) -> bool:
    """Whether `line` begins a paragraph; `previous` is the line above it in its block."""
    before = opened[-1].lines[-1]
    complete = bool(_SENTENCE_END.search(before.text))
    if _HEADING.match(line.text) or opened[-1].kind == "heading":
        return True
    if _expected_number(line, opened) and (complete or previous is None):
        return True
    if _crosses_page(before, line, working):
        return complete and not line.text.lstrip()[:1].islower()
    if previous is None or width is None or _LIST_ITEM.match(line.text):
        return True
    ran_full = len(previous.text) >= _FULL * width
    return complete and not ran_full and line.text.lstrip()[:1].isupper()


def _crosses_page(before: Line, line: Line, working: Working) -> bool:
    return any(before.start < start <= line.start for start in working.pages)


def _expected_number(line: Line, opened: list[_Open]) -> str:
    """The number that `line` begins with, where it goes on the sequence; a year at the start of a line does not."""
    found = _NUMBERED.match(line.text)
    if not found:
        return ""
    last = next((each.number for each in reversed(opened) if each.number), "0")
    return found[1] if int(found[1]) == int(last) + 1 else ""


def _open(line: Line, opened: list[_Open]) -> _Open:
    number = _expected_number(line, opened)
    for kind, use, reason, pattern in (
        ("body", Use.NUMBER, "", _NUMBERED if number else None),
        ("heading", Use.DROPPED, "heading mark", _HEADING),
        ("list-item", Use.DROPPED, "list mark", _LIST_ITEM),
    ):
        found = pattern and pattern.match(line.text)
        if found:
            indent = len(found[0]) - len(found[0].lstrip())
            mark = Span(line.start + indent, line.start + len(found[0].rstrip()), use, reason)
            rest = Line(line.start + found.end(), line.end, line.text[found.end() :])
            return _Open([rest], number, kind, [mark])
    return _Open([line])


def _close(opened: _Open, working: Working, vocabulary: set[str]) -> DraftParagraph:
    """Join the lines of a paragraph, and account for them."""
    text, spans = "", list[Span]()
    for line in opened.lines:
        indent = len(line.text) - len(line.text.lstrip())
        content = line.text.strip()
        joint, undo_hyphen = _joint(text, content, vocabulary)
        if undo_hyphen:
            text, last = text[:-1], spans.pop()
            spans.append(replace(last, end=last.end - 1))
            working.spans.append(Span(last.end - 1, last.end, Use.DROPPED, "hyphen at the end of a line"))
        text += joint + content
        spans.append(Span(line.start + indent, line.start + indent + len(content), Use.PARAGRAPH))
    working.spans += [*opened.marks, *spans]
    pages = [page for start, page in working.pages.items() if start <= spans[0].start]
    page = max(pages, default=None)
    return DraftParagraph(text, tuple(spans), number=opened.number, kind=opened.kind, page=page)


def _joint(text: str, content: str, vocabulary: set[str]) -> tuple[str, bool]:
    """What goes between a line and the next, and whether the hyphen before it was only put there by the wrapping.

    That is so where the word without hyphen stands elsewhere in the text and the one with hyphen does not.
    """
    if not text or _NO_SPACE_BEFORE.match(content):
        return "", False
    before, after = re.search(r"(\w+)-$", text), _WORD.match(content)
    if not (before and after):
        return " ", False
    with_hyphen, without = (f"{before[1]}{mark}{after[0]}".lower() for mark in ("-", ""))
    return "", without in vocabulary and with_hyphen not in vocabulary


def _belonging(paragraphs: list[DraftParagraph]) -> list[DraftParagraph]:
    """Put unnumbered paragraphs under the numbered one that announced them with a colon, as its list items."""
    under, placed = "", []
    for paragraph in paragraphs:
        if paragraph.number or paragraph.kind == "heading":
            under = paragraph.number if paragraph.text.rstrip().endswith(":") else ""
            placed.append(paragraph)
        elif under:
            placed.append(replace(paragraph, under=under, kind="list-item"))
        else:
            placed.append(paragraph)
    return placed
