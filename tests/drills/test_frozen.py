"""PostgreSQL is frozen: it runs, its kernel takes what it is sent, and it answers nothing."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.drills.site import Editor, Readers, open_site

_PAGES = ["/", "/documents/", "/search/?q=NATO", "/speakers/", "/timeline/", "/api/documents", "/documents/feed.atom"]
_WITHOUT = ["/health/live", "/about/", "/robots.txt"]
_PATIENCE = 60  # seconds


def ask(site, path):
    """What a page was answered with, and after how many seconds."""
    began = time.monotonic()
    answer = site.get(path)
    return answer, time.monotonic() - began


def ask_all(site, paths):
    """The same of pages that are asked for at once."""
    with ThreadPoolExecutor(len(paths)) as readers:
        return list(readers.map(lambda path: ask(site, path), paths))


def slowest(asked):
    return max(seconds for _, seconds in asked)


def wait_until_right(site):
    """Seconds until all pages are answered as they should be."""
    began = time.monotonic()
    while any(answer.status_code != 200 for answer, _ in ask_all(site, _PAGES)):
        assert time.monotonic() - began < _PATIENCE, site.log.read_text()
    return time.monotonic() - began


def test_pages_are_refused_soon_and_right_again_soon(start_primary, folder):
    primary = start_primary()
    with open_site(folder, primary.url) as site:
        wait_until_right(site)
        primary.freeze()
        first = ask_all(site, _PAGES)
        then = [ask(site, path) for _ in range(4) for path in _PAGES]
        ready = ask(site, "/health/ready")
        without = [ask(site, path) for path in _WITHOUT]
        time.sleep(5)
        later = [ask(site, path) for path in _PAGES]
        primary.thaw()
        right = wait_until_right(site)
        log = site.log.read_text()
    sys.stdout.write(
        f"\nfrozen: first 503 within {slowest(first):.2f} s, later ones within {slowest(then + later):.3f} s, pages "
        f"without the database within {slowest(without):.3f} s, right again {right:.2f} s after the thaw\n"
    )
    for answer, seconds in first + then + later:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5") and seconds < 3
    assert [answer.status_code for answer, _ in without] == [200] * len(_WITHOUT)
    assert ready[0].json()["database"] == "silent" and ready[1] < 2
    assert right < 5
    assert "Traceback" not in log
    assert 1 <= log.count("Answered 503") <= 4, "two lines from each of two processes, not one for each request"


def test_a_statement_that_only_takes_long_is_let_be(start_primary, folder):
    primary = start_primary()
    primary.ask(
        "CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(4); RETURN NEW; END'"
    )
    primary.ask("CREATE TRIGGER slow BEFORE INSERT ON statements_term FOR EACH ROW EXECUTE FUNCTION public.slow()")
    with open_site(folder, primary.url) as site, Editor(site) as editor:
        time.sleep(10)
    assert editor.acknowledged and not editor.refused, editor.refused


def test_a_server_under_load_is_not_taken_for_a_frozen_one(start_primary, folder, filled):
    primary = start_primary()
    with open_site(folder, primary.url) as site, Readers([site], filled.paths, 30) as readers:
        time.sleep(20)
        log = site.log.read_text()
    sys.stdout.write(f"\nunder load: {readers}\n")
    assert "does not answer" not in log, log
