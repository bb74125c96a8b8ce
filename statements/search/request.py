"""What is asked of the search, as a value: parsed once from the parameters of an address, by the form in `filters`."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from statements.dates import DateInterval
from statements.web.offers import Offer

FACETS = ("language", "kind", "said", "speaker", "publisher", "year")  # filters that take several values
LONG = ("said", "speaker", "publisher")  # those that may have thousands of values
UNDATED = "undated"  # instead of a year
YEAR = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>0[1-9]|1[0-2]))?", re.ASCII)  # or a month of one, 2022-03

# Parameters beside the filters
PAGE = "page"
EXPANDED = "all"  # ?all=speaker shows every value of that facet
SEARCHED = "in_"  # ?in_speaker=mel shows those with a word in their names that begins like this
EXTEND = "extend"  # ?extend=no searches only for what was typed
EXCLUDED = "-"  # before a value: documents without it

Values = Mapping[str, tuple[str, ...]]  # by the name of a filter or a parameter


@dataclass(frozen=True)
class Problem:
    """A parameter that was not understood.

    name: in an address; label: on the page; offers: values it may have instead.
    """

    name: str
    label: str
    message: str
    typed: str = ""
    offers: tuple[Offer, ...] = ()

    @property
    def line(self) -> str:
        """All of it for programs, with the values that may be meant: "sort: there is no “x” here; possible: newest"."""
        changed = (offer.changes[self.name] for offer in self.offers if self.name in offer.changes)
        values = [change if isinstance(change, str) else change[-1] for change in changed]
        return f"{self.name}: {self.message}{'; possible: ' if values else ''}{', '.join(values)}"


class NotUnderstoodError(Exception):
    """Parameters are wrong; says what is wrong with each."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems


@dataclass(frozen=True)
class AmbiguousDate:
    """How a date was read that may mean another one, as 03/04/2024 does; in words."""

    words: str
    other: Offer


@dataclass(frozen=True)
class SearchRequest:
    """Words and filters, and how the documents that pass them are shown.

    chosen, excluded: values of filters; documents must have one of the former and none of the latter.
    page: as typed; expanded: the facet that is shown in full; names_like: the typed beginnings of names in a facet.
    spellings: whether other spellings of the words are searched for too.
    unknown: parameters that are not filters, such as a misspelt one.
    readings: dates that may have been meant otherwise.
    parameters: those of the address, in its order, from which links are made.
    """

    words: str = ""
    chosen: Values = field(default_factory=dict)
    excluded: Values = field(default_factory=dict)
    date_from: DateInterval | None = None
    date_to: DateInterval | None = None
    sort: str = ""
    page: str = "1"
    expanded: str = ""
    names_like: Mapping[str, str] = field(default_factory=dict)
    spellings: bool = True
    unknown: tuple[str, ...] = ()
    readings: tuple[AmbiguousDate, ...] = ()
    parameters: Values = field(default_factory=dict)

    def is_chosen(self, name: str, value: str) -> bool:
        return value in self.chosen.get(name, ())

    def is_excluded(self, name: str, value: str) -> bool:
        return value in self.excluded.get(name, ())

    def lets_pass(self, name: str, value: str) -> bool:
        """Whether documents with this value of a filter can pass it."""
        return not self.is_excluded(name, value) and (not self.chosen.get(name) or self.is_chosen(name, value))

    def named(self, name: str) -> list[str]:
        """The values of a filter, whether chosen or excluded, in the order of the address."""
        return [value.removeprefix(EXCLUDED) for value in self.parameters.get(name, ())]

    def typed(self, name: str) -> str:
        """The last value of a parameter, as typed; empty if it has none."""
        return (self.parameters.get(name) or ("",))[-1]

    def single(self, name: str) -> str:
        """The value of a filter that a form can show in one field: the only one, if not excluded; else empty."""
        only, excluded = self.chosen.get(name, ()), self.excluded.get(name, ())
        return only[0] if len(only) == 1 and not excluded else ""

    def hidden(self, fields: Container[str]) -> list[tuple[str, str]]:
        """(name, value) of every parameter that a form with these `fields` cannot show and must carry along."""
        return [
            (name, value)
            for name, values in self.parameters.items()
            for value in values
            if not (name in fields and (name not in FACETS or self.single(name)))
        ]

    def url(self, **changes: str | Sequence[str]) -> str:
        """The query string with other values of some parameters, back on the first page; an empty value removes one."""
        changed = {name: _encode(name, [value] if isinstance(value, str) else value) for name, value in changes.items()}
        return f"?{'&'.join(filter(None, (self._encoded | changed).values()))}"

    @cached_property
    def _encoded(self) -> dict[str, str]:
        """The parameters as an address has them: a page has two hundred that differ in one."""
        return {name: _encode(name, values) for name, values in self.parameters.items() if name != PAGE}

    def toggle(self, name: str, value: str, *, exclude: bool = False) -> str:
        """The query string with a value chosen, excluded or no longer so; the rest is kept, and the page dropped.

        A value is never both chosen and excluded: one replaces the other.
        """
        wanted, opposite = (f"{EXCLUDED}{value}", value) if exclude else (value, f"{EXCLUDED}{value}")
        values = [each for each in self.parameters.get(name, ()) if each != opposite]
        on = wanted in values
        return self.url(**{name: [each for each in values if each != wanted] if on else [*values, wanted]})

    def reword(self, words: str) -> SearchRequest:
        """The same request for other words."""
        return replace(self, words=words, parameters={**self.parameters, "q": (words,)})

    def narrowed(self, name: str, value: str) -> SearchRequest:
        """The same request, for documents that also have one value of a filter."""
        return replace(
            self,
            chosen={**self.chosen, name: (value,)},
            excluded={**self.excluded, name: ()},
            parameters={**self.parameters, name: (value,)},
        )

    def remove(self, name: str, value: str) -> SearchRequest:
        """The same request with a value of a filter no longer chosen."""
        return replace(
            self,
            chosen={**self.chosen, name: _remove(self.chosen, name, value)},
            parameters={**self.parameters, name: _remove(self.parameters, name, value)},
        )


def _encode(name: str, values: Sequence[str]) -> str:
    return "&".join(
        _remember_encoded(name, value) if len(value) <= _SHORT else _encode_value(name, value)
        for value in values
        if value
    )


def _encode_value(name: str, value: str) -> str:
    return urlencode([(name, value)])


_SHORT = 100  # characters of a value of a facet, which most pages have alike
_remember_encoded = lru_cache(maxsize=20_000)(_encode_value)


def _remove(values: Values, name: str, value: str) -> tuple[str, ...]:
    return tuple(each for each in values.get(name, ()) if each != value)
