"""Who may be meant by a name: people and publishers of the archive, the likeliest first.

Capitals, accents and the order "Surname, Name" do not matter. A family name alone finds its bearers, an office whoever
held it on the day of the document. Whether one is surely meant decides whether one click is enough; nobody is chosen
without a click.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from django.db import connection
from django.utils.translation import gettext

from statements.dates import DateInterval
from statements.importer.people import begins_with_office
from statements.letters import normalize_name
from statements.models import Office, Publisher, Speaker
from statements.slugs import slug_of

_MOST = 8  # entries that are offered
NEARLY = 0.8  # similarity from which an entry may well be the same
_LEAST, _WORDS = 4, 8  # letters of a word of an office that count, and words
# Up to so many entries for each name, with how alike they are. `<%` asks the index; what it finds is as alike as
# pg_trgm.word_similarity_threshold says, which is 0.6.
_SIMILAR = """
SELECT asked.place, found.id, found.alike
FROM unnest(%s::text[]) WITH ORDINALITY AS asked(name, place), LATERAL (
    SELECT id, word_similarity(asked.name, {called}) AS alike FROM {table}
    WHERE merged_into_id IS NULL AND asked.name <%% {called}
    ORDER BY alike DESC, id LIMIT 20) AS found
"""
_CALLED = {Speaker: "archive_called(name, sort_name, aliases)", Publisher: "archive_called(name, '', aliases)"}
_HOLDING = "SELECT id FROM statements_office WHERE {} LIMIT 200"
_TITLED = "archive_titled(title_en, title_fr, title_it) LIKE %s"

_Named = TypeVar("_Named", Speaker, Publisher)


class Rank(IntEnum):
    """How somebody is known by a name, the surest first."""

    NAME = 0
    ALIAS = 1
    OFFICE = 2
    FAMILY = 3
    ALIKE = 4


@dataclass(frozen=True)
class LikelyEntry(Generic[_Named]):
    """An entry that may be meant. alike: 1.0 for the same words; why: what is known of it, for whoever chooses."""

    entry: _Named
    rank: Rank
    alike: float
    why: str = ""


def likely_people(name: str, day: DateInterval | None = None) -> list[LikelyEntry[Speaker]]:
    """Return who may be meant by one name. day: that of the document, on which offices are asked for."""
    return find_people([name], day)[name]


def find_people(names: Iterable[str], day: DateInterval | None = None) -> dict[str, list[LikelyEntry[Speaker]]]:
    """Return who may be meant by each of several names, in three statements."""
    asked = list(dict.fromkeys(names))
    similar = _find_similar(Speaker, asked)
    offices = {name: _holders(name, day) for name in asked}
    keys = {pk for found in similar.values() for pk in found} | {pk for found in offices.values() for pk in found}
    people = Speaker.objects.prefetch_related("offices").in_bulk(keys)
    return {name: _order_people(name, similar[name], offices[name], people, day) for name in asked}


def likely_publishers(name: str) -> list[LikelyEntry[Publisher]]:
    """Return the publishers that may be meant by a name."""
    similar = _find_similar(Publisher, [name])[name]
    found = [
        LikelyEntry(each, rank, similar[each.pk], _also_called(each, name, rank))
        for each in Publisher.objects.in_bulk(similar).values()
        for rank in [_rank_name(name, each)]
    ]
    return sorted(found, key=lambda each: (each.rank, -each.alike, each.entry.name))[:_MOST]


def surely_meant(likely: Sequence[LikelyEntry[_Named]]) -> _Named | None:
    """Return the only one who is called so, or who alone holds the office or has the family name; None if unsure."""
    best = [each for each in likely if each.rank == likely[0].rank or each.rank <= Rank.ALIAS]
    return best[0].entry if len(best) == 1 and best[0].rank < Rank.ALIKE else None


def exactly_called(likely: Sequence[LikelyEntry[_Named]]) -> list[_Named]:
    """Return those whose name or alias it is; whose family name or office it is are left for somebody to choose."""
    return [each.entry for each in likely if each.rank <= Rank.ALIAS]


def nearly_called(likely: Sequence[LikelyEntry[_Named]]) -> list[_Named]:
    """Return those whom a new name may well be: to be shown once more before it is added."""
    return [each.entry for each in likely if each.rank < Rank.ALIKE or each.alike >= NEARLY]


def fold_name(name: str) -> str:
    """Return a name as it is compared: "QUIST-Łoś, Élise" -> "quist-los elise"."""
    words = (slug_of(word, "") for word in normalize_name(name).replace(",", " ").split())
    return " ".join(filter(None, words))


def turn_name(name: str) -> str:
    """Turn a name typed as in an index around: "Tajani, Antonio" -> "Antonio Tajani"; others stay as they are."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and given and "," not in given else name


