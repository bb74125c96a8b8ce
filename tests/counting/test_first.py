"""Who said it first: counted again here from the texts and dates themselves, and the page that says so."""

import re
from collections import Counter
from html import unescape

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from statements.counting.firsts import find_earliest, find_first_sayings, may_be_first
from statements.dates import parse_edtf
from statements.models import Document, Quotation, Speaker, Term
from statements.search.memory import archive_state
from statements.search.selection import select
from tests.cast import make_document, make_speaker
from tests.search.searching import asked
from tests.search.test_said import said_again

pytestmark = pytest.mark.django_db


def page(client, typed, **more):
    return client.get("/first/", {"q": typed, **more})


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def said_by(name, text="A heron.", date="2024-03-01", **fields):
    return make_document(text, speakers={name: "speaker"}, date=date, **fields)


def people(response):
    return [(each.speaker.name, each.document.date_edtf) for each in response.context["people"]]


class TestTheFirstDocument:
    def test_is_the_one_that_no_other_can_be_earlier_than(self, client):
        first = said_by("Ada Quist", date="2021-05")
        said_by("Jens Holm", date="2021-06-01")
        context = page(client, "heron").context
        assert context["first"].document == first
        assert (context["candidates"], context["others"], context["total"]) == (1, [], 2)

    def test_shows_the_paragraph_that_has_it_marked_and_linked_and_whose_it_is(self, client):
        document = make_document("Nothing.", "The heron waits.", "A heron.", speakers={"Ada Quist": "speaker"})
        response = page(client, '"heron waits"')
        html = response.content.decode()
        assert "<mark>heron waits</mark>" in html
        key = document.paragraphs.get(position=2).key
        assert f'href="{document.get_absolute_url()}#{key}"' in html
        assert [each.name for each in response.context["first"].snippet.sayers] == ["Ada Quist"]

    def test_is_quoted_with_the_first_of_its_paragraphs(self, client):
        make_document("Nothing.", "The heron waits long here.", "Heron, heron.")
        assert page(client, "heron").context["first"].snippet.paragraph.position == 2

    def test_of_nobody_is_said_to_be_nobodys(self, client):
        make_document("The heron waits.")
        assert "Not attributed" in text_of(page(client, "heron"))
        assert "The archive knows of nobody who said it" in text_of(page(client, "heron"))

    def test_those_of_one_day_are_all_named(self, client):
        for _ in range(2):
            make_document("A heron.", date="2021-05-03")
        context = page(client, "heron").context
        assert [each.relation for each in context["others"]] == ["on the same day"]
        assert client.get(context["candidates_url"]).context["total"] == context["candidates"] == 2

    def test_a_less_precise_date_may_be_earlier(self, client):
        exact, year = make_document("A heron.", date="2022-03-05"), make_document("A heron.", date="2022")
        make_document("A heron.", date="2022-04")
        context = page(client, "heron").context
        assert context["first"].document == exact
        assert [(each.document, each.relation) for each in context["others"]] == [(year, "may be earlier")]
        assert client.get(context["candidates_url"]).context["total"] == context["candidates"] == 2

    def test_a_date_that_begins_on_the_last_possible_day_may_be_as_early(self, client):
        make_document("A heron.", date="2022-03-01")
        make_document("A heron.", date="2022-03")
        assert [each.relation for each in page(client, "heron").context["others"]] == ["may be as early"]

    def test_undated_ones_stand_apart(self, client):
        undated = make_document("A heron.", date="", title="On herons")
        response = page(client, "heron")
        assert "first" not in response.context and "None of the documents has a date" in text_of(response)
        dated = make_document("A heron.", date="2022-03-05")
        response = page(client, "heron")
        assert (response.context["first"].document, response.context["candidates"]) == (dated, 1)
        assert response.context["undated"]["documents"] == [undated]
        assert client.get(response.context["undated"]["url"]).context["total"] == 1

    def test_each_language_has_its_own_first(self, client):
        make_document("A heron.", date="2020")
        french = make_document("Le heron.", date="2021-01-01", language="fr")
        make_document("Le heron.", date="2021", language="fr")
        [(language, found, number, url)] = page(client, "heron").context["elsewhere"]
        assert (language.code, found.document, number) == ("fr", french, 2)
        assert client.get(url).context["total"] == 2

    def test_a_range_of_dates_narrows_it_and_what_it_leads_to(self, client):
        make_document("A heron.", date="2020")
        later = make_document("A heron.", date="2022")
        context = page(client, "heron", date_from="2021", date_to="2022-06").context
        assert (context["first"].document, context["total"]) == (later, 1)
        assert client.get(context["candidates_url"]).context["total"] == 1

    def test_nothing_that_is_not_public_is_first_or_counts(self, client):
        said_by("Ada Quist", date="1907", status="draft")
        said_by("Ada Quist", date="1908", publish_at=timezone.now() + timezone.timedelta(hours=1))
        said_by("Jens Holm", date="1910")
        response = page(client, "heron")
        assert people(response) == [("Jens Holm", "1910")]
        assert not {"1907", "1908", "Ada Quist"} & set(text_of(response).split())
        assert response.context["total"] == 1


