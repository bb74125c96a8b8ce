"""How far a standby is behind, as far as it can know; the drills have real ones."""

import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.conf import settings

from statements.connecting import lag


@pytest.fixture
def stand(monkeypatch):
    """Let the database answer that it is a standby, and the clock of the process show a second."""

    class Told:
        def __init__(self, row):
            self.row = row

        def execute(self, statement):
            pass

        def fetchone(self):
            return self.row

    class Connection:
        def __init__(self, row):
            self.row = row

        def cursor(self):
            return nullcontext(Told(self.row))

    def read(second, *, connected=True, behind=False, age=None, standby=True):
        monkeypatch.setattr(lag, "connection", Connection((standby, connected, behind, age)))
        monkeypatch.setattr(lag, "monotonic", lambda: second)
        return lag.read_lag()

    monkeypatch.setattr(lag, "sight", [100.0, 0.0, 0.0])
    return read


@pytest.mark.django_db
def test_a_primary_has_none():
    assert lag.read_lag() is None


def test_a_standby_that_has_applied_all_is_not_behind_however_old_the_last_edit_is(stand):
    assert stand(200, age=86_400.0) == 0


def test_one_with_something_to_apply_is_as_far_behind_as_what_it_applied_last_is_old(stand):
    assert stand(200, behind=True, age=7.5) == 7.5


def test_the_first_edit_after_a_quiet_day_does_not_make_it_a_day_late(stand):
    assert stand(120, age=86_400.0) == 0
    assert stand(121, behind=True, age=86_401.0) == 1


def test_clocks_that_differ_make_no_lag_below_nothing(stand):
    assert stand(200, behind=True, age=-3.0) == 0


def test_one_that_has_applied_nothing_since_it_began_counts_from_when_it_was_last_seen_right(stand):
    assert stand(120) == 0
    assert stand(125, behind=True) == 5


def test_one_that_lost_its_primary_counts_from_that_moment_not_from_the_last_edit(stand):
    assert stand(120, age=86_400.0) == 0
    assert stand(500, connected=False, age=86_780.0) == 0, "nobody had looked for minutes"
    assert stand(510, connected=False, age=86_790.0) == 10
    assert stand(511, age=86_791.0) == 0
    assert stand(512, connected=False) == 0


def test_what_it_lacked_when_it_lost_its_primary_is_added(stand):
    assert stand(200, behind=True, age=7.5) == 7.5
    assert stand(203, connected=False) == 7.5
    assert stand(205, connected=False) == 9.5


def test_one_that_was_promoted_and_is_a_standby_again_has_forgotten_when_it_lost_its_primary(stand):
    assert stand(200, behind=True, age=7.5) == 7.5
    assert stand(205, connected=False) == 7.5
    assert stand(210, standby=False) is None
    assert stand(90_000, connected=False) == 0
    assert stand(90_003, connected=False) == 3


def test_a_standby_that_was_away_is_not_taken_for_current_because_the_primary_was_read_meanwhile(stand):
    assert stand(120) == 0
    assert stand(500, standby=False) is None
    assert stand(501, behind=True) == 381


def test_the_workers_of_a_server_know_the_same():
    """The first process has it before it forks, and loads no Django for it."""
    code = """
import os, sys
from statements.connecting.sight import LAG, sight
if not (child := os.fork()):
    sight[LAG] = 12.5
    os._exit(0)
os.waitpid(child, 0)
print(sight[LAG], "django" in sys.modules)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["12.5", "False"]
    assert "statements.connecting.sight" in (settings.BASE_DIR / "deploy" / "gunicorn.conf.py").read_text()
