"""From a mail to the text of its release."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email.utils import parsedate_to_datetime
from html import escape

from statements.importer.date_lines import day_in
from statements.importer.draft import Refused
from statements.importer.extract import NO_SCANS, Extract, Fact, Limits, MailPart, Scans
from statements.importer.formats.choose import extract
from statements.importer.formats.html.page import read_html
from statements.importer.formats.mails.mail import Mail, clean_name
from statements.importer.formats.mails.parts import (
    FEW_WORDS,
    IMAGE,
    OWN_WORDS,
    SIGNATURE,
    PartOfMail,
    choose_part,
    list_parts,
    visible_words,
)
from statements.importer.mail import ORIGIN
from statements.importer.mail_words import says_little, says_nothing, subject_of
from statements.languages import LANGUAGES

Reader = Callable[[bytes, Limits], Mail]
_SHOWN, _MOST_NAMED = 80, 5  # characters of a name or of words in a warning; files that it names
_BOM = "\ufeff"  # says that what follows is UTF-8, whatever a page declares
_POOR = 0.5  # share of the page's words below which the text beside it is no whole rendering of it
_OWN_TITLE = re.compile(r"<title\b[^<]{0,2000}</title\s*>", re.I)
_SPACE = re.compile(r"\s+")
_RECOGNISED_NAME = "scan.pdf"
_NO_PART = "the mail has no such part: choose another"


def read_mail(
    read: Reader, content: bytes, limits: Limits, number: int | None = None, scans: Scans = NO_SCANS
) -> Extract:
    """The text of a mail's release. number: of the part that it is; without one, the rule of `choose_part` finds it.

    Raises Refused where the part cannot be read, or nothing in the mail can be the release.
    """
    mail = read(content, limits)
    parts = list_parts(mail, scans)
    part = _part_with(parts, number) if number is not None else choose_part(parts)
    made, part = _read_chosen(parts, part, limits, scans, by_rule=number is None)
    others = [each for each in parts if each.number != part.number and not each.why_not]
    warnings = (*_tell_choice(parts, part, others, number is None), *made.warnings, *mail.warnings)
    chosen = MailPart(
        number=part.number,
        name=part.name or (f"{clean_name(part.within) or 'mail'}.eml" if part.within else ""),
        content=part.file.content if part.file else part.mail.content if part.mail else b"",
        others=len(others),
        sender=mail.sender,
        subject=mail.subject,
        sent=_moment(mail.sent),
    )
    beside = {**_beside(mail), **made.beside}
    return replace(made, warnings=tuple(dict.fromkeys(warnings)), beside=beside, part=chosen)


def _part_with(parts: list[PartOfMail], number: int) -> PartOfMail:
    part = next((each for each in parts if each.number == number), None)
    if part is None:
        raise Refused(_NO_PART)
    if part.why_not:
        raise Refused(f"{_name_of(part)} cannot be the release: {part.why_not}")
    return part


def _read_chosen(
    parts: list[PartOfMail], part: PartOfMail, limits: Limits, scans: Scans, *, by_rule: bool
) -> tuple[Extract, PartOfMail]:
    """The text of a part, and the part. Where a rule chose a file that cannot be read, the mail's own words serve, if
    they are more than a few."""
    try:
        return _read_part(part, limits, scans), part
    except Refused as refusal:
        own = parts[OWN_WORDS]
        if refusal.scan or not by_rule or part is own or own.mail is None or own.why_not:
            raise
        if says_little(own.mail.plain or visible_words(own.mail), FEW_WORDS):
            raise
        made = _read_words(own.mail, limits)
        return replace(made, warnings=(*made.warnings, f"{_name_of(part)} cannot be read: {refusal}")), own


def _read_part(part: PartOfMail, limits: Limits, scans: Scans) -> Extract:
    if part.mail:
        return _read_words(part.mail, limits)
    if part.file is None:  # a part is one or the other
        raise Refused(_NO_PART)
    try:
        return extract(part.file.content, part.file.name, limits)
    except Refused as refusal:
        if refusal.needs_ocr and scans.recognised:
            return extract(scans.recognised, _RECOGNISED_NAME, limits)
        if refusal.needs_ocr and scans.are_read:
            raise Refused(str(refusal), needs_ocr=True, scan=part.file.content) from None
        told = f"the release seems to be {_name_of(part)}, which is attached to the mail: {refusal}"
        raise Refused(f"{told}. Take it out of the mail and send it by itself" if refusal.needs_ocr else told) from None


def _read_words(mail: Mail, limits: Limits) -> Extract:
    """The mail's own words: as text, if that is all of them, or else as the page."""
    if mail.html.strip() and _is_poor(mail):
        return _read_page(mail, limits)
    headers = {"From": mail.sender, "To": mail.to, "Date": mail.sent, "Subject": mail.subject}
    head = [f"{name}: {value}" for name, value in headers.items() if value]
    return Extract("\n".join([*head, "", mail.plain]), mail.media_type, "utf-8")


