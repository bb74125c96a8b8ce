"""What can be taken away from a frequency and from a timeline: pictures and numbers."""

import csv
import json
import re
import struct
from base64 import b64encode
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from django.conf import settings
from django.utils.timezone import localdate

from statements.dates import day_words
from statements.models import Document
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = ["/frequency/chart.svg?q=whales", "/timeline/chart.svg"]
ENDINGS = ["csv", "xlsx", "jsonl"]
NUMBERS = ["/frequency/numbers.csv?q=whales", "/timeline/numbers.csv"]
FILES = [*CHARTS, *(each.replace("csv", ending) for ending in ENDINGS for each in NUMBERS)]


@pytest.fixture(autouse=True)
def sea():
    """Whales in two years and two languages, a year in which nobody spoke of them, one without texts, no date."""
    make_document("Whales and whales.", date="1990", speakers={"Ada Quist": "speaker"})
    make_document("Herring, and only herring.", date="1991")
    make_document("Whales ahead of us here.", date="1993-03-05", kind="communique")
    make_document("Le whales.", date="1993", language="fr")
    make_document("Whales of some day.", date="")


def rows_of(response):
    assert response.status_code == 200, response.content.decode()
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def write(values):
    """Values as CSV has them."""
    return ["" if each is None else f"{each:.6g}" if isinstance(each, float) else str(each) for each in values]


def texts_of(response):
    """The texts of a picture, which must be well-formed XML."""
    assert response["Content-Type"] == "image/svg+xml"
    return [each.text for each in ElementTree.fromstring(response.content).iter(f"{SVG}text")]  # noqa: S314 - ours


