"""What Prometheus is told, and who may ask."""

import json
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings as project
from django.db import OperationalError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from statements.importer.messages.kinds import kind_of
from statements.models import Arrival, Batch, Became
from statements.operating import readings
from statements.operating.endpoint import answer_prometheus
from statements.operating.status_files import backup_file, note_done
from statements.web.counts import COUNTS
from tests.web.servers import free_port, serve_with_gunicorn

TOKEN = "a-token-of-the-operator"
DEPLOY = Path(project.BASE_DIR) / "deploy"


@pytest.fixture
def counting(settings, monkeypatch):
    """A site that counts, and answers Prometheus by a token."""
    settings.METRICS_TOKEN, settings.COUNTS_REQUESTS = TOKEN, True
    settings.MIDDLEWARE = [settings.MIDDLEWARE[0], "statements.operating.endpoint.answer_prometheus",
                           *settings.MIDDLEWARE[1:]]  # fmt: skip
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    monkeypatch.setattr(readings, "_reading", Read())


class Read:
    """Reads the figures in the transaction of the test."""

    recent = staticmethod(readings.read_database)


def figures(text):
    """Values by name and labels."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def ask(client, token=TOKEN, **more):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.get("/metrics", headers=headers, **{"wsgi.multiprocess": False, **more})


def value(text, name, **labels):
    return figures(text).get((name, *sorted(labels.items())))


@pytest.mark.django_db
class TestWhoMayAsk:
    def test_who_has_the_token_whatever_the_host_is_called(self, counting, client):
        answer = ask(client, SERVER_NAME="10-0-0-7.pod.example")
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert answer["Content-Type"].startswith("text/plain")

    @pytest.mark.parametrize("token", ["", "another", TOKEN[:-1], f"{TOKEN} "])
    def test_for_others_there_is_no_such_page(self, counting, client, token):
        assert ask(client, token and f"{token}x").status_code == 404

    def test_nor_for_anybody_where_there_is_no_token(self, counting, client, settings):
        settings.METRICS_TOKEN = ""
        assert [ask(client, token).status_code for token in ("", TOKEN, "x")] == [404, 404, 404]

    def test_nor_by_default(self, client):
        assert ask(client).status_code == 404

    @pytest.mark.parametrize(("port", "status"), [(9108, 200), (8000, 404)])
    def test_who_comes_by_its_own_port_needs_none(self, counting, rf, settings, port, status):
        settings.METRICS_TOKEN, settings.METRICS_BIND = "", "127.0.0.1:9108"
        answer = answer_prometheus(lambda request: readings_missing())
        assert (
            answer(rf.get("/metrics", **{"gunicorn.socket": Socket(port), "wsgi.multiprocess": False})).status_code
            == status
        )

    def test_that_port_has_nothing_else(self, counting, rf, settings):
        settings.METRICS_BIND = "127.0.0.1:9108"
        answer = answer_prometheus(lambda request: pytest.fail("the site was asked"))
        assert answer(rf.get("/documents/", **{"gunicorn.socket": Socket(9108)})).status_code == 404

    def test_a_port_that_the_request_makes_up_is_not_believed(self, counting, client, settings):
        settings.METRICS_BIND = "127.0.0.1:9108"
        assert ask(client, "", SERVER_PORT="9108", HTTP_HOST="localhost:9108").status_code == 404

    def test_several_processes_that_know_nothing_of_each_other_say_so(self, counting, client):
        answer = ask(client, **{"wsgi.multiprocess": True})
        assert answer.status_code == 500 and b"gunicorn.conf.py" in answer.content


def readings_missing():
    from django.http import HttpResponse

    return HttpResponse(status=404)


class Socket:
    def __init__(self, port):
        self.port = port

    def getsockname(self):
        return ("127.0.0.1", self.port)


@pytest.mark.django_db
class TestWhatIsCounted:
    def test_requests_by_page_method_class_and_language(self, counting, client):
        labels = {"view": "browse", "method": "GET", "status": "2xx", "language": "it"}
        before = value(ask(client).content.decode(), "archive_requests_total", **labels) or 0
        client.get("/it/documents/?speaker=x")
        text = ask(client).content.decode()
        assert value(text, "archive_requests_total", **labels) == before + 1
        assert value(text, "archive_request_seconds_count", view="browse") >= 1
        assert value(text, "archive_statements_total", view="browse") >= 1
        assert value(text, "archive_database_seconds_total", view="browse") > 0

    def test_labels_are_none_of_the_words_that_were_sent(self, counting, client):
        for method in ("WOMBAT", "PROPFIND"):
            client.generic(method, "/wombat/?wombat")
        client.get("/documents/wombat/", headers={"host": "wombat.example", "accept-language": "wombat"})
        client.get("/documents/?q=wombat")
        text = ask(client).content.decode()
        assert "wombat" not in text.lower() and "PROPFIND" not in text
        found = [key for key in figures(text) if key[0] == "archive_requests_total"]
        assert any(("method", "other") in key and ("view", "unknown") in key for key in found)

    def test_what_the_database_cancels_and_what_is_answered_by_503(self, counting, client, monkeypatch, settings):
        from tests.web.failures import FAILURES

        settings.PAGE_TIMEOUT = 200
        monkeypatch.setattr("statements.search.selection.Selection.tally", property(lambda _: FAILURES["slow"]("x")))
        assert client.get("/documents/").status_code == 503
        text = ask(client).content.decode()
        assert value(text, "archive_timeouts_total", view="browse") >= 1
        assert value(text, "archive_unavailable_total", view="browse") >= 1

    def test_a_search_the_first_time_and_again(self, counting, client):
        text = ask(client).content.decode()
        before = [value(text, "archive_search_seconds_count", asked=asked) or 0 for asked in ("first", "again")]
        tag = client.get("/search/?q=deterrence")["ETag"]
        client.get("/search/?q=deterrence", headers={"if-none-match": tag})
        text = ask(client).content.decode()
        after = [value(text, "archive_search_seconds_count", asked=asked) or 0 for asked in ("first", "again")]
        assert after == [before[0] + 1, before[1] + 1]


@pytest.mark.django_db
class TestWhatIsRead:
    def test_every_figure_of_a_quiet_archive(self, counting, client):
        text = ask(client).content.decode()
        assert value(text, "archive_database_up") == 1
        assert value(text, "archive_export_slots_used") == 0 and value(text, "archive_export_slots") == 2
        assert value(text, "archive_outbox_late_seconds", what="alerts") == 0
        assert value(text, "archive_watched_sources", state="failing") == 0
        assert 0 <= time.time() - value(text, "archive_last_event_timestamp_seconds") < 10 * 365 * 86400
        assert value(text, "archive_disk_free_bytes", place="data") > 0
        assert any(key[0] == "archive_build_info" for key in figures(text))

    def test_refusals_by_kind_never_with_their_words(self, counting, client):
        batch = Batch.objects.create()
        for position, reason in enumerate(["the file has no text", "wombat is not read yet: wombats are", "wombat"]):
            Arrival.objects.create(batch=batch, position=position, became=Became.REFUSED, reason=reason, filename="a")
        text = ask(client).content.decode()
        assert value(text, "archive_refused_files", kind="any_file") == 2
        assert value(text, "archive_refused_files", kind="other") == 1
        assert "wombat" not in text

    def test_the_last_backup_where_there_was_one(self, counting, client, settings, tmp_path):
        settings.BACKUP_STATUS = str(tmp_path / "status.json")
        assert value(ask(client).content.decode(), "archive_last_backup_timestamp_seconds") is None
        note_done(backup_file())
        at = value(ask(client).content.decode(), "archive_last_backup_timestamp_seconds")
        assert abs(time.time() - at) < timedelta(minutes=1).total_seconds()
        Path(settings.BACKUP_STATUS).write_text("[broken")
        assert value(ask(client).content.decode(), "archive_last_backup_timestamp_seconds") is None

    def test_the_last_drill_that_went_well_beside_the_last_backup(self, counting, client, settings, tmp_path):
        settings.BACKUP_STATUS = str(tmp_path / "status.json")
        note_done(backup_file())
        assert value(ask(client).content.decode(), "archive_last_drill_timestamp_seconds") is None
        note_done(backup_file(), drill={"at": "2027-01-31T05:14:40+00:00"})
        at = value(ask(client).content.decode(), "archive_last_drill_timestamp_seconds")
        assert at == datetime(2027, 1, 31, 5, 14, 40, tzinfo=UTC).timestamp()
        note_done(backup_file(), drill="broken")
        assert value(ask(client).content.decode(), "archive_last_drill_timestamp_seconds") is None

    def test_a_figure_that_fails_leaves_the_others(self, counting, client, monkeypatch, caplog):
        def fail():
            raise OperationalError
            yield

        monkeypatch.setattr(readings, "OF_THE_DATABASE", (fail, readings.read_log))
        text = ask(client).content.decode()
        assert value(text, "archive_last_event_timestamp_seconds") and "fail" in caplog.text

    def test_a_database_that_is_away_is_told_with_all_that_is_counted(self, counting, client, monkeypatch):
        def fail(*args):
            raise OperationalError

        monkeypatch.setattr(readings, "_ask", fail)
        text = ask(client).content.decode()
        assert value(text, "archive_database_up") == 0 and "archive_requests_total" in text


class TestWaiting:
    def test_a_database_that_says_nothing_holds_up_nobody(self, monkeypatch):
        monkeypatch.setattr(readings, "PATIENCE", 0.05)
        monkeypatch.setattr(readings, "read_database", lambda: time.sleep(1) or [])
        [up] = readings._Figures().recent()
        assert (up.name, up.samples[0].value) == ("archive_database_up", 0)

    def test_figures_are_kept_for_some_seconds(self, monkeypatch):
        asked = []
        monkeypatch.setattr(readings, "read_database", lambda: asked.append(1) or list(asked))
        reading = readings._Figures()
        assert reading.recent() == reading.recent() == [1]
        reading._ended -= 60
        assert reading.recent() == [1, 1]


@pytest.mark.slow
@pytest.mark.django_db
def test_several_processes_are_counted_together_also_those_that_have_ended(tmp_path):
    own = free_port()
    options = ("--workers", "2", "--max-requests", "8")
    with serve_with_gunicorn(tmp_path, *options, ARCHIVE_METRICS_BIND=f"127.0.0.1:{own}") as served:
        for _ in range(30):
            served.get("/robots.txt")
        labels = {"view": "robots", "method": "GET", "status": "2xx", "language": "en"}
        deadline, counted = time.monotonic() + 60, -1
        while counted != 30 and time.monotonic() < deadline:
            text = served.get("/metrics", own).partition(b"\r\n\r\n")[2].decode()
            counted = value(text, "archive_requests_total", **labels)
            time.sleep(0.5)
        assert counted == 30
        assert b"archive_" not in served.get("/metrics")  # at the port of the site there is no such page
        assert served.get("/robots.txt", own).startswith(b"HTTP/1.1 404")
    assert served.log.read_text().count("Booting worker") > 3


@pytest.mark.slow
@pytest.mark.django_db
def test_both_addresses_are_kept_when_gunicorn_reads_its_configuration_anew(tmp_path):
    own = free_port()
    with serve_with_gunicorn(tmp_path, "--workers", "1", ARCHIVE_METRICS_BIND=f"127.0.0.1:{own}") as served:
        served.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 60
        while served.log.read_text().count("Booting worker") < 2 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert served.log.read_text().count("Booting worker") >= 2, "it has read nothing anew"
        assert b"archive_build_info" in served.get("/metrics", own)
        assert served.get("/robots.txt").startswith(b"HTTP/1.1 200")
        assert served.process.poll() is None


def counted_names():
    return {sample.name for family in COUNTS.collect() for sample in family.samples} | {
        f"{family.name}_{ending}" for family in COUNTS.collect() for ending in ("total", "bucket", "sum", "count")
    }


@pytest.fixture
def names(counting, client, settings, tmp_path, db):
    """All figures that there are."""
    settings.BACKUP_STATUS = str(tmp_path / "status.json")
    note_done(backup_file(), drill={"at": timezone.now().isoformat()})
    read = {key[0] for key in figures(ask(client).content.decode())}
    elsewhere = {"replication_lag_seconds", "last_housekeeping_timestamp_seconds", "refused_files"}
    return read | counted_names() | {f"archive_{each}" for each in elsewhere}


def named_in(text):
    import re

    return set(re.findall(r"\barchive_[a-z_]+\b", text))


def test_the_dashboard_and_the_rules_name_figures_that_there_are(names):
    dashboard = json.loads((DEPLOY / "grafana.json").read_text())
    rules = yaml.safe_load((DEPLOY / "prometheus-rules.yml").read_text())
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    asked += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    assert len(asked) > 15
    assert named_in(" ".join(asked)) <= names


def test_every_rule_says_what_to_do():
    rules = yaml.safe_load((DEPLOY / "prometheus-rules.yml").read_text())
    for rule in (rule for group in rules["groups"] for rule in group["rules"]):
        assert f"`{rule['alert']}`" in (DEPLOY.parent / "docs" / "operating.md").read_text()
        assert rule["annotations"]["summary"] and "docs/operating.md" in rule["annotations"]["description"]


def test_a_reason_has_the_kind_of_its_list():
    assert kind_of("the file has no text") == "any_file"
    assert kind_of("the Word file has more than 5 elements: split it, or paste the text") == "word"
    assert kind_of("whatever somebody typed") == "other"


def test_the_moment_of_a_status_without_a_zone_is_read(settings, tmp_path):
    settings.BACKUP_STATUS = str(tmp_path / "status.json")
    backup_file().write_text(json.dumps({"at": "2026-11-30T04:00:00"}))
    assert readings.read_moment(backup_file()) < timezone.now() + timedelta(days=365)
