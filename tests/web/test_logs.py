"""The log says what happened and where, and nothing that anybody sent: not with errors of all kinds, at any level."""

import json
import logging
import re
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, OperationalError

from statements.web.logs import JsonFormatter, LineFormatter, make_formatter, name_error, tell
from tests.web.failures import FAILURES
from tests.web.servers import serve_with_gunicorn

SECRET = "Wombat"  # in all that is sent; nothing of the archive is called so
NUMBER = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"


def attack(served):
    """Send a secret in every place that a request has, and have errors of all kinds."""
    for way in FAILURES:
        for address in ("/search/", "/it/search/", "/api/search"):
            served.get(f"{address}?q={way}+{SECRET}", User_Agent=SECRET, Referer=f"https://{SECRET}.example/")
    for path in ("", "documents/", "api/documents/", "admin/statements/", "alerts/", "static/", "data/", "health"):
        served.get(f"/{path}{SECRET}?{SECRET}={SECRET}", Cookie=f"sessionid={SECRET}; csrftoken={SECRET}")
    for headers in HEADERS:
        served.get("/documents/", **headers)
        served.get("/api/releases", **headers)
    for body in (
        f"username={SECRET}&password={SECRET}",
        f'{{"text": "{SECRET}',
        f"\x00{SECRET}",
        f"{SECRET}=&" * 7_000,
    ):
        for kind in (
            "application/x-www-form-urlencoded",
            "application/json",
            f"multipart/form-data; boundary={SECRET}",
        ):
            for path in ("/admin/login/", "/results/", "/follow/", "/api/releases", "/check/"):
                served.send(post(path, kind, body))
    for _ in range(12):  # the last ones are locked out
        served.send(post("/admin/login/", "application/x-www-form-urlencoded", f"username={SECRET}&password={SECRET}"))
    for raw in RAW:
        served.send(raw)


def post(path, kind, body):
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(body.encode())}"
    return f"{head}\r\nConnection: close\r\n\r\n{body}".encode()


HEADERS = [
    {"Host": f"{SECRET}.example"},
    {"X_Request_ID": SECRET},
    {"X_Forwarded_For": SECRET},
    {SECRET: "1"},
    {"Authorization": f"Bearer {SECRET}"},
    {"Accept_Language": SECRET},
    {"Range": f"bytes={SECRET}"},
    {"If_None_Match": SECRET},
    {"Content_Length": SECRET},
    {"Cookie": f"sessionid={SECRET}"},
]
RAW = [
    f"{SECRET} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode(),
    f"GET /{SECRET} {SECRET}/9\r\n\r\n".encode(),
    f"{SECRET}\r\n\r\n".encode(),
    f"GET /{'x' * 9000}{SECRET} HTTP/1.1\r\n\r\n".encode(),
    f"GET / HTTP/1.1\r\n{SECRET} : x\r\n\r\n".encode(),
    f"GET / HTTP/1.1\r\nHost: localhost\r\n{SECRET}\r\n\r\n".encode(),
    f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {'x' * 9000}{SECRET}\r\n\r\n".encode(),
    f"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {SECRET}\r\n\r\n".encode(),
    f"POST /check/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{SECRET}\r\n".encode(),
    f"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nusername={SECRET}".encode(),
    f"GET /{SECRET}%ff%00%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode(),
    f"GET http://{SECRET}/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode(),
    f"OPTIONS * HTTP/1.1\r\nHost: {SECRET}\r\nConnection: close\r\n\r\n".encode(),
    b"GET /" + f"é{SECRET}".encode("latin-1") + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    f"\x16\x03\x01{SECRET}".encode("latin-1"),
    f"PROXY TCP4 {SECRET} 1 2 3\r\nGET / HTTP/1.1\r\n\r\n".encode(),
]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("form", ["lines", "json"])
def test_nothing_that_anybody_sends_is_in_the_log_whatever_fails(tmp_path, form):
    variables = {"ARCHIVE_LOG_FORMAT": form, "ARCHIVE_LOG_LEVEL": "DEBUG", "ARCHIVE_LOG_REQUESTS": "1"}
    variables |= {"ARCHIVE_PAGE_TIMEOUT": "300", "ARCHIVE_BEHIND_PROXY": "1"}
    site = "tests.web.broken_site"
    with serve_with_gunicorn(tmp_path, "--log-level", "debug", application=site, **variables) as served:
        attack(served)
        number = re.search(rb"quote its number: <code>([0-9a-f-]+)<", served.get(f"/search/?q=chained+{SECRET}"))
    log = served.log.read_text()
    assert SECRET.lower() not in log.lower()
    assert "q=" not in log and "%s" not in log and "127.0.0.1:" not in re.sub(r"Listening at: \S+|bind: .*", "", log)
    for told in (
        "500 Internal Server Error: search",
        "DisallowedHost",
        "statements.requests",
        "ValueError",
        "DataError",
    ):
        assert told in log
    assert number and log.count(number[1].decode()) >= 2  # the error, and the line of the request
    if form == "json":
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        answered = [line for line in lines if line["logger"] == "statements.requests"]
        assert {"search", "api_search", "unknown", "admin:login"} <= {line["view"] for line in answered}
        assert all(
            {"time", "level", "request", "status", "ms", "database_ms", "rows"} <= line.keys() for line in answered
        )