class TestNumbers:
    def test_every_line_has_every_year_undated_texts_and_the_sum(self, client):
        rows = rows_of(client.get("/frequency/numbers.csv?q=whales&q=herring&language=en"))
        years = [row["year"] for row in rows if row["series"] == "whales"]
        assert years[:4] == ["1990", "1991", "1992", "1993"] and years[-2:] == ["undated", "all"]
        assert [row["year"] for row in rows if row["series"] == "herring"] == years
        assert len(set(years)) == len(years) == len(rows) / 2
        by_year = {row["year"]: row for row in rows if row["series"] == "whales"}
        first, second, empty, last = (by_year[str(year)] for year in range(1990, 1994))
        undated, whole = by_year["undated"], by_year["all"]
        assert (first["times"], first["words"], first["documents"], first["documents_in_all"]) == ("2", "3", "1", "1")
        assert (first["times_per_10000_words"], first["documents_per_100"]) == ("6666.67", "100")
        assert (second["times"], second["times_per_10000_words"]) == ("0", "0"), "nobody spoke of them"
        assert (empty["times"], empty["words"], empty["documents"]) == ("", "0", ""), "there is no text to count in"
        assert (last["times"], undated["times"], undated["words"]) == ("1", "1", "4")
        assert (whole["times"], whole["documents"]) == ("4", "3")
        assert whole["documents_in_all"] == str(Document.objects.published().filter(language="en").count())

    def test_the_numbers_are_those_of_the_page(self, client):
        rows = rows_of(client.get("/frequency/numbers.csv?q=whales&by=language"))
        series = client.get("/frequency/?q=whales&by=language").context["series"]
        assert [row["times"] for row in rows if row["year"] == "all"] == [
            str(each.occurrences.total) for each in series
        ]
        assert [row["documents"] for row in rows if row["year"] == "1993"] == [
            str(each.documents.numbers[1993]) for each in series
        ]

    def test_times_that_are_not_counted_are_empty_and_documents_are_there(self, client):
        rows = rows_of(client.get("/frequency/numbers.csv?q=whales+NEAR+ahead&language=en"))
        row = next(row for row in rows if row["year"] == "1993")
        assert (row["times"], row["documents"], row["documents_per_100"]) == ("", "1", "100")

    def test_a_timeline_has_every_period_and_part(self, client):
        rows = rows_of(client.get("/timeline/numbers.csv"))
        found = {(row["period"], row["language"]): int(row["documents"]) for row in rows}
        years = {period for period, _ in found} - {"undated", "all"}
        assert {"1990", "1992", "1993"} <= years
        assert (found["1993", "English"], found["1993", "French"], found["1992", "English"]) == (1, 1, 0)
        page = client.get("/timeline/").context["counted"]
        assert sum(number for (period, _), number in found.items() if period == "all") == page.total
        assert found["undated", "English"] == page.apart["en"]

    def test_a_year_has_months_and_what_is_less_precise(self, client):
        rows = rows_of(client.get("/timeline/numbers.csv?year=1993&by=kind"))
        found = {(row["period"], row["kind"]): row["documents"] for row in rows}
        assert found["1993-03", "Communiqué"] == "1" and found["1993-04", "Communiqué"] == "0"
        assert [row["documents_in_all"] for row in rows if row["period"] == "less-precise"][0] == "1"
        days = rows_of(client.get("/timeline/numbers.csv?year=1993-03"))
        assert "1993-03-31" in {row["period"] for row in days}
        decades = rows_of(client.get("/timeline/numbers.csv?year=199X"))
        assert "1999" in {row["period"] for row in decades}

    @pytest.mark.parametrize("address", NUMBERS)
    def test_the_file_is_as_the_rfc_has_it(self, client, address):
        joined = "&" if "?" in address else "?"
        with_mark, without = client.get(address), client.get(f"{address}{joined}bom=0")
        assert with_mark.content == b"\xef\xbb\xbf" + without.content
        assert without.content.endswith(b"\r\n") and b"\n" not in without.content.replace(b"\r\n", b"")
        assert with_mark["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert re.search(rf'attachment; filename="\w+(-whales)?-{localdate()}\.csv"', with_mark["Content-Disposition"])
        assert client.get(f"{address}{joined}bom=2").status_code == 400

    @pytest.mark.parametrize("address", [*NUMBERS, "/fr/timeline/numbers.csv?by=kind&year=1993"])
    def test_programs_and_excel_get_the_same_rows_with_numbers_as_numbers(self, client, address):
        wanted = rows_of(client.get(address))
        lines = [json.loads(line) for line in client.get(address.replace("csv", "jsonl")).content.splitlines()]
        book = openpyxl.load_workbook(BytesIO(client.get(address.replace("csv", "xlsx")).content))
        numbers, notes = book.worksheets
        head, *rows = ([cell.value for cell in row] for row in numbers.iter_rows())
        assert numbers.title in address and notes.title == "notes"
        assert [[*line] for line in lines] == [head] * len(wanted) and head == [*wanted[0]]
        assert (
            [write(line.values()) for line in lines]
            == [write(row) for row in rows]
            == [[*row.values()] for row in wanted]
        )
        assert all(isinstance(line["documents"], int | None) for line in lines)
        [[_, page], [_, day]] = ([cell.value for cell in row] for row in notes.iter_rows())
        assert page == f"http://testserver{address.replace('numbers.csv', '')}"
        assert day == localdate().isoformat()

    @pytest.mark.parametrize("address", FILES[2:])
    def test_headers_tell_what_the_file_is_however_it_is_sent(self, client, address):
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert not response.has_header("Content-Encoding"), "the digest is that of these bytes"
        digest = b64encode(sha256(response.content).digest()).decode()
        assert response["Repr-Digest"] == f"sha-256=:{digest}:"
        assert response["Content-Length"] == str(len(response.content))
        rows = rows_of(client.get(re.sub("xlsx|jsonl", "csv", address)))
        assert response["X-Total-Count"] == str(len(rows))
        assert client.get(address)["Repr-Digest"] == response["Repr-Digest"], "it is the same all day"
        assert re.search(rf"\w-{localdate()}\.(csv|xlsx|jsonl)\"$", response["Content-Disposition"])
        assert response["Access-Control-Allow-Origin"] == "*"

    def test_what_was_typed_stays_as_it_is(self, client):
        rows = rows_of(client.get("/frequency/numbers.csv", {"q": '"whales, and" OR =whales'}))
        assert {row["series"] for row in rows} == {'"whales, and" OR =whales'}


class TestPictures:
    @pytest.mark.parametrize("language", ["", "/it", "/fr"])
    @pytest.mark.parametrize("address", CHARTS)
    def test_a_picture_says_what_it_shows_where_it_is_from_and_of_which_day(self, client, language, address):
        response = client.get(language + address)
        texts = texts_of(response)
        page = language + address.replace("chart.svg", "")
        assert f"http://testserver{page}" in texts
        day = day_words(localdate(), {"/it": "it", "/fr": "fr"}.get(language, "en_GB"))
        assert any(each.endswith(day) for each in texts)
        assert texts[0].endswith("whales") == ("frequency" in address)

    @pytest.mark.parametrize("address", CHARTS)
    def test_a_picture_needs_nothing_from_elsewhere(self, client, address):
        svg = client.get(address).content.decode()
        assert not re.search(r"<script|<style|\sstyle=|href|url\((?!#)|<image|@import|\son\w+=", svg)
        assert svg.count("http://") == svg.count("http://testserver") + 1, "one is the name of the format"

    def test_lines_have_their_names_and_their_gaps(self, client):
        response = client.get("/frequency/chart.svg?q=whales&q=herring&language=en")
        svg = response.content.decode()
        runs = client.get("/frequency/?q=whales&q=herring&language=en").context["plot"].lines[0].runs
        assert svg.count("<polyline") == 2 * len(runs) > 2, "interrupted by years without texts"
        assert svg.count('fill="url(#hatch)"') == len(runs) - 1
        texts = texts_of(response)
        assert "Language: English" in texts and {"whales", "herring", "2000"} <= set(texts)
        assert any("Hatched: years with no text here." in each for each in texts)

    def test_a_long_query_stands_in_the_title_and_in_a_key(self, client):
        words = " OR ".join(f"whales{number}" for number in range(30)) + " OR whales"
        response = client.get("/frequency/chart.svg", {"q": words})
        texts = texts_of(response)
        assert "".join(" ".join(texts).split()).startswith("Howoftenthiswassaid:" + words.replace(" ", ""))
        height = int(re.search(r'height="(\d+)"', response.content.decode())[1])
        lowest = max(float(each) for each in re.findall(r'<text x="30" y="([\d.]+)"', response.content.decode()))
        assert height - 40 < lowest < height, "the picture is as high as its text"

    def test_bars_are_as_high_as_their_numbers(self, client):
        svg = client.get("/timeline/chart.svg?q=whales").content.decode()
        heights = [float(each) for each in re.findall(r'<rect x=[^>]*?height="([\d.]+)" fill="#', svg)]
        english, french = 320 / 2, 320 / 2
        assert heights.count(english) == 3 and french in heights
        assert {"English", "French"} <= set(texts_of(client.get("/timeline/chart.svg?q=whales")))

    def test_what_is_typed_cannot_be_markup(self, client):
        response = client.get("/frequency/chart.svg", {"q": "<script>&\x01whales"})
        assert b"<script" not in response.content
        assert any("<script>" in (each or "") for each in texts_of(response))

    @pytest.mark.parametrize("address", CHARTS)
    def test_the_same_as_pixels(self, client, address):
        response = client.get(address.replace(".svg", ".png"))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert response.content.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", response.content[16:24])
        drawn = re.search(r'width="(\d+)"\s+height="(\d+)"', client.get(address).content.decode())
        assert (width, height) == (2 * int(drawn[1]), 2 * int(drawn[2]))

    def test_text_is_drawn_with_the_typeface_that_comes_along(self, client):
        from statements.drawing import raster

        svg = client.get("/frequency/chart.svg?q=whales").content.decode()
        whole = raster.draw_png(svg)
        bare = raster.draw_png(re.sub(r"<text.*?</text>", "", svg, flags=re.DOTALL))
        assert len(whole) > len(bare) + 5_000, "letters are drawn on a machine without typefaces"

    def test_colours_are_those_of_the_pages(self, client):
        css = (Path(settings.BASE_DIR) / "static/css/site.css").read_text()
        template = (Path(settings.BASE_DIR) / "templates/public/chart.svg").read_text()
        light = re.search(r":root \{ (--s0-line: .*?) \}", css)[1]
        assert re.findall("#[0-9a-f]{6}", light) == re.findall("#[0-9a-f]{6}", template.splitlines()[2])


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("", "there is nothing to count"),
            ("?q=whales&langauge=it", "langauge"),
            ("?q=whales&year=1990", "year"),
            ("?q=whales&by=colour", "there is no “colour” here"),
            ("?q=whales&language=xx", "Language"),
            ("?q=whales&said=nobodyatall", "the archive knows nobody of that name"),
            ("?q=a&q=b&q=c&q=d&q=e&q=f", "there are too many for one chart"),
            ("?q=whales&q=herring&by=language", "there are too many for one chart"),
        ],
    )
    @pytest.mark.parametrize("file", ["chart.svg", "chart.png", "numbers.csv", "numbers.xlsx", "numbers.jsonl"])
    def test_a_frequency_with_wrong_parameters_is_a_400(self, client, file, query, said):
        response = client.get(f"/frequency/{file}{query}")
        assert response.status_code == 400
        assert said in response.content.decode()

    @pytest.mark.parametrize(
        "query",
        ["?year=x", "?year=1990&year=1991", "?by=speaker", "?date_from=1990", "?speaker=nobodyatall", "?sort=oldest"],
    )
    @pytest.mark.parametrize("file", ["chart.svg", "chart.png", "numbers.csv", "numbers.xlsx", "numbers.jsonl"])
    def test_a_timeline_with_wrong_parameters_is_a_400(self, client, file, query):
        assert client.get(f"/timeline/{file}{query}").status_code == 400

    def test_what_is_not_there_is_a_404(self, client):
        assert client.get("/frequency/chart.gif?q=whales").status_code == 404
        assert client.get("/frequency/numbers.ris?q=whales").status_code == 404
        assert client.get("/timeline/chart.svg?q=nothingatall").status_code == 404
        assert client.get("/timeline/numbers.csv?year=1850").status_code == 404

    @pytest.mark.parametrize("address", FILES)
    def test_they_are_not_for_search_engines_and_take_no_post(self, client, address):
        assert client.get(address)["X-Robots-Tag"] == "noindex"
        assert client.post(address).status_code == 405


