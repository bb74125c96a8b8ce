"""Turn files and folders into documents, and report on each."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg2.errors import DeadlockDetected

from statements.connecting.causes import is_outage
from statements.importer import manifest as manifests
from statements.importer.bulk.jsonl import ENDINGS as BULK_ENDINGS
from statements.importer.draft import DraftDocument, Refused, TilingError, showable
from statements.importer.extract import Extract
from statements.importer.formats.choose import MAILS, PLAIN, extract, format_of
from statements.importer.isolated import draft_isolated, limits, read_isolated
from statements.importer.mailed import document_chosen, document_of_mail, keep_mail
from statements.importer.other_formats import is_picture_of_page, refuse_other_formats
from statements.importer.pipeline import make_draft
from statements.importer.refusals import say_database_refuses
from statements.importer.save import Received, Saved, document_with_bytes, save_draft
from statements.models import Document, Result, Status

_ENDINGS = (".txt", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".docm", ".eml", ".msg")
_DEADLOCKS = 3  # times that a file is saved again after one
_TOLD_BY = 200_000  # first bytes of an unsupported file, enough to tell what it is
_ADVISED = (
    ".doc", ".rtf", ".odt", ".epub", ".pages", ".mht", ".mhtml", ".webarchive", ".xlsx", ".pptx", ".jpg", ".jpeg",
    ".png", ".tif", ".tiff",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of a file, and its document; no document where it was refused, with the reason.

    draft: the document as read, with the `manifest` that holds its names; None where it was not read.
    """

    path: Path
    result: Result
    reason: str = ""
    document: Document | None = None
    paragraphs: int = 0
    warnings: tuple[str, ...] = ()
    draft: DraftDocument | None = None
    manifest: manifests.Manifest = field(default_factory=manifests.Manifest)

    @property
    def slug(self) -> str:
        return self.document.slug if self.document else ""


def refusal(path: Path, reason: str) -> Outcome:
    return Outcome(path, Result.REFUSED, reason)


@dataclass
class FoundFiles:
    """The files to import, each once and in order, and what was refused while looking for them."""

    files: list[Path]
    refusals: list[Outcome]


def find_files(paths: list[Path]) -> FoundFiles:
    """The named files, and all files below the named folders except manifests and hidden ones.

    Refused at once: a folder that cannot be read, a faulty manifest with no file beside it to report it, and
    each file that a manifest names but that does not exist.
    """
    files: dict[Path, None] = {}
    refusals: list[Outcome] = []
    for path in dict.fromkeys(paths):
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a name is too long
            for folder, names in _folders(path, refusals):
                files |= dict.fromkeys(folder / name for name in names if name != manifests.NAME)
                if manifests.NAME in names:
                    refusals += _missing(folder, alone=len(names) == 1)
        else:
            files[path] = None
    return FoundFiles(list(files), refusals)


