"""Notices to those who receive a release: an embargo, or that only the words as spoken are authoritative.

They are never a title, and never words of the statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from statements.importer.date_lines import date_of_line, is_change
from statements.importer.draft import Line, Use, Working
from statements.importer.extract import Fact
from statements.importer.vocabulary import alternatives, vocabulary
from statements.importer.written_days import dates_in, is_weekday
from statements.languages import LANGUAGES

_TOP_LINES, _LAST_LINES, _LENGTH = 15, 2, 200
_NOON = 12
_START = rf"[\W_]*(?:{alternatives('head.requests')}\s+)?"
_DELIVERY = re.compile(rf"{_START}(?:{alternatives('head.texts')}\W+)?{alternatives('head.delivery')}[\W_]*", re.I)
_IMMEDIATE = re.compile(rf"{_START}{alternatives('head.immediate')}[\W_]*", re.I)
_EMBARGO = re.compile(rf"{_START}{alternatives('head.embargo')}(?![^\W_])", re.I)
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
_PARTED = re.compile(r"\s*[/|–—-]\s+")
_ABBREVIATED = re.compile(r"\b(UTC|GMT|Z|WET|BST|WEST|CET|CEST|EET|EEST|EST|EDT)\b")
_OFFSETS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "EST": -5,
    "EDT": -4,
}  # fmt: skip


def embargo(working: Working) -> None:
    """Take a notice that nothing may be published before some moment; it is a proposal, and an editor decides.

    Reads: the first lines. Writes: spans, facts, warnings.
    Example: "EMBARGOED UNTIL 4 July 2024, 18:00 CEST" -> not_before 2024-07-04T18:00+02:00, and a warning.
    """
    top = _top(working)
    for line, below in pairwise([*top, None]):
        if not line or not is_embargo(line.text):
            continue
        lines = [line, below] if below and _goes_on(line, below) else [line]
        words = " ".join(" ".join(each.text for each in lines).strip(" *_#").split())
        _state(working, words)
        working.take(lines, Use.DROPPED, "embargo")
    for text in working.above:
        if is_embargo(text):
            _state(working, " ".join(text.split()))


def is_embargo(text: str) -> bool:
    """Whether a line sets a time before which nothing may be published: "EMBARGOED UNTIL 4 July 2024".

    Not "Embargo on arms: the minister speaks" or "Under embargo since 1990, the country …", another kind of embargo.
    """
    found = _EMBARGO.match(text) if len(text) <= _LENGTH else None
    if not found or _DELIVERY.fullmatch(text):
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
    until = f": not before {moment}" if moment else ""
    working.warnings.append(f"the text is under embargo, “{words}”{until}")


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


def delivery_notice(working: Working) -> None:
    """Drop "Check against delivery", "(As delivered)" and the like, on a line of their own at the top or the end.

    Reads: the first lines and the last. Writes: spans.
    Example: "CHECK AGAINST DELIVERY" -> dropped.
    """
    working.take([line for line in _ends(working) if is_delivery_notice(line.text)], Use.DROPPED, "delivery notice")


def is_delivery_notice(text: str) -> bool:
    """Whether a line says only that the spoken words count: "Seul le prononcé fait foi", "(As delivered)"."""
    parts = [text] if _DELIVERY.fullmatch(text[:_LENGTH]) else _PARTED.split(text[:_LENGTH])
    return len(text) <= _LENGTH and all(_DELIVERY.fullmatch(part) for part in parts)


def date_of_change(working: Working) -> None:
    """Drop a line that says only when the page was changed, at the top or the end.

    Reads: the first lines and the last. Writes: spans.
    Example: "Last updated: 9 July 2024" -> dropped.
    """
    working.take(
        [line for line in _ends(working) if is_change(line.text, list(LANGUAGES))], Use.DROPPED, "date of a change"
    )


def release_line(working: Working) -> None:
    """Take "For immediate release", and the date beside it.

    Reads: the first lines. Writes: date, spans.
    Example: "For Immediate Release        September 17, 2009" -> 2009-09-17.
    """
    for line in _top(working):
        found = _IMMEDIATE.match(line.text) if len(line.text) <= _LENGTH else None
        if found and found.end() == len(line.text):
            working.take([line], Use.DROPPED, "release notice")
        elif found and (day := date_of_line(line.text[found.end() :], list(LANGUAGES))):
            working.date = working.date or Fact(day, "text")
            working.take([line], Use.DATE)


def _ends(working: Working) -> list[Line]:
    """The first lines and the last two, each once."""
    shown = [line for line in working.lines if not line.blank]
    return [*shown[:_TOP_LINES], *shown[_TOP_LINES:][-_LAST_LINES:]]


def _top(working: Working) -> list[Line]:
    return [line for line in working.lines[: 4 * _TOP_LINES] if not line.blank][:_TOP_LINES]


NOTICES: list[Callable[[Working], None]] = [embargo, release_line, delivery_notice, date_of_change]
