"""A mail with a Word file in a real Chromium, from received to its review; and a token, made and used."""

import json
from urllib.request import Request, urlopen

import pytest
from django.contrib.auth.models import Group, User

from statements.models import Document
from tests.conftest import make_groups
from tests.importer.formats.mailings import EN, TEXTS, plain, with_file, word

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]


@pytest.fixture
def desk(own_page, live_server):
    """The page of a browser in which an editor has signed in."""
    page = own_page
    make_groups()
    user = User.objects.create_user("astrid", "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("astrid")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    return page


def test_the_word_file_of_a_mail_is_two_clicks_from_its_review(desk, tmp_path):
    (tmp_path / "mail.eml").write_bytes(with_file(EN, "release.docx", word(EN)).as_bytes())
    desk.goto("/admin/statements/document/release/")
    desk.get_by_label("Files").set_input_files(tmp_path / "mail.eml")
    desk.get_by_role("button", name="Make a draft").click()
    assert desk.get_by_role("heading", name="Which part is the release?").is_visible()
    assert desk.locator(".parts li").first.get_by_text("probably the release").is_visible()
    desk.get_by_role("button", name="This is the release").first.click()
    assert "/review/" in desk.url
    document = Document.objects.get(title=EN)
    assert [each.text for each in document.paragraphs.order_by("position")] == TEXTS[EN]
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_token_is_made_and_a_program_uses_it_until_it_is_revoked(desk, live_server):
    desk.goto("/admin/statements/apitoken/")
    desk.get_by_label("For what").fill("The website")
    desk.get_by_role("button", name="Make it").click()
    secret = desk.get_by_label("Copy it now").input_value()
    sent = json.dumps({"text": f"{EN}\n\n{plain(EN)}\n"}).encode()
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    with urlopen(Request(f"{live_server.url}/api/releases", sent, headers)) as answer:  # noqa: S310 - our own server
        assert (answer.status, json.load(answer)["title"]) == (201, EN)
    desk.get_by_role("button", name="Revoke The website").click()
    assert desk.get_by_text("revoked on").is_visible()
    assert secret not in desk.content()