class TestWordsAndPhrases:
    def test_words_are_a_phrase_where_it_stands_and_the_reader_can_have_the_words(self, client):
        make_document("The heron of old waits.", date="1907")
        phrase = make_document("The old heron.", date="1910")
        response = page(client, "old heron")
        assert (response.context["first"].document, response.context["total"]) == (phrase, 1)
        assert "Looked for as a phrase" in text_of(response)
        response = client.get(f"/first/{response.context['words_url']}")
        assert response.context["total"] == 2
        assert client.get(f"/first/{response.context['phrase_url']}").context["total"] == 1

    def test_words_that_are_no_phrase_here_are_looked_for_as_words(self, client):
        make_document("The heron of old waits.", date="1907")
        response = page(client, "old heron")
        assert response.context["total"] == 1
        assert "No document has the phrase" in text_of(response)

    @pytest.mark.parametrize("typed", ["heron OR oboe", '"old heron"', "heron -oboe", "said:quist heron", "heron"])
    def test_a_query_stays_as_it_is(self, client, typed):
        said_by("Ada Quist", "The old heron.")
        context = page(client, typed).context
        assert context["understood"].phrase == "" and context["total"] == 1
        assert client.get(context["search_url"]).context["total"] == 1

    def test_other_spellings_of_a_whole_phrase_are_looked_for_too(self, client):
        make_document("Atlantic Alliance for ever.", date="1907")
        make_document("Alleanza Atlantica per sempre.", date="1908", language="it")
        response = page(client, "Atlantic Alliance", date_to="1910")
        assert [each[0].code for each in response.context["elsewhere"]] == ["it"]
        assert "Alleanza atlantica" in text_of(response)
        assert client.get(response.context["search_url"]).context["total"] == response.context["total"] == 2
        response = client.get(f"/first/{response.context['extend_url']}")
        assert (response.context["total"], response.context["elsewhere"]) == (1, [])

    def test_many_long_spellings_are_looked_for_as_far_as_a_query_can_have_them(self, client):
        names = [f"Alliance of the {'very ' * 5}{number}" for number in range(30)]
        Term.objects.create(name="long", words_en=["old heron", *names])
        make_document("The old heron.")
        context = page(client, "old heron").context
        assert context["total"] == 1 and 2 < len(context["other_spellings"]) < 30
        assert client.get(context["search_url"]).context["total"] == 1

    def test_what_nobody_said_says_so_and_offers_what_was_meant(self, client):
        make_document("The heron waits.")
        response = page(client, "herron")
        assert "No document has all of this" in text_of(response)
        assert client.get(f"/first/{response.context['suggestion_url']}").context["total"] == 1

    @pytest.mark.parametrize("query", [
        "q=%00", "q=" + "x" * 501, "q=a&page=99", "q=heron&page=x", "q=heron&new=soon", "q=heron&year=3000", "q=%22",
        "q=heron&date_from=x", "q=heron&said=nobody", "q=-heron", "q=" + "(" * 30 + "a", "q=+".join(["a"] * 70),
        "q=said:quist", "q=heron&new=190X", "q=number:3", "q=language:it",
    ])  # fmt: skip
    def test_nonsense_is_answered(self, client, query):
        said_by("Ada Quist")
        assert client.get(f"/first/?{query}").status_code in (200, 400, 404)


