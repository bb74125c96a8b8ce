"""Turning off mails of one kind by the link in them: signed, so that nobody can turn off those of others."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from statements.alerting.wishes import speak
from statements.editorial.accounts.preferences import ensure_preferences, preferences_of
from statements.models import Occasion, Preferences

_SALT = "statements.editorial.notices.stop"


def stop_url(user: User, occasion: str) -> str:
    """The address that turns mails of an occasion off; it never lapses, as mails are read late."""
    return reverse("stop_notices", args=[signing.dumps([user.pk, str(occasion)], salt=_SALT)])


def stop_notices(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask whether mails are to be turned off; do so where the button is pressed, or by a mail program (RFC 8058)."""
    try:
        key, occasion = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return render(request, "stop_notices.html", {"occasion": None}, status=404)
    user = User.objects.filter(pk=key).first()
    if user is None:
        return render(request, "stop_notices.html", {"occasion": None}, status=404)
    if request.method == "POST":
        mute(user, Occasion(occasion))
    with speak(preferences_of(user).language):
        facts = {"occasion": Occasion(occasion).label, "stopped": request.method == "POST"}
        return render(request, "stop_notices.html", facts)


@transaction.atomic
def mute(user: User, occasion: Occasion) -> None:
    """Send somebody no mails of an occasion any more."""
    ensure_preferences(user)
    kept = Preferences.objects.select_for_update().get(user=user)
    kept.muted = sorted({*kept.muted, occasion})
    kept.save(update_fields=["muted"])
