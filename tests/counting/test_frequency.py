"""How often something was said: the numbers against plain counting, the drawing, and the page."""

import re
from html import unescape

import pytest
from django.utils import timezone

from statements.drawing.lines import NARROW, WIDE, Value, plot
from statements.models import Document, Paragraph
from tests.cast import make_document

pytestmark = pytest.mark.django_db


def page(client, *typed, **more):
    return client.get("/frequency/", {"q": list(typed), **more})


def numbers(response, place=0):
    """By year: how often and in how many documents, of the series at `place`."""
    return {
        row.year: (row.cells[place].times, row.cells[place].documents) for row in response.context["rows"] if row.cells
    }


class TestNumbers:
    def test_they_are_those_of_plain_counting(self, client):
        expected = {}
        for document in Document.objects.exclude(date_start=None):
            text = " ".join(document.paragraphs.values_list("text", flat=True))
            times = len(re.findall(r"\bnato\b", text, re.IGNORECASE))
            before = expected.get(str(document.date_start.year), (0, 0))
            expected[str(document.date_start.year)] = (before[0] + times, before[1] + bool(times))
        assert numbers(page(client, "NATO")) == expected

    def test_a_phrase_is_counted_where_its_words_follow_each_other(self, client):
        make_document("The old dock, the old dock and the dock of old.", date="1907")
        assert numbers(page(client, '"the old dock"', "dock"))["1907"] == (2, 1)
        assert numbers(page(client, '"the old dock"', "dock"), 1)["1907"] == (3, 1)

    @pytest.mark.parametrize("typed", ["dock OR Dock", "dock OR docks", "dock* OR dock", 'dock OR "dock of old"'])
    def test_a_place_counts_once_however_many_alternatives_meet_there(self, client, typed):
        make_document("The dock of old, docks and a dock.", date="1907")
        assert numbers(page(client, typed))["1907"] == (3, 1)

    def test_words_count_in_all_their_endings_and_beginnings_as_typed(self, client):
        make_document("Docks and dockers dock; a dockyard.", date="1907")
        assert numbers(page(client, "dock"))["1907"] == (2, 1)
        assert numbers(page(client, "dock*"))["1907"] == (4, 1)

    @pytest.mark.slow
    @pytest.mark.parametrize("language", ["en", "fr", "it"])
    def test_all_places_of_a_long_paragraph_count(self, client, language):
        for length in (254, 255, 256, 383, 384, 640, 20_000):
            words = ["dock"] * length + ["heron"]
            words[::7] = ["oboe"] * len(words[::7])
            Document.objects.filter(date_start__year=1907).delete()
            make_document(" ".join(words), "A dock.", date="1907", language=language)
            text = " ".join(words)
            expected = [
                text.count("dock") + 1,
                len(re.findall("(?=oboe dock dock)", text)),
                text.count("heron"),
                text.count("heron") + text.count("oboe"),
            ]
            page_ = page(client, "dock", '"oboe dock dock"', "heron", "heron OR oboe")
            assert [numbers(page_, place).get("1907", (0,))[0] for place in range(4)] == expected, length

    def test_the_rate_is_in_ten_thousand_words(self, client):
        make_document("one dock in ten words that are all written here", date="1907")
        assert page(client, "dock").context["rows"][0].cells[0].rate == "1,000"

    def test_sums_are_the_totals_of_the_search(self, client):
        for typed in ("NATO", '"territorio alleato"', "Ucraina OR Ukraine", "Stoltenberg -Meloni"):
            [all_years] = page(client, typed).context["all"].cells
            assert all_years.documents == client.get(all_years.url).context["total"], typed

    def test_rows_add_up_to_the_sum_with_those_that_are_undated(self, client):
        make_document("A dock and a dock.", date="")
        make_document("A dock.", date="1907")
        make_document("A dock.", date="1907-12/1908-01")
        context = page(client, "dock").context
        [undated], [all_years] = context["undated"].cells, context["all"].cells
        assert (undated.times, undated.documents, undated.words >= 5) == (2, 1, True)
        assert client.get(undated.url).context["total"] == 1
        rows = [row.cells[0] for row in context["rows"] if row.cells] + [undated]
        [series] = context["series"]
        assert sum(cell.documents for cell in rows) == all_years.documents + series.documents.again
        assert (all_years.times, all_years.documents, series.documents.again) == (4, 3, 1)

    def test_the_documents_of_a_year_are_those_of_the_search_it_leads_to(self, client):
        make_document("A dock.", date="2021")
        make_document("A dock.", date="2021-11/2022-02")
        for row in page(client, "dock").context["rows"]:
            for cell in row.cells:
                if cell.url:
                    assert client.get(cell.url).context["total"] == cell.documents

    def test_a_date_of_two_years_counts_in_both_and_once_in_the_sum(self, client):
        make_document("A dock.", date="1907-12/1908-01")
        response = page(client, "dock")
        assert numbers(response)["1907"] == numbers(response)["1908"] == (1, 1)
        assert response.context["all"].cells[0].documents == response.context["all"].cells[0].times == 1
        assert "The years of “dock” add up to 1 document more than the total" in unescape(response.content.decode())

    @pytest.mark.parametrize("typed", ["-NATO", "speaker:meloni", "language:it", "NATO NEAR/5 Ucraina"])
    def test_a_query_without_words_is_counted_in_documents_and_not_as_never_said(self, client, typed):
        response = page(client, typed)
        assert all(cell.times is None for row in response.context["rows"] for cell in row.cells)
        assert "for a query without words, for one with NEAR" in response.content.decode()

    def test_filters_narrow_the_words_that_there_are(self, client):
        make_document("A dock.", date="1907")
        make_document("Un molo.", date="1907", language="it")
        assert page(client, "dock", language="en").context["rows"][0].words == 2
        assert page(client, "dock", language="it").context["rows"][0].cells[0].times == 0

    def test_sizes_follow_their_documents(self, client):
        document = make_document("One two three.", date="1907")
        Paragraph.objects.filter(document=document).update(text="One two three four five.")
        assert page(client, "two").context["rows"][0].words == 5

    def test_what_is_too_common_is_counted_in_documents(self, client, monkeypatch):
        monkeypatch.setattr("statements.counting.series.MOST_DOCUMENTS", 1)
        response = page(client, "NATO")
        assert "too many documents" in response.content.decode()
        assert all(cell.times is None for row in response.context["rows"] for cell in row.cells)

    def test_what_takes_too_long_to_count_is_counted_in_documents(self, client, monkeypatch):
        monkeypatch.setattr("statements.counting.series._COUNTING", 0)
        make_document("A quincunx.", date="1907")
        [cell] = page(client, "quincunx").context["all"].cells
        assert (cell.times, cell.documents) == (None, 1)

    def test_nothing_that_is_not_public_counts(self, client):
        make_document("A dock.", date="1907", status="draft")
        make_document("A dock.", date="1908", publish_at=timezone.now() + timezone.timedelta(hours=1))
        response = page(client, "dock")
        assert "1907" not in response.content.decode() and "1908" not in response.content.decode()


