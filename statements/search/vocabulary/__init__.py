"""What the search knows of each language, as data: one file a language, with tables of lists."""

from functools import cache
from types import MappingProxyType
from typing import Any

from statements.languages import LANGUAGES
from statements.wordlists import read_words


def vocabulary(language: str) -> MappingProxyType[str, Any]:
    """All that the file of `language` says, table by table."""
    return read_words(__name__, language)


@cache
def own_words(language: str) -> frozenset[str]:
    """Words of `language` that are stop words of another one."""
    return frozenset(vocabulary(language)["stop_words"]["own"])


@cache
def list_words(table: str, name: str) -> frozenset[str]:
    """The words of one list, of all languages. Raises KeyError where a language has no such list."""
    return frozenset(word for language in LANGUAGES for word in vocabulary(language)[table][name])
