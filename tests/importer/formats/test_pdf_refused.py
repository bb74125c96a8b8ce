"""PDF files that are broken, hostile or pictures: refused with the reason, or read as far as they say something."""

import zlib

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.files import read
from statements.importer.formats.pdf.document import read_pdf
from tests.importer.formats.making import make_pdf
from tests.importer.formats.making_pdf import pdf_of, stream

WORDS = "We came to the harbour to speak of the light that ships need at night."
LINES = [(72, 700 - 14 * number, 11, WORDS) for number in range(4)]
DRAWN = b"".join(b"BT /F1 11 Tf 72 %d Td (%s) Tj ET\n" % (700 - 14 * n, WORDS.encode()) for n in range(4))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_pdf([]), "no text layer.: have its text recognised"),
        (make_pdf([(72, 30, 9, "12")], [(72, 30, 9, "13")]), "no text layer.: have its text recognised"),
        (make_pdf(LINES)[:300], "broken|no text layer"),
        (b"%PDF-1.4 and nothing else", "broken|no text layer"),
    ],
    ids=["empty", "numbers only", "cut", "header only"],
)
def test_what_cannot_be_read_is_refused_with_the_reason(content, reason):
    with pytest.raises(Refused, match=reason):
        read_pdf(content, Limits())


@pytest.mark.parametrize(
    "content",
    [
        pdf_of(DRAWN, kids=b"2 0 R 4 0 R"),
        pdf_of(DRAWN, kids=b"4 0 R " * 3_000),
        pdf_of(DRAWN, box=b"(no box)"),
        pdf_of(DRAWN, box=b"[0 0 0 0]"),
    ],
    ids=["pages in a loop", "one page many times", "no box", "empty box"],
)
def test_pages_that_are_set_up_wrongly_are_read_once(content):
    assert read_pdf(content, Limits()).text.count(WORDS) == 4


def test_too_many_pages_are_refused():
    with pytest.raises(Refused, match="more than 2 pages: split it"):
        read_pdf(make_pdf(LINES, LINES, LINES), Limits(pages=2))


def test_too_many_characters_are_refused():
    with pytest.raises(Refused, match="more than 100 characters: split it"):
        read_pdf(make_pdf(LINES), Limits(characters=100))


@pytest.mark.slow
def test_a_stream_that_swells_is_refused(settings):
    settings.IMPORT_MAX_MEMORY = 500_000_000
    swollen = zlib.compress(b" " * 400_000_000, 9)
    with pytest.raises(Refused, match="memory|broke the reader"):
        read(pdf_of(swollen, entries=b"/Filter /FlateDecode"), "swollen.pdf")


def test_drawings_that_hold_each_other_twice_are_refused():
    forms = [
        stream(b"/Q Do /Q Do", b"/Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /Q %d 0 R >> >>" % (7 + n))
        for n in range(30)
    ]
    with pytest.raises(Refused, match="drawings"):
        read_pdf(pdf_of(DRAWN + b"/Q Do", forms, resources=b"/XObject << /Q 6 0 R >>"), Limits())


@pytest.mark.slow
@pytest.mark.parametrize(
    "drawn",
    [
        b"q " * 100_000 + DRAWN,
        DRAWN + b"BI /W 10 /H 10 ID \x80\x81\x82 garbage",
        b"BT /F1 1e300 Tf 1e308 1e308 Td (far away) Tj ET " + DRAWN,
        b"BT /F1 0 Tf 72 300 Td (no size) Tj ET " + DRAWN,
        b"BT /F1 11 Tf 72 700 Td (x) Tj ET\n" * 5_000 + DRAWN,
        b"BT /F1 11 Tf 72 300 Td (a\\000b\\001c) Tj ET " + DRAWN,
    ],
    ids=["deep", "inline picture", "far", "no size", "one place", "control characters"],
)
def test_what_is_odd_hides_nothing_else(drawn):
    text = read_pdf(pdf_of(drawn), Limits()).text
    assert WORDS in text
    assert not {"\0", "\x01"} & set(text)
