"""Mail to people: Gunnar writes, Astrid and Bo edit, Ada is somebody else. Each is told what waits for her, once."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from statements.editorial.accounts import preferences
from statements.editorial.front.embargo_views import end_embargo
from statements.editorial.notices.queueing import tell_source_failing
from statements.editorial.notices.stopping import stop_url
from statements.editorial.review.corrections import begin_correction, publish_correction
from statements.editorial.workflow import note, publish, send_back, send_to_review
from statements.models import EmbargoLook, Notice, NoticeMail, Occasion, Preferences, Sending, Status
from statements.web.site import can_mail
from tests.alerting.conftest import mailbox  # noqa: F401 - a fixture
from tests.alerting.mailbox import html_of, link_in, stopping_link, text_of
from tests.cast import make_document, settle
from tests.editorial.test_accounts import make_account

pytestmark = pytest.mark.django_db
SECRET = "We sail at dawn, and nobody knows it."


@pytest.fixture
def gunnar():
    return make_account("gunnar", "contributor")


@pytest.fixture
def astrid():
    return make_account("astrid", "editor")


@pytest.fixture
def bo():
    return make_account("bo", "editor")


@pytest.fixture
def draft(gunnar):
    document = make_document(SECRET, title="The harbour of Oslo", status=Status.DRAFT)
    note(document, gunnar, "Added: oslo.txt.")
    return document


@pytest.fixture
def deliver(mailbox):  # noqa: F811
    """Send what waits, some time after the last event, and return the mails by whom they are to."""

    def deliver(later=timedelta(minutes=1)):
        settle()
        Notice.objects.filter(letter=None).update(at=timezone.now() - later)
        call_command("deliver", stdout=StringIO(), stderr=StringIO())
        mails = mailbox.take()
        assert len({mail["To"] for mail in mails}) == len(mails), "one mail to each"
        return {mail["To"].partition("@")[0]: mail for mail in mails}

    return deliver


def test_sent_to_review_is_told_to_the_editors_with_the_note(gunnar, astrid, bo, draft, deliver):
    send_to_review(draft, gunnar, "Check the <b>date</b>")
    mails = deliver()
    assert set(mails) == {"astrid", "bo"}
    mail = mails["astrid"]
    assert mail["Subject"] == "Sent to review: The harbour of Oslo"
    assert "Check the <b>date</b>" in text_of(mail) and "Check the &lt;b&gt;date&lt;/b&gt;" in html_of(mail)
    assert "by gunnar" in text_of(mail)
    assert f"https://statements.example{reverse('admin:statements_document_review', args=[draft.pk])}" in text_of(mail)
    assert SECRET not in str(mail)
    assert (mail["Auto-Submitted"], mail["List-Unsubscribe-Post"]) == ("auto-generated", "List-Unsubscribe=One-Click")
    assert deliver() == {}


def test_sent_back_goes_to_who_sent_it_and_published_to_the_author_too(gunnar, astrid, bo, draft, deliver):
    send_to_review(draft, gunnar)
    deliver()
    send_back(draft, astrid, "No date")
    mails = deliver()
    assert {name: mail["Subject"] for name, mail in mails.items()} == {"gunnar": "Sent back: The harbour of Oslo"}
    assert "No date" in text_of(mails["gunnar"])
    send_to_review(draft, bo)
    deliver()
    publish(draft, astrid)
    assert set(deliver()) == {"gunnar", "bo"}


def test_nobody_is_told_of_her_own_act(gunnar, astrid, draft, deliver):
    send_to_review(draft, astrid)
    publish(draft, gunnar)
    assert set(deliver()) == {"astrid"}


def test_a_published_correction_is_told_to_who_began_and_who_sent_it_and_recorded(gunnar, astrid, bo, draft, deliver):
    publish(draft, gunnar)
    copy = begin_correction(draft, astrid)
    send_to_review(copy, bo, "Look at the date")
    deliver()
    publish_correction(copy, gunnar, note="the date")
    mails = deliver()
    assert {name: mail["Subject"] for name, mail in mails.items()} == {
        "astrid": "Published: The harbour of Oslo",
        "bo": "Published: The harbour of Oslo",
    }
    passed = [(each.what, each.by.username, each.words) for each in draft.handovers.order_by("pk")]
    assert passed == [
        ("published", "gunnar", ""),
        ("sent", "bo", "Look at the date"),
        ("published", "gunnar", "the date"),
    ]


def test_a_correction_of_what_was_withdrawn_meanwhile_is_not_told_as_published(astrid, bo, draft, deliver):
    publish(draft, astrid)
    copy = begin_correction(draft, astrid)
    draft.withdraw("a slip")
    deliver()
    publish_correction(copy, bo)
    assert deliver() == {}
    assert draft.handovers.count() == 1


def test_publishing_again_is_no_news(gunnar, astrid, draft, deliver):
    publish(draft, astrid)
    assert set(deliver()) == {"gunnar"}
    publish(draft, astrid)
    assert deliver() == {}


def test_what_is_undone_is_not_told(gunnar, astrid, draft, deliver):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_to_review(draft, gunnar)
        raise ZeroDivisionError
    assert deliver() == {}


def test_what_is_no_longer_so_when_the_mail_is_made_is_not_told(gunnar, astrid, draft, deliver):
    send_to_review(draft, gunnar)
    draft.status = Status.DRAFT
    draft.save()
    assert deliver() == {}
    assert NoticeMail.objects.get().result == Sending.VOID


def test_twenty_documents_are_one_mail(gunnar, astrid, deliver):
    for number in range(20):
        document = make_document("We sail.", title=f"Day {number}", status=Status.DRAFT)
        note(document, gunnar, "Added.")
        publish(document, astrid)
    [mail] = deliver().values()
    assert mail["Subject"] == "20 documents published"
    assert re.findall(r"Day \d+", text_of(mail)) == [f"Day {number}" for number in range(20)]


def test_a_notice_waits_for_others_but_not_for_ever(gunnar, astrid, draft, deliver):
    send_to_review(draft, gunnar)
    assert deliver(later=timedelta()) == {}
    assert Notice.objects.get().letter is None
    assert set(deliver()) == {"astrid"}


@pytest.mark.parametrize(
    "change",
    [{"email": ""}, {"is_active": False}, {"is_staff": False}],
)
def test_who_cannot_hear_gets_none(gunnar, astrid, draft, deliver, change):
    User.objects.filter(pk=astrid.pk).update(**change)
    send_to_review(draft, gunnar)
    assert deliver() == {}
    assert not Notice.objects.exists()


def test_who_left_before_the_mail_was_made_gets_none(gunnar, astrid, draft, deliver):
    send_to_review(draft, gunnar)
    User.objects.filter(pk=astrid.pk).update(is_active=False)
    assert deliver() == {}


def test_without_a_mail_server_nothing_waits(gunnar, astrid, draft, settings):
    settings.EMAIL_URL = ""
    send_to_review(draft, gunnar)
    assert not Notice.objects.exists()
    assert not can_mail()


class TestEmbargoes:
    @pytest.fixture
    def later(self, draft, astrid, mailbox):  # noqa: F811
        draft.publish_at = timezone.now() + timedelta(hours=2)
        draft.save()
        publish(draft, astrid)
        return draft

    def test_neither_title_nor_words_of_what_is_embargoed_are_told(self, gunnar, astrid, later, deliver):
        [mail] = deliver().values()
        assert mail["Subject"] == "Published: An embargoed document"
        assert "public from" in text_of(mail)
        for secret in ("harbour", SECRET, later.slug):
            assert secret not in mail.as_string()

    def test_nor_the_note_nor_those_of_a_draft_whose_source_states_one(self, gunnar, astrid, draft, deliver):
        stated = {"value": (timezone.now() + timedelta(days=1)).isoformat(), "origin": "text"}
        draft.provenance = {"not_before": stated}
        draft.save()
        send_to_review(draft, gunnar, "The harbour is sold")
        [mail] = deliver().values()
        assert "harbour" not in mail.as_string().lower()
        assert f"/{draft.pk}/review/" in text_of(mail)

    def test_its_end_is_told_once_to_author_and_publisher_whenever_it_is_looked(self, gunnar, astrid, later, deliver):
        deliver()
        self._end(later)
        assert deliver() == {}, "it is noted, and waits for others"
        mails = deliver()
        assert set(mails) == {"gunnar", "astrid"}
        assert mails["gunnar"]["Subject"] == "The embargo is over: The harbour of Oslo"
        assert f"https://statements.example{later.get_absolute_url()}" in text_of(mails["gunnar"])
        assert deliver() == {}
        EmbargoLook.objects.update(at=timezone.now() - timedelta(hours=1))  # as after a restart
        assert [deliver(), deliver()] == [{}, {}]

    def test_one_that_was_ended_early_is_not_told_again_at_its_hour(self, gunnar, astrid, later, deliver):
        deliver()
        hour = later.publish_at
        end_embargo(later, astrid)
        EmbargoLook.objects.update(at=hour - timedelta(days=1))
        assert [deliver(), deliver()] == [{}, {}]

    def test_one_that_was_withdrawn_before_is_not(self, gunnar, astrid, later, deliver):
        deliver()
        self._end(later)
        later.withdraw("wrong")
        assert [deliver(), deliver()] == [{}, {}]

    def test_the_first_look_tells_nothing_of_what_was_before(self, gunnar, astrid, later, deliver):
        self._end(later)
        Notice.objects.all().delete()
        assert [deliver(), deliver()] == [{}, {}]

    def test_what_was_public_at_once_has_no_end(self, gunnar, astrid, draft, deliver):
        deliver()
        draft.publish_at = timezone.now() - timedelta(seconds=30)
        draft.save()
        publish(draft, astrid)
        assert [mail["Subject"] for mail in deliver().values()] == ["Published: The harbour of Oslo"]
        assert [deliver(), deliver()] == [{}, {}]

    def _end(self, document):
        ended = timezone.now() - timedelta(seconds=1)
        document.revisions.update(published_at=ended)
        document.publish_at = ended
        document.save()


class TestTurningOff:
    def test_a_link_in_the_mail_stops_its_kind_alone(self, gunnar, astrid, draft, deliver):
        send_to_review(draft, gunnar)
        mail = deliver()["astrid"]
        page = stopping_link(mail)
        assert page == link_in(mail, "notices/stop")
        stranger = Client(enforce_csrf_checks=True)
        assert "Turn these mails off?" in stranger.get(page).content.decode()
        assert not Preferences.objects.filter(muted__len__gt=0).exists(), "programs that look into mails open all links"
        answer = stranger.post(page, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert Preferences.objects.get(user=astrid).muted == [Occasion.SENT]
        send_back(draft, gunnar, "again")
        send_to_review(draft, gunnar)
        assert deliver() == {}
        tell_source_failing("Port of Oslo", "404", "/admin/")
        assert set(deliver()) == {"astrid"}

    def test_who_was_never_at_the_desk_keeps_the_language_of_the_archive(self, astrid, monkeypatch):
        monkeypatch.setattr(preferences, "_OURS", "it")
        Client().post(stop_url(astrid, Occasion.SENT))
        kept = Preferences.objects.get(user=astrid)
        assert (kept.language, kept.muted) == ("it", [Occasion.SENT])

    def test_a_link_that_was_made_up_does_nothing(self, astrid, bo):
        page = stop_url(astrid, Occasion.SENT)
        for forged in (page.replace("Wz", "Wy"), page[:-4] + "/", "/notices/stop/x/"):
            assert Client().post(forged).status_code == 404
        assert not Preferences.objects.exists()

    def test_who_turns_it_off_after_the_event_is_not_told(self, gunnar, astrid, draft, deliver):
        send_to_review(draft, gunnar)
        Client().post(stop_url(astrid, Occasion.SENT))
        assert deliver() == {}


def test_a_source_that_fails_is_told_to_the_editors_with_its_reason(gunnar, astrid, deliver):
    tell_source_failing("Port of Oslo\nBcc: x@example.org", "It answers 404.", "/admin/sources/7/")
    [mail] = deliver().values()
    assert mail["Subject"] == "A source fails: Port of Oslo Bcc: x@example.org"
    assert mail["Bcc"] is None
    assert "https://statements.example/admin/sources/7/" in text_of(mail)
    assert "It answers 404." in text_of(mail)


def test_hours_are_those_of_the_reader(gunnar, astrid, draft, deliver):
    Preferences.objects.create(user=astrid, time_zone="Asia/Tokyo", language="it")
    send_to_review(draft, gunnar)
    mail = deliver()["astrid"]
    assert re.search(r"\d\d:\d\d JST", text_of(mail))
    assert '<html lang="it">' in html_of(mail)


def test_a_mail_that_is_sent_again_has_the_same_identity_and_tells_the_same(
    gunnar,
    astrid,
    draft,
    deliver,
    mailbox,  # noqa: F811
):
    mailbox.answers.append("451 4.3.0 later")
    send_to_review(draft, gunnar)
    assert deliver() == {}
    other = make_document("We land.", title="Another", status=Status.DRAFT)
    send_to_review(other, gunnar)
    letter = NoticeMail.objects.get()
    assert (letter.attempts, letter.result) == (1, "")
    NoticeMail.objects.update(next_attempt=timezone.now())
    settle()
    call_command("deliver", stdout=StringIO(), stderr=StringIO())
    [mail] = mailbox.take()
    assert "Another" not in text_of(mail)
    assert mail["Message-ID"].endswith("@statements.example>")
    assert set(deliver()) == {"astrid"}


def test_a_refusal_for_good_is_not_tried_for_ever(gunnar, astrid, draft, deliver, mailbox):  # noqa: F811
    mailbox.refused.add("astrid@example.org")
    send_to_review(draft, gunnar)
    assert deliver() == {}
    for _ in range(12):
        NoticeMail.objects.update(next_attempt=timezone.now())
        deliver()
    assert NoticeMail.objects.get().result == Sending.FAILED


def test_old_ones_are_forgotten(gunnar, astrid, draft, deliver):
    send_to_review(draft, gunnar)
    deliver()
    NoticeMail.objects.update(done_at=timezone.now() - timedelta(days=31))
    deliver()
    assert not Notice.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM statements_noticemail")
        assert cursor.fetchone() == (0,)
