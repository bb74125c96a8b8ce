"""How far a standby is behind, as far as it can know; the drills have real ones."""

from contextlib import nullcontext

import pytest

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

    monkeypatch.setattr(lag, "_current_at", 100)
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
    assert stand(130, connected=False, age=86_400.0) == 10
    assert stand(131, age=86_400.0) == 0
