"""Replay a file of queries against the running site, and report how long its pages took."""

import json
import math
import time
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.management.base import BaseCommand, CommandError

_SLOWEST = 10
_LISTS = 100  # of each sort
_TIMEOUT = 60  # seconds


@dataclass(frozen=True)
class Asked:
    """A query, its kind, how long its page took in milliseconds, the status of the answer, and what answered it: the
    index, the database or both, or the memory of pages."""

    q: str
    kind: str
    milliseconds: float
    status: int
    source: str = ""


class Command(BaseCommand):
    help = (
        "Request the search page of each query in a JSON Lines file, or pages to browse and read, from a running"
        " site, and report milliseconds by kind of query."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked = parser.add_mutually_exclusive_group(required=True)
        asked.add_argument("--queries", type=Path, help='lines as {"q": "…", "language"?, "date_from"?, "date_to"?}')
        asked.add_argument("--pages", action="store_true", help="browse, by speaker and to the end, and read documents")
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="of the site (default: %(default)s)")
        parser.add_argument("--clients", type=int, default=1, help="requests at the same time (default: 1)")
        parser.add_argument("--cold", action="store_true", help="measure the first round, without one to warm up")
        parser.add_argument("--json", action="store_true", help="report as JSON on standard output")

    def handle(self, *args: Any, queries: Path | None, address: str, clients: int, cold: bool, **options: Any) -> None:
        asked = read_queries(queries) if queries else pages_of(address)
        for _ in range(1 if cold else 2):
            began = time.perf_counter()
            answers = replay(asked, address, clients)
            seconds = time.perf_counter() - began
        report = summary(answers, seconds)
        self.stdout.write(
            json.dumps(report, indent=2, ensure_ascii=False) if options["json"] else format_report(report)
        )


def read_queries(path: Path) -> list[dict[str, str]]:
    """The queries in the file at `path`, as parameters of the search page. Raises CommandError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error


def pages_of(address: str) -> list[dict[str, str]]:
    """Pages of the site: lists from their first to their last page, lists of one speaker each, and documents."""
    found = _api(address, "all=speaker")
    last = found["pages"]
    lists = [f"/documents/?page={1 + last * place // _LISTS}" for place in range(_LISTS)]
    speakers = [f"/documents/?speaker={each['value']}" for each in found["facets"]["speaker"]]
    shown = [_api(address, f"page={1 + last * place // 20}")["results"] for place in range(20)]
    kinds = {
        "browse": lists,
        "last page": [f"/documents/?page={last}"] * 5,
        "one speaker": speakers[:_LISTS],
        "document": [urlsplit(each["url"]).path for page in shown for each in page],
    }
    return [{"path": path, "kind": kind} for kind, paths in kinds.items() for path in paths]


def _api(address: str, parameters: str) -> Any:
    try:
        with closing(HTTPConnection(urlsplit(address).netloc, timeout=_TIMEOUT)) as connection:
            connection.request("GET", f"/api/search?{parameters}")
            return json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError) as error:
        raise CommandError(f"The site at {address} does not answer: {error}") from error


def replay(queries: list[dict[str, str]], address: str, clients: int) -> list[Asked]:
    """Request every query once, shared among the `clients`."""
    shares = [queries[client::clients] for client in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        return [answer for answers in pool.map(lambda share: _ask_all(share, address), shares) for answer in answers]


def _ask_all(queries: list[dict[str, str]], address: str) -> list[Asked]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=_TIMEOUT)
    try:
        return [_ask(connection, query) for query in queries]
    except (OSError, HTTPException) as error:
        raise CommandError(f"The site at {address} does not answer: {error}") from error
    finally:
        connection.close()


def _ask(connection: HTTPConnection, query: dict[str, str]) -> Asked:
    start = time.perf_counter()
    path = query.get("path", f"/search/?{urlencode(query)}")
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    took = (time.perf_counter() - start) * 1000
    return Asked(query.get("q", path), kind_of(query), took, response.status, response.getheader("Server-Timing", ""))


def kind_of(query: dict[str, str]) -> str:
    """The kind of a query: "filtered", "phrase", "exclusion", "or", "words" or "word"; or the kind of a page."""
    if "kind" in query:
        return query["kind"]
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


def summary(answers: list[Asked], seconds: float) -> dict[str, Any]:
    """Percentiles in milliseconds over all answers and by kind, the slowest ones, the answers without a page, and how
    many pages the index answered alone, and the database with it or without it. seconds: that all of them took."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for answer in answers:
        kinds[answer.kind].append(answer.milliseconds)
    slowest = sorted(answers, key=lambda answer: -answer.milliseconds)[:_SLOWEST]
    return {
        "all": percentiles(answer.milliseconds for answer in answers),
        "kinds": {kind: percentiles(times) for kind, times in sorted(kinds.items())},
        "pages_a_second": round(len(answers) / seconds, 1),
        "sources": dict(Counter(answer.source or "none" for answer in answers)),
        "slowest": [asdict(answer) for answer in slowest],
        "errors": [asdict(answer) for answer in answers if answer.status != 200],
    }


def percentiles(times: Iterable[float]) -> dict[str, float]:
    """The number of times, their 50th, 95th and 99th percentile (nearest rank) and the longest, in milliseconds."""
    ordered = sorted(times)
    ranks = {f"p{share}": ordered[math.ceil(share / 100 * len(ordered)) - 1] for share in (50, 95, 99)}
    return {"count": len(ordered)} | {name: round(value, 1) for name, value in {**ranks, "worst": ordered[-1]}.items()}


def format_report(report: dict[str, Any]) -> str:
    """The report as a table for people."""
    lines = [f"{'':<12}{'queries':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'worst':>8}  ms"]
    for name, row in {"all": report["all"], **report["kinds"]}.items():
        lines.append(f"{name:<12}" + "".join(f"{row[column]:>8}" for column in ("count", "p50", "p95", "p99", "worst")))
    lines += ["", f"pages a second: {report['pages_a_second']}"]
    lines += ["answered by: " + "; ".join(f"{name} {number}" for name, number in report["sources"].items())]
    lines += ["", "slowest:"] + [f"{each['milliseconds']:>8.1f}  {each['q']}" for each in report["slowest"]]
    errors = report["errors"]
    return "\n".join(
        [*lines, "", f"errors: {len(errors)}", *(f"{each['status']:>8}  {each['q']}" for each in errors[:10])]
    )
