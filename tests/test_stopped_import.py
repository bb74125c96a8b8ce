"""An import that the database breaks off says why in one line and what is in, and goes on from there."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError, connection
from psycopg2 import errors

from statements.checks import error_line, is_told
from statements.models import Document

pytestmark = pytest.mark.django_db
FULL = """
CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100';
END $$;
CREATE TRIGGER disk_full BEFORE INSERT ON statements_document
    FOR EACH ROW WHEN (NEW.title LIKE '%noon%') EXECUTE FUNCTION disk_full()
"""
MORE_ROOM = "DROP TRIGGER disk_full ON statements_document"


@pytest.fixture
def full_disk():
    """The disk is full as soon as something about noon is to be written."""
    with connection.cursor() as cursor:
        cursor.execute(FULL)


def make_room():
    with connection.cursor() as cursor:
        cursor.execute(MORE_ROOM)


def run(path):
    out = StringIO()
    try:
        call_command("import_statements", path, stdout=out, stderr=StringIO())
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def folder(tmp_path):
    for number, word in enumerate(["dawn", "noon", "night"], 1):
        (tmp_path / f"{number}-{word}.txt").write_text(f"At {word}\n\nWe sail at {word}, said Ada Quist.\n")
    return tmp_path


@pytest.fixture
def corpus(tmp_path):
    """As many lines as make a second batch, in which the disk is full."""
    path = tmp_path / "corpus.jsonl"
    words = [f"dawn-{number}" for number in range(600)] + ["noon"]
    facts = {"language": "en", "date": "2026-01-17", "kind": "debate", "publisher": "Isles", "speakers": ["Ada Quist"]}
    lines = [{**facts, "id": each, "title": each, "text": f"We sail at {each}."} for each in words]
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


@pytest.mark.usefixtures("full_disk")
def test_a_folder_is_not_refused_file_by_file_but_taken_up_again(folder):
    before = Document.objects.count()
    told, why = run(folder)
    assert "1-dawn.txt" in told and "2-noon.txt" not in told
    assert why.startswith('Stopped: could not extend file "base/1/2": No space left on device. The database is ')
    assert why.endswith(
        "make room on its disk, then run the same command again. "
        "Documents taken in so far: 1; the next run goes on from there."
    )
    assert "\n" not in why
    make_room()
    told, why = run(folder)
    assert (why, Document.objects.count()) == ("", before + 3)
    assert "2 created" in told and "1 unchanged" in told


@pytest.mark.usefixtures("full_disk")
def test_a_corpus_goes_on_where_it_stopped(corpus):
    told, why = run(corpus)
    assert "created" in told
    assert "No space left on device" in why and "the next run goes on from there" in why
    taken_in = Document.objects.filter(external_id__startswith="dawn-").count()
    assert 0 < taken_in <= 600
    make_room()
    told, why = run(corpus)
    assert why == "" and f"{601 - taken_in} created" in told
    assert Document.objects.filter(external_id__startswith="dawn-").count() == 600


def test_the_line_tells_what_came_first_not_what_came_of_it():
    try:
        try:
            raise errors.DiskFull("could not write block: No space left on device\nHINT: make room")
        except errors.DiskFull:
            raise InterfaceError("connection already closed")  # noqa: B904 - as it happens
    except InterfaceError as error:
        line = error_line(error)
    assert line.startswith("could not write block: No space left on device. ") and "make room on its disk" in line


def test_the_embedded_server_that_ended_by_itself_is_asked_why(settings, monkeypatch, tmp_path):
    from statements.embedded import base, server

    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "statements.embedded")
    own = server.EmbeddedServer(tmp_path)
    own.__dict__["place"] = server.Installation(tmp_path / "postgres", tmp_path, None)
    (tmp_path / "postgres.log").write_text(
        "LOG:  ready\n"
        'PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device\n'
        "FATAL:  the database system is in recovery mode\n"
    )
    monkeypatch.setattr(base, "server", lambda: own)
    line = error_line(OperationalError("server closed the connection unexpectedly\n\tThis probably means"))
    assert line.startswith('could not write to file "pg_wal/xlogtemp.7": No space left on device. ')
    assert "make room" in line


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(28, "No space left on device", "/data/index/1"), True),
        (FileNotFoundError(2, "No such file", "/data"), False),
        (OperationalError("connection refused"), True),
        (InterfaceError("connection already closed"), True),
        (InterfaceError("cursor already closed"), False),
    ],
)
def test_faults_of_the_code_keep_their_traceback(error, expected):
    assert is_told(error) is expected


def test_a_full_disk_of_our_own_is_one_line_with_the_file():
    line = error_line(OSError(28, "No space left on device", "/data/index/1"))
    assert line == "No space left on device: /data/index/1. Make room, then run the same command again."
