"""What Astrid types and does not save is kept for her alone, and offered back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from statements.models import Document, Unsaved
from tests.cast import make_document
from tests.editorial.test_front_page import BACKEND, make_person

pytestmark = pytest.mark.django_db

LIST = "/admin/statements/document/"
RELEASE = f"{LIST}unsaved/"


@pytest.fixture
def draft(db):
    return make_document("We sail.", title="A draft", status="draft")


def facts(document, **typed):
    """What the form of a review sends."""
    sent = {"seen": document.updated.isoformat(), "do": "facts", "fact-title": document.title, "fact-kind": "speech"}
    return {**sent, "fact-language": "en", "fact-date_edtf": "2024-03-01", **typed}


def kept(user, document=None):
    found = Unsaved.objects.of(user, document).first()
    return found.fields if found else None


class TestKeeping:
    def test_the_last_words_replace_those_before_them(self, editor):
        for words in ("We met", "We met at sea."):
            assert editor.post(RELEASE, {"words": words}).status_code == 204
        assert kept(editor.user) == {"words": "We met at sea."}

    def test_each_document_and_each_person_has_their_own(self, editor, draft):
        other = make_document("We land.", title="Another", status="draft")
        carl = Client()
        carl.force_login(make_person("carl", "contributor"), backend=BACKEND)
        editor.post(f"{LIST}{draft.pk}/unsaved/", {"fact-place": "Bergen"})
        editor.post(f"{LIST}{other.pk}/unsaved/", {"fact-place": "Oslo"})
        carl.post(f"{LIST}{draft.pk}/unsaved/", {"fact-place": "Rome"})
        assert kept(editor.user, draft) == {"fact-place": "Bergen"}
        assert kept(editor.user, other) == {"fact-place": "Oslo"}
        html = editor.get(f"{LIST}{draft.pk}/review/").content.decode()
        assert "Bergen" in html and "Oslo" not in html and "Rome" not in html

    def test_nothing_typed_is_nothing_kept(self, editor):
        editor.post(RELEASE, {"words": "We met"})
        editor.post(RELEASE, {})
        assert kept(editor.user) is None

    def test_passwords_tokens_and_odd_names_are_never_kept(self, editor):
        odd = {"password": "x", "old_password": "x", "csrfmiddlewaretoken": "x", "seen": "x", "<b>": "x", "A" * 99: "x"}
        editor.post(RELEASE, {"words": "a\0b", **odd})
        assert kept(editor.user) == {"words": "a\ufffdb"}

    def test_what_is_too_large_is_said_to_be(self, editor):
        assert editor.post(RELEASE, {"words": "x" * 2_000_001}).status_code == 413
        assert kept(editor.user) is None

    def test_only_those_keep_words_who_could_save_them(self, client, editor, draft):
        draft.publish()
        carl = Client()
        carl.force_login(make_person("carl", "contributor"), backend=BACKEND)
        assert carl.post(f"{LIST}{draft.pk}/unsaved/", {"fact-place": "Rome"}).status_code == 403
        assert Client().post(RELEASE, {"words": "x"}).status_code == 302
        assert editor.get(RELEASE).status_code == 405
        assert editor.post(f"{LIST}99999999/unsaved/", {"fact-place": "Rome"}).status_code == 404
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(editor.user, backend=BACKEND)
        assert strict.post(RELEASE, {"words": "x"}).status_code == 403

    def test_after_a_month_they_are_forgotten(self, editor):
        editor.post(RELEASE, {"words": "We met"})
        carl = Client()
        carl.force_login(make_person("carl", "contributor"), backend=BACKEND)
        carl.user = User.objects.get(username="carl")
        carl.post(RELEASE, {"words": "We met, too"})
        assert kept(editor.user) == {"words": "We met"}
        Unsaved.objects.of(editor.user, None).update(at=timezone.now() - timedelta(days=31))
        carl.post(RELEASE, {"words": "We met, too, at sea"})
        assert (kept(editor.user), kept(carl.user)) == (None, {"words": "We met, too, at sea"})


class TestOffering:
    def test_the_page_says_when_it_was_typed_with_the_zone_and_forgets_it_when_asked(self, editor):
        editor.post(RELEASE, {"words": "We met <b>at sea</b>"})
        html = editor.get(f"{LIST}release/").content.decode()
        assert "UTC, not saved" in html and "<b>at sea" not in html
        assert editor.post(RELEASE, {"forget": "yes"})["Location"] == f"{LIST}release/"
        assert "not saved" not in editor.get(f"{LIST}release/").content.decode()

    def test_a_release_that_was_added_need_not_be_kept(self, editor):
        editor.post(RELEASE, {"words": "x"})
        editor.post(f"{LIST}release/", {"words": "   "})
        assert kept(editor.user) is not None, "it was refused"
        editor.post(f"{LIST}release/", {"words": "The harbour\n\nWe met at sea, and we came home again."})
        assert kept(editor.user) is None

    def test_facts_that_were_saved_need_not_be_kept(self, editor, draft):
        keep_at, review = f"{LIST}{draft.pk}/unsaved/", f"{LIST}{draft.pk}/review/"
        editor.post(keep_at, {"fact-place": "Bergen"})
        editor.post(review, facts(draft, **{"fact-title": ""}))
        assert kept(editor.user, draft) == {"fact-place": "Bergen"}, "it was refused"
        editor.post(review, facts(draft, **{"fact-place": "Bergen"}))
        assert kept(editor.user, draft) is None
        assert Document.objects.get(pk=draft.pk).place == "Bergen"

    def test_enter_in_the_note_saves_the_facts_and_keeps_the_note(self, editor, draft):
        editor.post(f"{LIST}{draft.pk}/review/", facts(draft, words="Look at the date."))
        assert kept(editor.user, draft) == {"words": "Look at the date."}
        draft.refresh_from_db()
        editor.post(f"{LIST}{draft.pk}/review/", {**facts(draft, words="Look at the date."), "do": "send"})
        assert kept(editor.user, draft) is None
        assert draft.handovers.get().words == "Look at the date."

    def test_facts_sent_along_with_another_button_are_saved_and_the_note_and_the_time_are_kept(self, editor, draft):
        typed = {"words": "Look at the date.", "publish_at": "2030-01-01T10:00"}
        sent = facts(draft, do="drop", paragraph=draft.paragraphs.first().key, **typed, **{"fact-place": "Bergen"})
        editor.post(f"{LIST}{draft.pk}/review/", sent)
        assert kept(editor.user, draft) == typed
        assert Document.objects.get(pk=draft.pk).place == "Bergen"

    @pytest.mark.parametrize("wanted", ["discard", "begin-anew", "withdraw"])
    def test_facts_that_a_refused_step_has_not_saved_are_kept(self, editor, draft, wanted):
        editor.post(f"{LIST}{draft.pk}/unsaved/", {"fact-place": "Bergen"})
        answer = editor.post(f"{LIST}{draft.pk}/review/", facts(draft, do=wanted, **{"fact-place": "Bergen"}))
        assert answer.status_code in (302, 404)
        assert kept(editor.user, draft) == {"fact-place": "Bergen"}
        assert Document.objects.get(pk=draft.pk).place == ""
