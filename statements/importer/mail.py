"""What an e-mail puts around a forwarded text: above it, below it, and before each of its lines."""

import re
from dataclasses import dataclass, field
from itertools import islice

from statements.importer.date_lines import day_in
from statements.importer.draft import Line, Span, Use, Working
from statements.importer.extract import Fact
from statements.importer.mail_words import says_nothing, subject_of
from statements.importer.releases import alike
from statements.importer.vocabulary import alternatives, words
from statements.languages import LANGUAGES

_SUBJECTS, _SENDERS = words("mail.subjects"), (*words("mail.senders"), "return-path")
_TITLES, _DATES = (*_SUBJECTS, *words("mail.titles")), words("mail.dates")
_NAMES = "|".join(
    sorted(map(re.escape, [*_TITLES, *_DATES, *_SENDERS, *words("mail.others")]), key=len, reverse=True)
).replace("'", "['’]")
_HEADER = re.compile(
    rf"(?:>\s?)*\s*\*{{0,2}}({_NAMES}|x-[\w-]+|content-[\w-]+)\*{{0,2}}\s?:\*{{0,2}}(?:\s+(.*)|\s*)", re.I
)
_ABOVE = re.compile(
    rf"(?:>\s?)*\s*(?:[-_]{{2,}}+\s*)?(?:{alternatives('mail.forwarded')}[\s\w]{{0,40}}:?)?\s*[-_]*\s*", re.I
)
_WROTE = re.compile(rf"(?:>\s?)*\s*[^\n]{{1,300}}{alternatives('mail.wrote')}\s?:\s*", re.I)
_QUOTED = re.compile(r"\s*>(?:[ \t]?>)*[ \t]?")
_SIGNATURE = re.compile(r"--\s*")
_FOOTER = re.compile(rf"[\W_]*{alternatives('mail.footers')}(?!\w)", re.I)
_COVERING = re.compile(rf"(?<!\w){alternatives('mail.covering')}(?!\w)", re.I)
_CLOSING = re.compile(rf"\s*{alternatives('mail.closings')}\W{{0,3}}", re.I)
_MOST_LINES, _SIGNATURE_LINES, _CLOSING_LINES, _TITLE_LENGTH = 60, 12, 8, 300
_NOTE_LINES, _NOTE_LENGTH = 12, 1_200  # of a covering note
_MOSTLY = 0.8
_MOST_FOOTERS, _FOOTER_BLOCKS, _NAME_WORDS = 4, 10, 5
_MOST_MAILS = 4  # one inside another
ORIGIN = "the mail's date"


@dataclass
class _Header:
    name: str
    value: str
    lines: list[Line]


@dataclass
class _Head:
    """The headers of a mail, the lines between them, the text before them, and where the mail's text begins."""

    headers: list[_Header] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    end: int = 0

    @property
    def names(self) -> set[str]:
        return {each.name for each in self.headers}

    @property
    def is_mail(self) -> bool:
        """Whether the headers are a mail's: an interview has Title:, A: and Q: too."""
        return bool(self.names & {*_SENDERS, *_SUBJECTS} and self.names & {*_SUBJECTS, *_DATES})


def mail_head(working: Working) -> None:
    """Take the title from a mail's headers above the text; its other headers and its signature are dropped.

    For a mail inside a mail, the inner one counts, and the words above it are a covering note. Its day is left to
    `mail_date`.

    Reads: the first lines. Writes: title, sent, spans, warnings.
    Example: "From: Press office", "Date: Tue, 11 Jul 2023", "Subject: Fwd: Statement" -> "Statement", 2023-07-11.
    """
    heads, note = _find_heads(working)
    if heads or note:
        _take_mail(working, heads, note)


def mail_in_page(working: Working) -> None:
    """Take what stands around the text of a mail that is a web page, whose own headers are not in its text.

    Reads: lines. Writes: title, sent, spans, warnings.
    Example: "FYI", "From: Press office", "Subject: Statement", "We met." -> "We met."
    """
    _take_mail(working, *_find_heads(working))


def mail_date(working: Working) -> None:
    """Take the day of the mail for a text that has none itself.

    Reads: sent. Writes: date, spans.
    Example: "Date: Tue, 11 Jul 2023" above "We met." -> 2023-07-11.
    """
    if working.sent is None or working.date is not None:
        return
    working.date, starts = working.sent[0], {line.start for line in working.sent[1]}
    working.spans = [Span(each.start, each.end, Use.DATE) if each.start in starts else each for each in working.spans]


