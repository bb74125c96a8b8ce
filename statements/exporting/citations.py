"""Citations of a list for reference managers: those of the documents' own pages, made together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import BinaryIO

import msgspec

from statements.citing.bibtex import bibtex
from statements.citing.citation import Citation, citation_of, cite_row, list_names
from statements.citing.csl import csl_json
from statements.citing.names import Name
from statements.citing.ris import ris
from statements.exporting.listing import Exported
from statements.models import Speaker
from statements.web.interface import pinned

Cite = Callable[[Citation], str]


def write_citations(exported: Iterable[Exported], file: BinaryIO, cite: Cite, *, paragraphs: bool) -> int:
    """Write the records of documents or paragraphs one after another; return their number."""
    number = 0
    for citation in list_citations(exported, paragraphs=paragraphs):
        file.write(cite(citation).encode())
        number += 1
    return number


def write_ris(exported: Iterable[Exported], file: BinaryIO, *, paragraphs: bool) -> int:
    return write_citations(exported, file, ris, paragraphs=paragraphs)


def write_bibtex(exported: Iterable[Exported], file: BinaryIO, *, paragraphs: bool) -> int:
    return write_citations(exported, file, lambda citation: f"{bibtex(citation)}\n", paragraphs=paragraphs)


def write_csl_json(exported: Iterable[Exported], file: BinaryIO, *, paragraphs: bool) -> int:
    """An array, an item a line."""
    number = 0
    for citation in list_citations(exported, paragraphs=paragraphs):
        file.write(b",\n" if number else b"[\n")
        file.write(msgspec.json.encode(csl_json(citation)))
        number += 1
    file.write(b"\n]\n" if number else b"[]\n")
    return number


def list_citations(exported: Iterable[Exported], *, paragraphs: bool) -> Iterator[Citation]:
    """The citations of documents, or of the paragraphs of a list, each with an identifier of its own."""
    known, taken = _read_names(), set[str]()
    for each in exported:
        version, address = each.version, pinned(each.address, each.version.number)
        cited = citation_of(version.content, slug=version.slug, version=version.number, address=address, known=known)
        whole = _tell_apart(cited, taken)
        if not paragraphs:
            yield whole
            continue
        names, in_parts = list_names(version.content, known), version.content.in_parts
        for position, row in each.paragraphs:
            yield cite_row(whole, names, position, row, in_parts=in_parts)


def _tell_apart(citation: Citation, taken: set[str]) -> Citation:
    """With a, b or c added to its identifier where another has it, capitals aside, as BibTeX reads it. Those of the
    paragraphs of a document begin with its own, and then differ."""
    slugs = (f"{citation.slug}{_letters(number)}" for number in count())
    free = next(
        each for each in (replace(citation, slug=slug) for slug in slugs) if each.identifier.lower() not in taken
    )
    taken.add(free.identifier.lower())
    return free


def _letters(number: int) -> str:
    """Nothing, a, b … z, aa, ab …"""
    return f"{_letters((number - 1) // 26)}{chr(ord('a') + (number - 1) % 26)}" if number else ""


def _read_names() -> dict[str, Name]:
    """The names that the archive has now, by slug."""
    rows = Speaker.objects.values_list("slug", "name", "sort_name", "collective")
    return {slug: Name(name, sort, collective) for slug, name, sort, collective in rows}
