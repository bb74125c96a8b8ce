"""A paragraph with its translations, each as it is cited."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from statements.citing.citation import Citation
from statements.citing.words import QUOTES, describe_citation
from statements.comparing.translations import find_bead
from statements.models import Document
from statements.reading.parts import measure
from statements.reading.versions import Version, open_version, take_all

_MOST = 400_000  # pairs of paragraphs, for aligning two texts on a page that is not about them
_LONGEST = 3_000  # paragraphs of a text that is read for it


class Quote(NamedTuple):
    """A paragraph as it is quoted: in the quotation marks of its language, with its citation up to the address."""

    words: str
    language: str
    told: str
    address: str


class Rendition(NamedTuple):
    """A paragraph and what answers to it in another language. by_number: whether the sources pair them."""

    document: Document
    own: list[Quote]
    others: list[Quote]
    by_number: bool

    @property
    def sides(self) -> tuple[list[Quote], list[Quote]]:
        return self.own, self.others

    @property
    def several(self) -> bool:
        """Whether more than one paragraph answers to one."""
        return bool(self.others) and len(self.own) + len(self.others) > 2


def find_translations(document: Document) -> list[Document]:
    """The published documents that are translations of one, by language."""
    if document.translation_group is None:
        return []
    group = Document.objects.published().filter(translation_group=document.translation_group)
    return list(group.exclude(pk=document.pk).order_by("language", "pk"))


def make_renditions(
    version: Version, key: str, translations: list[Document], cite: Callable[[Version, str], Citation]
) -> list[Rendition]:
    """The paragraph `key` of a version beside the last versions of its translations. cite: makes a citation."""
    whole = _read_whole(version)
    others = (_read_whole(open_version(each, None)) for each in translations if whole)
    made = (_rendition(whole, other, key, cite) for other in others if whole and other)
    return [each for each in made if each]


def _read_whole(version: Version) -> Version | None:
    """The version with all its paragraphs; None where they are too many."""
    if version.text is None:
        return version
    return take_all(version, version.text) if measure(version.text)[0] <= _LONGEST else None


def _rendition(
    version: Version, other: Version, key: str, cite: Callable[[Version, str], Citation]
) -> Rendition | None:
    """None where the texts are too long to align here; the page that shows them side by side may take longer."""
    left, right = version.content.paragraphs, other.content.paragraphs
    if len(left) * (abs(len(left) - len(right)) + 12) > _MOST:
        return None
    bead, by_number = find_bead(left, right, [row.key for row in left].index(key))
    own = [_quote(version, place, cite) for place in bead.left]
    return Rendition(other.document, own, [_quote(other, place, cite) for place in bead.right], by_number)


def _quote(version: Version, place: int, cite: Callable[[Version, str], Citation]) -> Quote:
    row = version.content.paragraphs[place]
    opening, closing = QUOTES[row.language or version.content.language]
    citation = cite(version, row.key)
    told = describe_citation(citation, citation.language)
    return Quote(f"{opening}{row.text}{closing}", row.language or citation.language, told, citation.address)
