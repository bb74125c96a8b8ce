"""Judging the ranking by a small collection, in a database that is thrown away."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from statements.management.evaluation import _judge
from statements.models import Document
from statements.search.index.schema import tantivy

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]

ANSWERED_BY = pytest.mark.parametrize(
    "answered_by",
    [[], pytest.param(["--index"], marks=pytest.mark.skipif(not tantivy, reason="tantivy is not installed"))],
    ids=["database", "index"],
)
PASSAGES = [
    {"_id": "oboe", "title": "", "text": "An oboe was heard at sea.", "language": "en"},
    {"_id": "heron", "title": "", "text": "A heron stood on the jetty.", "language": "en"},
    {"_id": "pace", "title": "La pace", "text": "Una pace giusta e duratura.", "language": "it"},
]


@pytest.fixture
def folder(tmp_path):
    queries = [{"_id": "q1", "text": "Who heard an oboe?"}, {"_id": "q2", "text": "«pace» -giusta OR"}]
    for name, lines in (("corpus", PASSAGES), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\toboe\t1\nq2\tpace\t2\nq2\theron\t1\n")
    return tmp_path


@ANSWERED_BY
def test_the_scores_are_those_of_the_answers_and_nothing_is_left_behind(folder, answered_by):
    before, name = set(Document.objects.values_list("pk", flat=True)), connection.settings_dict["NAME"]
    out = StringIO()
    call_command("evaluate_search", folder, "--json", *answered_by, stdout=out)
    scores = json.loads(out.getvalue())[folder.name]
    assert scores["queries"] == 2
    assert scores["mrr"] == 1
    assert scores["recall"] == 0.75, "the heron is judged, and has none of the words"
    assert 0.8 < scores["ndcg"] < 1
    assert connection.settings_dict["NAME"] == name
    assert set(Document.objects.values_list("pk", flat=True)) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'evaluation_%'")
        assert cursor.fetchone() == (0,)


@ANSWERED_BY
def test_queries_are_asked_as_the_page_asks_them(folder, answered_by):
    out = StringIO()
    call_command("evaluate_search", folder, "--as-typed", "--json", *answered_by, stdout=out)
    scores = json.loads(out.getvalue())[folder.name]
    assert scores["recall"] == 0.5, "of the second, the minus excludes what all its words would find"


def test_what_is_no_test_set_is_told(tmp_path):
    with pytest.raises(CommandError, match="is not a test set"):
        call_command("evaluate_search", tmp_path)
    (tmp_path / "corpus.jsonl").write_text('{"_id": "one", "text": "Words.", "language": "xx"}')
    with pytest.raises(CommandError, match="its language must be one of en, fr, it"):
        call_command("evaluate_search", tmp_path)


def test_the_measures_are_those_of_trec_eval():
    ndcg, recall, reciprocal = _judge(["a", "b", "c"], {"b": 2, "c": 1, "d": 1})
    assert ndcg == pytest.approx((2 / 1.58496 + 1 / 2) / (2 + 1 / 1.58496 + 1 / 2), abs=1e-4)
    assert (recall, reciprocal) == (2 / 3, 1 / 2)


def test_an_index_cannot_answer_without_its_package(tmp_path, monkeypatch):
    monkeypatch.setattr("statements.management.commands.evaluate_search.tantivy", None)
    with pytest.raises(CommandError, match="tantivy is not installed"):
        call_command("evaluate_search", tmp_path, "--index")
