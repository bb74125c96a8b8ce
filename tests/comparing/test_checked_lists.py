"""A whole list of quotations is checked in a limited time, and nothing of it is lost in silence."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.db import connections

from statements.comparing import checked_lists
from statements.comparing.checked_lists import check_list, write_difference
from statements.comparing.quotations import Checked, check, check_at_once
from statements.comparing.typed_lists import MOST_BYTES, ListedQuotation, write_list
from statements.models import Quotation
from statements.web import slots
from statements.web.limits import open_snapshot
from tests.cast import make_document, make_speaker
from tests.comparing.test_pages import text_of

pytestmark = pytest.mark.django_db

FORMULA = "We reaffirm our iron-clad commitment to defend every inch of Allied territory."
EXACT = "iron-clad commitment to defend every inch"
NEARLY = "our unwavering commitment to defend every inch of Allied territory"
NOWHERE = "the heron stood alone among reeds"


@pytest.fixture
def remarks():
    document = make_document(
        "Good morning.", FORMULA, slug="remarks-at-the-dock", title="Remarks at the dock", date="2024-03-01"
    )
    document.publish()
    paragraph = document.paragraphs.get(position=2)
    Quotation.objects.create(paragraph=paragraph, speaker=make_speaker("Ada Quist"), start=0, end=len(paragraph.text))
    return document


def send(client, *quotations, address="/check/list/", **more):
    return client.post(address, {"list": write_list(list(quotations)), **more})


def upload(client, content, name="list.csv", **more):
    file = BytesIO(content)
    file.name = name
    return client.post("/check/list/", {"file": file, **more})


def rows_of(response):
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def answer_all(*texts):
    with open_snapshot(30_000):
        return check_list([ListedQuotation(line, text) for line, text in enumerate(texts, 1)])


class TestAnswers:
    def test_each_quotation_has_its_verdict_and_a_pinned_address(self, client, remarks):
        key = remarks.paragraphs.get(position=2).key
        rows = rows_of(send(client, EXACT, NOWHERE, NEARLY, "too short", **{"as": "csv"}))
        assert [row["verdict"] for row in rows] == ["exact", "none", "nearly", "too-short"]
        assert [row["line"] for row in rows] == ["2", "3", "4", "5"]
        first, nowhere, nearly, _ = rows
        assert (first["title"], first["date"], first["said_by"]) == ("Remarks at the dock", "2024-03-01", "Ada Quist")
        pinned = f"http://testserver/documents/remarks-at-the-dock/?v=1#{key}:~:text="
        assert first["address"].startswith(pinned) and nearly["address"].startswith(pinned)
        assert nearly["difference"] == (
            "our [-iron-clad-]{+unwavering+} commitment to defend every inch of Allied territory"
        )
        assert {nowhere[name] for name in ("title", "date", "said_by", "address", "difference")} == {""}

    def test_the_address_leads_to_the_last_version(self, client, remarks):
        remarks.paragraphs.filter(position=1).update(text="Good evening.")
        remarks.publish()
        [row] = rows_of(send(client, EXACT, **{"as": "csv"}))
        assert "/?v=2#" in row["address"]
        assert client.get(row["address"].partition("#")[0]).status_code == 200

    def test_the_page_shows_the_same(self, client, remarks):
        text = text_of(send(client, EXACT, NEARLY, NOWHERE))
        assert "<del>iron-clad</del>" in text and "<ins>unwavering</ins>" in text
        for words in ("Exactly", "Nearly", "Not in the archive", "1 March 2024 · Ada Quist", "Remarks at the dock"):
            assert words in text, words

    @pytest.mark.parametrize("language", ["", "/it", "/fr"])
    def test_in_every_language_the_address_and_the_columns_are_the_same(self, client, remarks, language):
        [row] = rows_of(send(client, EXACT, address=f"{language}/check/list/", **{"as": "csv"}))
        assert row["verdict"] == "exact" and row["address"].startswith("http://testserver/documents/")

    def test_as_json_lines(self, client, remarks):
        response = send(client, EXACT, "Two\nlines of the heron", **{"as": "jsonl"})
        first, second = (json.loads(line) for line in response.content.decode().splitlines())
        assert response["Content-Type"] == "application/jsonl; charset=utf-8"
        assert (first["line"], first["verdict"], first["documents"], first["more"]) == (2, "exact", 1, False)
        assert (second["quotation"], second["verdict"]) == ("Two\nlines of the heron", "none")

    def test_a_file_is_read(self, client, remarks):
        content = f"id;citazione\n1;{EXACT}\n2;{NOWHERE}\n".encode("utf-16")
        rows = rows_of(upload(client, content, **{"as": "csv"}))
        assert [(row["line"], row["verdict"]) for row in rows] == [("2", "exact"), ("3", "none")]

    @pytest.mark.parametrize(
        "typed",
        [
            EXACT,
            NEARLY,
            NOWHERE,
            "We reaffirm … every inch",
            "every inch of Allied territory. Good morning",
            "Good morning. We reaffirm our iron-clad commitment",
            "IRON-CLAD commitment to defend",
            "of of of of of of",
        ],
    )
    def test_the_answer_is_that_of_the_page_for_one(self, remarks, typed):
        [answer] = answer_all(typed)
        alone = check(typed)
        assert answer.what == (alone.what or "none")
        assert [each.document for each in answer.found] == [each.document for each in alone.found]
        at_once = check_at_once(typed)
        assert at_once is None or (at_once.what, at_once.found) == (alone.what, alone.found)

    def test_what_is_not_published_is_nowhere(self, client):
        for status in ("draft", "in-review", "withdrawn"):
            make_document(FORMULA, title="Harpsichord", speakers={"Ada Quist": "speaker"}, status=status)
        for form in ("csv", "jsonl", ""):
            text = text_of(send(client, EXACT, NEARLY, **{"as": form}))
            assert "arpsichord" not in text and "Quist" not in text and "iron-clad-]" not in text
        assert [row["verdict"] for row in rows_of(send(client, EXACT, NEARLY, **{"as": "csv"}))] == ["none", "none"]

    def test_omissions_are_shown_in_the_difference(self, remarks):
        [answer] = answer_all("We reaffirm … every inch")
        assert write_difference(answer.difference) == (
            "We reaffirm {+…+} [-our iron-clad commitment to defend-] every inch"
        )

    def test_what_moved_is_marked_as_such(self, remarks):
        [answer] = answer_all("commitment iron-clad to defend every inch of Allied territory")
        assert answer.what == "nearly"
        assert "~}" in write_difference(answer.difference)


class TestTime:
    def test_what_there_is_no_time_for_is_unchecked_and_can_be_sent_again(self, client, remarks, monkeypatch):
        moments = iter([0.0, 0.0, 0.0, *[10_000.0] * 9])
        monkeypatch.setattr(checked_lists, "monotonic", lambda: next(moments))
        text = text_of(send(client, EXACT, NEARLY, NOWHERE))
        assert "There was no time for 2 quotations." in text and text.count("Not checked") == 3
        assert write_list([NEARLY, NOWHERE]).replace("\r\n", "\n") in text.replace("\r\n", "\n")
        assert "Not in the archive" not in text

    def test_those_that_one_look_suffices_for_come_first(self, remarks, monkeypatch):
        looked = []
        monkeypatch.setattr(checked_lists, "check", lambda text: looked.append(text) or Checked([], False))
        assert [each.what for each in answer_all(NEARLY, EXACT, NOWHERE)] == ["none", "exact", "none"]
        assert looked == [NEARLY, NOWHERE]

    def test_one_that_takes_too_long_does_not_keep_the_others_from_their_answer(self, remarks, monkeypatch):
        def dawdle(text):
            if text == NEARLY:
                raise checked_lists.TooSlowError
            return check(text)

        monkeypatch.setattr(checked_lists, "check", dawdle)
        assert [each.what for each in answer_all(NEARLY, NOWHERE)] == ["not-checked", "none"]

    def test_the_same_words_are_looked_for_once(self, remarks, monkeypatch):
        looked = []
        monkeypatch.setattr(checked_lists, "check", lambda text: looked.append(text) or check(text))
        assert [each.what for each in answer_all(NOWHERE, NOWHERE)] == ["none", "none"]
        assert looked == [NOWHERE]

    def test_a_slot_is_needed(self, client, remarks, monkeypatch):
        monkeypatch.setattr(slots, "SLOTS", 0)
        response = send(client, EXACT)
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert EXACT in text_of(response), "the list is there to be sent again"

    def test_slots_are_those_of_all_processes(self):
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                for slot in range(slots.SLOTS):
                    cursor.execute("SELECT pg_advisory_lock(%s, %s)", [slots.LISTS, slot])
                assert not slots.take_slot(slots.LISTS)
                cursor.execute("SELECT pg_advisory_unlock(%s, 1)", [slots.LISTS])
                assert slots.take_slot(slots.LISTS)
                cursor.execute("SELECT pg_try_advisory_lock(%s, 1)", [slots.LISTS])
                assert cursor.fetchone() == (False,), "it is held until the transaction ends"
        finally:
            other.close()


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "there is no quotation in it"),
            (b"quote,who\nWe sail away,Ada\nWe stay\n", "line 3: it has 1 columns, the first line has 2"),
            (b"We sail away\n" * 1001, "line 1001: a list may have 1,000 quotations"),
            (b"x" * (MOST_BYTES + 1), "the list is too long"),
        ],
    )
    def test_what_cannot_be_read_is_a_400_that_says_where(self, client, content, why):
        response = upload(client, content)
        assert response.status_code == 400
        assert why in text_of(response)

    def test_two_lists_at_once_are_refused(self, client):
        response = upload(client, b"We sail away", list="We stay here")
        assert response.status_code == 400 and "send one of them" in text_of(response)
        assert "We stay here" in text_of(response), "what was typed is not lost"

    def test_it_takes_no_list_from_an_address(self, client, remarks):
        assert "Exactly" not in text_of(client.get("/check/list/", {"list": EXACT}))

    def test_nothing_is_kept_and_no_cookie_is_given(self, client, remarks):
        response = send(client, EXACT)
        assert not response.cookies and not response.has_header("ETag")
        assert response["Cache-Control"] == "no-cache"

    def test_one_quotation_leads_to_the_list(self, client):
        assert 'href="/fr/check/list/"' in client.get("/fr/check/").content.decode()
