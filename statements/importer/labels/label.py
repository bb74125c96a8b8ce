"""The label of a turn, and what it tells by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from statements.importer.labels.words import OFFICE_WORDS, QUESTIONS, fold

BRACKET = re.compile(r"\s*(?:\(([^()]{0,120})\)|\[([^\[\]]{0,120})\])")


class Sort(IntEnum):
    """How much a label tells by itself, from nothing to everything."""

    LETTER = 0  # A, D, R: just as likely a list item
    UNKNOWN = 1  # "Le Monde", "Next Question": only in a text that is a transcript without it
    ADDRESS = 2  # "Mr. President": said to him, except in the record of a parliament
    WORD = 3  # "Quist"
    NAME = 4  # "Ada Quist"
    OFFICE = 5  # "Prime Minister"
    TITLED = 6  # "Minister Quist", "THE PRESIDENT"
    ROLE = 7  # "Reporter"


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a turn. written: without notes on how somebody speaks, such as "(continuing)".

    title, name: its words, folded; bracket: other words in brackets, folded; mark: ":", "–", "." or none;
    opening: how the words after it begin: "lower", "quote", "other", or "alone" where there are none;
    question: whether the paragraph has a question mark.
    """

    written: str
    sort: Sort
    title: tuple[str, ...]
    name: tuple[str, ...]
    bracket: str
    mark: str
    opening: str
    question: bool = False

    @property
    def key(self) -> str:
        """A key shared by labels of one form: "MINISTER DAHL (continuing)" and "Minister Dahl" -> "minister dahl"."""
        return " ".join((*self.title, *self.name))

    @property
    def capitals(self) -> bool:
        return self.written.upper() == self.written

    @property
    def possible(self) -> bool:
        """Whether what follows allows it to be a label: not so in "Three words: unity"."""
        sure = self.sort == Sort.ROLE or (self.sort == Sort.TITLED and (self.capitals or self.mark == "."))
        return sure or self.opening != "lower"

    @property
    def firm(self) -> bool:
        """Whether it is a label wherever it occurs."""
        if self.sort == Sort.ROLE:
            return bool(self.mark) or self.opening == "alone"
        plain = self.capitals or self.mark in (":", ".")
        return self.sort == Sort.TITLED and plain and self.possible and bool(self.mark) and self.opening != "quote"

    @property
    def names_office(self) -> bool:
        """Whether it names an office, not just a name with "Mr"."""
        return bool(OFFICE_WORDS & {*self.title, *self.bracket.split()})

    @property
    def person(self) -> str:
        """The name in it as written, or capitalised if the whole label is in capitals. Empty if there is none, or two.

        "JENS HOLM (Secretary General)" -> "Jens Holm"; "Minister von Dahl" -> "von Dahl"; "President Ozols and
        President Kallas" -> "".
        """
        words = BRACKET.sub(" ", self.written).partition(",")[0].split()
        size = len(self.name)
        starts = range(len(words) - size, -1, -1)
        runs = (words[start : start + size] for start in starts)
        name = " ".join(next((run for run in runs if tuple(map(fold, run)) == self.name), []))
        return name.title() if name.isupper() else name

    @property
    def asks(self) -> bool:
        """Whether it is a label of questions, whoever asks: "Q2", "Question from Reuters"."""
        return not self.name and any(word.rstrip("0123456789") in QUESTIONS for word in self.title)
