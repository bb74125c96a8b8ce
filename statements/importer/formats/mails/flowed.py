"""Texts whose lines a mail program broke, as RFC 3676 has it: format=flowed."""

from __future__ import annotations

import re

_QUOTES, _SIGNATURE = re.compile(r">[> ]*"), "-- "


def unfold(words: str, joined: bool) -> str:
    """The paragraphs of a text whose lines were broken: a line that ends in a space continues in the next.

    joined: whether that space is not part of the text. "-- " marks a signature and never continues.
    "We met \\nat sea.\\n-- \\nAda" -> "We met at sea.\\n-- \\nAda"
    """
    made, goes_on = list[list[str]](), False
    for line in words.replace("\r\n", "\n").split("\n"):
        text = line.removeprefix(" ")
        same = goes_on and _count_quotes(made[-1][0]) == _count_quotes(text) and text != _SIGNATURE
        if same:
            made[-1][-1] = made[-1][-1][:-1] if joined else made[-1][-1]
            made[-1].append(_QUOTES.sub("", text, count=1) if text.startswith(">") else text)
        else:
            made.append([text])
        goes_on = text.endswith(" ") and text != _SIGNATURE
    return "\n".join("".join(each) for each in made)


def _count_quotes(line: str) -> int:
    """How many levels deep a line is quoted: ">> We met." -> 2."""
    found = _QUOTES.match(line)
    return found[0].count(">") if found else 0
