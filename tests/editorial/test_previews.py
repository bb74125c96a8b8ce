"""A preview: what readers will see, for a colleague without an account, for seven days, and for nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from statements.models import Document, Preview, Source
from tests.cast import make_document
from tests.editorial.test_front_page import BACKEND, make_person

pytestmark = pytest.mark.django_db

LIST = "/admin/statements/document/"


@pytest.fixture
def draft(db):
    fields = {"slug": "remarks-to-come", "title": "Remarks to come", "status": "draft", "place": "Bergen"}
    draft = make_document("The harpsichord sails.", speakers={"Ada Quist": "speaker"}, **fields)
    seed = Source.objects.first()
    seed.pk, seed.document = None, draft
    seed.save()
    return draft


@pytest.fixture
def link(draft, editor):
    """The address that an editor has made."""
    editor.post(f"{LIST}{draft.pk}/preview-links/", {"make": "yes"})
    return Preview.objects.get().get_absolute_url()


class TestLink:
    def test_who_has_it_sees_the_page_as_it_will_be(self, link):
        html = Client().get(link).content.decode()
        for words in ("The harpsichord sails.", "Remarks to come", "Ada Quist", "Bergen", "Not published"):
            assert words in html
        assert "/documents/remarks-to-come/" in html, "where it will be"

    def test_no_cache_search_engine_or_other_site_learns_of_it(self, link):
        response = Client().get(link)
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in response.content.decode()
        assert not response.cookies

    def test_none_of_its_links_is_dead(self, link):
        client = Client()
        html = client.get(link).content.decode()
        links = {each.partition("#")[0].replace("&amp;", "&") for each in re.findall(r'href="([^"]*)"', html)}
        for address in links - {""}:
            if address.startswith("/") and not address.startswith("/static/"):
                assert client.get(address).status_code == 200, address

    def test_it_is_in_every_language_of_the_pages(self, link):
        assert Client().get(f"/it{link}").status_code == 200

    def test_it_shows_the_document_as_it_is_now(self, link, draft):
        draft.paragraphs.update(text="The piano sails.")
        assert "The piano sails." in Client().get(link).content.decode()

    def test_one_that_lapsed_was_revoked_or_never_was_is_answered_alike_and_without_words(self, link, draft, editor):
        answers = []
        Preview.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        answers.append(Client().get(link))
        Preview.objects.update(expires_at=timezone.now() + timedelta(days=1))
        assert Client().get(link).status_code == 200
        editor.post(f"{LIST}{draft.pk}/preview-links/", {"revoke": Preview.objects.get().pk})
        answers.append(Client().get(link))
        answers += [Client().get(each) for each in ("/preview/1-x/", f"/preview/{'9' * 40}-x/", "/preview/x/")]
        assert {(each.status_code, each["Cache-Control"], each["X-Robots-Tag"]) for each in answers} == {
            (404, "no-store", "noindex, nofollow, noarchive")
        }
        own = re.compile(rb"/preview/[^/]*/|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # its address and its number
        assert len({own.sub(b"", each.content) for each in answers}) == 1
        assert b"arpsichord" not in answers[0].content

    def test_no_letter_of_the_code_may_be_another(self, link):
        for place in range(len("/preview/"), len(link) - 1):
            forged = f"{link[:place]}{'a' if link[place] != 'a' else 'b'}{link[place + 1 :]}"
            assert Client().get(forged).status_code == 404, forged

    def test_the_code_of_one_document_opens_no_other(self, link, draft):
        Preview.objects.update(document=make_document("Another.", status="draft"))
        assert Client().get(link).status_code == 404

    def test_what_became_public_is_shown_at_its_own_address(self, link, draft):
        draft.publish()
        assert Client().get(link)["Location"] == draft.get_absolute_url()

    def test_it_works_in_review_and_under_embargo_but_not_once_withdrawn(self, link, draft):
        Document.objects.filter(pk=draft.pk).update(status="in-review")
        assert Client().get(link).status_code == 200
        draft.refresh_from_db()
        draft.publish_at = timezone.now() + timedelta(days=1)
        draft.save()
        draft.publish()
        assert "Public from" in Client().get(link).content.decode()
        draft.withdraw("A slip.")
        assert Client().get(link).status_code == 404

    def test_a_document_without_a_language_is_not_shown_and_no_fault(self, link, draft):
        Document.objects.filter(pk=draft.pk).update(language="")
        assert Client().get(link).status_code == 404

    def test_a_deleted_document_takes_its_links_along(self, link, draft):
        draft.delete()
        assert Client().get(link).status_code == 404

    def test_it_takes_no_other_method(self, link):
        assert Client(enforce_csrf_checks=True).post(link).status_code == 405

    def test_markup_stays_text(self, link, draft):
        draft.paragraphs.update(text="<script>alert(1)</script>")
        assert "<script>alert" not in Client().get(link).content.decode()


class TestDesk:
    def test_who_may_look_at_a_document_sees_its_preview_without_a_link(self, editor, draft):
        address = f"{LIST}{draft.pk}/preview/"
        assert "The harpsichord sails." in editor.get(address).content.decode()
        assert "no-store" in editor.get(address)["Cache-Control"]
        assert Client().get(address)["Location"].startswith("/admin/login/")

    def test_an_account_without_the_right_to_see_documents_sees_none(self, draft, django_user_model):
        client = Client()
        client.force_login(django_user_model.objects.create_user("new", is_staff=True), backend=BACKEND)
        assert client.get(f"{LIST}{draft.pk}/preview/").status_code == 403
        assert client.post(f"{LIST}{draft.pk}/preview-links/").status_code == 403

    def test_the_review_lists_links_with_their_end_and_revokes_them(self, editor, link, draft):
        html = editor.get(f"{LIST}{draft.pk}/review/").content.decode()
        assert link in html and "works until" in html and "made by astrid" in html
        editor.post(f"{LIST}{draft.pk}/preview-links/", {"revoke": Preview.objects.get().pk})
        assert link not in editor.get(f"{LIST}{draft.pk}/review/").content.decode()

    def test_links_are_made_by_post_by_those_who_may_change_or_publish(self, editor, draft):
        carl = Client()
        carl.force_login(make_person("carl", "contributor"), backend=BACKEND)
        assert editor.get(f"{LIST}{draft.pk}/preview-links/").status_code == 405
        carl.post(f"{LIST}{draft.pk}/preview-links/")
        assert Preview.objects.count() == 1, "he may change drafts"
        draft.publish_at = timezone.now() + timedelta(days=1)
        draft.save()
        draft.publish()
        assert carl.post(f"{LIST}{draft.pk}/preview-links/").status_code == 403

    def test_no_link_of_another_document_is_revoked(self, editor, link):
        other = make_document("Another.", status="draft")
        editor.post(f"{LIST}{other.pk}/preview-links/", {"revoke": Preview.objects.get().pk})
        assert Client().get(link).status_code == 200
        for nonsense in ("", "x", "\0", "9" * 30):
            assert editor.post(f"{LIST}{other.pk}/preview-links/", {"revoke": nonsense}).status_code == 302

    def test_there_is_an_end_of_links(self, editor, draft):
        for _ in range(25):
            editor.post(f"{LIST}{draft.pk}/preview-links/")
        assert Preview.objects.count() == 20

    def test_who_publishes_under_embargo_is_told_of_open_links_before_and_after(self, editor, link, draft):
        review = f"{LIST}{draft.pk}/review/"
        early = "A link to a preview is open: whoever has it reads the document before the embargo ends."
        assert early not in editor.get(review).content.decode(), "it would be public at once"
        later = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
        sent = {"do": "publish", "seen": draft.updated.isoformat(), "publish_at": later}
        told = editor.post(review, sent, follow=True).content.decode()
        assert f'{early} <a href="{review}?links=1#preview">Revoke</a></p></div>' in told, "in the message"
        assert told.count(early) == 3, "in the bar and among the links as well"
        Preview.objects.all().revoke()
        assert early not in editor.get(review).content.decode()

    def test_an_embargo_that_the_source_states_is_one(self, editor, link, draft):
        draft.provenance = {"not_before": {"value": f"{timezone.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"}}
        draft.save()
        assert "reads the document before the embargo ends" in editor.get(f"{LIST}{draft.pk}/review/").content.decode()

    def test_who_publishes_several_is_told_of_open_links_too(self, editor, link, draft):
        draft.publish_at = timezone.now() + timedelta(days=1)
        draft.save()
        ask = {"action": "publish", "_selected_action": [draft.pk]}
        assert "reads the document before the embargo ends" in editor.post(LIST, ask).content.decode()
        yes = {**ask, "confirmed": "yes", "document": [draft.pk], f"seen-{draft.pk}": draft.updated.isoformat()}
        told = editor.post(LIST, yes, follow=True).content.decode()
        assert "Remarks to come: A link to a preview is open" in told and "?links=1#preview" in told

    def test_the_log_tells_of_a_link_and_not_its_code(self, editor, link, draft):
        record = editor.get(f"{LIST}{draft.pk}/record/").content.decode()
        assert "Made a link to a preview." in record
        assert Preview.objects.get().code not in record
