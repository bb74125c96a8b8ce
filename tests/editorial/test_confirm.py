"""What is public is changed by no single key: the desk asks first, and publishing several names what is doubtful."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from statements.editorial.batches import read_waiting, receive
from statements.editorial.doubts import doubts_about
from statements.editorial.intake import Release
from statements.editorial.workflow import log_of
from statements.importer.files import import_upload
from statements.models import Document, Participation, Publisher, Quotation, Source, Status
from tests.admin_forms import form_of
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

LIST = reverse("admin:statements_document_changelist")
SPANISH = (
    "El presidente del Gobierno se reunió ayer en Madrid con el secretario general de la OTAN. Durante el encuentro "
    "hablaron de la situación en Ucrania y del refuerzo del flanco oriental de la Alianza."
)


def imported(title="Remarks at the dock"):
    """A draft of three paragraphs with its source, by Ada Quist."""
    text = f"{title}\n\n1 March 2024\n\nWe sail at dawn.\n\nAnd we land.\n\nThat is the end of it.\n"
    document = Document.objects.get(slug=import_upload(text.encode(), Path("dock.txt")).slug)
    Participation.objects.create(document=document, speaker=make_speaker("Ada Quist"), role="speaker")
    return document


@pytest.fixture
def public():
    """The same, public."""
    document = imported()
    document.publish()
    return document


def review(document):
    return reverse("admin:statements_document_review", args=[document.pk])


def press(client, document, wanted, **values):
    document.refresh_from_db()
    sent = {"do": wanted, "seen": document.updated.isoformat(), **values}
    return client.post(review(document), sent)


def hidden(html):
    """The fields that the form of the page sends again."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def words(document):
    return list(document.paragraphs.order_by("position").values_list("text", flat=True))


def steps(document):
    """Each step that changes what readers see, with what is sent along."""
    first = document.paragraphs.order_by("position").first()
    taking = document.participations.first()
    quist = make_speaker("Bo Dahl")
    here = {"paragraph": first.key}
    return {
        "split": {**here, "before": "at dawn"},
        "merge": here,
        "drop": here,
        "attribute": {**here, "kind": "heading", "speaker": ""},
        "take-part": {"speaker": quist.pk, "name": "", "role": "quoted"},
        "leave": {"participation": taking.pk},
        "publisher": {"name": "Port of Oslo"},
        "facts": facts(title="Remarks at the harbour"),
        "publish": facts(title="Remarks at the harbour"),
        "restore": {"start": "0"},
        "turns": {"label": "Q"},
        "group": {"other": "1"},
    }


def facts(**typed):
    every = {"title": "Remarks at the dock", "language": "en", "kind": "other", "date_edtf": "2024-03-01"}
    return {f"fact-{name}": value for name, value in {**every, **typed}.items()}


STEPS = [
    "split", "merge", "drop", "attribute", "take-part", "leave", "publisher", "facts", "publish", "restore", "turns",
    "group",
]  # fmt: skip


