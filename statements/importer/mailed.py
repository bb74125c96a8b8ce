"""Keep the mail that brought a release, and what it says of it; find the document that a mail became."""

from __future__ import annotations

import hashlib

from statements.importer.extract import MailPart
from statements.importer.save import document_with_bytes
from statements.models import Document, MailedRelease, ReceivedMail

_NAME = 255


def keep_mail(content: bytes, name: str, part: MailPart, document: Document, chosen: bool) -> None:
    """Record in a document which mail brought it, and keep that mail, unless it is the document's whole source.

    chosen: whether an editor said which part is the release.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    told = {"from": part.sender, "subject": part.subject, "sent": part.sent, "sha256": sha256, "part": part.number}
    document.provenance = {**document.provenance, "mail": told | ({"name": part.name} if part.content else {})}
    document.save(update_fields=["provenance", "updated"])
    if not (part.others or part.content):
        return
    mail, _ = ReceivedMail.objects.get_or_create(sha256=sha256, defaults={"filename": name[:_NAME], "content": content})
    MailedRelease.objects.filter(mail=mail, part=part.number).exclude(document=document).delete()
    MailedRelease.objects.update_or_create(
        document=document, defaults={"mail": mail, "part": part.number, "chosen": chosen}
    )


def document_of_mail(content: bytes, part: int | None) -> Document | None:
    """The document that was made of some bytes; or of a part of the mail that they are, of any where none is named."""
    sha256 = hashlib.sha256(content).hexdigest()
    made = MailedRelease.objects.filter(mail__sha256=sha256).select_related("document").order_by("pk")
    found = (made if part is None else made.filter(part=part)).first()
    if found:
        return found.document
    if part is not None and made.exists():
        return None  # the whole mail is the source of another part
    return document_with_bytes(sha256)


def document_chosen(content: bytes) -> Document | None:
    """The document made of the part of a mail that an editor chose."""
    sha256 = hashlib.sha256(content).hexdigest()
    found = MailedRelease.objects.filter(mail__sha256=sha256, chosen=True).select_related("document").first()
    return found.document if found else None
