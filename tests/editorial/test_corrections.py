"""What is published is corrected in a working copy: readers see nothing of it until it is published, in one version."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from statements.editorial.checking.duplicates import find_duplicates
from statements.editorial.checking.translations import find_translations
from statements.editorial.checking.verify import verify, verify_all
from statements.editorial.people.merging import merge
from statements.editorial.people.merging import undo as separate
from statements.editorial.review.corrections import begin_correction, correction_of
from statements.editorial.review.paragraphs import EditRefusedError
from statements.editorial.review.undoing import last_step
from statements.editorial.workflow import log_of
from statements.importer.files import import_upload
from statements.models import (
    Document,
    Merge,
    Participation,
    Publication,
    Publisher,
    Quotation,
    Speaker,
    Status,
    Tombstone,
    Unsaved,
    snapshot,
)
from tests.admin_forms import form_of
from tests.cast import make_document, make_publisher, make_speaker, settle
from tests.editorial.test_desk import contributor, do, editor, key, review, signed_in, texts, typed
from tests.editorial.test_front_page import BACKEND, make_person
from tests.importer.formats.making import make_pdf

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db
ALL = Document.objects.all()

TEXT = "Remarks at the dock\n\n1 March 2024\n\nWe sail at dawn.\n\nAnd we land, she said.\n\nThat is the end of it.\n"
LIST = reverse("admin:statements_document_changelist")


@pytest.fixture
def public():
    """A published document of three paragraphs with its source, by Ada Quist, who is quoted in the second."""
    document = Document.objects.get(slug=import_upload(TEXT.encode(), Path("dock.txt")).slug)
    ada = make_speaker("Ada Quist")
    Participation.objects.create(document=document, speaker=ada, role="speaker")
    Quotation.objects.create(paragraph=document.paragraphs.get(position=2), speaker=ada, start=0, end=11)
    document.publish()
    return document


def correct(client, document):
    """Press *Correct it*. Returns the working copy."""
    response = do(client, document, "correct")
    assert response.status_code == 200, response.content
    return Document.objects.get(corrects=document)


def at_her_desk(name):
    """A second editor, in a browser of her own."""
    client = Client()
    client.force_login(make_person(name, "editor"), backend=BACKEND)
    return client


def publish(client, copy, **values):
    return do_last(client, copy, "publish-correction", **values)


def do_last(client, copy, wanted, **values):
    """Press a button after which the working copy is gone."""
    copy.refresh_from_db()
    sent = {"do": wanted, "seen": copy.updated.isoformat(), **values}
    return client.post(review(copy), sent, follow=True)


def page(client, document):
    return client.get(document.get_absolute_url()).content.decode()


class TestStaging:
    def test_nothing_is_live_until_it_is_published_and_then_it_is_one_version_with_its_note(self, editor, public):
        first, gone = public.paragraphs.get(position=1), key(public, 3)
        before, dahl, port = snapshot(public), make_speaker("Bo Dahl"), make_publisher("Port of Oslo")
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Remarks at the harbour", date_edtf="2024-03-14"))
        do(editor, copy, "drop", paragraph=gone)
        do(editor, copy, "split", paragraph=first.key, before="at dawn")
        do(editor, copy, "take-part", speaker=dahl.pk, role="author")
        do(editor, copy, "publisher", publisher=port.pk)
        public.refresh_from_db()
        assert snapshot(public) == before
        assert public.revisions.count() == 1
        assert "Remarks at the dock" in page(editor, public)
        response = publish(editor, copy, note="the <b>date</b>")
        assert "published, as version 2" in response.content.decode()
        public.refresh_from_db()
        assert texts(public) == ["We sail", "at dawn.", "And we land, she said."]
        assert (public.title, public.date_edtf, str(public.publisher)) == (
            "Remarks at the harbour", "2024-03-14", "Port of Oslo",
        )  # fmt: skip
        assert public.paragraphs.get(position=1) == first, "in its row, under its key"
        assert public.paragraphs.get(key=key(public, 3)).quotations.count() == 1
        assert sorted(str(each) for each in public.participations.all()) == ["Ada Quist speaker", "Bo Dahl author"]
        last = public.revisions.order_by("number").last()
        assert (last.number, last.note, last.correction, last.published_by.username) == (
            2, "the <b>date</b>", False, "astrid",
        )  # fmt: skip
        assert not Document.objects.filter(pk=copy.pk).exists()
        settle()
        assert verify(public) == []

    @pytest.mark.slow
    def test_readers_are_told_on_the_page_in_the_changes_by_the_api_and_on_the_record(self, editor, public):
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Remarks at the dock", date_edtf="2024-03-14"))
        publish(editor, copy, note="the date")
        settle()
        told = f"Corrected on {timezone.localdate():%-d %B %Y}: the date"
        for address in ("", "changes/"):
            html = editor.get(f"{public.get_absolute_url()}{address}").content.decode()
            assert told in " ".join(html.split())
        record = editor.get(reverse("admin:statements_document_record", args=[public.pk])).content.decode()
        assert "<td>the date</td>" in " ".join(record.split()).replace("<td>the date </td>", "<td>the date</td>")
        assert "Published the correction: the date" in record
        assert "Changed Date from “2024-03-01” to “2024-03-14”" in record, "what was done in the copy"
        [version] = [
            each for each in editor.get(f"/api/documents/{public.slug}/versions").json()["items"] if each["note"]
        ]
        assert version["note"] == "the date"
        assert Publication.objects.last().note == "the date"

    @pytest.mark.slow
    def test_a_typing_error_is_told_to_nobody(self, editor, public):
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Remarks at the Dock"))
        publish(editor, copy, typo="yes")
        settle()
        assert public.revisions.last().correction
        assert Publication.objects.last().event == "corrected"

    def test_the_note_is_kept_with_the_correction_whatever_is_pressed(self, editor, public):
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Remarks"), note="the title", typo="yes")
        html = editor.get(review(copy)).content.decode()
        assert 'value="the title"' in html
        assert re.search(r'name="typo" value="yes" form="facts" checked', html)

    def test_nothing_to_correct_makes_no_version(self, editor, public):
        copy = correct(editor, public)
        assert "there is no new version" in publish(editor, copy, note="nothing").content.decode()
        assert public.revisions.count() == 1
        assert correction_of(public, ALL) is None

    def test_what_was_dropped_and_restored_keeps_its_link(self, editor, public):
        copy = correct(editor, public)
        first = key(public, 1)
        do(editor, copy, "drop", paragraph=first)
        do(editor, copy, "restore", start=TEXT.index("We sail"))
        publish(editor, copy)
        assert key(public, 1) == first

    def test_a_correction_that_is_discarded_leaves_all_as_it_was(self, editor, public):
        before = snapshot(public)
        copy = correct(editor, public)
        do(editor, copy, "drop", paragraph=key(copy, 1))
        assert "Tick that you mean it" in do(editor, copy, "discard").content.decode()
        assert "Readers see what they saw before" in do_last(editor, copy, "discard", sure="yes").content.decode()
        assert (snapshot(public), correction_of(public, ALL)) == (before, None)
        assert "Discarded the correction that astrid had begun" in log_of(public).first().get_change_message()

    def test_steps_on_the_document_itself_are_refused(self, editor, public):
        before = snapshot(public)
        for step, values in (
            ("drop", {"paragraph": key(public, 1)}), ("facts", typed(title="X")), ("publisher", {"name": "X"}),
            ("take-part", {"name": "Bo Dahl", "role": "author"}), ("undo", {"step": 1}), ("publish-correction", {}),
            ("discard", {"sure": "yes"}), ("begin-anew", {}),
        ):  # fmt: skip
            assert do(editor, public, step, **values).status_code == 403, step
        assert "It is public already" in do(editor, public, "publish", **typed(title="X")).content.decode()
        assert snapshot(public) == before
        assert public.revisions.count() == 1

    def test_the_review_of_the_document_has_no_tools_and_leads_to_the_correction(self, editor, public):
        html = editor.get(review(public)).content.decode()
        assert 'value="drop"' not in html and "Correct it" in html
        copy = correct(editor, public)
        html = editor.get(review(public)).content.decode()
        assert f'href="{review(copy)}"' in html and "begun by astrid" in html and "Go on correcting" in html

    def test_what_is_not_published_is_not_corrected(self, editor, public):
        do(editor, public, "withdraw", words="a slip")
        assert do(editor, public, "correct").status_code == 403
        with pytest.raises(EditRefusedError, match="It is not published"):
            begin_correction(public, User.objects.get(username="astrid"))


class TestUndo:
    @pytest.mark.slow
    def test_steps_of_a_correction_are_undone_and_published_ones_are_not(self, editor, public):
        copy = correct(editor, public)
        do(editor, copy, "drop", paragraph=key(copy, 1))
        do(editor, copy, "drop", paragraph=key(copy, 1))
        do(editor, copy, "undo", step=last_step(copy).number)
        publish(editor, copy, note="a line")
        assert texts(public) == ["And we land, she said.", "That is the end of it."]
        html = editor.get(review(public)).content.decode()
        assert 'value="undo"' not in html
        assert last_step(public) is None
        again = correct(editor, public)
        assert last_step(again) is None

    @pytest.mark.slow
    def test_a_pdf_is_corrected_with_a_note_and_an_undo(self, editor):
        lines = [
            (72, 770, 20, "The lighthouse of Bergen"),
            (72, 720, 11, "We came to Bergen to speak of the light that ships need at night, and of"),
            (72, 706, 11, "those who keep it burning in every storm for all of us at sea."),
            (72, 670, 11, "The ministers thanked the keepers of the light for their work and promised"),
            (72, 656, 11, "to come again in the spring of the next year with better news."),
        ]
        document = Document.objects.get(slug=import_upload(make_pdf(lines), Path("bergen.pdf")).slug)
        do(editor, document, "publish", **typed(title="The lighthouse of Bergen"))
        copy = correct(editor, document)
        do(editor, copy, "drop", paragraph=key(copy, 2))
        do(editor, copy, "undo", step=last_step(copy).number)
        do(editor, copy, "facts", **typed(title="The lighthouse of Bergen", date_edtf="2024-03-14"))
        publish(editor, copy, note="the date")
        assert document.paragraphs.count() == 2
        assert document.revisions.last().note == "the date"
        settle()
        assert verify(Document.objects.get(pk=document.pk)) == []


class TestNobodySeesIt:
    """Staged words show nowhere on the site; see TestLeaks in test_pages, too."""

    def test_no_address_of_the_site_shows_what_is_staged(self, editor, client, public):
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Harpsichord", date_edtf="1907"))
        do(editor, copy, "take-part", speaker=make_speaker("Bo Dahl").pk, role="author")
        copy.paragraphs.filter(key=key(copy, 1)).update(text="The harpsichord conspiracy.")
        client.logout()
        address = public.get_absolute_url()
        for path in (
            address, f"{address}source/", f"{address}cite/", f"{address}related/", f"{address.rstrip('/')}.txt",
            f"{address}feed.json", f"{address}?v=1", f"/api/documents/{public.slug}", "/", "/documents/?year=1907",
            f"/api/documents/{public.slug}/versions", "/search/?q=harpsichord", "/api/search?q=harpsichord",
            "/documents/feed.atom", "/sitemaps/documents-0.xml", "/speakers/", "/api/changes", "/api/speakers",
            "/frequency/?q=harpsichord", "/check/?q=the+harpsichord+conspiracy", "/documents/export.csv",
            "/documents/export.jsonl?rows=paragraphs", "/first/?q=harpsichord", "/timeline/", "/compare/",
        ):  # fmt: skip
            response = client.get(path)
            content = response.content if hasattr(response, "content") else b"".join(response.streaming_content)
            text = content.decode().replace("q=harpsichord", "").replace("harpsichord+conspiracy", "")
            assert not re.search(r"Harpsichord\b|Bo Dahl|_correction|correction:", text), path
        for rest in ("", "?v=1", "source/", "original/", "changes/", "cite/"):
            assert client.get(f"/documents/{copy.slug}/{rest}").status_code == 404
        assert client.get(f"/api/documents/{copy.slug}").status_code == 404
        assert client.get("/speakers/bo-dahl/").status_code == 404

    def test_no_list_of_the_desk_has_it(self, client, public):
        client.force_login(User.objects.create_superuser("bo"), "django.contrib.auth.backends.ModelBackend")
        copy = begin_correction(public, User.objects.get(username="bo"))
        assert f"/{copy.pk}/change/" not in client.get(LIST).content.decode()
        assert f"/{public.pk}/change/" in client.get(LIST).content.decode()
        paragraphs = reverse("admin:statements_paragraph_changelist")
        own = f"/{copy.paragraphs.first().pk}/change/"
        assert own not in client.get(paragraphs).content.decode()
        assert own in client.get(f"{paragraphs}?document__id__exact={copy.pk}").content.decode()
        chosen = {"action": "publish", "_selected_action": [copy.pk], "document": [copy.pk], "confirmed": "yes"}
        client.post(LIST, chosen)
        copy.refresh_from_db()
        assert copy.status == Status.DRAFT

    def test_it_is_no_duplicate_no_translation_and_no_document_of_the_archive(self, editor, public):
        copy = correct(editor, public)
        Document.objects.filter(pk=copy.pk).update(language="it")
        assert find_duplicates(public, ALL) == find_duplicates(copy, ALL) == []
        assert not find_translations(public, ALL) and not find_translations(
            Document.objects.get(pk=copy.pk), Document.objects.all()
        )
        assert copy.pk not in [document.pk for document, _ in verify_all()]
        assert import_upload(TEXT.encode(), Path("again.txt")).slug == public.slug

    def test_the_database_lets_no_copy_be_published(self, editor, public):
        copy = correct(editor, public)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.publish()
        assert "press Publish the correction" in do(editor, copy, "publish").content.decode()


class TestTwoAtOnce:
    @pytest.mark.slow
    def test_the_second_editor_goes_on_with_the_same_correction_and_is_told_of_conflicts(self, editor, public):
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Astrid’s title"))
        seen = copy.updated.isoformat()
        other = signed_in(editor, "birgit", "editor")
        assert correct(other, public) == copy
        do(other, copy, "facts", **typed(title="Birgit’s title"))
        late = other.post(review(copy), {"do": "facts", "seen": seen, **typed(title="Late")})
        assert late.status_code == 409 and "Birgit’s title" in late.content.decode()
        seen = copy.updated.isoformat()
        publish(other, copy)
        assert other.post(review(copy), {"do": "publish-correction", "seen": seen}).status_code == 404
        late = {"do": "publish-correction", "seen": seen, "original": public.pk, "note": "the date"}
        html = other.post(review(copy), late, follow=True).content.decode()
        assert "What you were working on can no longer be changed. birgit: Published the correction." in html
        assert public.revisions.count() == 2

    @pytest.mark.slow
    @pytest.mark.parametrize("meanwhile", ["publish-correction", "discard"])
    def test_what_was_typed_into_a_correction_that_is_gone_is_shown_and_goes_into_the_next(
        self, editor, public, meanwhile
    ):
        """Astrid saves, and the script has kept what she typed before; Carl, who only typed, loses nothing either."""
        copy, birgit, carl = correct(editor, public), at_her_desk("birgit"), at_her_desk("carl")
        carl.post(f"/admin/statements/document/{copy.pk}/unsaved/", {"fact-reference": "12/2024"})
        editor.post(f"/admin/statements/document/{copy.pk}/unsaved/", {"fact-place": "Berg"})
        seen = copy.updated.isoformat()
        do_last(birgit, copy, meanwhile, sure="yes", note="a line")
        late = {**typed(place="Bergen", title="Remarks at sea"), "note": "the place", "words": "Look."}
        sent = {"do": "facts", "seen": seen, "original": public.pk, **late}
        html = editor.post(review(copy), sent, follow=True).content.decode()
        assert "What you were working on can no longer be changed. birgit:" in html
        told = html[html.index("What you typed is kept") : html.index("Correct it with that")]
        assert all(each in told for each in ("Remarks at sea", "Bergen", "the place", "Look."))
        assert "12/2024" not in html, "it is hers alone"
        again = correct(editor, public)
        hers = Unsaved.objects.get(document=again)
        assert hers.fields["fact-place"] == "Bergen" and hers.fields["note"] == "the place"
        assert "12/2024" in carl.get(review(public)).content.decode()
        carl.post(f"/admin/statements/document/{public.pk}/unsaved/", {"forget": "yes"})
        assert "12/2024" not in carl.get(review(public)).content.decode()

    def test_what_was_changed_meanwhile_is_not_overwritten_and_it_says_what(self, editor, public):
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Remarks at the harbour"))
        Document.objects.filter(pk=public.pk).update(place="Bergen")
        public.paragraphs.filter(position=1).update(text="We sailed at dawn.")
        html = publish(editor, copy).content.decode()
        assert "changed in the meantime: place, paragraphs" in html
        assert "Begin anew" in html
        assert public.revisions.count() == 1
        do_last(editor, copy, "begin-anew")
        again = correction_of(public, ALL)
        assert (again.place, again.title, texts(again)[0]) == ("Bergen", "Remarks at the dock", "We sailed at dawn.")
        do(editor, again, "facts", **typed(title="Remarks at the harbour", place="Bergen"))
        publish(editor, again)
        public.refresh_from_db()
        assert (public.title, public.place) == ("Remarks at the harbour", "Bergen")

    def test_speakers_who_are_merged_and_separated_meanwhile_are_no_conflict(self, editor, public):
        copy = correct(editor, public)
        ada, kvist = Speaker.objects.get(name="Ada Quist"), make_speaker("Anna Kvist")
        merge(ada, kvist, User.objects.get(username="astrid"))
        do(editor, copy, "facts", **typed(title="Remarks at the harbour"))
        publish(editor, copy)
        assert [each.speaker for each in public.participations.all()] == [kvist]
        separate(Merge.objects.get())
        assert [each.speaker for each in public.participations.all()] == [ada]
        assert Quotation.objects.get(paragraph__document=public).speaker == ada

    def test_a_publisher_who_is_renamed_meanwhile_is_no_conflict(self, editor, public):
        port = Publisher.objects.create(name="Port of Oslo", slug="port-of-oslo")
        copy = correct(editor, public)
        do(editor, copy, "publisher", name="Port of Oslo")
        Publisher.objects.filter(pk=port.pk).update(name="Port of Bergen")
        publish(editor, copy)
        assert public.revisions.last().content["publisher"] == "Port of Bergen"

    def test_a_document_that_is_withdrawn_meanwhile_is_corrected_and_stays_withdrawn(self, editor, public):
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Remarks at the harbour"))
        do(editor, public, "withdraw", words="a slip")
        assert "It is not public" in publish(editor, copy).content.decode()
        public.refresh_from_db()
        assert (public.title, public.status, public.revisions.count()) == ("Remarks at the harbour", "withdrawn", 1)

    def test_with_the_document_its_correction_is_deleted(self, editor, public):
        copy = correct(editor, public)
        address = review(copy)
        public.bury(User.objects.get(username="astrid"))
        assert not Document.objects.filter(pk=copy.pk).exists()
        assert editor.get(address).status_code == 404
        assert list(Tombstone.objects.values_list("slug", flat=True)) == [public.slug]

    def test_a_later_import_of_the_same_file_is_a_conflict_only_if_it_changes_something(self, editor, public):
        copy = correct(editor, public)
        import_upload(TEXT.encode(), Path("dock.txt"))
        do(editor, copy, "facts", **typed(title="Remarks at the harbour"))
        publish(editor, copy)
        assert public.revisions.count() == 2

    def test_an_archive_of_which_a_correction_is_open_is_verified_and_dumped(self, editor, public, tmp_path):
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Harpsichord"))
        settle()
        out = StringIO()
        call_command("verify_archive", stdout=out)
        assert "Harpsichord" not in out.getvalue()


class TestWhoMay:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "step", ["correct", "publish-correction", "discard", "begin-anew", "undo", "drop", "facts"]
    )
    def test_a_contributor_neither_begins_nor_changes_nor_ends_a_correction(self, contributor, public, step):
        assert "Correct it" not in contributor.get(review(public)).content.decode()
        copy = begin_correction(public, User.objects.create_user("astrid"))
        for document in (public, copy):
            values = {"paragraph": key(public, 1), "sure": "yes", "note": "x", **typed(title="X")}
            assert do(contributor, document, step, **values).status_code == 403
        assert (copy.base.note, copy.title) == ("", "Remarks at the dock")
        assert contributor.post(reverse("admin:statements_document_change", args=[copy.pk]), {}).status_code == 403

    def test_strangers_are_sent_to_sign_in(self, client, public):
        sent = {"do": "correct", "seen": public.updated.isoformat()}
        assert client.post(review(public), sent).status_code == 302
        assert correction_of(public, ALL) is None

    def test_where_two_must_publish_the_second_one_publishes_the_correction(self, editor, public, settings):
        settings.PUBLISHING_NEEDS_TWO = True
        copy = correct(editor, public)
        do(editor, copy, "facts", **typed(title="Remarks at the harbour"), note="the title")
        assert "Send it to review first" in do(editor, copy, "publish-correction").content.decode()
        do(editor, copy, "send", words="please look", note="the title")
        assert "You sent it to review" in do(editor, copy, "publish-correction").content.decode()
        public.refresh_from_db()
        assert public.title == "Remarks at the dock"
        other = signed_in(editor, "birgit", "editor")
        html = other.get(review(copy)).content.decode()
        assert 'value="the title"' in html and "Publish the correction" in html
        publish(other, copy, note="the title")
        public.refresh_from_db()
        assert (public.title, public.revisions.last().note) == ("Remarks at the harbour", "the title")


class TestEmbargo:
    def test_what_nobody_has_seen_yet_is_corrected_too_and_its_version_replaced(self, editor, public):
        document = make_document("We sail.", title="Later", status="draft", speakers={"Ada Quist": "speaker"})
        later = timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        do(editor, document, "publish", publish_at=later)
        copy = correct(editor, document)
        do(editor, copy, "facts", **typed(title="Later, corrected"))
        assert "when the document is" in publish(editor, copy, note="the title").content.decode()
        settle()
        [version] = document.revisions.all()
        assert (version.number, version.content["title"], version.note) == (1, "Later, corrected", "")
        assert version.published_at > timezone.now()
        document.refresh_from_db()
        assert document.publish_at is not None

    def test_its_moment_is_moved_on_the_document_itself(self, editor):
        document = make_document("We sail.", title="Later", status="draft")
        later = timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        do(editor, document, "publish", publish_at=later)
        assert "Publish then" in editor.get(review(document)).content.decode()
        do(editor, document, "publish", publish_at="")
        assert document.is_public


class TestForms:
    """The forms of the admin."""

    @pytest.fixture
    def administrator(self, client):
        client.force_login(User.objects.create_superuser("bo"), "django.contrib.auth.backends.ModelBackend")
        return client

    def test_what_is_published_is_only_read_there_with_a_link_to_correct_it(self, administrator, public):
        paragraph = public.paragraphs.first()
        for address in (
            reverse("admin:statements_document_change", args=[public.pk]),
            reverse("admin:statements_paragraph_change", args=[paragraph.pk]),
        ):
            html = administrator.get(address).content.decode()
            assert 'name="_save"' not in html and 'name="text"' not in html and 'name="title"' not in html
            assert f'href="{review(public)}"' in html
            assert administrator.post(address, {"title": "X", "text": "X"}).status_code == 403
        delete = reverse("admin:statements_paragraph_delete", args=[paragraph.pk])
        assert administrator.post(delete, {"post": "yes"}).status_code == 403
        assert public.paragraphs.count() == 3

    def test_words_are_corrected_in_the_forms_of_the_copy(self, administrator, public):
        copy = begin_correction(public, User.objects.get(username="bo"))
        address = reverse("admin:statements_paragraph_change", args=[copy.paragraphs.get(key=key(copy, 1)).pk])
        response = administrator.post(address, form_of(administrator.get(address)) | {"text": "We sail at noon."})
        assert response.status_code == 302
        address = reverse("admin:statements_document_change", args=[copy.pk])
        sent = form_of(administrator.get(address)) | {"title": "Remarks at the harbour", "paragraphs-2-DELETE": "on"}
        assert administrator.post(address, sent).status_code == 302
        assert texts(public)[0] == "We sail at dawn."
        publish(administrator, copy, note="noon")
        public.refresh_from_db()
        assert texts(public) == ["We sail at noon.", "And we land, she said."]
        assert public.title == "Remarks at the harbour"
        assert public.get_absolute_url() == f"/documents/{public.slug}/"
        settle()
        assert verify(public) == []
