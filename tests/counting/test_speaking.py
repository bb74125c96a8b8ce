"""What the page of a speaker tells: years, offices, words, company; and what belongs to a document."""

from datetime import date
from html import unescape

import pytest
from django.utils import timezone

from statements.counting.speaker_years import tenures, year_bars
from statements.counting.typical_words import LEAST_WORDS, company, typical_words, weight
from statements.models import Office, Participation, Quotation, Speaker
from statements.search.memory import archive_state
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db
SPEECH = "We sail with our harbour and our fleet at dawn over the quiet sea to the old lighthouse. " * 30


def text_of(response):
    return unescape(response.content.decode())


class TestYears:
    def test_documents_are_counted_by_year_and_way_of_taking_part(self):
        make_document("A", date="1907", speakers={"Ada Quist": "speaker"})
        make_document("B", date="1907", speakers={"Ada Quist": "mentioned"})
        make_document("C", date="1909-12/1910-01", speakers={"Ada Quist": "mentioned"})
        make_document("D", date="1911", speakers={"Ada Quist": "speaker"}, status="draft")
        found = year_bars(make_speaker("Ada Quist"))
        assert found.parts == ["speaker", "mentioned"]
        assert [(bar.place.label, bar.place.numbers) for bar in found.bars] == [
            ("1907", [1, 1]), ("1908", [0, 0]), ("1909", [0, 1]), ("1910", [0, 1]),
        ]  # fmt: skip

    def test_a_document_with_two_ways_of_taking_part_is_one_document(self):
        document = make_document("A", date="1907", speakers={"Ada Quist": "speaker"})
        Participation.objects.create(document=document, speaker=make_speaker("Ada Quist"), role="quoted")
        make_document("B", date="1907", speakers={"Ada Quist": "speaker"})
        [bar] = year_bars(make_speaker("Ada Quist")).bars
        assert (bar.place.total, bar.place.numbers) == (2, [2, 1])

    def test_a_bar_leads_to_the_documents_of_its_year(self, client):
        make_document("A", date="1907", speakers={"Ada Quist": "speaker"})
        make_document("B", date="1909", speakers={"Ada Quist": "quoted"})
        response = client.get("/speakers/ada-quist/")
        assert 'href="?year=1907"' in text_of(response)
        assert client.get("/speakers/ada-quist/?year=1907").context["page"].total == 1

    def test_offices_are_lines_as_long_as_they_were_held(self):
        offices = [
            Office(title_en="Mate", since=date(2000, 1, 1), until=date(2010, 1, 1)),
            Office(title_en="Master", since=date(2010, 1, 1)),
            Office(title_en="Somebody"),
            Office(title_en="Admiral", since=date(2030, 1, 1)),
        ]
        lines, since = tenures(offices, date(2020, 1, 1))
        assert [each and (round(each.start), round(each.length)) for each in lines] == [
            (0, 50),
            (50, 50),
            None,
            (100, 0),
        ]
        assert since == 2000
        assert tenures(offices[2:3], date(2020, 1, 1)) == ([None], None)


