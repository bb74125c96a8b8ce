"""Archives of earlier releases. Django itself cannot migrate to, or back to, a migration replaced by a squashed one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate_to(number: str) -> None:
    """Migrate the database forward or back to one of the squashed migrations, given by its number."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    loader.replace_migrations = False
    loader.build_graph()
    for key, squashed in loader.replacements.items():
        loader.graph.remove_replacement_node(key, squashed.replaces)
    [name] = (name for app, name in loader.graph.nodes if app == "statements" and name.startswith(f"{number}_"))
    executor.migrate([("statements", name)])


@contextmanager
def empty_database() -> Iterator[None]:
    """Point the connection at a database without tables, which is dropped afterwards."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_empty"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        _connect_to(name)
        yield
    finally:
        _connect_to(usual)
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def _connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()  # in another database they have other keys
