"""A real browser reads, counts, checks, compares and cites, at two widths and in both themes."""

import re

import pytest

from tests.addresses import VILNIUS, make_states
from tests.conftest import CHROMIUM, FLAGS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]


def is_wide(page):
    return page.viewport_size["width"] > 960


def number(text):
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def in_view(locator):
    box = locator.bounding_box()
    return box is not None and 0 <= box["y"] < locator.page.viewport_size["height"]


def test_a_point_of_the_frequencies_leads_to_the_documents_behind_it(page):
    page.goto("/frequency/")
    page.get_by_label("Words 1").fill("NATO")
    page.get_by_label("Words 2").fill("Ucraina")
    page.get_by_role("button", name="Count").click()
    drawing = page.locator(".plot svg.wide" if is_wide(page) else ".plot svg.narrow")
    assert drawing.is_visible()
    assert page.locator(".plot svg").count() == 2 and page.locator(".plot svg:visible").count() == 1
    row = page.locator("table.frequencies tbody tr", has_text="2022")
    documents = number(row.locator("td").nth(2).inner_text())
    drawing.locator("g.line").first.locator("a").first.click()
    page.wait_for_url("**/search/?*year=2022*")
    assert number(page.locator(".total").inner_text()) == documents


def test_a_bar_of_the_timeline_leads_down_to_days_and_their_documents(page):
    page.goto("/timeline/")
    page.locator(".bars a", has_text="2022").locator(".hit").click()
    page.wait_for_url("**/timeline/?year=2022")
    page.locator("table.frequencies").get_by_role("link", name="November 2022").click()
    page.wait_for_url("**year=2022-11")
    documents = number(page.locator(".total").inner_text())
    page.get_by_role("link", name="as a list").click()
    assert number(page.locator(".total").inner_text()) == documents
    page.goto("/timeline/")
    page.get_by_label("Words").fill("Ucraina")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**q=Ucraina**")
    documents = number(page.locator(".total").inner_text())
    page.get_by_role("link", name="as a list").click()
    assert number(page.locator(".total").inner_text()) == documents


def test_a_quotation_is_checked_at_an_address_that_keeps_it_in_every_language(page):
    page.goto(VILNIUS)
    words = page.locator(".paragraph .words").nth(1).inner_text()[:60].rsplit(" ", 1)[0]
    page.goto("/check/")
    page.get_by_label("The words").fill(words)
    page.get_by_role("button", name="Check").click()
    assert page.locator("#answer").inner_text() == "The archive has these very words"
    address = page.url
    page.get_by_role("link", name="Italiano").click()
    page.wait_for_url("**/it/check/?q=*")
    assert page.locator("textarea").input_value() == words
    page.goto(address)
    page.locator(".snippet .place").first.click()
    page.locator("article.document").wait_for()
    assert in_view(page.locator(".paragraph:target, .paragraph").nth(1))


def test_two_documents_are_chosen_by_their_titles_and_compared(page):
    page.goto("/compare/")
    page.get_by_label("First").fill("Comunicato del Vertice di Vilnius")
    page.get_by_label("Second").fill("ministri della Difesa Bruxelles")
    page.get_by_role("button", name="Compare").click()
    page.locator(".suggested a").first.click()
    page.locator(".suggested a", has_text="ministri").first.click()
    assert "of the words of the first appear in the second" in page.locator(".total").inner_text()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_a_translation_and_what_changed_are_shown_beside_each_other(own_page):
    page = own_page
    make_states()
    page.goto("/documents/remarks-at-the-dock/")
    page.get_by_role("link", name="side by side").click()
    assert "Salpiamo a mezzogiorno." in page.locator(".beside-each-other").inner_text()
    page.goto("/documents/remarks-at-the-dock/changes/")
    assert page.locator("del", has_text="dawn").is_visible()
    assert page.locator("ins", has_text="noon").is_visible()


def test_the_ways_through_a_long_text_stay_in_sight(page):
    page.goto(f"{VILNIUS}?q=NATO")
    page.evaluate("scrollTo(0, 20_000)")
    assert in_view(page.get_by_role("button", name="Next"))
    outline = page.locator(".outline")
    if not is_wide(page):
        outline.locator("summary").click()
    outline.get_by_role("link", name="31–40").click()
    page.wait_for_function("document.querySelector(':target')")
    target = page.locator(":target")
    assert "31" in target.locator(".permalink").inner_text().split()
    assert in_view(target)
    if not is_wide(page):
        assert not outline.get_by_role("link", name="31–40").is_visible(), "it does not lie over the text"
        assert target.bounding_box()["y"] >= page.locator(".bar").bounding_box()["height"] - 1


def test_a_part_of_a_paragraph_is_cited_without_scripts(page):
    page.goto(VILNIUS)
    first = page.locator(".paragraph").nth(1)
    part = " ".join(first.locator(".words").inner_text().split()[2:7])
    first.locator(".permalink").click()
    page.locator(".paragraph:target .cite-link").click()
    page.get_by_label("Only a part of it").fill(part)
    page.get_by_role("button", name="Quote this part").click()
    assert page.locator(".quoted-words").inner_text() == part
    assert ":~:text=" in page.locator(".citations dd").first.inner_text()


def test_the_back_button_brings_a_page_back_as_it_was(browser, reading_server):
    """Without --disable-back-forward-cache, which Playwright sets."""
    kept = ["--disable-back-forward-cache"]
    own = browser.browser_type.launch(executable_path=str(CHROMIUM), args=FLAGS, ignore_default_args=kept)
    fresh = own.new_page(base_url=reading_server.url)
    for address in ("/search/?q=NATO", f"{VILNIUS}?q=NATO", "/frequency/?q=NATO"):
        fresh.goto(address)
        fresh.evaluate("window.stays = true")
        fresh.goto("/about/")
        fresh.evaluate("history.back()")
        fresh.wait_for_function("window.stays")
    own.close()
