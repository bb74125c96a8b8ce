"""What tests of the desk share."""

import json

import pytest
from django.contrib.auth.models import Group, User

from statements.importer import isolated, worker


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    """Files are read in this process: to start another one, see `importer/test_isolated.py`, takes half of the time."""

    def run(request, seconds):
        asked, _, content = request.partition(b"\n")
        return json.dumps(worker.answer(content, json.loads(asked))).encode()

    monkeypatch.setattr(isolated, "_run", run)


@pytest.fixture
def editor(client):
    """A signed-in editor; `user` is the account."""
    user = User.objects.create_user("astrid", "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    return client
