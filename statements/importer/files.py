"""Files and folders to documents, with a word on each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from statements.importer import manifest as manifests
from statements.importer.draft import Refused
from statements.importer.pipeline import make_draft
from statements.importer.read import decode
from statements.importer.save import Received, save_draft

_MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown"}


@dataclass(frozen=True)
class Outcome:
    """What became of a file: "created", "updated", "unchanged", or "refused" for a reason."""

    path: Path
    result: str
    reason: str = ""
    slug: str = ""
    paragraphs: int = 0


def find_files(paths: list[Path]) -> list[Path]:
    """The files to import: those named, and all below the folders named but manifests and hidden ones, by name."""
    return [file for path in paths for file in (_below(path) if path.is_dir() else [path])]


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name != manifests.NAME:
            yield path


def missing_files(paths: list[Path]) -> list[Outcome]:
    """A refusal for each file that a manifest in one of the folders names and that is not there."""
    folders = sorted({file.parent for file in find_files([path for path in paths if path.is_dir()])})
    outcomes = []
    for folder in folders:
        try:
            entries = manifests.load(folder).documents
        except Refused:
            continue  # said of each file in the folder
        outcomes += [
            Outcome(folder / name, "refused", f"{manifests.NAME} names it, but it is not there")
            for name in entries
            if not (folder / name).is_file()
        ]
    return outcomes


def import_file(path: Path, publish: bool = False) -> Outcome:
    """Make a document of the file at `path`, whole or not at all; nothing is raised for what is wrong with the file."""
    try:
        manifest = _manifest(path.parent)
        entry = manifest.entry(path.name)
        content = _content(path)
        decoded = decode(content, settings.IMPORT_MAX_BYTES)
        draft = make_draft(decoded.text, entry, manifest)
        received = Received(path.name[-255:], _media_type(path), decoded.encoding, content, decoded.text)
        saved = save_draft(draft, received, entry.id, manifest, publish)
    except Refused as refused:
        return Outcome(path, "refused", str(refused))
    except DatabaseError as error:
        return Outcome(path, "refused", f"the database does not take it: {str(error).splitlines()[0]}")
    return Outcome(path, saved.result, "", saved.document.slug, len(draft.paragraphs))


@cache
def _manifest_of(folder: Path, modified: float) -> manifests.Manifest:
    return manifests.load(folder)


def _manifest(folder: Path) -> manifests.Manifest:
    """The manifest in `folder`, read once as long as it does not change."""
    path = folder / manifests.NAME
    return _manifest_of(folder, path.stat().st_mtime if path.exists() else 0)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise Refused("there is no such file")
    if path.stat().st_size > settings.IMPORT_MAX_BYTES:
        raise Refused(
            f"the file has {path.stat().st_size:,} bytes, more than the limit of {settings.IMPORT_MAX_BYTES:,}"
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}") from None


def _media_type(path: Path) -> str:
    media_type = _MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        raise Refused(f"{path.suffix or 'files without an ending'} is not read yet: {', '.join(_MEDIA_TYPES)} are")
    return media_type
