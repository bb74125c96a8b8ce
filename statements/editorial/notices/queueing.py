"""Noting who is to be told of what, in the transaction of the event itself: what is undone is not told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from statements.editorial.seeing import is_seen
from statements.models import Document, Notice, Occasion
from statements.web.site import can_mail

_NAME = Notice._meta.get_field("about").max_length or 0


def find_editors() -> list[int]:
    """The keys of all accounts that may publish."""
    may = User.objects.with_perm("statements.publish_document", backend="django.contrib.auth.backends.ModelBackend")
    return list(may.values_list("pk", flat=True))


def select_hearers(occasion: Occasion) -> QuerySet[User]:
    """Who can be told of an occasion: people with an active account and an address, who have not turned it off."""
    people = User.objects.filter(is_active=True, is_staff=True).exclude(email="")
    return people.exclude(preferences__muted__contains=[occasion])


def queue_notices(
    occasion: Occasion,
    to: Iterable[int | None],
    *,
    document: Document | None = None,
    by: Any = None,
    moment: datetime | None = None,
    words: str = "",
    about: str = "",
    path: str = "",
) -> None:
    """Note that accounts are to be told of something, each once; nobody is told of her own act, or of a
    document that she does not see.

    to: keys of accounts; by: whose act it is; the others: see Notice. Where no mail can be sent, nothing is noted: it
    would be no news by the time it can.
    """
    if not can_mail():
        return
    others = {each for each in to if each} - {by.pk if by else None}
    hearers = select_hearers(occasion).filter(pk__in=others)
    facts = {"document": document, "by": by, "moment": moment, "words": words, "about": about[:_NAME], "path": path}
    told = [each for each in hearers if document is None or is_seen(document, each)]
    notices = [Notice(to=each, occasion=occasion, **facts) for each in told]
    Notice.objects.bulk_create(notices, ignore_conflicts=occasion == Occasion.EMBARGO)


def tell_source_failing(name: str, reason: str, path: str) -> None:
    """Have the editors told that a watched source fails. path: of its page on the desk: "/admin/…".

    Call it once when a source begins to fail, within the transaction that notes that.
    """
    queue_notices(Occasion.SOURCE, find_editors(), about=name, words=reason, path=path)
