"""What is in deploy/ fits what it starts: every command, variable and file named there is one of the archive."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from gunicorn.config import Config

from tests.test_docs import DEPLOYING, rows

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
STANDBYS = ROOT / "docs" / "standbys.md"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
EVERY_SERVICE = pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
DOCKERFILE = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text())
VARIABLES = {row[0].strip("`") for row in rows(DEPLOYING)}
SECRETS = {f"{name}_FILE" for name in ("SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "ARCHIVE_METRICS_TOKEN")}
LOOPS = ("deliver", "watch", "housekeeping")
OF_OTHERS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "WEB_CONCURRENCY"}


def lines_of(instruction):
    """What follows an instruction of the Dockerfile, each time that it is given."""
    return re.findall(rf"^\s*{instruction} (.+)$", DOCKERFILE, re.MULTILINE)


def check_command(words):
    """Fail unless a command line starts gunicorn, or a command of the archive, with options that it has."""
    program, *rest = words
    if Path(program).name == "gunicorn":
        parsed = Config().parser().parse_args(rest)
        assert parsed.args == ["statements.wsgi"]
        assert (ROOT / parsed.config).exists()
        return
    assert (Path(program).name, rest[0]) == ("python", "manage.py")
    assert rest[1] in get_commands(), f"manage.py {rest[1]} is no command"
    parser = load_command_class(get_commands()[rest[1]], rest[1]).create_parser("manage.py", rest[1])
    parser.parse_args(rest[2:])


def check_variables(names):
    assert set(names) - VARIABLES - SECRETS - OF_OTHERS == set()


class Unit(ConfigParser):
    """The sections of a unit of systemd, with their keys as they stand."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def read_unit(path):
    """The unit in a file. Raises DuplicateOptionError if a key stands twice, which ours do not need."""
    parser = Unit(interpolation=None)
    parser.read_string(path.read_text())
    return parser


def test_every_process_that_works_beside_the_site_has_a_unit():
    assert {unit.stem for unit in SERVICES} >= {
        f"statements-{each}" for each in ("web", "readers", *LOOPS, "dump", "backup", "drill")
    }


@EVERY_SERVICE
def test_a_unit_starts_a_command_of_the_archive(unit):
    check_command(shlex.split(read_unit(unit)["Service"]["ExecStart"]))


@EVERY_SERVICE
def test_a_unit_runs_as_an_account_of_its_own_that_writes_to_the_data_alone(unit):
    service, variables = read_unit(unit)["Service"], read_sample()
    assert service["User"] == "statements"
    assert service["EnvironmentFile"] == "/etc/statements/env"
    assert variables["ARCHIVE_DATA_DIR"] in service["ReadWritePaths"].split()
    wanted = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes", "CapabilityBoundingSet": ""}
    assert {name: service[name] for name in wanted} == wanted


@EVERY_SERVICE
def test_what_runs_all_the_time_is_back_within_two_seconds_however_often_it_ends(unit):
    found = read_unit(unit)
    if found["Service"].get("Type") == "oneshot":
        assert unit.with_suffix(".timer").exists()
        return
    assert found["Service"]["Restart"] == "always"
    assert int(found["Service"]["RestartSec"]) <= 2
    assert found["Unit"]["StartLimitIntervalSec"] == "0"


def test_the_site_for_readers_is_started_like_the_site_at_a_port_of_its_own():
    site, readers = (
        read_unit(DEPLOY / "systemd" / f"statements-{each}.service")["Service"] for each in ("web", "readers")
    )
    assert readers.pop("Environment") == "ARCHIVE_READ_ONLY=1"
    assert readers["ExecStart"].replace("127.0.0.1:8001", "127.0.0.1:8000") == site["ExecStart"] != readers["ExecStart"]
    assert {**readers, "ExecStart": site["ExecStart"]} == dict(site)


def test_one_server_takes_the_connections_of_both_sites_when_the_other_one_is_lost():
    options = [read_unit(DEPLOY / "systemd" / f"statements-{each}.service") for each in ("web", "readers")]
    workers = sum(int(re.search(r"--workers (\d+)", each["Service"]["ExecStart"])[1]) for each in options)
    threads = int(re.search(r"^threads = (\d+)", (DEPLOY / "gunicorn.conf.py").read_text(), re.MULTILINE)[1])
    wanted = int(re.search(r"^ +max_connections = (\d+)$", STANDBYS.read_text(), re.MULTILINE)[1])
    assert workers * (threads + 1) <= wanted - 20, "commands need some, too"


def test_a_command_has_the_variables_of_the_units_as_they_stand(tmp_path):
    """Paths of a server and runuser are put in their places; the command is one that shows its variables."""
    (tmp_path / "env").write_text(
        "# A comment\nARCHIVE_MAIL_FROM=Two words <a@b.example>\nDATABASE_URL=postgres:///a?x=1&y=$2\nARCHIVE_READ_ONLY=0\n"
    )
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@"\nenv\n')
    (tmp_path / "runuser").write_text('#!/bin/sh\nshift 3\nexec "$@"\n')
    for program in (python, tmp_path / "runuser"):
        program.chmod(0o755)
    text = re.sub(r"/(?:srv|etc)/statements", str(tmp_path), (DEPLOY / "statements").read_text())
    variables = {"PATH": f"{tmp_path}:/usr/bin:/bin", "ARCHIVE_READ_ONLY": "1"}
    done = subprocess.run(
        ["/bin/bash", "-c", text, "statements", "backup", "a b"], env=variables, capture_output=True, text=True
    )
    said = done.stdout.splitlines()
    assert said[0] == "manage.py backup a b", done.stderr
    assert {"ARCHIVE_MAIL_FROM=Two words <a@b.example>", "DATABASE_URL=postgres:///a?x=1&y=$2"} <= set(said)
    assert "ARCHIVE_READ_ONLY=1" in said, "what is set already stands above the file"


