"""What feeds and messages say in words of their own."""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext, ngettext

from statements.following.feed import FeedNotice
from statements.keeping.wording import search_words
from statements.search.facets import chips, make_facets
from statements.search.request import EXTEND, SearchRequest
from statements.search.tally import Tally


def more_words(number: int) -> str:
    """What is said of paragraphs that are left out; nothing where none are."""
    if number <= 0:
        return ""
    words = ngettext("%(shown)s more paragraph in the archive", "%(shown)s more paragraphs in the archive", number)
    return words % {"shown": intcomma(number)}


def notice_words(notice: FeedNotice) -> str:
    """What became of a document that is gone, and why: "Withdrawn: it was sent too early"."""
    told = gettext("Deleted") if notice.deleted else gettext("Withdrawn")
    return f"{told}: {notice.reason}" if notice.reason else told


def name_feed(what: str) -> str:
    """The title of a feed: "Statements on NATO: search for “deterrence” (Language: Italian)"."""
    archive = gettext("Statements on NATO")
    return f"{archive}: {what}" if what else archive


def followed_words(asked: SearchRequest) -> str:
    """What is followed: "search for “deterrence” (Language: Italian)"."""
    return search_words(asked.words, chips(make_facets(Tally(0), asked), asked), as_typed=bool(asked.typed(EXTEND)))
