"""What an e-mail puts above a text that somebody forwarded, and before each of its lines."""

import re

from statements.importer.date_lines import day_in
from statements.importer.draft import Fact, Line, Span, Use, Working
from statements.languages import LANGUAGES

_MAIL_SUBJECT = ("subject", "objet", "oggetto")
_SUBJECT = (*_MAIL_SUBJECT, "title", "titolo", "titre")
_SENDER = {"from", "de", "da", "sender", "return-path", *_MAIL_SUBJECT}
_DATE = ("date", "sent", "envoyé", "inviato", "data")
_OTHER = (
    "from", "to", "cc", "bcc", "ccn", "cci", "reply-to", "de", "à", "a", "da", "per", "source", "fonte", "importance",
    "attachments", "pièces jointes", "allegati", "return-path", "received", "message-id", "mime-version", "references",
    "in-reply-to", "delivered-to", "sender", "list-id", "priorité", "priorità",
)  # fmt: skip
_NAMES = "|".join(sorted(map(re.escape, [*_SUBJECT, *_DATE, *_OTHER]), key=len, reverse=True))
_HEADER = re.compile(
    rf"(?:>\s?)*\s*\*{{0,2}}({_NAMES}|x-[\w-]+|content-[\w-]+)\*{{0,2}}\s?:\*{{0,2}}(?:\s+(.*)|\s*)", re.I
)
_ABOVE = re.compile(
    r"(?:>\s?)*\s*(?:-{2,}+|_{5,}+|begin forwarded message:?|inizio messaggio inoltrato:?|début du message"
    r" (?:réexpédié|transféré)\s?:?)"
    r"\s*(?:(?:forwarded|original|messaggio|message)\b.{0,40})?-*\s*",
    re.I,
)
_PREFIX = re.compile(r"\s*(?:(?:re|fwd?|tr|rif|i|r|fw)\s?:\s*)+", re.I)
_QUOTED = re.compile(r"\s*>(?:[ \t]?>)*[ \t]?")
_SIGNATURE = re.compile(r"--\s*")
_MOST_LINES, _SIGNATURE_LINES, _TITLE_LENGTH = 60, 12, 300
_MOSTLY = 0.8


def mail_head(working: Working) -> None:
    """Take title and date from the headers of a mail above the text; the rest of them is dropped, and its signature.

    Reads: the first lines. Writes: title, date, spans.
    Example: "From: Press office", "Date: Tue, 11 Jul 2023", "Subject: Fwd: Statement" -> "Statement", 2023-07-11.
    """
    above, headers = _head(working.lines)
    names = {name for name, _, _ in headers}
    mail = names & _SENDER and names & {*_MAIL_SUBJECT, *_DATE}
    if not mail and not (names & set(_SUBJECT) and names & set(_DATE)):  # an interview has Title:, A: and Q:, too
        return
    for name, value, lines in headers:
        title = _PREFIX.sub("", value, count=1) if _PREFIX.match(value) else value
        day = day_in(value, list(LANGUAGES)) if name in _DATE else ""
        if name in _SUBJECT and 0 < len(title) <= _TITLE_LENGTH and working.title is None:
            working.title = Fact(title, "text")
            working.take(lines, Use.TITLE)
        elif day and working.date is None:
            working.date = Fact(day, "text")
            working.take(lines, Use.DATE)
        else:
            working.take(lines, Use.DROPPED, "mail header")
    working.take(above, Use.DROPPED, "mail header")
    _take_signature(working)


def _head(lines: list[Line]) -> tuple[list[Line], list[tuple[str, str, list[Line]]]]:
    """The lines above the headers, and each header: its name, its value, its lines."""
    above, headers = list[Line](), list[tuple[str, str, list[Line]]]()
    for line in lines[:_MOST_LINES]:
        found = _HEADER.fullmatch(line.text)
        if found:
            headers.append((found[1].lower(), (found[2] or "").strip(" *"), [line]))
        elif headers and not line.blank and line.text[0] in " \t":  # it goes on
            name, value, before = headers[-1]
            headers[-1] = (name, f"{value} {line.text.strip()}", [*before, line])
        elif not headers and (line.blank or _ABOVE.fullmatch(line.text)):
            above.append(line)
        else:
            break
    return above, headers


def _take_signature(working: Working) -> None:
    """Drop the sender's signature: "-- " and the few lines below it."""
    place = next((place for place, line in enumerate(working.lines) if _SIGNATURE.fullmatch(line.text)), None)
    if place is not None and sum(not line.blank for line in working.lines[place:]) <= _SIGNATURE_LINES:
        working.take(working.lines[place:], Use.DROPPED, "signature of a mail")


def mail_quoting(working: Working) -> None:
    """Drop the "> " before each line of a text that was quoted whole.

    Reads: lines. Writes: lines, spans.
    Example: "> We met.", ">", "> We left." -> "We met.", "", "We left."
    """
    shown = [line for line in working.lines if not line.blank]
    quoted = sum(bool(_QUOTED.match(line.text)) for line in shown)
    if not quoted or quoted < _MOSTLY * len(shown):
        return
    for place, line in enumerate(working.lines):
        found = _QUOTED.match(line.text)
        if found:
            start = line.start + found.end()
            working.spans.append(Span(line.start, start, Use.DROPPED, "quotation mark"))
            working.lines[place] = Line(start, line.end, line.text[found.end() :])
