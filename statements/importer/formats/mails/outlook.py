"""Mails that Outlook saved (.msg): [MS-OXMSG], with the names of [MS-OXPROPS] behind the numbers."""

from __future__ import annotations

from email import policy
from email.parser import HeaderParser
from email.utils import format_datetime
from io import BytesIO

from olefile import OleFileIO

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.formats.mails.mail import (
    BROKEN,
    MOST_MAILS,
    OUTLOOK_TYPE,
    Attachment,
    Mail,
    check_parts,
    clean_name,
)
from statements.importer.formats.mails.mapi import HEADER, HEADER_INSIDE, HEADER_OF_PART, MapiStorage
from statements.importer.formats.mails.rich_text import read_rich_text

_SUBJECT, _BODY, _HTML, _RTF, _CLASS = 0x0037, 0x1000, 0x1013, 0x1009, 0x001A
_SENT, _DELIVERED, _HEADERS = 0x0039, 0x0E06, 0x007D
_TO = 0x0E04
# Name, address of SMTP, and address where that is one: of whom a mail is from, and of who sent it for them.
_SENDERS = [(0x0042, 0x5D02, 0x0065), (0x0C1A, 0x5D01, 0x0C1F)]
_ATTACHMENTS, _INNER = "__attach_version1.0_#", "__substg1.0_3701000D"
_METHOD, _DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _TYPE = 0x3705, 0x3701, 0x3707, 0x3704, 0x3001, 0x370E
_HIDDEN, _FLAGS, _CONTENT_ID = 0x7FFE, 0x3714, 0x3712
_IS_MAIL, _OBJECT = 5, 6  # ways of attaching, PidTagAttachMethod: a mail, an OLE object; 2 to 4 and 7 are links
_IN_THE_TEXT = 4  # of the flags
_LONGEST = 1_000_000_000
_NO_MAIL = (
    "this is {} that Outlook saved, and no mail: open it in Outlook, and paste the text of the release or send the"
    " file that is attached"
)
_OTHERS = {"IPM.Appointment": "an appointment", "IPM.Contact": "a contact", "IPM.Task": "a task"}


def read_outlook(content: bytes, limits: Limits) -> Mail:
    """A mail from its bytes. Raises Refused where they are broken or no mail, or hold too much."""
    try:
        with OleFileIO(BytesIO(content)) as file:
            storage = MapiStorage(file, [], HEADER, min(2 * limits.characters, _LONGEST))
            for beginning, kind in _OTHERS.items():
                if storage.text(_CLASS).startswith(beginning):
                    raise Refused(_NO_MAIL.format(kind))
            return _read(storage, limits, 0)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError):  # as olefile finds faults
        raise Refused(BROKEN) from None


def _read(storage: MapiStorage, limits: Limits, level: int) -> Mail:
    names = storage.inside(_ATTACHMENTS)
    check_parts(len(names))
    plain, html = _words(storage)
    if len(plain) > limits.characters or len(html) > limits.characters:
        raise Refused(f"the mail has more than {limits.characters:,} characters")
    attached = [_attached(storage.open(name, HEADER_OF_PART), limits, level) for name in names]
    return Mail(
        sender=_sender(storage),
        to=" ".join(storage.text(_TO).split()),
        subject=" ".join(storage.text(_SUBJECT).split()),  # the mark of its prefix is a control character
        sent=_moment(storage),
        plain=plain,
        html=html,
        attached=tuple(each for each in attached if each),
        media_type=OUTLOOK_TYPE,
    )


def _words(storage: MapiStorage) -> tuple[str, str]:
    """The mail as text and as a page; from its rich text where Outlook kept only that."""
    plain, html = storage.text(_BODY).replace("\r\n", "\n"), _page(storage)
    packed = b"" if plain.strip() or html.strip() else storage.bytes_of(_RTF)
    if not packed:
        return plain, html
    rich = read_rich_text(packed, storage.most)
    return ("", rich.words) if rich.is_page else (rich.words, "")


def _page(storage: MapiStorage) -> str:
    """The mail as a web page, which is kept as bytes, or as letters."""
    found = storage.bytes_of(_HTML)
    return storage.letters(found) if found else storage.text(_HTML)


def _sender(storage: MapiStorage) -> str:
    """Who sent it, as a mail has it: "Press office <press@harbour.example>"."""
    for name, smtp, other in _SENDERS:
        written = " ".join(storage.text(name).split())
        address = next((each for each in (storage.text(smtp), storage.text(other)) if "@" in each), "").strip()
        if written or address:
            alone = not written or written.casefold() == address.casefold()
            return (address or written) if alone or not address else f"{written} <{address}>"
    return ""


def _moment(storage: MapiStorage) -> str:
    """When it was sent, as a mail has it; with the zone of its sender where its headers are kept."""
    stated = HeaderParser(policy=policy.compat32).parsestr(storage.text(_HEADERS)).get("Date")
    if stated:
        return " ".join(str(stated).split())
    moment = storage.moment(_SENT) or storage.moment(_DELIVERED)
    return format_datetime(moment) if moment else ""


def _attached(part: MapiStorage, limits: Limits, level: int) -> Attachment | Mail | None:
    """A file, or a mail; None for links, objects and what Outlook hides."""
    method = part.number(_METHOD)
    if method == _IS_MAIL:
        if level + 1 >= MOST_MAILS:
            raise Refused(f"the mail has more than {MOST_MAILS} mails inside one another: send the inner one by itself")
        return _read(part.open(_INNER, HEADER_INSIDE), limits, level + 1)
    content = part.bytes_of(_DATA)
    if not content or method == _OBJECT:
        return None
    name = clean_name(part.text(_LONG_NAME) or part.text(_SHORT_NAME) or part.text(_SHOWN_NAME))
    kind = part.text(_TYPE).strip().lower() or "application/octet-stream"
    shown = bool(part.number(_FLAGS) & _IN_THE_TEXT or part.number(_HIDDEN) & 1 or part.text(_CONTENT_ID))
    return Attachment(name, kind, content, shown and kind.startswith("image/"))