def record(name, message, *arguments, **more):
    made = logging.LogRecord(name, logging.ERROR, "/somewhere/loader.py", 12, message, arguments, None)
    made.__dict__.update(more)
    return made


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (record("statements.alerting", "Delivery %s cannot be sent", 5), "Delivery 5 cannot be sent"),
        (record("django.request", "Not Found: %s", "/ada", status_code=404), "404 Not Found: unknown"),
        (record("django.security.DisallowedHost", "ada", status_code=400), "400 Bad Request (DisallowedHost): unknown"),
        (record("library", "%s of %d files", "ada", 3), "… of 3 files"),
        (record("library", "%(who)s came", {"who": "ada"}), "a message of loader.py, line 12"),
        (record("library", "ada came"), "a message of loader.py, line 12"),
        (record("library", "%d", "ada"), "%d"),
    ],
)
def test_libraries_say_what_is_fixed_in_their_messages(made, said):
    assert tell(made) == said


def make_error(code):
    error, cause = OperationalError(f"could not go on\nLINE 1: {SECRET}"), Exception()
    cause.pgcode = code
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError(SECRET), "ValueError"),
        (OSError(28, "No space left on device", f"/tmp/{SECRET}"), "OSError: No space left on device"),  # noqa: S108
        (make_error("53100"), "django.db.utils.OperationalError: could not go on"),
        (make_error(None), "django.db.utils.OperationalError: could not go on"),
        (make_error("54000"), "django.db.utils.OperationalError"),
        (DataError(SECRET), "django.db.utils.DataError"),
        (ImproperlyConfigured("EMAIL_URL is wrong"), "django.core.exceptions.ImproperlyConfigured: EMAIL_URL is wrong"),
    ],
)
def test_an_error_is_told_with_its_message_only_where_that_is_about_the_machine(error, said):
    assert name_error(error) == said


def test_an_error_is_told_with_the_places_it_went_through_the_first_cause_first():
    made = logging.LogRecord("statements.web", logging.ERROR, __file__, 1, "It failed", (), None)
    try:
        FAILURES["chained"](SECRET)
    except ValueError as error:
        made.exc_info = (ValueError, error, error.__traceback__)
    told = LineFormatter().format(made)
    assert told.index("raise KeyError(words)") < told.index("KeyError\n") < told.index("raise ValueError(")
    assert told.endswith("ValueError") and SECRET not in told
    assert SECRET not in json.loads(JsonFormatter().format(made))["trace"]


def test_a_message_of_two_lines_is_one_line_of_the_log():
    assert "\n" not in LineFormatter().format(record("statements.web", "one\ntwo"))


def test_another_format_is_refused_in_a_line(monkeypatch):
    monkeypatch.setenv("ARCHIVE_LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="must be lines or json, not 'xml'"):
        make_formatter()


@pytest.mark.django_db
def test_a_request_has_one_line_only_where_that_is_switched_on(client, settings, caplog):
    client.get(f"/documents/?speaker={quote(SECRET)}")
    assert not caplog.records
    settings.LOG_REQUESTS = True
    type(client)().get(f"/documents/?sort=newest&q={SECRET}")
    [line] = [each for each in caplog.records if each.name == "statements.requests"]
    assert line.getMessage().startswith("GET browse ") and line.facts["statements"] > 0
