"""Somebody else keeps the database busy while Astrid works: she is told within seconds, and loses nothing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client

from statements.editorial import busy
from statements.importer.files import import_upload
from statements.models import Document
from tests.conftest import make_groups
from tests.editorial.test_desk import typed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds_come_back")]
LIST = "/admin/statements/document/"


@pytest.fixture
def astrid(monkeypatch):
    monkeypatch.setattr(busy, "_LOCKED", 0.2)
    make_groups()
    user = User.objects.create_user("astrid", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/admin/")
    return client


@pytest.fixture
def draft(db):
    return Document.objects.get(
        slug=import_upload(b"A draft\n\nWe sail at dawn.\n\nAnd we land.\n", Path("dock.txt")).slug
    )


@pytest.fixture
def locked(draft):
    """The draft is being changed by somebody else, who does not come to an end."""
    began, ends = Event(), Event()

    def hold():
        with transaction.atomic():
            Document.objects.select_for_update().get(pk=draft.pk)
            began.set()
            ends.wait()
        connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(hold)
        began.wait()
        yield draft
        ends.set()


def sent(document, do, **values):
    facts = typed(title="The harbour of Oslo", place="Bergen", date_edtf="14 marzo 2024")
    return {"do": do, "seen": document.updated.isoformat(), "words": "Look at it.", **facts, **values}


@pytest.mark.slow
@pytest.mark.parametrize("do", ["facts", "drop", "send", "publish"])
def test_a_step_that_would_wait_is_refused_and_what_was_typed_is_still_there(astrid, locked, do):
    answer = astrid.post(f"{LIST}{locked.pk}/review/", sent(locked, do, paragraph=locked.paragraphs.first().key))
    html = answer.content.decode()
    assert answer.status_code == 503
    assert "nothing was saved. What you typed is still here" in html
    assert all(f'value="{each}"' in html for each in ("Bergen", "14 marzo 2024", "Look at it.", "The harbour of Oslo"))
    assert Document.objects.get(pk=locked.pk).place == ""


def test_a_form_of_the_admin_that_would_wait_says_so(astrid, locked):
    User.objects.filter(username="astrid").update(is_superuser=True)
    astrid.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")  # as a server of pages does, in connecting/patience.py
        answer = astrid.post(f"{LIST}{locked.pk}/change/", {"title": "Oslo"})
        cursor.execute("SET lock_timeout = DEFAULT")
    assert answer.status_code == 503 and answer["Retry-After"] and "try again" in answer.content.decode().lower()


@pytest.mark.slow
def test_what_takes_too_long_is_undone_and_nothing_says_that_it_was_saved(astrid, draft, monkeypatch):
    """The facts are saved at once, the step is not: neither is."""
    monkeypatch.setattr(busy, "_WORKING", 0.5)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(5); RETURN NULL; END';"
            " CREATE TRIGGER doze AFTER DELETE ON statements_paragraph EXECUTE FUNCTION doze()"
        )
    try:
        answer = astrid.post(f"{LIST}{draft.pk}/review/", sent(draft, "drop", paragraph=draft.paragraphs.first().key))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION doze CASCADE")
    html = answer.content.decode()
    assert answer.status_code == 503 and "nothing was saved" in html and "The facts are saved" not in html
    assert Document.objects.get(pk=draft.pk).place == "" and draft.paragraphs.count() == 2
