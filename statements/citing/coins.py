"""COinS: what a reference manager reads of each document in a list, https://en.wikipedia.org/wiki/COinS.

Dublin Core, with the kinds of item that Zotero has, as for its tag z:itemType in metadata.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from statements.citing.citation import Citation
from statements.citing.metadata import zotero_type
from statements.citing.names import Name

_FIXED = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")]


def coins(citation: Citation) -> str:
    """The context object of a citation, for the attribute `title` of a span of the class Z3988."""
    fields = [
        *_FIXED,
        ("rft.type", zotero_type(citation)),
        ("rft.title", citation.display_title),
        *_people(citation.people),
        ("rft.date", citation.date),
        ("rft.publisher", citation.publisher),
        ("rft.source", citation.container),
        ("rft.language", citation.language),
        ("rft.identifier", citation.address),
    ]
    return urlencode([(name, value) for name, value in fields if value])


def _people(people: Sequence[Name]) -> Iterator[tuple[str, str]]:
    """In their order. A name without known parts is one of a body, as nothing else keeps it whole.

    Zotero puts every body before all others, the last of them first: one that is not the first is a family name alone.
    It cuts an inverted name at its second comma: one with a suffix is in two fields, the suffix after the given name.
    """
    for position, each in enumerate(people):
        if not (parts := each.parts):
            yield "rft.aulast" if position else "rft.aucorp", each.name
        elif parts.suffix:
            yield "rft.aulast", parts.full_family
            yield "rft.aufirst", ", ".join(filter(None, (parts.given, parts.suffix)))
        else:
            yield "rft.au", each.inverted