def test_what_is_left_of_a_killed_site_ends_with_its_first_process():
    assert read_unit(DEPLOY / "systemd" / "statements-web.service")["Service"]["KillMode"] == "mixed"


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    """The programs, which are not there, are put in place of those of a server."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze: it comes with Debian's systemd")
    for unit in UNITS:
        text = re.sub(r"/srv/statements/\.venv/bin/\w+", sys.executable, unit.read_text())
        (tmp_path / unit.name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    said = [line for line in done.stderr.splitlines() if "statements-" in line]
    assert said == []
    assert done.returncode == 0, done.stderr


def find_location(path):
    """What deploy/nginx.conf says of a path: the first location whose pattern it matches, or else that of all."""
    text = re.sub(r"\s#.*", "", (DEPLOY / "nginx.conf").read_text())
    locations = re.findall(r"location ~ (\S+) \{(.*?)\}", text, re.DOTALL)
    assert locations
    return next((body for pattern, body in locations if re.search(pattern, path)), "")


@pytest.mark.parametrize(
    "path",
    [
        "/documents/quist/",
        "/documents/quist.txt",
        "/it/documents/quist/changes/",
        "/fr/documents/quist/related/",
        "/documents/quist/source/",
        "/documents/quist/original/",
        "/documents/quist/with/bianchi/",
        "/compare/",
        "/preview/secret/",
        "/api/documents",
        "/api/documents/quist",
        "/api/documents/quist/paragraphs/p1",
        "/api/resolve",
        "/documents/export.csv",
        "/admin/statements/document/1/review/",
    ],
)
def test_nginx_waits_for_what_waits_for_long_texts(path):
    assert "proxy_read_timeout 15m;" in find_location(path)


@pytest.mark.parametrize("path", ["/", "/documents/", "/search/", "/speakers/quist/", "/api/search"])
def test_nginx_waits_for_other_pages_as_long_as_for_all(path):
    assert find_location(path) == ""


def read_sample():
    """The variables of deploy/env.example, also those that are only proposed."""
    return dict(re.findall(r"^(?:# )?([A-Z_]+)=(.+)$", (DEPLOY / "env.example").read_text(), re.MULTILINE))


def test_the_sample_of_variables_names_those_that_the_settings_read():
    sample = read_sample()
    assert sample
    check_variables(sample)


def test_the_image_is_made_of_files_that_are_there_and_are_not_kept_from_it():
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    for line in lines_of("COPY"):
        if line.startswith("--from="):
            continue
        for name in line.split()[:-1]:
            assert (ROOT / name).exists(), name
            assert f"!{name}" in ignored, name
    assert "*" in ignored


def test_the_image_starts_commands_that_are_there_with_variables_that_are_read():
    check_command(json.loads(lines_of("CMD")[-1]))
    for run in lines_of("RUN"):
        for command in re.findall(r"python (manage\.py [^&]+)", run):
            check_command(["python", *command.split()])
        check_variables(re.findall(r"\b([A-Z_]+)=", run))
    check_variables(re.findall(r"\b([A-Z_]+)=", " ".join(lines_of("ENV"))))


def test_the_image_runs_as_nobody_else_and_has_no_password():
    assert lines_of("USER") == ["10001:10001"]
    assert not re.search(r"PASSWORD|createsuperuser --|DATABASE_URL", re.sub(r"#.*", "", DOCKERFILE))
    assert "SECRET_KEY" not in " ".join(lines_of("ENV"))


def test_the_image_is_asked_whether_it_lives_without_the_database():
    probe = json.loads(lines_of(r"HEALTHCHECK .*? CMD")[0]) if lines_of(r"HEALTHCHECK .*? CMD") else []
    assert probe[:2] == ["python", "-c"]
    compile(probe[2], "probe", "exec")
    assert "/health/live" in probe[2]


def test_each_service_of_compose_starts_a_command_with_variables_that_are_read():
    own = {name: service for name, service in COMPOSE["services"].items() if name != "db"}
    assert own.keys() >= {"migrate", "web", *LOOPS}
    for service in own.values():
        if "command" in service:
            check_command(service["command"])
        check_variables(service["environment"])
        assert service["read_only"] is True


def test_what_serves_and_works_waits_until_the_tables_are_there():
    migrated = {"migrate": {"condition": "service_completed_successfully"}}
    for name, service in COMPOSE["services"].items():
        if name == "migrate":
            assert service["depends_on"] == {"db": {"condition": "service_healthy"}}
            assert service["restart"] == "no"
        elif name != "db":
            assert service["depends_on"] == migrated, name


def test_compose_holds_no_secret_and_has_no_default_for_one():
    """A secret is a file outside of git, without which Compose refuses to start."""
    text = (DEPLOY / "compose.yaml").read_text()
    assert not re.search(r"(?:PASSWORD|SECRET_KEY|DATABASE_URL|EMAIL_URL):", text)
    used = {secret for service in COMPOSE["services"].values() for secret in service["secrets"]}
    assert used == COMPOSE["secrets"].keys()
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
    assert any(fnmatch("deploy/secrets/", each) for each in ignored)
