"""The database tells its planner by itself what a pooler cannot let through."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from statements.checks import _find_fault_with_planning
from statements.connecting.planning import PLANNING
from statements.connecting.tuning import find_differing, read_kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def untold():
    """A role without settings, on a connection that has begun without any."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {connection.settings_dict['NAME']} RESET ALL")
        cursor.execute("SET LOCAL jit = on; SET LOCAL work_mem = '4MB'")


def test_a_role_without_the_settings_is_found(untold):
    with pytest.raises(CommandError, match=r"jit, work_mem.*Run tune_database"):
        call_command("tune_database", check=True)
    assert not read_kept()


def test_the_command_sets_them_for_good_and_once_more_changes_nothing(untold, capsys):
    call_command("tune_database")
    assert read_kept() == PLANNING
    call_command("tune_database")
    call_command("tune_database", check=True)
    assert "jit=off" in capsys.readouterr().out


def test_the_check_names_what_is_in_force_and_what_should_be(untold, settings):
    settings.POOLED = True
    assert find_differing() == [("jit", "on", "off"), ("work_mem", "4MB", "32MB")]
    [warning] = _find_fault_with_planning()
    assert "jit is on, not off" in warning.msg
    assert "tune_database" in warning.hint


def test_connections_that_the_pooler_has_kept_are_told_of(untold, settings):
    settings.POOLED = True
    call_command("tune_database")
    with pytest.raises(CommandError, match="RECONNECT"):
        call_command("tune_database", check=True)


def test_without_a_pool_every_connection_begins_with_them_and_the_check_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert _find_fault_with_planning() == []


@pytest.mark.parametrize("command", ["deliver", "watch", "quickstart"])
def test_commands_that_hold_a_lock_refuse_a_pool_with_the_reason(settings, command):
    settings.POOLED, settings.EMAIL_URL, settings.SITE_ADDRESS = True, "dummymail://", "https://archive.example"
    with pytest.raises(CommandError, match=rf"{command} holds a lock .* without ARCHIVE_POOLED"):
        call_command(command)
