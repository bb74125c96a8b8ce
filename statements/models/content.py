"""The content of a version: what a reader sees of a document, as a value that is kept as JSON and never changes.

What was kept is read for ever, however it was written: `from_json` knows what earlier releases left out or wrote
otherwise, and `as_json` writes a value again as it was kept, so that its SHA-256 stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from typing import Any, NamedTuple


@dataclass(frozen=True)
class _Form:
    """How a value was written, where it was not as today.

    lacking: fields without a key; more: keys without a field; listed: it was a list, [name, slug, role].
    """

    lacking: tuple[str, ...] = ()
    more: tuple[tuple[str, Any], ...] = ()
    listed: bool = False


_TODAY = _Form()

# Long texts are shown in parts: a part ends with the paragraph that fills it up, and a short one fills as much as one
# of LEAST bytes. The statements in reading/parts.py say the same.
PART, LEAST = 250_000, 500  # bytes
MOST_IN_PART = PART // LEAST  # paragraphs
_SPACES = " \u00a0\u202f"
_LABEL = re.compile(  # of a turn, in capitals, where a paragraph or a sentence begins
    f'(?:^|[].!?)\u201d"\u2019\u2026\u2014\u2013-][{_SPACES}\n]+)'
    f"([A-Z\u00c0-\u00de][A-Z\u00c0-\u00de{_SPACES}.'\u2019-]{{0,50}}(?=:[^/0-9])|Q(?=[.:]?[{_SPACES}]))"
)
_BEGINNING = re.compile(  # of a paragraph, up to a colon: perhaps a label in small letters
    f'([A-Z\u00c0-\u00de][^:!?;,\u00ab\u00bb"\u201c\u201d()0-9\n]{{1,50}})'
    f"(?:[0-9]{{1,3}}|\\([^()\n]{{1,60}}\\))?[{_SPACES}]*:[^/0-9]"
)


class QuotedWords(NamedTuple):
    """Words of a paragraph, as offsets into its text, and the name of who is quoted with them."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Participant:
    """Who takes part, and how. titles: of the offices held on the day, each by language."""

    name: str
    slug: str
    role: str
    titles: tuple[dict[str, str], ...] = ()
    form: _Form = field(default=_TODAY, compare=False, repr=False)

    @classmethod
    def from_json(cls, kept: dict[str, Any] | list[str]) -> Participant:
        if isinstance(kept, list):
            name, slug, role = kept
            return cls(name, slug, role, form=_Form(listed=True))
        return cls(**{**_drop_unknown(cls, kept), "titles": tuple(kept.get("titles", ()))}, form=_form_of(cls, kept))

    def as_json(self) -> dict[str, Any] | list[str]:
        if self.form.listed:
            return [self.name, self.slug, self.role]
        return _json(self, titles=list(self.titles))


@dataclass(frozen=True)
class ContentParagraph:
    """A paragraph. speaker: the name of who says it; start, end: where it stands in the source."""

    key: str
    number: str = ""
    under: str = ""
    kind: str = "body"
    text: str = ""
    language: str = ""
    page: int | None = None
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    quotations: tuple[QuotedWords, ...] = ()
    form: _Form = field(default=_TODAY, compare=False, repr=False)

    @classmethod
    def from_json(cls, kept: dict[str, Any], language: str, names: Mapping[str, str]) -> ContentParagraph:
        """language: of the document; names: by slug, as the first release named a speaker by it."""
        form = _form_of(cls, kept)
        quotations = tuple(QuotedWords(*each) for each in kept.get("quotations", ()))
        if form is _TODAY:  # nearly all are, and exports read a million of them
            return cls(**{**kept, "quotations": quotations})
        speaker = names.get(kept.get("speaker__slug") or "")
        values = {"language": language, "speaker": speaker, **_drop_unknown(cls, kept), "quotations": quotations}
        return cls(**values, form=form)

    def as_json(self) -> dict[str, Any]:
        return _json(self, quotations=[list(each) for each in self.quotations])


