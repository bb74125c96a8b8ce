"""The disk of PostgreSQL is full: in the files of its tables, and in its log of writes, over which it stops."""

import json
import os
import re
import shutil
import subprocess
import time
from random import Random

import pytest

from tests.drills.clusters import Cluster, run_as_postgres
from tests.drills.site import Editor, Readers, open_site

_PAGES = ["/", "/documents/", "/search/?q=NATO", "/speakers/", "/api/documents"]
_ROOM = 120  # MB beside what is there: for several batches of documents, but not for all
_DOCUMENTS = 1_000
_PATIENCE = 60  # seconds
_ADVICE = "make room on its disk, then run the same command again"  # also where half of a block was written


def measure(folder):
    """The size of a folder in MB."""
    return sum(each.lstat().st_size for each in folder.rglob("*")) // 2**20


class Disk:
    """A disk of so many MB in a folder, which can be made larger."""

    def __init__(self, folder, size):
        self.folder, self.size = folder, size
        folder.mkdir()
        mounted = self._mount(f"size={size}m,mode=0711")
        if mounted.returncode:
            pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
        shutil.chown(folder, "postgres", "postgres")

    def grow(self):
        assert self._mount(f"remount,size={self.size * 16}m").returncode == 0

    def remove(self):
        subprocess.run(["umount", self.folder], check=True)  # noqa: S607

    def _mount(self, options):
        command = ["mount", "-t", "tmpfs", "-o", options, "drill", self.folder]
        return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def open_full_disk(folder, filled):
    """Start a cluster with little room for its tables, or for its log of writes; the other has enough."""
    made = []

    def start(what):
        name = os.urandom(4).hex()
        own, log = folder / f"full-{name}", filled.cluster.folder / "pg_wal"
        used = measure(log) if what == "log" else measure(filled.cluster.folder) - measure(log)
        disk = Disk(folder / f"disk-{name}", used + _ROOM)
        run_as_postgres("mkdir", own)
        tables, logs = (own, disk.folder) if what == "log" else (disk.folder, own)
        cluster = Cluster(tables / "data")
        made.extend([disk.remove, cluster.stop])
        cluster.copy_from(filled.cluster)
        run_as_postgres("mv", cluster.folder / "pg_wal", logs / "wal")
        (cluster.folder / "pg_wal").symlink_to(logs / "wal")
        cluster.start()
        return disk, cluster

    yield start
    for undo in reversed(made):
        undo()


@pytest.fixture
def corpus(tmp_path):
    """More than there is room for."""
    path, random = tmp_path / "corpus.jsonl", Random(0)
    words = [random.randbytes(4).hex() for _ in range(2_000)]
    facts = {"language": "en", "date": "2026-01-17", "kind": "debate", "publisher": "Isles", "speakers": ["Ada Quist"]}
    with path.open("w") as file:
        for number in range(_DOCUMENTS):
            text = "\n\n".join(f"We sail at {' '.join(random.choices(words, k=20))}." for _ in range(20))
            file.write(json.dumps({**facts, "id": f"sail-{number}", "title": f"Sailing {number}", "text": text}) + "\n")
    return path


def statuses(site):
    return {site.get(path).status_code for path in _PAGES}


def import_all(site, corpus):
    done = site.manage("import_statements", corpus, "--publish")
    return done.returncode, done.stderr.strip()


def read_told(why):
    """How many documents the command says it has taken in: one batch may be there that it does not know of."""
    return int(re.search(r"taken in so far: ([\d,]+)", why)[1].replace(",", ""))


def count(cluster):
    return cluster.ask("SELECT count(*) FROM statements_document WHERE title LIKE 'Sailing %'")[0][0]


def wait_for_end(cluster):
    """Wait until the server has given up."""
    end = time.monotonic() + _PATIENCE
    while cluster.processes():
        assert time.monotonic() < end, (cluster.folder / "log").read_text()
        time.sleep(0.1)


def wait_until_right(site):
    """Seconds until all pages are answered as they should be."""
    began = time.monotonic()
    while statuses(site) != {200}:
        assert time.monotonic() - began < _PATIENCE, site.log.read_text()
    return time.monotonic() - began


def check_whole(site, cluster, editor):
    """All is taken in, whatever was acknowledged is there, and the archive is as it should be."""
    assert count(cluster) == _DOCUMENTS
    names = {name for (name,) in cluster.ask("SELECT name FROM statements_term")}
    assert names >= set(editor.acknowledged)
    verified = site.manage("verify_archive")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert statuses(site) == {200}


def test_tables_find_no_room(open_full_disk, folder, corpus, record_property):
    disk, cluster = open_full_disk("tables")
    with open_site(folder, cluster.url) as site:
        with Editor(site) as editor, Readers([site], _PAGES, 4) as readers:
            code, why = import_all(site, corpus)
            assert code and _ADVICE in why and "\n" not in why, why
            disk.grow()
            stopped = count(cluster)
            assert 0 < stopped < _DOCUMENTS
            assert 0 <= read_told(why) <= stopped
            assert import_all(site, corpus) == (0, "")
        check_whole(site, cluster, editor)
    record_property("documents in when it stopped", f"{stopped:,} of {_DOCUMENTS:,}")
    record_property("readers", str(readers))
    record_property("edits acknowledged", len(editor.acknowledged))
    record_property("the editor was refused", dict(editor.refused))
    assert set(readers.answers) <= {200, 503}, readers.failed[:5]  # a new connection may need room, too


def test_the_log_of_writes_finds_no_room_and_the_server_stops(open_full_disk, folder, corpus, record_property):
    disk, cluster = open_full_disk("log")
    with open_site(folder, cluster.url) as site:
        with Editor(site) as editor:
            code, why = import_all(site, corpus)
            assert code and "run the same command again" in why and "\n" not in why, why
            wait_for_end(cluster)
            disk.grow()
            cluster.start()
            right, stopped = wait_until_right(site), count(cluster)
            assert 0 < stopped < _DOCUMENTS
            assert import_all(site, corpus) == (0, "")
        check_whole(site, cluster, editor)
    record_property("documents in when it stopped", f"{stopped:,} of {_DOCUMENTS:,}")
    record_property("seconds until pages were right again", f"{right:.1f}")
    record_property("edits acknowledged", len(editor.acknowledged))
    record_property("the editor was refused", dict(editor.refused))
    assert set(editor.refused) <= {503}
