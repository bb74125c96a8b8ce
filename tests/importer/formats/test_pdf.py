"""PDF: paragraphs by the space between lines, furniture by where it stands and how often."""

import textwrap

import pytest

from statements.importer.extract import Limits
from statements.importer.formats.pdf.document import read_pdf
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft
from tests.importer.formats.making import make_pdf

BODY = [
    "We came to the harbour to speak of the light that ships need at night, and",
    "of those who keep it burning in every storm for all of us who are at sea.",
]


def page(*lines, top=700, left=72, size=11):
    return [(left, top - 14 * number, size, text) for number, text in enumerate(lines)]


def parts(*pages):
    extract = read_pdf(make_pdf(*pages), Limits())
    covered = "".join(extract.text[part.start : part.end] for part in extract.parts)
    assert "".join(extract.text.split()) == "".join(covered.split()), "every character is in a part"
    return [(part.dropped or part.kind, extract.text[part.start : part.end]) for part in extract.parts]


def dropped(reason, *pages):
    return [words for what, words in parts(*pages) if what == reason]


def paragraphs(*pages):
    draft = make_draft(read_pdf(make_pdf(*pages), Limits()), DocumentEntry("statement.pdf"), Manifest())
    return [each.text for each in draft.paragraphs]


def test_lines_become_paragraphs_and_keep_their_pages():
    extract = read_pdf(make_pdf(page(*BODY), page(*BODY)), Limits())
    assert [(part.page, part.kind) for part in extract.parts] == [(1, "body"), (2, "body")]
    assert extract.text == "\n".join(BODY) + "\n\n" + "\n".join(BODY)


def test_a_paragraph_goes_on_over_the_page():
    assert parts(page(BODY[0]), page(*BODY[1:])) == [("body", "\n".join(BODY))]


def test_a_paragraph_goes_on_over_the_page_past_number_and_note_and_with_a_name():
    first = [*page(*BODY, "and of our friends in the north, with whom we sail every summer to the Kingdom of")]
    first += [(72, 90, 8, "1 See the report of the keepers."), (290, 30, 9, "1")]
    second = [*page("Utopia, where the light never goes out and the harbour is open to all of us."), (290, 30, 9, "2")]
    assert "Kingdom of Utopia, where" in paragraphs(first, second)[0]


def test_running_heads_and_page_numbers_are_dropped():
    pages = [
        [(72, 815, 9, "Permanent Mission of Utopia"), *page(*BODY), (290, 30, 9, f"Page {number} of 4")]
        for number in (1, 2, 3, 4)
    ]
    found = parts(*pages)
    assert [words for what, words in found if what == "page number"] == [
        f"Page {number} of 4" for number in range(1, 5)
    ]
    assert [words for what, words in found if what == "running head"] == ["Permanent Mission of Utopia"] * 4
    assert [words for what, words in found if what == "body"] == ["\n".join(BODY)] * 4


def test_a_salutation_that_comes_again_at_the_top_of_pages_is_no_running_head():
    said = [[(72, 780, 11, "Mr. President,"), *page(*BODY, f"So it was on day {day}.")] for day in (1, 2, 3)]
    other = [page(*BODY, "Mr. President,", f"So it was on day {day}.", top=500) for day in (4, 5, 6)]
    assert dropped("running head", *said, *other) == []


def test_a_year_at_the_foot_of_a_cover_is_no_page_number():
    assert dropped("page number", [*page(*BODY), (290, 30, 9, "2024")]) == []


def test_what_a_browser_prints_into_the_margins_is_dropped():
    printed = [(40, 815, 8, "9/25/24, 10:32 AM"), (300, 815, 8, "Remarks | Ministry of Utopia")]
    printed += [(40, 25, 8, "https://www.utopia.example/remarks"), (550, 25, 8, "1/1")]
    assert dropped("printed by a browser", [*printed, *page(*BODY)]) == [
        "9/25/24, 10:32 AM",
        "Remarks | Ministry of Utopia",
        "https://www.utopia.example/remarks",
    ]


def test_footnotes_are_dropped():
    found = parts([*page(*BODY), *page(*BODY, top=600), (72, 90, 8, "1 See the report of the keepers of the light.")])
    assert ("footnote", "1 See the report of the keepers of the light.") in found


