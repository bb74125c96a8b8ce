"""Titles and dates of web pages: the day of the statement before that of its publication, and none that is made up."""

import pytest

from tests.importer.formats.pages import TEXT, draft_of, dropped, kept, page

PARAGRAPHS = f"<p>{TEXT}</p>" * 3


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("<p>Brussels, 7 December 1995</p>", "1995-12-07"),
        ("<p>(Paris, 26 mars 2003)</p>", "2003-03-26"),
        ("<p>Palazzo del Quirinale, 25/04/2024 (II mandato)</p>", "2024-04-25"),
        ("<p>Washington, DC — Tuesday, Sept. 3rd, 2019</p>", "2019-09-03"),
        ("<p>Bruxelles, 1er et 2 mars 2012</p>", "2012-03-01/2012-03-02"),
        ("<p>Février 2012</p>", "2012-02"),
        ("<p>12 juillet 2023 - Seul le prononcé fait foi</p>", "2023-07-12"),
        ("<p>Published: 9 May 2019 | Updated: 12 May 2019</p>", "2019-05-09"),
        ("<p>Published on 20 February 2023</p><p>Speech delivered on 18 February 2023</p>", "2023-02-18"),
        ("<p>Data di pubblicazione: 21 marzo 2023</p>", "2023-03-21"),
        ("<p>Last updated: 5 April 2024</p>", ""),
        ("<p>10/11/2022</p>", ""),
    ],
)
def test_a_line_beside_the_title_says_the_day(lines, day):
    assert draft_of(page(f"<main><h1>The harbour</h1>{lines}{PARAGRAPHS}</main>")).date.value == day


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Réunion des ministres (Bruxelles, 28 novembre 2023)", "2023-11-28"),
        ("Conferenza stampa del 12 luglio 2023", "2023-07-12"),
        ("Statement on the attacks of 11 September 2001", ""),
        ("Vent'anni dopo il 28 maggio 2002", ""),
    ],
)
def test_a_day_that_ends_the_title_is_that_of_the_document_unless_it_is_what_it_is_about(title, day):
    assert draft_of(page(f"<h1>{title}</h1>{PARAGRAPHS}", title=f"{title} - Ministry")).date.value == day


def test_a_dateline_with_a_year_is_a_date():
    markup = page(f"<h1>The harbour</h1><p><b>BRUSSELS, April 4, 2023</b> – {TEXT}</p>{PARAGRAPHS}")
    assert draft_of(markup).date.value == "2023-04-04"


def test_a_day_in_the_text_is_no_date_of_the_document():
    assert draft_of(page(f"<h1>The harbour</h1><p>On 24 February 2022, war began. {TEXT}</p>")).date.value == ""


def test_dates_of_the_page_are_no_paragraphs_and_places_are():
    markup = page(
        "<main><h1>The harbour</h1><p>Thursday 5 May 2022</p><p>Oslo, 5 May 2022</p>"
        f"<p>{TEXT}</p><p>Last updated: 6 May 2022</p></main>"
    )
    assert kept(markup) == [TEXT]
    assert {reason for reason, _ in dropped(markup)} == {"date", "date of a change"}


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("Ministry: news", "<h2>The harbour of Oslo</h2>"),
        ("News: The harbour of Oslo", "<h1>News</h1><h3>The harbour of Oslo</h3>"),
        ("draft_v3.doc", "<p class=MsoTitle><b>The harbour of Oslo</b></p>"),
        ("Ministry: news", '<table><tr><td class="titolo">The harbour of Oslo</td></tr></table>'),
        ("Ministry", "<p><b>The harbour of Oslo</b></p><p>Oslo, 5 May 2022</p>"),
        ("The harbour of Oslo - Ministry", "<b>The harbour of Oslo</b><br>Oslo, 5 May 2022<br><br>"),
    ],
)
def test_a_title_that_no_h1_shows_is_found(stated, shown):
    draft = draft_of(page(f"{shown}{PARAGRAPHS}", title=stated))
    assert (draft.title.value, draft.title_assigned) == ("The harbour of Oslo", False)
    assert not any("harbour of Oslo" in each.text for each in draft.paragraphs)


def test_a_subtitle_that_the_head_has_in_the_title_belongs_to_it():
    stated = "Press conference by the harbour master"
    markup = page(f"<h1>Press conference</h1><p>by the harbour master</p>{PARAGRAPHS}", title=f"{stated} - Ministry")
    assert draft_of(markup).title.value == stated


def test_one_old_byte_in_a_page_of_utf8_does_not_garble_the_rest():
    markup = page(f"<h1>The harbour</h1><p>{'L’été à la mer. ' * 9}</p><p>caf@ {TEXT}</p>").encode()
    draft = draft_of(markup.replace(b"caf@", b"caf\xe9"))
    assert draft.paragraphs[0].text.startswith("L’été à la mer.")
    assert draft.paragraphs[1].text.startswith("café We met")


@pytest.mark.parametrize(
    ("furniture", "reason"),
    [
        ("<figure><img><figcaption>The harbour. Photo: navy</figcaption></figure>", "caption"),
        ("<h2>Mots-clés</h2><p>OTAN</p>", "keywords"),
        (
            '<div class="comments-area"><p>Well said, I agree with every word of it.</p></div>',
            "comments",
        ),
        ("<p>Temps de lecture : 5 min</p>", "about the page"),
        ("<h2>À consulter également</h2><h3><a href='/x'>Another visit</a></h3>", "related links"),
        (f"<h2>Latest updates</h2><h3><a href='/x'>Another visit</a></h3><p>{TEXT}</p>", "related links"),
        ("<p>Leggi anche: <a href='/x'>Il vertice di Washington</a></p>", "related links"),
        ("<p>▼</p>", "ornament"),
    ],
)
def test_what_a_page_has_around_its_text_is_dropped_with_the_reason(furniture, reason):
    markup = page(f"<main><h1>The harbour</h1>{PARAGRAPHS}{furniture}</main>")
    assert kept(markup) == [TEXT] * 3
    assert reason in {why for why, _ in dropped(markup)}
