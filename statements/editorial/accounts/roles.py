"""What somebody may do at the desk: one of three groups, which migrations make; all else follows from it."""

from __future__ import annotations

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, User
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


class AccountRole(models.TextChoices):
    """The role of an account, by the name of its group."""

    CONTRIBUTOR = "contributor", _("contributor: writes drafts")
    EDITOR = "editor", _("editor: publishes, too")
    ADMINISTRATOR = "administrator", _("administrator: keeps the accounts, too")


def role_of(user: User) -> AccountRole | None:
    """The role of an account; the highest, where somebody gave it several; None where it has none."""
    if user.is_superuser:
        return AccountRole.ADMINISTRATOR
    names = {group.name for group in user.groups.all()}
    return next((role for role in reversed(AccountRole) if role.value in names), None)


def give_role(user: User, role: str) -> None:
    """Give an account one role, and take all else that it may do: it belongs to that group alone."""
    user.groups.set([Group.objects.get(name=role)])
    user.user_permissions.clear()
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def find_administrators() -> QuerySet[User]:
    """Those who can keep the accounts now: who has never set a password cannot."""
    able = User.objects.filter(is_active=True, is_staff=True)
    able = able.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return able.filter(Q(is_superuser=True) | Q(groups__name=AccountRole.ADMINISTRATOR)).distinct()


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could keep the accounts. Two who ask at once are served one after the other: it is called
    within the transaction that changes the account."""
    list(Group.objects.select_for_update().filter(name=AccountRole.ADMINISTRATOR))
    able = list(find_administrators().values_list("pk", flat=True))
    return able == [user.pk]
