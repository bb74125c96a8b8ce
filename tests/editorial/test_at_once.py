"""Two editors at the same moment: one is served, the others are told, and nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse

from statements.editorial.checking.verify import verify
from statements.editorial.workflow import log_of
from statements.importer.files import import_upload
from statements.models import Document
from tests.conftest import make_groups

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds_come_back")]
EDITORS = 5


def test_of_many_at_the_same_moment_one_drops_the_paragraph_and_the_others_are_told(tmp_path):
    make_groups()
    text = "The harbour of Oslo\n\nWe met at sea.\n\nWe sailed on land.\n\nWe came home.\n"
    document = Document.objects.get(slug=import_upload(text.encode(), tmp_path / "oslo.txt").slug)
    user = User.objects.create_user("astrid", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    asked = {"do": "drop", "seen": document.updated.isoformat(), "paragraph": document.paragraphs.all()[1].key}

    def drop(_):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        try:
            return client.post(reverse("admin:statements_document_review", args=[document.pk]), asked).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as editors:
        answers = sorted(editors.map(drop, range(EDITORS)))
    assert answers == [302, *[409] * (EDITORS - 1)]
    assert list(document.paragraphs.values_list("text", flat=True)) == ["We met at sea.", "We came home."]
    assert log_of(document).count() == 1
    assert verify(document) == []


@pytest.mark.slow
def test_of_many_who_undo_and_publish_a_correction_at_the_same_moment_one_is_served(tmp_path):
    make_groups()
    text = "The harbour of Oslo\n\nWe met at sea.\n\nWe sailed on land.\n\nWe came home.\n"
    document = Document.objects.get(slug=import_upload(text.encode(), tmp_path / "oslo.txt").slug)
    document.publish()
    user = User.objects.create_user("astrid", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    copies = set(_at_once(user, document, {"do": "correct"}))
    assert copies == {302}
    copy = Document.objects.get(corrects=document)
    for _ in range(2):
        copy.refresh_from_db()
        _at_once(user, copy, {"do": "drop", "paragraph": copy.paragraphs.first().key})
    copy.refresh_from_db()
    assert _at_once(user, copy, {"do": "undo", "step": 2}) == [302, *[409] * (EDITORS - 1)]
    assert list(copy.paragraphs.values_list("text", flat=True)) == ["We sailed on land.", "We came home."]
    copy.refresh_from_db()
    assert _at_once(user, copy, {"do": "publish-correction", "note": "a line"}) == [302, *[404] * (EDITORS - 1)]
    assert document.revisions.count() == 2
    assert not Document.objects.exclude(pk=document.pk).filter(title=document.title).exists()
    assert verify(Document.objects.get(pk=document.pk)) == []


def _at_once(user, document, values):
    """Let several editors send the same to the review of a document. Returns the sorted answers."""
    sent = {"seen": document.updated.isoformat(), **values}

    def send(_):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        try:
            return client.post(reverse("admin:statements_document_review", args=[document.pk]), sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as editors:
        return sorted(editors.map(send, range(EDITORS)))
