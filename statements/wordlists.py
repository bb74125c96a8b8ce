"""Files of words, one a language, in TOML: what the importer and the search know of each language is data."""

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@cache
def read_words(package: str, language: str) -> MappingProxyType[str, Any]:
    """All that the file of `language` in `package` says, table by table: "statements.search.vocabulary", "it"."""
    return MappingProxyType(tomllib.loads(files(package).joinpath(f"{language}.toml").read_text("utf-8")))
