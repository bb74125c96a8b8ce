"""A real browser opens the first page and the pages with an example, at two widths and in three languages."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

LANGUAGES = ["", "/it", "/fr"]
SMALLEST = 13  # pixels of letters in drawings


def is_wide(page):
    return page.viewport_size["width"] > 960


def does_scroll_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def size_of_letters(text):
    """The size of letters of a drawing on the screen: their units times the scale of the drawing."""
    return text.evaluate("each => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_of_the_first_page_leads_to_an_answer(page, language):
    page.goto(f"{language}/")
    assert not does_scroll_sideways(page)
    addresses = page.locator(".hint a, .instance a").evaluate_all("all => all.map(each => each.href)")
    assert len(addresses) >= 4
    for address in addresses:
        page.goto(address)
        assert page.locator(
            ".hits > li, .first-said .snippet, .plot svg:visible, .comparison .paragraph"
        ).first.is_visible(), address


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_a_heading_does_not_look_like_a_link(page, language):
    page.goto(f"{language}/")
    style = "each => { const style = getComputedStyle(each); return [style.color, style.textDecorationLine] }"
    links = {tuple(each.evaluate(style)) for each in page.locator(".holdings a, .glance a").all()}
    headings = {tuple(each.evaluate(style)) for each in page.locator(".holdings :is(h2, dt), .glance dt").all()}
    assert not {colour for colour, _ in links} & {colour for colour, _ in headings}
    assert {line for _, line in links} == {"underline"} and {line for _, line in headings} == {"none"}


@pytest.mark.parametrize("width", [1440, 1920])
def test_the_first_page_uses_a_wide_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    left = min(page.locator(each).bounding_box()["x"] for each in ("h1", ".home-list", ".ways"))
    right = max(
        box["x"] + box["width"] for box in (page.locator(each).bounding_box() for each in (".holdings", ".ways"))
    )
    assert right - left > 0.85 * width
    assert page.locator(".holdings").bounding_box()["x"] > page.locator(".home-list").bounding_box()["x"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["check", "frequency", "first"])
def test_an_example_is_there_without_scripts_and_gone_as_soon_as_somebody_types(page, name, language):
    page.goto(f"{language}/{name}/")
    example = page.locator(".example")
    field = page.locator("main :is(textarea, input[name=q])").first
    assert example.is_visible() and field.input_value() == "" and field.get_attribute("placeholder").strip()
    assert page.locator(f"label[for='{field.get_attribute('id')}'], label:has([name=q])").first.is_visible()
    assert not does_scroll_sideways(page)
    field.fill("N")
    assert example.is_hidden()
    field.fill("")
    assert example.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_and_its_counts_are_one_click_apart(page, language):
    page.goto(f"{language}/search/?q=NATO&kind=communique")
    search = page.url
    for name in ("frequency", "first", "timeline"):
        page.goto(search)
        page.locator(f".onwards a[href*='/{name}/']").click()
        page.wait_for_url(f"**/{name}/?*kind=communique*")
        page.locator("main a[href*='/search/'][href*='kind=communique']").first.click()
        page.wait_for_url("**/search/?*kind=communique*")
        assert page.locator(".hits > li").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_said_it_first_is_found_without_scripts_and_leads_to_the_words(page, language):
    page.goto(f"{language}/first/")
    page.locator("main input[name=q]").fill("ogni centimetro")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/first/?q=ogni*")
    assert page.locator("mark").first.inner_text() == "ogni centimetro" and not does_scroll_sideways(page)
    assert page.locator(".first-speakers .entry-title").count() == 1
    assert page.locator(".frequencies tbody tr").count() == 1, "one year is not drawn"
    page.locator(".snippet .place").first.click()
    page.wait_for_url("**/documents/**#p*")
    assert "ogni centimetro" in page.locator(":target").inner_text()
    page.goto(f"{language}/first/?q=NATO")
    page.locator(".first-said .numbers summary").press("Enter")
    assert page.locator(".frequencies tbody tr:visible").count() > 1
    assert min(map(size_of_letters, page.locator(".spread svg text:visible").all())) >= SMALLEST


@pytest.mark.parametrize("address", ["/frequency/?q=NATO&q=Ucraina&q=deterrenza", "/timeline/", "/timeline/?year=2022"])
def test_letters_of_drawings_can_be_read_at_every_width(page, address):
    for width in (320, 390, 700, 960, 1100, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        texts = page.locator(".plot svg:visible text:visible").all()
        assert texts and min(map(size_of_letters, texts)) >= SMALLEST, width
        for each in page.locator(".plot .ticks:visible").all():
            assert each.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= SMALLEST


@pytest.mark.parametrize(("query", "lines"), [("q=NATO&by=speaker", 3), ("q=NATO&q=Ucraina&q=Kosovo&q=SAMP&q=pace", 5)])
def test_lines_have_their_names_at_their_ends_and_none_stands_on_another(page, query, lines):
    page.goto(f"/frequency/?{query}")
    drawing = page.locator(".plot svg:visible")
    names = drawing.locator(".name")
    assert names.count() == lines
    edge = drawing.bounding_box()
    boxes = sorted((each.bounding_box() for each in names.all()), key=lambda box: box["y"])
    assert all(box["x"] + box["width"] <= edge["x"] + edge["width"] for box in boxes)
    assert all(upper["y"] + 0.8 * upper["height"] <= lower["y"] for upper, lower in zip(boxes, boxes[1:], strict=False))


@pytest.mark.parametrize(("words", "shown"), [("NATO", False), ("%22ogni+centimetro+del+territorio+alleato%22", True)])
def test_a_name_too_long_for_the_drawing_stands_in_full_below_it(page, words, shown):
    page.goto(f"/frequency/?q={words}")
    assert page.locator(".plot .key").is_visible() == shown


def test_a_table_says_that_it_scrolls_where_it_does_and_only_there(page):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/frequency/?q=NATO&q=Ucraina&q=Kosovo&q=SAMP&q=pace")
    note = page.locator(".scrolls")
    scrolls = page.locator(".plot-scroll").evaluate("each => each.scrollWidth > each.clientWidth")
    assert scrolls and note.bounding_box()["height"] > 10
    page.set_viewport_size({"width": 2400, "height": 900})
    page.goto("/timeline/")
    assert note.bounding_box()["height"] < 1


def test_the_months_of_a_year_do_not_stand_on_each_other(page):
    script = """all => all.filter(each => getComputedStyle(each).display !== "none")
        .map(each => [each.getBoundingClientRect().left, each.getBoundingClientRect().right])"""
    for language in LANGUAGES:
        page.goto(f"{language}/timeline/?year=2022")
        shown = page.locator(".bars .labels text").evaluate_all(script)
        assert len(shown) >= 4
        assert all(right < left for (_, right), (left, _) in zip(shown, shown[1:], strict=False))
