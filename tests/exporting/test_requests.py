"""What is asked of an export, and what is answered where it cannot be had."""

import re
import tempfile

import pytest
from django.db import OperationalError, connection, connections

from statements.exporting import listing
from statements.exporting.columns import DOCUMENT_COLUMNS, PARAGRAPH_COLUMNS
from statements.exporting.files import FORMATS
from statements.models import Document
from statements.web import slots
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/documents/export.csv?langauge=it",
        "/documents/export.csv?rows=pages",
        "/documents/export.csv?rows=documents&rows=paragraphs",
        "/documents/export.csv?bom=perhaps",
        "/documents/export.csv?pick=no-such-document",
        "/documents/export.csv?pick=%00",
        "/documents/export.csv?columns=title,text",
        "/documents/export.csv?columns=title,title",
        "/documents/export.csv?columns=%00",
        "/documents/export.csv?rows=paragraphs&columns=text&columns=paragraphs",
        "/documents/export.ris?columns=title",
        "/documents/export.bib?columns=title",
        "/speakers/jens-stoltenberg/export.json?columns=title",
        "/documents/export.csv?date_from=soon",
        "/documents/export.csv?language=xx",
        "/documents/export.csv?" + "&".join(f"pick=remarks-{number}" for number in range(201)),
        "/search/export.csv?q=NATO&spekaer=meloni",
        "/search/export.csv?q=(",
        "/search/export.csv?q=" + "x" * 501,
        "/speakers/jens-stoltenberg/export.csv?language=it",
        "/search/export/?langauge=it",
        "/search/export/?rows=pages",
        "/search/export/?columns=titel",
        "/speakers/jens-stoltenberg/export/?language=it",
    ],
)
def test_what_is_not_understood_is_a_400_and_never_another_list(client, address):
    for prefix in ("", "/it"):
        response = client.get(f"{prefix}{address}")
        assert response.status_code == 400
        assert 'class="prose not-understood"' in response.content.decode()


def test_the_wrong_parameter_is_named(client):
    text = client.get("/documents/export.csv?langauge=it").content.decode()
    assert "<strong>Langauge</strong>: there is no such parameter" in text


def test_a_column_that_there_is_not_is_told_with_the_nearest_and_with_all(client):
    text = client.get("/search/export.csv?q=NATO&columns=date,Titel").content.decode()
    assert "<strong>Columns</strong>: there is no “Titel”, perhaps “title” is meant; there are id, slug, url" in text
    assert 'href="?q=NATO&amp;columns=date%2Ctitle" rel="nofollow">date, title</a>' in text
    text = client.get("/search/export.csv?q=NATO&columns=zzz").content.decode()
    assert "there is no “zzz”; there are id, slug, url" in text
    text = client.get("/search/export.csv?q=NATO&columns=date,title,date").content.decode()
    assert "“date” stands there twice" in text and ">date, title</a>" in text
    text = client.get("/search/export.ris?q=NATO&columns=date").content.decode()
    assert "only CSV, Excel and JSON Lines have columns" in text


def test_what_only_the_page_shows_changes_nothing(export):
    lists = ("", "&page=2", "&all=speaker", "&in_speaker=x", "&utm_source=mail", "&rows=", "&pick=", "&columns=")
    assert len({export(f"/documents/export.csv?language=it{each}")[1] for each in lists}) == 1


@pytest.mark.parametrize(
    "address", ["/documents/export.pdf", "/documents/export.", "/search/export.CSV", "/speakers/nobody/export.csv"]
)
def test_a_format_that_there_is_not_is_a_404(client, address):
    assert client.get(address).status_code == 404


def test_words_lead_from_the_list_to_the_search(client):
    address = client.get("/documents/export.csv?q=NATO&rows=paragraphs")["Location"]
    assert address == "/search/export.csv?q=NATO&rows=paragraphs"


def test_who_was_merged_is_exported_with_who_it_is(client):
    kept, other = make_speaker("Ada Quist"), make_speaker("Ada Vik")
    make_document("Words.", speakers={"Ada Quist": "speaker"}).publish()
    other.merged_into = kept
    other.save()
    assert client.get(f"/speakers/{other.slug}/export.csv")["Location"] == "/speakers/ada-quist/export.csv"
    assert client.get(f"/speakers/{other.slug}/export/?role=speaker")["Location"] == (
        "/speakers/ada-quist/export/?role=speaker"
    )


def test_a_document_may_be_called_export(client):
    document = make_document("Words.", slug="export")
    assert client.get(document.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("deterrenza nucleare", "deterrenza-nucleare"),
        ("«Œuvre» d’été", "oeuvre-d-ete"),
        ('x"\r\nSet-Cookie: a=b', "x-set-cookie-ab"),
        ("../../etc/passwd", "etcpasswd"),
        ("北約 NATO", None),
        ("NATO " * 50, None),
    ],
)
def test_the_name_of_a_file_is_safe(client, words, name):
    response = client.head("/search/export.csv", {"q": words})
    assert response.status_code == 200
    found = re.fullmatch(r'attachment; filename="statements-([a-z0-9_-]{1,80})-\d{4}-\d\d-\d\d\.csv"',
                         response["Content-Disposition"])  # fmt: skip
    assert found and name in (None, found[1])


