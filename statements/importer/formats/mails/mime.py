"""Mails as they are sent (.eml), by RFC 5322 and MIME, RFC 2045 to 2049.

Python's parser takes any bytes and raises nothing, with the policy that leaves headers as they are; those are decoded
here, since its newer policy fails on headers that break the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import NamedTuple

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.formats.mails.flowed import unfold
from statements.importer.formats.mails.letters import clean_letters, read_letters
from statements.importer.formats.mails.mail import (
    BROKEN,
    MEDIA_TYPE,
    MOST_MAILS,
    Attachment,
    Mail,
    check_parts,
    clean_name,
)
from statements.importer.mail_words import readable_header
from statements.importer.nonsense import describe_bytes

_MOST_HEADERS, _MOST_LEVELS = 500, 30
_MOST_BOUNDARIES = 400  # each level of parts is compared with each line
_HEADER = 2_000  # characters of a header that are read
_LOCKED = {
    "multipart/encrypted": "the mail is encrypted: open it, and save or paste its text",
    "application/pkcs7-mime": "the mail is encrypted or signed so that only its reader's program opens it (S/MIME)",
}


class _Found(NamedTuple):
    """A part with the words of a mail, or one that is attached to it."""

    part: Message
    words: bool


def read_mime(content: bytes, limits: Limits) -> Mail:
    """A mail from its bytes. Raises Refused where it has too many parts, or more words than the limits allow."""
    if content.lower().count(b"boundary=") > _MOST_BOUNDARIES:
        raise Refused("the mail has too many parts: save the release by itself and send it")
    try:
        return _read(message_from_bytes(content, policy=policy.compat32), limits, 0)
    except (MessageError, LookupError, ValueError, AttributeError, TypeError):
        raise Refused(BROKEN) from None


def _read(message: Message, limits: Limits, level: int) -> Mail:
    if len(message.items()) > _MOST_HEADERS:
        raise Refused(f"the mail has more than {_MOST_HEADERS} headers: {BROKEN}")
    found = list(_walk(message, _MOST_LEVELS))
    check_parts(len(found))
    nonsense, words = _find_nonsense(each.part for each in found if each.words)
    plain, html, warnings = _words(words)
    if len(plain) > limits.characters or len(html) > limits.characters:
        raise Refused(f"the mail has more than {limits.characters:,} characters")
    attached = tuple(_attached(each.part, limits, level) for each in found if not each.words)
    return Mail(
        sender=_header(message, "From"),
        to=_header(message, "To"),
        subject=_header(message, "Subject"),
        sent=_header(message, "Date"),
        plain=plain,
        html=html,
        attached=tuple(each for each in attached if each),
        warnings=warnings,
        locked=next((_LOCKED[kind] for kind in _kinds(message) if kind in _LOCKED), nonsense),
    )


def _kinds(message: Message) -> list[str]:
    """The type of the whole, and of what it consists of."""
    parts = message.get_payload() if message.is_multipart() else []
    return [message.get_content_type(), *(each.get_content_type() for each in parts if isinstance(each, Message))]


def _walk(part: Message, levels: int, alternative: bool = False) -> Iterator[_Found]:
    """The parts of a mail in order, without those that others of the same content make needless."""
    if levels == 0:
        raise Refused("the mail has too many parts inside one another: save the release by itself and send it")
    kind = part.get_content_type()
    if not part.is_multipart() or kind == MEDIA_TYPE:
        yield _Found(part, _is_words(part, kind))
        return
    inside = [each for each in part.get_payload() if isinstance(each, Message)]
    inside = inside[:1] if kind == "multipart/signed" else inside  # the second part is the signature
    for each in inside:
        yield from _walk(each, levels - 1, kind == "multipart/alternative")


def _is_words(part: Message, kind: str) -> bool:
    """Whether a part is the mail's own text, and not a file that is attached to it."""
    attached = part.get_content_disposition() == "attachment" or bool(_name(part))
    return kind in ("text/plain", "text/html") and not attached


def _find_nonsense(parts: Iterator[Message]) -> tuple[str, list[Message]]:
    """Why some of the parts that should hold the words of a mail are no text, and those that may be."""
    told = [(describe_bytes(_content_of(part)), part) for part in parts]
    return next((reason for reason, _ in told if reason), ""), [part for reason, part in told if not reason]


def _content_of(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _words(parts: Iterable[Message]) -> tuple[str, str, tuple[str, ...]]:
    """The text and the page that a mail consists of. Some programs cut either in two around a file."""
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    warnings = dict[str, None]()
    for part in parts:
        read = read_letters(_content_of(part), str(part.get_param("charset") or ""))
        flowed = str(part.get_param("format", "")).lower() == "flowed"
        text = unfold(read.text, str(part.get_param("delsp", "")).lower() == "yes") if flowed else read.text
        texts[part.get_content_type()].append(clean_letters(text.replace("\r\n", "\n")))
        warnings |= {read.warning: None} if read.warning else {}
    plain, html = ("\n".join(each for each in texts[kind] if each.strip()) for kind in texts)
    return plain, html, tuple(warnings)


def _attached(part: Message, limits: Limits, level: int) -> Attachment | Mail | None:
    """A file, or a mail; None for the empty parts that some programs leave."""
    if part.get_content_type() == MEDIA_TYPE:
        inner = part.get_payload(0) if part.is_multipart() else None
        if isinstance(inner, Message) and inner.items():
            return _inner_mail(inner, limits, level)
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return None
    name, kind = _name(part), part.get_content_type()
    shown = part.get_content_disposition() != "attachment" and kind.startswith("image/")
    if kind == MEDIA_TYPE and content.strip():  # encoded, which no mail may be, and some are
        return _inner_mail(message_from_bytes(content, policy=policy.compat32), limits, level)
    return Attachment(name, kind, content, shown) if content.strip() else None


def _inner_mail(message: Message, limits: Limits, level: int) -> Mail:
    if level + 1 >= MOST_MAILS:
        raise Refused(f"the mail has more than {MOST_MAILS} mails inside one another: send the inner one by itself")
    mail = _read(message, limits, level + 1)
    return Mail(**{**vars(mail), "content": message.as_bytes(policy=policy.compat32)})


def _name(part: Message) -> str:
    """The name of a file, in any of the ways in which programs write it: RFC 2231, RFC 2047, bytes as they are."""
    name = part.get_param("filename", None, "content-disposition") or part.get_param("name", None) or ""
    whole = collapse_rfc2231_value(name, errors="replace") if name else ""
    return clean_name(readable_header(_as_text(whole)))


def _header(message: Message, name: str) -> str:
    """A header in letters; "" where there is none."""
    value = next((each for key, each in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(clean_letters(readable_header(_as_text(str(value)[:_HEADER]))).split())


def _as_text(value: str) -> str:
    """A header whose bytes are no ASCII, as the parser keeps them, in letters."""
    try:
        value.encode("ascii")
    except UnicodeEncodeError:
        try:
            return read_letters(value.encode("ascii", "surrogateescape"), "").text
        except UnicodeEncodeError:
            return value
    return value
