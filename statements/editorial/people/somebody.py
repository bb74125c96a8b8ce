"""Adding somebody, or a publisher, to the archive: what is asked, and who is nearly called the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from statements.dates import DateInterval
from statements.editorial.date_fields import DayField
from statements.editorial.people.likely import fold_name, likely_people, likely_publishers, nearly_called, turn_name
from statements.editorial.people.naming import make_office, make_publisher, make_speaker
from statements.languages import LANGUAGE_CHOICES, LANGUAGES
from statements.letters import normalize_name
from statements.models import Document, Publisher, Speaker

PERSON, BODY = "person", "body"


class NewEntryForm(forms.Form):
    """An entry that is to be added: refused at first where the archive has one nearly called so."""

    name = forms.CharField(label=gettext_lazy("Name, as it is written"), required=False, max_length=200)
    sure = forms.CharField(required=False, widget=forms.HiddenInput)  # the name for which they were shown already

    nearly: list[Any]  # those who are nearly called so, to be shown once more
    made = ""  # the name that would be added

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "new_%s", **kwargs})  # a dialogue stands on the page of the review

    def find_nearly(self, name: str) -> list[Any]:
        """Return the entries that `name` may well be."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Make the name, and look for entries that have it, or nearly so."""
        cleaned = super().clean() or self.cleaned_data
        self.nearly = []
        name = self.made = self.make_name(cleaned)
        if self.errors:
            return cleaned
        if not name:
            raise forms.ValidationError(gettext("Type the name."))
        if self._manager().filter(name=name).exists():
            self.nearly = self.find_nearly(name)
            raise forms.ValidationError(gettext("The archive has somebody of exactly this name: choose them."))
        if fold_name(cleaned["sure"]) != fold_name(name):
            self.nearly = self.find_nearly(name)
        if self.nearly:
            names = gettext(" or ").join(str(each) for each in self.nearly)
            said = gettext("%(name)s may be %(names)s: choose who is meant, or add the name once more.")
            raise forms.ValidationError(said % {"name": name, "names": names}, code="nearly")
        return {**cleaned, "name": name}

    def make_name(self, cleaned: dict[str, Any]) -> str:
        """Return the name as the archive stores it."""
        return normalize_name(cleaned.get("name") or "")

    def _manager(self) -> Any:
        raise NotImplementedError


class SomebodyForm(NewEntryForm):
    """Somebody new: a person or a body, the name, what of it is the family name, and an office."""

    what = forms.ChoiceField(
        label=gettext_lazy("Is it a person?"),
        choices=[(PERSON, gettext_lazy("a person")), (BODY, gettext_lazy("a body"))],
        initial=PERSON,
        widget=forms.RadioSelect,
    )
    family_name = forms.CharField(label=gettext_lazy("Family name"), required=False, max_length=98)
    given_name = forms.CharField(label=gettext_lazy("Given name"), required=False, max_length=98)
    office = forms.CharField(label=gettext_lazy("Office"), required=False, max_length=200)
    since = DayField(label=gettext_lazy("Held since"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, day: DateInterval | None = None, **kwargs: Any) -> None:
        """day: that of the document, on which offices are asked for."""
        super().__init__(*args, **kwargs)
        self._day = day

    def make_name(self, cleaned: dict[str, Any]) -> str:
        """Return the name as written; the given and the family name where only these were typed."""
        self._check_parts(cleaned)
        name = super().make_name(cleaned)
        return name or normalize_name(f"{cleaned.get('given_name') or ''} {cleaned.get('family_name') or ''}")

    def _check_parts(self, cleaned: dict[str, Any]) -> None:
        """Refuse parts that are not of the name, half a sort name, and an office that ends before it starts."""
        family, given = cleaned.get("family_name") or "", cleaned.get("given_name") or ""
        name = f" {fold_name(cleaned.get('name') or '')} "
        if given and not family:
            self.add_error("family_name", gettext("Type the family name too, or neither."))
        if "," in family + given:
            self.add_error("family_name", gettext("Type the family name and the given name without a comma."))
        if name.strip() and family and f" {fold_name(family)} " not in name:
            self.add_error("family_name", gettext("This is no part of the name above."))
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since >= until:
            self.add_error("until", gettext("An office starts before it ends."))
        if (since or until) and not cleaned.get("office"):
            self.add_error("office", gettext("Type the office that was held then."))

    def find_nearly(self, name: str) -> list[Speaker]:
        return nearly_called(likely_people(name, self._day))

    def _manager(self) -> Any:
        return Speaker.objects

    @property
    def sort_name(self) -> str:
        """As in an index, where family and given name of a person were stated; empty otherwise."""
        family, given = self.cleaned_data["family_name"], self.cleaned_data["given_name"]
        return f"{family}, {given}" if family and given and self.cleaned_data["what"] == PERSON else ""


class NewPublisherForm(NewEntryForm):
    """A new publisher: its name, and the language of that."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the name"),
        choices=[("", gettext_lazy("none of these")), *LANGUAGE_CHOICES],
        required=False,
    )

    def find_nearly(self, name: str) -> list[Publisher]:
        return nearly_called(likely_publishers(name))

    def _manager(self) -> Any:
        return Publisher.objects


def begin_somebody(typed: str) -> SomebodyForm:
    """Return the form for a name that was typed; "Rossi, Maria" states which is the family name, others do not."""
    name = normalize_name(typed)[:200]
    family, comma, given = name.partition(", ")
    stated = {"family_name": family, "given_name": given} if turn_name(name) != name and comma else {}
    return SomebodyForm(initial={"name": turn_name(name), "what": PERSON, **stated})


def add_somebody(form: SomebodyForm, document: Document, by: Any) -> Speaker:
    """Add the speaker that a valid form describes. The office is titled in the language of the document."""
    facts = form.cleaned_data
    speaker = make_speaker(facts["name"], form.sort_name, collective=facts["what"] == BODY, by=by)
    if facts["office"]:
        language = document.language or next(iter(LANGUAGES))
        make_office(speaker, facts["office"], language, since=facts["since"], until=facts["until"])
    return speaker


def add_publisher(form: NewPublisherForm, by: Any) -> Publisher:
    """Add the publisher that a valid form describes."""
    return make_publisher(form.cleaned_data["name"], form.cleaned_data["language"], by)


def day_of(document: Document) -> DateInterval:
    """The days of a document, on which offices are asked for."""
    return DateInterval(document.date_start, document.date_end)
