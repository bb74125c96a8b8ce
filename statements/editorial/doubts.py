"""What an editor should know of a document before publishing it: no speakers, no publisher, odd letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from statements.editorial.duplicates import find_duplicates
from statements.importer.lost_letters import warn_lost_letters
from statements.models import Document, Kind, ParagraphKind, Source

_MANY_HEADINGS, _LEAST_HEADINGS = 0.4, 4  # share of the paragraphs, and number of headings
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*")
_HEAD, _FOOT = 2_000, 500  # characters of a source in which an embargo may be stated
_NEAREST = 3


def doubts_about(document: Document) -> list[str]:
    """Return what is doubtful about a document, each doubt once, the most serious first; empty if all is well.

    Reads: facts, people, paragraphs, the source, the warnings of the importer. Near duplicates are left to
    `likeness_of`, since finding them takes a search of the archive.
    """
    texts, kinds = _paragraphs(document)
    return list(
        dict.fromkeys(
            [
                *([] if document.language else ["no language"]),
                *_text_doubts(texts, kinds),
                *document.provenance.get("warnings", []),
                *warn_lost_letters([document.title, *texts]),
                *_embargo_doubts(document),
                *_fact_doubts(document),
            ]
        )
    )


def likeness_of(document: Document) -> list[str]:
    """Return a warning for each document in the archive that is nearly the same."""
    near = find_duplicates(document)[:_NEAREST]
    return [f"{each.percent}% of its words are those of “{each.document}”" for each in near]


def _paragraphs(document: Document) -> tuple[list[str], list[str]]:
    """The texts and the kinds of the document's paragraphs."""
    rows = list(document.paragraphs.order_by("position").values_list("text", "kind"))
    return [text for text, _ in rows], [kind for _, kind in rows]


def _text_doubts(texts: list[str], kinds: list[str]) -> Iterator[str]:
    if len(texts) == 1 and _ADDRESS.fullmatch(texts[0]):
        yield "it is only a web address, not a text"
    headings = kinds.count(ParagraphKind.HEADING)
    if headings >= _LEAST_HEADINGS and headings > _MANY_HEADINGS * len(kinds):
        yield f"{headings} of its {len(kinds)} paragraphs are headings"


def _embargo_doubts(document: Document) -> Iterator[str]:
    """Yield an embargo that the source states, unless the importer reported it or a time is already set."""
    source = Source.objects.filter(document=document).only("text").first()
    if source is None or document.publish_at or "embargo" in " ".join(document.provenance.get("warnings", [])).lower():
        return
    from statements.importer.notices import is_embargo  # takes 20 ms to load, which a web server need not wait for

    lines = (line.strip() for part in (source.text[:_HEAD], source.text[-_FOOT:]) for line in part.splitlines())
    if stated := next(filter(is_embargo, lines), ""):
        yield f"the source states an embargo: “{stated}”"


def _fact_doubts(document: Document) -> Iterator[str]:
    if not document.participations.exists():
        yield "nobody takes part"
    if document.publisher_id is None:
        yield "no publisher"
    if document.kind == Kind.OTHER:
        yield "its kind is “other”"
    if not document.date_edtf:
        yield "no date"
