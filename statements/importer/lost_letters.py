"""Letters that a file has lost: its text lacks words that it shows, such as "elec\ufffdons" for "elections".

PDFs refer to a ligature (fi, ti, tt) by a number that only their font knows; other files were decoded wrongly.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from statements.importer.vocabulary import pattern_of, words

_LOWER, _LETTER = "[a-zß-öø-ÿœ]", r"[^\W\d_]"
_BEGIN, _END = r"(?<![\w@/.:=#%&?])", r"(?![\w@/=&]|[.:]\w)"  # of a word, not of an address or a file name
_REPLACED = re.compile(rf"\ufffd(?:(?<=[^\W\d_]\ufffd)|(?<=['’]\ufffd)|(?={_LETTER}|['’]))")
# What comes before is asked for last: a pattern that begins with a letter of its own is looked for ten times as fast.
_QUESTIONED = re.compile(rf"\?(?<={_LETTER}\?)(?={_LOWER})")  # what programs write for a letter they lack
_PRIVATE = re.compile(rf"[\ue000-\uf8ff](?<=[^\W\d_].)(?={_LETTER})")
_DIGIT = re.compile(rf"{_BEGIN}[A-ZÀ-ÖØ-Þ]?(?:{_LOWER}{{1,30}}[0-9]){{1,3}}{_LOWER}{{2,30}}{_END}")
_MAYBE_A_DIGIT = re.compile(rf"[0-9](?<={_LOWER}[0-9]){_LOWER}{{2}}")  # the same, found faster
_HEXADECIMAL = re.compile("[0-9a-f]+")
# UTF-8 read as windows-1252: the first byte of a letter, and what the second one became.
_SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(rf"Ã[{_SECOND}]|â€[{_SECOND}]|Â[«»°£§©®·\u00a0]")
_IN_PLACE_OF_A_WORD = "24"  # "face2face", "all4one"
_SURELY, _LONG = 3, 5  # words; letters
_AROUND, _COUNTED = 40, 1_000  # characters; words


class Warnings(NamedTuple):
    """What is said of one word, of several, and of too many to count."""

    one: str
    some: str
    many: str


_LOST = Warnings(
    "letters are lost in a word, “{words}”: compare them with the source",
    "letters are lost in {count} words, such as “{words}”: compare them with the source",
    "letters are lost in {count} words or more, such as “{words}”: compare them with the source",
)
_WRONG = Warnings(
    "letters are wrong in a word, “{words}”: the file was saved in two encodings, one upon the other",
    "letters are wrong in {count} words, such as “{words}”: the file was saved in two encodings, one upon the other",
    "letters are wrong in {count} words or more, such as “{words}”: the file was saved in two encodings, one upon the"
    " other",
)


def warn_lost_letters(texts: Iterable[str]) -> tuple[str, ...]:
    """Warnings that words have lost or garbled letters, with how many and an example.

    ["The Na\ufffdons"] -> "letters are lost in a word, “Na\ufffdons”: compare them with the source"
    "COVID19", "G7", "B2B", "2nd" and signs that stand alone, such as bullets, raise no warning.
    """
    joined = "\n".join(texts)
    marks = _words_at(_REPLACED, joined), _words_at(_PRIVATE, joined), iter(_words_with_question_marks(joined))
    found = *marks, _words_with_digits(joined), _words_in_two(joined)
    lost = list(islice(chain.from_iterable(found), _COUNTED))
    misread = list(islice(_words_at(_MISREAD, joined), _COUNTED))
    return *_warn(lost, _LOST), *_warn(misread, _WRONG)


def _warn(found: list[str], warnings: Warnings) -> Iterator[str]:
    if found:
        warning = warnings.one if len(found) == 1 else warnings.some if len(found) < _COUNTED else warnings.many
        yield warning.format(count=f"{len(found):,}", words=found[0])


def _words_with_digits(text: str) -> list[str]:
    """Words with a digit among small letters; short ones, and those with a "2" or a "4", only where there are many."""
    if not _MAYBE_A_DIGIT.search(text):
        return []
    found = [match[0] for match in islice(_DIGIT.finditer(text), _COUNTED) if not _HEXADECIMAL.fullmatch(match[0])]
    return found if any(map(_is_sure, found)) or len(set(found)) >= _SURELY else []


def _words_with_question_marks(text: str) -> list[str]:
    """Words with a question mark inside, "d?fense", if there are several: a single one may lack the space after it."""
    found = [word for word in islice(_words_at(_QUESTIONED, text), _COUNTED) if not set(word) & set("/=&@")]
    return found if len(set(found)) >= _SURELY else []


def _is_sure(word: str) -> bool:
    return sum(map(str.isalpha, word)) >= _LONG and not set(word) & set(_IN_PLACE_OF_A_WORD)


def _words_in_two(text: str) -> Iterator[str]:
    """What is left of words that have lost a ligature, such as "con dential"."""
    plain = text.replace("\n", " ").casefold()
    known = [word for word in words("lost_letters.words") if word in plain]
    if known:
        pattern = re.compile(rf"\b(?:{'|'.join(map(pattern_of, known))})\b", re.IGNORECASE)
        yield from (match[0] for match in pattern.finditer(text))


def _words_at(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """The words in which `pattern` is found, each as often as it occurs."""
    end = 0
    for match in pattern.finditer(text):
        if match.start() < end:
            continue
        before = text[max(0, match.start() - _AROUND) : match.start()].split()[-1:]
        begins = match.start() == 0 or text[match.start() - 1].isspace()
        after = text[match.end() : match.end() + _AROUND]
        rest = after.split()[0] if after and not after[0].isspace() else ""
        end = match.end() + len(rest)
        yield "".join([*([] if begins else before), match[0], rest]).strip('.,;:()«»“”"!?')
