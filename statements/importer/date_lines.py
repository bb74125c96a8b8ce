"""Lines that give the date of a document: "Brussels, 7 December 1995", "Published on 4 Mar. 2022"."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache

from statements.dates import parse_edtf
from statements.importer.extract import Fact
from statements.importer.releases import strip_release
from statements.importer.vocabulary import alternatives
from statements.importer.written_days import WrittenDate, dates_in, first_date, is_weekday

PUBLISHED = 2
LENGTH = 90  # the longest a date line may be, in characters
_TITLE_LENGTH, _LABEL_LENGTH = 300, 60
_WORD = r"(?<![^\W_]){}(?![^\W_])"
CHANGED = re.compile(_WORD.format(alternatives("dates.changed")), re.I)
_OTHER_DAY = re.compile(_WORD.format(alternatives("dates.other_days")), re.I)
# "Last updated:", "Date de mise à jour", "Data ultima modifica", "This page was last reviewed on".
CHANGE_LABEL = re.compile(rf"\W*(?:{alternatives('dates.before_changes')}\W+)*{CHANGED.pattern}", re.I)
_SAYS_PUBLISHED = re.compile(_WORD.format(alternatives("dates.published")), re.I)
_DELIVERED = re.compile(_WORD.format(alternatives("dates.delivered")), re.I)
_LABELS = re.compile(_WORD.format(rf"(?:{alternatives('dates.labels')}|{alternatives('dates.between')})"), re.I)
_NO_PLACE = re.compile(_WORD.format(alternatives("dates.no_places")), re.I)
_EVENT = re.compile(_WORD.format(alternatives("dates.events")), re.I)
_SEAT = re.compile(_WORD.format(alternatives("dates.seats")), re.I)
_TIME = re.compile(
    r"\b\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?\b|\b\d{1,2}\s?(?=[ap]\.?m\b)|\b[ap]\.m\."
    rf"|\b{alternatives('dates.hour_labels')}\s\d{{1,2}}\b(?!\s?[:.h]\s?\d)"  # an hour standing alone
    rf"|\b\d{{1,2}}\s?h\b|\b\d{{1,2}}\s{alternatives('dates.hours')}\b",
    re.I,
)
# Says that only the words as spoken are authoritative; part of a pattern.
DELIVERY = alternatives("head.delivery")
_MINUTES = rf"(?<!\d)\d{{1,3}}\s?{alternatives('dates.minutes')}\b\.?(?:\s{alternatives('dates.to_read')}\b)?"
_READING = re.compile(rf"(?:{alternatives('dates.reading')}\W*)?{_MINUTES}", re.I)
_NOTICE = re.compile(rf"{DELIVERY}|{alternatives('head.immediate')}", re.I)
_NOTE = re.compile(r"\([^()\d]{0,30}\)")
_SPACES = " \t,.;:|()[]*_–—-·•/'’"
_PART = re.compile(r"\s*[,–—:]\s*|\s+[/-]\s*|\s*[/-]\s+")
_NAME = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_.'’-]*)*")
_MOST_PARTS, _MOST_WORDS, _PLACE_LENGTH = 4, 5, 60
_BETWEEN_FACTS = re.compile(r"\s[|·•]\s|\s*;\s|\s{4,}|\t")


def date_of_line(line: str, languages: list[str]) -> str:
    """The EDTF date of a line with nothing else but a place, a weekday, a time; `languages` are tried in order.

    "Issued on 11 Jul. 2023 14:31" -> "2023-07-11"; "Bruxelles, 1er et 2 mars 2012" -> "2012-03-01/2012-03-02";
    "Issued on 26 Sep. 2023 Last updated 11 Oct. 2023" -> "2023-09-26".
    Empty where the line says more, or when a page was changed, or has two days and neither is called the statement's.
    """
    days = sorted((rank(before), place, day) for place, (day, before, _) in enumerate(_days_of_line(line, languages)))
    first = [day for order, _, day in days if order == days[0][0]]
    return first[0] if len(set(first)) == 1 else ""


def _days_of_line(line: str, languages: list[str]) -> list[tuple[str, str, str]]:
    """Each date in a line that may be the document's, with the words before and after it; none if there are more words.

    A line of several facts, such as "Speech | Brussels | 4 July 2023", is taken fact by fact.
    """
    if len(line) > 2 * LENGTH:
        return []
    found = list[tuple[str, str, str]]()
    for part in _BETWEEN_FACTS.split(line):
        dates = dates_in(part, languages)
        labelled = list(_split_at_dates(part, dates))
        own = [each for each in labelled if not says_another_day(each[1])]
        if len(part) <= 2 * LENGTH and all(_is_only_a_date(before, after) for _, before, after in own):
            found += own
    return [(day, before, after) for day, before, after in found if day]


def _split_at_dates(part: str, dates: list[WrittenDate]) -> Iterator[tuple[str, str, str]]:
    """Each date of a part, "" where not credible, with the words before it; the last also with the words after it."""
    position = 0
    for place, each in enumerate(dates):
        last = place == len(dates) - 1
        after = part[each.end :] if last else ""
        before = part[position : each.start] + (after if CHANGED.search(after) else "")
        yield credible_days(each.edtf), before, after
        position = each.end


def rank(line: str) -> int:
    """How close a date is to the statement, the closest first: 0 for the day of delivery, PUBLISHED (2) at most."""
    return 0 if _DELIVERED.search(line) else PUBLISHED if _SAYS_PUBLISHED.search(line) else 1


def says_another_day(words: str) -> bool:
    """Whether words say that the day beside them is not the document's: "Last updated", "Valid until"."""
    return bool(CHANGED.search(words) or _OTHER_DAY.search(words))


