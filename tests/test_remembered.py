"""Pages that are kept: never other than they would be drawn now, and drawn once."""

import gzip
import re
from datetime import timedelta

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from statements.models import Document, Entry, Revision
from statements.search import remembered
from statements.search.index.writing import bring_up_to_date
from statements.web.limits import TooSlowError, limit_to
from tests.addresses import ERRORS, VILNIUS, all_files, all_pages, make_states
from tests.cast import make_document, settle
from tests.changes import CHANGES

pytestmark = pytest.mark.django_db

MADE_BY_TRIGGERS = {"entry", "utterance", "lead", "stretch", "publication"}  # from what is in other tables
IN_THE_STATE_ITSELF = {"change"}
WATCHED = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'archive_entries_changed'::regproc"
NUMBER = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a request, on pages that say what went wrong
NOT_KEPT = ("/results/", "/original/", "/about/", "/data/", "/follow/", "/alerts/", "/preview/")


@pytest.fixture(autouse=True)
def memory(settings):
    """A memory of pages that is empty."""
    settings.PAGE_MEMORY = 32_000_000
    remembered.pages.clear()
    yield remembered.pages
    remembered.pages.clear()


@pytest.fixture
def document():
    return make_document("A heron.", title="At sea", speakers={"Ada Quist": "quoted"})


def show(rf, view):
    """What a view shows that is remembered."""
    return remembered.remember_pages(view)(rf.get("/", headers={"host": "localhost"}))


def kept_pages():
    addresses = dict.fromkeys(address.partition("#")[0] for address in (*all_pages(), *all_files()))
    return [address for address in addresses if not any(each in address for each in NOT_KEPT)]


def is_from_memory(response):
    return response.get("Server-Timing") == "memory"


def differences(client, settings, addresses):
    """The addresses at which the memory has another page than would be drawn."""
    kept = [client.get(address) for address in addresses]
    settings.PAGE_MEMORY = 0
    drawn = [client.get(address) for address in addresses]
    settings.PAGE_MEMORY = 32_000_000
    return [
        address
        for address, first, second in zip(addresses, kept, drawn, strict=True)
        if (first.status_code, NUMBER.sub(b"", first.content)) != (second.status_code, NUMBER.sub(b"", second.content))
    ]


@pytest.mark.slow
def test_every_page_is_drawn_once_and_is_the_same_from_memory(client, settings):
    make_states()
    addresses = kept_pages()
    first = [client.get(address) for address in addresses]
    assert differences(client, settings, addresses) == []
    for address, before in zip(addresses, first, strict=True):
        again = client.get(address)
        assert is_from_memory(again) == (before.status_code == 200), address
        assert NUMBER.sub(b"", again.content) == NUMBER.sub(b"", before.content)
        assert again.get("ETag") == before.get("ETag") or before.status_code != 200
        assert again.get("Content-Type") == before.get("Content-Type")


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_page_is_right_after_each_change(client, settings, document, change):
    make_states()
    addresses = [*kept_pages(), document.get_absolute_url(), "/search/?q=heron", "/speakers/ada-quist/"]
    for address in addresses:
        client.get(address)
    change(document)
    settle()
    assert differences(client, settings, addresses) == []


@pytest.mark.slow
def test_whatever_a_kept_page_reads_makes_a_new_state(client, settings):
    """A table that a page reads and that no trigger watches would leave old pages in memory."""
    make_states()
    addresses, settings.PAGE_MEMORY = kept_pages(), 0
    with CaptureQueriesContext(connection) as asked:
        for address in addresses:
            client.get(address)
    read = {table for each in asked for table in re.findall(r"\bstatements_(\w+)", each["sql"])}
    with connection.cursor() as cursor:
        cursor.execute(WATCHED)
        watched = {table.removeprefix("statements_") for (table,) in cursor.fetchall()}
    assert {"revision", "quotation", "source", "tombstone"} <= read, "the pages show all there is"
    assert read - MADE_BY_TRIGGERS - IN_THE_STATE_ITSELF - watched == set()


