"""The title of a PDF: by a word such as "Statement", or else by how it is printed."""

from __future__ import annotations

import re

from statements.importer.formats.covers.cover import ends_title, is_label, is_letterhead, words_of
from statements.importer.formats.covers.words import begins_genre
from statements.importer.formats.pdf.cover import LARGE, CoverLines, is_in_capitals
from statements.importer.formats.pdf.lines import PageLine
from statements.importer.formats.pdf.paragraphs import NUMBERED, PdfParagraph

_TITLE = 300  # characters
_LINES = 8
_PAGES = 3  # where a title may stand: after a wordless cover, and after the contents
_WORD = re.compile(r"[^\W\d_]{2,}")
_LARGER = 1.25  # times the size of the line that says "Statement": the larger line is then the title
_ALIKE = 0.98  # times the size: printed as large
_PHRASE, _WORDS = 3, 5  # words in a name, and in one without lower-case letters
_LEADER = re.compile(r"\.{4}|(?:\. ){4}|…{2}|(?:\.{3}|…)\s*\d+$")  # dots before a page number in a table of contents
_SENTENCE = re.compile(r"[.;,][\"'”’»)\]]*$")
_WIDE = 0.6  # of the widest line: a line of text runs this far
_WORDY = 45  # characters in a line of text


def title_lines(cover: CoverLines, usual: float) -> list[PageLine]:
    """The cover lines that are the title; none if nothing identifies it. usual: the size of most letters."""
    named = cover.title if cover.speech or any(begins_genre(line.text) for line in cover.title) else []
    printed = _largest_lines(_lines_above_text(cover.lines, usual), usual)
    if not named or not printed:
        return named or printed
    larger = printed[0].size > _LARGER * max(line.size for line in named) and _is_phrase(printed, cover)
    if larger and not any(line in named for line in printed) and not _repeats(printed, named):
        return _join_name(printed, named, cover)
    return _join_name(_name_above(named, cover), named, cover)


def _join_name(name: list[PageLine], named: list[PageLine], cover: CoverLines) -> list[PageLine]:
    """A speech's name and the lines that say what it is, in page order; the name alone if both are too long."""
    lines = [line for line in cover.lines if line in name or line in named]
    return lines if len(" ".join(line.text for line in lines)) <= _TITLE else name


def _name_above(named: list[PageLine], cover: CoverLines) -> list[PageLine]:
    """The lines directly above those that say what a speech is, printed as large, that read like its name."""
    place, found = cover.lines.index(named[0]), list[PageLine]()
    for line, role in zip(reversed(cover.lines[:place]), reversed(cover.facts.roles[:place]), strict=True):
        fits = not role and line.page == named[0].page and line.bold and line.size > _ALIKE * named[0].size
        if not fits or is_label(line.text):
            break
        found.insert(0, line)
    return found if found and _is_phrase(found, cover) else []


def _is_phrase(lines: list[PageLine], cover: CoverLines) -> bool:
    """Whether lines read like the name of a speech, not a letterhead: enough words, fewer if one is in lower case.

    Lines below the name of a state are its motto.
    """
    text = [word for line in lines for word in line.text.split()]
    small = any(word[0].islower() for word in text)
    place = cover.lines.index(lines[0])
    motto = place > 0 and is_letterhead(cover.lines[place - 1].text)
    return len(text) >= (_PHRASE if small else _WORDS) and not motto


def _repeats(printed: list[PageLine], named: list[PageLine]) -> bool:
    """Whether the larger lines say nothing the title does not: "PRESIDENT OF UTOPIA" above it is a letterhead."""
    return words_of(" ".join(line.text for line in printed)) <= words_of(" ".join(line.text for line in named))


def _lines_above_text(cover: list[PageLine], usual: float) -> list[PageLine]:
    """The lines above the first line printed as text."""
    above = list[PageLine]()
    widest = max((line.right - line.left for line in cover), default=0.0)
    for line in cover:
        marked = line.size > LARGE * usual or line.bold or is_in_capitals(line.text) or is_letterhead(line.text)
        if len(line.text) > _WORDY and line.right - line.left > _WIDE * widest and not marked:
            break
        above.append(line)
    return above


def _largest_lines(cover: list[PageLine], usual: float) -> list[PageLine]:
    """The lines printed largest, down to a date, if they are larger than the text or bold."""
    fitting = [line for line in cover if _may_be_title(line) and (line.size > LARGE * usual or line.bold)]
    if not fitting:
        return []
    largest = max(line.size for line in fitting)
    alike = [line for line in fitting if line.size > 0.93 * largest and line.page == _page_of(fitting, largest)]
    start = cover.index(alike[0])
    title = list[PageLine]()
    for line in cover[start:]:
        if title and (ends_title(line.text) or len(title) >= _LINES):
            break
        if line in alike:
            title.append(line)
    words = " ".join(line.text for line in title)
    return title if len(words) <= _TITLE and _is_wordy(words) else []


def _page_of(lines: list[PageLine], size: float) -> int:
    return next(line.page for line in lines if line.size == size)


def _may_be_title(line: PageLine) -> bool:
    text = line.text
    return (
        not (ends_title(text) or is_letterhead(text) or is_label(text))
        and bool(_WORD.search(text))
        and not _LEADER.search(text)
    )


def mark_title(made: list[PdfParagraph], usual: float) -> None:
    """Mark as title the largest heading on the first page with a heading larger than the text."""
    headings = [each for each in made if each.kind == "heading" and each.lines[0].page <= _PAGES]
    large = [each for each in headings if each.lines[0].size > LARGE * usual and len(each.text) <= _TITLE]
    wordy = [each for each in large if _is_wordy(each.text) and _may_be_title(each.lines[0])]
    if wordy:
        page = wordy[0].lines[0].page
        max((each for each in wordy if each.lines[0].page == page), key=lambda each: each.lines[0].size).kind = "title"


def _is_wordy(text: str) -> bool:
    """Whether words may be a title: more than one, and neither a numbered section nor a sentence."""
    return len(_WORD.findall(text)) >= 2 and not NUMBERED.match(text) and not _SENTENCE.search(text)
