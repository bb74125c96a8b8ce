"""Words are selected and copied in a real browser: byte for byte, with the citation and a link that leads to them."""

from urllib.parse import unquote

import pytest

from statements.models import Document

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
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
    directive = unquote(address.partition("text=")[2])
    assert directive.startswith(f"{' '.join(paragraph.text[:40].split()[:-1])}")  # whole words, and some after them
    assert " ".join(paragraph.text.split()).startswith(directive.replace(",-", " "))


def test_words_of_two_paragraphs_are_parted_and_come_without_the_numbers_in_the_margin(page):
    paragraphs = Document.objects.get(external_id="seed-004").paragraphs
    first, second = paragraphs.get(number="3"), paragraphs.get(number="4")
    text = copied(page, first.key, 10, second.key, 30)
    assert text.startswith(f"«{first.text[10:]}\n\n{second.text[:30]}»\n")
    assert ", parr. 3–4, pp. 1–2" in text
    address = text.rpartition("text=")[2]
    before, start, end, after = [unquote(part) for part in address.split(",")]
    assert (" ".join(first.text.split())).startswith(f"{before.rstrip('-')} {start}")
    assert f"{end} {after.lstrip('-')}" in " ".join(second.text.split())


def test_the_link_leads_to_the_very_words_that_come_again(page):
    """ "NATO" stands in many places; the browser marks what the link means and scrolls to it."""
    paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="33")
    start = paragraph.text.rindex("NATO")
    address = copied(page, paragraph.key, start + 1, paragraph.key, start + 3).rpartition(" ")[2]
    assert "-,NATO" in unquote(address)
    page.goto("about:blank")
    page.goto(f"{VILNIUS}#:~:text={address.partition('text=')[2]}")
    shown = page.wait_for_function(
        "([key]) => { const box = document.getElementById(key).getBoundingClientRect();"
        " return scrollY > 0 && box.top < innerHeight && box.bottom > 0; }",
        arg=[paragraph.key],
    )
    assert shown


def test_plain_copying_takes_the_words_alone(page):
    paragraphs = Document.objects.get(external_id="seed-004").paragraphs
    first, second = paragraphs.get(number="3"), paragraphs.get(number="4")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(VILNIUS)
    page.evaluate(SELECT, [first.key, 10, second.key, 30])
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == f"{first.text[10:]} {second.text[:30]}".split()


def test_the_keyboard_alone_copies(page):
    paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="3")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(VILNIUS)
    page.evaluate(SELECT, [paragraph.key, 0, paragraph.key, 40])
    page.locator(".quote-button").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"«{paragraph.text[:40]}»")
    page.keyboard.press("Tab")
    assert page.locator(".quote-button").is_hidden()
    assert page.evaluate("document.activeElement.className") == "cite-link"


def test_words_are_copied_where_there_is_no_clipboard(page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="3")
    page.goto(VILNIUS)
    page.evaluate(SELECT, [paragraph.key, 0, paragraph.key, 40])
    page.locator(".quote-button").click()
    page.get_by_role("button", name="Copied").wait_for()
    page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<textarea id=here></textarea>')")
    page.locator("#here").focus()
    page.keyboard.press("Control+V")
    assert page.locator("#here").input_value().startswith(f"«{paragraph.text[:40]}»")


def test_whose_words_are_quoted_is_copied_with_them(page):
    row = Document.objects.filter(paragraphs__quotations__isnull=False).first()
    quotation = row.paragraphs.filter(quotations__isnull=False).first().quotations.first()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(row.get_absolute_url())
    page.evaluate(
        """(key) => getSelection().selectAllChildren(document.querySelector(`#${key} .quotation`))""",
        quotation.paragraph.key,
    )
    page.locator(".quote-button").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert quotation.speaker.name in page.evaluate("navigator.clipboard.readText()").rpartition("\n")[2]


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
