"""Who is quoted with which words: what the importer's rules find for those who are quoted, and what editors select."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from statements.editorial.people.speakers import take_part
from statements.editorial.review.paragraphs import EditRefusedError
from statements.importer.manifest import OfficeEntry, SpeakerEntry
from statements.models import Document, Office, Paragraph, Quotation, Role, Speaker
from statements.models.paragraphs import count_places

_MARKS = " \u00a0\u202f\n\t“”„«»‹›\"‘’'"  # around words that are quoted, and no part of them
_EXCERPT = 200  # characters of an offer


@dataclass(frozen=True)
class QuotationOffer:
    """Words that a rule gives to somebody. start, end: offsets in the paragraph's text."""

    paragraph: Paragraph
    start: int
    end: int
    speaker: Speaker

    @property
    def value(self) -> str:
        """What the button of the offer sends."""
        return f"{self.paragraph.key}:{self.start}"

    @property
    def words(self) -> str:
        """The words, cut where they are many."""
        words = self.paragraph.text[self.start : self.end]
        return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rpartition(' ')[0]}…"


def offer_quotations(document: Document) -> list[QuotationOffer]:
    """Return what the importer's rules give to those who are quoted in a document, unless it is somebody's already."""
    taking = document.participations.filter(role=Role.QUOTED).select_related("speaker")
    people = {each.speaker.slug: each.speaker for each in taking.prefetch_related("speaker__offices")}
    if not people:
        return []
    from statements.importer.quotations.attribution import quotations_in  # the rules of three languages: 60 ms to load

    rows = count_places(document.paragraphs.order_by("position").prefetch_related("quotations"))
    found = quotations_in([row.text for row in rows], [_describe_speaker(each) for each in people.values()])
    return [
        QuotationOffer(row, each.start, each.end, people[each.speaker])
        for row, own in zip(rows, found, strict=True)
        for each in own
        if not _overlaps(row.quotations.all(), each.start, each.end)
    ]


def _describe_speaker(speaker: Speaker) -> SpeakerEntry:
    """Return somebody as a manifest describes them. A person whose family name nobody stated may be called by the last
    word of the name, too: what is found so is only an offer."""
    offices = tuple(map(_describe_office, speaker.offices.all()))
    last = speaker.name.rpartition(" ")[2]
    is_guess = not (speaker.collective or speaker.sort_name or last == speaker.name) and last[1:].islower()
    aliases = (*speaker.aliases, *([last] if is_guess else []))
    return SpeakerEntry(speaker.slug, speaker.name, speaker.sort_name, aliases, speaker.collective, offices)


def _describe_office(office: Office) -> OfficeEntry:
    return OfficeEntry(
        {"en": office.title_en, "fr": office.title_fr, "it": office.title_it}, office.since, office.until
    )


def _overlaps(quotations: Iterable[Quotation], start: int, end: int) -> bool:
    return any(each.start < end and start < each.end for each in quotations)


def find_words(paragraph: Paragraph, words: str, place: int) -> tuple[int, int]:
    """Return where words of a paragraph stand, without the marks around them: at `place`, or where they occur once.

    Raises EditRefusedError where they do not occur, or several times and not at that place.
    """
    selected = bool(words) and paragraph.text.startswith(words, place)
    if not words.strip(_MARKS) or (not selected and paragraph.text.count(words) != 1):
        raise EditRefusedError(gettext("Type the words that are quoted, enough of them to occur only once."))
    start = place if selected else paragraph.text.index(words)
    bare = words.strip(_MARKS)
    start += words.index(bare)
    return start, start + len(bare)


def quote(paragraph: Paragraph, start: int, end: int, speaker: Speaker) -> Quotation:
    """Give words of a paragraph to somebody, who then takes part as quoted.

    Raises EditRefusedError where some of them are somebody's already.
    """
    if _overlaps(paragraph.quotations.select_for_update(), start, end):
        raise EditRefusedError(gettext("Some of these words are given to somebody already: take them back first."))
    take_part(paragraph.document, speaker, Role.QUOTED)
    return Quotation.objects.create(paragraph=paragraph, speaker=speaker, start=start, end=end)
