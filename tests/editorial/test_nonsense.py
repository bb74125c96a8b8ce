"""Nonsense is refused at every door of the desk, in the language of the editor, and never becomes a draft."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from statements.editorial.intake.batches import read_waiting
from statements.models import PUBLISH, SEND, ApiToken, Batch, Document, WatchedSource
from tests.editorial.watching.making import rss
from tests.importer.test_nonsense import NONSENSE, TEXT

pytestmark = pytest.mark.django_db
RELEASE = reverse("admin:statements_document_release")
JUNK = NONSENSE["random bytes"]
NAMES = ["a.zip", "a.exe", "a.eml", "a.msg", "a.docx", "a.pdf", "a.txt", "a.html"]
TOLD = "this is no text: 1"


@pytest.fixture(autouse=True)
def _nothing_new(db):
    before = Document.objects.count()
    yield
    assert Document.objects.count() == before


def send(client, name, content):
    return client.post(RELEASE, {"sent": SimpleUploadedFile(name, content), "words": "", "page": ""})


@pytest.mark.parametrize("name", NAMES)
def test_uploaded(editor, name):
    answer = send(editor, name, JUNK)
    assert answer.status_code == 400
    assert f"{name} was refused: {TOLD}" in str(answer.context["form"].non_field_errors()[0])


@pytest.mark.parametrize(("language", "told"), [("it", "non è un testo: 1"), ("fr", "ce n’est pas un texte\u202f: 1")])
def test_uploaded_by_an_editor_who_reads_another_language(editor, language, told):
    editor.cookies["django_language"] = language
    answer = editor.post(
        RELEASE, {"sent": SimpleUploadedFile("a.pdf", JUNK), "words": ""}, headers={"accept-language": language}
    )
    assert told in str(answer.context["form"].non_field_errors()[0])


def test_pasted(editor):
    answer = editor.post(RELEASE, {"words": NONSENSE["data in base64"].decode()})
    assert answer.status_code == 400
    assert "without words" in str(answer.context["form"].non_field_errors()[0])


def test_in_a_zip(editor):
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        for name in NAMES:
            file.writestr(name, JUNK)
    send(editor, "releases.zip", packed.getvalue())
    batch = Batch.objects.get()
    read_waiting(batch, 600)
    assert [each.reason[: len(TOLD)] for each in batch.arrivals.order_by("position")] == [TOLD] * len(NAMES)


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/pdf", "application/msword"])
def test_fetched(editor, office, kind):
    answer = editor.post(RELEASE, {"address": office.show("/oslo", JUNK, content_type=kind)})
    assert answer.status_code == 400
    assert TOLD in str(answer.context["form"].errors["address"])


def test_from_a_watched_source(editor, office, django_capture_on_commit_callbacks):
    from django.core.management import call_command  # noqa: PLC0415

    office.show("/oslo", JUNK)
    office.show("/feed", rss(office.url, ("a", "/oslo", "Oslo", "")))
    source = WatchedSource.objects.create(name="Quist", address=f"{office.url}/feed", added_by=editor.user)
    call_command("watch", stdout=BytesIO())
    assert [each.reason[: len(TOLD)] for each in source.batches.get().arrivals.all()] == [TOLD]


def test_sent_by_a_program(client):
    account = User.objects.create_user("website", "", "a long enough password", is_staff=True)
    account.groups.add(Group.objects.get(name="editor"))
    _, secret = ApiToken.make(account, "website", [SEND, PUBLISH], None)
    headers = {"authorization": f"Bearer {secret}"}
    for name in NAMES:
        answer = client.post("/api/releases", {"file": SimpleUploadedFile(name, JUNK)}, headers=headers)
        assert (answer.status_code, TOLD in json.dumps(answer.json())) == (422, True)
    answer = client.post(
        "/api/releases",
        json.dumps({"text": NONSENSE["data in base64"].decode()}),
        content_type="application/json",
        headers=headers,
    )
    assert answer.status_code == 422


def test_a_text_of_the_wrong_name_is_read_and_its_review_says_so(editor):
    answer = send(editor, "release.zip", f"{TEXT}\n\n{TEXT}".encode())
    assert answer.status_code == 302
    html = editor.get(answer["Location"]).content.decode()
    assert "its name ends in .zip, but it is a plain text: is it the file that was meant?" in html
    Document.objects.order_by("-pk")[:1].get().delete()
