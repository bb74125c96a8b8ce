"""Files of words, one a language, in TOML: what the importer and the search know of each language is data."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any


def folder_of(package: str) -> Traversable:
    """Where the files of words of a package are."""
    return files(package)


@cache
def read_words(package: str, language: str) -> MappingProxyType[str, Any]:
    """All that the file of `language` in `package` says, table by table: "statements.search.vocabulary", "it"."""
    return MappingProxyType(tomllib.loads(folder_of(package).joinpath(f"{language}.toml").read_text("utf-8")))
