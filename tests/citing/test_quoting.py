"""Words are selected and copied in a real browser: byte for byte, with the citation and a link that leads to them."""

from urllib.parse import unquote

import pytest

from statements.models import Document

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
VILNIUS = "/documents/comunicato-del-vertice-di-vilnius/"
SELECT = """([from, start, to, end]) => {
    const text = (key) => document.querySelector(`#${key} .words`).firstChild;
    const range = document.createRange();
    range.setStart(text(from), start);
    range.setEnd(text(to), end);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def copied(page, *selection):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(VILNIUS)
    page.evaluate(SELECT, list(selection))
    page.get_by_role("button", name="Copy with citation").click()
    page.get_by_role("button", name="Copied").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


def test_words_are_copied_byte_for_byte_with_their_citation(page):
    paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="3")
    text = copied(page, paragraph.key, 0, paragraph.key, 40)
    words, citation = text.split("»\n")
    assert words == f"«{paragraph.text[:40]}"
    head, address = citation.split(". http")
    assert head.endswith(
        "«[Comunicato del Vertice di Vilnius]», comunicato, Vilnius, 11 luglio 2023, NATO, par. 3, p. 1"
    )
    assert f"{VILNIUS}?v=1#{paragraph.key}:~:text=" in address
    assert unquote(address.partition("text=")[2]) == " ".join(paragraph.text[:40].split())


def test_words_of_two_paragraphs_are_parted_and_come_without_the_numbers_in_the_margin(page):
    paragraphs = Document.objects.get(external_id="seed-004").paragraphs
    first, second = paragraphs.get(number="3"), paragraphs.get(number="4")
    text = copied(page, first.key, 10, second.key, 30)
    assert text.startswith(f"«{first.text[10:]}\n\n{second.text[:30]}»\n")
    assert ", par. 3–4, p. 1" in text
    address = text.rpartition("text=")[2]
    assert unquote(address.split(",")[0]) == " ".join(first.text[10:].split()[:5])


def test_the_button_goes_with_the_selection_and_with_escape(page):
    paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="3")
    page.goto(VILNIUS)
    page.evaluate(SELECT, [paragraph.key, 0, paragraph.key, 40])
    button = page.locator(".quote-button")
    button.wait_for()
    page.keyboard.press("Escape")
    assert button.is_hidden()
    page.evaluate(SELECT, [paragraph.key, 0, paragraph.key, 50])
    button.wait_for()
    page.evaluate("getSelection().removeAllRanges()")
    button.wait_for(state="hidden")


def test_a_paragraph_leads_to_its_citation_without_scripts(page):
    page.goto(VILNIUS)
    paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="3")
    page.locator(f"#{paragraph.key}").hover()
    page.locator(f"#{paragraph.key} .cite-link").click()
    assert page.locator("h1").inner_text() == "How to cite paragraph 3"
    assert paragraph.text[:60] in page.locator("blockquote").inner_text()
