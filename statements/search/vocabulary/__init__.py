"""What the search knows about each language, as data: one file per language, with tables of lists."""

from functools import cache
from types import MappingProxyType
from typing import Any

from statements.languages import LANGUAGES
from statements.wordlists import read_words


def vocabulary(language: str) -> MappingProxyType[str, Any]:
    """Return everything in the file of `language`, table by table."""
    return read_words(__name__, language)


@cache
def own_words(language: str) -> frozenset[str]:
    """Return the words of `language` that are stop words in another one."""
    return frozenset(vocabulary(language)["stop_words"]["own"])


@cache
def list_words(table: str, name: str) -> frozenset[str]:
    """Return the words of one list, for all languages. Raises KeyError where a language has no such list."""
    return frozenset(word for language in LANGUAGES for word in vocabulary(language)[table][name])
