"""Readers on a standby, an editor on the primary, and what they notice when one of the two is gone."""

import re
import time

import pytest
import requests

from tests.drills.archive import EDITOR, PASSWORD
from tests.drills.site import Editor, Readers, open_site
from tests.test_caching import MACHINES

_AROUND = 5  # seconds of reading before and after
_MORE = [
    *MACHINES,
    "/documents/export.csv",
    "/search/export.jsonl?q=NATO",
    "/search/export.xlsx?q=NATO",
    "/speakers/jens-stoltenberg/export.bib",
    "/sitemaps/gone.xml",
    "/sitemaps/pages.xml",
    "/robots.txt",
    "/health/",
    "/data/latest.json",
    "/api/documents",
    "/api/documents/remarks-at-the-dock",
    "/api/documents/remarks-at-the-dock/versions",
    "/api/changes",
    "/api/speakers",
    "/api/speakers/ada-quist",
    "/api/publishers",
    "/api/frequency?q=NATO",
    "/api/check?q=we+sail+at+noon",
    "/api/resolve?url=/documents/remarks-at-the-dock/",
    "/api/openapi.json",
]


def address_of(*clusters):
    """The address of the archive in several servers, of which a process takes the one that it needs."""
    return f"postgres://postgres@{','.join(f'127.0.0.1:{each.port}' for each in clusters)}/archive"


def read_by_readers(filled):
    """The addresses that a process which only reads answers; the others are for those that write."""
    return [each for each in filled.paths if not re.match(r"/(follow|alerts)/|/results/(\?|$)", each)]


@pytest.fixture
def pair(start_primary, start_standby):
    """A primary and its standby; what the one acknowledges, the other has."""
    primary = start_primary()
    standby = start_standby(primary)
    primary.configure(synchronous_standby_names="*")
    primary.reload()
    return primary, standby


def test_every_public_address_is_answered_by_a_standby(pair, folder, filled, record_property):
    primary, standby = pair
    wrong = []
    with open_site(folder, standby.url) as site, open_site(folder, primary.url) as usual:
        for path in filled.paths + _MORE:
            status, expected = site.get(path).status_code, usual.get(path).status_code
            if status != expected:
                wrong.append((path, status, expected))
        log = site.log.read_text()
    record_property("addresses", len(filled.paths + _MORE))
    assert not wrong, f"{wrong} {log[-3000:]}"


def test_a_standby_is_searched_dumped_and_verified_and_has_an_index(pair, folder):
    _, standby = pair
    with open_site(folder, standby.url, ARCHIVE_READ_ONLY="1", ARCHIVE_INDEX_DIR=f"{folder}/of-standby") as site:
        done = {name: site.manage(name) for name in ("index", "dump_archive", "verify_archive")}
        found = site.get("/search/?q=NATO")
    assert {name: each.stderr for name, each in done.items() if each.returncode} == {}
    assert found.headers["Server-Timing"] == "index"


MAIL = {"EMAIL_URL": "smtp://127.0.0.1:9", "ARCHIVE_URL": "https://statements.example"}
WISH = {"address": "ada@example.org", "rate": "daily", "language": "en"}


def is_refused_for_now(answer):
    return answer.status_code == 503 and answer.headers["Retry-After"] == "60" and "can only be read" in answer.text


def test_who_signs_in_at_a_standby_is_refused_for_now_in_words(pair, folder):
    _, standby = pair
    with open_site(folder, standby.url) as site, requests.Session() as session:
        form = session.get(f"{site.address}/admin/login/")
        token = form.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        fields = {"username": EDITOR, "password": PASSWORD, "csrfmiddlewaretoken": token}
        answer = session.post(f"{site.address}/admin/login/", fields)
    assert is_refused_for_now(answer), (answer.status_code, answer.text)


def test_a_standby_shows_the_form_to_follow_a_search_and_refuses_it_for_now_when_it_is_sent(pair, folder):
    primary, standby = pair
    with open_site(folder, standby.url, **MAIL) as site:
        form = site.get("/follow/?q=NATO")
        sent = requests.post(f"{site.address}/follow/?q=NATO", WISH, timeout=30)
    assert form.status_code == 200
    assert 'name="address"' in form.text
    assert is_refused_for_now(sent), (sent.status_code, sent.text)


def test_a_process_that_only_reads_neither_offers_nor_shows_the_form_to_follow_a_search(pair, folder):
    _, standby = pair
    with open_site(folder, standby.url, ARCHIVE_READ_ONLY="1", **MAIL) as site:
        results, form = site.get("/search/?q=NATO"), site.get("/follow/?q=NATO")
        sent = requests.post(f"{site.address}/follow/?q=NATO", WISH, timeout=30)
    assert results.status_code == 200
    assert "/follow/" not in results.text
    assert is_refused_for_now(form), (form.status_code, form.text)
    assert is_refused_for_now(sent), (sent.status_code, sent.text)


