"""How the search page looks, measured in a browser: what stands where, at two widths and in three languages."""

from base64 import b64encode
from itertools import pairwise

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

LANGUAGES = ["", "/it", "/fr"]
SEARCHES = ["?q=NATO+Ucraina", "?q=deterrente", "?q=NATO&language=it&kind=communique&date_from=2020"]
HIGHEST = 420  # pixels above the first document found
SHADOW = """async png => {
    const image = new Image();
    image.src = "data:image/png;base64," + png;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const pixels = canvas.getImageData(0, 0, image.width, image.height).data;
    return new Set(new Uint32Array(pixels.buffer)).size;
}"""


def is_wide(page):
    return page.viewport_size["width"] > 960


def count_colours(page, clip):
    """How many colours a part of the page has."""
    picture = page.screenshot(clip=clip)
    blank = page.context.new_page()
    try:
        return blank.evaluate(SHADOW, b64encode(picture).decode())
    finally:
        blank.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("search", SEARCHES)
def test_the_first_document_found_is_on_the_first_screen(page, language, search):
    page.goto(f"{language}/search/{search}")
    assert page.locator(".hits > li").first.bounding_box()["y"] < HIGHEST


def test_other_spellings_are_one_line_that_unfolds_without_scripts(page):
    page.goto("/search/?q=NATO+Ucraina")
    line = page.locator(".spellings-line")
    assert line.bounding_box()["height"] < 40
    assert page.get_by_text("For NATO also").is_hidden()
    page.locator(".spellings > summary").press("Enter")
    assert page.get_by_text("For NATO also").is_visible()
    page.get_by_role("link", name="Only as typed").click()
    page.wait_for_url("**extend=no*")
    assert not line.count()


def test_filters_and_the_drawing_are_buttons_on_a_phone_and_open_on_a_desk_without_scripts(page):
    page.goto("/search/?q=NATO&language=it&date_from=2020")
    filters, drawing = page.locator("details.filters"), page.locator("details.histogram")
    assert filters.locator("h2").first.is_visible() == drawing.locator("figure").is_visible() == is_wide(page)
    if not is_wide(page):
        assert filters.locator("summary").inner_text() == "Filters (2 on)"
        assert filters.bounding_box()["y"] == drawing.bounding_box()["y"]
        filters.locator("summary").first.press("Enter")
        drawing.locator("summary").first.press("Enter")
    assert filters.locator("h2").first.is_visible() and drawing.locator("figure").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sections_of_the_site_are_one_row_that_keys_reach_to_the_end(page, language):
    page.goto(f"{language}/compare/")
    links = page.locator(".sections a")
    tops = {links.nth(place).bounding_box()["y"] for place in range(links.count())}
    assert len(tops) == 1
    links.last.focus()
    box = links.last.bounding_box()
    assert box["x"] + box["width"] <= page.viewport_size["width"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_a_paragraph_stays_whole_and_beside_its_text(page, language):
    page.goto(f"{language}/check/?q=ogni+centimetro+del+territorio+Alleato+e+sempre")
    number, words = page.locator(".snippet .number").first, page.locator(".snippet .words").first
    number.evaluate("each => { each.textContent = '[173]' }")
    box = number.bounding_box()
    assert number.evaluate("each => each.getClientRects().length") == 1 and box["height"] < 30
    assert box["x"] >= 0 and words.bounding_box()["x"] - (box["x"] + box["width"]) >= 8


def test_the_shadow_of_a_long_facet_ends_where_its_column_ends(page, settings):
    settings.DEBUG = True
    page.goto("/styleguide/")
    if not is_wide(page):
        page.locator("details.filters > summary").click()
    facet = page.locator(".facet.by-year")
    values, title = facet.locator("ul"), facet.locator("h2").bounding_box()
    assert values.evaluate("each => each.scrollHeight > each.clientHeight")
    values.scroll_into_view_if_needed()
    box, edge = values.bounding_box(), title["x"] + title["width"]
    foot = {"y": box["y"] + box["height"] - 4, "width": 8, "height": 4}
    assert count_colours(page, {"x": edge + 2, **foot}) == 1, "nothing beside the column"
    assert count_colours(page, {"x": edge - 60, **foot}) > 1, "the shadow"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dates", ["", "&date_from=2022&date_to=2022", "&date_from=2022-11&date_to=2022-11"])
def test_the_drawing_has_a_scale_and_labels_on_one_line_within_it(page, language, dates):
    page.goto(f"{language}/search/?q=NATO{dates}")
    drawing = page.locator("details.histogram")
    if not is_wide(page):
        drawing.locator("summary").first.click()
    figure = drawing.locator("figure").bounding_box()
    ticks, labels = drawing.locator(".axis span"), drawing.locator(".labels text:visible")
    assert ticks.first.inner_text() == "0" and ticks.count() > 1 and labels.count() > 1
    boxes = [each.bounding_box() for each in labels.all()]
    assert len({round(box["y"]) for box in boxes}) == 1
    assert min(box["x"] for box in boxes) >= figure["x"] - 1
    assert max(box["x"] + box["width"] for box in boxes) <= figure["x"] + figure["width"] + 1
    assert all(box["x"] + box["width"] < after["x"] for box, after in pairwise(boxes))
    assert float(labels.first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")) >= 13
