"""Every step of a review can be undone, exactly, after a reload and by another editor; never what somebody else did."""

from random import Random

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from hypothesis import HealthCheck, example, given
from hypothesis import settings as property_tests
from hypothesis import strategies as st

from statements.editorial.checking.verify import verify
from statements.editorial.people.merging import merge
from statements.editorial.review.document_state import read_state
from statements.editorial.review.undoing import MOST, last_step, remember_step, undo_step
from statements.editorial.workflow import log_of
from statements.models import Document, Participation, Publisher, Quotation, Source, Speaker
from tests.admin_forms import form_of
from tests.cast import make_document, make_publisher, make_speaker
from tests.editorial.test_desk import WORDS, add, contributor, do, editor, key, review, signed_in, texts, typed

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db

TURNS = """Remarks at the dock

PRESIDENT QUIST: We met at sea, and we came home. We were glad of it, all of us.

MR. DAHL: I was there, too, and I saw the light.

Follow us

And so did I, for I had kept it burning all the night. "It must never go out," said Ada Quist.

PRESIDENT QUIST: Thank you, all of you, for coming to us.
"""


@pytest.fixture(autouse=True)
def known(db):
    """Whom and what the archive knows: steps add nobody."""
    for name in ("Ada Quist", "Bo Dahl", "Anna Kvist"):
        make_speaker(name)
    for name in ("Port of Oslo", "Port of Bergen"):
        make_publisher(name)


def undo(client, document, **values):
    step = last_step(document)
    return do(client, document, "undo", **{"step": step.number if step else 0, **values})


def press(client, document, wanted, **values):
    """The same as `do`, without reading the page that comes after it."""
    document.refresh_from_db()
    client.post(review(document), {"do": wanted, "seen": document.updated.isoformat(), **values})
    document.refresh_from_db()


def whole(document):
    """All that an editor can change of it, row by row, with primary keys and places; and what became of its words."""
    others = Document.objects.exclude(pk=document.pk).values_list("pk", flat=True)
    positions = list(enumerate(document.paragraphs.order_by("position").values_list("pk", flat=True)))
    dates = Document.objects.values_list("date_start", "date_end").get(pk=document.pk)
    return read_state(document, others), positions, dates


class TestOneStep:
    @pytest.mark.parametrize(
        ("wanted", "values"),
        [
            ("split", {"before": "We sailed"}),
            ("merge", {}),
            ("drop", {}),
            ("attribute", {"kind": "heading", "speaker": ""}),
            ("take-part", {"name": "Ada Quist", "role": "speaker"}),
            ("publisher", {"name": "Port of Oslo"}),
            ("facts", typed(title="The port of Oslo", date_edtf="2024-03", place="Oslo", language="it")),
        ],
    )
    def test_undo_names_it_and_brings_back_what_was_there(self, editor, wanted, values):
        document = add(editor)
        before = whole(document)
        do(editor, document, wanted, paragraph=key(document, 1), **values)
        assert whole(document) != before
        done = log_of(document).first().get_change_message()
        html = editor.get(review(document)).content.decode()
        assert "Undo" in html and done.replace("“", "“")[:30] in html
        response = undo(editor, document)
        assert f"Undone: {done}"[:40] in response.content.decode()
        assert whole(document) == before
        assert log_of(document).first().get_change_message() == f"Undid: {done}"
        assert last_step(document) is None
        assert verify(document) == []

    def test_a_dropped_paragraph_comes_back_in_its_row_with_its_key_and_who_is_quoted_in_it(self, editor):
        document, ada = add(editor), make_speaker("Ada Quist")
        first = document.paragraphs.get(position=1)
        Quotation.objects.create(paragraph=first, speaker=ada, start=0, end=14)
        before = whole(document)
        do(editor, document, "drop", paragraph=first.key)
        assert not Quotation.objects.filter(speaker=ada).exists()
        undo(editor, document)
        assert whole(document) == before
        assert editor.get(f"/search/?q={first.text.split()[2]}").status_code == 200

    def test_turns_that_were_given_are_nobodys_again(self, editor):
        document = add(editor, TURNS)
        before = whole(document)
        do(editor, document, "turns", label="PRESIDENT QUIST", name="Ada Quist")
        assert document.paragraphs.filter(speaker__name="Ada Quist").exists()
        undo(editor, document)
        assert whole(document) == before

    def test_a_translation_is_separated_again_on_both_sides(self, editor):
        ada = {"Ada": "speaker"}
        english = make_document("An oboe.", speakers=ada, language="en", status="draft")
        italian = make_document("Un oboe.", speakers=ada, language="it")
        do(editor, english, "group", other=italian.pk)
        undo(editor, english)
        italian.refresh_from_db()
        assert english.translation_group is italian.translation_group is None

    def test_facts_and_a_tool_sent_together_are_two_steps(self, editor):
        document = add(editor)
        do(editor, document, "drop", paragraph=key(document, 1), **typed(title="The port of Oslo"))
        undo(editor, document)
        assert (document.title, len(texts(document))) == ("The port of Oslo", 2)
        undo(editor, document)
        assert document.title == "The harbour of Oslo"

    def test_words_typed_in_the_form_of_a_paragraph_are_undone_too(self, client):
        client.force_login(User.objects.create_superuser("bo"), "django.contrib.auth.backends.ModelBackend")
        document = add(client)
        before = whole(document)
        address = reverse("admin:statements_paragraph_change", args=[document.paragraphs.get(position=1).pk])
        client.post(address, form_of(client.get(address)) | {"text": "We met in port."})
        assert texts(document)[0] == "We met in port."
        address = reverse("admin:statements_document_change", args=[document.pk])
        client.post(address, form_of(client.get(address)) | {"paragraphs-1-DELETE": "on"})
        undo(client, document)
        undo(client, document)
        assert whole(document) == before

    def test_what_changes_nothing_is_no_step(self, editor):
        document = add(editor)
        do(editor, document, "facts", **typed(title=document.title, kind=document.kind))
        do(editor, document, "send", words="look")
        do(editor, document, "drop", paragraph="p0")
        assert last_step(document) is None