def is_label(line: str) -> bool:
    """Whether a line is only the label of a day on the next line: "Published on", "Mis à jour le :"."""
    if not 0 < len(line.strip()) <= _LABEL_LENGTH or any(map(str.isdigit, line)):
        return False
    return not _rest(CHANGE_LABEL.sub(" ", line)) or bool(_OTHER_DAY.match(line.strip()))


def is_change(line: str, languages: list[str]) -> bool:
    """Whether a line says only when a page was changed: "Last updated: 9 July 2024 10:15"."""
    dates = dates_in(line, languages) if len(line) <= LENGTH and CHANGE_LABEL.match(line) else []
    beside = f"{line[: dates[0].start]} {line[dates[0].end :]}" if len(dates) == 1 else line
    return len(dates) == 1 and not _rest(CHANGE_LABEL.sub(" ", beside))


def says_only_a_date(line: str, languages: list[str]) -> bool:
    """Whether dropping the line loses nothing: it names no place."""
    own = _days_of_line(line, languages)
    beside = [_rest(words) for _, before, after in own for words in (before, after)]
    others = [part for part in _BETWEEN_FACTS.split(line) if not dates_in(part, languages) and _rest(part)]
    return bool(date_of_line(line, languages)) and not any(beside) and not others


def place_of_line(line: str, languages: list[str]) -> str:
    """The place that a line names beside its date: "Bruxelles, le 4 juillet 2023" -> "Bruxelles"; else ""."""
    places = {
        place
        for _, before, after in _days_of_line(line, languages)
        for words in (before, after)
        if (place := _place_in(words))
    }
    return places.pop() if len(places) == 1 else ""


def _place_in(words: str) -> str:
    """A place as written, without the label beside it: "Rome, published on " -> "Rome"."""
    parts = [_AT.sub("", _LE.sub("", part).strip(_SPACES)) for part in _parts(words)]
    place = ", ".join(part for part in parts if _is_name(part))
    return place if len(place) <= _PLACE_LENGTH and not _EVENT.search(place) else ""


def _is_only_a_date(before: str, after: str) -> bool:
    first, last = _rest(before), _rest(after)
    return (not first or _is_place_before(before)) and (not last or _is_place_after(after))


@lru_cache(maxsize=1_000)
def _rest(words: str) -> str:
    """What remains of the words beside a date without labels, times, weekdays, and the kind and number of a release."""
    left = _strip_notices(words)
    for pattern in (_READING, _TIME, _LABELS):
        left = pattern.sub(" ", left)
    return " ".join(word for word in left.split() if word.strip(_SPACES) and not is_weekday(word)).strip(_SPACES)


def _strip_notices(words: str) -> str:
    return strip_release(_NOTE.sub(" ", _NOTICE.sub(" ", words)))


def _parts(words: str) -> list[str]:
    """What commas and dashes separate, without labels: "Press release - Rome, Italy, " -> "Rome", "Italy"."""
    return [part for part in _PART.split(_strip_notices(words)) if _rest(part)]


