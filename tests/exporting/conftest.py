"""What the tests of exports share."""

import pytest


@pytest.fixture
def export(client):
    """Export: returns the answer and the bytes of the file."""

    def get(address):
        response = client.get(address)
        assert response.status_code == 200, response.content.decode()
        return response, b"".join(response.streaming_content)

    return get
