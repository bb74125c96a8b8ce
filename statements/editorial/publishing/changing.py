"""Changing facts of several documents: what would change in each, and then one after the other, each on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from statements.alerting.wishes import speak
from statements.dates import moment_words
from statements.editorial.people.speakers import take_part
from statements.editorial.publishing.together import JointOutcome, SkippedError, handle_one
from statements.editorial.workflow import follow_language, may_change, note, record_edit
from statements.languages import LANGUAGES
from statements.models import Document, Kind, Publisher, Role, Speaker, Status, label_of


@dataclass(frozen=True)
class FactsChange:
    """What to change in several documents; None: leave as it is."""

    publisher: Publisher | None = None
    kind: str | None = None
    language: str | None = None
    date_edtf: str | None = None
    publish_at: datetime | None = None
    speaker: Speaker | None = None
    role: str = Role.SPEAKER

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of a document that are set."""
        names = ("publisher", "kind", "language", "date_edtf", "publish_at")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


@dataclass(frozen=True)
class ChangePlan:
    """What a change does to a document. rows: (name, old value, new value); why_not: why it is skipped."""

    document: Document
    rows: list[tuple[str, str, str]]
    why_not: str

    @property
    def seen(self) -> str:
        return self.document.updated.isoformat()


def plan_change(document: Document, change: FactsChange, by: Any) -> ChangePlan:
    """What `change` would do to a document."""
    rows = list(_list_rows(document, change))
    return ChangePlan(document, rows, _obstacle(document, by) or ("" if rows else gettext("it is so already.")))


def change_together(seen: Mapping[int, str], change: FactsChange, by: Any) -> JointOutcome:
    """Change documents; one that may not be changed, or has changed since it was shown, does not stop the others."""
    outcome = JointOutcome()
    for key, state in seen.items():
        handle_one(key, state, outcome, lambda document: _change_one(document, change, by))
    return outcome


def _obstacle(document: Document, by: Any) -> str:
    """Why a document is not changed with others; empty if it is. Readers see no change that was not looked at."""
    if document.status == Status.PUBLISHED:
        return gettext("it is published: correct it on its review page.")
    return "" if may_change(document, by) else gettext("only who may publish changes what was once public.")


def _list_rows(document: Document, change: FactsChange) -> Iterator[tuple[str, str, str]]:
    """Yield each fact that becomes another one: its name, the old value and the new one."""
    labels = {
        "publisher": gettext("Publisher"),
        "kind": gettext("Kind"),
        "language": gettext("Language"),
        "date_edtf": gettext("Date"),
        "publish_at": gettext("Not before"),
    }
    for name, new in change.facts.items():
        if (old := getattr(document, name)) != new:
            yield labels[name], _value_words(name, old), _value_words(name, new)
    if change.speaker and not _takes_part(document, change):
        yield gettext("Takes part"), "–", f"{change.speaker}, {label_of(Role(change.role))}"


def _takes_part(document: Document, change: FactsChange) -> bool:
    return document.participations.filter(speaker=change.speaker, role=change.role).exists()


def _value_words(name: str, value: Any) -> str:
    if not value:
        return "–"
    if name == "kind":
        return label_of(Kind(value))
    if name == "language":
        return LANGUAGES[value].label
    return moment_words(value) if name == "publish_at" else str(value)


def _change_one(document: Document, change: FactsChange, by: Any) -> None:
    """Change a locked document, and note in its log what was changed. Raises SkippedError."""
    plan = plan_change(document, change, by)
    if plan.why_not:
        raise SkippedError(plan.why_not)
    with speak("en"):  # as all entries of the log
        words = ", ".join(f"{name}: {old} → {new}" for name, old, new in _list_rows(document, change))
    names = _set_facts(document, change)
    if change.speaker and not _takes_part(document, change):
        take_part(document, change.speaker, change.role)
        names.append("participations")
    record_edit(document, names)
    note(document, by, f"Changed together with others: {words}.")


def _set_facts(document: Document, change: FactsChange) -> list[str]:
    """Set the facts that become others, and return their names."""
    names, language = [name for name, new in change.facts.items() if getattr(document, name) != new], document.language
    for name in names:
        setattr(document, name, change.facts[name])
    if "date_edtf" in names:
        document.set_date(document.date_edtf)
    document.save(update_fields=[*names, "date_start", "date_end", "updated"])
    if "language" in names:
        follow_language(document, language)
    return names
