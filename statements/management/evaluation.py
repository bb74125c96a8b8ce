"""Measure the ranking with test collections in BEIR's form (Thakur et al. 2021): corpus, queries, judgements.

nDCG, recall and reciprocal rank are trec_eval's: the gain of a document is its grade, divided by log2(rank + 1).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log2
from pathlib import Path
from typing import Any

from statements.keys import new_key
from statements.languages import LANGUAGES
from statements.models import Document, Kind, Paragraph, Status
from statements.search.grammar import MAX_TERMS
from statements.search.match import Matcher
from statements.search.memory import ArchiveState, archive_state
from statements.search.query import Query, Word, join_or
from statements.search.request import NotUnderstoodError, SearchRequest
from statements.search.results import shown_selection
from statements.search.selection import Selection, select
from statements.search.words import tokens
from statements.web.paging import Page

DEPTH = 10  # results that are judged
_BATCH = 500  # documents


@dataclass(frozen=True)
class Scores:
    """Means over the queries that have a judgement, from 0 to 1."""

    queries: int
    ndcg: float
    recall: float
    mrr: float


@dataclass(frozen=True)
class TestSet:
    """passages: as in the file; judgements: for each query, the grade of each passage that answers it."""

    passages: list[dict[str, str]]
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]


def read_test_set(folder: Path) -> TestSet:
    """The test set in `folder`. Raises OSError, and ValueError with a message for people, where it is not one."""
    passages = [_passage(line) for line in _lines(folder / "corpus.jsonl")]
    queries = {line["_id"]: line["text"] for line in _lines(folder / "queries.jsonl")}
    judgements: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if int(row["score"]) > 0:
                judgements.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return TestSet(passages, queries, judgements)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if line.strip():
                yield json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error


def _passage(line: dict[str, Any]) -> dict[str, str]:
    if line.get("language") not in LANGUAGES:
        raise ValueError(f"passage {line.get('_id')}: its language must be one of {', '.join(LANGUAGES)}")
    return line


def load(passages: Sequence[dict[str, str]]) -> None:
    """Make a published document from each passage. One without a title has its id as title."""
    rest = iter(passages)
    while batch := list(islice(rest, _BATCH)):
        Document.objects.bulk_create([_document(passage) for passage in batch])
        keys = dict(Document.objects.values_list("external_id", "pk"))
        Paragraph.objects.bulk_create(each for passage in batch for each in _paragraphs(passage, keys[passage["_id"]]))


def _document(passage: dict[str, str]) -> Document:
    return Document(
        external_id=passage["_id"],
        slug=passage["_id"],
        title=(passage.get("title") or passage["_id"])[:500],
        language=passage["language"],
        kind=Kind.OTHER,
        status=Status.PUBLISHED,
    )


def _paragraphs(passage: dict[str, str], document: int) -> list[Paragraph]:
    taken = set[str]()
    made = []
    for position, text in enumerate(filter(None, re.split(r"\n\s*\n", passage["text"].replace("\0", ""))), 1):
        key = new_key(passage["_id"], text, taken)
        taken.add(key)
        made.append(
            Paragraph(document_id=document, position=position, key=key, text=text, language=passage["language"])
        )
    return made


def evaluate(test_set: TestSet, as_typed: bool = False) -> Scores:
    """Run every judged query as the search does when no document has all the words, and score the answers.

    as_typed: run them as the page does, which first looks for documents with all the words.
    """
    ids, state = dict(Document.objects.values_list("pk", "external_id")), archive_state()
    answer = _answers_as_typed if as_typed else _answers
    judged = [
        _judge([ids[pk] for pk in answer(test_set.queries[query], state)], grades)
        for query, grades in test_set.judgements.items()
        if query in test_set.queries
    ]
    means = (sum(column) / len(judged) for column in zip(*judged, strict=True)) if judged else (0.0, 0.0, 0.0)
    return Scores(len(judged), *means)


def _answers(text: str, state: ArchiveState) -> list[int]:
    written = text.lower() if text.isupper() else text
    words = dict.fromkeys(written[token.start : token.end] for token in tokens(written))
    query = Query(join_or([Word(word) for word in islice(words, MAX_TERMS)]))
    return _best(Selection(SearchRequest(), query, (), (), Matcher(query, state), {}), partial=True)


def _answers_as_typed(text: str, state: ArchiveState) -> list[int]:
    try:
        selection, partial = shown_selection(select(SearchRequest(words=text), state))
    except NotUnderstoodError:
        return []
    return _best(selection, partial)


def _best(selection: Selection, partial: bool) -> list[int]:
    return selection.answers.keys("relevance", Page(1, DEPTH, DEPTH), partial)[:DEPTH]


def _judge(answers: list[str], grades: dict[str, int]) -> tuple[float, float, float]:
    """nDCG, recall and reciprocal rank of answers, best first."""
    gains = [grades.get(answer, 0) for answer in answers]
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    first = next((rank for rank, gain in enumerate(gains, 1) if gain), None)
    return _dcg(gains) / _dcg(best), sum(map(bool, gains)) / len(grades), 1 / first if first else 0.0


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))
