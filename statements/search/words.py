"""How words are told apart in a text and compared, without the database, which does it in the same way."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from statements.letters import INVISIBLE, comparable, strip_accents
from statements.search.numbers import ANY_SIGNED_NUMBER, SIGNED_NUMBER, may_have_signs, number_word

# Letters and digits as archive_plain() leaves them: no ², no ½, no U+02BC.
LETTER = r"[^\W_\u00b2\u00b3\u00b9\u00bc-\u00be\u02bc]"
_PERCENT = "%"  # the only sign that is a word
# Inside words, texts may have accents as separate characters, and invisible characters.
_INSIDE = rf"(?:{LETTER}|[\u0300-\u036f{INVISIBLE}])*"
_WORD = re.compile(rf"(?:(?![0-9]){LETTER}|{ANY_SIGNED_NUMBER}|[0-9]){_INSIDE}|{_PERCENT}")
# What a number may stand behind: the signs that archive_numbers() has, in Python's notation; every other character
# beyond ASCII is a letter to PostgreSQL.
_SIGN = (
    r"\x01-/:-@\[-`{-~\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02bc"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff"
)
_NUMBER = re.compile(rf"(?<![^{_SIGN}])(?:{ANY_SIGNED_NUMBER})")
_ASCII_WORD = re.compile(f"(?:[a-z]|{SIGNED_NUMBER}|[0-9])[a-z0-9]*|{_PERCENT}")
# Where they are, a word may begin with a letter that does not show which: every word is looked at.
_DISGUISED = re.compile(rf"[\u0300-\u036f{INVISIBLE}]")
_DIGITS = frozenset("0123456789")
_REST = re.compile("[a-z0-9]*")  # of a word in lower-case letters of ASCII
_NOTHING = r"[^\s\S]"
_SHORT_STEM = 4
_SHORT_NAME = 60  # characters of a name whose plain form is remembered
_ALLIANCE, _ALLIANCE_IN_ITALIAN = "NATO", "natoall"  # beside nato, born: see sql/words.sql


class Token(NamedTuple):
    """A word in a text: text[start:end].

    word: in lower case; form: as it is looked up, the same except for words in capitals, which the index distinguishes
    from stop words (WHO, UN), and for NATO and Nato, which the Italian index distinguishes from «nato», "born".
    """

    start: int
    end: int
    word: str
    form: str


def tokens(text: str) -> list[Token]:
    """Split `text` into words, as archive_plain() does.

    "SAMP/T" -> SAMP, T; "dell'Alleanza" -> dell, alleanza; "2%" -> 2, %; "32,000" -> 32000.
    """
    return _find_tokens(text, _ASCII_WORD, _WORD)


def beginning_of(lexeme: str) -> str:
    """How every word begins that may have a lexeme: the stemmers of the archive change its last letter at most (flying
    is fli), in longer ones the last two (publication is publiqu); and dying is die. NATO is no stem in Italian.
    """
    if lexeme == _ALLIANCE_IN_ITALIAN:
        return _ALLIANCE.lower()
    of_dying = len(lexeme) == len("die") and lexeme.endswith("ie")
    return lexeme[: max(len(lexeme) - (2 if of_dying or len(lexeme) > _SHORT_STEM else 1), 1)]


def tokens_beginning(text: str, beginnings: frozenset[str]) -> list[Token]:
    """Those words of `text` that have one of the `beginnings`, lower-case letters and digits of ASCII; accents aside.

    And every %, and words with letters such as œ, which may be written otherwise in the index.
    """
    if not any(each[0] in _DIGITS for each in beginnings) and (folded := _fold(text)):
        return _find_beginning(text, folded, beginnings)
    if not text.isascii() and _DISGUISED.search(text):
        return tokens(text)
    found = _find_tokens(text, *_words_beginning(frozenset(each[0] for each in beginnings)))
    wanted = tuple(beginnings)
    return [each for each in found if _may_begin(each.word, wanted)]


def _find_beginning(text: str, folded: str, beginnings: Iterable[str]) -> list[Token]:
    """The words that begin so in the folded text, and every %, in order; found in a tenth of the time of a pattern."""
    ends = dict[int, int]()
    for beginning in (*beginnings, _PERCENT):
        start = folded.find(beginning)
        while start >= 0:
            end = _REST.match(folded, start + len(beginning)).end() if beginning != _PERCENT else start + 1  # type: ignore[union-attr]
            if beginning == _PERCENT or not start or not folded[start - 1].isalnum():
                ends[start] = end
            start = folded.find(beginning, end)
    return _make_tokens(text, [(start, end, _plain(text[start:end])) for start, end in sorted(ends.items())])


def _fold(text: str) -> str:
    """Return `text` in lower-case letters of ASCII, with blanks for signs beyond it, each at its place; empty if some
    letter is none of these, with or without an accent, or does not show."""
    if text.isascii():
        return text.lower()
    try:
        folded = text.replace("\u202f", " ").encode(_CODE_PAGE).translate(_FOLDS)
    except UnicodeEncodeError:
        return ""
    return "" if 0 in folded else folded.decode("ascii")


def _may_begin(word: str, wanted: tuple[str, ...]) -> bool:
    """Whether the lexeme of a word may begin as wanted."""
    if not word.isascii():
        word = _without_accents(word)
    return word.startswith(wanted) or not (word.isascii() and word.isalnum())


_without_accents = lru_cache(maxsize=100_000)(strip_accents)


def _find_tokens(text: str, ascii_word: re.Pattern[str], any_word: re.Pattern[str]) -> list[Token]:
    """The words of `text`, by the pattern for lower-case texts of ASCII letters or by that for all others."""
    if text.isascii():
        found = [(*each.span(), each[0]) for each in ascii_word.finditer(text.lower())]
    else:
        found = [(*each.span(), _plain(each[0])) for each in any_word.finditer(text)]
    return _make_tokens(text, found)


def _make_tokens(text: str, found: list[tuple[int, int, str]]) -> list[Token]:
    words = [(start, end, number_word(word) if word[0] in _DIGITS else word) for start, end, word in found]
    return [Token(start, end, word, _form(word, text[start:end])) for start, end, word in words]


_CODE_PAGE = "cp1252"  # of Western Europe


def _fold_code(code: int) -> int:
    """What becomes of a byte of the code page; 0 for what _fold() cannot show."""
    letter = bytes([code]).decode(_CODE_PAGE, "ignore")
    if letter.isascii():
        return ord(letter.lower() or "\0")
    if re.match(f"[{INVISIBLE}]", letter):
        return 0
    if not re.match(LETTER, letter):
        return ord(" ")
    base = strip_accents(letter).lower()
    return ord(base) if base.isascii() else 0


_FOLDS = bytes(map(_fold_code, range(256)))


@lru_cache(maxsize=1000)
def _words_beginning(initials: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words in a lower-case text of ASCII letters, and in any other. Sets come first: they are searched fastest."""
    letters = "".join(sorted(initials - _DIGITS))
    either = f"[{letters}{letters.upper()}]" if letters else _NOTHING
    first = rf"[{letters}](?<![a-z0-9].)" if letters else _NOTHING
    digits = initials & _DIGITS  # a number begins with any digit: one of its parts may begin with one of these
    number = rf"|(?<![a-z0-9])(?:{SIGNED_NUMBER}|[0-9])[a-z0-9]*" if digits else ""
    any_number = rf"|(?<!{LETTER})(?:{SIGNED_NUMBER}|[0-9]){LETTER}*" if digits else ""
    return (
        re.compile(rf"{first}[a-z0-9]*{number}|{_PERCENT}"),
        re.compile(rf"(?:{either}|(?![\x00-\x7f]){LETTER})(?<!{LETTER}.){LETTER}*{any_number}|{_PERCENT}", re.DOTALL),
    )


