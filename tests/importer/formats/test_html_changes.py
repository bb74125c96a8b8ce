"""Days that stand beside the title of a page and are not the document's: when it was changed, or what it speaks of."""

import pytest

from tests.importer.formats.pages import draft_of, page

TEXT = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning."
TWICE = f"<p>{TEXT}</p><p>{TEXT}</p>"


def made(between):
    return draft_of(page(f"<main><h1>The harbour of Oslo</h1>{between}{TWICE}</main>"))


@pytest.mark.parametrize(
    "between",
    [
        '<p>Updated: <time datetime="2024-07-09">9 July 2024</time></p>',
        '<span>Last updated</span> <time datetime="2024-07-09">9 July 2024</time>',
        '<dl><dt>Last updated</dt><dd><time datetime="2024-07-09">9 July 2024</time></dd></dl>',
        "<div>This page was last reviewed on</div><div>9 July 2024</div>",
        "<div>Mis à jour le</div><div>9 juillet 2024</div>",
        "<div>Date de la dernière mise à jour :</div><div>19/07/2024</div>",
        "<p>Modifié le<br>9 juillet 2024</p>",
        "<div>Ultimo aggiornamento</div><div>9 luglio 2024</div>",
        "<div>Data dell’ultima modifica:</div><div>9 luglio 2024</div>",
        "<p>Aggiornato il<br>9 luglio 2024</p>",
        "<div>Rectifié le</div><div>9 juillet 2024</div>",
    ],
)
def test_the_day_of_a_change_is_not_the_document_s_and_no_paragraph(between):
    document = made(between)
    assert document.date.value == ""
    assert [each.text for each in document.paragraphs] == [TEXT, TEXT]


@pytest.mark.parametrize(
    "between",
    [
        "<div>Published</div><div>4 July 2024</div><div>Last updated</div><div>9 July 2024</div>",
        "<div>Publié le</div><div>4 juillet 2024</div><div>Mis à jour le</div><div>9 juillet 2024</div>",
        "<div>Data pubblicazione</div><div>4 luglio 2024</div><div>Ultimo aggiornamento</div><div>9 luglio 2024</div>",
        "<p>Last updated<br>9 July 2024<br>Published on<br>4 July 2024</p>",
    ],
)
def test_that_of_its_publication_is(between):
    document = made(between)
    assert document.date.value == "2024-07-04"
    assert TEXT in document.paragraphs[0].text or TEXT in document.paragraphs[1].text


@pytest.mark.parametrize(
    "between",
    [
        f'<p>On <time datetime="1949-04-04">4 April 1949</time> twelve nations signed a treaty. {TEXT}</p>',
        '<p>Valid until <time datetime="2024-07-09">9 July 2024</time></p>',
        "<div>Imprimé le</div><div>9 juillet 2024</div>",
        "<div>Entro il</div><div>9 luglio 2024</div>",
    ],
)
def test_days_of_other_things_are_not(between):
    assert made(between).date.value == ""


@pytest.mark.parametrize(
    ("lines", "reference"),
    [
        ("<li>Press Release (2023) 001</li><li>Issued on 11 Jul. 2023</li>", "(2023) 001"),
        ("<li>Communiqué de presse (2023) 001</li><li>Publié le 11 juil. 2023</li>", "(2023) 001"),
        ("<li>Comunicato stampa n. 47/2023</li><li>Pubblicato l’11 luglio 2023</li>", "47/2023"),
    ],
)
def test_the_number_of_the_release_below_the_title_is_a_fact(lines, reference):
    document = made(f"<ul>{lines}</ul>")
    assert (document.reference.value, document.date.value) == (reference, "2023-07-11")
    assert [each.text for each in document.paragraphs] == [TEXT, TEXT]


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ("4 juillet 2024 - Communiqué de presse", "press-statement"),
        ("Discours | 4 juillet 2024", "speech"),
        ("4 luglio 2024 – Comunicato stampa", "press-statement"),
        ("Press release, 4 July 2024", "press-statement"),
    ],
)
def test_a_kind_beside_the_day_above_the_title_is_a_fact(above, kind):
    document = draft_of(page(f"<main><span>{above}</span><h1>The harbour of Oslo</h1>{TWICE}</main>"))
    assert (document.kind.value, document.date.value) == (kind, "2024-07-04")
