"""What the database says when it cannot do what it is asked is told apart from faults of the archive."""

import psycopg2
import pytest
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, ProgrammingError, connection
from psycopg2 import errors

from statements.connecting.causes import Cause, find_cause, first_error
from statements.connecting.watch import SilentDatabaseError


def of_code(code):
    """An error of PostgreSQL with a code, as psycopg2 and Django make it."""

    class Told(errors.lookup(code)):
        pgcode = code

    try:
        raise OperationalError("told") from Told()
    except OperationalError as error:
        return error


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("53100", Cause.FULL),
        ("53300", Cause.CROWDED),
        ("53200", Cause.EXHAUSTED),
        ("57P01", Cause.STOPPING),
        ("57P03", Cause.STARTING),
        ("57014", Cause.SLOW),
        ("55P03", Cause.CONTENDED),
        ("40P01", Cause.CONTENDED),
        ("25006", Cause.READ_ONLY),
        ("08006", Cause.LOST),
        ("58030", Cause.BROKEN),
    ],
)
def test_a_code_of_postgresql_has_a_cause(code, cause):
    assert find_cause(of_code(code)) is cause


@pytest.mark.parametrize("code", ["42P01", "42703", "22021", "23505", "54001", "XX000", "25P02"])
def test_what_the_archive_did_wrong_has_none(code):
    assert find_cause(of_code(code)) is None


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', Cause.AWAY),
        ('connection to server at "::1", port 1 failed: FATAL:  sorry, too many clients already', Cause.CROWDED),
        ('connection to server at "::1", port 1 failed: FATAL:  the database system is starting up', Cause.STARTING),
        ('connection to server at "::1", port 1 failed: FATAL:  the database system is shutting down', Cause.STOPPING),
        ('connection to server at "::1", port 1 failed: timeout expired', Cause.SILENT),
        ('connection to server at "::1", port 1 failed: session is read-only', Cause.READ_ONLY),
        ("server closed the connection unexpectedly", Cause.LOST),
        ("connection already closed", Cause.LOST),
        ("cursor already closed", None),
    ],
)
@pytest.mark.parametrize("kind", [OperationalError, InterfaceError, psycopg2.OperationalError])
def test_where_there_is_no_code_the_words_tell(said, cause, kind):
    assert find_cause(kind(said)) is cause


def test_what_is_made_of_an_error_of_the_database_has_its_cause():
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError("no page") from SilentDatabaseError("the database does not answer")
    assert find_cause(caught.value) is Cause.SILENT
    assert find_cause(RuntimeError("a fault of ours")) is None
    assert find_cause(None) is None


def test_the_first_error_is_told_apart_from_those_of_cleaning_up():
    full = of_code("53100")
    with pytest.raises(InterfaceError) as caught:
        try:
            raise full
        except DatabaseError:
            raise InterfaceError("connection already closed")  # noqa: B904 - as it happens
    assert first_error(caught.value) is full.__cause__


@pytest.mark.django_db
def test_a_refused_write_is_told_as_such_by_a_real_server():
    with pytest.raises(InternalError) as caught, connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute("DELETE FROM statements_change")
    assert find_cause(caught.value) is Cause.READ_ONLY


@pytest.mark.django_db
def test_a_mistake_in_sql_is_a_fault_of_the_archive():
    with pytest.raises(ProgrammingError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT FROM nothing_of_that_name")
    assert find_cause(caught.value) is None
