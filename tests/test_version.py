"""Which version runs is told to those who run it."""

import re
import tomllib

import pytest
from django.conf import settings

from statements import version


@pytest.fixture
def fresh():
    version.commit.cache_clear()
    yield
    version.commit.cache_clear()


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert version.version() == project["version"]


def test_the_commit_is_that_of_the_variable(fresh, monkeypatch):
    monkeypatch.setenv("ARCHIVE_COMMIT", "0B7C1D2E3F40516273849")
    assert (version.commit(), version.name_release()[-14:]) == ("0b7c1d2e3f40", "(0b7c1d2e3f40)")


@pytest.mark.parametrize("value", ["<script>", "main", "0b7"])
def test_what_is_no_commit_is_none(fresh, monkeypatch, value):
    monkeypatch.setenv("ARCHIVE_COMMIT", value)
    assert version.commit() == ""
    assert version.name_release() == version.version()


@pytest.mark.parametrize(
    ("head", "files"),
    [
        ("ref: refs/heads/main\n", {"refs/heads/main": "abc1234\n"}),
        ("ref: refs/heads/main\n", {"packed-refs": "# pack-refs\nabc1234 refs/heads/main\n"}),
        ("abc1234\n", {}),
    ],
)
def test_else_it_is_the_one_that_is_checked_out(tmp_path, head, files):
    for name, content in {"HEAD": head, **files}.items():
        path = tmp_path / ".git" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    assert version.read_commit(tmp_path) == "abc1234"


def test_a_folder_without_git_has_none(tmp_path):
    assert version.read_commit(tmp_path) == ""


@pytest.mark.django_db
def test_the_foot_of_the_desk_names_it_and_no_public_page_does(admin_client, client):
    pattern = re.compile(rf'<p class="version">Version {re.escape(version.name_release())}</p>')
    assert pattern.search(admin_client.get("/admin/").content.decode())
    assert "Version" not in client.get("/admin/login/").content.decode()
    assert version.name_release() not in client.get("/about/").content.decode()
