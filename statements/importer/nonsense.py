"""Tell what is no text although it can be read as letters: programs, packed and coded data under the name of a text."""

from __future__ import annotations

import re

from statements.importer.draft import Refused

# Control characters, lost and private letters: no text has many. C0 and C1, U+FFFD, halves of pairs, private use.
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
_CONTROL_BYTES = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
_FEW, _MOST = 8, 0.08  # odd characters that any text may have; the greatest share of them in one
# A run of signs longer than any word, and no address, in scripts that put spaces between words.
_RUN = re.compile(
    "(?<!\\S)(?!\\S{0,20}://)[^\\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]{61,}"
)
_LEAST, _MOSTLY = 200, 0.5  # characters of a text that is judged by its runs; share of them in long runs
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE = "open it in the program that made it, and save or paste the text"


def describe_bytes(content: bytes, encoding: str = "") -> str:
    """Why bytes are no text, judged by the share of control characters in them; "" where they may be one.

    encoding: that of the bytes, where it is known; of UTF-16 only the letters can be judged.
    b"\\x7f\\x03…" -> "this is no text: 12 of 100 characters are control characters or the like; open it …"
    """
    if encoding.startswith("utf-16") or content.startswith(_UTF16):
        return ""
    return _describe_share(len(content) - len(content.translate(None, _CONTROL_BYTES)), len(content))


def describe_nonsense(text: str) -> str:
    """Why letters are no text: too many are none, or most stand in runs without a space; "" where they may be one.

    "\\x03\\ue000\\ufffd…" -> "this is no text: 40 of 100 characters are …"; "SGVsbG8gd29…" -> "… no text but data …"
    """
    return describe_odd_signs(text) or _describe_runs(text)


def refuse_nonsense(text: str) -> None:
    """Raise Refused for letters that are no text."""
    if reason := describe_nonsense(text):
        raise Refused(reason)


def describe_odd_signs(text: str) -> str:
    """Why letters are no text, nor markup: too many are none; "" where they may be one."""
    return _describe_share(sum(1 for _ in _ODD.finditer(text)), len(text))


def _describe_share(odd: int, whole: int) -> str:
    if odd <= _FEW or odd <= _MOST * whole:
        return ""
    return f"this is no text: {100 * odd // whole} of 100 characters are control characters or the like; {_SAVE}"


def _describe_runs(text: str) -> str:
    in_runs = sum(len(found[0]) for found in _RUN.finditer(text)) if len(text) >= _LEAST else 0
    return f"this is no text but data in letters, without words: {_SAVE}" if in_runs > _MOSTLY * len(text) else ""
