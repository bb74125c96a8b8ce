"""Steps of a review: who takes part, whose turns are whose. Nobody is added to the archive silently."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from statements.editorial.log import in_english
from statements.editorial.pages import number_in
from statements.editorial.people.naming import find_speaker
from statements.editorial.people.somebody import SomebodyForm, add_somebody, day_of
from statements.editorial.people.speakers import give_turns, take_part
from statements.editorial.review.forms import ParticipantForm
from statements.editorial.review.paragraphs import EditRefusedError, find_place
from statements.editorial.review.proposals import propose_people
from statements.editorial.review.step_request import Step, finish_edit, read_words
from statements.importer.turns import labels_of
from statements.models import Document, Participation, Role, Speaker


def _turns(desk: Any, request: HttpRequest, document: Document) -> str:
    """Give all turns with a label to somebody of the archive, who then takes part."""
    label = _label_of(request, document)
    return _give_turns(request, document, label, _choose_speaker(request, document))


def _label_of(request: HttpRequest, document: Document) -> str:
    label = request.POST.get("label", "")
    if label not in labels_of(document.paragraphs.order_by("position").values_list("text", flat=True)):
        raise EditRefusedError(gettext("No turn begins like that any longer."))
    return label


def _give_turns(request: HttpRequest, document: Document, label: str, found: Speaker) -> str:
    give_turns(document, label, found)
    return finish_edit(request, document, f"Gave the turns of {label} to {found}.")


def _choose_speaker(request: HttpRequest, document: Document) -> Speaker:
    """Return the speaker who was chosen, or who is surely meant by the name or the office typed."""
    chosen = Speaker.objects.filter(pk=number_in(request.POST.get("speaker"))).select_related("merged_into").first()
    name = read_words(request, "name", 200)
    found = chosen or find_speaker(name, day_of(document))
    if found is None:
        raise EditRefusedError(
            gettext("Nobody is surely called “%(name)s”: find them under “Add somebody”.") % {"name": name}
            if name
            else gettext("Choose a speaker, or type a name.")
        )
    return found.current


def _take_part(desk: Any, request: HttpRequest, document: Document) -> str:
    """Let somebody of the archive take part."""
    role = _role_of(request)
    return _let_take_part(request, document, _choose_speaker(request, document), role)


def _role_of(request: HttpRequest) -> str:
    form = ParticipantForm(request.POST)
    if not form.is_valid():
        raise EditRefusedError(gettext("Choose how the speaker takes part."))
    return str(form.cleaned_data["role"])


def _let_take_part(request: HttpRequest, document: Document, speaker: Speaker, role: str) -> str:
    taking, created = take_part(document, speaker, role)
    if not created:
        said = gettext("%(name)s already takes part as %(role)s.")
        raise EditRefusedError(said % {"name": speaker, "role": taking.get_role_display()})
    return finish_edit(request, document, _say_role(speaker, role), "participations")


def _say_role(speaker: Speaker, role: str) -> str:
    return f"{speaker} takes part as {in_english(Role(role).label)}."


def _take_part_all(desk: Any, request: HttpRequest, document: Document) -> str:
    """Let all those take part who are named in the title, are surely known, and stood on the button."""
    wanted = {number_in(each) for each in request.POST.getlist("speaker")}
    meant = {each.sure: each.role for each in propose_people(document) if each.sure and each.sure.pk in wanted}
    if not meant:
        raise EditRefusedError(gettext("They take part already, or are no longer named in the title."))
    for speaker, role in meant.items():
        take_part(document, speaker, role)
    words = "\n".join(_say_role(speaker, role) for speaker, role in meant.items())
    return finish_edit(request, document, words, "participations")


def _new_speaker(desk: Any, request: HttpRequest, document: Document) -> str:
    """Add somebody to the archive, who then takes part, or is given the turns with a label."""
    form = SomebodyForm(request.POST, day=day_of(document))
    if not form.is_valid():
        raise EditRefusedError(" ".join(str(error) for errors in form.errors.values() for error in errors))
    label = _label_of(request, document) if request.POST.get("label") else ""
    role = "" if label else _role_of(request)
    speaker = add_somebody(form, document, request.user)
    if label:
        return _give_turns(request, document, label, speaker)
    return _let_take_part(request, document, speaker, role)


def _leave(desk: Any, request: HttpRequest, document: Document) -> str:
    """Remove a participant; whoever still has turns or quotations stays, so that no words are left without a name."""
    taking = get_object_or_404(Participation, document=document, pk=number_in(request.POST.get("participation")))
    others = document.participations.filter(speaker=taking.speaker).exclude(pk=taking.pk)
    if not others.exists():
        own = document.paragraphs.filter(Q(speaker=taking.speaker) | Q(quotations__speaker=taking.speaker)).first()
        if own is not None:
            said = gettext("%(place)s has words spoken by %(name)s: give them to somebody else first.")
            raise EditRefusedError(said % {"place": find_place(own), "name": taking.speaker})
    words = f"{taking.speaker} no longer takes part as {in_english(Role(taking.role).label)}."
    taking.delete()
    return finish_edit(request, document, words, "participations")


PEOPLE_STEPS: dict[str, Step] = {
    "turns": _turns,
    "take-part": _take_part,
    "take-part-all": _take_part_all,
    "new-speaker": _new_speaker,
    "leave": _leave,
}
