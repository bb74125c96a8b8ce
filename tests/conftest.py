"""What all tests share: an archive with the five seeds in it, published."""

from collections.abc import Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """The test database holds the published seeds; a test's changes are rolled back.

    A thread of a live server whose browser went away may still be connected at the end: the database is dropped anyway.
    """
    with django_db_blocker.unblock():
        call_command("import_statements", SEEDS, publish=True, stdout=StringIO())
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module")
def seeds_come_back(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """For modules whose tests commit, so that the database is emptied after them: glossary and seeds come anew."""
    yield
    with django_db_blocker.unblock():
        import_module("statements.migrations.0006_terms").add_terms(apps, None)
        call_command("import_statements", SEEDS, publish=True, stdout=StringIO())


@pytest.fixture
def seeds() -> Path:
    """The folder of the five texts and their manifest."""
    return SEEDS


@pytest.fixture(autouse=True)
def plain_static_files(settings: "pytest.FixtureDef") -> Iterator[None]:
    """No hashed names: tests do not collect static files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield
