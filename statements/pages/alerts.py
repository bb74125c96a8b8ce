"""Following a search by mail: the form, the confirmation, and the secret page on which a reader changes and stops it.

No page changes anything by GET: programs that look into mails open all links. None needs a cookie: who may change
something has an address that nobody can guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.db import InternalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from statements.alerting.asking import UnsentError, ask_to_confirm, send_reminder
from statements.alerting.messages import page_of
from statements.alerting.rates import next_due
from statements.alerting.standard_webhooks import make_secret
from statements.alerting.wishes import (
    LASTS,
    LapsedError,
    Wish,
    count_lately,
    describe_followed,
    grant,
    make_wish,
    read_followable,
)
from statements.dates import hour_words, moment_words
from statements.following.formats import NAMES as FEED_NAMES
from statements.following.wording import followed_words
from statements.keeping.hourly import TooManyError
from statements.languages import LANGUAGE_CHOICES, interface_language
from statements.models import (
    WAIT_FOR_WRITERS,
    Channel,
    Delivery,
    Paused,
    Rate,
    Sending,
    Subscriber,
    Subscription,
    read_moment,
)
from statements.pages.errors import not_understood
from statements.pages.followed import offer_list_feed
from statements.search.facets import chips, make_facets
from statements.search.request import NotUnderstoodError
from statements.search.selection import Selection
from statements.search.tally import Tally
from statements.web.errors import is_read_only
from statements.web.limits import TooSlowError, open_snapshot, too_slow
from statements.web.outbound import RefusedAddressError, UnreachableError, check_address
from statements.web.proxy import client_address
from statements.web.site import can_mail

_NAME = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}", re.ASCII)  # before the @, https://www.rfc-editor.org/rfc/rfc5321
_SHOWN = 50  # deliveries
_LONGEST = Subscription._meta.get_field("webhook").max_length or 0  # characters of an address
RATES = {
    Rate.AT_ONCE: gettext_lazy("at once"),
    Rate.DAILY: gettext_lazy("once a day, in the morning"),
    Rate.WEEKLY: gettext_lazy("once a week, on Monday"),
}
PAUSED = {
    Paused.READER: gettext_lazy("Paused by you. What comes in meanwhile is sent when you resume."),
    Paused.REFUSED: gettext_lazy("Paused: your mail server refused three mails in succession."),
    Paused.UNREADABLE: gettext_lazy("Paused: the archive no longer understands this search."),
}
RESULTS = {
    "": gettext_lazy("waiting"),
    Sending.SENT: gettext_lazy("sent"),
    Sending.VOID: gettext_lazy("not sent, as nothing of it was public any more"),
    Sending.FAILED: gettext_lazy("given up"),
}


class AddressField(forms.EmailField):
    """An address in one form: its domain in ASCII, as it is in the mail. Addresses that only look alike stay apart, and
    one mailbox has no second name in quotation marks."""

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        name, _, domain = address.rpartition("@")
        if not _NAME.fullmatch(name):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{name}@{punycode(domain).lower()}"


class AddressForm(forms.Form):
    """An address of mail."""

    address = AddressField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write your e-mail address."),
            "invalid": gettext_lazy("This is not an e-mail address."),
            "max_length": gettext_lazy("This is not an e-mail address."),
        },
    )


class FollowForm(AddressForm):
    """Who wants to be told, how often and in which language."""

    rate = forms.ChoiceField(choices=list(RATES.items()))
    language = forms.ChoiceField(choices=LANGUAGE_CHOICES)


class AlertForm(forms.Form):
    """How somebody is told."""

    name = forms.CharField(max_length=80, required=False)
    rate = forms.ChoiceField(choices=list(RATES.items()))
    language = forms.ChoiceField(choices=LANGUAGE_CHOICES)


def _secret(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page with a secret address: no other site is told where a reader comes from, and nobody lists it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except InternalError as error:
            if not is_read_only(error):
                raise
            response = _say_read_only(request)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return require_http_methods(["GET", "HEAD", "POST"])(answer)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Say what would be followed, with its feed, and ask for an address; send it the mail that asks to confirm."""
    sent = request.POST if request.method == "POST" else None
    form = FollowForm(sent, initial={"rate": Rate.DAILY, "language": interface_language()})
    try:
        with open_snapshot(settings.PAGE_TIMEOUT, first=WAIT_FOR_WRITERS):
            selection = read_followable(request.GET)
            context = _describe(selection)
            wish = make_wish(selection.request, **form.cleaned_data) if form.is_valid() else None
    except NotUnderstoodError as error:
        return not_understood(request, error)
    except TooSlowError:
        return too_slow(request)
    if wish is not None and can_mail():
        return _send(request, lambda: ask_to_confirm(wish, client_address(request)), wish.address, context)
    return render(request, "follow.html", {**context, "form": form}, status=400 if form.errors else 200)


