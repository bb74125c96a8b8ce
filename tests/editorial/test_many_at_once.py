"""Many documents at once: Astrid the editor gives twenty drafts a publisher, and publishes those that are clean."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from statements.editorial.checking.doubts import doubts_before_publishing
from statements.editorial.intake.batches import read_waiting, receive
from statements.editorial.intake.unpacking import Release
from statements.editorial.publishing.together import publish_together
from statements.editorial.workflow import log_of
from statements.models import Document, Publisher, Speaker, Status
from tests.cast import make_document, make_speaker
from tests.conftest import make_groups
from tests.editorial.test_confirm import LONG, SPANISH, seen, sound

pytestmark = pytest.mark.django_db
LIST = reverse("admin:statements_document_changelist")
CHANGE = reverse("admin:statements_document_change_many")
FRENCH = (
    "Nous partons à l'aube avec tous les navires du port, et nous arrivons là où personne n'est arrivé avant nous, "
    "comme nous l'avions dit en partant l'année dernière, quand le vent soufflait du nord et que la mer était calme."
)


@pytest.fixture
def contributor(client):
    user = User.objects.create_user("gunnar", "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name="contributor"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    return client


@pytest.fixture
def port():
    return Publisher.objects.create(name="Port of Bergen", slug="port-of-bergen")


@pytest.fixture
def drafts():
    return [make_document(LONG, title=f"Day {day}", status=Status.DRAFT) for day in range(1, 4)]


def words_of(response):
    return [str(each) for each in response.context["messages"]]


def send(client, documents, do="change", **facts):
    """Send the form, or its confirmation, for documents as they are now."""
    for each in documents:
        each.refresh_from_db()
    sent = {"document": [each.pk for each in documents], "do": do, "asked": len(documents), **facts}
    return client.post(CHANGE, {**sent, **seen(documents)}, follow=True)


class TestChanging:
    def test_the_list_leads_to_a_form_that_carries_what_is_ticked(self, editor, drafts):
        chosen = {"action": "change_many", "_selected_action": [each.pk for each in drafts[:2]]}
        html = editor.post(LIST, chosen).content.decode()
        assert "Change 2 documents" in html
        assert [f'name="document" value="{each.pk}"' in html for each in drafts] == [True, True, False]

    def test_all_pages_of_the_list_are_chosen_within_limits(self, editor, drafts, monkeypatch):
        chosen = {"action": "change_many", "_selected_action": [drafts[0].pk], "select_across": "1"}
        assert "Change 8 documents" in editor.post(LIST, chosen).content.decode()
        monkeypatch.setattr("statements.editorial.publishing.change_views._MOST", 2)
        response = editor.post(LIST, chosen, follow=True)
        assert words_of(response) == ["Change 2 documents at most at a time."]
        assert words_of(send(editor, drafts, kind="communique")) == ["Change 2 documents at most at a time."]

    def test_what_would_change_is_shown_for_each_and_nothing_is_done(self, editor, drafts, port):
        public = make_document(LONG, title="Public")
        html = send(editor, [*drafts, public], "show", publisher=port.pk, kind="communique").content.decode()
        html = " ".join(html.split())
        assert "Change 3 of 4?" in html
        assert "Publisher: <del>–</del> → <ins>Port of Bergen</ins>" in html
        assert "Skipped: it is published: correct it on its review page." in html
        assert f'name="document" value="{public.pk}"' not in html
        assert not Document.objects.filter(publisher=port).exists()

    def test_every_fact_is_changed_and_the_log_and_the_provenance_say_so(self, editor, drafts, port):
        ada, later = make_speaker("Ada Quist"), timezone.localtime() + timedelta(days=40)
        facts = {
            "publisher": port.pk, "kind": "communique", "language": "fr", "date_edtf": "2024-02",
            "speaker": "ada quist", "role": "author", "publish_at": f"{later:%Y-%m-%dT%H:%M}",
        }  # fmt: skip
        response = send(editor, drafts, **facts)
        assert words_of(response) == ["3 of 3 changed."]
        for each in drafts:
            each.refresh_from_db()
            assert (each.publisher, each.kind, each.language, each.date_edtf) == (port, "communique", "fr", "2024-02")
            assert f"{each.date_end}" == "2024-02-29"
            assert [*each.participations.values_list("speaker", "role")] == [(ada.pk, "author")]
            assert {*each.paragraphs.values_list("language", flat=True)} == {"fr"}
            names = ("publisher", "kind", "language", "date_edtf", "participations")
            assert {each.provenance[name] for name in names} == {"editor"}
            [entry] = log_of(each)
            assert "Kind: speech → communiqué" in entry.change_message
            assert "Takes part: – → Ada Quist, author" in entry.change_message

    def test_who_changes_too_late_is_told_and_the_others_are_changed(self, editor, drafts):
        kept = seen(drafts)
        Document.objects.get(pk=drafts[0].pk).save()
        Document.objects.filter(pk=drafts[1].pk).delete()
        sent = {"document": [each.pk for each in drafts], "do": "change", "asked": 3, "kind": "communique", **kept}
        first, second = words_of(editor.post(CHANGE, sent, follow=True))
        assert first == "1 of 3 changed."
        assert second == "Day 1: it has changed since you were asked: look at it again."
        assert [*Document.objects.filter(kind="communique", status="draft").values_list("title", flat=True)] == [
            "Day 3"
        ]

    def test_what_is_so_already_is_left_alone(self, editor, drafts):
        response = send(editor, drafts, kind="speech")
        assert words_of(response)[0] == "0 of 3 changed."
        assert not log_of(drafts[0]).exists()

    def test_published_ones_are_never_changed_though_they_are_sent(self, editor):
        public = make_document(LONG, title="Public")
        response = send(editor, [public], kind="communique")
        assert words_of(response)[1] == "Public: it is published: correct it on its review page."
        public.refresh_from_db()
        assert public.kind == "speech"

    def test_a_contributor_changes_drafts_but_not_what_was_once_public(self, contributor, drafts):
        once = make_document(LONG, title="Once")
        once.publish()
        once.withdraw("wrong")
        first, second = words_of(send(contributor, [drafts[0], once], kind="communique"))
        assert first == "1 of 2 changed."
        assert second == "Once: only who may publish changes what was once public."

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"speaker": "Nobody Known"}, "Nobody in the archive is called Nobody Known."),
            ({"date_edtf": "yesterday"}, "yesterday"),
            ({"publish_at": "2020-01-01T10:00"}, "That time is past"),
            ({"publish_at": "9999-12-31T23:59"}, "That is more than ten years away"),
            ({"publisher": "²"}, "Select a valid choice"),
            ({"kind": "song"}, "Select a valid choice"),
            ({"language": "<b>"}, "Select a valid choice"),
            ({"speaker": "a\0b"}, "Null characters are not allowed"),
            ({"speaker": "<script>alert(1)</script>"}, "&lt;script&gt;"),
            ({}, "Choose what to change."),
        ],
    )
    def test_nonsense_is_refused_with_words(self, editor, drafts, facts, words):
        response = send(editor, drafts, **facts)
        assert response.status_code == 400
        html = response.content.decode()
        assert words in html
        assert "<script>alert" not in html

    def test_nobody_is_made_and_who_may_be_meant_is_named(self, editor, drafts):
        make_speaker("Guido Crosetto")
        html = send(editor, drafts, speaker="Guido Croseto").content.decode()
        assert "Perhaps: Guido Crosetto" in html
        assert not Speaker.objects.filter(name="Guido Croseto").exists()

    @pytest.mark.parametrize("sent", [{}, {"document": ["x", "9" * 30]}, {"do": "change", "document": "0"}])
    def test_nothing_ticked_is_no_fault(self, editor, sent):
        assert words_of(editor.post(CHANGE, sent, follow=True)) == ["Tick what you want to change."]
        assert editor.get(CHANGE).status_code == 302

    def test_it_leads_back_to_where_it_came_from_and_to_no_other_site(self, editor, drafts):
        back = f"{LIST}?status__exact=draft"
        assert send(editor, drafts, kind="communique", back=back).redirect_chain[-1][0] == back
        assert send(editor, drafts, kind="speech", back="https://evil.example/").redirect_chain[-1][0] == LIST

    def test_strangers_may_not(self, client, drafts):
        assert "/login/" in client.post(CHANGE, {"document": drafts[0].pk})["Location"]
        reader = User.objects.create_user("reader", "", "a long enough password", is_staff=True)
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(CHANGE, {"document": drafts[0].pk, "do": "change", "kind": "communique"}).status_code == 403

    def test_a_batch_has_the_same(self, contributor):
        batch = receive([Release("oslo.txt", f"The harbour\n\n{LONG}\n".encode())], contributor.user)
        read_waiting(batch, seconds=60)
        html = contributor.get(reverse("admin:statements_document_batch", args=[batch.pk])).content.decode()
        assert f'formaction="{CHANGE}"' in html
        assert "Publish the ticked ones" not in html
        assert 'aria-label="Choose oslo.txt"' in html


class TestPublishing:
    def test_the_page_counts_and_the_message_counts_again(self, editor):
        later = timezone.now() + timedelta(days=2)
        ready = [sound(LONG, title="Now"), sound(f"{LONG} Again we say so, and then we rest for once.", title="Later")]
        Document.objects.filter(title="Later").update(publish_at=later, date_edtf="", date_start=None, date_end=None)
        Document.objects.filter(title="Later").first().set_date("2024")
        bad = make_document("We sail.", title="Bad", status="draft", kind="other")
        documents = [*ready, bad]
        for each in documents:
            each.refresh_from_db()
        chosen = {"action": "publish", "_selected_action": [each.pk for each in documents]}
        html = " ".join(editor.post(LIST, chosen).content.decode().split())
        assert "are ticked, as nothing is doubtful about them" in html
        assert "it has only 2 words" in html
        ticked = {"document": [each.pk for each in ready], "confirmed": "yes", **seen(documents)}
        response = editor.post(LIST, {**chosen, **ticked}, follow=True)
        assert words_of(response) == ["2 of 3 published: 1 public now, 1 later."]
        bad.refresh_from_db()
        assert bad.status == Status.DRAFT

    def test_nothing_is_published_without_having_been_shown(self, editor):
        draft = sound(LONG, title="Now")
        chosen = {"action": "publish", "_selected_action": draft.pk, "document": draft.pk, "confirmed": "yes"}
        response = editor.post(LIST, chosen, follow=True)
        assert words_of(response)[0] == "0 of 1 published: 0 public now, 0 later."
        draft.refresh_from_db()
        assert draft.status == Status.DRAFT

    def test_what_somebody_changed_meanwhile_is_not(self, editor):
        first, second = sound(LONG, title="First"), sound(f"{LONG} And so on.", title="Second")
        kept = seen([first, second])
        Document.objects.get(pk=first.pk).save()
        ticked = {"_selected_action": [first.pk, second.pk], "document": [first.pk, second.pk], "confirmed": "yes"}
        told = words_of(editor.post(LIST, {"action": "publish", **ticked, **kept}, follow=True))
        assert told == [
            "1 of 2 published: 1 public now, 0 later.",
            "First: it has changed since you were asked: look at it again.",
        ]

    def test_one_that_fails_does_not_stop_the_others(self, editor, monkeypatch):
        first, second = sound(LONG, title="First"), sound(f"{LONG} And so on.", title="Second")
        publish = Document.publish

        def fail(document, by=None, **more):
            if document.title == "First":
                document.paragraphs.update(kind="nonsense")  # the database refuses it
            return publish(document, by, **more)

        monkeypatch.setattr(Document, "publish", fail)
        outcome = publish_together({each.pk: each.updated.isoformat() for each in (first, second)}, editor.user)
        assert [each.title for each in outcome.done] == ["Second"]
        assert outcome.refused == [("First", "the archive failed on it: try it on its review page.")]

    def test_none_ticked_is_said(self, editor):
        draft = sound(LONG)
        chosen = {"action": "publish", "_selected_action": draft.pk, "confirmed": "yes"}
        assert words_of(editor.post(LIST, chosen, follow=True)) == ["Nothing was ticked, so nothing is published."]

    @pytest.mark.parametrize(
        ("texts", "fields", "doubt"),
        [
            ([FRENCH], {}, "its language is English, but the text reads as French"),
            ([SPANISH * 3], {"language": "it"}, "its language is Italian, but the text reads as Spanish"),
            (["We sail at dawn."], {}, "it has only 4 words"),
            ([LONG], {"date": "2999-01-01"}, "its date is in the future"),
        ],
    )
    def test_each_doubt_is_named(self, texts, fields, doubt):
        assert doubts_before_publishing(sound(*texts, **fields)) == [doubt]

    def test_a_near_duplicate_is_named_with_its_original(self):
        make_document(LONG, title="The first one")
        assert doubts_before_publishing(sound(LONG)) == ["100% of its words are those of “The first one”"]

    def test_a_heading_cut_out_of_a_sentence_is(self):
        document = sound(LONG, "and of the ships,")
        document.paragraphs.filter(text="and of the ships,").update(kind="heading")
        assert doubts_before_publishing(document) == ["a heading looks like part of a sentence: “and of the ships,”"]

    def test_the_day_of_an_embargo_is_not_the_future(self):
        later = timezone.now() + timedelta(days=3)
        assert doubts_before_publishing(sound(LONG, date=f"{timezone.localdate(later)}", publish_at=later)) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_of_many_who_change_the_same_at_once_one_does_and_the_others_are_told():
    make_groups()
    draft = make_document(LONG, title="Day 1", status=Status.DRAFT)
    user = User.objects.create_user("astrid", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    sent = {"document": draft.pk, "do": "change", "kind": "communique", "asked": 1, **seen([draft])}

    def change(_):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        try:
            return re.search(r"\d of 1 changed", client.post(CHANGE, sent, follow=True).content.decode())[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as editors:
        answers = sorted(editors.map(change, range(4)))
    assert answers == [*["0 of 1 changed"] * 3, "1 of 1 changed"]
    assert log_of(draft).count() == 1
