"""Who sends a request: the token in its header, RFC 6750. Cookies count for nothing here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from statements.keeping.hourly import TooManyError, count_in_hour, digest_of
from statements.models import SEND, ApiToken, hash_secret
from statements.web.problems import answer_problem

_REALM = 'Bearer realm="releases"'
_LONGEST = 200  # characters of a secret
_CORS = "Access-Control-Allow-Origin"


class RefusedError(Exception):
    """A request that is not carried out. answer: what is wrong with it."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.answer = answer_problem(status, detail, **more)
        del self.answer[_CORS]  # no page of another site may ask
        for name, value in (headers or {}).items():
            self.answer[name] = value


def take_token(method: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Call a view with the token of a request; answer what it refuses. The body is not read before that."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        methods = ("GET", "HEAD") if method == "GET" else (method,)

        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    told = gettext("This address takes %(methods)s") % {"methods": ", ".join(methods)}
                    raise RefusedError(405, told, {"Allow": ", ".join(methods)})
                response = view(request, _find_token(request), *args, **kwargs)
            except RefusedError as refusal:
                response = refusal.answer
            response["X-Robots-Tag"] = "noindex"
            return response

        return answer

    return decorate


def _find_token(request: HttpRequest) -> ApiToken:
    """The token that a request is sent with. Raises RefusedError where it has none that works, or may not send.

    It is looked up by the hash of its secret, so that no comparison takes longer the more of it is right.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        told = gettext("Send a token in the header Authorization: Bearer …")
        raise RefusedError(401, told, {"WWW-Authenticate": _REALM})
    found = ApiToken.objects.working().filter(sha256=hash_secret(secret.strip()[:_LONGEST]))
    token = found.select_related("account").first()
    if token is None:
        told = gettext("This token is unknown, revoked or over")
        raise RefusedError(401, told, {"WWW-Authenticate": f'{_REALM}, error="invalid_token"'})
    require_scope(token, SEND, "statements.add_document")
    token.note_use()
    return token


def require_scope(token: ApiToken, scope: str, permission: str) -> None:
    """Raise RefusedError where a token lacks a scope, or its account the permission."""
    if scope not in token.scopes:
        told = gettext("This token may not do that: it lacks the scope %(scope)s") % {"scope": scope}
        wanted = f'{_REALM}, error="insufficient_scope", scope="{scope}"'
        raise RefusedError(403, told, {"WWW-Authenticate": wanted})
    if not token.account.has_perm(permission):
        raise RefusedError(403, gettext("The account of this token may not do that"))


def count_request(token: ApiToken) -> None:
    """Raise RefusedError where a token has sent as many releases within the hour as it may."""
    try:
        count_in_hour({digest_of("submissions", str(token.pk)): settings.SUBMISSIONS_PER_TOKEN})
    except TooManyError as error:
        told = gettext("This token has sent as many releases as it may within an hour")
        raise RefusedError(429, told, {"Retry-After": error.retry_after}) from None
