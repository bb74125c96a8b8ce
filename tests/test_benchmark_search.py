"""The command that measures the search page of a running site."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from statements.management.commands.benchmark_search import kind_of, percentiles
from tests.cast import make_document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds_come_back")]


@pytest.fixture
def queries(tmp_path):
    path = tmp_path / "queries.jsonl"
    lines = [{"q": "NATO"}, {"q": '"ogni centimetro"'}, {"q": "NATO", "language": "it"}, {"q": "x", "language": "zz"}]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


@pytest.mark.parametrize("clients", [1, 3])
def test_it_asks_the_running_site_and_tells_answers_from_errors(live_server, queries, clients):
    out = StringIO()
    call_command(
        "benchmark_search", queries=queries, address=live_server.url, clients=clients, cold=True, json=True, stdout=out
    )
    report = json.loads(out.getvalue())
    assert report["all"]["count"] == 4
    assert {kind: row["count"] for kind, row in report["kinds"].items()} == {"filtered": 2, "phrase": 1, "word": 1}
    assert [(error["q"], error["status"]) for error in report["errors"]] == [("x", 400)]
    assert all(answer["milliseconds"] > 0 for answer in report["slowest"])
    assert report["sources"] == {"database": 3, "none": 1}


def test_it_is_a_table_for_people(live_server, queries):
    out = StringIO()
    call_command("benchmark_search", queries=queries, address=live_server.url, cold=True, stdout=out)
    assert "p95" in out.getvalue()
    assert "errors: 1" in out.getvalue()
    assert "answered by: database 3; none 1" in out.getvalue()


def test_a_site_that_does_not_answer_and_a_file_that_is_not_there_are_said(queries, tmp_path):
    with pytest.raises(CommandError, match="does not answer"):
        call_command("benchmark_search", queries=queries, address="http://127.0.0.1:9", cold=True)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("benchmark_search", queries=tmp_path / "none.jsonl")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ({"q": "NATO"}, "word"),
        ({"q": "NATO Ucraina"}, "words"),
        ({"q": 'a "b c"'}, "phrase"),
        ({"q": "a -b"}, "exclusion"),
        ({"q": "a OR b"}, "or"),
        ({"q": "a", "date_from": "2000"}, "filtered"),
    ],
)
def test_queries_are_told_apart_by_kind(query, kind):
    assert kind_of(query) == kind


def test_percentiles_are_those_of_the_nearest_rank():
    assert percentiles(range(1, 101)) == {"count": 100, "p50": 50, "p95": 95, "p99": 99, "worst": 100}
    assert percentiles([7.0]) == {"count": 1, "p50": 7.0, "p95": 7.0, "p99": 7.0, "worst": 7.0}


@pytest.mark.slow
def test_pages_to_browse_and_to_read_are_found_on_the_site(live_server):
    for name in ("Ada Quist", "Bo Ek", "Cy Lund"):
        make_document("An oboe.", speakers={name: "quoted"})
    out = StringIO()
    call_command("benchmark_search", pages=True, address=live_server.url, cold=True, json=True, stdout=out)
    report = json.loads(out.getvalue())
    assert set(report["kinds"]) == {"browse", "last page", "one speaker", "document"}
    assert report["kinds"]["one speaker"]["count"] >= 3
    assert report["errors"] == []
