"""An editor's way in a real Chromium, at two widths: a PDF, a web page and pasted words, from received to published."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from statements.models import Document, Preferences
from tests.conftest import make_groups
from tests.importer.formats.making import make_pdf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]

PAGE = """<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Il porto di Bari | Sito</title></head>
<body><nav><a href="/">Inizio</a> <a href="/notizie">Notizie</a></nav><main><h1>Il porto di Bari</h1>
<p>Roma, 11 luglio 2023</p>
<p>Ci siamo incontrati a Bari con gli alleati per parlare della difesa comune e della pace in Europa.</p>
<blockquote><p>La nave è arrivata in porto ieri sera, e nessuno dei marinai è rimasto a terra.</p></blockquote>
<p>La riunione è durata due giorni e si è conclusa con una dichiarazione di tutti i ministri presenti.</p></main>
<footer><p>Note legali</p></footer></body></html>"""
PDF = make_pdf(
    [
        (72, 770, 20, "The lighthouse of Bergen"),
        (72, 720, 11, "We came to Bergen to speak of the light that ships need at night, and of"),
        (72, 706, 11, "those who keep it burning in every storm for all of us at sea."),
        (72, 670, 11, "The ministers thanked the keepers of the light for their work and promised"),
        (72, 656, 11, "to come again in the spring of the next year with better news."),
    ]
)
WORDS = """The harbour of Oslo

We met at sea. We sailed on land.

We came home and rested, as the wind had been against us.
"""
TURNS = """Remarks at the dock

PRESIDENT QUIST: We met at sea, and we came home.

MR. DAHL: I was there, too, and I saw the light.

And so did I, for I had kept it burning all the night.

