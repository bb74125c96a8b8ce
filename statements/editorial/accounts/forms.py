"""What administrators say of an account, and what each person chooses for herself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from statements.editorial.accounts.preferences import zone_names
from statements.editorial.accounts.roles import AccountRole, give_role, is_last_administrator, role_of
from statements.models import Occasion, Preferences

_FOR_EDITORS = {Occasion.SENT, Occasion.SOURCE}


class AddAccountForm(forms.ModelForm):
    """A new account: a name, an address and a role; whose it is sets the password."""

    role = forms.ChoiceField(label=_("Role"), choices=AccountRole.choices, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["username", "email"]
        labels = {"username": _("Name"), "email": _("Mail")}
        help_texts = {"username": _("To sign in with, and in the log of each document")}


class AccountForm(AddAccountForm):
    """An account. The last administrator stays one."""

    class Meta(AddAccountForm.Meta):
        fields = ["username", "email", "is_active"]
        labels = {**AddAccountForm.Meta.labels, "is_active": _("Active")}
        help_texts = {
            **AddAccountForm.Meta.help_texts,
            "is_active": _("Nobody can sign in with an inactive account. What was done with it stays in the record."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_superuser:  # it may do everything, whatever its role is
            del self.fields["role"]
        elif "role" in self.fields:
            self.fields["role"].initial = role_of(self.instance)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        stays = cleaned.get("is_active") and cleaned.get("role", AccountRole.ADMINISTRATOR) == AccountRole.ADMINISTRATOR
        if not stays and not self.errors and is_last_administrator(self.instance):
            raise ValidationError(
                gettext("This is the last active administrator: make somebody else one first, who has set a password.")
            )
        return cleaned


def keep_role(user: User, form: forms.ModelForm) -> None:
    """Give a saved account the role that was chosen, if it is another one."""
    role = form.cleaned_data.get("role")
    if role and role != role_of(user):
        give_role(user, role)


class PreferencesForm(forms.ModelForm):
    """How somebody wants the desk, and what she is told by mail."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, help_text=_("All hours of the desk are in it."))
    mails = forms.MultipleChoiceField(
        label=_("Send me a mail when"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Preferences
        fields = ["language", "time_zone", "keys"]
        labels = {"language": _("Language of the desk"), "keys": _("Single letters are commands in a review")}
        help_texts = {"keys": _("J and K move, E edits, M joins, D drops.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = list(_list_zones(self.instance.time_zone))  # type: ignore[attr-defined]
        edits = self.instance.user.has_perm("statements.publish_document")
        self._offered = [each for each in Occasion if edits or each not in _FOR_EDITORS]
        self.fields["mails"].choices = [(each.value, each.label) for each in self._offered]  # type: ignore[attr-defined]
        self.fields["mails"].initial = [each for each in self._offered if each not in self.instance.muted]

    def save(self, commit: bool = True) -> Any:
        """Keep the choices; what is not offered to this role stays as it was."""
        wanted = self.cleaned_data["mails"]
        kept = [each for each in self.instance.muted if each not in self._offered]
        self.instance.muted = sorted([*kept, *(each.value for each in self._offered if each not in wanted)])
        return super().save(commit)


def _list_zones(current: str) -> Iterator[tuple[str, Any]]:
    """The zones to choose from, by part of the world; an old name that a browser gave is kept."""
    yield "", gettext("as the archive")
    names = sorted(name for name in zone_names() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/")))
    parts = dict.fromkeys(name.partition("/")[0] for name in names)
    yield "UTC", "UTC"
    if current and current not in names and current != "UTC":
        yield current, current
    for part in parts:
        of_part = [name for name in names if name.startswith(f"{part}/")]
        yield part, [(name, name.partition("/")[2].replace("_", " ")) for name in of_part]
