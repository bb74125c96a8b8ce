"""The description of documents, changes, people, counts and quoted addresses: the rest of the API."""

from __future__ import annotations

from typing import Any

from statements.api import changes, documents, people, resolving
from statements.api.cursors import CURSOR
from statements.api.schema_parts import (
    BOOLEAN,
    INTEGER,
    MOMENT,
    NUMBER,
    STRING,
    describe_choices,
    describe_object,
    describe_operation,
    describe_parameter,
    describe_problem,
    list_of,
    nullable,
)
from statements.languages import LANGUAGES
from statements.models import Event, Kind, ParagraphKind, Role

_LANGUAGE = {"enum": list(LANGUAGES)}
_TITLES = list_of({"type": "object", "description": "A title by language", "additionalProperties": STRING})
_DATE = {"type": "string", "description": "EDTF: 2022-11-10, 2022-10, 2023, 2024-02/2024-05; null: undated"}
_FACTS = {
    "id": {"type": "string", "description": "What it is known by for good"},
    "slug": STRING,
    "url": {"type": "string", "description": "The permanent address of these words"},
    "version": nullable(INTEGER),
    "sha256": nullable({"type": "string", "description": "Of the content of the version"}),
    "title": STRING,
    "title_assigned": {"type": "boolean", "description": "The source has no title; the archive supplied this one"},
    "language": _LANGUAGE,
    "kind": {"enum": Kind.values},
    "publisher": nullable(STRING),
    "date": nullable(_DATE),
    "date_start": nullable({"type": "string", "format": "date"}),
    "date_end": nullable({"type": "string", "format": "date"}),
    "place": nullable(STRING),
    "reference": nullable(STRING),
    "source_url": nullable(STRING),
    "participants": list_of(describe_object(name=STRING, slug=STRING, role={"enum": Role.values}, titles=_TITLES)),
}
_PARAGRAPH = {
    "key": STRING,
    "url": STRING,
    "position": INTEGER,
    "number": nullable({"type": "string", "description": "As the source numbers it"}),
    "under": nullable({"type": "string", "description": "The number that it belongs under"}),
    "page": nullable(INTEGER),
    "kind": {"enum": ParagraphKind.values},
    "language": _LANGUAGE,
    "said_by": {**list_of(STRING), "description": "Whose words these are, apart from quotations; empty: nobody's"},
    "text": {"type": "string", "description": "The whole paragraph, word for word"},
    "quotations": {
        **list_of({"type": "array", "items": {"type": ["integer", "string"]}, "minItems": 3, "maxItems": 3}),
        "description": "[start, end, name] of words that somebody else is quoted with, in Unicode code points",
    },
}
_OF_DOCUMENTS = {
    **_FACTS,
    "added": nullable({**MOMENT, "description": "When it became public here for the first time"}),
    "changed": nullable({**MOMENT, "description": "When the public last saw it change, typing errors apart"}),
    "paragraphs": list_of(describe_object(**_PARAGRAPH)),
    "translations": list_of(describe_object(language=_LANGUAGE, slug=STRING, url=STRING)),
    "versions": list_of(
        describe_object(
            version=INTEGER,
            published_at=MOMENT,
            sha256=STRING,
            url=STRING,
            note=nullable({"type": "string", "description": "What was changed"}),
            correction={"type": "boolean", "description": "Of a typing error"},
        )
    ),
}
# With ?fields= any of these may be missing.
DOCUMENT = {"type": "object", "properties": _OF_DOCUMENTS, "additionalProperties": False}
VERSIONS = describe_object(items=_OF_DOCUMENTS["versions"])
PARAGRAPH = describe_object(**_PARAGRAPH, document=describe_object(**_FACTS))
DOCUMENTS = {
    "type": "object",
    "properties": {
        "count": {"type": "integer", "description": "With count=1: how many there are, exactly"},
        "next": nullable({"type": "string", "description": "The address of the next page"}),
        "items": list_of(DOCUMENT),
    },
    "required": ["next", "items"],
    "additionalProperties": False,
}
CHANGES = describe_object(
    next={"type": "string", "description": "The address for what comes after these, now or later"},
    more={"type": "boolean", "description": "Whether there is something now"},
    cursor=STRING,
    items=list_of(
        describe_object(
            event={"enum": Event.values},
            at=MOMENT,
            id=STRING,
            slug=STRING,
            url=STRING,
            version=nullable(INTEGER),
            sha256=nullable(STRING),
            note=nullable({"type": "string", "description": "What was changed, or why it was withdrawn"}),
            quiet={"type": "boolean", "description": "Loaded with many old ones"},
            language=nullable(STRING),
            kind=nullable(STRING),
            publisher=nullable({"type": "string", "description": "Its slug"}),
            speakers={**list_of(STRING), "description": "Their slugs"},
        )
    ),
)
SPEAKER = describe_object(
    slug=STRING,
    url=STRING,
    name=STRING,
    sort_name=STRING,
    aliases=list_of(STRING),
    collective={"type": "boolean", "description": "A body, not a person"},
    documents={"type": "integer", "description": "Documents that they take part in"},
    said={"type": "integer", "description": "Documents in which they say something"},
    offices=list_of(
        describe_object(
            titles=_TITLES["items"],
            since=nullable({"type": "string", "format": "date"}),
            until=nullable({"type": "string", "format": "date"}),
        )
    ),
)
SPEAKERS = describe_object(next=nullable(STRING), items=list_of(SPEAKER))
PUBLISHERS = describe_object(
    items=list_of(describe_object(slug=STRING, name=STRING, language=nullable(STRING), documents=INTEGER))
)
FREQUENCY = describe_object(
    items=list_of(
        describe_object(
            series=STRING,
            year={"type": "string", "description": "2022, undated, or all of them"},
            times=nullable(INTEGER),
            words=INTEGER,
            times_per_10000_words=nullable(NUMBER),
            documents=nullable({"type": "integer", "description": "null: there are none of the year"}),
            documents_in_all=INTEGER,
            documents_per_100=nullable(NUMBER),
        )
    )
)
CHECKED = describe_object(
    quotation=STRING,
    verdict=STRING,
    difference=STRING,
    title=STRING,
    date=STRING,
    said_by=STRING,
    address=STRING,
    documents=INTEGER,
    more=BOOLEAN,
)
RESOLVED = describe_object(
    items=list_of(
        describe_object(
            address=STRING,
            status={"enum": ["current", "changed", "removed", "withdrawn", "deleted", "unknown"]},
            slug=nullable(STRING),
            version=nullable(INTEGER),
            latest=nullable(INTEGER),
            key=nullable(STRING),
            url=nullable(STRING),
            text=nullable({"type": "string", "description": "The words in the version that the address names"}),
            text_now=nullable({"type": "string", "description": "The words in the last version"}),
            said_by=nullable(list_of(STRING)),
            reason=nullable(STRING),
        )
    )
)
_SLUG = describe_parameter(
    "slug", "The last part of its address", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, "path"
)
_KEY = describe_parameter("key", "Of the paragraph", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, "path")
_VERSION = describe_parameter("v", "A version; without it, the last one", {"type": "integer", "minimum": 1})
_FIELDS = describe_choices("fields", "Only these, with commas between them", documents.FIELDS)
_CURSOR = describe_parameter(CURSOR, "From the address of the next page; it never expires", STRING)
_GONE = {
    "_404": describe_problem("There is no such thing"),
    "_410": describe_problem("It was withdrawn or deleted, with the reason"),
}


