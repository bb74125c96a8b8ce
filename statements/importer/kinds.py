"""What sort of text a document is, judged by a word in its title or by its turns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from statements.importer.extract import Fact
from statements.importer.turns import labels_of
from statements.importer.vocabulary import alternatives

# In this order: "Joint press conference" is not a press statement, and "Communiqué de presse" not a communiqué.
_KINDS = [
    ("readout", "readout"),
    ("transcript", "transcript"),
    ("press-statement", "releases"),
    ("communique", "communique"),
    ("declaration", "declaration"),
    ("speech", "speech"),
    ("commentary", "commentary"),
    ("press-statement", "statements"),
]
# For speech words with other meanings, the first telling word: "address" in "address by".
_WORDS = {
    **{name: alternatives(f"kinds.{name}") for _, name in _KINDS},
    "speech": rf"(?:{alternatives('kinds.speech')}|(?={alternatives('kinds.addresses')}\b)\w+)",
}
_PATTERNS = [(kind, re.compile(rf"(?<![\w-]){_WORDS[name]}(?![\w-])", re.IGNORECASE)) for kind, name in _KINDS]
_TURNS = 6  # by two people or more: a transcript, whatever it is called


def kind_of(title: str, texts: Iterable[str]) -> Fact | None:
    """The kind of a document with this title and these paragraphs; None where neither tells.

    "Communiqué de presse du 4 juillet" -> press statement; "Remarks by the President" -> speech;
    six turns of two speakers -> transcript.
    """
    labels = labels_of(texts)
    if len(labels) > 1 and sum(labels.values()) >= _TURNS:
        return Fact("transcript", "its turns")
    found = ((kind, pattern.search(title)) for kind, pattern in _PATTERNS)
    return next((Fact(kind, f"its title, “{word[0]}”") for kind, word in found if word), None)
