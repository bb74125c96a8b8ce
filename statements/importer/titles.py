"""Find the title of a text without format marks: which of its first lines it is, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from statements.importer.draft import Block, Line
from statements.importer.formats.covers.words import is_salutation
from statements.importer.vocabulary import alternatives
from statements.importer.written_days import dates_in
from statements.languages import LANGUAGES

TITLE_LENGTH, TITLE_LINES = 300, 3
SHORT = 150  # characters of a title above its text
_UNFOLDED = 160  # characters of a line that was never wrapped
_TITLE_WORDS, _CONTINUED_WORDS, _SALUTATION_WORDS = 2, 3, 5
_MOST_LINES = 4  # below a title and above the text
_FULL, _TWICE = 60, 2  # characters of a line that may be wrapped; how much longer a text is than its title
_NO_TITLE = re.compile(r"\s*(?:\d{1,3}[.)]|[-*•–>]|#{1,6})\s")  # a numbered paragraph, a list item, a section
_IN_BRACKETS = re.compile(r"\s*(?:\([^()]+\)|\[[^\[\]]+\])\s*")
_CONTINUES = re.compile(rf"\s*{alternatives('head.continuations')}(?:(?<=['’])|(?!\w))")
_ENDS_OPEN = re.compile(rf"(?<!\w){alternatives('cover.closings')}\s*$")

IsDate = Callable[[str], bool]  # whether a line gives the day of the document


def stands_as_title(text: str) -> bool:
    """Whether a line reads as a title: several words, but not a sentence, a salutation or a numbered paragraph."""
    text = text.strip()
    sentence = text[-1] in '.!?:;,…”»"' or text[0].islower() or _addresses(text)
    return not sentence and len(text.split()) >= _TITLE_WORDS and not _NO_TITLE.match(text)


def _addresses(text: str) -> bool:
    """Whether a line addresses the audience: "Mesdames et Messieurs", but not "Dear Europe: a letter"."""
    return len(text.split()) <= _SALUTATION_WORDS and ":" not in text and is_salutation(text)


def is_capitals_title(block: Block) -> bool:
    """Whether a block is a title over two or three lines: "REMARKS BY THE PRESIDENT", "ON MISSILE DEFENSE"."""
    text = " ".join(line.text.strip() for line in block)
    short = 2 <= len(block) <= TITLE_LINES and len(text) <= TITLE_LENGTH
    return (
        short and text.isupper() and text[-1] not in ".!?:;," and not any(_NO_TITLE.match(each.text) for each in block)
    )


def heads(blocks: list[Block], is_date: IsDate) -> bool:
    """Whether the first line of the first block is the title of the lines right below it.

    Those are a date or a note, far longer, in small letters below capitals, or an addition to the title: its occasion.
    """
    line, below = blocks[0][0].text, blocks[0][1].text
    if not stands_as_title(line):
        return False
    longer = len(line) <= SHORT and len(below) > _UNFOLDED
    capitals = line.isupper() and not below.isupper() and len(below.split()) > len(line.split())
    whole = len(line) <= _FULL or below[0].islower()
    beside = whole and _is_above_text([[each] for each in blocks[0][1:TITLE_LINES]] + blocks[1:], is_date)
    return longer or capitals or is_date(below) or _is_note(below) or beside


def goes_on(blocks: list[Block], is_date: IsDate) -> bool:
    """Whether the second block continues a sentence of the first, as in a text with every other line empty.

    A small letter below a title is not enough: "mardi 11 juillet 2023", "unofficial translation".
    """
    if len(blocks) < 2 or not blocks[1][0].text.lstrip()[:1].islower():
        return False
    return not is_date(blocks[1][0].text) and not _is_above_text(blocks[1:], is_date)


def title_lines(blocks: list[Block], is_date: IsDate) -> list[Line]:
    """The lines of a title that continues below its first line, including that line; none where it does not continue.

    "Remarks by the minister of defence", "on the security of the sea lanes", and then the text.
    """
    lines = [line for line in blocks[0] if not is_date(line.text)]
    text = blocks[1:] if len(lines) > 1 else blocks[2:]
    lines = lines if len(lines) > 1 else [*lines, *blocks[1]] if len(blocks) > 1 else []
    if len(lines) != 2 or not stands_as_title(lines[0].text):
        return []
    below = lines[1].text
    words = len(below.split()) >= _CONTINUED_WORDS and (_CONTINUES.match(below) or _ENDS_OPEN.search(lines[0].text))
    more = words and not is_date(below) and not any(map(str.isdigit, below))
    return lines if more and _is_above_text([[lines[1]], *text], is_date) else []


def _is_above_text(blocks: list[Block], is_date: IsDate) -> bool:
    """Whether the first block is one short line that does not end a sentence, above a text or a date and a text."""
    above = takewhile(_is_short_line, blocks[:_MOST_LINES])
    first, *others = [each[0].text.strip() for each in above] or [""]
    text = " ".join(line.text.strip() for block in blocks[1 + len(others) :][:1] for line in block)
    if not first or any(each[0].islower() and not is_date(each) for each in others):
        return False
    return not text[:1].islower() and len(text) > max(_FULL, _TWICE * len(first))


def _is_short_line(block: Block) -> bool:
    text = block[0].text.strip()
    return len(block) == 1 and len(text) <= SHORT and text[-1] not in ".!?:;,"


def _is_note(text: str) -> bool:
    """Whether a line is in brackets, or is short and has a date, even one that is not the document's."""
    short = len(text) <= _FULL and text.rstrip()[-1] not in ".!?:;,"
    dated = short and not _CONTINUES.match(text) and dates_in(text, list(LANGUAGES))
    return bool(_IN_BRACKETS.fullmatch(text) or dated)