def take_subject(working: Working, subject: Fact | None) -> None:
    """Take the first line for the title of a text that came by mail, if it says what the subject of the mail says."""
    first = next((line for line in working.lines if not line.blank), None)
    if subject and first and working.title is None and alike(first.text, subject.value):
        working.title = Fact(" ".join(first.text.split()), "text")
        working.take([first], Use.TITLE)


def _find_heads(working: Working) -> tuple[list[_Head], _Head | None]:
    """The headers of the mail and of those inside it, and the line "On …, … wrote:" below them."""
    outer = _head(working.lines, 0)
    titled = bool(outer.names & set(_TITLES) and outer.names & set(_DATES))
    heads = [outer] if outer.is_mail or titled else []
    for _ in range(_MOST_MAILS):
        if inner := _find_forwarded(working.lines, heads[-1].end if heads else 0):
            heads.append(inner)
    return heads, _wrote(working.lines, heads[-1].end if heads else 0)


def _take_mail(working: Working, heads: list[_Head], note: _Head | None) -> None:
    for head in heads[::-1]:
        _take_head(working, head)
    _take_footers(working)
    if last := note or (heads[-1] if heads else None):
        last.end = _end_of_note(working, last.end)
        _take_note(working, last)
    _take_earlier(working)
    _take_signature(working)


def _take_head(working: Working, head: _Head) -> None:
    """Take the headers of one mail: its subject as the title, and its date, unless an inner mail has one."""
    for each in head.headers:
        title = subject_of(each.value) if each.name in _TITLES else ""
        if 0 < len(title) <= _TITLE_LENGTH and working.title is None and not says_nothing(title):
            working.title = Fact(title, "text")
            working.take(each.lines, Use.TITLE)
        else:
            _note_day(working, each, each.name in _DATES)
            working.take(each.lines, Use.DROPPED, "mail header")
    working.take(head.above, Use.DROPPED, "mail header")


def _note_day(working: Working, header: _Header, dated: bool) -> None:
    """Keep the day of a mail, the innermost's."""
    day = day_in(header.value, list(LANGUAGES)) if dated and working.sent is None else ""
    if day:
        working.sent = (Fact(day, ORIGIN), header.lines)


def _head(lines: list[Line], start: int) -> _Head:
    """The headers that begin at a line, apart from blank lines and "Forwarded message" before them."""
    head = _Head(end=start)
    for place, line in enumerate(lines[start : start + _MOST_LINES], start):
        found = _HEADER.fullmatch(line.text)
        if found:
            head.headers.append(_Header(found[1].lower().replace("’", "'"), (found[2] or "").strip(" *"), [line]))
        elif head.headers and not line.blank and line.text[0] in " \t":  # a continued header
            head.headers[-1].value += f" {line.text.strip()}"
            head.headers[-1].lines.append(line)
        elif not head.headers and (line.blank or _ABOVE.fullmatch(line.text)):
            head.above.append(line)
        else:
            break
        head.end = place + 1
    return head


def _find_forwarded(lines: list[Line], start: int) -> _Head | None:
    """The headers of a mail within the text, below a few words at most."""
    for place in range(start, min(len(lines), start + _MOST_LINES)):
        found = _HEADER.fullmatch(lines[place].text)
        if not (found and found[1].lower() in _SENDERS) or (place == start and start == 0):
            continue
        head = _head(lines, place)
        if head.names & set(_SUBJECTS) and len(head.headers) > 1 and _is_note(lines, start, place, head.end):
            before = [*range(start, place)][::-1]
            above = next((each for each in before if not lines[each].blank), None)
            head.above = [lines[above]] if above is not None and _ABOVE.fullmatch(lines[above].text) else []
            return head
    return None


def _wrote(lines: list[Line], start: int) -> _Head | None:
    """The line "On …, … wrote:" above a quoted text."""
    for place in range(start, min(len(lines) - 1, start + _MOST_LINES)):
        below = next((line for line in islice(lines, place + 1, None) if not line.blank), None)
        if below and _QUOTED.match(below.text) and _WROTE.fullmatch(lines[place].text):
            head = _Head([_Header("date", lines[place].text, [lines[place]])], [], place + 1)
            return head if _is_note(lines, start, place, head.end) else None
    return None