class TestWhoseStep:
    def test_another_editor_undoes_it_and_is_told_whose_it_is(self, editor):
        document = add(editor)
        do(editor, document, "drop", paragraph=key(document, 1))
        other = signed_in(editor, "birgit", "editor")
        html = other.get(review(document)).content.decode()
        assert "The last step, taken by astrid" in html
        undo(other, document)
        assert len(texts(document)) == 2
        assert log_of(document).first().user.username == "birgit"

    def test_who_may_not_change_it_may_not_undo(self, contributor):
        document = add(contributor)
        do(contributor, document, "drop", paragraph=key(document, 1))
        step = last_step(document)
        editor = signed_in(contributor, "astrid", "editor")
        do(editor, document, "publish")
        do(editor, document, "withdraw", words="a slip")
        contributor = signed_in(contributor, "helga", "contributor")
        assert do(contributor, document, "undo", step=step.number).status_code == 403
        assert len(texts(document)) == 1

    def test_strangers_undo_nothing(self, client, editor):
        document = add(editor)
        do(editor, document, "drop", paragraph=key(document, 1))
        client.logout()
        client.post(review(document), {"do": "undo", "step": 1, "seen": document.updated.isoformat()})
        assert len(texts(document)) == 1


class TestRefused:
    def test_undo_pressed_twice_undoes_one_step(self, editor):
        document = add(editor)
        do(editor, document, "drop", paragraph=key(document, 1))
        do(editor, document, "facts", **typed(title="The port of Oslo"))
        sent = {"do": "undo", "step": last_step(document).number, "seen": document.updated.isoformat()}
        assert editor.post(review(document), sent).status_code == 302
        assert editor.post(review(document), sent).status_code == 409
        assert (len(texts(document)), document.steps_taken.count()) == (1, 1)

    @pytest.mark.slow
    @pytest.mark.parametrize("step", ["", "0", "7", "x", "²", "9" * 40, "1\0"])
    def test_nonsense_undoes_nothing(self, editor, step):
        document = add(editor)
        do(editor, document, "drop", paragraph=key(document, 1))
        assert "no such step" in do(editor, document, "undo", step=step).content.decode()
        assert len(texts(document)) == 1

    def test_what_was_changed_in_another_way_since_is_left_alone_with_the_reason(self, editor):
        document = add(editor)
        do(editor, document, "attribute", paragraph=key(document, 1), kind="heading", speaker="")
        document.paragraphs.filter(position=1).update(text="Something else.")
        assert "can no longer be undone" in undo(editor, document).content.decode()
        assert document.paragraphs.get(position=1).kind == "heading"
        assert last_step(document) is not None

    def test_an_order_that_was_changed_since_is_left_alone(self, editor):
        document = add(editor)
        do(editor, document, "split", paragraph=key(document, 1), before="We sailed")
        document.paragraphs.order_by("position").first().delete()
        before = texts(document)
        assert "can no longer be undone" in undo(editor, document).content.decode()
        assert texts(document) == before

    def test_who_was_deleted_since_does_not_come_back(self, editor):
        document = add(editor)
        do(editor, document, "publisher", name="Port of Oslo")
        do(editor, document, "publisher", name="Port of Bergen")
        Publisher.objects.get(name="Port of Oslo").delete()
        assert "has been deleted" in undo(editor, document).content.decode()
        assert document.publisher.name == "Port of Bergen"

    def test_who_was_merged_since_comes_back_as_who_it_is_now(self, editor):
        document = add(editor)
        do(editor, document, "take-part", name="Anna Kvist", role="speaker", new="yes")
        do(editor, document, "leave", participation=document.participations.get().pk)
        merge(Speaker.objects.get(name="Anna Kvist"), make_speaker("Ada Quist"), User.objects.get(username="astrid"))
        undo(editor, document)
        assert document.participations.get().speaker.name == "Ada Quist"
        undo(editor, document)
        assert not document.participations.exists()

    def test_what_readers_were_shown_is_not_offered_nor_done(self, editor):
        document = add(editor)
        do(editor, document, "drop", paragraph=key(document, 1))
        do(editor, document, "publish", **typed(title="The port of Oslo"))
        assert last_step(document) is None
        do(editor, document, "withdraw", words="a slip")
        assert last_step(document) is None
        number = document.steps_taken.last().number
        assert "no such step" in do(editor, document, "undo", step=number).content.decode()
        do(editor, document, "facts", **typed(title="Oslo"))
        undo(editor, document)
        assert document.title == "The port of Oslo"


