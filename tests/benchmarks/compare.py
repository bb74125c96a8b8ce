"""The bench corpus and its queries in SQLite FTS5, Datasette and Tantivy, beside those of the archive.

    python3 -m venv .compare && .compare/bin/pip install -r tests/benchmarks/requirements.txt
    .compare/bin/python tests/benchmarks/compare.py --corpus DIR --queries FILE --work DIR

The task is that of a page of results: the true count, the best 20 by BM25 with a snippet each, and the counts of
language, kind, publisher, year and speaker (the 15 most frequent). What is not equal: SQLite does not stem; none of
them counts a facet under all other filters but its own, nor says which paragraphs match; Datasette counts no speakers.
FTS5 and Tantivy run inside the measuring process, Datasette and the archive answer over HTTP with a whole page.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import tantivy

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FACETS = ["language", "kind", "publisher", "year"]
LANGUAGES = {"en": "english", "fr": "french", "it": "italian"}
_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_PORT = 8911

Query = dict[str, str]
Ask = Callable[[Query], Any]


def documents(corpus: Path) -> Iterator[dict[str, Any]]:
    """Every line of the corpus files in a folder."""
    for path in sorted(corpus.glob("corpus-*.jsonl.zst")):
        with zstd.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def kind_of(query: Query) -> str:
    """What sort of query it is, as benchmark_search sorts them."""
    words = query["q"].split()
    if query.keys() - {"q"}:
        return "filtered"
    if '"' in query["q"]:
        return "phrase"
    if any(word.startswith("-") for word in words):
        return "exclusion"
    if "OR" in words:
        return "or"
    return "words" if len(words) > 1 else "word"


# SQLite FTS5


def load_sqlite(corpus: Path, path: Path) -> int:
    """Fill a database; returns the number of documents."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA journal_mode = off; PRAGMA synchronous = off;"
        "CREATE TABLE documents (id INTEGER PRIMARY KEY, title, body, language, kind, publisher, date, year);"
        "CREATE TABLE speakers (document INTEGER, name);"
        "CREATE VIRTUAL TABLE documents_fts USING fts5 (title, body, content = 'documents', content_rowid = 'id',"
        " tokenize = 'unicode61 remove_diacritics 2');"
    )
    number = 0
    for number, each in enumerate(documents(corpus), 1):
        facts = (each["language"], each["kind"], each["publisher"], each["date"], each["date"][:4])
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, each["title"], each["text"], *facts)
        )
        connection.executemany("INSERT INTO speakers VALUES (?, ?)", [(number, name) for name in each["speakers"]])
    connection.executescript(
        "INSERT INTO documents_fts (documents_fts) VALUES ('rebuild'); CREATE INDEX by_document ON speakers (document);"
        "ANALYZE;"
    )
    connection.commit()
    connection.close()
    return number


def fts5(text: str) -> str:
    """The query in FTS5's own language, every term in quotation marks. Words are AND-ed, as in the archive."""
    parts, excluded, either = list[str](), list[str](), False
    for minus, phrase, word in _TERM.findall(text):
        term = '"' + (phrase or word).replace('"', "") + '"'
        if word == "OR":
            either = True
        elif minus:
            excluded.append(term)
        elif either:
            parts[-1], either = f"({parts[-1]} OR {term})", False
        else:
            parts.append(term)
    return " AND ".join(parts) + "".join(f" NOT {term}" for term in excluded)