class TestParted:
    @pytest.fixture(autouse=True)
    def documents(self):
        make_document("A dock.", date="1907", speakers={"Ada Quist": "speaker"})
        make_document("A dock, the dock.", date="1908", speakers={"Ada Quist": "speaker", "Jens Holm": "quoted"})
        make_document("Le dock.", date="1907", language="fr")

    def test_by_language(self, client):
        response = page(client, "dock", by="language")
        assert [each.asked.label for each in response.context["series"]] == ["English", "French"]
        assert numbers(response, 0)["1908"] == (2, 1)
        assert numbers(response, 1)["1907"] == (1, 1)
        words = [cell.words for cell in response.context["rows"][0].cells]
        assert words == [2, 2], "of its own language each"

    def test_a_year_without_text_in_a_language_is_no_zero(self, client):
        response = page(client, "dock", by="language")
        cells = {row.year: row.cells for row in response.context["rows"]}
        assert (cells["1908"][0].has_text, cells["1908"][1].has_text) == (True, False)
        english, french = response.context["plot"].lines
        assert french.gaps, "1908, and the years of the seeds in other languages"
        assert not [point.label for point in french.points if ", 1908:" in point.label]
        html = response.content.decode()
        assert "one for each line" in html and '<td class="uncovered" colspan="4">no text</td>' in html
        assert english.gap_y < french.gap_y < WIDE.bottom

    @pytest.mark.parametrize("by", ["language", "speaker"])
    def test_what_nobody_said_is_no_line(self, client, by):
        response = page(client, "quincunx", by=by)
        assert response.status_code == 200
        assert "nothing to count here" in response.content.decode()

    def test_a_filter_narrows_the_lines(self, client):
        response = page(client, "dock", by="speaker", speaker="ada-quist")
        assert [each.asked.label for each in response.context["series"]] == ["Ada Quist"]
        response = page(client, "dock", by="language", language=["-fr"])
        assert [each.asked.label for each in response.context["series"]] == ["English"]
        assert 'name="language" value="-fr"' in response.content.decode(), "what the form cannot show it keeps"

    def test_only_the_first_words_are_parted(self, client):
        text = page(client, "dock", "sea", by="speaker").content.decode()
        assert "Only the first is counted" in text
        assert 'value="sea"' in text, "what was typed stays"

    def test_of_one_speaker_by_name(self, client):
        assert page(client, "dock", speaker="jens holm").context["all"].cells[0].documents == 1
        assert page(client, "dock", speaker="jens-holm").context["all"].cells[0].times == 2

    def test_who_is_nobody_or_may_be_several_is_asked_for(self, client):
        make_document("A dock.", speakers={"Ida Holm": "speaker"})
        text = unescape(page(client, "dock", speaker="holm").content.decode())
        assert "“holm” may mean any of these" in text
        assert "speaker=ida-holm" in text and "speaker=jens-holm" in text
        assert "Nobody in the archive" in page(client, "dock", speaker="\0").content.decode()
        text = unescape(page(client, "dock", speaker="Nemo").content.decode())
        assert "Nobody in the archive is named “Nemo”" in text

    def test_who_is_in_drafts_alone_is_nobody(self, client):
        make_document("A dock.", speakers={"Mia Berg": "speaker"}, status="draft")
        assert "Nobody in the archive" in page(client, "dock", speaker="Mia Berg").content.decode()
        assert "Nobody in the archive" in page(client, "dock", speaker="mia-berg").content.decode()


