"""The cover of a speech in a PDF: where it ends and the text begins, and what each of its lines is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile

from statements.importer.formats.covers import words
from statements.importer.formats.covers.cover import (
    DATE,
    EMBARGO,
    LETTERHEAD,
    PLACE,
    THEME,
    begins_speech,
    is_speech,
    read_cover,
    roles_of,
)
from statements.importer.formats.covers.cover import Cover as Facts
from statements.importer.formats.covers.speech import ABOVE
from statements.importer.formats.pdf.furniture import usual_size
from statements.importer.formats.pdf.lines import PageLine

LARGE = 1.15  # times the size of most letters: headings
CAPITALS = 0.7  # of the letters
STATED = "stated"  # in place of a reason: the line states a fact about the document
_PAGES = 3
_MOST_LINES = 60
_NO_SPEECH = re.compile(r"[(\[].*[)\]]|[^:]{1,30}:\s*\d.*|[\W\d]*|\S{1,3}")  # notes, fields, punctuation, a short word
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+[^\W\d]")  # numbered paragraphs
_LONG, _WIDE = 45, 0.6  # characters, and share of a full line: a line of text
_FEWER, _WIDER = 25, 0.85  # the same, for large letters
_END_LINES, _BESIDE = 8, 8  # below a text; words beside an address that are not in the title
_INDENT, _ASIDE = 60.0, 6.0  # points: indent of a paragraph's first line, and tolerance of an edge
_GAP = 1.9  # times the size: lines of a title as close together as lines of text
_NEAR = 3.0  # times the size: between lines of people whom a speech addresses
_MEASURED = 0.6  # of the length of long lines: lines that show how wide the text is
_OFTEN = 0.15  # of the lines begin at the left edge of a column
_WORDS = 4  # in a short sentence
_SIZES = 0.12
_LINES_ABOVE_DAY = 6  # from a line to the day below it
_ENDED = re.compile(r"""[.!?…]["'”’»)\]]*$""")


@dataclass(frozen=True)
class Body:
    """How most of the text is printed: letter size in points; whether it is all bold, or all in capitals.

    lefts: the left edge of each column, in points.
    """

    size: float
    lefts: tuple[float, ...]
    bold: bool
    capitals: bool
    width: float  # of a full line


@dataclass(frozen=True)
class CoverLines:
    """The lines above the text, and what they are.

    spoken: whether a salutation follows. speech: whether this is the cover of a speech or a release. ends: whether a
    text was found below it. headings: how many of its last lines belong to the text.
    """

    lines: list[PageLine]
    facts: Facts
    spoken: bool
    speech: bool
    ends: bool
    headings: int = 0

    @property
    def title(self) -> list[PageLine]:
        """The lines of the title, if words identify it."""
        return [self.lines[place] for place in self.facts.title]


