"""A release is another one where anything that makes a page is."""

import subprocess
import sys

import pytest

from statements.web.release import digest_of, release


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "page.html").write_text("One.")
    return tmp_path


def test_another_file_or_name_is_another_release(folder):
    digests = [digest_of([folder])]
    (folder / "page.html").write_text("Two.")
    digests.append(digest_of([folder]))
    (folder / "page.html").rename(folder / "other.html")
    digests.append(digest_of([folder]))
    (folder / "font.woff2").write_bytes(b"font")
    digests.append(digest_of([folder]))
    assert len(set(digests)) == 4


def test_what_is_made_from_files_is_not(folder):
    before = digest_of([folder])
    (folder / "page.pyc").write_bytes(b"compiled")
    assert digest_of([folder]) == before


def test_another_setting_is_and_where_the_data_are_is_not(folder, monkeypatch):
    before = digest_of([folder])
    monkeypatch.setenv("ARCHIVE_DATA_DIR", "/elsewhere")
    assert digest_of([folder]) == before
    monkeypatch.setenv("ARCHIVE_PAGE_TIMEOUT", "2000")
    assert digest_of([folder]) != before


def test_no_secret_is_in_it(folder, monkeypatch):
    before = digest_of([folder])
    for name in ("DATABASE_URL", "SECRET_KEY"):
        monkeypatch.setenv(name, "secret")
    assert digest_of([folder]) == before


def test_all_processes_have_the_same():
    code = "import django; django.setup(); from statements.web.release import release; print(release())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert told.stdout.strip() == release()
