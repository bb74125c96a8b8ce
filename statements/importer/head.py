"""What stands above the statement: its title and date, where the source has them."""

import re
from collections.abc import Callable

from statements.dates import parse_edtf, weekday_names, written_date
from statements.importer.draft import Fact, Line, Span, Use, Working
from statements.languages import LANGUAGES

_DATE_FIELD = re.compile(r"\s*date:?\s+(\d{4}(?:-\d{2}){0,2})(?=\s|$)", re.IGNORECASE)
_MARKDOWN_TITLE = re.compile(r"#\s+(?=\S)")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*")
_NO_TITLE = re.compile(r"\s*(?:\d{1,3}[.)]|[-*•–>]|#{1,6})\s")  # a numbered paragraph, a list item, a section
_TITLE_LENGTH = 300
_TITLE_LINES = 3
_TOP_LINES = 12
_DATED_RELEASE = re.compile(
    r"(\s*(?:for immediate release|per pubblicazione immediata|pour (?:diffusion|publication) immédiate)[\s:,–-]+)"
    r"(\S.*)",
    re.IGNORECASE,
)
_TITLE_WORDS = 2
_DATE_LENGTH = 80


def date_field(working: Working) -> None:
    """Take a date field at the very top; the words after it are the text's.

    Reads: the first line. Writes: date, spans.
    Example: " date 2022-10 Il 12 e il 13 ottobre…" -> 2022-10, and the text begins at "Il".
    """
    first = next((line for line in working.lines if not line.blank), None)
    found = first and _DATE_FIELD.match(first.text)
    if not (first and found and _is_edtf(found[1])):
        return
    working.date = Fact(found[1], "text")
    working.spans.append(
        Span(first.start + len(found[0]) - len(found[0].lstrip()), first.start + found.end(), Use.DATE)
    )
    rest = first.text[found.end() :]
    indent = len(rest) - len(rest.lstrip())
    start = first.start + found.end() + indent
    working.lines = [
        Line(start, line.end, line.text[found.end() + indent :]) if line is first else line for line in working.lines
    ]


def dated_release(working: Working) -> None:
    """Take the date that stands beside "For immediate release" above the text.

    Reads: the first lines. Writes: date, spans.
    Example: "For Immediate Release        September 17, 2009" -> 2009-09-17; the rest is dropped.
    """
    for line in [line for line in working.lines[: 2 * _TOP_LINES] if not line.blank][:_TOP_LINES]:
        found = _DATED_RELEASE.fullmatch(line.text)
        edtf = _whole_date(found[2]) if found else None
        if found and edtf:
            working.date = working.date or Fact(edtf, "text")
            start = line.start + found.start(2)
            working.spans += [Span(line.start, start, Use.DROPPED, "release notice"), Span(start, line.end, Use.DATE)]
            working.lines = [Line(line.start, line.start, "") if each is line else each for each in working.lines]


def title_line(working: Working) -> None:
    """Take the title: a "# heading", a line underlined as one, else a first line that stands alone and is no sentence,
    or a few lines all in capitals.

    A date in brackets at its end is the document's date, not part of the title.

    Reads: the first block. Writes: title, date, spans.
    Example: "Telephone conversation between … NATO (25 November 2022)" -> the title, and 2022-11-25.
    """
    blocks = working.blocks()
    if working.title or len(blocks) < 2 or len(blocks[0][-1].text) > _TITLE_LENGTH:
        return
    line, *others = blocks[0]
    if _in_capitals(blocks[0]):
        working.title = Fact(" ".join(each.text.strip() for each in blocks[0]), "text")
        working.take(blocks[0], Use.TITLE)
        return
    underlined = len(others) == 1 and _UNDERLINE.fullmatch(others[0].text)
    heading = _MARKDOWN_TITLE.match(line.text)
    if (others and not underlined) or len(line.text) > _TITLE_LENGTH:
        return
    start, end = len(line.text) - len(line.text.lstrip()), len(line.text.rstrip())
    if heading:
        start = heading.end()
        working.spans.append(Span(line.start, line.start + start, Use.DROPPED, "heading mark"))
    elif not (underlined or _stands_as_title(line)):
        return
    working.take(others, Use.DROPPED, "heading mark")
    title_end = _take_date_in_brackets(working, line, end)
    working.title = Fact(line.text[start:title_end], "text")
    working.spans.append(Span(line.start + start, line.start + title_end, Use.TITLE))
    working.lines = [Line(line.start, line.start, "") if other is line else other for other in working.lines]


def _in_capitals(block: list[Line]) -> bool:
    """Whether a block is a title over two or three lines: "REMARKS BY THE PRESIDENT", "ON MISSILE DEFENSE"."""
    text = " ".join(line.text.strip() for line in block)
    short = 2 <= len(block) <= _TITLE_LINES and len(text) <= _TITLE_LENGTH
    return (
        short and text.isupper() and text[-1] not in ".!?:;," and not any(_NO_TITLE.match(each.text) for each in block)
    )


def _stands_as_title(line: Line) -> bool:
    """Whether `line` reads as a title: several words, no sentence, no salutation, no numbered paragraph."""
    text = line.text.strip()
    sentence = text[-1] in '.!?:;,…”»"' or text[0].islower()
    return not sentence and len(text.split()) >= _TITLE_WORDS and not _NO_TITLE.match(text)


def _take_date_in_brackets(working: Working, line: Line, end: int) -> int:
    """Take "(25 November 2022)" before `end` as the date; the offset where the title ends."""
    bracket = line.text.rfind("(", 0, end)
    closed = bracket > 0 and line.text[end - 1] == ")"
    edtf = _whole_date(line.text[bracket + 1 : end - 1]) if closed else None
    title_end = len(line.text[:bracket].rstrip())
    if edtf is None or not line.text[:bracket].strip(" #"):
        return end
    working.date = working.date or Fact(edtf, "heading")
    working.spans.append(Span(line.start + bracket, line.start + end, Use.DATE))
    return title_end


def date_line(working: Working) -> None:
    """Take a line above the text, before its title or after it, that holds a date and nothing else.

    Reads: the first block. Writes: date, spans.
    Example: "Giovedì, 10 Novembre 2022" -> 2022-11-10; "March 19, 2014" -> 2014-03-19.
    """
    for block in working.blocks()[:1]:
        edtf = _whole_date(block[0].text) if len(block) == 1 else None
        if edtf and working.date is None:
            working.date = Fact(edtf, "text")
            working.take(block, Use.DATE)


def _whole_date(text: str) -> str | None:
    """The EDTF date that `text` is, a day of the week before it aside; None where it holds other words too."""
    if len(text) > _DATE_LENGTH:
        return None
    for code in LANGUAGES:
        found = written_date(text, code)
        if found:
            rest = (text[: found[1]] + text[found[2] :]).strip(" ,.\t").lower()
            if not rest or rest in weekday_names(code):
                return found[0]
    stripped = text.strip()
    return stripped if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stripped) and _is_edtf(stripped) else None


def _is_edtf(text: str) -> bool:
    try:
        parse_edtf(text)
    except ValueError:
        return False
    return True


HEAD: list[Callable[[Working], None]] = [date_field, dated_release, date_line, title_line, date_line]
