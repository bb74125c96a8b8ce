"""Telling the planner through the database itself, where a connection cannot begin with options: see `planning`."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from statements.connecting.planning import PLANNING

# https://www.postgresql.org/docs/current/catalog-pg-db-role-setting.html
_KEPT = """
SELECT unnest(setconfig) FROM pg_db_role_setting
WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)
"""


def tune() -> None:
    """From now on, let every connection of this role to this database begin with PLANNING."""
    with connection.cursor() as cursor:
        for statement in alter_role(PLANNING):
            cursor.execute(statement)


def alter_role(values: Mapping[str, str]) -> list[str]:
    """The statements by which every connection of this role to this database begins with some settings, of our own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        role, database = map(connection.ops.quote_name, cursor.fetchone())
    return [f"ALTER ROLE {role} IN DATABASE {database} SET {name} = '{value}'" for name, value in values.items()]


def find_differing() -> list[tuple[str, str, str]]:
    """What is in force on this connection and should be otherwise: name, what it is, what it should be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s) AS name", [list(PLANNING)])
        found = dict(cursor.fetchall())
    return [(name, found[name], value) for name, value in PLANNING.items() if found[name] != value]


def read_kept() -> dict[str, str]:
    """What the database keeps for this role, and tells every connection of it: name and value."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT)
        return dict(each.split("=", 1) for (each,) in cursor.fetchall())
