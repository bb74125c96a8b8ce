"""Whose turn it is in a transcript: the labels before the words, THE PRESIDENT:, MR. KIRBY:, Q, Presidente Meloni:."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from statements.importer.draft import DraftParagraph

_TITLE = (
    r"(?:(?:THE|The|Il|La|Le|M\.\s+le|Mme\s+la)\s+)?(?:MR|MRS|MS|DR|SEN|GEN|Mr|Mrs|Ms|Dr|Sen|Gen|M|MM|Mme|On|Sig"
    r"|President|Presidente|Président|Présidente|président|présidente|Ministro|Ministra|Ministre|ministre|Minister"
    r"|Secretary|Segretario|Secrétaire|Ambassador|Onorevole|Signor|Signora|Moderator|Moderatore|Modérateur|Rapporteur"
    r"|rapporteur|PRESIDENT|SECRETARY|MINISTER|CHAIR|CHAIRMAN|SPEAKER|LEADER|SENATOR|GENERAL|ADMIRAL|AMBASSADOR"
    r"|MODERATOR|PRÉSIDENT|PRÉSIDENTE)\b\.?"
)
_NAME = r"(?:[A-ZÀ-Þ][\w.'’-]*|d[eiu]|v[ao]n|della|Mc\w+)"
_OFFICE = r"(?:\s+\([^()]{2,80}\))?"
_COLON = r"\**\s*:\**\s+(?=\S)"
# A title and a name or two; then a colon. In the French manner a full stop: M. Dupont. Je vous remercie.
_TITLED = re.compile(rf"\**({_TITLE}(?:\s+{_NAME}){{0,4}}{_OFFICE}){_COLON}")
_FRENCH = re.compile(
    r"((?:M\.|MM\.|Mme)\s+(?:(?:le|la)\s+)?[^\W\d_][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*){0,3}|(?:Le|La)\s+(?:p|P)résidente?)"
    rf"{_OFFICE}\.\s+(?:[—–-]\s+)?(?=[A-ZÀ-Þ«])"
)
# Any other name: words that begin with capitals, or one in capitals. It has to come back, for it may be anything.
_NAMED = re.compile(
    rf"\**([A-ZÀ-Þ][A-ZÀ-Þ.'’-]+{_OFFICE}|[A-ZÀ-Þ][\w.'’-]*(?:\s+[A-ZÀ-Þ][\w.'’-]*){{1,4}}{_OFFICE}){_COLON}"
)
_QUESTION = re.compile(r"\**(Q|D|Domanda|Question|DOMANDA|QUESTION)(?:\**\s*:\**\s+|\s{2,}|\.\s{2,}|\s+[–—-]\s+)(?=\S)")
_NO_SPEAKER = {
    "NOTE", "SOURCE", "CONTACT", "CONTACTS", "WHEREAS", "UPDATE", "PS", "RE", "TO", "FROM", "SUBJECT", "DATE",
    "FACT SHEET", "WHO", "WHAT", "WHEN", "WHERE", "WHY", "HOW", "PRESS RELEASE", "MEDIA ADVISORY", "KEY POINTS",
    "BACKGROUND", "EDITORS", "MEDIA CONTACT", "PRESS CONTACT", "FONTE", "NOTA", "OGGETTO", "OBJET", "NB",
}  # fmt: skip
_LEAST = 2  # labels that make a transcript: one before a colon may be anything
_PATTERNS = (_QUESTION, _TITLED, _FRENCH, _NAMED)
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
    found = next((found for pattern in _PATTERNS if (found := pattern.match(text))), None)
    label = found[1].strip(" *") if found else ""
    return "" if label.upper() in _NO_SPEAKER else label


def labels_of(texts: Iterable[str]) -> dict[str, int]:
    """The labels of a transcript with how many turns each has; none where it is no transcript.

    A name without a title has to come back: "ROME:" begins a line of a programme, too.
    """
    texts = list(texts)
    counted = Counter(label for text in texts if (label := label_of(text)))
    sure = {label_of(text) for text in texts if _QUESTION.match(text) or _TITLED.match(text)}
    labels = {label: count for label, count in counted.items() if count >= _LEAST or label in sure}
    return labels if sum(labels.values()) >= _LEAST else {}


def stage_directions(paragraphs: list[DraftParagraph]) -> list[DraftParagraph]:
    """Mark what is said of the room and not in it.

    Reads: text. Writes: kind.
    Example: "(Applause.)" -> a stage direction.
    """
    return [
        replace(each, kind=STAGE_DIRECTION) if each.kind == "body" and _STAGE.fullmatch(each.text.strip()) else each
        for each in paragraphs
    ]


def turns_of(texts: Sequence[str]) -> list[str]:
    """For each paragraph the label of the turn that it begins or belongs to, as `labels_of` writes it.

    Empty before the first label, and everywhere in a text that is no transcript.
    ["MR. KIRBY: So.", "We met.", "Q  When?"] -> ["MR. KIRBY", "MR. KIRBY", "Q"].
    """
    labels, turns, current = labels_of(texts), list[str](), ""
    for text in texts:
        found = label_of(text)
        current = found if found in labels else current
        turns.append(current)
    return turns


def turn_of(texts: Sequence[str], label: str) -> list[int]:
    """The places of the paragraphs in the turns with `label`: from each such label to the next of any sort."""
    return [place for place, turn in enumerate(turns_of(texts)) if turn == label]