class TestOneDocument:
    @pytest.mark.parametrize("step", STEPS)
    def test_every_step_on_a_public_document_asks_first_and_changes_nothing(self, editor, public, step):
        before = words(public), public.title, public.publisher, list(public.participations.values_list("speaker"))
        response = press(editor, public, step, **steps(public)[step])
        html = response.content.decode()
        assert response.status_code == 200
        assert "This document is public: readers see a change at once, as version 2" in html
        assert "Change it for readers" in html
        public.refresh_from_db()
        after = words(public), public.title, public.publisher, list(public.participations.values_list("speaker"))
        assert after == before
        assert public.revisions.count() == 1

    @pytest.mark.parametrize("step", ["split", "merge", "drop", "attribute", "take-part", "publisher", "facts"])
    def test_the_form_of_the_question_does_it(self, editor, public, step):
        html = press(editor, public, step, **steps(public)[step]).content.decode()
        response = editor.post(review(public), {**hidden(html), "confirmed": "yes"})
        assert response.status_code == 302
        assert public.revisions.count() == 2

    def test_the_question_shows_the_paragraph_and_what_a_fact_was(self, editor, public):
        first = public.paragraphs.order_by("position").first()
        html = press(editor, public, "drop", paragraph=first.key, **facts(title="The new title")).content.decode()
        assert "We sail at dawn." in html
        assert "Remarks at the dock" in html
        assert "The new title" in html

    def test_facts_that_are_as_they_were_are_no_change(self, editor, public):
        assert press(editor, public, "facts", **facts(kind=public.kind)).status_code == 302
        assert public.revisions.count() == 1

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
    def test_what_is_not_published_is_changed_at_once(self, editor, status):
        document = imported()
        Document.objects.filter(pk=document.pk).update(status=status)
        assert press(editor, document, "drop", paragraph=document.paragraphs.first().key).status_code == 302
        assert words(document) == ["And we land.", "That is the end of it."]

    def test_who_answers_too_late_is_told_so(self, editor, public):
        first = public.paragraphs.order_by("position").first()
        asked = hidden(press(editor, public, "drop", paragraph=first.key).content.decode())
        public.save()
        assert editor.post(review(public), {**asked, "confirmed": "yes"}).status_code == 409
        assert len(words(public)) == 3

    def test_to_withdraw_takes_a_reason_and_no_second_question(self, editor, public):
        assert press(editor, public, "withdraw", words="It was never said.").status_code == 302
        public.refresh_from_db()
        assert public.status == Status.WITHDRAWN

    def test_the_review_of_a_draft_names_what_is_doubtful(self, editor):
        document = make_document("We sail.", status=Status.DRAFT)
        html = editor.get(review(document)).content.decode()
        assert "nobody takes part" in html
        assert "no publisher" in html


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("bo", "", "a long enough password")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


class TestFormsOfTheAdmin:
    """The form of all fields, and the page of one paragraph."""

    @pytest.mark.parametrize("embargo", [None, timezone.now() + timedelta(days=9)])
    def test_the_form_of_all_fields_asks_names_what_changes_and_keeps_nothing(self, administrator, public, embargo):
        Document.objects.filter(pk=public.pk).update(publish_at=embargo)
        address = reverse("admin:statements_document_change", args=[public.pk])
        sent = form_of(administrator.get(address))
        sent |= {"title": "Remarks at the harbour", "paragraphs-0-text": "We sail at noon."}
        sent |= {"paragraphs-1-DELETE": "on", "_continue": "Save and continue editing"}
        html = administrator.post(address, sent).content.decode()
        assert ("will be public from" if embargo else "readers see a change at once, as version 2") in html
        for part in ("Remarks at the dock", "Remarks at the harbour", "Changed Title.", "Deleted paragraph"):
            assert part in html
        public.refresh_from_db()
        assert public.title == "Remarks at the dock"
        assert words(public) == ["We sail at dawn.", "And we land.", "That is the end of it."]
        assert (public.revisions.count(), log_of(public).count()) == (1, 0)
        response = administrator.post(address, {**hidden(html), "confirmed": "yes"})
        assert response["Location"] == address, "it goes on where the button said"
        public.refresh_from_db()
        assert public.title == "Remarks at the harbour"
        assert words(public) == ["We sail at noon.", "That is the end of it."]
        assert public.revisions.count() == 2

    def test_the_page_of_a_paragraph_asks_too_and_shows_where_the_words_differ(self, administrator, public):
        paragraph = public.paragraphs.order_by("position").first()
        long = "We sail at dawn. " * 40
        public.paragraphs.filter(pk=paragraph.pk).update(text=f"{long}We are ready.")
        address = reverse("admin:statements_paragraph_change", args=[paragraph.pk])
        sent = form_of(administrator.get(address)) | {"text": f"{long}We are not ready."}
        html = administrator.post(address, sent).content.decode()
        assert re.search(r"<td>…[^<]*We are ready\.</td><td>…[^<]*We are not ready\.</td>", html)
        assert public.revisions.count() == 1
        assert public.paragraphs.get(pk=paragraph.pk).text == f"{long}We are ready."
        administrator.post(address, {**hidden(html), "confirmed": "yes"})
        assert public.paragraphs.get(pk=paragraph.pk).text == f"{long}We are not ready."
        assert public.revisions.count() == 2

    def test_nothing_is_asked_where_nothing_changes_nor_of_a_draft(self, administrator, public):
        draft = sound("We sail at dawn.")
        for document, typed in ((public, {}), (draft, {"title": "Another title"})):
            address = reverse("admin:statements_document_change", args=[document.pk])
            assert administrator.post(address, form_of(administrator.get(address)) | typed).status_code == 302

    def test_what_is_wrong_is_said_before_anything_is_asked(self, administrator, public):
        address = reverse("admin:statements_document_change", args=[public.pk])
        html = administrator.post(address, form_of(administrator.get(address)) | {"title": ""}).content.decode()
        assert "This field is required." in html
        assert "Change it for readers" not in html

    def test_who_answers_too_late_is_told_so(self, administrator, public):
        address = reverse("admin:statements_document_change", args=[public.pk])
        sent = form_of(administrator.get(address)) | {"title": "Remarks at the harbour"}
        asked = hidden(administrator.post(address, sent).content.decode())
        public.save()
        html = administrator.post(address, {**asked, "confirmed": "yes"}).content.decode()
        assert "Somebody else has changed this document in the meantime" in html
        public.refresh_from_db()
        assert public.title == "Remarks at the dock"


