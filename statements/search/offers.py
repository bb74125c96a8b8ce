"""The right form of a query that was typed in another one: `speaker: meloni`, `kiev or kyiv`, `near/5`, 'every inch'.

Each rule rewrites the pieces of the query; together they make one query, which is offered where it means something
else. Nothing is rewritten within quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from statements.search.field_names import AUTHOR, FIELDS, TITLE, field_called, is_date, meaning_of, phrase_of_date
from statements.search.grammar import MOST_APART, SHORTEST_PREFIX, USUALLY_APART, QueryTooLargeError
from statements.search.numbers import part_numbers
from statements.search.query import Query
from statements.search.request import AmbiguousDate
from statements.search.saying import find_name, write_said
from statements.search.vocabulary import list_words
from statements.search.words import plain, tokens
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.read import TypedDate, read_date
from statements.typed_dates.wording import may_mean_month_first, range_words
from statements.web.offers import Offer

_QUOTES = re.compile("[“”„«»″]")
_SINGLE = re.compile(
    r"(?<![\w'’])(?:[‘‚‹']|``)(\w(?:[^\"'’‘‚‹›`]|(?<=\w)['’](?=\w))*\w)(?:''|[’'›])(?![\w'’])"
)  # not the apostrophe of a word
_LOOSE = re.compile(r"\"([^\s\"]+) ([^\s\"]+)\"~(\d{1,2})\b")  # a phrase with room, as other engines write it
_SET = re.compile(r"(?<!\S)([^\W\d_]+)\s*(==?|[<>]=?)\s*(?=[^\s<>=])")
_PIECE = re.compile(r"[-−–+!]*(?:[^\W\d_]+:)?\"[^\"]*\"?|[()]|[^\s()\"]+")
_FIELD = re.compile(r"([-−–]*)([^\W\d_]+):(.*)", re.DOTALL)
_NEAR = re.compile(r"(?:near|n|w|within|pre|prox)[/:~]?(\d{1,2})|/(\d{1,2})", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
_OPERATORS = ("OR", "AND", "NOT", "|")
_SIGNS = (*_OPERATORS, "(", ")")
_MOST_DATE_WORDS = 9
_MOST_WORDS, _FEW_WORDS = 8, 4  # of a query in which "or" or "not" looks like an operator

Pieces = list[str]
IsPerson = Callable[[str], bool]


@dataclass(frozen=True)
class QueryOffers:
    """Queries that may have been meant, the most likely first, and dates in this one that may mean another day.

    asked_about: the name in a question for what somebody said, whether or not anybody has it.
    """

    queries: tuple[str, ...] = ()
    dates: tuple[AmbiguousDate, ...] = ()
    asked_about: str = ""


def offer_queries(
    typed: str, query: Query, read: Callable[[str], Query], is_person: IsPerson, finds: Callable[[str], bool]
) -> QueryOffers:
    """Return what may have been meant by a query.

    read: reads a query; is_person: whether the archive knows somebody of that name; finds: whether a query finds
    anything, which is asked only of one for what somebody said, and of one with the parts of a number on their own.
    """
    pieces = _cut(typed)
    for rule in _RULES:
        pieces = rule(pieces)
    pieces = _join_names(pieces, is_person)
    said = write_said(pieces, is_person)
    candidates = dict.fromkeys([*_correct_dates(pieces), _join(pieces)])
    queries = [each for each in candidates if each != typed and _differs(each, query, read)]
    if said and _differs(said, query, read) and finds(said):
        queries = [said]
    elif (apart := part_numbers(typed)) != typed and not finds(typed) and finds(apart):
        queries.append(apart)
    return QueryOffers(tuple(queries), tuple(_other_dates(pieces)), find_name(pieces))


def _differs(typed: str, query: Query, read: Callable[[str], Query]) -> bool:
    try:
        other = read(typed)
    except QueryTooLargeError:
        return False
    return other.root is not None and other.root != query.root and not other.repairs


def _cut(typed: str) -> Pieces:
    text = _SINGLE.sub(lambda found: f'"{found[1]}"' if " " in found[1] else found[0], _QUOTES.sub('"', typed))
    text = _LOOSE.sub(r"\1 NEAR/\3 \2", text)
    return _PIECE.findall(_SET.sub(_set_field, text))


def _set_field(found: re.Match[str]) -> str:
    """Write speaker=meloni and date>=2022 with a colon."""
    name, sign, meant = found[1], found[2], meaning_of(found[1])
    if sign.startswith("="):
        return f"{name}:" if meant in FIELDS else found[0]
    return f"{name}:{sign}" if meant == "date" else found[0]


def _join(pieces: Pieces) -> str:
    return re.sub(r"\( | \)", lambda found: found[0].strip(), " ".join(pieces))


def _join_fields(pieces: Pieces) -> Pieces:
    """`speaker: meloni` and `speaker : meloni`."""
    made = Pieces()
    for piece in pieces:
        if made and _belong_together(made[-1], piece):
            made[-1] += piece
        else:
            made.append(piece)
    return made


def _belong_together(last: str, piece: str) -> bool:
    """Whether a piece goes on with the name of a field, or with its colon."""
    if piece.startswith(":"):
        return bool(meaning_of(last.lstrip("-−–")))
    return last.endswith(":") and _is_field(last) and piece not in _SIGNS


def _is_field(piece: str) -> bool:
    found = _FIELD.fullmatch(piece)
    return bool(found and (meaning_of(found[2]) or field_called(found[2], "2022")))


def _rename_fields(pieces: Pieces) -> Pieces:
    """`author:meloni` asks for what she said, and titles are searched with the text."""
    return [_rename_field(piece) for piece in pieces]


def _rename_field(piece: str) -> str:
    found = _FIELD.fullmatch(piece)
    if found is None or not found[3] or field_called(found[2], found[3].strip('"')):
        return piece
    meant = meaning_of(found[2])
    return f"{found[1]}{_NEW_NAMES[meant]}{found[3]}" if meant in _NEW_NAMES else piece


_NEW_NAMES = {AUTHOR: "said:", TITLE: ""}


def _join_dates(pieces: Pieces) -> Pieces:
    """`date:since March 2022` needs quotation marks; `Ucraina dal 2022` may ask for a date."""
    made, place = Pieces(), 0
    while place < len(pieces):
        length, written = _find_date(pieces, place)
        made.append(written or pieces[place])
        place += length
    return made


def _find_date(pieces: Pieces, place: int) -> tuple[int, str]:
    """Return how many pieces from here on are a date, as many as can be, and the date as a field; (1, "") for none."""
    head = _FIELD.fullmatch(pieces[place])
    if head and field_called(head[2], "2022") != "date":
        return 1, ""
    least = 1 if head and head[3].startswith(("<", ">")) else 2
    for length in range(min(_MOST_DATE_WORDS, len(pieces) - place), least - 1, -1):
        text = _phrase(pieces[place : place + length], head)
        if is_date(text):
            return length, f"{head[1] if head else ''}{_write_date(read_date(text))}"
    return 1, ""


def _phrase(pieces: Pieces, head: re.Match[str] | None) -> str:
    """Return pieces as one text, the name of the field of the first aside; "" where one is quoted or a parenthesis."""
    if any('"' in each or each in "()" for each in pieces):
        return ""
    return phrase_of_date(head[2], " ".join([head[3], *pieces[1:]]).strip()) if head else " ".join(pieces)


def _write_date(found: TypedDate) -> str:
    words = range_words(found.first, found.last) if not found.first or not found.last else found.edtf
    if found.first == found.last:
        words = range_words(found.first, found.last)
    return f'date:"{words}"' if " " in words else f"date:{words}"


def _join_names(pieces: Pieces, is_person: IsPerson) -> Pieces:
    """`speaker:Giorgia Meloni` needs quotation marks, if there is somebody of that name."""
    made = Pieces()
    for piece in pieces:
        found = _FIELD.fullmatch(made[-1]) if made else None
        if found and _may_be_name(found, piece) and is_person(f"{found[3]} {piece}"):
            made[-1] = f'{found[1]}{found[2]}:"{found[3]} {piece}"'
        else:
            made.append(piece)
    return made


def _may_be_name(found: re.Match[str], piece: str) -> bool:
    """Whether a word may be the surname after `speaker:Giorgia`."""
    alike = piece.istitle() == found[3].istitle() and piece[:1].isalpha() and piece not in _SIGNS and ":" not in piece
    return alike and field_called(found[2]) in ("said", "speaker", "quoted") and '"' not in found[3]


def _write_operators(pieces: Pieces) -> Pieces:
    """`&&`, `||`, `!word`, `+word`."""
    made = Pieces()
    for piece in pieces:
        if piece in ("&&", "&", "+"):
            continue
        made.append("OR" if piece == "||" else re.sub(r"^!+(?=\S)", "-", re.sub(r"^\++(?=[\w\"])", "", piece)))
    return made


def _write_near(pieces: Pieces) -> Pieces:
    """`NEAR5`, `near/5`, `w/5`, `NEAR 5`, and "near" between two words."""
    made = Pieces()
    for place, piece in enumerate(pieces):
        if distance := _distance(pieces, place):
            if made[-1] == "NEAR":
                made.pop()
            made.append(f"NEAR/{min(distance, MOST_APART)}")
        else:
            made.append(piece)
    return made


def _distance(pieces: Pieces, place: int) -> int:
    """Return how many words apart a piece asks for, as NEAR/5 does; 0 for any other piece."""
    piece = pieces[place]
    if not 0 < place < len(pieces) - 1 or piece == "NEAR":
        return 0
    if found := _NEAR.fullmatch(piece):
        return int(found[1] or found[2])
    if pieces[place - 1] == "NEAR" and _NUMBER.fullmatch(piece):
        return int(piece)
    likely = len(pieces) <= _FEW_WORDS and _is_word(piece, list_words("operators", "near"))
    return USUALLY_APART if likely and _is_between(pieces, place) else 0


def _write_or(pieces: Pieces) -> Pieces:
    """`kiev or kyiv`, `guerra o pace`, `guerre OU paix`."""
    ors = list_words("operators", "or")
    likely = [
        len(pieces) <= _MOST_WORDS and _is_word(piece, ors) and _is_between(pieces, place)
        for place, piece in enumerate(pieces)
    ]
    return ["OR" if each else piece for piece, each in zip(pieces, likely, strict=True)]


def _write_not(pieces: Pieces) -> Pieces:
    """`ukraine not russia`, `pace e non guerra`, `paix SANS guerre`."""
    made, nots, ands = Pieces(), list_words("operators", "not"), list_words("operators", "and")
    for piece in pieces:
        likely = len(made) > 1 and (len(pieces) <= _FEW_WORDS or made[-1].isupper()) and piece not in _SIGNS
        if likely and _is_word(made[-1], nots):
            made.pop()
            if len(made) > 1 and _is_word(made[-1], ands):
                made.pop()
            piece = f"-{piece}"
        made.append(piece)
    return made


def _is_word(piece: str, words: frozenset[str]) -> bool:
    return piece not in _OPERATORS and piece.isalpha() and plain(piece) in words


def _is_between(pieces: Pieces, place: int) -> bool:
    """Whether a piece stands between two that are no operators."""
    if not 0 < place < len(pieces) - 1:
        return False
    return all(each not in _SIGNS and tokens(each) for each in (pieces[place - 1], pieces[place + 1]))


def _cut_wildcards(pieces: Pieces) -> Pieces:
    """`wom?n` and `dete*ence`: a star ends a word."""
    return [_cut_wildcard(piece) for piece in pieces]


def _cut_wildcard(piece: str) -> str:
    found = re.fullmatch(r"([-−–]*)([^\W_]+)[?*#$][\w?*#$]*[^\W_]", piece)
    return f"{found[1]}{found[2]}*" if found and len(found[2]) >= SHORTEST_PREFIX else piece


_RULES = (
    _join_fields, _join_dates, _rename_fields, _write_operators, _write_near, _write_or, _write_not, _cut_wildcards,
)  # fmt: skip


def _dates_in(pieces: Pieces) -> Iterator[tuple[int, str, str]]:
    """Yield the place, the signs before and the value of each date."""
    for place, piece in enumerate(pieces):
        found = _FIELD.fullmatch(piece)
        value = found[3].strip('"') if found else ""
        if found and field_called(found[2], value) == "date":
            yield place, found[1], phrase_of_date(found[2], value)


def _correct_dates(pieces: Pieces) -> Iterator[str]:
    """Yield the query with dates put right: date:31/02/2022 -> date:"28 February 2022", date:"February 2022"."""
    for place, signs, value in _dates_in(pieces):
        try:
            read_date(value)
        except DateNotReadError as error:
            for each in error.offers:
                yield _join([*pieces[:place], f"{signs}{_write_date(read_date(each))}", *pieces[place + 1 :]])


def _other_dates(pieces: Pieces) -> Iterator[AmbiguousDate]:
    """Yield the dates that readers of the page may have meant otherwise: date:03/04/2024."""
    for place, signs, value in _dates_in(pieces) if may_mean_month_first() else ():
        found = read_date(value) if is_date(value) else None
        if found and found.other:
            other = found.other
            changed = _join([*pieces[:place], f"{signs}{_write_date(other)}", *pieces[place + 1 :]])
            offer = Offer(range_words(other.first, other.last), {"q": changed})
            yield AmbiguousDate(range_words(found.first, found.last), offer)
