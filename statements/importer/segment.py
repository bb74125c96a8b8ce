"""Turn lines into paragraphs: join wrapped lines, and recognise numbered paragraphs and page breaks."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise

from statements.importer.draft import Block, DraftParagraph, Line, Span, Use, Working
from statements.importer.extract import Part
from statements.importer.labels.detect import label_at
from statements.importer.markdown import definitions, is_markdown, marks_of_lines, pieces

_NUMBERED = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")
_HEADING = re.compile(r"\s*#{1,6}\s+(?=\S)")
_QUOTATION = re.compile(r"\s*(?:>[ \t]?)+(?=[ \t]*\S)")
_LIST_ITEM = re.compile(r"\s*[-*•–−]\s+(?=\S)")
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*")
_CUT_SHORT = ("-", "–", "—", ")", "]")
_SENTENCE_END = re.compile(r"""[.!?…:;]["'”’»)\]]*\s*$""")
_SPACING_MARK = re.compile(r"&(?:nbsp|#160);|<(?:br|p|/p|td|/td|div|/div|li)\b", re.I)
_LINE_END = re.compile(r"[\n\r]")
_NO_SPACE_BEFORE = re.compile(r"[.,)\]]")
_WORD = re.compile(r"\w+(?:-\w+)*")
_HYPHENATED = re.compile(r"(\w+)-$")
_WORD_LENGTH = 80  # characters examined on either side of a line end
_END_LENGTH = 200
# The width of wrapped text, in characters: narrower text is a list or a poem, and wider text was never wrapped.
_WIDTHS = range(50, 161)
# A line of at least this share of the width ran into the margin.
_FULL = 0.75
_DOUBLE_SPACED = 8  # lines, at least


@dataclass
class _Open:
    """A paragraph whose lines are still being collected."""

    lines: list[Line]
    number: str = ""
    under: str = ""
    kind: str = "body"
    marks: list[Span] = field(default_factory=list)


@dataclass
class _Layout:
    """How the text is laid out, and how far its numbered paragraphs have come.

    width: of wrapped lines; None where lines are not wrapped. page_starts: in order.
    numbered: number -> start of the last block that begins with it.
    markdown: whether the text is Markdown; names: of the link addresses that it defines.
    """

    width: int | None
    page_starts: list[int]
    numbered: dict[int, int]
    last_number: int = 0
    markdown: bool = False
    names: frozenset[str] = frozenset()

    def page_at(self, start: int) -> int:
        """How many pages began at or before `start`."""
        return bisect_right(self.page_starts, start)


def segment(working: Working) -> list[DraftParagraph]:
    """The paragraphs of the text left after cleaning.

    Reads: lines, pages, parts. Writes: spans.
    Example: "2. Diamo un caloroso … Consiglio NATO-", "Ucraina. Attendiamo…" ->
    paragraph 2, "Diamo un caloroso … Consiglio NATO-Ucraina. Attendiamo…".
    """
    _drop_ruled_lines(working)
    if not working.parts:
        _close_up(working)
    blocks = working.blocks()
    layout = _Layout(wrap_width(blocks), sorted(working.pages), _number_blocks(blocks))
    if not working.parts and is_markdown(working.text):
        layout.markdown, layout.names = True, definitions(working.text)
    opened = _open_as_given(blocks, working.parts, layout) if working.parts else _open_by_layout(blocks, layout)
    vocabulary = {word.lower() for word in _WORD.findall(working.text)}
    closed = (_close(each, working, layout, vocabulary) for each in opened)
    return _belonging([each for each in closed if each])


def _open_as_given(blocks: list[Block], parts: tuple[Part, ...], layout: _Layout) -> list[_Open]:
    """A paragraph for each block, of the kind that the format gives to the part it is in.

    A line in the block that begins a turn of a transcript begins a new paragraph.
    """
    starts = [part.start for part in parts]
    opened: list[_Open] = []
    for block in blocks:
        part = parts[bisect_right(starts, block[0].start) - 1]
        written = not part.number and part.kind != "heading"
        number = _number(block[0], None, opened[-1] if opened else None, layout) if written else ""
        begun = _open(block[0], number)
        kind = begun.kind if part.kind == "body" else part.kind
        opened.append(replace(begun, kind=kind, number=part.number or begun.number, under=part.under))
        for before, line in pairwise(block):
            if _begins_turn(line, before):
                opened.append(_Open([line], kind=kind, under=part.under))
            else:
                opened[-1].lines.append(line)
    return opened


