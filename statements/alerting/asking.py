"""Mails that somebody asks for on a page: to confirm that she follows a search, and to find her alerts again."""

from __future__ import annotations

import logging
import smtplib
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from statements.alerting.mail import write_confirmation, write_reminder
from statements.alerting.wishes import Wish
from statements.keeping.hourly import count_in_hour, digest_client, digest_of
from statements.models import Subscriber

_PURPOSE = "mails"
_log = logging.getLogger(__name__)
_MOST_TO_ONE = 5  # in an hour, to one address: nobody's mailbox is filled by others


class UnsentError(Exception):
    """The mail server did not take a mail."""


def ask_to_confirm(wish: Wish, client: str) -> None:
    """Send the mail that asks whether its reader wants to follow a search. client: the network address of who asks.

    Raises TooManyError, and UnsentError.
    """
    count_mail(wish.address, client)
    send_now(write_confirmation(wish))


def send_reminder(address: str, client: str) -> None:
    """Send somebody the way to her alerts, if she has any. Nobody is kept waiting for the mail server: who asks for the
    address of another cannot tell whether there is a mail. Raises TooManyError."""
    count_mail(address, client)
    if subscriber := Subscriber.objects.at(address).first():
        send_aside(write_reminder(subscriber))


def send_aside(message: EmailMessage) -> None:
    """Send a mail while the page goes on: how long it takes tells nobody whether there is one."""
    Thread(target=_try_to_send, args=[message]).start()


def count_mail(address: str, client: str) -> None:
    """Count a mail that somebody asks for. Raises TooManyError."""
    everybody, one = digest_of(f"{_PURPOSE}.all", ""), digest_of(f"{_PURPOSE}.to", address.casefold())
    with transaction.atomic():
        count_in_hour(
            {
                everybody: settings.MAILS_PER_HOUR,
                digest_client(_PURPOSE, client): settings.MAILS_PER_CLIENT,
                one: _MOST_TO_ONE,
            }
        )


def _try_to_send(message: EmailMessage) -> None:
    try:
        send_now(message)
    except UnsentError as error:
        _log.warning("A mail that was asked for was not sent: %s", type(error.__cause__).__name__)


def send_now(message: EmailMessage) -> None:
    """Send a mail while its sender waits. Raises UnsentError."""
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        raise UnsentError from error
