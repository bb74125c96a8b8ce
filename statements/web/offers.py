"""What may have been meant instead of what was typed, as links that keep the rest of an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

_PAGE = "page"

Changes = Mapping[str, str | Sequence[str]]  # values of parameters, by name; an empty one removes the parameter


@dataclass(frozen=True)
class Offer:
    """What may have been meant: its words for the page, and what changes in the address."""

    words: str
    changes: Changes


def change_address(parameters: QueryDict, changes: Changes) -> str:
    """Return the query string with other values of some parameters, and on the first page, unless that is changed."""
    kept = {name: values for name, values in parameters.lists() if name != _PAGE}
    for name, value in changes.items():
        kept[name] = [each for each in ([value] if isinstance(value, str) else value) if each]
    return f"?{urlencode({name: values for name, values in kept.items() if any(values)}, doseq=True)}"


def link_offers(parameters: QueryDict, offers: Iterable[Offer]) -> list[tuple[str, str]]:
    """Return (words, query string) of each offer."""
    return [(offer.words, change_address(parameters, offer.changes)) for offer in offers]
