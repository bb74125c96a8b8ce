"""What a program says of a release that it sends, checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext

from statements.dates import parse_edtf
from statements.editorial.log import in_english
from statements.editorial.people.likely import exactly_called, find_people, likely_publishers
from statements.editorial.people.speakers import take_part
from statements.editorial.workflow import follow_language, note, record_edit
from statements.languages import LANGUAGES
from statements.models import Document, Kind, Publisher, Role, Speaker

_MOST = {"title": 500, "place": 200, "reference": 100, "source_url": 1000, "publisher": 200}  # characters
_MOST_PEOPLE, _NAME = 50, 200
_SET = ("title", "date", "language", "kind", "place", "reference", "source_url")
_CALLED = {"date": "date_edtf"}  # fields that are called otherwise here
_Named = TypeVar("_Named", Publisher, Speaker)
_is_address = URLValidator(schemes=["http", "https"])


class PersonSent(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Somebody who takes part: by name, alias or slug."""

    name: str
    role: str = Role.SPEAKER.value


class FactsSent(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The facts of a release; what is empty is left to the importer. date: EDTF; publisher: by name or slug."""

    title: str = ""
    date: str = ""
    language: str = ""
    kind: str = ""
    publisher: str = ""
    place: str = ""
    reference: str = ""
    source_url: str = ""
    people: tuple[PersonSent, ...] = ()
    publish: bool = False
    text: str = ""
    html: str = ""


def find_faults(facts: FactsSent) -> Iterator[tuple[str, str]]:
    """Yield each fact that cannot be right, with the reason."""
    for name, most in _MOST.items():
        if len(getattr(facts, name)) > most:
            yield name, gettext("it has more than %(most)d characters") % {"most": most}
    values = {"language": list(LANGUAGES), "kind": Kind.values}
    for name, known in values.items():
        if getattr(facts, name) and getattr(facts, name) not in known:
            yield name, gettext("the values are %(values)s") % {"values": ", ".join(known)}
    if facts.source_url and _is_no_address(facts.source_url):
        yield "source_url", gettext("it must be an address that begins with http:// or https://")
    if facts.date and _is_no_date(facts.date):
        yield "date", gettext("dates are written like 2022-11-10, 2022-10, 2023 or 2024-02/2024-05")
    yield from _find_faults_of_people(facts.people)
    if any("\0" in value for value in _texts(facts)):
        yield "", gettext("there is a NUL in a text")


def _find_faults_of_people(people: tuple[PersonSent, ...]) -> Iterator[tuple[str, str]]:
    if len(people) > _MOST_PEOPLE:
        yield "people", gettext("there can be at most %(most)d") % {"most": _MOST_PEOPLE}
    if any(each.role not in Role.values for each in people):
        yield "people", gettext("the roles are %(values)s") % {"values": ", ".join(Role.values)}
    if any(not each.name.strip() or len(each.name) > _NAME for each in people):
        yield "people", gettext("each needs a name, of at most %(most)d characters") % {"most": _NAME}


def _is_no_address(address: str) -> bool:
    try:
        _is_address(address)
    except ValidationError:
        return True
    return False


def _is_no_date(date: str) -> bool:
    try:
        return parse_edtf(date).start is None
    except ValueError:
        return True


def _texts(facts: FactsSent) -> list[str]:
    return [*(str(getattr(facts, name)) for name in (*_SET, "publisher", "text", "html")),
            *(each.name for each in facts.people)]  # fmt: skip


def set_facts(document: Document, facts: FactsSent, by: Any) -> list[str]:
    """Set what was sent with a new draft, as `by` would at the desk; return what could not be taken, in words.

    Nobody and no publisher is made by this: the review proposes them.
    """
    names = [_CALLED.get(name, name) for name in _SET if getattr(facts, name)]
    before = document.language
    for name in _SET:
        if value := getattr(facts, name):
            setattr(document, _CALLED.get(name, name), value)
    document.title_assigned = document.title_assigned and not facts.title
    document.set_date(document.date_edtf)
    notes = _set_publisher(document, facts.publisher, names)
    document.save()
    if document.language != before:
        follow_language(document, before)
    notes += _set_people(document, facts.people, names)
    if names:
        record_edit(document, names)
        told = ", ".join(_label(name) for name in names)
        note(document, by, f"Sent with it: {told}.")
    return notes


def _label(name: str) -> str:
    """The name of a fact, for the log."""
    return "people" if name == "participations" else in_english(Document._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _set_publisher(document: Document, name: str, names: list[str]) -> list[str]:
    if not name:
        return []
    found = exactly_called(likely_publishers(name)) or _find_by_slug(Publisher, name)
    if len(found) != 1:
        stated = {"value": name, "origin": "the sender"}
        document.provenance = {**document.provenance, "publisher_stated": stated}
        return [gettext("the archive has no publisher called “%(name)s”: confirm it at the desk") % {"name": name}]
    document.publisher = found[0]
    names.append("publisher")
    return []


def _set_people(document: Document, people: tuple[PersonSent, ...], names: list[str]) -> list[str]:
    notes = []
    likely = find_people(each.name for each in people)
    for each in people:
        found = exactly_called(likely[each.name]) or _find_by_slug(Speaker, each.name)
        if len(found) == 1:
            take_part(document, found[0], each.role)
            names += [] if "participations" in names else ["participations"]
        else:
            told = gettext("“%(name)s” may be several people") if found else gettext("nobody here is called “%(name)s”")
            notes.append(told % {"name": each.name} + gettext(": say who it is at the desk"))
    return notes


def _find_by_slug(model: type[_Named], slug: str) -> list[_Named]:
    """The entry that has a slug; for one that was merged, who that is now."""
    rows: Any = model._default_manager.select_related("merged_into")
    return [each.current for each in rows.filter(slug=slug)]
