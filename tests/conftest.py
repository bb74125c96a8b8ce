"""What all tests share: an archive with the five seeds published in it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from subprocess import PIPE
from types import SimpleNamespace
from typing import IO, Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.template.backends.jinja2 import Template
from django.test.signals import template_rendered
from django.utils import translation
from hypothesis import settings as property_tests
from jinja2 import Environment, StrictUndefined
from pytest_django.live_server_helper import LiveServer

from statements.migrations import _beginnings
from statements.search.index.writing import bring_up_to_date
from statements.web import pinned
from statements.web.jinja import environment
from tests.database import address_of_database
from tests.run_until import BUSY
from tests.web.offices import open_office
from tests.web.receivers import make_certificates, serve

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = [1280, pytest.param(390, marks=pytest.mark.slow)]
HAS_ITS_FONTS = "document.documentElement.offsetHeight > 0 && document.fonts.status === 'loaded'"  # once laid out
SEEDS = Path(__file__).parent.parent / "seeds"

for profile, examples in {"quick": 30, "thorough": 400}.items():
    property_tests.register_profile(profile, max_examples=examples, deadline=None)  # test machines may be busy
property_tests.load_profile("quick")  # .ci/run asks for the other


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out files whose tests are all slow, where slow tests are not asked for: reading them takes seconds."""
    is_test = collection_path.suffix == ".py" and config.getoption("markexpr") == "not slow"
    if is_test and re.search(r"^pytestmark = .*\bpytest\.mark\.slow\b", collection_path.read_text(), re.MULTILINE):
        return True
    return None  # as pytest decides


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run a browser test again when it fails: on a busy machine a page may be late in ways that nobody has foreseen.

    What fails three times is a fault. The summary lists those that were run again.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session", autouse=True)
def strict_templates() -> Iterator[None]:
    """Let the public templates fail where they must not, and tell the test client what they were given.

    Django's own engine tells it by itself. The engines are made anew whenever a test changes DEBUG.
    """
    [options] = [each["OPTIONS"] for each in settings.TEMPLATES if each["NAME"] == "public"]
    render = Template.render

    def render_and_tell(self: Template, context: dict[str, Any] | None = None, request: Any = None) -> str:
        given = {} if context is None else context
        html = render(self, given, request)
        template_rendered.send(sender=self, template=self, context=given)
        return html

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(options, "environment", "tests.conftest.strict_environment")
        patched.setattr(Template, "render", render_and_tell)
        yield


def strict_environment(**options: Any) -> Environment:
    """The environment of the public templates, which fails on what nothing gave them and what is not for readers."""
    made = environment(**options)
    made.undefined, made.finalize = StrictUndefined, check_readable
    return made


def check_readable(value: Any) -> Any:
    """What a template shows, unchanged; methods nobody called, and days and numbers no language has put into words."""
    assert not callable(value) and not isinstance(value, float | date), f"{value!r} is not for readers"
    return value


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """Set up the test database with the published seeds; a test's changes are rolled back.

    At the end, a live server's thread may still be connected after its browser has gone; it is cut off, so that the
    database can be dropped.
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
    """Make the groups again that a migration makes."""
    _beginnings.make_groups(apps, SimpleNamespace(connection=connection))


@pytest.fixture(scope="module")
def seeds_come_back(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[None]:
    """Restore glossary and seeds after a module whose tests commit, which leaves the database empty."""
    yield
    with django_db_blocker.unblock():
        _beginnings.add_terms(apps, None)
        make_groups()
        call_command("import_statements", SEEDS, publish=True, stdout=StringIO())


@pytest.fixture
def seeds() -> Path:
    """The folder with the five texts and their manifest."""
    return SEEDS


@pytest.fixture(autouse=True)
def quick_settings(settings: "pytest.FixtureDef") -> Iterator[None]:
    """No hashed names, as tests do not collect static files; cheap password hashes; generous page timeouts; no OCR."""
    settings.INDEX_DIR, settings.INDEX_KEEPS_UP = settings.DATA_DIR / "no-index", False  # tests have their own
    settings.PAGE_MEMORY = 0  # a page from memory would not show what a test patches
    settings.OCR = False  # whatever is installed
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PAGE_TIMEOUT = 20_000  # the limit has tests of its own; test machines may be busy
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield
    translation.deactivate()  # a page in another language leaves that language active


@pytest.fixture(params=["database", "index"])
def make_searchable(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Callable[[], str]:
    """Run a test twice: searches are answered by PostgreSQL, and by an index.

    The test calls it once the archive is ready to be searched, and gets the name of what answers.
    """
    if request.param == "index":
        pytest.importorskip("tantivy")
        settings.INDEX_DIR = tmp_path / "index"

    def make() -> str:
        if request.param == "index":
            bring_up_to_date()
        return request.param

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium. Without one the test is skipped, or fails if REQUIRE_BROWSER is set."""
    if not CHROMIUM.exists():
        message = f"no browser at {CHROMIUM}: install Debian's chromium, or name one in CHROMIUM"
        pytest.fail(message) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(message)
    sync_api = pytest.importorskip("playwright.sync_api")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in this thread
    usual = connections[DEFAULT_DB_ALIAS]
    with sync_api.sync_playwright() as playwright, loaded_pages(sync_api):
        connections[DEFAULT_DB_ALIAS] = usual  # where a loop runs, Django would make another one, and both stay open
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def loaded_pages(sync_api: Any) -> Iterator[None]:
    """Let addresses, clicks and keys return when the page that they lead to has been read to its end, its scripts have
    run, and its letters have the forms and the widths that they keep.

    Playwright returns from a click with the first byte of a page, of which a busy machine has not drawn anything yet.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sync_api.Page, "goto", wait_after(sync_api.Page.goto, lambda page: page))
        for name in ("click", "press"):
            act = getattr(sync_api.Locator, name)
            patched.setattr(sync_api.Locator, name, wait_after(act, lambda locator: locator.page))
        yield


def wait_after(act: Callable[..., Any], page_of: Callable[[Any], Any]) -> Callable[..., Any]:
    def act_and_wait(self: Any, *args: Any, **options: Any) -> Any:
        answer, page = act(self, *args, **options), page_of(self)
        page.wait_for_load_state()
        while not page.evaluate(HAS_ITS_FONTS):  # a promise would need scripts
            page.wait_for_timeout(10)
        return answer

    return act_and_wait


@pytest.fixture(scope="session")
def reading_server(django_db_setup: None) -> Iterator[LiveServer]:
    """The site over the unchanged seeds, shared by tests that only read: nothing is emptied or imported again."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(params=WIDTHS)
