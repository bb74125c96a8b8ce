"""How many clicks an editor needs from *Add a release* to *published*: counted by the browser, at most four."""

import pytest

from statements.models import Document
from tests.cast import make_speaker
from tests.editorial.desks import make_account, open_window, sign_in
from tests.editorial.test_people_journey import FILE, PAGE, TITLE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
MOST = 4
COUNT = "addEventListener('click', (event) => event.isTrusted && event.detail && tell(), true)"  # Enter is no click


@pytest.fixture
def desk(browser, live_server):
    """Astrid's desk; `clicks` are those of her mouse since she signed in. The archive knows both speakers."""
    make_account("astrid", "editor")
    make_speaker("Ada Quist"), make_speaker("Bo Dahl")
    with open_window(browser, live_server.url) as page:
        sign_in(page, "astrid")
        page.clicks = []
        page.expose_function("tell", lambda: page.clicks.append(page.url))
        page.add_init_script(COUNT)
        page.reload()
        yield page


def finish(desk):
    """From the draft to the public, with the two who speak."""
    desk.get_by_role("button", name="These take part").click()
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_role("link", name="On the site").wait_for()
    document = Document.objects.get(title=TITLE)
    assert document.is_public
    assert [str(each.speaker) for each in document.participations.all()] == ["Ada Quist", "Bo Dahl"]
    return len(desk.clicks)


def test_a_saved_page_is_published_in_four_clicks(desk):
    desk.get_by_role("link", name="Add a release").first.click()
    desk.get_by_label("Files").set_input_files([FILE])
    desk.get_by_role("button", name="Make a draft").click()
    assert finish(desk) == MOST


def test_a_pasted_address_is_published_in_four_clicks(desk, office):
    """One of them into the field: Enter sends it."""
    address = office.show("/bergen", PAGE)
    desk.get_by_role("link", name="Add a release").first.click()
    desk.get_by_label("Or its address on the web").click()
    desk.keyboard.insert_text(address)
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert finish(desk) <= MOST


def test_on_the_front_page_it_is_one_less(desk):
    desk.get_by_label("Files").set_input_files([FILE])
    desk.get_by_role("button", name="Make a draft").click()
    assert finish(desk) == MOST - 1
