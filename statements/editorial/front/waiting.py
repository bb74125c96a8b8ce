"""What waits on the desk for the one who opens it: a section for each reason, the first lines of each.

Every section takes the same few queries however many documents there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext

from statements.editorial.front.queues import drafts_of, embargoed, in_review, sent_back_to
from statements.editorial.seeing import only_seen, seen_batches
from statements.editorial.watching.standing import failing_sources, waiting_from_sources
from statements.editorial.workflow import find_held
from statements.importer.messages.say import say
from statements.models import Became, Document, DocumentQuerySet, Handover, Revision, Status

SHOWN = 10  # lines of a section
PUBLISHED = "published"
_MOMENT = timedelta(minutes=1)
_LATELY = timedelta(days=7)  # for which files that were refused are shown


@dataclass(frozen=True)
class Waiting:
    """A line of the front page.

    language: of the title, empty where it is of the desk; who, when: who passed it on, and at what time; said: the
    words that came with it; until: the end of its embargo; release: where it can be published at once.
    """

    title: str
    address: str
    language: str = ""
    facts: str = ""
    who: str = ""
    when: datetime | None = None
    said: str = ""
    until: datetime | None = None
    release: str = ""

    @property
    def ago(self) -> str:
        """How long ago it was passed on."""
        if self.when is None or timezone.now() - self.when < _MOMENT:
            return gettext("just now")
        return gettext("%(time)s ago") % {"time": timesince(self.when, depth=1)}


@dataclass(frozen=True)
class Section:
    """Why something waits. total: how much there is; address: the list of all of it, if it has one."""

    name: str
    title: str
    total: int
    lines: list[Waiting] = field(default_factory=list)
    address: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether it says how much there is: of what has no end, it shows the last."""
        return bool(self.address) and self.name != PUBLISHED

    @property
    def has_more(self) -> bool:
        return self.total > len(self.lines)


def list_waiting(user: Any) -> list[Section]:
    """Return what waits for a user, the most urgent first, without the sections that are empty."""
    found = [
        _sent_back(user),
        _troubles(user),
        _to_review(user),
        _from_sources(user),
        _mine(user),
        _embargoed(user),
        _last_published(user),
    ]
    return [each for each in found if each.total]


def list_failing_sources() -> list[Waiting]:
    """Return the watched sources that failed when they were last asked, each with the reason."""
    return [Waiting(each.name, each.address, facts=say(each.reason), when=each.asked_at) for each in failing_sources()]


def _from_sources(user: Any) -> Section:
    """Sources with drafts that nobody has sent on or published."""
    waiting = waiting_from_sources(user)
    lines = [
        Waiting(
            each.name,
            each.address,
            facts=ngettext("%(n)d draft", "%(n)d drafts", each.drafts) % {"n": each.drafts},
            when=each.newest_at,
        )
        for each in waiting[:SHOWN]
    ]
    return Section("sources", gettext("From watched sources"), len(waiting), lines)


def _sent_back(user: Any) -> Section:
    documents = sent_back_to(user).seen_by(user)
    return _section("sent-back", gettext("Sent back to you"), documents, passed=True)


def _to_review(user: Any) -> Section:
    return _section("review", gettext("To review"), in_review().seen_by(user), passed=True)


def _mine(user: Any) -> Section:
    return _section("mine", gettext("Your drafts"), drafts_of(user).seen_by(user))


def _embargoed(user: Any) -> Section:
    publisher = user if user.has_perm("statements.publish_document") else None
    return _section("embargoed", gettext("Embargoed"), embargoed().seen_by(user), publisher=publisher)


def _section(
    name: str, title: str, documents: DocumentQuerySet, *, passed: bool = False, publisher: Any = None
) -> Section:
    """A section of documents. passed: whether its lines say who passed them on, and with what words; publisher: who
    is offered to end embargoes, where she may.

    How many there are is asked only where they may be more than its lines.
    """
    shown = list(documents.select_related("publisher")[:SHOWN])
    total = len(shown) if len(shown) < SHOWN else documents.count()
    last = _last_handovers(shown) if passed else {}
    held = find_held(shown, publisher) if publisher else set()
    lines = [_line(each, last.get(each.pk), bool(publisher) and each.pk not in held) for each in shown]
    address = f"{reverse('admin:statements_document_changelist')}?waits={name}"
    return Section(name, title, total, lines, address)


def _last_handovers(documents: Iterable[Document]) -> dict[int, Handover]:
    found = Handover.objects.filter(document__in=list(documents)).last_of_each().select_related("by")
    return {each.document_id: each for each in found}


def _line(document: Document, passed: Handover | None, may_release: bool) -> Waiting:
    is_later = document.publish_at is not None and document.publish_at > timezone.now()
    return Waiting(
        document.display_title,
        reverse("admin:statements_document_review", args=[document.pk]),
        document.language,
        tell_facts(document),
        name_of(passed.by) if passed else "",
        passed.at if passed else document.updated,
        passed.words if passed else "",
        document.publish_at if is_later else None,
        reverse("admin:statements_document_release_now", args=[document.pk]) if may_release and is_later else "",
    )


def tell_facts(document: Document) -> str:
    """What a document is, in a few words: "press release, Ministero della Difesa, 14 March 2024"."""
    publisher = document.publisher.name if document.publisher else gettext("no publisher")
    return ", ".join([str(document.kind_label), publisher, document.date_words])


def name_of(user: Any) -> str:
    """The name of somebody who works here, as others read it; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""


def _troubles(user: Any) -> Section:
    """Files that were refused or never read, in the last days, and sources that fail."""
    refused, unread = Q(arrivals__became=Became.REFUSED), Q(arrivals__became=Became.WAITING)
    batches = (
        seen_batches(user)
        .filter(sent_at__gte=timezone.now() - _LATELY)
        .annotate(files=Count("arrivals"), refused=Count("arrivals", refused), unread=Count("arrivals", unread))
        .filter(Q(refused__gt=0) | Q(unread__gt=0))
        .select_related("sent_by")
        .order_by("-sent_at")
    )
    lines = [*list_failing_sources(), *(_batch_line(each) for each in batches[:SHOWN])]
    return Section("troubles", gettext("What came in and needs a look"), len(lines), lines)


def _batch_line(batch: Any) -> Waiting:
    refused, unread = batch.refused, batch.unread
    told = [
        ngettext("%(n)d of %(all)d files refused", "%(n)d of %(all)d files refused", refused)
        % {"n": refused, "all": batch.files}
        if refused
        else "",
        ngettext("%(n)d still to be read", "%(n)d still to be read", unread) % {"n": unread} if unread else "",
    ]
    address = reverse("admin:statements_document_batch", args=[batch.pk])
    return Waiting(", ".join(each for each in told if each), address, who=name_of(batch.sent_by), when=batch.sent_at)


def _last_published(user: Any) -> Section:
    """What became public last, the newest first, each document once a version."""
    public = Revision.objects.filter(published_at__lte=timezone.now(), document__status=Status.PUBLISHED)
    revisions = (
        only_seen(public, user)
        .select_related("document", "document__publisher", "published_by")
        .defer("content")
        .order_by("-published_at", "-pk")[:SHOWN]
    )
    lines = [
        Waiting(
            each.document.display_title,
            reverse("admin:statements_document_review", args=[each.document_id]),
            each.document.language,
            tell_facts(each.document),
            name_of(each.published_by),
            each.published_at,
        )
        for each in revisions
    ]
    address = f"{reverse('admin:statements_document_changelist')}?status__exact={Status.PUBLISHED}"
    return Section(PUBLISHED, gettext("Published last"), len(lines), lines, address)