class TestLinks:
    @pytest.mark.slow
    @pytest.mark.parametrize("language", ["", "/fr"])
    @pytest.mark.parametrize(
        ("page", "query", "kept"),
        [
            ("/frequency/", "?q=whales&q=&language=en&utm_source=mail&year=1990", "?q=whales&language=en"),
            ("/timeline/", "?q=whales&year=1993&sort=oldest&speaker=", "?q=whales&year=1993"),
            ("/timeline/", "?year=1990&year=1991", ""),
            ("/timeline/", "", ""),
        ],
    )
    def test_a_page_leads_to_its_files_with_what_it_shows(self, client, language, page, query, kept):
        html = client.get(f"{language}{page}{query}").content.decode()
        for file in ("chart.svg", "chart.png", "numbers.csv", "numbers.xlsx", "numbers.jsonl"):
            address = f"{language}{page}{file}{kept}"
            assert f'href="{address.replace("&", "&amp;")}"' in html
            assert client.get(address).status_code == 200

    def test_a_frequency_that_leaves_words_out_has_no_files(self, client):
        assert "numbers.csv" not in client.get("/frequency/?q=whales&q=herring&by=language").content.decode()
        assert "numbers.csv" not in client.get("/frequency/").content.decode(), "nor has the example"

    def test_a_name_is_understood_as_on_the_page(self, client):
        make_speaker("Ada Quist")
        rows = rows_of(client.get("/frequency/numbers.csv?q=whales&said=quist"))
        assert [row["times"] for row in rows if row["year"] == "all"] == ["2"]
        assert "Said by: Ada Quist" in texts_of(client.get("/frequency/chart.svg?q=whales&said=quist"))
