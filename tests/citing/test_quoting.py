"""Words are selected and copied in a real browser: byte for byte, with the citation and a link that leads to them."""

from urllib.parse import unquote

import pytest

from statements.models import Document

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]
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
    assert page.evaluate("document.activeElement.className") == "permalink", "of the next paragraph"


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


def rich_text(page):
    return page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then((blob) => blob.text())"
    )


def test_rich_text_lies_beside_the_plain_words(page):
    paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="3")
    plain = copied(page, paragraph.key, 0, paragraph.key, 40)
    rich = rich_text(page)
    found = page.evaluate(
        """(html) => { const body = new DOMParser().parseFromString(html, "text/html").body;
        const link = body.querySelector("a");
        return [body.querySelector("p").textContent, body.querySelector("p").lang, link.getAttribute("href"),
            link.textContent, body.querySelectorAll("p").length]; }""",
        rich,
    )
    words, citation = plain.split("\n")
    assert found == [words, "it", citation.rpartition(" ")[2], citation.rpartition(" ")[2].partition(":~:")[0], 2]


def test_words_with_signs_of_markup_stay_words_in_rich_text(page):
    paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="3")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(VILNIUS)
    odd = '<img src=x onerror="alert(1)"> & <b>co.</b>'
    page.evaluate(
        "([key, odd]) => (document.querySelector(`#${key} .words`).firstChild.data = odd)", [paragraph.key, odd]
    )
    page.evaluate(SELECT, [paragraph.key, 0, paragraph.key, len(odd)])
    page.get_by_role("button", name="Copy with citation").click()
    page.get_by_role("button", name="Copied").wait_for()
    rich = rich_text(page)
    assert "&lt;img" in rich and "<img" not in rich and "<b>" not in rich
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"«{odd}»\n")


def test_citations_are_copied_with_their_link(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{VILNIUS}cite/")
    row = page.locator(".citations dd").first
    words = row.evaluate("each => each.firstChild.data")
    row.get_by_role("button", name="Copy").click()
    row.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == words
    address = page.locator(".citations dd > a").first.get_attribute("href")
    assert f'href="{address}"' in rich_text(page)


@pytest.mark.parametrize(("language", "first"), [("", "english"), ("/it", "italiano"), ("/fr", "français")])
def test_a_style_is_chosen_with_keys_and_without_scripts(page, language, first):
    page.goto(f"{language}{VILNIUS}cite/")
    styles = page.locator(".styles a")
    assert styles.first.inner_text().casefold() == first
    assert page.locator(".styles [aria-current]").count() == 1
    assert page.locator(".cited").count() == 1
    styles.filter(has_text="APA").press("Enter")
    page.wait_for_url("**?style=apa#citation")
    assert "(2023, July 11)" in page.locator(".cited").inner_text()
    assert page.locator(".styles [aria-current]").inner_text() == "APA"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_says_who_speaks_is_not_copied(page):
    """Neither numbers nor names nor the signs of quotations, when everything is selected."""
    row = Document.objects.filter(paragraphs__quotations__isnull=False).first()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(row.get_absolute_url())
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.document > .text'))")
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == " ".join(row.paragraphs.order_by("position").values_list("text", flat=True)).split()
