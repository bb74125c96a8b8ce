"""A database the archive cannot use stops every command with one line, which says what to do and never the password."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import NotSupportedError

from statements.checks import _check_version, error_line


def manage(*arguments, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://meloni:s3cret@127.0.0.1:1/archive", "Connection refused. The database is archive at 127.0.0.1:1"),
        ("postgres://meloni:s3cret@nowhere.invalid/archive", "archive at nowhere.invalid:5432"),
        ("postgres//meloni:s3cret@localhost/archive", "DATABASE_URL is not of the form postgres://"),
        ("postgres://meloni:s3cret/@localhost/archive", "DATABASE_URL is not of the form postgres://"),
        ("sqlite:///archive.sqlite3", "runs on PostgreSQL only"),
    ],
    ids=["dead", "unknown host", "malformed", "password not quoted", "sqlite"],
)
def test_a_database_out_of_reach_is_one_line(url, said):
    done = manage("showmigrations", DATABASE_URL=url)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert "s3cret" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_traceback_is_there_for_who_asks():
    done = manage("showmigrations", "--traceback", DATABASE_URL="postgres://127.0.0.1:1/archive")
    assert "Traceback" in done.stderr


def test_a_read_only_place_for_the_data_is_one_line(tmp_path):
    (tmp_path / "file").touch()
    done = manage("showmigrations", ARCHIVE_DATA_DIR=str(tmp_path / "file" / "data"), SECRET_KEY="", DATABASE_URL="")
    assert done.returncode == 1
    assert "set ARCHIVE_DATA_DIR" in done.stderr
    assert done.stderr.count("\n") == 1


class OldServer:
    closed = False

    def get_database_version(self):
        return (14, 12)

    def close(self):
        self.closed = True


def test_a_server_too_old_is_refused_and_not_connected_to():
    server = OldServer()
    with pytest.raises(NotSupportedError) as caught:
        _check_version(server)
    assert server.closed
    assert "PostgreSQL 15 or later is needed, and this is PostgreSQL 14" in error_line(caught.value)


@pytest.mark.parametrize(
    ("authority", "is_right"),
    [
        ("example.org", True),
        ("press@example.org,2027-01-31", True),
        ("archive.invalid", True),
        ("", False),
        ("https://example.org", False),
        ("example.org, 2026", False),
        ("example.org/x", False),
    ],
)
def test_an_authority_that_makes_no_identities_is_an_error(settings, authority, is_right):
    settings.AUTHORITY = authority
    found = run_checks(app_configs=[])
    assert ("statements.E001" in {each.id for each in found}) is not is_right


@pytest.mark.django_db
def test_who_deploys_is_asked_for_a_domain(settings):
    settings.AUTHORITY = "archive.invalid"
    assert "statements.I001" in {each.id for each in run_checks(include_deployment_checks=True)}
    settings.AUTHORITY = "example.org"
    assert "statements.I001" not in {each.id for each in run_checks(include_deployment_checks=True)}


@pytest.mark.django_db
def test_a_mail_server_without_an_address_of_the_site_is_told_before_anybody_waits(settings):
    settings.EMAIL_URL, settings.SITE_ADDRESS = "smtp://mail.example", ""
    assert "statements.W001" in {each.id for each in run_checks(include_deployment_checks=True)}
    settings.SITE_ADDRESS = "https://statements.example"
    assert "statements.W001" not in {each.id for each in run_checks(include_deployment_checks=True)}
