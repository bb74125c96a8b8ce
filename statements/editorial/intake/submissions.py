"""Releases that programs send: they become drafts of an account, and are published only where it may do that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from statements.editorial.checking.doubts import doubts_about, likeness_of
from statements.editorial.intake.facts_sent import FactsSent, set_facts
from statements.editorial.intake.unpacking import Release, unpack
from statements.editorial.seeing import is_seen
from statements.editorial.workflow import log_of, note, note_added, publish, publishing_obstacle
from statements.models import ApiToken, Document, Result, Status, Submission

if TYPE_CHECKING:
    from statements.importer.save import Saved

_NO_BULK = "it holds many documents: load it with manage.py import_statements, or at the desk"
_SEVERAL = "it is a parcel of several files: send each by itself"
_HIDDEN = "it is in the archive already, where this account does not see it: ask an editor"
_CHANGED = "somebody else has worked on it: publish it at the desk"


@dataclass(frozen=True)
class Submitted:
    """What became of a release. refusal: why nothing was made of it; withheld: why it was not published, in words."""

    submission: Submission | None = None
    refusal: str = ""
    withheld: tuple[str, ...] = ()


def release_of(facts: FactsSent) -> Release:
    """Return the words that were sent as such, as a file."""
    if facts.text:
        return Release("release.txt", facts.text.encode())
    page = facts.html if "<html" in facts.html[:1000].lower() else f"<!doctype html><body>{facts.html}</body>"
    return Release("release.html", b"\xef\xbb\xbf" + page.encode())


def submit(release: Release, facts: FactsSent, token: ApiToken) -> Submitted:
    """Make a draft of a release with its facts, for the account of a token; publish it if that was asked for.

    Whoever calls has asked whether the token may. Bytes that the archive has are left as they are, with their facts.
    """
    from statements.editorial.intake.bulk_files import is_bulk  # loads the importer
    from statements.importer.files import import_upload

    unpacked = unpack([release])
    if len(unpacked) != 1 or unpacked[0].refusal:
        return Submitted(refusal=unpacked[0].refusal if len(unpacked) == 1 else _SEVERAL)
    [release] = unpacked
    if is_bulk(release.content, release.name):
        return Submitted(refusal=_NO_BULK)
    kept = list[Submission]()

    def record(saved: Saved) -> None:
        if is_seen(saved.document, token.account) or saved.result is Result.CREATED:
            kept.append(_record(saved, release.name, facts, token))

    outcome = import_upload(release.content, Path(release.name), then=record)
    if outcome.document is None or not kept:
        return Submitted(refusal=_HIDDEN if outcome.document else outcome.reason)
    withheld = _publish(kept[-1], token.account) if facts.publish else ()
    return Submitted(kept[-1], withheld=withheld)


def _record(saved: Saved, name: str, facts: FactsSent, token: ApiToken) -> Submission:
    """Note who sent a release, and set its facts if its draft is new."""
    document, is_new = saved.document, saved.result is Result.CREATED
    notes = list[str]()
    if is_new:
        note_added(document, token.account, f"Added: {name}, by the token “{token.name}”.")
        notes = set_facts(document, facts, token.account)
    return Submission.objects.create(account=token.account, token=token, document=document, made=is_new, notes=notes)


def _publish(submission: Submission, by: Any) -> tuple[str, ...]:
    """Publish what an account has sent, as at the desk, if nothing speaks against it; return what does."""
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",)).filter(submissions=submission).first()
        if document is None or document.status == Status.PUBLISHED:
            return ()
        if why_not := find_reasons_against(document, by):
            return why_not
        publish(document, by)
        note(document, by, "Published.")
    return ()


def find_reasons_against(document: Document, by: Any) -> tuple[str, ...]:
    """Return why a document is not published unseen: an obstacle, or whatever an editor would be asked about."""
    own = Submission.objects.filter(document=document, account=by, made=True).exists()
    if not own or log_of(document).exclude(user=by).exists():
        return (_CHANGED,)
    if document.status == Status.WITHDRAWN:
        return ("it was withdrawn: publish it from its review page",)
    obstacle = publishing_obstacle(document, by)
    return (obstacle,) if obstacle else (*likeness_of(document, Document.objects.seen_by(by)), *doubts_about(document))