class TestTheSpeakers:
    def test_stand_in_the_order_of_the_days_by_which_they_had_said_it(self, client):
        said_by("Bo Dahl", date="2022")
        said_by("Ada Quist", date="2022-05-04")
        said_by("Jens Holm", date="2023-01-01")
        said_by("Mia Berg", date="")
        response = page(client, "heron")
        assert people(response) == [
            ("Ada Quist", "2022-05-04"), ("Bo Dahl", "2022"), ("Jens Holm", "2023-01-01"), ("Mia Berg", ""),
        ]  # fmt: skip
        assert response.context["may_be_first"] == 2
        assert "one of 2" in text_of(response)

    def test_a_less_precise_document_of_hers_may_be_earlier_and_is_linked(self, client):
        said_by("Ada Quist", date="2022-05-04")
        said_by("Ada Quist", date="2022")
        [row] = page(client, "heron").context["people"]
        assert (row.document.date_edtf, row.saying.documents) == ("2022-05-04", 2)
        assert client.get(row.earlier_url).context["total"] == 2

    def test_each_has_the_paragraph_of_hers_and_the_office_of_that_day(self, client):
        document = make_document(
            "As Holm put it, the heron waits.",
            "The heron is mine.",
            speakers={"Ada Quist": "author"},
            date="2022-05-04",
        )
        first = document.paragraphs.get(position=1)
        start = first.text.index("the heron")
        Quotation.objects.create(paragraph=first, speaker=make_speaker("Jens Holm"), start=start, end=start + 15)
        make_speaker("Ada Quist").offices.create(title_en="Harbour master", since="2022-01-01", until="2022-12-31")
        rows = {each.speaker.name: each for each in page(client, "heron").context["people"]}
        assert rows["Jens Holm"].snippet.paragraph.position == 1
        assert rows["Ada Quist"].snippet.paragraph.position == 2
        assert rows["Ada Quist"].titles == ("Harbour master",)
        assert [each.quoted for each in rows["Jens Holm"].snippet.sayers] == [True]

    def test_a_phrase_that_is_only_partly_quoted_is_nobodys(self, client):
        document = make_document("She said the heron waits.", date="2022")
        Quotation.objects.create(
            paragraph=document.paragraphs.get(), speaker=make_speaker("Jens Holm"), start=9, end=18
        )
        context = page(client, '"heron waits"').context
        assert (context["sayings"], context["first"].snippet.sayers) == ([], ())
        assert people(page(client, "heron")) == [("Jens Holm", "2022")]

    def test_their_documents_are_those_of_the_search(self, client):
        for word in ("nato", "Ucraina", '"territorio alleato"', "ogni centimetro", "the"):
            response = page(client, word)
            assert response.context["people"], word
            for each in response.context["people"]:
                assert client.get(each.url).context["total"] == each.saying.documents, (word, each.speaker)

    def test_many_are_on_several_pages_and_none_twice(self, client):
        for number in range(45):
            said_by(f"Ada {number}", date=f"2022-01-{number % 28 + 1:02}")
        pages = [page(client, "heron", page=number).context["people"] for number in (1, 2, 3, 4)]
        seen = [each.speaker for people in pages for each in people]
        assert len(seen) == len(set(seen)) == 45
        assert 'page=2#who"' in page(client, "heron").content.decode()

    def test_only_those_asked_about_are_listed(self, client):
        said_by("Ada Quist", date="2022")
        said_by("Jens Holm", date="2021")
        response = page(client, "heron", said="ada-quist")
        assert people(response) == [("Ada Quist", "2022")]
        assert response.context["first"].document.date_edtf == "2022"
        assert people(page(client, "heron", said="-ada-quist")) == [("Jens Holm", "2021")]
        assert people(page(client, "said:quist heron")) == [("Ada Quist", "2022")]

    def test_where_there_is_no_time_to_find_out_it_says_so(self, client, monkeypatch):
        said_by("Ada Quist")
        monkeypatch.setattr("statements.pages.firsts._PEOPLE", 0)
        response = page(client, "heron")
        assert "too many documents to find out in time" in text_of(response)
        assert response.context["total"] == 1 and response.context["bars"]


