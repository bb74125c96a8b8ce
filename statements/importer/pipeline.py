"""From a file to a draft: what the file says, and what the manifest adds."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from statements.importer import VERSION
from statements.importer.attribute import attribute_turns
from statements.importer.clean import CLEANING, CLEANING_OF_PARTS
from statements.importer.coded import compose_extract, restore_coding
from statements.importer.draft import STRUCK, DraftDocument, DraftParagraph, Refused, Span, Working, tile
from statements.importer.embargoes import embargo
from statements.importer.extract import Extract, Fact, Limits
from statements.importer.formats.covers.speech import take_cover
from statements.importer.formats.mails.mail import MEDIA_TYPE, OUTLOOK_TYPE
from statements.importer.front_matter import front_matter
from statements.importer.head import HEAD, date_line
from statements.importer.kinds import kind_of
from statements.importer.language import LanguageFound, find_language
from statements.importer.letterhead import letterhead
from statements.importer.lost_letters import warn_lost_letters
from statements.importer.mail import mail_date, mail_in_page, take_subject
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.notices import NOTICES
from statements.importer.parts import read_parts
from statements.importer.quotations.attribution import attribute_quotations
from statements.importer.read import lines
from statements.importer.segment import segment
from statements.importer.turns import stage_directions
from statements.languages import LANGUAGES
from statements.letters import MOST_MARKS, comparable, compare_form, count_marks

STAGES = [front_matter, *CLEANING, embargo, *NOTICES, take_cover, letterhead, *HEAD, mail_date]
# For formats that mark title and paragraphs themselves.
STAGES_OF_PARTS = [*CLEANING_OF_PARTS, embargo, *NOTICES, letterhead, date_line]
STAGES_OF_MAILS = [mail_in_page, *STAGES_OF_PARTS, mail_date]  # for mails that are web pages
_TITLE_WORDS = 12
_STRIKE_MARK = re.compile(r"~~|</?\w{1,10}[^<>]{0,500}>")
_STRUCK, _MOST_STRUCK = 60, 5  # characters and pieces of struck-out text shown in a warning
_LINES = 500_000
PARAGRAPH_LIMIT = 200_000  # characters: PostgreSQL stores at most about a megabyte of search words per paragraph


def make_draft(
    extract: Extract, entry: DocumentEntry, manifest: Manifest, limits: Limits | None = None
) -> DraftDocument:
    """The document that the text of a file becomes, with its language. Otherwise as `compose`."""
    return set_language(compose(extract, entry, manifest, limits), extract.facts.get("language"))


def compose(extract: Extract, entry: DocumentEntry, manifest: Manifest, limits: Limits | None = None) -> DraftDocument:
    """The document that the text of a file becomes, with what `entry` in the `manifest` says about it.

    Its language is left open unless the manifest states it: a process that reads one file has no use for a
    model that takes a second to load.

    limits: how many paragraphs it may have; the defaults where none are given.

    The stages see letters in composed form; the text that is kept is as the source encodes it.

    Raises Refused where no text is left, or there are too many lines or paragraphs, or some are too long.
    """
    check_marks(extract.text)
    if comparable(extract.text) == extract.text:
        return _compose(extract, entry, manifest, limits)
    found = compare_form(extract.text)
    return restore_coding(_compose(compose_extract(extract, found), entry, manifest, limits), extract.text, found)


def _compose(extract: Extract, entry: DocumentEntry, manifest: Manifest, limits: Limits | None) -> DraftDocument:
    text, stated, beside = extract.text, extract.facts, extract.beside
    if text.count("\n") + text.count("\r") > _LINES:
        raise Refused(f"the text has more than {_LINES:,} lines: split it")
    working = read_parts(extract) if extract.parts else Working(text, lines(text))
    for stage in _stages_for(extract):
        stage(working)
    take_subject(working, beside.get("title"))
    paragraphs = stage_directions(segment(working))
    check_paragraphs(paragraphs, (limits or Limits()).paragraphs)
    quoted = [manifest.speakers[slug] for slug, role in entry.participations if role == "quoted"]
    paragraphs = attribute_turns(paragraphs, entry.participations, dict(manifest.speakers))
    paragraphs = attribute_quotations(paragraphs, quoted)
    texts = [each.text for each in paragraphs]
    stated = {**working.facts, **stated}
    title, assigned = _title(working.title or stated.get("title") or beside.get("title"), entry, paragraphs)
    return DraftDocument(
        title=title,
        title_assigned=assigned,
        language=_fact_of_manifest(entry.language) or Fact("", "unknown"),
        date=_fact_of_manifest(entry.date)
        or working.date
        or stated.get("date")
        or beside.get("date")
        or Fact("", "unknown"),
        kind=_fact_of_manifest(entry.kind)
        or kind_of(title.value, texts)
        or stated.get("kind")
        or Fact("other", "unknown"),
        publisher=entry.publisher,
        publisher_stated=stated.get("publisher"),
        place=_fact_of_manifest(entry.place or None) or stated.get("place") or Fact("", "unknown"),
        reference=_fact_of_manifest(entry.reference or None) or stated.get("reference") or Fact("", "unknown"),
        source_url=_fact_of_manifest(entry.source_url or None) or stated.get("source_url") or Fact("", "unknown"),
        participations=entry.participations,
        paragraphs=tuple(paragraphs),
        spans=tile(text, working.spans),
        warnings=(
            *extract.warnings,
            *working.warnings,
            *_warn_struck_out(text, working.spans),
            *warn_lost_letters([title.value, *texts]),
        ),
        not_before=stated.get("not_before") or Fact("", "unknown"),
    )


def _stages_for(extract: Extract) -> Sequence[Callable[[Working], None]]:
    if not extract.parts:
        return STAGES
    return STAGES_OF_MAILS if extract.media_type in (MEDIA_TYPE, OUTLOOK_TYPE) else STAGES_OF_PARTS


def set_language(draft: DraftDocument, stated: Fact | None) -> DraftDocument:
    """A draft with the language of its words, unless the manifest states another: that one is taken, with a warning.

    A text in none of the archive's languages has no language until an editor gives it one.

    stated: the language that the file itself declares, often that of the program it was edited with.
    """
    found = find_language("\n".join(each.text for each in draft.paragraphs))
    guess = Fact(found.code, f"guess, {int(100 * found.likely)}% sure" if found.code else "unknown")
    language = draft.language if draft.language.value else guess
    return replace(draft, language=language, warnings=draft.warnings + _warnings(found, language, stated))


def _warnings(found: LanguageFound, language: Fact, stated: Fact | None) -> tuple[str, ...]:
    """Warnings for an editor: a language the archive lacks, one that contradicts what is stated, or a mixture."""
    if found.foreign:
        known = ", ".join(each.name for each in LANGUAGES.values())
        return (f"the text {found.foreign}: the archive has {known} only",)
    said = {each.value: each.origin for each in (stated, language) if each and each.value != found.code}
    others = tuple(
        f"the text reads as {LANGUAGES[found.code].name}, but {origin} says {LANGUAGES[code].name}"
        for code, origin in said.items()
    )
    return (*others, found.beside) if found.beside else others


def digest(draft: DraftDocument) -> str:
    """SHA-256 of everything in a draft, and of the importer's version: equal digests make equal documents."""
    content = json.dumps([VERSION, draft], default=_values)
    return hashlib.sha256(content.encode()).hexdigest()


