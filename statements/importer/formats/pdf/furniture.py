"""Which lines of a PDF are not part of its text: by repetition, position and size."""

from __future__ import annotations

import re
from collections import Counter

from statements.importer.date_lines import DELIVERY
from statements.importer.formats.pdf.lines import PageLine
from statements.importer.vocabulary import alternatives, words

_PAGE = "|".join(r"\s?".join(word) for word in words("page.pages"))  # spaced letters included
_NUMBER = re.compile(
    rf"[\W_]*(?:{_PAGE}|{alternatives('page.pages_short')})?[\W_]*(?:(?!(?:19|20)\d\d\b)\d{{1,4}}|[ivx]{{1,6}})"
    rf"(?:\s*(?:/|{alternatives('page.of')})\s*\d{{1,4}})?[\W_]*(?:{_PAGE})?[\W_]*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡])[.)]?\s*\S")
_DELIVERY = re.compile(rf"\W*(?:{alternatives('page.requests')}\s+)?{DELIVERY}\W*", re.IGNORECASE)
_TURN_OVER = re.compile(rf"\W*(?:[.…]+\s*/\s*[.…]+|{alternatives('page.turn_over')})\W*", re.IGNORECASE)
_DOTS = re.compile(r"\W*(?:\.{2,}|…)\s*/\s*(?:\.{2,}|…|\d{1,3})\W*")  # "…/…", "…/2"
_ADDRESS = re.compile(r"(?:https?://|www\.|file:///)\S+(?:\s+\d{1,4}/\d{1,4})?")
_PRINTED = re.compile(
    rf"\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}},?\s+(?:{alternatives('page.printed')}\s+)?\d{{1,2}}[:.h]\d{{2}}"
    r"(?:\s*[AP]\.?M\.?)?\b.*",
    re.I,
)
_FOOT, _ZONE = 0.5, 0.2  # of the height: footnotes stand below the first, heads and feet of several lines in the second
_SMALL = 0.92  # times the size of most letters: notes
_ASIDE = 4.0  # points beyond the text
_LONG = 40  # characters in a line that shows how wide the text is
_LEAST_LONG = 6  # long lines on a page that is not a cover
_CLOSE = 2.5  # times the size, between lines of a head
_BUCKET = 12  # points within which heads count as standing at the same height
_LEAST_NUMBERED = 3


def usual_size(lines: list[PageLine]) -> float:
    """The most common letter size, in points."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def judge(pages: list[list[PageLine]]) -> None:
    """Record in each line of furniture what it is."""
    usual = usual_size([line for page in pages for line in page if not line.drop])
    for page in pages:
        _judge_printed(page)
    _judge_heads(pages)
    for page in pages:
        _judge_sides(page, usual)
        _judge_notes(page, usual)
    if any(line.drop == "footnote" for page in pages for line in page):
        for page in (page for page in pages if not _is_cover(page, usual)):
            _judge_rest_of_notes(page, usual)


def _judge_heads(pages: list[list[PageLine]]) -> None:
    """Mark running heads and feet, by repetition at the same height, and page numbers."""
    repeated = Counter(key for page in pages for key in {_head(line) for line in page if _is_in_zone(line)})
    often = max(3, len(pages) // 4) if len(pages) > 3 else 2
    most = max(often, 0.6 * len(pages))
    inside = {
        line.text for page in pages for line in page if not _is_in_zone(line)
    }  # "Mr. President," is repeated as well
    for line in (line for page in pages for line in page if not line.drop):
        times = _times(line, repeated)
        if line.is_at_edge and _NUMBER.fullmatch(line.text):
            line.drop = "page number"
        elif _DOTS.fullmatch(line.text) or (line.is_at_edge and _TURN_OVER.fullmatch(line.text)):
            line.drop = "turn-over mark"
        elif line.is_at_edge and times >= (most if line.text in inside else often):
            line.drop = "running head"
        elif _DELIVERY.fullmatch(line.text):
            line.drop = "release notice"
    for page in pages:
        _judge_inner_heads(page, repeated, max(3, most))


def _judge_inner_heads(page: list[PageLine], repeated: Counter[tuple[str, int]], most: float) -> None:
    """Mark the other lines of a running head, close to its first line but further from the edge."""
    heads = [line for line in page if line.drop in ("running head", "page number")]
    zone = [line for line in page if _is_in_zone(line) and not line.drop]
    for line in sorted(zone, key=lambda line: min(line.top, line.height - line.bottom)):
        near = any(abs(line.bottom - head.bottom) < _CLOSE * head.size for head in heads)
        if near and _times(line, repeated) >= most:
            line.drop = "running head"
            heads.append(line)


def _is_in_zone(line: PageLine) -> bool:
    return line.bottom > line.height * (1 - _ZONE) or line.top < line.height * _ZONE


def _head(line: PageLine) -> tuple[str, int]:
    """What every page's running head has in common: its words without numbers, and its height."""
    return re.sub(r"\d+", "#", line.text).lower(), round(line.bottom / _BUCKET)


