"""Reading what is under embargo is logged: who, what, where and when, once in an hour; other drafts are not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from statements.editorial.review.corrections import begin_correction
from statements.models import Document, Door, EmbargoReading, MailedRelease, Preview, ReceivedMail
from tests.cast import make_document, make_publisher
from tests.editorial.desks import client_of, make_account
from tests.editorial.walks import list_addresses, lists_of, made_of

pytestmark = pytest.mark.django_db
WORDS = "We sail at dawn, and nobody knows."


@pytest.fixture(autouse=True)
def half_past(monkeypatch):
    """Within one hour: requests on both sides of a full one are two readings."""
    now = timezone.now().replace(minute=30)
    monkeypatch.setattr("statements.models.embargoes.timezone.now", lambda: now)


@pytest.fixture
def later():
    """What is published, and public tomorrow only."""
    tomorrow = timezone.now() + timedelta(days=1)
    document = make_document(
        WORDS,
        title="Sailing orders",
        publish_at=tomorrow,
        speakers={"Ada Quist": "speaker"},
        publisher=make_publisher("Ministry of the Harbour"),
    )
    document.paragraphs.update(speaker=document.participations.get().speaker)
    document.publish()
    return document


@pytest.fixture
def admin():
    return client_of(make_account("ada", "administrator"))


def page(name, *keys):
    return reverse(f"admin:statements_{name}", args=keys)


def doors(document):
    return list(EmbargoReading.objects.of(document).order_by("pk").values_list("name", "door"))


class TestEachDoor:
    @pytest.mark.parametrize(
        ("door", "find"),
        [
            (Door.REVIEW, lambda each: page("document_review", each.pk)),
            (Door.FORM, lambda each: page("document_change", each.pk)),
            (Door.PARAGRAPH, lambda each: page("paragraph_change", each.paragraphs.get().pk)),
            (Door.PARAGRAPH, lambda each: f"{page('paragraph_changelist')}?q=dawn"),
            (Door.PARAGRAPH, lambda each: page("paragraph_history", each.paragraphs.get().pk)),
            (Door.VERSION, lambda each: page("revision_change", each.revisions.get().pk)),
            (Door.COMPARISON, lambda each: page("document_compare", each.pk, each.pk)),
            (Door.PREVIEW, lambda each: reverse("preview_on_desk", args=[each.pk])),
        ],
    )
    def test_writes_one_row_in_an_hour(self, editor, later, door, find):
        address = find(later)
        for _ in range(2):
            assert editor.get(address).status_code == 200
        assert doors(later) == [("astrid", door)]
        reading = EmbargoReading.objects.get()
        assert (reading.document_key, reading.title, reading.reader) == (later.pk, "Sailing orders", editor.user)

    def test_of_a_link_no_person_is_known(self, editor, later):
        link = Preview.make(later, editor.user)
        for _ in range(2):
            assert WORDS in Client().get(link.get_absolute_url()).content.decode()
        assert doors(later) == [(f"link {link.pk}", Door.LINK)]
        assert EmbargoReading.objects.get().reader is None

    def test_a_mail_shows_words_of_the_release_that_was_made_of_it(self, editor, later):
        parts = {"sender": "", "subject": "", "sent": "", "parts": [], "likely": 0}
        mail = ReceivedMail.objects.create(sha256="0" * 64, filename="a.eml", content=b"", parts=parts)
        MailedRelease.objects.create(mail=mail, document=later, part=0)
        assert editor.get(page("document_mail", mail.pk)).status_code == 200
        assert doors(later) == [("astrid", Door.MAIL)]

    def test_the_question_before_deleting_shows_first_words(self, admin, later):
        assert WORDS in admin.get(page("document_delete", later.pk)).content.decode()
        assert doors(later) == [("ada", Door.FORM)]

    def test_the_question_before_deleting_who_speaks_counts_and_shows_no_words(self, admin, later):
        Document.objects.filter(pk=later.pk).update(status="draft")
        key = later.participations.get().speaker_id
        ticked = {"action": "delete_selected", "_selected_action": key}
        alone = admin.get(page("speaker_delete", key))
        for asked in (alone, admin.post(page("speaker_changelist"), ticked)):
            html = asked.content.decode()
            assert asked.status_code == 200 and "<li>1 document</li>" in html and WORDS[:20] not in html

    def test_no_form_is_offered_paragraphs(self, admin, later):
        asked = {"app_label": "statements", "model_name": "quotation", "field_name": "paragraph"}
        assert admin.get(reverse("admin:autocomplete"), asked).json()["results"] == []

    @pytest.mark.slow
    @pytest.mark.parametrize("role", ["administrator", "editor", "contributor"])
    def test_no_address_of_the_desk_shows_words_and_writes_no_row(self, later, editor, role):
        beside = made_of(later, editor.user, "Quist")
        parts = {"sender": "", "subject": "", "sent": "", "parts": [], "likely": 0}
        ReceivedMail.objects.update(parts=parts)
        MailedRelease.objects.create(mail=beside[1], document=later, part=0)
        reader = client_of(make_account("bo", role))
        shown = []
        for address in [*list_addresses(later, *beside), *lists_of(later, "dawn")]:
            EmbargoReading.objects.all().delete()
            if WORDS[:20] in reader.get(address).content.decode():
                shown.append(address)
                assert EmbargoReading.objects.of(later).filter(reader=reader.user).exists(), address
        assert len(shown) >= 8, "the walk is over what shows words"


class TestWhatIsLogged:
    def test_each_person_and_each_hour_anew(self, editor, admin, later):
        review = page("document_review", later.pk)
        editor.get(review), admin.get(review)
        EmbargoReading.objects.update(hour=timezone.now() - timedelta(hours=3))
        editor.get(review)
        assert doors(later) == [("astrid", "review"), ("ada", "review"), ("astrid", "review")]

    def test_an_embargo_that_only_the_source_states_counts(self, editor):
        tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
        draft = make_document(WORDS, status="draft", provenance={"not_before": {"value": tomorrow}})
        editor.get(page("document_review", draft.pk))
        assert doors(draft) == [("astrid", "review")]

    def test_a_working_copy_counts_as_what_it_corrects(self, editor, later):
        copy = begin_correction(later, editor.user)
        editor.get(page("document_review", copy.pk))
        assert doors(copy) == doors(later) == [("astrid", "review")]

    def test_what_is_public_or_has_no_embargo_is_not_logged(self, editor):
        past = timezone.now() - timedelta(days=1)
        for facts in ({"status": "draft"}, {"status": "in-review"}, {}, {"publish_at": past}):
            document = make_document(WORDS, **facts)
            editor.get(page("document_review", document.pk))
            editor.get(page("document_change", document.pk))
            Client().get(Preview.make(document, editor.user).get_absolute_url())
        editor.get(f"{page('paragraph_changelist')}?q=dawn")
        assert not EmbargoReading.objects.exists()

    def test_lists_of_titles_are_no_reading(self, editor, later):
        for address in ("/admin/", page("document_changelist"), page("document_record", later.pk)):
            assert "Sailing orders" in editor.get(address).content.decode()
        assert not EmbargoReading.objects.exists()


class TestWhereItCannotBeLogged:
    def test_nothing_is_shown(self, editor, later, monkeypatch):
        link = Preview.make(later, editor.user)

        def fail(*_, **__):
            raise OperationalError("could not extend file: No space left on device")

        monkeypatch.setattr(EmbargoReading._default_manager._queryset_class, "note", fail)
        for client, address in [
            (editor, page("document_review", later.pk)),
            (editor, page("paragraph_change", later.paragraphs.get().pk)),
            (editor, reverse("preview_on_desk", args=[later.pk])),
            (Client(), link.get_absolute_url()),
        ]:
            client.raise_request_exception = False
            answer = client.get(address)
            assert answer.status_code in (500, 503) and WORDS not in answer.content.decode(), address

    def test_a_process_that_only_reads_shows_no_link_to_what_is_under_embargo(self, editor, later, settings):
        link = Preview.make(later, editor.user)
        draft = Preview.make(make_document(WORDS, status="draft"), editor.user)
        settings.READ_ONLY = True
        answer = Client().get(link.get_absolute_url())
        assert (answer.status_code, answer["Retry-After"]) == (503, "60") and WORDS not in answer.content.decode()
        assert WORDS in Client().get(draft.get_absolute_url()).content.decode()


class TestWhoSeesTheLog:
    def test_editors_on_the_record_and_in_a_list(self, editor, later):
        editor.get(page("document_review", later.pk))
        link = Preview.make(later, editor.user)
        Client().get(link.get_absolute_url())
        record = editor.get(page("document_record", later.pk)).content.decode()
        address = f"{page('embargoreading_changelist')}?document_key={later.pk}"
        assert "Who read it under embargo" in record and f"link {link.pk}" in record and address in record
        listed = editor.get(address).content.decode()
        assert "Sailing orders" in listed and page("document_review", later.pk) in listed
        for name in ("change", "delete"):
            assert editor.post(page(f"embargoreading_{name}", EmbargoReading.objects.first().pk)).status_code == 403
        assert editor.post(page("embargoreading_add")).status_code == 403
        assert EmbargoReading.objects.count() == 2, "nobody changes it, and to look at it is no reading"

    def test_contributors_do_not(self, editor, later):
        editor.user.groups.set([Group.objects.get(name="contributor")])
        editor.get(page("document_review", later.pk))
        assert "under embargo" not in editor.get(page("document_record", later.pk)).content.decode()
        assert editor.get(page("embargoreading_changelist")).status_code == 403

    def test_it_outlives_the_document_and_the_account(self, editor, admin, later):
        editor.get(page("document_review", later.pk))
        key = later.pk
        later.bury()
        editor.user.delete()
        assert (
            f"Sailing orders (number {key}, deleted)" in admin.get(page("embargoreading_changelist")).content.decode()
        )
        assert EmbargoReading.objects.get().name == "astrid"

    def test_housekeeping_keeps_it_for_two_years_or_as_long_as_is_set(self, later, editor, settings):
        editor.get(page("document_review", later.pk))
        for age, kept, left in [(729, 730, 1), (729, 728, 0)]:
            settings.READINGS_KEPT = kept
            EmbargoReading.objects.update(at=timezone.now() - timedelta(days=age))
            call_command("housekeeping")
            assert EmbargoReading.objects.count() == left
