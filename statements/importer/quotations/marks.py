"""Where quotation marks enclose words: “…”, «…», „…“, ‹…›, "…", ‘…’ and '…', only the outermost of nested ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from statements.importer.vocabulary import alternatives, words

_MARK = re.compile(r"[“”„«»‹›\"‘’']")
_CLOSE = {"“": "”", "„": "“”", "«": "»", "‹": "›", "‘": "’", '"': '"', "'": "'"}
_OPENERS = {mark: [each for each, closing in _CLOSE.items() if mark in closing] for mark in "“”„«»‹›\"‘’'"}
_SINGLE = "‘'"
# Apostrophes that are not quotation marks: 'tis, rock 'n' roll, the '90s, po', the Allies' doors.
_BEHIND_TAIL = "|".join(rf"(?<=\b{word})" for word in words("saying.shortened_tails"))
_SHORTENED = re.compile(rf"'(?:{alternatives('saying.shortened_heads')}|\d)|(?:{_BEHIND_TAIL})['’]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks: text[start:end] without the marks, text[outer:after] with them.

    open: the marks are not closed in the paragraph.
    """

    outer: int
    start: int
    end: int
    after: int
    open: bool = False


def find_quotations(text: str, following: str = "") -> list[Quoted]:
    """The stretches of a paragraph in quotation marks, in order, each once.

    following: the next paragraph; if it opens its marks again, marks left open in this one extend to its end.

    'She said “I know ‘nothing’” twice.' -> one, "I know ‘nothing’".
    """
    pairs, unclosed = _pairs(text)
    if unclosed is not None and following.lstrip()[:1] == text[unclosed]:
        pairs = [each for each in pairs if each[0] < unclosed]
        return [*_outermost(text, pairs), _trim(text, unclosed, len(text), open_=True)]
    return _outermost(text, pairs)


def _pairs(text: str) -> tuple[list[tuple[int, int]], int | None]:
    """Pairs of marks that open and close each other; and the first opening mark that is never closed and in no pair."""
    pairs, waiting = list[tuple[int, int]](), list[int]()
    by_mark: dict[str, list[int]] = {mark: [] for mark in _CLOSE}
    singles = _last_singles(text)
    for match in _MARK.finditer(text):
        place, mark = match.start(), match[0]
        opener = max((by_mark[each][-1] for each in _OPENERS[mark] if by_mark[each]), default=None)
        if opener is not None and _closes(text, place, singles):
            while (last := waiting.pop()) >= opener:
                by_mark[text[last]].pop()
                if last == opener:
                    break
            pairs.append((opener, place))
        elif mark in _CLOSE and _opens(text, place):
            waiting.append(place)
            by_mark[mark].append(place)
    alone = next((each for each in waiting if text[each] not in _SINGLE), None)
    covered = alone is not None and any(first < alone < last for first, last in pairs)
    return pairs, None if covered else alone


def _opens(text: str, place: int) -> bool:
    """Whether a mark that may open words does: straight ones only before a word, and not after one."""
    mark, before, behind = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if mark in "“„«‹":
        return True
    if mark == "‘":
        return not before.isalnum() and behind.isalpha()
    if mark == "'":
        return (not before or before in ' \t\n\u00a0(—–[“«"') and behind.isalpha() and not _SHORTENED.match(text, place)
    return (not before or before.isspace() or before in "([—–'’‘«“") and bool(behind) and not behind.isspace()


def _closes(text: str, place: int, singles: set[int]) -> bool:
    mark = text[place]
    if mark in "'’":
        return place in singles
    return mark != '"' or not text[place - 1].isspace()


def _last_singles(text: str) -> set[int]:
    """Apostrophes that may close single marks; the one in "the Allies’ will" only where there is no other."""
    found, held = set[int](), dict[str, int]()
    for match in re.finditer(r"(?<=[^\s(‘])['’](?!\w)|[‘\"“”«»]", text):
        mark, place = match[0], match.start()
        if mark not in "'’":
            found |= set(held.values())
            held.clear()
        elif text[place - 1] == "s" and re.match(r"\s\w", text[place + 1 : place + 3]):
            held.setdefault(mark, place)
        elif not _SHORTENED.match(text, place):
            held.pop(mark, None)
            found.add(place)
    return found | set(held.values())


def _outermost(text: str, pairs: list[tuple[int, int]]) -> list[Quoted]:
    found, reached = list[Quoted](), -1
    for first, last in sorted(pairs):
        if first > reached and text[first + 1 : last].strip():
            found.append(_trim(text, first, last))
            reached = last
    return found


def _trim(text: str, first: int, last: int, *, open_: bool = False) -> Quoted:
    """Without the spaces that French puts inside its quotation marks."""
    words = text[first + 1 : last]
    start, end = first + 1 + len(words) - len(words.lstrip()), last - len(words) + len(words.rstrip())
    return Quoted(first, start, end, min(last + 1, len(text)), open_)
