"""With ARCHIVE_DRAFTS_OWN, Bo, a contributor, sees of what is not public only his own; Astrid, an editor, sees all.

Everything of Astrid's has the word "Zephyrium" in its title and its text. Bo's own draft has the same words but for
that one, the same day, people and publisher, so that everything that compares documents would find hers.
"""

import re
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from statements.editorial.checking.duplicates import find_duplicates
from statements.editorial.checking.translations import find_translations, linked, unlinked
from statements.editorial.intake.batches import read_waiting, receive
from statements.editorial.intake.unpacking import Release
from statements.editorial.review.corrections import begin_correction, correction_of
from statements.editorial.seeing import seen_mails
from statements.editorial.workflow import send_back, send_to_review
from statements.models import (
    SEND,
    ApiToken,
    Arrival,
    Document,
    MailedRelease,
    Notice,
    Preview,
    ReceivedMail,
    Submission,
)
from tests.cast import make_document, make_publisher
from tests.editorial.desks import client_of, make_account
from tests.editorial.walks import list_addresses, lists_of, made_of

pytestmark = pytest.mark.django_db
WORD = "Zephyrium"
TEXTS = [f"The ministers met at sea and spoke of the {n} harbours, ships and lights of the coast." for n in range(9)]
HERS = [*TEXTS, f"They also spoke of {WORD}."]
FACTS = {"date": "2024-03-01", "speakers": {"Ada Quist": "speaker"}}


@pytest.fixture
def astrid():
    return client_of(make_account("astrid", "editor"))


@pytest.fixture
def bo():
    return client_of(make_account("bo", "contributor"))


@pytest.fixture
def own_only(settings):
    settings.DRAFTS_OWN = True


@pytest.fixture
def hidden(astrid, bo):
    """What Bo is not to see: a draft, one in review, one under embargo, and a working copy of what is public."""
    group = uuid4()
    about = {**FACTS, "publisher": make_publisher("Ministry of the Harbour"), "added_by": astrid.user}
    make_document(*TEXTS, title="Own words", status="draft", **{**about, "added_by": bo.user}, translation_group=group)
    draft = make_document(*HERS, title=f"{WORD} one", status="draft", slug=f"{WORD.lower()}-1", **about)
    asked = make_document(*HERS, title=f"{WORD} two", status="draft", language="fr", translation_group=group, **about)
    send_to_review(asked, astrid.user, f"Look at {WORD}.")
    later = make_document(*HERS, title=f"{WORD} three", language="it", publish_at=after(1), **about)
    later.publish(by=astrid.user)
    public = make_document(*TEXTS, title="In the open", **about)
    public.publish(by=astrid.user)
    copy = begin_correction(public, astrid.user)
    Document.objects.filter(pk=copy.pk).update(title=f"{WORD} four")
    copy.paragraphs.filter(position__gt=0).update(text=f"{WORD} corrected.")
    return [draft, asked, later, copy]


def after(days):
    return timezone.now() + timedelta(days=days)


def kept_secret(answer):
    """Whether an answer does not have the word, except where it repeats what was searched for."""
    typed = answer.wsgi_request.GET.get("q") or "\0"
    text = (answer.content.decode() + answer.get("Location", "")).replace(typed, "")
    return WORD.lower() not in text.lower()


