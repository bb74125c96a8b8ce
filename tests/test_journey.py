"""A reader's way through the site in a real Chromium, at two widths: home, browse, filter, search, document, link."""

import os
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]


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


@pytest.fixture(params=[1280, 390])
def page(request, browser, live_server, seeds):
    """A page of the given width that complains of every error in its console and of every failed request."""
    # The tests of a live server leave the database empty.
    call_command("import_statements", seeds, publish=True, stdout=StringIO())
    scripts = "without_scripts" not in request.node.name
    window = {"width": request.param, "height": 900}
    context = browser.new_context(viewport=window, base_url=live_server.url, java_script_enabled=scripts)
    context.set_default_timeout(10_000)  # milliseconds
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("response", lambda response: troubles.append(response.url) if response.status >= 400 else None)
    yield page
    page.wait_for_load_state("networkidle")
    context.close()
    assert not troubles


def fits(page):
    """Whether nothing sticks out of the page to the right."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_reader_goes_from_the_first_page_to_the_link_of_a_paragraph(page):
    page.goto("/")
    assert fits(page)
    page.get_by_role("link", name="All documents").click()
    assert page.locator(".total strong").inner_text() == "5"
    assert fits(page)

    filters = page.locator("summary", has_text="Filters").first
    if filters.is_visible() and not page.locator(".facet a", has_text="Italian").first.is_visible():
        filters.click()
    page.locator(".facet a", has_text="Italian").first.click()
    assert "language=it" in page.url
    assert page.locator(".total strong").inner_text() == "3"
    assert page.locator(".entry-title a").count() == 3

    page.get_by_role("searchbox").first.fill('"ogni centimetro del territorio alleato"')
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    assert page.locator(".total strong").inner_text() == "1"
    assert page.locator("mark").first.inner_text() == "ogni centimetro del territorio alleato"
    assert fits(page)

    page.locator(".snippet .place").first.click()
    key = page.url.partition("#")[2]
    paragraph = page.locator(f"#{key}")
    assert "ogni centimetro del territorio alleato" in paragraph.inner_text()
    top = paragraph.evaluate("node => node.getBoundingClientRect().top")
    assert 0 <= top < 900, "it is in view"
    assert fits(page)

    paragraph.locator(".permalink").click()
    assert page.url.endswith(f"#{key}")
    page.goto(page.url)
    assert paragraph.evaluate("node => node.matches(':target')")


def test_every_page_fits_the_screen_and_reads_without_scripts(page):
    for address in ("/", "/documents/", "/search/?q=NATO", "/search/?q=zzz", "/speakers/", "/about/",
                    "/speakers/jens-stoltenberg/", "/documents/comunicato-del-vertice-di-vilnius/",
                    "/documents/comunicato-del-vertice-di-vilnius/source/"):  # fmt: skip
        page.goto(address)
        assert fits(page), address
        assert page.locator("h1").count() == 1, address


def test_an_editor_signs_in_and_sees_the_documents(page, django_user_model):
    django_user_model.objects.create_superuser("astrid", "", "a long enough password")
    page.goto("/admin/")
    page.get_by_label("Username").fill("astrid")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.goto("/admin/statements/document/")
    page.get_by_role("link", name="[Comunicato del Vertice di Vilnius]").click()
    assert page.locator("input[name=title]").input_value() == "Comunicato del Vertice di Vilnius"
