"""RIS, as reference managers read it: https://en.wikipedia.org/wiki/RIS_(file_format)#Tags"""

from __future__ import annotations

from statements.citing.citation import Citation
from statements.citing.words import day_in, kind_in, pinpoint
from statements.models import Kind

_TYPES = {Kind.NEWS_REPORT: "NEWS", Kind.COMMUNIQUE: "RPRT", Kind.DECLARATION: "RPRT"}


def ris(citation: Citation) -> str:
    """A record, with line ends as the format has them."""
    authors = [each.inverted for each in citation.people] or [citation.publisher]
    rows = [
        ("TY", _TYPES.get(Kind(citation.kind), "ELEC")),
        *(("AU", author) for author in authors),
        ("TI", citation.display_title),
        ("T2", citation.container),
        ("PY", str(citation.years[0]) if citation.years else ""),
        ("DA", _date(citation)),
        ("PB", citation.publisher),
        ("CY", citation.location),
        ("M1", citation.reference),
        ("M3", kind_in(citation.kind, "en")),
        ("LA", citation.language),
        ("SP", str(citation.page or "")),
        ("N1", pinpoint(citation, "en").removeprefix(", ")),
        ("N1", day_in(citation, "en") if len(citation.date_points) > 1 else ""),
        ("ID", citation.identifier),
        ("UR", citation.address),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _date(citation: Citation) -> str:
    """YYYY/MM/DD/other: "2022/10//", "2024/04/03/2024-04-03 – 2024-04-05" of an interval, whose first day comes first.

    Zotero reads it by that pattern, where "other" has no slash, and keeps the first day alone: a note has all of it.
    """
    if not citation.date_points:
        return ""
    point = citation.date_points[0]
    known = [f"{point[0]:04}", *(f"{part:02}" for part in point[1:]), "", ""][:3]
    other = citation.date.replace("/", " – ") if len(citation.date_points) > 1 else ""
    return "/".join([*known, other])
