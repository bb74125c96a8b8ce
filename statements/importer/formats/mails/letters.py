"""The letters of a part of a mail: what is declared of them is often wrong."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from statements.importer.read import guess_old_encoding

# Programs write the first and mean the second; https://encoding.spec.whatwg.org/#names-and-labels has both as one.
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
_SEVEN_BITS = ("utf-7", "iso2022", "hz")  # valid UTF-8, whatever it says
_USUAL = "cp1252"
_HALVES = re.compile("[\ud800-\udfff]")  # which UTF-7 can write
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")  # read.py has the same


class ReadLetters(NamedTuple):
    """A text, and a warning where its letters are not what they are declared to be."""

    text: str
    warning: str = ""


def read_letters(content: bytes, declared: str) -> ReadLetters:
    """The text of `content`, by what is declared of its letters where that can be right.

    b"Pi\\xf9", "us-ascii" -> "Più" and no warning; b"Pi\\xc3\\xb9", "iso-8859-1" -> "Più", and a warning.
    """
    name = _name_of(declared)
    guessed = "" if content.isascii() and name.startswith(_SEVEN_BITS) else _as_utf8(content)
    if guessed and not name.startswith(_SEVEN_BITS):
        wrong = name and name not in ("utf-8", "ascii") and not content.isascii()
        return ReadLetters(guessed, _warn(declared, "UTF-8") if wrong else "")
    text = _decode(content, _MEANT.get(name, name)) if name and name != "utf-8" else ""
    if text:
        return ReadLetters(text)
    if content.isascii():
        return ReadLetters(content.decode("ascii"))
    found = guess_old_encoding(content) or _USUAL
    warning = _warn(declared, found) if declared else f"the mail does not say what its letters are; {found} is a guess"
    return ReadLetters(content.decode(found, "replace"), warning if content else "")


def _warn(declared: str, found: str) -> str:
    return f"the mail says that its letters are {declared[:40]}, they were read as {found}: check accented words"


def _name_of(declared: str) -> str:
    """The name of a character set as Python has it; "" where there is no such one, or it is no character set."""
    try:
        found = codecs.lookup(declared.strip("\"' "))
    except (LookupError, ValueError, UnicodeError):
        return ""
    return found.name if getattr(found, "_is_text_encoding", True) else ""


def _as_utf8(content: bytes) -> str:
    return _decode(content, "utf-8-sig")


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except (UnicodeError, ValueError):
        return ""


def clean_letters(text: str) -> str:
    """A text without what no text has: control characters, signs that turn its order on display, halves of letters."""
    return _NO_TEXT.sub("", _HALVES.sub("\ufffd", text))
