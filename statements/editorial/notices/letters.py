"""Letters: what somebody is told in one mail, made when it is sent, in her language and her time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from statements.alerting.mail import make_mail, message_id, stopping_headers
from statements.alerting.wishes import speak
from statements.dates import moment_words
from statements.editorial.accounts.preferences import preferences_of, zone_of
from statements.editorial.notices.stopping import stop_url
from statements.importer.messages.say import say
from statements.models import Document, Notice, NoticeMail, Occasion, Status, find_stated_embargo
from statements.web.site import Site

_TEMPLATES = "mail/desk.txt", "mail/desk.html"
_MOST = 50  # documents in one mail
# What must still be so when the mail is made.
_STILL = {
    Occasion.SENT: lambda document: document.status == Status.IN_REVIEW,
    Occasion.BACK: lambda document: document.status == Status.DRAFT,
    Occasion.PUBLISHED: lambda document: document.status == Status.PUBLISHED,
    Occasion.EMBARGO: lambda document: document.is_public,
}


@dataclass(frozen=True)
class ToldEvent:
    """One event in a letter. name: of the document, or of the source; fact: who did what, and when; words: what was
    said with it; address: where it is on the desk, or on the site."""

    name: str
    fact: str
    words: str
    address: str


def is_embargoed(document: Document, now: datetime) -> bool:
    """Whether nobody outside may know of a document yet: by its hour, or by the one that its source states."""
    if document.publish_at and document.publish_at > now:
        return True
    stated = find_stated_embargo(document)
    return stated is not None and stated > now and not document.is_public


def write_letter(letter: NoticeMail) -> EmailMultiAlternatives | None:
    """The mail of a letter; None where nothing of it is true any more."""
    preferences = preferences_of(letter.to)
    with speak(preferences.language), timezone.override(ZoneInfo(zone_of(preferences))):
        notices = letter.notices.select_related("document", "by").order_by("pk")
        told = [_tell(each) for each in notices if _is_so(each)]
        if not told:
            return None
        site, stop = Site(), Site().build_absolute_uri(stop_url(letter.to, letter.occasion))
        heading = _heading(Occasion(letter.occasion), told)
        facts = {
            "heading": heading,
            "told": told[:_MOST],
            "more": len(told) - _MOST,
            "stop": stop,
            "manage": site.build_absolute_uri(reverse("my_account")),
            "desk": site.build_absolute_uri(reverse("admin:index")),
        }
        message = make_mail(_TEMPLATES, heading, letter.to.email, facts)
    headers = stopping_headers(f"desk-{letter.occasion}", stop)
    message.extra_headers |= {"Message-ID": message_id(f"letter {letter.pk} {letter.made_at}"), **headers}
    return message


def _is_so(notice: Notice) -> bool:
    return notice.document is None or _STILL[Occasion(notice.occasion)](notice.document)


def _tell(notice: Notice) -> ToldEvent:
    """What a letter says of an event: of what is embargoed neither title nor words, of nothing the text."""
    document, site = notice.document, Site()
    if document is None:
        return ToldEvent(
            notice.about, "", say(notice.words), site.build_absolute_uri(notice.path or reverse("admin:index"))
        )
    hidden = is_embargoed(document, timezone.now())
    path = reverse("admin:statements_document_review", args=[document.pk])
    if document.is_public:
        path = document.get_absolute_url()
    name = gettext("An embargoed document") if hidden else document.display_title
    words = "" if hidden else notice.words
    return ToldEvent(name, " · ".join(_list_facts(notice, document)), words, site.build_absolute_uri(path))


def _list_facts(notice: Notice, document: Document) -> Iterator[str]:
    if notice.by:
        yield gettext("by %(name)s") % {"name": notice.by.get_username()}
    yield moment_words(notice.moment or notice.at)
    if notice.occasion == Occasion.PUBLISHED and document.publish_at and not document.is_public:
        yield gettext("public from %(moment)s") % {"moment": moment_words(document.publish_at)}


def _heading(occasion: Occasion, told: list[ToldEvent]) -> str:
    """The subject: "Sent to review: The harbour of Oslo", or of several: "3 documents sent to review"."""
    if len(told) == 1:
        name = told[0].name
        words = {
            Occasion.SENT: gettext("Sent to review: %(name)s"),
            Occasion.BACK: gettext("Sent back: %(name)s"),
            Occasion.PUBLISHED: gettext("Published: %(name)s"),
            Occasion.EMBARGO: gettext("The embargo is over: %(name)s"),
            Occasion.SOURCE: gettext("A source fails: %(name)s"),
        }
        return words[occasion] % {"name": name}
    n = len(told)
    several = {
        Occasion.SENT: ngettext("%(n)s document sent to review", "%(n)s documents sent to review", n),
        Occasion.BACK: ngettext("%(n)s document sent back", "%(n)s documents sent back", n),
        Occasion.PUBLISHED: ngettext("%(n)s document published", "%(n)s documents published", n),
        Occasion.EMBARGO: ngettext("%(n)s embargo is over", "%(n)s embargoes are over", n),
        Occasion.SOURCE: ngettext("%(n)s source fails", "%(n)s sources fail", n),
    }
    return several[occasion] % {"n": n}
