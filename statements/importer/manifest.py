"""Facts that the texts do not carry: a hand-kept `manifest.toml` beside the files, read strictly.

Errors name the file and the key, since people write it. docs/importing.md#the-manifest describes its keys.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from statements.dates import parse_edtf
from statements.importer.draft import Refused, showable
from statements.languages import LANGUAGES
from statements.letters import normalize_name

NAME = "manifest.toml"
KINDS = (
    "press-statement", "communique", "declaration", "speech", "readout", "transcript", "news-report", "commentary",
    "other",
)  # fmt: skip
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
ROLES = ("author", "speaker", "quoted", "interlocutor", "mentioned")


@dataclass(frozen=True)
class OfficeEntry:
    """A title in one or more languages, from the day `since` to the day `until`."""

    titles: dict[str, str]
    since: date | None
    until: date | None


@dataclass(frozen=True)
class SpeakerEntry:
    slug: str
    name: str
    sort_name: str = ""
    aliases: tuple[str, ...] = ()
    collective: bool = False
    offices: tuple[OfficeEntry, ...] = ()


@dataclass(frozen=True)
class PublisherEntry:
    slug: str
    name: str
    language: str = ""


@dataclass(frozen=True)
class DocumentEntry:
    """What the manifest says about one file; None or empty where it says nothing."""

    file: str
    id: str = ""
    title: str | None = None
    assigned_title: str | None = None
    language: str | None = None
    kind: str | None = None
    date: str | None = None
    publisher: str | None = None
    place: str = ""
    reference: str = ""
    source_url: str = ""
    participations: tuple[tuple[str, str], ...] = ()  # (speaker's slug, role)


@dataclass(frozen=True)
class Manifest:
    speakers: dict[str, SpeakerEntry] = field(default_factory=dict)
    publishers: dict[str, PublisherEntry] = field(default_factory=dict)
    documents: dict[str, DocumentEntry] = field(default_factory=dict)

    def entry(self, filename: str) -> DocumentEntry:
        """What is said about `filename`; an empty entry where nothing is."""
        return self.documents.get(filename, DocumentEntry(filename))


def load(folder: Path) -> Manifest:
    """The manifest in `folder`, an empty one where there is none. Raises Refused where it is faulty."""
    path = folder / NAME
    try:
        return parse(path.read_text(encoding="utf-8-sig"), str(path))
    except FileNotFoundError:
        return Manifest()
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Refused(f"{path}: not UTF-8") from None


def parse(text: str, name: str) -> Manifest:
    """The manifest written in `text`; errors mention `name`. Raises Refused, naming file and key."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{name}: not TOML: {error}") from None
    top = _Table(tables, name)
    speakers = _unique(top, "speakers", _speaker, lambda entry: entry.slug)
    publishers = _unique(top, "publishers", _publisher, lambda entry: entry.slug)
    documents = _unique(
        top, "documents", lambda table: _document(table, speakers, publishers), lambda entry: entry.file
    )
    top.refuse_unknown()
    _once(name, "speakers", "name", [entry.name for entry in speakers.values()])
    _once(name, "publishers", "name", [entry.name for entry in publishers.values()])
    _once(name, "documents", "id", [entry.id for entry in documents.values() if entry.id])
    return Manifest(speakers, publishers, documents)


def _once(name: str, table: str, key: str, values: list[str]) -> None:
    twice = [value for value, times in Counter(values).items() if times > 1]
    if twice:
        raise Refused(f"{name}: {table}: {key}: {twice[0]!r} appears twice")


class _Table:
    """A TOML table whose keys are read and checked one by one, so that any key left over is a mistake."""

    def __init__(self, values: dict[str, Any], place: str) -> None:
        self.values, self.place, self.read = values, place, set[str]()

    def wrong(self, key: str, why: str) -> Refused:
        return Refused(f"{self.place}: {key}: {why}")

    def take(self, key: str, expected: type, default: Any = ...) -> Any:
        self.read.add(key)
        value = self.values.get(key, default)
        if value is ...:
            raise self.wrong(key, "is missing")
        if value is not default and type(value) is not expected:
            raise self.wrong(key, f"must be {_NAMES[expected]}, not {_display(value)}")
        return value

    def text(self, key: str, default: Any = ..., most: int = 200) -> Any:
        """A text of at most `most` characters."""
        value = self.take(key, str, default)
        if value is not default:
            self.check_text(key, value, most)
        return value

    def check_text(self, key: str, value: Any, most: int = 200) -> None:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "is empty" if isinstance(value, str) else f"must be texts, not {_display(value)}")
        if len(value) > most:
            raise self.wrong(key, f"has {len(value)} characters, more than {most}")
        if showable(value) != value:
            raise self.wrong(key, f"holds a line end or a character that cannot be shown: {_display(value)}")

    def slug(self, key: str) -> str:
        value: str = self.text(key, most=80)
        if not _SLUG.fullmatch(value):
            raise self.wrong(key, f"must be small letters, digits and hyphens, as jens-stoltenberg, not {value!r}")
        return value

    def choice(self, key: str, choices: Any, default: Any = ...) -> Any:
        value = self.text(key, default)
        if value is not default and value not in choices:
            raise self.wrong(key, f"must be one of {', '.join(choices)}, not {value!r}")
        return value

    def declared_slug(self, key: str, entries: Any, tables: str, default: Any = ...) -> Any:
        """A slug declared in one of the manifest's own `tables`."""
        value = self.text(key, default)
        if value is not default and value not in entries:
            raise self.wrong(key, f"{value!r} has no [[{tables}]] table in this manifest: add one")
        return value

    def tables(self, key: str) -> "list[_Table]":
        items = self.take(key, list, [])
        for number, item in enumerate(items, 1):
            if not isinstance(item, dict):
                raise self.wrong(f"{key}[{number}]", f"must be a table, not {_display(item)}")
        return [_Table(item, f"{self.place}: {key}[{number}]") for number, item in enumerate(items, 1)]

    def refuse_unknown(self) -> None:
        unknown = sorted(self.values.keys() - self.read)
        if unknown:
            raise self.wrong(unknown[0], "is not a known key")