class TestWhatIsSomebodyElses:
    @pytest.mark.slow
    @pytest.mark.usefixtures("own_only")
    @pytest.mark.parametrize("which", range(4))
    def test_no_address_of_the_desk_tells_of_it(self, bo, astrid, hidden, which, settings):
        document = hidden[which]
        beside = made_of(document, astrid.user, WORD)
        addresses = [*list_addresses(document, *beside), *lists_of(document, WORD)]
        assert [each for each in addresses if not kept_secret(bo.get(each))] == []
        settings.DRAFTS_OWN = False
        assert sum(not kept_secret(bo.get(each)) for each in addresses) > 15, "the walk is over what tells of it"

    @pytest.mark.slow
    @pytest.mark.usefixtures("own_only")
    @pytest.mark.parametrize("which", range(4))
    def test_each_of_its_own_addresses_is_as_if_it_were_not_there(self, bo, astrid, hidden, which):
        document = hidden[which]
        beside = made_of(document, astrid.user, WORD)
        for address in list_addresses(document, *beside):
            if not re.search(rf"/document/{document.pk}/", address):
                continue
            nowhere = re.sub(rf"/{document.pk}/", "/999999999/", address)
            assert bo.get(address).status_code == bo.get(nowhere).status_code, address
            assert bo.post(address).status_code == bo.post(nowhere).status_code, address
            assert bo.get(address).status_code in (302, 403, 404, 405), address
        for name in ("review", "record", "translations", "somebody", "issuer"):
            assert bo.get(reverse(f"admin:statements_document_{name}", args=[document.pk])).status_code == 404, name
        assert bo.get(reverse("preview_on_desk", args=[document.pk])).status_code == 404
        assert bo.get(reverse("admin:statements_document_batch", args=[beside[0].pk])).status_code == 404
        assert bo.get(reverse("admin:statements_document_mail", args=[beside[1].pk])).status_code == 404

    @pytest.mark.usefixtures("own_only")
    def test_his_own_draft_is_compared_with_what_he_sees(self, bo, hidden):
        own = Document.objects.get(title="Own words")
        review = bo.get(reverse("admin:statements_document_review", args=[own.pk])).content.decode()
        assert WORD not in review and "In the open" in review, "what is public and like it is told"
        asked = reverse("admin:statements_document_translations", args=[own.pk])
        assert kept_secret(bo.get(f"{asked}?q={WORD}"))
        assert WORD not in bo.get(asked).content.decode()
        other = bo.post(
            reverse("admin:statements_document_review", args=[own.pk]),
            {"do": "group", "other": hidden[2].pk, "seen": own.updated.isoformat()},
        )
        assert other.status_code == 302
        assert Document.objects.get(pk=hidden[2].pk).translation_group is None

    @pytest.mark.usefixtures("own_only")
    def test_what_is_public_does_not_say_that_it_is_being_corrected(self, bo, astrid, hidden):
        public = Document.objects.get(title="In the open")
        address = reverse("admin:statements_document_review", args=[public.pk])
        copy = reverse("admin:statements_document_review", args=[hidden[3].pk])
        assert copy not in bo.get(address).content.decode()
        assert copy in astrid.get(address).content.decode()

    @pytest.mark.usefixtures("own_only")
    def test_the_way_to_the_site_gives_neither_its_address_nor_a_link_to_its_preview(self, bo, astrid, hidden):
        link = Preview.make(hidden[0], astrid.user)
        for row in (hidden[0], hidden[0].paragraphs.first(), link):
            kind = ContentType.objects.get_for_model(row)
            address = reverse("admin:view_on_site", args=[kind.pk, row.pk])
            assert bo.get(address).status_code == 404
            assert astrid.get(address).status_code == 302
        public = Document.objects.get(title="In the open")
        kind = ContentType.objects.get_for_model(Document)
        assert bo.get(reverse("admin:view_on_site", args=[kind.pk, public.pk])).status_code == 302

    @pytest.mark.usefixtures("own_only")
    def test_it_cannot_be_changed_with_others_or_by_a_step_that_names_it(self, bo, hidden):
        chosen = {"document": hidden[0].pk, "do": "show", "kind": "interview"}
        assert kept_secret(bo.post(reverse("admin:statements_document_change_many"), chosen, follow=True))
        action = {"action": "change_many", "_selected_action": hidden[0].pk}
        assert kept_secret(bo.post("/admin/statements/document/", action, follow=True))
        review = reverse("admin:statements_document_review", args=[999999999])
        assert bo.post(review, {"do": "send", "original": hidden[0].pk}).status_code == 404

    @pytest.mark.usefixtures("own_only")
    def test_nobody_is_mailed_about_what_he_does_not_see(self, bo, astrid, hidden, settings):
        User.objects.filter(pk=bo.user.pk).update(email="bo@harbour.example")
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        settings.EMAIL_URL, settings.SITE_ADDRESS = "smtp://localhost", "https://archive.example"
        own = Document.objects.get(title="Own words")
        for document in (hidden[0], own):
            send_to_review(document, bo.user)
            send_back(document, astrid.user, "Look again.")
        told = Notice.objects.filter(to=bo.user).values_list("document__title", flat=True)
        assert list(told) == ["Own words"]


