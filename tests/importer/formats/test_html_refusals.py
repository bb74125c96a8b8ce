"""Pages that stand in place of a document are refused with the reason; documents that speak of such things are not."""

import pytest

from statements.importer.draft import Refused
from tests.importer.formats.pages import TEXT, draft_of, page

MENU = '<nav><a href="/">Home</a></nav>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<h1>Oops!</h1><p>The page you requested cannot be found. It may have been moved.</p>", "error page"),
        ("<h1>Oups !</h1><p>La page demandée n’existe pas ou n’est plus disponible.</p>", "error page"),
        ("<h1>Ops</h1><p>Il contenuto richiesto non è più disponibile.</p>", "error page"),
        ("<h1>503 Service Temporarily Unavailable</h1><p>Please try again later.</p>", "error page"),
        ("<h1>Sito in manutenzione</h1><p>Ci scusiamo per il disagio.</p>", "error page"),
        ("<h1>Désolé</h1><p>Nous n'avons pas trouvé cette page.</p>", "error page"),
        ("<h1>Search</h1><p>Your search did not match any documents.</p>", "search without a result"),
        ("<h1>Sorry, you have been blocked</h1><p>You are unable to access this.</p>", "keeps readers out"),
        ("<p>Please enable JavaScript to view this page.</p>", "scripts"),
        ("<p>Per visualizzare il testo è necessario abilitare JavaScript nel browser.</p>", "scripts"),
        ("<p>Veuillez activer JavaScript dans votre navigateur.</p>", "scripts"),
        ("<h1>Prima di continuare</h1><p>Noi e i nostri 84 partner usiamo dati personali. Accetta.</p>", "consent"),
        ("<h1>Log in</h1><p>You must be logged in to view this page.</p>", "log in"),
        ("<h1>Accedi</h1><p>Area riservata.</p><form><input type=password></form>", "log in"),
        ('<p>Redirecting to <a href="/it/">the new site</a>.</p>', "leads to another"),
    ],
)
def test_what_stands_in_place_of_a_page_is_refused(body, reason):
    with pytest.raises(Refused, match=reason):
        draft_of(page(MENU + body, title="Ministry"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "reason"),
    [("<p>a" * 60_001, "more than 60,000 paragraphs"), ("<p>" + "a " * 1_000_001, "more than 2,000,000 characters")],
)
def test_more_than_any_document_has_is_refused_before_it_is_looked_at(body, reason):
    with pytest.raises(Refused, match=reason):
        draft_of(page(body))


def test_a_short_statement_is_a_document():
    draft = draft_of(page(f"{MENU}<h1>Condolences</h1><p>The President is close to the families.</p>", title="Office"))
    assert [each.text for each in draft.paragraphs] == ["The President is close to the families."]


def test_a_speech_may_speak_of_errors_scripts_and_passwords():
    words = "The page cannot be found, they said: enable JavaScript, and enter your password. You have been blocked."
    draft = draft_of(page(f"<h1>The harbour</h1><p>{words}</p>" + f"<p>{TEXT}</p>" * 6))
    assert draft.paragraphs[0].text == words


@pytest.mark.parametrize(
    "around",
    [
        "<div><p>We use cookies to improve your visit. <a href='/c'>Accept</a></p></div>",
        "<div><p>Nous utilisons des cookies. Vous pouvez les accepter ou refuser.</p></div>",
        "<div><p>Utilizziamo i cookie. Proseguendo accetti il loro uso.</p></div>",
        "<form><label>Log in</label><input type='password'></form>",
        "<noscript>You need to enable JavaScript to run this app.</noscript>",
    ],
)
def test_a_short_statement_below_a_banner_or_a_form_is_a_document(around):
    text = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning."
    made = draft_of(page(f"{around}<main><h1>The harbour of Oslo</h1><p>{text}</p><p>{text}</p></main>", "The harbour"))
    assert (made.title.value, [each.text for each in made.paragraphs]) == ("The harbour of Oslo", [text, text])
