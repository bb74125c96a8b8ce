"""The description of the API in OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0."""

from typing import Any

from django.conf import settings

from statements.languages import LANGUAGES
from statements.models import Kind, Role
from statements.search.facets import EXPANDED_SIZE, FACET_SIZE
from statements.search.filters import SORTS
from statements.search.request import EXPANDED, LONG, SEARCHED

STRING, INTEGER, BOOLEAN = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_MARKS = {
    "type": "array",
    "description": "[start, end] of each word that was searched for, in Unicode code points",
    "items": {"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 2},
}


def _object(**properties: Any) -> dict[str, Any]:
    """An object that has all of these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _nullable(name: str) -> dict[str, Any]:
    return {"type": [name, "null"]}


_PARAGRAPH = _object(
    key=STRING,
    url=STRING,
    position=INTEGER,
    number=STRING,
    page=_nullable("integer"),
    language={"enum": list(LANGUAGES)},
    text={"type": "string", "description": "The whole paragraph, word for word"},
    marks=_MARKS,
    said_by={
        **_list_of(_object(name=STRING, slug=STRING, quoted=BOOLEAN, titles=_list_of(STRING))),
        "description": "Who says the words marked, or without marks the paragraph, with the offices held on the day;"
        " empty where the source names nobody",
    },
)
_RESULT = _object(
    title=STRING,
    title_assigned={"type": "boolean", "description": "The source has no title; the archive supplied this one"},
    title_marks=_MARKS,
    url=STRING,
    language={"enum": list(LANGUAGES)},
    kind={"enum": Kind.values},
    date={"type": "string", "description": "EDTF: 2022-11-10, 2022-10, 2023, 2024-02/2024-05; empty: undated"},
    publisher=_nullable("string"),
    participants=_list_of(_object(name=STRING, slug=STRING, role={"enum": Role.values})),
    paragraphs=_list_of(_PARAGRAPH),
)
_FACET = _list_of(_object(value=STRING, label=STRING, count=INTEGER, chosen=BOOLEAN, excluded=BOOLEAN))
_QUERY = _object(
    typed=STRING,
    understood={"type": "string", "description": "The query in its plainest form"},
    repairs=_list_of(STRING),
    offers=_list_of(STRING),
    set_aside={**_list_of(STRING), "description": "Words of a question that are not searched for"},
    extensions=_list_of(_object(typed=STRING, added=_list_of(STRING))),
    suggestion=_nullable("string"),
    partial={"type": "boolean", "description": "No document has all of the query: the results have some of it"},
)
PAGE = _object(
    query=_QUERY,
    left_out={
        **_list_of(STRING),
        "description": "Unknown parameters of the address, such as misspelt ones, which were ignored",
    },
    count={"type": "integer", "description": "The exact number of documents found"},
    page=INTEGER,
    pages=INTEGER,
    sort={"enum": [sort for sort, _ in SORTS]},
    results=_list_of(_RESULT),
    facets=_object(language=_FACET, year=_FACET, kind=_FACET, said=_FACET, speaker=_FACET, publisher=_FACET),
    more_values={
        "type": "object",
        "description": "For each facet, how many of its values are not listed; absent where all are",
        "additionalProperties": INTEGER,
    },
)


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _repeatable_parameter(name: str, description: str, values: list[str] | None = None) -> dict[str, Any]:
    """A filter that may be given several times; -value excludes one."""
    items = {"enum": [*values, *(f"-{value}" for value in values)]} if values else STRING
    return _parameter(
        name,
        f"{description}. May be repeated: any of them matches. A minus before a value excludes it.",
        _list_of(items),
    )


_PARAMETERS = [
    _parameter(
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
    _parameter("date_from", "A year, month or day", STRING),
    _parameter("date_to", "A year, month or day", STRING),
    _parameter("sort", "The order; relevance needs words", {"enum": [sort for sort, _ in SORTS]}),
    _parameter("extend", "no: search only for what is typed", {"enum": ["no"]}),
    *(
        _parameter(
            f"{SEARCHED}{name}", f"List in the facet {name} only names that have a word beginning like this", STRING
        )
        for name in LONG
    ),
    _parameter(
        EXPANDED, f"The facet to list with up to {EXPANDED_SIZE} values instead of {FACET_SIZE}", {"enum": list(LONG)}
    ),
    _parameter("page", f"From 1, with {settings.PAGE_SIZE} results a page", {"type": "integer", "minimum": 1}),
]


def _response(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


SCHEMA: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Statements on NATO",
        "version": "1",
        "description": "The search of the archive: the same results and counts as on its pages.",
    },
    "paths": {
        "/api/search": {
            "get": {
                "operationId": "search",
                "summary": "A page of the documents found, with their paragraphs and the counts by facet",
                "parameters": _PARAMETERS,
                "responses": {
                    "200": _response("A page of results", PAGE),
                    "400": _response("Not understood, or too much at once", _object(error=STRING)),
                    "404": _response("There is no such page", _object(error=STRING)),
                    "503": _response("The database is slow at the moment", _object(error=STRING)),
                },
            }
        }
    },
}
