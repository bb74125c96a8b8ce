"""A query that was typed in another form than ours is answered, and its right form is one click away."""

import re
import tomllib
from html import unescape
from importlib.resources import files

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from statements.languages import LANGUAGES
from statements.search.grammar import parse
from statements.search.offers import offer_queries
from statements.search.words import plain
from tests.cast import make_document

KINDS = {"speech": ["speech"], "communique": ["communiqué"]}
PEOPLE = {"Ada Quist", "ada quist", "Quist", "Ada de Holm", "NATO"}


def offers(typed, found=True):
    return offer_queries(
        typed, parse(typed, KINDS), lambda each: parse(each, KINDS), PEOPLE.__contains__, lambda each: found
    )


def understood(typed):
    return parse(typed, KINDS).plain_form


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("speaker: meloni", "speaker:meloni"),
        ("speaker : meloni kiev", "speaker:meloni kiev"),
        ('Speaker: "Ada Quist" pace', 'Speaker:"Ada Quist" pace'),
        ("-speaker: meloni nato", "-speaker:meloni nato"),
        ("oratore: meloni", "oratore:meloni"),
        ("speaker=meloni", "speaker:meloni"),
        ("speaker:Ada Quist pace", 'speaker:"Ada Quist" pace'),
        ("author:meloni pace", "said:meloni pace"),
        ('by:"Ada Quist"', 'said:"Ada Quist"'),
        ("di:meloni", "said:meloni"),
        ("par:meloni", "said:meloni"),
        ("from:meloni", "said:meloni"),
        ("said: meloni gas", "said:meloni gas"),
        ("said:Ada Quist gas", 'said:"Ada Quist" gas'),
        ("title:pace", "pace"),
        ('titre:"juste paix"', '"juste paix"'),
        ("kiev || kyiv", "kiev OR kyiv"),
        ("kiev or kyiv", "kiev OR kyiv"),
        ("(kiev or kyiv) pace", "(kiev OR kyiv) pace"),
        ("guerra o pace", "guerra OR pace"),
        ("guerra oppure pace", "guerra OR pace"),
        ("guerre OU paix", "guerre OR paix"),
        ("!russia nato", "-russia nato"),
        ("ukraine not russia", "ukraine -russia"),
        ("pace e non guerra", "pace -guerra"),
        ("paix SANS guerre", "paix -guerre"),
        ("missile NEAR5 defence", "missile NEAR/5 defence"),
        ("missile near/5 defence", "missile NEAR/5 defence"),
        ("missile w/5 defence", "missile NEAR/5 defence"),
        ("missile NEAR 5 defence", "missile NEAR/5 defence"),
        ("missile near defence", "missile NEAR/5 defence"),
        ("missile W/99 defence", "missile NEAR/20 defence"),
        ('"missile defence"~5', "missile NEAR/5 defence"),
        ("'every inch'", '"every inch"'),
        ("‘every inch’ of it", '"every inch" of it'),
        ("‹chaque centimètre›", '"chaque centimètre"'),
        ("``every inch''", '"every inch"'),
        ("'dell'Alleanza atlantica'", '"dell\'Alleanza atlantica"'),
        ("wom?n", "wom*"),
        ("date:since March 2022", 'date:"since March 2022"'),
        ("date: since March 2022 pace", 'date:"since March 2022" pace'),
        ("data:dal 2022 al 2023 NATO", "date:2022..2023 NATO"),
        ("Ucraina dal 2022", 'Ucraina date:"since 2022"'),
        ("Ukraine depuis mars 2022", 'Ukraine date:"since March 2022"'),
        ("Ukraine in 2022", "Ukraine date:2022"),
        ("date>=2022 pace", 'date:"since 2022" pace'),
        ('date:"febuary 2022"', 'date:"February 2022"'),
    ],
)
def test_the_right_form_is_offered(typed, right):
    assert offers(typed).queries == (right,)
    assert parse(right, KINDS).repairs == ()


@pytest.mark.parametrize(
    ("typed", "plain_form"),
    [
        ("lang:it", "language:it"),
        ("lingua:inglese", "language:en"),
        ("langue:français", "language:fr"),
        ("tipo:speech", "kind:speech"),
        ("genre:speech", "kind:speech"),
        ("detto:meloni gas", "said:meloni gas"),
        ("oratore:meloni", "speaker:meloni"),
        ("orateur:meloni", "speaker:meloni"),
        ("parlante:meloni", "speaker:meloni"),
        ("cité:meloni", "quoted:meloni"),
        ("Éditeur:nato", "publisher:nato"),
        ("numéro:34", "number:34"),
        ("year:2022", "date:2022"),
        ("anno:2022", "date:2022"),
        ('mois:"mars 2022"', "date:2022-03"),
        ("since:2022-03", "date:2022-03.."),
        ("before:2022", "date:..2021"),
        ("after:2022", "date:2023.."),
        ("until:2020", "date:..2020"),
        ("from:2022", "date:2022.."),
        ('depuis:"mars 2022"', "date:2022-03.."),
        ("-dopo:2022", "-date:2023.."),
        ("kiev AND NOT mosca", "kiev -mosca"),
        ("+nato +russia", "nato russia"),
        ("«ogni centimetro»", '"ogni centimetro"'),
    ],
)
def test_what_can_only_mean_one_thing_is_understood(typed, plain_form):
    assert understood(typed) == plain_form
    assert offers(typed).queries == ()


