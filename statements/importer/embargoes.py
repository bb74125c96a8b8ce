"""Notices that nothing may be published before some moment: above a release, below it, or at the end of a paragraph.

They are never a title, and never words of the statement.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from statements.importer.draft import Block, Line, Span, Use, Working
from statements.importer.extract import Fact
from statements.importer.notices import NOTICE_START, is_delivery_notice, top_lines
from statements.importer.vocabulary import alternatives, vocabulary
from statements.importer.written_days import dates_in, is_weekday
from statements.languages import LANGUAGES

_LENGTH = 200  # characters
_NOON = 12
_EMBARGO = re.compile(rf"{NOTICE_START}{alternatives('head.embargo')}(?![^\W_])", re.I)
_SMALL = re.compile(rf"\A[\W_]*(?:{alternatives('head.small')}(?![^\W_])[\W_]*)*", re.I)
_UNTIL = re.compile(rf"(?:{alternatives('head.openings')}|{alternatives('head.release')})(?![^\W_])", re.I)
_NOUN = re.compile(rf"\W*{alternatives('head.embargoes')}", re.I)
_OPEN = re.compile(rf"(?::|(?<![^\W_]){alternatives('head.openings')})[\s*_]*$", re.I)
_HOUR = re.compile(
    rf"(?<![\d./-])(?P<hour>\d{{1,2}})(?:\s?(?:[:.h]|{alternatives('dates.hours')})\s?(?P<minute>\d{{2}}))?"
    r"(?![\d/.-]?\d)"
    rf"(?:\s*(?P<half>[ap])\.?m\b\.?|\s*(?P<word>{alternatives('head.hours')})(?![^\W_]))?",
    re.I,
)
_MILITARY = re.compile(
    rf"(?<![\w./-])([01]\d|2[0-3])([0-5]\d)(?=\s*(?:{alternatives('head.hours')}|UTC|GMT|[A-Z]{{2,3}}T)\b)", re.I
)
_HOUR_WORD = re.compile(rf"{alternatives('head.hours')}\.?\s*$", re.I)
_SENTENCE = re.compile(
    rf"(?<![^\W_])(?:{alternatives('head.requests')}\s+)?{alternatives('head.embargo')}(?![^\W_])", re.I
)
_BEFORE_SENTENCE = re.compile(r"(?:\A(?:[–—-]\s)?|[.!?…»”\"’)\]]\s+|[^\S\n][–—-]\s+|[(\[])[\s*_]*\Z")
_OPENS_SENTENCE = re.compile(r"[^\S\n]*[–—-]?[\s*_(\[]*\Z")
_OF_GOODS_TOO = re.compile(rf"\b{alternatives('head.embargoes')}\b", re.I)
_SENTENCE_LINES = 4  # over which a sentence is broken
_ABBREVIATED = re.compile(r"\b(UTC|GMT|Z|WET|BST|WEST|CET|CEST|EET|EEST|EST|EDT)\b")
_OFFSETS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "EST": -5,
    "EDT": -4,
}  # fmt: skip
_ZONES = "|".join(
    alternatives(f"zones.{name}") for name in sorted({name for code in LANGUAGES for name in vocabulary(code)["zones"]})
)
_AROUND_HOUR = re.compile(
    rf"(?<![^\W_])(?:{_ZONES}|{alternatives('head.openings')}|{alternatives('head.release')}|{alternatives('head.small')}"
    rf"|{alternatives('head.hours')}|{alternatives('dates.before_last_days')}|{'|'.join(_OFFSETS)})(?![^\W_])",
    re.I,
)


def embargo(working: Working) -> None:
    """Take a notice that nothing may be published before some moment; it is a proposal, and an editor decides.

    Reads: the first lines, and the last sentence of each paragraph. Writes: lines, spans, facts, warnings.
    Example: "EMBARGOED UNTIL 4 July 2024, 18:00 CEST" -> not_before 2024-07-04T18:00+02:00, and a warning.
    """
    _take_lines_above(working)
    for text in working.above:
        if is_embargo(text):
            _state(working, " ".join(text.split()))
    for block in working.blocks():
        _take_last_sentence(working, block)


def _take_lines_above(working: Working) -> None:
    top = top_lines(working)
    for line, below in pairwise([*top, None]):
        if not line or not is_embargo(line.text):
            continue
        lines = [line, below] if below and _goes_on(line, below) else [line]
        words = " ".join(" ".join(each.text for each in lines).strip(" *_#").split())
        _state(working, words)
        working.take(lines, Use.DROPPED, "embargo")


def _take_last_sentence(working: Working, block: Block) -> None:
    """Take a sentence that only states an embargo, at the end of a line or, over a few lines, of a paragraph.

    "The text will be released. EMBARGOED UNTIL 14:00 CET, 3 MAY 2024." -> "The text will be released."
    """
    for place, line in enumerate(block):
        for below in [block[place + 1 :], []]:
            start = _find_sentence(line.text, below) if len(below) < _SENTENCE_LINES else None
            if start is None:
                continue
            rest = Line(line.start + start, line.end, line.text[start:])
            _state(working, " ".join(" ".join(each.text for each in [rest, *below]).strip(" *_()[]–—-").split()))
            working.take(below, Use.DROPPED, "embargo")
            working.spans.append(Span(rest.start, rest.end, Use.DROPPED, "embargo"))
            left = Line(line.start, rest.start, line.text[:start])
            working.lines = [left if each is line else each for each in working.lines]
            return


def _find_sentence(text: str, below: Block) -> int | None:
    """Where in a line the sentence begins that states an embargo, and ends with the line, or with those below."""
    for found in _SENTENCE.finditer(text):
        before = text[: found.start()]
        opens = _OPENS_SENTENCE.search(before)
        start = opens.start() if opens else found.start()
        sentence = " ".join([text[found.start() :], *(each.text for each in below)])
        if _BEFORE_SENTENCE.search(before) and _states_embargo(sentence, alone=not before.strip(" *_([")):
            return start
    return None


def _states_embargo(sentence: str, alone: bool) -> bool:
    """Whether a sentence states an embargo and its moment, and nothing else.

    alone: it is the whole line. Within a text "Embargo until 3 May 2024." may speak of goods: capitals or an hour
    show that it does not.
    """
    found = _SENTENCE.match(sentence) if len(sentence) <= _LENGTH else None
    if not found or is_delivery_notice(sentence):
        return False
    rest = sentence[found.end() :]
    for day in reversed(dates_in(rest, list(LANGUAGES))):
        rest = f"{rest[: day.start]} {rest[day.end :]}"
    rest = _MILITARY.sub(r"\1:\2", rest)
    hours = [each for each in _HOUR.finditer(rest) if _hour(each, rest)]
    left = _AROUND_HOUR.sub(" ", _HOUR.sub(lambda each: " " if _hour(each, rest) else each[0], rest))
    is_sure = alone or bool(hours) or sentence.isupper() or not _OF_GOODS_TOO.search(found[0])
    dated = bool(moment_of(sentence)) or (bool(hours) and _zone(rest) is not None)
    return is_sure and dated and not any(each.isalnum() and not is_weekday(each) for each in re.findall(r"\w+", left))


def is_embargo(text: str) -> bool:
    """Whether a line sets a time before which nothing may be published: "EMBARGOED UNTIL 4 July 2024".

    Not "Embargo on arms: the minister speaks" or "Under embargo since 1990, the country …", another kind of embargo.
    """
    found = _EMBARGO.match(text) if len(text) <= _LENGTH else None
    if not found or is_delivery_notice(text):
        return False
    rest = _SMALL.sub("", text[found.end() :])
    until = _UNTIL.fullmatch(found[0].split()[-1]) and not _NOUN.fullmatch(found[0].split()[-1])
    goes_on = (
        until
        or _UNTIL.match(rest)
        or rest[:1].isdigit()
        or any(day.start == 0 for day in dates_in(rest, list(LANGUAGES)))
    )
    return not rest or bool(goes_on) or is_weekday(rest.split()[0])


def _goes_on(line: Line, below: Line) -> bool:
    """Whether the moment is on the line below: "EMBARGOED UNTIL", "4 July 2024, 18:00 CEST"."""
    return (
        bool(_OPEN.search(line.text)) and not _days(line.text) and bool(_days(below.text)) and len(below.text) < _LENGTH
    )


def _state(working: Working, words: str) -> None:
    moment = moment_of(words)
    if moment and "not_before" not in working.facts:
        working.facts["not_before"] = Fact(moment, f"the text, “{words}”")
    warning = f"the text is under embargo, “{words}”"
    working.warnings.append(f"{warning}: not before {moment}" if moment else warning)


def moment_of(words: str) -> str:
    """The moment in ISO 8601, or just the day where the hour or its zone is not given; "" where there is no day.

    "4 July 2024, 18:00 CEST" -> "2024-07-04T18:00+02:00"; "4 luglio 2024, ore 18" -> "2024-07-04".
    """
    days = [(found.edtf, found.start, found.end) for found in dates_in(words, list(LANGUAGES))]
    if len(days) != 1 or len(days[0][0]) != len("2024-07-04"):
        return ""
    day, start, end = days[0]
    rest = _MILITARY.sub(r"\1:\2", f"{words[:start]}, {words[end:]}")
    hours = {hour for found in _HOUR.finditer(rest) if (hour := _hour(found, rest))}
    zone = _zone(rest)
    if len(hours) != 1 or zone is None:
        return day
    moment = datetime.combine(date.fromisoformat(day), hours.pop(), zone)
    return moment.isoformat(timespec="minutes")


def _hour(found: re.Match[str], text: str) -> time | None:
    """The time of day that a number gives; None where nothing shows that it is a time."""
    hour, minute, half = int(found["hour"]), found["minute"], (found["half"] or "").lower()
    if not (minute or half or found["word"] or _HOUR_WORD.search(text[: found.start()])):
        return None
    if half and not 1 <= hour <= _NOON:
        return None
    hour = hour % _NOON + (_NOON if half == "p" else 0) if half else hour
    try:
        return time(hour, int(minute or 0))
    except ValueError:
        return None


def _zone(text: str) -> tzinfo | None:
    names = {name for code in LANGUAGES for name in vocabulary(code)["zones"]}
    found = [name for name in sorted(names) if re.search(alternatives(f"zones.{name}"), text, re.I)]
    short = {_OFFSETS[each] for each in _ABBREVIATED.findall(text)}
    if len(found) + len(short) != 1:
        return None
    return ZoneInfo(found[0]) if found else timezone(timedelta(hours=short.pop()))


def _days(text: str) -> list[str]:
    return [found.edtf for found in dates_in(text, list(LANGUAGES)) if found.edtf]
