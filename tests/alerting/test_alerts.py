"""Who follows a search is told what is new, what changed of it and what is gone, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from statements.alerting.matching import select_followed
from statements.alerting.queueing import queue_news
from statements.models import Delivery, Document, Publication, Revision, Sending, Status, Subscription, Told
from tests.alerting.mailbox import html_of, text_of
from tests.cast import make_document, settle

pytestmark = pytest.mark.django_db


def publish(*texts, quiet=False, **facts):
    document = make_document(*texts, status=Status.DRAFT, **facts)
    document.publish(quiet=quiet)
    settle()
    return document


def revise(document, text, **told):
    document.paragraphs.filter(position=1).update(text=text)
    return Revision.objects.record(document, **told)


class TestWhatIsTold:
    def test_a_new_document_is_told_once_with_its_paragraphs_and_their_addresses(self, follow, deliver):
        follow("q=heron")
        document = publish("A heron on the quay.", "No bird here.", title="At sea", speakers={"Ada Quist": "speaker"})
        [mail] = deliver()
        key = document.paragraphs.first().key
        assert f"https://statements.example/documents/{document.slug}/?v=1#{key}" in text_of(mail)
        assert "A heron on the quay." in text_of(mail)
        assert "No bird here" not in text_of(mail)
        assert "<mark>heron</mark>" in html_of(mail)
        assert mail["Subject"].strip() == "1 new: search for “heron” – Ada Quist"
        assert deliver() == []

    def test_what_was_there_before_is_not_told(self, follow, deliver):
        publish("A heron.")
        follow("q=heron")
        assert deliver() == []

    def test_what_came_between_the_question_and_the_answer_is_told(self, client, mailbox, deliver):
        client.post("/follow/?q=heron", {"address": "ada@example.org", "rate": "now", "language": "en"})
        [asked] = mailbox.take()
        publish("A heron.")
        path = text_of(asked).split("https://statements.example")[1].split()[0]
        client.post(path)
        assert len(deliver()) == 1

    def test_what_does_not_match_is_not_told(self, follow, deliver):
        follow("q=heron&language=it")
        publish("A heron.")
        assert deliver() == []
        assert Subscription.objects.get().after_id == Publication.objects.order_by("at", "pk").last().pk

    def test_all_documents_can_be_followed(self, follow, deliver):
        follow("")
        publish("A heron.", title="At sea")
        [mail] = deliver()
        assert "At sea" in text_of(mail)
        assert "A heron." in text_of(mail)

    def test_several_searches_are_several_mails(self, follow, deliver):
        follow("q=heron")
        follow("q=quay", address="noor@example.org")
        publish("A heron on the quay.")
        assert sorted(mail["To"] for mail in deliver()) == ["ada@example.org", "noor@example.org"]

    def test_a_revision_of_what_was_told_is_told_with_its_note_and_the_difference(self, follow, deliver):
        follow("q=heron")
        document = publish("A heron.")
        deliver()
        revise(document, "A grey heron.", note="A word was missing")
        [mail] = deliver()
        assert "Changed since we told you" in text_of(mail)
        assert "A word was missing" in text_of(mail)
        assert f"/documents/{document.slug}/changes/?from=1&to=2" in text_of(mail)
        assert "&amp;to=2" in html_of(mail)

    def test_a_revision_is_told_even_where_the_words_are_gone(self, follow, deliver):
        follow("q=heron")
        document = publish("A heron.")
        deliver()
        revise(document, "A stork.")
        [mail] = deliver()
        assert "A stork." in text_of(mail)

    def test_a_revision_of_an_older_document_is_new_only_if_it_was_not_found_before(self, follow, deliver):
        known, other = publish("A heron.", "And more."), publish("A stork.")
        follow("q=heron")
        known.paragraphs.filter(position=2).update(text="And much more.")
        Revision.objects.record(known)
        assert deliver() == []
        revise(other, "A heron.")
        [mail] = deliver()
        assert mail["Subject"].strip().startswith("1 new")

    @pytest.mark.parametrize("query", ["q=heron", "language=en", "", "q=heron&kind=speech"])
    def test_a_revision_of_what_was_in_the_list_is_not_new(self, follow, deliver, query):
        document = publish("A heron.", "No bird.")
        follow(query)
        Document.objects.filter(pk=document.pk).update(title="Another title")
        document.refresh_from_db()
        revise(document, "A grey heron.")
        assert deliver() == []

    @pytest.mark.parametrize("query", ["q=heron -quay", "q=-quay", "q=heron date:1907", "q=heron&year=1907"])
    def test_a_revision_that_brings_a_document_into_the_list_is_new(self, follow, deliver, query):
        document = publish("On the quay.", "A heron.", title="At home")
        follow(query)
        document.title, document.date_edtf = "At sea", "1907"
        document.set_date("1907")
        document.save()
        revise(document, "On land.")
        [mail] = deliver()
        assert mail["Subject"].strip().startswith("1 new")

    def test_a_paragraph_that_is_given_to_somebody_else_is_new_to_who_follows_him(self, follow, deliver):
        document = publish("A heron.", speakers={"Bo Ek": "author", "Ada Quist": "speaker"})
        ada, bo = (document.participations.get(speaker__name=name).speaker for name in ("Ada Quist", "Bo Ek"))
        document.paragraphs.update(speaker=ada)
        Revision.objects.record(document)
        settle()
        follow("said=bo-ek&q=heron")
        document.paragraphs.update(speaker=bo)
        Revision.objects.record(document)
        assert len(deliver()) == 1

    def test_a_correction_and_a_return_are_no_change(self, follow, deliver):
        follow("q=heron")
        document = publish("A heron.")
        deliver()
        revise(document, "A heron!", correction=True)
        settle()
        document.withdraw("Sent too early")
        settle()
        document.publish()
        assert deliver() == []

    def test_a_version_that_was_not_told_is_told_when_it_is_back(self, follow, deliver, mailbox):
        follow("q=heron")
        document = publish("A heron.")
        deliver()
        mailbox.answers.append("451 4.3.0 try again")
        revise(document, "A grey heron.")
        deliver()
        document.withdraw("Sent too early")
        settle()
        Delivery.objects.update(next_attempt=timezone.now())
        [gone] = deliver()
        assert "Sent too early" in text_of(gone)
        document.publish()
        [mail] = deliver()
        assert "A grey heron." in text_of(mail)

    def test_a_correction_of_a_typing_error_is_never_told(self, follow, deliver):
        follow("q=heron")
        document = publish("A heron.")
        deliver()
        revise(document, "A heron!", correction=True)
        assert deliver() == []

    def test_what_was_loaded_quietly_is_never_told(self, follow, deliver):
        follow("q=heron")
        document = publish("A heron.", quiet=True)
        assert deliver() == []
        revise(document, "A grey heron.", quiet=True)
        assert deliver() == []

    def test_a_withdrawal_is_told_with_its_reason_and_none_of_the_words(self, follow, deliver):
        follow("q=heron")
        document = publish("A heron.", title="At sea")
        deliver()
        document.withdraw("Sent too early")
        [mail] = deliver()
        assert "Withdrawn: Sent too early" in text_of(mail)
        assert "A heron" not in text_of(mail) + html_of(mail)
        assert "At sea" not in text_of(mail) + html_of(mail)
        assert deliver() == []

    def test_a_withdrawal_of_what_was_never_told_is_not(self, follow, deliver):
        document = publish("A heron.")
        follow("q=heron")
        document.withdraw("Sent too early")
        assert deliver() == []

    def test_what_was_withdrawn_and_restored_is_not_new_to_who_was_never_told_of_it(self, follow, deliver, morning):
        document = publish("A heron.")
        follow("q=heron", rate="daily")
        document.withdraw("Sent too early")
        settle()
        document.publish()
        morning()
        assert deliver() == []

    def test_what_is_public_again_is_told_to_who_was_told_that_it_is_not(self, follow, deliver):
        follow("q=heron")
        document = publish("A heron.")
        deliver()
        document.withdraw("Sent too early")
        deliver()
        document.publish()
        [mail] = deliver()
        assert "Public again" in text_of(mail)
        assert "A heron." in text_of(mail)

    def test_what_came_and_went_between_two_mails_is_not_told(self, follow, deliver):
        follow("q=heron")
        publish("A heron.").withdraw("Sent too early")
        assert deliver() == []
        assert not Told.objects.exists()

    def test_an_embargoed_document_is_told_when_it_is_over_and_not_before(self, follow, deliver):
        follow("q=heron")
        document = make_document("A heron.", status=Status.DRAFT, publish_at=timezone.now() + timedelta(hours=1))
        document.publish()
        assert deliver() == []
        settle()
        Document.objects.filter(pk=document.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
        Revision.objects.filter(document=document).update(published_at=timezone.now() - timedelta(seconds=1))
        [mail] = deliver()
        assert "A heron." in text_of(mail)

    def test_a_message_that_waits_tells_nothing_of_what_is_withdrawn_meanwhile(self, follow, deliver, mailbox):
        follow("q=heron")
        document = publish("A heron.")
        mailbox.answers.append("451 4.3.0 try again")
        assert deliver() == []
        document.withdraw("Sent too early")
        Delivery.objects.update(next_attempt=timezone.now())
        assert deliver() == []
        assert set(Delivery.objects.values_list("result", flat=True)) == {Sending.VOID}
        assert not Told.objects.exists(), "she was told nothing"

    def test_many_documents_are_told_in_several_mails_and_each_once(self, follow, deliver, monkeypatch):
        monkeypatch.setattr("statements.alerting.queueing._MOST_ITEMS", 3)
        monkeypatch.setattr("statements.alerting.matching.MOST_EVENTS", 4)
        follow("q=heron")
        documents = [publish(f"Heron {number}.") for number in range(10)]
        text = "".join(text_of(mail) for mail in deliver())
        assert [len(re.findall(rf"/documents/{each.slug}/\?v=1\s", text)) for each in documents] == [1] * 10

    def test_in_a_long_mail_the_last_documents_have_a_line_each(self, follow, deliver, monkeypatch):
        monkeypatch.setattr("statements.alerting.messages._WHOLE", 2)
        follow("q=heron")
        for number in range(4):
            publish(f"Heron {number}.", title=f"Report {number}")
        [mail] = deliver()
        assert [f"Heron {number}." in text_of(mail) for number in range(4)] == [True, True, False, False]
        assert all(f"Report {number}" in text_of(mail) for number in range(4))

    def test_whom_somebody_was_merged_into_is_followed(self, follow, deliver):
        document = publish("A heron.", speakers={"Ada Quist": "speaker", "Ada Q": "author"})
        follow("speaker=ada-q")
        old, kept = (document.participations.get(role=role).speaker for role in ("author", "speaker"))
        document.participations.filter(speaker=old).delete()
        old.merged_into = kept
        old.save()
        publish("A stork.", speakers={"Ada Quist": "speaker"})
        assert len(deliver()) == 1

    def test_a_search_that_can_no_longer_be_read_is_paused_and_its_reader_told_so(self, follow, deliver):
        subscription = follow("q=heron")
        Subscription.objects.update(parameters={"q": ["heron"], "kind": ["no-such-kind"]})
        publish("A heron.")
        [mail] = deliver()
        assert "paused" in mail["Subject"]
        subscription.refresh_from_db()
        assert subscription.paused == "unreadable"
        assert deliver() == []

    def test_the_words_are_those_of_the_source_in_both_forms(self, follow, deliver):
        words = "A <heron> & “l’OTAN” said: 5 > 4."
        follow("q=heron")
        publish(words, title="<At> & sea")
        [mail] = deliver()
        assert words in text_of(mail)
        assert "&amp; “l’OTAN” said: 5 &gt; 4." in html_of(mail)
        assert "&lt;At&gt; &amp; sea" in html_of(mail)

    def test_a_title_cannot_add_a_header(self, follow, deliver):
        subscription = follow("q=heron")
        subscription.change(name="Birds\nBcc: noor@example.org")
        publish("A heron.")
        [mail] = deliver()
        assert mail["Bcc"] is None
        assert "Birds Bcc: noor@example.org" in mail["Subject"]

    @pytest.mark.parametrize(("language", "word"), [("it", "Nuovi"), ("fr", "Nouveaux")])
    def test_mails_speak_the_language_of_the_reader(self, follow, deliver, language, word):
        follow("q=heron", language=language)
        publish("A heron.")
        [mail] = deliver()
        assert word in text_of(mail)
        assert f'<html lang="{language}">' in html_of(mail)
        assert f"https://statements.example/{language}/alerts/" in text_of(mail)

    def test_a_search_for_somebody_who_is_no_longer_here_says_so(self, follow, deliver):
        document = publish("A heron.", speakers={"Ada Quist": "speaker"})
        follow("speaker=ada-quist")
        document.withdraw("Sent too early")
        publish("A stork.")
        [mail] = deliver()
        assert "paused" in mail["Subject"]


class TestWhen:
    def test_once_a_day_there_is_one_mail(self, follow, deliver, morning):
        follow("q=heron", rate="daily")
        publish("A heron.")
        assert deliver() == []
        publish("Another heron.")
        morning()
        [mail] = deliver()
        assert mail["Subject"].strip().startswith("2 new")
        assert Subscription.objects.get().due_at > timezone.now()

    def test_a_paused_alert_tells_when_it_is_resumed_what_came_in_meanwhile(self, client, follow, deliver):
        subscription = follow("q=heron")
        page = subscription.subscriber.get_absolute_url()
        client.post(page, {"alert": subscription.pk, "do": "pause"})
        publish("A heron.")
        assert deliver() == []
        client.post(page, {"alert": subscription.pk, "do": "resume"})
        assert len(deliver()) == 1


class TestHowItIsSent:
    def test_mail_programs_can_sort_and_stop_it(self, follow, deliver):
        subscription = follow("q=heron")
        publish("A heron.")
        [mail] = deliver()
        assert mail["List-Unsubscribe"].strip() == f"<https://statements.example/alerts/stop/{subscription.code}/>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["List-Id"] == f"<alert-{subscription.pk}.statements.example>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Message-ID"].endswith("@statements.example>")

    def test_what_is_sent_twice_has_the_same_identity(self, follow, deliver):
        follow("q=heron")
        publish("A heron.")
        [first] = deliver()
        Delivery.objects.update(result="", done_at=None)
        [again] = deliver()
        assert again["Message-ID"] == first["Message-ID"]
        publish("Another heron.")
        [other] = deliver()
        assert other["Message-ID"] != first["Message-ID"]

    def test_a_mail_that_is_put_off_is_sent_later(self, follow, deliver, mailbox):
        follow("q=heron")
        publish("A heron.")
        mailbox.answers.append("451 4.3.0 try again")
        assert deliver() == []
        assert deliver() == [], "not at once"
        Delivery.objects.update(next_attempt=timezone.now())
        assert len(deliver()) == 1

    def test_an_address_that_is_refused_three_times_is_sent_nothing_until_it_is_resumed(
        self, client, follow, deliver, mailbox
    ):
        subscription = follow("q=heron")
        mailbox.refused.add("ada@example.org")
        for number in range(4):
            publish(f"Heron {number}.")
            assert deliver() == []
            Delivery.objects.update(next_attempt=timezone.now())
        subscription.refresh_from_db()
        assert (subscription.paused, subscription.refusals) == ("refused", 3)
        mailbox.refused.clear()
        assert deliver() == []
        client.post(subscription.subscriber.get_absolute_url(), {"alert": subscription.pk, "do": "resume"})
        text = "".join(text_of(mail) for mail in deliver())
        assert all(f"Heron {number}." in text for number in range(4)), "nothing is lost"

    def test_what_waits_is_not_sent_while_it_is_paused(self, follow, deliver, mailbox):
        subscription = follow("q=heron")
        publish("A heron.")
        mailbox.answers.append("451 4.3.0 try again")
        deliver()
        subscription.change(paused="reader")
        Delivery.objects.update(next_attempt=timezone.now())
        assert deliver() == []

    def test_one_who_stops_being_understood_hears_of_it_though_a_mail_waits(self, follow, deliver, mailbox):
        follow("q=heron")
        publish("A heron.")
        mailbox.answers.append("451 4.3.0 try again")
        deliver()
        Subscription.objects.update(parameters={"kind": ["no-such-kind"]})
        publish("Another heron.")
        [mail] = deliver()
        assert "paused" in mail["Subject"]

    def test_a_search_that_fails_does_not_hold_up_the_others(self, follow, deliver, monkeypatch):
        follow("q=heron")
        follow("q=quay", address="noor@example.org")
        publish("A heron on the quay.")

        def fail(subscription):
            if subscription.parameters == {"q": ["heron"]}:
                raise ZeroDivisionError
            return select_followed(subscription)

        monkeypatch.setattr("statements.alerting.queueing.select_followed", fail)
        assert [mail["To"] for mail in deliver()] == ["noor@example.org"]
        monkeypatch.undo()

    def test_a_version_that_was_shown_is_not_told_again(self, follow, deliver, mailbox):
        follow("q=heron")
        document = publish("A heron.")
        mailbox.answers.append("451 4.3.0 try again")
        deliver()
        revise(document, "A grey heron.")
        deliver()
        Delivery.objects.update(next_attempt=timezone.now())
        [mail] = deliver()
        assert "A grey heron." in text_of(mail)
        revise(document, "A grey heron, again.")
        [mail] = deliver()
        assert "from=2&to=3" in text_of(mail)

    def test_public_again_is_told_to_nobody_who_never_heard_that_it_was_gone(self, follow, deliver, mailbox):
        follow("q=heron")
        document = publish("A heron.")
        deliver()
        mailbox.answers.append("451 4.3.0 try again")
        document.withdraw("Sent too early")
        assert deliver() == []
        document.publish()
        deliver()
        Delivery.objects.update(next_attempt=timezone.now())
        assert deliver() == []

    def test_one_who_is_refused_does_not_hold_up_the_others(self, follow, deliver, mailbox):
        follow("q=heron")
        follow("q=heron", address="noor@example.org")
        mailbox.refused.add("ada@example.org")
        publish("A heron.")
        assert [mail["To"] for mail in deliver()] == ["noor@example.org"]

    def test_without_a_server_all_of_it_waits(self, follow, deliver, settings):
        follow("q=heron")
        publish("A heron.")
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        assert deliver() == []
        settings.EMAIL_PORT = port
        Delivery.objects.update(next_attempt=timezone.now())
        assert len(deliver()) == 1

    def test_one_message_that_cannot_be_written_does_not_hold_up_the_others(self, follow, deliver):
        broken = follow("q=heron")
        follow("q=heron", address="noor@example.org")
        publish("A heron.")
        settle()
        queue_news()
        Delivery.objects.filter(subscription=broken).update(items=[["new", 0, 0, 0, 0, 0]])
        assert [mail["To"] for mail in deliver()] == ["noor@example.org"]

    def test_the_last_fifty_are_kept(self, follow, deliver, monkeypatch):
        monkeypatch.setattr("statements.alerting.sending.KEPT", 2)
        follow("q=heron")
        for number in range(4):
            publish(f"Heron {number}.")
            deliver()
        assert Delivery.objects.count() == 2


def test_nothing_is_kept_of_a_reader_but_her_address_what_she_follows_and_what_she_was_told():
    columns = {
        model.__name__: {field.column for field in model._meta.concrete_fields}
        for model in (Subscription.subscriber.field.related_model, Subscription, Told, Delivery)
    }
    assert columns == {
        "Subscriber": {"id", "address", "code"},
        "Subscription": {
            "id", "subscriber_id", "code", "name", "parameters", "fingerprint", "language", "rate", "after_at",
            "after_id", "due_at", "paused", "refusals", "webhook", "webhook_secrets",
        },
        "Told": {"id", "subscription_id", "document", "number", "gone"},
        "Delivery": {
            "id", "subscription_id", "channel", "upto_id", "items", "made_at", "next_attempt", "attempts", "begun_at",
            "result", "done_at",
        },
    }  # fmt: skip
