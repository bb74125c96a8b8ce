"""What is counted of requests, for Prometheus: https://prometheus.io/docs/practices/naming/.

Labels are names of pages in the site map, methods, classes of status and languages: a few hundred words, which nobody
can add to by asking for something.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

from statements.web.handling import Answered, Handling

disable_created_metrics()  # a second line for each figure, which nobody asks for
COUNTS = CollectorRegistry()
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60)
_SEARCHES = {"search", "api_search"}

REQUESTS = Counter(
    "archive_requests_total",
    "Requests answered, by page, method, class of status and language of the interface",
    ["view", "method", "status", "language"],
    registry=COUNTS,
)
LATENCY = Histogram(
    "archive_request_seconds", "Time to answer, without sending", ["view"], buckets=_SECONDS, registry=COUNTS
)
SEARCHES = Histogram(
    "archive_search_seconds",
    "Time to answer a search: the first time in a state of the archive, or again",
    ["asked"],
    buckets=_SECONDS,
    registry=COUNTS,
)
DATABASE = Counter("archive_database_seconds_total", "Time that the database took", ["view"], registry=COUNTS)
STATEMENTS = Counter("archive_statements_total", "Statements sent to the database", ["view"], registry=COUNTS)
TIMEOUTS = Counter(
    "archive_timeouts_total", "Statements that the database cancelled (57014)", ["view"], registry=COUNTS
)
UNAVAILABLE = Counter("archive_unavailable_total", "Answers with status 503", ["view"], registry=COUNTS)


def count_request(handling: Handling, answered: Answered) -> None:
    """Count a request that was answered."""
    view = answered.view
    REQUESTS.labels(view, answered.method, f"{answered.status // 100}xx", answered.language).inc()
    LATENCY.labels(view).observe(answered.seconds)
    if view in _SEARCHES:
        SEARCHES.labels("again" if answered.is_remembered else "first").observe(answered.seconds)
    if handling.statements:
        DATABASE.labels(view).inc(handling.seconds)
        STATEMENTS.labels(view).inc(handling.statements)
    if handling.timeouts:
        TIMEOUTS.labels(view).inc(handling.timeouts)
    if answered.status == 503:
        UNAVAILABLE.labels(view).inc()