def test_a_killed_primary_costs_readers_nothing_and_editors_a_moment(pair, folder, filled, record_property):
    primary, standby = pair
    url = address_of(primary, standby)
    with (
        open_site(folder, url, ARCHIVE_READ_ONLY="1") as public,
        open_site(folder, url) as desk,
        Readers([public], read_by_readers(filled)) as readers,
        Editor(desk) as editor,
    ):
        time.sleep(_AROUND)
        primary.kill()
        killed = time.monotonic()
        time.sleep(2)
        standby.promote()
        promoted = time.monotonic()
        time.sleep(_AROUND)
    kept = {name for (name,) in standby.ask("SELECT name FROM statements_term")}
    record_property("readers", str(readers))
    record_property("edits acknowledged", len(editor.acknowledged))
    record_property("refused meanwhile", dict(editor.refused))
    record_property("first edit after promotion", f"{editor.first_after(promoted):.2f} s")
    record_property("first edit after the kill", f"{editor.first_after(killed):.2f} s")
    assert not readers.failed, public.tell(readers)
    assert set(editor.acknowledged) <= kept
    assert editor.first_after(promoted) < 10


def test_a_standby_that_is_restarted_costs_readers_nothing(pair, folder, filled, record_property):
    primary, standby = pair
    with (
        open_site(folder, address_of(standby, primary), ARCHIVE_READ_ONLY="1") as public,
        Readers([public], read_by_readers(filled)) as readers,
    ):
        time.sleep(_AROUND)
        standby.stop("fast")
        time.sleep(_AROUND)
        standby.start()
        time.sleep(_AROUND)
    record_property("readers", str(readers))
    assert not readers.failed, public.tell(readers)


def test_a_reader_in_the_way_of_recovery_is_answered_all_the_same(pair, folder, record_property):
    """What a page reads, the primary locks: the standby ends the page rather than be late for more than a moment."""
    primary, standby = pair
    standby.configure(max_standby_streaming_delay="10ms")
    standby.reload()
    with (
        open_site(folder, standby.url, ARCHIVE_READ_ONLY="1", ARCHIVE_PAGE_MEMORY="0") as public,
        Readers([public], ["/search/?q=NATO", "/documents/", "/documents/feed.atom"], 4) as readers,
    ):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            primary.ask("LOCK TABLE statements_entry IN ACCESS EXCLUSIVE MODE")
            time.sleep(2)
    conflicts = standby.ask("SELECT sum(confl_lock) FROM pg_stat_database_conflicts")[0][0]
    record_property("readers", str(readers))
    record_property("statements that the standby cancelled", conflicts)
    assert conflicts, "the drill has drilled nothing"
    assert not readers.failed, public.tell(readers)


def wait_for(site, status):
    """Ask whether the site is ready until it answers with a status; what it told then."""
    end = time.monotonic() + 30
    while (answer := site.get("/health/ready")).status_code != status:
        assert time.monotonic() < end, answer.text
        time.sleep(0.2)
    return answer.json()


def test_a_standby_that_is_too_far_behind_is_not_ready_until_it_has_caught_up(pair, folder):
    primary, standby = pair
    with open_site(folder, standby.url, ARCHIVE_READ_ONLY="1", ARCHIVE_MAX_LAG="3") as site:
        assert wait_for(site, 200)["database"] == "standby"
        standby.ask("SELECT pg_wal_replay_pause()")
        primary.ask("UPDATE statements_term SET updated = now()")
        assert wait_for(site, 503)["lag_seconds"] > 3
        standby.ask("SELECT pg_wal_replay_resume()")
        assert wait_for(site, 200)["lag_seconds"] < 3


def test_a_standby_that_lost_its_primary_serves_on_and_is_not_ready_in_the_end(pair, folder):
    primary, standby = pair
    with open_site(folder, standby.url, ARCHIVE_READ_ONLY="1", ARCHIVE_MAX_LAG="10") as site:
        wait_for(site, 200)
        primary.kill()
        assert site.get("/health/ready").status_code == 200, "it knows all that there was a moment ago"
        assert wait_for(site, 503)["lag_seconds"] > 10
        assert site.get("/documents/").status_code == 200, "who asks all the same is answered"
        standby.promote()
        assert wait_for(site, 200)["database"] == "writable"