def test_the_mark_of_a_note_is_no_part_of_the_word_before_it():
    lines = [*page(*BODY), (72, 672, 11, "They keep watch"), (150, 676, 6, "12"), (160, 672, 11, "over the sea.")]
    assert ("mark of a note", "12") in parts(lines)
    assert any(text.endswith("They keep watch over the sea.") for text in paragraphs(lines))


def test_a_power_is_no_mark_of_a_note():
    lines = [*page(*BODY), (72, 600, 11, "The harbour has 25 km"), (180, 604, 6, "2"), (186, 600, 11, "of quays.")]
    assert paragraphs(lines)[-1] == "The harbour has 25 km² of quays."


def test_two_columns_are_read_one_after_the_other():
    left = [(60, 700 - 14 * n, 10, f"the left column goes on in line {n}") for n in range(12)]
    right = [(330, 697 - 14 * n, 10, f"the right column goes on in line {n}") for n in range(12)]
    heading = [(60, 740, 16, "A heading that stands over both columns of the page")]
    below = [(60, 510, 10, "and one line below them that runs over the whole width of the page, so it is last")]
    text = read_pdf(make_pdf([*below, *right, *left, *heading]), Limits()).text
    places = [text.index(words) for words in ("A heading", "left column goes on in line 11", "right column", "and one")]
    assert places == sorted(places)


def test_the_words_of_a_justified_line_are_one_line_in_their_order():
    wide = [(72, 686, 11, "we"), (130, 686, 11, "sail"), (196, 686, 11, "on"), (260, 686, 11, "every day of the year.")]
    assert "we sail on every day of the year." in " ".join(paragraphs([*page(BODY[0]), *wide]))


def test_numbers_beside_the_lines_are_dropped():
    lines = page(*[f"This is line {n} of a draft that has its lines numbered." for n in range(1, 31)])
    numbers = [(40, 700 - 14 * (n - 1), 8, str(n)) for n in range(5, 31, 5)]
    assert dropped("line number", lines + numbers) == ["5", "10", "15", "20", "25", "30"]


def test_small_notes_beside_the_text_are_dropped():
    assert dropped("side note", [*page(*BODY), *page(*BODY, top=660), (470, 660, 7, "Harbours")]) == ["Harbours"]


def test_numbered_paragraphs_and_bullets_begin_paragraphs():
    lines = page(
        *BODY, "1. The first is", "on two lines.", "2. The second.", "• a point that is", "longer", "• another"
    )
    assert paragraphs(lines)[1:] == ["The first is on two lines.", "The second.", "a point that is longer", "another"]


def test_a_capital_over_two_lines_begins_the_first_of_them():
    lines = [(72, 686, 40, "W"), *page("e came to the harbour to speak of the light, and", left=112)]
    lines += page("of those who keep it burning for us.", left=112, top=686) + page("All of us are at sea.", top=672)
    assert paragraphs(lines)[0].startswith("We came to the harbour to speak of the light, and of those")


def test_a_capital_that_is_a_word_stays_one():
    lines = [(72, 686, 40, "I"), *page("came to the harbour, as all of us came in the", left=92)]
    lines += page("years before, to speak of those who keep it.", left=92, top=686) + page("We are at sea.", top=672)
    assert paragraphs(lines)[0].startswith("I came to the harbour")


@pytest.mark.parametrize(
    "text", ["S T A T E M E N T   B Y   M I N I S T E R   Q U I S T", "STATEMENT BY MINISTER QUIST"]
)
def test_spaced_letters_are_words(text):
    extract = read_pdf(make_pdf([(72, 760, 18, text), *page(*BODY)]), Limits())
    assert extract.text.startswith("STATEMENT BY MINISTER QUIST")


def test_a_hyphen_at_a_line_end_is_undone_only_where_the_word_stands_elsewhere():
    text = " ".join(
        paragraphs(page("The govern-", "ment met the other government for a long-", "term plan at sea.", *BODY))
    )
    assert text.startswith("The government met the other government for a long-term plan")


def test_a_soft_hyphen_at_a_line_end_is_undone():
    assert "The government met" in paragraphs(page("The govern\u00ad", "ment met at the harbour.", *BODY))[0]


def test_ligatures_are_letters_and_what_turns_the_text_is_gone():
    extract = read_pdf(make_pdf(page(*BODY)), Limits())
    assert not set("\0\u202e\ufb01") & set(extract.text)


COVER = ["UNITED NATIONS", "Statement by H.E. Ms. Ada Quist,", "President of Utopia", "New York, 24 September 2024"]