def _open_by_layout(blocks: list[Block], layout: _Layout) -> list[_Open]:
    """Paragraphs as shown by numbers, marks, page breaks and line width."""
    opened: list[_Open] = []
    for block in blocks:
        for place, line in enumerate(block):
            previous = block[place - 1] if place else None
            if place and layout.markdown and _is_struck_over(opened[-1].lines, block[place:]):
                opened[-1].lines.append(line)
                continue
            number = _number(line, previous, opened[-1] if opened else None, layout)
            if number or not opened or _begins_paragraph(line, previous, opened[-1], layout):
                opened.append(_open(line, number, layout.markdown))
            else:
                opened[-1].lines.append(line)
    return opened


def _is_struck_over(above: list[Line], below: list[Line]) -> bool:
    """Whether words that Markdown strikes out run from lines into those below: "~~We", "met.~~"."""
    return sum(line.text.count("~~") for line in above) % 2 == 1 and any("~~" in line.text for line in below)


def _drop_ruled_lines(working: Working) -> None:
    working.take([line for line in working.lines if _RULE.fullmatch(line.text)], Use.DROPPED, "ruled line")


def wrap_width(blocks: list[Block]) -> int | None:
    """The width at which lines were wrapped, in characters; None where each line is a paragraph on its own.

    One line in twenty may stick out: a web address does not wrap.
    """
    folds = [line for block in blocks for line, after in pairwise(block) if not _LIST_ITEM.match(after.text)]
    lengths = sorted(len(line.text.rstrip()) for line in folds)
    if len(lengths) < 3:
        return None
    width = lengths[len(lengths) - 1 - len(lengths) // 20]
    full = sum(length >= _FULL * width for length in lengths)
    return width if width in _WIDTHS and full >= 0.6 * len(lengths) else None


def _close_up(working: Working) -> None:
    """Remove the empty lines if every other line is empty: only two or more of them separate paragraphs then."""
    blocks = working.blocks()
    alone = [block[0] for block in blocks if len(block) == 1]
    width = wrap_width([alone])
    open_ended = sum(not _complete(line) for line in alone)
    if len(alone) < _DOUBLE_SPACED or len(alone) < 0.9 * len(blocks) or not width or 2 * open_ended < len(alone):
        return
    lines = working.lines
    around = zip(lines, [None, *lines], [*lines[1:], None], strict=False)
    working.lines = [
        line
        for line, before, after in around
        if not line.blank or (before and before.blank) or (after and after.blank) or line.start < alone[0].start
    ]


def _number_blocks(blocks: list[Block]) -> dict[int, int]:
    return {int(found[1]): block[0].start for block in blocks if (found := _NUMBERED.match(block[0].text))}


def _number(line: Line, previous: Line | None, before: _Open | None, layout: _Layout) -> str:
    """The number at the start of `line`, if it continues the sequence; empty where it is no paragraph number.

    A number may be missing, or the sequence may begin late, if a block begins with it and a later one with the next.
    A year, or a number at the start of a wrapped line, is not part of a sequence.
    """
    found = _NUMBERED.match(line.text)
    if not found:
        return ""
    number = int(found[1])
    follows = number == layout.last_number + 1 and (previous is None or before is None or _complete(before.lines[-1]))
    leaps = previous is None and number > layout.last_number and layout.numbered.get(number + 1, -1) > line.start
    if not (follows or leaps):
        return ""
    layout.last_number = number
    return found[1]


def _begins_paragraph(line: Line, previous: Line | None, before: _Open, layout: _Layout) -> bool:
    """Whether `line` begins a paragraph; `previous` is the line above it in its block."""
    complete = _complete(before.lines[-1])
    if _HEADING.match(line.text) or before.kind == "heading" or _begins_turn(line, before.lines[-1]):
        return True
    if layout.page_at(before.lines[-1].start) < layout.page_at(line.start):
        return complete and not line.text.lstrip()[:1].islower()
    if previous is None or layout.width is None or _LIST_ITEM.match(line.text):
        return True
    ran_full = len(previous.text.rstrip()) >= _FULL * layout.width
    return complete and not ran_full and line.text.lstrip()[:1].isupper()


def _begins_turn(line: Line, before: Line) -> bool:
    """Whether `line` begins with a firm label, and the line before it is finished or was cut short."""
    ended = _complete(before) or before.text[-_END_LENGTH:].rstrip().endswith(_CUT_SHORT)
    label = label_at(line.text) if ended else None
    return label is not None and label.firm and label.mark == ":" and label.opening != "alone"


def _complete(line: Line) -> bool:
    """Whether `line` ends a sentence."""
    return _SENTENCE_END.search(line.text[-_END_LENGTH:].rstrip()) is not None


def _open(line: Line, number: str, markdown: bool = False) -> _Open:
    for kind, use, reason, pattern in (
        ("body", Use.NUMBER, "", _NUMBERED if number else None),
        ("heading", Use.DROPPED, "heading mark", _HEADING),
        ("quotation", Use.DROPPED, "quotation mark", _QUOTATION if markdown else None),
        ("list-item", Use.DROPPED, "list mark", _LIST_ITEM),
    ):
        found = pattern and pattern.match(line.text)
        if found:
            indent = len(found[0]) - len(found[0].lstrip())
            mark = Span(line.start + indent, line.start + len(found[0].rstrip()), use, reason)
            rest = Line(line.start + found.end(), line.end, line.text[found.end() :])
            return _Open([rest], number, kind=kind, marks=[mark])
    return _Open([line])


def _close(opened: _Open, working: Working, layout: _Layout, vocabulary: set[str]) -> DraftParagraph | None:
    """Join the lines of a paragraph, and account for them; None where it is nothing but marks."""
    texts, spans = list[str](), list[Span]()
    cuts = marks_of_lines(opened.lines, opened.kind, layout.names) if layout.markdown else []
    opened.marks += [Span(start, end, Use.DROPPED, reason) for start, end, reason in cuts]
    for line in pieces(opened.lines, cuts):
        start = line.start + len(line.text) - len(line.text.lstrip())
        content = line.text.strip()
        if not content:
            continue
        gap = working.text[spans[-1].end : start] if spans else ""
        if gap and not _LINE_END.search(gap):  # something was cut out of the line
            joint, undo_hyphen = _joint_around(gap, content), False
        else:
            joint, undo_hyphen = _joint(texts[-1] if texts else "", content, vocabulary)
        if undo_hyphen:
            texts[-1], last = texts[-1][:-1], spans.pop()
            spans.append(replace(last, end=last.end - 1))
            working.spans.append(Span(last.end - 1, last.end, Use.DROPPED, "hyphen at the end of a line"))
        texts += [joint, content]
        spans.append(Span(start, start + len(content), Use.PARAGRAPH))
    if not spans:
        working.spans += opened.marks
        return None
    working.spans += [*opened.marks, *spans]
    begun = layout.page_at(spans[0].start)
    page = working.pages[layout.page_starts[begun - 1]] if begun else None
    return DraftParagraph(
        "".join(texts), tuple(spans), number=opened.number, under=opened.under, kind=opened.kind, page=page
    )


def _joint_around(gap: str, content: str) -> str:
    """What replaces a cut: a space if there was one on either side, but none before a full stop."""
    spaced = gap[0].isspace() or gap[-1].isspace() or _SPACING_MARK.search(gap)
    return " " if spaced and not _NO_SPACE_BEFORE.match(content) else ""


def _joint(text: str, content: str, vocabulary: set[str]) -> tuple[str, bool]:
    """What goes between a line and the next, and whether the hyphen before it comes only from the wrapping.

    It does where the word occurs elsewhere in the text without the hyphen, but not with it.
    """
    if not text or _NO_SPACE_BEFORE.match(content):
        return "", False
    before, after = _HYPHENATED.search(text[-_WORD_LENGTH:]), _WORD.match(content[:_WORD_LENGTH])
    if not (before and after):
        return " ", False
    with_hyphen, without = (f"{before[1]}{mark}{after[0]}".lower() for mark in ("-", ""))
    return "", without in vocabulary and with_hyphen not in vocabulary


def _belonging(paragraphs: list[DraftParagraph]) -> list[DraftParagraph]:
    """Make unnumbered paragraphs the list items of the numbered paragraph that announced them with a colon.

    Do the same with list items that the format numbers. What the format puts under another item stays there.
    """
    under, placed = "", []
    for paragraph in paragraphs:
        item = paragraph.kind == "list-item" and paragraph.number
        if paragraph.under or (item and not under):
            placed.append(paragraph)
        elif (paragraph.number and not item) or paragraph.kind == "heading":
            under = paragraph.number if paragraph.text.rstrip().endswith(":") else ""
            placed.append(paragraph)
        elif under:
            placed.append(replace(paragraph, under=under, kind="list-item"))
        else:
            placed.append(paragraph)
    return placed
