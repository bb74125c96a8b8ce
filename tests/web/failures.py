"""All the ways in which a request may fail, each with an error that says which words were searched for."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import Http404


def raise_chained(words: str) -> None:
    try:
        raise KeyError(words)
    except KeyError as error:
        error.add_note(words)
        raise ValueError(f"not read: {words}") from error


def run(statement: str) -> Any:
    def fail_in_database(words: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [words])

    return fail_in_database


def raising(kind: type[Exception]) -> Any:
    def fail_with(words: str) -> None:
        raise kind(words)

    return fail_with


FAILURES: dict[str, Any] = {
    "chained": raise_chained,
    "data": run("SELECT %s::integer"),
    "syntax": run("SELECT to_tsquery('simple', %s || ' & (')"),
    "wrong": run("SELEKT %s"),
    "slow": run("SELECT %s, pg_sleep(9)"),
    "suspicious": raising(SuspiciousOperation),
    "denied": raising(PermissionDenied),
    "bad": raising(BadRequest),
    "missing": raising(Http404),
    "unreadable": raising(OSError),
}