@pytest.mark.parametrize(
    "typed",
    [
        "NATO",
        "deterrenza nucleare",
        '"war or peace"',
        "war or peace in our time, and what else is there to say",
        "what did she say about peace?",
        "l'Europa e l'Italia",
        "speaker:Meloni Ucraina",
        "http://nato.int/x",
        "NATO 2022",
        "Article 5",
        "3 to 5",
        "SAMP/T w/o F-16",
        "or",
        "not",
        "o pace",
        'speaker:"Ada Quist"',
        "date:2022-10..2023",
        "note: this",
        "",
    ],
)
def test_what_is_right_or_plain_is_left_alone(typed):
    assert offers(typed).queries == ()


def test_a_day_that_is_not_in_the_calendar_is_offered_as_what_it_may_be():
    assert offers("date:31/02/2022 pace").queries == ('date:"28 February 2022" pace', 'date:"February 2022" pace')
    assert offers("pace date:31/12/22").queries == ('pace date:"31 December 2022"', 'pace date:"31 December 1922"')


def test_the_other_order_of_day_and_month_is_offered_on_english_pages():
    found = offers("-date:03/04/2024 pace").dates
    assert [(each.words, each.other.words) for each in found] == [("3 April 2024", "4 March 2024")]
    assert found[0].other.changes == {"q": '-date:"4 March 2024" pace'}
    with translation.override("it"):
        assert offers("date:03/04/2024").dates == ()


def test_offers_are_written_in_the_words_of_the_page():
    with translation.override("it"):
        assert offers("Ucraina since March 2022").queries == ('Ucraina date:"da marzo 2022"',)
    with translation.override("fr"):
        assert offers("Ukraine until March 2022").queries == ('Ukraine date:"jusqu’en mars 2022"',)


PIECES = [
    *(
        "speaker:",
        ":",
        "meloni",
        "or",
        "not",
        "near",
        "NEAR",
        "5",
        "w/5",
        "date:",
        "since",
        "2022",
        "March",
        "'a",
        "b'",
    ),
    *('"', "(", ")", "-", "+x", "||", "a*b", "?", "=", "from:", "31/02/2022", "OR", "~5", "Ada", "Quist", "‘", "!"),
]


@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)))
def test_whatever_is_typed_an_offer_is_a_query_that_needs_no_repair(typed):
    for each in offers(typed).queries:
        query = parse(each, KINDS)
        assert query.root is not None
        assert query.repairs == ()


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("what did Quist say about Ukraine", "said:quist Ukraine"),
        ("What did Quist say about Ukraine?", "said:quist Ukraine"),
        ("What has Ada Quist said on the gas prices", 'said:"Ada Quist" gas prices'),
        ("what does NATO say about Russia", "said:nato Russia"),
        ("what did President Quist say", "said:quist"),
        ('what did Quist say about "every inch"', 'said:quist "every inch"'),
        ("what did Quist say about Russia since March 2022", 'said:quist Russia date:"since March 2022"'),
        ("statements by Ada Quist on Ukraine", 'said:"Ada Quist" Ukraine'),
        ("cosa ha detto Quist sull'Ucraina", "said:quist Ucraina"),
        ("che cosa ha detto la presidente Quist sull’Ucraina?", "said:quist Ucraina"),
        ("cosa pensa Ada Quist della guerra in Ucraina", 'said:"Ada Quist" guerra Ucraina'),
        ("dichiarazioni di Quist sul gas", "said:quist gas"),
        ("cosa ha detto Quist sul Kosovo nel 2022", "said:quist Kosovo date:2022"),
        ("qu'a dit Quist sur l'Ukraine", "said:quist Ukraine"),
        ("Qu’est-ce que Quist a dit de l’OTAN ?", "said:quist OTAN"),
        ("qu'a dit Ada de Holm sur l'Ukraine", 'said:"Ada de Holm" Ukraine'),
        ("déclarations de Quist sur l'énergie", "said:quist énergie"),
    ],
)
def test_a_question_for_what_somebody_said_becomes_a_search_for_it(typed, right):
    assert offers(typed).queries == (right,)
    assert right not in offers(typed, found=False).queries, "which is offered only where it finds something"


@pytest.mark.parametrize(
    "typed",
    [
        "what did Russia say about Quist", "what did the friends of Quist say", "what is said of Quist",
        "cosa si dice di Quist", "qu'est-ce qu'on dit de Quist", "what did Quist and Holm say about gas",
        "what did Nobody say about Ukraine", "Quist Ukraine", "who said gas", '"what did Quist say about gas"',
        "what did -Quist say about gas", "said:quist said", "il ministro ha detto", "say no to Quist",
    ],
)  # fmt: skip
def test_nobody_is_given_words_that_the_question_does_not_give(typed):
    assert not [each for each in offers(typed).queries if each.startswith("said:")]


