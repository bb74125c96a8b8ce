"""Search tips: every example finds something in the archive at hand, and they are one click from every box."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from statements.models import Document
from statements.search.memory import archive_state
from statements.search.tips import find_tips
from tests.cast import make_document

LANGUAGES = ["", "/it", "/fr"]
BOXES = [
    "/",
    "/documents/",
    "/search/?q=NATO",
    "/timeline/?q=NATO",
    "/frequency/?q=NATO",
    "/first/?q=NATO",
    "/check/",
    "/compare/",
    "/speakers/giorgia-meloni/",
]


def examples(response):
    """The searches that a page of tips links to."""
    tips = response.content.decode().partition('class="syntax"')[2]
    links = re.findall(r'href="([^"]+)"', tips.partition("</dl>")[0])
    return [parse_qs(urlsplit(unescape(each)).query)["q"][0] for each in links]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_finds_something_in_full(client, language):
    found = examples(client.get(f"{language}/search/tips/"))
    assert len(found) >= 8
    for typed in found:
        context = client.get(f"{language}/search/", {"q": typed}).context
        assert context["total"] and not context["partial"], typed
        assert not context["query"].repairs, typed


@pytest.mark.django_db
def test_the_words_are_those_of_the_language_of_the_page():
    assert "meloni" in find_tips("it", archive_state())["said"]
    assert "stoltenberg" not in find_tips("fr", archive_state()).get("said", ""), "it is a text about him"


@pytest.mark.django_db
def test_an_archive_about_something_else_has_tips_of_its_own(client):
    Document.objects.published().update(status="draft")
    make_document("The heron watches silent harbours.", "Nothing else is here.", language="en", title="Heron").publish()
    tips = find_tips("it", archive_state())
    assert tips["words"] == "watches silent" and tips["facts"] == "language:en kind:speech"
    assert "said" not in tips and "number" not in tips


@pytest.mark.django_db
def test_without_documents_the_tips_show_how_it_is_written(client):
    Document.objects.published().update(status="draft")
    html = client.get("/search/tips/").content.decode()
    assert "<code>deterrenza nucleare</code>" in html and "Each of these links" not in html


@pytest.mark.django_db
def test_what_was_typed_goes_along_and_never_becomes_markup(client):
    html = client.get("/search/", {"q": '"NATO" <b>'}).content.decode()
    assert 'href="/search/tips/?q=%22NATO%22%20%3Cb%3E"' in html
    html = client.get("/search/tips/", {"q": '"NATO" <b>'}).content.decode()
    assert 'value="&#34;NATO&#34; &lt;b&gt;"' in html
    assert client.get("/search/tips/", {"q": "\0" + "x" * 900}).status_code == 200


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tips_are_one_key_from_every_box_without_scripts(page, language):
    for address in BOXES:
        page.goto(f"{language}{address}")
        links = page.locator("a.tips:visible")
        assert links.count() >= 1, address
        boxes = page.locator(":is(.search-form, .series-form):visible")
        assert links.count() == boxes.count(), f"{address}: one beside each box"
        for each in links.all():
            box = each.bounding_box()
            assert box["width"] >= 24 and box["x"] + box["width"] <= page.viewport_size["width"], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        links.first.press("Enter")
        page.wait_for_url(f"**{language}/search/tips/**")
        assert page.locator(".syntax a").count() >= 8


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db
def test_the_box_of_a_document_leads_to_the_tips_too(page):
    page.goto("/documents/comunicato-del-vertice-di-vilnius/?q=NATO")
    if page.viewport_size["width"] < 960:
        page.locator("#find-in").press("Enter")
        page.locator(".find input:focus").wait_for()  # or the focus comes back to it from the link
    page.locator(".find a.tips").press("Enter")
    page.wait_for_url("**/search/tips/?q=NATO")
    assert page.locator("#q-page").input_value() == "NATO"
