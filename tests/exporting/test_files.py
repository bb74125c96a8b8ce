"""The files of a list, read back by programs that others have written."""

import csv
import hashlib
import io
import json
import re
from base64 import b64encode

import bibtexparser
import openpyxl
import pytest
import rispy
from django.conf import settings

from statements.exporting.columns import DOCUMENT_COLUMNS, PARAGRAPH_COLUMNS
from statements.models import Document, Quotation
from tests.addresses import make_turns
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

LISTS = [
    "/documents/export.{}?",
    "/documents/export.{}?language=it&sort=oldest",
    "/search/export.{}?q=NATO",
    "/search/export.{}?q=alleati&language=it",
    "/search/export.{}?q=deterrenza+nothing+zzzz",
    "/search/export.{}?q=Zelenskyy",
    "/it/search/export.{}?q=OTAN&sort=newest",
    "/speakers/jens-stoltenberg/export.{}?",
    "/speakers/jens-stoltenberg/export.{}?role=interlocutor",
]
EVERY_LIST = pytest.mark.parametrize("address", LISTS)


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_sheet(content, name):
    sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return [dict(zip(head, row, strict=True)) for row in rows]


def page_of(address):
    """The page of the list that is exported."""
    return address.replace("export.{}", "")


def slugs_on(client, address):
    """The slugs of the documents of a list, in the order of its pages."""
    page = client.get(page_of(address))
    return [document.slug for document in page.context["documents"]]


@EVERY_LIST
def test_every_format_has_the_documents_that_the_page_counts(client, export, address):
    if address == LISTS[7]:  # the page of a speaker has them in sections
        documents = Document.objects.filter(participations__speaker__slug="jens-stoltenberg").newest_first()
        wanted = [each.slug for each in documents]
    else:
        wanted = slugs_on(client, address)
    assert wanted
    for ending, slugs_in in {
        "csv": lambda content: [row["slug"] for row in read_csv(content)],
        "xlsx": lambda content: [row["slug"] for row in read_sheet(content, "documents")],
        "jsonl": lambda content: [json.loads(line)["slug"] for line in content.splitlines()],
        "ris": lambda content: [row["urls"][0].split("/")[-2] for row in rispy.loads(content.decode())],
        "bib": lambda content: [
            entry["url"].split("/")[-2] for entry in bibtexparser.parse_string(content.decode()).entries
        ],
        "json": lambda content: [item["URL"].split("/")[-2] for item in json.loads(content)],
    }.items():
        response, content = export(address.format(ending))
        assert slugs_in(content) == wanted, ending
        assert response["X-Total-Count"] == str(len(wanted))


@EVERY_LIST
def test_every_format_has_the_same_paragraphs(export, address):
    found = {}
    for ending, keys_in in {
        "csv": lambda content: [row["key"] for row in read_csv(content)],
        "xlsx": lambda content: [row["key"] for row in read_sheet(content, "paragraphs")],
        "jsonl": lambda content: [json.loads(line)["key"] for line in content.splitlines()],
        "ris": lambda content: [row["urls"][0].partition("#")[2] for row in rispy.loads(content.decode())],
        "bib": lambda content: [
            entry["url"].partition("#")[2] for entry in bibtexparser.parse_string(content.decode()).entries
        ],
        "json": lambda content: [item["URL"].partition("#")[2] for item in json.loads(content)],
    }.items():
        response, content = export(f"{address.format(ending)}&rows=paragraphs")
        found[ending] = keys_in(content)
        assert response["X-Total-Count"] == str(len(found[ending]))
    assert found["csv"]
    assert all(keys == found["csv"] for keys in found.values())


def test_all_matches_are_exported_not_only_those_of_a_page(export):
    for number in range(45):
        make_document(f"Herons {number}.", "Nothing.", title=f"On herons {number}").publish()
    assert export("/search/export.csv?q=herons")[0]["X-Total-Count"] == "45"
    rows = read_csv(export("/search/export.csv?q=herons&rows=paragraphs&page=2")[1])
    assert len({row["id"] for row in rows}) == len(rows) == 45, "the words stand in one paragraph of each"


def test_best_first_is_the_order_of_the_page(client, export):
    for number in range(30):
        make_document("Heron " * (number % 7 + 1), title=f"Remarks {number}", date=f"20{number:02}")
    pages = [client.get(f"/search/?q=heron&page={page}").context["documents"] for page in (1, 2)]
    wanted = [document.slug for page in pages for document in page]
    assert [row["slug"] for row in read_csv(export("/search/export.csv?q=heron")[1])] == wanted


def test_paragraphs_are_those_with_words_of_the_search(export):
    make_document("The heron rises.", "It lands.", "A grey heron.").publish()
    rows = read_csv(export("/search/export.csv?q=heron+rises&rows=paragraphs")[1])
    assert [row["text"] for row in rows] == ["The heron rises.", "A grey heron."]
    assert [row["text"] for row in read_csv(export("/search/export.csv?q=number:34&rows=paragraphs")[1])]


