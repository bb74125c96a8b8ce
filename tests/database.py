"""Where the database of a test is, for processes that a test starts."""

from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection


def address_of_database():
    """The address for DATABASE_URL; the host may be the folder in which the embedded server has its socket."""
    known = connection.get_connection_params()
    user, host, name = (quote(known.get(each) or "", safe="") for each in ("user", "host", "dbname"))
    return f"postgres://{user}@{host}:{known.get('port') or ''}/{name}"


@contextmanager
def copied_database():
    """Point the connection at a copy of the database, with what was committed in it; it is dropped afterwards."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_copy"
    _run_elsewhere(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{usual}'",  # noqa: S608
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'CREATE DATABASE "{name}" TEMPLATE "{usual}"',
    )
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        _run_elsewhere(f'DROP DATABASE "{name}" WITH (FORCE)')
        connection.settings_dict["NAME"] = usual


def _run_elsewhere(*statements):
    """Run statements from a connection to another database."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
