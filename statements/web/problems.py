"""What is wrong with a request, for programs: application/problem+json, https://www.rfc-editor.org/rfc/rfc9457."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse


def answer_problem(status: int, detail: str, **more: Any) -> JsonResponse:
    """The answer with a status of HTTP. detail: in words, for people; more: further members."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JsonResponse(
        content,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
        headers={"Access-Control-Allow-Origin": "*"},
    )
