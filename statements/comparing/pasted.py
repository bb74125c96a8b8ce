"""A quotation as it was pasted, parted at its sentences and where it says itself that something was left out or added.

Dots and brackets stand for what was left out or added; "[W]e" and "sail[ed]" are words with letters changed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from statements.letters import comparable, strip_accents
from statements.search.words import tokens

_MOST_PARTS = 200  # more are no sentences
AROUND = "\"'“”„‟«»‹›‘’\u00a0\u202f\u2009 "
_OMITTED = r"\(\s*(?:\.\s?){2,6}\)|\(\s*…\s*\)|/\s*(?:…|\.{3})\s*/|(?:\.\s?){2,5}\.|\.{2,}|[…⋯]+\.?"
_ADDED = r"(?<!\w)\[[^\[\]]{0,200}\](?!\w)|\((?:sic|omissis|ndr|n\.d\.r\.|ndlr|n\.d\.l\.r\.)[^()]{0,80}\)"
_MARK = re.compile(rf"\s*(?:{_ADDED}|{_OMITTED})(?:\s*(?:{_ADDED}|{_OMITTED}))*\s*", re.IGNORECASE)
_CHANGED = re.compile(r"(?<=\w)\[(\w{1,20})\]|\[(\w{1,20})\](?=\w)")
_SENTENCE_END = re.compile(r"[.!?;:]+[\"'”’»)\]]*\s+|\s*\n\s*")
_SIGNS = re.compile(r"\.{2,}|[\[\]]|\((?=\.)|(?<=\.)\)")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl", "ø": "o", "ł": "l", "đ": "d"})


@dataclass(frozen=True)
class PastedPart:
    """text[start:end] of what was pasted: its words without accents; mark: the dots or brackets before it."""

    start: int
    end: int
    words: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True)
class Pasted:
    """What is looked for: text without the marks around it, its parts in order, and the dots after the last one."""

    text: str
    parts: tuple[PastedPart, ...]
    last_mark: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All of them, those in brackets too: the source may have these itself."""
        return tuple(plain_words_of(self.text))

    @property
    def has_marks(self) -> bool:
        return bool(self.last_mark) or any(part.mark for part in self.parts)

    @property
    def segments(self) -> list[PastedPart]:
        """What stands between the marks, each as one part."""
        found = list[PastedPart]()
        for part in self.parts:
            if found and not part.mark:
                last = found.pop()
                part = PastedPart(last.start, part.end, last.words + part.words, last.mark)
            found.append(part)
        return found


def parse_pasted(typed: str) -> Pasted:
    """What was typed, without the quotation marks around it.

    "“We sail. Home … and [they] land.”" -> "We sail.", "Home", then behind a mark "and", then behind one "land."
    """
    text = comparable(typed).strip().strip(AROUND)
    found, mark, start = list[PastedPart](), "", 0
    marks = list(_MARK.finditer(text))
    for here in marks:
        found += _sentences(text, start, here.start(), mark)
        mark = f"{mark} {here[0].strip()}".strip() if not _has_words(text, start, here.start()) else here[0].strip()
        start = here.end()
    found += _sentences(text, start, len(text), mark)
    last_mark = mark if not _has_words(text, start, len(text)) else ""
    return Pasted(text, tuple(found), last_mark)


def marks_as_signs(quotation: Pasted) -> Pasted:
    """The same with its dots and brackets as signs like others, and the words in brackets as words: a source may have
    them itself."""
    return Pasted(quotation.text, tuple(_sentences(quotation.text, 0, len(quotation.text), "")))


def _has_words(text: str, start: int, end: int) -> bool:
    return bool(tokens(text[start:end]))


def _sentences(text: str, start: int, end: int, mark: str) -> list[PastedPart]:
    """The sentences of a stretch, the first of them behind `mark`."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, start, end)]
    places = [start, *(each for each in ends if each < end), end] if len(ends) < _MOST_PARTS else [start, end]
    made = list[PastedPart]()
    for first, last in pairwise(places):
        if words := tuple(plain_words_of(text[first:last])):
            made.append(PastedPart(first, last, words, "" if made else mark))
    return made


def plain_words_of(text: str) -> list[str]:
    """Its words without accents and ligatures, as they are looked up: "[L]’Œuvre" -> "l", "oeuvre"."""
    return [plain(token.word) for token in tokens(_CHANGED.sub(r"\1\2", text))]


def spelt(word: str) -> str:
    """A word whose letters are the same, whatever they look like: in lower case, with ligatures as two letters."""
    return word if word.isascii() else _spelt(word)


@lru_cache(maxsize=100_000)
def _spelt(word: str) -> str:
    return comparable(unicodedata.normalize("NFKC", word)).casefold().translate(_LIGATURES)


def plain(word: str) -> str:
    """The same without accents: "œuvré" -> "oeuvre"."""
    return word if word.isascii() else _plain(word)


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return strip_accents(_spelt(word))


def marks_in(text: str) -> list[str]:
    """The dots and brackets of a text, to see whether two texts have the same: "a … [b]" -> "...", "[", "]"."""
    dots = re.sub(r"(?:\.\s?){2,}\.", lambda found: "...", text.replace("…", "...").replace("⋯", "..."))
    return [each if each[0] != "." else "..." for each in _SIGNS.findall(dots)]