def _folders(top: Path, refusals: list[Outcome]) -> Iterator[tuple[Path, list[str]]]:
    """`top` and the folders below it with the names of their files, sorted. Links to folders are not followed."""

    def cannot(error: OSError) -> None:
        refusals.append(refusal(Path(error.filename), f"the folder cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(top, onerror=cannot):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield Path(folder), sorted(name for name in names if not name.startswith("."))


def _missing(folder: Path, alone: bool) -> list[Outcome]:
    """A refusal for each file that the manifest in `folder` names but that does not exist."""
    try:
        entries = manifest_of(folder).documents
    except Refused as error:
        return [refusal(folder / manifests.NAME, str(error))] if alone else []  # else reported with each file
    gone = [folder / name for name in entries if not os.path.lexists(folder / name)]
    return [refusal(path, f"{manifests.NAME} names it, but it is not there") for path in gone]


def import_file(path: Path, publish: bool = False, dry_run: bool = False, quiet: bool = False) -> Outcome:
    """Make a document from the file at `path`, whole or not at all; faults of the file raise nothing.

    dry_run: the caller rolls back what was made from this file and others; quiet: nobody is sent a message about it.
    """
    try:
        manifest = manifest_of(path.parent)
        content = _content(path)
    except Refused as error:
        return refusal(path, str(error))
    return import_content(content, path, manifest, publish, dry_run, quiet)


def import_content(
    content: bytes,
    path: Path,
    manifest: manifests.Manifest,
    publish: bool = False,
    dry_run: bool = False,
    quiet: bool = False,
) -> Outcome:
    """Make a document from `content`, which came as a file called `path.name`, whole or not at all.

    A mail of which an editor has chosen the part that is the release stays as she chose.
    """
    if format_of(content, path.name) in MAILS and (there := document_chosen(content)) is not None:
        return _leave(path, there, None)
    entry = manifest.entry(path.name)

    def make() -> tuple[Extract, DraftDocument]:
        extract = read(content, path.name)
        return extract, make_draft(extract, entry, manifest, limits())

    return _import(content, path, make, manifest, _Wanted(publish, dry_run, quiet))


def import_upload(
    content: bytes,
    path: Path,
    *,
    charset: str = "",
    part: int | None = None,
    into: Document | None = None,
    then: Callable[[Saved], None] | None = None,
) -> Outcome:
    """Make a draft from an uploaded file, entirely in a separate process, whole or not at all.

    charset: the encoding that the server stated from which it came.

    A document already made from the same bytes stays as it is, whatever they would become today: it may be published.

    part: of a mail, the number of what is the release; without it, a rule chooses. into: the draft that is made anew
    of it. then: what is done with the document in the same transaction, also where it was there.
    """
    there = document_of_mail(content, part) if into is None else None
    if there is not None:
        return _leave(path, there, then)
    wish = _Wanted(into=into, then=then, is_upload=True, chosen=part is not None)
    return _import(content, path, lambda: draft_isolated(content, path.name, part, charset), manifests.Manifest(), wish)


@dataclass(frozen=True)
class _Wanted:
    """What is wanted of an import besides the document: see import_file and import_upload. chosen: by an editor."""

    publish: bool = False
    dry_run: bool = False
    quiet: bool = False
    into: Document | None = None
    then: Callable[[Saved], None] | None = None
    is_upload: bool = False
    chosen: bool = False


def _leave(path: Path, there: Document, then: Callable[[Saved], None] | None) -> Outcome:
    """The outcome for bytes that the archive has."""
    if then:
        then(Saved(Result.UNCHANGED, there))
    return Outcome(path, Result.UNCHANGED, "", there, there.paragraphs.count())


def _import(
    content: bytes,
    path: Path,
    make: Callable[[], tuple[Extract, DraftDocument]],
    manifest: manifests.Manifest,
    wish: _Wanted,
) -> Outcome:
    try:
        extract, draft = make()
        received = _receive(content, path, extract)
        there = document_with_bytes(received.sha256) if wish.is_upload else None
        if there is not None and there != wish.into:
            return _leave(path, there, wish.then)

        def save() -> Saved:
            external_id = manifest.entry(path.name).id
            flags = (wish.publish, wish.dry_run, wish.quiet, wish.into)
            saved = save_draft(draft, received, external_id, manifest, *flags)
            if extract.part and saved.result is not Result.UNCHANGED:
                keep_mail(content, showable(path.name), extract.part, saved.document, wish.chosen)
            if wish.then:
                wish.then(saved)
            return saved

        saved = _save(save)
    except Refused as error:
        return refusal(path, str(error))
    except TilingError as error:
        return refusal(path, f"the importer lost account of the text, please report it: {error}")
    except DatabaseError as error:
        if is_outage(error) or connection.connection is None or not connection.is_usable():
            raise  # not the file's fault
        return refusal(path, say_database_refuses(error))
    warnings = (*draft.warnings, *_warn_unpublished(saved.document, wish.publish))
    return Outcome(path, saved.result, "", saved.document, len(draft.paragraphs), warnings, draft, manifest)


def _receive(content: bytes, path: Path, extract: Extract) -> Received:
    """The source: the file, or the one attached to the mail that it is."""
    name, part = path.name, extract.part
    if part and part.content:
        name, content = part.name or f"{path.stem}, part {part.number}", part.content
    return Received(showable(name), extract.media_type, extract.encoding, content, extract.text)


def _save(save: Callable[[], Saved]) -> Saved:
    """Save in one transaction. If another import is in the way, it is tried again.

    Two imports at once learn words in different orders: PostgreSQL ends one of them and undoes everything it did.
    """
    for _ in range(_DEADLOCKS):
        try:
            with transaction.atomic():
                return save()
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
    with transaction.atomic():
        return save()


def _warn_unpublished(document: Document, publish: bool) -> tuple[str, ...]:
    """A warning that a document stays a draft although it was to be published."""
    if not publish or document.status != Status.DRAFT:
        return ()
    return ("it stays a draft, since it has no language: choose one at the desk, or state it in the manifest",)


def read(content: bytes, name: str) -> Extract:
    """The text of a file: plain text at once, everything else in a separate process. Raises Refused."""
    if format_of(content, name) == PLAIN and not is_picture_of_page(content):
        return extract(content, name, limits())
    return read_isolated(content, name)


@lru_cache(maxsize=64)
def _manifest_as_of(folder: Path, modified: int, size: int) -> manifests.Manifest:
    return manifests.load(folder)


def manifest_of(folder: Path) -> manifests.Manifest:
    """The manifest in `folder`, read once while it does not change. Raises Refused where it is faulty."""
    try:
        status = (folder / manifests.NAME).stat()
    except OSError:
        return manifests.load(folder)
    return _manifest_as_of(folder, status.st_mtime_ns, status.st_size)


def _content(path: Path) -> bytes:
    """The bytes of a file. Raises Refused where it is no file, too large, unreadable or has an unknown ending."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("this is not a file")
        if path.suffix.lower() not in _ENDINGS + _ADVISED:  # for _ADVISED the readers say what to do
            known = ", ".join([*_ENDINGS, *BULK_ENDINGS])
            with path.open("rb") as file:
                refuse_other_formats(file.read(_TOLD_BY))
            raise Refused(f"{path.suffix or 'files without an ending'} is not read yet: {known} are")
        if status.st_size > settings.IMPORT_MAX_BYTES:
            raise Refused(
                f"the file has {status.st_size:,} bytes, more than the limit of {settings.IMPORT_MAX_BYTES:,}"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("there is no such file") from None
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}") from None
