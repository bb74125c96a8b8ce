"""The rows that searches read, after whatever was done to a document, are those of an archive that is built anew."""

from collections.abc import Callable
from random import Random

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from statements.editorial.people.merging import merge as merge_people
from statements.editorial.review.corrections import begin_correction, discard_correction, publish_correction
from statements.keys import new_key
from statements.models import (
    Document,
    Entry,
    Lead,
    Paragraph,
    Participation,
    Quotation,
    Speaker,
    Status,
    Stretch,
    Utterance,
)
from statements.models.index import entering_once
from statements.models.positions import put_in_order
from tests.cast import make_document, make_speaker, settle
from tests.conftest import property_tests

pytestmark = pytest.mark.django_db

TEXTS = ["We sail at noon.", "The heron waits.", "MS. QUIST: No.", "of oak " * 300, "Il porto è chiuso."]
ROWS: list[tuple[type, tuple[str, ...]]] = [
    (Entry, ("pk", "status", "publish_at", "speaker_ids", "language", "length", "size", "words", "forms")),
    (Lead, ("pk", "words", "title")),
    (Utterance, ("document", "speaker", "language", "narrates", "length", "size", "words", "forms")),
    (Stretch, ("paragraph", "document", "language", "start", "words", "exact")),
    (Paragraph, ("pk", "words", "exact")),
]


def read_rows():
    return {model.__name__: sorted(model.objects.values_list(*fields), key=repr) for model, fields in ROWS}


def build_anew():
    """Throw away all that is derived, and make it of the documents."""
    for model in (Entry, Lead, Utterance, Stretch):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE statements_paragraph SET words = NULL, exact = NULL")
        cursor.execute("SELECT archive_stretch(ARRAY(SELECT id FROM statements_paragraph))")
        cursor.execute(
            "SELECT archive_enter(made), archive_utter(made) FROM (SELECT ARRAY(SELECT id FROM"
            " statements_document) AS made) AS documents"
        )


def edit(chance, document):
    rows = document.paragraphs.all()
    rows.filter(pk=chance.choice(rows).pk).update(text=chance.choice(TEXTS))


def turn(chance, document):
    row = chance.choice(document.paragraphs.all())
    row.speaker = chance.choice([None, *Speaker.objects.filter(name__endswith="Quist")])
    row.kind = chance.choice(["body", "stage-direction"])
    row.save()


def add(chance, document):
    text, taken = chance.choice(TEXTS), set(document.paragraphs.values_list("key", flat=True))
    last = document.paragraphs.order_by("position").last()
    Paragraph.objects.create(
        document=document,
        position=(last.position if last else 0) + chance.choice([1, 5]),
        key=new_key(document.external_id, text, taken),
        text=text,
        language=chance.choice(["en", "it"]),
    )


def remove(chance, document):
    if document.paragraphs.count() > 1:
        chance.choice(document.paragraphs.all()).delete()


def reorder(chance, document):
    keys = list(document.paragraphs.values_list("pk", flat=True))
    chance.shuffle(keys)
    put_in_order(document.pk, keys, chance.choice([1, 7]))


def quote(chance, document):
    row = chance.choice(document.paragraphs.all())
    row.quotations.all().delete()
    if chance.random() < 0.7:
        Quotation.objects.create(paragraph=row, speaker=make_speaker("Bo Dahl"), start=0, end=8)


def take_part(chance, document):
    who, role = make_speaker(chance.choice(["Ada Quist", "Eva Quist"])), chance.choice(["speaker", "author"])
    if not Participation.objects.filter(document=document, speaker=who, role=role).delete()[0]:
        Participation.objects.create(document=document, speaker=who, role=role)


def say_facts(chance, document):
    language = chance.choice(["en", "it"])
    Document.objects.filter(pk=document.pk).update(title=chance.choice(["Oggi", "The heron"]), language=language)


def set_status(chance, document):
    """As somebody does who has nothing but SQL."""
    Document.objects.filter(pk=document.pk, corrects=None).update(status=chance.choice(Status.values))


def embargo(chance, document):
    Document.objects.filter(pk=document.pk).update(
        publish_at=chance.choice([None, "2001-01-01T00:00Z", "2999-01-01T00:00Z"])
    )


