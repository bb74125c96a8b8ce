"""The pages of the desk, in the admin: add a release, review what the importer made of it, its record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from statements.comparing.documents import compare
from statements.editorial.duplicates import near_duplicates, possible_translations
from statements.editorial.forms import FactsForm, ParagraphForm, PublishForm, ReleaseForm
from statements.editorial.intake import Release, take_in
from statements.editorial.paragraphs import EditRefusedError, drop, merge, restore, split
from statements.editorial.speakers import give_turns, speaker_called, unknown_turns
from statements.editorial.verify import verify
from statements.editorial.workflow import log_of, note, record_edit, send_to_review, why_not_publish
from statements.importer import VERSION
from statements.importer.files import Outcome
from statements.importer.turns import labels_of
from statements.marks import pieces
from statements.models import Document, Paragraph, Source, Speaker, Status, snapshot

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

PARAGRAPHS_A_PAGE = 100
_MEANWHILE = "Somebody else changed this document meanwhile. Here it is as it is now: do it again."
_SURE = {
    "editor": "decided by an editor",
    "manifest": "stated by the manifest",
    "text": "stands in the text",
    "heading": "stands in the heading",
    "guess": "a guess: look at it",
    "unknown": "not found: look for it",
}


class Desk(Base):
    """What the admin of documents has beside its lists and forms."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("release/", view(self.release_view), name="statements_document_release"),
            path("<int:pk>/review/", view(self.review_view), name="statements_document_review"),
            path("<int:pk>/compare/<int:other>/", view(self.compare_view), name="statements_document_compare"),
            path("<int:pk>/record/", view(self.record_view), name="statements_document_record"),
            *super().get_urls(),
        ]

    def release_view(self, request: HttpRequest) -> HttpResponse:
        """Paste or upload; one release goes on to its review, many to a table of what each became."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.POST.get("do") == "publish":
            return self._publish_together(request)
        form = ReleaseForm(request.POST or None, request.FILES or None)
        outcomes: list[Outcome] = []
        if request.method == "POST" and form.is_valid():
            outcomes = take_in(_releases(form))
            rows = [(each, self._taken(request, each)) for each in outcomes]
            if len(rows) == 1 and rows[0][1]:
                return HttpResponseRedirect(reverse("admin:statements_document_review", args=[rows[0][1].pk]))
            if rows:
                return self._page(request, "release.html", "Add releases", form=form, rows=rows)
            form.add_error(None, "There is no file in it.")
        status = 400 if request.method == "POST" else 200
        return self._page(request, "release.html", "Add a release", status=status, form=form, rows=[])

    def _taken(self, request: HttpRequest, outcome: Outcome) -> Document | None:
        """The document that a release became, with a word in its log; None where it was refused."""
        document = Document.objects.filter(slug=outcome.slug).first() if outcome.slug else None
        if document and outcome.result == "created":
            note(document, request.user, f"Added: {outcome.path.name}.")
        if document and outcome.result == "unchanged":
            messages.info(request, f"{outcome.path.name} is in the archive already: these are its very bytes.")
        return document

    def _publish_together(self, request: HttpRequest) -> HttpResponse:
        """Publish the drafts that are ticked in the table."""
        if not self.has_publish_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        chosen = [pk for pk in request.POST.getlist("document") if pk.isascii() and pk.isdigit() and len(pk) < 19]
        self.publish(request, Document.objects.filter(pk__in=chosen))  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("admin:statements_document_changelist"))

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The source beside the paragraphs, and all that an editor does to them before they are published."""
        document = get_object_or_404(Document, pk=pk)
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        facts = FactsForm(instance=document)
        if request.method == "POST":
            if not self.has_change_permission(request, document):
                raise PermissionDenied
            done = self._do(request, document)
            if not isinstance(done, FactsForm):
                return HttpResponseRedirect(f"{request.path}{done}")
            facts = done
        return self._review(request, document, facts)

    def _do(self, request: HttpRequest, document: Document) -> FactsForm | str:
        """Do what was asked for. Returns where on the page to go on, or the form that has errors."""
        wanted = request.POST.get("do", "")
        if request.POST.get("seen") != document.updated.isoformat():
            messages.error(request, _MEANWHILE)
            return ""
        if wanted == "facts":
            return self._set_facts(request, document)
        try:
            return _STEPS[wanted](self, request, document) if wanted in _STEPS else ""
        except EditRefusedError as error:
            messages.error(request, str(error))
            return _where(request)

    def _set_facts(self, request: HttpRequest, document: Document) -> FactsForm | str:
        form = FactsForm(request.POST, instance=document)
        if not form.is_valid():
            return form
        form.save()
        if "language" in form.changed_data:
            document.paragraphs.filter(language=form.initial["language"]).update(language=document.language)
        record_edit(document, request.user, form.changed_data)
        note(document, request.user, f"Changed {', '.join(form.changed_data) or 'nothing'}.")
        return ""

    def _review(self, request: HttpRequest, document: Document, facts: FactsForm) -> HttpResponse:
        numbers = Paginator(document.paragraphs.select_related("speaker").order_by("position"), PARAGRAPHS_A_PAGE)
        shown = numbers.get_page(request.GET.get("page"))
        source = Source.objects.defer("content").filter(document=document).first()
        return self._page(
            request,
            "review.html",
            f"Review: {document}",
            status=400 if facts.errors else 200,
            document=document,
            facts=[(field, _sure(document, field.name)) for field in facts],
            source=source,
            pieces=_source_pieces(source, shown) if source else [],
            paragraphs=list(shown.object_list),
            numbers=shown,
            kinds=Paragraph._meta.get_field("kind").choices,
            speakers=Speaker.objects.filter(participations__document=document).distinct(),
            duplicates=near_duplicates(document) if document.status != Status.PUBLISHED else [],
            translations=possible_translations(document),
            turns=unknown_turns(document),
            publish_form=PublishForm(),
            why_not=why_not_publish(document, request.user),
            may_change=self.has_change_permission(request, document),
            may_publish=self.has_publish_permission(request),  # type: ignore[attr-defined]
            seen=document.updated.isoformat(),
        )

    def compare_view(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """What a draft has that a document like it has not, and the other way round."""
        documents = [get_object_or_404(Document, pk=each) for each in (other, pk)]
        if not all(self.has_view_permission(request, each) for each in documents):
            raise PermissionDenied
        comparison = compare(*(snapshot(each) for each in documents))
        context: dict[str, Any] = {"document": documents[1], "other": documents[0], "interface": "en"}
        return self._page(request, "compare.html", f"Compare: {documents[1]}", comparison=comparison, **context)

    def record_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The record of a document: where it came from, who did what when, and whether it is still what it was."""
        document = get_object_or_404(Document, pk=pk)
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        return self._page(
            request,
            "record.html",
            f"Record: {document}",
            document=document,
            source=Source.objects.defer("content", "spans", "text").filter(document=document).first(),
            importer=VERSION,
            log=log_of(document),
            revisions=document.revisions.defer("content").select_related("published_by").order_by("-number"),
            problems=verify(document),
        )

    def _page(self, request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return render(request, f"desk/{template}", around | context, status=status)


def _releases(form: ReleaseForm) -> list[Release]:
    """What was sent with the form; pasted words as the page that they were copied from, where the browser tells it."""
    found = [Release(each.name, each.read()) for each in form.cleaned_data["sent"]]
    words, page = form.cleaned_data["words"], form.cleaned_data["page"]
    if page.strip() and words.strip():
        found.append(Release("pasted.html", f"<!doctype html><meta charset=utf-8><body>{page}</body>".encode()))
    elif words.strip():
        found.append(Release("pasted.txt", words.encode()))
    return found


def _sure(document: Document, name: str) -> str:
    """Where a fact came from, in words; nothing of one that is empty, but for those that each document should have."""
    if name == "title_assigned" or (not getattr(document, name) and name not in ("kind", "date_edtf")):
        return ""
    origin = document.provenance.get(name, "")
    return _SURE.get(origin, f"stated by {origin}" if origin else "")


def _source_pieces(source: Source, shown: Any) -> list[Any]:
    """The stretch of the source that the paragraphs shown are from, with what stands before the next ones."""
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


def _paragraph(request: HttpRequest, document: Document) -> Paragraph:
    key = request.POST.get("paragraph", "")
    return get_object_or_404(Paragraph, document=document, key=key)


def _where(request: HttpRequest) -> str:
    """The same page of paragraphs, at the one that was worked on."""
    page, key = request.GET.get("page", ""), request.POST.get("paragraph", "")
    query = f"?page={page}" if page.isascii() and page.isdigit() else ""
    return f"{query}#{key}" if key.isascii() and key.isalnum() else query


def _edited(request: HttpRequest, document: Document, words: str) -> str:
    record_edit(document, request.user, ["paragraphs"])
    note(document, request.user, words)
    return _where(request)


def _split(desk: Desk, request: HttpRequest, document: Document) -> str:
    """Before the words that were typed, where they stand once."""
    paragraph, words = _paragraph(request, document), request.POST.get("before", "").strip()
    if not words or paragraph.text.count(words) != 1:
        raise EditRefusedError("Type the words that the second half begins with, enough of them to stand only once.")
    split(paragraph, paragraph.text.index(words))
    return _edited(request, document, f"Split {paragraph.place}.")


def _merge(desk: Desk, request: HttpRequest, document: Document) -> str:
    paragraph = merge(_paragraph(request, document))
    return _edited(request, document, f"Joined {paragraph.place} with the next.")


def _drop(desk: Desk, request: HttpRequest, document: Document) -> str:
    paragraph = _paragraph(request, document)
    drop(paragraph)
    return _edited(request, document, f"Dropped {paragraph.place}.")


def _restore(desk: Desk, request: HttpRequest, document: Document) -> str:
    start = request.POST.get("start", "")
    if not (start.isascii() and start.isdigit() and len(start) < 10):
        raise Http404("There is no such place in the source.")
    return _edited(request, document, f"Restored {restore(document, int(start)).place}.")


def _attribute(desk: Desk, request: HttpRequest, document: Document) -> str:
    """Whose turn it is, and of what kind."""
    paragraph = _paragraph(request, document)
    form = ParagraphForm(request.POST, speakers=Speaker.objects.filter(participations__document=document))
    if not form.is_valid():
        raise EditRefusedError("Choose a kind, and somebody who takes part in the document.")
    paragraph.kind, paragraph.speaker = form.cleaned_data["kind"], form.cleaned_data["speaker"]
    paragraph.save(update_fields=["kind", "speaker"])
    turn = paragraph.speaker or "nobody’s turn"
    return _edited(request, document, f"{paragraph.place} is now {paragraph.get_kind_display()}, {turn}.")


def _send(desk: Desk, request: HttpRequest, document: Document) -> str:
    send_to_review(document, request.user, request.POST.get("words", "")[:500])
    messages.success(request, "Sent to review.")
    return ""


def _publish(desk: Any, request: HttpRequest, document: Document) -> str:
    """Now, or from the moment on that was typed."""
    form = PublishForm(request.POST)
    if not desk.has_publish_permission(request):
        raise PermissionDenied
    if not form.is_valid():
        raise EditRefusedError("That is no moment: write it as 2024-03-01 18:00.")
    if why_not := why_not_publish(document, request.user):
        raise EditRefusedError(why_not)
    document.publish_at = form.cleaned_data["publish_at"]
    document.save(update_fields=["publish_at", "updated"])
    document.publish(by=request.user)
    note(document, request.user, f"Published. {form.cleaned_data['words']}".strip())
    later = "" if document.is_public else f" It will be public from {document.publish_at:%Y-%m-%d %H:%M} UTC on."
    messages.success(request, f"Published.{later}")
    return ""


def _withdraw(desk: Any, request: HttpRequest, document: Document) -> str:
    reason = request.POST.get("words", "").strip()
    if not desk.has_publish_permission(request):
        raise PermissionDenied
    if not reason:
        raise EditRefusedError("Say why: readers who come for it will be told.")
    document.withdraw(reason)
    note(document, request.user, f"Withdrawn: {reason}"[:500])
    return ""


def _group(desk: Desk, request: HttpRequest, document: Document) -> str:
    """Make the document and another one translations of each other."""
    other = possible_translations(document).filter(pk=request.POST.get("other") or 0).first()
    if other is None:
        raise EditRefusedError("That is no possible translation any more.")
    group = document.translation_group or other.translation_group or uuid4()
    for each in (document, other):
        each.translation_group = group
        each.save(update_fields=["translation_group", "updated"])
        note(each, request.user, "Put with its translation.")
    return ""


def _turns(desk: Desk, request: HttpRequest, document: Document) -> str:
    """Give all turns with a label to somebody, who takes part from then on: one who is known, or new by the name."""
    label, name = request.POST.get("label", ""), " ".join(request.POST.get("name", "").split())[:200]
    if label not in labels_of(document.paragraphs.order_by("position").values_list("text", flat=True)):
        raise EditRefusedError("No turn begins like that any more.")
    found = Speaker.objects.filter(pk=request.POST.get("speaker") or 0).first() or speaker_called(name)
    if found is None:
        raise EditRefusedError("Choose a speaker, or type a name.")
    give_turns(document, label, found)
    return _edited(request, document, f"Gave the turns of {label} to {found}.")


_STEPS: dict[str, Callable[[Any, HttpRequest, Document], str]] = {
    "split": _split,
    "merge": _merge,
    "drop": _drop,
    "restore": _restore,
    "attribute": _attribute,
    "send": _send,
    "publish": _publish,
    "withdraw": _withdraw,
    "group": _group,
    "turns": _turns,
}
