"""Links by which somebody sets the password of an account: random, kept as a digest, for one use within seven days."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from statements.alerting.mail import make_mail
from statements.alerting.wishes import speak
from statements.editorial.accounts.preferences import preferences_of
from statements.models import Invitation, hash_secret
from statements.web.site import Addressing

_TEMPLATES = "mail/invitation.txt", "mail/invitation.html"


@transaction.atomic
def invite(user: User, by: Any) -> str:
    """Make a link for an account, and return its path; the one before it no longer works."""
    User.objects.select_for_update().get(pk=user.pk)  # two who invite at once
    user.invitations.filter(used_at=None).delete()
    secret, now = secrets.token_urlsafe(32), timezone.now()
    user.invitations.create(digest=hash_secret(secret), made_at=now, made_by=by, expires_at=now + Invitation.LASTS)
    return reverse("invitation", args=[secret])


def find_invitation(secret: str) -> Invitation | None:
    """The invitation of a link that still works. Within a transaction it is kept from others until the end of it."""
    usable = Invitation.objects.usable().filter(digest=hash_secret(secret))
    return usable.select_for_update(of=("self",)).select_related("user", "made_by").first()


def write_invitation(user: User, by: Any, path: str, site: Addressing) -> EmailMultiAlternatives:
    """The mail with the link, in the language of the account."""
    with speak(preferences_of(user).language):
        is_new = not user.has_usable_password()
        subject = gettext("An account at the desk for you") if is_new else gettext("A new password for the desk")
        facts = {
            "name": user.get_username(),
            "by": by.get_username(),
            "is_new": is_new,
            "address": site.build_absolute_uri(path),
            "days": Invitation.LASTS.days,
        }
        return make_mail(_TEMPLATES, subject, user.email, facts)
