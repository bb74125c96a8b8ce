"""Two editors side by side, each in a browser of her own: whoever is later is told, and nothing typed is lost."""

from pathlib import Path

import pytest

from statements.importer.files import import_upload
from statements.models import Document
from tests.editorial.desks import make_account, open_window, sign_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
LIST = "/admin/statements/document/"


@pytest.fixture
def astrid(browser, live_server):
    make_account("astrid", "editor")
    with open_window(browser, live_server.url) as page:
        yield sign_in(page, "astrid")


@pytest.fixture
def birgit(browser, live_server):
    make_account("birgit", "editor")
    with open_window(browser, live_server.url) as page:
        yield sign_in(page, "birgit")


@pytest.fixture
def draft(astrid, birgit):
    """A draft that both have open."""
    text = "The harbour\n\nWe sail at dawn.\n\nAnd we land.\n\nThat is all.\n"
    made = Document.objects.get(slug=import_upload(text.encode(), Path("harbour.txt")).slug)
    return open_for_both(made, astrid, birgit)


def open_for_both(document, *pages):
    for page in pages:
        page.goto(f"{LIST}{document.pk}/review/")
    return document


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def said(page):
    return page.locator("#bar").get_by_role("status").inner_text()


def test_different_facts_of_two_editors_are_both_kept(astrid, birgit, draft):
    astrid.get_by_label("Place:").fill("Bergen")
    save(astrid)
    birgit.get_by_label("Reference number:").fill("12/2024")
    save(birgit)
    birgit.get_by_text("This document has changed since you opened it").wait_for()
    assert birgit.get_by_label("Reference number:").input_value() == "12/2024"
    assert birgit.get_by_label("Place:").input_value() == "Bergen", "she did not touch it, so it is as Astrid left it"
    save(birgit)
    draft.refresh_from_db()
    assert (draft.place, draft.reference) == ("Bergen", "12/2024")


def test_the_same_fact_is_shown_with_both_words_and_whoever_saves_again_decides(astrid, birgit, draft):
    astrid.get_by_label("Place:").fill("Bergen")
    birgit.get_by_label("Place:").fill("Oslo")
    save(astrid)
    save(birgit)
    assert birgit.get_by_label("Place:").input_value() == "Oslo"
    assert "the archive has: Bergen" in birgit.locator(".facts .place").inner_text()
    assert Document.objects.get(pk=draft.pk).place == "Bergen"
    save(birgit)
    assert Document.objects.get(pk=draft.pk).place == "Oslo"


def test_a_paragraph_that_somebody_else_dropped_is_not_split_and_facts_sent_along_are_kept(astrid, birgit, draft):
    first = astrid.locator(".made .paragraph").first
    first.locator("summary").click()
    first.get_by_role("button", name="drop").click()
    birgit.get_by_label("Place:").fill("Oslo")
    second = birgit.locator(".made .paragraph").first
    second.locator("summary").click()
    second.get_by_label("Before").fill("at dawn")
    second.get_by_role("button", name="split").click()
    birgit.get_by_text("This document has changed since you opened it").wait_for()
    assert birgit.locator(".made .words").all_inner_texts() == ["And we land.", "That is all."]
    assert birgit.get_by_label("Place:").input_value() == "Oslo"
    save(birgit)
    assert Document.objects.get(pk=draft.pk).place == "Oslo"


def test_one_publishes_while_another_types(astrid, birgit, draft):
    birgit.get_by_label("Place:").fill("Oslo")
    astrid.get_by_role("button", name="Publish", exact=True).click()
    save(birgit)
    assert "astrid: Published." in said(birgit)
    kept = birgit.get_by_role("region", name="What you typed is kept")
    assert "Oslo" in kept.inner_text()
    kept.get_by_role("button", name="Correct it with that").click()
    birgit.get_by_role("button", name="Put it back").click()
    assert birgit.get_by_label("Place:").input_value() == "Oslo"
    birgit.get_by_role("button", name="Publish the correction").click()
    assert Document.objects.get(pk=draft.pk).place == "Oslo"


@pytest.mark.parametrize("do", ["Discard the correction", "Publish the correction"])
def test_one_ends_a_correction_while_another_types_facts_into_it(astrid, birgit, draft, do):
    draft.publish()
    open_for_both(draft, astrid)
    astrid.get_by_role("button", name="Correct it").click()
    open_for_both(Document.objects.get(corrects=draft), birgit)
    birgit.get_by_label("Place:").fill("Oslo")
    if do.startswith("Discard"):
        astrid.locator("details.discard summary").click()
        astrid.get_by_label("Throw all that was corrected away").check()
    astrid.get_by_role("button", name=do).click()
    save(birgit)
    assert "What you were working on can no longer be changed. astrid:" in said(birgit)
    kept = birgit.get_by_role("region", name="What you typed is kept")
    assert "Place" in kept.inner_text() and "Oslo" in kept.inner_text()
    kept.get_by_role("button", name="Correct it with that").click()
    birgit.get_by_role("button", name="Put it back").click()
    birgit.get_by_role("button", name="Publish the correction").click()
    assert Document.objects.get(pk=draft.pk).place == "Oslo"
