"""PostgreSQL's own log: it must not hold what readers search for, which stands in statements, in their parameters, in
details of errors, and in some errors themselves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DatabaseError, connection, transaction

from statements.connecting.causes import NO_RIGHT, read_code
from statements.connecting.tuning import alter_role

# https://www.postgresql.org/docs/current/runtime-config-logging.html
QUIET = {
    "log_min_messages": "log",  # above ERROR: "syntax error in tsquery" quotes the query; the archive logs its errors
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",  # no details, which quote rows, and the statements of a deadlock
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_AS_QUIET = {"log_min_messages": {"fatal", "panic"}, "log_min_error_statement": {"fatal"}}
_EXTENSION = "auto_explain.log_min_duration"  # plans hold the words, too
_OFF = {None, "", "-1"}


def find_loud() -> list[tuple[str, str, str]]:
    """What a new connection would have logged that should not be: name of the setting, its value, the right one."""
    fresh = connection.copy()
    try:
        with fresh.cursor() as cursor:
            cursor.execute("SELECT name, current_setting(name, true) FROM unnest(%s) AS name", [[*QUIET, _EXTENSION]])
            found = dict(cursor.fetchall())
    finally:
        fresh.close()
    loud = [(name, found[name], value) for name, value in QUIET.items() if not _is_quiet(name, found[name])]
    return loud if found[_EXTENSION] in _OFF else [*loud, (_EXTENSION, found[_EXTENSION], "-1")]


def _is_quiet(name: str, value: str | None) -> bool:
    """Whether a setting keeps words out. A server that is too old to know it does."""
    return value in (None, QUIET[name]) or value in _AS_QUIET.get(name, ())


def hush() -> None:
    """From now on, let connections of this role to this database be as quiet as the role may decide."""
    for statement in write_sql(QUIET):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError as error:
            if read_code(error) != NO_RIGHT:
                raise


def write_sql(names: Iterable[str]) -> list[str]:
    """The statements that set some of QUIET; most of them only a superuser may run."""
    wanted = {**QUIET, _EXTENSION: "-1"}
    return alter_role({name: wanted[name] for name in names})