class TestWords:
    def test_the_words_of_one_that_others_do_not_use_are_found(self):
        make_document(SPEECH, speakers={"Ada Quist": "speaker"}, title="Sailing")
        [found] = typical_words(make_speaker("Ada Quist"), archive_state())
        words = dict(found.words)
        assert words["lighthouse"] == words["fleet"] == 1, "document, of which it is said in"
        assert found.paragraphs == 1
        assert "the" not in words and "with" not in words

    def test_words_are_shown_with_their_accents(self):
        make_document("La libertà è città. " * 100, language="it", speakers={"Ada Quist": "speaker"}, title="Discorso")
        [found] = typical_words(make_speaker("Ada Quist"), archive_state())
        assert {word for word, _ in found.words} == {"libertà", "città"}

    def test_every_number_is_that_of_the_search_it_leads_to(self, client):
        for text in (SPEECH, "Over the fleet."):
            make_document(text, speakers={"Ada Quist": "speaker"})
        make_document("A lighthouse.", speakers={"Ada Quist": "mentioned"})
        [found] = typical_words(make_speaker("Ada Quist"), archive_state())
        assert dict(found.words)["fleet"] == 2
        for word, documents in found.words:
            assert client.get("/search/", {"q": f'"{word}"', "said": "ada-quist"}).context["total"] == documents
        html = text_of(client.get("/speakers/ada-quist/"))
        assert "/search/?q=%22fleet%22&said=ada-quist" in html

    def test_what_somebody_else_is_quoted_with_is_not_theirs(self):
        document = make_document(SPEECH, speakers={"Ada Quist": "speaker", "Jens Holm": "quoted"})
        Quotation.objects.create(
            paragraph=document.paragraphs.get(), speaker=make_speaker("Jens Holm"), start=0, end=len(SPEECH)
        )
        assert typical_words(make_speaker("Ada Quist"), archive_state()) == []

    def test_too_few_words_say_nothing(self):
        make_document("word " * (LEAST_WORDS - 1), speakers={"Ada Quist": "speaker"})
        assert typical_words(make_speaker("Ada Quist"), archive_state()) == []

    def test_what_others_say_in_the_same_document_is_not_theirs(self):
        document = make_document("Hello.", SPEECH, speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"})
        document.paragraphs.filter(position=2).update(speaker=make_speaker("Jens Holm"))
        assert typical_words(make_speaker("Ada Quist"), archive_state()) == []
        assert len(typical_words(make_speaker("Jens Holm"), archive_state())) == 1

    def test_drafts_and_mentions_are_no_words_of_theirs(self):
        make_document(SPEECH, speakers={"Ada Quist": "speaker"}, status="draft")
        make_document(SPEECH, speakers={"Ada Quist": "mentioned"})
        assert typical_words(make_speaker("Ada Quist"), archive_state()) == []

    def test_the_weight_is_that_of_the_paper(self):
        """As common in both: nothing; more common: more, the surer the more there are."""
        assert weight((10, 100), (1000, 10000)) == pytest.approx(0)
        assert 0 < weight((20, 100), (1000, 10000)) < weight((200, 1000), (10000, 100000))
        assert weight((5, 100), (1000, 10000)) < 0


class TestCompany:
    def test_it_is_counted_in_documents_and_leads_to_them(self, client):
        both = {"Ada Quist": "speaker", "Jens Holm": "quoted"}
        make_document("A", speakers=both)
        make_document("B", speakers=both)
        make_document("C", speakers={"Ada Quist": "speaker", "Mia Berg": "mentioned"})
        make_document("D", speakers=both, status="draft")
        found = company(make_speaker("Ada Quist"))
        assert [(each.name, each.documents) for each in found] == [("Jens Holm", 2), ("Mia Berg", 1)]
        assert client.get("/speakers/ada-quist/?with=jens-holm").context["page"].total == 2

    @pytest.mark.parametrize("query", ["with=nobody", "with=%00", "year=x", "year=0000", "year=99999", "with=a&page=9"])
    def test_nonsense_is_not_found(self, client, query):
        assert client.get(f"/speakers/jens-stoltenberg/?{query}").status_code == 404


class TestRelated:
    @pytest.fixture
    def document(self):
        return make_document(SPEECH, date="1907-03-05", speakers={"Ada Quist": "speaker"})

    def related(self, client, document):
        return client.get(f"{document.get_absolute_url()}related/").context

    def test_each_has_its_reason(self, client, document):
        people = make_document("A", date="1907-03-08", speakers={"Ada Quist": "quoted"})
        day = make_document("B", date="1907-03-05")
        alike = make_document(SPEECH, "And more.", date="1950")
        make_document("C", date="1907-06-05", speakers={"Ada Quist": "speaker"})
        found = self.related(client, document)
        assert found["people"] == [people]
        assert found["same_day"] == [day]
        assert [each.document for each in found["alike"]] == [alike]
        assert found["alike"][0].percent > 90

    def test_nothing_that_is_not_public_is_near(self, client, document):
        make_document(SPEECH, date="1907-03-05", speakers={"Ada Quist": "speaker"}, status="draft")
        make_document(SPEECH, date="1907-03-05", publish_at=timezone.now() + timezone.timedelta(hours=1))
        found = self.related(client, document)
        assert (found["people"], found["same_day"], found["alike"]) == ([], [], [])
        assert "No other document" in text_of(client.get(f"{document.get_absolute_url()}related/"))

    def test_a_document_that_is_not_public_has_no_such_page(self, client, document):
        document.status = "draft"
        document.save()
        assert client.get(f"{document.get_absolute_url()}related/").status_code == 404


def test_the_page_of_a_speaker_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        client.get(Speaker.objects.get(slug="jens-stoltenberg").get_absolute_url())
