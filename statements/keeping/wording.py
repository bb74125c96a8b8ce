"""A kept result in words: its filters, its moment, and the citation for a footnote in the three languages."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext, pgettext

from statements.citing.citation import ARCHIVE
from statements.citing.words import LANGUAGES, QUOTES
from statements.dates import day_words, hour_words
from statements.keeping.canonical import as_query
from statements.languages import interface_language
from statements.models import FrozenResult
from statements.search.facets import Chip, chips, make_facets
from statements.search.filters import search_request
from statements.search.request import NotUnderstoodError
from statements.search.tally import Tally


def describe_filters(result: FrozenResult) -> list[Chip]:
    """The filters of a result in the language of the page, by the names that people and publishers have today."""
    try:
        asked = search_request(as_query(result.parameters))
    except NotUnderstoodError:
        given = result.parameters.items()
        return [Chip(name, value, "") for name, values in given if name != "q" for value in values]
    return chips(make_facets(Tally(0), asked), asked)


def count_words(result: FrozenResult) -> str:
    """How many documents there were and on which day: "1,518 documents on 28 November 2026"."""
    return _number_words(result) % {
        "shown": intcomma(result.total),
        "day": day_words(timezone.localtime(result.kept_at).date()),
    }


def _number_words(result: FrozenResult) -> str:
    if result.partial:
        return ngettext(
            "%(shown)s document with some of the words on %(day)s",
            "%(shown)s documents with some of the words on %(day)s",
            result.total,
        )
    if not result.total:
        return gettext("No document on %(day)s")
    return ngettext("%(shown)s document on %(day)s", "%(shown)s documents on %(day)s", result.total)


def cite_result_in(result: FrozenResult, address: str, language: str) -> str:
    """The citation for a footnote in a language: archive, search, number, day and hour, address."""
    with translation.override(LANGUAGES[language]):
        return cite_result(result, address)


def cite_result(result: FrozenResult, address: str) -> str:
    """The citation in the language of the page."""
    parts = [ARCHIVE, _search_words(result), f"{count_words(result)}, {hour_words(result.kept_at)}"]
    return f"{', '.join(parts)}. {address}"


def _search_words(result: FrozenResult) -> str:
    return search_words(result.words, describe_filters(result), as_typed="extend" in result.parameters)


def search_words(words: str, filters: Iterable[Chip], *, as_typed: bool) -> str:
    """What is searched for: "search for “deterrence” (Language: Italian)"; "all documents" where that is all.

    as_typed: without other spellings.
    """
    opening, closing = QUOTES[interface_language()]
    told = [*map(_filter_words, filters), *([gettext("only as typed")] if as_typed else [])]
    if words:
        searched = gettext("search for %(words)s") % {"words": f"{opening}{words}{closing}"}
    else:
        searched = gettext("list of documents") if told else gettext("all documents")
    return f"{searched} ({'; '.join(told)})" if told else searched


def _filter_words(chip: Chip) -> str:
    label = gettext("%(label)s not") % {"label": chip.label} if chip.excluded else chip.label
    return pgettext("a filter and its value", "%(label)s: %(value)s") % {"label": label, "value": chip.value}
