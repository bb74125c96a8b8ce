"""The accounts, as administrators keep them: name, mail and role, an invitation, and the locks of sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from statements.alerting.asking import UnsentError, send_now
from statements.editorial.accounts.forms import AccountForm, AddAccountForm, keep_role
from statements.editorial.accounts.invitations import invite, write_invitation
from statements.editorial.accounts.locks import find_locks, lift_lock
from statements.editorial.accounts.roles import AccountRole, role_of
from statements.editorial.pages import desk_page
from statements.models import Invitation
from statements.web.site import Site, can_mail

if TYPE_CHECKING:
    Base = admin.ModelAdmin[User]
else:
    Base = object


_ONE_BUTTON: dict[str, Any] = {"show_save_and_add_another": False, "show_save_and_continue": False}


class AccountDesk(Base):
    """Accounts are deactivated, never deleted: what their owners did stays on each document's record."""

    form = AccountForm
    change_form_template = "desk/accounts/account.html"
    change_list_template = "desk/accounts/accounts.html"
    list_display = ["username", "email", "role", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "email"]
    ordering = ["username"]
    actions = None

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        role = role_of(user)
        return str(AccountRole(role).label).partition(":")[0] if role else gettext("none")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("locks/", view(self.locks_view), name="auth_user_locks"),
            path("<int:pk>/invite/", view(self.invite_view), name="auth_user_invite"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, user: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, user: Any = None) -> bool:
        """Whether the account may be changed: one that may do everything is changed only by its like."""
        may = super().has_change_permission(request, user)
        return may and (user is None or not user.is_superuser or bool(request.user.is_superuser))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs, **({} if obj else {"form": AddAccountForm}))

    def get_fields(self, request: HttpRequest, user: Any = None) -> list[Any]:
        """The fields that can be changed: of one who may do everything, no role."""
        if user is None:
            return ["username", "email", "role"]
        readable = self.has_change_permission(request, user) and not user.is_superuser
        return ["username", "email", *(["role"] if readable else []), "is_active"]

    def save_model(self, request: HttpRequest, user: User, form: Any, change: bool) -> None:
        if not change:
            user.set_unusable_password()
        super().save_model(request, user, form, change)
        keep_role(user, form)

    def response_add(self, request: HttpRequest, user: User, post_url_continue: Any = None) -> HttpResponse:
        """Invite whose account was made, and show the link: it is kept nowhere, so it is shown once."""
        return self._invite(request, user)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        user = self.get_object(request, object_id)
        more = dict(_ONE_BUTTON)
        if user is not None and self.has_change_permission(request, user):
            invitation = user.invitations.select_related("made_by").first()
            usable = invitation is not None and Invitation.objects.usable().filter(pk=invitation.pk).exists()
            more |= {"locks": find_locks(user.get_username()), "invitation": invitation, "usable": usable}
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return super().add_view(request, form_url, {**_ONE_BUTTON, **(extra_context or {})})

    def invite_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link by which the password of an account is set, and send it, where there is a mail server."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[pk]))
        if not user.is_active:
            messages.error(request, gettext("The account is not active."))
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[pk]))
        return self._invite(request, user)

    def _invite(self, request: HttpRequest, user: User) -> HttpResponse:
        made = invite(user, request.user)
        self.log_change(request, user, "Made a link by which the password is set.")
        site = Site() if can_mail() else request
        sent, failed = False, False
        if can_mail() and user.email:
            try:
                send_now(write_invitation(user, request.user, made, site))
                sent = True
            except UnsentError:
                failed = True
        link = site.build_absolute_uri(made)
        title = gettext("A link for %(name)s") % {"name": user}
        facts: dict[str, Any] = {"account": user, "link": link, "days": Invitation.LASTS.days}
        return desk_page(self, request, "accounts/invited.html", title, sent=sent, failed=failed, **facts)

    def locks_view(self, request: HttpRequest) -> HttpResponse:
        """List the names that cannot sign in now; lift a lock."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            name, address = request.POST.get("name", ""), request.POST.get("address", "")
            if "\0" not in name + address and lift_lock(name, address):
                messages.success(request, gettext("The lock is lifted: %(name)s can sign in again.") % {"name": name})
                for user in User.objects.filter(username=name):
                    self.log_change(request, user, "Lifted a lock of sign-in.")
            else:
                messages.info(request, gettext("There is no such lock any more."))
            return HttpResponseRedirect(request.path)
        return desk_page(self, request, "accounts/locks.html", gettext("Locks of sign-in"), locks=find_locks())
