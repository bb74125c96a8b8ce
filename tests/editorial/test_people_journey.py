"""People, publishers, quotations and dates in a real Chromium, with scripts and without."""

import pytest
from django.contrib.auth.models import Group, User

from statements.models import Document, Quotation, Speaker
from tests.cast import make_speaker
from tests.conftest import make_groups

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]

TITLE = "Remarks by President Quist and President Dahl of Utopia"
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title></head>
<body><main><h1>{TITLE}</h1><p>Bergen, 14 March 2024</p>
<p>We came to Bergen to speak of the light that ships need at night, and of those who keep it burning.</p>
<p>Carla Neri said that “the lighthouse will be built before the winter comes”, and all of us were glad of it.</p>
</main></body></html>"""
FILE = {"name": "bergen.html", "mimeType": "text/html", "buffer": PAGE.encode()}


def sign_in(page, name, group):
    make_groups()
    user = User.objects.create_user(name, "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    page.goto("/admin/login/?next=/admin/statements/document/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    return page


def test_a_contributor_adds_a_person_a_ministry_a_date_and_a_quotation(own_page):
    desk = sign_in(own_page, "gunnar", "contributor")
    desk.goto("/admin/statements/document/release/")
    desk.get_by_label("Files").set_input_files([FILE])
    desk.get_by_role("button", name="Make a draft").click()

    desk.get_by_label("Date:").fill("03/04/2024")
    desk.locator(".facts").get_by_role("button", name="4 March 2024").click()
    assert desk.get_by_label("Date:").input_value() == "2024-03-04"

    desk.get_by_label("Somebody else").fill("Neri, Carla")
    desk.get_by_role("button", name="Add somebody").click()
    dialog = desk.get_by_role("dialog", name="Who is it?")
    assert dialog.get_by_label("Family name").input_value() == "Neri"
    dialog.get_by_label("Office:").fill("Harbour master")
    dialog.get_by_label("Takes part as").select_option("quoted")
    dialog.get_by_role("button", name="Add somebody new").click()
    desk.get_by_role("heading", name="Quotations found").wait_for()
    document = Document.objects.get(title=TITLE)
    assert document.date_edtf == "2024-03-04"  # typed before, and sent along

    desk.get_by_label("Another publisher").fill("Ministry of Light")
    desk.get_by_role("button", name="Find or add").click()
    desk.get_by_role("dialog", name="Who issued it?").get_by_role("button", name="Add a new publisher").click()
    desk.get_by_text("Ministry of Light is new").wait_for()

    second = desk.locator(".made .paragraph").nth(1)
    second.locator(".words").evaluate(
        """(words) => {
            const range = document.createRange(), text = words.firstChild, start = text.data.indexOf("all of us");
            range.setStart(text, start);
            range.setEnd(text, start + 19);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    assert second.get_by_label("Quoted words").input_value() == "all of us were glad"
    second.get_by_label("Who is quoted").select_option("Carla Neri")
    second.get_by_role("button", name="quote", exact=True).click()
    desk.locator("mark.quoted").wait_for()
    assert Quotation.objects.get(paragraph__document=document).words == "all of us were glad"

    desk.get_by_role("button", name="Send to review").click()
    desk.locator(".how-far", has_text="In review").wait_for()
    assert Speaker.objects.get(name="Carla Neri").proposed


def test_without_scripts_the_dialogues_are_pages(own_page):
    make_speaker("Ada Quist")
    desk = sign_in(own_page, "astrid", "editor")
    desk.goto("/admin/statements/document/release/")
    desk.get_by_label("Files").set_input_files([FILE])
    desk.get_by_role("button", name="Make a draft").click()
    desk.get_by_label("Somebody else").fill("ada quis")
    desk.get_by_role("button", name="Add somebody").click()
    desk.get_by_role("button", name="Ada Quist").click()
    assert "Ada Quist" in desk.get_by_role("region", name="Who takes part").inner_text()

    desk.get_by_label("Somebody else").fill("Bo Dahl")
    desk.get_by_role("button", name="Add somebody").click()
    desk.get_by_role("button", name="Add somebody new").click()
    assert "Bo Dahl" in desk.get_by_role("region", name="Who takes part").inner_text()


def test_nothing_runs_out_of_the_page(own_page):
    make_speaker("Ada Quist")
    desk = sign_in(own_page, "astrid", "editor")
    desk.goto("/admin/statements/document/release/")
    desk.get_by_label("Files").set_input_files([FILE])
    desk.get_by_role("button", name="Make a draft").click()
    here = desk.url.split("review/")[0]
    for page in ("review/", "somebody/?name=quist", "issuer/?name=ministry", "translations/?q=nato"):
        desk.goto(f"{here}{page}")
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), page