def count_words(text: str, start: int = 0, end: int | None = None) -> int:
    """How many words text[start:end] has; none of them may be cut."""
    return sum(1 for _ in _WORD.finditer(text, start, len(text) if end is None else end))


def write_numbers(text: str) -> str:
    """Return `text` with each number as its word: "sent 32,000" -> sent 32000."""
    return _NUMBER.sub(lambda found: number_word(comparable(found[0])), text) if may_have_signs(text) else text


def _form(word: str, written: str) -> str:
    if written[0] == word[0]:
        return word
    if word == "nato" and comparable(written) == "Nato":
        return _ALLIANCE
    return comparable(written) if len(word) > 1 and written.isupper() else word


def typed_forms(text: str) -> list[str]:
    """Return the forms under which the words of a query are looked up. Anyone who types "nato" here means NATO."""
    return [_ALLIANCE if token.word == "nato" else token.form for token in tokens(text)]


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return comparable(word).lower()


def plain_words(text: str) -> list[str]:
    """Return the words of a name for looking it up: lower case, without accents. "Türkiye" -> ["turkiye"]."""
    return [token.word for token in tokens(strip_accents(text))]


def plain(text: str) -> str:
    """Return the form in which names and spellings are compared: "L'Élysée" -> "l elysee"."""
    return _remember_plain(text) if len(text) <= _SHORT_NAME else " ".join(plain_words(text))


@lru_cache(maxsize=50_000)
def _remember_plain(text: str) -> str:
    return " ".join(plain_words(text))
