"""Addresses that lead to words: https://wicg.github.io/scroll-to-text-fragment/#syntax, which browsers mark.

quote.js makes the same of a selection. Words are parted at white space alone: a browser finds nothing that begins or
ends inside of what it takes for a word, and it takes "l'Alleanza" for one.
"""

from urllib.parse import quote

_WHOLE, _ENDS, _AROUND = 12, 5, 3  # words


def text_fragment(text: str, words: str) -> str:
    """The part after the # that leads to `words` in `text`, paragraphs parted by blank lines.

    All of them, or of many the first and the last ones; widened to whole words; with some words of the same
    paragraph before and after, so that of words which come again the right ones are found.
    """
    start = text.find(words)
    end = start + len(words)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    each = text[start:end].split()
    before = text[:start].rpartition("\n\n")[2].split()[-_AROUND:]
    after = text[end:].partition("\n\n")[0].split()[:_AROUND]
    parts = [each] if len(each) <= _WHOLE and "\n\n" not in words else [each[:_ENDS], each[-_ENDS:]]
    directive = [_encode(part) for part in parts]
    if before:
        directive.insert(0, f"{_encode(before)}-")
    if after:
        directive.append(f"-{_encode(after)}")
    return f":~:text={','.join(directive)}"


def _encode(words: list[str]) -> str:
    """A dash, a comma and an ampersand mean something in a fragment."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
