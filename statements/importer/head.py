"""What stands above the statement: its title and date, if the source gives them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import dropwhile

from statements.dates import parse_edtf
from statements.importer import vocabulary
from statements.importer.date_lines import (
    LENGTH,
    credible_days,
    date_of_line,
    date_of_title,
    dateline,
    day_in,
    place_of_line,
    says_only_a_date,
)
from statements.importer.draft import Line, Span, Use, Working
from statements.importer.extract import Fact
from statements.importer.markdown import is_markdown, plain
from statements.importer.releases import alike
from statements.importer.titles import (
    SHORT,
    TITLE_LENGTH,
    TITLE_LINES,
    goes_on,
    heads,
    is_capitals_title,
    stands_as_title,
    title_lines,
)
from statements.importer.written_days import dates_in, is_weekday
from statements.languages import LANGUAGES

_DATE_FIELD = re.compile(r"\s*date:?\s+(\d{4}(?:-\d{2}){0,2})(?=\s|$)", re.IGNORECASE)
_MARKDOWN_TITLE = re.compile(r"#\s+(?=\S)")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*")
_DATE_BLOCKS = 4
_CLOSING = re.compile(r"\s+#+\s*$")
_AGENCY_END = re.compile(r"\s*(\d{1,2})-([A-Za-zéûÀ-ÿ]{3,4})-(\d{2})\s+\d{1,2}[:.]\d{2}(?:\s+NNNN)?\s*")
_DATE_LENGTH = 80


def date_field(working: Working) -> None:
    """Take a date field at the very top; the words after it belong to the text.

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


def title_line(working: Working) -> None:
    """Take the title: a "# heading" or an underlined line; otherwise a first line that stands alone and is no sentence,
    or is above a date or a far longer line; or a few lines all in capitals; or two lines where the second continues the
    first. A line with place and date may stand above.

    A date in brackets at its end is the document's date, not part of the title.

    Reads: the first blocks. Writes: title, date, spans.
    Example: "Telephone conversation between … NATO (25 November 2022)" -> the title, and 2022-11-25.
    """

    def is_date(text: str) -> bool:
        return bool(date_of_line(text, _languages(working)))

    blocks = list(dropwhile(lambda block: len(block) == 1 and is_date(block[0].text), working.blocks()))
    if working.title or not blocks or sum(map(len, blocks)) < 2:
        return
    lines = blocks[0] if is_capitals_title(blocks[0]) and len(blocks) > 1 else title_lines(blocks, is_date)
    if lines:
        working.title = Fact(" ".join(each.text.strip() for each in lines), "text")
        working.take(lines, Use.TITLE)
        return
    line, *others = blocks[0]
    underlined = len(others) == 1 and bool(_UNDERLINE.fullmatch(others[0].text))
    if len(line.text) > TITLE_LENGTH or (others and not underlined and not heads(blocks, is_date)):
        return
    marked = underlined or _MARKDOWN_TITLE.match(line.text)
    if marked or (stands_as_title(line.text) and not goes_on(blocks, is_date)):
        _take_title(working, line, others[:1] if underlined else [])


def _take_title(working: Working, line: Line, underline: list[Line]) -> None:
    """Take one line as the title, without the heading mark before it or a date in brackets after it."""
    heading = _MARKDOWN_TITLE.match(line.text) if not underline else None
    start = heading.end() if heading else len(line.text) - len(line.text.lstrip())
    if heading:
        working.spans.append(Span(line.start, line.start + start, Use.DROPPED, "heading mark"))
    working.take(underline, Use.DROPPED, "heading mark")
    end = _take_date_in_brackets(working, line, len(line.text.rstrip()))
    title = line.text[start:end]
    working.title = Fact(plain(_CLOSING.sub("", title)) if is_markdown(working.text) else title, "text")
    working.spans.append(Span(line.start + start, line.start + end, Use.TITLE))
    working.lines = [Line(line.start, line.start, "") if other is line else other for other in working.lines]


def _take_date_in_brackets(working: Working, line: Line, end: int) -> int:
    """Take "(25 November 2022)" before `end` as the date. Returns the offset where the title ends."""
    bracket = line.text.rfind("(", 0, end)
    closed = bracket > 0 and line.text[end - 1] == ")"
    edtf = _date_alone(line.text[bracket + 1 : end - 1]) if closed else ""
    title_end = len(line.text[:bracket].rstrip())
    if not edtf or not line.text[:bracket].strip(" #"):
        return end
    working.date = working.date or Fact(edtf, "heading")
    working.spans.append(Span(line.start + bracket, line.start + end, Use.DATE))
    return title_end