_NAMES = {str: "a text in quotes", bool: "true or false", list: "a list", date: "a day without quotes, as 2022-10-22"}


def _display(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _unique(top: _Table, key: str, read: Any, name: Any) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for table in top.tables(key):
        entry = read(table)
        table.refuse_unknown()
        if name(entry) in entries:
            raise Refused(f"{table.place}: {name(entry)!r} appears twice")
        entries[name(entry)] = entry
    return entries


def _speaker(table: _Table) -> SpeakerEntry:
    aliases = table.take("aliases", list, [])
    for alias in aliases:
        table.check_text("aliases", alias)
    name = normalize_name(table.text("name"))
    return SpeakerEntry(
        slug=table.slug("slug"),
        name=name,
        sort_name="" if (sorted_as := table.text("sort_name", "")) == name else sorted_as,
        aliases=tuple(map(normalize_name, aliases)),
        collective=table.take("collective", bool, False),
        offices=tuple(_office(office) for office in table.tables("offices")),
    )


def _office(table: _Table) -> OfficeEntry:
    titles = {code: table.text(f"title_{code}", "") for code in LANGUAGES}
    since, until = table.take("since", date, None), table.take("until", date, None)
    if not any(titles.values()):
        raise table.wrong("title_en", "or one in another language is missing")
    if since and until and since >= until:
        raise table.wrong("until", f"{until} is not after {since}")
    table.refuse_unknown()
    return OfficeEntry(titles, since, until)


def _publisher(table: _Table) -> PublisherEntry:
    return PublisherEntry(
        table.slug("slug"), normalize_name(table.text("name")), table.choice("language", LANGUAGES, "")
    )


def _document(table: _Table, speakers: dict[str, Any], publishers: dict[str, Any]) -> DocumentEntry:
    if "title" in table.values and "assigned_title" in table.values:
        raise table.wrong("assigned_title", "cannot stand beside title")
    file = table.text("file", most=255)
    if "/" in file:
        raise table.wrong("file", f"must be the name of a file beside the manifest, not {file!r}")
    return DocumentEntry(
        file=file,
        id=table.text("id", ""),
        title=table.text("title", None, most=500),
        assigned_title=table.text("assigned_title", None, most=500),
        language=table.choice("language", LANGUAGES, None),
        kind=table.choice("kind", KINDS, None),
        date=_edtf(table),
        publisher=table.declared_slug("publisher", publishers, "publishers", None),
        place=table.text("place", ""),
        reference=table.text("reference", "", most=100),
        source_url=_address(table),
        participations=_participations(table, speakers),
    )


def _edtf(table: _Table) -> str | None:
    text = table.text("date", None)
    try:
        parse_edtf(text or "")
    except ValueError as error:
        raise table.wrong("date", str(error)) from None
    return text


def _address(table: _Table) -> str:
    address: str = table.text("source_url", "", most=1000)
    if address and not _ADDRESS.fullmatch(address):
        raise table.wrong("source_url", f"must be an address that begins with http:// or https://, not {address!r}")
    return address


def _participations(table: _Table, speakers: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for each in table.tables("participants"):
        pair = _participation(each, speakers)
        if pair in found:
            raise each.wrong("speaker", f"{pair[0]!r} appears twice as {pair[1]}")
        found.append(pair)
    return tuple(found)


def _participation(table: _Table, speakers: dict[str, Any]) -> tuple[str, str]:
    pair = table.declared_slug("speaker", speakers, "speakers"), table.choice("role", ROLES)
    table.refuse_unknown()
    return pair
