"""An archive that was dumped, and another one that the dump was loaded into."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from statements.dumping.compressed import zstd
from statements.models import Document, Office, Publisher, Quotation, Revision, Source, Speaker, Status
from tests.cast import make_document, make_speaker
from tests.conftest import SEEDS
from tests.upgrades import empty_database

QUERIES = ["q=NATO", "q=heron", "q=said:quist", "q=dawn&said=ada-quist", "speaker=ada-quist", "q=kestrel", ""]


@dataclass
class Archive:
    """What a reader, and a program, sees of an archive."""

    documents: list[tuple[Any, ...]] = field(default_factory=list)
    versions: list[tuple[Any, ...]] = field(default_factory=list)
    paragraphs: list[tuple[Any, ...]] = field(default_factory=list)
    quotations: list[tuple[Any, ...]] = field(default_factory=list)
    speakers: list[tuple[Any, ...]] = field(default_factory=list)
    offices: list[tuple[Any, ...]] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Move:
    """before: the archive that was dumped; after: the one that was empty; again: reports of loads that came later."""

    folder: Path
    before: Archive
    after: Archive
    reports: dict[str, dict[str, Any]]
    healthy: str


def make_cast() -> None:
    """Make what the seeds lack: versions, turns, quotations, offices, an edit, and what the public does not see."""
    ada = Speaker.objects.create(slug="ada-quist", name="Ada Quist", sort_name="Quist, Ada", aliases=["A. Quist"])
    Office.objects.create(speaker=ada, title_en="Pilot", title_it="Pilota", since=date(2020, 1, 1))
    group, dock = uuid4(), Publisher.objects.create(name="The Dock", slug="dock-office", language="en")
    remarks = make_document(
        "We sail at dawn.", "The heron waits.", slug="remarks-at-the-dock", translation_group=group, publisher=dock,
        speakers={"Ada Quist": "speaker", "Bo Dahl": "interlocutor"}, place="Oslo", reference="D/1",
    )  # fmt: skip
    remarks.publish()
    remarks.paragraphs.filter(position=1).update(text="We sail at noon.", edited=True)
    Document.objects.filter(pk=remarks.pk).update(provenance={"paragraphs": "editor"})
    with transaction.atomic():
        Revision.objects.record(remarks, note="The hour was wrong.", correction=True)
    make_document("Salpiamo a mezzogiorno.", slug="discorso-al-molo", language="it", translation_group=group).publish()
    make_turns()
    undated = make_document("Nobody knows when.", slug="undated", date="", title="First words", title_assigned=True)
    undated.publish()
    give_source(undated, "Nobody knows when.")
    make_document("Before there were versions.", slug="unversioned", title="Old")
    make_document("A kestrel.", slug="a-draft", status=Status.DRAFT, speakers={"Mia Berg": "author"})
    make_document("A kestrel.", slug="embargoed", publish_at=timezone.now() + timedelta(days=1)).publish()
    withdrawn = make_document("A kestrel.", slug="withdrawn", title="Kestrels withdrawn")
    withdrawn.publish()
    withdrawn.withdraw("It was never said.")
    deleted = make_document("A kestrel.", slug="deleted", title="Kestrels deleted")
    deleted.publish()
    deleted.bury()


def give_source(document: Document, text: str) -> None:
    """Give a document the source that it would have from a file."""
    facts = {
        "filename": "undated.txt",
        "media_type": "text/plain",
        "encoding": "utf-8",
        "spans": [[0, len(text), "paragraph", ""]],
    }
    digest = sha256(text.encode()).hexdigest()
    Source.objects.create(
        document=document,
        content=text.encode(),
        text=text,
        sha256=digest,
        import_digest=digest,
        importer_version="1",
        **facts,
    )


def make_turns() -> None:
    """Make a text with turns, a stage direction and a quotation by somebody who does not take part otherwise."""
    document = make_document('She said "aye".', "(Applause.)", "Who asks at dawn?", slug="three-at-the-dock")
    first, second, third = document.paragraphs.order_by("position")
    for row in (first, third):
        row.speaker, row.page, row.number = make_speaker("Ada Quist"), 2, str(row.position)
        row.save()
    document.paragraphs.filter(pk=second.pk).update(kind="stage-direction")
    Quotation.objects.create(paragraph=first, speaker=make_speaker("Cy Holt"), start=9, end=14)
    document.publish()


def look() -> Archive:
    """What there is to see."""
    public = Document.objects.published().order_by("external_id")
    archive = Archive(
        documents=list(public.values_list("external_id", "slug", "title", "date_edtf", "translation_group", "place")),
        versions=list(
            Revision.objects.filter(document__in=public)
            .order_by("document__external_id", "number")
            .values_list("document__external_id", "number", "sha256", "published_at", "note", "correction")
        ),
    )
    rows = ["external_id", "paragraphs__position", "paragraphs__key", "paragraphs__text", "paragraphs__speaker__slug"]
    archive.paragraphs = list(public.order_by(*rows[:2]).values_list(*rows, "paragraphs__page", "paragraphs__kind"))
    quoted = Quotation.objects.filter(paragraph__document__in=public).order_by("paragraph__key", "start")
    archive.quotations = list(quoted.values_list("paragraph__key", "speaker__slug", "start", "end"))
    facts = ["slug", "name", "sort_name", "aliases", "collective"]
    archive.speakers = list(Speaker.objects.public().order_by("slug").values_list(*facts))
    archive.offices = list(Office.objects.order_by("speaker__slug", "since").values_list("speaker__slug", "title_en"))
    client = Client()
    for slug in public.values_list("slug", flat=True):
        for address in (f"/documents/{slug}/", f"/it/documents/{slug}/", f"/documents/{slug}/cite/"):
            archive.pages[address] = read_page(client, address)
    for address in ("/documents/remarks-at-the-dock/?v=1", "/documents/remarks-at-the-dock/changes/", "/speakers/"):
        archive.pages[address] = read_page(client, address)
    archive.pages["/speakers/ada-quist/"] = read_page(client, "/speakers/ada-quist/")
    archive.counts = {query: client.get(f"/api/search?{query}").json()["count"] for query in QUERIES}
    return archive


def read_page(client: Client, address: str) -> str:
    """A page without its line on the source, which in the new archive is the line of the dump."""
    page = client.get(address).content.decode()
    return re.sub(r'(?s)<dd class="only-screen">.*?</dd>', "", page)


def load(path: Path, *, publish: bool = True) -> dict[str, Any]:
    """What the command reports of a dump."""
    out = StringIO()
    try:
        call_command("import_statements", path, publish=publish, json=True, stdout=out)
    except Exception as error:  # it leaves with one where lines were refused
        assert "refused" in str(error)
    return json.loads(out.getvalue())["bulk"][0]


def rewrite(path: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy of a dump in which each line was changed."""
    lines = []
    for line in zstd.decompress(path.read_bytes()).splitlines():
        fields = json.loads(line)
        change(fields)
        lines.append(json.dumps(fields))
    target.write_text("\n".join(lines))
    return target


