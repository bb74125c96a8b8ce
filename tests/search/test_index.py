"""The search index of a document that two editors change at once."""

import threading
import time

import pytest
from django.db import connection, transaction

from statements.models import Paragraph
from tests.cast import make_document
from tests.search.searching import found

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds_come_back")]


@pytest.mark.slow
def test_two_editors_of_one_document_leave_a_true_index():
    document = make_document("A heron.", "A jetty.", title="At sea")
    first, second = document.paragraphs.all()
    edited = threading.Event()

    def the_second_editor():
        try:
            edited.wait(5)
            Paragraph.objects.filter(pk=second.pk).update(text="A cormorant.")
        finally:
            connection.close()

    with transaction.atomic():
        Paragraph.objects.filter(pk=first.pk).update(text="An oboe.")
        editor = threading.Thread(target=the_second_editor)
        editor.start()
        edited.set()
        time.sleep(0.3)  # the second one waits for the first by now
    editor.join(5)
    assert found("oboe cormorant") == {document.external_id}
    assert found("heron") == found("jetty") == set()
