"""BibTeX, with the fields of biblatex where BibTeX has none: https://ctan.org/pkg/biblatex (dates are EDTF there)."""

from __future__ import annotations

import re
from itertools import accumulate

from statements.citing.citation import Citation
from statements.citing.names import Name, Parts
from statements.citing.words import kind_in, pinpoint
from statements.models import Kind

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_LANGUAGES = {"en": "english", "it": "italian", "fr": "french"}


def bibtex(citation: Citation) -> str:
    """An entry: a report for what is issued, else of type misc, as BibTeX has no type for what is said.

    Styles print how it was published, or the institution, and not the publisher of these types, which programs read.
    """
    fields = {
        "author": " and ".join(_author(each) for each in citation.people)
        or (f"{{{_escape(citation.publisher)}}}" if citation.publisher else ""),
        "title": f"{{{_escape(citation.display_title)}}}",
        **_form(citation),
        "publisher": _escape(citation.publisher),
        "address": _escape(citation.location),
        "number": _escape(citation.reference),
        "year": "/".join(str(year) for year in citation.years),
        "date": citation.date,
        "pages": str(citation.page or ""),
        "note": _escape(pinpoint(citation, "en").removeprefix(", ")),
        "langid": _LANGUAGES[citation.language],
        "url": citation.address.replace("{", "%7B").replace("}", "%7D"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    month = f"  month = {_month(citation)}," if _month(citation) else ""
    kind = "techreport" if _is_report(citation) else "misc"
    return "\n".join([f"@{kind}{{{citation.identifier},", *lines, *([month] if month else []), "}"]) + "\n"


def _is_report(citation: Citation) -> bool:
    """As in RIS and CSL."""
    return Kind(citation.kind) in (Kind.COMMUNIQUE, Kind.DECLARATION)


def _form(citation: Citation) -> dict[str, str]:
    """What it is, and who issued it where, in the fields that styles print for the type of the entry."""
    kind = kind_in(citation.kind, "en").capitalize()
    if _is_report(citation):
        return {"type": kind, "institution": _escape(citation.publisher)}
    return {"howpublished": _escape(", ".join(part for part in (kind, citation.publisher, citation.location) if part))}


def _author(name: Name) -> str:
    """ "von der Leyen, Ursula", "Kennedy, Jr., John F."; what has no parts in braces, which keep it whole."""
    parts = name.parts
    if parts is None:
        return f"{{{_escape(name.name)}}}"
    escaped = Parts(*(_escape(each) for each in parts))
    family = escaped._replace(family=_protect(escaped.family)).full_family
    return ", ".join(filter(None, (family, escaped.suffix, _protect(escaped.given, given=True))))


def _protect(words: str, given: bool = False) -> str:
    """In braces where BibTeX takes it apart: at "and", and in a family name at words in lower case."""
    parted = [each for each in words.split() if each == "and" or (each[0].islower() and not given)]
    return f"{{{words}}}" if parted and " " in words else words


def _month(citation: Citation) -> str:
    points = citation.date_points
    return _MONTHS[points[0][1] - 1] if len(points) == 1 and len(points[0]) > 1 else ""


def _escape(text: str) -> str:
    """On one line, without control characters, with what LaTeX takes for a command escaped."""
    plain = _CONTROL.sub(" ", text)
    escaped = " ".join(plain.split(" ")).translate(_SPECIAL)
    return (
        escaped
        if _has_balanced_braces(plain)
        else escaped.replace(r"\{", r"\textbraceleft{}").replace(r"\}", r"\textbraceright{}")
    )


def _has_balanced_braces(text: str) -> bool:
    """Whether each brace has its counterpart: BibTeX counts them, escaped or not."""
    if "{" not in text and "}" not in text:
        return True
    depths = list(accumulate((letter == "{") - (letter == "}") for letter in text))
    return not depths or (min(depths) >= 0 and depths[-1] == 0)