def publish(chance, document):
    if document.corrects is None:
        document.publish()


def withdraw(chance, document):
    if document.status == Status.PUBLISHED:
        document.withdraw("A slip.")


def correct(chance, document):
    """Begin a correction of what is published, do something to it, and publish or discard it, or neither."""
    if document.status != Status.PUBLISHED or Document.objects.filter(corrects=document).exists():
        return
    by = User.objects.get_or_create(username="astrid")[0]
    copy = begin_correction(document, by)
    for each in chance.choices([edit, turn, add, remove, reorder, quote, take_part], k=3):
        each(chance, copy)
    end = chance.choice([publish_correction, publish_correction, discard_correction, None])
    if end:
        end(Document.objects.get(pk=copy.pk), by)


def become_one(chance, document):
    found = Speaker.objects.filter(name="Eva Quist").first()
    if found and not found.merged_into_id and found.pk != make_speaker("Ada Quist").pk:
        merge_people(found, make_speaker("Ada Quist"), User.objects.get_or_create(username="astrid")[0])


def begin_in_vain(chance, document):
    """A change of several statements that is given up half-way."""
    try:
        with transaction.atomic(), entering_once(document):
            edit(chance, document)
            raise LookupError
    except LookupError:
        edit(chance, document)


STEPS: dict[str, Callable] = {
    each.__name__: each
    for each in (
        edit, turn, add, remove, reorder, quote, take_part, say_facts, set_status, embargo, publish, withdraw, correct,
        become_one, begin_in_vain,
    )
}  # fmt: skip
some_steps = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 1_000)), min_size=1, max_size=14)


@pytest.mark.slow
@property_tests(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([("add", 1), ("publish", 1), ("withdraw", 1), ("edit", 2), ("publish", 1), ("correct", 3), ("reorder", 4)])
@example([("remove", 1), ("set_status", 2), ("become_one", 1), ("set_status", 5), ("embargo", 3), ("quote", 2)])
@given(some_steps)
def test_whatever_is_done_they_are_those_of_an_archive_built_anew(db, steps):
    with transaction.atomic():
        check_steps(steps)
        transaction.set_rollback(True)


def check_steps(steps):
    draft = make_document(*TEXTS, status="draft", speakers={"Ada Quist": "speaker", "Eva Quist": "author"})
    public = make_document(*TEXTS[:3], speakers={"Eva Quist": "speaker"})
    for name, seed in steps:
        chance = Random(seed)
        STEPS[name](chance, Document.objects.get(pk=chance.choice([draft, public]).pk))
        settle()
    kept = read_rows()
    build_anew()
    assert read_rows() == kept
    hidden = Document.objects.exclude(status="published")
    assert not Lead.objects.filter(document__in=hidden).exists()
    assert not Utterance.objects.filter(document__in=hidden).exists()
    assert set(Entry.objects.filter(document__in=hidden).values_list("words", "forms", "size")) <= {("", "", 0)}
    assert not Stretch.objects.exclude(document__corrects=None).exists()
    without_words = Paragraph.objects.filter(words=None).values_list("document__corrects", flat=True)
    assert None not in without_words


@pytest.mark.parametrize("by", ["method", "update"])
def test_whoever_publishes_it_its_paragraphs_are_numbered_from_one(by):
    draft = make_document("One.", "Two.", "Three.", status="draft")
    draft.paragraphs.get(position=2).delete()
    if by == "method":
        draft.publish()
    else:
        Document.objects.filter(pk=draft.pk).update(status="published")
    settle()
    assert list(draft.paragraphs.order_by("position").values_list("position", "text")) == [(1, "One."), (2, "Three.")]
    assert "'one':5 'remark':1A 'three':6" in Entry.objects.get(document=draft).words


def test_a_change_in_several_statements_holds_back_the_rows_of_no_other_document():
    one, other = make_document("We sail."), make_document("We rest.")
    with transaction.atomic(), entering_once(one):
        one.paragraphs.update(text="A heron.")
        other.paragraphs.update(text="A heron.")
        assert "'heron'" not in Entry.objects.get(document=one).words
        assert "'heron'" in Entry.objects.get(document=other).words
    assert "'heron'" in Entry.objects.get(document=one).words
