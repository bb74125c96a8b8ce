"""The page of the desk on which an editor reviews what the importer made of a release, and decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from statements.editorial.confirm import confirmation, has_to_be_confirmed
from statements.editorial.doubts import doubts_about
from statements.editorial.duplicates import find_duplicates, possible_translations
from statements.editorial.forms import FactsForm, PublishForm
from statements.editorial.pages import desk_page
from statements.editorial.paragraphs import EditRefusedError
from statements.editorial.proposals import propose_people, propose_publisher
from statements.editorial.speakers import unknown_turns
from statements.editorial.steps import STEPS, return_url
from statements.editorial.workflow import follow_language, log_of, note, publishing_obstacle, record_edit
from statements.importer.draft import Use
from statements.marks import pieces
from statements.models import Document, Paragraph, Role, Source, Speaker, Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

PARAGRAPHS_A_PAGE = 100
_MEANWHILE = "This document has changed since you opened it. It is shown here as it is now"
_SURE = {
    "editor": "decided by an editor",
    "manifest": "stated by the manifest",
    "text": "given in the text",
    "heading": "given in the heading",
    "guess": "a guess: check it",
    "unknown": "not found: fill it in",
}
_OF_PUBLISHERS = ("publish", "withdraw")  # steps that change only who sees the document
_FOLDED = 4  # longest run of dropped pieces that is not folded
_EXPECTED = ("language", "kind", "date_edtf", "publisher")  # facts that every document should have


class ReviewDesk(Base):
    """What an editor does to a document, before it is published and after."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/review/", view(self.review_view), name="statements_document_review"),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the source beside the paragraphs, with everything an editor does to them before they are published."""
        if request.method == "POST":
            with transaction.atomic():
                locked = get_object_or_404(Document.objects.select_for_update(), pk=pk)
                return self._decide(request, locked)
        document = get_object_or_404(Document, pk=pk)
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        return self._review(request, document)

    def _decide(self, request: HttpRequest, document: Document) -> HttpResponse:
        """Carry out the request, unless somebody else was first: then nothing that was typed is lost.

        Facts sent along are saved before the step is taken: whoever types a title and presses Publish means both.
        """
        wanted = request.POST.get("do", "")
        may_change = self.has_change_permission(request, document)
        if not may_change and not (wanted in _OF_PUBLISHERS and self.has_publish_permission(request)):  # type: ignore[attr-defined]
            raise PermissionDenied
        if request.POST.get("seen") != document.updated.isoformat():
            return self._meanwhile(request, document)
        with_facts = may_change and wanted != "withdraw" and "fact-title" in request.POST
        facts = FactsForm(request.POST, instance=document) if with_facts else None
        if facts and not facts.is_valid():
            return self._review(request, Document.objects.get(pk=document.pk), _refill_form(request), facts, status=400)
        if has_to_be_confirmed(request, document, facts):
            return confirmation(self, request, Document.objects.get(pk=document.pk), facts)
        if facts:
            self._keep_facts(request, document, facts)
        try:
            with transaction.atomic():
                place = STEPS[wanted](self, request, document) if wanted in STEPS else return_url(request)
        except (EditRefusedError, IntegrityError) as error:
            refused = isinstance(error, EditRefusedError)
            messages.error(
                request, str(error) if refused else "Somebody else was changing it at the same moment: try again."
            )
            place = return_url(request)
        return HttpResponseRedirect(f"{request.path}{place}")

    def _meanwhile(self, request: HttpRequest, document: Document) -> HttpResponse:
        """Show the document as somebody else left it, with this editor's typing still in its fields."""
        facts = None
        if "fact-title" in request.POST:
            facts = FactsForm(request.POST, instance=Document.objects.get(pk=document.pk))
            facts.add_error(None, f"{_MEANWHILE}, with what you typed: save again if you want to keep that.")
        else:
            messages.error(request, f"{_MEANWHILE}: do it again if you still want to.")
        return self._review(request, document, _refill_form(request), facts, status=409)

    def _keep_facts(self, request: HttpRequest, document: Document, form: FactsForm) -> None:
        if not form.changed_data:
            return
        form.save()
        if "language" in form.changed_data:
            follow_language(document, form.initial["language"])
        record_edit(document, request.user, form.changed_data)
        note(
            document, request.user, f"Changed {', '.join(str(form.fields[name].label) for name in form.changed_data)}."
        )
        messages.success(request, "The facts are saved.")

    def _review(
        self,
        request: HttpRequest,
        document: Document,
        publish: PublishForm | None = None,
        facts: FactsForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        numbers = Paginator(document.paragraphs.select_related("speaker").order_by("position"), PARAGRAPHS_A_PAGE)
        shown = numbers.get_page(request.GET.get("page"))
        source = Source.objects.defer("content").filter(document=document).first()
        return desk_page(
            self,
            request,
            "review.html",
            f"Review: {document}",
            status=status,
            is_nav_sidebar_enabled=False,  # source and paragraphs stand beside each other
            document=document,
            facts=_rows(document, facts or FactsForm(instance=document)),
            wrong=facts.non_field_errors() if facts else [],
            source=source,
            runs=runs_of(_source_pieces(source, shown)) if source else [],
            paragraphs=list(shown.object_list),
            numbers=shown,
            kinds=Paragraph._meta.get_field("kind").choices,
            roles=Role.choices,
            people=document.participations.select_related("speaker").order_by("position", "pk"),
            proposed=propose_people(document),
            publisher=propose_publisher(document),
            speakers=Speaker.objects.filter(participations__document=document).distinct(),
            duplicates=find_duplicates(document) if document.status != Status.PUBLISHED else [],
            translations=possible_translations(document),
            turns=unknown_turns(document),
            publish_form=publish or PublishForm(initial={"publish_at": _to_come(document)}),
            last=log_of(document).first(),
            why_not=publishing_obstacle(document, request.user),
            doubts=_doubts(document),
            may_change=self.has_change_permission(request, document),
            may_publish=self.has_publish_permission(request),  # type: ignore[attr-defined]
            seen=document.updated.isoformat(),
        )


def _doubts(document: Document) -> list[str]:
    """What to know before it is published, besides the warnings shown above."""
    if document.status == Status.PUBLISHED:
        return []
    return [each for each in doubts_about(document) if each not in document.provenance.get("warnings", [])]


def _refill_form(request: HttpRequest) -> PublishForm:
    """Keep the note and the time that were typed, so that the page shows them again."""
    return PublishForm(initial={name: request.POST.get(name, "") for name in ("publish_at", "words")})


def _to_come(document: Document) -> datetime | None:
    """The end of a current embargo; for a draft, the end stated in its source, for the editor to confirm."""
    moment = document.publish_at or (_embargo_of(document) if document.status == Status.DRAFT else None)
    return moment if moment and moment > timezone.now() else None


def _embargo_of(document: Document) -> datetime | None:
    """The time before which the source forbids publication; the start of the day if it names only a day."""
    stated = document.provenance.get("not_before")
    if not stated:
        return None
    moment = datetime.fromisoformat(stated["value"])
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


@dataclass(frozen=True)
class Run:
    """Pieces of a source shown together on the page. dropped: how many were dropped; reasons: why, each once."""

    pieces: list[Any]
    dropped: int
    reasons: list[str]

    @property
    def is_folded(self) -> bool:
        """Whether it is shown only on request: the navigation of a web page can be longer than its text."""
        return self.dropped > _FOLDED


def runs_of(all_pieces: list[Any]) -> list[Run]:
    """Return the pieces of a source, grouping those dropped one after the other."""
    runs = list[Run]()
    for dropped, found in groupby(all_pieces, key=_is_dropped):
        together = list(found)
        reasons = [each.mark["reason"] for each in together if dropped and each.mark]
        runs.append(Run(together, len(reasons), list(dict.fromkeys(reasons))))
    return runs


def _is_dropped(piece: Any) -> bool:
    """Whether a piece was dropped, or is only space around one that was."""
    return piece.mark["use"] == Use.DROPPED if piece.mark else not piece.text.strip()


def _rows(document: Document, form: FactsForm) -> list[tuple[Any, str, str]]:
    """Return each field with the origin of its value and, if something else was typed, the value in the archive."""
    typed = form.changed_data if form.is_bound else []
    return [
        (field, _sure(document, field.name), _now(document, field.name) if field.name in typed else "")
        for field in form
    ]


def _now(document: Document, name: str) -> str:
    """The value in the archive, shown where something else was typed."""
    display = getattr(document, f"get_{name}_display", lambda: getattr(document, name))
    return f"the archive has: {display() or 'nothing'}"


def _sure(document: Document, name: str) -> str:
    """The origin of a fact, in words; empty for an empty one, unless every document should have it."""
    if not getattr(document, name):
        return _SURE["unknown"] if name in _EXPECTED else ""
    if name == "title_assigned":
        return ""
    origin = document.provenance.get(name, "")
    if origin.startswith("guess, "):
        return f"a {origin}"
    return _SURE.get(origin, f"from {origin}" if origin else "")


def _source_pieces(source: Source, shown: Any) -> list[Any]:
    """Return the part of the source that the paragraphs shown came from, up to the start of the next page's."""
    starts = [each.start for each in shown.object_list if each.start is not None]
    first = min(starts) if starts and shown.number > 1 else 0
    last = len(source.text)
    if shown.has_next():
        following = shown.paginator.page(shown.next_page_number()).object_list[0].start
        last = following if following is not None else last
    spans = [
        (max(start, first) - first, min(end, last) - first, {"use": use, "reason": reason, "start": start})
        for start, end, use, reason in source.spans
        if reason != "spacing" and start < last and end > first
    ]
    return pieces(source.text[first:last], spans)
