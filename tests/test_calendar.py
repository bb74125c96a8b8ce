"""A day is chosen from the browser's calendar, beside the field in which dates are typed, in a real browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

LANGUAGES = {"": "10 November 2022", "/it": "10 novembre 2022", "/fr": "10 novembre 2022"}
OPENED = "HTMLInputElement.prototype.showPicker = function () { window.opened = this.value || 'empty' }"
CHOOSE = "each => { each.value = '2022-11-10'; each.dispatchEvent(new Event('change')) }"


def open_filters(page):
    if page.locator("form.dates").is_hidden():
        page.locator("details.filters > summary").press("Enter")
    return page.locator("form.dates")


@pytest.mark.parametrize(("language", "words"), LANGUAGES.items())
def test_the_day_chosen_stands_in_the_field_as_the_reader_writes_it(page, language, words):
    page.add_init_script(OPENED)
    page.goto(f"{language}/documents/")
    dates = open_filters(page)
    field, button = dates.locator("input[name=date_from]"), dates.locator("button.calendar").first
    label = dates.locator("label span").first.inner_text()
    assert button.get_attribute("aria-label").endswith(f": {label}")
    field.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("window.opened") == "empty", "by keyboard, and before anything was typed"
    dates.locator("input[type=date]").first.evaluate(CHOOSE)
    assert field.input_value() == words
    assert page.evaluate("document.activeElement.name") == "date_from", "to be read, changed or sent"
    page.keyboard.press("Enter")
    page.wait_for_url("**date_from=10*")
    assert words in page.locator(".chips").inner_text()
    assert page.locator(".entries > li").count() == 3, "that day and later"
    dates = open_filters(page)
    assert dates.locator("input[name=date_from]").input_value() == words
    dates.locator("button.calendar").first.click()
    assert page.evaluate("window.opened") == "2022-11-10", "the calendar opens on the day of the field"


@pytest.mark.parametrize("typed", ["dicembre 2022", "2022", "31/12/2022"])
def test_dates_are_typed_as_before(page, typed):
    page.goto("/it/documents/")
    dates = open_filters(page)
    dates.locator("input[name=date_to]").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**date_to=*")
    assert "2022" in page.locator(".chips").inner_text()


def test_each_field_has_one_calendar_after_a_filter_too(page):
    page.goto("/documents/")
    open_filters(page)
    page.locator(".facet.by-language a").first.click()
    page.wait_for_url("**language=*")
    open_filters(page)
    for place in range(2):
        field = page.locator(".date-field").nth(place)
        field.locator("button.calendar").wait_for()
        assert field.locator("button.calendar").count() == 1
        box, outer = field.locator("button.calendar").bounding_box(), page.locator("form.dates").bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24
        assert box["x"] + box["width"] <= outer["x"] + outer["width"] + 1


def test_without_scripts_there_is_nothing_that_does_not_work(page):
    page.goto("/documents/")
    dates = open_filters(page)
    assert dates.locator("input[name=date_from]").is_visible()
    assert not dates.locator(".calendar, input[type=date]").count()
