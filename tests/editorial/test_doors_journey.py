"""Doors of the desk in a real Chromium, at two widths: an address, and a feed that is watched; and what axe finds."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from statements.editorial.watching import asking
from statements.models import Document, Publisher, Speaker, WatchedSource
from tests.conftest import make_groups
from tests.editorial.watching.making import page as release
from tests.editorial.watching.making import rss
from tests.test_standards import FITS, IN_FULL, checker

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
SOURCES = "/admin/statements/watchedsource/"


@pytest.fixture
def desk(own_page, monkeypatch):
    """The page of a browser in which an editor has signed in."""
    monkeypatch.setattr(asking, "_PAUSE", 0.0)
    make_groups()
    user = User.objects.create_user("astrid", "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    own_page.goto("/admin/login/?next=/admin/statements/document/release/")
    own_page.get_by_label("Username").fill("astrid")
    own_page.get_by_label("Password").fill("a long enough password")
    own_page.get_by_role("button", name="Log in").click()
    return own_page


def check(desk):
    """The page fits its window, and axe finds nothing in what is ours: the frame is the admin's."""
    assert desk.evaluate(FITS)
    desk.evaluate(checker("axe-core/axe.min.js").read_text())
    found = desk.evaluate(IN_FULL.replace("axe.run(document", "axe.run('#content'"))
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []


def test_an_address_is_pasted_and_published_in_two_clicks(desk, office):
    address = office.show("/oslo", release("Oslo"))
    desk.get_by_label("Or its address on the web").fill(address)
    check(desk)
    desk.get_by_role("button", name="Make a draft").click()
    assert "The harbour of Oslo" in desk.locator("h1").inner_text()
    desk.get_by_role("button", name="Publish", exact=True).click()
    document = Document.objects.get(title="The harbour of Oslo")
    assert (document.status, document.source_url) == ("published", address)
    desk.goto(f"/admin/statements/document/{document.pk}/record/")
    desk.get_by_text("200, with these headers").click()
    check(desk)


def test_a_feed_brings_three_items_one_of_them_known_and_nothing_is_published(desk, office):
    Publisher.objects.create(name="Ministry of Harbours", slug="harbours", language="en")
    places = ["Oslo", "Rome", "Bergen"]
    for place in places:
        office.show(f"/{place}", release(place))
    desk.get_by_label("Or its address on the web").fill(f"{office.url}/Oslo")
    desk.get_by_role("button", name="Make a draft").click()
    items = [(place, f"/{place}", f"The harbour of {place}", "") for place in places]
    office.show("/feed", rss(office.url, *items))

    desk.goto(SOURCES)
    desk.get_by_role("link", name="Watch a source").click()
    desk.get_by_label("Name").fill("Harbours")
    desk.get_by_label("Address", exact=True).fill(f"{office.url}/feed")
    desk.get_by_label("Publisher").select_option(label="Ministry of Harbours")
    desk.get_by_label("Kind").select_option("press-statement")
    desk.get_by_role("button", name="Try it now").click()
    assert "3 listed, 2 would be taken" in desk.locator("#tried").inner_text()
    check(desk)
    desk.get_by_role("button", name="Save", exact=True).click()
    call_command("watch", stdout=StringIO())
    desk.reload()
    check(desk)
    desk.locator("h2:has-text('What came in') + ul a").first.click()
    rows = desk.locator("table.became tbody tr")
    assert rows.count() == 2
    assert Document.objects.filter(title__startswith="The harbour of", status="draft").count() == 3
    made = Document.objects.get(title="The harbour of Rome")
    assert (made.publisher.name, made.kind) == ("Ministry of Harbours", "press-statement")
    assert not Speaker.objects.filter(name__contains="Rome").exists()


def test_a_source_that_fails_says_why_where_it_is_listed(desk, office):
    author = User.objects.get(username="astrid")
    for name, path in (("Office of the Light", "/gone"), ("Quist Press", "/feed")):
        WatchedSource.objects.create(name=name, address=office.url + path, added_by=author)
    office.show("/gone", "", 410)
    office.show("/feed", rss(office.url, ("a", "/nothing", "Nothing", "")))
    call_command("watch", stdout=StringIO(), stderr=StringIO())
    desk.goto(SOURCES)
    assert "gone for good (410)" in desk.get_by_role("row").filter(has_text="Office of the Light").inner_text()
    check(desk)
    desk.get_by_role("link", name="Office of the Light").click()
    check(desk)
    desk.get_by_role("button", name="Watch again").click()
    assert not WatchedSource.objects.get(name="Office of the Light").paused
