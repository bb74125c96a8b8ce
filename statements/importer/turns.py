"""Whose turn it is in a transcript: the labels before the words, THE PRESIDENT:, MR. KIRBY:, Q, Presidente Meloni:."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from statements.importer.draft import DraftParagraph

_NAME = r"[^\W\d_][\w.'’-]*"
# In capitals, a name after a title, or a name and the office in brackets; then a colon.
_LABEL = re.compile(
    rf"((?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+\s+){{0,5}}[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:\s+\([^()]{{2,80}}\))?"
    rf"|(?:Mr|Mrs|Ms|Dr|Sen|Gen|President|Presidente|Président|Présidente|Ministro|Ministre|Minister|Secretary|Segretario"
    rf"|Secrétaire|Ambassador|Onorevole|Signor|Signora|M|Mme)\.?(?:\s+{_NAME}){{1,4}}(?:\s+\([^()]{{2,80}}\))?)\s*:\s+(?=\S)"
)
_QUESTION = re.compile(r"(Q|D|Domanda|Question|DOMANDA|QUESTION)(?:\s*:\s+|\s{2,}|\.\s{2,})(?=\S)")
_NO_SPEAKER = {
    "NOTE", "SOURCE", "CONTACT", "CONTACTS", "WHEREAS", "UPDATE", "PS", "RE", "TO", "FROM", "SUBJECT", "DATE",
    "FACT SHEET",
    "BACKGROUND", "EDITORS", "MEDIA CONTACT", "PRESS CONTACT", "FONTE", "NOTA", "OGGETTO", "OBJET", "NB",
}  # fmt: skip
_LEAST = 2  # labels that make a transcript: one before a colon may be anything
_STAGE = re.compile(
    r"[(\[](?:applause|laughter|laughs|crosstalk|inaudible|in progress|pause|cheers|boos?|applausi|risa|ilarità"
    r"|interruzione|incomprensibile|applaudissements|rires|exclamations|interruption|inaudible)[^()\[\]]{0,60}[)\]]\.?",
    re.IGNORECASE,
)
STAGE_DIRECTION = "stage-direction"


def label_of(text: str) -> str:
    """The label of the turn that a paragraph begins with, without its colon; empty where it has none.

    "THE PRESIDENT:  Thank you." -> "THE PRESIDENT"; "Q  When?" -> "Q"; "Note: see below." -> "".
    """
    found = _QUESTION.match(text) or _LABEL.match(text)
    label = found[1].strip() if found else ""
    return "" if label.upper() in _NO_SPEAKER else label


def labels_of(texts: Iterable[str]) -> dict[str, int]:
    """The labels of a transcript with how many turns each has; none where it is no transcript."""
    counted = Counter(label for text in texts if (label := label_of(text)))
    return dict(counted) if counted.total() >= _LEAST else {}


def stage_directions(paragraphs: list[DraftParagraph]) -> list[DraftParagraph]:
    """Mark what is said of the room and not in it.

    Reads: text. Writes: kind.
    Example: "(Applause.)" -> a stage direction.
    """
    return [
        replace(each, kind=STAGE_DIRECTION) if each.kind == "body" and _STAGE.fullmatch(each.text.strip()) else each
        for each in paragraphs
    ]


def turn_of(texts: list[str], label: str) -> list[int]:
    """The places of the paragraphs in the turns with `label`: from each such label to the next of any sort."""
    labels, places, current = labels_of(texts), list[int](), ""
    for place, text in enumerate(texts):
        found = label_of(text)
        current = found if found in labels else current
        if current == label:
            places.append(place)
    return places
