"""An index of the archive of a test, in a folder of its own."""

import pytest


@pytest.fixture(autouse=True)
def index_folder(settings, tmp_path):
    """Where the index of this test is. Without the package there is nothing to test."""
    pytest.importorskip("tantivy")
    settings.INDEX_DIR = tmp_path / "index"
    return settings.INDEX_DIR
