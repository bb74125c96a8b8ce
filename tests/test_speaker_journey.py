"""A real browser looks at who says what: the list of speakers, a speaker's page, and the search in what she said."""

import pytest

from statements.models import Quotation
from tests.cast import make_document, make_speaker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]

LANGUAGES = ["", "/it", "/fr"]
SMALLEST = 13  # pixels of letters in drawings
PASSAGE = "the heron waits for nobody"


def does_scroll_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def make_documents():
    """Ada speaks in four years, and two others quote her in a fifth."""
    for year, times in (("1907", 900), ("1908", 40), ("1910", 3_000), ("1911", 1)):
        make_document("A heron. " * times, f"And {PASSAGE}.", date=year, speakers={"Ada Quist": "speaker"})
    for name in ("Jens Holm", "Bo Lind"):
        document = make_document(f"She says {PASSAGE}.", speakers={name: "author", "Ada Quist": "quoted"})
        paragraph = document.paragraphs.get()
        start = paragraph.text.index(PASSAGE)
        Quotation.objects.create(
            paragraph=paragraph, speaker=make_speaker("Ada Quist"), start=start, end=start + len(PASSAGE)
        )


def test_the_page_of_a_speaker_leads_to_what_she_said(own_page):
    make_documents()
    for language in LANGUAGES:
        own_page.goto(f"{language}/speakers/ada-quist/")
        assert not does_scroll_sideways(own_page)
        box = own_page.get_by_role("searchbox").last
        assert box.bounding_box()["y"] < 500, "on the first screen"
        labels = own_page.locator(".bars .labels text:visible, .bars .ticks text:visible").all()
        assert labels and all(
            each.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= SMALLEST for each in labels
        )
        assert own_page.locator("section[aria-labelledby=said] .drawing a").count() == 5
        assert own_page.locator(".passages > li").count() == 1
        for place in own_page.locator(".passages a").evaluate_all("all => all.map(each => each.href)"):
            own_page.goto(place)
            assert PASSAGE in own_page.locator(":target").inner_text()
        own_page.goto(f"{language}/speakers/ada-quist/")
        own_page.get_by_role("searchbox").last.fill("heron")
        own_page.get_by_role("searchbox").last.press("Enter")
        own_page.wait_for_url("**/search/?q=heron&said=ada-quist")
        assert own_page.locator(".hits > li").count() == 6


def test_a_bar_and_the_table_lead_to_the_documents_of_a_year(own_page):
    make_documents()
    own_page.goto("/speakers/ada-quist/")
    own_page.locator("section[aria-labelledby=said] .drawing a").nth(2).click()
    own_page.wait_for_url("**/documents/?said=ada-quist&year=1910")
    own_page.locator(".entry-title").first.wait_for()
    own_page.goto("/speakers/ada-quist/")
    own_page.locator("section[aria-labelledby=said] summary").click()
    own_page.get_by_role("link", name="1910", exact=True).last.click()
    own_page.wait_for_url("**/documents/?said=ada-quist&year=1910")


def test_the_list_tells_how_often_they_say_something(own_page):
    make_documents()
    for language in LANGUAGES:
        own_page.goto(f"{language}/speakers/")
        assert not does_scroll_sideways(own_page)
        row = own_page.locator(".people > li", has_text="Quist")
        assert row.locator(".count").inner_text().split()[::2][:2] == ["6", "6"]
        name, count = row.locator("a").bounding_box(), row.locator(".count").bounding_box()
        assert name["x"] + name["width"] < count["x"], "they do not stand on each other"


def test_lines_by_speaker_lead_to_what_each_of_them_said(own_page):
    make_documents()
    own_page.goto("/frequency/?q=heron&by=speaker")
    assert own_page.locator(".plot .key li").all_inner_texts()[0].strip() == "Ada Quist"
    links = own_page.locator("tfoot a").evaluate_all("all => all.map(each => [each.href, each.textContent])")
    for address, number in links:
        own_page.goto(address)
        assert "said=" in address
        assert own_page.locator(".total strong, .results strong").first.inner_text() == number
    own_page.goto("/frequency/?q=heron&said=quist")
    assert own_page.get_by_label("Said by").input_value() == "Ada Quist"