def title_of(*pages):
    extract = read_pdf(make_pdf(*pages), Limits())
    found = [extract.text[part.start : part.end] for part in extract.parts if part.kind == "title"]
    return found[0] if found else "", extract.facts["date"].value if "date" in extract.facts else ""


def test_the_title_and_the_date_of_a_speech_are_on_its_cover():
    lines = page(*COVER, "Check against delivery", "Mr. President,", *BODY)
    assert title_of(lines) == ("Statement by H.E. Ms. Ada Quist,\nPresident of Utopia", "2024-09-24")
    assert dropped("release notice", lines) == ["Check against delivery"]


@pytest.mark.parametrize(
    ("office", "event", "speaker", "place", "date"),
    [
        (
            "Permanent Mission of Utopia to the United Nations",
            "General Debate of the 78th Session",
            "Ms. Ada Quist",
            "New York, September 2023",
            "2023-09",
        ),
        (
            "Ministère des Affaires étrangères",
            "Conférence de Munich sur la sécurité",
            "Mme Ada Quist",
            "Munich, le 18 février 2023",
            "2023-02-18",
        ),
        (
            "Ministero degli Affari Esteri",
            "Comunicazioni sul Vertice di Vilnius",
            "Ada Quist",
            "Roma, 5.7.2023",
            "2023-07-05",
        ),
    ],
)
def test_the_title_of_a_cover_without_a_word_for_it_is_the_meeting_and_who_speaks(office, event, speaker, place, date):
    cover = [(150, 700, 14, office), (150, 600, 16, event), (150, 560, 11, speaker), (150, 540, 11, place)]
    salutation = {"2023-09": "Mr. President,", "2023-02-18": "Mesdames et Messieurs,"}.get(date, "Signor Presidente,")
    assert title_of(cover, page(salutation, *BODY)) == (f"{event}\n{speaker}", date)


def test_the_title_of_a_press_release_is_not_that_it_is_one():
    lines = [(72, 760, 14, "PRESS RELEASE"), (72, 740, 11, "12 March 2024"), (72, 710, 14, "Utopia sends four ships")]
    assert title_of([*lines, *page(*BODY, top=660)]) == ("Utopia sends four ships", "2024-03-12")


def test_the_entries_and_the_heading_of_contents_are_no_title():
    contents = [
        (72, 700, 20, "INDICE"),
        (72, 660, 16, "LAVORO E IMPRESA ............ 11"),
        (72, 630, 16, "PACE ...... 12"),
    ]
    assert title_of(contents, [(72, 760, 20, "PROGRAMMA DI GOVERNO"), *page(*BODY)])[0] == "PROGRAMMA DI GOVERNO"


def test_a_date_on_what_is_no_speech_is_not_its_date():
    assert "date" not in read_pdf(make_pdf(page("Elections", "25 September 2022", *BODY)), Limits()).facts


def test_pages_without_text_are_named():
    extract = read_pdf(make_pdf(page(*BODY * 4), [(290, 30, 9, "2")], page(*BODY * 4)), Limits())
    assert extract.warnings == ("page 2 of 3 without text: compare with the file",)


@pytest.mark.parametrize(
    ("title", "day", "text"),
    [
        (
            "Meeting of the ministers of defence",
            "Brussels, 4 July 2023",
            "The ministers met at headquarters today to speak about the harbour and the light at its mouth.",
        ),
        (
            "Réunion des ministres de la défense",
            "Bruxelles, le 4 juillet 2023",
            "Les ministres se sont réunis au siège pour parler du port et du phare qui en garde l'entrée.",
        ),
        (
            "Riunione dei ministri della difesa",
            "Bruxelles, 4 luglio 2023",
            "I ministri si sono riuniti nella sede per parlare del porto e del faro che ne guarda la bocca.",
        ),
    ],
)
def test_narrow_lines_below_a_title_and_a_day_are_a_paragraph(title, day, text):
    lines = textwrap.wrap(text, 36)
    blocks = [[(72, top - 14 * place, 10, line) for place, line in enumerate(lines)] for top in (690, 620, 550)]
    found = read_pdf(make_pdf([(72, 760, 18, title), (72, 730, 10, day), *blocks[0], *blocks[1], *blocks[2]]), Limits())
    made = make_draft(found, DocumentEntry("a.pdf"), Manifest())
    assert (made.title.value, made.date.value) == (title, "2023-07-04")
    assert [" ".join(each.text.split()) for each in made.paragraphs] == [text] * 3