class TestTheYears:
    def test_documents_and_new_speakers_by_year_lead_to_them(self, client):
        said_by("Ada Quist", date="2020-01-01")
        said_by("Ada Quist", date="2021-01-01")
        said_by("Jens Holm", date="2022")
        said_by("Bo Dahl", date="2021-12/2022-01")
        said_by("Mia Berg", date="")
        response = page(client, "heron")
        rows = [(row.label, row.documents, row.newcomers, row.so_far) for row in response.context["rows"]]
        assert rows == [("2020", 1, 1, 1), ("2021", 2, 0, 1), ("2022", 2, 1, 2)]
        for row in response.context["rows"]:
            assert client.get(row.url).context["total"] == row.documents
        assert (response.context["spread"].unsure, response.context["spread"].undated) == (1, 1)
        assert "For 1 speaker the dates do not show the year" in text_of(response)
        assert "The rows add up to 1 more than the total" in text_of(response)
        assert people(client.get(f"/first/{response.context['rows'][0].newcomers_url}")) == [
            ("Ada Quist", "2020-01-01")
        ]

    def test_of_many_years_ten_are_one(self, client):
        said_by("Ada Quist", date="1807")
        said_by("Jens Holm", date="1995")
        response = page(client, "heron")
        rows = [(row.label, row.documents, row.newcomers) for row in response.context["rows"]]
        assert rows == [("1800–1809", 1, 1), ("1990–1999", 1, 1)]
        for row in response.context["rows"]:
            assert client.get(row.url).context["total"] == row.documents
            assert len(client.get(f"/first/{row.newcomers_url}").context["people"]) == 1

    def test_of_the_words_anywhere_a_bar_leads_to_those_it_counts_and_back(self, client):
        said_by("Ada Quist", "The old heron.", date="2020")
        said_by("Jens Holm", "The heron is old.", date="2020")
        response = page(client, "old heron", phrase="no")
        [row] = response.context["rows"]
        narrowed = client.get(f"/first/{row.newcomers_url}")
        assert row.newcomers == len(people(narrowed)) == 2
        assert people(client.get(f"/first/{narrowed.context['all_url']}")) == people(response)

    def test_one_year_is_told_in_the_table_and_not_drawn(self, client):
        make_document("A heron.", date="2020")
        html = page(client, "heron").content.decode()
        assert 'class="spread' not in html and '<details class="numbers" open>' in html
        make_document("A heron.", date="2021")
        html = page(client, "heron").content.decode()
        assert 'class="spread' in html and '<details class="numbers">' in html

    def test_a_language_has_the_colour_that_it_has_on_the_timeline(self, client):
        make_document("L'airone heron.", date="2020", language="it")
        for address in ("/first/", "/timeline/"):
            assert client.get(address, {"q": "heron"}).context["bars"].key == [("Italian", 2)], address

    def test_a_year_is_not_kept_and_said_to_be_so(self, client):
        said_by("Ada Quist", date="2020")
        response = page(client, "heron", year="2021", kind="speech")
        assert "Not kept" in text_of(response) and response.context["total"] == 1


