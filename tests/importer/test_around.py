"""What stands around a statement: other documents, whom to ask, links to files; in three languages."""

import pytest

from tests.importer.formats.pages import kept, page
from tests.importer.parts import draft

FIRST = "The ministers spoke of the sea and of the grain that is carried over it, and they thanked their hosts."
SECOND = "They will meet again before the summer, and they asked their staff for a plan that all of them can sign."
LEADS = ["Related", "More news", "You may also like", "À lire aussi", "Sur le même thème", "En lien avec cet article",
         "Leggi anche", "Notizie correlate", "Potrebbe interessarti anche"]  # fmt: skip
CARDS = [
    "<article><h3>Council of defence</h3><time>2 February 2023</time></article>",
    "<article><h3>Council of defence</h3><p>2 February 2023</p><p>The minister chaired it in Rome.</p></article>",
    f"<div><h3>Council of defence</h3><p>{SECOND}</p></div><div><h3>A voyage</h3><p>{FIRST}</p></div>",
    "<div><h4>Council of defence</h4></div><div><h4>A voyage to Bucharest</h4></div>",
    "<ul><li>Council of defence 2 February 2023</li><li>A voyage</li></ul>",
]
TEXT = f"<main><h1>Statement on the sea</h1><p>4 May 2023</p><p>{FIRST}</p><p>{SECOND}</p>"


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("cards", CARDS)
def test_cards_without_links_are_dropped_from_a_page(lead, cards):
    assert kept(page(f"{TEXT}<section><h2>{lead}</h2>{cards}</section></main>", "x")) == [FIRST, SECOND]
    assert kept(page(f"{TEXT}<h2>{lead}</h2>{cards}</main>", "x")) == [FIRST, SECOND]


@pytest.mark.parametrize("lead", ["Also in the news", "Les dernières actualités", "Ultimi comunicati", "See more"])
def test_other_words_lead_to_links_too(lead):
    links = '<ul><li><a href="/x">Council of defence</a></li></ul>'
    assert kept(page(f"{TEXT}<h2>{lead}</h2>{links}</main>", "x")) == [FIRST, SECOND]


@pytest.mark.parametrize("lead", ["Seen and heard", "Vu et entendu", "Visto e sentito"])
def test_titles_with_days_and_no_text_are_cards_whatever_leads_to_them(lead):
    cards = "".join(f"<h3>{title}</h3><p>2 February 2023</p>" for title in ("Council of defence", "A voyage"))
    assert kept(page(f"{TEXT}<h2>{lead}</h2>{cards}</main>", "x")) == [FIRST, SECOND]


@pytest.mark.parametrize("heading", ["Contact for the press", "Contact médias", "Informazioni per i media"])
def test_a_section_that_says_whom_the_press_may_ask_is_dropped(heading):
    below = f"<h3>{heading}</h3><p>Ada Quist<br>Tel. +47 22 00 00 00<br>press@harbour.example</p>"
    assert kept(page(f"{TEXT}{below}</main>", "x")) == [FIRST, SECOND]


def test_the_next_section_of_the_text_stays():
    below = f"<h2>Background</h2><p>{FIRST} It is so.</p><p>{SECOND} It is so, too.</p>"
    made = kept(page(f"{TEXT}<h2>Leggi anche</h2>{CARDS[0]}{below}</main>", "x"))
    assert made == [FIRST, SECOND, "Background", f"{FIRST} It is so.", f"{SECOND} It is so, too."]


def test_text_that_goes_on_below_links_stays():
    links = '<h3>Leggi anche</h3><ul><li><a href="/x">Council of defence</a></li></ul>'
    made = kept(page(f"{TEXT}{links}<p>{FIRST} It is so.</p><p>{SECOND} It is so, too.</p></main>", "x"))
    assert made == [FIRST, SECOND, f"{FIRST} It is so.", f"{SECOND} It is so, too."]


@pytest.mark.parametrize("lead", [*LEADS, "## Leggi anche", "**À lire aussi :**"])
def test_cards_below_a_text_are_dropped(lead):
    cards = "Council of defence\n2 February 2023\n\nA voyage\nThe minister went to Bucharest."
    made = draft(f"Statement on the sea\n\n{FIRST}\n\n{SECOND}\n\n{lead}\n\n{cards}")
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]


def test_a_section_of_sentences_is_no_card():
    made = draft(f"Statement on the sea\n\n{FIRST}\n\n{SECOND}\n\n{FIRST}\n\nIn evidenza\n\nWe sail.\n\nWe land.")
    assert [each.text for each in made.paragraphs][-2:] == ["We sail.", "We land."]


