"""Emails saved as files (.eml), by RFC 5322 and MIME: their headers and text, or the web page they contain."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from statements.importer.date_lines import day_in
from statements.importer.draft import Refused
from statements.importer.extract import Extract, Fact, Limits
from statements.importer.formats.html.page import read_html
from statements.importer.mail import ORIGIN, subject_of
from statements.languages import LANGUAGES

MEDIA_TYPE = "message/rfc822"
_HEADERS = ("From", "To", "Date", "Subject")
_MOST_NAMES, _NAME = 5, 80  # attachments that a warning names, and characters of a name
_NOTE_LENGTH = 1_200  # characters of a covering note on a forwarded email
_QUOTES, _SIGNATURE = re.compile(r">[> ]*"), "-- "
_BROKEN = "the mail cannot be read: open it and paste its text"
_NO_TEXT = "the mail has no text of its own{}: {}"


def read_eml(content: bytes, limits: Limits) -> Extract:
    """The text of an email under its decoded headers; if it is only a web page, that page.

    "Subject: =?utf-8?q?Pi=C3=B9?=", "…base64…" -> "Subject: Più\\n\\nSiamo uniti."
    Raises Refused if it is broken, or has nothing but attachments.
    """
    try:
        mail = message_from_bytes(content, policy=policy.default)
        if not isinstance(mail, EmailMessage):
            raise Refused(_BROKEN)
        body = mail.get_body(preferencelist=("plain", "html"))
        attached, inner = _names(mail), _find_attached(mail)
        words = body.get_content() if body else ""
    except (MessageError, LookupError, ValueError, KeyError, AttributeError, TypeError):
        raise Refused(_BROKEN) from None
    if inner is not None and isinstance(words, str) and len(words) <= _NOTE_LENGTH:
        return _read_attached_mail(words, read_eml(inner.as_bytes(), limits))
    if not isinstance(words, str) or not words.strip():
        named = f" but files: {', '.join(attached)}" if attached else ""
        raise Refused(_NO_TEXT.format(named, "save them and send each by itself" if attached else "paste what it says"))
    if len(words) > limits.characters:
        raise Refused(f"the mail has more than {limits.characters:,} characters")
    html = body is not None and body.get_content_subtype() == "html"
    flowed = body is not None and str(body.get_param("format", "")).lower() == "flowed"
    words = _unfold(words, str(body.get_param("delsp", "")).lower() == "yes") if body and flowed else words
    made = _page(mail, words, limits) if html else _text(mail, words)
    more = (f"the mail has files that are not read: {', '.join(attached)}",) if attached else ()
    return replace(made, warnings=(*made.warnings, *more))


def _find_attached(mail: EmailMessage) -> EmailMessage | None:
    """The email that is forwarded as an attachment, if there is just one."""
    mails = [part for part in mail.iter_attachments() if part.get_content_type() == MEDIA_TYPE]
    inner = mails[0].get_content() if len(mails) == 1 else None
    return inner if isinstance(inner, EmailMessage) else None


def _read_attached_mail(note: str, inner: Extract) -> Extract:
    """An email attached to another, with a warning that the text of the outer one is left out."""
    begun = " ".join(note.split())[:_NAME]
    told = (f"the covering note above the mail is left out, “{begun}”",) if begun else ()
    return replace(inner, warnings=(*inner.warnings, *told))


def _unfold(words: str, joined: bool) -> str:
    """The paragraphs of a text whose lines were broken by RFC 3676: a line ending in a space continues in the next.

    joined: whether that space is not part of the text. "-- " marks a signature and never continues.
    """
    made, goes_on = list[str](), False
    for line in words.replace("\r\n", "\n").split("\n"):
        text = line.removeprefix(" ")
        same = goes_on and _quotes(made[-1]) == _quotes(text)
        if same:
            made[-1] = (made[-1][:-1] if joined else made[-1]) + _QUOTES.sub("", text)
        else:
            made.append(text)
        goes_on = text.endswith(" ") and text != _SIGNATURE
    return "\n".join(made)


def _quotes(line: str) -> int:
    """How many levels deep a line is quoted: ">> We met." -> 2."""
    found = _QUOTES.match(line)
    return found[0].count(">") if found else 0


def _text(mail: EmailMessage, words: str) -> Extract:
    """The headers that people read and the text below them, like a pasted email."""
    headers = [f"{name}: {' '.join(str(mail[name]).split())}" for name in _HEADERS if mail[name]]
    lines = words.replace("\r\n", "\n").replace("\0", "")
    return Extract("\n".join([*headers, "", lines]), MEDIA_TYPE, "utf-8")


def _page(mail: EmailMessage, words: str, limits: Limits) -> Extract:
    """The web page that an email consists of, with the title and day from its headers."""
    page = read_html(words.encode("utf-8", "replace"), limits)
    subject, day = subject_of(str(mail["Subject"] or "")), day_in(str(mail["Date"] or ""), list(LANGUAGES))
    date = {"date": Fact(day, ORIGIN)} if day else {}
    title = {"title": Fact(subject, "subject")} if subject else {}
    return replace(page, media_type=MEDIA_TYPE, facts={**date, **page.facts, **title})


def _names(mail: EmailMessage) -> list[str]:
    """The names of the first few attached files."""
    names = [part.get_filename() or "" for part in mail.iter_attachments()]
    named = [" ".join(name.split())[:_NAME] for name in names if name.strip()]
    return [*named[:_MOST_NAMES], *(["…"] if len(named) > _MOST_NAMES else [])]
