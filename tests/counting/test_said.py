"""What the page of a speaker tells of what she said: how much, by year, and what others quote of it."""

from html import unescape

import pytest

from statements.counting.quoted import most_quoted
from statements.counting.said import describe_said
from statements.models import Document, Participation, Quotation
from statements.search.memory import archive_state
from tests.cast import make_document, make_speaker
from tests.search.test_said import read_again, size_of

pytestmark = pytest.mark.django_db
PASSAGE = "the heron waits for nobody"


def said(name="Ada Quist"):
    return describe_said(make_speaker(name), archive_state())


def quoted(name="Ada Quist"):
    return most_quoted(make_speaker(name), archive_state())


def quote(words, name="Ada Quist", **fields):
    """A document of somebody else in which she is quoted."""
    document = make_document(f"Before. {words} After.", speakers={name: "quoted"}, **fields)
    Quotation.objects.create(
        paragraph=document.paragraphs.get(), speaker=make_speaker(name), start=8, end=8 + len(words)
    )
    return document


def page_of(client, name="ada-quist"):
    return unescape(client.get(f"/speakers/{name}/").content.decode())


class TestByYear:
    @pytest.fixture(autouse=True)
    def documents(self):
        """Ada says five words in 1907, of which Jens says one; nine words over two years; and three on no day."""
        make_document("One two three four five.", date="1907", speakers={"Ada Quist": "author"})
        make_document("a b c d e f g h i", date="1909-12/1910-01", speakers={"Ada Quist": "speaker"})
        make_document("So it is.", date="", speakers={"Ada Quist": "author"})
        make_document("No word of hers.", date="1911", speakers={"Ada Quist": "mentioned"})
        make_document("A draft.", date="1912", status="draft", speakers={"Ada Quist": "author"})

    def test_words_and_documents_are_counted_as_they_are_said(self):
        found = said()
        assert (found.words, found.documents, found.years) == (17, 3, ["1907", "1910"])
        rows = [(bar.place.label, bar.place.numbers, bar.place.total) for bar in found.bars.bars]
        assert rows == [("1907", [5], 1), ("1908", [0], 0), ("1909", [9], 1), ("1910", [9], 1)]
        assert (found.undated.numbers, found.undated.total) == ([3], 1)

    def test_every_bar_leads_to_its_documents(self, client):
        found = said()
        for place in [*(bar.place for bar in found.bars.bars), found.undated]:
            assert client.get(place.url).context["total"] == place.total
        assert client.get(found.url).context["total"] == found.documents

    def test_the_page_begins_with_it_and_with_the_search(self, client):
        html = page_of(client)
        assert html.index("<strong>17</strong>") < html.index("Search in what Ada Quist said")
        assert '<input type="hidden" name="said" value="ada-quist">' in html
        assert "1907: 5 words in 1 document" in html
        assert client.get("/search/?q=two&said=ada-quist").context["total"] == 1

    def test_who_says_nothing_has_no_such_search(self, client):
        make_document("A.", speakers={"Jens Holm": "mentioned"})
        assert said("Jens Holm") is None
        html = page_of(client, "jens-holm")
        assert "Search in what" not in html and "Words by year" not in html

    def test_the_seeds_are_counted_as_when_they_are_read_letter_by_letter(self):
        Document.objects.filter(participations__speaker__slug="ada-quist").delete()
        again = dict[int, int]()
        for (_, speaker), text in read_again().items():
            again[speaker] = again.get(speaker, 0) + size_of(text)
        speakers = {part.speaker for part in Participation.objects.select_related("speaker")}
        found = {each.pk: describe_said(each, archive_state()) for each in speakers}
        assert {key: each.words for key, each in found.items() if each} == again


class TestMostQuoted:
    def test_a_passage_is_one_that_two_documents_quote(self):
        first = quote(f"{PASSAGE}.", date="1908")
        assert quoted() == []
        second = quote(PASSAGE.upper(), date="1909")
        [passage] = quoted()
        assert (passage.text, passage.number, passage.own, passage.more) == (f"{PASSAGE}.", 2, None, 0)
        assert [place.document for place in passage.quoted] == [first, second]
        assert passage.quoted[0].url.endswith(f"#{first.paragraphs.get().key}")

    def test_a_longer_quotation_has_the_shorter_one_and_the_one_in_more_documents_stands(self):
        quote(f"I say that {PASSAGE}, not even for us")
        quote(f"I say that {PASSAGE}, not even for us")
        quote(PASSAGE)
        [passage] = quoted()
        assert (passage.text, passage.number) == (PASSAGE, 3)

    def test_she_does_not_quote_herself(self):
        quote(PASSAGE)
        own = make_document(f"I said: {PASSAGE}.", speakers={"Ada Quist": "author"}, date="1907")
        Quotation.objects.create(paragraph=own.paragraphs.get(), speaker=make_speaker("Ada Quist"), start=8, end=34)
        assert quoted() == []
        quote(PASSAGE)
        [passage] = quoted()
        assert (passage.number, passage.own.document) == (2, own), "but that is where she says it"

    def test_what_she_is_quoted_with_in_a_turn_of_somebody_else_counts(self):
        quote(PASSAGE)
        document = quote(PASSAGE)
        document.paragraphs.update(speaker=make_speaker("Jens Holm"))
        assert [passage.number for passage in quoted()] == [2]
        document.paragraphs.update(speaker=make_speaker("Ada Quist"))
        assert quoted() == []

    def test_words_of_others_few_words_drafts_and_the_same_document_twice_are_no_passages(self):
        for _ in range(2):
            quote("the heron waits")
            quote(PASSAGE, "Jens Holm")
            quote(PASSAGE, status="draft")
        document = quote(PASSAGE)
        Quotation.objects.create(paragraph=document.paragraphs.get(), speaker=make_speaker("Ada Quist"), start=0, end=6)
        assert quoted() == []

    def test_the_most_quoted_comes_first_and_leads_to_all_of_them(self, client):
        for _ in range(5):
            quote(PASSAGE)
        for _ in range(2):
            quote("no oboe was ever heard here")
        assert [(each.text, each.number, each.more) for each in quoted()] == [
            (PASSAGE, 5, 2),
            ("no oboe was ever heard here", 2, 0),
        ]
        search = client.get("/search/", {"q": quoted()[0].query, "said": "ada-quist"})
        assert search.context["total"] == 5
        html = page_of(client)
        assert html.index("Quoted in 5 documents") < html.index("no oboe was ever")

    def test_who_is_not_quoted_twice_has_no_such_section(self, client):
        quote(PASSAGE)
        assert "Most quoted" not in page_of(client)
