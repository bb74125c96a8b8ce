"""The language of a text: one of the archive's, or none of them.

Uses py3langid (https://github.com/adbar/py3langid), a naive Bayes classifier over bytes, which is sure of a whole
text even where half of it is in another language. So a text is read in pieces of a few hundred characters, and these
are counted: by script where it is not Latin, otherwise by the model of all the languages it knows.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale

from statements.languages import LANGUAGES

_SAMPLE = 20_000  # characters that tell how certain the language of a whole text is
_LEAST, _PIECE, _PIECES = 80, 400, 60  # least and most characters of a piece; pieces
_FOREIGN, _FOREIGN_IF_SHORT = 0.95, 0.99  # how certain a piece must be to count as foreign
_LARGE_PART, _HALF = 0.28, 0.4  # of a text
_LATIN = re.compile(r"[A-Za-zªºÀ-ÖØ-öø-ʯḀ-ỿⱠ-Ɀꜟ-ꟿ]")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_LETTER = re.compile(r"[^\W\d_]")
_NO_LANGUAGE = "zxx"  # ISO 639-2: no linguistic content, such as a list of numbers
# The archive's languages, and others that the model mistakes short texts in them for: dialects, creoles.
_OURS_AND_NEAR = frozenset({*LANGUAGES, _NO_LANGUAGE, "gcf", "gcr", "lij", "pcm", "vec", "wa"})
_SCRIPTS = {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}  # their usual names


@dataclass(frozen=True)
class LanguageFound:
    """What language a text appears to be in.

    code: the archive's language, empty where it is none of them; likely: how certain that is, from 0 to 1.
    foreign: what it reads as otherwise, such as "reads as Spanish" or "is in Arabic letters".
    beside: that a large part is in another language, such as "about half the text reads as English"; else empty.
    """

    code: str
    likely: float
    foreign: str = ""
    beside: str = ""


@cache
def _full_model() -> Any:
    """The model of all the languages it knows."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second that not all need

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _archive_model() -> Any:
    """The same model, which takes a second to load, limited to the archive's languages."""
    ours = copy(_full_model())
    ours.set_languages(list(LANGUAGES))
    return ours


def identify_language(text: str) -> tuple[str, float]:
    """The archive's language that `text` is most likely in, and how likely, from 0 to 1."""
    code, probability = _archive_model().classify(text[:_SAMPLE])
    return str(code), float(probability)


def find_language(text: str) -> LanguageFound:
    """What `text` reads as; a long text is judged by sixty pieces from all over it.

    Letters are normalised to NFKC: PDFs hold Arabic as presentation forms.
    """
    text = unicodedata.normalize("NFKC", text)
    shares = _shares(text)
    foreign = sum(share for name, share in shares.items() if name not in LANGUAGES)
    names = [name for name, _ in shares.most_common()]
    if foreign > 1 / 2:
        name = next(name for name in names if name not in LANGUAGES)
        return LanguageFound("", shares[name], name)
    read_as, likely = identify_language(text)
    code = next((name for name in names if name in LANGUAGES), read_as)
    likely = min(likely if code == read_as else 1.0, shares[code] or 1.0)
    return LanguageFound(code, likely, beside=_mixed_language_warning(shares, code))


def _shares(text: str) -> Counter[str]:
    """The share of the text in each language: by code for the archive's, otherwise by what it reads as.

    Empty where nothing tells the language.
    """
    counted = Counter[str]()
    for lines in _sample(list(_pieces(text))):
        for piece in _group_by_language(lines):
            if name := _reads_as(piece):
                counted[name] += len(piece)
    return Counter({name: count / counted.total() for name, count in counted.items()})


def _pieces(text: str) -> Iterator[list[str]]:
    """The sentences of each paragraph, long ones cut; short paragraphs are grouped to about that length."""
    short, alone = list[str](), True
    for line in map(str.strip, text.splitlines()):
        if len(line) >= _LEAST:
            alone = False
            yield from (_SENTENCE.split(line[start : start + _PIECE]) for start in range(0, len(line), _PIECE))
        elif line:
            short.append(line)
            if sum(map(len, short)) >= _PIECE:
                alone = False
                yield short
                short = []
    if short and (alone or sum(map(len, short)) >= _LEAST):
        yield short


def _group_by_language(lines: list[str]) -> list[str]:
    """Lines joined again by language, where there is enough of more than one.

    In bilingual texts, languages alternate by line or sentence. A few words on their own are often misread.
    """
    groups = dict[str, list[str]]()
    for line in lines if len(lines) > 1 else ():
        groups.setdefault(_script(line) or identify_language(line)[0], []).append(line)
    large = [joined for each in groups.values() if len(joined := " ".join(each)) >= _LEAST]
    return large if len(large) > 1 else [" ".join(lines)]


def _sample(pieces: list[list[str]]) -> list[list[str]]:
    """At most _PIECES of the pieces, evenly spread."""
    step = max(1, len(pieces) / _PIECES)
    return [pieces[int(number * step)] for number in range(min(len(pieces), _PIECES))]


def _reads_as(piece: str) -> str:
    """The code of the archive's language that a piece is in, or what else it reads as; empty where nothing tells."""
    if script := _script(piece):
        return script
    code = str(_full_model().classify(piece)[0])
    if code in LANGUAGES or code == _NO_LANGUAGE:
        return code if code in LANGUAGES else ""
    others = [(str(code), likely) for code, likely in _full_model().rank(piece) if code not in _OURS_AND_NEAR]
    enough = _FOREIGN if len(piece) >= _LEAST else _FOREIGN_IF_SHORT
    if sum(likely for _, likely in others) > enough:
        return f"reads as {Locale('en').languages.get(others[0][0], others[0][0])}"
    return identify_language(piece)[0]


def _script(piece: str) -> str:
    """The script of a piece, where most of its letters are not Latin: "is in Arabic letters"."""
    letters = _LETTER.findall(piece)
    others = [letter for letter in letters if not _LATIN.match(letter)]
    if len(others) <= len(letters) / 2:
        return ""
    script, _ = Counter(unicodedata.name(letter, "FOREIGN").split()[0] for letter in others).most_common(1)[0]
    return f"is in {_SCRIPTS.get(script, script.capitalize())} letters"


def _mixed_language_warning(shares: Counter[str], code: str) -> str:
    """A warning that a large part is in a language other than `code`, the main one."""
    others = [(share, name) for name, share in shares.items() if name != code and share >= _LARGE_PART]
    if not others:
        return ""
    share, name = max(others)
    reads = f"reads as {LANGUAGES[name].name}" if name in LANGUAGES else name
    return f"about half the text {reads}" if share >= _HALF else f"about a third of the text {reads}"
