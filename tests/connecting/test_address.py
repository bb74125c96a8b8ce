"""DATABASE_URL says where the database is, and may say how long to wait for it."""

import dj_database_url
import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured

from statements.connecting.address import read_database
from statements.connecting.base import DatabaseWrapper
from statements.connecting.patience import COMMANDS
from statements.connecting.planning import planning_options

URL = "postgres://ada:s3cret@db.example:5433/archive"


def test_without_an_address_the_embedded_server_is_used():
    assert read_database("")["ENGINE"] == "statements.embedded"


def test_an_address_of_postgresql_is_opened_by_the_backend_of_the_archive():
    database = read_database(URL)
    assert database["ENGINE"] == "statements.connecting"
    assert [database[each] for each in ("USER", "HOST", "PORT", "NAME")] == ["ada", "db.example", 5433, "archive"]
    assert database["OPTIONS"]["options"] == planning_options()


def test_another_database_keeps_its_backend_and_is_refused_by_the_checks():
    assert read_database("sqlite:///archive.sqlite3")["ENGINE"] == "django.db.backends.sqlite3"


@pytest.fixture
def told(monkeypatch):
    """What libpq is told on connecting."""
    told = {}

    def connect(**parameters):
        told.update(parameters)
        raise psycopg2.OperationalError

    monkeypatch.setattr(psycopg2, "connect", connect)
    return told


def connect_to(url):
    database = read_database(url) | {"TIME_ZONE": None, "CONN_MAX_AGE": 0, "AUTOCOMMIT": True}
    wrapper = DatabaseWrapper(database, "default")
    with pytest.raises(psycopg2.OperationalError):
        wrapper.get_new_connection(wrapper.get_connection_params())


def test_every_connection_has_limits(told):
    connect_to(URL)
    assert told.items() >= COMMANDS.items()


def test_the_address_stands_above_the_limits_of_the_archive(told):
    connect_to(f"{URL}?connect_timeout=7&keepalives=0")
    assert (told["connect_timeout"], told["keepalives"]) == (7, 0)
    assert told["tcp_user_timeout"] == COMMANDS["tcp_user_timeout"]


PAIR = "postgres://ada:s3cret@one:5433,two/archive"


def test_several_servers_may_be_named_each_with_its_port(told):
    connect_to(PAIR)
    assert [told[each] for each in ("host", "port", "user", "password")] == ["one,two", "5433,5432", "ada", "s3cret"]


def test_a_server_may_be_named_by_its_address_in_brackets(told):
    connect_to("postgres://ada@[::1]:5433,[::2]/archive")
    assert (told["host"], told["port"]) == ("::1,::2", "5433,5432")


@pytest.mark.parametrize(("read_only", "wanted"), [(True, "prefer-standby"), (False, "read-write")])
@pytest.mark.parametrize("url", [PAIR, "postgres://ada@/archive?host=one,two"])
def test_of_several_servers_a_reader_takes_a_standby_and_an_editor_the_primary(url, read_only, wanted):
    assert read_database(url, read_only=read_only)["OPTIONS"]["target_session_attrs"] == wanted


def test_which_server_is_taken_can_be_said_in_the_address():
    assert read_database(f"{PAIR}?target_session_attrs=any")["OPTIONS"]["target_session_attrs"] == "any"


@pytest.mark.parametrize("servers", ["one:port,two", "one,,two", "one:,two"])
def test_servers_in_another_form_are_refused_with_the_right_one(servers):
    with pytest.raises(ImproperlyConfigured, match="first:5432,second:5432"):
        read_database(f"postgres://ada@{servers}/archive")


def test_a_bracket_that_is_not_closed_is_refused():
    with pytest.raises(dj_database_url.ParseError):
        read_database("postgres://ada@[::1,two/archive")


def test_a_pool_is_given_no_options_and_keeps_the_connections_itself():
    database = read_database(URL, pooled=True)
    assert "options" not in database["OPTIONS"]
    assert database["CONN_MAX_AGE"] == 0
    assert database["DISABLE_SERVER_SIDE_CURSORS"]