@dataclass(frozen=True)
class Content:
    """A document as it was published."""

    title: str
    title_assigned: bool = False
    language: str = ""
    kind: str = "other"
    place: str = ""
    reference: str = ""
    source_url: str = ""
    date_edtf: str = ""
    publisher: str | None = None
    publisher_language: str = ""
    participations: tuple[Participant, ...] = ()
    paragraphs: Sequence[ContentParagraph] = ()
    form: _Form = field(default=_TODAY, compare=False, repr=False)

    @property
    def opening(self) -> str:
        """The first words of the text, without headings before them; empty where it has no paragraphs."""
        bodies = [row.text for row in self.paragraphs if row.kind == "body"]
        return next(iter(bodies or (row.text for row in self.paragraphs)), "")

    @property
    def speakers(self) -> list[str]:
        """The names of those who take part as speakers."""
        return list(dict.fromkeys(each.name for each in self.participations if each.role == "speaker"))

    @property
    def is_transcript(self) -> bool:
        """Whether labels of turns are in the text (Q, MS. PSAKI:, Domanda 1:), where nobody has told the turns apart.

        The rule is that of archive_is_transcript in sql/utterances.sql, which says when a label is one.
        """
        labels = [label for row in self.paragraphs for label in _LABEL.findall(row.text)]
        people = {re.split(f"[{_SPACES}]", label.rstrip(_SPACES))[-1] for label in labels}
        if len(labels) >= 3 and ("Q" in labels or len(people) >= 2):
            return True
        begun = Counter(
            found[1].rstrip(_SPACES) for row in self.paragraphs if (found := _BEGINNING.match(row.text)) is not None
        )
        return sum(times >= 2 for times in begun.values()) >= 2

    @cached_property
    def narrators(self) -> tuple[str, ...]:
        """Who says the paragraphs of a text without turns: its authors and its only speaker. Nobody in one with turns,
        or in a transcript. The rule is that of sql/utterances.sql, for what was published.
        """
        if any(row.speaker for row in self.paragraphs) or self.is_transcript:
            return ()
        speakers = {each.name for each in self.participations if each.role == "speaker"}
        roles = ("author", "speaker") if len(speakers) == 1 else ("author",)
        return tuple(dict.fromkeys(each.name for each in self.participations if each.role in roles))

    @cached_property
    def in_parts(self) -> bool:
        """Whether pages show it in several parts."""
        filled = [min(max(len(row.text.encode()), LEAST), PART) for row in self.paragraphs]
        return sum(filled[:-1]) >= PART

    def take(self, rows: Sequence[ContentParagraph], narrators: tuple[str, ...], *, in_parts: bool) -> Content:
        """The same with some of its paragraphs, or with all where they are not in memory.

        narrators, in_parts: those of the whole, as only the whole can tell.
        """
        some = replace(self, paragraphs=rows)
        some.__dict__.update(narrators=narrators, in_parts=in_parts)  # where cached_property keeps them
        return some

    def sayers_of(self, row: ContentParagraph) -> tuple[str, ...]:
        """Who says one of its paragraphs, apart from what others are quoted with in it: nobody a stage direction."""
        if row.kind == "stage-direction":
            return ()
        return (row.speaker,) if row.speaker else self.narrators

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Content:
        """The content that was kept as `kept`, by whatever release."""
        people = tuple(Participant.from_json(each) for each in kept.get("participations", ()))
        language, names = kept.get("language", ""), {each.slug: each.name for each in people}
        rows = tuple(ContentParagraph.from_json(row, language, names) for row in kept.get("paragraphs", ()))
        values = {**_drop_unknown(cls, kept), "participations": people, "paragraphs": rows}
        return cls(**values, form=_form_of(cls, kept))

    def as_json(self) -> dict[str, Any]:
        return _json(
            self,
            participations=[each.as_json() for each in self.participations],
            paragraphs=[each.as_json() for each in self.paragraphs],
        )

    def reads_as(self, other: Content) -> bool:
        """Whether a reader sees the same: the places of paragraphs in the source are not seen."""
        return self._without_places() == other._without_places()

    def _without_places(self) -> Content:
        return replace(self, paragraphs=tuple(replace(row, start=None, end=None) for row in self.paragraphs))

    @property
    def keys(self) -> set[str]:
        """Of its paragraphs."""
        return {row.key for row in self.paragraphs}


@cache
def _names(kind: type) -> frozenset[str]:
    return frozenset(each.name for each in fields(kind)) - {"form"}


def _drop_unknown(kind: type, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name in _names(kind)}


def _form_of(kind: type, kept: Mapping[str, Any]) -> _Form:
    names = _names(kind)
    if kept.keys() == names:
        return _TODAY
    return _Form(tuple(names - kept.keys()), tuple((name, kept[name]) for name in kept.keys() - names))


def _json(value: Participant | ContentParagraph | Content, **nested: list[Any]) -> dict[str, Any]:
    form = value.form
    kept: dict[str, Any] = {each.name: getattr(value, each.name) for each in fields(value)} | nested
    del kept["form"]
    for name in form.lacking:
        del kept[name]
    return {**kept, **dict(form.more)}
