"""What descriptions in OpenAPI 3.1 are made of, https://spec.openapis.org/oas/v3.1.0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

STRING, INTEGER, BOOLEAN, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}, {"type": "number"}
MOMENT = {"type": "string", "format": "date-time"}
MARKS = {
    "type": "array",
    "description": "[start, end] of each word that was searched for, in Unicode code points",
    "items": {"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 2},
}


def describe_object(**properties: Any) -> dict[str, Any]:
    """An object that has all of these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def describe_parameter(name: str, description: str, schema: dict[str, Any], place: str = "query") -> dict[str, Any]:
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "description": description, "schema": schema, **required}


def describe_choices(name: str, description: str, values: Sequence[str]) -> dict[str, Any]:
    """A parameter with some of the values, with commas between them."""
    parameter = describe_parameter(name, description, {**list_of({"enum": list(values)}), "minItems": 1})
    return {**parameter, "style": "form", "explode": False}


def describe_response(description: str, schema: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}}


PROBLEM = {
    "type": "object",
    "description": "https://www.rfc-editor.org/rfc/rfc9457",
    "properties": {
        "type": STRING,
        "title": STRING,
        "status": INTEGER,
        "detail": STRING,
        "instance": {
            "type": "string",
            "format": "uri",
            "description": "This request, for who runs the archive",
        },
        "error": {"type": "string", "description": "The same as detail, under its older name"},
        "errors": list_of(describe_object(parameter=STRING, detail=STRING)),
        "reason": nullable({"type": "string", "description": "Why it was withdrawn"}),
        "at": {**MOMENT, "description": "When it was withdrawn or deleted"},
        "deleted": BOOLEAN,
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}


def describe_problem(description: str) -> dict[str, Any]:
    return describe_response(description, PROBLEM, "application/problem+json")


def describe_operation(
    name: str, summary: str, parameters: list[dict[str, Any]], answer: dict[str, Any], **others: dict[str, Any]
) -> dict[str, Any]:
    """A reading of an address. others: further answers, by status: _404=…"""
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": describe_response(summary, answer),
            "400": describe_problem("Not understood, or too much at once"),
            **{status.strip("_"): response for status, response in others.items()},
            "405": describe_problem("There is nothing to change here"),
            "503": describe_problem("The database is slow at the moment; Retry-After says when to try again"),
        },
    }
