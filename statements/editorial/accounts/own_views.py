"""What each person does with her own account: preferences, the first password, a forgotten one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import login
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_encode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from statements.alerting.asking import count_mail, send_aside
from statements.alerting.mail import make_mail
from statements.alerting.wishes import speak
from statements.editorial.accounts.forms import PreferencesForm
from statements.editorial.accounts.invitations import find_invitation
from statements.editorial.accounts.preferences import ensure_preferences, preferences_of, zone_names
from statements.editorial.accounts.roles import AccountRole, role_of
from statements.keeping.hourly import TooManyError
from statements.web.proxy import client_address
from statements.web.site import Site, can_mail

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_FORGOTTEN = "mail/forgotten.txt", "mail/forgotten.html"


def _draw(request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page around which the admin is drawn, for whom it knows and whom it does not."""
    around = {**admin.site.each_context(request), "title": title}
    return render(request, f"desk/accounts/{template}", around | context, status=status)


def my_account(request: HttpRequest) -> HttpResponse:
    """Show and change how somebody wants the desk."""
    user: Any = request.user
    kept = ensure_preferences(user)
    form = PreferencesForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        form.save()
        with speak(form.instance.language):
            messages.success(request, gettext("Your preferences are saved."))
        return HttpResponseRedirect(request.path)
    role = role_of(user)
    facts = {"role": AccountRole(role).label if role else "", "can_mail": can_mail()}
    status = 400 if request.method == "POST" else 200
    return _draw(request, "mine.html", gettext("My account"), status, form=form, **facts)


@require_POST
def set_zone(request: HttpRequest) -> HttpResponse:
    """Take the time zone of the browser; back to where it was offered."""
    name = request.POST.get("time_zone", "")
    if name not in zone_names():
        return HttpResponse(gettext("No such time zone is known here."), status=400, content_type="text/plain")
    user: Any = request.user
    kept = ensure_preferences(user)
    kept.time_zone = name
    kept.save(update_fields=["time_zone"])
    return _go_back(request)


@require_POST
def set_keys(request: HttpRequest) -> HttpResponse:
    """Let single letters do something on a review, or not; back to where it was chosen."""
    kept = ensure_preferences(request.user)
    kept.keys = request.POST.get("keys") == "on"
    kept.save(update_fields=["keys"])
    return _go_back(request)


def _go_back(request: HttpRequest) -> HttpResponse:
    """Lead to the page that a form was sent from, if it is one of ours; else to the front page."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else reverse("admin:index"))


@never_cache
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let somebody set the password of her account, once, and sign her in. A link that was used, has lapsed or was made
    up is answered in one way."""
    with transaction.atomic():
        invitation = find_invitation(secret)
        if invitation is None:
            answer = _draw(request, "lapsed.html", gettext("This link no longer works"), 404)
        else:
            form = SetPasswordForm(invitation.user, request.POST or None)
            if request.method == "POST" and form.is_valid():
                form.save()
                invitation.used_at = timezone.now()
                invitation.save(update_fields=["used_at"])
                login(request, invitation.user, backend=_BACKEND)
                return HttpResponseRedirect(reverse("admin:index"))
            facts = {"form": form, "name": invitation.user.get_username()}
            status = 400 if request.method == "POST" else 200
            answer = _draw(request, "accept.html", gettext("Set your password"), status, **facts)
    answer["Referrer-Policy"] = "same-origin"  # the address is a secret
    answer["X-Robots-Tag"] = "noindex"
    return answer


class ForgottenForm(PasswordResetForm):
    """An address of mail to which the way to a new password is sent, if it is one of an account."""

    def save(self, **_: Any) -> None:  # type: ignore[override]
        """Send the mails while the page goes on: it takes as long for an address that nobody has."""
        for user in self.get_users(self.cleaned_data["email"]):
            if isinstance(user, User) and user.is_staff:
                send_aside(_write_forgotten(user))


def _write_forgotten(user: User) -> Any:
    key, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    address = Site().build_absolute_uri(reverse("password_reset_confirm", args=[key, token]))
    with speak(preferences_of(user).language):
        facts = {"name": user.get_username(), "address": address}
        return make_mail(_FORGOTTEN, gettext("A new password for the desk"), user.email, facts)


class ForgottenView(PasswordResetView):
    """Asks for the address of mail. Whether an account has it is told to nobody but its mailbox."""

    form_class = ForgottenForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not can_mail():
            return _draw(request, "ask.html", gettext("Forgotten your password?"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**admin.site.each_context(self.request), **kwargs})

    def form_valid(self, form: PasswordResetForm) -> Any:
        try:
            count_mail(form.cleaned_data["email"], client_address(self.request))
        except TooManyError as error:
            form.add_error(None, gettext("Too many mails were asked for: try again in an hour."))
            answer = self.render_to_response(self.get_context_data(form=form), status=429)
            answer["Retry-After"] = error.retry_after
            return answer
        return super().form_valid(form)