def ask_sqlite(path: Path) -> Ask:
    connection = sqlite3.connect(path)

    def ask(query: Query) -> Any:
        conditions, parameters = _where(query)
        connection.execute("DROP TABLE IF EXISTS temp.found")
        connection.execute(
            "CREATE TEMP TABLE found AS SELECT id, language, kind, publisher, year FROM documents"
            f" WHERE id IN (SELECT rowid FROM documents_fts WHERE documents_fts MATCH ?){conditions}",
            [fts5(query["q"]), *parameters],
        )
        counts = [connection.execute(f"SELECT {each}, count(*) FROM found GROUP BY 1").fetchall() for each in FACETS]
        speakers = connection.execute(
            "SELECT name, count(*) FROM speakers JOIN found ON id = document GROUP BY 1 ORDER BY 2 DESC LIMIT 15"
        ).fetchall()
        best = connection.execute(
            "SELECT rowid, title, snippet(documents_fts, 1, '<b>', '</b>', '…', 40) FROM documents_fts"
            " WHERE documents_fts MATCH ?1 AND +rowid IN (SELECT rowid FROM documents_fts"
            " WHERE documents_fts MATCH ?1 AND +rowid IN (SELECT id FROM found) ORDER BY rank LIMIT 20)",
            [fts5(query["q"])],
        ).fetchall()
        return connection.execute("SELECT count(*) FROM found").fetchone(), counts, speakers, best

    return ask


def _where(query: Query) -> tuple[str, list[str]]:
    wanted = {"language = ?": query.get("language"), "date >= ?": query.get("date_from"), "date <= ?": _last(query)}
    asked = {condition: value for condition, value in wanted.items() if value}
    return "".join(f" AND {condition}" for condition in asked), list(asked.values())


def _last(query: Query) -> str | None:
    return query["date_to"] + "~" if "date_to" in query else None


# Datasette


def ask_datasette(query: Query) -> Any:
    parameters = [("_search", fts5(query["q"])), ("_searchmode", "raw"), ("_size", "20")]
    parameters += [("_facet", facet) for facet in FACETS]
    for name, column in (("language", "language"), ("date_from", "date__gte"), ("date_to", "date__lte")):
        if name in query:
            parameters.append((column, query[name]))
    connection = HTTPConnection("127.0.0.1", _PORT, timeout=120)
    connection.request("GET", f"/compare/documents?{urlencode(parameters)}")
    response = connection.getresponse()
    page = response.read()
    if response.status != 200:
        raise RuntimeError(f"Datasette answers {response.status} to {query}")
    return page


def start_datasette(path: Path) -> subprocess.Popen[bytes]:
    limits = ["sql_time_limit_ms", "facet_time_limit_ms", "facet_suggest_time_limit_ms"]
    command = [str(Path(sys.executable).parent / "datasette"), "serve", str(path), "--port", str(_PORT)]
    settings = [word for name in limits for word in ("--setting", name, "100000")]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([*command, *settings], stdout=quiet, stderr=quiet)
    for _ in range(100):
        time.sleep(0.2)
        try:
            HTTPConnection("127.0.0.1", _PORT, timeout=1).request("GET", "/")
        except OSError:
            continue
        return server
    server.terminate()
    raise RuntimeError("Datasette does not start")


# Tantivy


def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for code in LANGUAGES:
        builder.add_text_field(f"title_{code}", stored=True, tokenizer_name=code)
        builder.add_text_field(f"body_{code}", stored=True, tokenizer_name=code)
    for name in [*FACETS, "speaker"]:
        builder.add_text_field(name, fast=True, tokenizer_name="raw")
    builder.add_integer_field("day", fast=True, indexed=True)
    return builder.build()


def open_tantivy(path: Path) -> Any:
    path.mkdir(exist_ok=True)
    index = tantivy.Index(schema(), path=str(path))
    for code, language in LANGUAGES.items():
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        stemmed = builder.filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.stemmer(language))
        index.register_tokenizer(code, stemmed.build())
    return index


def load_tantivy(corpus: Path, path: Path) -> int:
    index = open_tantivy(path)
    writer = index.writer(heap_size=500_000_000)
    for each in documents(corpus):
        code = each["language"]
        fields = {f"title_{code}": each["title"], f"body_{code}": each["text"], "year": each["date"][:4]}
        fields |= {name: each[name] for name in ("language", "kind", "publisher")} | {"speaker": each["speakers"]}
        writer.add_document(tantivy.Document(**fields, day=_day(each["date"])))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return int(index.searcher().num_docs)


def _day(date: str) -> int:
    return int((date.replace("-", "") + "0101")[:8]) if date else 0


