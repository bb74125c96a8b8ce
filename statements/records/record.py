"""The record of a document, and of a paragraph: one shape for the export as JSON Lines and for programs.

What is not known is null; who says a paragraph that is nobody's, an empty list. Offsets count Unicode code points.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from statements.dates import parse_edtf
from statements.models import Content, ContentParagraph, Participant
from statements.records.published import PublishedVersion
from statements.web.interface import link_paragraph, pinned


def document_record(version: PublishedVersion, address: str) -> dict[str, Any]:
    """A document with its paragraphs, which encode_json writes. address: its whole address, whatever the version."""
    content, url = version.content, pinned(address, version.number)
    paragraphs = (paragraph_record(content, each, row, url) for each, row in enumerate(content.paragraphs, 1))
    return {**document_facts(version, address), "paragraphs": paragraphs}


def document_facts(version: PublishedVersion, address: str) -> dict[str, Any]:
    """A document without its paragraphs."""
    content = version.content
    interval = parse_edtf(content.date_edtf)
    return {
        "id": version.external_id,
        "slug": version.slug,
        "url": pinned(address, version.number),
        "version": version.number or None,
        "sha256": version.sha256 or None,
        "title": content.title,
        "title_assigned": content.title_assigned,
        "language": content.language,
        "kind": content.kind,
        "publisher": content.publisher,
        "date": content.date_edtf or None,
        "date_start": _write_day(interval.start),
        "date_end": _write_day(interval.end),
        "place": content.place or None,
        "reference": content.reference or None,
        "source_url": content.source_url or None,
        "participants": [_participant_record(each) for each in content.participations],
    }


def paragraph_record(content: Content, position: int, row: ContentParagraph, url: str) -> dict[str, Any]:
    """A paragraph. position: its place in the document, from 1; url: of the version of the document.

    said_by: whose words these are, apart from those in quotations, [start, end, name], which are somebody else's.
    """
    return {
        "key": row.key,
        "url": link_paragraph(url, row.key, content.in_parts),
        "position": position,
        "number": row.number or None,
        "under": row.under or None,
        "page": row.page,
        "kind": row.kind,
        "language": row.language or content.language,
        "said_by": list(content.sayers_of(row)),
        "text": row.text,
        "quotations": [list(each) for each in row.quotations],
    }


def _participant_record(participant: Participant) -> dict[str, Any]:
    """titles: of the offices held on every day of the date, by language."""
    return {
        "name": participant.name,
        "slug": participant.slug,
        "role": participant.role,
        "titles": list(participant.titles),
    }


def _write_day(day: date | None) -> str | None:
    return day.isoformat() if day else None
