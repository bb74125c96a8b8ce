"""The search as JSON says what the page says, and what its description promises."""

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode
from jsonschema import validate
from openapi_spec_validator import validate as validate_openapi

from statements.api.schema import PAGE
from statements.models import Entry
from statements.search.filters import DocumentFilter
from statements.web.limits import TooSlowError
from tests.cast import make_document

pytestmark = pytest.mark.django_db


def ask(client, **parameters):
    return client.get(f"/api/search?{urlencode(parameters, doseq=True)}")


def test_the_description_is_valid_openapi(client):
    response = client.get("/api/openapi.json")
    assert response["Content-Type"] == "application/json"
    validate_openapi(response.json())


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": "NATO"},
        {"q": "deterenza"},
        {"q": "OTAN oboe", "kind": ["communique", "-readout"]},
        {"q": '"della NATO" OR (pace', "sort": "oldest"},
        {"q": "zzyzx"},
        {"language": "it", "year": ["2022", "undated"], "speaker": "-giorgia-meloni"},
    ],
)
def test_every_answer_is_as_described_and_counts_what_the_page_counts(client, parameters):
    answer = ask(client, **parameters).json()
    validate(answer, PAGE)
    page = client.get(f"/search/?{urlencode(parameters, doseq=True)}")
    if "total" in page.context:
        assert answer["count"] == page.context["total"]
        assert len(answer["results"]) == len(page.context["documents"])


def test_a_facet_says_how_many_of_its_values_are_not_listed(client):
    make_document("An oboe.", speakers={f"Player {number}": "speaker" for number in range(18)})
    answer = ask(client, q="oboe").json()
    assert len(answer["facets"]["speaker"]) == 15
    assert answer["more_values"] == {"speaker": 3}
    assert ask(client, q="oboe", all="speaker").json()["more_values"] == {}


def test_an_error_is_json_without_a_traceback(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("statements.search.selection.Selection.tally", property(broken))
    client.raise_request_exception = False
    response = ask(client)
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert "not in what you asked for" in response.json()["error"]
    assert "secret detail" not in response.content.decode()


def test_marks_are_offsets_into_the_whole_paragraph(client):
    make_document("An \U0001d11e and an oboe — “the oboe”.", title="Oboe", language="en")
    result = ask(client, q="oboe").json()["results"][0]
    paragraph = result["paragraphs"][0]
    assert [paragraph["text"][start:end] for start, end in paragraph["marks"]] == ["oboe", "oboe"]
    assert [result["title"][start:end] for start, end in result["title_marks"]] == ["Oboe"]
    assert paragraph["url"].startswith("http://testserver/documents/")
    assert paragraph["url"].endswith(f"#{paragraph['key']}")


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"kind": "novel"}, 400),
        ({"date_from": "yesterday"}, 400),
        ({"q": "x" * 501}, 400),
        ({"q": "(" * 30}, 400),
        ({"sort": "best"}, 400),
        ({"page": "99"}, 404),
        ({"page": "x"}, 404),
    ],
)
def test_what_is_wrong_is_said_in_json(client, parameters, status):
    response = ask(client, **parameters)
    assert response.status_code == status
    assert response.json()["error"]


def test_other_sites_may_read_it_and_nobody_may_write(client):
    assert ask(client)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/api/search", "/api/openapi.json"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_another_method_is_refused_in_json_by_other_sites_too(method, address):
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response.json()["error"]


def test_a_slash_at_the_end_makes_no_difference(client):
    assert client.get("/api/search/?q=NATO").json() == ask(client, q="NATO").json()


@pytest.mark.parametrize(("parameters", "status"), [({"q": "NAT*"}, 400), ({"q": "NATO"}, 503), ({}, 503)])
def test_what_takes_too_long_is_said_in_json(client, monkeypatch, parameters, status):
    def too_slow(parameters):
        raise TooSlowError

    monkeypatch.setattr("statements.api.views.find", too_slow)
    response = ask(client, **parameters)
    assert response.status_code == status
    assert "too long to answer" in response.json()["error"]
    assert response.has_header("Retry-After") == (status == 503)


def test_every_parameter_that_is_described_is_one_of_the_page(client):
    described = {
        each["name"]: each["schema"]
        for each in client.get("/api/openapi.json").json()["paths"]["/api/search"]["get"]["parameters"]
    }
    filters = DocumentFilter(QueryDict(), queryset=Entry.objects.published())
    assert set(filters.filters) <= set(described)
    for name in ("kind", "language"):
        for value in described[name]["items"]["enum"]:
            assert ask(client, **{name: value}).status_code == 200


def test_a_draft_is_not_there(client):
    make_document("A harpsichord.", title="At sea", status="draft", speakers={"Ada Quist": "quoted"})
    answer = ask(client, q="harpsichord").json()
    assert (answer["count"], answer["query"]["suggestion"]) == (0, None)
    assert "Ada" not in ask(client).content.decode()