class TestWays:
    def test_the_query_and_the_filters_go_along_and_come_back(self, client):
        said_by("Ada Quist", "The old heron.")
        html = client.get('/search/?q="old heron"&kind=speech&language=en').content.decode()
        [way] = set(re.findall(r'href="(/first/[^"]+)"', html))
        response = client.get(unescape(way))
        assert response.context["total"] == 1 and [each.value for each in response.context["kept"]] == []
        for address in (response.context["search_url"], *response.context["onwards"].values()):
            back = client.get(address)
            assert back.status_code == 200, address
            if "/search/" not in address and "/first/" not in address:
                [again] = set(re.findall(r'href="(/first/\?[^"]+)"', back.content.decode()))
                assert client.get(unescape(again)).context["total"] == 1

    def test_several_words_of_a_frequency_have_a_way_each(self, client):
        said_by("Ada Quist")
        firsts = client.get("/frequency/?q=heron&q=oboe").context["firsts"]
        assert [words for words, _ in firsts] == ["heron", "oboe"]

    @pytest.mark.parametrize("prefix", ["", "/it", "/fr"])
    def test_it_takes_the_same_few_queries_for_many_documents(self, client, prefix, django_assert_max_num_queries):
        for number in range(25):
            make_document(f"The old heron {number}.", speakers={f"Ada {number}": "quoted", "Jens Holm": "speaker"})
        with django_assert_max_num_queries(40):
            assert client.get(f"{prefix}/first/?q=old+heron").status_code == 200


DATES = ["", "2020", "2021", "2021-03", "2021-03-05", "2021-03-06", "2020-12/2021-01", "2021-03-31", "2021-04"]


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from(DATES), st.sampled_from(["Ada Quist", "Jens Holm", "Bo Lind"])), max_size=8))
def test_whatever_the_dates_are_the_first_are_those_that_none_is_certain_to_be_before(drawn):
    made = [(said_by(name, "The quincunx.", date), name) for date, name in drawn]
    selection = select(asked("q=quincunx&extend=no"), archive_state())
    dated = [(each, parse_edtf(each.date_edtf), name) for each, name in made if each.date_edtf]
    expected = [each for each in dated if not any(other.end < each[1].start for _, other, _ in dated)]
    earliest = find_earliest(selection).get("")
    assert (earliest.number if earliest else 0) == len(expected)
    assert {each.key for each in earliest.shown if earliest} <= {each.pk for each, *_ in expected} if earliest else True
    sayings, _ = find_first_sayings(selection)
    names = dict(Speaker.objects.values_list("pk", "name"))
    assert {names[key] for key in may_be_first(sayings)} == {name for *_, name in expected}
    assert {names[each.speaker]: each.documents for each in sayings} == Counter(name for _, name in made)
    for each in sayings:
        hers = [day for _, day, name in dated if name == names[each.speaker]]
        assert each.end == min((day.end for day in hers), default=None)
        assert each.earliest == min((day.start for day in hers), default=None)
        years = {day.year for day in (each.earliest, each.end) if day}
        assert each.place(1) == (years.pop() if len(years) == 1 else None)
    Document.objects.filter(pk__in=[each.pk for each, _ in made]).delete()


@pytest.mark.parametrize("word", ["ucraina", "nato", "alleanza", "difesa", "the", "sicurezza"])
def test_of_the_seeds_the_first_are_those_read_letter_by_letter(word):
    selection = select(asked(f'q="{word}"&extend=no'), archive_state())
    documents = Document.objects.in_bulk()
    expected = {}
    for (document, speaker), words in said_again().items():
        if word in words:
            expected.setdefault(speaker, []).append(documents[document])
    found = {each.speaker: each for each in find_first_sayings(selection)[0]}
    assert set(found) == set(expected)
    for speaker, said in expected.items():
        ends = [each.date_end for each in said if each.date_end]
        assert (found[speaker].documents, found[speaker].end) == (len(said), min(ends, default=None))