def ask_tantivy(path: Path) -> Ask:
    index = open_tantivy(path)
    index.reload()
    searcher = index.searcher()
    fields = [f"{name}_{code}" for name in ("title", "body") for code in LANGUAGES]
    counted = {
        name: {"terms": {"field": name, "size": 15 if name == "speaker" else 1000}} for name in [*FACETS, "speaker"]
    }

    def ask(query: Query) -> Any:
        parsed, _ = index.parse_query_lenient(query["q"], fields, conjunction_by_default=True)
        wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in [parsed, *_filters(query)]])
        found = searcher.search(wanted, limit=20, count=True)
        snippets = [_snippet(searcher, parsed, address) for _, address in found.hits]
        return found.count, snippets, searcher.aggregate(wanted, counted)

    def _filters(query: Query) -> Iterator[Any]:
        if "language" in query:
            yield tantivy.Query.term_query(schema(), "language", query["language"])
        if "date_from" in query or "date_to" in query:
            first, last = _day(query.get("date_from", "0001")), _day(query.get("date_to", "9999")) + 9999
            yield tantivy.Query.range_query(schema(), "day", tantivy.FieldType.Integer, first, last)

    return ask


def _snippet(searcher: Any, parsed: Any, address: Any) -> str:
    document = searcher.doc(address)
    code = next(code for code in LANGUAGES if document[f"body_{code}"])
    generator = tantivy.SnippetGenerator.create(searcher, parsed, schema(), f"body_{code}")
    return generator.snippet_from_doc(document).to_html()


# Measuring


def replay(ask: Ask, queries: list[Query]) -> dict[str, Any]:
    """Milliseconds of a second round: percentiles in all and by kind, and how many queries failed."""
    times: dict[str, list[float]] = defaultdict(list)
    errors = 0
    for first in (True, False):
        for query in queries:
            start = time.perf_counter()
            try:
                ask(query)
            except (sqlite3.Error, RuntimeError, ValueError):
                errors += not first
                continue
            if not first:
                times[kind_of(query)].append((time.perf_counter() - start) * 1000)
    everything = [each for kind in times.values() for each in kind]
    return {"errors": errors} | {name: percentiles(each) for name, each in {"all": everything, **times}.items()}


def percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    ranks = {f"p{share}": ordered[math.ceil(share / 100 * len(ordered)) - 1] for share in (50, 95, 99)}
    return {"count": len(ordered)} | {name: round(value, 1) for name, value in {**ranks, "worst": ordered[-1]}.items()}


def timed(load: Callable[[Path, Path], int], corpus: Path, path: Path) -> dict[str, float]:
    start = time.perf_counter()
    number = load(corpus, path)
    seconds = time.perf_counter() - start
    return {"documents": number, "seconds": round(seconds, 1), "megabytes": round(size(path) / 1e6)}


def size(path: Path) -> int:
    return sum(each.stat().st_size for each in path.rglob("*")) if path.is_dir() else path.stat().st_size


def compare(corpus: Path, queries: list[Query], work: Path, every: int) -> dict[str, Any]:
    database, index = work / "compare.db", work / "tantivy"
    report = {"load": {"SQLite FTS5": timed(load_sqlite, corpus, database)}}
    report["load"]["Tantivy"] = timed(load_tantivy, corpus, index)
    report["SQLite FTS5"] = replay(ask_sqlite(database), queries)
    report["Tantivy"] = replay(ask_tantivy(index), queries)
    server = start_datasette(database)
    try:
        report["Datasette"] = replay(ask_datasette, queries[::every])
    finally:
        server.terminate()
        server.wait()
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path, required=True, help="folder of corpus-*.jsonl.zst")
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="a new folder for the indexes, removed afterwards")
    parser.add_argument("--datasette-every", type=int, default=1, help="ask Datasette only every so many queries")
    arguments = parser.parse_args()
    queries = [json.loads(line) for line in arguments.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    arguments.work.mkdir()
    try:
        print(json.dumps(compare(arguments.corpus, queries, arguments.work, arguments.datasette_every), indent=1))  # noqa: T201
    finally:
        shutil.rmtree(arguments.work)


if __name__ == "__main__":
    main()
