"""Which items of a source are wanted: simple patterns of addresses and titles, one a line."""

from __future__ import annotations


def is_wanted(address: str, title: str, keep: str, drop: str) -> bool:
    """Whether an item is kept: it fits a line of `keep`, if there are any, and none of `drop`."""
    return (not keep.strip() or _fits_any(address, title, keep)) and not _fits_any(address, title, drop)


def _fits_any(address: str, title: str, lines: str) -> bool:
    patterns = filter(None, (line.strip().casefold() for line in lines.splitlines()))
    texts = (address.casefold(), title.casefold())
    return any(fits(pattern, text) for pattern in patterns for text in texts)


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern occurs in a text, where * stands for any characters: "/press/*2024" in "/en/press/may-2024".

    In time that grows with the length of both: each part is looked for once, after the one before.
    """
    position = 0
    for part in pattern.split("*"):
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True
