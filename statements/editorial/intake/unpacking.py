"""New releases: what an editor pasted or uploaded, unpacked from any zip files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.conf import settings

from statements.importer.draft import Refused, showable
from statements.importer.manifest import NAME as MANIFEST

_PACKED_FILES = 500
_ENCRYPTED = 0x1  # flag of an entry: PKWARE's APPNOTE.TXT, 4.4.4
# What marks a zip as an office document or an e-book, rather than a parcel of files.
_PACKAGE = {"[Content_Types].xml", "mimetype", "META-INF/container.xml"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # with files, and empty
_NAME = 200  # characters


@dataclass(frozen=True)
class Release:
    """A file as received: its name and its bytes; or why it is refused unread."""

    name: str
    content: bytes
    refusal: str = ""


def unpack(releases: list[Release]) -> list[Release]:
    """Return the releases, with zips replaced by their files; a fault in one does not stop the others."""
    return [each for release in releases for each in _unpack_one(release)]


def _unpack_one(release: Release) -> Iterator[Release]:
    name = showable(release.name)[-_NAME:] or "release.txt"
    size = len(release.content)
    if size > settings.IMPORT_MAX_BYTES:
        yield _refuse(name, f"the file has {size:,} bytes, more than the limit of {settings.IMPORT_MAX_BYTES:,}")
        return
    try:
        packed = _zip_members(release.content)
    except Refused as error:
        yield _refuse(name, str(error))
        return
    if packed is None:
        yield Release(name, release.content)
        return
    for each in packed:
        yield _extract_member(each)


def _extract_member(release: Release) -> Release:
    """Prepare a file from a zip; a zip inside a zip is not opened."""
    try:
        nested = _zip_members(release.content) is not None
    except Refused as error:
        return _refuse(release.name, str(error))
    if release.name == MANIFEST:
        return _refuse(release.name, "the desk does not read manifests: use manage.py import_statements")
    return _refuse(release.name, "a zip inside a zip is not opened: upload it separately") if nested else release


def _refuse(name: str, reason: str) -> Release:
    return Release(name, b"", reason)


def _zip_members(content: bytes) -> list[Release] | None:
    """Return the files in a zip; None if it is not a zip, or is itself a document.

    Raises Refused where it is broken or too large.
    """
    if not content.startswith(_ZIP):
        return None
    try:
        with ZipFile(BytesIO(content)) as packed:
            if _PACKAGE & set(packed.namelist()):
                return None
            return [Release(_name_of(each), _unpack(packed, each)) for each in _entries(packed)]
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused(f"the zip cannot be opened: {error}") from None


def _entries(packed: ZipFile) -> list[ZipInfo]:
    """Return its files except hidden ones. Raises Refused where they are too many, too large or need a password."""
    entries = [each for each in packed.infolist() if not each.is_dir() and not _is_hidden(each.filename)]
    if len(entries) > _PACKED_FILES:
        raise Refused(f"the zip has {len(entries):,} files, more than {_PACKED_FILES}: split it")
    if any(each.flag_bits & _ENCRYPTED for each in entries):
        raise Refused("the zip needs a password: take the files out and upload them")
    size = sum(each.file_size for each in entries)
    if size > 5 * settings.IMPORT_MAX_BYTES:
        raise Refused(f"the files in the zip have {size:,} bytes in total, which is too much: split it")
    return entries


def _is_hidden(name: str) -> bool:
    parts = (part for part in PurePosixPath(name).parts if part not in (".", ".."))
    return any(part.startswith((".", "__MACOSX")) for part in parts)


def _name_of(entry: ZipInfo) -> str:
    return showable(PurePosixPath(entry.filename).name)[-_NAME:]


def _unpack(packed: ZipFile, entry: ZipInfo) -> bytes:
    """Return the bytes of a file in a zip. Raises Refused where it has more than it declares or than is allowed."""
    most = min(entry.file_size, settings.IMPORT_MAX_BYTES)
    with packed.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise Refused(f"{_name_of(entry)} in the zip is larger than it says, or than the limit")
    return content
