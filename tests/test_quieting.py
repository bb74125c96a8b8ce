"""PostgreSQL's log holds no word that a reader searches for, whatever fails or takes long."""

import contextlib
import os

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from statements.checks import _find_words_in_log
from statements.quieting import QUIET, find_loud, hush
from tests.test_embedded import connected, data_dir, using  # noqa: F401 - a fixture

WORD = "wombat"
COMMANDS = [  # each with the word, most of them wrong
    f"SELECT '{WORD}'::integer",
    f"SELECT to_tsquery('simple', '{WORD} & (')",
    f"SELEKT '{WORD}'",
    f"SELECT '{WORD}', pg_sleep(0.2)",
    f"SET statement_timeout = 50; SELECT '{WORD}', pg_sleep(9)",
    f"DO $$ BEGIN RAISE WARNING '{WORD}'; END $$",
    f"CREATE TABLE {WORD} (word text UNIQUE); INSERT INTO {WORD} VALUES ('{WORD}'), ('{WORD}')",  # noqa: S608
]


def is_embedded():
    return settings.DATABASES["default"]["ENGINE"] == "statements.embedded"


@pytest.fixture
def loud(django_db_setup, django_db_blocker):
    """A database as a server of one's own brings it, which logs failed statements."""
    if is_embedded():
        pytest.skip("the embedded server is quiet from its start")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        reset = f'ALTER ROLE CURRENT_USER IN DATABASE "{connection.settings_dict["NAME"]}" RESET ALL'
        cursor.execute(reset)
        yield
        cursor.execute(reset)


@pytest.mark.slow
def test_the_log_of_the_embedded_server_holds_no_word_of_a_reader(data_dir):  # noqa: F811
    with using(data_dir) as server:
        for command in COMMANDS:
            with contextlib.suppress(Exception), connected(server) as cursor:
                cursor.execute(command)
        assert WORD not in server.place.cluster.with_name("postgres.log").read_text()


def test_its_log_is_emptied_where_it_is_long_and_the_server_writes_on(data_dir):  # noqa: F811
    with using(data_dir) as server:
        log = server.place.cluster.with_name("postgres.log")
        size = log.stat().st_size
        assert not server.rotate_log(size)
        assert server.rotate_log(size - 1)
        assert (log.stat().st_size, log.with_name("postgres.log.1").stat().st_size) == (0, size)
        os.kill(int(server._status()[0]), 1)  # it reads its settings again, and says so
        assert server._is_ready()
        server.revive()
    assert log.stat().st_size


@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.django_db(transaction=True)
def test_a_server_of_ones_own_is_made_quiet_for_connections_to_come(loud, capsys):
    assert "log_min_error_statement" in {name for name, *_ in find_loud()}
    with pytest.raises(CommandError, match="may hold words of readers"):
        call_command("quiet_database", check=True)
    assert "ALTER ROLE" in capsys.readouterr().out
    call_command("quiet_database")
    assert not find_loud()
    call_command("quiet_database", check=True)


@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.django_db(transaction=True)
def test_who_deploys_is_told_what_is_logged_until_it_is_not(loud):
    [warning] = _find_words_in_log()
    assert "log_min_error_statement" in warning.msg and "quiet_database" in warning.hint
    hush()
    assert not _find_words_in_log()


@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.django_db(transaction=True)
def test_a_role_that_may_not_is_told_the_sql_for_who_may(loud, capsys):
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS quiet_reader; CREATE ROLE quiet_reader; SET ROLE quiet_reader")
        try:
            with pytest.raises(CommandError):
                call_command("quiet_database")
        finally:
            cursor.execute("RESET ROLE; DROP OWNED BY quiet_reader; DROP ROLE quiet_reader")
    told = capsys.readouterr().out
    assert "log_min_error_statement is error, not panic" in told
    assert 'ALTER ROLE "quiet_reader" IN DATABASE' in told and "SET log_min_error_statement = 'panic';" in told
    assert set(QUIET) >= {line.split()[0] for line in told.splitlines() if " is " in line and "SQL" not in line}