def _limit(usual: int, most: int) -> dict[str, Any]:
    return describe_parameter("limit", f"How many on a page; {usual} unless told", _numbers(most))


def _numbers(most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most}


def describe_documents(filters: list[dict[str, Any]]) -> dict[str, Any]:
    """The addresses. filters: the parameters of a search."""
    asked = [
        *filters,
        describe_parameter(
            "sort",
            "arrival: as they became public, so that what comes meanwhile comes at the end; added: the last first",
            {"enum": list(documents.SORTS)},
        ),
        _limit(documents.USUAL, documents.MOST),
        _CURSOR,
        describe_choices("fields", "Only these, with commas between them", documents.LISTED),
        describe_choices("include", "These, too, with commas between them", documents.INCLUDES),
        describe_parameter("count", "1: also how many there are", {"enum": ["0", "1"]}),
    ]
    list_all, one = "Documents that pass the filters of a search", "A document with its words and versions"
    operations = {
        "/api/documents": describe_operation("listDocuments", list_all, asked, DOCUMENTS),
        "/api/documents/{slug}": describe_operation("showDocument", one, [_SLUG, _VERSION, _FIELDS], DOCUMENT, **_GONE),
        "/api/documents/{slug}/versions": describe_operation(
            "listVersions", "The versions of a document", [_SLUG], VERSIONS, **_GONE
        ),
        "/api/documents/{slug}/paragraphs/{key}": describe_operation(
            "showParagraph", "A paragraph, with the facts of its document", [_SLUG, _KEY, _VERSION], PARAGRAPH, **_GONE
        ),
        "/api/changes": describe_operation(
            "listChanges",
            "What became public, changed or was withdrawn, the oldest first",
            [
                _CURSOR,
                describe_parameter("since", "Instead of a cursor: a moment with its zone, or a day of UTC", STRING),
                _limit(changes.USUAL, changes.MOST),
            ],
            CHANGES,
        ),
        "/api/speakers": describe_operation(
            "listSpeakers", "Who takes part in documents", [_CURSOR, _limit(people.USUAL, people.MOST)], SPEAKERS
        ),
        "/api/speakers/{slug}": describe_operation(
            "showSpeaker", "Somebody who takes part", [_SLUG], SPEAKER, _404=describe_problem("There is nobody")
        ),
        "/api/publishers": describe_operation("listPublishers", "Who publishes documents", [], PUBLISHERS),
        "/api/frequency": describe_operation(
            "countWords",
            "How often words were said, by year",
            [
                describe_parameter("q", "Up to five words, phrases or queries", {**list_of(STRING), "minItems": 1}),
                describe_parameter("by", "Split the first by these", {"enum": ["language", "speaker"]}),
                *(each for each in filters if each["name"] in ("language", "kind", "publisher", "said", "speaker")),
            ],
            FREQUENCY,
            _404=describe_problem("There are no dated documents here"),
        ),
        "/api/check": describe_operation(
            "checkWords", "Whether the archive has a quotation", [describe_parameter("q", "The words", STRING)], CHECKED
        ),
    }
    described: dict[str, Any] = {path: {"get": operation} for path, operation in operations.items()}
    return {**described, "/api/resolve": {"post": _describe_resolve()}}


def _describe_resolve() -> dict[str, Any]:
    sent = describe_object(addresses={**list_of(STRING), "maxItems": resolving.MOST})
    operation = describe_operation("resolve", "What became of addresses that were quoted", [], RESOLVED)
    body = {"required": True, "content": {"application/json": {"schema": sent}}}
    return {**operation, "requestBody": body}
