"""What a mail consists of, for the page on which an editor chooses."""

from __future__ import annotations

from statements.importer.draft import Refused
from statements.importer.extract import NO_SCANS, Limits, ListedPart, MailListing, Scans
from statements.importer.formats.choose import extract, format_of
from statements.importer.formats.mails.mime import read_mime
from statements.importer.formats.mails.outlook import read_outlook
from statements.importer.formats.mails.parts import PartOfMail, choose_part, list_parts, visible_words

_MOST_READ, _BEGINNING = 12, 200  # files that are read to show how they begin; characters that are shown


def list_mail(content: bytes, name: str, limits: Limits, scans: Scans = NO_SCANS) -> MailListing:
    """A mail and its parts in order. scans: whether pictures of pages may be the release.

    Raises Refused where it cannot be read at all.
    """
    mail = (read_outlook if format_of(content, name) == "msg" else read_mime)(content, limits)
    parts = list_parts(mail, scans)
    try:
        likely = choose_part(parts).number
    except Refused:
        likely = -1
    left = _MOST_READ
    listed = []
    for each in parts:
        why_not, begins = (each.why_not, "") if each.why_not else _read_beginning(each, limits, left > 0, scans)
        left -= bool(each.file and not each.why_not)
        listed.append(
            ListedPart(
                each.number,
                each.name,
                each.kind,
                each.size,
                each.within,
                why_not,
                begins,
            )
        )
    return MailListing(mail.sender, mail.subject, mail.sent, likely, tuple(listed))


def _read_beginning(part: PartOfMail, limits: Limits, wanted: bool, scans: Scans) -> tuple[str, str]:
    """Why a part cannot be the release after all, or its first words."""
    if part.mail:
        return "", visible_words(part.mail)[:_BEGINNING]
    if part.file is None or not wanted:
        return "", ""
    try:
        found = extract(part.file.content, part.file.name, limits)
    except Refused as refusal:
        return ("", "") if refusal.needs_ocr and scans.are_read else (str(refusal), "")
    return "", " ".join(found.text[: 20 * _BEGINNING].split())[:_BEGINNING]
