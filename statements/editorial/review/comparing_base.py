"""What a correction was begun from, and whether the published document is still the same.

Speakers are compared as who they are now, so that a merge in the meantime is no difference.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from statements.editorial.review.document_state import PARAGRAPH, DocumentState, Row, read_state
from statements.models import Document, Speaker

_NOT_COMPARED = ("provenance", "translation_group")  # where facts are from; links, which no version has
_SPEAKER = PARAGRAPH.index("speaker_id")


def describe_base(document: Document) -> dict[str, Any]:
    """Return a document as JSON, small enough to keep: of its paragraphs their keys, digests and speakers."""
    return _describe(read_state(document))


def list_conflicts(copy: Document, original: Document) -> list[str]:
    """Return, in words, what of the original was changed since the copy was made of it, otherwise than in the copy."""
    base, now, ours = copy.base.state, describe_base(original), describe_base(copy)
    merged = Speaker.objects.filter(merged_into__isnull=False).only("merged_into")
    current = {each.pk: each.merged_into_id or each.pk for each in merged}
    return list(dict.fromkeys(_find_conflicts(*(_rename_speakers(each, current) for each in (base, now, ours)))))


def _describe(state: DocumentState) -> dict[str, Any]:
    places = {pk: row[0] for pk, row in state.paragraphs.items()}
    paragraphs = [_digest_row(state.paragraphs[pk], _SPEAKER) for pk in state.order]
    quotations = [[places[str(row[0])], *row[1:]] for row in state.quotations.values()]
    return {
        "facts": {name: value for name, value in state.facts.items() if name not in _NOT_COMPARED},
        "people": list(state.people.values()),
        "paragraphs": paragraphs,
        "quotations": sorted(quotations, key=lambda row: (row[0], row[2])),
        "spans": _digest(state.spans),
        "translation_group": state.facts["translation_group"],
    }


def _digest_row(row: Row, speaker: int) -> Row:
    """A paragraph as its key, who speaks, and a digest of all else."""
    return [row[0], row[speaker], _digest([*row[:speaker], *row[speaker + 1 :]])]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _rename_speakers(state: dict[str, Any], current: dict[int, int]) -> dict[str, Any]:
    """The same with each speaker as whom they were merged into; a person who then stands there twice, once."""
    people = [(current.get(speaker, speaker), role) for speaker, role, _ in state["people"]]
    named = {
        "people": list(dict.fromkeys(people)),
        "paragraphs": [[key, current.get(who, who), rest] for key, who, rest in state["paragraphs"]],
        "quotations": [[key, current.get(who, who), *rest] for key, who, *rest in state["quotations"]],
    }
    return {**state, **named}


def _find_conflicts(base: dict[str, Any], now: dict[str, Any], ours: dict[str, Any]) -> Iterator[str]:
    """Yield what is neither as it was nor as the copy has it."""
    for name, value in now["facts"].items():
        if value not in (base["facts"].get(name), ours["facts"].get(name)):
            field = Document._meta.get_field(name.removesuffix("_id"))
            yield str(field.verbose_name)  # type: ignore[union-attr]
    words = {"people": gettext("who takes part"), "quotations": gettext("quotations")}
    words |= {"paragraphs": gettext("paragraphs"), "spans": gettext("the source")}
    yield from (word for name, word in words.items() if now[name] not in (base[name], ours[name]))
