"""The description of the API in OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0."""

from typing import Any

from django.conf import settings

from statements.api.schema_documents import describe_documents
from statements.api.schema_parts import (
    BOOLEAN,
    INTEGER,
    MARKS,
    STRING,
    describe_object,
    describe_operation,
    describe_parameter,
    describe_problem,
    list_of,
    nullable,
)
from statements.api.schema_releases import SECURITY_SCHEMES, describe_releases
from statements.languages import LANGUAGES
from statements.models import Kind, Role
from statements.search.facets import EXPANDED_SIZE, FACET_SIZE
from statements.search.filters import SORTS
from statements.search.request import EXPANDED, LONG, SEARCHED

_PARAGRAPH = describe_object(
    key=STRING,
    url=STRING,
    position=INTEGER,
    number=STRING,
    page=nullable(INTEGER),
    language={"enum": list(LANGUAGES)},
    text={"type": "string", "description": "The whole paragraph, word for word"},
    marks=MARKS,
    said_by={
        **list_of(describe_object(name=STRING, slug=STRING, quoted=BOOLEAN, titles=list_of(STRING))),
        "description": "Who says the words marked, or without marks the paragraph, with the offices held on the day;"
        " empty where the source names nobody",
    },
)
_RESULT = describe_object(
    title=STRING,
    title_assigned={"type": "boolean", "description": "The source has no title; the archive supplied this one"},
    title_marks=MARKS,
    url=STRING,
    language={"enum": list(LANGUAGES)},
    kind={"enum": Kind.values},
    date={"type": "string", "description": "EDTF: 2022-11-10, 2022-10, 2023, 2024-02/2024-05; empty: undated"},
    publisher=nullable(STRING),
    participants=list_of(describe_object(name=STRING, slug=STRING, role={"enum": Role.values})),
    paragraphs=list_of(_PARAGRAPH),
)
_FACET = list_of(describe_object(value=STRING, label=STRING, count=INTEGER, chosen=BOOLEAN, excluded=BOOLEAN))
_QUERY = describe_object(
    typed=STRING,
    understood={"type": "string", "description": "The query in its plainest form"},
    repairs=list_of(STRING),
    offers=list_of(STRING),
    set_aside={**list_of(STRING), "description": "Words of a question that are not searched for"},
    extensions=list_of(describe_object(typed=STRING, added=list_of(STRING))),
    suggestion=nullable(STRING),
    partial={"type": "boolean", "description": "No document has all of the query: the results have some of it"},
)
PAGE = describe_object(
    query=_QUERY,
    left_out={
        **list_of(STRING),
        "description": "Unknown parameters of the address, such as misspelt ones, which were ignored",
    },
    count={"type": "integer", "description": "The exact number of documents found"},
    page=INTEGER,
    pages=INTEGER,
    sort={"enum": [sort for sort, _ in SORTS]},
    results=list_of(_RESULT),
    facets=describe_object(language=_FACET, year=_FACET, kind=_FACET, said=_FACET, speaker=_FACET, publisher=_FACET),
    more_values={
        "type": "object",
        "description": "For each facet, how many of its values are not listed; absent where all are",
        "additionalProperties": INTEGER,
    },
)


def _repeatable_parameter(name: str, description: str, values: list[str] | None = None) -> dict[str, Any]:
    """A filter that may be given several times; -value excludes one."""
    items = {"enum": [*values, *(f"-{value}" for value in values)]} if values else STRING
    return describe_parameter(
        name,
        f"{description}. May be repeated: any of them matches. A minus before a value excludes it.",
        list_of(items),
    )


FILTERS = [
    describe_parameter(
        "q",
        'Words, "phrases", OR, -exclusions, prefix*, NEAR/5, (groups), field:value. Fields are said, speaker, quoted, '
        "role, publisher, language, kind, date, and number, which is that of a paragraph in the source",
        {"type": "string", "maxLength": settings.SEARCH_MAX_CHARACTERS},
    ),
    _repeatable_parameter("language", "Language of the document", list(LANGUAGES)),
    _repeatable_parameter("kind", "Kind of document", list(Kind.values)),
    _repeatable_parameter("said", "Slug of somebody who says the words"),
    _repeatable_parameter("speaker", "Slug of somebody who takes part"),
    _repeatable_parameter("publisher", "Slug of the publisher"),
    _repeatable_parameter("year", "2022, 2022-03 or undated"),
    describe_parameter("date_from", "A year, month or day", STRING),
    describe_parameter("date_to", "A year, month or day", STRING),
    describe_parameter("extend", "no: search only for what is typed", {"enum": ["no"]}),
]
_PARAMETERS = [
    *FILTERS,
    describe_parameter("sort", "The order; relevance needs words", {"enum": [sort for sort, _ in SORTS]}),
    *(
        describe_parameter(
            f"{SEARCHED}{name}", f"List in the facet {name} only names that have a word beginning like this", STRING
        )
        for name in LONG
    ),
    describe_parameter(
        EXPANDED, f"The facet to list with up to {EXPANDED_SIZE} values instead of {FACET_SIZE}", {"enum": list(LONG)}
    ),
    describe_parameter("page", f"From 1, with {settings.PAGE_SIZE} results a page", {"type": "integer", "minimum": 1}),
]


SCHEMA: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Statements on NATO",
        "version": "2",
        "description": "Everything that is public here, as JSON: searches, documents and their versions, changes."
        " And, with a token, a door for releases.",
    },
    "paths": {
        "/api/search": {
            "get": describe_operation(
                "search",
                "A page of the documents found, with their paragraphs and the counts by facet",
                _PARAMETERS,
                PAGE,
                _404=describe_problem("There is no such page"),
            )
        },
        **describe_documents(FILTERS),
        **describe_releases(),
    },
    "components": {"securitySchemes": SECURITY_SCHEMES},
}