def date_line(working: Working) -> None:
    """Take the line above the text, before or after the title, that gives the day and the place.

    If the format marks paragraphs but gives no date, only the first paragraph is examined.

    Reads: the first blocks. Writes: date, facts, spans.
    Example: "Giovedì, 10 Novembre 2022" -> 2022-11-10; "Brussels, 7 December 1995" -> 1995-12-07, and the place.
    """
    languages = _languages(working)
    known = working.date
    for line in _lines_above_text(working, _DATE_BLOCKS if known or not working.parts else 1):
        day = _date_alone(line.text) or date_of_line(line.text, languages)
        if day and (known is None or known.value == day):
            working.date = known or Fact(day, "text")
            _take_date_line(working, line, languages)
            return


def _take_date_line(working: Working, line: Line, languages: list[str]) -> None:
    """Take a line with a date, and its place as a fact; a line that says more stays."""
    place = place_of_line(line.text, languages)
    if place:
        working.facts.setdefault("place", Fact(place, "text"))
    if place or _date_alone(line.text) or says_only_a_date(line.text, languages):
        working.take([line], Use.DATE)


def first_date(working: Working) -> None:
    """Take a line above the title that holds nothing but a date.

    Reads: the first block. Writes: date, spans.
    Example: "10 November 2022", "", "Joint statement" -> 2022-11-10.
    """
    for block in working.blocks()[:1]:
        edtf = _date_alone(block[0].text) if len(block) == 1 else ""
        if edtf and working.date is None:
            working.date = Fact(edtf, "text")
            working.take(block, Use.DATE)


def _lines_above_text(working: Working, most: int) -> Iterator[Line]:
    """The lines of the first blocks, up to one that is long."""
    for block in working.blocks()[:most]:
        if working.parts and len(block) > 1:
            return
        for line in block[:TITLE_LINES]:
            if len(line.text) > 2 * LENGTH or not (date_of_line(line.text, list(LANGUAGES)) or _is_label(line, block)):
                return
            yield line


def _is_label(line: Line, block: list[Line]) -> bool:
    """Whether a line may stand between the title and the date: it is short and does not end a sentence."""
    return len(block) <= TITLE_LINES and len(line.text) <= SHORT and line.text.rstrip()[-1] not in ".!?"


def date_of_agency(working: Working) -> None:
    """Find the day in a dateline at the start of the text, or in the line with which an agency ends its release.

    Reads: the first blocks, the last line. Writes: date, spans.
    Example: "Bruxelles, 4 juil 2023 (AFP) - La ministre…" -> 2023-07-04; "04-LUG-23 16:42 NNNN" -> that, dropped.
    """
    if working.date:
        return
    blocks = working.blocks()
    day = next((day for block in blocks[:2] if (day := dateline(block[0].text, list(LANGUAGES)))), "")
    last = blocks[-1][-1] if blocks else None
    found = _AGENCY_END.fullmatch(last.text) if last else None
    if last and found:
        working.take([last], Use.DROPPED, "end mark")
        day = day or day_in(f"{found[1]} {found[2]} 20{found[3]}", list(LANGUAGES))
    if day:
        working.date = Fact(day, "text")


def title_again(working: Working) -> None:
    """Drop the line at the start of a mail that repeats its subject.

    Reads: title, date, the first block. Writes: spans.
    Example: subject "The minister meets the ambassador – “we agree”", "The minister meets the ambassador: “we agree”".
    """
    mail = working.title and any(span.reason == "mail header" for span in working.spans)
    for block in working.blocks()[:1]:
        if mail and working.title and len(block) == 1 and alike(block[0].text, working.title.value):
            working.take(block, Use.DROPPED, "title, once more")


def date_in_title(working: Working) -> None:
    """Find the day at the end of the title, if none stands above the text.

    Reads: title. Writes: date.
    Example: "Réunion des ministres (Bruxelles, 28 novembre 2023)" -> 2023-11-28.
    """
    if working.title and working.date is None:
        working.date = date_of_title(working.title.value, _languages(working))


def _languages(working: Working) -> list[str]:
    """The languages of the archive, the text's own first: it decides what 4/3/2022 means."""
    return _languages_of(working.text[:4_000])


@lru_cache(maxsize=8)
def _languages_of(text: str) -> list[str]:
    """Told by the commonest words: a model takes a second to load, in each process that reads a file."""
    words = Counter(text.lower().split())
    return sorted(
        LANGUAGES, key=lambda code: (-sum(words[word] for word in vocabulary.words("language.commonest", code)), code)
    )


def _date_alone(text: str) -> str:
    """The day or days that `text` consists of, apart from a weekday before them; "" where it holds other words too."""
    dates = dates_in(text, list(LANGUAGES)) if len(text) <= _DATE_LENGTH else []
    if len(dates) != 1 or len(dates[0].edtf) == len("2024-07"):
        return ""
    rest = f"{text[: dates[0].start]} {text[dates[0].end :]}".strip(" ,.\t")
    return credible_days(dates[0].edtf) if not rest or is_weekday(rest) else ""


def _is_edtf(text: str) -> bool:
    try:
        parse_edtf(text)
    except ValueError:
        return False
    return True


HEAD: list[Callable[[Working], None]] = [
    date_field, first_date, title_line, date_line, date_of_agency, date_in_title, title_again,
]  # fmt: skip
