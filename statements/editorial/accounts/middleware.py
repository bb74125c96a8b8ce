"""The desk in the language and the time zone of whoever is signed in. The public pages know nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from statements.alerting.wishes import speak
from statements.editorial.accounts.preferences import zone_of
from statements.models import Preferences

_DESK = "/admin/"


def use_preferences(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer requests to the desk as the account wants it; `request.preferences` says how. The sign-in page, which
    knows nobody, is in the language of the browser."""

    def respond(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_DESK):
            return get_response(request)
        preferences = _read_preferences(request)
        request.preferences = preferences  # type: ignore[attr-defined]
        with speak(preferences.language), timezone.override(ZoneInfo(zone_of(preferences))):
            response = get_response(request)
            response.headers["Content-Language"] = translation.get_language() or ""
            return response

    return respond


def _read_preferences(request: HttpRequest) -> Preferences:
    """Those of the account. At its first visit they are kept, with the language of its browser."""
    user: Any = request.user
    kept = Preferences.objects.filter(user=user).first() if user.is_authenticated else None
    if kept is not None:
        return kept
    language = translation.get_language_from_request(request)[:2]
    if not user.is_authenticated or request.method not in ("GET", "HEAD"):
        return Preferences(language=language)
    return Preferences.objects.get_or_create(user=user, defaults={"language": language})[0]