@pytest.mark.parametrize(
    "typed",
    [
        "what did Quist say about " * 9,
        "qu'a dit d'Ada d'" * 15,
        "cosa ha detto Ada " * 12,
        "'a " * 60,
        "' a" * 30,
        "speaker: " * 55,
        "x near " * 30,
        "date:1 " * 60,
        "a=" * 250,
    ],
)
def test_no_query_takes_long(typed):
    offers(typed)


def test_the_names_of_fields_are_written_as_they_are_compared():
    folder = files("statements.search.vocabulary")
    tables = [tomllib.loads(folder.joinpath(f"{code}.toml").read_text("utf-8")) for code in LANGUAGES]
    for name in ("fields", "operators", "questions"):
        assert len({tuple(table[name]) for table in tables}) == 1
        for words in (words for table in tables for words in table[name].values()):
            assert words == sorted(words) == [plain(word) for word in words]


@pytest.mark.django_db
class TestPages:
    def offered(self, response):
        html = response.content.decode()
        part = re.search(r'<p class="suggestion">(.*?)</p>', html, re.DOTALL)
        links = re.findall(r'href="([^"]+)"[^>]*><code>(.*?)</code>', part[1])
        return [(unescape(words), unescape(url)) for url, words in links]

    @pytest.mark.parametrize("prefix", ["", "/it", "/fr"])
    def test_it_is_one_click_and_keeps_the_filters(self, client, prefix):
        response = client.get(f"{prefix}/search/?q=speaker:+stoltenberg&language=it&page=1")
        assert self.offered(response) == [("speaker:stoltenberg", "?q=speaker%3Astoltenberg&language=it")]
        assert client.get(f"{prefix}/search/?q=speaker%3Astoltenberg&language=it").context["total"] == 2

    def test_it_is_offered_where_nothing_else_was_understood(self, client):
        assert self.offered(client.get("/search/?q=date:31/02/2022"))[0][0] == 'date:"28 February 2022"'

    def test_a_name_is_put_in_quotation_marks_if_somebody_has_it(self, client):
        assert self.offered(client.get("/search/?q=speaker:Giorgia+Meloni")) == [
            ('speaker:"Giorgia Meloni"', "?q=speaker%3A%22Giorgia+Meloni%22")
        ]

    def test_dates_are_shown_back_in_words(self, client):
        for prefix, words in (("", "since October 2022"), ("/it", "da ottobre 2022"), ("/fr", "depuis octobre 2022")):
            html = unescape(client.get(f"{prefix}/search/?q=NATO+date:2022-10..").content.decode())
            assert f'<b>NATO date:"{words}"</b>' in html

    @pytest.mark.parametrize("prefix", ["", "/it", "/fr"])
    @pytest.mark.parametrize(
        ("typed", "right"),
        [
            ("what did Meloni say about peace", "said:meloni peace"),
            ("cosa ha detto Meloni sulla pace", "said:meloni pace"),
            ("qu'a dit Meloni sur la paix", "said:meloni paix"),
        ],
    )
    def test_what_somebody_said_is_one_click_where_it_finds_something(self, client, prefix, typed, right):
        make_document("Peace, pace, paix.", speakers={"Giorgia Meloni": "speaker"})
        response = client.get(f"{prefix}/search/", {"q": typed})
        [(words, url)] = self.offered(response)
        assert words == right
        assert client.get(f"{prefix}/search/{url}").context["total"] >= 1
        assert right in client.get("/api/search", {"q": typed}).json()["query"]["offers"]

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("what did Draghi say about sanctions?", "Draghi"),
            ("cosa ha detto Draghi sulle sanzioni", "Draghi"),
            ("qu'a dit le président Macron sur l'Ukraine", "Macron"),
            ("What did Ada Quist say about oboe", "Ada Quist"),
            ("what did Meloni say about peace", None),
            ("what did she say about peace", None),
            ("they said so", None),
            ("They said so", None),
            ("Europe said no", None),
            ("WHAT DID SHE SAY ABOUT PEACE", None),
        ],
    )
    def test_a_name_that_nobody_has_is_said(self, client, typed, name):
        make_document("Peace, pace, paix.", speakers={"Giorgia Meloni": "speaker"})
        make_document("An oboe.", speakers={"Ada Quist": "speaker"}, status="draft")
        names = client.get("/search/", {"q": typed}).context["unknown_names"]
        assert names == ([("said", name)] if name else [])

    def test_words_of_drafts_are_not_offered(self, client):
        make_document("An oboe.", speakers={"Ada Quist": "speaker"}, status="draft")
        assert client.get("/search/", {"q": "what did Quist say about oboe"}).context["offers"] == []

    def test_programs_get_the_offers_too(self, client):
        query = client.get("/api/search?q=kiev+or+kyiv").json()["query"]
        assert query["offers"] == ["kiev OR kyiv"]
