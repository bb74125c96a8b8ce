"""What a reader of a sentence keeps in mind, and whom a pronoun means to that reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from statements.importer.quotations.marks import Quoted
from statements.importer.quotations.people import people_in
from statements.importer.quotations.subjects import LEFT_OUT, OTHER, PRONOUN, Subjects
from statements.importer.quotations.wording import tokens
from statements.importer.vocabulary import alternatives

NOBODY = ""


@dataclass
class Said:
    """Who the current words belong to; sure: by a verb of saying or the like, not just by being the subject."""

    who: str | None = None
    sure: bool = False


@dataclass
class Known:
    """What a sentence passes on to the next one.

    subject: of its main clause; people: all who are named in it, with `OTHER` for anyone unknown; last: who said the
    last words quoted in it; colon: who is about to be quoted after it.
    """

    subject: str | None = None
    people: set[str] = field(default_factory=set)
    last: str | None = None
    quoted: bool = False
    colon: str | None = None


_TITLES = r"(?:[\w.’'-]+\s+){0,3}"  # words before a name
_MARKS = re.compile(r"[\s,:\u00a0]*")
_BACK = 30  # sentences of a paragraph searched backwards for whom a pronoun means


class Reader:
    """One sentence of a paragraph, text[start:end], with what came before it."""

    def __init__(self, subjects: Subjects, start: int, end: int, quoted: list[Quoted], before: list[Known]) -> None:
        self.subjects, self.text, self.wording = subjects, subjects.text, subjects.wording
        self.start, self.end, self.quoted, self.before = start, end, quoted, before
        self.subject: str | None = None
        self.said = Said()
        self.passive = False
        self.spoken = self.clause = start  # where the last verb of saying ends, and the clause begins
        self.source = False  # whether somebody is given as the source: "according to Ozols"

    def _is_negated(self, start: int, begin: int, end: int) -> bool:
        """Whether a verb is denied or hearsay: "never said", "n'a pas dit", "would have said"; not "not only said"."""
        since = max(start, begin - 40, self.text.rfind(",", start, begin) + 1)
        mentioned = self.subjects.mentions_in(since, begin)
        if mentioned and not self.wording.pattern("relatives").fullmatch(self.text[mentioned[-1].end : begin].strip()):
            since = mentioned[-1].end  # but "it was not Lindqvist who said" denies it
        words = self.text[since:end]
        if self.wording.pattern("only").search(words):
            return False
        clause = self.text[max(start, begin - 80, self.text.rfind(",", start, begin) + 1) : begin]
        if self.wording.pattern("hypotheses").match(clause.lstrip()):
            return True
        return bool(
            self.wording.pattern("negations").search(words)
            or re.search(rf"{alternatives('saying.negative_endings')}\b", words)
            or self.wording.pattern("conditionals").search(words)
        )

    def _is_at_second_hand(self, subject: str, start: int, begin: int) -> bool:
        """Whether others report the subject's words: "according to Petrov, Ozols said", "claims that Ozols"."""
        if subject in (PRONOUN, OTHER):
            return False
        mentioned = self.subjects.mentions_in(start, begin)
        clause = self.text[start : mentioned[-1].start if mentioned else begin]
        alleged = f"{self.wording.of('allegations')}|{self.wording.of('untrue')}"
        that = self.wording.of("that")
        claimed = rf"(?={self.wording.of('claims')})[^,;]{{0,40}}?{that}"
        return (self.source and subject != LEFT_OUT) or bool(
            re.search(rf"(?:{alleged}|{claimed})\s*{_TITLES}$", clause, re.IGNORECASE)
        )

    def _subject_of_gerund(self, start: int, begin: int) -> str | None:
        """Who a gerund is about, if the sentence says it of somebody else: "heard Petrov saying"; otherwise None.

        After "was interrupted by Petrov, saying", it is `OTHER`.
        """
        *_, heard = [None, *self.wording.pattern("witnesses").finditer(self.text, start, begin)]
        if heard and "," not in self.text[heard.end() : begin]:
            who = self.subjects.subject_behind(heard.end(), begin)[0]
            return OTHER if who in (LEFT_OUT, PRONOUN) else who
        passive = rf"{self.wording.of('passives')}\s+\w+\s+{self.wording.of('agents')}\s+\w"
        return OTHER if re.search(passive, self.text[start:begin], re.IGNORECASE) else None

    def _is_noun(self, place: int) -> bool:
        """Whether the word at `place` comes after an article: "the saying"."""
        before = tokens(self.text[max(self.start, place - 20) : place])
        return bool(before) and self.wording.has(before[-1], "determiners")

    def _is_of_writing(self, start: int, begin: int) -> bool:
        """Whether the subject of a verb is something written: "held a sign saying", "a letter that says"."""
        told = rf"{self.wording.of('writings')}\s+(?:{self.wording.of('relatives')}\s+)?$"
        return bool(re.search(told, self.text[start:begin], re.IGNORECASE))

    def _is_of_another(self, start: int, end: int) -> bool:
        """Whether somebody is said to quote another person: "a rappelé Ozols, citant Kennedy"."""
        found = self.wording.pattern("quoters").search(self.text, start, end)
        return found is not None and bool(re.match(r"\s+[A-ZÀ-Þ]", self.text[found.end() : end]))

    def _is_joint(self, start: int, end: int) -> bool:
        """Whether the words are said to be several people's: "in a joint statement with Ozols"."""
        return self.wording.pattern("jointly").search(self.text, start, end) is not None

    def _resolve(self, subject: str, place: int) -> str | None:
        """Who a subject is: if left out, the subject of the sentence; for a pronoun, the only person it can mean."""
        if subject == LEFT_OUT and self.subject is not None:
            return self.subject
        if subject in (LEFT_OUT, PRONOUN):
            return self._resolve_pronoun(place)
        return None if subject == OTHER else subject

    def _resolve_pronoun(self, place: int) -> str | None:
        """The only person "he" can mean: named in this sentence, or else in the last one that names anybody."""
        people = people_in(self.subjects, self.start, place)
        if people == {OTHER}:
            return None
        if people:
            free = re.search(rf"\b{alternatives('saying.free_relatives')}\W+\w+\W*$", self.text[self.start : place])
            return next(iter(people)) if len(people) == 1 else self.subject if free else None
        for known in reversed(self.before[-_BACK:]):
            people = (
                known.people | ({known.last} if known.last else set()) | ({OTHER} if known.last == NOBODY else set())
            )
            if people:
                return next(iter(people)) if len(people) == 1 and OTHER not in people else None
        return self.subjects.cast.only or None

    def _name_or_nobody(self, who: str) -> str:
        return NOBODY if who in (LEFT_OUT, PRONOUN, OTHER) else who

    def speaker_of_words_before(self) -> str | None:
        """Who said the words of the sentence before, where this one adds only that: "Lo ha detto Ozols."; else None."""
        return self._speaker_before(self.start, self.end)

    def _speaker_before(self, start: int, limit: int) -> str | None:
        """Who said what comes before `start`, where "lo ha detto Ozols" or "c'est ce qu'a dit Ozols" follows."""
        begin = self._skip(_MARKS, start, limit)
        found = self.wording.pattern("resumptions").match(self.text, begin, limit)
        if not found:
            return None
        event = self.wording.events.search(self.text, begin, limit)
        if event is None:
            who, read = self.subjects.subject_behind(found.end(), limit)
            rest = tokens(self.text[read:limit])
            told = not rest or self.wording.has(rest[0], "prepositions") or rest[0] in ".,"
            return who if told and who not in (LEFT_OUT, PRONOUN, OTHER) else None
        if event.lastgroup not in ("verb", "inverted", "wish"):
            return NOBODY
        plain = not self.text[found.end() : event.start()].strip()
        who = (
            self.subjects.subject_behind(event.end(), limit)[0]
            if plain
            else self.subjects.before(found.end(), event.start())
        )
        return None if who in (LEFT_OUT, PRONOUN) else self._name_or_nobody(who)

    def _skip(self, pattern: re.Pattern[str], place: int, limit: int) -> int:
        found = pattern.match(self.text, place, limit)
        return found.end() if found else place
