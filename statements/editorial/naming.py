"""Who is meant by a name that an editor typed; and when to ask before somebody new is made of it."""

from __future__ import annotations

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Lower

from statements.editorial.speakers import likely_speakers
from statements.importer.people import begins_with_office
from statements.letters import normalize_name
from statements.models import Speaker
from statements.slugs import free_slug_of_name

_NEARLY = 0.8  # of one name in another, from which on they may be one


def speaker_called(name: str) -> Speaker | None:
    """The speaker who is meant by `name`, made where there is none; None without a name.

    A new one is sorted by the name as it is written, unless it was typed as in an index: names are not guessed apart.
    """
    name = normalize_name(name)
    if not name:
        return None
    found = find_speaker(name)
    if found:
        return found
    written = _turn_name(name)
    return Speaker.objects.create(name=written, slug=free_slug_of_name(Speaker, written), sort_name=name)


def find_speaker(name: str) -> Speaker | None:
    """The speaker of that name or alias, whatever its capitals, turned round too; or the only one of that family name.

    "tajani", "Tajani, Antonio" -> Antonio Tajani; "bruni", where there are two -> None.
    """
    name = normalize_name(name)
    for forms in ({name, _turn_name(name)}, {name}):
        called = _speakers_called(forms)
        if len(called) == 1:
            return called[0]
    family = [] if " " in name or _speakers_called({name}) else _speakers_of_family(name)
    return family[0] if len(family) == 1 else None


def reason_to_ask(name: str) -> str:
    """Why nobody new is made of a name without a question, for who typed it; empty where there is no reason."""
    name = normalize_name(name)
    if not name or find_speaker(name):
        return ""
    likely = [each for each in likely_speakers(name) if getattr(each, "alike", 0) >= _NEARLY]
    nearly = likely or ([] if " " in name else _speakers_of_family(name))
    if nearly:
        return f"{name} may be {' or '.join(map(str, nearly))}: choose who is meant, or tick “somebody new”."
    if " " not in name or begins_with_office(name):
        return f"{name} is not a full name: type it in full, or tick “somebody new” if that is the whole name."
    return ""


def _speakers_called(forms: set[str]) -> list[Speaker]:
    """Those who have one of `forms` as their name or alias, each once, mergers followed."""
    small = {form.lower() for form in forms}
    aliases = Lower(Func(F("aliases"), Value("\n"), function="array_to_string", output_field=TextField()))
    maybe = Q()
    for form in small:
        maybe |= Q(name__iexact=form) | Q(small__contains=form)
    people = Speaker.objects.alias(small=aliases).filter(maybe).select_related("merged_into")
    found = [each for each in people if small & {called.lower() for called in (each.name, *each.aliases)}]
    return list({each.current.pk: each.current for each in found}.values())


def _speakers_of_family(name: str) -> list[Speaker]:
    """People whose family name it is, as far as their names or sort names tell."""
    known = Q(name__iendswith=f" {name}") | Q(sort_name__istartswith=f"{name},")
    return list(Speaker.objects.standing().filter(known, collective=False)[:5])


def _turn_name(name: str) -> str:
    """A name as in an index the other way round: "Tajani, Antonio" -> "Antonio Tajani"; others as they are."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and given and "," not in given else name
