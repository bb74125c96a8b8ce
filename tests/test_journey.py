"""A reader's way through the site in a real Chromium, at two widths: home, browse, filter, search, document, link."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


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
    page.wait_for_url("**/documents/?language=it")
    page.locator(".total strong", has_text="3").wait_for()
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


def test_filters_and_pages_change_without_loading_the_page_anew(page):
    page.goto("/documents/")
    page.evaluate("window.stays = true")
    filters = page.locator("summary", has_text="Filters").first
    if filters.is_visible():
        filters.click()
    page.locator(".by-language a", has_text="Italian").first.click()
    page.locator(".chips").wait_for()
    assert page.url.endswith("?language=it")
    assert page.locator(".total strong").inner_text() == "3"
    assert page.locator("[role=status]").inner_text().startswith("3 documents")
    assert page.locator(".by-language a", has_text="Italian").first.is_visible(), "the filters stay open"
    page.locator("input[name=date_from]").fill("2023")
    page.locator("input[name=date_from]").press("Enter")
    page.locator(".total strong", has_text="1").wait_for()
    assert "date_from=2023" in page.url and "language=it" in page.url
    assert "date_from=2023" in page.locator(".tongues a[hreflang=fr]").get_attribute("href")
    page.go_back()
    page.locator(".total strong", has_text="3").wait_for()
    page.go_back()
    page.locator(".total strong", has_text="5").wait_for()
    assert page.evaluate("window.stays")
    page.locator(".entry-title a").first.click()
    page.locator("article.document").wait_for()
    page.go_back()
    assert page.locator(".total strong").inner_text() == "5"


def test_next_and_previous_go_through_the_words_that_were_searched_for(page):
    page.goto("/documents/comunicato-del-vertice-di-vilnius/?q=NATO")
    nav = page.locator(".steps:visible")
    nav.get_by_role("button", name="Next").click()
    assert page.locator("mark.here").count() == 1
    assert nav.get_by_role("status").inner_text().startswith("1 / ")
    page.get_by_role("button", name="Next").click()
    assert nav.get_by_role("status").inner_text().startswith("2 / ")
    top = page.locator("mark.here").evaluate("each => each.getBoundingClientRect().top")
    assert 0 < top < 900, "it is in view"
    nav.get_by_role("button", name="Previous").click()
    assert nav.get_by_role("status").inner_text().startswith("1 / ")


def test_the_switch_of_languages_keeps_what_is_filtered(page):
    page.goto("/documents/?language=it")
    page.get_by_role("link", name="Français").click()
    page.wait_for_url("**/fr/documents/?language=it")
    assert page.locator("h1").inner_text() == "Documents"
    assert page.locator(".total").inner_text().startswith("3 documents, du plus récent")


def test_every_page_fits_the_screen_and_reads_without_scripts(page):
    for address in ("/", "/documents/", "/search/?q=NATO", "/search/?q=zzz", "/speakers/", "/about/",
                    "/speakers/jens-stoltenberg/", "/documents/comunicato-del-vertice-di-vilnius/",
                    "/documents/comunicato-del-vertice-di-vilnius/source/"):  # fmt: skip
        page.goto(address)
        assert fits(page), address
        assert page.locator("h1").count() == 1, address


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_an_editor_signs_in_and_sees_the_documents(own_page, django_user_model):
    page = own_page
    django_user_model.objects.create_superuser("astrid", "", "a long enough password")
    page.goto("/admin/")
    page.get_by_label("Username").fill("astrid")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    page.goto("/admin/statements/document/")
    page.get_by_role("link", name="[Comunicato del Vertice di Vilnius]").click()
    assert page.locator("input[name=title]").count() == 0, "what is published is corrected in a working copy"
    page.get_by_role("link", name="Review").first.click()
    page.get_by_role("button", name="Correct it").click()
    assert page.locator("input[name=fact-title]").input_value() == "Comunicato del Vertice di Vilnius"
