"""What reference managers read of the documents of a list, from what the list shows of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from statements.citing.citation import OWN_WORDS, Citation
from statements.citing.coins import coins
from statements.citing.names import Name
from statements.models import Document
from statements.web.interface import canonical_with_slugs, pinned


def list_coins(request: HttpRequest, documents: Sequence[Document]) -> dict[int, str]:
    """Return a context object for each document, by its key."""
    address_of = canonical_with_slugs(request, "document")
    return {each.pk: coins(_cite(each, address_of(each.slug))) for each in documents}


def _cite(document: Document, address: str) -> Citation:
    """As citation_of cites it, without what a list does not show."""
    own = {part.slug: part for part in document.participants if part.role in OWN_WORDS}
    return Citation(
        people=tuple(Name(each.name, each.sort_name, each.collective) for each in own.values()),
        title=document.title,
        assigned=document.title_assigned,
        kind=document.kind,
        date=document.date_edtf,
        publisher=document.publisher.name if document.publisher else "",
        location="",
        reference="",
        language=document.language,
        source_url="",
        address=pinned(address, document.latest_number),
        version=document.latest_number,
        slug=document.slug,
    )
