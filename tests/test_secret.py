"""The secret key is made once, and for its owner alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from statements.secret import secret_key


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
