"""What an account sees at the desk of all that belongs to documents; `seen_by()` in the models says of which ones."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext

from statements.models import Batch, Document, MailedRelease, ReceivedMail, sees_all

_Row = TypeVar("_Row", bound=Model)


def is_seen(document: Document, user: Any) -> bool:
    """Whether an account sees a document at the desk."""
    return sees_all(user) or Document.objects.seen_by(user).filter(pk=document.pk).exists()


def only_seen(rows: QuerySet[_Row], user: Any, path: str = "document") -> QuerySet[_Row]:
    """Return the rows that belong to documents which an account sees. path: from a row to its document."""
    return rows if sees_all(user) else rows.filter(in_seen(user, path))


def in_seen(user: Any, path: str) -> Q:
    """The condition that a row belongs to a document which an account sees; for everybody who sees all, none: it is
    for narrowing, as nothing is left of it beside an “or”."""
    return Q() if sees_all(user) else Q(**{f"{path}__in": Document.objects.seen_by(user)})


def seen_batches(user: Any) -> QuerySet[Batch]:
    """Return the batches that an account may open: all, or those that it sent itself."""
    return Batch.objects.all() if sees_all(user) else Batch.objects.filter(sent_by=user, source=None)


def seen_mails(user: Any) -> QuerySet[ReceivedMail]:
    """Return the mails that an account may open: all, or those that it sent itself.

    Of a mail that came in a batch or from a program, only what was made of it says whose it is.
    """
    if sees_all(user):
        return ReceivedMail.objects.all()
    made = MailedRelease.objects.filter(document__added_by=user).values("mail")
    return ReceivedMail.objects.filter(Q(sent_by=user) | Q(sent_by=None, pk__in=made))


def say_hidden() -> str:
    """What is said to whoever sends what the archive has already, in a document that she does not see."""
    return gettext("It is in the archive already, where only who added it and editors see it: ask an editor.")
