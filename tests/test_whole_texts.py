"""A long text is read whole with little of it in memory, by one reader after the other, and others are not kept."""

from concurrent.futures import ThreadPoolExecutor
from runpy import run_path
from threading import BoundedSemaphore, Lock
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from statements.editorial.review.review_views import ReviewDesk
from statements.exporting import whole
from statements.models import Source
from statements.reading import parts
from statements.reading.parts import KeptText, open_whole
from statements.reading.versions import open_version
from statements.records import published
from statements.web import limits
from statements.web.limits import MOST_WHOLE, need_turn, open_snapshot, read_in_turn
from statements.web.lobby import AT_WORK
from tests.cast import make_document, make_speaker, settle
from tests.test_deploy import DEPLOY
from tests.test_parts import add_paragraphs

pytestmark = pytest.mark.django_db

PARAGRAPHS = 1_203
ADDRESSES = (
    "/documents/the-law-of-the-sea.txt",
    "/documents/the-law-of-the-sea.txt?v=1",
    "/documents/the-law-of-the-sea/original/",
    "/api/documents/the-law-of-the-sea",
    "/api/documents/the-law-of-the-sea?v=1",
    "/api/documents?include=paragraphs&sort=added&limit=2",
)
FILES = (
    "/documents/export.jsonl?pick=the-law-of-the-sea",
    "/documents/export.csv?pick=the-law-of-the-sea&rows=paragraphs",
    "/search/export.csv?q=herring&pick=the-law-of-the-sea&rows=paragraphs",
)


@pytest.fixture
def law():
    """A text of three parts with two versions. Ada Quist wrote it, and says a paragraph of it."""
    texts = [f"Article {each} is about ships, and a herring." for each in range(1, PARAGRAPHS + 1)]
    document = make_document(slug="the-law-of-the-sea", title="The law of the sea", speakers={"Ada Quist": "author"})
    add_paragraphs(document, texts)
    content = "\n\n".join(texts).encode()
    Source.objects.create(document=document, filename="law.txt", content=content, spans=[], sha256="0" * 64)
    document.publish()
    document.paragraphs.filter(position=600).update(text="No ships.", speaker=make_speaker("Ada Quist"))
    document.publish()
    settle()
    return document


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue()


@pytest.mark.parametrize("address", [*ADDRESSES, *FILES])
def test_what_is_read_some_at_a_time_is_what_is_read_at_once(client, law, monkeypatch, settings, address):
    settings.PAGE_MEMORY = 0
    monkeypatch.setattr(published, "_LONG", 10**9)
    monkeypatch.setattr(whole, "_IN_MEMORY", 10**9)
    at_once = read(client, address)
    monkeypatch.setattr(published, "_LONG", 0)
    monkeypatch.setattr(whole, "_IN_MEMORY", 0)
    with CaptureQueriesContext(connection) as asked:
        assert read(client, address) == at_once
    fetched = [each["sql"] for each in asked if each["sql"].startswith("FETCH")]
    assert len(fetched) >= 3 or address.endswith("/original/")
    assert all(each.startswith("FETCH 500 FROM") for each in fetched)


@pytest.mark.parametrize("piece", [1_000, 1_001])
def test_a_source_is_read_in_pieces(client, law, monkeypatch, piece):
    [source] = Source.objects.filter(document=law)
    source.content = bytes(range(250)) * 20
    source.save()
    monkeypatch.setattr(parts, "_BYTES", piece)
    with CaptureQueriesContext(connection) as asked:
        assert read(client, f"{law.get_absolute_url()}original/") == source.content
    assert len([each for each in asked if "substring" in each["sql"]]) == 5 + (piece == 1_000)


def test_a_disk_that_is_full_is_no_fault_of_the_reader(client, law, monkeypatch):
    monkeypatch.setattr(whole, "_IN_MEMORY", 0)
    monkeypatch.setattr(whole, "write_whole", Mock(side_effect=OSError(28, "No space left on device")))
    for address in ADDRESSES:
        response = client.get(address)
        assert (response.status_code, "Retry-After" in response) == (503, True), address


