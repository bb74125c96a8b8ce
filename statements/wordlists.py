"""Word files in TOML, one per language: what the importer and the search know about each language is data."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any


def folder_of(package: str) -> Traversable:
    """Return the folder of a package's word files."""
    return files(package)


@cache
def read_words(package: str, language: str) -> MappingProxyType[str, Any]:
    """Return everything in a package's file of `language`, table by table: "statements.search.vocabulary", "it"."""
    return MappingProxyType(tomllib.loads(folder_of(package).joinpath(f"{language}.toml").read_text("utf-8")))
