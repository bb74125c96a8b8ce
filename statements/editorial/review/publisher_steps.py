"""Steps of a review: who issued the document. Whoever may change it may propose a publisher; publishing confirms it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from statements.editorial.pages import number_in
from statements.editorial.people.naming import find_publisher
from statements.editorial.people.somebody import NewPublisherForm, add_publisher
from statements.editorial.review.paragraphs import EditRefusedError
from statements.editorial.review.step_request import Step, finish_edit, read_words
from statements.models import Document, Publisher


def _publisher(desk: Any, request: HttpRequest, document: Document) -> str:
    """Set the body that issued the document: one of the archive."""
    rows = Publisher.objects.select_related("merged_into")
    chosen = rows.filter(pk=number_in(request.POST.get("publisher"))).first()
    name = read_words(request, "name", 200)
    found = chosen or find_publisher(name)
    if found is None:
        raise EditRefusedError(
            gettext("No publisher is called “%(name)s”: add it under “Another publisher”.") % {"name": name}
            if name
            else gettext("Type the name of the publisher.")
        )
    return _set_publisher(request, document, found.current)


def _new_publisher(desk: Any, request: HttpRequest, document: Document) -> str:
    """Add a publisher to the archive, which is then that of the document."""
    form = NewPublisherForm(request.POST)
    if not form.is_valid():
        raise EditRefusedError(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return _set_publisher(request, document, add_publisher(form, request.user))


def _set_publisher(request: HttpRequest, document: Document, publisher: Publisher) -> str:
    document.publisher = publisher
    document.save(update_fields=["publisher", "updated"])
    return finish_edit(request, document, f"Issued by {publisher}.", "publisher")


PUBLISHER_STEPS: dict[str, Step] = {"publisher": _publisher, "new-publisher": _new_publisher}
