"""Mails in which more than one part may be the release: kept until an editor says which, and afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.db.models import QuerySet

from statements.editorial.intake.unpacking import Release
from statements.editorial.seeing import only_seen
from statements.editorial.workflow import note_added
from statements.importer.draft import Refused
from statements.importer.extract import ListedPart, MailListing
from statements.models import Document, MailedRelease, ReceivedMail, Result, Status

if TYPE_CHECKING:
    from statements.importer.files import Outcome

_NAME = 255


@dataclass(frozen=True)
class PartChoice:
    """A part of a mail, whether the rule would take it, and the document that was made of it."""

    part: ListedPart
    likely: bool
    document: Document | None


def receive_mail(release: Release, by: Any) -> ReceivedMail | None:
    """Keep a mail in which more than one part may be the release, for `by` to choose from; None for all else.

    A mail that cannot be read is none of these: its import says why.
    """
    from statements.importer.isolated import list_isolated  # loads the importer, which only senders of files wait for

    try:
        listing = list_isolated(release.content, release.name)
    except Refused:
        return None
    if listing is None or len(listing.candidates) < 2:  # noqa: PLR2004 - one leaves nothing to choose
        return None
    defaults = {"filename": release.name[:_NAME], "content": release.content, "parts": asdict(listing), "sent_by": by}
    mail, _ = ReceivedMail.objects.get_or_create(sha256=hashlib.sha256(release.content).hexdigest(), defaults=defaults)
    return mail


def waiting_mails(mails: QuerySet[ReceivedMail]) -> QuerySet[ReceivedMail]:
    """Return those mails of which nothing was made yet, the last first."""
    return mails.filter(releases=None).defer("content").select_related("sent_by")


def list_kept(mail: ReceivedMail) -> MailListing:
    """Return what a mail consists of, found out once. Raises Refused where it cannot be read any more."""
    from statements.importer.isolated import list_isolated

    if mail.parts is None:
        listing = list_isolated(bytes(mail.content), mail.filename)
        if listing is None:
            raise Refused("this is no mail")
        mail.parts = asdict(listing)
        mail.save(update_fields=["parts"])
    return msgspec.convert(mail.parts, MailListing)


def list_choices(mail: ReceivedMail, listing: MailListing, by: Any) -> list[PartChoice]:
    """Return the parts of a mail with what became of each, as far as `by` sees that."""
    made = {each.part: each.document for each in only_seen(mail.releases.select_related("document"), by)}
    return [PartChoice(each, each.number == listing.likely, made.get(each.number)) for each in listing.parts]


def find_replaceable(mail: ReceivedMail) -> Document | None:
    """Return the draft made of a mail that can be made anew of another part: nobody has edited or published it."""
    made = MailedRelease.objects.filter(mail=mail, document__status=Status.DRAFT, document__revisions=None)
    drafts = (each.document for each in made.select_related("document").order_by("chosen", "-pk"))
    return next((each for each in drafts if "editor" not in each.provenance.values()), None)


def make_release(mail: ReceivedMail, part: int, by: Any, instead_of: Document | None = None) -> Outcome:
    """Make a draft of a part of a mail; instead_of: the draft made of another part, which becomes this one."""
    from statements.importer.files import import_upload

    outcome = import_upload(bytes(mail.content), Path(mail.filename), part=part, into=instead_of)
    if outcome.document and outcome.result is not Result.UNCHANGED:
        told = outcome.document.provenance.get("mail", {}).get("name") or "the words of the mail"
        anew = "Made anew of another part of the mail" if instead_of else "Added from the mail"
        note_added(outcome.document, by, f"{anew} {mail.filename}: {told}.")
    return outcome