class TestNames:
    """A speaker and a publisher, whose names stand on many documents: what Ada Quist said, the Port of Oslo issued."""

    @pytest.fixture
    def ada(self):
        ada = make_speaker("Ada Quist")
        sound("We sail at dawn.", title="Public").publish()
        sound("We land at noon.", title="Not yet", publish_at=timezone.now() + timedelta(days=9)).publish()
        sound("We rest.", title="Only a draft")
        turn = make_document("MS. QUIST: We talk.", title="A turn")
        turn.paragraphs.update(speaker=ada)
        quoted = make_document("She said: we sing.", title="Quoted").paragraphs.get()
        Quotation.objects.create(paragraph=quoted, speaker=ada, start=10, end=18)
        return ada

    def test_a_speaker_is_renamed_after_a_question_that_counts_the_documents(self, administrator, ada):
        address = reverse("admin:statements_speaker_change", args=[ada.pk])
        sent = form_of(administrator.get(address)) | {"name": "Ada Kvist", "collective": "on", "_continue": "yes"}
        html = administrator.post(address, sent).content.decode()
        assert "4 published documents show Ada Quist" in html
        for title in ("Public", "Not yet", "A turn", "Quoted"):
            assert f">{title}</a>" in html
        assert "Only a draft" not in html
        for name, old, new in (("Name", "Ada Quist", "Ada Kvist"), ("Collective", "no", "yes")):
            assert f'<th scope="row">{name}</th><td>{old}</td><td>{new}</td>' in html
        ada.refresh_from_db()
        assert (ada.name, ada.collective) == ("Ada Quist", False)
        assert administrator.post(address, {**hidden(html), "confirmed": "yes"})["Location"] == address
        ada.refresh_from_db()
        assert (ada.name, ada.collective) == ("Ada Kvist", True)

    def test_an_office_asks_too_and_an_alias_does_not(self, administrator, ada):
        address = reverse("admin:statements_speaker_change", args=[ada.pk])
        sent = form_of(administrator.get(address))
        office = {"offices-TOTAL_FORMS": "1", "offices-0-title_en": "Harbour master", "offices-0-speaker": ada.pk}
        html = administrator.post(address, sent | office).content.decode()
        assert "4 published documents show Ada Quist" in html
        assert "Added office" in html
        assert not ada.offices.exists()
        assert administrator.post(address, sent | {"aliases": "Quist"}).status_code == 302
        ada.refresh_from_db()
        assert ada.aliases == ["Quist"]

    def test_a_publisher_is_renamed_after_a_question(self, administrator, ada):
        port = Publisher.objects.get(slug="port-of-oslo")
        address = reverse("admin:statements_publisher_change", args=[port.pk])
        sent = form_of(administrator.get(address)) | {"name": "Port of Bergen"}
        html = administrator.post(address, sent).content.decode()
        assert "2 published documents show Port of Oslo" in html
        assert Publisher.objects.filter(name="Port of Oslo").exists()
        assert administrator.post(address, {**hidden(html), "confirmed": "yes"}).status_code == 302
        assert Publisher.objects.get(pk=port.pk).name == "Port of Bergen"

    def test_of_many_documents_the_latest_are_named(self, administrator, ada):
        for day in range(1, 13):
            make_document("We sail.", speakers={"Ada Quist": "author"}, date=f"2025-01-{day:02}", title=f"Day {day}")
        address = reverse("admin:statements_speaker_change", args=[ada.pk])
        html = administrator.post(
            address, form_of(administrator.get(address)) | {"sort_name": "Quist, Ada"}
        ).content.decode()
        assert "16 published documents show Ada Quist" in html
        assert ">Day 12</a>" in html and ">Day 2</a>" not in html
        assert "These are the latest." in html

    def test_who_is_in_no_published_document_is_renamed_at_once(self, administrator):
        sound("We rest.", title="Only a draft")
        for row, kind in (
            (make_speaker("Ada Quist"), "speaker"),
            (Publisher.objects.get(slug="port-of-oslo"), "publisher"),
        ):
            address = reverse(f"admin:statements_{kind}_change", args=[row.pk])
            assert administrator.post(address, form_of(administrator.get(address)) | {"name": "X"}).status_code == 302
            row.refresh_from_db()
            assert row.name == "X"

    def test_nothing_is_asked_where_nothing_changes(self, administrator, ada):
        address = reverse("admin:statements_speaker_change", args=[ada.pk])
        assert administrator.post(address, form_of(administrator.get(address))).status_code == 302


