"""A release from sign-in to the public by keyboard alone: the focus is always to be seen, and never lost."""

import pytest

from statements.models import Document
from tests.editorial.desks import PASSWORD, make_account, open_window, sign_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
WORDS = """The harbour of Oslo

We met at sea. We sailed on land.

We came home and rested, as the wind had been against us.

That was the end of it, and nobody complained.
"""
IS_SEEN = """(selector) => {
    const focused = document.activeElement, box = focused.getBoundingClientRect(), style = getComputedStyle(focused);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const isThere = focused !== document.body && focused.matches(selector);
    return isThere && outlined && box.bottom > 0 && box.top < innerHeight;
}"""


@pytest.fixture
def desk(browser, live_server):
    make_account("astrid", "editor")
    with open_window(browser, live_server.url) as page:
        yield page


def check_focus(page, selector="*"):
    """The focus is there, and to be seen."""
    page.wait_for_function(IS_SEEN, arg=selector)


def is_focused(page, selector):
    return page.evaluate("(selector) => document.activeElement.matches(selector)", selector)


def tab_to(page, selector, most, key="Tab"):
    """Press Tab until the focus is there. Returns how often that was; fails beyond `most`."""
    for pressed in range(1, most + 1):
        page.keyboard.press(key)
        if is_focused(page, selector):
            check_focus(page)
            return pressed
    raise AssertionError(f"{selector} is more than {most} Tab stops away")


def skip(page):
    """From the top of a page to what is its own, by the link that is first on it."""
    tab_to(page, ".skip-to-content-link", 1)
    page.keyboard.press("Enter")
    assert is_focused(page, "main")


def send(page, key="Enter"):
    """Press a key that leads to another page, which says where the focus is."""
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")


def test_what_one_came_for_is_a_few_tab_stops_from_the_top(desk):
    sign_in(desk, "astrid")
    skip(desk)
    tab_to(desk, "#id_sent", 3)
    tab_to(desk, "#id_words", 1)
    desk.keyboard.insert_text(WORDS)
    tab_to(desk, "#release button.default", 4)
    send(desk)
    skip(desk)
    tab_to(desk, "button[value=facts]", 5)
    tab_to(desk, "button[value=publish]", 3)
    tab_to(desk, "#id_fact-title", 5)
    desk.goto("/admin/statements/document/")
    skip(desk)
    tab_to(desk, "#searchbar", 4)
    desk.goto("/admin/statements/document/release/")
    skip(desk)
    tab_to(desk, "#id_sent", 1)


def test_a_release_is_reviewed_and_published_later_by_keyboard_alone(desk):
    desk.goto("/admin/")
    desk.keyboard.type("astrid")
    desk.keyboard.press("Tab")
    desk.keyboard.type(PASSWORD)
    send(desk)
    make_a_draft(desk)
    add_somebody(desk)
    work_on_paragraphs(desk)
    look_at_the_keys(desk)
    publish_later(desk)
    document = Document.objects.get(title="The harbour of Oslo")
    texts = list(document.paragraphs.order_by("position").values_list("text", "speaker__name"))
    assert [words.split(",")[0] for words, _ in texts] == [
        "We met at sea.",
        "We sailed on land.",
        "We came home and rested",
        "That was the end of it",
    ]
    assert texts[0][1] == "Ada Quist"
    assert document.publish_at.year == 2030


def make_a_draft(desk):
    """Send nothing first: the focus is on what is wrong."""
    skip(desk)
    tab_to(desk, "#release button.default", 7)
    send(desk)
    check_focus(desk, ".errorlist")
    tab_to(desk, "#id_words", 3)
    desk.keyboard.insert_text(WORDS)
    tab_to(desk, "#release button.default", 4)
    send(desk)
    assert desk.locator("h1").inner_text() == "Review: The harbour of Oslo"


def add_somebody(desk):
    """The dialogue takes the focus, keeps it, and gives it back; Escape closes it."""
    skip(desk)
    tab_to(desk, "#somebody", 30)
    desk.keyboard.type("Ada Quist")
    desk.keyboard.press("Enter")
    desk.locator("dialog #sought:focus").wait_for()
    for _ in range(25):
        desk.keyboard.press("Tab")
        assert desk.evaluate("document.activeElement.matches('dialog *, body')"), "not in the page below"
    desk.keyboard.press("Escape")
    desk.locator("dialog").wait_for(state="detached")
    check_focus(desk, "#somebody")
    desk.keyboard.press("Enter")
    desk.locator("dialog #sought:focus").wait_for()
    tab_to(desk, "dialog .new-entry button.default", 20)
    send(desk)
    check_focus(desk, ".said")
    assert "Ada Quist takes part as speaker." in desk.locator(".said").inner_text()


def work_on_paragraphs(desk):
    """Give one to somebody, split it, drop the next and bring it back: the focus is on what was worked on."""
    desk.keyboard.press("j")
    desk.keyboard.press("e")
    desk.locator("input[name=before]:focus").wait_for()
    tab_to(desk, ".made select[name=speaker]", 6)
    desk.keyboard.type("Ada")
    tab_to(desk, "button[value=attribute]", 1)
    send(desk)
    check_focus(desk, ".made .paragraph")

    desk.keyboard.press("e")
    desk.locator("input[name=before]:focus").wait_for()
    desk.keyboard.press("Escape")
    assert is_focused(desk, ".made .paragraph") and desk.locator(".made details[open]").count() == 0
    desk.keyboard.press("e")
    desk.locator("input[name=before]:focus").wait_for()
    desk.keyboard.type("We sailed")
    send(desk)
    assert desk.locator(".made .paragraph").count() == 4
    check_focus(desk, ".made .paragraph:first-child")

    desk.keyboard.press("j")
    send(desk, "d")
    assert desk.locator(".made .paragraph").count() == 3
    check_focus(desk, ".made .paragraph:nth-child(2)")
    send(desk, "Control+z")
    assert desk.locator(".made .paragraph").count() == 4
    check_focus(desk, ".made .paragraph, .said")


def look_at_the_keys(desk):
    desk.keyboard.press("j")
    desk.keyboard.press("?")
    desk.get_by_role("dialog", name="Keys").wait_for()
    assert is_focused(desk, "dialog *")
    desk.keyboard.press("Escape")
    assert desk.get_by_role("dialog").count() == 0
    assert is_focused(desk, ".made .paragraph")


def publish_later(desk):
    """A wrong date takes the focus. What opens in the bar closes by Escape, too."""
    skip_back = "#bar details.more > summary"
    desk.locator("#id_fact-date_edtf").focus()  # from here on as whoever types facts
    desk.keyboard.type("soon")
    send(desk)
    check_focus(desk, "#id_fact-date_edtf")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("14 March 2024")
    send(desk)
    check_focus(desk, ".said")
    tab_to(desk, skip_back, 6, "Shift+Tab")
    desk.keyboard.press("Enter")
    tab_to(desk, "#id_words", 1)
    desk.keyboard.press("Escape")
    assert is_focused(desk, skip_back) and desk.locator("#bar details[open]").count() == 0
    desk.keyboard.press("Enter")
    tab_to(desk, "#id_publish_at", 2)
    for key in (*"01012030", "ArrowRight", *"1000", "a"):  # the last for clocks of twelve hours
        desk.keyboard.press(key)
    tab_to(desk, "button[value=publish]", 8)
    send(desk)
    check_focus(desk)
    assert "It will be public from 2030-01-01 10:00 CET" in desk.locator(".said").inner_text()
