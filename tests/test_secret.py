"""The secret key is made once, and for its owner alone; other secrets can be given in files."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from statements.secret import envsecret, secret_key


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    data_dir = tmp_path / "new" / "data"
    key = secret_key(data_dir)
    assert len(key) == 50
    assert secret_key(data_dir) == key
    assert (data_dir / "secret-key").stat().st_mode & 0o777 == 0o600


def test_many_first_starts_at_once_agree_on_one_key_and_leave_no_draft(tmp_path):
    with ThreadPoolExecutor(16) as starts:
        keys = set(starts.map(secret_key, [tmp_path] * 64))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_data_folder_that_cannot_be_made_names_the_variable_that_moves_it(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="ARCHIVE_DATA_DIR"):
        secret_key(tmp_path / "file" / "data")


def test_a_read_only_project_folder_names_the_variable_that_moves_the_data(tmp_path, monkeypatch):
    def refuse(**_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(ImproperlyConfigured, match=r"Read-only file system.*ARCHIVE_DATA_DIR"):
        secret_key(tmp_path)


@pytest.fixture
def name_file(tmp_path, monkeypatch):
    """Write a file, or none for None, and name it in EMAIL_URL_FILE."""
    monkeypatch.delenv("EMAIL_URL", raising=False)

    def name(content):
        path = tmp_path / "email-url"
        if content is not None:
            path.write_bytes(content)
        monkeypatch.setenv("EMAIL_URL_FILE", str(path))

    return name


def test_a_secret_is_read_from_the_file_that_a_variable_names(name_file):
    name_file(b"smtp://mail.example:25\n")
    assert envsecret("EMAIL_URL") == "smtp://mail.example:25"


def test_a_secret_may_stand_in_its_variable_or_nowhere(monkeypatch):
    monkeypatch.setenv("EMAIL_URL_FILE", "")
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example:25")
    assert envsecret("EMAIL_URL") == "smtp://mail.example:25"
    monkeypatch.delenv("EMAIL_URL")
    assert envsecret("EMAIL_URL") == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No such file"), (b"\n", "is empty"), (b"\xff", "not UTF-8")],
    ids=["missing", "empty", "not text"],
)
def test_a_file_that_holds_no_secret_is_refused_by_its_name(name_file, content, said):
    name_file(content)
    with pytest.raises(ImproperlyConfigured, match=rf"EMAIL_URL_FILE names .*email-url, which .*{said}"):
        envsecret("EMAIL_URL")


def test_a_secret_that_is_given_twice_is_refused_and_not_shown(name_file, monkeypatch):
    name_file(b"smtp://mail.example:25")
    monkeypatch.setenv("EMAIL_URL", "smtp://ada:s3cret@mail.example")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL and EMAIL_URL_FILE are both set") as refused:
        envsecret("EMAIL_URL")
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "ARCHIVE_METRICS_TOKEN"])
def test_each_secret_of_the_settings_can_be_in_a_file(name, tmp_path):
    path = tmp_path / "secret"
    variables = {each: value for each, value in os.environ.items() if each not in ("SECRET_KEY", "DATABASE_URL")}
    command = [sys.executable, "manage.py", "check"]
    variables |= {f"{name}_FILE": str(path), "ARCHIVE_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        command, env=variables, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert f"{name}_FILE names {path}, which cannot be read: No such file or directory" in done.stderr
    assert "Traceback" not in done.stderr
