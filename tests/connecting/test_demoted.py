"""A connection to a server that takes no writes any more is given up when the request is over."""

import pytest
from django.db import InternalError, connection, transaction


@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.django_db(transaction=True)
def test_the_next_request_has_another_connection():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY; CREATE TABLE harbours ()")
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != before


@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.django_db(transaction=True)
def test_other_errors_keep_the_connection():
    with pytest.raises(Exception, match="division by zero"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    kept = connection.connection
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is kept
