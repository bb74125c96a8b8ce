"""A real browser finds words in a document, and goes through it by keyboard, by number and by place."""

import pytest

from tests.addresses import VILNIUS
from tests.test_reading_journey import in_view, is_wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]
STOPS = """() => [...document.querySelectorAll(".text .paragraph")].map((paragraph) =>
    [...paragraph.querySelectorAll("a, button, input, [tabindex]")].filter((each) =>
        each.getClientRects().length && each.tabIndex >= 0).length)"""
FOCUSED = "document.activeElement.closest('.paragraph')?.id"
FOUND = {"": ("Find", "32 places"), "/it": ("Trova", "32 punti"), "/fr": ("Chercher", "32 endroits")}


def open_box(page):
    if not is_wide(page):
        page.locator(".find summary").click()
    return page.locator("#find")


def keys(page):
    return page.evaluate("[...document.querySelectorAll('.paragraph')].map((each) => each.id)")


@pytest.mark.parametrize("language", FOUND)
def test_words_typed_into_the_box_are_found_and_enter_leads_to_the_next(page, language):
    page.goto(language + VILNIUS)
    box = open_box(page)
    box.fill("deterrenza")
    box.press("Enter")
    page.wait_for_url("**?q=deterrenza")
    here = page.locator("mark.here")
    here.wait_for()
    assert in_view(here)
    assert page.locator(".steps:visible").inner_text().split()[-3:] == ["1", "/", "32"]
    page.keyboard.press("Enter")
    assert page.locator(".steps:visible").inner_text().split()[-3:] == ["2", "/", "32"]
    assert in_view(page.locator("mark.here"))


@pytest.mark.parametrize("language", FOUND)
def test_from_a_search_the_box_holds_its_words(page, language):
    button, places = FOUND[language]
    page.goto(f"{language}{VILNIUS}?q=deterrenza")
    assert places in page.locator("#found" if is_wide(page) else ".steps:visible").inner_text()
    assert page.evaluate("scrollY") == 0
    if not is_wide(page):
        page.locator(".find summary").click()
    assert page.locator("#find").input_value() == "deterrenza"
    assert page.locator(".find").get_by_role("button", name=button, exact=True).is_visible()


def type_into_the_box(page, word):
    """Tab twice, Enter: the box. Then the word, and Enter."""
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id") == "find"
    assert in_view(page.locator("#find"))
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**?q={word}")


@pytest.mark.parametrize("language", FOUND)
def test_three_keys_lead_to_the_box_and_enter_to_each_place(page, language):
    page.goto(language + VILNIUS)
    type_into_the_box(page, "nucleare")
    page.locator("mark.here").wait_for()
    assert in_view(page.locator("mark.here"))
    page.keyboard.press("Enter")
    assert page.locator(".steps:visible").inner_text().split()[-3] == "2"


def test_three_keys_lead_to_the_box_without_scripts_and_four_to_the_first_place(page):
    page.goto(VILNIUS)
    type_into_the_box(page, "nucleare")
    for key in ("Tab", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    target = page.locator(".paragraph:target")
    assert "nuclear" in target.locator("mark").first.inner_text()
    assert in_view(target)


def test_words_are_found_without_scripts(page):
    page.goto(VILNIUS)
    box = open_box(page)
    box.fill('"difesa aerea"')
    box.press("Enter")
    page.wait_for_url("**?q=*")
    if not is_wide(page):
        page.locator(".find summary").click()
    page.locator(".found li a").last.click()
    target = page.locator(".paragraph:target")
    assert target.locator("mark").first.inner_text() == "difesa aerea"
    assert in_view(target)
    assert page.locator(".keys").is_hidden(), "which need scripts"


def test_where_nothing_is_found_the_box_says_so_at_once(page):
    page.goto(f"{VILNIUS}?q=deterrenzza")
    assert page.locator(".find .none").is_visible()
    page.locator(".find").get_by_role("link", name="deterrenza").click()
    page.locator("mark").first.wait_for()


def test_each_paragraph_is_one_stop(page):
    page.goto(VILNIUS)
    page.mouse.move(1, 1)
    assert set(page.evaluate(STOPS)) == {1}


def test_a_number_leads_to_what_can_be_done_with_its_paragraph(page):
    page.goto(f"{VILNIUS}?q=NATO")
    page.evaluate("window.stays = true")
    third = page.locator(".paragraph").nth(2)
    third.locator(".permalink").focus()
    page.keyboard.press("Enter")
    key = third.get_attribute("id")
    assert page.url.endswith(f"{VILNIUS}?v=1#{key}"), "the address of these words for good"
    assert page.evaluate("window.stays"), "without loading the page anew"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "cite-link"
    page.go_back()
    assert page.url.endswith(f"{VILNIUS}?q=NATO")
    assert page.evaluate("window.stays")


def test_a_number_leads_to_what_can_be_done_without_scripts(page):
    page.goto(VILNIUS)
    page.locator(".paragraph").nth(2).locator(".permalink").click()
    page.wait_for_url("**?v=1#*")
    page.locator(".paragraph:target .cite-link").click()
    page.locator("h1", has_text="How to cite paragraph").wait_for()


def test_j_and_k_go_from_paragraph_to_paragraph(page):
    page.goto(VILNIUS)
    all_keys, entries = keys(page), page.evaluate("history.length")
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == all_keys[at]
    focused = page.locator(".paragraph").nth(1)
    assert in_view(focused)
    assert focused.locator(".permalink").evaluate("each => each.matches(':focus-visible')")
    page.wait_for_url(f"**#{all_keys[1]}")
    assert page.evaluate("history.length") == entries, "the way back is as long as before"
    page.keyboard.press("Enter")
    assert page.locator(".paragraph:target").get_attribute("id") == all_keys[1]


def test_j_begins_where_the_reader_is(page):
    page.goto(VILNIUS)
    page.evaluate("scrollTo(0, 15_000)")
    page.keyboard.press("j")
    assert abs(page.evaluate("scrollY") - 15_000) < 1_500


def test_other_keys_and_fields_are_left_alone(page):
    page.goto(VILNIUS)
    for key in ("Control+j", "Alt+j", "Meta+k", "Shift+J", "x"):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) is None, key
    box = open_box(page)
    box.press_sequentially("jk")
    assert box.input_value() == "jk"
    assert page.evaluate(FOCUSED) is None


def test_the_keys_can_be_turned_off_for_good(page):
    page.goto(VILNIUS)
    open_box(page)
    page.get_by_label("J and K go from paragraph to paragraph").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) is None
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) is None
    open_box(page)
    page.get_by_label("J and K go from paragraph to paragraph").check()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == keys(page)[0]