class TestWhoSaysIt:
    """Nobody is given words of somebody else."""

    @pytest.fixture(autouse=True)
    def turns(self):
        make_turns()
        Document.objects.get(slug="three-at-the-dock").publish()

    def rows(self, export, query=""):
        address = f"/documents/export.jsonl?pick=three-at-the-dock&rows=paragraphs{query}"
        return [json.loads(line) for line in export(address)[1].splitlines()]

    def test_turns_quotations_and_what_is_nobodys_are_told_apart(self, export):
        first, stage, last = self.rows(export)
        assert first["said_by"] == ["Ada Quist"]
        assert [(first["text"][start:end], name) for start, end, name in first["quotations"]] == [
            ('"aye"', "Bo Dahl"),
            ('"no"', "Mia Berg"),
        ]
        assert stage["said_by"] == last["said_by"] == [], "a stage direction, and a paragraph that nobody is known for"

    def test_a_search_for_what_somebody_says_has_her_paragraphs(self, export):
        assert [row["position"] for row in self.rows(export, "&said=ada-quist")] == [1]
        assert [row["position"] for row in self.rows(export, "&said=bo-dahl")] == [1], "quoted there"
        for words, number in (("aye", "1"), ("said", "0"), ("no", "0")):
            response, _ = (
                export(f"/search/export.csv?q={words}+AND+dock&said=bo-dahl&rows=paragraphs")
                if 0
                else (export(f"/search/export.csv?q=said:dahl+{words}+OR+dock&rows=paragraphs"))
            )
            assert response["X-Total-Count"] == number, words

    def test_a_table_has_nobody_for_what_is_nobodys(self, export):
        rows = read_csv(export("/documents/export.csv?pick=three-at-the-dock&rows=paragraphs")[1])
        assert [row["said_by"] for row in rows] == ["Ada Quist", "", ""]
        assert rows[0]["quoted"] == "Bo Dahl; Mia Berg"


class TestFacts:
    def test_the_columns_are_those_documented(self, export):
        for rows, columns in (("documents", DOCUMENT_COLUMNS), ("paragraphs", PARAGRAPH_COLUMNS)):
            content = export(f"/documents/export.csv?rows={rows}&bom=0")[1].decode()
            assert content.partition("\r\n")[0] == ",".join(columns)
            assert content.count("\r\n") >= 5

    def test_dates_are_no_more_precise_than_known(self, export):
        rows = {row["id"]: row for row in read_csv(export("/documents/export.csv?")[1])}
        ministers, undated = rows["seed-003"], rows["seed-002"]
        assert [ministers[name] for name in ("date", "date_start", "date_end")] == [
            "2022-10", "2022-10-01", "2022-10-31",
        ]  # fmt: skip
        assert [undated[name] for name in ("date", "date_start", "date_end")] == ["", "", ""]

    def test_a_title_that_the_archive_gave_is_told(self, export):
        rows = {row["id"]: row for row in read_csv(export("/documents/export.csv?")[1])}
        assert (rows["seed-004"]["title"], rows["seed-004"]["title_assigned"]) == (
            "Comunicato del Vertice di Vilnius", "true",
        )  # fmt: skip

    def test_words_are_those_of_the_last_public_version(self, export):
        document = make_document("The first words.", slug="at-the-dock", speakers={"Ada Quist": "speaker"})
        document.publish()
        document.paragraphs.update(text="Never published.")
        [record] = (json.loads(line) for line in export("/documents/export.jsonl?pick=at-the-dock")[1].splitlines())
        assert [each["text"] for each in record["paragraphs"]] == ["The first words."]
        assert record["url"].endswith("/documents/at-the-dock/?v=1")
        assert record["paragraphs"][0]["url"] == f"{record['url']}#{record['paragraphs'][0]['key']}"
        assert record["sha256"] == document.revisions.get().sha256
        assert record["participants"] == [{"name": "Ada Quist", "slug": "ada-quist", "role": "speaker", "titles": []}]

    def test_what_has_no_version_is_exported_as_it_is(self, export):
        make_document("Words.", slug="at-the-dock")
        [record] = (json.loads(line) for line in export("/documents/export.jsonl?pick=at-the-dock")[1].splitlines())
        assert (record["version"], record["sha256"], record["paragraphs"][0]["text"]) == (None, None, "Words.")
        assert record["url"].endswith("/documents/at-the-dock/")

    def test_offsets_count_code_points(self, export):
        document = make_document("🕊 She said: we sail.", slug="at-the-dock")
        paragraph = document.paragraphs.get()
        start = paragraph.text.index("we")
        Quotation.objects.create(
            paragraph=paragraph, speaker=make_speaker("Bo Dahl"), start=start, end=len(paragraph.text)
        )
        [row] = read_csv(export("/documents/export.csv?pick=at-the-dock&rows=paragraphs")[1])
        assert json.loads(row["quotations"]) == [[start, len(row["text"]), "Bo Dahl"]]


