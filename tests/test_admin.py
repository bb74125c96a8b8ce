"""The admin: who gets in, and what an editor does there."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from statements.editorial.checking.verify import verify
from statements.editorial.review.corrections import begin_correction
from statements.editorial.workflow import log_of
from statements.models import Document, Speaker, Status, Tombstone
from tests.admin_forms import form_of
from tests.cast import make_document, settle

pytestmark = pytest.mark.django_db

LISTS = ["document", "speaker", "publisher", "paragraph", "revision"]


@pytest.fixture
def editor(client):
    """A signed-in editor."""
    user = User.objects.create_superuser("astrid", "", "a long enough password")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def open_correction(document):
    """The working copy of a published document, which its forms change; see tests/editorial/test_corrections.py."""
    return begin_correction(document, User.objects.get(username="astrid"))


def change_address(document):
    return reverse("admin:statements_document_change", args=[document.pk])


def edit(editor, document, **changes):
    address = change_address(document)
    data = form_of(editor.get(address)) | changes
    response = editor.post(address, {name: value for name, value in data.items() if value is not ...})
    document.refresh_from_db()
    return response


class TestWhoGetsIn:
    def test_strangers_are_asked_to_sign_in(self, client):
        response = client.get("/admin/")
        assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/")

    def test_a_user_who_is_not_staff_does_not_get_in(self, client):
        user = User.objects.create_user("gunnar", "", "a long enough password")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/admin/statements/document/").status_code == 302

    def test_attempts_are_limited(self, client, settings):
        User.objects.create_superuser("astrid", "", "a long enough password")
        wrong, right = ({"username": "astrid", "password": each} for each in ("guess", "a long enough password"))
        for _ in range(settings.AXES_FAILURE_LIMIT):
            response = client.post("/admin/login/", wrong)
        assert response.status_code == 429
        assert "Too many attempts" in response.content.decode()
        assert client.post("/admin/login/", right).status_code == 429, "the right password does not help now"

    @pytest.mark.parametrize("username", ["u" * 151, "u" * 256, "u" * 5000, "u\0"])
    def test_a_name_that_no_account_can_have_is_an_ordinary_error(self, client, username):
        response = client.post("/admin/login/", {"username": username, "password": "guess"})
        assert response.status_code == 200
        assert "errornote" in response.content.decode()

    def test_the_right_password_gets_in(self, client):
        User.objects.create_superuser("astrid", "", "a long enough password")
        response = client.post(
            "/admin/login/?next=/admin/", {"username": "astrid", "password": "a long enough password"}
        )
        assert response["Location"] == "/admin/"


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_and_can_be_searched(editor, name):
    assert editor.get(f"/admin/statements/{name}/").status_code == 200
    assert editor.get(f"/admin/statements/{name}/?q=Stoltenberg").status_code == 200


def test_lists_take_as_many_queries_for_fifty_documents_as_for_five(editor, django_assert_max_num_queries):
    for number in range(45):
        make_document("Words.", title=f"Remarks {number}")
    with django_assert_max_num_queries(13):
        editor.get("/admin/statements/document/")


@pytest.mark.slow
def test_saving_without_a_change_changes_nothing(editor):
    document = open_correction(Document.objects.get(external_id="seed-004"))
    before = (document.revisions.count(), document.provenance, list(document.paragraphs.values_list("key", "text")))
    assert edit(editor, document).status_code == 302
    assert before == (
        document.revisions.count(), document.provenance, list(document.paragraphs.values_list("key", "text")),
    )  # fmt: skip


def test_the_source_cannot_be_edited(editor):
    document = Document.objects.get(external_id="seed-000")
    before = document.source.text
    edit(editor, document, **{"source-0-text": "forged", "source-0-sha256": "0" * 64})
    document.source.refresh_from_db()
    assert document.source.text == before


def test_an_editors_word_is_recorded_and_what_is_published_stays(editor):
    document = Document.objects.get(external_id="seed-001")
    assert edit(editor, document, title="A better title").status_code == 403
    copy = open_correction(document)
    assert edit(editor, copy, title="A better title").status_code == 302
    assert (copy.title, copy.provenance["title"]) == ("A better title", "editor")
    document.refresh_from_db()
    assert document.title != "A better title"
    assert document.revisions.count() == 1


def test_a_date_that_is_none_is_refused(editor):
    document = open_correction(Document.objects.get(external_id="seed-002"))
    response = edit(editor, document, date_edtf="sometime")
    assert response.status_code == 200
    assert "“sometime” is not a date: write 31/12/2022" in response.content.decode()
    edit(editor, document, date_edtf="2024-02/2024-05")
    assert (str(document.date_start), str(document.date_end)) == ("2024-02-01", "2024-05-31")


def test_paragraphs_change_places_and_keep_their_links(editor):
    document = make_document("One.", "Two.", status=Status.DRAFT)
    first, second = document.paragraphs.values_list("key", flat=True)
    edit(editor, document, **{"paragraphs-0-position": 2, "paragraphs-1-position": 1})
    assert list(document.paragraphs.values_list("key", "text")) == [(second, "Two."), (first, "One.")]
    assert document.provenance["paragraphs"] == "editor"


def test_two_paragraphs_at_one_position_are_a_clear_error(editor):
    document = make_document("One.", "Two.", status=Status.DRAFT)
    response = edit(editor, document, **{"paragraphs-1-position": 1})
    assert response.status_code == 200
    assert "Please correct the duplicate data for position" in response.content.decode()


def test_a_new_paragraph_gets_a_key_of_its_own(editor):
    document = make_document("One.", status=Status.DRAFT)
    new = {"paragraphs-TOTAL_FORMS": 2, "paragraphs-1-document": document.pk,
           "paragraphs-1-kind": "body", "paragraphs-1-text": "Two."}  # fmt: skip
    assert edit(editor, document, **new).status_code == 302
    keys = list(document.paragraphs.values_list("key", flat=True))
    assert len(set(keys)) == 2 and all(key.startswith("p") for key in keys)


def test_a_release_can_be_added_by_hand_and_found(editor, client):
    empty = {
        f"{prefix}-{name}_FORMS": 0
        for prefix in ("participations", "source", "revisions")
        for name in ("TOTAL", "INITIAL")
    }
    response = editor.post(
        "/admin/statements/document/add/",
        {
            **empty, "paragraphs-TOTAL_FORMS": 1, "paragraphs-INITIAL_FORMS": 0, "title": "A new release",
            "slug": "a-new-release", "language": "en", "kind": "speech", "date_edtf": "2024-05", "status": "published",
            "publish_at_0": "", "publish_at_1": "", "paragraphs-0-position": 1, "paragraphs-0-kind": "body",
            "paragraphs-0-text": "The harpsichord sounds.", "paragraphs-0-language": "en",
        },
    )  # fmt: skip
    assert response.status_code == 302, response.context["errors"]
    document = Document.objects.get(slug="a-new-release")
    assert document.status == Status.DRAFT, "it is published on its review"
    assert client.get("/documents/a-new-release/").status_code == 404
    document.publish()
    assert client.get("/documents/a-new-release/").status_code == 200
    assert client.get("/search/?q=harpsichord").context["total"] == 1


def test_who_saves_second_is_told_and_loses_nothing(editor):
    document = make_document("Words.", status=Status.DRAFT)
    stale = form_of(editor.get(change_address(document)))
    document.withdraw("It was a forgery.")
    response = editor.post(change_address(document), stale | {"title": "My better title"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "Somebody else has changed this document in the meantime" in html and "My better title" in html
    document.refresh_from_db()
    assert document.status == Status.WITHDRAWN


def test_addresses_do_not_change_once_they_are_made(editor):
    document = make_document("Words.")
    before = document.slug
    edit(editor, document, slug="another-one")
    assert document.slug == before


def test_only_administrators_delete_what_was_published_and_a_tombstone_is_left(editor, client):
    document = make_document("Words.")
    document.publish()
    address = reverse("admin:statements_document_delete", args=[document.pk])
    user = User.objects.get(username="astrid")
    User.objects.filter(pk=user.pk).update(is_superuser=False)
    for group, status in (("contributor", 403), ("editor", 403), ("administrator", 302)):
        user.groups.set([Group.objects.get(name=group)])
        assert editor.post(address, {"post": "yes"}).status_code == status, group
    assert not Document.objects.filter(pk=document.pk).exists()
    assert client.get(document.get_absolute_url()).status_code == 410
    assert Tombstone.objects.get(slug=document.slug).deleted_by == user


def test_several_documents_are_deleted_each_with_its_tombstone(editor):
    documents = [make_document("Words."), make_document("Words.")]
    for each in documents:
        each.publish()
    chosen = {"action": "delete_selected", "_selected_action": [each.pk for each in documents], "post": "yes"}
    editor.post("/admin/statements/document/", chosen)
    assert Tombstone.objects.count() == 2


def test_a_draft_can_be_deleted(editor):
    document = make_document("Words.", status=Status.DRAFT)
    editor.post(reverse("admin:statements_document_delete", args=[document.pk]), {"post": "yes"})
    assert not Document.objects.filter(pk=document.pk).exists()


def test_a_speaker_who_takes_part_cannot_be_deleted_and_it_says_so(editor):
    speaker = Speaker.objects.get(slug="jens-stoltenberg")
    response = editor.post(reverse("admin:statements_speaker_delete", args=[speaker.pk]), {"post": "yes"})
    assert "protected" in response.content.decode()
    assert Speaker.objects.filter(pk=speaker.pk).exists()


def test_a_changed_language_goes_for_the_paragraphs_too(editor):
    document = make_document("One.", "Two.", status=Status.DRAFT)
    edit(editor, document, language="it")
    assert set(document.paragraphs.values_list("language", flat=True)) == {"it"}


def test_paragraphs_of_a_very_long_document_are_edited_one_by_one(editor, settings):
    settings.ADMIN_MAX_INLINE_PARAGRAPHS = 1
    document = make_document("One.", "Two.", status=Status.DRAFT)
    response = editor.get(change_address(document))
    assert "paragraphs-0-text" not in response.content.decode()
    assert edit(editor, document, title="A better title").status_code == 302
    assert document.paragraphs.count() == 2


def test_a_long_document_opens_with_few_queries(editor, django_assert_max_num_queries):
    document = Document.objects.get(external_id="seed-004")
    with django_assert_max_num_queries(30):
        editor.get(change_address(document))


@pytest.mark.slow
def test_a_new_document_without_an_address_is_asked_for_one(editor):
    forms = {
        f"{prefix}-{name}_FORMS": 0 for prefix in ("participations", "paragraphs") for name in ("TOTAL", "INITIAL")
    }
    data = {"title": "T", "slug": "", "language": "en", "kind": "speech", "status": "published", **forms}
    response = editor.post("/admin/statements/document/add/", data)
    assert response.status_code == 200
    assert "This field is required." in response.content.decode()


def test_publishing_is_an_action_and_withdrawing_is_not_for_it_takes_a_reason(editor):
    document = make_document("Words.", status=Status.DRAFT)
    for action in ("publish", "withdraw"):
        chosen = {"action": action, "_selected_action": [document.pk], "document": [document.pk], "confirmed": "yes"}
        seen = {f"seen-{document.pk}": document.updated.isoformat()}
        editor.post("/admin/statements/document/", chosen | seen)
    document.refresh_from_db()
    assert document.status == Status.PUBLISHED
    assert document.revisions.get().published_by.username == "astrid"


def test_the_form_does_not_publish_nor_withdraw(editor):
    document = make_document("Words.", status=Status.DRAFT)
    edit(editor, document, status="published", publish_at_0="2030-01-01", publish_at_1="10:00")
    assert (document.status, document.publish_at) == (Status.DRAFT, None)


def test_who_saves_a_paragraph_second_is_told(editor):
    document = make_document("Words.", "More.", status=Status.DRAFT)
    paragraph = document.paragraphs.first()
    address = reverse("admin:statements_paragraph_change", args=[paragraph.pk])
    stale = form_of(editor.get(address))
    edit(editor, document, title="A better title")
    response = editor.post(address, stale | {"text": "Mine."})
    assert "Somebody else has changed this document" in response.content.decode()
    assert "Mine." in response.content.decode()
    paragraph.refresh_from_db()
    assert paragraph.text == "Words."


def test_paragraphs_deleted_in_the_form_leave_nothing_wrong(editor):
    document = open_correction(Document.objects.get(external_id="seed-003"))
    edit(editor, document, **{"paragraphs-1-DELETE": "on", "paragraphs-2-text": "Somebody else's words."})
    settle()
    assert verify(document) == []
    paragraph = document.paragraphs.order_by("position")[0]
    editor.post(reverse("admin:statements_paragraph_delete", args=[paragraph.pk]), {"post": "yes"})
    settle()
    assert verify(document) == []
    assert log_of(document).filter(change_message__startswith="Deleted").exists()


def test_an_edit_of_one_paragraph_is_an_editors_word(editor):
    document = open_correction(Document.objects.get(external_id="seed-003"))
    paragraph = document.paragraphs.first()
    address = reverse("admin:statements_paragraph_change", args=[paragraph.pk])
    response = editor.post(address, form_of(editor.get(address)) | {"text": "Corrected."})
    assert response.status_code == 302, response.context["errors"]
    document.refresh_from_db()
    assert document.paragraphs.first().text == "Corrected."
    assert document.provenance["paragraphs"] == "editor"


def test_saving_a_paragraph_unchanged_changes_nothing(editor):
    document = open_correction(Document.objects.get(external_id="seed-003"))
    address = reverse("admin:statements_paragraph_change", args=[document.paragraphs.first().pk])
    assert editor.post(address, form_of(editor.get(address))).status_code == 302
    document.refresh_from_db()
    assert (document.steps_taken.count(), document.provenance.get("paragraphs")) == (0, None)


def test_a_speaker_with_offices_is_edited_in_one_place(editor):
    speaker = Speaker.objects.get(slug="antonio-tajani")
    address = reverse("admin:statements_speaker_change", args=[speaker.pk])
    response = editor.post(address, form_of(editor.get(address)) | {"offices-0-until": "2022-10-22"})
    assert "An office starts before it ends." in response.content.decode()


def test_an_account_is_made_inactive_and_never_deleted(editor):
    user = User.objects.create_user("bo")
    address = reverse("admin:auth_user_delete", args=[user.pk])
    assert editor.post(address, {"post": "yes"}).status_code == 403
    assert "delete_selected" not in editor.get(reverse("admin:auth_user_changelist")).content.decode()
    assert User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("query", ["?date_start__year=" + "9" * 30, "?date_start__year=x", "?id=abc", "?p=" + "9" * 30])
def test_addresses_of_lists_that_make_no_sense_are_no_fault_of_the_server(editor, query):
    assert editor.get(f"/admin/statements/document/{query}").status_code in (200, 302, 400)


def test_an_action_on_nonsense_is_no_fault_of_the_server(editor):
    chosen = {"action": "publish", "_selected_action": ["abc"]}
    assert editor.post("/admin/statements/document/", chosen).status_code in (302, 400)