class TestSpellings:
    """One line a language counts the spellings of all of them, as a search does; whose number it is, it leads to."""

    TEXTS = {
        "en": "NATO is an alliance, and Nato it is.",
        "fr": "L’OTAN est une alliance ; l’OTAN, pas NATO.",
        "it": "La NATO, l’OTAN.",
    }
    TIMES = {"en": 2, "fr": 3, "it": 2}

    @pytest.fixture(autouse=True)
    def documents(self):
        for language, text in self.TEXTS.items():
            make_document(text, date="1907", language=language, title="Remarks")

    @pytest.mark.parametrize("typed", ["NATO", "OTAN", "otan"])
    def test_each_language_has_its_own(self, client, typed):
        response = page(client, typed, by="language")
        for place, language in enumerate(self.TEXTS):
            assert numbers(response, place)["1907"] == (self.TIMES[language], 1), language
        assert "Count only what you typed" in response.content.decode()
        assert "Other spellings are not added" not in response.content.decode()

    @pytest.mark.slow
    @pytest.mark.parametrize("extend", ["", "no"])
    @pytest.mark.parametrize("typed", ["NATO", "Ucraina", "Stoltenberg", "alleanza"])
    def test_every_number_leads_to_as_many_documents(self, client, typed, extend):
        context = page(client, typed, by="language", extend=extend).context
        rows = [*context["rows"], context["all"], context["undated"]]
        for cell in [cell for row in rows if row for cell in row.cells if cell.url]:
            assert client.get(cell.url).context["total"] == cell.documents

    def test_only_the_word_where_that_is_asked_for_and_it_says_so(self, client):
        response = page(client, "OTAN", by="language", extend="no")
        series = {each.asked.label: place for place, each in enumerate(response.context["series"])}
        assert "English" not in series
        assert numbers(response, series["French"])["1907"] == (2, 1)
        html = response.content.decode()
        assert "Only what you typed is counted, in every language" in html and "Other spellings are not added" in html
        assert 'name="extend" value="no"' in html

    def test_words_beside_each_other_are_counted_by_themselves(self, client):
        response = page(client, "OTAN", "NATO")
        assert [numbers(response, place)["1907"] for place in (0, 1)] == [(3, 2), (4, 3)]
        assert "Other spellings are not added" in response.content.decode()

    def test_spellings_that_a_search_would_add_are_offered(self, client):
        make_document("In Ucraina e in Ukraine.", date="1907", language="it")
        response = page(client, "Ukraine", "heron")
        [offer] = response.context["spellings_left_out"]
        assert offer.words == "Ukraine" and "Ucraina" in offer.added
        assert numbers(response)["1907"] == (1, 1)
        wider = client.get(f"/frequency/{offer.query}")
        assert numbers(wider)["1907"] == (2, 1)
        assert wider.context["series"][1].asked.label == "heron"
        assert wider.context["spellings_left_out"] == []
        html = unescape(response.content.decode())
        assert "the search also finds what is not counted here" in html and f'href="{offer.query}"' in html

    @pytest.mark.parametrize(
        "more",
        [{"extend": "no"}, {"by": "language"}, {"q": '"Ukraine"'}, {"q": "Ukraine (" * 99}, {"q": "2 percent"}],
    )
    def test_they_are_not_offered_where_they_count_or_are_not_wanted(self, client, more):
        assert not client.get("/frequency/", {"q": "Ukraine", **more}).context.get("spellings_left_out")

    def test_they_are_offered_where_nobody_said_the_word_as_typed(self, client):
        make_document("In Ucraina.", date="1907", language="it", speakers={"Ada Quist": "author"})
        response = page(client, "Ukraine", said="Ada Quist")
        assert numbers(client.get(f"/frequency/{response.context['spellings_left_out'][0].query}"))["1907"] == (1, 1)

    def test_the_rate_says_of_which_words_it_is(self, client):
        make_document("Seul.", date="1908", language="fr")
        response = page(client, "NATO")
        html = response.content.decode()
        assert "All languages together: English (1907" in html and "French (1907–1908)" in html
        rows = {row.year: row for row in response.context["rows"]}
        assert (rows["1907"].languages, rows["1908"].languages) == (("en", "fr", "it"), ("fr",))
        assert "Texts in one language: French (1907–1908)" in page(client, "NATO", language="fr").content.decode()
        each = [row for row in page(client, "NATO", by="language").context["rows"] if row.year == "1907"]
        assert rows["1907"].words == sum(cell.words for row in each for cell in row.cells)

    def test_years_without_text_in_the_language_asked_for_are_hatched(self, client):
        make_document("Un molo.", date="1911", language="it")
        response = page(client, "NATO", language="it")
        empty = [row.year for row in response.context["rows"] if not row.cells]
        assert empty[0] == "1908–1910"
        assert len(response.context["plot"].gaps) == len(empty)