class TestWhatIsSentAgain:
    @pytest.fixture
    def sent(self, astrid):
        """A file that Astrid has sent, of which there is a draft."""
        release = Release("release.txt", f"{WORD} at sea\n\n{' '.join(HERS)}".encode())
        batch = receive([release], astrid.user)
        read_waiting(batch, 60)
        return release, batch.arrivals.get().document

    @pytest.mark.usefixtures("own_only")
    def test_at_the_desk_it_is_said_to_be_there_and_no_more(self, bo, sent):
        release, document = sent
        answer = bo.post(reverse("admin:statements_document_release"), {"words": release.content.decode()})
        page, review = answer.content.decode(), reverse("admin:statements_document_review", args=[document.pk])
        assert answer.status_code == 400 and "where only who added it and editors see it" in page
        assert review not in page + answer.get("Location", "")
        batch = receive([release, Release("other.txt", b"Another one\n\nOf other words, at another sea.\n")], bo.user)
        read_waiting(batch, 60)
        page = bo.get(reverse("admin:statements_document_batch", args=[batch.pk])).content.decode()
        assert "only who added it and editors see it" in page and WORD not in page
        assert review not in page

    @pytest.mark.usefixtures("own_only")
    def test_a_single_file_is_refused_on_the_form(self, bo, sent):
        from django.core.files.uploadedfile import SimpleUploadedFile

        file = SimpleUploadedFile(sent[0].name, sent[0].content)
        answer = bo.post(reverse("admin:statements_document_release"), {"sent": [file]})
        assert answer.status_code == 400 and "where only who added it and editors see it" in answer.content.decode()
        assert WORD not in answer.content.decode()

    def test_a_program_is_told_of_no_document_that_its_account_does_not_see(self, bo, sent, settings):
        _, secret = ApiToken.make(bo.user, "website", [SEND], None)
        headers = {"Authorization": f"Bearer {secret}"}

        def send(**facts):
            return Client().post("/api/releases", facts, content_type="application/json", headers=headers)

        text = sent[0].content.decode()
        before = send(text=text)
        assert before.status_code == 200 and WORD in before.content.decode(), "without the setting it is named"
        settings.DRAFTS_OWN = True
        answer = send(text=text)
        assert answer.status_code == 422 and WORD not in answer.content.decode()
        again = Client().get(f"/api/releases/{before.json()['id']}", headers=headers)
        assert again.status_code == 404 and WORD not in again.content.decode()
        like = send(text=text.replace(f"{WORD} at sea", "At sea").replace(f" They also spoke of {WORD}.", ""))
        assert like.status_code == 201 and like.json()["duplicates"] == []
        settings.DRAFTS_OWN = False
        shown = Client().get(f"/api/releases/{like.json()['id']}", headers=headers).json()
        assert [WORD in each["title"] for each in shown["duplicates"]] == [True]
        assert Submission.objects.count() == 2

    def test_what_a_program_was_answered_before_the_setting_is_not_repeated_after_it(self, bo, sent, settings):
        _, secret = ApiToken.make(bo.user, "website", [SEND], None)
        text = sent[0].content.decode()
        like = text.replace(f"{WORD} at sea", "At sea").replace(f" They also spoke of {WORD}.", "")

        def send(key, text):
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
            return Client().post("/api/releases", {"text": text}, content_type="application/json", headers=headers)

        for key, words, before, after in [("same", text, 200, 404), ("like", like, 201, 201)]:
            settings.DRAFTS_OWN = False
            first = send(key, words)
            assert first.status_code == before and WORD in first.content.decode()
            settings.DRAFTS_OWN = True
            again = send(key, words)
            assert again.status_code == after and WORD not in again.content.decode()
        assert again.json() == {**first.json(), "duplicates": []}

    def test_what_was_noted_of_others_before_the_setting_is_not_shown_after_it(self, bo, sent, settings):
        like = sent[0].content.decode().replace(f"{WORD} at sea", "At sea").replace(f" They also spoke of {WORD}.", "")
        for name, words in {"like.txt": like, "again.txt": f"{like} So it ended."}.items():
            batch = receive([Release(name, words.encode())], bo.user)
            read_waiting(batch, 60)
        address = reverse("admin:statements_document_batch", args=[batch.pk])
        assert bo.get(address).content.decode().count("of its words are those of") == 2
        assert WORD in bo.get(address).content.decode()
        settings.DRAFTS_OWN = True
        assert WORD not in bo.get(address).content.decode()
        assert bo.get(address).content.decode().count("of its words are those of") == 1, "he sees one of his own"

    def test_warnings_that_named_others_are_forgotten_and_the_rest_is_kept(self, sent, astrid):
        arrival = Arrival.objects.get(batch__sent_by=astrid.user)
        arrival.warnings = ["no date", f"99% of its words are those of “{WORD} at sea”"]
        arrival.save()
        migration = import_module("statements.migrations.0044_likeness_by_key")
        migration.forget_titles(apps, SimpleNamespace(connection=connection))
        arrival.refresh_from_db()
        assert arrival.warnings == ["no date"]


