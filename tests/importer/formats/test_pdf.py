"""PDF: paragraphs by the space between lines, furniture by where it stands and how often."""

from types import SimpleNamespace

import pytest

from statements.importer.draft import Refused
from statements.importer.formats.extract import Limits
from statements.importer.formats.pdf import read_pdf
from statements.importer.formats.pdf_lines import level
from tests.importer.formats.making import make_pdf

BODY = [
    "We came to the harbour to speak of the light that ships need at night, and",
    "of those who keep it burning in every storm for all of us who are at sea.",
]


def page(*lines, top=700):
    return [(72, top - 14 * number, 11, text) for number, text in enumerate(lines)]


def parts(*pages):
    extract = read_pdf(make_pdf(*pages), Limits())
    covered = "".join(extract.text[part.start : part.end] for part in extract.parts)
    assert "".join(extract.text.split()) == "".join(covered.split()), "every character is in a part"
    return [(part.dropped or part.kind, extract.text[part.start : part.end]) for part in extract.parts]


def test_lines_become_paragraphs_and_keep_their_pages():
    extract = read_pdf(make_pdf(page(*BODY), page(*BODY)), Limits())
    assert [(part.page, part.kind) for part in extract.parts] == [(1, "body"), (2, "body")]
    assert extract.text == "\n".join(BODY) + "\n\n" + "\n".join(BODY)


def test_a_paragraph_goes_on_over_the_page():
    assert parts(page(BODY[0]), page(*BODY[1:])) == [("body", "\n".join(BODY))]


def test_running_heads_and_page_numbers_are_dropped():
    pages = [
        [(72, 815, 9, "Permanent Mission of Utopia"), *page(*BODY), (290, 30, 9, str(number))]
        for number in (1, 2, 3, 4)
    ]
    found = parts(*pages)
    assert [words for what, words in found if what == "page number"] == ["1", "2", "3", "4"]
    assert [words for what, words in found if what == "running head"] == ["Permanent Mission of Utopia"] * 4
    assert [words for what, words in found if what == "body"] == ["\n".join(BODY)] * 4


def test_footnotes_are_dropped():
    found = parts([*page(*BODY), *page(*BODY, top=600), (72, 90, 8, "1 See the report of the keepers of the light.")])
    assert ("footnote", "1 See the report of the keepers of the light.") in found


def test_two_columns_are_read_one_after_the_other():
    left = [(60, 700 - 14 * n, 10, f"the left column goes on in line {n}") for n in range(12)]
    right = [(330, 700 - 14 * n, 10, f"the right column goes on in line {n}") for n in range(12)]
    text = read_pdf(make_pdf(left + right), Limits()).text
    assert text.index("left column goes on in line 11") < text.index("right column goes on in line 0")


def test_the_title_and_the_date_of_a_speech_are_on_its_cover():
    cover = ["UNITED NATIONS", "Statement by H.E. Ms. Ada Quist,", "President of Utopia", "New York, 24 September 2024"]
    extract = read_pdf(make_pdf(page(*cover, "Check against delivery", "Mr. President,", *BODY)), Limits())
    title = next(part for part in extract.parts if part.kind == "title")
    assert extract.text[title.start : title.end] == "Statement by H.E. Ms. Ada Quist,\nPresident of Utopia"
    assert extract.facts["date"].value == "2024-09-24"
    assert "release notice" in [part.dropped for part in extract.parts]


def test_a_date_on_what_is_no_speech_is_not_its_date():
    assert "date" not in read_pdf(make_pdf(page("Elections", "25 September 2022", *BODY)), Limits()).facts


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_pdf([]), "no text layer: run OCR first"),
        (make_pdf([(72, 30, 9, "12")], [(72, 30, 9, "13")]), "no text layer: run OCR first"),
        (make_pdf(page(*BODY))[:300], "broken|no text layer"),
        (b"%PDF-1.4 and nothing else", "broken|no text layer"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(content, reason):
    with pytest.raises(Refused, match=reason):
        read_pdf(content, Limits())


def test_too_many_pages_are_refused():
    with pytest.raises(Refused, match="more than 2 pages: split it"):
        read_pdf(make_pdf(page(*BODY), page(*BODY), page(*BODY)), Limits(pages=2))


def piece(x0, x1, y0):
    return SimpleNamespace(x0=x0, x1=x1, y0=y0, y1=y0 + 11, height=11)


def test_pieces_of_a_justified_line_are_one_line_in_their_order():
    left, right, below = piece(72, 240, 700), piece(252, 340, 700.5), piece(72, 340, 686)
    assert level([right, left, below]) == [[left, right], [below]]


def test_lines_over_each_other_are_not_one():
    above, below, small = piece(72, 240, 700), piece(250, 340, 690), piece(100, 120, 701)
    assert level([above, below, small]) == [[above], [below], [small]]
