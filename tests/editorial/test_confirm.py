"""Names that published documents show are changed after a question, and publishing several names what is doubtful."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone

from statements.editorial.checking.doubts import doubts_about
from statements.editorial.intake.batches import read_waiting, receive
from statements.editorial.intake.unpacking import Release
from statements.models import Document, Publisher, Quotation, Source, Status
from tests.admin_forms import form_of
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

LIST = reverse("admin:statements_document_changelist")
SPANISH = (
    "El presidente del Gobierno se reunió ayer en Madrid con el secretario general de la OTAN. Durante el encuentro "
    "hablaron de la situación en Ucrania y del refuerzo del flanco oriental de la Alianza."
)


def hidden(html):
    """The fields that the form of the page sends again."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


@pytest.fixture
def administrator(client):
    user = User.objects.create_superuser("bo", "", "a long enough password")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


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
    """Choose documents in the list; those in `document` are ticked on the page that asks."""
    chosen = {"action": "publish", "_selected_action": [each.pk for each in documents], **more}
    return client.post(LIST, {**chosen, **seen(documents)}, follow=True)


def seen(documents):
    """The state in which the page that asks has shown documents."""
    return {f"seen-{each.pk}": each.updated.isoformat() for each in documents}


LONG = (
    "We sail at dawn with all the ships of the harbour, and we land where nobody has landed before us, "
    "as we said when we left last year."
)


def sound(*texts, **fields):
    """A draft that nothing is doubtful about."""
    publisher, _ = Publisher.objects.get_or_create(name="Port of Oslo", slug="port-of-oslo")
    people = {"Ada Quist": "speaker"}
    return make_document(*texts, publisher=publisher, speakers=people, status=Status.DRAFT, **fields)


class TestSeveral:
    def test_the_list_asks_first_and_ticks_what_nothing_is_doubtful_about(self, editor):
        good, bad = sound(LONG, title="Good"), make_document("We sail.", title="Bad", status="draft")
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
        editor.post(address, {**sent, **seen(Document.objects.filter(arrivals__batch=batch)), "confirmed": "yes"})
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
    def test_the_review_of_a_draft_names_what_is_doubtful(self, editor):
        document = make_document("We sail.", status=Status.DRAFT)
        html = editor.get(reverse("admin:statements_document_review", args=[document.pk])).content.decode()
        assert "nobody takes part" in html
        assert "no publisher" in html

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
