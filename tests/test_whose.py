"""Who says the words of a page: told above each turn and below each quotation, without a tooltip."""

import re
from datetime import date
from html import unescape

import pytest

from statements.models import Office, Paragraph, Participation, Quotation, snapshot
from statements.reading.text import reading
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db


def speak(document, *names, kinds=None):
    """Give the paragraphs to speakers, by their names; None for nobody."""
    for paragraph, name, kind in zip(
        document.paragraphs.order_by("position"), names, kinds or ["body"] * 99, strict=False
    ):
        speaker = make_speaker(name) if name else None
        Paragraph.objects.filter(pk=paragraph.pk).update(speaker=speaker, kind=kind)
    return document


def told(document):
    """(whose, told above it, number of paragraphs) of every turn."""
    turns = reading(snapshot(document)).turns
    return [(", ".join(map(str, each.voices)), each.told, len(each.paragraphs)) for each in turns]


def text_of(client, document, language=""):
    html = client.get(f"{language}/documents/{document.slug}/").content.decode()
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html.partition('class="text"')[2]).split()))


def hold_office(name, **titles):
    return Office.objects.create(speaker=make_speaker(name), since=date(2020, 1, 1), **titles)


class TestTurns:
    def test_what_is_nobodys_after_a_turn_is_seen_to_be(self):
        document = speak(
            make_document("It began.", "We sail.", "Who asks this?", "Aye."), None, "Ada Quist", None, "Ada Quist"
        )
        assert told(document) == [("", False, 1), ("Ada Quist", True, 1), ("", True, 1), ("Ada Quist", True, 1)]

    def test_a_heading_or_a_stage_direction_needs_no_label(self):
        kinds = ["body", "heading", "stage-direction", "body"]
        document = speak(
            make_document("We sail.", "Questions", "(Applause.)", "When?"), "Ada Quist", None, None, None, kinds=kinds
        )
        assert told(document) == [("Ada Quist", True, 1), ("", False, 2), ("", True, 1)]

    def test_authors_say_a_text_without_turns_and_so_does_its_only_speaker(self):
        assert told(make_document("Words.", "More.", speakers={"Ada Quist": "author"})) == [("Ada Quist", True, 2)]
        assert told(make_document("Words.", speakers={"Ada Quist": "speaker", "Bo Dahl": "mentioned"})) == [
            ("Ada Quist", True, 1)
        ]
        assert told(make_document("Words.", speakers={"Ada Quist": "speaker", "Bo Dahl": "speaker"})) == [
            ("", False, 1)
        ]
        assert told(make_document("Words.", speakers={"Ada Quist": "quoted"})) == [("", False, 1)]

    def test_an_author_does_not_say_what_is_nobodys_turn(self):
        document = make_document("Question.", "Answer.", speakers={"Ada Quist": "author"})
        assert told(speak(document, None, "Bo Dahl")) == [("", False, 1), ("Bo Dahl", True, 1)]

    def test_headings_do_not_break_the_text_of_an_author(self):
        document = make_document("Title", "Words.", speakers={"Ada Quist": "author"})
        assert told(speak(document, None, None, kinds=["heading", "body"])) == [("Ada Quist", True, 2)]

    def test_the_office_held_that_day_is_told_in_the_language_of_the_page(self, client):
        hold_office("Ada Quist", title_en="Harbour Master", title_it="Comandante del porto")
        document = make_document("We sail.", "Aye.", speakers={"Ada Quist": "speaker", "Bo Dahl": "speaker"})
        speak(document, "Ada Quist", "Bo Dahl")
        assert "Ada Quist Harbour Master Paragraph [1] , Ada Quist, permanent link We sail." in text_of(
            client, document
        )
        assert "Comandante del porto" in text_of(client, document, "/it")
        html = client.get(f"/fr/documents/{document.slug}/").content.decode().partition('class="text"')[2]
        assert re.search(r'<span\s+lang="en">Harbour Master</span>', html), (
            "in a language that it has, and said to be in it"
        )

    def test_an_office_that_was_not_held_that_day_is_not_told(self, client):
        hold_office("Ada Quist", title_en="Harbour Master", until=date(2021, 1, 1))
        document = make_document("We sail.", "Aye.", speakers={"Ada Quist": "speaker", "Bo Dahl": "speaker"})
        assert "Harbour Master" not in text_of(client, speak(document, "Ada Quist", "Bo Dahl"))

    def test_nobodys_words_are_said_to_be_in_each_language(self, client):
        document = speak(make_document("We sail.", "When?"), "Ada Quist", None)
        for language, words in (("", "Not attributed"), ("/it", "Senza attribuzione"), ("/fr", "Sans attribution")):
            assert words in text_of(client, document, language)

    def test_applause_is_nobodys_even_inside_a_turn(self, client):
        document = make_document("We sail.", "(Applause.)", "Aye.")
        speak(document, "Ada Quist", "Ada Quist", "Bo Dahl", kinds=["body", "stage-direction", "body"])
        assert "Paragraph [2] , permanent link (Applause.)" in text_of(client, document)


class TestQuotations:
    def quote(self, paragraph, *said):
        for name, words in said:
            start = paragraph.text.index(words)
            Quotation.objects.create(
                paragraph=paragraph, speaker=make_speaker(name), start=start, end=start + len(words)
            )

    def test_which_words_are_whose_is_told_by_numbers_where_several_are_quoted(self, client):
        document = make_document('"Aye," said one. "No," said the other. "Aye!"', speakers={"Ada Quist": "quoted"})
        hold_office("Ada Quist", title_en="Harbour Master")
        self.quote(document.paragraphs.get(), ("Ada Quist", '"Aye,"'), ("Bo Dahl", '"No,"'), ("Ada Quist", '"Aye!"'))
        html = client.get(document.get_absolute_url()).content.decode()
        signs = re.findall(r'class="quotation" data-sign="(\d)" title="([^"]+)">([^<]+)<', html)
        assert [(sign, name) for sign, name, _ in signs] == [("1", "Ada Quist"), ("2", "Bo Dahl"), ("1", "Ada Quist")]
        assert "Quoted: 1 Ada Quist , Harbour Master 2 Bo Dahl" in text_of(client, document)

    def test_a_single_voice_needs_no_number(self, client):
        document = make_document('"Aye," she said. "Aye!"', speakers={"Ada Quist": "quoted"})
        self.quote(document.paragraphs.get(), ("Ada Quist", '"Aye,"'), ("Ada Quist", '"Aye!"'))
        assert "data-sign" not in client.get(document.get_absolute_url()).content.decode()
        assert "Quoted: Ada Quist" in text_of(client, document)

    def test_a_version_says_what_it_said_when_it_was_published(self, client):
        document = make_document('"Aye," she said.', speakers={"Ada Quist": "quoted"})
        self.quote(document.paragraphs.get(), ("Ada Quist", '"Aye,"'))
        document.publish()
        Quotation.objects.all().update(speaker=make_speaker("Bo Dahl"))
        Participation.objects.filter(document=document).update(speaker=make_speaker("Bo Dahl"))
        document.publish()
        assert "Quoted: Ada Quist" in " ".join(
            re.sub(r"<[^>]+>", " ", client.get(f"{document.get_absolute_url()}?v=1").content.decode()).split()
        )
