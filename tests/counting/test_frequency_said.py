"""How often somebody said something: what she says alone, counted again from the texts themselves."""

import re
from collections import Counter, defaultdict
from html import unescape

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from statements.models import Document, Quotation, Speaker
from statements.search.words import plain_words
from tests.cast import make_document, make_speaker
from tests.search.test_said import WORDS, draw_documents, read_again, size_of

pytestmark = pytest.mark.django_db


def page(client, *typed, **more):
    return client.get("/frequency/", {"q": list(typed), **more})


def all_years(response):
    """By line: (times, words, documents); no line where there is nothing to count."""
    series = response.context.get("series", [])
    cells = zip(series, response.context["all"].cells if series else (), strict=True)
    return {each.asked.label: (cell.times, cell.words, cell.documents) for each, cell in cells}


def counted_again(phrase):
    """By speaker: how often they say it, how many words they say at all, and in how many documents they say it.

    Words are counted by the spaces between them; signs alone are none.
    """
    found = defaultdict(Counter)
    public = set(Document.objects.published().values_list("pk", flat=True))
    for (document, speaker), text in read_again().items():
        if document in public:
            times = len(re.findall(rf"(?={phrase}\b)(?<!\w)", text))
            found[speaker].update(times=times, words=size_of(text), documents=bool(times))
    names = dict(Speaker.objects.values_list("pk", "name"))
    return {
        names[key]: (each["times"], each["words"], each["documents"])
        for key, each in found.items()
        if each["documents"]
    }