class TestPage:
    def test_the_drawing_begins_where_something_was_said(self, client):
        make_document("A ship.", date="1907", title="Ships")
        make_document("A dock.", date="1910")
        response = page(client, "dock")
        assert [(row.year, row.words) for row in response.context["rows"]][:2] == [("1907", 2), ("1910", 2)]
        [line] = response.context["plot"].lines
        assert line.runs[0][0].label.startswith("dock, 1910: ")

    def test_years_without_documents_are_not_zero(self, client):
        make_document("A dock.", date="2019")
        make_document("A dock.", date="2025")
        response = page(client, "dock")
        years = ["2019", "2020–2021", "2022", "2023", "2024", "2025"]
        assert [row.year for row in response.context["rows"]] == years
        assert "no text" in response.content.decode()
        assert len(response.context["plot"].gaps) == 2

    def test_every_point_leads_to_documents(self, client):
        for line in page(client, "NATO", "Ucraina").context["plot"].lines:
            for point in line.points:
                assert client.get(point.url).context["total"] > 0

    @pytest.mark.parametrize(
        "query",
        ["q=(", "q=%00", "q=a*&q=%22", "language=xx&q=NATO", "speaker=none&q=NATO", "q=" + "x" * 600, "q=NATO&" * 9],
    )
    def test_nonsense_is_answered(self, client, query):
        assert client.get(f"/frequency/?{query}").status_code in (200, 400)

    def test_more_than_five_are_too_many(self, client):
        assert "first five" in page(client, *"abcdefg").content.decode()


def drawn(years, *values):
    named = [
        (f"line {place}", [number if number is None else Value(number, str(number), "#") for number in each])
        for place, each in enumerate(values)
    ]
    return plot(WIDE, years, named, str)


class TestPlot:
    def test_a_year_that_is_not_covered_parts_a_line(self):
        [line] = drawn(range(2000, 2004), [1, None, 2, 3]).lines
        assert [len(run) for run in line.runs] == [1, 2]

    def test_names_at_the_ends_of_lines_do_not_stand_on_each_other(self):
        lines = drawn(range(2000, 2002), *([1, 1] for _ in range(5))).lines
        places = sorted(line.label_y for line in lines)
        assert all(later - earlier >= 14 for earlier, later in zip(places, places[1:], strict=False))
        assert places[-1] <= WIDE.height

    def test_a_thin_line_leads_from_the_last_point_to_the_name(self):
        first, second, none = drawn(range(2000, 2003), [1, 2, None], [3, 3, 4], [None] * 3).lines
        assert (first.end.label, second.end.label, none.end) == ("2", "4", None)
        assert first.end.x < second.end.x < WIDE.leader_x < WIDE.name_x < WIDE.width

    def test_a_name_too_long_for_its_place_is_said_in_full_elsewhere(self):
        values = [Value(1, "", "")]
        assert plot(NARROW, range(2000, 2001), [("Heads of State", values)], str).shortens
        assert not plot(NARROW, range(2000, 2001), [("Ada Quist", values)], str).shortens

    @pytest.mark.parametrize(
        ("years", "named"),
        [
            (range(2019, 2023), ["2019", "2020", "2021", "2022"]),
            (range(1949, 2024), ["1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020"]),
        ],
    )
    def test_round_years_are_named(self, years, named):
        assert [label for _, label in drawn(years, [1] * len(years)).years] == named

    def test_higher_values_stand_higher(self):
        [line] = drawn(range(2000, 2003), [1, 2, 3]).lines
        ys = [point.y for run in line.runs for point in run]
        assert ys == sorted(ys, reverse=True)

    @pytest.mark.parametrize("values", [[0], [0, 0], [None, None, 1e-9], [1e9]])
    def test_odd_values_are_drawn(self, values):
        assert drawn(range(2000, 2000 + len(values)), values).lines