def _values(part: Any) -> list[Any]:
    return [getattr(part, field.name) for field in fields(part)]


def check_marks(text: str) -> None:
    """Raises Refused where a letter has an impossible number of accents: comparing it would take too long."""
    if (marks := count_marks(text)) > MOST_MARKS:
        raise Refused(f"a letter has {marks:,} accents, more than {MOST_MARKS}: this is not text")


def check_paragraphs(paragraphs: Sequence[DraftParagraph], most: int) -> None:
    """Raises Refused where there are none, too many, or one that is too long."""
    if not paragraphs:
        raise Refused("nothing is left of the text once banners, links and footers are dropped")
    if len(paragraphs) > most:
        raise Refused(f"the text has {len(paragraphs):,} paragraphs, more than the limit of {most:,}: split it")
    longest = max(len(paragraph.text) for paragraph in paragraphs)
    if longest > PARAGRAPH_LIMIT:
        raise Refused(f"a paragraph has {longest:,} characters, more than {PARAGRAPH_LIMIT:,}: break it into lines")


def _title(found: Fact | None, entry: DocumentEntry, paragraphs: list[DraftParagraph]) -> tuple[Fact, bool]:
    """The title, and whether the archive assigned it: if neither text nor manifest has one, it is the first words."""
    if entry.assigned_title:
        return Fact(entry.assigned_title, "manifest"), True
    title = _fact_of_manifest(entry.title) or found
    if title:
        return title, False
    return Fact(first_words(paragraphs[0].text), "guess"), True


def first_words(text: str) -> str:
    """A title for a document without one: the words that `text` begins with, and an ellipsis if there are more."""
    words = text[:400].split()
    more = len(words) > _TITLE_WORDS
    begun = " ".join(words[:_TITLE_WORDS])
    return (begun.rstrip(",:;") or begun) + ("…" if more else "")


def _warn_struck_out(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """A warning that quotes the words the source shows crossed out."""
    found = [_STRIKE_MARK.sub("", text[each.start : each.end]) for each in spans if each.reason == STRUCK]
    if not found:
        return ()
    named = ", ".join(f"“{' '.join(words.split())[:_STRUCK]}”" for words in found[:_MOST_STRUCK])
    more = len(found) - _MOST_STRUCK
    if more > 0:
        return (f"words are struck out in the source and left out: {named} and {more} more",)
    return (f"words are struck out in the source and left out: {named}",)


def _fact_of_manifest(value: str | None) -> Fact | None:
    return None if value is None else Fact(value, "manifest")
