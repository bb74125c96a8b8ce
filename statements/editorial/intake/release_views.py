"""The pages of the desk that take in releases: paste or upload one, or many at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext

from statements.editorial.checking.doubts import NEAREST, doubts_about, say_likeness
from statements.editorial.intake.batches import free, log_added, read_waiting, receive
from statements.editorial.intake.fetching import NotFetchedError, fetch, take_in
from statements.editorial.intake.forms import ReleaseForm
from statements.editorial.intake.mails import receive_mail, waiting_mails
from statements.editorial.intake.unpacking import Release, unpack
from statements.editorial.pages import desk_page, number_in
from statements.editorial.seeing import is_seen, say_hidden, seen_batches, seen_mails
from statements.importer.messages.say import say
from statements.models import Arrival, Batch, Became, Document, Result, Status

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_SECONDS = 4  # for which a request reads files: an editor waits that long without doubting
_SOON, _LATER = 300, 5_000  # milliseconds until the page asks for more
_LATEST = 5  # batches


class ReleaseDesk(Base):
    """How releases enter the archive by hand."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("release/", view(self.release_view), name="statements_document_release"),
            path("batch/<int:pk>/", view(self.batch_view), name="statements_document_batch"),
            *super().get_urls(),
        ]

    def release_view(self, request: HttpRequest) -> HttpResponse:
        """Paste or upload; a single release goes on to its review, several to the table of their batch."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ReleaseForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data.get("address"):
                answer = self._take_address(request, form)
            else:
                answer = self._take_in(request, unpack(_releases(form)), form)
            if answer:
                return answer
        status = 400 if request.method == "POST" else 200
        batches = seen_batches(request.user).select_related("sent_by", "source")[:_LATEST]
        context = {"form": form, "batches": batches, "mails": waiting_mails(seen_mails(request.user))[:_LATEST]}
        return desk_page(self, request, "release.html", gettext("Add a release"), status=status, **context)

    def _take_in(self, request: HttpRequest, releases: list[Release], form: ReleaseForm) -> HttpResponse | None:
        """Return where to go next; None if nothing was sent, or if a file was refused: then the form says why."""
        from statements.editorial.intake.bulk_files import (
            is_bulk,  # loads the importer, which only senders of files wait for
        )

        if not releases:
            form.add_error(None, gettext("It contains no files."))
            return None
        first = releases[0]
        if len(releases) > 1 or is_bulk(first.content, first.name):
            batch = receive(releases, request.user)
            read_waiting(batch, _SECONDS)
            return HttpResponseRedirect(reverse("admin:statements_document_batch", args=[batch.pk]))
        return self._take_one(request, first, form)

    def _take_one(self, request: HttpRequest, release: Release, form: ReleaseForm) -> HttpResponse | None:
        from statements.importer.files import import_upload

        if not release.refusal and (mail := receive_mail(release, request.user)):
            if not seen_mails(request.user).filter(pk=mail.pk).exists():
                form.add_error(None, say_hidden())
                return None
            return HttpResponseRedirect(reverse("admin:statements_document_mail", args=[mail.pk]))
        outcome = import_upload(release.content, Path(release.name)) if not release.refusal else None
        if outcome is None or outcome.document is None:
            reason = say(outcome.reason if outcome else release.refusal)
            refused = gettext("%(name)s was refused: %(reason)s.")
            form.add_error(None, refused % {"name": release.name, "reason": reason.removesuffix(".")})
            return None
        log_added(outcome, request.user)
        if not is_seen(outcome.document, request.user):
            form.add_error(None, say_hidden())
            return None
        if outcome.result is Result.UNCHANGED:
            said = gettext("%(name)s is already in the archive, byte for byte.")
            messages.info(request, said % {"name": release.name})
        return HttpResponseRedirect(reverse("admin:statements_document_review", args=[outcome.document.pk]))

    def _take_address(self, request: HttpRequest, form: ReleaseForm) -> HttpResponse | None:
        """Fetch an address; its draft opens for review. None if nothing was kept: then the form says why."""
        try:
            file = fetch(form.cleaned_data["address"], overrule=form.cleaned_data["overrule"])
        except NotFetchedError as error:
            form.asks_not_to = error.asks_not_to
            form.add_error("address", str(error))
            return None
        outcome = take_in(file, request.user)
        if outcome.document is None:
            form.add_error("address", gettext("It was refused: %(reason)s.") % {"reason": say(outcome.reason)})
            return None
        if not is_seen(outcome.document, request.user):
            form.add_error("address", say_hidden())
            return None
        if outcome.result is Result.UNCHANGED:
            messages.info(request, gettext("What is at this address is already in the archive."))
        return HttpResponseRedirect(reverse("admin:statements_document_review", args=[outcome.document.pk]))

    def batch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what became of each file of a batch; read those waiting, and publish the good ones together."""
        batch = get_object_or_404(seen_batches(request.user).select_related("sent_by", "source"), pk=pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            if request.POST.get("do") == "publish":
                if answer := self._publish_together(request, batch):
                    return answer
            else:
                read_waiting(batch, _SECONDS)
            return HttpResponseRedirect(request.path)
        arrivals = list(batch.arrivals.defer("content").select_related("document__mailed").order_by("position"))
        seen = set(Document.objects.seen_by(request.user).filter(arrivals__batch=batch).values_list("pk", flat=True))
        documents = [each.document if each.document_id in seen else None for each in arrivals]
        like = Document.objects.seen_by(request.user).in_bulk({key for each in arrivals for key, _ in each.like})
        rows = [
            (each, document, _look_at(each, document, like)) for each, document in zip(arrivals, documents, strict=True)
        ]
        waiting = sum(each.became == Became.WAITING for each in arrivals)
        title = gettext("Files sent together: %(count)s") % {"count": intcomma(len(arrivals))}
        if batch.source:
            title = gettext("From %(source)s: %(count)s") % {"source": batch.source, "count": intcomma(len(arrivals))}
        if waiting:
            title += gettext(", %(count)s to be read") % {"count": intcomma(waiting)}
        may = self.has_publish_permission(request)  # type: ignore[attr-defined]
        done = len(arrivals) - waiting
        context = {"batch": batch, "rows": rows, "waiting": waiting, "done": done, "may_publish": may}
        context["delay"] = _SOON if free(batch).exists() else _LATER
        return desk_page(self, request, "batch.html", title, **context)

    def _publish_together(self, request: HttpRequest, batch: Batch) -> HttpResponse | None:
        """Ask about the drafts ticked in the table; publish those that are ticked in the answer."""
        if not self.has_publish_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        chosen = [number_in(sent) for sent in request.POST.getlist("document")]
        drafts = (
            Document.objects.filter(pk__in=chosen, arrivals__batch=batch).exclude(status=Status.PUBLISHED).distinct()
        )
        if not drafts:
            messages.info(request, gettext("Tick what you want to publish."))
        elif request.POST.get("confirmed"):
            self.publish_ticked(request, drafts)  # type: ignore[attr-defined]
        else:
            return self.ask_to_publish(request, drafts, {"do": "publish"})  # type: ignore[attr-defined]
        return None


def _look_at(arrival: Arrival, document: Document | None, seen: Mapping[int, Document]) -> list[str]:
    """What to look at before the document made from a file is published. seen: by key, the documents that may be named
    as like it."""
    near = [say_likeness(seen[key], percent) for key, percent in arrival.like if key in seen][:NEAREST]
    doubts = doubts_about(document) if document and document.status == Status.DRAFT else []
    return list(dict.fromkeys([*map(say, arrival.warnings), *near, *doubts]))


def _releases(form: ReleaseForm) -> list[Release]:
    """Return what the form sent; pasted words as HTML of the page they came from, if the browser supplies it."""
    found = [Release(each.name, each.read()) for each in form.cleaned_data["sent"]]
    words, page = form.cleaned_data["words"], form.cleaned_data["page"]
    if page.strip() and words.strip():
        found.append(Release("pasted.html", f"<!doctype html><meta charset=utf-8><body>{page}</body>".encode()))
    elif words.strip():
        found.append(Release("pasted.txt", words.encode()))
    return found