class TestHead:
    def test_it_has_the_headers_that_are_known_and_writes_nothing(self, client, export, monkeypatch):
        whole, _ = export("/search/export.csv?q=NATO")
        monkeypatch.setattr("statements.pages.exports.write_export", None)
        monkeypatch.setattr("statements.pages.exports.take_slot", None)
        told = client.head("/search/export.csv?q=NATO")
        for header in ("Content-Type", "Content-Disposition", "X-Total-Count", "Cache-Control"):
            assert told[header] == whole[header]
        assert not told.has_header("Content-Length"), "nobody has counted the bytes"
        assert client.head("/search/export.csv?q=NATO&nonsense=1").status_code == 400


class TestFailures:
    @pytest.mark.parametrize("ending", FORMATS)
    @pytest.mark.parametrize("rows", ["documents", "paragraphs"])
    @pytest.mark.parametrize("error", [OperationalError("gone"), OSError(28, "No space left on device")])
    def test_what_fails_in_the_middle_is_a_503_and_no_half_file(
        self, client, monkeypatch, tmp_path, ending, rows, error
    ):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        read = listing.read_published

        def read_and_fail(*args, **kwargs):
            yield from read(*args, **kwargs)
            raise error

        monkeypatch.setattr(listing, "read_published", read_and_fail)
        response = client.get(f"/documents/export.{ending}?rows={rows}")
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert not response.has_header("Content-Disposition")
        assert response["Content-Type"].startswith("text/html")
        assert [*tmp_path.iterdir()] == []

    def test_one_that_takes_too_long_is_told_to_come_back(self, client, monkeypatch, settings):
        settings.EXPORT_TIMEOUT = 1

        def slow(*args, **kwargs):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(5)")

        monkeypatch.setattr("statements.pages.exports.list_search", slow)
        response = client.get("/documents/export.csv")
        assert (response.status_code, response["Retry-After"]) == (503, "120")
        assert "longer than it may" in response.content.decode()

    def test_what_is_no_fault_of_the_database_is_a_500(self, client, monkeypatch):
        monkeypatch.setattr("statements.exporting.files.list_rows", lambda *_, **__: 1 / 0)
        client.raise_request_exception = False
        response = client.get("/documents/export.csv")
        assert response.status_code == 500
        assert not response.has_header("Content-Disposition")


class TestSlots:
    """Two exports at a time, over all processes."""

    @pytest.fixture
    def hold(self):
        """Hold slots in other connections, as other processes do."""
        held = []

        def take(number):
            for slot in range(number):
                other = connections.create_connection("default")
                held.append(other)
                other.set_autocommit(False)
                with other.cursor() as cursor:
                    cursor.execute(slots._TAKE, [slots.EXPORTS, slot])
                    assert cursor.fetchone()[0]

        yield take
        for other in held:
            other.rollback()
            other.close()

    def test_a_third_is_told_to_come_back(self, client, hold):
        hold(slots.SLOTS)
        response = client.get("/documents/export.csv")
        assert (response.status_code, response["Retry-After"]) == (503, "15")
        assert client.head("/documents/export.csv").status_code == 200, "nothing is written for it"

    def test_a_second_is_served(self, export, hold):
        hold(slots.SLOTS - 1)
        export("/documents/export.csv")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
class TestOwnTransactions:
    def test_slots_are_free_again_after_an_export_and_after_a_failure(self, client, export, monkeypatch):
        make_document("Words.").publish()
        for _ in range(slots.SLOTS + 1):
            export("/documents/export.csv")
        with monkeypatch.context() as patched:
            patched.setattr("statements.exporting.files.list_rows", lambda *_, **__: 1 / 0)
            client.raise_request_exception = False
            for _ in range(slots.SLOTS + 1):
                assert client.get("/documents/export.csv").status_code == 500
        client.raise_request_exception = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON database = pg_database.oid"
                " WHERE datname = current_database() AND locktype = 'advisory' AND classid = %s",
                [slots.EXPORTS],
            )
            assert cursor.fetchone() == (0,)

    def test_a_file_is_of_one_moment(self, export, monkeypatch):
        """What is published while a file is being written is not in it."""
        make_document("Words.", title="The first").publish()
        read = listing.read_published

        def publish_another(*args, **kwargs):
            other = connections.create_connection("default")
            with other.cursor() as cursor:
                cursor.execute("UPDATE statements_revision SET content = jsonb_set(content, '{title}', '\"Changed\"')")
            other.close()
            return read(*args, **kwargs)

        monkeypatch.setattr(listing, "read_published", publish_another)
        content = export("/documents/export.csv")[1].decode()
        assert "The first" in content and "Changed" not in content


