"""What may be kept by whom: by browsers, and by caches that many readers share (RFC 9111).

All pages of one kind have one rule, and every address has one. A page that anybody may see is the same for everybody,
sets no cookie, and varies by nothing but its compression: the language is in the address.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_ADMIN = "/admin/"

# A browser asks each time, and is answered by a 304 from the state of the archive. A shared cache may show a page for
# half a minute without asking, and either of them for half a minute while it asks (RFC 5861): what is withdrawn is gone
# within a minute.
PAGE = "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
FILE = "public, max-age=86400"  # of the site itself; a new release is seen within a day
OWN = "private, no-cache"  # holds a token for a form, or has an address that only those know who were given it
ANEW = "no-cache"  # what is missing or withdrawn now may be there tomorrow
NEVER = "no-store"

# Pages that only those find who were given their address, and what is asked for with a token, whatever they answer.
SECRET = ("confirm_alert", "stop_alert", "alerts_of", "preview", "api_releases", "api_release", "stop_notices")
RULES = {
    **dict.fromkeys(["robots", "favicon", "api_openapi"], FILE),
    **dict.fromkeys(["keep", "result"], OWN),
    **dict.fromkeys(["search_export", "browse_export", "speaker_export", "health"], NEVER),  # files, for who asked
}


def cache_rules(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Tell browsers and caches how long they may keep an answer.

    The admin and the static files have headers of their own. Without any, caches keep errors for as long as they see
    fit (RFC 9111, 4.2.2), Chromium a 410 for ever.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_ours = response.status_code >= 400 or not response.has_header("Cache-Control")
        if is_ours and not request.path_info.startswith(_ADMIN):
            response["Cache-Control"] = rule_for(request, response.status_code)
            _vary_less(response)
        if response.status_code == 304:
            del response["Content-Length"]  # it would be that of the page, which nobody has counted
        return response

    return respond


def rule_for(request: HttpRequest, status: int) -> str:
    """The value of Cache-Control for an answer. An editor sees each page as it is now: she may have changed it."""
    match = request.resolver_match
    if match and match.url_name in SECRET:
        return NEVER
    if status >= 400 or request.method not in ("GET", "HEAD") or match is None:  # then it leads elsewhere, as to https
        return ANEW
    rule = RULES.get(match.url_name or "", PAGE)
    return OWN if rule == PAGE and settings.SESSION_COOKIE_NAME in request.COOKIES else rule


def _vary_less(response: HttpResponse) -> None:
    """Django says that a page without a language in its address varies by what the browser prefers. None does here."""
    names = [each for each in response.get("Vary", "").split(", ") if each and each != "Accept-Language"]
    if names:
        response["Vary"] = ", ".join(names)
    else:
        del response["Vary"]