def selected(client, documents, **more):
    chosen = {"action": "publish", "_selected_action": [each.pk for each in documents], **more}
    return client.post(LIST, chosen, follow=True)


def sound(*texts, **fields):
    """A draft that nothing is doubtful about."""
    publisher, _ = Publisher.objects.get_or_create(name="Port of Oslo", slug="port-of-oslo")
    people = {"Ada Quist": "speaker"}
    return make_document(*texts, publisher=publisher, speakers=people, status=Status.DRAFT, **fields)


class TestSeveral:
    def test_the_list_asks_first_and_ticks_what_nothing_is_doubtful_about(self, editor):
        good, bad = sound("We sail at dawn.", title="Good"), make_document("We sail.", title="Bad", status="draft")
        html = selected(editor, [good, bad]).content.decode()
        assert not Document.objects.filter(pk__in=[good.pk, bad.pk], status="published").exists()
        assert re.search(rf'value="{good.pk}" id="document-{good.pk}" checked', html)
        assert re.search(rf'value="{bad.pk}" id="document-{bad.pk}">', html)
        for doubt in ("nobody takes part", "no publisher"):
            assert doubt in html

    def test_what_is_ticked_there_is_published_and_nothing_else(self, editor):
        first, second = sound("We sail at dawn.", title="First"), sound("We land at noon.", title="Second")
        selected(editor, [first, second], document=[second.pk], confirmed="yes")
        statuses = dict(Document.objects.filter(pk__in=[first.pk, second.pk]).values_list("title", "status"))
        assert statuses == {"First": "draft", "Second": "published"}

    def test_what_was_not_selected_is_not_published_though_it_is_sent(self, editor):
        first, second = sound("We sail at dawn.", title="First"), sound("We land at noon.", title="Second")
        selected(editor, [first], document=[second.pk], confirmed="yes")
        assert not Document.objects.filter(title__in=["First", "Second"], status="published").exists()

    def test_what_cannot_be_published_has_no_box_and_says_why(self, editor):
        foreign = make_document(SPANISH, title="Foreign", language="", status="draft")
        html = selected(editor, [foreign]).content.decode()
        assert f'id="document-{foreign.pk}"' not in html
        assert "It has no language" in html
        selected(editor, [foreign], document=[foreign.pk], confirmed="yes")
        foreign.refresh_from_db()
        assert foreign.status == "draft"

    def test_a_batch_asks_too_and_its_doubtful_ones_are_not_ticked(self, editor):
        releases = [
            Release("oslo.txt", b"The harbour of Oslo\n\n1 March 2024\n\nWe met at sea, and we sailed for two days.\n"),
            Release("spain.txt", f"Comunicado\n\n{SPANISH}\n".encode()),
        ]
        batch = receive(releases, editor.user)
        read_waiting(batch, seconds=600)
        address = reverse("admin:statements_document_batch", args=[batch.pk])
        html = editor.get(address).content.decode()
        assert "checked" not in html
        for doubt in ("nobody takes part", "no publisher", "reads as Spanish", "no language"):
            assert doubt in html
        drafts = [each.document for each in batch.arrivals.order_by("position")]
        sent = {"do": "publish", "document": [each.pk for each in drafts]}
        asked = editor.post(address, sent).content.decode()
        assert not any(each.status == "published" for each in Document.objects.filter(arrivals__batch=batch))
        assert "Publish the ticked ones" in asked
        editor.post(address, {**sent, "confirmed": "yes"})
        statuses = [Document.objects.get(pk=each.pk).status for each in drafts]
        assert statuses == ["published", "draft"]

    def test_a_contributor_publishes_nothing(self, client):
        user = User.objects.create_user("gunnar", "", "a long enough password", is_staff=True)
        user.groups.add(Group.objects.get(name="contributor"))
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        document = sound("We sail at dawn.")
        selected(client, [document], document=[document.pk], confirmed="yes")
        document.refresh_from_db()
        assert document.status == "draft"