class TestManySteps:
    @pytest.mark.slow
    def test_fifty_are_kept_and_older_ones_forgotten(self, editor):
        document, astrid = add(editor), User.objects.get(username="astrid")
        for number in range(MOST + 3):
            with remember_step(document, astrid):
                Document.objects.filter(pk=document.pk).update(title=f"Title {number}")
        assert document.steps_taken.count() == MOST
        document.refresh_from_db()
        for _ in range(MOST):
            undo_step(document, astrid, last_step(document).number)
        assert document.title == "Title 2"
        assert last_step(document) is None

    @pytest.mark.slow
    def test_a_step_on_a_long_document_keeps_little(self, editor):
        document = add(
            editor, "The long one\n\n" + "\n\n".join(f"We sailed on day {n}, and rested." for n in range(900))
        )
        do(editor, document, "drop", paragraph=key(document, 1))
        do(editor, document, "split", paragraph=key(document, 500), before="and rested")
        sizes = [len(str(changes)) for changes in document.steps_taken.values_list("changes", flat=True)]
        assert max(sizes) < 2_000
        undo(editor, document)
        undo(editor, document)
        assert document.paragraphs.count() == 900


STEPS = ["split", "merge", "drop", "restore", "attribute", "turns", "take-part", "leave", "publisher", "group", "facts"]


