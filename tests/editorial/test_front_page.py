"""What waits on the desk: for Astrid, an editor, Carl, a contributor, and Rita, a superuser; and the list of all."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from statements.editorial.front.waiting import SHOWN
from statements.editorial.intake.batches import log_added
from statements.editorial.review.corrections import begin_correction
from statements.editorial.workflow import publish, send_back, send_to_review
from statements.importer.files import import_upload
from statements.models import Arrival, Batch, Document, Handover, Publisher, Status
from tests.cast import make_document
from tests.editorial.test_desk import do

pytestmark = pytest.mark.django_db

FRONT, LIST = "/admin/", "/admin/statements/document/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_person(name, group):
    user = User.objects.create_user(name, "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def carl(db):
    """A signed-in contributor; `user` is the account."""
    client = Client()
    client.user = make_person("carl", "contributor")
    client.force_login(client.user, backend=BACKEND)
    return client


@pytest.fixture
def rita(db):
    client = Client()
    client.user = User.objects.create_superuser("rita", "", "a long enough password")
    client.force_login(client.user, backend=BACKEND)
    return client


def sections(client):
    return {each.name: each for each in client.get(FRONT).context["sections"]}


def titles(client, name):
    found = sections(client).get(name)
    return [line.title for line in found.lines] if found else []


def listed(client, query):
    return [each.title for each in client.get(f"{LIST}?{query}").context["cl"].result_list]


class TestWhatWaits:
    def test_a_draft_waits_for_who_added_it_and_for_nobody_else(self, editor, carl):
        make_document("We sail.", title="Carl’s", status="draft", added_by=carl.user)
        assert titles(carl, "mine") == ["Carl’s"]
        assert titles(editor, "mine") == []

    def test_what_is_sent_to_review_says_who_sent_it_when_and_with_what_note(self, editor, carl):
        document = make_document("We sail.", title="For review", status="draft", added_by=carl.user)
        send_to_review(document, carl.user, "Look at the <b>date</b>.")
        line = sections(editor)["review"].lines[0]
        assert (line.title, line.who, line.said, line.ago) == (
            "For review",
            "carl",
            "Look at the <b>date</b>.",
            "just now",
        )
        assert "Look at the &lt;b&gt;date" in editor.get(FRONT).content.decode()

    def test_what_waits_longest_for_review_comes_first(self, editor, carl):
        for title, days in (("Second", 1), ("First", 3)):
            document = make_document("We sail.", title=title, status="draft")
            send_to_review(document, carl.user)
            Handover.objects.filter(document=document).update(at=timezone.now() - timedelta(days=days))
        assert titles(editor, "review") == ["First", "Second"]
        assert sections(editor)["review"].lines[0].ago.replace("\xa0", " ") == "3 days ago"

    def test_what_was_sent_back_waits_for_who_had_sent_it_with_the_note_until_it_is_sent_again(self, editor, carl):
        document = make_document("We sail.", title="Returned", status="draft", added_by=carl.user)
        send_to_review(document, carl.user)
        send_back(document, editor.user, "The date is wrong.")
        assert sections(carl)["sent-back"].lines[0].said == "The date is wrong."
        assert titles(carl, "mine") == [], "it is there once"
        assert titles(editor, "sent-back") == []
        send_to_review(document, carl.user)
        assert titles(carl, "sent-back") == []

    def test_embargoes_come_soonest_first_with_the_hour_and_its_zone(self, editor):
        for title, hours in (("Later", 30), ("Sooner", 5)):
            make_document("We sail.", title=title, publish_at=timezone.now() + timedelta(hours=hours)).publish()
        assert titles(editor, "embargoed") == ["Sooner", "Later"]
        assert "UTC" in editor.get(FRONT).content.decode().partition("until ")[2][:40]

    def test_files_that_were_refused_lead_to_their_batch_for_a_week(self, editor):
        batch = Batch.objects.create(sent_by=editor.user)
        Arrival.objects.create(batch=batch, position=1, filename="a.pdf", became="refused", reason="no text")
        Arrival.objects.create(batch=batch, position=2, filename="b.pdf", became="unchanged")
        [line] = sections(editor)["troubles"].lines
        assert (line.title, line.address) == ("1 of 2 files refused", f"{LIST}batch/{batch.pk}/")
        Batch.objects.update(sent_at=timezone.now() - timedelta(days=8))
        assert "troubles" not in sections(editor)

    def test_ten_are_shown_and_a_link_to_all(self, editor):
        for number in range(12):
            make_document("We sail.", title=f"Draft {number}", status="draft", added_by=editor.user)
        mine = sections(editor)["mine"]
        assert (len(mine.lines), mine.total, mine.has_more) == (10, 12, True)
        assert len(listed(editor, mine.address.partition("?")[2])) == 12

    @pytest.mark.slow
    def test_corrections_wait_like_drafts_and_the_list_of_what_waits_has_as_many(self, editor, carl):
        for number in range(SHOWN + 2):
            document = make_document("We sail.", title=f"Sailing {number}")
            document.publish()
            send_to_review(begin_correction(document, editor.user), editor.user)
        waiting = sections(editor)["review"]
        assert (len(waiting.lines), waiting.total) == (SHOWN, SHOWN + 2)
        assert len(listed(editor, waiting.address.partition("?")[2])) == SHOWN + 2
        assert len(listed(editor, "q=sailing")) == SHOWN + 2, "the other lists have none"
        copy = Document.objects.filter(base__begun_by=editor.user).first()
        send_back(copy, carl.user, "The date is wrong.")
        assert titles(editor, "sent-back") == [copy.title]

    def test_a_correction_waits_for_who_began_it(self, editor, carl):
        document = make_document("We sail.", title="Sailing", added_by=carl.user)
        document.publish()
        begin_correction(document, editor.user)
        assert titles(editor, "mine") == listed(editor, "waits=mine") == ["Sailing"]
        assert titles(carl, "mine") == []

    def test_it_takes_the_same_queries_however_much_waits(self, editor, carl, django_assert_max_num_queries):
        editor.get(FRONT)  # the first visit of an account keeps its preferences
        for number in range(3 * (SHOWN + 1)):
            document = make_document("We sail.", title=f"Draft {number}", status="draft", added_by=editor.user)
            if number % 3:
                send_to_review(document, carl.user, "Please.")
            if number % 3 == 1:
                send_back(document, carl.user, "The date is wrong.")
        for _ in range(SHOWN + 1):
            make_document("We sail.", publish_at=timezone.now() + timedelta(hours=5)).publish(by=carl.user)
        # five for the account and what it may, the text kept of the form, what was published last; two for sources,
        # one for batches; three where somebody passed on what waits, and two where nobody did, for each such section
        with django_assert_max_num_queries(5 + 2 + 3 + 2 * 3 + 2 * 2):
            found = sections(editor)
        assert [found[name].total for name in ("sent-back", "review", "mine", "embargoed")] == [SHOWN + 1] * 4

    def test_nothing_is_counted_where_every_line_is_shown(self, editor, django_assert_max_num_queries):
        editor.get(FRONT)
        make_document("We sail.", title="Mine", status="draft", added_by=editor.user)
        with django_assert_max_num_queries(14):
            assert sections(editor)["mine"].total == 1

    def test_who_may_see_no_documents_sees_none(self, client):
        make_document("We sail.", title="Secret", status="in-review")
        assert "Secret" not in client.get(FRONT, follow=True).content.decode()
        client.force_login(User.objects.create_user("new", is_staff=True), backend=BACKEND)
        response = client.get(FRONT)
        assert response.status_code == 200
        assert "Secret" not in response.content.decode() and "Add a release" not in response.content.decode()


class TestEndingAnEmbargo:
    @pytest.fixture
    def later(self, db):
        later = make_document("Later.", title="Later", publish_at=timezone.now() + timedelta(days=1))
        later.publish()
        return later

    def test_it_asks_and_then_the_document_is_public_with_one_version(self, editor, client, later):
        address = f"{LIST}{later.pk}/release-now/"
        assert "End the embargo now?" in editor.post(address).content.decode()
        later.refresh_from_db()
        assert not later.is_public
        editor.post(address, {"confirmed": "yes"})
        later.refresh_from_db()
        assert later.is_public and later.revisions.count() == 1
        assert later.handovers.get().what == "published"

    def test_it_takes_the_right_to_publish_a_post_and_an_embargo(self, editor, carl, later):
        address = f"{LIST}{later.pk}/release-now/"
        assert carl.post(address, {"confirmed": "yes"}).status_code == 403
        assert editor.get(address).status_code == 405
        draft = make_document("A draft.", status="draft")
        editor.post(f"{LIST}{draft.pk}/release-now/", {"confirmed": "yes"})
        draft.refresh_from_db()
        assert draft.status == Status.DRAFT
        assert editor.post(f"{LIST}999999/release-now/").status_code == 404
        assert not Document.objects.get(pk=later.pk).is_public

    @pytest.mark.slow
    def test_where_publishing_takes_two_somebody_else_moves_or_ends_it(self, editor, carl, later, settings):
        settings.PUBLISHING_NEEDS_TWO = True
        publish(later, editor.user)
        address, button = f"{LIST}{later.pk}/release-now/", "Publish now: Later"
        assert button not in editor.get(FRONT).content.decode()
        refused = editor.post(address, {"confirmed": "yes"}, follow=True).content.decode()
        assert "You published it: a second person must move or end its embargo." in refused
        moved = timezone.localtime(later.publish_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
        response = do(editor, later, "publish", publish_at=moved)
        assert "You published it" in response.content.decode() and "Publish then" not in response.content.decode()
        assert not Document.objects.get(pk=later.pk).is_public
        carl.user.groups.set([Group.objects.get(name="editor")])
        assert button in carl.get(FRONT).content.decode()
        do(carl, later, "publish", publish_at=moved)
        assert later.revisions.get().published_at == later.publish_at
        assert button not in carl.get(FRONT).content.decode(), "she moved it last"
        editor.post(address, {"confirmed": "yes"})
        assert Document.objects.get(pk=later.pk).is_public


class TestOneDoor:
    @pytest.mark.parametrize("page", [FRONT, LIST, f"{LIST}release/"])
    def test_front_page_menu_and_list_lead_to_add_a_release(self, editor, page):
        html = editor.get(page).content.decode()
        assert f'href="{LIST}release/"' in html
        assert f'href="{LIST}add/"' not in html

    def test_the_bare_form_is_for_superusers_under_its_own_name(self, editor, rita):
        assert editor.get(f"{LIST}add/")["Location"] == f"{LIST}release/"
        assert rita.get(f"{LIST}add/").status_code == 200
        assert "Add by hand (no source)" in rita.get(LIST).content.decode()

    def test_a_release_can_be_pasted_on_the_front_page(self, editor):
        assert 'name="words"' in editor.get(FRONT).content.decode()

    def test_the_menu_shows_what_one_may_open(self, editor, carl):
        assert "/admin/auth/user/" not in carl.get(FRONT).content.decode()
        assert "/admin/statements/speaker/" in editor.get(FRONT).content.decode()


class TestList:
    def test_it_is_narrowed_by_who_added_a_document(self, editor, carl):
        make_document("We sail.", title="Carl’s", status="draft", added_by=carl.user)
        assert listed(editor, f"added={carl.user.pk}") == ["Carl’s"]
        assert "Carl’s" not in listed(editor, "added=nobody")

    def test_it_is_narrowed_to_what_lacks_something(self, editor):
        make_document("We sail.", title="Bare", date="", kind="other")
        harbour = Publisher.objects.create(name="Ministry of the Harbour", slug="harbour")
        make_document("We sail.", title="Complete", publisher=harbour, speakers={"Ada Quist": "speaker"})
        for lacking in ("people", "publisher", "date", "kind"):
            found = listed(editor, f"lacks={lacking}")
            assert "Bare" in found and "Complete" not in found, lacking
        assert listed(editor, "publisher=harbour") == ["Complete"]
        assert listed(editor, "publisher=harbour&lacks=people") == []

    def test_every_word_of_a_search_is_in_the_title_or_in_a_name(self, editor):
        make_document("We sail.", title="Remarks in Bergen", speakers={"Ada Quist": "speaker"})
        make_document("We sail.", title="Remarks in Oslo", speakers={"Bo Dahl": "speaker"}, slug="remarks-in-oslo")
        assert listed(editor, "q=quist+remarks") == ["Remarks in Bergen"]
        assert listed(editor, "q=BERGEN") == ["Remarks in Bergen"]
        assert listed(editor, "q=remarks-in-oslo") == ["Remarks in Oslo"]
        assert listed(editor, "q=quist+oslo") == []

    @pytest.mark.parametrize("query", ["q=%00", "publisher=%00", "added=x", "added=%00", "waits=nonsense", "lacks=%00"])
    def test_nonsense_is_never_a_fault_of_the_archive(self, editor, query):
        assert editor.get(f"{LIST}?{query}").status_code in (200, 302, 400)

    def test_what_was_typed_never_becomes_markup(self, editor):
        html = editor.get(f'{LIST}?publisher="><script>alert(1)</script>').content.decode()
        assert "<script>alert" not in html

    def test_an_embargo_shows_its_hour_and_zone(self, editor):
        moment = timezone.now().replace(hour=12, minute=34) + timedelta(days=400)
        make_document("We sail.", title="Later", publish_at=moment)
        assert "12:34 UTC" in editor.get(f"{LIST}?q=Later").content.decode()


def test_a_document_knows_who_added_it(editor, tmp_path):
    path = tmp_path / "remarks.txt"
    outcome = import_upload(b"Remarks at sea\n\nWe sailed, and we came home, as the wind had turned.\n", path)
    log_added(outcome, editor.user)
    assert Document.objects.get(pk=outcome.document.pk).added_by == editor.user
