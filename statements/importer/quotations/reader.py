"""What a reader of a sentence keeps in mind, and whom he takes a pronoun for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from statements.importer.quotations.marks import Quoted
from statements.importer.quotations.people import people_in
from statements.importer.quotations.subjects import LEFT_OUT, OTHER, PRONOUN, Subjects

NOBODY = ""


@dataclass
class Said:
    """Who the words in force belong to; sure: by a verb of saying or the like, not by being the subject only."""

    who: str | None = None
    sure: bool = False


@dataclass
class Known:
    """What a sentence leaves to the next one.

    subject: of its main clause; people: all who are named in it, `OTHER` for any who is not known; last: who said the
    last words quoted in it; colon: who is to be quoted behind it.
    """

    subject: str | None = None
    people: set[str] = field(default_factory=set)
    last: str | None = None
    quoted: bool = False
    colon: str | None = None


_BACK = 30  # sentences of a paragraph in which somebody is looked for whom a pronoun means


class Reader:
    """One sentence of a paragraph, text[start:end], with what came before it."""

    def __init__(self, subjects: Subjects, start: int, end: int, quoted: list[Quoted], before: list[Known]) -> None:
        self.subjects, self.text, self.wording = subjects, subjects.text, subjects.wording
        self.start, self.end, self.quoted, self.before = start, end, quoted, before
        self.subject: str | None = None
        self.said = Said()
        self.passive = False
        self.spoken = start  # where the last verb of saying ends

    def _is_negated(self, start: int, begin: int, end: int) -> bool:
        """Whether a verb is denied or hearsay: "never said", "n'a pas dit", "would have said"; not "not only said"."""
        since = max(start, begin - 40, self.text.rfind(",", start, begin) + 1)
        mentioned = self.subjects.mentions_in(since, begin)
        since = mentioned[-1].end if mentioned else since
        words = self.text[since:end]
        if self.wording.pattern("only").search(words):
            return False
        clause = self.text[max(start, begin - 80, self.text.rfind(",", start, begin) + 1) : begin]
        if self.wording.pattern("hypotheses").match(clause.lstrip()):
            return True
        return bool(
            self.wording.pattern("negations").search(words)
            or re.search(r"n['’]t\b", words)
            or self.wording.pattern("conditionals").search(words)
        )

    def _resolved(self, subject: str, place: int) -> str | None:
        """Who a subject is: left out, that of the sentence; for a pronoun, the only one who can be meant."""
        if subject == LEFT_OUT and self.subject is not None:
            return self.subject
        if subject in (LEFT_OUT, PRONOUN):
            return self._meant(place)
        return None if subject == OTHER else subject

    def _meant(self, place: int) -> str | None:
        """The only one whom "he" can mean: named in this sentence, or else in the last one that names anybody."""
        people = people_in(self.subjects, self.start, place)
        if people:
            free = re.search(
                r"(?:\bwhat|\bquel\w*\s+che|\bciò\s+che|\bce\s+qu['’])\W+\w+\W*$", self.text[self.start : place]
            )
            return next(iter(people)) if len(people) == 1 else self.subject if free else None
        for known in reversed(self.before[-_BACK:]):
            people = (
                known.people | ({known.last} if known.last else set()) | ({OTHER} if known.last == NOBODY else set())
            )
            if people:
                return next(iter(people)) if len(people) == 1 and OTHER not in people else None
        return self.subjects.cast.only or None

    def _known_or_nobody(self, who: str) -> str:
        return NOBODY if who in (LEFT_OUT, PRONOUN, OTHER) else who