def _forms(name: str) -> set[str]:
    """How a name is compared: as typed, turned round, and without the office before it."""
    bare = name = normalize_name(name)
    while begins_with_office(bare):
        bare = bare.partition(" ")[2]
    return {fold_name(name), fold_name(turn_name(name)), fold_name(bare)}


def _find_similar(model: type[Speaker] | type[Publisher], names: Sequence[str]) -> dict[str, dict[int, float]]:
    """Return keys and likeness of the entries with a name or an alias like each name."""
    asked = [(name, form) for name in names if fold_name(name) for form in sorted(_forms(name))]
    found: dict[str, dict[int, float]] = {name: {} for name in names}
    if not asked:
        return found
    sql = _SIMILAR.format(called=_CALLED[model], table=model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql, [[form for _, form in asked]])
        for place, key, alike in cursor.fetchall():
            own = found[asked[place - 1][0]]
            own[key] = max(alike, own.get(key, 0.0))
    return found


def _holders(name: str, day: DateInterval | None) -> dict[int, str]:
    """Return the keys of those who held an office that day which has all the words of `name`, and its title."""
    words = [word for word in fold_name(name).split() if len(word) >= _LEAST]
    if not words or day is None or day.start is None or day.end is None:
        return {}
    with connection.cursor() as cursor:
        parts = [f"%{word.replace('_', '')}%" for word in words[:_WORDS]]
        cursor.execute(_HOLDING.format(" AND ".join([_TITLED] * len(parts))), parts)
        keys = [key for (key,) in cursor.fetchall()]
    held = Office.objects.filter(pk__in=keys, speaker__merged_into=None) if keys else Office.objects.none()
    return {each.speaker_id: str(each) for each in held if each.is_held_throughout(day.start, day.end)}


def _order_people(
    name: str,
    similar: dict[int, float],
    offices: dict[int, str],
    people: dict[int, Speaker],
    day: DateInterval | None,
) -> list[LikelyEntry[Speaker]]:
    """Rank those found for one name."""
    found = list[LikelyEntry[Speaker]]()
    for key in similar.keys() | offices.keys():
        rank = min(_rank_name(name, people[key]), Rank.OFFICE if key in offices else Rank.ALIKE)
        why = ", ".join(filter(None, [_also_called(people[key], name, rank), *_titles_held(people[key], day)]))
        found.append(LikelyEntry(people[key], rank, similar.get(key, 0.0), why))
    return sorted(found, key=lambda each: (each.rank, -each.alike, each.entry.index_name))[:_MOST]


def _rank_name(name: str, entry: Speaker | Publisher) -> Rank:
    forms = _forms(name)
    if fold_name(entry.name) in forms:
        return Rank.NAME
    if forms & {fold_name(each) for each in entry.aliases}:
        return Rank.ALIAS
    return Rank.FAMILY if isinstance(entry, Speaker) and forms & _family_names(entry) else Rank.ALIKE


def _family_names(speaker: Speaker) -> set[str]:
    """What may be the family name of a person: what the sort name says, or any number of last words of the name."""
    if speaker.collective:
        return set()
    family, comma, _ = speaker.sort_name.partition(", ")
    words = fold_name(speaker.name).split()
    return {fold_name(family)} if comma else {" ".join(words[start:]) for start in range(1, len(words))}


def _also_called(entry: Speaker | Publisher, name: str, rank: Rank) -> str:
    if rank is not Rank.ALIAS:
        return ""
    alias = next(each for each in entry.aliases if fold_name(each) in _forms(name))
    return gettext("also called %(alias)s") % {"alias": alias}


def _titles_held(speaker: Speaker, day: DateInterval | None) -> list[str]:
    """The titles of the offices held on the day of the document; without one, the latest that is known."""
    offices = list(speaker.offices.all())
    if day and day.start and day.end:
        offices = [each for each in offices if each.is_held_throughout(day.start, day.end)]
    return [each.title for each in offices[:2]]
