"""Days in dates that programs write into web pages: ISO 8601, RFC 2822, what JavaScript and Java print."""

from __future__ import annotations

import re

from statements.importer.date_lines import credible_days
from statements.importer.written_days import dates_in, is_weekday

_ISO = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?![\d-])")
_CLOCK = re.compile(
    r"(?:(?<=\d)T|(?<!\d)(?=\d{1,2}:))(?P<hour>\d{1,2}):?\d{2}(?::?\d{2})?(?:[.,]\d+)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"\s*(?P<zone>Z\b|[A-Z]{3,4}\b)?\s*(?P<offset>[+-]\d{2}:?\d{2})?(?:\s*\([^()]*\))?",
    re.I,
)
_UTC = ("", "Z", "GMT", "UTC")
_MIDNIGHT = 22  # from this hour on in UTC, it may already be the next day in Rome and Paris
_LENGTH = 120
_NOT_TOLD = ("en",)  # the order of numbers written by a program is uncertain, whatever the page's language


def day_of_stamp(stamp: str) -> str:
    """The day in a date written by a program, as it was where the program wrote it; "" if there is none.

    "2017-06-05T21:42:00-04:00" -> "2017-06-05"; "Tue Jul 11 2023 00:00:00 GMT+0200" -> "2023-07-11";
    "Tue, 11 Jul 2023 10:00:00 +0200" -> "2023-07-11"; "07/11/2023" -> "".
    22:00 or later in UTC may be past midnight in Rome and Paris: such a stamp leaves the day uncertain, and gives "".
    """
    stamp = stamp[:_LENGTH]
    iso = _ISO.match(stamp)
    clock = _CLOCK.search(stamp, iso.end() if iso else 0)
    if clock and _is_near_midnight(clock):
        return ""
    if iso:
        return credible_days("-".join(iso.groups()))
    return _day_in_words(f"{stamp[: clock.start()]} {stamp[clock.end() :]}" if clock else stamp)


def _is_near_midnight(clock: re.Match[str]) -> bool:
    """Whether a time is in UTC and may belong to the next day where the text was published."""
    zone, offset = (clock["zone"] or "").upper(), (clock["offset"] or "").strip("+-0:")
    stated = bool(clock["zone"] or clock["offset"])
    hour = int(clock["hour"]) + (12 if (clock["half"] or "").lower() == "p" and clock["hour"] != "12" else 0)
    return stated and zone in _UTC and not offset and hour >= _MIDNIGHT


def _day_in_words(words: str) -> str:
    """The day, if words are just one day with or without its weekday: "Tue Jul 11 2023 " -> "2023-07-11"."""
    dates = dates_in(words, _NOT_TOLD)
    if len(dates) != 1 or len(dates[0].edtf) != len("2023-07-11"):
        return ""
    beside = f"{words[: dates[0].start]} {words[dates[0].end :]}".strip(" ,-–")
    return credible_days(dates[0].edtf) if not beside or is_weekday(beside) else ""
