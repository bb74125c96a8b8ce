"""A day at the desk in Italian, and a look at it in French: what an editor reads, and nothing is left in English."""

import pytest
from django.core.management import call_command

from statements.models import Document, Preferences
from tests.editorial.desks import make_account, open_window, sign_in
from tests.editorial.left_in_english import left_in_english
from tests.editorial.test_desk_standards import addresses, make_desk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
PAGE = """<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Il porto di Bari | Sito</title></head>
<body><nav><a href="/">Inizio</a> <a href="/notizie">Notizie</a></nav><main><h1>Il porto di Bari</h1>
<p>Ci siamo incontrati a Bari con gli alleati per parlare della difesa comune e della pace in Europa.</p>
<p>La nave è arrivata in porto ieri sera, e nessuno dei marinai è rimasto a terra. Siamo tornati a casa.</p>
<p>La riunione è durata due giorni e si è conclusa con una dichiarazione di tutti i ministri presenti.</p></main>
<footer><p>Note legali</p></footer></body></html>"""
TYPED = ("Look at the date.", "The second speaker is missing.", "it has no text layer", "And we land.")
MORE = ("/admin/auth/user/add/", "/admin/auth/user/locks/", "/admin/statements/term/", "/admin/account/")


def check(page, language="it", theirs=()):
    assert left_in_english(page, language, theirs) == [], page.url


@pytest.fixture
def desk(browser, live_server):
    """The window of Astrid, whose desk is in Italian."""
    make_account("astrid", "editor", "it")
    with open_window(browser, live_server.url, "it") as page:
        page.goto("/admin/login/")
        check(page)
        yield sign_in(page, "astrid")


@pytest.fixture
def second(browser, live_server):
    """The window of Carlo, who publishes what others send to review; his desk is in Italian, too."""
    make_account("carlo", "editor", "it")
    with open_window(browser, live_server.url, "it") as page:
        yield sign_in(page, "carlo")


def test_a_day_is_in_italian_from_an_address_to_a_correction_that_readers_are_told_of(desk, second, office):
    check(desk)
    draft_from_an_address(desk, office.show("/bari", PAGE))
    correct_facts_and_paragraphs(desk)
    add_a_person_and_a_publisher(desk)
    desk.get_by_role("button", name="Invia in revisione").click()
    assert "Inviato in revisione." in said(desk)
    check(desk)
    publish(second)
    correct_what_is_published(second)
    document = Document.objects.get(title="Il porto di Bari")
    assert (document.date_edtf, document.place) == ("2024-03-14", "Bari")
    assert document.publisher.name == "Ministero del Porto"
    for rest in ("review", "change", "record", "history"):
        second.goto(f"/admin/statements/document/{document.pk}/{rest}/")
        check(second)
    log = second.goto(f"/admin/statements/document/{document.pk}/history/") and second.locator("#content").inner_text()
    assert "Modificato: Data da «nulla» a «2024-03-14»." in log
    assert "Pubblicata la correzione: il luogo" in log and "CET" in log


def said(page):
    return page.locator("#bar").get_by_role("status").inner_text()


def draft_from_an_address(desk, address):
    """Paste it where words go, and be asked; before that, send nothing at all."""
    desk.get_by_role("link", name="Aggiungi un comunicato").first.click()
    check(desk)
    desk.get_by_role("button", name="Crea una bozza").click()
    assert "Scegli un file, o incolla il testo del comunicato." in desk.locator(".errorlist").inner_text()
    check(desk)
    desk.get_by_label("O incollalo").fill(address)
    desk.get_by_role("button", name="Crea una bozza").click()
    assert "Hai incollato l’indirizzo di una pagina" in desk.locator(".errorlist").inner_text()
    check(desk)
    desk.get_by_role("button", name="Crea una bozza").click()
    assert desk.locator("h1").inner_text() == "Revisione: Il porto di Bari"
    assert "un’ipotesi, sicura al" in desk.locator(".facts .language").inner_text()
    assert "navigazione" in desk.locator(".received").inner_text(), "why words were dropped"
    check(desk)


