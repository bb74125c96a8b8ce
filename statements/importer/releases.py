"""What a press office calls a release: its kind and its number, as in "COMUNICATO STAMPA n. 47/2024"."""

import re

from statements.importer.vocabulary import alternatives

# "(2023) 099", "47/2024", "SR/12-b": what may be a number, with or without a word for "number" before it.
_NUMBERED = r"[A-Za-z]{0,6}[/-]?\d{1,5}(?:[/-][A-Za-z\d]{1,6}){0,3}|\(\d{4}\)\s?\d{1,4}"
_PLAIN = r"\(\d{4}\)\s?\d{1,4}|\d{1,4}/(?:19|20)?\d{2}(?![\d/])"
_SIGN = rf"(?:{alternatives('head.numbers')}\b\.?\s?[°º]?|№|#)"
_KIND = rf"(?<![\w-]){alternatives('head.releases')}(?![\w-])"
RELEASE = re.compile(rf"{_KIND}(?:[\s,:–—-]*(?:{_SIGN}\s?:?\s?({_NUMBERED})|({_PLAIN})))?", re.I)
_WORD, _ALIKE, _TITLE_LENGTH = re.compile(r"\w+"), 0.7, 300


def strip_release(words: str) -> str:
    """Words without the kind and number of a release: "Press Release (2023) 099 Issued on" -> " Issued on"."""
    return RELEASE.sub(" ", words)


def is_release(line: str) -> bool:
    """Whether a line gives only the kind and number of a release."""
    found = RELEASE.search(line)
    return found is not None and not f"{line[: found.start()]}{line[found.end() :]}".strip(" .,:;*_#|·•–—-")


def reference_of(line: str) -> str:
    """The number of the release that a line names: "COMUNICATO STAMPA n. 47/2024" -> "47/2024"; else ""."""
    found = RELEASE.search(line)
    return " ".join((found[1] or found[2] or "").split()) if found else ""


def alike(line: str, title: str) -> bool:
    """Whether two titles share most of their words, apart from words like "Press release"."""
    first, second = (set(_WORD.findall(strip_release(text).casefold())) for text in (line, title))
    return len(line) <= _TITLE_LENGTH and len(first & second) > _ALIKE * max(len(first), len(second), 1)
