"""Documents, changes, people and quoted addresses as JSON: as described, all of it, and nothing that is not public."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate as validate_openapi

from statements.api import documents
from statements.api.cursors import read_cursor, write_cursor
from statements.api.resolving import QuotedAddress, read_address
from statements.api.schema import SCHEMA
from statements.models import Document, Publication, Revision, Status
from statements.search.request import NotUnderstoodError
from statements.urls import urlpatterns
from tests.cast import make_document, make_speaker, settle

pytestmark = pytest.mark.django_db

VILNIUS = "comunicato-del-vertice-di-vilnius"


def publish(*texts, **fields):
    document = make_document(*texts, **{"status": Status.DRAFT, **fields})
    document.publish()
    settle()
    return document


def get(client, address, status=200):
    """An answer that is as described."""
    response = client.get(address)
    assert response.status_code == status, response.content
    check(response, describe(address), "get")
    return response.json()


def describe(address):
    """The path of the description that an address belongs to."""
    parts = address.partition("?")[0].split("/")
    names = {3: "{slug}", 5: "{key}"}
    return "/".join(names.get(place, part) if len(parts) > 3 else part for place, part in enumerate(parts))


def check(response, path, method):
    told = SCHEMA["paths"][path][method]["responses"][str(response.status_code)]["content"]
    schema = told[response["Content-Type"].partition(";")[0]]["schema"]
    Draft202012Validator(schema).validate(response.json())


def walk(client, address):
    """All items of a list, page after page."""
    found = []
    while address:
        answer = get(client, address.removeprefix("http://testserver"))
        found += answer["items"]
        address = answer["next"]
    return found


def slugs(items):
    return [each["slug"] for each in items]


def test_the_description_is_valid_and_has_every_address(client):
    response = client.get("/api/openapi.json")
    validate_openapi(response.json())
    described = {re.sub(r"\{(\w+)\}", r"<slug:\1>", path) for path in SCHEMA["paths"]}
    routes = {f"/{each.pattern}" for each in urlpatterns if str(each.pattern).startswith("api/") and each.name}
    assert routes - {"/api/openapi.json"} == described


class TestList:
    @pytest.mark.parametrize("sort", documents.SORTS)
    @pytest.mark.parametrize("limit", [1, 2, 500])
    def test_every_document_is_listed_once_in_every_order(self, client, sort, limit):
        for date in ("", "2024", "2024-01-01", "2024-01-01"):
            publish("A heron.", date=date)
        found = walk(client, f"/api/documents?sort={sort}&limit={limit}")
        public = set(Document.objects.published().values_list("slug", flat=True))
        assert len(found) == len(public)
        assert set(slugs(found)) == public

    def test_orders_are_those_of_the_pages(self, client):
        for sort in ("newest", "oldest", "added"):
            shown = client.get(f"/documents/?sort={sort}").context["documents"]
            assert slugs(walk(client, f"/api/documents?sort={sort}")) == [each.slug for each in shown]
        assert slugs(walk(client, "/api/documents")) == slugs(walk(client, "/api/documents?sort=added"))[::-1]

    def test_what_becomes_public_meanwhile_comes_at_the_end_and_moves_nothing(self, client):
        first = get(client, "/api/documents?limit=3")
        new = publish("A heron.", date="1907")
        Document.objects.get(slug=first["items"][0]["slug"]).withdraw()
        settle()
        rest = walk(client, first["next"].removeprefix("http://testserver"))
        assert len(rest) == 3
        assert rest[-1]["slug"] == new.slug
        assert not set(slugs(rest)) & set(slugs(first["items"]))

    def test_filters_are_those_of_the_search_and_the_count_is_true(self, client):
        query = "q=NATO&language=it"
        total = client.get(f"/search/?{query}").context["total"]
        answer = get(client, f"/api/documents?{query}&count=1&limit=1")
        assert answer["count"] == total == len(walk(client, f"/api/documents?{query}&limit=1"))
        assert "count" not in get(client, f"/api/documents?{query}")

    def test_the_next_page_is_also_in_a_header(self, client):
        response = client.get("/api/documents?limit=1")
        assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'
        assert "Link" in response["Access-Control-Expose-Headers"]
        assert "Link" not in client.get("/api/documents")

    def test_fields_and_more_are_chosen(self, client):
        group = uuid4()
        publish("A heron.", slug="at-sea", translation_group=group)
        publish("Un airone.", slug="in-mare", language="it", translation_group=group)
        [item] = get(client, "/api/documents?q=heron&fields=slug,title")["items"]
        assert set(item) == {"slug", "title"}
        [item] = get(client, "/api/documents?q=heron&include=paragraphs,translations")["items"]
        assert [each["text"] for each in item["paragraphs"]] == ["A heron."]
        assert slugs(item["translations"]) == ["in-mare"]
        [item] = get(client, "/api/documents?q=heron")["items"]
        assert not {"paragraphs", "translations", "versions"} & set(item)

    def test_a_page_of_long_texts_ends_early_and_nothing_is_lost(self, client, monkeypatch):
        monkeypatch.setattr(documents, "_MOST_CHARACTERS", 10)
        for number in range(4):
            publish(f"A heron, number {number}.")
        address = "/api/documents?q=heron&include=paragraphs&limit=3"
        assert len(get(client, address)["items"]) == 1
        assert len(walk(client, address)) == 4

    @pytest.mark.parametrize(
        "query",
        [
            "langauge=it", "language=xx", "speaker=nobody", "publisher=-nobody", "q=((", "q=%00", "sort=relevance",
            "sort=x", "limit=0", "limit=501", "limit=x", "limit=", "limit=101&include=paragraphs", "fields=x",
            "fields=slug,", "include=x", "count=2", "cursor=x", "cursor=%00", "cursor=e30", "cursor=W10", "page=2",
            "q=speaker:nobody",
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_told(self, client, query):
        problem = get(client, f"/api/documents?{query}", status=400)
        assert problem["detail"]
        assert problem["errors"]

    def test_a_cursor_belongs_to_its_filters_and_order(self, client):
        cursor = get(client, "/api/documents?limit=1")["next"].partition("cursor=")[2]
        assert "other filters" in get(client, f"/api/documents?limit=1&sort=newest&cursor={cursor}", 400)["detail"]
        assert "other filters" in get(client, f"/api/documents?language=it&cursor={cursor}", 400)["detail"]
        assert get(client, f"/api/documents?limit=2&fields=slug&cursor={cursor}")["items"]


@pytest.mark.parametrize(
    "place", [(), (1,), (1, 2, 3), (None, "x"), (None, 1), (1.5, 1), (True, 1), (-1, 1), (2**70, 1), ([], 1)]
)
def test_a_cursor_of_another_form_is_refused(place):
    with pytest.raises(NotUnderstoodError):
        read_cursor(write_cursor("x", place), "x", (int, int))


class TestDocument:
    def test_it_has_words_people_versions_and_translations(self, client):
        document = publish(
            'She said "aye".',
            "And no.",
            slug="at-sea",
            date="2024-03",
            speakers={"Ada Quist": "author", "Bo Ek": "quoted"},
        )
        row = document.paragraphs.get(position=1)
        row.quotations.create(speaker=make_speaker("Bo Ek"), start=9, end=14)
        document.publish()
        settle()
        record = get(client, "/api/documents/at-sea")
        first = record["paragraphs"][0]
        assert (first["text"], first["said_by"], first["quotations"]) == (row.text, ["Ada Quist"], [[9, 14, "Bo Ek"]])
        assert first["url"] == f"http://testserver/documents/at-sea/?v=2#{row.key}"
        assert (record["date"], record["date_start"], record["date_end"]) == ("2024-03", "2024-03-01", "2024-03-31")
        assert [each["version"] for each in record["versions"]] == [1, 2]
        assert record["versions"][1]["sha256"] == record["sha256"]
        events = Publication.objects.filter(document_id=document.pk)
        assert record["added"] == events[0].at.isoformat().replace("+00:00", "Z")
        assert record["changed"] == events[1].at.isoformat().replace("+00:00", "Z")
        assert get(client, "/api/documents/at-sea/versions")["items"] == record["versions"]

    def test_an_earlier_version_keeps_its_words(self, client):
        document = publish("We sail at dawn.", slug="at-sea")
        document.paragraphs.update(text="We sail at noon.")
        Revision.objects.record(document, note="The hour")
        key = document.paragraphs.get().key
        assert get(client, "/api/documents/at-sea?v=1")["paragraphs"][0]["text"] == "We sail at dawn."
        assert get(client, "/api/documents/at-sea")["versions"][1]["note"] == "The hour"
        assert get(client, f"/api/documents/at-sea/paragraphs/{key}?v=1")["text"] == "We sail at dawn."
        assert get(client, f"/api/documents/at-sea/paragraphs/{key}")["text"] == "We sail at noon."
        get(client, "/api/documents/at-sea?v=3", 404)
        get(client, "/api/documents/at-sea?v=x", 404)
        get(client, "/api/documents/at-sea/paragraphs/nothing", 404)

    def test_what_is_gone_is_a_410_with_the_reason_and_without_its_words(self, client):
        document = publish("A heron.", title="At sea", slug="x-1")
        key = document.paragraphs.get().key
        document.withdraw("It was sent too early")
        settle()
        for address in ("", "?v=1", "/versions", f"/paragraphs/{key}"):
            problem = get(client, f"/api/documents/x-1{address}", 410)
            assert (problem["reason"], problem["deleted"]) == ("It was sent too early", False)
            assert "heron" not in json.dumps(problem) and "At sea" not in json.dumps(problem)
        document.bury()
        settle()
        assert get(client, "/api/documents/x-1", 410)["deleted"]

    @pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "in-review"}, {"publish_at": 1}])
    def test_what_was_never_public_is_a_404(self, client, fields):
        if "publish_at" in fields:
            fields = {"publish_at": timezone.now() + timedelta(hours=1)}
        document = make_document("A heron.", slug="at-sea", **fields)
        Revision.objects.record(document)
        settle()
        get(client, "/api/documents/at-sea", 404)
        assert "at-sea" not in json.dumps(walk(client, "/api/documents"))

    def test_other_endings_of_its_address_are_for_programs(self, client):
        publish("A heron.", "An oboe.", title="At sea", slug="at-sea")
        response = client.get("/documents/at-sea.txt")
        assert (response.content.decode(), response["Content-Language"]) == ("At sea\n\nA heron.\n\nAn oboe.\n", "en")
        assert client.get("/fr/documents/at-sea.json?v=1")["Location"] == "/api/documents/at-sea?v=1"
        assert client.get("/documents/at-sea.xml").status_code == 404
        Document.objects.get(slug="at-sea").withdraw("An error")
        assert client.get("/documents/at-sea.txt").status_code == 410


class TestChanges:
    def test_who_reads_on_has_all_that_happened_in_its_order(self, client):
        document = publish("A heron.", slug="at-sea", speakers={"Ada Quist": "author"})
        document.paragraphs.update(text="A grey heron.")
        Revision.objects.record(document, note="The colour")
        settle()
        document.withdraw("An error")
        settle()
        found, address = [], "/api/changes?limit=2"
        while True:
            answer = get(client, address.removeprefix("http://testserver"))
            found += answer["items"]
            address = answer["next"]
            if not answer["more"]:
                break
        own = [each for each in found if each["slug"] == "at-sea"]
        assert len(found) == 8
        assert [(each["event"], each["version"], each["note"]) for each in own] == [
            ("published", 1, None),
            ("revised", 2, None),
            ("withdrawn", 2, "An error"),
        ]
        assert own[0]["speakers"] == ["ada-quist"]
        assert "title" not in own[0]
        assert get(client, address.removeprefix("http://testserver"))["items"] == []
        document.publish()
        settle()
        assert [each["event"] for each in get(client, address.removeprefix("http://testserver"))["items"]] == [
            "restored"
        ]

    def test_one_may_begin_at_a_moment(self, client):
        tomorrow = (timezone.now() + timedelta(days=1)).date()
        assert len(get(client, "/api/changes?since=2020-01-01")["items"]) == 5
        assert get(client, f"/api/changes?since={tomorrow}")["items"] == []
        assert get(client, "/api/changes?since=2020-01-01T00:00:00Z")["items"]
        assert get(client, "/api/changes?since=2020-01-01T00:00:00%2B02:00")["items"]

    @pytest.mark.parametrize(
        "query",
        [
            "since=x",
            "since=9999-12-31T23:59:59-23:59",
            "since=0001-01-01T00:00:00%2B23:59",
            "since=2020",
            "since=2020-01-01T00:00",
            "cursor=x",
            "after=1",
            "limit=1001",
        ],
    )
    def test_what_is_wrong_is_told(self, client, query):
        get(client, f"/api/changes?{query}", 400)

    def test_a_cursor_and_a_moment_are_one_too_many(self, client):
        cursor = get(client, "/api/changes")["cursor"]
        get(client, f"/api/changes?since=2020-01-01&cursor={cursor}", 400)


class TestPeople:
    def test_all_are_listed_once(self, client):
        found = walk(client, "/api/speakers?limit=2")
        assert len(found) == len({each["slug"] for each in found}) == client.get("/speakers/").context["total"]
        meloni = get(client, "/api/speakers/giorgia-meloni")
        assert meloni in found
        assert meloni["offices"][0]["titles"]["it"] == "Presidente del Consiglio"
        get(client, "/api/speakers/nobody", 404)

    def test_those_of_drafts_are_not(self, client):
        make_document("A heron.", status="draft", speakers={"Ada Quist": "author"})
        get(client, "/api/speakers/ada-quist", 404)
        assert "ada-quist" not in slugs(walk(client, "/api/speakers"))

    def test_publishers_say_how_many_documents_they_have(self, client):
        assert {(each["slug"], each["documents"]) for each in get(client, "/api/publishers")["items"]} == {
            ("nato", 1),
            ("ministero-degli-affari-esteri", 1),
            ("presidenza-del-consiglio-dei-ministri", 1),
        }


def test_a_frequency_has_the_numbers_of_its_file(client):
    found = get(client, "/api/frequency?q=NATO&q=Ucraina")["items"]
    lines = client.get("/frequency/numbers.csv?q=NATO&q=Ucraina&bom=0").content.decode().splitlines()
    assert len(found) == len(lines) - 1
    assert found[0]["times"] == int(lines[1].split(",")[2])
    get(client, "/api/frequency", 400)
    get(client, "/api/frequency?q=NATO&x=1", 400)


def test_a_quotation_is_checked(client):
    found = get(client, "/api/check?q=ogni+centimetro+del+territorio+alleato")
    assert (found["verdict"], found["documents"]) == ("exact", 1)
    assert VILNIUS in found["address"]
    assert get(client, "/api/check?q=no+such+words+here")["verdict"] == "none"
    get(client, "/api/check?q=", 400)
    get(client, "/api/check", 400)


class TestResolve:
    def ask(self, client, *addresses, status=200):
        response = client.post("/api/resolve", {"addresses": addresses}, content_type="application/json")
        assert response.status_code == status, response.content
        check(response, "/api/resolve", "post")
        return response.json().get("items")

    def test_it_says_what_became_of_what_was_quoted(self, client):
        document = publish(
            "We sail at dawn.", "And we land.", "We wait.", slug="at-sea", speakers={"Ada Quist": "author"}
        )
        keys = list(document.paragraphs.order_by("position").values_list("key", flat=True))
        document.paragraphs.filter(position=1).update(text="We sail at noon.")
        document.paragraphs.filter(position=2).delete()
        document.publish()
        settle()
        pin = "https://example.org/it/documents/at-sea/?v=1"
        found = self.ask(client, *(f"{pin}#{key}" for key in keys), pin, f"{pin}#nothing", "/documents/nobody/", "x y")
        assert [each["status"] for each in found] == [
            "changed", "removed", "current", "changed", "unknown", "unknown", "unknown"
        ]  # fmt: skip
        assert (found[0]["text"], found[0]["text_now"]) == ("We sail at dawn.", "We sail at noon.")
        assert (found[0]["latest"], found[0]["said_by"]) == (2, ["Ada Quist"])
        assert found[0]["url"] == f"http://testserver/documents/at-sea/?v=1#{keys[0]}"
        document.withdraw("An error")
        settle()
        [gone] = self.ask(client, f"{pin}#{keys[0]}")
        assert (gone["status"], gone["reason"], gone["text"]) == ("withdrawn", "An error", None)

    @pytest.mark.parametrize(
        ("address", "read"),
        [
            ("https://example.org/documents/at-sea/?v=2#p1:~:text=We%20sail", QuotedAddress("at-sea", 2, "p1")),
            ("/fr/documents/at-sea/cite/p1/", QuotedAddress("at-sea", 0, "p1")),
            ("/api/documents/at-sea/paragraphs/p1?v=3", QuotedAddress("at-sea", 3, "p1")),
            ("/documents/at-sea", QuotedAddress("at-sea", 0, "")),
            ("/de/documents/at-sea/", None),
            ("/documents/at-sea/?v=0", None),
            ("/documents/at-sea/?v=1&v=2", None),
            ("/documents/at-sea/?v=x", None),
            ("/speakers/ada/", None),
            ("http://[", None),
            ("", None),
        ],
    )
    def test_addresses_are_read_in_all_their_forms(self, address, read):
        assert read_address(address) == read

    @pytest.mark.parametrize(
        "body",
        ["", "[]", "{", '{"addresses": 1}', '{"addresses": [1]}', '{"x": []}', '{"addresses": [], "x": []}', "\xff"],
    )
    def test_what_is_wrong_is_told(self, client, body):
        response = client.post("/api/resolve", body.encode("latin-1"), content_type="application/json")
        check(response, "/api/resolve", "post")
        assert response.status_code == 400

    def test_too_many_are_refused(self, client):
        self.ask(client, *["/documents/x/"] * 201, status=400)
        assert client.post("/api/resolve", " " * 300_000, content_type="application/json").status_code == 400
        assert client.get("/api/resolve").status_code == 405


@pytest.mark.parametrize(
    "address", ["/api/documents", "/api/changes", "/api/speakers", "/api/openapi.json", "/api/search"]
)
def test_only_reading_is_answered(client, address):
    response = client.post(address)
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    asked = client.options(address)
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("query", ["x=1", "limit=1&limit=2", "v=1"])
def test_unknown_parameters_and_those_given_twice_are_refused(client, query):
    get(client, f"/api/speakers?{query}", 400)
