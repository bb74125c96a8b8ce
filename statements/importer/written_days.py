"""Days as people write them: "Tuesday 11 and Wednesday 12 July 2023", "dal 28 al 30 giugno 2022", "14/03/2024".

A line is cut into words, numbers and signs, and each of these becomes a letter for what it may be: D a day, M a month,
Y a year, W a weekday, L a word that joins days ("and"), R one that leads from a first day to a last ("to"). The forms
of a date are then patterns over these letters, the same in every language. The result must exist in the calendar:
joined days follow each other, and the first comes before the last. Otherwise nothing is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from babel import Locale

from statements.importer.vocabulary import alternatives, vocabulary, words
from statements.languages import LANGUAGES
from statements.letters import strip_accents

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_ORDINAL = alternatives("dates.ordinals")
_TOKEN = re.compile(
    r"(?P<time>(?<![\d./-])\d{1,2}\s?[:h]\s?\d{2}(?!\d)|(?<![\d./-])\d{1,2}\.\d{2}(?![\d./]))"
    r"|(?P<first>\bI\s?[°º])"
    rf"|(?P<number>\d+)(?P<ordinal>\s?{_ORDINAL}\b|(?-i:\s?{_ORDINAL}(?=[A-Z]))|{_ORDINAL}(?=\w{{3}})"
    r"|\s?[º°]|ª|o\b)?"  # the ordinals again: "23rdSeptember", where a raised letter lost its space
    rf"|(?P<word>(?:{_LETTER})+)\.?"
    r"|(?P<sign>[^\s\w])",
    re.I,
)
_SIGNS = {",": ",", "/": "L", "&": "L", "+": "L", "-": "R", "–": "R", "—": "R", "‑": "R"}
_PASSED = "'’ʼ`"  # signs within a date that mean nothing
_DAY = r"(?:[WA],?)?D"
_DAYS = rf"{_DAY}(?:(?:,{_DAY})*,?L{_DAY}|(?:,{_DAY}){{2,}}|R{_DAY})?"
_DAY_FIRST = rf"{_DAY}[MA],?Y,?[RL]{_DAY}[MA],?Y|{_DAY}[MA][RL]{_DAY}[MA],?Y|{_DAYS}[MA],?Y"
_NEXT = r"(?:(?:,D)*,?LD|(?:,D){2,}|RD)?"
_MONTH_FIRST = (
    r"(?:[WA],?)?[MA]D,?Y,?[RL](?:[WA],?)?[MA]D,?Y|(?:[WA],?)?[MA]D[RL](?:[WA],?)?[MA]D,?Y"
    rf"|(?:[WA],?)?[MA]D{_NEXT},?Y"
)
_MONTHS = r"[MA]Y[RL][MA]Y|[MA][RL][MA]Y|[MA],?Y"
_DATE = re.compile(rf"(?P<days>{_DAY_FIRST})|(?P<american>{_MONTH_FIRST})|(?P<months>{_MONTHS})")
_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d{2})(?![\d/-]|\.\d)")
_YEAR_FIRST = re.compile(r"(?<![\d./-])((?:19|20)\d{2})([./-])(\d{2})\2(\d{2})(?![\d/-]|\.\d)")
_HYPHENED = re.compile(r"(?<![\w-])(\d{1,2})-([^\W\d_]{3,9})-((?:19|20)\d{2})(?![\w-])")  # 04-Jul-2024
_MOST = 2_000  # characters examined


@dataclass(frozen=True)
class WrittenDate:
    """A date in a text: in EDTF ("" where it reads like a date but is none), and where it starts and ends."""

    edtf: str
    start: int
    end: int


@dataclass(frozen=True)
class _DateToken:
    letter: str
    start: int
    end: int
    value: int = 0  # of a day, a month or a year
    key: str = ""


def dates_in(text: str, languages: Sequence[str]) -> list[WrittenDate]:
    """The dates in the first characters of `text`, in words and in digits, in order.

    languages: the text's own first; it decides what 04/03/2024 means: in English it could be either, so nothing.
    "Tuesday 2 to Wednesday 3 July 2024" -> 2024-07-02/2024-07-03; "14.03.2024" -> 2024-03-14; "31 June 2024" -> "".
    """
    text = _HYPHENED.sub(r"\1 \2 \3", text[:_MOST])
    found = [*_dates_in_words(text), *_dates_in_digits(text, languages)]
    return list(_ranges(sorted(found, key=lambda each: each.start), text))


def first_date(text: str, languages: Sequence[str]) -> WrittenDate | None:
    """The first date in `text`, of one day or several; None where there is none, or it is not in the calendar."""
    found = next((each for each in dates_in(text, languages) if len(each.edtf) != len("2024-07")), None)
    return found if found and found.edtf else None


def _dates_in_words(text: str) -> Iterator[WrittenDate]:
    tokens = [each for each in _tokens(text) if each.letter]
    letters = "".join(each.letter for each in tokens)
    for found in _DATE.finditer(letters):
        part = tokens[found.start() : found.end()]
        before = tokens[found.start() - 1] if found.start() else None
        if found["months"]:
            edtf = _months(part)
        else:
            edtf = _days(
                part, american=bool(found["american"]), between=bool(before and before.key in _words_between())
            )
        yield WrittenDate(edtf, part[0].start, part[-1].end)


def _tokens(text: str) -> Iterator[_DateToken]:
    """The words, numbers and signs of a text with the letters for what they may be; "" for those that mean nothing."""
    numbered = False
    for found in _TOKEN.finditer(text):
        kind, start, end = found.lastgroup, found.start(), found.end()
        if kind == "sign":
            mark = found[0] in "°º.#№"
            yield _DateToken("" if found[0] in _PASSED else _SIGNS.get(found[0], "X"), start, end)
            numbered = found[0] in "#№" or (numbered and mark)
            continue
        if kind == "first":
            yield _DateToken("D", start, end, 1)
        elif kind in ("number", "ordinal"):
            yield _number(found, numbered)
        elif kind == "word":
            yield _word(found)
        else:
            yield _DateToken("X", start, end)
        numbered = kind == "word" and _key(found["word"]) in _numbers()


def _number(found: re.Match[str], numbered: bool) -> _DateToken:
    digits, start, end = found["number"], found.start(), found.end()
    if len(digits) <= 2 and 1 <= int(digits) <= 31 and not numbered:
        return _DateToken("D", start, end, int(digits))
    if len(digits) == 4 and digits[:2] in ("19", "20") and not found["ordinal"]:
        return _DateToken("Y", start, end, int(digits))
    return _DateToken("X", start, end)


def _word(found: re.Match[str]) -> _DateToken:
    key = _key(found["word"])
    letter, value = _letters().get(key, ("X", 0))
    end = found.end() if letter in "MAW" else found.end("word")  # the full stop belongs to the abbreviation
    return _DateToken(letter, found.start(), end, value, key)


def _key(word: str) -> str:
    """A word without accents and in lower case: "FÉVR" -> "fevr"."""
    return strip_accents(unicodedata.normalize("NFKC", word)).casefold()


def _days(tokens: list[_DateToken], american: bool, between: bool) -> str:
    points = _american(tokens) if american else _points(tokens)
    days = list[date]()
    for year, month, day in points:
        try:
            days.append(date(year, month, day))
        except ValueError:
            return ""
    span = between or any(each.letter == "R" for each in tokens)
    return _span(days[0], days[-1]) if span and len(days) > 1 else _join_days(days)


def _points(tokens: list[_DateToken]) -> list[tuple[int, int, int]]:
    """Year, month and day of each day: days before a month and year belong to them."""
    found = list[tuple[int, int, int]]()
    year = month = 0
    for token in reversed(tokens):
        if token.letter == "Y":
            year = token.value
        elif _is_month(token):
            month = token.value
        elif token.letter == "D":
            found.append((year, month, token.value))
    return found[::-1]


def _american(tokens: list[_DateToken]) -> list[tuple[int, int, int]]:
    """The same where the month comes before its days: "Sept 26-27, 2023"."""
    found = list[tuple[int, int, int]]()
    month = 0
    for place, token in enumerate(tokens):
        if _is_month(token):
            month = token.value
        elif token.letter == "D":
            year = next(each.value for each in tokens[place:] if each.letter == "Y")
            found.append((year, month, token.value))
    return found


def _is_month(token: _DateToken) -> bool:
    """Whether a token is a month; "mar" in "mar 4 lug" could be one too, but another month follows."""
    return token.letter in "MA"


def _months(tokens: list[_DateToken]) -> str:
    """ "June–July 2023" -> "2023-06/2023-07"."""
    found, year = list[str](), 0
    for token in reversed(tokens):
        if token.letter == "Y":
            year = token.value
        elif _is_month(token):
            found.append(f"{year}-{token.value:02}")
    first, last = found[-1], found[0]
    if first == last:
        return first if len(found) == 1 else ""
    return f"{first}/{last}" if first < last else ""


def _span(first: date, last: date) -> str:
    return f"{first}/{last}" if first < last else ""


def _join_days(days: list[date]) -> str:
    """One day, or consecutive days: "11 and 13 July" is neither one day nor a range."""
    if len(days) == 1:
        return str(days[0])
    follow = all(after - before == timedelta(1) for before, after in pairwise(days))
    return _span(days[0], days[-1]) if follow else ""


def _dates_in_digits(text: str, languages: Sequence[str]) -> Iterator[WrittenDate]:
    for found in _YEAR_FIRST.finditer(text):
        yield WrittenDate(_day(found[1], found[3], found[4]), found.start(), found.end())
    for found in _YEAR_LAST.finditer(text):
        yield WrittenDate(_order_numbers(found[1], found[3], found[4], languages[0]), found.start(), found.end())


def _order_numbers(first: str, second: str, year: str, language: str) -> str:
    """The day that two numbers and a year mean in a language; English has both orders, and is only clear above 12."""
    if language != "en" or int(first) > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 else ""


def _day(year: str, month: str, day: str) -> str:
    try:
        return str(date(int(year), int(month), int(day)))
    except ValueError:
        return ""


def _ranges(found: Iterable[WrittenDate], text: str) -> Iterator[WrittenDate]:
    """The dates, with two days in digits and "to" between them as one: "14/03/2024 - 16/03/2024"."""
    waiting: WrittenDate | None = None
    for each in found:
        if waiting and each.start < waiting.end:
            continue
        if waiting and _leads(text[waiting.end : each.start]) and len(waiting.edtf) == len(each.edtf) == _DAY_LENGTH:
            edtf = f"{waiting.edtf}/{each.edtf}" if waiting.edtf < each.edtf else ""
            waiting = WrittenDate(edtf, waiting.start, each.end)
            continue
        if waiting:
            yield waiting
        waiting = each
    if waiting:
        yield waiting


_DAY_LENGTH = len("2024-07-02")


def _leads(between: str) -> bool:
    """Whether the words between two dates mean "from the first to the last"."""
    return len(between) < _DAY_LENGTH and [each.letter for each in _tokens(between) if each.letter] == ["R"]


@cache
def _letters() -> dict[str, tuple[str, int]]:
    """What each word may be, by key: {"and": ("L", 0), "juil": ("M", 7), "mar": ("A", 3), "the": ("", 0), …}."""
    months = dict[str, int]()
    for code in LANGUAGES:
        for names in Locale(code).months["format"].values():
            months |= {_key(name.rstrip(".")): number for number, name in names.items() if len(name) > 2}
        for number, short in enumerate(vocabulary(code)["months"].values(), 1):
            months |= {_key(name): number for name in short}
    weekdays = {_key(name.rstrip(".")) for code in LANGUAGES for name in _weekday_names(code)}
    weekdays |= {_key(name) for name in words("dates.weekdays")}
    simple = {"dates.articles": "", "dates.joined": "L", "dates.until": "R"}
    found = {_key(word): (letter, 0) for path, letter in simple.items() for word in words(path)}
    found |= {_key(word): ("D", 1) for word in words("dates.firsts")}
    found |= dict.fromkeys(weekdays, ("W", 0))
    return found | {name: ("A" if name in weekdays else "M", number) for name, number in months.items()}


def _weekday_names(code: str) -> list[str]:
    days = Locale(code).days["format"]
    return [*days["wide"].values(), *days["abbreviated"].values()]


def is_weekday(word: str) -> bool:
    """Whether a word is a weekday in one of the archive's languages, in full or abbreviated."""
    return _letters().get(_key(word.strip(" ,.")), ("X", 0))[0] in ("W", "A")


@cache
def _numbers() -> frozenset[str]:
    return frozenset(_key(word) for word in words("dates.numbers"))


@cache
def _words_between() -> frozenset[str]:
    return frozenset(_key(word) for word in words("dates.between"))
