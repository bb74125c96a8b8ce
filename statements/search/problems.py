"""What is wrong with the parameters of an address, in words, and what they may be instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from statements.search.request import EXCLUDED, NotUnderstoodError, Problem
from statements.typed_dates.errors import DateNotReadError
from statements.typed_dates.read import TypedDate, read_date
from statements.typed_dates.wording import range_words
from statements.web.offers import Changes, Offer

_LONGEST_TYPED = 200  # characters shown again
NO_SUCH_VALUE = _("there is no “%(value)s” here")
NOT_A_YEAR = _("“%(value)s” is not a year or a month: write 2022 or 2022-03")


class OfferedError(ValidationError):
    """What is wrong with a field, and the changes of the address that may have been meant; "" stands for the field."""

    def __init__(self, message: str, *changes: Changes) -> None:
        super().__init__(message)
        self.changes = changes


def explain_errors(form: forms.Form, typed: QueryDict) -> NotUnderstoodError:
    """Return what is wrong with each field of a form."""
    problems = (
        _problem(form, name, error, typed) for name, errors in form.errors.as_data().items() for error in errors
    )
    return NotUnderstoodError(*problems)


def _problem(form: forms.Form, name: str, error: ValidationError, typed: QueryDict) -> Problem:
    field = form.fields[name]
    value = _shorten((error.params or {}).get("value", typed.get(name, "")))
    message = " ".join(error.messages).rstrip(".")
    offers = _list_offers(name, field, error, typed.getlist(name))
    return Problem(name, str(field.label or name), message, value, tuple(offers))


def _shorten(value: Any) -> str:
    return str(value).replace("\0", "")[:_LONGEST_TYPED]


def _list_offers(name: str, field: forms.Field, error: ValidationError, values: list[str]) -> list[Offer]:
    if isinstance(error, OfferedError):
        return [_offer_dates({each or name: value for each, value in changes.items()}) for changes in error.changes]
    if error.code != "invalid_choice" or not isinstance(field, forms.ChoiceField):
        return []
    wrong = str((error.params or {}).get("value"))
    if name == "year":
        return _offer_years(wrong)
    several = isinstance(field, forms.MultipleChoiceField)
    kept = [value for value in values if value.removeprefix(EXCLUDED) != wrong] if several else []
    return _offer_choices(name, cast("Iterable[Any]", field.choices), kept)


def _offer_choices(name: str, choices: Iterable[Any], kept: Sequence[str] = ()) -> list[Offer]:
    return [Offer(capfirst(str(label)), {name: [*kept, value]}) for value, label in choices if value]


def _offer_dates(changes: Changes) -> Offer:
    """Offer dates in words, and in EDTF in the address."""
    read = {name: read_date(str(value)) for name, value in changes.items()}
    ends = [*read.values()]
    return Offer(range_words(ends[0].first, ends[-1].last), {name: each.edtf for name, each in read.items()})


def explain_choice(name: str, label: str, typed: str, choices: Iterable[tuple[str, Any]]) -> NotUnderstoodError:
    """Return what is wrong with a parameter that has none of the values that it may have."""
    message = gettext(str(NO_SUCH_VALUE)) % {"value": _shorten(typed)}
    return NotUnderstoodError(Problem(name, label, message, _shorten(typed), tuple(_offer_choices(name, choices))))


def explain_year(typed: str) -> NotUnderstoodError:
    """Return what is wrong with a year that is none, and the year or month that may be meant."""
    message = str(NOT_A_YEAR) % {"value": _shorten(typed)}
    return NotUnderstoodError(Problem("year", gettext("Year"), message, _shorten(typed), tuple(_offer_years(typed))))


def _offer_years(typed: str) -> list[Offer]:
    """Offer the year or month that was typed in another way: "marzo 2022" -> 2022-03."""
    try:
        found = read_date(typed)
    except DateNotReadError:
        return []
    month = found.first[: len("2022-03")]
    return [Offer(range_words(month, month), {"year": month})] if found.first == found.last else []


def make_changes(name: str, found: TypedDate) -> Mapping[str, str]:
    """Return the change of an address that asks for a date in one of its two fields."""
    return {name: found.edtf} if found.whole else {"date_from": found.first, "date_to": found.last}
