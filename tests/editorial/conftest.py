"""What tests of the desk share."""

import pytest
from django.contrib.auth.models import Group, User


@pytest.fixture
def editor(client):
    """A signed-in editor; `user` is the account."""
    user = User.objects.create_user("astrid", "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    return client
