"""A long text in parts: which of them an address asks for, the ways to the others, and where a paragraph is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext

from statements.models import Document
from statements.reading.parts import TextPart, find_place, read_parts
from statements.reading.text import OutlineEntry, Reading
from statements.reading.versions import Version, last_having, missing_part, number_asked, take_all, take_part
from statements.search.memory import archive_state
from statements.search.within import Finding, find_all
from statements.web.errors import MissingError
from statements.web.limits import TooSlowError, limit_to

AT, LINK, PART = "at", "link", "part"
_KEY = re.compile(r"p[a-z0-9]{1,15}")
_KEY_IN_LINK = re.compile(r"(?:.*[#=/])?(p[a-z0-9]{1,15})(?:/|:~:.*)?", re.DOTALL)
_one_reader = Lock()
_MOST_HEADINGS = 400  # in the list of what is in a text


@dataclass(frozen=True)
class PartShown:
    """A part of a text, and the ways from it. Each is the end of an address, and empty where there is none."""

    part: TextPart
    first: str
    previous: str
    next: str
    last: str
    whole: str


def open_part(request: HttpRequest, version: Version) -> tuple[Version, list[TextPart]]:
    """The version with the paragraphs that the address asks for, and all parts of its text; a short text is one.

    Raises MissingError.
    """
    asked = number_asked(request.GET, PART) or 1
    parts = _parts_of(version)
    if asked > max(len(parts), 1):
        raise missing_part()
    if version.text is None:
        return version, []
    if len(parts) == 1:
        return take_all(version, version.text), []
    return take_part(version, version.text, parts[asked - 1]), parts


def _parts_of(version: Version) -> list[TextPart]:
    """All parts of a long text, which are found once in a state of the archive, and for one reader at a time."""
    if version.text is None:
        return []
    with _one_reader:
        return read_parts(version.text, version.content, archive_state().ask)


def take_around(version: Version, key: str) -> Version:
    """A version with the paragraph that has a key alone, where its text is long, or with its first part for no key.

    It has no paragraph where none has the key.
    """
    if version.text is None:
        return version
    parts, place = _parts_of(version), find_place(version.text, key) if key else 1
    if len(parts) == 1:
        return take_all(version, version.text)
    if place is None:
        return version
    part = next(each for each in parts if place <= each.last)
    return take_part(version, version.text, replace(part, first=place, last=place) if key else part)


def lead_to_paragraph(request: HttpRequest, version: Version) -> HttpResponse | None:
    """Lead an address with the key of a paragraph to the part that has it, and a pasted link to such an address.

    What stands behind the # of the address that was asked for, a browser adds again: RFC 9110, 10.2.2. Raises
    MissingError.
    """
    if LINK in request.GET:
        named = _KEY_IN_LINK.fullmatch(request.GET[LINK].strip())
        if named is None:
            raise MissingError(gettext("This is no link to a paragraph."))
        return HttpResponseRedirect(f"{request.path}{_query(request.GET, at=named[1])}#{named[1]}")
    if AT not in request.GET:
        return None
    number = _find_part(version, request.GET[AT])
    if number is None:
        return _point_to_earlier(request, version.document, request.GET[AT])
    return HttpResponseRedirect(f"{request.path}{_query(request.GET, part=number)}")


def _find_part(version: Version, key: str) -> int | None:
    """The number of the part that has a paragraph; None where none has it."""
    if not _KEY.fullmatch(key):
        return None
    if version.text is None:
        return 1 if key in version.content.keys else None
    place = find_place(version.text, key)
    if place is None:
        return None
    return next(part.number for part in _parts_of(version) if place <= part.last)


def _point_to_earlier(request: HttpRequest, document: Document, key: str) -> HttpResponse:
    """Where a paragraph is that only an earlier version has. Raises MissingError."""
    number = last_having(document, key) if _KEY.fullmatch(key) else None
    if number is None:
        raise MissingError(gettext("There is no such paragraph in this document."))
    return render(request, "removed.html", {"document": document, "version": number, "key": key}, status=404)


def _query(parameters: QueryDict, *, part: int = 1, at: str = "") -> str:
    """The query of the same page for another part of the text, or for the part with a paragraph."""
    kept = parameters.copy()
    for name in (AT, LINK, PART):
        kept.pop(name, None)
    if part > 1:
        kept[PART] = str(part)
    if at:
        kept[AT] = at
    return f"?{kept.urlencode()}" if kept else ""


def show_part(request: HttpRequest, part: TextPart | None, *, whole: bool = True) -> PartShown | None:
    """What the page says of the part that it shows; None where it shows the whole text.

    whole: whether there is a file with all of it.
    """
    if part is None or part.of == 1:
        return None
    ways = {each: _address(request, each) for each in (1, part.number - 1, part.number + 1, part.of)}
    before, after = part.number > 1, part.number < part.of
    version = QueryDict(mutable=True)
    if "v" in request.GET:
        version["v"] = request.GET["v"]
    return PartShown(
        part,
        first=ways[1] if part.number > 2 else "",
        previous=ways[part.number - 1] if before else "",
        next=ways[part.number + 1] if after else "",
        last=ways[part.of] if part.number < part.of - 1 else "",
        whole=f"{request.path.rstrip('/')}.txt{_query(version)}" if whole else "",
    )


def _address(request: HttpRequest, part: int) -> str:
    return f"{request.path}{_query(request.GET, part=part)}"


@dataclass(frozen=True)
class FoundIn:
    """A part of a text in which a search finds something: its number, where it is, and in how many paragraphs."""

    number: int
    address: str
    paragraphs: int


def list_found(request: HttpRequest, version: Version, parts: list[TextPart], finding: Finding) -> list[FoundIn] | None:
    """The parts of a long text in which a search finds something; None where only one part was looked through, because
    the text is not that of today, or because all would take too long."""
    if version.text is None or version.text.revision:
        return None
    try:
        with limit_to(settings.PAGE_TIMEOUT):
            positions = find_all(version.text.document, finding)
    except TooSlowError:
        return None
    ends = [part.last for part in parts]  # what is published has the same positions and places
    counted = Counter(bisect_left(ends, position) for position in positions)
    return [FoundIn(at + 1, _address(request, at + 1), counted[at]) for at in sorted(counted) if at < len(parts)]


def outline_of(request: HttpRequest, shown: Reading, parts: list[TextPart]) -> list[OutlineEntry]:
    """What is in a text: of a long one its headings, the first of each part where they are too many, or the numbers of
    the paragraphs in each part."""
    if not parts:
        return shown.outline
    ways = {part.number: _address(request, part.number) for part in parts}
    headings = sum(len(part.headings) for part in parts)
    most = None if headings <= _MOST_HEADINGS else 1
    return [
        OutlineEntry(label, key, address=f"{ways[part.number]}{f'#{key}' if key else ''}")
        for part in parts
        for key, label in part.headings[:most] or [("", _number_part(part))]
    ]


def _number_part(part: TextPart) -> str:
    """What a part without headings is called: by the numbers of its paragraphs, ours where the source has none."""
    first, last = part.numbers or (f"[{part.first}]", f"[{part.last}]")
    return f"{first}–{last}"


def canonical_part(address: str, part: TextPart | None) -> str:
    """The address of a part, whatever else its page shows, from that of the text."""
    if part is None or part.number == 1:
        return address
    return f"{address}{'&' if '?' in address else '?'}{PART}={part.number}"
