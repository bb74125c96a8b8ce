"""Ask everything of the derived index and of PostgreSQL by turns: whether they answer the same, and how fast.

    DJANGO_SETTINGS_MODULE=statements.settings python tests/benchmarks/index.py queries.jsonl

Make the index first, with `manage.py index`, for the database that DATABASE_URL names.
"""

import json
import os
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import mean, quantiles
from time import perf_counter
from urllib.parse import urlencode

import django

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statements.settings")
django.setup()

from django.http import QueryDict  # noqa: E402

from statements.search.filters import search_request  # noqa: E402
from statements.search.index.answers import IndexAnswers  # noqa: E402
from statements.search.memory import Memory, archive_state  # noqa: E402
from statements.search.selection import Selection, select  # noqa: E402
from statements.web.limits import open_snapshot  # noqa: E402
from statements.web.paging import Page  # noqa: E402

times = defaultdict(list)


def timed(name, do):
    started = perf_counter()
    result = do()
    times[name].append((perf_counter() - started) * 1000)
    return result


def fresh(address: str) -> Selection:
    """The selection, in a state of which nothing is remembered."""
    return select(search_request(QueryDict(address)), replace(archive_state(), memory=Memory()))


def pages(total: int) -> list[Page]:
    last = Page(1, total, 20).last
    return [
        Page(number, total, 20) for number in sorted({1, 2, (last + 1) // 2, last - 1, last}) if 1 <= number <= last
    ]


def compare(address: str) -> list[str]:
    """What is not the same."""
    answers = fresh(address).answers
    if not isinstance(answers, IndexAnswers):
        return ["PostgreSQL answers"]
    own = timed("index: counts", lambda: fresh(address).answers.tally())
    theirs = timed("PostgreSQL: counts", lambda: fresh(address).sql_answers().tally())
    wrong = [] if own == theirs else [f"counts {own.total} {theirs.total} " + difference(own.counts, theirs.counts)]
    first = Page(1, theirs.total, 20)
    best = timed("index: best", lambda: fresh(address).answers.keys("relevance", first))
    best_before = timed("PostgreSQL: best", lambda: fresh(address).sql_answers().keys("relevance", first))
    times["shared best"].append(len({*best} & {*best_before}) / max(len(best_before), 1))
    by_sql = fresh(address).sql_answers()
    for sort in ("newest", "oldest"):
        for page in pages(theirs.total):
            if answers.keys(sort, page) != by_sql.keys(sort, page):
                wrong.append(f"{sort} {page}")
    if theirs.total <= 300:
        ranked = [
            key for page in range(1, first.last + 1) for key in answers.keys("relevance", Page(page, theirs.total, 20))
        ]
        listed = [
            key for page in range(1, first.last + 1) for key in by_sql.keys("newest", Page(page, theirs.total, 20))
        ]
        if sorted(ranked) != sorted(listed):
            wrong.append("ranked")
    return wrong


def difference(own, theirs):
    return "; ".join(
        f"{facet}: {sorted(set(own[facet].items()) ^ set(theirs[facet].items()))[:6]}"
        for facet in own
        if own[facet] != theirs[facet]
    )


def main() -> None:
    count, differ = 0, 0
    for line in Path(sys.argv[1]).read_text().splitlines():
        address = urlencode(json.loads(line))
        with open_snapshot(60_000):
            wrong = compare(address)
        count += 1
        if wrong:
            differ += 1
            print(address, *wrong, sep="\n    ")
    print(f"{count} queries, {differ} differ")
    for name, values in times.items():
        cuts = quantiles(values, n=100)
        shown = {"mean": mean(values), "p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "max": max(values)}
        print(f"{name:<20}", *(f"{what} {value:8.2f}" for what, value in shown.items()))


if __name__ == "__main__":
    main()