def test_one_paragraph_and_mere_facts_wait_for_nobody(client, law, monkeypatch):
    monkeypatch.setattr(published, "_LONG", 0)
    monkeypatch.setattr(limits, "_readers", BoundedSemaphore(1))
    limits._readers.acquire()
    address = "/api/documents/the-law-of-the-sea"
    facts = client.get(f"{address}?fields=title,versions").json()
    assert (facts["title"], len(facts["versions"])) == ("The law of the sea", 2)
    for number, text in ((1, "Article 600 is about ships, and a herring."), (2, "No ships.")):
        answer = client.get(f"{address}/paragraphs/pk600?v={number}").json()
        assert (answer["position"], answer["text"]) == (600, text)
    assert client.get(f"{address}/paragraphs/pk9999").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_has_a_validator_and_a_length_and_head_has_no_body(client, law, monkeypatch, address):
    monkeypatch.setattr(whole, "_IN_MEMORY", 0)
    got, head = client.get(address), client.head(address)
    length = len(got.getvalue())
    assert got.streaming
    assert got["Content-Length"] == head["Content-Length"] == str(length)
    assert head.getvalue() == b""
    assert client.get(address, headers={"If-None-Match": got["ETag"]}).status_code == 304


@pytest.mark.parametrize("number", [None, 1])
def test_paragraphs_that_are_not_in_memory_are_a_sequence_all_the_same(law, number):
    text = open_version(law, number).text if number else KeptText(law.pk)
    rows = open_whole(text, open_version(law, number).content).paragraphs
    assert len(rows) == len(list(rows)) == PARAGRAPHS
    assert [rows[place].key for place in (0, 600, -1)] == ["pk1", "pk601", "pk1203"]
    assert [each.key for each in rows[500:502]] == ["pk501", "pk502"]
    assert [each.key for each in list(rows)[500:502]] == ["pk501", "pk502"]
    assert rows[5:2] == rows[9_000:] == []
    with pytest.raises(ValueError, match="follow one another"):
        rows[::-1]


class Turn:
    """A lock that notes of whoever comes whether a transaction is open."""

    def __init__(self):
        self.lock, self.transactions = Lock(), list[bool]()

    def __enter__(self):
        self.transactions.append(connection.in_atomic_block)
        self.lock.acquire()

    def __exit__(self, *_):
        self.lock.release()


def test_thirteen_readers_are_served_one_after_the_other_and_wait_outside_of_transactions(monkeypatch):
    turn, inside, most = Turn(), list[int](), list[int]()
    monkeypatch.setattr(limits, "_one_whole", turn)

    def read_whole():
        with open_snapshot(60_000):
            need_turn()
            inside.append(1)
            most.append(len(inside))
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.01)")
            inside.pop()
        return True

    def come(_):
        try:
            return read_in_turn(read_whole)
        finally:
            connection.close()

    with ThreadPoolExecutor(13) as readers:
        assert list(readers.map(come, range(13))) == [True] * 13
    assert most == [1] * 13
    assert turn.transactions == [False] * 13


def test_the_next_one_has_a_turn_whatever_became_of_the_page():
    def fail():
        need_turn()
        raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            read_in_turn(fail)
    assert not limits._one_whole.locked()
    assert limits._has_turn.get() is None


def test_a_turn_within_a_turn_is_the_same():
    assert read_in_turn(lambda: read_in_turn(lambda: need_turn() or "read")) == "read"


def test_who_comes_when_many_wait_already_is_told_so_at_once_and_others_are_served(
    client, admin_client, law, monkeypatch
):
    monkeypatch.setattr(limits, "_readers", BoundedSemaphore(1))
    limits._readers.acquire()
    review = f"/admin/statements/document/{law.pk}/review/"
    for address in (*ADDRESSES, review):
        response = admin_client.get(address)
        assert (response.status_code, "Retry-After" in response) == (503, True), address
    for address in ("/health/live", law.get_absolute_url(), "/documents/"):
        assert client.get(address).status_code == 200
    limits._readers.release()
    assert read(client, ADDRESSES[0])


def test_the_review_of_a_long_text_is_made_alone(admin_client, law, monkeypatch):
    locked, review = list[bool](), ReviewDesk._review

    def note(*args, **kwargs):
        locked.append(limits._one_whole.locked())
        return review(*args, **kwargs)

    monkeypatch.setattr(ReviewDesk, "_review", note)
    for document in (law, make_document("We sail.", status="draft")):
        assert admin_client.get(f"/admin/statements/document/{document.pk}/review/").status_code == 200
    assert locked == [True, False]
    assert not limits._one_whole.locked()


def test_threads_are_left_for_others_while_all_who_may_wait_do():
    assert run_path(str(DEPLOY / "gunicorn.conf.py"))["threads"] >= MOST_WHOLE + 4
    assert AT_WORK >= MOST_WHOLE + 4


def test_who_reads_a_whole_text_has_more_time(settings):
    settings.PAGE_TIMEOUT = 1_000
    with open_snapshot(1), connection.cursor() as cursor:
        need_turn()
        cursor.execute("SELECT pg_sleep(0.01)")
