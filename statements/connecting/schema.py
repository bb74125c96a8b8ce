"""Whether the database has the tables that this release expects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def find_missing() -> list[str]:
    """The migrations of this release that are not applied, as "statements.0041_names". Those of a newer release, which
    this one does not know, do not matter: processes of both run side by side during an upgrade."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app}.{name}" for app, name in _list_known() if (app, name) not in applied]


def describe_missing(missing: Sequence[str]) -> str:
    """One line for who starts a server, without a full stop at its end."""
    several = f"{len(missing)} migrations are" if len(missing) > 1 else "One migration is"
    return f"{several} not applied, {missing[0]} first: run `manage.py migrate`, then start again"


@cache
def _list_known() -> list[tuple[str, str]]:
    """Migrations by their files, of which none is loaded: that would take half a second and stay in memory."""
    known = []
    for config in apps.get_app_configs():
        place, _ = MigrationLoader.migrations_module(config.label)
        if place and config.module and any(each.name == "migrations" for each in iter_modules(config.module.__path__)):
            names = [each.name for each in iter_modules(import_module(place).__path__) if each.name[0] not in "_~"]
            known += [(config.label, name) for name in sorted(names)]
    return known
