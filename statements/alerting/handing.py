"""Handing mails over to the server that sends them, and what becomes of those that it does not take."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from statements.models import Outgoing

AFTER_REFUSAL = timedelta(hours=6)  # a server that refuses everybody by mistake is set right by then
_PAUSES = [timedelta(minutes=each) for each in (1, 5, 15, 60)]  # between attempts; the last one from then on
_TOO_LARGE = 552  # https://www.rfc-editor.org/rfc/rfc1870
_log = logging.getLogger(__name__)


class UnreachableServerError(Exception):
    """The mail server cannot be reached or refuses us: no message can be sent now."""


@contextmanager
def open_mail() -> Iterator[Any]:
    """A connection to the mail server, opened with the first mail."""
    connection = get_connection()
    try:
        yield connection
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()


def hand_over(outgoing: Outgoing, message: EmailMessage, connection: Any) -> int | None:
    """Hand a mail over. Return None where it was taken, else the code of the refusal: of this mail, for now or for good
    (5yz, RFC 5321, 4.2.1). Raises UnreachableServerError; it is tried again later then.
    """
    outgoing.note(begun_at=timezone.now())
    try:
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code: int = next(iter(error.recipients.values()))[0]
        return code
    except smtplib.SMTPDataError as error:
        return error.smtp_code
    except smtplib.SMTPSenderRefused as error:
        if error.smtp_code == _TOO_LARGE:
            return error.smtp_code
        raise _give_up_for_now(outgoing, error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _give_up_for_now(outgoing, error) from error
    return None


def _give_up_for_now(outgoing: Outgoing, error: Exception) -> UnreachableServerError:
    """Why no mail can be sent, in one line that names nobody. The next attempt begins with another mail."""
    postpone(outgoing, type(error).__name__, unsure=not isinstance(error, ConnectionRefusedError))
    if isinstance(error, smtplib.SMTPResponseException):
        return UnreachableServerError(f"{type(error).__name__} {error.smtp_code}")
    return UnreachableServerError(getattr(error, "strerror", None) or type(error).__name__)


def postpone(outgoing: Outgoing, why: str, pause: timedelta | None = None, *, unsure: bool = False) -> None:
    """Try a message again later, the later the more often it was tried. unsure: it may have been taken after all."""
    pause = pause or _PAUSES[min(outgoing.attempts, len(_PAUSES) - 1)]
    changes: dict[str, Any] = {"attempts": outgoing.attempts + 1, "next_attempt": timezone.now() + pause}
    if not unsure:
        changes["begun_at"] = None
    outgoing.note(**changes)
    _log.warning("%s is tried again in %s: %s", str(outgoing).capitalize(), pause, why)
