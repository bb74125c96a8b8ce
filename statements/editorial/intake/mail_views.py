"""The page of the desk on which an editor says which part of a mail is the release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext, gettext_lazy

from statements.editorial.intake.mails import PartChoice, find_replaceable, list_choices, list_kept, make_release
from statements.editorial.pages import desk_page
from statements.editorial.reading_log import note_reading
from statements.editorial.seeing import is_seen, say_hidden, seen_mails
from statements.importer.messages.say import say
from statements.models import Document, Door, ReceivedMail, Result

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Document]
else:
    Base = object

_DIGITS = 5  # of the number of a part
_KINDS = {
    "Word": gettext_lazy("Word"),
    "PDF": gettext_lazy("PDF"),
    "web page": gettext_lazy("web page"),
    "text": gettext_lazy("text"),
    "mail": gettext_lazy("words of the mail"),
    "image": gettext_lazy("image"),
    "file": gettext_lazy("file"),
}


class MailDesk(Base):
    """How the release is found in a mail."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [path("mail/<int:pk>/", view(self.mail_view), name="statements_document_mail"), *super().get_urls()]

    def mail_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the parts of a mail, each with a button that makes a draft of it."""
        mail = get_object_or_404(seen_mails(request.user).select_related("sent_by"), pk=pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._discard(request, mail) if request.POST.get("do") == "discard" else self._take(request, mail)
        return self._show_parts(request, mail)

    def _show_parts(self, request: HttpRequest, mail: ReceivedMail, status: int = 200) -> HttpResponse:
        from statements.importer.draft import Refused  # loads the importer, which other pages do without

        try:
            listing = list_kept(mail)
        except Refused as error:
            messages.error(request, gettext("The mail cannot be read: %(reason)s.") % {"reason": say(str(error))})
            return HttpResponseRedirect(reverse("admin:statements_document_release"))
        note_reading(request, mail.releases.select_related("document"), Door.MAIL)
        choices = list_choices(mail, listing, request.user)
        context = {
            "mail": mail,
            "listing": listing,
            "choices": [(each, _KINDS.get(each.part.kind) or say(each.part.kind)) for each in _sort(choices)],
            "replaceable": self._replaceable(request, mail),
            "may_discard": self._may_discard(request, mail),
        }
        return desk_page(self, request, "mail.html", gettext("Which part is the release?"), status=status, **context)

    def _take(self, request: HttpRequest, mail: ReceivedMail) -> HttpResponse:
        """Make a draft of the part whose button was pressed, or make the one there is anew of it."""
        sent = request.POST.get("part", "")
        if not (sent.isascii() and sent.isdigit() and len(sent) < _DIGITS):
            return self._show_parts(request, mail, status=400)
        instead = self._replaceable(request, mail) if request.POST.get("instead") else None
        outcome = make_release(mail, int(sent), request.user, instead)
        if outcome.document is None:
            told = gettext("That part cannot be the release: %(reason)s.") % {"reason": say(outcome.reason)}
            messages.error(request, told)
            return self._show_parts(request, mail, status=400)
        if not is_seen(outcome.document, request.user):
            messages.error(request, say_hidden())
            return self._show_parts(request, mail, status=400)
        if outcome.result is Result.UNCHANGED:
            messages.info(request, gettext("These words are in the archive already."))
        return HttpResponseRedirect(reverse("admin:statements_document_review", args=[outcome.document.pk]))

    def _discard(self, request: HttpRequest, mail: ReceivedMail) -> HttpResponse:
        """Delete a mail of which nothing was made."""
        if not self._may_discard(request, mail):
            raise PermissionDenied
        mail.delete()
        messages.success(request, gettext("The mail is deleted."))
        return HttpResponseRedirect(reverse("admin:statements_document_release"))

    def _may_discard(self, request: HttpRequest, mail: ReceivedMail) -> bool:
        """Whether somebody may delete a mail: who sent it, or may delete documents, as long as none came of it."""
        own = mail.sent_by_id == request.user.pk or self.has_delete_permission(request)
        return own and not mail.releases.exists()

    def _replaceable(self, request: HttpRequest, mail: ReceivedMail) -> Document | None:
        document = find_replaceable(mail)
        if document is None or not is_seen(document, request.user):
            return None
        return document if self.has_change_permission(request, document) else None


def _sort(choices: list[PartChoice]) -> list[PartChoice]:
    """Return what is probably the release first, then what may be it, the rest below."""
    return sorted(choices, key=lambda each: (bool(each.part.why_not), not each.likely))
