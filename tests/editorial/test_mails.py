"""A mail comes to the desk: Astrid says which part of it is the release; in a batch a rule does, and says so."""

import hashlib
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from statements.editorial.checking.verify import verify
from statements.editorial.front.queues import drafts_of
from statements.editorial.intake.batches import read_waiting, receive
from statements.editorial.intake.unpacking import Release
from statements.editorial.review.proposals import propose_publisher
from statements.editorial.workflow import log_of
from statements.models import Document, MailedRelease, Publisher, ReceivedMail, Source
from tests.importer.formats.mailings import EN, IT, TEXTS, attach, plain, with_file, with_text, word
from tests.importer.formats.making_msg import attachment, msg

pytestmark = pytest.mark.django_db
RELEASE = reverse("admin:statements_document_release")
NEVER = "The ministers met at sea, and they spoke of the light for a long time. " * 30
MAIL = with_file(EN, "release.docx", word(EN)).as_bytes()
EVIL = '"><img src=x onerror=alert(1)>.docx'


def send(client, content=MAIL, name="mail.eml"):
    return client.post(RELEASE, {"sent": SimpleUploadedFile(name, content), "words": "", "page": ""})


def sign_in(name, group, client=None):
    user = User.objects.create_user(name, "", "a long enough password", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = client or Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    return client


def address(mail):
    return reverse("admin:statements_document_mail", args=[mail.pk])


def review(document):
    return reverse("admin:statements_document_review", args=[document.pk])


def text_of(document):
    return [each.text for each in document.paragraphs.order_by("position")]


@pytest.mark.parametrize(
    ("content", "name"),
    [(MAIL, "mail.eml"), (msg(EN, "Please find attached.", attached=[attachment("release.docx", word(EN))]), "a.msg")],
)
def test_a_mail_with_a_word_file_asks_which_is_the_release_and_one_click_makes_it(editor, content, name):
    answer = send(editor, content, name)
    mail = ReceivedMail.objects.get()
    assert answer.url == address(mail)
    page = editor.get(answer.url)
    html = page.content.decode()
    assert "Which part is the release?" in html
    assert "The mail itself" in html and "release.docx" in html and "The ministers meet in Oslo The ministers" in html
    assert html.count("This is the release</button>") == 2
    answer = editor.post(address(mail), {"part": "1"})
    document = Document.objects.get(title=EN)
    assert answer.url == review(document)
    assert text_of(document) == TEXTS[EN]
    assert (document.source.filename, bytes(document.source.content)) == ("release.docx", word(EN))
    assert bytes(mail.content) == content, "the mail is kept, too"
    assert document.provenance["mail"] == {
        "from": "Press office <press@harbour.example>",
        "subject": EN,
        "sent": document.provenance["mail"]["sent"],
        "sha256": hashlib.sha256(content).hexdigest(),
        "part": 1,
        "name": "release.docx",
    }
    assert document.date_edtf == "2024-07-04"
    assert verify(document) == []
    assert log_of(document).last().change_message == f"Added from the mail {name}: release.docx."
    assert list(drafts_of(editor.user)) == [document]
    assert "From a mail by Press office" in editor.get(review(document)).content.decode()
    record = editor.get(reverse("admin:statements_document_record", args=[document.pk])).content.decode()
    assert document.provenance["mail"]["sha256"] in record and "press@harbour.example" in record


def test_a_mail_with_one_candidate_goes_straight_to_its_review(editor):
    answer = send(editor, with_text(IT, plain(IT)).as_bytes())
    document = Document.objects.get(title=IT)
    assert answer.url == review(document)
    assert not ReceivedMail.objects.exists(), "its source is the mail"
    assert document.source.media_type == "message/rfc822"
    assert verify(document) == []


def test_when_the_body_is_the_release_the_bytes_of_the_mail_are_its_source(editor):
    content = attach(with_text(IT, plain(IT) * 5), "annex.docx", word(EN)).as_bytes()
    send(editor, content)
    mail = ReceivedMail.objects.get()
    editor.post(address(mail), {"part": "0"})
    assert bytes(Document.objects.get(title=IT).source.content) == content


def test_the_other_part_becomes_the_same_draft_or_another_one(editor):
    send(editor)
    mail = ReceivedMail.objects.get()
    editor.post(address(mail), {"part": "0"})
    first = mail.releases.get().document
    html = editor.get(address(mail)).content.decode()
    assert "This is the release, not the other" in html
    editor.post(address(mail), {"part": "1", "instead": "1"})
    again = mail.releases.get().document
    assert (again.pk, text_of(again)) == (first.pk, TEXTS[EN])
    assert bytes(again.source.content) == word(EN)
    assert verify(again) == []
    editor.post(address(mail), {"part": "0"})
    assert {each.part for each in mail.releases.all()} == {0, 1}
    assert mail.releases.values("document").distinct().count() == 2


@pytest.mark.parametrize("edited", ["paragraphs", "place", "participations"])
def test_a_draft_that_somebody_has_edited_is_not_made_anew(editor, edited):
    send(editor)
    mail = ReceivedMail.objects.get()
    editor.post(address(mail), {"part": "1"})
    document = mail.releases.get().document
    document.provenance = {**document.provenance, edited: "editor"}
    document.save()
    assert "not the other" not in editor.get(address(mail)).content.decode()
    editor.post(address(mail), {"part": "0", "instead": "1"})
    assert text_of(document) == TEXTS[EN]
    assert mail.releases.count() == 2


def test_what_was_published_is_never_made_anew(editor):
    send(editor)
    mail = ReceivedMail.objects.get()
    editor.post(address(mail), {"part": "1"})
    document = mail.releases.get().document
    document.publish()
    editor.post(address(mail), {"part": "0", "instead": "1"})
    assert (text_of(document), document.revisions.count()) == (TEXTS[EN], 1)


def test_in_a_batch_a_rule_chooses_and_the_warning_leads_to_the_choice(editor):
    batch = receive([Release("mail.eml", MAIL), Release("other.eml", with_text(IT, plain(IT)).as_bytes())], editor.user)
    read_waiting(batch, seconds=60)
    first, second = batch.arrivals.order_by("position")
    assert "release.docx taken for the release, not the mail's own words" in first.warnings[0]
    assert (second.warnings, text_of(first.document)) == ([], TEXTS[EN])
    html = editor.get(reverse("admin:statements_document_batch", args=[batch.pk])).content.decode()
    assert html.count("Choose another part of the mail") == 1
    assert address(ReceivedMail.objects.get()) in html
    assert "Which part" in editor.get(address(ReceivedMail.objects.get())).content.decode()


def test_the_same_mail_again_makes_nothing_new(editor):
    batch = receive([Release("mail.eml", MAIL), Release("again.eml", MAIL)], editor.user)
    read_waiting(batch, seconds=60)
    assert [each.became for each in batch.arrivals.order_by("position")] == ["created", "unchanged"]
    assert Document.objects.filter(title=EN).count() == 1
    send(editor)
    assert editor.post(address(ReceivedMail.objects.get()), {"part": "1"}).status_code == 302
    assert Document.objects.filter(title=EN).count() == 1


def test_from_the_command_line_a_rule_chooses_and_an_editors_choice_stays(editor, tmp_path):
    (tmp_path / "mail.eml").write_bytes(MAIL)
    (tmp_path / "mail.msg").write_bytes(msg(IT, plain(IT)))
    out = StringIO()
    call_command("import_statements", tmp_path, stdout=out, stderr=out)
    assert "taken for the release" in out.getvalue()
    assert Document.objects.filter(title=IT).exists()
    mail = ReceivedMail.objects.get()
    document = mail.releases.get().document
    editor.post(address(mail), {"part": "0", "instead": "1"})
    chosen = text_of(document)
    assert chosen != TEXTS[EN]
    call_command("import_statements", tmp_path, stdout=out, stderr=out)
    assert text_of(document) == chosen
    assert ReceivedMail.objects.count() == 1


def test_a_dry_run_keeps_no_mail(tmp_path):
    (tmp_path / "mail.eml").write_bytes(MAIL)
    call_command("import_statements", tmp_path, dry_run=True, stdout=StringIO())
    assert not ReceivedMail.objects.exists()


def test_the_domain_of_the_sender_proposes_a_publisher(editor):
    harbour = Publisher.objects.create(name="Harbour Office", slug="harbour-office")
    send(editor, with_text(IT, plain(IT)).as_bytes())
    first = Document.objects.get(title=IT)
    assert propose_publisher(first) is None
    first.publisher = harbour
    first.save()
    send(editor, with_text(EN, plain(EN)).as_bytes())
    proposed = propose_publisher(Document.objects.get(title=EN))
    assert (proposed.name, proposed.why) == ("Harbour Office", "the mail that brought it is from harbour.example")


def test_a_domain_where_anybody_has_an_address_proposes_nobody(editor):
    for title in (IT, EN):
        made = with_text(title, plain(title))
        made.replace_header("From", "Ada <ada@gmail.com>")
        send(editor, made.as_bytes())
    Document.objects.filter(title=IT).update(publisher=Publisher.objects.create(name="Harbour", slug="harbour"))
    assert propose_publisher(Document.objects.get(title=EN)) is None


def test_mails_that_wait_are_listed_and_can_be_deleted_by_who_sent_them(editor):
    send(editor)
    mail = ReceivedMail.objects.get()
    assert "Mails waiting for a choice" in editor.get(RELEASE).content.decode()
    other = sign_in("gunnar", "contributor")
    assert other.post(address(mail), {"do": "discard"}).status_code == 403
    assert editor.post(address(mail), {"do": "discard"}).status_code == 302
    assert not ReceivedMail.objects.exists()
    send(editor)
    mail = ReceivedMail.objects.get()
    editor.post(address(mail), {"part": "1"})
    assert editor.post(address(mail), {"do": "discard"}).status_code == 403, "a document came of it"


def test_only_the_desk_sees_a_mail(editor, client):
    send(editor)
    mail = ReceivedMail.objects.get()
    nobody = Client()
    assert nobody.get(address(mail)).status_code == 302
    assert nobody.post(address(mail), {"part": "1"}).status_code == 302
    reader = User.objects.create_user("bo", "", "a long enough password", is_staff=True)
    nobody.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    assert nobody.get(address(mail)).status_code == 403
    assert nobody.post(address(mail), {"part": "1"}).status_code == 403
    assert not MailedRelease.objects.exists()
    contributor = sign_in("gunnar", "contributor")
    assert contributor.post(address(mail), {"part": "1"}).status_code == 302


@pytest.mark.parametrize("part", ["", "x", "-1", "2", "99999999999999999999", "1\0", "१"])
def test_a_part_that_makes_no_sense_is_no_fault_of_the_archive(editor, part):
    send(editor)
    answer = editor.post(address(ReceivedMail.objects.get()), {"part": part})
    assert answer.status_code == 400
    assert not MailedRelease.objects.exists()


def test_what_a_mail_says_is_never_markup(editor):
    made = attach(with_text(EN, "See attached.", "<script>alert(1)</script>"), EVIL, word(EN))
    made.replace_header("From", '"<b>Ada</b>" <ada@harbour.example>')
    send(editor, made.as_bytes(), "<i>mail.eml")
    mail = ReceivedMail.objects.get()
    html = editor.get(address(mail)).content.decode()
    editor.post(address(mail), {"part": "1"})
    document = mail.releases.get().document
    for page in (html, editor.get(review(document)).content.decode(), editor.get(RELEASE).content.decode()):
        assert (
            "<script>alert" not in page and "<b>Ada" not in page and "<img src=x" not in page and "<i>mail" not in page
        )


def test_the_mail_around_a_published_release_is_nobody_elses(editor, client):
    note = "Please find attached. Call me at home, the code of the door is 4711."
    send(editor, attach(with_text(EN, note), "release.docx", word(EN)).as_bytes())
    editor.post(address(ReceivedMail.objects.get()), {"part": "1"})
    document = Document.objects.get(title=EN)
    document.publish()
    reader = Client()
    for page in ("", "source/", "original/", "changes/", "cite/"):
        answer = reader.get(f"/documents/{document.slug}/{page}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"4711" not in content and b"press@harbour.example" not in content
    assert b"press@harbour" not in reader.get(f"/api/documents/{document.slug}").content
    assert Source.objects.get(document=document).sha256 == hashlib.sha256(word(EN)).hexdigest()
