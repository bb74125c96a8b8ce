"""The query language: what was typed, as one value. Knows nothing of the database.

deterrenza nucleare          all of these words, whatever their ending
"ogni centimetro"            exactly these words in this order, in one paragraph
OTAN -Italie -"force alliée" none of these
"""

import re
from dataclasses import dataclass

_QUOTES = re.compile("[“”„«»″]")
_TERM = re.compile(r'(?P<minus>[-−–]?)(?:"(?P<phrase>[^"]*)(?P<close>"?)|(?P<word>[^\s"]+))')
_HAS_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Query:
    """A parsed query. `repairs` says, in words for the page, what was put right in it."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded_words: tuple[str, ...] = ()
    excluded_phrases: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it asks for anything; what only excludes asks for all the rest."""
        return bool(self.words or self.phrases or self.excluded_words or self.excluded_phrases)


def parse(text: str) -> Query:
    """The query that `text` is. Anything is one: what cannot be meant is left out, and `repairs` says so."""
    found: dict[str, list[str]] = {"words": [], "phrases": [], "excluded_words": [], "excluded_phrases": []}
    repairs = []
    for term in _TERM.finditer(_QUOTES.sub('"', text)):
        kind = "words" if term["word"] else "phrases"
        content = (term["word"] or term["phrase"] or "").strip()
        if not _HAS_WORD.search(content):
            repairs.append(f"{term[0].strip()} was left out: there is no word in it")
            continue
        if kind == "phrases" and not term["close"]:
            repairs.append("a quotation mark without its partner was closed at the end")
        found[f"excluded_{kind}" if term["minus"] else kind].append(content)
    return Query(**{name: tuple(dict.fromkeys(values)) for name, values in found.items()}, repairs=tuple(repairs))