PRESIDENT QUIST: Thank you, all of you, for coming to us.
"""


@pytest.fixture
def desk(own_page):
    """The page of a browser in which an editor has signed in."""
    page = own_page
    make_groups()
    user = User.objects.create_user("astrid", "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    page.goto("/admin/login/?next=/admin/statements/document/release/")
    page.get_by_label("Username").fill("astrid")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Log in").click()
    return page


def add(desk, files=(), words=""):
    desk.goto("/admin/statements/document/release/")
    if files:
        desk.get_by_label("Files").set_input_files(list(files))
    desk.get_by_label("Or paste it").fill(words)
    desk.get_by_role("button", name="Make a draft").click()


def publish(desk):
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_role("link", name="On the site").click()
    desk.locator("article.document").wait_for()


def test_a_pdf_a_page_and_pasted_words_are_published(desk):
    add(desk, [{"name": "bergen.pdf", "mimeType": "application/pdf", "buffer": PDF}])
    assert desk.get_by_label("Title:").input_value() == "The lighthouse of Bergen"
    assert desk.locator(".made .paragraph").count() == 2
    publish(desk)
    assert "those who keep it burning in every storm" in desk.locator(".text").inner_text()

    add(desk, [{"name": "bari.html", "mimeType": "text/html", "buffer": PAGE.encode()}])
    assert desk.get_by_label("Title:").input_value() == "Il porto di Bari"
    assert desk.get_by_label("Date:").input_value() == "2023-07-11"
    assert desk.locator("del", has_text="Notizie").count() == 1
    publish(desk)
    assert "Notizie" not in desk.locator(".text").inner_text()

    add(desk, words=WORDS)
    publish(desk)
    assert desk.locator("h1").inner_text() == "The harbour of Oslo"


def test_an_attribution_is_corrected_before_readers_see_it(desk):
    add(desk, words=TURNS)
    people = desk.get_by_role("region", name="Who takes part")
    quist = people.get_by_role("listitem").filter(has_text="PRESIDENT QUIST")
    quist.get_by_role("link", name="find or add").click()
    desk.get_by_label("Name, as it is written").fill("Ada Quist")
    desk.get_by_role("button", name="Add somebody new").click()
    dahl = people.get_by_role("listitem").filter(has_text="MR. DAHL")
    dahl.get_by_role("link", name="find or add").click()
    desk.get_by_label("Name, as it is written").fill("Bo Dahl")
    desk.get_by_role("button", name="Add somebody new").click()
    desk.locator(".made .place", has_text="Bo Dahl").first.wait_for()
    wrong = desk.locator(".made .paragraph", has_text="And so did I")
    assert "Bo Dahl" in wrong.locator(".place").inner_text()
    wrong.locator("summary").click()
    wrong.get_by_label("Whose turn").select_option("Ada Quist")
    wrong.get_by_role("button", name="set").click()
    desk.locator(".made .paragraph", has_text="And so did I").locator(".place", has_text="Quist").wait_for()
    publish(desk)
    said = [each.split("\n")[0] for each in desk.locator(".text .whose").all_inner_texts()]
    assert said == ["Ada Quist", "Bo Dahl", "Ada Quist"]


def test_files_are_read_by_themselves_until_the_last_and_published_together(desk):
    files = [
        {
            "name": f"oslo-{number}.txt",
            "mimeType": "text/plain",
            "buffer": f"{WORDS}\nThe ship had {number} masts, and no more.\n".encode(),
        }
        for number in range(3)
    ]
    add(desk, [*files, {"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 nothing"}])
    desk.get_by_role("button", name="Publish the ticked ones").wait_for()
    assert "refused" in desk.get_by_role("row", name="empty.pdf").inner_text()


def test_a_paragraph_is_split_and_dropped_by_keyboard_and_an_embargo_lifts(desk):
    add(desk, words=WORDS)
    first = desk.locator(".made .paragraph").first
    desk.wait_for_load_state("load")
    desk.keyboard.press("j")
    desk.keyboard.press("e")
    first.get_by_label("Before").fill("We sailed")
    first.get_by_label("Before").press("Enter")
    desk.locator(".made .paragraph").nth(2).wait_for()
    desk.wait_for_load_state("load")
    assert desk.locator(".made .words").all_inner_texts()[:2] == ["We met at sea.", "We sailed on land."]
    desk.keyboard.press("j")
    desk.keyboard.press("d")
    desk.locator(".made .paragraph").nth(2).wait_for(state="detached")

    later = timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    desk.locator("summary", has_text="not before").click()
    desk.get_by_label("Not before").fill(later)
    desk.get_by_role("button", name="Publish", exact=True).click()
    assert "It will be public from" in desk.get_by_role("status").inner_text()
    assert desk.get_by_role("link", name="On the site").count() == 0
    document = Document.objects.get(title="The harbour of Oslo")
    desk.goto("/documents/")
    assert "The harbour of Oslo" not in desk.locator("main").inner_text()
    Document.objects.filter(pk=document.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    desk.goto("/documents/")
    assert "The harbour of Oslo" in desk.locator("main").inner_text()


def test_a_pdf_is_corrected_after_it_was_published_with_a_note_and_an_undo(desk):
    add(desk, [{"name": "bergen.pdf", "mimeType": "application/pdf", "buffer": PDF}])
    desk.get_by_role("button", name="Publish", exact=True).click()
    assert desk.locator(".made button").count() == 0, "what is published has no tools"
    desk.get_by_role("button", name="Correct it").click()
    bar = desk.locator("#bar")
    desk.keyboard.press("j")
    desk.keyboard.press("d")
    desk.locator(".made .paragraph").nth(1).wait_for(state="detached")
    desk.wait_for_load_state("load")
    assert "Dropped [1]." in bar.get_by_role("status").inner_text()
    assert is_in_view(desk, bar.get_by_role("status"))
    desk.keyboard.press("Control+z")
    desk.locator(".made .paragraph").nth(1).wait_for()
    desk.wait_for_load_state("load")
    assert "Undone: Dropped [1]." in bar.get_by_role("status").inner_text()
    desk.get_by_label("Date:").fill("2024-03-14")
    desk.locator("summary", has_text="Note to readers").click()
    desk.get_by_label("Note to readers:").fill("the date")
    desk.get_by_label("Note to readers:").press("Enter")
    desk.locator("summary", has_text="Note to readers").click()
    assert desk.get_by_label("Note to readers:").input_value() == "the date", "Enter saves, and empties nothing"
    desk.keyboard.press("Escape")
    desk.get_by_role("button", name="Publish the correction").click()
    desk.get_by_role("link", name="On the site").click()
    assert ": the date" in desk.locator("article.document .version").inner_text()
    assert Document.objects.get(title="The lighthouse of Bergen").revisions.count() == 2


def test_the_bar_stays_in_sight_and_small_and_a_question_mark_lists_the_keys(desk):
    add(desk, words=WORDS + "".join(f"\nWe sailed on, for it was day {n} of the voyage.\n" for n in range(40)))
    bar = desk.locator("#bar")
    desk.locator(".made .paragraph").last.focus()
    desk.locator(".made .paragraph").last.scroll_into_view_if_needed()
    assert desk.evaluate("scrollY") > 500
    assert bar.bounding_box()["y"] >= 0
    assert is_in_view(desk, desk.get_by_role("button", name="Publish", exact=True))
    assert bar.bounding_box()["height"] < 100, "two rows at most"
    desk.keyboard.press("?")
    assert desk.get_by_role("dialog").get_by_text("undo the last step").is_visible()
    with desk.expect_request(lambda asked: asked.url.endswith("/account/keys/")):
        desk.get_by_role("dialog").get_by_label("Use the keys of a single letter").uncheck()
    desk.get_by_role("button", name="OK").click()
    desk.locator(".made .paragraph").first.focus()
    desk.keyboard.press("d")
    desk.wait_for_timeout(200)
    assert Document.objects.get(title="The harbour of Oslo").paragraphs.count() == 42
    desk.reload()
    desk.get_by_role("button", name="Turn them on").click()
    desk.locator("#keys").wait_for(state="attached")
    desk.wait_for_load_state("load")
    desk.keyboard.press("?")
    assert desk.get_by_role("dialog").is_visible()
    assert Preferences.objects.get(user__username="astrid").keys


def test_letters_do_nothing_for_an_account_that_has_turned_them_off(desk):
    Preferences.objects.update(keys=False)
    add(desk, words=WORDS)
    desk.get_by_text("you turned them off").wait_for()
    desk.locator(".made .paragraph").first.focus()
    for key in ("d", "m", "?"):
        desk.keyboard.press(key)
    desk.wait_for_timeout(200)
    assert desk.get_by_role("dialog").count() == 0
    assert Document.objects.get(title="The harbour of Oslo").paragraphs.count() == 2


def is_in_view(desk, part):
    box = part.bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= desk.viewport_size["height"]


def test_what_was_typed_is_offered_again_and_a_preview_opens_without_an_account_until_it_is_revoked(desk, browser):
    desk.goto("/admin/")
    with desk.expect_response(lambda answer: "/unsaved/" in answer.url):
        desk.get_by_label("Or paste it").fill(WORDS)
    desk.goto("/admin/")
    assert desk.get_by_label("Or paste it").input_value() == ""
    desk.get_by_role("button", name="Put it back").click()
    assert desk.get_by_label("Or paste it").input_value() == WORDS
    desk.get_by_role("button", name="Make a draft").click()

    desk.locator("summary", has_text="Links").click()
    desk.get_by_role("button", name="Make a link").click()
    address = desk.get_by_label("Address of link 1").input_value()
    colleague = browser.new_context().new_page()
    colleague.goto(address)
    assert "We met at sea." in colleague.locator(".text").inner_text()
    desk.get_by_role("button", name="Revoke link 1").click()
    assert colleague.goto(address).status == 404
    colleague.context.close()

    with desk.expect_response(lambda answer: "/unsaved/" in answer.url):
        desk.get_by_label("Place:").fill("Bergen")
    desk.locator("summary", has_text="Note, not before").click()
    desk.get_by_label("Note:").fill("Look at the date.")
    desk.get_by_label("Note:").press("Enter")
    desk.wait_for_load_state("load")
    assert desk.get_by_label("Note:").input_value() == "Look at the date."
    assert desk.get_by_label("Place:").input_value() == "Bergen"
    assert desk.get_by_role("button", name="Put it back").count() == 0
