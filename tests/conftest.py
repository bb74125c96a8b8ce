"""What all tests share: an archive with the five seeds in it, published."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import settings as property_tests
from pytest_django.live_server_helper import LiveServer

from statements.migrations import _beginnings

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = [1280, pytest.param(390, marks=pytest.mark.slow)]
SEEDS = Path(__file__).parent.parent / "seeds"

for profile, examples in {"quick": 30, "thorough": 400}.items():
    property_tests.register_profile(profile, max_examples=examples, deadline=None)  # machines that test may be busy
property_tests.load_profile("quick")  # .ci/run asks for the other one


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


def make_groups() -> None:
    """The groups that a migration makes, anew."""
    _beginnings.make_groups(apps, SimpleNamespace(connection=connection))


@pytest.fixture(scope="module")
def seeds_come_back(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """For modules whose tests commit, so that the database is emptied after them: glossary and seeds come anew."""
    yield
    with django_db_blocker.unblock():
        _beginnings.add_terms(apps, None)
        make_groups()
        call_command("import_statements", SEEDS, publish=True, stdout=StringIO())


@pytest.fixture
def seeds() -> Path:
    """The folder of the five texts and their manifest."""
    return SEEDS


@pytest.fixture(autouse=True)
def quick_settings(settings: "pytest.FixtureDef") -> Iterator[None]:
    """No hashed names, as tests do not collect static files; passwords whose hashes cost little; slow pages; no OCR."""
    settings.OCR = False  # whatever is installed
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PAGE_TIMEOUT = 20_000  # what a page may take is tested by itself; a machine that tests may be busy
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield
    translation.deactivate()  # a page in another language leaves it on


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium. Where there is none the test is skipped, or fails where REQUIRE_BROWSER is set."""
    if not CHROMIUM.exists():
        message = f"no browser at {CHROMIUM}: install Debian's chromium, or name one in CHROMIUM"
        pytest.fail(message) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(message)
    sync_api = pytest.importorskip("playwright.sync_api")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in this thread
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def reading_server(django_db_setup: None) -> Iterator[LiveServer]:
    """The site over the seeds as they are: nothing is emptied or imported for the next reader who changes nothing."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(params=WIDTHS)
def page(request, browser, reading_server, db):
    """A reader's page."""
    with opened_page(request, browser, reading_server.url) as page:
        yield page


@pytest.fixture(params=WIDTHS)
def own_page(request, browser, live_server, seeds):
    """A page of an archive that the test may change: it is emptied afterwards, see `seeds_come_back`."""
    call_command("import_statements", seeds, publish=True, stdout=StringIO())
    with opened_page(request, browser, live_server.url) as page:
        yield page


@contextmanager
def opened_page(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    """A page of the width asked for that complains of every error in its console and of every failed request.

    Wide pages are tried in light, narrow ones in dark: what is tried is the same in both.
    """
    scripts = "without_scripts" not in request.node.name
    window = {"width": request.param, "height": 900}
    theme = "light" if request.param > 960 else "dark"
    context = browser.new_context(viewport=window, base_url=address, java_script_enabled=scripts, color_scheme=theme)
    context.set_default_timeout(30_000)  # milliseconds
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("response", lambda response: troubles.append(response.url) if response.status >= 400 else None)
    yield page
    page.wait_for_load_state("networkidle")
    context.close()
    assert not troubles