class TestWhatCompares:
    @pytest.mark.parametrize("compare", [find_duplicates, find_translations, unlinked, linked, correction_of])
    def test_has_to_be_told_among_which_documents(self, compare):
        with pytest.raises(TypeError, match="among"):
            compare(make_document("We met."))
        assert not compare(make_document("We met."), Document.objects.none())


class TestMails:
    def test_a_mail_is_seen_by_who_sent_it_or_has_a_draft_of_it(self, bo, astrid, hidden, settings):
        own = Document.objects.get(title="Own words")
        mails = [
            ReceivedMail.objects.create(sha256=f"{n}" * 64, filename=f"{n}.eml", content=b"", sent_by=sender)
            for n, sender in enumerate([bo.user, astrid.user, None, None])
        ]
        MailedRelease.objects.create(mail=mails[2], document=own, part=0)
        MailedRelease.objects.create(mail=mails[3], document=hidden[0], part=0)
        assert set(seen_mails(bo.user)) == set(mails)
        settings.DRAFTS_OWN = True
        assert set(seen_mails(bo.user)) == {mails[0], mails[2]}
        assert set(seen_mails(astrid.user)) == set(mails)


class TestWhoSeesWhat:
    def test_without_the_setting_contributors_see_everything(self, bo, astrid, hidden):
        source = made_of(hidden[0], astrid.user, WORD)[2]
        shown = bo.get(reverse("admin:statements_watchedsource_source", args=[source.pk])).content.decode()
        assert reverse("admin:statements_document_review", args=[hidden[0].pk]) in shown
        for document in hidden:
            assert WORD in bo.get(reverse("admin:statements_document_review", args=[document.pk])).content.decode()
        assert WORD in bo.get("/admin/statements/document/").content.decode()
        assert WORD in bo.get("/admin/").content.decode()

    @pytest.mark.usefixtures("own_only")
    def test_editors_see_everything(self, astrid, hidden):
        for document in hidden:
            assert WORD in astrid.get(reverse("admin:statements_document_review", args=[document.pk])).content.decode()
        assert WORD in astrid.get("/admin/").content.decode()

    @pytest.mark.usefixtures("own_only")
    def test_a_contributor_sees_his_own_and_what_is_public(self, bo, hidden):
        listed = bo.get("/admin/statements/document/").context["cl"].queryset
        assert set(listed) == {*Document.objects.published(), Document.objects.get(title="Own words")}
        own = Document.objects.get(title="Own words")
        send_to_review(own, bo.user)
        assert "Own words" in bo.get("/admin/").content.decode(), "what he passed on is his still"
        Document.objects.filter(pk=own.pk).update(added_by=None)
        assert bo.get(reverse("admin:statements_document_review", args=[own.pk])).status_code == 404, "nobody's"

    @pytest.mark.usefixtures("own_only")
    def test_who_edits_no_longer_sees_the_corrections_that_she_began(self, astrid, hidden):
        astrid.user.groups.set([Group.objects.get(name="contributor")])
        seen = Document.objects.seen_by(User.objects.get(pk=astrid.user.pk))
        assert hidden[3] in seen
        assert not Document.objects.filter(pk=hidden[3].pk, added_by=astrid.user).exists()
