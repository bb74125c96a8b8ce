"""New releases: what an editor pasted or uploaded becomes drafts, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.conf import settings

from statements.importer.draft import Refused, showable
from statements.importer.files import Outcome, import_content, refused
from statements.importer.manifest import Manifest

_PACKED_FILES = 500
_ENCRYPTED = 0x1  # flag of an entry: APPNOTE.TXT of PKWARE, 4.4.4
_WORD = "word/document.xml"  # what makes a zip a Word file


@dataclass(frozen=True)
class Release:
    """A file as it came in: its name, and its bytes."""

    name: str
    content: bytes


def take_in(releases: list[Release]) -> list[Outcome]:
    """A draft of each release, of each file where it is a zip of many; what is wrong with one stops no other."""
    return [outcome for release in releases for outcome in _taken(release)]


def _taken(release: Release) -> Iterator[Outcome]:
    name = Path(showable(release.name)[-200:] or "release.txt")
    if len(release.content) > settings.IMPORT_MAX_BYTES:
        yield refused(
            name, f"the file has {len(release.content):,} bytes, more than the limit of {settings.IMPORT_MAX_BYTES:,}"
        )
        return
    try:
        packed = _packed(release.content)
    except Refused as error:
        yield refused(name, str(error))
        return
    if packed is None:
        yield import_content(release.content, name, Manifest())
        return
    for each in packed:
        yield from _taken_out(each)


def _taken_out(release: Release) -> Iterator[Outcome]:
    """A file out of a zip; a zip in a zip is not opened."""
    try:
        nested = _packed(release.content) is not None
    except Refused as error:
        yield refused(Path(release.name), str(error))
        return
    if nested:
        yield refused(Path(release.name), "a zip inside a zip is not opened: upload it by itself")
    else:
        yield import_content(release.content, Path(release.name), Manifest())


def _packed(content: bytes) -> list[Release] | None:
    """The files in a zip; None where it is none, or is a Word file. Raises Refused where it is broken or too large."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with ZipFile(BytesIO(content)) as packed:
            if _WORD in packed.namelist():
                return None
            return [Release(_name_of(each), _unpack(packed, each)) for each in _entries(packed)]
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(f"the zip cannot be opened: {error}") from None


def _entries(packed: ZipFile) -> list[ZipInfo]:
    """Its files, hidden ones aside, where they are not too many or too large."""
    entries = [each for each in packed.infolist() if not each.is_dir() and not _hidden(each.filename)]
    if len(entries) > _PACKED_FILES:
        raise Refused(f"the zip has {len(entries):,} files, more than {_PACKED_FILES}: split it")
    if any(each.flag_bits & _ENCRYPTED for each in entries):
        raise Refused("the zip needs a password: take the files out and upload them")
    size = sum(each.file_size for each in entries)
    if size > 5 * settings.IMPORT_MAX_BYTES:
        raise Refused(f"the files in the zip have {size:,} bytes together, which is too much: split it")
    return entries


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _name_of(entry: ZipInfo) -> str:
    return showable(PurePosixPath(entry.filename).name)[-200:]


def _unpack(packed: ZipFile, entry: ZipInfo) -> bytes:
    """The bytes of a file in a zip, no more than it says that it has and than a file may have."""
    most = min(entry.file_size, settings.IMPORT_MAX_BYTES)
    with packed.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise Refused(f"{_name_of(entry)} in the zip is larger than it says, or than the limit")
    return content
