"""A pasted quotation, split into sentences and at its own signs that something was left out or added.

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

_MOST_PARTS = 200  # a text with more is not taken as sentences
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
    """What is searched for: text without its quotation marks, its parts in order, and the dots after the last one."""

    text: str
    parts: tuple[PastedPart, ...]
    last_mark: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All its words, including those in brackets: the source itself may have them."""
        return tuple(plain_words_of(self.text))

    @property
    def has_marks(self) -> bool:
        return bool(self.last_mark) or any(part.mark for part in self.parts)

    @property
    def segments(self) -> list[PastedPart]:
        """The stretches between the marks, each as one part."""
        found = list[PastedPart]()
        for part in self.parts:
            if found and not part.mark:
                last = found.pop()
                part = PastedPart(last.start, part.end, last.words + part.words, last.mark)
            found.append(part)
        return found


def parse_pasted(typed: str) -> Pasted:
    """Parse what was typed, without the quotation marks around it.

    "“We sail. Home … and [they] land.”" -> "We sail.", "Home", then after a mark "and", then after another "land."
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
    """Return the same with dots and brackets as ordinary signs, and words in brackets as ordinary words: the source
    itself may have them."""
    return Pasted(quotation.text, tuple(_sentences(quotation.text, 0, len(quotation.text), "")))


def _has_words(text: str, start: int, end: int) -> bool:
    return bool(tokens(text[start:end]))


def _sentences(text: str, start: int, end: int, mark: str) -> list[PastedPart]:
    """Return the sentences of a stretch, the first of them after `mark`."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, start, end)]
    places = [start, *(each for each in ends if each < end), end] if len(ends) < _MOST_PARTS else [start, end]
    made = list[PastedPart]()
    for first, last in pairwise(places):
        if words := tuple(plain_words_of(text[first:last])):
            made.append(PastedPart(first, last, words, "" if made else mark))
    return made


def plain_words_of(text: str) -> list[str]:
    """Return the words of a text as looked up, without accents and ligatures: "[L]’Œuvre" -> "l", "oeuvre"."""
    return [plain(token.word) for token in tokens(_CHANGED.sub(r"\1\2", text))]


def spelt(word: str) -> str:
    """Spell a word the same however its letters look: in lower case, with ligatures as two letters."""
    return word if word.isascii() else _spelt(word)


@lru_cache(maxsize=100_000)
def _spelt(word: str) -> str:
    return comparable(unicodedata.normalize("NFKC", word)).casefold().translate(_LIGATURES)


def plain(word: str) -> str:
    """Return the same without accents: "œuvré" -> "oeuvre"."""
    return word if word.isascii() else _plain(word)


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return strip_accents(_spelt(word))


def marks_in(text: str) -> list[str]:
    """Return the dots and brackets of a text, to compare with another's: "a … [b]" -> "...", "[", "]"."""
    dots = re.sub(r"(?:\.\s?){2,}\.", lambda found: "...", text.replace("…", "...").replace("⋯", "..."))
    return [each if each[0] != "." else "..." for each in _SIGNS.findall(dots)]
