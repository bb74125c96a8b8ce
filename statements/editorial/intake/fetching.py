"""Releases from the web: an address is fetched, kept byte for byte with how it came, and read like a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from statements.editorial.workflow import note, note_added
from statements.models import Document, Fetched, Result
from statements.web.bodies import RefusedAnswerError
from statements.web.outbound import RefusedAddressError, UnreachableError, read_retry_after
from statements.web.pinned import Deadline
from statements.web.redirects import Journey, follow
from statements.web.robots import Robots, RobotsError

if TYPE_CHECKING:
    from statements.importer.files import Outcome

_SECONDS = 30.0  # for all of it: robots.txt, redirects, the last byte
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    _WORD: ".docx",
    "application/vnd.ms-word.document.macroenabled.12": ".docm",
    "application/msword": ".doc",
}
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download"})  # the bytes decide
_TOLD_BY_BYTES = {"pdf": ".pdf", "docx": ".docx", "html": ".html"}
_ACCEPT = f"text/html, application/xhtml+xml, application/pdf, {_WORD}, text/plain;q=0.9, */*;q=0.1"
_ALONE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]{1,20}://|www\.)[^\s<>\"]+\s*", re.IGNORECASE)
_NAME = 150  # characters
_OK = 200


class NotFetchedError(Exception):
    """Nothing was fetched, and nothing is kept. The message says why, in the language of the page.

    status: of the answer, 0 where there was none; retry_after: seconds that the server asks us to wait; asks_not_to:
    whether only its robots.txt stands in the way.
    """

    def __init__(
        self, reason: str, status: int = 0, retry_after: int | None = None, *, asks_not_to: bool = False
    ) -> None:
        super().__init__(reason)
        self.status, self.retry_after, self.asks_not_to = status, retry_after, asks_not_to


@dataclass(frozen=True)
class FetchedFile:
    """A file as a server sent it. name: as a file's, with an ending; charset: as the server states it, if it does."""

    journey: Journey
    name: str
    charset: str
    content: bytes
    overruled: bool = False

    @property
    def address(self) -> str:
        """Where the redirects ended."""
        return self.journey.received.address


def is_address(words: str) -> bool:
    """Whether words are an address of the web and nothing else."""
    return bool(_ALONE.fullmatch(words))


def complete_address(typed: str) -> str:
    """An address as it is asked for: "nato.int/x#y" -> "https://nato.int/x"."""
    address = typed.strip().partition("#")[0]
    return address if "://" in address else f"https://{address}"


def ask(
    address: str,
    headers: Mapping[str, str],
    check: Callable[[str], None],
    deadline: Deadline,
    most: int | None = None,
) -> Journey:
    """Ask the web for an address, following redirects. Raises NotFetchedError unless what it led to came whole.

    check: called with each address on the way, such as `Robots.check`; most: bytes, as for files where it is None.
    """
    if not settings.FETCH:
        raise NotFetchedError(gettext("This archive fetches nothing from the web."))
    try:
        journey = follow(address, headers, deadline, most or settings.IMPORT_MAX_BYTES, check)
    except RobotsError as error:
        raise NotFetchedError(str(error), asks_not_to=True) from None
    except (RefusedAddressError, RefusedAnswerError, UnreachableError) as error:
        raise NotFetchedError(str(error)) from None
    received = journey.received
    if received.status not in (200, 203, 304):
        wait = read_retry_after(received.header("Retry-After"))
        raise NotFetchedError(_explain_status(received.status), received.status, wait)
    return journey


def fetch(
    address: str, robots: Robots | None = None, *, overrule: bool = False, deadline: Deadline | None = None
) -> FetchedFile:
    """Fetch a release. Raises NotFetchedError where nothing came, or nothing that the archive reads.

    robots: of a visit that asks for more than one address; overrule: fetch it although robots.txt asks not to;
    deadline: by when, half a minute from now where it is None.
    """
    deadline = deadline or Deadline(_SECONDS)
    check = (lambda _: None) if overrule else (robots or Robots(deadline)).check
    journey = ask(address, {"Accept": _ACCEPT}, check, deadline)
    received = journey.received
    if received.status == 304:  # which nobody asked for
        raise NotFetchedError(_explain_status(received.status), received.status)
    media_type, charset = _read_type(received.header("Content-Type"))
    ending = _find_ending(media_type, received.body)
    name = _name_file(received.header("Content-Disposition"), received.address, ending)
    return FetchedFile(journey, name, charset, received.body, overrule)


