"""kill -9 at random, a hundred times, whatever goes on: nothing is lost, nothing is half done, nothing needs a hand."""

import json
import os
import re
import time
from collections import defaultdict
from random import Random
from urllib.parse import urlsplit

import pytest
import requests

from tests.alerting.mailbox import Server, link_in, text_of
from tests.drills.newsroom import Newsroom
from tests.drills.site import environment, open_site

KILLS = 100
ODDS = {"import": 4, "bulk import": 1, "edit": 4, "publish": 4, "deliver": 4, "index": 4}
READERS = ["ada@example.org", "noor@example.org"]
TOLD = re.compile(r"/documents/(heron-report-\d+)/(?:\?v=|changes/\?from=\d+&to=)(\d+)")
SEARCHES = [
    "q=heron",
    "q=stork",
    'q="ferry+leaves+without"',
    "q=corrected",
    "q=edited+OR+corrected",
    "q=report+-heron",
    "q=heron&year=2027",
    "q=NATO",
    "said=ada-quist&q=ferry",
]
LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
LOGGED = "SELECT slug, count(*) FROM statements_publication WHERE slug ~ '^(heron|stork)-report-' GROUP BY slug"
GATHERING = """
SELECT count(*) FROM pg_class WHERE relname ~ '^(entry|lead|utterance|stretch)_' AND 'fastupdate=on' = ANY (reloptions)
"""
UNLEARNT = """
SELECT count(*) FROM statements_entry, unnest(tsvector_to_array(forms)) AS form WHERE form ~ '^quay[a-z]+$'
AND NOT EXISTS (SELECT FROM statements_vocabularyword WHERE word = form)
"""
WAITING = "SELECT count(*) FROM statements_delivery WHERE result = ''"


@pytest.fixture
def mail():
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def newsroom(start_primary, folder, mail, record_property):
    seed = int(os.environ.get("DRILL_SEED") or time.time())
    record_property("DRILL_SEED", seed)
    own = folder / "killed"
    own.mkdir()
    variables = environment(own) | {
        "ARCHIVE_STATIC_DIR": str(folder / "static"),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "ARCHIVE_MAIL_FROM": "alerts@example.org",
    }
    newsroom = Newsroom(start_primary(), own, variables, Random(seed))
    newsroom.open()
    yield newsroom
    newsroom.close()


def follow(newsroom, mail, query, address):
    """Follow a search as a reader does."""
    wish = {"address": address, "rate": "now", "language": "en"}
    assert requests.post(f"{newsroom.address}/follow/?{query}", wish, timeout=30).status_code == 200
    [asked] = mail.mailbox.take()
    assert requests.post(f"{newsroom.address}{link_in(asked, 'alerts/confirm/')}", timeout=30).ok


def test_nothing_is_lost_and_nothing_needs_a_hand_however_often_something_is_killed(newsroom, mail, record_property):
    for reader in READERS:
        follow(newsroom, mail, "q=heron", reader)
    follow(newsroom, mail, "q=stork", "bo@example.org")
    began, rounds = time.monotonic(), 0
    while newsroom.killer.total < int(os.environ.get("DRILL_KILLS") or KILLS):
        newsroom.works[newsroom.chance.choices(list(ODDS), list(ODDS.values()))[0]]()
        rounds += 1
    newsroom.run_to_the_end("import", *newsroom.write_folder(publish=True))  # else the last index need not write
    for command in ("deliver", "index"):
        newsroom.run_to_the_end(command, command)
    record_property("kills", f"{newsroom.killer.total} in {rounds} rounds: {newsroom.killer}")
    record_property("steps and documents acknowledged", newsroom.ledger.acknowledged)
    record_property("mails", len(mail.mailbox.contents))
    record_property("seconds", round(time.monotonic() - began))
    see_that_all_is_there(newsroom)
    see_that_nothing_is_left(newsroom)
    see_that_each_was_told_once(newsroom, mail)
    see_that_the_index_answers_as_postgresql(newsroom)


def see_that_all_is_there(newsroom):
    """Every hash is right, and readers see what was acknowledged, each version of it, which the log has once."""
    assert newsroom.workshop.run("verify_archive").status == 0, newsroom.said
    public = {slug: each for slug, each in newsroom.ledger.known.items() if each.versions}
    assert dict(newsroom.cluster.ask(LOGGED)) == {slug: each.versions for slug, each in public.items()}
    for slug, state in newsroom.ledger.known.items():
        if slug.startswith("stork") and not slug.endswith("0"):
            continue  # of many that are alike some
        page = requests.get(f"{newsroom.address}/documents/{slug}/", timeout=30)
        assert page.status_code == (200 if state.versions else 404)
        assert not state.versions or all(each in page.text for each in (state.title, *state.texts))


def see_that_nothing_is_left(newsroom):
    """No locks, no transactions, no messages that wait, no indexes that gather, no words unlearnt,
    no files that nobody will read."""
    for left in (LOCKS, OPEN, WAITING, GATHERING, UNLEARNT):
        assert newsroom.cluster.ask(left) == [(0,)], left
    index = newsroom.folder / "index"
    used = {*json.loads((index / ".managed.json").read_text()), ".managed.json", "writing"}
    assert {each.name for each in index.iterdir() if each.suffix != ".lock"} == used
    written = json.loads((index / "meta.json").read_text())["segments"]
    segments = {each["segment_id"].replace("-", "") for each in written}
    assert {each.partition(".")[0] for each in used if re.match("[0-9a-f]{32}", each)} == segments
    files = {re.sub(r"-\d.*", "", each.name) for each in newsroom.folder.iterdir()}
    assert files <= {"in", "bulk", "index", "log"}


def see_that_each_was_told_once(newsroom, mail):
    """Readers were told of each version that was the last when they were told, once, and of the last in the end; under
    one name a mail is always the same."""
    mails = {each["Message-ID"]: each for each in mail.mailbox.mails}
    for each in mail.mailbox.mails:
        assert text_of(each) == text_of(mails[each["Message-ID"]])
        assert each["To"] in READERS, "what was imported quietly was told"
    last = {slug: each.versions for slug, each in newsroom.ledger.known.items() if each.versions and "heron" in slug}
    assert last
    for reader in READERS:
        told = defaultdict(list)
        for each in mails.values():
            for slug, number in dict.fromkeys(TOLD.findall(text_of(each) if each["To"] == reader else "")):
                told[slug].append(int(number))
        assert {slug: numbers[-1] for slug, numbers in told.items()} == last
        assert all(numbers == sorted(set(numbers)) for numbers in told.values())


def see_that_the_index_answers_as_postgresql(newsroom):
    """Searches find the same on a site without an index. In what order, may differ: an index goes on counting the words
    of rows that are deleted, until it drops them."""
    without = {"ARCHIVE_INDEX_DIR": str(newsroom.folder / "none"), "ARCHIVE_INDEX_KEEPS_UP": "0"}
    with open_site(newsroom.folder, newsroom.cluster.url, **newsroom.variables | without) as other:
        for search in SEARCHES:
            assert find(newsroom, search, "index") == find(other, search, "database"), search


def find(site, search, source):
    """What a search finds on all its pages, with the counts, as `source` answers it."""

    def ask(page):
        answer = requests.get(f"{site.address}/api/search?{search}&page={page}", timeout=60)
        assert answer.headers["Server-Timing"] == source
        return answer.json()

    pages = [first := ask(1), *map(ask, range(2, first["pages"] + 1))]
    documents = sorted(urlsplit(each["url"]).path for page in pages for each in page["results"])
    return first["count"], first["facets"], documents