def _is_poor(mail: Mail) -> bool:
    """Whether the text of a mail is not what its page says, but a part of it, or only that there is a page."""
    if not mail.plain.strip():
        return True
    ours, theirs = (len(_SPACE.sub("", visible_words(each))) for each in (mail, replace(mail, plain="")))
    return ours < _POOR * theirs


def _read_page(mail: Mail, limits: Limits) -> Extract:
    """The web page that a mail consists of; its title is the subject, and its own would be a program's."""
    subject = subject_of(mail.subject)
    called = "" if says_nothing(subject) else f"<title>{escape(subject)}</title>"
    page = read_html(f"{_BOM}{called}{_OWN_TITLE.sub('', mail.html)}".encode("utf-8", "replace"), limits)
    facts = {name: fact for name, fact in page.facts.items() if name != "title"}
    title = {"title": Fact(subject, "subject")} if subject and not says_nothing(subject) else {}
    return replace(page, media_type=mail.media_type, facts={**facts, **title})


def _beside(mail: Mail) -> dict[str, Fact]:
    """What a mail says of a release that says nothing about it itself."""
    subject, day = subject_of(mail.subject), day_in(mail.sent, list(LANGUAGES))
    title = {"title": Fact(subject, "subject")} if subject and not says_nothing(subject) else {}
    return {**title, **({"date": Fact(day, ORIGIN)} if day else {})}


def _tell_choice(parts: list[PartOfMail], part: PartOfMail, others: list[PartOfMail], by_rule: bool) -> list[str]:
    """Warnings: which part was taken, where others may be the release; what else there is; the note left out.

    Pictures are no news: nearly every mail has some.
    """
    told = []
    if by_rule and others:
        told.append(f"the mail has several parts: {_name_of(part)} taken for the release, not {_name_all(others)}")
    note = visible_words(parts[0].mail) if part.number != OWN_WORDS and parts[0].mail else ""
    if note:
        told.append(f"the covering note above the mail is left out, “{note[:_SHOWN]}”")
    unread = [each for each in parts[1:] if each.file and each.why_not not in ("", IMAGE, SIGNATURE)]
    if unread:
        told.append(f"the mail has files that are not read: {_name_all(unread)}")
    return told


def _name_all(parts: list[PartOfMail]) -> str:
    named = [_name_of(each) for each in parts[:_MOST_NAMED]]
    return ", ".join([*named, *(["…"] if len(parts) > _MOST_NAMED else [])])


def _name_of(part: PartOfMail) -> str:
    """What a part is called: "release.docx", "the mail “Harbour”"."""
    if part.name:
        return part.name[:_SHOWN]
    if part.mail:
        return f"the mail “{part.within[:_SHOWN]}”" if part.within else "the mail's own words"
    return f"a file without a name ({part.kind})"


def _moment(sent: str) -> str:
    """When a mail was sent, in ISO 8601; "" where it does not say."""
    try:
        return parsedate_to_datetime(sent).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
