"""Messages as mail: text and HTML, with what mail programs need to sort them and to stop them."""

from __future__ import annotations

import hashlib
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import engines
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from statements.alerting.matching import BACK, CHANGED, GONE_NOW, NEW
from statements.alerting.messages import HEADINGS, News, page_of
from statements.alerting.wishes import LASTS, Wish, describe_followed, speak
from statements.dates import date_words
from statements.following.feed import FeedEntry
from statements.following.wording import more_words, name_feed, notice_words
from statements.languages import interface_language
from statements.models import Delivery, Subscriber, Subscription
from statements.web.site import Site

_LONGEST = 120  # characters of a subject
# Templates: as plain text, as HTML
_NEWS = "mail/news.txt", "mail/news.html"
_UNREADABLE = "mail/unreadable.txt", "mail/unreadable.html"
_CONFIRM = "mail/confirm.txt", "mail/confirm.html"
_REMINDER = "mail/reminder.txt", "mail/reminder.html"
_WORDING = {"more_words": more_words, "notice_words": notice_words}


def write_news(delivery: Delivery, news: News) -> EmailMultiAlternatives:
    """The mail that tells of new, changed and withdrawn documents."""
    subscription = delivery.subscription
    with speak(subscription.language):
        words = {"news": news, "headings": {what: gettext(heading) for what, heading in HEADINGS.items()}}
        return _write(_NEWS, _subject(subscription, news), delivery, {**words, "archive": name_feed("")})


def write_notice(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail that tells that a search can no longer be read, so that its reader waits for nothing."""
    subscription = delivery.subscription
    with speak(subscription.language):
        subject = gettext("This alert is paused: its search is no longer understood")
        facts = {"followed": describe_followed(subscription.parameters), "page": page_of(subscription)}
        return _write(_UNREADABLE, subject, delivery, facts)


def write_confirmation(wish: Wish) -> EmailMultiAlternatives:
    """The mail that asks whether its reader wants to follow a search."""
    with speak(wish.language):
        followed = describe_followed(wish.parameters)
        confirm = Site().build_absolute_uri(reverse("confirm_alert", args=[wish.sign()]))
        facts = {"followed": followed, "confirm": confirm, "hours": int(LASTS.total_seconds() // 3600)}
        return make_mail(_CONFIRM, gettext("Confirm that you want to follow this"), wish.address, facts)


def write_reminder(subscriber: Subscriber) -> EmailMultiAlternatives:
    """The mail that leads a reader to her alerts, in the language that is spoken."""
    page = Site().build_absolute_uri(subscriber.get_absolute_url())
    return make_mail(_REMINDER, gettext("Your alerts"), subscriber.address, {"page": page})


def _write(
    templates: tuple[str, str], subject: str, delivery: Delivery, facts: dict[str, Any]
) -> EmailMultiAlternatives:
    """A mail to a subscription, by which it can be stopped (RFC 8058) and told from others (RFC 2919)."""
    subscription, site = delivery.subscription, Site()
    stop = site.build_absolute_uri(reverse("stop_alert", args=[subscription.code]))
    manage = site.build_absolute_uri(subscription.subscriber.get_absolute_url())
    message = make_mail(templates, subject, subscription.subscriber.address, {**facts, "stop": stop, "manage": manage})
    message.extra_headers |= {"Message-ID": identify(delivery), **stopping_headers(f"alert-{subscription.pk}", stop)}
    return message


def stopping_headers(name: str, stop: str) -> dict[str, str]:
    """What mail programs sort mails of one kind by, and the address by which they stop them. name: of the kind."""
    return {
        "List-Id": f"<{name}.{settings.AUTHORITY_DOMAIN}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def make_mail(templates: tuple[str, str], subject: str, address: str, facts: dict[str, Any]) -> EmailMultiAlternatives:
    """A mail that no program answers, https://www.rfc-editor.org/rfc/rfc3834."""
    context = {**facts, **_WORDING, "told_facts": write_facts, "interface": interface_language()}
    text, html = (engines["public"].get_template(each).render(context) for each in templates)
    headers = {
        "Message-ID": make_msgid(domain=settings.AUTHORITY_DOMAIN),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    message = EmailMultiAlternatives(_shorten(_one_line(subject)), text, None, [address], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def write_facts(entry: FeedEntry) -> str:
    """What a document is, in one line: "Speech · 14 March 2024 · Giorgia Meloni, President of the Council" """
    day = date_words(entry.citation.date) if entry.citation.date else gettext("Undated")
    return " · ".join(filter(None, [entry.kind, day, *entry.authors]))


def identify(delivery: Delivery) -> str:
    """The Message-ID of a delivery: the same whenever it is sent, as it comes from what it tells to whom."""
    return message_id(f"{delivery.subscription.code} {delivery.channel} {delivery.upto_id}")


def message_id(named: str) -> str:
    """The Message-ID of what is named so, from which nothing can be read."""
    return f"<{hashlib.sha256(named.encode()).hexdigest()[:32]}@{settings.AUTHORITY_DOMAIN}>"


def _subject(subscription: Subscription, news: News) -> str:
    """ "[Deterrence] 2 new, 1 changed: search for “deterrence” – Giorgia Meloni, Jens Stoltenberg" """
    counted = {what: len(documents) for what, documents in news.sections}
    numbers = ", ".join(_count(what, number) for what, number in counted.items())
    authors = dict.fromkeys(each.name for told in news.documents if told.entry for each in told.entry.citation.people)
    people = f" – {', '.join(list(authors)[:3])}" if authors else ""
    name = f"[{subscription.name}] " if subscription.name else ""
    words = pgettext("a label and its value", "%(label)s: %(value)s") % {"label": numbers, "value": news.followed}
    return _shorten(f"{name}{words}{people}")


def _count(what: str, number: int) -> str:
    """ "2 new" """
    words = {
        NEW: ngettext("%(n)s new", "%(n)s new", number),
        CHANGED: ngettext("%(n)s changed", "%(n)s changed", number),
        BACK: ngettext("%(n)s public again", "%(n)s public again", number),
        GONE_NOW: ngettext("%(n)s withdrawn", "%(n)s withdrawn", number),
    }
    return words[what] % {"n": number}


def _shorten(subject: str) -> str:
    return subject if len(subject) <= _LONGEST else f"{subject[: _LONGEST - 1]}…"


def _one_line(subject: str) -> str:
    """A subject without what would begin another header."""
    return " ".join(subject.split())
