"""Read a sentence from left to right to find who says the quoted words in it."""

from __future__ import annotations

import re

from statements.importer.quotations.introductions import has_attitude, speaker_before_colon
from statements.importer.quotations.marks import Quoted
from statements.importer.quotations.people import may_be_somebody, people_in
from statements.importer.quotations.reader import NOBODY, Known, Reader, Said
from statements.importer.quotations.subjects import LEFT_OUT, OTHER, PRONOUN
from statements.importer.quotations.things import names_a_thing
from statements.importer.quotations.wording import MASK, tokens
from statements.importer.vocabulary import alternatives

_AS_SAYING = re.compile(rf"\b{alternatives('saying.as_saying')}\b")
_REPORTING = re.compile(rf"\b{alternatives('saying.reporting')}\s+$")
_LONGEST = 2_000  # the most characters read before a quotation
_BETWEEN = re.compile(r"[\s,\u00a0]*")
_ELIDED = re.compile(rf"\s*(?:{alternatives('saying.elided')}['’])?")  # comme l'a dit
# in Ozols’s words
_OWNED = re.compile(rf"([^\W\d_][\w-]*)['’]s?\s+(?:(?:{alternatives('saying.own')}\s+)?(\w+)[\s,:]*)?$")
_LAST_WORD = re.compile(rf"([^\W\d_]+)(?:\s+{alternatives('saying.elided')}['’]|['’])?\s*$")
_WHAT = re.compile(rf"\s+{alternatives('saying.what')}")  # secondo quanto ha detto


