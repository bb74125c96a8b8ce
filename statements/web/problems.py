"""What is wrong with a request, for programs: application/problem+json, https://www.rfc-editor.org/rfc/rfc9457."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

from statements.web.handling import request_urn


def answer_problem(status: int, detail: str, **more: Any) -> JsonResponse:
    """The answer with a status of HTTP. detail: in words, for people; more: further members. Its `instance` is the
    number of the request, by which operators find it in the log."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    if instance := request_urn():
        content["instance"] = instance
    return JsonResponse(
        content,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
        headers={"Access-Control-Allow-Origin": "*"},
    )


def is_program(request: HttpRequest) -> bool:
    """Whether a program asks, which reads problems as RFC 9457 has them."""
    name = request.resolver_match.url_name or "" if request.resolver_match else ""
    return request.path.startswith("/api/") or name.endswith("_feed")
