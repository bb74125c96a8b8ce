"""Addresses: what a title or a name is in one, and which are free. All that gives an address to anything asks here.

The database refuses the address of a deleted document to everybody (sql/addresses.sql).
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
_HASHES = (8, 16, 32)  # letters of a hash that part two documents with one title
_APOSTROPHE = re.compile("['’‘ʼ]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def slug_of(text: str, otherwise: str = "document") -> str:
    """An address made of a title or a name; `otherwise` where no letter or digit is in it.

    "L'Alleanza è forte" -> "l-alleanza-e-forte"; "Vœux à Łódź, Støre" -> "voeux-a-lodz-store".
    """
    words = _APOSTROPHE.sub(" ", comparable(text))
    return _cut(slugify(_BEYOND_ASCII.sub(_ascii, words))).strip("-_") or otherwise


def _ascii(found: re.Match[str]) -> str:
    """A letter without what ASCII has not: "é" -> "e", "œ" -> "oe", "ł" -> "l", "–" -> "-"; "" for most other signs."""
    parts = unicodedata.normalize("NFKD", found[0])
    return "".join(part if part.isascii() else _transliterate(part) for part in parts)


def _transliterate(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Pd" or letter == "⁄":
        return "-"
    return anyascii(letter) if category[0] in "LN" else ""


def _cut(slug: str) -> str:
    """`slug` at most so long, ending with a whole word."""
    if len(slug) <= _LENGTH:
        return slug
    return slug[: _LENGTH + 1].rpartition("-")[0] or slug[:_LENGTH]


def free_slugs(wanted: Sequence[tuple[str, str]], given: Collection[str] = ()) -> list[str]:
    """Addresses for new documents, each given as (title, external id), no two the same.

    One that another document has, or had before it was deleted, or that is among `given`, gets as many letters of its
    id's hash as it takes. Whoever saves the documents holds a lock, or is refused by the database where another was
    quicker.
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
    """Those of `slugs` that a document has, or had before it was deleted."""
    asked = set(slugs)
    return {
        slug
        for model in (Document, Tombstone)
        for slug in model.objects.filter(slug__in=asked).values_list("slug", flat=True)
    }


def was_deleted(slug: str) -> bool:
    """Whether a document that is deleted had that address: nothing else gets it."""
    return Tombstone.objects.filter(slug=slug).exists()


def slug_of_name(name: str) -> str:
    """What the name of somebody, or of a publisher, is in an address: "Sœur Œuvrard" -> "soeur-oeuvrard"."""
    return slug_of(name, "") or longer_slug_of_name(name)


def longer_slug_of_name(name: str) -> str:
    """With letters of the name's hash, where the short one is another's."""
    suffix = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{slug_of(name, '')}-{suffix}".strip("-")


def free_slug_of_name(model: type[Speaker] | type[Publisher], name: str) -> str:
    """An address made of a name that none of the model has: with a number where the name is that of another."""
    slug = slug_of_name(name)
    taken = set(model.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(each for each in (slug, *(f"{slug}-{number}" for number in range(2, 1000))) if each not in taken)