def page(request, browser, reading_server, db):
    """A browser page for a test that only reads."""
    with opened_page(request, browser, reading_server.url) as page:
        yield page


@pytest.fixture(params=WIDTHS)
def own_page(request, browser, live_server, seeds):
    """A browser page on an archive that the test may change; it is emptied afterwards, see `seeds_come_back`."""
    call_command("import_statements", seeds, publish=True, stdout=StringIO())
    with opened_page(request, browser, live_server.url) as page:
        yield page


def give_own_letters(route: Any) -> None:
    """Let a page wait for the fonts of the archive. For readers it keeps those that it has after a tenth of a second,
    which on a busy machine are others, and wider."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("font-display: optional", "font-display: block"))


@contextmanager
def opened_page(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    """A browser page of the requested width that reports every console error and every failed request.

    Wide pages are tested in light mode, narrow ones in dark: the tests are the same in both.
    """
    scripts = "without_scripts" not in request.node.name
    window = {"width": request.param, "height": 900}
    theme = "light" if request.param > 960 else "dark"
    context = browser.new_context(viewport=window, base_url=address, java_script_enabled=scripts, color_scheme=theme)
    context.set_default_timeout(30_000)  # milliseconds
    context.route("**/css/tokens.css", give_own_letters)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("response", lambda response: troubles.append(response.url) if response.status >= 400 else None)
    yield page
    page.wait_for_load_state("networkidle")
    context.close()
    assert not troubles


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    make_certificates(folder)
    return folder


@pytest.fixture
def trusted(certificates, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "authority.pem"))
    pinned._make_context.cache_clear()
    yield
    pinned._make_context.cache_clear()


@pytest.fixture
def receiver(certificates, trusted, settings):
    """A server on this machine that may be reached, as `localhost`."""
    with serve(certificates / "server.pem") as server:
        server.url = f"https://localhost:{server.server_port}"
        settings.OUTBOUND_ALLOWED = [f"localhost:{server.server_port}"]
        yield server


@pytest.fixture
def office(settings):
    """A press office on this machine, which may be reached as `localhost`."""
    with open_office() as server:
        settings.OUTBOUND_ALLOWED = [f"localhost:{server.server_port}"]
        yield server


@pytest.fixture
def run_until(tmp_path: Path) -> Iterator[Callable[[str, Any], bool]]:
    """Run a command in a process that is killed at a moment, see run_until.py; whether it was."""
    said = tmp_path / "said"
    with said.open("w") as errors, _start_runner(errors) as process:
        assert process.stdin is not None and process.stdout is not None

        def run(command: str, moment: Any) -> bool:
            status = BUSY
            while status == BUSY:  # the server has not noticed yet that the last one is dead
                process.stdin.write(f"{command} {moment}\n")
                process.stdin.flush()
                status = int(process.stdout.readline())
            assert status in (0, -signal.SIGKILL), said.read_text()
            return status == -signal.SIGKILL

        yield run
        process.stdin.close()


def _start_runner(errors: IO[str]) -> "subprocess.Popen[str]":
    """Start run_until.py with the database, the mailbox and the neighbours of a test."""
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "statements.settings",
        "DATABASE_URL": address_of_database(),
        "EMAIL_URL": settings.EMAIL_URL,
        "ARCHIVE_URL": settings.SITE_ADDRESS,
        "ARCHIVE_AUTHORITY": settings.AUTHORITY,
        "ARCHIVE_MAIL_FROM": settings.DEFAULT_FROM_EMAIL,
        "ARCHIVE_OUTBOUND_ALLOWED": ",".join(settings.OUTBOUND_ALLOWED),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "tests.run_until"]
    return subprocess.Popen(command, env=variables, stdin=PIPE, stdout=PIPE, stderr=errors, text=True)
