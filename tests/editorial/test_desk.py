"""The desk: an editor adds a release, puts right what the importer made of it, and publishes it."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from statements.editorial.log import find_sender
from statements.editorial.workflow import note
from statements.models import Document, Participation, Publisher, Status
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

RELEASE = reverse("admin:statements_document_release")
WORDS = """The harbour of Oslo

We met at sea. We sailed on land.

We came home and rested, as the wind had been against us.
"""


def signed_in(client, name, group):
    user = User.objects.create_user(name, "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(client):
    return signed_in(client, "astrid", "editor")


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    """A batch is read in one request, however busy the machine."""
    monkeypatch.setattr("statements.editorial.intake.release_views._SECONDS", 600)


@pytest.fixture
def contributor(client):
    return signed_in(client, "gunnar", "contributor")


def review(document):
    return reverse("admin:statements_document_review", args=[document.pk])


def do(client, document, wanted, **values):
    """Press a button of the review page as it stands now."""
    document.refresh_from_db()
    sent = {"do": wanted, "seen": document.updated.isoformat(), **values}
    response = client.post(review(document), sent, follow=True)
    document.refresh_from_db()
    return response


def typed(**facts):
    """What stands in the fields of the facts."""
    return {f"fact-{name}": value for name, value in ({"language": "en", "kind": "speech"} | facts).items()}


def add(client, words=WORDS):
    response = client.post(RELEASE, {"words": words})
    assert response.status_code == 302, response.context["form"].errors
    return Document.objects.get(pk=response["Location"].split("/")[-3])


def texts(document):
    return list(document.paragraphs.order_by("position").values_list("text", flat=True))


def key(document, position):
    return document.paragraphs.order_by("position")[position - 1].key


class TestAddingARelease:
    def test_pasted_words_become_a_draft_that_nobody_sees(self, editor):
        document = add(editor)
        assert (document.title, document.status, document.language) == ("The harbour of Oslo", Status.DRAFT, "en")
        assert editor.get(document.get_absolute_url()).status_code == 404

    def test_the_review_says_where_each_fact_is_from(self, editor):
        html = editor.get(review(add(editor))).content.decode()
        assert "given in the text" in html
        assert "a guess, 99% sure" in html
        assert "not found: fill it in" in html

    def test_files_become_a_table_and_the_good_ones_are_published_together(self, editor):
        files = [SimpleUploadedFile("oslo.txt", WORDS.encode()), SimpleUploadedFile("blank.txt", b" \n")]
        response = editor.post(RELEASE, {"sent": files}, follow=True)
        html = response.content.decode()
        assert "refused: the file has no text" in html
        document = Document.objects.get(title="The harbour of Oslo")
        batch = response.redirect_chain[-1][0]
        seen = {f"seen-{document.pk}": document.updated.isoformat()}
        editor.post(batch, {"do": "publish", "document": [document.pk, "x", "²"], "confirmed": "yes", **seen})
        assert editor.get(document.get_absolute_url()).status_code == 200

    def test_a_zip_is_its_files(self, editor):
        packed = BytesIO()
        with ZipFile(packed, "w") as file:
            file.writestr("a/oslo.txt", WORDS)
            file.writestr("__MACOSX/._oslo.txt", "junk")
            file.writestr("inner.zip", b"PK\x03\x04 broken")
        sent = SimpleUploadedFile("all.zip", packed.getvalue())
        html = editor.post(RELEASE, {"sent": [sent]}, follow=True).content.decode()
        assert "The harbour of Oslo" in html
        assert "refused: the zip cannot be opened" in html
        assert "junk" not in html

    def test_a_zip_that_swells_is_refused(self, editor, settings):
        settings.IMPORT_MAX_BYTES = 1000
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as file:
            file.writestr("big.txt", "oboe " * 2000)
        response = editor.post(RELEASE, {"sent": [SimpleUploadedFile("all.zip", packed.getvalue())]})
        assert response.status_code == 400
        assert "all.zip was refused: the files in the zip" in response.content.decode()

    def test_the_same_bytes_again_lead_to_what_is_there(self, editor):
        first = add(editor)
        assert add(editor) == first
        assert Document.objects.filter(title="The harbour of Oslo").count() == 1

    def test_nothing_at_all_is_a_clear_error(self, editor):
        response = editor.post(RELEASE, {"words": "  "})
        assert response.status_code == 400
        assert "Choose a file, or paste" in response.content.decode()

    def test_strangers_are_sent_to_sign_in(self, client):
        assert client.get(RELEASE).status_code == 302
        assert client.post(RELEASE, {"words": WORDS}).status_code == 302
        assert not Document.objects.filter(title="The harbour of Oslo").exists()


class TestReview:
    def test_a_paragraph_is_split_joined_dropped_and_restored(self, editor):
        document = add(editor)
        before = texts(document)
        do(editor, document, "split", paragraph=key(document, 1), before="We sailed")
        assert texts(document)[:2] == ["We met at sea.", "We sailed on land."]
        do(editor, document, "merge", paragraph=key(document, 1))
        assert texts(document) == before
        do(editor, document, "drop", paragraph=key(document, 1))
        assert texts(document) == before[1:]
        do(editor, document, "restore", start=WORDS.index("We met"))
        assert texts(document) == before

    def test_a_turn_is_given_to_somebody_who_takes_part(self, editor):
        document = add(editor)
        ada, stranger = make_speaker("Ada"), make_speaker("Somebody Else")
        Participation.objects.create(document=document, speaker=ada, role="speaker")
        do(editor, document, "attribute", paragraph=key(document, 1), kind="quotation", speaker=ada.pk)
        assert document.paragraphs.get(position=1).speaker == ada
        response = do(editor, document, "attribute", paragraph=key(document, 1), kind="body", speaker=stranger.pk)
        assert "Choose a kind" in response.content.decode()
        assert document.paragraphs.get(position=1).speaker == ada

    def test_facts_are_put_right_and_then_decided(self, editor):
        document = add(editor)
        facts = typed(title="Oslo", date_edtf="2024-03")
        do(editor, document, "facts", **facts)
        assert (document.title, document.date_words) == ("Oslo", "March 2024")
        assert document.provenance["title"] == "editor"
        assert "decided by an editor" in editor.get(review(document)).content.decode()

    def test_a_wrong_date_is_told_and_nothing_else_lost(self, editor):
        document = add(editor)
        facts = typed(title="Kept", date_edtf="yesterday")
        response = do(editor, document, "facts", **facts)
        assert response.status_code == 400
        assert "is not a date" in response.content.decode()
        assert 'value="Kept"' in response.content.decode()
        assert document.title == "The harbour of Oslo"

    def test_the_second_to_save_is_told_and_nothing_is_changed(self, editor):
        document = add(editor)
        seen = document.updated.isoformat()
        do(editor, document, "drop", paragraph=key(document, 2))
        response = editor.post(
            review(document), {"do": "drop", "seen": seen, "paragraph": key(document, 1)}, follow=True
        )
        assert response.status_code == 409
        assert "This document has changed since you opened it" in response.content.decode()
        assert texts(document) == ["We met at sea. We sailed on land."]

    def test_what_the_second_one_typed_is_kept_beside_what_the_archive_has(self, editor):
        document = add(editor)
        seen = document.updated.isoformat()
        facts = typed(title="Oslo", date_edtf="")
        do(editor, document, "facts", **facts)
        late = typed(title="The port of Oslo", place="Oslo")
        html = editor.post(review(document), late | {"do": "facts", "seen": seen}).content.decode()
        assert 'value="The port of Oslo"' in html
        assert "the archive has: Oslo" in html
        assert "the archive has: nothing" in html
        document.refresh_from_db()
        assert document.title == "Oslo"
        do(editor, document, "facts", **late)
        assert (document.title, document.place) == ("The port of Oslo", "Oslo")

    def test_a_reason_that_was_typed_too_late_is_still_there(self, editor):
        document = add(editor)
        seen = document.updated.isoformat()
        do(editor, document, "drop", paragraph=key(document, 2))
        late = {"do": "send", "seen": seen, "words": "look at the date", "publish_at": "soon"}
        html = editor.post(review(document), late).content.decode()
        assert 'value="look at the date"' in html

    def test_words_that_stand_twice_are_split_where_they_were_selected(self, editor):
        document = add(editor)
        do(editor, document, "split", paragraph=key(document, 1), before="We", at="0")
        assert len(texts(document)) == 2
        do(editor, document, "split", paragraph=key(document, 1), before="We", at="15")
        assert texts(document)[:2] == ["We met at sea.", "We sailed on land."]

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "values",
        [
            {"do": "split"},
            {"do": "drop", "paragraph": "p0"},
            {"do": "drop", "paragraph": "p\0"},
            {"do": "restore"},
            {"do": "x"},
            {"do": "turns", "label": "Q", "speaker": "1.5"},
            {"do": "group", "other": "9" * 30},
            {"do": "group", "other": "a\0"},
            {"do": "take-part", "role": "x"},
            {"do": "take-part", "role": "author", "name": "\0"},
            {"do": "leave"},
            {"do": "publisher", "name": " "},
            {"do": "attribute", "kind": "x"},
        ],
    )
    def test_nonsense_changes_nothing_and_breaks_nothing(self, editor, values):
        document = add(editor)
        before = texts(document)
        assert do(editor, document, values.pop("do"), **values).status_code in (200, 404)
        assert texts(document) == before

    def test_what_is_in_the_archive_already_is_shown(self, editor):
        there = make_document(*WORDS.split("\n\n")[1:])
        html = editor.get(review(add(editor))).content.decode()
        assert "Already in the archive?" in html
        assert reverse("admin:statements_document_review", args=[there.pk]) in html
        assert "100% of its words the same" in html

    def test_a_translation_of_the_same_day_is_offered_and_grouped(self, editor):
        ada = {"Ada": "speaker"}
        english = make_document("An oboe.", speakers=ada, date="2024-03-01", language="en", status=Status.DRAFT)
        italian = make_document("Un oboe.", speakers=ada, date="2024-03-01", language="it")
        make_document("Un altro.", speakers=ada, date="2024-03-02", language="it")
        do(editor, english, "group", other=italian.pk)
        italian.refresh_from_db()
        assert english.translation_group == italian.translation_group is not None


class TestWhatIsProposed:
    def test_who_is_named_in_the_title_is_offered_and_taken_up(self, editor):
        known = make_speaker("Ada Quist")
        document = add(editor, f"Remarks by President Quist and Chancellor Bo Berg\n\n{WORDS}")
        assert (document.kind, document.provenance["kind"]) == ("speech", "its title, “Remarks”")
        html = " ".join(editor.get(review(document)).content.decode().split())
        assert f'<option value="{known.pk}" selected>Ada Quist</option>' in html
        assert "/somebody/?name=Bo%20Berg&amp;role=speaker" in html
        do(editor, document, "take-part", speaker=known.pk, role="speaker")
        do(editor, document, "take-part", speaker=make_speaker("Bo Berg").pk, role="interlocutor")
        people = document.participations.values_list("speaker__name", "role")
        assert list(people) == [("Ada Quist", "speaker"), ("Bo Berg", "interlocutor")]
        assert "named in the title" not in editor.get(review(document)).content.decode()
        assert document.provenance["participations"] == "editor"

    def test_nobody_is_added_by_a_name_that_is_typed(self, editor):
        ada = make_speaker("Ada Quist")
        document = add(editor)
        asked = do(editor, document, "take-part", name="Bo Quist", role="speaker", new="yes")
        assert "Nobody is surely called “Bo Quist”" in asked.content.decode()
        do(editor, document, "take-part", name="quist", role="speaker")
        assert document.participations.get().speaker == ada

    def test_nobody_takes_part_twice_in_the_same_way(self, editor):
        make_speaker("Ada Quist")
        document = add(editor)
        do(editor, document, "take-part", name="Ada Quist", role="speaker")
        assert "already takes part as speaker" in do(
            editor, document, "take-part", name="ada quist", role="speaker"
        ).content.decode().replace("&#x27;", "'")
        assert document.participations.count() == 1

    def test_who_has_turns_stays_and_who_has_none_is_taken_out(self, editor):
        document = add(editor)
        do(editor, document, "take-part", speaker=make_speaker("Ada Quist").pk, role="speaker")
        taking = document.participations.get()
        do(editor, document, "attribute", paragraph=key(document, 1), kind="body", speaker=taking.speaker_id)
        assert "give them to somebody else" in do(editor, document, "leave", participation=taking.pk).content.decode()
        do(editor, document, "attribute", paragraph=key(document, 1), kind="body", speaker="")
        do(editor, document, "leave", participation=taking.pk)
        assert not document.participations.exists()

    def test_the_publisher_of_others_from_the_same_address_is_proposed(self, editor):
        harbour = Publisher.objects.create(name="Port of Oslo", slug="port-of-oslo")
        make_document("An oboe.", publisher=harbour, source_url="https://port.example/news/1")
        make_document("An oboe.", source_url="https://port.example.org/")
        document = make_document(
            "A viola.", source_url="https://port.example/news/2", status=Status.DRAFT, title="A viola"
        )
        html = editor.get(review(document)).content.decode()
        assert f'name="publisher" value="{harbour.pk}"' in html
        assert "other documents from port.example are published by it" in html
        assert "No publisher is called" in do(editor, document, "publisher", name="Harbour Board").content.decode()
        do(editor, document, "publisher", name="port of oslo")
        assert document.publisher == harbour


class TestTheWayToThePublic:
    def test_an_editor_sends_back_what_is_not_ready_and_says_why(self, editor):
        document = add(editor)
        do(editor, document, "send")
        assert "Say in the note" in do(editor, document, "send-back").content.decode()
        do(editor, document, "send-back", words="the date is missing")
        assert document.status == Status.DRAFT
        record = editor.get(reverse("admin:statements_document_record", args=[document.pk])).content.decode()
        assert "Sent back: the date is missing" in record

    def test_a_contributor_writes_and_an_editor_publishes(self, contributor):
        document = add(contributor)
        do(contributor, document, "send", words="please check the date")
        assert document.status == Status.IN_REVIEW
        assert do(contributor, document, "publish").status_code == 403
        assert document.status == Status.IN_REVIEW
        editor = signed_in(contributor, "astrid", "editor")
        do(editor, document, "publish", words="checked")
        assert document.status == Status.PUBLISHED
        record = editor.get(reverse("admin:statements_document_record", args=[document.pk])).content.decode()
        for words in ("Sent to review: please check the date", "Published. checked", "gunnar", "astrid"):
            assert words in record

    def test_a_contributor_does_not_touch_what_is_published(self, contributor):
        document = make_document("An oboe.")
        document.publish()
        assert do(contributor, document, "drop", paragraph=key(document, 1)).status_code == 403
        assert texts(document) == ["An oboe."]
        form = contributor.get(reverse("admin:statements_document_change", args=[document.pk])).content.decode()
        assert 'name="_save"' not in form

    def test_a_contributor_cannot_publish_by_the_form(self, contributor):
        document = add(contributor)
        form = contributor.get(reverse("admin:statements_document_change", args=[document.pk])).content.decode()
        assert 'name="status"' not in form
        assert (
            'value="publish"' not in contributor.get(reverse("admin:statements_document_changelist")).content.decode()
        )

    def test_two_persons_publish_where_that_is_asked_for(self, editor, settings):
        settings.PUBLISHING_NEEDS_TWO = True
        document = add(editor)
        assert "Send it to review first" in do(editor, document, "publish").content.decode()
        do(editor, document, "send")
        assert "You sent it to review" in do(editor, document, "publish").content.decode()
        assert document.status == Status.IN_REVIEW
        other = signed_in(editor, "birgit", "editor")
        do(other, document, "facts", **typed(title="The port of Oslo"))
        assert "You made the last change" in do(other, document, "publish").content.decode()
        third = signed_in(editor, "carla", "editor")
        do(third, document, "publish")
        assert document.status == Status.PUBLISHED
        assert do(third, document, "facts", **typed(title="Alone")).status_code == 403
        do(third, document, "withdraw", words="a slip in the title")
        do(third, document, "send")
        assert document.status == Status.IN_REVIEW

    def test_who_sent_it_is_known_whatever_the_log_says(self, editor, settings):
        settings.PUBLISHING_NEEDS_TWO = True
        document = add(editor)
        do(editor, document, "send")
        birgit = User.objects.create_user("birgit")
        note(document, birgit, "Sent to review, says the title, and this is no such step.")
        assert "You sent it to review" in do(editor, document, "publish").content.decode()
        assert find_sender(document) == User.objects.get(username="astrid").pk

    def test_an_embargo_is_set_and_lifts_by_itself(self, editor):
        document = add(editor)
        later = timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        response = do(editor, document, "publish", publish_at=later)
        assert "It will be public from" in response.content.decode()
        assert editor.get(document.get_absolute_url()).status_code == 404
        Document.objects.filter(pk=document.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
        assert editor.get(document.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize(
        ("moment", "words"),
        [
            ("soon", "That is not a date and time"),
            ("2001-01-01T10:00", "is past"),
            ("9999-01-01T10:00", "more than ten years"),
        ],
    )
    def test_a_wrong_moment_publishes_nothing(self, editor, moment, words):
        document = add(editor)
        assert words in do(editor, document, "publish", publish_at=moment).content.decode()
        assert document.status == Status.DRAFT

    def test_publishing_anew_leaves_an_embargo_alone_unless_its_field_is_emptied(self, editor):
        document = add(editor)
        later = timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        do(editor, document, "publish", publish_at=later)
        assert f'value="{later}"' in editor.get(review(document)).content.decode()
        do(editor, document, "publish", publish_at=later)
        assert editor.get(document.get_absolute_url()).status_code == 404
        do(editor, document, "publish", publish_at="")
        assert editor.get(document.get_absolute_url()).status_code == 200

    def test_facts_that_were_typed_are_published_with_the_document(self, editor):
        document = add(editor)
        do(editor, document, "publish", **typed(title="The port of Oslo"))
        assert document.revisions.get().content["title"] == "The port of Oslo"

    def test_wrong_facts_stop_the_publication_and_the_note_is_kept(self, editor):
        document = add(editor)
        wrong = typed(title="Oslo", date_edtf="yesterday") | {"words": "at last"}
        response = do(editor, document, "publish", **wrong)
        assert response.status_code == 400
        assert 'value="at last"' in response.content.decode()
        assert document.status == Status.DRAFT

    @pytest.mark.parametrize("step", ["send", "send-back", "withdraw"])
    def test_steps_out_of_turn_are_refused(self, editor, step):
        document = add(editor)
        if step == "send":
            do(editor, document, "publish")
        before = document.status
        do(editor, document, step, words="why")
        assert document.status == before

    def test_who_withdraws_says_why_and_readers_are_told(self, editor):
        document = add(editor)
        do(editor, document, "publish")
        assert "Say why" in do(editor, document, "withdraw").content.decode()
        do(editor, document, "withdraw", words="It was another harbour.")
        passed = document.handovers.first()
        assert (passed.what, passed.by.username, passed.words) == ("withdrawn", "astrid", "It was another harbour.")
        response = editor.get(document.get_absolute_url())
        assert response.status_code == 410
        assert "It was another harbour." in response.content.decode()
        assert "We met at sea" not in response.content.decode()
