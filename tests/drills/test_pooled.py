"""Twenty readers, exports, a dump, a check of the archive and an editor, on four connections of PgBouncer."""

import time
from threading import Event, Thread

from tests.drills.pooler import POOL, open_pool
from tests.drills.site import Editor, Readers, open_site

EXPORTS = ["/search/export.csv?q=NATO", "/documents/export.jsonl", "/documents/export.csv?rows=paragraphs"]
USED = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
LEFT = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


class Exports:
    """Asks for exports in turn, and compares each with what it was before."""

    def __init__(self, site, wanted):
        self._site, self._wanted, self.done, self.wrong = site, wanted, 0, []
        self._stopped, self._thread = Event(), Thread(target=self._export, daemon=True)

    def _export(self):
        while not self._stopped.is_set():
            for path, rows in self._wanted.items():
                answer = self._site.get(path)
                self.done += 1
                if count_rows(answer) != rows:
                    self.wrong.append((path, answer.status_code, count_rows(answer)))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        self._thread.join(timeout=60)


def count_rows(answer):
    return answer.status_code, answer.text.count("\n")


def test_all_goes_on_through_a_pool_of_four(start_primary, folder, filled, record_property):
    primary = start_primary()
    with (
        open_pool(primary, folder) as url,
        open_site(folder, url, ARCHIVE_POOLED="1") as site,
        Exports(site, {path: count_rows(site.get(path)) for path in EXPORTS}) as exports,
        Readers([site], filled.paths) as readers,
        Editor(site) as editor,
    ):
        commands = {
            name: site.manage(*name.split())
            for name in ("tune_database", "verify_archive", "dump_archive", "import_statements seeds --publish")
        }
        used = max(primary.ask(USED)[0][0] for _ in range(20) if not time.sleep(0.1))
    kept = {name for (name,) in primary.ask("SELECT name FROM statements_term")}
    record_property("readers", str(readers))
    record_property("exports", exports.done)
    record_property("edits acknowledged", len(editor.acknowledged))
    record_property("most connections to the database", used)
    assert not readers.failed, site.tell(readers)
    assert not exports.wrong
    assert not editor.refused
    assert set(editor.acknowledged) <= kept
    assert {name: done.stderr for name, done in commands.items() if done.returncode} == {}
    assert used <= POOL
    assert primary.ask(LEFT) == [(0,)], "no lock outlives its transaction"


def test_connections_that_the_pool_makes_anew_plan_as_they_should(start_primary, folder):
    primary = start_primary()
    with open_pool(primary, folder) as url, open_site(folder, url, ARCHIVE_POOLED="1") as site:
        before = site.manage("check", "--deploy")
        tuned = site.manage("tune_database", DATABASE_URL=primary.url, ARCHIVE_POOLED="")
    with open_pool(primary, folder) as url:
        after = site.manage("check", "--deploy", DATABASE_URL=url)
        checked = site.manage("tune_database", "--check", DATABASE_URL=url)
    assert "statements.W002" in before.stderr
    assert tuned.returncode == 0, tuned.stderr
    assert "statements.W002" not in after.stderr
    assert checked.returncode == 0, checked.stderr