@transaction.atomic
def take_in(file: FetchedFile, by: Any, *, watched: bool = False) -> Outcome:
    """Make a draft from what was fetched. What has the same bytes, or came from the same address with the same words,
    is in the archive already: then the outcome is UNCHANGED, and has that document.

    watched: it came from a watched source of `by`, who did not ask for it: then it is nobody's own draft.
    """
    from statements.importer.files import Outcome, import_upload  # a web server that fetches nothing need not load it

    outcome = import_upload(file.content, Path(file.name), charset=file.charset)
    document = outcome.document
    if document is None or outcome.result is not Result.CREATED:
        return outcome
    digest = digest_words(document)
    earlier = Fetched.objects.filter(address=file.address, digest=digest).select_related("document").first()
    if earlier:
        document.delete()
        return Outcome(outcome.path, Result.UNCHANGED, "", earlier.document, outcome.paragraphs)
    _record(file, document, digest)
    (note if watched else note_added)(document, by, _say_added(file))
    return outcome


def _record(file: FetchedFile, document: Document, digest: str) -> None:
    """Keep how a draft came. Its address is the final one, unless the page itself states another."""
    if not document.source_url and len(file.address) <= (Document._meta.get_field("source_url").max_length or 0):
        document.source_url = file.address
        document.provenance = {**document.provenance, "source_url": "address fetched"}
        document.save(update_fields=["source_url", "provenance", "updated"])
    Fetched.objects.create(
        document=document,
        asked=file.journey.asked,
        address=file.address,
        status=file.journey.received.status,
        headers=[list(each) for each in file.journey.received.headers],
        digest=digest,
    )


def _say_added(file: FetchedFile) -> str:
    although = ", although its robots.txt asks not to" if file.overruled else ""
    return f"Added: fetched from {file.journey.asked}{although}."


def digest_words(document: Document) -> str:
    """SHA-256 of the words of a document, paragraph by paragraph."""
    texts = document.paragraphs.order_by("position").values_list("text", flat=True)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def _read_type(header: str) -> tuple[str, str]:
    """ "text/html; charset=ISO-8859-1" -> ("text/html", "ISO-8859-1"), each empty where it is missing."""
    message = Message()
    message["Content-Type"] = header
    charset = message.get_param("charset", "", unquote=True)
    return header.partition(";")[0].strip().lower(), charset if isinstance(charset, str) else ""


def _find_ending(media_type: str, content: bytes) -> str:
    """The ending of the name of a file. Raises NotFetchedError where it is of a type that the archive does not read."""
    from statements.importer.formats.choose import format_of

    found = _TOLD_BY_BYTES.get(format_of(content, ""), "")
    ending = found if media_type in _UNTOLD else _ENDINGS.get(media_type, "")
    if ending:
        return ending
    if media_type in _UNTOLD:
        reason = gettext("The server does not say what this is, and it is no page, PDF or Word file.")
        raise NotFetchedError(reason, _OK)
    reason = gettext("This is “%(type)s”: only web pages, plain text, PDF and Word files are read.")
    raise NotFetchedError(reason % {"type": media_type[:100]}, _OK)


def _name_file(disposition: str, address: str, ending: str) -> str:
    """A name for a file: as the server calls it, or as the last part of its address, with the right ending."""
    message = Message()
    message["Content-Disposition"] = disposition or "inline"
    called = message.get_filename("") or unquote(PurePosixPath(urlsplit(address).path).name)
    name = PurePosixPath(called.replace("\\", "/")).name.strip()[-_NAME:] or (urlsplit(address).hostname or "page")
    return name if name.lower().endswith(ending) else f"{name}{ending}"


def _explain_status(status: int) -> str:
    reasons = {
        401: gettext("The server asks for a password (401)."),
        403: gettext("The server refuses to show this page to programs (403): save it in a browser and upload it."),
        404: gettext("There is no such page (404)."),
        410: gettext("The page is gone for good (410)."),
        429: gettext("The server has had too many requests (429): try again later."),
    }
    if status >= 500:
        return gettext("The server has a fault (%(status)s): try again later.") % {"status": status}
    return reasons.get(status) or gettext("The server sends no page (%(status)s).") % {"status": status}