class TestPicked:
    def test_only_the_ticked_ones_in_the_order_of_the_list(self, export):
        slugs = [make_document("Words.", date=f"200{number}").slug for number in range(4)]
        address = f"/documents/export.csv?pick={slugs[1]}&pick={slugs[3]}&bom=0"
        content = export(address)[1].decode()
        assert [line.split(",")[1] for line in content.splitlines()[1:]] == [slugs[3], slugs[1]]

    def test_one_that_the_list_has_not_is_refused(self, client):
        slug = make_document("Words.", language="en").slug
        assert client.get(f"/documents/export.csv?language=it&pick={slug}").status_code == 400
        Document.objects.filter(slug=slug).update(status="withdrawn")
        assert client.get(f"/documents/export.csv?pick={slug}").status_code == 400


class TestPageOfFormats:
    def test_it_says_how_many_before_the_click(self, client):
        page = client.get("/search/export/?q=NATO")
        assert page.context["size"].documents == client.get("/search/?q=NATO").context["total"]
        text = page.content.decode()
        for ending in FORMATS:
            for rows in ("documents", "paragraphs"):
                assert f'href="/search/export.{ending}?q=NATO&amp;rows={rows}"' in text

    @pytest.mark.parametrize(
        "address", ["/search/?q=NATO&language=it&page=1", "/documents/?year=2022", "/it/documents/"]
    )
    def test_lists_lead_to_it_with_their_filters(self, client, address):
        html = client.get(address).content.decode()
        query = address.partition("?")[2].replace("&page=1", "").replace("&", "&amp;")
        prefix = "/it" if address.startswith("/it") else ""
        assert f'href="{prefix}/search/export/{"?" if query else ""}{query}"' in html

    def test_paragraphs_are_counted_as_they_are_exported(self, client, export):
        for address in ("?q=NATO", "?language=it", ""):
            size = client.get(f"/search/export/{address}").context["size"]
            path = "/search/" if "q=" in address else "/documents/"
            file, _ = export(f"{path}export.csv{address}{'&' if address else '?'}rows=paragraphs")
            assert file["X-Total-Count"] == str(size.paragraphs)

    def test_sizes_are_about_right(self, client, export):
        page = client.get("/search/export/")
        for rows in ("documents", "paragraphs"):
            for ending in FORMATS:
                size = page.context["size"].estimate(ending, paragraphs=rows == "paragraphs")
                length = len(export(f"/documents/export.{ending}?rows={rows}")[1])
                assert length / 4 - 6_000 < size < length * 4, (ending, rows)

    def test_hits_can_be_ticked_without_scripts(self, client):
        html = client.get("/search/?q=NATO&language=it").content.decode()
        assert html.count('form="ticked" name="pick"') == client.get("/search/?q=NATO&language=it").context["total"]
        form = html.partition('<form id="ticked"')[2].partition("</form>")[0]
        assert 'action="/search/export/"' in form
        assert '<input type="hidden" name="q" value="NATO">' in form
        assert '<input type="hidden" name="language" value="it">' in form


class TestColumnsOnThePage:
    """Boxes in a form without scripts."""

    def ticked(self, html):
        return [re.findall(r'value="(\w+)" checked', part) for part in html.split('id="paragraphs"')]

    def test_all_are_ticked_and_not_in_the_addresses(self, client):
        html = client.get("/search/export/?q=NATO").content.decode()
        assert self.ticked(html) == [[*DOCUMENT_COLUMNS], [*PARAGRAPH_COLUMNS]]
        assert "columns=" not in html

    @pytest.mark.parametrize("page", ["/search/export/?q=NATO&language=it&", "/it/speakers/jens-stoltenberg/export/?"])
    def test_those_that_stay_ticked_are_in_one_parameter_of_tables(self, client, page):
        path = page.partition("?")[0]
        kept = "q=NATO&language=it&" if "q=" in page else ""
        sent = client.get(f"{page}rows=paragraphs&columns=said_by&columns=text")
        assert sent["Location"] == f"{path}?{kept}rows=paragraphs&columns=said_by,text"
        html = client.get(sent["Location"]).content.decode()
        assert self.ticked(html) == [[*DOCUMENT_COLUMNS], ["said_by", "text"]]
        links = re.findall(r'href="([^"]+export\.\w+\?[^"]+)"', html)
        chosen = [each for each in links if each.endswith("rows=paragraphs&amp;columns=said_by,text")]
        assert [each.partition("?")[0][-5:].rpartition(".")[2] for each in chosen] == ["csv", "xlsx", "jsonl"]
        assert len(links) == 2 * len(FORMATS) and sum("columns=" in each for each in links) == 3

    def test_all_of_them_need_not_be_named(self, client):
        every = "&".join(f"columns={name}" for name in DOCUMENT_COLUMNS)
        assert client.get(f"/search/export/?q=NATO&rows=documents&{every}")["Location"] == "/search/export/?q=NATO"

    def test_an_order_that_was_typed_is_kept(self, client):
        html = client.get("/search/export/?columns=title,date").content.decode()
        assert "export.csv?rows=documents&amp;columns=title,date" in html
        assert "2 of 22" in html
