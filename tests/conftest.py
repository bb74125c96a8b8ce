"""What all tests share: an archive with the five seeds in it, published."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> None:
    """The test database holds the published seeds; a test's changes are rolled back."""
    with django_db_blocker.unblock():
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
