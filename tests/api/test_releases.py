"""Programs send releases: the website of a ministry, with a token of Astrid's, who is an editor of the archive."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from statements.editorial.front.queues import drafts_of
from statements.editorial.workflow import log_of, send_back, send_to_review
from statements.importer import isolated, worker
from statements.models import (
    PUBLISH,
    SEND,
    ApiToken,
    Document,
    KeyedRequest,
    Publisher,
    ReceivedMail,
    Speaker,
    Submission,
)
from tests.cast import make_speaker
from tests.conftest import make_groups
from tests.importer.formats.mailings import EN, TEXTS, plain, with_file, word
from tests.importer.formats.making import make_pdf

ADDRESS = "/api/releases"
WORDS = f"{EN}\n\nOslo, 3 July 2024\n\n{plain(EN)}\n"
WHOLE = {
    "text": WORDS, "title": "The ministers in Oslo", "date": "2024-07-03", "language": "en", "kind": "press-statement",
    "publisher": "Harbour Office", "place": "Oslo", "reference": "12/2024", "source_url": "https://harbour.example/12",
    "people": [{"name": "Ada Quist", "role": "speaker"}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    def run(request, seconds):
        asked, _, content = request.partition(b"\n")
        return json.dumps(worker.answer(content, json.loads(asked))).encode()

    monkeypatch.setattr(isolated, "_run", run)


class Program:
    """A program with a token of an account."""

    def __init__(self, group="editor", scopes=(SEND,), name="astrid", expires=None):
        self.account = User.objects.create_user(name, "", "a long enough password", is_staff=True)
        self.account.groups.add(Group.objects.get(name=group))
        self.token, self.secret = ApiToken.make(self.account, "website", list(scopes), expires)
        self.client = Client(enforce_csrf_checks=True)

    def headers(self, more):
        return {"Authorization": f"Bearer {self.secret}", **more}

    def send(self, content=None, headers=None, **options):
        body = content if isinstance(content, bytes | str) else json.dumps(content)
        options = {"content_type": "application/json", **options}
        return self.client.post(ADDRESS, body, headers=self.headers(headers or {}), **options)

    def send_file(self, content, name="release.docx", headers=None, **fields):
        return self.client.post(
            ADDRESS, {"file": SimpleUploadedFile(name, content), **fields}, headers=self.headers(headers or {})
        )

    def get(self, address, **options):
        return self.client.get(address, headers=self.headers({}), **options)


@pytest.fixture
def program(db):
    return Program()


@pytest.fixture
def publisher(db):
    make_speaker("Ada Quist")
    Publisher.objects.create(name="Harbour Office", slug="harbour-office")
    return Program(scopes=(SEND, PUBLISH))


def problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.has_header("Access-Control-Allow-Origin")
    told = answer.json()
    assert (told["status"], told["type"]) == (status, "about:blank")
    return told["detail"]


class TestSending:
    def test_words_with_facts_become_a_draft_of_the_account(self, publisher):
        answer = publisher.send(WHOLE)
        assert answer.status_code == 201, answer.content
        told = answer.json()
        document = Document.objects.get(title="The ministers in Oslo")
        assert (told["status"], told["created"], told["public_url"], told["not_published"]) == ("draft", True, None, [])
        assert told["review_url"] == f"http://testserver/admin/statements/document/{document.pk}/review/"
        assert answer["Location"] == told["url"] == f"http://testserver/api/releases/{told['id']}"
        assert (told["warnings"], told["notes"], told["duplicates"]) == ([], [], [])
        facts = (document.date_edtf, document.kind, document.place, document.reference, document.source_url)
        assert facts == ("2024-07-03", "press-statement", "Oslo", "12/2024", "https://harbour.example/12")
        assert (document.publisher.name, document.participants[0].name) == ("Harbour Office", "Ada Quist")
        assert [each.text for each in document.paragraphs.order_by("position")] == TEXTS[EN]
        assert {document.provenance[name] for name in ("title", "date_edtf", "kind", "publisher")} == {"editor"}
        assert [each.user for each in log_of(document)] == [publisher.account] * 2
        assert document.title_assigned is False
        assert list(drafts_of(publisher.account)) == [document]

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (word(EN), "release.docx"),
            (make_pdf([(72, 770, 20, EN), *((72, 720 - 14 * n, 11, "The ministers met in Oslo.") for n in range(5))]),
             "release.pdf"),
            (f"<!doctype html><title>{EN}</title><h1>{EN}</h1><p>{TEXTS[EN][0]}</p>".encode(), "page.html"),
            (WORDS.encode(), "release.txt"),
        ],
    )  # fmt: skip
    def test_a_file_becomes_a_draft_as_at_the_desk(self, program, content, name):
        answer = program.send_file(content, name, facts=json.dumps({"place": "Oslo"}))
        assert answer.status_code == 201, answer.content
        document = Document.objects.get(source__filename=name)
        assert (document.title, document.place, bytes(document.source.content)) == (EN, "Oslo", content)

    def test_a_page_may_be_sent_as_such(self, program):
        page = f"<h1>{EN}</h1><p>{TEXTS[EN][0]}</p><p>Più «sì» {TEXTS[EN][1]}</p>"
        assert program.send({"html": page, "title": EN}).status_code == 201
        texts = [each.text for each in Document.objects.get(title=EN).paragraphs.order_by("position")]
        assert texts[-1].startswith("Più «sì»")

    def test_of_a_mail_a_rule_takes_a_part_and_the_answer_leads_to_the_choice(self, program):
        told = program.send_file(with_file(EN, "release.docx", word(EN)).as_bytes(), "mail.eml").json()
        assert told["mail_url"] == f"http://testserver/admin/statements/document/mail/{ReceivedMail.objects.get().pk}/"
        assert "taken for the release" in told["warnings"][0]

    def test_what_is_not_known_is_told_and_nobody_is_made(self, program):
        people = [{"name": "Bo Dahl"}, {"name": "ada quist", "role": "quoted"}]
        ada = make_speaker("Ada Quist")
        count = Speaker.objects.count()
        told = program.send({"text": WORDS, "publisher": "Office of Nowhere", "people": people}).json()
        assert told["notes"] == [
            "the archive has no publisher called “Office of Nowhere”: confirm it at the desk",
            "nobody here is called “Bo Dahl”: say who it is at the desk",
        ]
        document = Document.objects.get(title=EN)
        assert [(each.speaker, each.role) for each in document.participations.all()] == [(ada, "quoted")]
        assert document.provenance["publisher_stated"]["value"] == "Office of Nowhere"
        assert (Speaker.objects.count(), Publisher.objects.filter(name="Office of Nowhere").count()) == (count, 0)
        assert {"no publisher"} <= set(told["warnings"])

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "name", ["Harbour Office", "HARBOUR OFFICE", "the harbourmaster", "harbour-office", "quay"]
    )
    def test_publisher_and_people_are_found_by_name_alias_or_slug_and_are_who_they_are_now(self, program, name):
        harbour = Publisher.objects.create(name="Harbour Office", slug="harbour-office", aliases=["The Harbourmaster"])
        Publisher.objects.create(name="Quay", slug="quay", merged_into=harbour)
        ada = make_speaker("Ada Quist")
        Speaker.objects.filter(pk=ada.pk).update(aliases=["The Pilot"])
        Speaker.objects.create(name="A. Quist", slug="a-quist", merged_into=ada)
        for number, person in enumerate(("ADA QUIST", "the pilot", "ada-quist", "a-quist")):
            text = f"{WORDS}\n\nThis was number {number}."
            told = program.send({"text": text, "publisher": name, "people": [{"name": person}]}).json()
            document = Submission.objects.get(code=told["id"]).document
            assert (told["notes"], document.publisher, document.participations.get().speaker) == ([], harbour, ada)

    def test_whose_family_name_it_is_the_desk_says(self, program):
        make_speaker("Ada Quist")
        told = program.send({"text": WORDS, "people": [{"name": "Quist"}]}).json()
        assert told["notes"] == ["nobody here is called “Quist”: say who it is at the desk"]

    def test_the_same_bytes_are_answered_with_the_draft_that_there_is(self, program):
        first = program.send({"text": WORDS, "place": "Oslo"})
        again = program.send({"text": WORDS, "place": "Bergen"})
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json()["review_url"] == first.json()["review_url"]
        assert (again.json()["created"], Document.objects.get(title=EN).place) == (False, "Oslo")

    def test_a_near_duplicate_is_told(self, program):
        long = " ".join(f"word{number}" for number in range(80))
        program.send({"text": f"{EN}\n\n{long}\n"})
        [near] = program.send({"text": f"{EN}\n\n{long} more\n"}).json()["duplicates"]
        assert near["percent"] >= 80 and near["review_url"].endswith("/review/")

    def test_what_became_of_it_is_told_to_the_account_alone(self, program):
        told = program.send({"text": WORDS}).json()
        assert program.get(told["url"]).json() == told
        other = Program(name="gunnar", group="contributor")
        assert "no such release" in problem(other.get(told["url"]), 404)
        document = Document.objects.get(title=EN)
        document.publish()
        now = program.get(told["url"]).json()
        assert (now["status"], now["public_url"]) == ("published", f"http://testserver/documents/{document.slug}/")
        document.publish_at = timezone.now() + timedelta(days=1)
        document.save()
        now = program.get(told["url"]).json()
        assert (now["public_url"], now["not_before"]) == (None, document.publish_at.isoformat())
        document.bury()
        assert "deleted" in problem(program.get(told["url"]), 410)

    def test_no_cache_keeps_what_is_answered(self, program):
        answer = program.send({"text": WORDS})
        assert answer["Cache-Control"] == "no-store"
        assert program.get(answer.json()["url"])["Cache-Control"] == "no-store"
        assert not answer.has_header("Access-Control-Allow-Origin")


class TestTokens:
    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer x", "Bearer \xff", "Bearer " + "x" * 9000]
    )
    def test_without_one_that_works_nothing_is_read(self, program, header):
        answer = program.send({"text": WORDS}, {"Authorization": header})
        problem(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer realm=")
        assert not Submission.objects.exists()

    def test_a_session_is_no_token(self, program):
        client = Client()
        client.force_login(program.account, backend="django.contrib.auth.backends.ModelBackend")
        problem(client.post(ADDRESS, json.dumps({"text": WORDS}), content_type="application/json"), 401)

    def test_of_the_secret_only_the_whole_counts(self, program):
        for secret in (program.secret[:-1], program.secret + "a", program.token.sha256, program.secret.lower()):
            problem(program.send({"text": WORDS}, {"Authorization": f"Bearer {secret}"}), 401)
        assert program.send({"text": WORDS}, {"Authorization": f"bearer  {program.secret}"}).status_code == 201

    @pytest.mark.parametrize("fate", ["revoked", "over", "inactive", "not of the desk", "account deleted"])
    def test_one_whose_time_is_over_does_nothing(self, program, fate):
        if fate == "revoked":
            program.token.revoke()
        elif fate == "over":
            ApiToken.objects.update(expires=timezone.localdate() - timedelta(days=1))
        elif fate == "account deleted":
            program.account.delete()
        else:
            field = "is_active" if fate == "inactive" else "is_staff"
            User.objects.filter(pk=program.account.pk).update(**{field: False})
        problem(program.send({"text": WORDS}), 401)

    def test_it_works_on_its_last_day_and_its_use_is_noted_by_the_day(self, program, django_assert_num_queries):
        ApiToken.objects.update(expires=timezone.localdate())
        assert program.send({"text": WORDS}).status_code == 201
        assert ApiToken.objects.get().last_used == timezone.localdate()

    def test_it_may_never_more_than_its_account(self, program):
        program.account.groups.clear()
        assert "account" in problem(program.send({"text": WORDS}), 403)

    def test_a_contributors_token_that_claims_to_publish_does_not(self, db):
        contributor = Program(name="gunnar", group="contributor", scopes=(SEND, PUBLISH))
        assert "account" in problem(contributor.send({**WHOLE, "publish": True}), 403)
        assert not Document.objects.filter(title=EN).exists()

    def test_a_token_without_the_scope_does_not_publish(self, program):
        answer = program.send({**WHOLE, "publish": True})
        assert "releases:publish" in problem(answer, 403)
        assert 'error="insufficient_scope", scope="releases:publish"' in answer["WWW-Authenticate"]
        assert not Document.objects.filter(title__startswith="The ministers").exists(), "nor does it make a draft"


class TestPublishing:
    def test_what_has_nothing_to_check_is_published_as_at_the_desk(self, publisher):
        told = publisher.send({**WHOLE, "publish": True}).json()
        document = Document.objects.get(title="The ministers in Oslo")
        assert (told["status"], told["not_published"]) == ("published", [])
        assert told["public_url"] == f"http://testserver/documents/{document.slug}/"
        assert document.revisions.get().published_by == publisher.account
        assert log_of(document).first().change_message == "Published."

    def test_what_has_stays_a_draft_with_the_reasons(self, publisher):
        told = publisher.send({"text": WORDS, "publish": True}).json()
        assert told["status"] == "draft"
        assert {"no publisher", "nobody takes part"} <= set(told["not_published"])

    def test_an_embargo_in_the_text_stops_it(self, publisher):
        words = WORDS.replace(EN, f"EMBARGOED UNTIL 4 July 2030, 18:00 CEST\n\n{EN}")
        told = publisher.send({**WHOLE, "text": words, "publish": True}).json()
        assert told["status"] == "draft" and any("embargo" in each for each in told["not_published"])

    def test_where_it_takes_two_one_program_is_not_enough(self, publisher, settings):
        settings.PUBLISHING_NEEDS_TWO = True
        told = publisher.send({**WHOLE, "publish": True}).json()
        assert (told["status"], told["not_published"]) == (
            "draft", ["Send it to review first: a second person must publish it."],
        )  # fmt: skip

    def test_somebody_elses_draft_is_not_published_by_sending_its_bytes(self, publisher):
        other = Program(name="gunnar", group="contributor")
        other.send(WHOLE)
        answer = publisher.send({**WHOLE, "publish": True})
        assert (answer.status_code, answer.json()["status"]) == (200, "draft")
        assert answer.json()["not_published"] == ["somebody else has worked on it: publish it at the desk"]

    def test_what_an_editor_is_changing_or_has_sent_back_is_not_published_by_sending_it_again(self, publisher):
        publisher.send(WHOLE)
        document = Document.objects.get(title="The ministers in Oslo")
        send_to_review(document, publisher.account)
        send_back(document, Program(name="bo").account, "The date is wrong.")
        told = publisher.send({**WHOLE, "publish": True}).json()
        assert (told["status"], told["not_published"]) == (
            "draft", ["somebody else has worked on it: publish it at the desk"],
        )  # fmt: skip

    def test_what_was_withdrawn_stays_withdrawn(self, publisher):
        publisher.send({**WHOLE, "publish": True})
        Document.objects.get(title="The ministers in Oslo").withdraw("A slip.")
        assert publisher.send({**WHOLE, "publish": True}).json()["status"] == "withdrawn"


class TestIdempotency:
    KEY = {"Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}

    def test_the_same_key_with_the_same_content_has_the_same_answer(self, program):
        first, again = (program.send({"text": WORDS}, self.KEY) for _ in range(2))
        assert (first.status_code, first.json(), first["Location"]) == (
            again.status_code,
            again.json(),
            again["Location"],
        )
        assert (first.status_code, Submission.objects.count()) == (201, 1)
        bare = {"Idempotency-Key": self.KEY["Idempotency-Key"].strip('"')}
        assert program.send({"text": WORDS}, bare).json() == first.json()

    def test_of_a_file_too(self, program):
        first, again = (program.send_file(word(EN), headers=self.KEY) for _ in range(2))
        assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, first.json())

    def test_with_other_content_it_is_refused(self, program):
        program.send({"text": WORDS}, self.KEY)
        assert "other content" in problem(program.send({"text": WORDS, "place": "Oslo"}, self.KEY), 422)
        assert "other content" in problem(program.send_file(word(EN), headers=self.KEY), 422)

    def test_a_refusal_is_repeated_too(self, program):
        first, again = (program.send_file(b"\xff\xd8\xff\xe0 JPEG", "a.jpg", headers=self.KEY) for _ in range(2))
        assert problem(first, 422) == problem(again, 422)
        assert "this is a picture (JPEG)" in first.json()["detail"]

    def test_while_the_first_is_being_answered_the_second_waits(self, program):
        program.send({"text": WORDS}, self.KEY)
        KeyedRequest.objects.update(status=None, answer=None)
        answer = program.send({"text": WORDS}, self.KEY)
        assert "being answered" in problem(answer, 409)
        KeyedRequest.objects.update(began=timezone.now() - timedelta(hours=1))
        assert program.send({"text": WORDS}, self.KEY).status_code == 200, "its process has ended"

    def test_a_key_is_kept_for_a_week_and_is_a_tokens_own(self, program):
        program.send({"text": WORDS}, self.KEY)
        KeyedRequest.objects.update(began=timezone.now() - timedelta(days=6, hours=23))
        assert program.send({"text": WORDS}, self.KEY).status_code == 201
        KeyedRequest.objects.update(began=timezone.now() - timedelta(days=7, minutes=1))
        assert program.send({"text": WORDS}, self.KEY).status_code == 200
        other = Program(name="gunnar", group="contributor")
        assert other.send({"text": f"{WORDS} More."}, self.KEY).status_code == 201

    def test_a_fault_of_the_archive_frees_the_key(self, program, monkeypatch):
        program.client.raise_request_exception = False

        def fail(*_arguments):
            raise RuntimeError("a fault")

        with monkeypatch.context() as patched:
            patched.setattr("statements.api.releases.submit", fail)
            assert program.send({"text": WORDS}, self.KEY).status_code == 500
        assert program.send({"text": WORDS}, self.KEY).status_code == 201

    @pytest.mark.parametrize("key", ['""', "", '"a', "a b", '"\\x"', '"' + "a" * 256 + '"', "\xe9", '"a", "b"'])
    def test_what_is_no_key_is_refused(self, program, key):
        problem(program.send({"text": WORDS}, {"Idempotency-Key": key}), 400)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_two_requests_at_once_with_one_key_make_one_draft(monkeypatch):
    make_groups()
    program = Program()
    read, answers = isolated._run, []

    def slowly(request, seconds):
        time.sleep(0.5)
        return read(request, seconds)

    monkeypatch.setattr(isolated, "_run", slowly)

    def send():
        try:
            answers.append(program.send_file(word(EN), headers=TestIdempotency.KEY).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [201, 409, 409, 409]
    assert (Document.objects.filter(title=EN).count(), Submission.objects.count()) == (1, 1)


class TestBadRequests:
    @pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options", "head"])
    def test_other_methods_are_refused_without_saying_that_pages_may_ask(self, program, method):
        answer = getattr(program.client, method)(ADDRESS, headers=program.headers({}))
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert not answer.has_header("Access-Control-Allow-Origin")

    @pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
    def test_other_types_are_refused(self, program, kind):
        answer = program.send("text=x", content_type=kind)
        problem(answer, 415)
        assert answer["Accept"] == "application/json, multipart/form-data"

    @pytest.mark.parametrize(
        "body",
        ["", "{", "[]", "null", "\xff", '{"text": 1}', '{"text": "x", "titel": "y"}', '{"people": [1], "text": "x"}',
         "{}", '{"text": "a", "html": "b"}', '{"text": "\\ud800"}', "[" * 100_000],
    )  # fmt: skip
    def test_what_is_no_release_is_refused(self, program, body):
        answer = program.send(body.encode("latin-1"))
        assert answer.status_code in (400, 411, 422)
        problem(answer, answer.status_code)

    @pytest.mark.parametrize(
        ("fact", "value"),
        [("date", "tomorrow"), ("date", "2024-13-45"), ("language", "xx"), ("kind", "poem"), ("title", "x" * 501),
         ("source_url", "javascript:alert(1)"), ("source_url", "file:///etc/passwd"), ("place", "a\0b"),
         ("people", [{"name": "Ada", "role": "king"}]), ("people", [{"name": " "}]), ("people", [{"name": "A"}] * 51)],
    )  # fmt: skip
    def test_a_fact_that_cannot_be_right_is_named(self, program, fact, value):
        answer = program.send({"text": WORDS, fact: value})
        problem(answer, 422)
        [fault] = answer.json()["errors"]
        assert fault["parameter"] == ("" if "\0" in str(value) else fact) and fault["detail"]
        assert not Submission.objects.exists()

    def test_a_body_that_is_too_large_is_refused_before_it_is_read(self, program, settings):
        settings.IMPORT_MAX_BYTES = 10
        answer = program.client.post(
            ADDRESS, b"x", content_type="application/json", headers=program.headers({}), CONTENT_LENGTH="999999999999"
        )
        problem(answer, 413)
        problem(program.send_file(b"more than ten bytes of a text"), 413)
        for length in ("", "-1", "x"):
            answer = program.client.post(
                ADDRESS, b"x", content_type="application/json", headers=program.headers({}), CONTENT_LENGTH=length
            )
            assert answer.status_code in (400, 411)

    def test_forms_that_are_broken_or_hold_something_else_are_refused(self, program):
        for content in (b"--b\r\n", b"--b\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n--b--\r\n"):
            problem(program.send(content, content_type="multipart/form-data; boundary=b"), 400)
        problem(program.send(b"x", content_type="multipart/form-data"), 400)
        problem(program.send(b"", content_type="multipart/form-data; boundary=b"), 411)
        problem(program.send_file(word(EN), facts="{"), 400)
        problem(program.send_file(word(EN), facts='{"text": "x"}'), 400)
        problem(program.send_file(word(EN), publish="maybe"), 400)
        problem(program.send_file(word(EN), other="x"), 400)
        assert "several" in problem(program.send_file(_zip(), "two.zip"), 422)
        assert "many documents" in problem(program.send_file(b'{"id": "1", "text": "x"}\n', "a.jsonl"), 422)

    def test_more_than_a_token_may_send_within_an_hour_is_refused(self, program, settings):
        settings.SUBMISSIONS_PER_TOKEN = 2
        assert [program.send({"text": WORDS}).status_code for _ in range(3)] == [201, 200, 429]
        answer = program.send({"text": WORDS})
        problem(answer, 429)
        assert 0 < int(answer["Retry-After"]) <= 3600
        other = Program(name="gunnar", group="contributor")
        assert other.send({"text": WORDS}).status_code == 200

    @pytest.mark.parametrize("code", ["x", "0", "A" * 500])
    def test_a_release_that_is_not_there_is_a_404(self, program, code):
        problem(program.get(f"{ADDRESS}/{code}"), 404)

    def test_markup_stays_words(self, program):
        evil = "<script>alert(1)</script>"
        answer = program.send({"text": WORDS, "title": evil, "publisher": evil})
        assert answer["Content-Type"] == "application/json"
        client = Client()
        client.force_login(program.account, backend="django.contrib.auth.backends.ModelBackend")
        assert evil not in client.get(answer.json()["review_url"]).content.decode()


def _zip():
    from tests.importer.formats.making import zipped

    return zipped({"a.txt": WORDS, "b.txt": WORDS})
