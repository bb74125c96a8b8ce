"""The description of what programs send: releases, with a token of an account."""

from __future__ import annotations

from typing import Any

from statements.api.schema_parts import (
    INTEGER,
    MOMENT,
    STRING,
    describe_object,
    describe_parameter,
    describe_problem,
    describe_response,
    list_of,
    nullable,
)
from statements.languages import LANGUAGES
from statements.models import PUBLISH, SEND, Kind, Role, Status

SECURITY_SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": f"Made on the desk, under Tokens. Scopes: {SEND}, {PUBLISH}. Cookies count for nothing",
    }
}
_SECURED: list[dict[str, list[str]]] = [{"token": []}]
_OPEN = {"type": "object", "additionalProperties": False}
_FACTS: dict[str, Any] = {
    "title": {"type": "string", "maxLength": 500},
    "date": {"type": "string", "description": "EDTF: 2022-11-10, 2022-10, 2023, 2024-02/2024-05"},
    "language": {"enum": [*LANGUAGES, ""]},
    "kind": {"enum": [*Kind.values, ""]},
    "publisher": {"type": "string", "maxLength": 200, "description": "By name or slug, of one that is here"},
    "place": {"type": "string", "maxLength": 200},
    "reference": {"type": "string", "maxLength": 100},
    "source_url": {"type": "string", "maxLength": 1000},
    "people": {
        **list_of(
            {
                **_OPEN,
                "properties": {
                    "name": {"type": "string", "maxLength": 200, "description": "Name, alias or slug"},
                    "role": {"enum": Role.values},
                },
                "required": ["name"],
            }
        ),
        "maxItems": 50,
    },
    "publish": {
        "type": "boolean",
        "description": f"Publish it, if nothing is to be checked; takes the scope {PUBLISH}",
    },
}
_TEXT = {"type": "string", "description": "The words of the release, as text"}
_HTML = {"type": "string", "description": "The words of the release, as HTML"}
_JSON = {
    **_OPEN,
    "properties": {**_FACTS, "text": _TEXT, "html": _HTML},
    "oneOf": [{"required": ["text"]}, {"required": ["html"]}],
}
_FORM = {
    **_OPEN,
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "Text, HTML, PDF, Word, a mail (.eml, .msg)"},
        "facts": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {**_OPEN, "properties": _FACTS},
        },
        "publish": {"enum": ["true", "false"]},
    },
    "required": ["file"],
}
RELEASE = describe_object(
    id={"type": "string", "description": "Of what was sent; the document has others"},
    url={"type": "string", "description": "The address to ask what has become of it"},
    created={"type": "boolean", "description": "A draft was made; otherwise the archive had the bytes already"},
    status={"enum": Status.values},
    title=STRING,
    review_url={"type": "string", "description": "On the desk"},
    mail_url=nullable({"type": "string", "description": "On the desk: choose another part of the mail"}),
    public_url=nullable({"type": "string", "description": "Once the public sees it"}),
    not_before=nullable({**MOMENT, "description": "The end of its embargo"}),
    warnings={**list_of(STRING), "description": "What an editor should check"},
    notes={**list_of(STRING), "description": "What was sent with it and could not be taken"},
    duplicates=list_of(describe_object(title=STRING, percent=INTEGER, review_url=STRING)),
    not_published={**list_of(STRING), "description": "Why it was not published although that was asked for"},
)
_REFUSALS = {
    "401": describe_problem("No token, or one that is unknown, revoked or over; see WWW-Authenticate"),
    "403": describe_problem("The token or its account may not do that"),
    "405": describe_problem("Another method"),
}
_CODE = describe_parameter("code", "The id of what was sent", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, "path")
_KEY = describe_parameter(
    "Idempotency-Key",
    "A string in quotation marks that no other request has: sent again within a week, it makes nothing twice",
    {"type": "string", "maxLength": 300},
    "header",
)


def describe_releases() -> dict[str, Any]:
    """The two addresses."""
    content = {"application/json": {"schema": _JSON}, "multipart/form-data": {"schema": _FORM}}
    send = {
        "operationId": "sendRelease",
        "summary": "Make a draft of a release, a file or its words, with its facts",
        "security": _SECURED,
        "parameters": [_KEY],
        "requestBody": {"required": True, "content": content},
        "responses": {
            "200": describe_response("The archive had these bytes already", RELEASE),
            "201": describe_response("A draft was made", RELEASE),
            "400": describe_problem("Not understood"),
            **_REFUSALS,
            "404": describe_problem("Sent again: it is no longer seen by the account"),
            "409": describe_problem("The first request with this Idempotency-Key is being answered"),
            "410": describe_problem("Sent again: it has been deleted"),
            "411": describe_problem("There is no Content-Length"),
            "413": describe_problem("It is too large"),
            "415": describe_problem("Neither JSON nor a form with a file"),
            "422": describe_problem("The file cannot be read, a fact cannot be right, or the key had other content"),
            "429": describe_problem("The token has sent too many within an hour; see Retry-After"),
        },
    }
    show = {
        "operationId": "showRelease",
        "summary": "What has become of a release that the account has sent",
        "security": _SECURED,
        "parameters": [_CODE],
        "responses": {
            "200": describe_response("The release", RELEASE),
            **_REFUSALS,
            "404": describe_problem("The account has sent no such release"),
            "410": describe_problem("It has been deleted"),
        },
    }
    return {"/api/releases": {"post": send}, "/api/releases/{code}": {"get": show}}
