"""Releases that programs send, for an account of the desk: /api/releases. See /api/openapi.json."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext

from statements.api.bearer import RefusedError, count_request, require_scope, take_token
from statements.api.idempotency import Answer, answer_once, read_key
from statements.editorial.checking.doubts import doubts_about
from statements.editorial.checking.duplicates import find_duplicates
from statements.editorial.intake.facts_sent import FactsSent, find_faults
from statements.editorial.intake.submissions import Submitted, release_of, submit
from statements.editorial.intake.unpacking import Release
from statements.editorial.seeing import is_seen
from statements.models import PUBLISH, ApiToken, Document, Submission
from statements.web.interface import canonical

_AROUND = 1_000_000  # bytes of a request beside those of the file
_JSON, _FORM = "application/json", "multipart/form-data"
_NEAREST = 5


class _Sent(NamedTuple):
    release: Release
    facts: FactsSent


@take_token("POST")
def send_release(request: HttpRequest, token: ApiToken) -> HttpResponse:
    """Make a draft of a release, a file or its words, with the facts that are sent along."""
    count_request(token)
    _check_length(request)
    key = read_key(request)
    sent = _read(request)
    _check(sent, token)
    status, answer = answer_once(
        token, key, _fingerprint(sent), lambda: _answer(request, sent, token), partial(_answer_again, request, token)
    )
    response = _answer_json(answer, status)
    if status in (200, 201):
        response["Location"] = answer["url"]
    return response


@take_token("GET")
def show_release(request: HttpRequest, token: ApiToken, code: str) -> HttpResponse:
    """Tell what has become of a release that the account of the token has sent."""
    return _answer_json(_describe(request, _find(token, code)), 200)


def _answer_json(content: dict[str, Any], status: int) -> HttpResponse:
    """JSON, or a problem: no page of another site may read it."""
    media_type = _JSON if status < 400 else "application/problem+json"
    return HttpResponse(msgspec.json.encode(content), status=status, content_type=media_type)


def _check_length(request: HttpRequest) -> None:
    """Raise RefusedError for a body that is too large, or has no length, before it is read."""
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()):
        raise RefusedError(411, gettext("Send Content-Length"))
    if int(length[:20]) > settings.IMPORT_MAX_BYTES + _AROUND:
        raise _too_large()


def _too_large() -> RefusedError:
    most = gettext("A release has at most %(most)s bytes") % {"most": f"{settings.IMPORT_MAX_BYTES:,}"}
    return RefusedError(413, most)


def _read(request: HttpRequest) -> _Sent:
    """What was sent. Raises RefusedError where it is in no form that is taken."""
    try:
        if request.content_type == _JSON:
            facts = _decode_facts(request.body)
            if bool(facts.text) == bool(facts.html):
                raise RefusedError(400, gettext("Send the words of the release as either text or html"))
            return _Sent(release_of(facts), facts)
        if request.content_type == _FORM:
            return _read_form(request)
    except RequestDataTooBig:
        raise _too_large() from None
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        raise RefusedError(400, gettext("That request was not understood")) from None
    told = gettext("Send %(json)s, or a file as %(form)s") % {"json": _JSON, "form": _FORM}
    raise RefusedError(415, told, {"Accept": f"{_JSON}, {_FORM}"})


def _read_form(request: HttpRequest) -> _Sent:
    files = [(name, each) for name, listed in request.FILES.lists() for each in listed]
    if [name for name, _ in files] != ["file"] or set(request.POST) - {"facts", "publish"}:
        raise RefusedError(400, gettext("Send one file as file, and its facts as JSON as facts"))
    file = files[0][1]
    if file.size is None or file.size > settings.IMPORT_MAX_BYTES:
        raise _too_large()
    facts = _decode_facts(str(request.POST.get("facts", "{}")).encode("utf-8", "replace"))
    publish = request.POST.get("publish", "")
    if facts.text or facts.html or publish not in ("", "true", "false"):
        raise RefusedError(400, gettext("A file has its words in itself; publish is true or false"))
    if publish:
        facts = msgspec.structs.replace(facts, publish=publish == "true")
    return _Sent(Release(file.name or "release", file.read()), facts)


def _decode_facts(content: bytes) -> FactsSent:
    try:
        return msgspec.json.decode(content, type=FactsSent)
    except msgspec.ValidationError as error:
        raise RefusedError(422, str(error), errors=[]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedError(400, gettext("That is no JSON")) from None


def _check(sent: _Sent, token: ApiToken) -> None:
    """Raise RefusedError for facts that cannot be right, and for a wish to publish that the token may not have."""
    faults = [{"parameter": name, "detail": detail} for name, detail in find_faults(sent.facts)]
    if faults:
        told = "; ".join(f"{each['parameter']}: {each['detail']}".lstrip(": ") for each in faults)
        raise RefusedError(422, told, errors=faults)
    if sent.facts.publish:
        require_scope(token, PUBLISH, "statements.publish_document")


def _fingerprint(sent: _Sent) -> str:
    """SHA-256 of all that was sent."""
    parts = [msgspec.json.encode(sent.facts), sent.release.name.encode("utf-8", "replace"), sent.release.content]
    digests = [hashlib.sha256(each).digest() for each in parts]
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _find(token: ApiToken, code: str) -> Submission:
    """What the account of a token has sent. Raises RefusedError where it is deleted, or not seen by the account."""
    found = Submission.objects.filter(code=code, account=token.account).select_related("document").first()
    if found is None or (found.document and not is_seen(found.document, token.account)):
        raise RefusedError(404, gettext("Your account has sent no such release"))
    if found.document is None:
        raise RefusedError(410, gettext("It has been deleted"))
    return found


def _answer_again(request: HttpRequest, token: ApiToken, answered: dict[str, Any]) -> dict[str, Any]:
    """What is said now of a release that was answered before: of other documents, of those alone that are seen now."""
    return {**_describe(request, _find(token, answered["id"])), "not_published": answered["not_published"]}


def _answer(request: HttpRequest, sent: _Sent, token: ApiToken) -> Answer:
    submitted = submit(sent.release, sent.facts, token)
    if submitted.submission is None:
        refused = RefusedError(422, submitted.refusal or gettext("That is no release")).answer
        return refused.status_code, msgspec.json.decode(refused.content)
    return (201 if submitted.submission.made else 200), _describe(request, submitted.submission, submitted)


def _describe(request: HttpRequest, submission: Submission, submitted: Submitted | None = None) -> dict[str, Any]:
    """A release and what has become of it, for the program that has sent it."""
    document = Document.objects.select_related("mailed").get(submissions=submission)
    near = find_duplicates(document, Document.objects.seen_by(submission.account))[:_NEAREST]
    mail = getattr(document, "mailed", None)
    return {
        "id": submission.code,
        "url": request.build_absolute_uri(reverse("api_release", args=[submission.code])),
        "created": submission.made,
        "status": document.status,
        "title": document.display_title,
        "review_url": _desk(request, "review", document.pk),
        "mail_url": _desk(request, "mail", mail.mail_id) if mail else None,
        "public_url": canonical(request, "document", document.slug) if document.is_public else None,
        "not_before": document.publish_at.isoformat() if document.publish_at else None,
        "warnings": doubts_about(document),
        "notes": submission.notes,
        "duplicates": [
            {
                "title": each.document.display_title,
                "percent": each.percent,
                "review_url": _desk(request, "review", each.document.pk),
            }
            for each in near
        ],
        "not_published": list(submitted.withheld) if submitted else [],
    }


def _desk(request: HttpRequest, page: str, pk: int) -> str:
    return request.build_absolute_uri(reverse(f"admin:statements_document_{page}", args=[pk]))
