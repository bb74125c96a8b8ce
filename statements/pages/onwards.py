"""From a search to its frequency and its timeline, and back: what is kept on the way, and what is not."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from statements.languages import LANGUAGES
from statements.models import Kind, Publisher, Speaker
from statements.search.filters import DocumentFilter
from statements.search.request import EXCLUDED, EXPANDED, EXTEND, LONG, PAGE, SEARCHED, SearchRequest
from statements.search.speakers import Asked

# What other pages of the same documents have no use for: the order of a list, its page, and how its filters are shown
_OF_LISTS = ("sort", PAGE, EXPANDED, *(f"{SEARCHED}{name}" for name in LONG))
FILTERS = tuple(name for name in DocumentFilter.base_filters if name not in ("q", "sort"))
_LABELS = {
    "language": _("Language"),
    "kind": _("Kind"),
    "said": _("Said by"),
    "speaker": _("Takes part"),
    "publisher": _("Publisher"),
    "year": _("Year"),
    "date_from": pgettext_lazy("dates", "From"),
    "date_to": pgettext_lazy("dates", "To"),
}


class NamedFilter(NamedTuple):
    """A filter and a value of it: as parameters have them, and in words."""

    name: str
    value: str
    label: str
    words: str


def links_onwards(asked: SearchRequest) -> dict[str, str]:
    """The pages that count the same words under the same filters; only the timeline where there are no words."""
    query = asked.url(**dict.fromkeys(_OF_LISTS, ""))
    pages = ("frequency", "first", "timeline") if asked.typed("q").strip() else ("timeline",)
    return {page: f"{reverse(page)}{query}" for page in pages}


def list_url(asked: SearchRequest, **changes: str | Sequence[str]) -> str:
    """The search for the documents that `asked` asks for, with other values of some parameters."""
    return f"{reverse('search')}{asked.url(**changes)}"


def search_url(given: QueryDict, words: str, people: Mapping[str, Asked]) -> str:
    """The search for `words` under the filters of another page’s parameters; the list of documents without words.

    people: by filter, who is meant by a name typed there, as searches know only slugs.
    """
    return f"{reverse('search' if words else 'browse')}?{_keep_filters(given, words, people)}"


def first_url(given: QueryDict, words: str, people: Mapping[str, Asked]) -> str:
    """The page that says who said `words` first, under the same filters."""
    return f"{reverse('first')}?{_keep_filters(given, words, people)}"


def _keep_filters(given: QueryDict, words: str, people: Mapping[str, Asked]) -> str:
    kept = {name: given.getlist(name) for name in (*FILTERS, EXTEND) if any(given.getlist(name))}
    kept |= {name: [each.speaker.slug] for name, each in people.items() if each.speaker}
    return urlencode({"q": words, **kept} if words else kept, doseq=True)


def keep_known(given: QueryDict, known: Container[str]) -> str:
    """The query of an address without what a page has no use for: empty and unknown parameters."""
    kept = {name: [each for each in values if each] for name, values in given.lists() if name in known}
    return urlencode({name: values for name, values in kept.items() if values}, doseq=True)


def name_filters(given: QueryDict, names: Iterable[str]) -> list[NamedFilter]:
    """The filters with these names that `given` has, in words: "Kind", "Speech"."""
    return [_name(name, value) for name in names for value in given.getlist(name) if value]


def name_hidden(asked: SearchRequest, fields: Container[str]) -> list[NamedFilter]:
    """The parameters that a form with these `fields` cannot show and must carry along, in words."""
    return [_name(name, value) for name, value in asked.hidden(fields)]


def _name(name: str, value: str) -> NamedFilter:
    return NamedFilter(name, value, str(_LABELS.get(name, name)), _words(name, value))


def _words(name: str, value: str) -> str:
    """A value as people read it; what nobody knows stays as it was typed, shortened."""
    plain = value.removeprefix(EXCLUDED)
    if name == "kind" and plain in Kind.values:
        shown = capfirst(str(Kind(plain).label))
    elif name == "language" and plain in LANGUAGES:
        shown = capfirst(LANGUAGES[plain].label)
    else:
        shown = _named(name, plain) or plain[:60]
    return gettext("not %(value)s") % {"value": shown} if value.startswith(EXCLUDED) else shown


def _named(name: str, slug: str) -> str:
    """The name behind the slug of a speaker or a publisher whom the public may know of; empty for all else."""
    models: dict[str, type[Speaker | Publisher]] = {"said": Speaker, "speaker": Speaker, "publisher": Publisher}
    if name not in models or "\0" in slug:
        return ""
    found = models[name].objects.public().filter(slug=slug).first()
    return found.name if found else ""