def body_of(lines: list[PageLine]) -> Body:
    """How the text is printed, taken over all pages."""
    usual = usual_size(lines)
    sized = [line for line in lines if abs(line.size - usual) <= _SIZES * usual]
    lengths = sorted(len(line.text) for line in sized)
    least = _MEASURED * lengths[9 * len(lengths) // 10] if lengths else 0
    measured = [line for line in sized if len(line.text) >= least] or lines
    begins = Counter(round(line.left) for line in measured)
    lefts = tuple(float(left) for left, times in begins.items() if times > _OFTEN * len(measured))
    letters = sum(len(line.text) for line in lines) or 1
    bold = sum(len(line.text) for line in lines if line.bold) > 0.6 * letters
    capitals = sum(len(line.text) for line in lines if is_in_capitals(line.text)) > 0.6 * letters
    widths = sorted(line.right - line.left for line in measured)
    width = widths[3 * len(widths) // 4] if widths else 0.0
    return Body(usual, lefts, bold, capitals, width)


def is_in_capitals(text: str) -> bool:
    """Whether most letters are capitals: "À LA 79ème SESSION"."""
    return sum(letter.isupper() for letter in text) > CAPITALS * sum(letter.isalpha() for letter in text)


def cover_of_pages(lines: list[PageLine], body: Body) -> CoverLines:
    """The cover of a document, given its kept lines: those above the salutation or the first line printed as text."""
    first = [line for line in lines if line.page <= _PAGES][: _MOST_LINES + 1]
    start, spoken = _text_start(first, body)
    start = start if spoken or start == len(first) else _sentence_start(first, start)
    above = first[:start]
    texts = [line.text for line in above]
    ends = start < len(first)
    facts = read_cover(texts)
    headings = _count_headings(above, facts.roles, first[start], body) if ends and spoken else 0
    return CoverLines(above, facts, spoken, ends and (spoken or is_speech(texts, [])), ends, headings)


def _count_headings(cover: list[PageLine], roles: tuple[str, ...], salutation: PageLine, body: Body) -> int:
    """How many lines directly above a salutation are not part of a cover but headings or words of the speech."""
    said = {line.text for line in cover if line.page < salutation.page}  # a title repeated above the text
    below = [
        not role and line.page == salutation.page and line.text not in said and _may_be_spoken(line, body)
        for line, role in zip(cover, roles, strict=True)
    ]
    return len(list(takewhile(bool, reversed(below))))


def _may_be_spoken(line: PageLine, body: Body) -> bool:
    """Whether a line is as large as the text and not a note or a field: "(in Arabic)", "Words: 90"."""
    return line.size >= (1 - _SIZES) * body.size and not _NO_SPEECH.fullmatch(line.text.strip())


def mark_cover(cover: CoverLines, title: list[PageLine]) -> None:
    """Record in each line of a speech's cover, except its title, why it is not part of the text."""
    if not cover.speech:
        return
    titles = {id(line) for line in title}
    top = min((place for place, line in enumerate(cover.lines) if id(line) in titles), default=0)
    known = cover.lines[: len(cover.lines) - cover.headings]
    for place, (line, role) in enumerate(zip(known, cover.facts.roles, strict=False)):
        if id(line) in titles or line.drop or role == EMBARGO:  # a separate stage reads embargoes
            continue
        if role in (DATE, PLACE):
            line.drop = STATED
        elif role and role not in ("title", LETTERHEAD):
            line.drop = role
        elif role or cover.spoken or place < top:
            line.drop = ABOVE if place < top or not titles else "cover"


def mark_end(lines: list[PageLine], title: list[PageLine]) -> None:
    """Drop what stands below a speech: its source, its title repeated with a web page, the address of an office."""
    known = {word for line in title for word in _LETTERS.findall(line.text.casefold())}
    last = [line for line in lines[-_END_LINES:] if not line.drop]
    start = next((place for place, line in enumerate(last) if words.is_source(line.text)), len(last))
    for line in last[start:]:
        line.drop = "address of the source"
    for line in reversed(last[:start]):
        beside = [word for word in _LETTERS.findall(line.text.casefold()) if word not in known]
        heads = any(each.drop for each in last) and words.heads_address(line.text)
        if not heads and (not words.is_contact(line.text) or len(beside) > _BESIDE or _ENDED.search(line.text)):
            break
        line.drop = "address of the source"


def _text_start(lines: list[PageLine], body: Body) -> tuple[int, bool]:
    """The place of the first line of the text, and whether it is a salutation; without one, all lines are cover.

    If a cover fills a page, the text begins on the next one at the latest.
    """
    roles = roles_of([line.text for line in lines])
    title, turned = False, len(lines)
    for place, line in enumerate(lines):
        above = lines[place - 1] if place else None
        below = lines[place + 1].text if place + 1 < len(lines) else ""
        if begins_speech(line.text, below, above.text if above else ""):
            first = _first_heading(lines, roles, _first_addressed(lines, place))
            cover = {each.text for each in lines[:turned]}  # a title repeated above the text
            between = [n for n in range(turned, first) if lines[n].text not in cover]
            foreign = any(_is_foreign(lines[n], roles[n]) for n in between)
            return (turned if foreign else first), True
        if above and above.page != line.page and turned == len(lines) and not title_open(above.text):
            turned = place
        named = words.begins_genre(line.text) and not (DATE in roles[:place] and _ENDED.search(line.text))
        title = named or (title and above is not None and _goes_with(above, line))
        if not title and _begins_text(line, roles[place], body) and not _is_above_day(lines, roles, place):
            return min(_first_heading(lines, roles, place), turned), False
    return turned, False


def _sentence_start(lines: list[PageLine], place: int) -> int:
    """Where the sentence continued in the first line of the text begins: narrow lines are no sign of a cover."""
    roles = roles_of([line.text for line in lines[:place]])
    while place and words.goes_on(lines[place].text) and roles[place - 1] in ("", PLACE):
        above, below = lines[place - 1], lines[place]
        alike = above.page == below.page and abs(above.size - below.size) < 1 and abs(above.left - below.left) < _ASIDE
        near = 0 < above.bottom - below.bottom < _GAP * above.size
        if not (alike and near) or _ENDED.search(above.text) or words.begins_genre(above.text):
            break
        place -= 1
    return place


def _first_addressed(lines: list[PageLine], place: int) -> int:
    """The first of the lines directly above a salutation that address people too: offices, or words with a comma.

    Below a line of a title they are the speaker's office.
    """
    first = place
    while first and _is_addressed(lines[first - 1], lines[first]):
        first -= 1
    above = lines[first - 1] if first else None
    return place if above and _speaks(above, lines[first]) else first


def _first_heading(lines: list[PageLine], roles: list[str], salutation: int) -> int:
    """The first of the headings and forms of address directly above a text, at its left edge, unlike the title.

    salutation: the place of the first line known to belong to the text.
    """
    first = salutation
    while first and not roles[first - 1] and _may_head(lines[first - 1], lines[salutation]):
        first -= 1
    above = lines[first - 1] if first else None
    if above is None or above.page != lines[salutation].page or title_open(above.text):
        return salutation
    return salutation if _stands_alike(above, lines[salutation]) else first


def _may_head(line: PageLine, salutation: PageLine) -> bool:
    """Whether a line at the left edge of a salutation reads like a heading, not like a name or more of a title."""
    text = line.text
    titled = words.begins_genre(text) or words.has_event(text) or words.has_honorific(text) or words.has_chair(text)
    spoken = words.may_address(text) or (any(word[0].islower() for word in text.split()) and not words.is_open(text))
    reads = spoken and text[:1].isupper()
    alike = line.page == salutation.page and _stands_alike(line, salutation)
    return alike and (_is_sentence(text) or (reads and not titled))


def _stands_alike(line: PageLine, other: PageLine) -> bool:
    """Whether two lines begin at the same edge, in letters of the same size."""
    return abs(line.left - other.left) < _ASIDE and abs(line.size - other.size) <= _SIZES * other.size


def _speaks(line: PageLine, below: PageLine) -> bool:
    """Whether a line of a title is printed like the office below it, which is then the speaker's."""
    named = words.begins_genre(line.text) or words.has_honorific(line.text)
    alike = abs(line.size - below.size) < 1 and line.bold == below.bold
    return (named and alike) or words.is_open(line.text)


def _is_addressed(line: PageLine, below: PageLine) -> bool:
    """Whether a line is an office, or a few words with a comma, printed like the salutation below it."""
    alike = line.page == below.page and abs(line.size - below.size) < 1 and line.bold == below.bold
    near = abs(line.left - below.left) < _ASIDE and 0 < line.bottom - below.bottom < _NEAR * line.size
    return alike and near and (words.names_office(line.text) or words.may_address(line.text))


def _is_above_day(lines: list[PageLine], roles: list[str], place: int) -> bool:
    """Whether a line belongs to a cover, as no sentence ends between it and the day or place of the speech.

    One may end in a theme in quotation marks.
    """
    below = range(place, min(place + _LINES_ABOVE_DAY, len(lines)))
    day = next((each for each in below if roles[each] in (DATE, PLACE) and each > place), None)
    if day is None or lines[day].page != lines[place].page:
        return False
    return roles[place] == THEME or not any(_ENDED.search(lines[each].text) for each in range(place, day))


def title_open(text: str) -> bool:
    """Whether a line of a cover ends in the middle of a title."""
    return words.is_open(text) and not text.rstrip().endswith(",")


def _is_foreign(line: PageLine, role: str) -> bool:
    """Whether nothing in a line belongs on a cover."""
    text = line.text
    known = words.begins_genre(text) or words.has_event(text) or words.has_honorific(text) or words.goes_on(text)
    return not (role or known)


def _goes_with(above: PageLine, line: PageLine) -> bool:
    """Whether a line is printed like the line of a title above it, and close to it."""
    alike = abs(above.size - line.size) <= 0.07 * above.size and above.bold == line.bold
    near = above.page == line.page and 0 < above.bottom - line.bottom < _GAP * max(above.size, line.size)
    capitals = is_in_capitals(above.text) == is_in_capitals(line.text)
    goes_on = words.goes_on(line.text) and not _ENDED.search(line.text)
    return (near and ((alike and capitals) or goes_on)) or title_open(above.text)


def _begins_text(line: PageLine, role: str, body: Body) -> bool:
    """Whether a line is printed like the text and reads like it."""
    if not _is_printed_as_text(line, body) or (role and role != THEME):
        return False
    width, column, length = line.right - line.left, max(body.width, 1.0), len(line.text)
    wide = (length > _LONG and width > _WIDE * column) or (length >= _FEWER and width > _WIDER * column)
    quoted = role == THEME and line.text.lstrip()[:1] in '“«"'
    if role == THEME and not quoted:
        return False
    return wide or _is_sentence(line.text) or bool(_NUMBERED.match(line.text))


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _WORDS and text.rstrip()[-1:] in ".!?…" and text[:1].isupper()


def _is_printed_as_text(line: PageLine, body: Body) -> bool:
    marked = (line.bold and not body.bold) or (is_in_capitals(line.text) and not body.capitals)
    sized = abs(line.size - body.size) <= _SIZES * body.size
    return sized and not marked and any(_stands_at(line, left, body.width) for left in body.lefts)


def _stands_at(line: PageLine, left: float, width: float) -> bool:
    """Whether a line begins at the left edge of a column, or a little to its right, and is not centred in it."""
    centred = abs((line.left + line.right) / 2 - (left + width / 2)) < _ASIDE and line.left > left + 4 * _ASIDE
    return left - _ASIDE <= line.left <= left + _INDENT and not centred