def _describe(selection: Selection) -> dict[str, Any]:
    """What is followed, in words and addresses."""
    asked = selection.request
    list_url = f"{reverse('search' if asked.words else 'browse')}{asked.url()}"
    return {
        "followed": followed_words(asked),
        "list_url": list_url,
        "feed": offer_list_feed(asked, chips(make_facets(Tally(0), asked), asked)),
        "lately": count_lately(selection, read_moment()),
        "can_mail": can_mail(),
        "rates": RATES.items(),
        "languages": LANGUAGE_CHOICES,
        "feed_names": FEED_NAMES,
    }


def _send(request: HttpRequest, send: Callable[[], None], address: str, context: dict[str, Any]) -> HttpResponse:
    """Send a mail, and say that it was sent, or why not."""
    facts: dict[str, Any] = {**context, "address": address, "hours": int(LASTS.total_seconds() // 3600), "why_not": ""}
    status, headers = 200, dict[str, str]()
    try:
        send()
    except TooManyError as error:
        status = 429
        headers["Retry-After"] = error.retry_after
        facts["why_not"] = gettext("So many mails were asked for that no other is sent before %(hour)s.") % {
            "hour": hour_words(error.until)
        }
    except UnsentError:
        status, headers["Retry-After"] = 503, "60"
        facts["why_not"] = gettext("The mail could not be sent. Nothing was kept: please try again in a minute.")
    except InternalError as error:
        if not is_read_only(error):
            raise
        return _say_read_only(request)
    answer = render(request, "follow_sent.html", facts, status=status)
    for name, value in headers.items():
        answer[name] = value
    return answer


def _say_read_only(request: HttpRequest) -> HttpResponse:
    why = gettext("The archive can only be read at the moment: please try again later.")
    answer = render(request, "follow_sent.html", {"why_not": why}, status=503)
    answer["Retry-After"] = "60"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def find_alerts(request: HttpRequest) -> HttpResponse:
    """Send somebody the way to her alerts. The answer is the same whether she has any."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and can_mail():
        address = form.cleaned_data["address"]
        return _send(request, lambda: send_reminder(address, client_address(request)), address, {"reminder": True})
    context = {"form": form, "can_mail": can_mail()}
    return render(request, "find_alerts.html", context, status=400 if form.errors else 200)


@_secret
def confirm_alert(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask whether a search is to be followed; follow it where the button is pressed."""
    try:
        wish = Wish.read(signed)
    except LapsedError:
        return render(request, "alert_gone.html", {"lapsed": True}, status=410)
    if request.method == "POST":
        return HttpResponseRedirect(grant(wish).subscriber.get_absolute_url(), status=303)
    context = {"wish": wish, "followed": describe_followed(wish.parameters), "rate": RATES[Rate(wish.rate)]}
    return render(request, "confirm_alert.html", context)


@_secret
def stop_alert(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether an alert is to be stopped; stop it where the button is pressed, or by a mail program (RFC 8058)."""
    subscription = Subscription.objects.filter(code=code).select_related("subscriber").first()
    if request.method != "POST":
        if subscription is None:
            return render(request, "alert_gone.html", {"lapsed": False}, status=410)
        followed, alerts = describe_followed(subscription.parameters), subscription.subscriber.get_absolute_url()
        return render(request, "stop_alert.html", {"followed": followed, "alerts": alerts})
    if subscription is not None:
        subscription.stop()
    return render(request, "alert_gone.html", {"stopped": True, "lapsed": False})


@_secret
def show_alerts(request: HttpRequest, code: str) -> HttpResponse:
    """All that an address follows, to be changed, paused and deleted."""
    subscriber = Subscriber.objects.filter(code=code).first()
    if subscriber is None:
        return render(request, "alert_gone.html", {"lapsed": False}, status=410)
    if request.method != "POST":
        return _show(request, subscriber)
    if request.POST.get("do") == "delete-all":
        subscriber.forget()
        return render(request, "alert_gone.html", {"stopped": True, "lapsed": False})
    number = request.POST.get("alert", "")
    known = number.isascii() and number.isdigit() and len(number) < 19
    subscription = subscriber.subscriptions.filter(pk=int(number) if known else 0).first()
    if subscription is None:
        return _show(request, subscriber, gettext("There is no such alert"), status=404)
    if wrong := _change(request, subscription):
        return _show(request, subscriber, wrong, status=400)
    if not Subscriber.objects.filter(pk=subscriber.pk).exists():
        return render(request, "alert_gone.html", {"stopped": True, "lapsed": False})
    return HttpResponseRedirect(f"{subscriber.get_absolute_url()}#alert-{subscription.pk}", status=303)


def _change(request: HttpRequest, subscription: Subscription) -> str:
    """Do what a button says, and return what is wrong with it, in words."""
    do = request.POST.get("do", "")
    if do == "change":
        form = AlertForm(request.POST)
        if not form.is_valid():
            return gettext("That cannot be saved: %(why)s") % {"why": " ".join(_list_errors(form))}
        subscription.change(**form.cleaned_data, due_at=next_due(form.cleaned_data["rate"], timezone.now()))
    elif do == "pause":
        subscription.change(paused=Paused.READER)
    elif do == "resume":
        subscription.change(paused="", refusals=0, due_at=next_due(subscription.rate, timezone.now()))
        subscription.deliveries.filter(result="").update(next_attempt=timezone.now(), attempts=0)
    elif do == "now":
        subscription.change(due_at=timezone.now())
    elif do == "post" and settings.WEBHOOKS:
        return _set_webhook(subscription, request.POST.get("webhook", "").strip())
    elif do == "renew" and settings.WEBHOOKS:
        subscription.change(webhook_secrets=[make_secret(), *subscription.webhook_secrets[:1]])
    elif do == "delete":
        subscription.stop()
    else:
        return gettext("There is no such button.")
    return ""


def _set_webhook(subscription: Subscription, address: str) -> str:
    """Have an alert posted to an address, or no longer where it is empty; what is wrong with it, in words."""
    if len(address) > _LONGEST:
        return gettext("This address is too long.")
    if address:
        try:
            check_address(address)
        except (RefusedAddressError, UnreachableError) as error:
            return str(error)
    subscription.change(webhook=address, webhook_secrets=subscription.webhook_secrets or [make_secret()])
    return ""


def _list_errors(form: forms.Form) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _show(request: HttpRequest, subscriber: Subscriber, error: str = "", status: int = 200) -> HttpResponse:
    alerts = [_describe_alert(each) for each in subscriber.subscriptions.all()]
    context = {
        "subscriber": subscriber,
        "alerts": alerts,
        "error": error,
        "rates": RATES.items(),
        "languages": LANGUAGE_CHOICES,
        "webhooks": settings.WEBHOOKS,
    }
    return render(request, "alerts.html", context, status=status)


def _describe_alert(subscription: Subscription) -> dict[str, Any]:
    told = subscription.deliveries.order_by("-pk")
    latest = [each for channel in (Channel.MAIL, Channel.WEBHOOK) for each in told.filter(channel=channel)[:_SHOWN]]
    return {
        "subscription": subscription,
        "followed": describe_followed(subscription.parameters),
        "page": page_of(subscription),
        "paused": PAUSED[Paused(subscription.paused)] if subscription.paused else "",
        "due": _due_words(subscription),
        "deliveries": [(moment_words(each.done_at or each.made_at), _delivery_words(each)) for each in latest],
    }


def _due_words(subscription: Subscription) -> str:
    """When something may be sent next; nothing where that is at once."""
    if subscription.paused or subscription.due_at <= timezone.now():
        return ""
    return moment_words(subscription.due_at)


def _delivery_words(delivery: Delivery) -> str:
    """ "3 documents: sent" """
    number, result = len(delivery.items), RESULTS[delivery.result]
    if delivery.channel == Channel.WEBHOOK:
        return gettext("Webhook: %(result)s") % {"result": result}
    words = ngettext("%(shown)s document: %(result)s", "%(shown)s documents: %(result)s", number)
    return words % {"shown": number, "result": result}
