"""Attribute quotations to people: the verb and its subject decide, and where they leave it open nobody is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from statements.importer.draft import DraftParagraph, DraftQuotation
from statements.importer.manifest import SpeakerEntry
from statements.importer.quotations.marks import Quoted, find_quotations
from statements.importer.quotations.names import Cast
from statements.importer.quotations.offices import OfficeHolder
from statements.importer.quotations.people import people_in, places_in
from statements.importer.quotations.sentences import NOBODY, Known, Sentence
from statements.importer.quotations.subjects import Subjects, office_words
from statements.importer.quotations.things import is_title
from statements.importer.quotations.wording import MASK, Wording, tokens, wording_of
from statements.importer.vocabulary import alternatives

# Fewer words in quotation marks are an expression kept at a distance ("out of area"), not somebody's words.
_QUOTED_WORDS = 4
_INCISE = 400  # characters of a quotation in which "a déclaré Quist" may be inserted
_DASHES = str.maketrans("–—()[]", ",,,,,,")
_END = re.compile(rf"(?<![.!?…])[.!?…]++[\s\u00a0]++(?=[A-ZÀ-Þ{MASK}])")
_ABBREVIATION = re.compile(rf"\b(?:{alternatives('saying.abbreviations')}|[A-ZÀ-Þ])\.$")
_JOINED = re.compile(rf"\s{alternatives('turns.joining')}\s")


def attribute_quotations(paragraphs: list[DraftParagraph], quoted: list[SpeakerEntry]) -> list[DraftParagraph]:
    """Find the quotations and say whose they are, among the people known to be quoted in the document.

    Reads: text of paragraphs. Writes: quotations.
    Example: 'Minister Tajani added that “Italy forcefully supports…”' -> Tajani's.
    """
    if not quoted:
        return paragraphs
    found = quotations_in([each.text for each in paragraphs], quoted)
    return [replace(each, quotations=tuple(own)) for each, own in zip(paragraphs, found, strict=True)]


def quotations_in(texts: Sequence[str], quoted: Iterable[SpeakerEntry]) -> list[list[DraftQuotation]]:
    """The quotations of each paragraph in `texts`, one document, with their speakers; those of nobody are left out.

    quoted: the people known to be quoted in the document.
    """
    marked = [find_quotations(text, following) for text, following in zip(texts, [*texts[1:], ""], strict=True)]
    masked = [_mask(text, words) for text, words in zip(texts, marked, strict=True)]
    wording, cast = wording_of(masked), Cast(quoted)
    document = MaskedDocument(masked, wording, cast)
    owners = [document.owners(number, words, texts[number]) for number, words in enumerate(marked)]
    _join(marked, owners)
    return [
        [
            DraftQuotation(each.start, each.end, who)
            for each, who in zip(words, whose, strict=True)
            if who and (each.open or _is_long(texts[number][each.start : each.end]))
        ]
        for number, (words, whose) in enumerate(zip(marked, owners, strict=True))
    ]


def _is_long(words: str) -> bool:
    return len(words.split()) >= _QUOTED_WORDS


def _mask(text: str, quoted: Sequence[Quoted]) -> str:
    """`text` with its quotations masked, and dashes and brackets turned into commas; its length stays the same."""
    pieces, place = list[str](), 0
    for each in quoted:
        pieces += [text[place : each.outer].translate(_DASHES), MASK * (each.after - each.outer)]
        place = each.after
    return "".join([*pieces, text[place:].translate(_DASHES)])


def _join(marked: list[list[Quoted]], owners: list[list[str | None]]) -> None:
    """Give words that run over several paragraphs to the one person that all the evidence points to."""
    number = 0
    while number < len(marked):
        last = number
        while last + 1 < len(marked) and marked[last] and marked[last][-1].open:
            last += 1
        if last > number:
            run = [(number, len(marked[number]) - 1), *((each, 0) for each in range(number + 1, last + 1))]
            told = {owners[row][place] for row, place in run} - {None}
            who = told.pop() if len(told) == 1 else NOBODY
            for row, place in run:
                owners[row][place] = who
        number = max(last, number + 1)


@dataclass
class MaskedDocument:
    """The masked paragraphs of a document, read in order, since later ones depend on what earlier ones left."""

    texts: list[str]
    wording: Wording
    cast: Cast

    def __post_init__(self) -> None:
        self.subjects = [Subjects(text, self.wording, self.cast) for text in self.texts]
        places = [place for each in self.subjects for place in places_in(each)] + self._stated_offices()
        for each in self.subjects:
            each.places = places
        self.before: list[Known] = []
        self.waiting = ""  # who is about to be quoted in the next paragraph
        self.named = any(each.mentions for each in self.subjects)

    def _stated_offices(self) -> list[OfficeHolder]:
        """The offices given in the manifest: "Deputy Prime Minister and Minister of Defence" is two."""
        found = list[OfficeHolder]()
        for entry in self.cast.entries.values():
            titles = [title for office in entry.offices for title in office.titles.values() if title]
            for part in (part for title in titles for part in _JOINED.split(title)):
                words = office_words(tokens(part), self.wording)
                found += [OfficeHolder(words, entry.slug)] if words else []
        return found

    def owners(self, number: int, marked: list[Quoted], text: str) -> list[str | None]:
        """Whose the quotations of a paragraph are; None where nothing tells."""
        subjects, owners = self.subjects[number], list[str | None]()
        before, known = list[Known](), list[Known]()
        spoken = 0  # quotations up to here that stand for themselves
        for start, end in _sentences(self.texts[number], marked, text):
            inside = [each for each in marked if start <= each.outer < end]
            alone = bool(inside) and not re.search(r"\w", self.texts[number][start:end].replace(MASK, ""))
            sentence = Sentence(subjects, start, end, inside, before or self._last())
            found, left = sentence.read()
            if spoken and not inside and (who := sentence.speaker_of_words_before()) is not None:
                owners[-spoken:] = [who] * spoken
            if alone:
                found = [self._goes_on(before, marked, subjects)] * len(inside)
                left.last, left.quoted = found[-1], True
            found = [self._inside(text[each.start : each.end], who) for each, who in zip(inside, found, strict=True)]
            owners += [
                NOBODY if is_title(text[each.start : each.end]) else who
                for each, who in zip(inside, found, strict=True)
            ]
            spoken = spoken + len(inside) if alone else 0
            before.append(left)
            known.append(left)
        self.before = known or self.before
        return owners

    def _inside(self, words: str, who: str | None) -> str | None:
        """Whose words they are if they say so, as in French: "Le plan, a déclaré Quist, est bon" -> Quist's."""
        for event in self.wording.events.finditer(words[:_INCISE]):
            comma = words.find(",", event.end(), event.end() + 80)
            if event.lastgroup in ("verb", "inverted") and comma >= 0 and words[: event.start()].rstrip().endswith(","):
                named = {each.who for each in self.cast.mentions(words[event.end() : comma])}
                pronoun = event.lastgroup == "inverted"
                return (
                    who if pronoun or named == {who} else next(iter(named)) if len(named) == 1 and not who else NOBODY
                )
        return who

    def _last(self) -> list[Known]:
        """What the previous paragraph left, as one sentence: "he" may mean anybody named in it."""
        if not self.before:
            return []
        people = set[str]().union(*(each.people for each in self.before))
        last = next((each.last for each in reversed(self.before) if each.quoted), None)
        return [Known(self.before[-1].subject, people, last, last is not None)]

    def _goes_on(self, before: list[Known], marked: list[Quoted], subjects: Subjects) -> str | None:
        """Whose a sentence is that is only a quotation: the one person spoken of before, if there is just one."""
        if before:
            last = before[-1]
            if last.quoted:
                return last.last
            return last.subject if last.people == {last.subject} else NOBODY
        if self.before and self.before[-1].colon is not None:
            return self.before[-1].colon
        only = self.cast.only
        others = people_in(subjects, 0, len(subjects.text)) - {only}
        earlier = (self.before[-1].people - {only}) if self.before else set()
        spoken = self.before[-1].last if self.before and self.before[-1].quoted else only
        return only if only and not others and not earlier and spoken == only else None


def _sentences(masked: str, marked: Sequence[Quoted], text: str) -> list[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end; quoted words with a full stop may end a sentence."""
    cuts = [
        match.end()
        for match in _END.finditer(masked)
        if not _ABBREVIATION.search(masked[max(0, match.start() - 8) : match.start() + 1])
    ]
    for each in marked:
        closed = text[each.end - 1 : each.end]
        behind = re.match(rf"\s+(?=[A-ZÀ-Þ{MASK}])", masked[each.after : each.after + 4])
        if behind and closed in (".!?…" if masked[each.after + behind.end()] == MASK else "."):
            cuts.append(each.after + behind.end())
    places = [0, *sorted(set(cuts)), len(masked)]
    return [(start, end) for start, end in zip(places, places[1:], strict=False) if masked[start:end].strip()]