@pytest.fixture(scope="session")
def move(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Move]:
    """Dump an archive, and load the dump into an empty database, once for all tests that only look."""
    folder = tmp_path_factory.mktemp("dumps")
    options = {"PAGE_MEMORY": 0, "INDEX_DIR": folder / "none", "INDEX_KEEPS_UP": False, "PAGE_TIMEOUT": 20_000}
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with (
        django_db_blocker.unblock(),
        override_settings(**options, STORAGES={**settings.STORAGES, "staticfiles": static}),
    ):
        with empty_database():
            call_command("migrate", verbosity=0)
            call_command("import_statements", SEEDS, publish=True, stdout=StringIO())
            make_cast()
            call_command("dump_archive", folder, stdout=StringIO())
            [dump] = folder.glob("documents-*.jsonl.zst")
            before, reports = look(), {"at home": load(dump)}
        with empty_database():
            call_command("migrate", verbosity=0)
            reports["empty"] = load(dump)
            after, checked = look(), StringIO()
            call_command("verify_archive", stdout=checked)
            reports["again"] = load(dump)
            reports["other versions"] = load(rewrite(dump, folder / "other.jsonl", drop_version))
            reports["other ids"] = load(rewrite(dump, folder / "ids.jsonl", change_id))
        yield Move(folder, before, after, reports, checked.getvalue())


def drop_version(fields: dict[str, Any]) -> None:
    """Make the document one that has only its last version."""
    fields["_versions"] = fields["_versions"][-1:]


def change_id(fields: dict[str, Any]) -> None:
    fields["id"] += "-other"
