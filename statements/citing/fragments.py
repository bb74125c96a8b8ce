"""Addresses that lead to words: https://wicg.github.io/scroll-to-text-fragment/#syntax, which browsers mark."""

from urllib.parse import quote

_WHOLE, _ENDS = 12, 5  # words


def text_fragment(words: str) -> str:
    """The part after the # that leads to `words`: all of them, or of many the first and the last ones."""
    each = words.split()
    if len(each) <= _WHOLE and "\n\n" not in words:
        return f":~:text={_encoded(each)}"
    return f":~:text={_encoded(each[:_ENDS])},{_encoded(each[-_ENDS:])}"


def _encoded(words: list[str]) -> str:
    """A dash, a comma and an ampersand mean something in a fragment."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