@pytest.fixture
def unnoticed():
    """Only time passes: what is written sets off no trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def test_the_end_of_an_embargo_makes_new_pages(client, document, unnoticed):
    for moment, is_shown in ((timezone.now() + timedelta(hours=1), False), (TransactionNow(), True)):
        Document.objects.filter(pk=document.pk).update(publish_at=moment)
        Entry.objects.filter(pk=document.pk).update(publish_at=moment)
        assert ("At sea" in client.get("/documents/").content.decode()) == is_shown


def test_the_end_of_the_embargo_of_a_version_makes_new_pages(client, document, unnoticed):
    address = document.get_absolute_url()
    revision = Revision.objects.record(document)
    for moment, is_shown in ((timezone.now() + timedelta(hours=1), False), (TransactionNow(), True)):
        Revision.objects.filter(pk=revision.pk).update(published_at=moment)
        assert client.get(f"{address}?v=1").status_code == (200 if is_shown else 404)
        assert ("v=1" in client.get(address).content.decode()) == is_shown


class TestValidators:
    @pytest.mark.parametrize(
        "address", ["/", "/documents/", "/it/search/?q=NATO", VILNIUS, f"{VILNIUS}cite/?format=ris"]
    )
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_a_browser_that_has_the_page_is_told_so_before_it_is_read(self, client, memory, address, method):
        whole = client.get(address)
        memory.clear()
        with CaptureQueriesContext(connection) as asked:
            told = getattr(client, method)(address, headers={"If-None-Match": f'"x", {whole["ETag"]}'})
        assert (told.status_code, told.content, told["ETag"]) == (304, b"", whole["ETag"])
        assert sum("statements_" in each["sql"] for each in asked) == 1, "the state"
        assert told["Vary"] == whole["Vary"]
        assert not told.has_header("Content-Length")

    def test_head_has_the_validator_of_get(self, client):
        assert client.head("/documents/")["ETag"] == client.get("/documents/")["ETag"]

    def test_it_is_another_after_a_change(self, client, document):
        before = client.get("/documents/")["ETag"]
        document.withdraw("An error")
        after = client.get("/documents/", headers={"If-None-Match": before})
        assert after.status_code == 200 and after["ETag"] != before

    @pytest.mark.slow
    def test_no_two_pages_share_one(self, client):
        make_states()
        addresses = kept_pages()
        answers = [client.get(address) for address in [*addresses, *(f"/it{each}" for each in addresses)]]
        tags = [each["ETag"] for each in answers if each.status_code == 200]
        assert len(set(tags)) == len(tags) > 50

    def test_the_validator_differs_by_host_by_day_and_by_release(self, client, monkeypatch):
        first = client.get("/documents/", headers={"host": "localhost"})
        other = client.get("/documents/", headers={"host": "127.0.0.1"})
        monkeypatch.setattr(remembered, "localdate", lambda: "tomorrow")
        later = client.get("/documents/", headers={"host": "localhost"})
        monkeypatch.setattr(remembered, "release", lambda: "the next")
        next_release = client.get("/documents/", headers={"host": "localhost"})
        assert len({each["ETag"] for each in (first, other, later, next_release)}) == 4

    def test_it_differs_by_what_the_address_says_however_it_is_written(self, client):
        escaped, raw = "/search/", "/search/"
        first = client.get(escaped, QUERY_STRING="q=%C3%83%C2%A9")
        second = client.get(raw, QUERY_STRING="q=\u00c3\u00a9")
        assert first["ETag"] != second["ETag"]

    def test_an_index_that_has_caught_up_makes_new_pages(self, client, settings, tmp_path):
        pytest.importorskip("tantivy")
        settings.INDEX_DIR = tmp_path / "index"
        before = client.get("/search/?q=NATO")
        assert before["Server-Timing"] == "database"
        bring_up_to_date()
        after = client.get("/search/?q=NATO", headers={"If-None-Match": before["ETag"]})
        assert (after.status_code, after["Server-Timing"]) == (200, "index")

    @pytest.mark.parametrize("address", ["/documents/never-was/", "/search/?q=NATO&year=last", "/documents/?q=NATO"])
    def test_whether_there_is_a_page_comes_before_any_precondition(self, client, address):
        plain = client.get(address)
        assert plain.status_code in (302, 400, 404)
        asked = client.get(address, headers={"If-Match": '"y"', "If-None-Match": '"x"'})
        assert asked.status_code == plain.status_code

    @pytest.mark.slow
    @pytest.mark.parametrize("address", ERRORS)
    def test_an_error_has_no_validator_of_a_state_and_is_not_kept(self, client, memory, address):
        make_states()
        memory.clear()
        for named in ("*", 'W/"x"'):
            response = client.get(address, headers={"If-None-Match": named})
            assert response.status_code >= 400
            assert not response.get("ETag", "").startswith("W/") and not memory


class TestMemory:
    def test_a_page_without_what_took_too_long_is_not_kept(self, client, memory, monkeypatch):
        def give_up(*args):
            with limit_to(1000):
                raise TooSlowError

        monkeypatch.setattr("statements.pages.documents.find_within", give_up)
        poor = client.get(f"{VILNIUS}?q=NATO")
        assert poor.status_code == 200
        assert not poor["ETag"].startswith("W/") and not memory

    def test_browsers_that_take_gzip_have_it_from_memory_too(self, client):
        plain = client.get("/documents/").content
        for _ in range(2):
            packed = client.get("/documents/", headers={"Accept-Encoding": "gzip"})
            assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain
            assert int(packed["Content-Length"]) == len(packed.content)
        assert is_from_memory(packed)
        assert "Accept-Encoding" in packed["Vary"]
        again = client.get("/documents/")
        assert again.content == plain and not again.has_header("Content-Encoding")

    def test_a_page_with_a_nul_is_not_kept(self, rf, memory):
        show(rf, lambda request: HttpResponse("a\0b" * 200))
        assert not memory

    def test_it_has_a_bound_in_bytes(self, client, memory):
        for number in range(400):
            memory[f"{number}", False] = remembered.Drawn(bytes(100_000), {})
        client.get("/documents/")
        assert sum(len(page.content) for page in memory.values()) <= 32_000_000
        assert is_from_memory(client.get("/documents/"))

    def test_a_page_that_would_take_much_of_it_is_shown_and_not_kept(self, rf, memory):
        large = "x" * 3_000_000
        assert show(rf, lambda request: HttpResponse(large)).content == large.encode()
        assert not memory

    def test_a_page_with_a_cookie_or_the_token_of_a_form_is_not_kept(self, rf, memory):
        def set_cookie(request):
            response = HttpResponse("x" * 300)
            response.set_cookie("who", "you")
            return response

        show(rf, set_cookie)
        show(rf, lambda request: HttpResponse(get_token(request) * 10))
        request = rf.get("/", headers={"host": "localhost"})
        request.META["CSRF_COOKIE"] = "a" * 32  # she has one already
        remembered.remember_pages(lambda request: HttpResponse(get_token(request) * 10))(request)
        assert not memory

    @pytest.mark.parametrize(("typed", "status"), [("defend every inch of", 302), ("word " * 900, 200)])
    def test_pasted_words_are_neither_kept_nor_answered_from_memory(self, client, memory, typed, status):
        for opened_before in (False, True):
            memory.clear()
            if opened_before:
                client.get("/check/")
            before = len(memory)
            tag = client.get("/check/")["ETag"] if opened_before else '"x"'
            answer = client.post("/check/", {"q": typed}, headers={"If-None-Match": tag})
            assert answer.status_code == status and not is_from_memory(answer) and len(memory) == before

    def test_no_client_decides_under_which_address_a_page_is_kept(self, client):
        for address in ("/documents/never-was", "/documents"):
            assert f"{address}/it/" not in client.get("/", SCRIPT_NAME=address).content.decode()
        assert client.get("/documents/never-was/").status_code == 404
        assert "What was said" not in client.get("/documents/").content.decode()

    def test_it_can_be_switched_off(self, client, settings, memory):
        settings.PAGE_MEMORY = 0
        client.get("/documents/")
        assert not is_from_memory(client.get("/documents/")) and not memory
