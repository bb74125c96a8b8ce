"""The language that a text is in."""

from copy import copy
from functools import cache
from typing import Any

from statements.languages import LANGUAGES

_SAMPLE = 20_000  # characters that tell a language
_SURE = 0.99


@cache
def _of_any_language() -> Any:
    """The model of all languages that it knows."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second that not all need

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _of_ours() -> Any:
    """The same model, which takes a second to load, with a view of the languages of the archive only."""
    ours = copy(_of_any_language())
    ours.set_languages(list(LANGUAGES))
    return ours


def identify_language(text: str) -> tuple[str, float]:
    """The language of `text` among those of the archive, and how likely it is, from 0 to 1.

    By py3langid (https://github.com/adbar/py3langid).
    """
    code, probability = _of_ours().classify(text[:_SAMPLE])
    return str(code), float(probability)


def foreign_language(text: str) -> str:
    """The ISO 639-1 code of the language of `text` where it is surely none of the archive's; else empty."""
    code, probability = _of_any_language().classify(text[:_SAMPLE])
    return str(code) if code not in LANGUAGES and probability > _SURE else ""