@pytest.fixture
def transcript():
    """Ada speaks twice and quotes Jens; Jens speaks once."""
    words = ("The dock, the old dock.", "No dock was heard.", "Jens said: a dock it is. So the dock.")
    document = make_document(*words, date="1907", speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"})
    for position, name in ((1, "Ada Quist"), (2, "Jens Holm"), (3, "Ada Quist")):
        document.paragraphs.filter(position=position).update(speaker=make_speaker(name))
    paragraph = document.paragraphs.get(position=3)
    Quotation.objects.create(paragraph=paragraph, speaker=make_speaker("Jens Holm"), start=11, end=23)
    assert paragraph.text[11:23] == "a dock it is"
    return document


class TestBySpeaker:
    def test_each_line_counts_what_its_speaker_says_and_nothing_beside_it(self, client, transcript):
        make_document("The dock of Ada Quist.", date="1907", speakers={"Ada Quist": "mentioned"})
        response = page(client, "dock", by="speaker")
        assert all_years(response) == {"Ada Quist": (3, 10, 1), "Jens Holm": (2, 8, 1)}
        [row] = [row for row in response.context["rows"] if row.year == "1907"]
        assert [(cell.times, cell.rate) for cell in row.cells] == [(3, "3,000"), (2, "2,500")]
        assert "only what this speaker says" in unescape(response.content.decode())

    def test_a_row_of_words_does_not_reach_into_what_somebody_else_is_quoted_with(self, client, transcript):
        assert all_years(page(client, '"dock it"', by="speaker")) == {"Jens Holm": (1, 8, 1)}
        assert all_years(page(client, '"said a dock"', by="speaker")) == {}
        assert all_years(page(client, '"the dock" OR "so the"', by="speaker"))["Ada Quist"] == (3, 10, 1)

    def test_lines_are_those_who_say_it_in_the_most_documents_and_lead_to_them(self, client, transcript):
        for year in ("1908", "1909-12/1910-01", ""):
            make_document("A dock.", date=year, speakers={"Bo Lind": "author", "Ada Quist": "mentioned"})
        context = page(client, "dock", by="speaker").context
        assert [each.asked.label for each in context["series"]] == ["Bo Lind", "Ada Quist", "Jens Holm"]
        for cell in [cell for row in (*context["rows"], context["undated"], context["all"]) for cell in row.cells]:
            if cell.url:
                assert "said=" in cell.url
                assert client.get(cell.url).context["total"] == cell.documents

    @pytest.mark.parametrize("word", ["ucraina", "nato", "ukraine", "alleanza", "difesa", "the", "e", "sicurezza"])
    def test_the_seeds_are_counted_as_when_they_are_read_letter_by_letter(self, client, word):
        counted = all_years(page(client, f'"{word}"', by="speaker"))
        again = {name: each for name, each in casefolded(word).items() if each[1]}
        assert {name: (times, documents) for name, (times, _, documents) in counted.items()} == again

    def test_what_is_in_drafts_is_not_counted(self, client, transcript):
        Document.objects.filter(pk=transcript.pk).update(status="draft")
        assert all_years(page(client, "dock", by="speaker")) == {}
        make_document("A dock.", speakers={"Mia Berg": "author"}, status="draft")
        assert "Nobody in the archive" in page(client, "dock", said="Mia Berg").content.decode()


def casefolded(word):
    """By speaker: how often a word is in what they say, and in how many documents, capitals and accents aside."""
    found = defaultdict(Counter)
    for (_, speaker), text in read_again().items():
        times = plain_words(text).count(word)
        found[speaker].update(times=times, documents=bool(times))
    names = dict(Speaker.objects.values_list("pk", "name"))
    return {names[key]: (each["times"], each["documents"]) for key, each in found.items()}


@pytest.mark.slow
@given(st.data())
def test_whatever_is_attributed_to_whom_is_counted_as_when_it_is_read_letter_by_letter(data):
    Document.objects.all().delete()
    draw_documents(data, date="1907")
    for phrase in (*WORDS, "heron jetty", "oboe oboe"):
        assert all_years(page(Client(), f'"{phrase}"', by="speaker")) == counted_again(phrase)


class TestSaid:
    def test_a_filter_counts_only_her_words_and_says_so(self, client, transcript):
        response = page(client, "dock", '"the dock"', said="ada-quist")
        assert all_years(response) == {"dock": (3, 10, 1), '"the dock"': (2, 10, 1)}
        text = unescape(response.content.decode())
        assert "Only what Ada Quist says is counted." in text and "Count what everybody says" in text
        for cell in response.context["all"].cells:
            assert client.get(cell.url).context["total"] == cell.documents

    def test_a_name_is_typed_as_people_write_it(self, client, transcript):
        assert all_years(page(client, "dock", said="jens holm")) == {"dock": (2, 8, 1)}
        text = unescape(page(client, "dock", said="Nemo").content.decode())
        assert "Nobody in the archive is named “Nemo”" in text
        make_document("A dock.", speakers={"Ida Holm": "author"})
        assert "said=ida-holm" in unescape(page(client, "dock", said="holm").content.decode())

    def test_old_addresses_still_mean_who_takes_part(self, client, transcript):
        response = page(client, "dock", speaker="jens-holm")
        assert all_years(response) == {"dock": (5, 18, 1)}
        assert "In documents that Jens Holm takes part in" in unescape(response.content.decode())

    def test_a_query_that_names_who_says_it_counts_her_words_alone(self, client, transcript):
        response = page(client, "said:quist dock", "said:holm dock", "dock")
        assert [each[0] for each in all_years(response).values()] == [3, 2, 5]
        assert "only what they say counts" in unescape(response.content.decode())

    @pytest.mark.parametrize("typed", ["(said:quist old) (said:holm dock)", "(said:quist dock) OR oboe"])
    def test_words_of_several_people_are_counted_in_documents(self, client, transcript, typed):
        response = page(client, typed)
        assert all_years(response)[typed][0] is None
        assert "the words of several people" in response.content.decode()

    def test_of_several_people_all_count_unless_they_wrote_a_text_together(self, client, transcript):
        assert all_years(page(client, "dock", said=["ada-quist", "jens-holm"])) == {"dock": (5, 18, 1)}
        make_document("A dock for two.", speakers={"Ada Quist": "author", "Jens Holm": "author"})
        assert all_years(page(client, "dock", said=["ada-quist", "jens-holm"])) == {"dock": (None, 22, 2)}
        assert all_years(page(client, "dock", said="ada-quist")) == {"dock": (4, 14, 2)}

    def test_a_filter_that_contradicts_the_query_finds_nothing(self, client, transcript):
        assert all_years(page(client, "said:quist dock", said="jens-holm")) == {"said:quist dock": (0, 8, 0)}

    @pytest.mark.parametrize("language", ["en", "fr", "it"])
    @pytest.mark.parametrize(
        "length", [254, 255, 256, *(pytest.param(many, marks=pytest.mark.slow) for many in (640, 3_000))]
    )
    def test_all_places_of_a_long_turn_count_whether_somebody_is_quoted_in_it_or_not(self, client, language, length):
        words = ["dock"] * length + ["heron"]
        words[::7] = ["oboe"] * len(words[::7])
        text = " ".join(words)
        document = make_document(
            text, date="1907", language=language, speakers={"Ada Quist": "author", "Jens Holm": "quoted"}
        )
        expected = [text.count("dock"), len(re.findall("(?=oboe dock dock)", text)), 1]
        asked = ("dock", '"oboe dock dock"', "heron")
        assert [each[0] for each in all_years(page(client, *asked, said="ada-quist")).values()] == expected
        paragraph = document.paragraphs.get()
        Quotation.objects.create(paragraph=paragraph, speaker=make_speaker("Jens Holm"), start=0, end=9)
        expected[0] -= 1
        expected[1] -= 1
        assert [each[0] for each in all_years(page(client, *asked, said="ada-quist")).values()] == expected
        assert [each[0] for each in all_years(page(client, *asked, said="jens-holm")).values()] == [1, 0, 0]