@pytest.mark.parametrize(
    "contacts",
    [
        "Press contact: Ada Quist, press@a.example, +47 22 00 00 00",
        "Contact presse : Ada Quist, 01 44 00 00 00\n\npresse@a.example",
        "Ufficio stampa: Ada Quist\n\nTel. 06 1234567\n\nstampa@a.example",
        "Media contacts\n\nAda Quist\n+47 22 00 00 00\npress@a.example",
        "For further information: press@a.example",
        "For more information, contact the press office at press@a.example or +32 2 707 11 11.",
        "Notes to editors\n\nPress office: press@a.example",
        "Contact presse : Ada Quist – 01 23 45 67 89 – presse@a.example",
        "Pour tout renseignement, contactez le service de presse : presse@a.example",
        "Contacts presse\n\nService de presse\nTél. : +33 1 23 45 67 89",
        "Per informazioni: ufficio.stampa@difesa.example – tel. 06 0000000\n\nwww.difesa.example",
        "Contatti stampa\n\nUfficio Stampa\nTel. +39 06 0000000",
        "Ufficio stampa: stampa@a.example, +39 06 0000000",
    ],
)
def test_contacts_below_the_text_are_dropped(contacts):
    made = draft(f"Statement on the sea\n\n{FIRST}\n\n{SECOND}\n\n{contacts}")
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "end",
    [
        "Our website is www.a.example, and we hope that all of you will read it.",
        "Contact was lost at sea.",
        "For more information we shall have to wait.",
        "Ada Quist\nPresident of Utopia",
    ],
)
def test_the_end_of_a_statement_stays(end):
    made = draft(f"Statement on the sea\n\n{FIRST}\n\n{SECOND}\n\n{end}")
    assert made.paragraphs[-1].text == end.split("\n")[-1]


@pytest.mark.parametrize(
    "link",
    [
        "Scarica il comunicato (PDF, 120 KB)", "Télécharger le communiqué (PDF, 1 Ko)", "Download the statement (PDF)",
        "Télécharger le PDF", "Scarica in PDF", "Download (1.2 MB)",
    ],
)  # fmt: skip
def test_links_to_files_are_dropped(link):
    made = draft(f"Statement on the sea\n\n{FIRST}\n\n{SECOND}\n\n{link}")
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]
    assert kept(page(f"{TEXT}<p>{link}</p></main>", "x")) == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (
            "MINISTERO DELLA DIFESA\nUfficio Pubblica Informazione\n\nCOMUNICATO STAMPA n. 47/2024\n\n{title}\n\n"
            "Roma, 14 marzo 2024",
            ("press-statement", "47/2024", "MINISTERO DELLA DIFESA", "Roma", "2024-03-14"),
        ),
        (
            "Ministère des Armées\nService de presse\n\nCommuniqué de presse n° 12/2024\nParis, le 14 mars 2024\n\n"
            "{title}",
            ("press-statement", "12/2024", "Ministère des Armées", "Paris", "2024-03-14"),
        ),
        (
            "MINISTRY OF FOREIGN AFFAIRS\n\nPRESS RELEASE (2024) 017\n\nOslo, 14 March 2024\n\n{title}",
            ("press-statement", "(2024) 017", "MINISTRY OF FOREIGN AFFAIRS", "Oslo", "2024-03-14"),
        ),
    ],
)
def test_a_letterhead_says_who_and_what_and_is_no_title(head, facts):
    title = "The minister meets the ambassador of Utopia"
    made = draft(f"{head.format(title=title)}\n\n{FIRST}\n\n{SECOND}")
    stated = made.publisher_stated.value if made.publisher_stated else ""
    assert (made.title.value, made.title_assigned) == (title, False)
    assert (made.kind.value, made.reference.value, stated, made.place.value, made.date.value) == facts
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "title",
    ["Ministry of Defence announces new aid", "Press release on the sea", "NATO and the sea", "Comunicato stampa"],
)
def test_a_title_that_begins_like_a_letterhead_stays_one(title):
    assert draft(f"{title}\n\n{FIRST}\n\n{SECOND}").title.value == title


@pytest.mark.parametrize(
    ("lead", "way"),
    [
        ("Press contacts", "+32 2 281 51 50"),
        ("Contacts presse", "presse@a.example"),
        ("Contatti stampa", "Tel. 06 123456"),
    ],
)
def test_a_section_of_contacts_is_dropped_whole(lead, way):
    section = f"<h2>{lead}</h2><p>Ada Quist</p><p>Spokesperson of the minister</p><p>{way}</p>"
    assert kept(page(f"{TEXT}{section}</main>", "x")) == [FIRST, SECOND]
    made = draft(f"Statement on the sea\n\n{FIRST}\n\n{SECOND}\n\n{lead}:\nAda Quist\n{way}\n\n@ministry\n")
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]


def test_a_heading_that_is_no_contact_keeps_its_section():
    section = "<h2>Contacts</h2><p>The two fleets met at sea.</p><p>They parted.</p>"
    assert kept(page(f"{TEXT}{section}</main>", "x"))[2:] == ["Contacts", "The two fleets met at sea.", "They parted."]