class Sentence(Reader):
    """One sentence of a paragraph, text[start:end], and who the words quoted in it belong to."""

    def read(self) -> tuple[list[str | None], Known]:
        """Who said each quotation, None where nothing tells; and what is passed on to the next sentence."""
        owners = list[str | None]()
        asked = self.text[self.start : self.end].rstrip().endswith("?")
        self._open(self.start, min(self.quoted[0].outer if self.quoted else self.end, self.start + _LONGEST))
        place = self.start
        for number, quoted in enumerate(self.quoted):
            self._read_to(max(place, quoted.outer - _LONGEST), quoted.outer)
            following = self.quoted[number + 1].outer if number + 1 < len(self.quoted) else self.end
            owner, place = self._owner(place, quoted, following)
            owners.append(NOBODY if asked else owner)
        self._read_to(max(place, self.end - _LONGEST), self.end)
        return owners, self._find_known(owners)

    def _find_known(self, owners: list[str | None]) -> Known:
        people = people_in(self.subjects, self.start, self.end)
        ends = self.text[self.start : self.end].rstrip().endswith(":")
        colon = self._find_said(self.end).who if ends else None
        last = owners[-1] if owners else None
        return Known(self.subject, people, last, bool(owners), colon)

    def _open(self, start: int, end: int) -> None:
        """The subject of the first clause holds until a verb of saying tells more."""
        stop = self.text.find(";", start, end)
        view = self.wording.pattern("views").match(self.text, start, end)
        if view:
            who, read = self.subjects.subject_behind(view.end(), end)
            if who not in (LEFT_OUT, PRONOUN, OTHER) and re.match(r"\s*,", self.text[read : read + 2]):
                self.said = Said(who, sure=True)
            return
        found = self.subjects.opening(start, end if stop < 0 else stop)
        if found != OTHER:
            self.subject, self.said = found, Said(found)

    # Before the words

    def _find_said(self, place: int) -> Said:
        """Who has the words at `place`: by a verb of saying, a colon after a name, or an attitude."""
        if self.said.sure:
            return self.said
        if self.text[self.clause : place].rstrip().endswith(":"):
            who = speaker_before_colon(self.subjects, self.clause, place)
            return self.said if who is None and not self.said.who else Said(who)
        return self.said if not self.said.who or has_attitude(self.subjects, self.clause, place) else Said(None)

    def _read_to(self, start: int, end: int) -> None:
        """Take in everything before a quotation that tells whose it is."""
        place = start
        while match := self.wording.events.search(self.text, place, end):
            place = self._take(match.lastgroup or "", start, match.start(), match.end(), end)

    def _take(self, kind: str, start: int, begin: int, end: int, limit: int) -> int:
        """One of `Wording.events`. Returns where to read on."""
        if kind == "comparison":
            return self._compare(begin, end, limit)
        if kind in ("untrue", "topic", "claim"):
            self.said = Said(NOBODY, sure=True)
        elif kind in ("source", "words"):
            return self._source(begin, end, limit)
        elif kind == "gerund" and _REPORTING.search(self.text[max(0, begin - 5) : begin]):
            return end  # "quoted Ozols as saying"
        elif kind == "gerund" and self._is_noun(begin):
            self.said = Said(NOBODY, sure=True)  # "of the saying"
        elif kind == "contrast":
            self._contrast(end, limit)
        elif kind == "quoter":
            who, read = self.subjects.subject_behind(end, limit)
            self.said = Said(self._name_or_nobody(who), sure=True)
            return max(read, end)
        elif kind in ("passive", "reduced"):
            self._passive(begin, end, limit)
        else:
            self._say(kind, start, begin, end, limit)
        return end

    def _compare(self, begin: int, end: int, limit: int) -> int:
        """ "Contrary to what Ozols said," is skipped up to the comma: that person did not say what follows."""
        if self.said.sure:  # "rather than" inside what is said
            return end
        self.said = Said(None)
        comma = self.text.find(",", end, limit)
        stop = limit if comma < 0 else comma
        if self.subject in {each.who for each in self.subjects.mentions_in(begin, stop)}:
            self.subject = None
        if comma >= 0:
            self._open(comma + 1, limit)
        return stop

    def _source(self, begin: int, end: int, limit: int) -> int:
        """ "According to Ozols": his; "according to the Kremlin": nobody's; "secondo quanto ha detto": read on."""
        before = re.search(r"([^\W\d_]+['’]?)\s*$", self.text[max(0, begin - 20) : begin])
        if before and self.wording.has(before[1], "determiners"):  # "il secondo punto"
            return end
        if _WHAT.match(self.text, end):
            return end
        who, read = self.subjects.subject_behind(end, limit)
        self.said, self.source = Said(self._name_or_nobody(who), sure=True), True
        return max(read, end)

    def _contrast(self, end: int, limit: int) -> None:
        """A new clause: it has its own subject, or the same one if it leaves it out; otherwise it is nobody's."""
        found, parallel = self.subjects.opening(end, limit), self.said.sure and bool(self.said.who)
        self.clause, self.source = end, False
        if found != OTHER:  # "Quist called it “…”, while Ozols was “…”"
            self.subject, self.said = found, Said(found, sure=parallel)
            return
        rest = self.text[end:limit].strip(" ,\u00a0")
        first = re.match(r"[^\W\d_]+['’]?", rest)
        same = not rest or (
            first and self.wording.has(first[0], "that", "pronouns", "adverbs", "negations", "prepositions")
        )
        event = self.wording.events.match(
            self.text, end + len(self.text[end:limit]) - len(self.text[end:limit].lstrip())
        )
        if not same and not event:
            self.said = Said(NOBODY)

    def _passive(self, begin: int, end: int, limit: int) -> None:
        """ "was called by Ozols": his; "was told": nobody's, unless "by Ozols" comes after the words."""
        agent = self.wording.pattern("agents").search(self.text, end, min(limit, end + 60))
        who = self.subjects.subject_behind(agent.end(), limit)[0] if agent else None
        self.said = Said(NOBODY if who is None else self._name_or_nobody(who), sure=True)
        self.passive = who is None

    def _say(self, kind: str, start: int, begin: int, end: int, limit: int) -> None:
        """A verb of saying: its subject's; nobody's where it is denied, doubted or did not happen."""
        self.passive = False
        subject = self._subject(kind, start, begin, end, limit)
        who = self._resolve(subject, begin)
        if kind == "plural":
            entry = self.subjects.cast.entries.get(who or "")
            who = who if entry and entry.collective else None
        if kind not in ("gerund", "infinitive") or subject not in (LEFT_OUT, OTHER):
            self.subject = who
        plain = "," not in self.text[max(start, self.spoken) : begin]
        self.spoken = end
        held = kind in ("denial", "hearsay", "infinitive") or self._is_negated(start, begin, end)
        held = held or self._is_at_second_hand(subject, start, begin) or self._is_joint(self.start, begin)
        within = self.said == Said(NOBODY, sure=True) and (kind == "infinitive" or (kind == "gerund" and plain))
        self.said = Said(NOBODY if held or within else who or NOBODY, sure=True)

    def _subject(self, kind: str, start: int, begin: int, end: int, limit: int) -> str:
        if kind == "inverted":
            return PRONOUN
        if kind in ("gerund", "verb") and self._is_of_writing(start, begin):
            return OTHER
        if kind == "gerund" and (who := self._subject_of_gerund(start, begin)) is not None:
            return who
        found = self.subjects.before(start, begin)
        if kind == "gerund" and self.wording.pattern("genitives").search(self.text, max(start, begin - 5), begin):
            return OTHER  # "accused Ozols of saying"
        if found == OTHER and start < self.spoken < begin and "," not in self.text[self.spoken : begin]:
            found = self.subjects.before(self.spoken, begin)  # "Lindqvist said Ozols had said"
        if kind in ("gerund", "wish", "infinitive") and found == OTHER:
            return LEFT_OUT
        if found == LEFT_OUT and kind == "verb" and self._may_follow(start, begin):
            found = self.subjects.subject_behind(end, limit)[0]
        return found

    def _may_follow(self, start: int, begin: int) -> bool:
        """Whether the subject may come after the verb: at the start of a sentence, or after "as", "come", "comme"."""
        before = _LAST_WORD.search(self.text[start:begin])
        return (
            before is None
            and start == self.start
            or bool(before and self.wording.has(before[1], "manners", "subordinators"))
        )

    # After the words

    def _owner(self, place: int, quoted: Quoted, limit: int) -> tuple[str | None, int]:
        """Whose a quotation is, by what comes before and after it; and where to read on."""
        left, pending = self._find_said(quoted.outer), self.passive
        right, read = self._find_behind(quoted.after, limit, forward=left.sure and not pending)
        if (possessed := self._find_possessor(quoted.outer)) is not None:
            return possessed, quoted.after
        if self._leaves_out_verb(place, quoted.outer, left.who):
            return NOBODY, quoted.after
        if names_a_thing(self.subjects, quoted, self.start, self.end):
            return NOBODY, quoted.after
        if right is None:
            return (self._speaker_before(quoted.after, limit) if left.who is None else left.who), quoted.after
        owner = right if pending or not left.sure or right == left.who else NOBODY
        self.said, self.clause, self.source = Said(right, sure=True), read, False
        self.subject = right or self.subject
        return owner, read

    def _leaves_out_verb(self, start: int, end: int, who: str | None) -> bool:
        """Whether another name comes between two quotations without a verb: "Quist said “…”, Ozols that “…”"."""
        if start == self.start or not re.search(r"\w\s*$", self.text[max(start, end - 40) : end]):
            return False
        that = self.wording.pattern("that").search(self.text, max(start, end - 12), end)
        others = {each.who for each in self.subjects.mentions_in(start, end)} - {who}
        return bool(that and others) and self.wording.events.search(self.text, start, end) is None

    def _find_possessor(self, place: int) -> str | None:
        """Whose words they are, if that is stated before the mark: "in Ozols’s words, “…”"."""
        found = _OWNED.search(self.text, max(self.start, place - 60), place)
        if not found:
            return None
        noun, who = found[2] or "", [each.who for each in self.subjects.mentions if each.end == found.end(1)]
        if who:
            return who[0] if self.wording.has(noun, "utterances") else None
        free = may_be_somebody(self.subjects, self.start, *found.span(1))
        return NOBODY if free and (not noun or self.wording.has(noun, "utterances")) else None

    def _find_behind(self, start: int, limit: int, *, forward: bool) -> tuple[str | None, int]:
        """Who said the words before `start`, by "said Ozols", "according to Ozols"; None where nobody is named.

        forward: the words have been introduced, so "Ozols said:" introduces the next ones.
        """
        begin = self._skip(_BETWEEN, start, limit)
        manner = self.wording.pattern("manners").match(self.text, begin, limit)
        after = self._skip(_ELIDED, manner.end(), limit) if manner else begin
        if self.passive and (agent := self.wording.pattern("agents").match(self.text, begin, limit)):
            who, read = self.subjects.subject_behind(agent.end(), limit)
            self.said = Said()
            return self._name_or_nobody(who), max(read, agent.end())
        event = self.wording.events.search(self.text, after, limit)
        if event is None and manner and not forward:  # "così Bruni"
            who, read = self.subjects.subject_behind(after, limit)
            return self._name_or_nobody(who) or None, max(read, start)
        if event is None:
            return None, start
        kind, (first, last) = event.lastgroup or "", event.span()
        if kind == "source" and first == begin and not _WHAT.match(self.text, last):
            who, read = self.subjects.subject_behind(last, limit)
            return self._name_or_nobody(who), max(read, last)
        if kind == "quoter" and _AS_SAYING.search(self.text, last, limit):  # "“…”, the Post quoted Ozols as saying"
            return self._name_or_nobody(self.subjects.subject_behind(last, limit)[0]), limit
        if kind not in ("verb", "inverted", "hearsay", "denial") and (kind, first) != ("wish", begin):
            return None, start
        return self._verb_behind(kind, after, first, last, limit, forward=forward, as_said=manner is not None)

    def _verb_behind(
        self, kind: str, start: int, first: int, last: int, limit: int, *, forward: bool, as_said: bool
    ) -> tuple[str | None, int]:
        """A verb after the words, and its subject: "said Ozols", "a-t-il dit", "Ozols said"; else as `_find_behind`.

        as_said: "as Ozols said", which adds nothing if the words have been introduced.
        """
        read = last
        if forward and as_said:
            return None, start
        if kind == "inverted":
            subject = PRONOUN
        elif all(self.wording.has(word, "clitics") for word in tokens(self.text[start:first])):  # "lui a répondu Ozols"
            subject, read = self.subjects.subject_behind(last, limit)
        else:
            subject = self.subjects.before(start, first)
            elsewhere = subject == LEFT_OUT or (subject == OTHER and kind == "denial")
            if elsewhere or self._begins_clause(start) or self._introduces(last, limit, forward=forward):
                return None, start
        held = kind in ("hearsay", "denial") or self._is_negated(start, first, last) or self._is_not_what(start, first)
        held = held or self._is_joint(self.start, limit) or self._is_of_another(last, limit)
        return NOBODY if held else self._resolve(subject, first) or NOBODY, max(read, last)

    def _is_not_what(self, start: int, verb: int) -> bool:
        """Whether the words are explicitly not somebody's: "“…” is not what Ozols said"."""
        plain = self.text.find(",", start, verb) < 0
        return plain and self.wording.pattern("negations").search(self.text, start, verb) is not None

    def _begins_clause(self, place: int) -> bool:
        """Whether a new clause begins: "and Ozols said", "which Ozols called", "before Ozols spoke"."""
        names = ("subordinators", "contrasts", "relatives", "conjunctions", "that", "comparisons")
        begun = any(self.wording.pattern(name).match(self.text, place) for name in names)
        return begun or self.text.startswith(";", place)

    def _introduces(self, place: int, limit: int, *, forward: bool) -> bool:
        """Whether a verb introduces what follows: "Ozols said that"; "Ozols said:" after words already introduced."""
        rest = self.text[place:limit]
        if self.wording.pattern("that").match(self.text, place + len(rest) - len(rest.lstrip())):
            return True
        return forward and (":" in rest or self.text[limit : limit + 1] == MASK)
