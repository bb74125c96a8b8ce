"""A site catches its index up by itself, and an index outlives every process that writes it."""

import os
import signal
import subprocess
import sys
import time
from random import Random

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection

from statements.models import Document
from statements.search.index import keeping, shelf, writing
from statements.search.index.writing import bring_up_to_date
from tests.cast import make_document
from tests.database import address_of_database
from tests.search.index.asking import assert_same, is_answered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds_come_back")]


def wait_for_index(seconds=30):
    """Wait until the index answers; how long that took."""
    started = time.monotonic()
    while not is_answered("q=heron"):
        assert time.monotonic() - started < seconds
        time.sleep(0.05)
    return time.monotonic() - started


def test_a_page_tells_what_has_answered_it(client):
    document = make_document("A heron.")
    bring_up_to_date()
    assert client.get("/search/?q=heron")["Server-Timing"] == "index"
    Document.objects.filter(pk=document.pk).update(kind="readout")
    assert client.get("/search/?q=heron")["Server-Timing"] == "database"
    assert "Server-Timing" not in client.get("/about/")


def test_texts_are_read_ahead_by_a_connection_that_does_not_stay(monkeypatch):
    for number in range(7):
        make_document(f"A heron, and {number} oboes.")
    before, batches = count_connections(), []
    monkeypatch.setattr(writing, "_BATCH", 2)
    bring_up_to_date(rebuild=True)
    assert assert_same("q=heron") == 7

    def fail_in_the_second_batch(texts, lexicon):
        batches.append(texts)
        return iter(()) if len(batches) < 2 else 1 / 0

    monkeypatch.setattr(writing, "rows_of", fail_in_the_second_batch)
    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(rebuild=True)
    assert len(batches) == 2
    started = time.monotonic()
    while count_connections() > before:  # the server notices a little later that one has gone
        assert time.monotonic() - started < 30
        time.sleep(0.05)
    assert assert_same("q=heron") == 7, "the index of before"


def count_connections():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def test_the_first_reader_after_an_edit_has_it_caught_up(settings):
    document = make_document("A heron.")
    bring_up_to_date()
    settings.INDEX_KEEPS_UP = True
    Document.objects.filter(pk=document.pk).update(kind="readout")
    wait_for_index()
    assert assert_same("q=heron&kind=readout") == 1
    keeping._thread.join()


def test_an_index_that_has_to_be_made_anew_is_left_to_another_process(settings, monkeypatch):
    make_document("A heron.")
    bring_up_to_date()
    settings.INDEX_KEEPS_UP = True
    monkeypatch.setattr("statements.search.index.state.IndexState.is_ancestor_of", lambda old, new: False)
    started = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(keeping, "_next", 0.0)
    make_document("An oboe.")
    assert not is_answered("q=heron")
    keeping._thread.join()
    assert not is_answered("q=heron")
    assert [command[-1] for command in started] == ["index"]  # once, however many readers come


def test_an_index_of_an_older_format_is_made_anew_by_itself(settings, monkeypatch):
    make_document("A heron.")
    bring_up_to_date()
    settings.INDEX_KEEPS_UP = True
    monkeypatch.setattr("statements.search.index.state.FORMAT", 99)
    monkeypatch.setattr(shelf, "_opened", None)
    started = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: started.append(command))
    monkeypatch.setattr(keeping, "_next", 0.0)
    assert not is_answered("q=heron")
    keeping._thread.join()
    assert [command[-1] for command in started] == ["index"]


@pytest.mark.slow
def test_an_emptied_table_empties_the_index():
    make_document("A heron.")
    bring_up_to_date()
    call_command("flush", interactive=False, verbosity=0)
    make_document("An oboe.")
    bring_up_to_date()
    assert assert_same("q=heron") == 0
    assert assert_same("q=oboe") == 1


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_an_index_that_can_be_used_or_none(index_folder):
    random, times = Random(17), 50
    documents = [make_document(f"A heron says no {number} times.") for number in range(30)]
    variables = os.environ | {
        "DATABASE_URL": address_of_database(),
        "ARCHIVE_INDEX_DIR": str(index_folder),
    }
    for attempt in range(times):
        Document.objects.filter(pk=random.choice(documents).pk).update(title=f"Attempt {attempt}")
        command = [sys.executable, "manage.py", "index", *(["--rebuild"] if attempt % 3 == 0 else [])]
        process = subprocess.Popen(command, cwd=project.BASE_DIR, env=variables, stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.3, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if is_answered("q=heron"):
            assert_same("q=heron")
        elif attempt % 5 == 0:
            bring_up_to_date()
            assert assert_same("q=heron") == len(documents)
    assert shelf.open_index() is not None
