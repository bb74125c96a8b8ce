"""What a dry run reports about a document: its facts, and its paragraphs as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from statements.importer.draft import DraftDocument
from statements.importer.extract import Fact
from statements.importer.manifest import Manifest
from statements.importer.people import people_in_title
from statements.importer.turns import beginnings, labels_of

_FACTS = ("date", "language", "kind", "place", "reference", "source_url")
# Tabs separate cells and line ends separate rows; characters other programs take for a line end are written as numbers.
_ESCAPES = str.maketrans(
    {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
    | {each: f"\\x{ord(each):02x}" for each in "\x0b\x0c\x1c\x1d\x1e\x85"}
    | {each: f"\\u{ord(each):04x}" for each in "\u2028\u2029"}
)


def account_of(draft: DraftDocument | None, manifest: Manifest) -> dict[str, Any]:
    """The facts of a document as the report gives them in JSON; each is null where there is no document.

    title_assigned: whether the archive made up the title. date: EDTF, empty for an undated document. people: those in
    the manifest, then those named in the title, with `"proposed": true`. labels: the labels of a transcript as
    written, and how many turns each begins.
    """
    if draft is None:
        return dict.fromkeys(["title", "title_assigned", *_FACTS, "publisher", "people", "labels"])
    facts: dict[str, Fact] = {name: getattr(draft, name) for name in _FACTS}
    return {
        "title": draft.title.value,
        "title_assigned": draft.title_assigned,
        **{name: fact.value for name, fact in facts.items()},
        "publisher": _publisher(draft, manifest),
        "people": [*_list_stated(draft, manifest), *_list_proposed(draft, manifest)],
        "labels": labels_of(each.text for each in draft.paragraphs),
    }


def _publisher(draft: DraftDocument, manifest: Manifest) -> str:
    """The name of the publisher, from the manifest or else from the source."""
    if draft.publisher is None:
        return draft.publisher_stated.value if draft.publisher_stated else ""
    return manifest.publishers[draft.publisher].name if draft.publisher in manifest.publishers else draft.publisher


def _list_stated(draft: DraftDocument, manifest: Manifest) -> list[dict[str, Any]]:
    return [{"name": _name(slug, manifest), "role": role} for slug, role in draft.participations]


def _list_proposed(draft: DraftDocument, manifest: Manifest) -> list[dict[str, Any]]:
    """People named in the title, except those already taking part under a name or alias with the same words."""
    role = "interlocutor" if draft.kind.value == "readout" else "speaker"
    there = [_words_of(slug, manifest) for slug, _ in draft.participations]
    named = [name for name in people_in_title(draft.title.value) if not any(_words(name) <= known for known in there)]
    return [{"name": name, "role": role, "proposed": True} for name in named]


def _words_of(slug: str, manifest: Manifest) -> set[str]:
    entry = manifest.speakers.get(slug)
    return set(chain.from_iterable(_words(name) for name in ((entry.name, *entry.aliases) if entry else (slug,))))


def _words(name: str) -> set[str]:
    return set(name.casefold().split())


def _name(slug: str | None, manifest: Manifest) -> str:
    """The name behind a slug in the manifest. The bulk format has names instead of slugs."""
    return manifest.speakers[slug].name if slug in manifest.speakers else slug or ""


def paragraph_lines(draft: DraftDocument, manifest: Manifest) -> Iterator[str]:
    r"""One line per paragraph: position, number, kind, label, speaker and text, separated by tabs.

    label: of the turn that the paragraph begins. A tab, line end or backslash in a cell is written \t, \n or \\.
    "1\t\tbody\tMR. QUIST\tAda Quist\tMR. QUIST: Thank you."
    """
    begun = beginnings([each.text for each in draft.paragraphs])
    for position, (each, label) in enumerate(zip(draft.paragraphs, begun, strict=True), 1):
        written = label.written if label else ""
        cells = (each.number, each.kind, written, _name(each.speaker, manifest), each.text)
        yield "\t".join([str(position), *(cell.translate(_ESCAPES) for cell in cells)])