def _times(line: PageLine, repeated: Counter[tuple[str, int]]) -> int:
    """On how many pages a line stands at about this height."""
    words, place = _head(line)
    return max(repeated[words, place] + repeated[words, beside] for beside in (place - 1, place + 1))


def _judge_printed(page: list[PageLine]) -> None:
    """Mark what a browser prints in the margins of a page: the address, the time, and the page title beside it."""
    edge = [line for line in page if line.is_at_edge and not line.drop]
    times = [line for line in edge if _PRINTED.fullmatch(line.text)]
    for line in edge:
        beside = any(abs(line.bottom - time.bottom) < 2 and line is not time for time in times)
        if line in times or beside or _ADDRESS.fullmatch(line.text):
            line.drop = "printed by a browser"


def _judge_sides(page: list[PageLine], usual: float) -> None:
    """Mark small notes beside the text, to the left or right of all its long lines."""
    wide = [line for line in page if len(line.text) >= _LONG and not line.drop and line.size > _SMALL * usual]
    if not wide:
        return
    left, right = min(line.left for line in wide) - _ASIDE, max(line.right for line in wide) + _ASIDE
    foot, head = min(line.bottom for line in wide), max(line.top for line in wide)
    for line in page:
        beside = line.right < left or line.left > right
        if not line.drop and beside and line.size < _SMALL * usual and foot <= line.bottom <= head:
            line.drop = "side note"


def _judge_notes(page: list[PageLine], usual: float) -> None:
    """Mark footnotes: small lines at the foot of the page, from the first that begins with a number or an asterisk.

    A cover has none: the small lines there are a day and a place.
    """
    if _is_cover(page, usual):
        return
    small = [line for line in page if line.size < _SMALL * usual and line.top < line.height * _FOOT and not line.drop]
    first = max((line.top for line in small if _NOTE.match(line.text)), default=None)
    body = [line.bottom for line in page if line not in small and not line.drop]
    for line in small:
        if first is not None and line.top <= first and line.top < min(body, default=line.height) + line.size:
            line.drop = "footnote"


def _is_cover(page: list[PageLine], usual: float) -> bool:
    """Whether a page has only a few lines as long as lines of text, and those are printed like titles."""
    long = [line for line in page if len(line.text) >= _LONG and not line.drop and line.size > _SMALL * usual]
    return len(long) < _LEAST_LONG and all(line.bold or line.text.isupper() for line in long)


def _judge_rest_of_notes(page: list[PageLine], usual: float) -> None:
    """Mark the rest of the previous page's footnote: small lines above this page's notes and below all of its text."""
    body = [line.bottom for line in page if not line.drop and line.size >= _SMALL * usual]
    for line in page:
        small = line.size < _SMALL * usual and line.top < line.height * _FOOT
        if small and not line.drop and body and line.top < min(body):
            line.drop = "footnote"