def act(client, document, wanted, chance):
    """Take a step somewhere: what it is sent is drawn by chance, and may be refused."""
    paragraph = chance.choice([*document.paragraphs.all(), None])
    words = paragraph.text.split() if paragraph else ["x"]
    source = Source.objects.get(document=document)
    dropped = [span[0] for span in source.spans if span[2] == "dropped"]
    taking = document.participations.order_by("pk").first()
    sent = {
        "split": {"before": " ".join(words[chance.randrange(len(words)) :])},
        "restore": {"start": chance.choice([*dropped, 0])},
        "attribute": {"kind": chance.choice(["body", "heading"]), "speaker": taking.speaker_id if taking else ""},
        "turns": {"label": chance.choice(["PRESIDENT QUIST", "MR. DAHL"]), "name": "Ada Quist"},
        "take-part": {"name": chance.choice(["Ada Quist", "Bo Dahl"]), "role": chance.choice(["speaker", "author"])},
        "leave": {"participation": taking.pk if taking else 0},
        "publisher": {"name": chance.choice(["Port of Oslo", "Port of Bergen"])},
        "group": {"other": Document.objects.get(title="Dal molo").pk},
        "facts": typed(title=chance.choice(["A", "B"]), date_edtf="2024-03-01", language=chance.choice(["en", "fr"])),
    }
    press(
        client,
        document,
        wanted,
        **{"paragraph": paragraph.key if paragraph else "", "new": "yes", **sent.get(wanted, {})},
    )


def check_undone(client, taken):
    """Whatever was done, as many undos give back what was there."""
    Document.objects.exclude(external_id__startswith="seed").delete()
    document = add(client, TURNS)
    document.set_date("2024-03-01")
    document.save()
    quoted = document.paragraphs.last()
    Participation.objects.create(document=document, speaker=make_speaker("Ada Quist"), role="speaker")
    Quotation.objects.create(paragraph=quoted, speaker=make_speaker("Bo Dahl"), start=0, end=9)
    make_document("Dal molo.", title="Dal molo", language="it", speakers={"Ada Quist": "speaker"})
    states = {0: whole(document)}
    for wanted, seed in taken:
        act(client, document, wanted, Random(seed))
        states[document.steps_taken.count()] = whole(document)
    while (left := document.steps_taken.count()) > 0:
        assert whole(document) == states[left]
        press(client, document, "undo", step=last_step(document).number)
        assert document.steps_taken.count() == left - 1
    assert whole(document) == states[0]


some_steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1_000)), min_size=1, max_size=10)
ONE_CLIENT = [HealthCheck.function_scoped_fixture]  # it is signed in once


@pytest.mark.slow
@property_tests(max_examples=8, suppress_health_check=ONE_CLIENT)
@example([("drop", 1), ("restore", 2), ("split", 3), ("merge", 4), ("turns", 5), ("leave", 6)])
@given(some_steps)
def test_whatever_was_done_as_many_undos_give_back_what_was_there(editor, taken):
    check_undone(editor, taken)


@pytest.mark.slow
@property_tests(max_examples=150, suppress_health_check=ONE_CLIENT)
@given(some_steps)
def test_the_same_for_many_more_sequences(editor, taken):
    check_undone(editor, taken)


def test_enter_in_the_note_saves_the_facts_and_keeps_the_note(editor):
    document = add(editor)
    response = do(
        editor, document, "facts", **typed(title="Oslo"), words="look at the date", publish_at="2099-01-01T10:00"
    )
    html = response.content.decode()
    assert 'value="look at the date"' in html and 'value="2099-01-01T10:00"' in html
    assert document.title == "Oslo"
    html = editor.get(review(document)).content.decode()
    assert 'value="look at the date"' not in html, "once"
    assert "Put it back" in html and "look at the date" in html, "later it is offered"


def test_what_was_typed_for_a_split_that_is_refused_is_still_there(editor):
    document = add(editor)
    html = do(editor, document, "split", paragraph=key(document, 1), before="<b>nowhere").content.decode()
    assert 'value="&lt;b&gt;nowhere"' in html


def test_the_log_says_from_what_to_what_and_cuts_what_is_long(editor):
    document = add(editor, WORDS)
    do(editor, document, "facts", **typed(title="The port of Oslo"))
    assert (
        log_of(document)
        .first()
        .get_change_message()
        .startswith("Changed Title from “The harbour of Oslo” to “The port of Oslo”")
    )
    do(editor, document, "facts", **typed(title="x" * 450))
    assert len(log_of(document).first().get_change_message()) < 500


def test_what_is_typed_and_not_saved_stays_in_its_field_when_a_step_is_undone(editor):
    document = add(editor)
    do(editor, document, "drop", paragraph=key(document, 1))
    html = undo(editor, document, **typed(title="Typed but not saved")).content.decode()
    assert 'value="Typed but not saved"' in html
    assert (document.title, len(texts(document))) == ("The harbour of Oslo", 2)
