"""The page that asks before several documents are published, and says what is doubtful about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from statements.editorial.pages import desk_page, number_in
from statements.editorial.publishing.together import JointOutcome, make_candidate, publish_together
from statements.editorial.review.preview_links import tell_open_links
from statements.models import Document

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_MOST = 100  # documents at once, since each is compared with the archive
_NAMED = 20  # refused ones


class PublishDesk(Base):
    """Publishing from the list of documents and from a batch."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("statements.publish_document")

    @admin.action(description=_("Publish…"), permissions=["publish"])
    def publish(self, request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse | None:
        """Ask which of the documents to publish; publish those ticked in the answer."""
        if request.POST.get("confirmed"):
            self.publish_ticked(request, documents)
            return None
        if documents.count() > _MOST:
            messages.error(
                request, gettext("Publish %(n)s documents at most at a time: each is checked first.") % {"n": _MOST}
            )
            return None
        return self.ask_to_publish(request, documents, {"action": "publish"})

    def ask_to_publish(self, request: HttpRequest, documents: QuerySet[Document], sent: dict[str, str]) -> HttpResponse:
        """Return the page that says what is doubtful about each document; its form sends `sent` along."""
        candidates = [make_candidate(each, request.user) for each in documents.select_related("publisher")]
        number = len(candidates)
        clean = [each for each in candidates if each.is_clean]
        counts = {"ticked": len(clean), "later": sum(each.is_later for each in clean), "number": number}
        counts["now"] = counts["ticked"] - counts["later"]
        title = ngettext("Publish %(n)s document?", "Publish %(n)s documents?", number) % {"n": number}
        some = any(not each.why_not for each in candidates)
        return desk_page(
            self, request, "publish.html", title, candidates=candidates, sent=sent, some=some, counts=counts
        )

    def publish_ticked(self, request: HttpRequest, documents: QuerySet[Document]) -> None:
        """Publish those of the documents that are ticked, as they were shown: what was not shown is not published."""
        seen = read_seen(request, documents)
        if not seen:
            messages.info(request, gettext("Nothing was ticked, so nothing is published."))
            return
        asked = max(len(set(request.POST.getlist("_selected_action"))), len(seen))
        outcome = publish_together(seen, request.user)
        words = gettext("%(done)s of %(all)s published: %(now)s public now, %(later)s later.") % {
            "done": len(outcome.done),
            "all": asked,
            "now": len(outcome.done) - outcome.later,
            "later": outcome.later,
        }
        say_outcome(request, outcome, words)
        for document in outcome.done:
            tell_open_links(request, document)


def read_seen(request: HttpRequest, documents: QuerySet[Document]) -> dict[int, str]:
    """The ticked ones of some documents, in their order, with the state in which each was shown."""
    ticked = {number_in(sent) for sent in request.POST.getlist("document")}
    keys = documents.filter(pk__in=ticked).values_list("pk", flat=True)
    return {key: request.POST.get(f"seen-{key}", "") for key in keys}


def say_outcome(request: HttpRequest, outcome: JointOutcome, words: str) -> None:
    """Say how many were handled, and why the others were not."""
    (messages.success if outcome.done else messages.warning)(request, words)
    for title, reason in outcome.refused[:_NAMED]:
        messages.error(request, f"{title}: {reason}")
    if (more := len(outcome.refused) - _NAMED) > 0:
        messages.error(request, ngettext("And %(n)s more.", "And %(n)s more.", more) % {"n": more})
