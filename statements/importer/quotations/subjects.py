"""Find the subject of a verb: the noun phrase before it in its clause, or after it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from statements.importer.quotations.names import Cast, Mention
from statements.importer.quotations.offices import OfficeHolder, office_words
from statements.importer.quotations.wording import MASK, Wording, tokens

# Possible subjects besides a slug: left out, as in "and said"; a pronoun; or anybody else.
LEFT_OUT, PRONOUN, OTHER = " left out", " pronoun", " other"
_FEW, _NEAR = 4, 4  # few words, and few names next to a verb that may be its subject
_LONGEST = 600  # the most characters examined between the start of a clause and its verb
_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\s))")


class Subjects:
    """Finds the subjects of verbs in one paragraph, in which words in quotation marks are masked."""

    def __init__(self, text: str, wording: Wording, cast: Cast, places: Sequence[OfficeHolder] = ()) -> None:
        self.text, self.wording, self.cast, self.places = text, wording, cast, places
        self.mentions = [self._check_mention(each) for each in cast.mentions(text)]

    def _check_mention(self, mention: Mention) -> Mention:
        """A mention; nobody's if the name continues before or after it: "Marta Bruni", "Bruni Costa"."""
        own = self.text[mention.start : mention.end]
        behind = re.match(r"\s+([A-ZÀ-Þ][\w'’-]*)", self.text[mention.end : mention.end + 60])
        if behind and not own.isupper() and not self.wording.has(behind[1], "offices", "adverbs"):
            return Mention(mention.start, mention.end + behind.end(), "")
        before = tokens(self.text[max(0, mention.start - 80) : mention.start])
        if before and not self.cast.is_full(own) and self._is_given_name(before):
            return Mention(mention.start, mention.end, "")
        return mention

    def _is_given_name(self, before: list[str]) -> bool:
        """Whether the word before a family name is part of the name: capitalised, and neither an office nor a place."""
        last, earlier = before[-1], before[-2] if len(before) > 1 else "."
        small: tuple[str, ...] = (
            "offices",
            "prepositions",
            "subordinators",
            "determiners",
            "adverbs",
            "contrasts",
            "that",
            "genitives",
        )
        small += ("conjunctions", "verbs", "manners", "sources", "participles", "pronouns", "comparisons", "topics")
        if not last[:1].isupper() or self.wording.has(last, *small):
            return False
        return not (self.wording.has(earlier, "prepositions", "genitives") or self._qualifies(before))

    def _qualifies(self, before: list[str]) -> bool:
        """Whether a capitalised word belongs to an office before it: "Ministro Esteri", "Premier italiano"."""
        return len(before) > 1 and self.wording.has(before[-2], "offices") and before[-1].isupper()

    def before(self, start: int, verb: int) -> str:
        """The subject of a verb that begins at `verb`, in the words before it from `start` on.

        "Defence Minister Bruni, who was in Rome," -> Bruni; "and" -> left out; "she" -> a pronoun;
        "the Kremlin" -> other.
        """
        start = max(
            start, verb - _LONGEST, self.text.rfind(";", start, verb) + 1, self.text.rfind(":", start, verb) + 1
        )
        end = self._skip_adverbs(start, verb)
        words = self.text[start:end]
        return self._subject_before_insertions(start, end) if words.rstrip().endswith(",") else self._plain(start, end)

    def _skip_adverbs(self, start: int, end: int) -> int:
        """Where the words before a verb end, leaving out adverbs and whatever else comes between subject and verb."""
        while True:
            found = re.search(r"([^\W\d_]+['’]?)\s*$", self.text[start:end])
            if not found or found[1] == "n" or not self.wording.has(found[1], "adverbs", "negations", "clitics"):
                return end
            end = start + found.start()

    def _plain(self, start: int, end: int) -> str:
        """The subject in the last clause before a verb: from the last word that begins a clause."""
        begun, joint, relative = start, False, False
        for match in self.wording.boundary.finditer(self.text, start, end):
            if self._is_inside_name(match.start()):
                continue
            begun = match.end()
            joint = self.wording.has(match[0], "conjunctions")
            relative = bool(self.wording.pattern("relatives").fullmatch(match[0]))
            opened = match.start()
        clause = self.text.rfind(",", begun, end) + 1 or begun
        words = self.text[clause:end]
        if not words.strip(f" ,\u00a0{MASK}"):
            return self._antecedent(opened) if relative and clause == begun else LEFT_OUT
        if self.wording.pattern("pronouns").fullmatch(words.strip()):
            return PRONOUN
        mention = self._subject_in(clause, end)
        if mention is None:
            return self._holder(words)
        return OTHER if joint and self._is_joint(begun, mention) else mention.who or OTHER

    def _is_inside_name(self, place: int) -> bool:
        return any(each.start <= place < each.end for each in self.mentions_in(place - 200, place + 200))

    def _is_joint(self, begun: int, mention: Mention) -> bool:
        """Whether "and" joins two subjects, little before it and only titles after: "the minister and Lindqvist"."""
        before = tokens(self.text[max(0, begun - 60) : begun])[:-1]
        clause = before[max((place for place, each in enumerate(before) if each in ",.;:"), default=-1) + 1 :]
        short = 0 < len(clause) <= _FEW and not any(self.wording.has(each, "verbs", "participles") for each in clause)
        named = self.mentions_in(begun - 200, begun)
        titles = tokens(self.text[begun : mention.start])
        return (short or bool(named and named[-1].end >= begun - _FEW)) and all(
            self.wording.has(each, "offices", "determiners") for each in titles
        )

    def _subject_before_insertions(self, start: int, end: int) -> str:
        """The subject before insertions between commas: "Ozols, who hosted the meeting," and "the minister, Bruni,"."""
        parts, place = list[tuple[int, int]](), start
        for piece in self.text[start:end].rstrip().rstrip(",").split(","):
            parts.append((place, place + len(piece)))
            place += len(piece) + 1
        for first, last in reversed(parts[1:]):
            found = self._subject_in(first, last)
            if found:
                return found.who or OTHER
        return LEFT_OUT if len(parts) == 1 and self._is_adverbial(*parts[0]) else self._plain(*parts[0])

    def _is_adverbial(self, start: int, end: int) -> bool:
        """Whether words before a comma are not a subject: "In Rome,", "Asked about it,"."""
        words = tokens(self.text[start:end])
        return not words or self.wording.has(words[0], "prepositions", "adverbs", "genitives", "conjunctions")

    def _antecedent(self, relative: int) -> str:
        """The person before "who"; nobody after "the spokesman of Lindqvist"."""
        before = self.text[:relative].rstrip(" ,\u00a0")
        mention = next(iter(self.mentions_in(len(before) - 200, len(before))[-1:]), None)
        if mention is None or mention.end != len(before):
            return OTHER
        before_it = tokens(self.text[max(0, mention.start - 60) : mention.start])
        return OTHER if self._belongs(before_it, "genitives") else mention.who or OTHER

    def _subject_in(self, start: int, end: int) -> Mention | None:
        """The mention that heads the noun phrase at `start`, followed only by adverbs."""
        for mention in self.mentions_in(start, end)[-_NEAR:]:
            if self._heads(start, mention) and self._is_tail(mention.end, end):
                return mention
        return None

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions in text[start:end]."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        last = bisect_right(self.mentions, end, key=lambda mention: mention.end)
        return self.mentions[first:last]

    def _heads(self, start: int, mention: Mention, *, adjectives: bool = True) -> bool:
        """Whether the words before a name are its titles: "the Italian Defence Minister", not "the guest of"."""
        if _POSSESSIVE.match(self.text, mention.end):
            return False
        before = tokens(self.text[start : mention.start].replace(MASK, " "))
        if before[-1:] == [","]:
            before.pop()
        before = before[self._adverbial(before) :]
        return self._are_titles(before, adjectives=adjectives) and not self._belongs(before)

    def _are_titles(self, before: list[str], *, adjectives: bool) -> bool:
        office = False
        while before and self.wording.has(before[0], "adverbs"):
            before = before[1:]
        for word in before:
            known = self.wording.has(word, "offices", "determiners", "genitives", "conjunctions")
            name = word[:1].isupper() and not self.wording.has(
                word, "prepositions", "subordinators", "negations", "pronouns", "sources", "comparisons", "topics"
            )
            if not (known or name or (adjectives and office and word.isalpha() and word.islower())):
                return False
            office = self.wording.has(word, "offices")
        return True

    def _adverbial(self, before: list[str]) -> int:
        """How many words of an adverbial come at the start of a clause: "In Riga", "Al termine dell'incontro"."""
        if not before or not self.wording.has(before[0], "prepositions", "genitives"):
            return 0
        small = ("prepositions", "genitives", "determiners", "offices", "clitics")
        if len(before) < _FEW and not self.wording.has(before[-1], *small):
            return len(before)
        for place in range(len(before) - 1, 1, -1):
            if self.wording.has(before[place], "determiners") and not self.wording.has(before[place - 1], *small):
                return place
        return 2 if len(before) > 2 and before[1][:1].isupper() else 0

    def _belongs(self, before: list[str], *names: str) -> bool:
        """Whether a name with its titles comes after a preposition: "the guest of Minister", "with President"."""
        words, title = list(before), False
        names = names or ("prepositions", "genitives", "agents", "sources", "comparisons")
        while words and self.wording.has(words[-1], "offices", "determiners"):
            if self.wording.has(words[-1], *names):  # "a" in a text whose language is unknown
                return True
            title = title or self.wording.has(words[-1], "offices")
            words.pop()
        while (
            title and words and words[-1][:1].isupper() and not self.wording.has(words[-1], "prepositions", "genitives")
        ):
            words.pop()
        return bool(words) and self.wording.has(words[-1], *names)

    def _is_tail(self, start: int, end: int) -> bool:
        """Whether words may come between a subject and its verb: adverbs, "on Tuesday", "himself"."""
        words = tokens(self.text[start:end])
        if not words:
            return True
        if any(self.wording.has(word, "subordinators", "relatives", "that", "conjunctions") for word in words):
            return False
        if self.wording.events.search(self.text, start, end) or any(word == "," for word in words):
            return False
        own = self.text[start:end].strip()
        manner = self.wording.manner_endings
        return bool(re.match(rf"\w+(?:{manner})\b", own)) or self.wording.has(
            words[0], "adverbs", "prepositions", "negations", "auxiliaries", "passives"
        )

    def subject_behind(self, start: int, end: int) -> tuple[str, int]:
        """The subject after a verb or a preposition that ends at `start`, and where its words end.

        " the Italian Defence Minister, Paolo Bruni, in Rome" -> Bruni; " the Kremlin" -> other; " in Rome" -> left out.
        """
        start = self._skip_adverbial(start, end)
        stop = self._clause_end(start, end)
        for mention in self.mentions_in(start, min(end, start + _LONGEST))[:_NEAR]:
            near = mention.start <= stop or self._is_apposed(start, stop, mention)
            if near and self._heads(start, mention):
                return OTHER if self._is_joined(mention.end) else mention.who or OTHER, mention.end
        words = tokens(self.text[start:stop])
        if not words or self.wording.has(words[0], "prepositions", "adverbs", "that", "conjunctions", "manners"):
            return LEFT_OUT, start
        return self._holder(self.text[start:stop]), stop

    def _skip_adverbial(self, start: int, end: int) -> int:
        """Where an insertion between commas after a verb ends: "ha assicurato, al termine del vertice, Bruni"."""
        found = re.match(r"\s*,\s*([^,.;:!?\ue000]{2,60}),", self.text[start : min(end, start + 80)])
        words = tokens(found[1]) if found else []
        if found and words and self.wording.has(words[0], "prepositions", "adverbs", "genitives"):
            return start + found.end()
        return start

    def _is_apposed(self, start: int, stop: int, mention: Mention) -> bool:
        """Whether a name between commas belongs to an office: "said the minister, Paolo Bruni, in Rome"."""
        named = any(self.wording.has(word, "offices") for word in tokens(self.text[start:stop]))
        closed = re.match(rf"\s*(?:[,.;:!?{MASK}]|$)", self.text[mention.end : mention.end + 5])
        return named and bool(closed) and not self.text[stop : mention.start].strip(" ,\u00a0")

    def _clause_end(self, start: int, end: int) -> int:
        for match in re.finditer(rf"[,.;:!?{MASK}]", self.text[start : min(end, start + _LONGEST)]):
            before = self.text[start : start + match.start()].rsplit(None, 1)
            short = bool(before) and (
                len(before[-1]) == 1 or self.wording.has(before[-1], "offices") and len(before[-1]) < 5
            )
            if match[0] != "." or not short or not self.text[start + match.end() : end].strip():
                return start + match.start()
        return end

    def opening(self, start: int, end: int) -> str:
        """Who the clause at `start` is about, by its first words: the slug of a name that heads it, or `OTHER`."""
        places = [start, *(start + match.end() for match in re.finditer(",", self.text[start:end]))]
        for mention in self.mentions_in(start, end)[:_NEAR]:
            if self._is_followed_by_another(mention.end):
                continue
            begun = max(place for place in places if place <= mention.start)
            apposed = begun > start and not self.text[begun : mention.start].strip()
            earlier = max((place for place in places if place < begun), default=begun) if apposed else begun
            for first in {begun, earlier}:
                if self._heads(first, mention, adjectives=False):
                    return mention.who or OTHER
        return OTHER

    def _is_followed_by_another(self, place: int) -> bool:
        """Whether "and" comes after a name, with no verb of saying after it: "Lindqvist and Ozols were"."""
        joined = re.compile(rf"\s+(?:{self.wording.of('conjunctions')})\s+", re.IGNORECASE).match(self.text, place)
        return bool(joined) and not self.wording.events.match(self.text, joined.end())  # type: ignore[union-attr]

    def _is_joined(self, place: int) -> bool:
        """Whether another name follows after "and": "said Lindqvist and Ozols"."""
        joined = rf"\s+(?:{self.wording.of('conjunctions')})\s+([^\W\d_]+)"
        found = re.compile(joined, re.IGNORECASE).match(self.text, place)
        return found is not None and found[1][0].isupper()

    def _holder(self, words: str) -> str:
        """The only holder of an office that is mentioned without its holder: "the secretary general"."""
        named = office_words(tokens(words), self.wording)
        if not named:
            return OTHER
        holders = {each.who for each in self.places if named <= each.words and self._is_same_office(named, each.words)}
        return next(iter(holders)) or OTHER if len(holders) == 1 else OTHER

    def _is_same_office(self, named: frozenset[str], held: frozenset[str]) -> bool:
        return {word for word in named if self.wording.has(word, "offices")} == {
            word for word in held if self.wording.has(word, "offices")
        }
