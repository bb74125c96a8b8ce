"""The facts of a document as its review shows them: each with where it is from, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from os.path import commonprefix
from typing import Any

from django.db.models import Model
from django.forms import ModelForm
from django.utils.translation import gettext, gettext_lazy

from statements.alerting.wishes import speak
from statements.editorial.review.forms import FactsForm
from statements.importer.messages.say import say
from statements.models import Document

_SURE = {
    "editor": gettext_lazy("decided by an editor"),
    "manifest": gettext_lazy("stated by the manifest"),
    "text": gettext_lazy("given in the text"),
    "heading": gettext_lazy("given in the heading"),
    "guess": gettext_lazy("a guess: check it"),
    "unknown": gettext_lazy("not found: fill it in"),
    "watched source": gettext_lazy("as of the watched source"),
    "address fetched": gettext_lazy("the address that was fetched"),
}
_EXPECTED = ("language", "kind", "date_edtf", "publisher")  # facts that every document should have
EXCERPT = 300  # characters of a fact or a paragraph that a page shows
_LOGGED = 200  # characters of a fact that the log shows


def list_fact_rows(document: Document, form: FactsForm) -> list[tuple[Any, str, str]]:
    """Return each field with the origin of its value and, if something else was typed, the value in the archive."""
    typed = form.changed_data if form.is_bound else []
    return [
        (field, _sure(document, field.name), _now(document, field.name) if field.name in typed else "")
        for field in form
    ]


def _now(document: Document, name: str) -> str:
    """The value in the archive, shown where something else was typed."""
    display = getattr(document, f"get_{name}_display", lambda: getattr(document, name))
    return gettext("the archive has: %(value)s") % {"value": display() or gettext("nothing")}


def _sure(document: Document, name: str) -> str:
    """The origin of a fact, in words; empty for an empty one, unless every document should have it."""
    if not getattr(document, name):
        return str(_SURE["unknown"]) if name in _EXPECTED else ""
    if name == "title_assigned":
        return ""
    origin = document.provenance.get(name, "")
    if origin.startswith("guess, "):
        return say(f"a {origin}")
    return str(_SURE.get(origin) or (say(f"from {origin}") if origin else ""))


def list_origins(document: Document) -> list[tuple[str, str]]:
    """The facts whose origin is known, by their names, each with where it is from."""
    fields = {field.name: field for field in Document._meta.get_fields()}
    known = [fields[name] for name, origin in document.provenance.items() if name in fields and isinstance(origin, str)]
    rows = [(str(getattr(each, "verbose_name", each.name)), _sure(document, each.name)) for each in known]
    return [(name, origin) for name, origin in rows if origin]


def list_fact_changes(before: Model, form: ModelForm, most: int = EXCERPT) -> Iterator[tuple[str, str, str]]:
    """Yield the facts that were changed: the name of each, its old value and its new one, of `most` characters."""
    for name in facts_of(form):
        old, new = _display_value(before, name), _display_value(form.instance, name)
        start = max(0, len(commonprefix([old, new])) - most // 3)  # long values from where they differ
        yield str(form.fields[name].label), cut_text(old, start, most), cut_text(new, start, most)


def describe_changes(before: Model, form: ModelForm) -> str:
    """What was changed, for the log: "Changed Title from “Oslo” to “The port of Oslo”." """
    with speak("en"):
        changed = [f"{label} from “{old}” to “{new}”" for label, old, new in list_fact_changes(before, form, _LOGGED)]
    return f"Changed {', '.join(changed)}."


def facts_of(form: ModelForm) -> list[str]:
    """The names of the facts that were changed in a form."""
    return [name for name in form.changed_data if name != "seen"]


def cut_text(text: str, start: int = 0, most: int = EXCERPT) -> str:
    """An excerpt of a text from `start` on, cut between words."""
    begun = "…" if start else ""
    rest = (start and text[start:].partition(" ")[2]) or text[start:]
    return f"{begun}{rest}" if len(rest) <= most else f"{begun}{rest[:most].rpartition(' ')[0] or rest[:most]}…"


def _display_value(row: Model, name: str) -> str:
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return (", ".join(value) if isinstance(value, list) else str(value or "")) or gettext("nothing")