def _is_note(lines: list[Line], start: int, place: int, end: int) -> bool:
    """Whether what stands between two places is short, and there is more below."""
    note = [line for line in lines[start:place] if not line.blank]
    length, below = sum(len(line.text) for line in note), sum(len(line.text) for line in lines[end:])
    return len(note) <= _NOTE_LINES and length <= _NOTE_LENGTH and below > length


def _take_note(working: Working, last: _Head) -> None:
    """Drop the words above the mail that counts, and the line that says who wrote it."""
    for each in last.headers:
        _note_day(working, each, each.name == "date")
    taken = {line.start for each in last.headers for line in each.lines}
    working.take([line for line in working.lines if line.start in taken and not line.blank], Use.DROPPED, "mail header")
    note = [line for line in working.lines[: last.end] if not line.blank]
    if note:
        begun = " ".join(note[0].text.split())[:80]
        working.warnings.append(f"the covering note above the mail is left out, “{begun}”")
    working.take(note, Use.DROPPED, "covering note")


def _end_of_note(working: Working, start: int) -> int:
    """Where the text begins below a sender's note: at the repeated title, or below a closing; otherwise `start`.

    "Dear colleagues,", "Please find our release below.", "Best regards,", "Ada Quist" are a note.
    """
    lines = working.lines
    shown = [place for place in range(start, len(lines)) if not lines[place].blank][1:_NOTE_LINES]
    title = working.title.value if working.title else ""
    titles = [place for place in shown if alike(lines[place].text, title)]
    closings = [place for place in shown if _CLOSING.fullmatch(lines[place].text)]
    for place, end in [
        *((each, each) for each in titles),
        *((each, _end_of_signature(lines, each + 1)) for each in closings),
    ]:
        covers = any(_COVERING.search(line.text) for line in lines[start:place])
        if covers and _is_note(lines, start, place, end):
            return end
    return start


def _end_of_signature(lines: list[Line], start: int) -> int:
    """Where the sender's name and the like end, below a closing that stands above a text."""
    end = start
    for line in lines[start : start + _CLOSING_LINES]:
        words_of_line = line.text.split()
        if len(words_of_line) > _NAME_WORDS or (end > start and line.blank and not lines[end - 1].blank):
            break
        end += 1
    return end


def _take_footers(working: Working) -> None:
    """Drop what programs and lists put around a mail: "View in browser", "Unsubscribe", "This e-mail and any files".

    Above the text such a line is dropped by itself, below it with all that is in its block.
    """
    shown = [line for line in working.lines if not line.blank]
    above = [line for line in shown[:_MOST_FOOTERS] if _FOOTER.match(line.text)]
    working.take(above, Use.DROPPED, "notice of a mail")
    for block in working.blocks()[-_FOOTER_BLOCKS:]:
        start = next((place for place, line in enumerate(block) if _FOOTER.match(line.text)), None)
        if start is not None:
            working.take(block[start:], Use.DROPPED, "notice of a mail")


def _take_earlier(working: Working) -> None:
    """Drop the mail being answered, quoted below the text to its end, with a warning."""
    lines = working.lines
    places = (place for place, line in enumerate(lines) if not line.blank and _WROTE.fullmatch(line.text))
    for place in places:
        below = [line for line in lines[place + 1 :] if not line.blank]
        if below and all(_QUOTED.match(line.text) for line in below) and any(not each.blank for each in lines[:place]):
            working.take(lines[place:], Use.DROPPED, "earlier mail")
            working.warnings.append("the mail that is answered, quoted below the text, is left out")
            return


def _take_signature(working: Working) -> None:
    """Drop the sender's signature: "-- ", or "Kind regards," near the end, and the few lines below it."""
    for pattern, most in ((_SIGNATURE, _SIGNATURE_LINES), (_CLOSING, _CLOSING_LINES)):
        lines = working.lines
        places = (place for place, line in enumerate(lines) if line.text.strip() and pattern.fullmatch(line.text))
        for place in places:
            above, below = (sum(len(line.text) for line in part) for part in (lines[:place], lines[place:]))
            if sum(not line.blank for line in lines[place:]) <= most and below < above:
                working.take(lines[place:], Use.DROPPED, "signature of a mail")
                break


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
