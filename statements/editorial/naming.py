"""Who is meant by a name that an editor typed, and when to ask before adding a new speaker."""

from __future__ import annotations

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Lower

from statements.editorial.speakers import likely_speakers
from statements.importer.people import begins_with_office
from statements.letters import normalize_name
from statements.models import Speaker
from statements.slugs import free_slug_of_name

_NEARLY = 0.8  # similarity from which two names may be one person's


def speaker_called(name: str) -> Speaker | None:
    """Return the speaker meant by `name`, adding one if there is none; None without a name.

    A new speaker is sorted by the name as written, unless typed as in an index: names are not split by guesswork.
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
    """Find a speaker by name or alias, ignoring capitals, or in index order; or as the only one of that family name.

    "tajani", "Tajani, Antonio" -> Antonio Tajani; "bruni", if there are two -> None.
    """
    name = normalize_name(name)
    for forms in ({name, _turn_name(name)}, {name}):
        called = _speakers_called(forms)
        if len(called) == 1:
            return called[0]
    family = [] if " " in name or _speakers_called({name}) else _speakers_of_family(name)
    return family[0] if len(family) == 1 else None


def reason_to_ask(name: str) -> str:
    """Why to ask before adding a speaker of this name, in words for whoever typed it; empty if there is no reason."""
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
    """Return speakers with one of `forms` as their name or alias, each once, following mergers."""
    small = {form.lower() for form in forms}
    aliases = Lower(Func(F("aliases"), Value("\n"), function="array_to_string", output_field=TextField()))
    maybe = Q()
    for form in small:
        maybe |= Q(name__iexact=form) | Q(small__contains=form)
    people = Speaker.objects.alias(small=aliases).filter(maybe).select_related("merged_into")
    found = [each for each in people if small & {called.lower() for called in (each.name, *each.aliases)}]
    return list({each.current.pk: each.current for each in found}.values())


def _speakers_of_family(name: str) -> list[Speaker]:
    """Return speakers with this family name, as far as their names or sort names show it."""
    known = Q(name__iendswith=f" {name}") | Q(sort_name__istartswith=f"{name},")
    return list(Speaker.objects.standing().filter(known, collective=False)[:5])


def _turn_name(name: str) -> str:
    """Turn a name typed as in an index around: "Tajani, Antonio" -> "Antonio Tajani"; others stay as they are."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and given and "," not in given else name