class TestDoubts:
    @pytest.mark.parametrize(
        ("texts", "fields", "doubt"),
        [
            (["We sail."], {"kind": "other"}, "its kind is “other”"),
            (["We sail."], {"language": ""}, "no language"),
            (["We sail."], {"date": ""}, "no date"),
            (["https://www.example.org/a"], {}, "it is only a web address, not a text"),
            (["www.example.org/it/comunicato"], {}, "it is only a web address, not a text"),
            (["The Na\ufffdons."], {}, "letters are lost in a word, “Na\ufffdons”: compare them with the source"),
            (["We sail."], {"provenance": {"warnings": ["look here"]}}, "look here"),
        ],
    )
    def test_each_is_named(self, texts, fields, doubt):
        assert doubts_about(sound(*texts, **fields)) == [doubt]

    def test_many_headings_are(self):
        document = sound("One", "Two", "Three", "Four", "We sail.")
        document.paragraphs.exclude(text="We sail.").update(kind="heading")
        assert doubts_about(document) == ["4 of its 5 paragraphs are headings"]

    def test_a_sound_document_has_none(self):
        assert doubts_about(sound("We sail at dawn.", "We land. See https://www.example.org/a.")) == []

    @pytest.mark.parametrize(
        ("text", "stated"),
        [
            ("EMBARGOED UNTIL 18:00 CET\n\nWe sail.", "EMBARGOED UNTIL 18:00 CET"),
            ("Embargo: 14 March 2024, noon\n\nWe sail.", "Embargo: 14 March 2024, noon"),
            ("SOTTO EMBARGO FINO ALLE ORE 18\n\nSalpiamo.", "SOTTO EMBARGO FINO ALLE ORE 18"),
            ("Embargo fino alle 12\n\nSalpiamo.", "Embargo fino alle 12"),
            ("Sous embargo jusqu’à 18 heures\n\nNous partons.", "Sous embargo jusqu’à 18 heures"),
            ("Embargo jusqu'au 14 mars\n\nNous partons.", "Embargo jusqu'au 14 mars"),
            ("The embargo on arms stands.\n\nThe country under embargo is small.", ""),
            ("L'embargo sulle armi resta.\n\nUn paese sotto embargo.", ""),
            ("L’embargo sur les armes reste.\n\nUn pays sous embargo.", ""),
        ],
    )
    def test_an_embargo_that_the_source_states_is(self, text, stated):
        document = sound("We sail.")
        fields = {"filename": "a.txt", "media_type": "text/plain", "encoding": "utf-8", "content": b"", "spans": []}
        Source.objects.create(
            document=document, text=text, sha256="0" * 64, importer_version="1", import_digest="", **fields
        )
        assert doubts_about(document) == ([f"the source states an embargo: “{stated}”"] if stated else [])
