"""The words that the importer knows, one file of data a language."""

import re
from pathlib import Path

import pytest

from statements import importer
from statements.importer.vocabulary import pattern_of, vocabulary
from statements.languages import LANGUAGES


def _lists(language: str) -> dict[str, list[str]]:
    tables = vocabulary(language).items()
    return {f"{table}.{name}": words for table, lists in tables for name, words in lists.items()}


def test_every_language_has_the_same_lists() -> None:
    lists = {language: _lists(language).keys() for language in LANGUAGES}
    assert all(names == lists["en"] for names in lists.values()), lists


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_twice_in_a_list(language: str) -> None:
    twice = {name: words for name, words in _lists(language).items() if len(set(words)) < len(words)}
    assert not twice


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_are_in_the_order_of_the_alphabet(language: str) -> None:
    unsorted = [name for name, words in _lists(language).items() if words != sorted(words, key=str.casefold)]
    assert not unsorted


def test_every_list_is_read_by_a_rule() -> None:
    code = "\n".join(path.read_text("utf-8") for path in Path(importer.__file__).parent.rglob("*.py"))
    lists = [name for name in _lists("en") if not name.startswith(("months.", "zones."))]  # which are read as tables
    quoted = set(re.findall(r"""["'](\w+)["']""", code))  # the name alone, where a rule puts its table before it
    unread = [name for name in lists if name not in code and name.split(".")[1] not in quoted]
    assert not unread


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_a_comment_names_is_there(language: str) -> None:
    folder = Path(importer.__file__).parent
    named = set(re.findall(r"[\w/]+\.py", (folder / "vocabulary" / f"{language}.toml").read_text("utf-8")))
    assert named
    assert {name for name in named if not any((each / name).exists() for each in (folder, folder.parent))} == set()


@pytest.mark.parametrize(
    ("word", "text"),
    [("updat*", "updated"), ("a démenti", "a  démenti"), ("d'armée", "d’armée"), ("sept.", "sept.")],
)
def test_a_word_is_found_however_it_is_spaced_and_written(word: str, text: str) -> None:
    assert re.fullmatch(pattern_of(word), text)


def test_capitals_may_lack_their_accents_and_small_letters_may_not() -> None:
    assert re.fullmatch(pattern_of("prononcé"), "PRONONCE", re.I)
    assert not re.fullmatch(pattern_of("prononcé"), "prononce", re.I)
    assert not re.fullmatch(pattern_of("è"), "E", re.I)