def _is_place_before(words: str) -> bool:
    """Whether the words before a date name a place: followed by a comma or dash, or a capital city without one."""
    named = _reads_as_place(words)
    parted = words.rstrip()[-1:] in {",", "–", "—", "-", ":"} or _PART.search(words) or _LE.search(words)
    return named and bool(parted or _SEAT.fullmatch(_rest(words)))


_AT = re.compile(rf"^[\s,–—-]*{alternatives('dates.before_places')}\s+(?=\S)", re.I)
_LE = re.compile(rf",?\s{alternatives('dates.before_days')}\s*$", re.I)


def _is_place_after(words: str) -> bool:
    bare = _AT.sub(", ", words)
    return _reads_as_place(bare) and (bare.lstrip()[:1] in {",", "–", "—", "-"})


def _reads_as_place(words: str) -> bool:
    parts = _parts(words)
    return 0 < len(parts) <= _MOST_PARTS and not _NO_PLACE.search(words) and all(map(_is_name, parts))


def _is_name(part: str) -> bool:
    """Whether a part is a name of a few words, all capitalised except the small ones: "Palais de l'Élysée"."""
    names = _NAME.findall(_TIME.sub(" ", part))
    if not 0 < len(names) <= _MOST_WORDS or any(each.isdigit() for each in part):
        return False
    small = all(len(name) < _SHORT_NAME or _PARTICLE.fullmatch(name) or not name[0].islower() for name in names)
    return small or len(names) == 1


_SHORT_NAME = 4
_PARTICLE = re.compile(rf"{alternatives('dates.particles')}(?:['’].*)?|{alternatives('dates.labels')}", re.I)


def credible_days(days: str) -> str:
    """`days` if the calendar has them, from 1900 (there are press releases by then) to today; otherwise ""."""
    try:
        start = parse_edtf(days).start
    except ValueError:
        return ""
    return days if start and date(1900, 1, 1) <= start <= datetime.now(UTC).date() else ""


# What comes before the document's date at the end of a title: a bracket, a dash, a comma, or the
# word for a meeting. "The attacks of 11 September 2001" has none of these.
_IN_PLACE = rf"{alternatives('dates.to_places')} [\w-]+,? {alternatives('dates.before_days')} "  # "à Paris le "
_TITLE_END = re.compile(
    r".*(?:[(,:|–—]|\s-)\s*(?:[^\W\d][\w\s'’.-]{1,40},\s*)?"
    rf"(?:{alternatives('dates.before_last_days')} |{_IN_PLACE})*$"
    rf"|.*\b{alternatives('dates.meetings')}(?: {alternatives('dates.of_meetings')})*(?: [^\W\d]{{5,9}})?\s*$"
    rf"|.*,? {_IN_PLACE}$",
    re.I | re.S,
)


def date_of_title(title: str, languages: list[str]) -> Fact | None:
    """The day that ends a title: "Réunion des ministres (Bruxelles, 28 novembre 2023)" -> 2023-11-28."""
    dates = dates_in(title[-_TITLE_LENGTH:], languages) if len(title) <= _TITLE_LENGTH else []
    found = dates[-1] if dates else None
    if not found or title[found.end :].strip(" ).,") or not _TITLE_END.fullmatch(f"{title[: found.start].rstrip()} "):
        return None
    day = credible_days(found.edtf) if len(found.edtf) != len("2024-07") else ""
    return Fact(day, "heading") if day else None


# "BRUSSELS, April 4, 2023 (Agency) – ", "(ANSA) - BRUXELLES, 4 LUG 2023 - ": at the start of a first paragraph.
_DATELINE_END = re.compile(r"\s*(?:\([^()]{1,40}\))?\s*(?:[–—-]|--)\s")
_DATELINE_START = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*[–—-]\s*)?(?:[^\W\d][\w\s'’.()]{1,40}[,–—-]\s*){1,3}"
    rf"(?:{alternatives('dates.before_days')} )?"
)


def dateline(text: str, languages: list[str]) -> str:
    """The date of the dateline that begins a paragraph; "" where there is no dateline, or it has no year."""
    top = text[:120]
    found = first_date(top, languages)
    if found and _DATELINE_START.fullmatch(top[: found.start]) and _DATELINE_END.match(top[found.end :]):
        return credible_days(found.edtf)
    return ""


def day_in(text: str, languages: list[str]) -> str:
    """The first day written in a text, whatever else the text says: the date of a mail."""
    found = first_date(text[: 2 * LENGTH], languages)
    return credible_days(found.edtf) if found else ""
