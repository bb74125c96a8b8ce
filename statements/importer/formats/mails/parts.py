"""What a mail consists of, which of it may be the release, and which of it probably is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from statements.importer.draft import Refused
from statements.importer.extract import NO_SCANS, Scans
from statements.importer.formats.choose import PLAIN, format_of
from statements.importer.formats.mails.mail import Attachment, Mail
from statements.importer.mail_words import note_in, says_little
from statements.importer.nonsense import describe_nonsense
from statements.importer.other_formats import describe_format, is_picture_of_page
from statements.importer.read import decode
from statements.importer.vocabulary import alternatives

OWN_WORDS = 0  # the number of the first part
IMAGE, SIGNATURE = "image", "the signature of the mail"  # kinds of parts that are in nearly every mail
_LEAST_SCAN = 20_000  # bytes
_NOTE_LENGTH, FEW_WORDS = 1_200, 30  # characters of a covering note; words that are hardly a release
_ATTACHED = re.compile(rf"(?<!\w){alternatives('mail.attached')}(?!\w)", re.I)
_TAG = re.compile(r"<(?:style|script|head|title)\b.*?</(?:style|script|head|title)>|<!--.*?-->|<[^>]*>", re.I | re.S)
_ENTITY = re.compile(r"&(?:nbsp|#160|#xa0|zwnj|#8203|#847);", re.I)
_KINDS = {"docx": "Word", "pdf": "PDF", "html": "web page", "eml": "mail", "msg": "mail", PLAIN: "text"}
_NO_RELEASE = {  # by type, or by the ending of a name: what is no release, whatever it holds
    "application/ms-tnef": "the file winmail.dat, in which Outlook hides attachments: ask the sender for a usual mail",
    "application/pgp-signature": SIGNATURE,
    "application/pgp-keys": "a key",
    "application/pkcs7-signature": SIGNATURE,
    "application/x-pkcs7-signature": SIGNATURE,
    "application/pkcs7-mime": "an encrypted mail",
    "text/calendar": "an entry of a calendar",
    "text/vcard": "an address card",
    "text/x-vcard": "an address card",
    "message/delivery-status": "the report of a mail server",
    "text/rfc822-headers": "the headers of another mail",
    "winmail.dat": "the file winmail.dat, in which Outlook hides attachments: ask the sender for a usual mail",
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKAGE = (b"[Content_Types].xml", b"_rels/.rels")  # names of files in what Word writes: ECMA-376, part 2
_PARCEL = "a parcel of files (zip): it is not opened, take the files out of it and send them one by one"


@dataclass(frozen=True)
class PartOfMail:
    """Something in a mail. number: its place; within: the subject of the mail inside in which it is; kind: in a word.

    why_not: why it cannot be the release; mail: whose words these are, file: what is attached; one of them.
    """

    number: int
    name: str
    kind: str
    size: int
    within: str = ""
    why_not: str = ""
    mail: Mail | None = None
    file: Attachment | None = None


def list_parts(mail: Mail, scans: Scans = NO_SCANS) -> list[PartOfMail]:
    """Everything in a mail, in order: its own words, what is attached, and what is in the mails attached to it.

    A picture is a scan of the release where nothing else can be the release, and it can be read.
    """
    parts = [replace(each, number=number) for number, each in enumerate(_list_parts(mail, ""))]
    if not scans.are_read or any(not each.why_not for each in parts):
        return parts
    return [replace(each, why_not="") if _is_scan(each) else each for each in parts]


def _is_scan(part: PartOfMail) -> bool:
    """Whether a part is a picture that may show a page: attached, not shown in the text, and larger than a logo."""
    file = part.file
    return bool(file and not file.shown and part.size >= _LEAST_SCAN and is_picture_of_page(file.content))


def _list_parts(mail: Mail, within: str) -> Iterator[PartOfMail]:
    words = mail.plain or mail.html
    has_words = bool(visible_words(mail))
    why_not = describe_nonsense(words) if has_words else mail.locked or "no text"
    yield PartOfMail(0, "", "mail", len(words.encode("utf-8", "replace")), within, why_not, mail=mail)
    for each in mail.attached:
        if isinstance(each, Mail):
            yield from _list_parts(each, each.subject or "…")
        else:
            yield _describe(each, within)


def _describe(file: Attachment, within: str) -> PartOfMail:
    content, size = file.content, len(file.content)
    why_not = _NO_RELEASE.get(file.media_type) or _NO_RELEASE.get(file.name.lower(), "")
    if file.shown or file.media_type.startswith("image/"):
        return PartOfMail(0, file.name, IMAGE, size, within, IMAGE, file=file)
    if not why_not and content.startswith(_ZIP) and not any(name in content for name in _PACKAGE):
        why_not = _PARCEL
    why_not = why_not or describe_format(content)
    found = format_of(content, file.name)
    if not why_not and found == PLAIN:
        why_not = _refuse_text(content)
    kind = "file" if why_not else _KINDS.get(found, "file")
    return PartOfMail(0, file.name, kind, size, within, why_not, file=file)


def _refuse_text(content: bytes) -> str:
    """Why what is in no format that is known is no text either; empty if it is one."""
    try:
        decode(content, len(content))
    except Refused as refusal:
        return str(refusal)
    return ""


def visible_words(mail: Mail) -> str:
    """The words of a mail on one line, for counting and for showing how they begin."""
    page = _ENTITY.sub(" ", _TAG.sub(" ", mail.html)) if not mail.plain.strip() else ""
    return " ".join((mail.plain or page).split())


def choose_part(parts: list[PartOfMail]) -> PartOfMail:
    """The part that is the release, by rule. Raises Refused where none can be.

    A Word or PDF file, if the mail's own words are few, or few enough for a covering note and say that something is
    attached; the mail attached to a note, likewise by this rule; otherwise the mail's own words.
    """
    own, rest = parts[0], [each for each in parts[1:] if not each.why_not]
    if not rest:
        if own.why_not:
            raise Refused(_say_none(parts))
        return own
    if own.why_not:
        return _best(rest)
    if own.mail is None or not _is_note(own.mail, rest):
        return own
    return _best(rest)


def _is_note(mail: Mail, rest: list[PartOfMail]) -> bool:
    """Whether the words of a mail only accompany what is attached to it."""
    words = note_in(mail.plain) if mail.plain.strip() else visible_words(mail)
    if len(words) > _NOTE_LENGTH:
        return False
    documents = any(each.kind in ("Word", "PDF") for each in rest)
    inner = any(each.mail for each in rest)
    return inner or (documents and (says_little(words, FEW_WORDS) or bool(_ATTACHED.search(words))))


def _best(rest: list[PartOfMail]) -> PartOfMail:
    """The first file of Word, or else of PDF, beside a mail's words; the part that a mail inside has by this rule."""
    outer = [each for each in rest if not each.within]
    for kind in ("Word", "PDF"):
        if found := [each for each in outer if each.kind == kind]:
            return found[0]
    inner = [each for each in rest if each.within and each.mail]
    if inner:
        start = rest.index(inner[0])
        return choose_part(rest[start:])
    within = [each for each in rest if each.kind in ("Word", "PDF")]
    return (within or rest)[0]


def _say_none(parts: list[PartOfMail]) -> str:
    """Why there is no release in a mail: each thing in it, with the reason why it is none."""
    own = parts[0].why_not
    if len(parts) == 1:
        return own if own != "no text" else "the mail has no text: paste what it says"
    named = "; ".join(f"{each.name or each.kind}: {each.why_not}" for each in parts[1:6])
    more = f"; and {len(parts) - 6} more" if len(parts) > 6 else ""  # noqa: PLR2004 - as above
    first = "" if own == "no text" else f"{own}. "
    return f"{first}the mail has no text of its own, and nothing in it can be read: {named}{more}"