def correct_facts_and_paragraphs(desk):
    """Dates in words; a paragraph dropped and brought back; the list of keys."""
    date = desk.get_by_label("Data:")
    date.fill("03/04/2024")
    desk.locator(".facts").get_by_role("button", name="4 marzo 2024").wait_for()
    date.fill("domani")
    desk.locator(".date-words.wrong", has_text="«domani» non è una data").wait_for()
    check(desk)
    date.fill("14 marzo 2024")
    desk.locator(".date-words", has_text="14 marzo 2024").wait_for()
    desk.get_by_role("button", name="Salva", exact=True).click()
    assert said(desk) == "I dati sono salvati."
    first = desk.locator(".made .paragraph").first
    first.locator("summary").click()
    first.get_by_role("button", name="dividi").click()
    assert "Scrivi le prime parole della seconda metà" in said(desk)
    check(desk)
    first.focus()
    desk.keyboard.press("?")
    assert "annullare l’ultima operazione" in desk.get_by_role("dialog", name="Tasti").inner_text()
    check(desk)
    desk.keyboard.press("Escape")
    desk.locator(".made .paragraph").nth(1).focus()
    desk.keyboard.press("d")
    desk.locator(".made .paragraph").nth(2).wait_for(state="detached")
    check(desk)
    desk.locator("#undo").click()
    desk.locator(".made .paragraph").nth(2).wait_for()
    check(desk)
    desk.get_by_role("link", name="Cerca una traduzione…").click()
    check(desk)
    desk.go_back()


def add_a_person_and_a_publisher(desk):
    desk.get_by_label("Qualcun altro").fill("Quist, Ada")
    desk.get_by_role("button", name="Aggiungi qualcuno").click()
    dialog = desk.get_by_role("dialog", name="Chi è?")
    assert dialog.get_by_label("Cognome").input_value() == "Quist"
    check(desk)
    dialog.get_by_role("button", name="Aggiungi un nuovo nome").click()
    assert "Ada Quist partecipa come intervento." in said(desk)
    desk.get_by_label("Un altro editore").fill("Ministero del Porto")
    desk.get_by_role("button", name="Trova o aggiungi").click()
    dialog = desk.get_by_role("dialog", name="Chi l’ha diffuso?")
    dialog.locator("summary").wait_for()
    check(desk)
    if not dialog.get_by_role("button", name="Aggiungi un nuovo editore").is_visible():
        dialog.locator("summary").click()
    dialog.get_by_role("button", name="Aggiungi un nuovo editore").click()
    assert "Ministero del Porto" in said(desk)
    check(desk)


def publish(second):
    second.goto("/admin/")
    check(second)
    second.get_by_role("link", name="Il porto di Bari").first.click()
    second.locator("#bar summary", has_text="Nota").click()
    second.get_by_label("Non prima del").fill("2020-01-01T10:00")
    second.get_by_role("button", name="Pubblica", exact=True).click()
    assert "passata" in said(second)
    check(second)
    second.get_by_label("Non prima del").fill("")
    second.get_by_role("button", name="Pubblica", exact=True).click()
    assert "Pubblicato." in said(second)
    check(second)


def correct_what_is_published(second):
    second.get_by_role("button", name="Correggi", exact=True).click()
    check(second)
    second.get_by_label("Luogo:").fill("Roma")
    second.get_by_role("button", name="Salva", exact=True).click()
    second.locator("#undo").click()
    assert "Annullato: Modificato: Luogo da «nulla» a «Roma»." in said(second)
    check(second)
    second.get_by_label("Luogo:").fill("Bari")
    second.locator("#bar summary", has_text="Nota ai lettori").click()
    second.get_by_label("Nota ai lettori:").fill("il luogo")
    second.get_by_role("button", name="Pubblica la correzione").click()
    assert "versione 2" in said(second)
    check(second)
    second.goto(f"/it/documents/{Document.objects.get(title='Il porto di Bari').slug}/")
    assert ": il luogo" in second.locator("article.document .version").inner_text()


@pytest.mark.parametrize("language", ["it", "fr"])
def test_no_page_of_the_desk_has_english_left_for_somebody_who_reads_another_language(
    browser, live_server, seeds, language
):
    """Every page, with everything on it that can wait, as an administrator sees it."""
    call_command("import_statements", seeds, publish=True, verbosity=0)
    Preferences.objects.create(user=make_desk(), language=language, time_zone="Europe/Rome")
    with open_window(browser, live_server.url, language) as page:
        sign_in(page, "astrid")
        for address in (*addresses(), *MORE):
            page.goto(address)
            check(page, language, TYPED)