class TestChosenColumns:
    """Those that an address names, in its order, with the values that they have among all."""

    @EVERY_LIST
    @pytest.mark.parametrize(
        ("rows", "columns"), [("documents", "date,title,url,mentioned"), ("paragraphs", "said_by,kind,text,quotations")]
    )
    def test_every_table_has_them_in_their_order(self, export, address, rows, columns):
        names, address = columns.split(","), f"{address}&rows={rows}"
        whole = read_csv(export(address.format("csv"))[1])
        content = export(f"{address.format('csv')}&columns={columns}")[1]
        wanted = [[row[name] for name in names] for row in whole]
        assert content.decode("utf-8-sig").startswith(f"{columns}\r\n")
        assert [[*row.values()] for row in read_csv(content)] == wanted
        content = export(f"{address.format('xlsx')}&columns={columns}")[1]
        sheet = read_sheet(content, rows)
        assert [*sheet[0]] == [*names, "part"]
        assert [[row[name] or "" for name in names] for row in sheet] == wanted
        response, content = export(f"{address.format('jsonl')}&columns={columns}")
        lines = [json.loads(line) for line in content.splitlines()]
        assert [[*line] for line in lines] == [names] * len(wanted)
        assert [[self.write(line[name]) for name in names] for line in lines] == wanted
        assert response["X-Total-Count"] == str(len(wanted))

    def write(self, value):
        """A value of JSON as tables have it."""
        if value and isinstance(value, list):
            return json.dumps(value, ensure_ascii=False) if isinstance(value[0], list) else "; ".join(value)
        return value or ""

    def test_they_may_be_named_one_by_one(self, export):
        queries = ("columns=title,date", "columns=title&columns=date", "columns=title,+date,")
        contents = {export(f"/documents/export.csv?{query}")[1] for query in queries}
        assert len(contents) == 1

    def test_numbers_and_truth_are_no_texts_in_json(self, export):
        content = export("/documents/export.jsonl?columns=title_assigned,paragraphs&sort=oldest")[1]
        assert {type(value) for line in content.splitlines() for value in json.loads(line).values()} == {bool, int}

    def test_the_words_are_not_read_where_no_column_has_them(self, export, monkeypatch):
        monkeypatch.setattr("statements.exporting.files.read_listing", None)
        export("/documents/export.jsonl?columns=title")


class TestCitations:
    def test_they_are_those_of_the_pages(self, client, export):
        for ending, name in (("ris", "ris"), ("bib", "bibtex")):
            everything = export(f"/documents/export.{ending}?")[1].decode()
            for document in Document.objects.published():
                alone = client.get(f"{document.get_absolute_url()}cite/?format={name}").content.decode()
                assert alone in everything

    def test_paragraphs_are_cited_as_on_their_pages(self, client, export):
        everything = export("/documents/export.ris?rows=paragraphs")[1].decode()
        for document in Document.objects.published():
            for key in document.paragraphs.values_list("key", flat=True)[:3]:
                alone = client.get(f"{document.get_absolute_url()}cite/{key}/?format=ris").content.decode()
                assert alone in everything

    def test_keys_that_bibtex_takes_for_one_are_told_apart(self, export):
        for slug in ("at-the-dock", "At-The-Dock", "AT-the-dock"):
            make_document("Words.", slug=slug)
        content = export("/documents/export.bib?pick=at-the-dock&pick=At-The-Dock&pick=AT-the-dock")[1].decode()
        keys = [entry.key for entry in bibtexparser.parse_string(content).entries]
        assert len({key.lower() for key in keys}) == 3
        assert {key[-1] for key in keys} == {"k", "a", "b"}

    def test_an_empty_list_is_an_empty_file_of_its_format(self, export):
        assert json.loads(export("/documents/export.json?year=1800")[1]) == []
        assert export("/documents/export.ris?year=1800")[1] == b""
        assert read_csv(export("/documents/export.csv?year=1800")[1]) == []
        assert read_sheet(export("/documents/export.xlsx?year=1800")[1], "documents") == []


def test_the_headers_tell_what_the_file_is(export):
    response, content = export("/search/export.csv?q=NATO")
    assert response["Content-Length"] == str(len(content))
    digest = b64encode(hashlib.sha256(content).digest()).decode()
    assert response["Repr-Digest"] == f"sha-256=:{digest}:"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"


def test_a_file_is_sent_as_long_as_it_says_whatever_the_browser_unpacks(client):
    response = client.get("/documents/export.jsonl", headers={"Accept-Encoding": "gzip, br"})
    assert not response.has_header("Content-Encoding")
    assert response["Content-Length"] == str(len(b"".join(response.streaming_content)))


def test_the_page_of_the_docs_lists_the_columns_in_their_order():
    told = (settings.BASE_DIR / "docs" / "exporting.md").read_text(encoding="utf-8")
    for name, columns in (("Documents", DOCUMENT_COLUMNS), ("Paragraphs", PARAGRAPH_COLUMNS)):
        listed = told.partition(f"**{name}:**")[2].partition("\n\n")[0]
        assert tuple(re.findall(r"`(\w+)`", listed)) == columns
