"""The page of the tokens: an account makes, sees and revokes its own; who manages accounts, all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from statements.editorial.pages import desk_page, number_in
from statements.editorial.tokens.forms import TokenForm
from statements.models import ApiToken

if TYPE_CHECKING:
    Base = admin.ModelAdmin[ApiToken]
else:
    Base = object


class TokenDesk(Base):
    """Nobody changes or deletes a token: it works, or it is revoked."""

    def get_urls(self) -> list[Any]:
        return [path("", self.admin_site.admin_view(self.tokens_view), name="statements_apitoken_changelist")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _may_send(request)

    def has_view_permission(self, request: HttpRequest, token: Any = None) -> bool:
        return _may_send(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, token: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, token: Any = None) -> bool:
        return False

    def tokens_view(self, request: HttpRequest) -> HttpResponse:
        """List the tokens; make one, whose secret is shown in the answer and never again; revoke one."""
        if not _may_send(request):
            raise PermissionDenied
        if request.method == "POST" and request.POST.get("do") == "revoke":
            return self._revoke(request)
        may_publish = request.user.has_perm("statements.publish_document")
        form = TokenForm(request.POST or None, may_publish=may_publish)
        if request.method == "POST" and form.is_valid():
            return self._make(request, form)
        return self._show(request, form, status=400 if request.method == "POST" else 200)

    @sensitive_variables("secret")
    def _make(self, request: HttpRequest, form: TokenForm) -> HttpResponse:
        account: Any = request.user
        token, secret = ApiToken.make(account, form.cleaned_data["name"], form.scopes, form.last_day)
        _note(request, token, ADDITION, "Made.")
        fresh = TokenForm(may_publish=request.user.has_perm("statements.publish_document"))
        response = self._show(request, fresh, secret=secret, token=token)
        response["Cache-Control"] = "no-store"
        return response

    def _show(self, request: HttpRequest, form: TokenForm, status: int = 200, **more: Any) -> HttpResponse:
        others = _others(request) if _manages(request) else None
        own = ApiToken.objects.filter(account_id=request.user.pk)
        address = request.build_absolute_uri("/api/releases")
        context = {"form": form, "own": own, "others": others, "api_address": address, **more}
        return desk_page(self, request, "tokens.html", gettext("Tokens"), status=status, **context)

    def _revoke(self, request: HttpRequest) -> HttpResponse:
        """Revoke a token: one's own, or anybody's by those who manage accounts. Others' seem not to be there."""
        tokens = ApiToken.objects.all() if _manages(request) else ApiToken.objects.filter(account_id=request.user.pk)
        token = get_object_or_404(tokens, pk=number_in(request.POST.get("token")))
        if token.revoked is None:
            token.revoke()
            _note(request, token, CHANGE, "Revoked.")
        messages.success(request, gettext("The token “%(name)s” is revoked.") % {"name": token.name})
        return HttpResponseRedirect(request.path)


def _may_send(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.has_perm("statements.add_document")


def _manages(request: HttpRequest) -> bool:
    return request.user.has_perm("auth.change_user")


def _others(request: HttpRequest) -> QuerySet[ApiToken]:
    return ApiToken.objects.exclude(account_id=request.user.pk).select_related("account")


def _note(request: HttpRequest, token: ApiToken, what: int, words: str) -> None:
    account: Any = request.user
    LogEntry.objects.create(
        user=account,
        content_type=ContentType.objects.get_for_model(ApiToken),
        object_id=str(token.pk),
        object_repr=str(token)[:200],
        action_flag=what,
        change_message=words,
    )
