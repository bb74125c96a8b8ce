"""A real browser keeps a result for a footnote, and comes back when the archive has changed."""

import re

import pytest

from statements.models import Document, FrozenResult
from tests.cast import make_document
from tests.conftest import WIDTHS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
MINISTERS = "i-ministri-della-difesa-della-nato-a-bruxelles-per-il-sostegno-all"
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


def number(text):
    return int(re.search(r"\d+", text)[0])


def keep(page, address="/search/?q=NATO"):
    """Go from a list to its kept result; return its address."""
    page.goto(address)
    page.locator(".keep a >> nth=0").click()
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/results/\w{10}/$"))
    return page.url


def change_the_archive():
    make_document("NATO says more.", title="New remarks").publish()
    ministers = Document.objects.get(slug=MINISTERS)
    ministers.paragraphs.filter(position=1).update(text="Corretto: la NATO.")
    ministers.publish()
    Document.objects.get(external_id="seed-001").withdraw("Never said.")


@pytest.mark.parametrize("own_page", WIDTHS, indirect=True)
def test_a_result_is_kept_and_says_later_what_changed(own_page):
    page = own_page
    page.goto("/search/?q=NATO")
    shown = number(page.locator(".total strong").inner_text())
    total, link = page.locator(".total").bounding_box(), page.locator(".keep a >> nth=0").bounding_box()
    assert link["y"] < total["y"] + total["height"], "it stands beside the number and takes no line of its own"
    address = keep(page)
    assert number(page.locator("h1").inner_text()) == shown
    assert page.get_by_text("Nothing has changed.").is_visible()
    assert page.evaluate(FITS)
    change_the_archive()
    page.goto(address)
    assert number(page.locator("h1").inner_text()) == shown, "the number of that day stays"
    page.get_by_role("link", name="Came in 1").click()
    page.wait_for_url("**show=came**")
    assert page.locator(".entry-title").all_inner_texts() == ["New remarks"]
    page.get_by_role("link", name="Went 1").click()
    page.wait_for_url("**show=went**")
    assert page.locator(".entry-title").all_inner_texts() == ["A document that was withdrawn"]
    page.get_by_role("link", name="Newer version 1").click()
    page.wait_for_url("**show=newer**")
    page.locator(".entry-title a").click()
    page.locator("article.document").wait_for()
    assert page.url.endswith("?v=1")
    assert page.get_by_text("This is version 1").is_visible()


@pytest.mark.parametrize("own_page", WIDTHS, indirect=True)
def test_without_scripts_a_list_is_kept_and_read_in_three_languages(own_page):
    page = own_page
    keep(page, "/it/documents/?language=it")
    total = FrozenResult.objects.get().total
    assert page.locator("h1").inner_text().startswith(f"{total} documenti in data ")
    page.get_by_role("link", name="Français").click()
    assert page.locator("h1").inner_text().startswith(f"{total} documents le ")
    cited = []
    for name in ("français", "anglais", "italien"):
        page.locator(".styles").get_by_role("link", name=name).click()
        cited.append(page.locator(".cited").inner_text())
    assert len(set(cited)) == 3 and all("/results/" in each and "/fr/" not in each for each in cited)
    assert page.evaluate(FITS)


def test_a_citation_is_copied_with_a_button(own_page):
    page = own_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = keep(page)
    page.locator(".citations dd").first.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Statements on NATO, search for “NATO”, ") and copied.endswith(f". {address}")
