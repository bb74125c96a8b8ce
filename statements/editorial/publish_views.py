"""Publishing several documents at once: asks first, and says what is doubtful about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from statements.editorial.doubts import doubts_about, likeness_of
from statements.editorial.pages import desk_page, number_in
from statements.editorial.workflow import note, publishing_obstacle
from statements.models import Document, Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_MOST = 100  # documents at once, since each is compared with the archive
_WITHDRAWN = "it was withdrawn: publish it from its review page."


@dataclass(frozen=True)
class Candidate:
    """A document to be published. why_not: why it cannot be; doubts: what an editor should know first."""

    document: Document
    why_not: str
    doubts: list[str]


class PublishDesk(Base):
    """Publishing from the list of documents and from a batch."""

    actions = ["publish"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("statements.publish_document")

    @admin.action(description="Publish…", permissions=["publish"])
    def publish(self, request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse | None:
        """Ask which of the documents to publish; publish those ticked in the answer."""
        if request.POST.get("confirmed"):
            ticked = {number_in(sent) for sent in request.POST.getlist("document")}
            self.publish_ticked(request, documents.filter(pk__in=ticked))
            return None
        if documents.count() > _MOST:
            messages.error(request, f"Publish {_MOST} documents at most at a time: each is checked first.")
            return None
        return self.ask_to_publish(request, documents, {"action": "publish"})

    def ask_to_publish(self, request: HttpRequest, documents: QuerySet[Document], sent: dict[str, str]) -> HttpResponse:
        """Return the page that says what is doubtful about each document; its form sends `sent` along."""
        candidates = [_candidate(each, request.user) for each in documents.select_related("publisher")]
        title = f"Publish {len(candidates)} document{'' if len(candidates) == 1 else 's'}?"
        some = any(not each.why_not for each in candidates)
        return desk_page(self, request, "publish.html", title, candidates=candidates, sent=sent, some=some)

    def publish_ticked(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        """Publish the documents one by one: one that may not be published does not stop the others."""
        published = [each for each in (self._publish_one(request, document.pk) for document in documents) if each]
        later = sum(not document.is_public for document in published)
        embargoed = f" {later} of them will become public later, when their embargo ends." if later else ""
        if published:
            messages.success(request, f"{len(published)} published.{embargoed}")

    @transaction.atomic
    def _publish_one(self, request: HttpRequest, pk: int) -> Document | None:
        """Publish a document; if there is a reason against it, say so instead."""
        document = Document.objects.select_for_update().get(pk=pk)
        if why_not := _obstacle(document, request.user):
            messages.error(request, f"{document}: {why_not}")
            return None
        document.publish(by=request.user)
        note(document, request.user, "Published.")
        return document


def _obstacle(document: Document, by: Any) -> str:
    """Why a document cannot be published with the others, in words; empty if it can."""
    if document.status == Status.PUBLISHED:
        return "it is already published."
    return _WITHDRAWN if document.status == Status.WITHDRAWN else publishing_obstacle(document, by)


def _candidate(document: Document, by: Any) -> Candidate:
    done = document.status == Status.PUBLISHED
    doubts = [] if done else [*likeness_of(document), *doubts_about(document)]
    return Candidate(document, _obstacle(document, by), doubts)
