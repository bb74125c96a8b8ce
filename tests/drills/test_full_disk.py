"""The disk of PostgreSQL is full: in the files of its tables, and in its log of writes, over which it stops."""

import json
import os
import shutil
import subprocess
import sys
import time
from random import Random

import pytest

from tests.drills.clusters import Cluster, run_as_postgres
from tests.drills.site import Editor, Readers, open_site

_PAGES = ["/", "/documents/", "/search/?q=NATO", "/speakers/", "/api/documents"]
_ROOM = 32  # MB beside what is there
_DOCUMENTS = 2_000
_REASON = "No space left on device"


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
    """Start a cluster on a disk with little room; where `apart`, its log of writes is elsewhere and has enough."""
    made = []

    def start(apart):
        name = os.urandom(4).hex()
        disk = Disk(folder / f"disk-{name}", measure(filled.cluster.folder) + _ROOM)
        cluster = Cluster(disk.folder / "data")
        made.extend([disk.remove, cluster.stop])
        cluster.copy_from(filled.cluster)
        if apart:
            log, elsewhere = cluster.folder / "pg_wal", folder / f"wal-{name}"
            run_as_postgres("mv", log, elsewhere)
            log.symlink_to(elsewhere)
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


def count(cluster):
    return cluster.ask("SELECT count(*) FROM statements_document WHERE title LIKE 'Sailing %'")[0][0]


def check_whole(site, cluster, editor):
    """The rest is taken in, whatever was acknowledged is there, and the archive is as it should be."""
    names = {name for (name,) in cluster.ask("SELECT name FROM statements_term")}
    assert names >= set(editor.acknowledged)
    verified = site.manage("verify_archive")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert statuses(site) == {200}


def test_tables_find_no_room(open_full_disk, folder, corpus):
    disk, cluster = open_full_disk(apart=True)
    with open_site(folder, cluster.url) as site, Editor(site) as editor, Readers([site], _PAGES, 4) as readers:
        code, why = import_all(site, corpus)
        assert code and _REASON in why and "\n" not in why, why
        disk.grow()
        stopped = count(cluster)
        assert f"Documents taken in so far: {stopped}" in why.replace(",", "")
        began = time.monotonic()
        again = import_all(site, corpus)
        assert again == (0, ""), again[1]
    with open_site(folder, cluster.url) as site:
        assert count(cluster) == _DOCUMENTS
        check_whole(site, cluster, editor)
    sys.stdout.write(
        f"\nfull tables: stopped after {stopped} of {_DOCUMENTS}, the rest {time.monotonic() - began:.0f} s; "
        f"{readers}; the editor was refused {dict(editor.refused)}\n"
    )
    assert set(readers.answers) <= {200, 503}, readers.failed[:5]  # a new connection may need room, too


def test_the_log_of_writes_finds_no_room_and_the_server_stops(open_full_disk, folder, corpus):
    disk, cluster = open_full_disk(apart=False)
    with open_site(folder, cluster.url) as site, Editor(site) as editor:
        code, why = import_all(site, corpus)
        assert code and "run the same command again" in why and "\n" not in why, why
        disk.grow()
        cluster.stop()
        cluster.start()
        began = time.monotonic()
        while statuses(site) != {200}:
            assert time.monotonic() - began < 30, site.log.read_text()
        right, stopped = time.monotonic() - began, count(cluster)
        again = import_all(site, corpus)
        assert again == (0, ""), again[1]
        answered = set(editor.refused) - {"ConnectionError"}
    with open_site(folder, cluster.url) as site:
        assert count(cluster) == _DOCUMENTS
        check_whole(site, cluster, editor)
    sys.stdout.write(
        f"\nfull log of writes: stopped after {stopped} of {_DOCUMENTS}, pages right {right:.1f} s after the server "
        f"has begun; the editor was refused {dict(editor.refused)}\n"
    )
    assert answered <= {503}, answered
