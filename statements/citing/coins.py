"""COinS: what a reference manager reads of each document in a list, https://en.wikipedia.org/wiki/COinS.

Dublin Core, with the kinds of item that Zotero has, as for its tag z:itemType in metadata.py.
"""

from __future__ import annotations

from urllib.parse import urlencode

from statements.citing.citation import Citation
from statements.citing.metadata import zotero_type

_FIXED = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc")]


def coins(citation: Citation) -> str:
    """The context object of a citation, for the attribute `title` of a span of the class Z3988.

    A name without known parts is one of a body there, as nothing else keeps it whole.
    """
    people = [("rft.au", each.inverted) if each.parts else ("rft.aucorp", each.name) for each in citation.people]
    fields = [
        *_FIXED,
        ("rft.type", zotero_type(citation)),
        ("rft.title", citation.display_title),
        *people,
        ("rft.date", citation.date),
        ("rft.publisher", citation.publisher),
        ("rft.source", citation.container),
        ("rft.language", citation.language),
        ("rft.identifier", citation.address),
    ]
    return urlencode([(name, value) for name, value in fields if value])
