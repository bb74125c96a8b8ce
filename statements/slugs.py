"""Addresses: what a title or a name becomes in one, and which are free. Everything that assigns an address asks here.

The database refuses the address of a deleted document to any other (sql/addresses.sql).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from anyascii import anyascii
from django.utils.text import slugify

from statements.letters import comparable
from statements.models import Document, Publisher, Speaker, Tombstone

_LENGTH = 70
_HASHES = (8, 16, 32)  # letters of a hash that tell apart documents with the same title
_APOSTROPHE = re.compile("['’‘ʼ]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def slug_of(text: str, otherwise: str = "document") -> str:
    """Make an address of a title or a name; `otherwise` if it has no letters or digits.

    "L'Alleanza è forte" -> "l-alleanza-e-forte"; "Vœux à Łódź, Støre" -> "voeux-a-lodz-store".
    """
    words = _APOSTROPHE.sub(" ", comparable(text))
    return _cut(slugify(_BEYOND_ASCII.sub(_ascii, words))).strip("-_") or otherwise


def _ascii(found: re.Match[str]) -> str:
    """Write a letter in ASCII: "é" -> "e", "œ" -> "oe", "ł" -> "l", "–" -> "-"; "" for most other signs."""
    parts = unicodedata.normalize("NFKD", found[0])
    return "".join(part if part.isascii() else _transliterate(part) for part in parts)


def _transliterate(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Pd" or letter == "⁄":
        return "-"
    return anyascii(letter) if category[0] in "LN" else ""


def _cut(slug: str) -> str:
    """Cut `slug` to the maximum length, after a whole word."""
    if len(slug) <= _LENGTH:
        return slug
    return slug[: _LENGTH + 1].rpartition("-")[0] or slug[:_LENGTH]


def free_slugs(wanted: Sequence[tuple[str, str]], given: Collection[str] = ()) -> list[str]:
    """Return addresses for new documents, each given as (title, external id), no two the same.

    Where another document has an address, or had it before it was deleted, or the address is among `given`, letters
    of the id's hash are added: no more than it takes. Whoever saves the documents holds a lock, or is refused by the
    database if somebody else was quicker.
    """
    choices = [_choices(slug_of(title), external_id) for title, external_id in wanted]
    taken = find_taken(slug for each in choices for slug in each)
    slugs = list[str]()
    for each in choices:
        slug = next(slug for slug in each if slug not in taken and slug not in given)
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _choices(slug: str, external_id: str) -> list[str]:
    suffix = hashlib.sha256(external_id.encode()).hexdigest()
    return [slug, *(f"{slug}-{suffix[:length]}" for length in _HASHES)]


def find_taken(slugs: Iterable[str]) -> set[str]:
    """Return those of `slugs` that a document has, or had before it was deleted."""
    asked = set(slugs)
    return {
        slug
        for model in (Document, Tombstone)
        for slug in model.objects.filter(slug__in=asked).values_list("slug", flat=True)
    }


def was_deleted(slug: str) -> bool:
    """Whether a document that was deleted had this address: nothing else may have it."""
    return Tombstone.objects.filter(slug=slug).exists()


def slug_of_name(name: str) -> str:
    """Return the address of a person's or publisher's name: "Sœur Œuvrard" -> "soeur-oeuvrard"."""
    return slug_of(name, "") or longer_slug_of_name(name)


def longer_slug_of_name(name: str) -> str:
    """Return the same with letters of the name's hash, for use when the short one belongs to another."""
    suffix = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{slug_of(name, '')}-{suffix}".strip("-")


def free_slug_of_name(model: type[Speaker] | type[Publisher], name: str) -> str:
    """Make an address of a name that nothing else of the model has, adding a number if another has it."""
    slug = slug_of_name(name)
    taken = set(model.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(each for each in (slug, *(f"{slug}-{number}" for number in range(2, 1000))) if each not in taken)
