"""The fields of a line by which a dump of an archive says what the bulk format lacks: they begin with an underscore.

They are all there or none. What they say of the last version must be what the line says, or it is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from statements.dates import parse_edtf
from statements.importer.bulk import ORIGIN
from statements.importer.draft import DraftDocument, DraftParagraph, DraftQuotation, Refused, Span, Use, showable, tile
from statements.importer.extract import Fact
from statements.importer.manifest import KINDS, ROLES
from statements.languages import LANGUAGES
from statements.models import Content, ContentParagraph, ParagraphKind

_Name = Annotated[str, Meta(min_length=1, max_length=200)]
_Slug = Annotated[str, Meta(pattern=r"^[-a-zA-Z0-9_]{1,80}\Z")]
_Address = Annotated[str, Meta(pattern=r"^[-a-zA-Z0-9_]{1,120}\Z")]
_Digest = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]
_Title = Annotated[str, Meta(max_length=200)]
BETWEEN = "\n\n"  # paragraphs of a text


class DumpedOffice(Struct, frozen=True, forbid_unknown_fields=True):
    """An office that a speaker holds or held."""

    title_en: _Title = ""
    title_fr: _Title = ""
    title_it: _Title = ""
    since: date | None = None
    until: date | None = None


class DumpedSpeaker(Struct, frozen=True, forbid_unknown_fields=True):
    """A speaker of the last version. called: the names that the words have for them; merged_into: the slug of another
    speaker, for one whose address leads there."""

    slug: _Slug
    name: _Name
    sort_name: _Name
    aliases: list[_Name] = []
    collective: bool = False
    offices: list[DumpedOffice] = []
    called: list[_Name] = []
    merged_into: _Slug | None = None


class MergedPublisher(Struct, frozen=True, forbid_unknown_fields=True):
    """A publisher who was merged into another: what names it leads to that one."""

    slug: _Slug
    name: _Name
    language: str = ""
    aliases: list[_Name] = []


class DumpedPublisher(Struct, frozen=True, forbid_unknown_fields=True):
    """Who issued the document, as lists name it; a version may have an alias, or the name of one that was merged into
    it. merged: those that were."""

    slug: _Slug
    name: _Name
    language: str = ""
    aliases: list[_Name] = []
    merged: list[MergedPublisher] = []


class DumpedVersion(Struct, frozen=True, forbid_unknown_fields=True):
    """A version as it was published. number: 0 for a document from before there were versions, which has no other."""

    number: Annotated[int, Meta(ge=0, le=1_000_000)]
    content: dict[str, Any]
    published_at: datetime | None = None
    sha256: _Digest = ""
    note: str = ""
    correction: bool = False


class _Fields(Struct, frozen=True, forbid_unknown_fields=True, rename=lambda name: f"_{name}"):
    slug: _Address
    versions: Annotated[list[DumpedVersion], Meta(min_length=1)]
    speakers: list[DumpedSpeaker]
    publisher: DumpedPublisher | None
    translation_group: UUID | None


@dataclass(frozen=True)
class Dumped:
    """What a dump says of a document. versions: those that it has, the oldest first; content: of the last."""

    slug: str
    versions: tuple[DumpedVersion, ...]
    speakers: tuple[DumpedSpeaker, ...]
    publisher: DumpedPublisher | None
    translation_group: UUID | None
    content: Content

    @property
    def digests(self) -> list[tuple[int, str]]:
        """The number and the SHA-256 of each version."""
        return [(each.number, each.sha256) for each in self.versions]


def has_dumped(fields: dict[str, Any]) -> bool:
    """Whether a line is one of a dump."""
    return any(name.startswith("_") for name in fields)


def read_dumped(fields: dict[str, Any]) -> Dumped:
    """What a dump says of a document. Raises Refused where it is not as a dump writes it, or contradicts itself."""
    try:
        read = msgspec.convert({name: value for name, value in fields.items() if name.startswith("_")}, _Fields)
        json.dumps(fields, ensure_ascii=False).encode()
    except msgspec.ValidationError as error:
        raise Refused(f"not as a dump has it: {showable(str(error)[:200])}") from None
    except UnicodeEncodeError:
        raise Refused("a field of a dump has half a character") from None
    contents = [_read_content(each) for each in read.versions]
    _check_numbers(read.versions)
    _check_content(contents[-1])
    _check_same(fields, contents[-1])
    kept = tuple(each for each in read.versions if each.number)
    found = Dumped(read.slug, kept, tuple(read.speakers), read.publisher, read.translation_group, contents[-1])
    _check_people(found)
    return found


def _read_content(version: DumpedVersion) -> Content:
    """The content of a version, of whatever release. Raises Refused where it is none."""
    try:
        read = Content.from_json(version.content)
        return msgspec.convert(msgspec.to_builtins(read), Content) and read  # the second checks the types
    except (msgspec.ValidationError, AttributeError, KeyError, TypeError, ValueError) as error:
        reason = showable(str(error)[:200])
        raise Refused(f"the content of version {version.number} cannot be read: {reason}") from None


def _check_numbers(versions: list[DumpedVersion]) -> None:
    numbers = [each.number for each in versions]
    if numbers != sorted(set(numbers)) or (0 in numbers and len(numbers) > 1):
        raise Refused("the numbers of its versions do not rise")
    for each in versions:
        if each.number and (each.published_at is None or each.published_at.tzinfo is None or not each.sha256):
            raise Refused(f"version {each.number} has no SHA-256, or no moment of publication with a time zone")


def _check_content(content: Content) -> None:
    keys = [each.key for each in content.paragraphs]
    if len(keys) != len(set(keys)):
        raise Refused("two paragraphs have one key")
    if content.language not in LANGUAGES or content.kind not in KINDS:
        raise Refused("the language or the kind of its last version is not one of this archive")
    if any(each.role not in ROLES for each in content.participations):
        raise Refused("somebody takes part in a way that there is not")
    for position, row in enumerate(content.paragraphs, 1):
        _check_paragraph(position, row)
    try:
        parse_edtf(content.date_edtf)
    except ValueError as error:
        raise Refused(f"date: {showable(str(error)[:200])}") from None


def _check_paragraph(position: int, row: ContentParagraph) -> None:
    begins = [(each.start, each.end) for each in row.quotations]
    if any(not 0 <= start < end <= len(row.text) for start, end in begins):
        raise Refused(f"a quotation is not within paragraph {position}")
    if not row.text or row.kind not in ParagraphKind.values or row.language not in (*LANGUAGES, ""):
        raise Refused(f"paragraph {position} is empty, or of a kind or in a language that there is not")


def _check_same(fields: dict[str, Any], content: Content) -> None:
    """Raises Refused where the line says something else than its last version."""
    said = {
        "text": BETWEEN.join(each.text for each in content.paragraphs),
        "title": "" if content.title_assigned else content.title,
        "language": content.language,
        "kind": content.kind,
        "date": content.date_edtf,
        "publisher": content.publisher or "",
        "speakers": content.speakers,
    }
    for name, value in said.items():
        if fields[name] != value:
            raise Refused(f"{name} is not that of its last version")


def _check_people(dumped: Dumped) -> None:
    """Raises Refused where the last version names somebody of whom nothing else is said."""
    slugs = {each.slug for each in dumped.speakers}
    called = {name for each in dumped.speakers for name in each.called}
    content = dumped.content
    named = {each.speaker for each in content.paragraphs if each.speaker}
    named |= {each.name for row in content.paragraphs for each in row.quotations}
    named |= {each.name for each in content.participations}
    merged = {each.merged_into for each in dumped.speakers if each.merged_into}
    if not named <= called or not merged <= slugs or len(slugs) < len(dumped.speakers):
        raise Refused("it names somebody of whom it says nothing else")
    if bool(content.publisher) != bool(dumped.publisher):
        raise Refused("it has a publisher of whom it says nothing else")


def make_draft(dumped: Dumped) -> DraftDocument:
    """The document as its last version has it, in the places of the text of the line; slugs are those of the dump."""
    content = dumped.content
    slugs = {name: each.slug for each in dumped.speakers for name in each.called}
    paragraphs = tuple(_make_paragraphs(content, slugs))
    text = BETWEEN.join(each.text for each in paragraphs)
    return DraftDocument(
        title=Fact(content.title, ORIGIN),
        title_assigned=content.title_assigned,
        language=Fact(content.language, ORIGIN),
        date=Fact(content.date_edtf, ORIGIN),
        kind=Fact(content.kind, ORIGIN),
        publisher=dumped.publisher.slug if dumped.publisher else None,
        place=Fact(content.place, ORIGIN),
        reference=Fact(content.reference, ORIGIN),
        source_url=Fact(content.source_url, ORIGIN),
        participations=tuple((slugs[each.name], each.role) for each in content.participations),
        paragraphs=paragraphs,
        spans=tile(text, [span for paragraph in paragraphs for span in paragraph.spans]),
    )


def _make_paragraphs(content: Content, slugs: dict[str, str]) -> list[DraftParagraph]:
    made, start = list[DraftParagraph](), 0
    for row in content.paragraphs:
        end = start + len(row.text)
        made.append(
            DraftParagraph(
                row.text,
                (Span(start, end, Use.PARAGRAPH),),
                number=row.number,
                under=row.under,
                kind=row.kind,
                page=row.page,
                speaker=slugs[row.speaker] if row.speaker else None,
                quotations=tuple(DraftQuotation(each.start, each.end, slugs[each.name]) for each in row.quotations),
            )
        )
        start = end + len(BETWEEN)
    return made
