"""Where people who may be quoted are named in a text, and where part of their name is somebody else's."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from statements.importer.manifest import SpeakerEntry

_WORD = r"[^\W\d_][\w'’.-]*"
_FORMS = {"'": "['’ʼ]", "’": "['’ʼ]", "-": "[-‐‑]", " ": r"\s+"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where somebody is named; who: the slug of the only person who can be meant, or empty."""

    start: int
    end: int
    who: str


class Cast:
    """The people known to be quoted in a document, and what they are called."""

    def __init__(self, quoted: Iterable[SpeakerEntry]) -> None:
        self.entries = {each.slug: each for each in quoted}
        self._who = defaultdict[str, set[str]](set)
        for each in self.entries.values():
            for name in names_of(each):
                self._who[_fold_name(name)].add(each.slug)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def only(self) -> str:
        """The one person quoted; empty where there are several."""
        return next(iter(self.entries)) if len(self.entries) == 1 else ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted({name for each in self.entries.values() for name in names_of(each)}, key=len, reverse=True)
        forms = [form for name in names for form in dict.fromkeys((name, name.upper()))]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_name_pattern, forms))})(?![\w\u0300-\u036f]|-\w|['’][A-ZÀ-Þ])")

    def mentions(self, text: str) -> list[Mention]:
        """Where they are named in `text`, in order; longer names win."""
        return [
            Mention(*match.span(), next(iter(who)) if len(who := self._who[_fold_name(match[0])]) == 1 else "")
            for match in self._pattern.finditer(text)
        ]

    def is_full(self, words: str) -> bool:
        """Whether a mention is a whole name: more than a family name."""
        return _fold_name(words) in {_fold_name(each.name) for each in self.entries.values()}


def names_of(entry: SpeakerEntry) -> list[str]:
    """What a person may be called: the name, the aliases, and the family name if the sort name shows it."""
    family, comma, _ = entry.sort_name.partition(", ")
    names = [entry.name, *entry.aliases, *([family] if comma and not entry.collective else [])]
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def _fold_name(name: str) -> str:
    """A name in the form used for comparison: NFC, without capitals, one form of apostrophe, hyphen and space."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return " ".join(re.sub("[’ʼ]", "'", re.sub("[‐‑]", "-", plain)).split())


def _name_pattern(name: str) -> str:
    """A pattern for a name with letters composed or not, either apostrophe, and any white space."""
    return "".join(map(_letter, unicodedata.normalize("NFC", name)))


def _letter(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    known = _FORMS.get(letter)
    return known or (re.escape(letter) if apart == letter else f"(?:{re.escape(letter)}|{re.escape(apart)})")
