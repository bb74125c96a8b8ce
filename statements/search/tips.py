"""Search tips: for each thing that can be typed, a search of this kind that finds something in the archive at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.utils import timezone

from statements.models import (
    Entry,
    Event,
    Kind,
    Paragraph,
    ParagraphKind,
    Participation,
    Publication,
    Publisher,
    Role,
    Speaker,
)
from statements.search.examples import example_searches, latest_documents
from statements.search.memory import ArchiveState
from statements.search.request import SearchRequest
from statements.search.selection import select
from statements.web.limits import prefer_index

_DOCUMENTS, _PARAGRAPHS, _CHARACTERS = 12, 40, 2_000  # read for words that stand together
_TRIED = 6  # searches of a kind, until one of them finds something
_LONG = r"[^\W\d_]{6,18}"
_TOGETHER = re.compile(rf"\b({_LONG}) ({_LONG})\b")
_APART = re.compile(rf"\b({_LONG})(?: [^\W\d_]+){{1,3}} ({_LONG})\b")


class _Facts(NamedTuple):
    """What the searches are made of, of the latest documents: words together, words apart, and the documents."""

    topics: list[str]
    together: list[list[str]]
    apart: list[list[str]]
    documents: list[int]


def find_tips(language: str, state: ArchiveState) -> dict[str, str]:
    """A search by the name of its kind, in the words of `language` where the archive has any; without those kinds of
    which none finds anything."""
    facts = _Facts(*state.recall(f"facts for tips: {language}", lambda: [_read_facts(language, state)])[0])
    return {name: typed for name in _MAKERS if (typed := _find_tip(name, facts, language, state))}


def _find_tip(name: str, facts: _Facts, language: str, state: ArchiveState) -> str:
    """One of a kind. Remembered by itself: where time did not suffice for all of them, the next page has more."""
    rows = state.recall(f"tip: {name} {language}", lambda: [(_make_tip(name, facts, state),)])
    return str(rows[0][0])


def _make_tip(name: str, facts: _Facts, state: ArchiveState) -> str:
    searches = _MAKERS[name](facts)
    return _first_that_finds(searches, state) if name in _TO_TRY else next(iter(searches), "")


def _first_that_finds(searches: Iterable[str], state: ArchiveState) -> str:
    everything = select(SearchRequest(), state)
    with prefer_index():
        return next((typed for typed in islice(searches, _TRIED) if everything.finds(typed)), "")


def _read_facts(language: str, state: ArchiveState) -> _Facts:
    documents = latest_documents(language, _DOCUMENTS) or latest_documents("", _DOCUMENTS)
    body = Paragraph.objects.filter(document__in=documents, kind=ParagraphKind.BODY)
    texts = [text[:_CHARACTERS] for text in body.order_by("document", "position").values_list("text", flat=True)]
    topics = [words for _, words in example_searches(language, state)]
    first = sorted(texts[:_PARAGRAPHS], key=lambda text: not any(topic in text for topic in topics))
    together, apart = (list(islice(_pairs(each, first), _TRIED)) for each in (_TOGETHER, _APART))
    return _Facts(topics, together, apart, documents)


def _pairs(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[list[str]]:
    """Two words that are not names, which stand as the pattern says."""
    for text in texts:
        for one, other in pattern.findall(text):
            if one.islower() and other.islower() and one != other:
                yield [one, other]


def _exclude(facts: _Facts) -> Iterator[str]:
    """One word without another: topics first, then words of the latest documents."""
    words = [*(word for word in facts.topics if " " not in word), *(one for one, _ in facts.together)]
    return (f"{one} -{other}" for one, other in zip(words, words[1:], strict=False) if one != other)


def _alternatives(facts: _Facts) -> Iterator[str]:
    words = [word for word in facts.topics if " " not in word] + [word for pair in facts.together for word in pair]
    return (f"{one} OR {other}" for one, other in zip(words, words[1:], strict=False))


def _name(speaker: Speaker) -> str:
    """A name as a field takes it: the last word of it."""
    last = speaker.name.split()[-1]
    return last.lower() if last.isalpha() else f'"{speaker.name}"'


def _people(facts: _Facts, *roles: str) -> Iterator[str]:
    """Those who take part in the latest documents: those of the language first, then any."""
    rows = Participation.objects.filter(role__in=roles, speaker__collective=False).order_by("-document", "pk")
    for documents in (facts.documents, latest_documents("", _DOCUMENTS)):
        keys = dict.fromkeys(rows.filter(document__in=documents).values_list("speaker", flat=True)[:_DOCUMENTS])
        people = Speaker.objects.in_bulk(list(keys)[:_TRIED])
        yield from (_name(people[key]) for key in keys if key in people)


def _sayings(facts: _Facts) -> Iterator[str]:
    """Somebody, with a word that she says; otherwise, all that she says."""
    words = [word for word in facts.topics if " " not in word][:2]
    for name in islice(_people(facts, Role.SPEAKER, Role.AUTHOR, Role.QUOTED), 2):
        yield from (f"said:{name} {word}" for word in words)
        yield f"said:{name}"


def _entries(facts: _Facts) -> Iterator[Entry]:
    return iter(Entry.objects.published().filter(document__in=facts.documents).newest_first()[:_DOCUMENTS])


def _facts_of_documents(facts: _Facts) -> Iterator[str]:
    """Language and kind of a document, and its publisher."""
    for each in _entries(facts):
        fields = [f"language:{each.language}", f"kind:{each.kind}" if each.kind != Kind.OTHER else ""]
        yield " ".join(field for field in fields if field)


def _publishers(facts: _Facts) -> Iterator[str]:
    keys = dict.fromkeys(each.publisher_id for each in _entries(facts) if each.publisher_id)
    names = Publisher.objects.in_bulk(list(keys)[:1])
    return (f'publisher:"{each.name}"' if " " in each.name else f"publisher:{each.name}" for each in names.values())


def _numbers(facts: _Facts) -> Iterator[str]:
    numbered = Paragraph.objects.filter(document__in=facts.documents).exclude(number="")
    return (f"number:{number}" for number in numbered.order_by("-position").values_list("number", flat=True)[:1])


def _years(facts: _Facts) -> Iterator[str]:
    years = dict.fromkeys(each.date_start.year for each in _entries(facts) if each.date_start)
    return (f"date:{year - 1}..{year}" for year in years)


def _arrivals(facts: _Facts) -> Iterator[str]:
    first = Publication.objects.filter(event=Event.PUBLISHED, document__in=facts.documents).order_by("-at")
    return (f"added:{timezone.localtime(at):%Y-%m}" for at in first.values_list("at", flat=True)[:1])


# Each gives searches of one kind, the best first.
_MAKERS: dict[str, Callable[[_Facts], Iterable[str]]] = {
    "words": lambda facts: (f"{one} {other}" for one, other in facts.together),
    "phrase": lambda facts: (f'"{one} {other}"' for one, other in facts.together),
    "either": _alternatives,
    "beginning": lambda facts: (f"{one[: max(5, len(one) - 3)]}*" for one, _ in facts.together),
    "near": lambda facts: (f"{one} NEAR/5 {other}" for one, other in facts.apart),
    "facts": _facts_of_documents,
    "publisher": _publishers,
    "number": _numbers,
    "date": _years,
    "added": _arrivals,
    "without": _exclude,
    "said": _sayings,
    "speaker": lambda facts: (f"speaker:{each}" for each in _people(facts, *Role)),
    "quoted": lambda facts: (f"quoted:{each}" for each in _people(facts, Role.QUOTED)),
}
_TO_TRY = {"without", "said", "speaker", "quoted"}  # the others stand in a published document, and find it
