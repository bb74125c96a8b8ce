"""What is typed into the search box, and what it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.search.grammar import MAX_TERMS, QueryTooLargeError, parse
from statements.search.query import And, Dates, Field, Near, Not, Or, Phrase, Prefix, Query, Word, relax, walk

KINDS = {"speech": ["speech"], "communique": ["communiqué"], "press-statement": ["press statement"]}


def meant(typed):
    return parse(typed, KINDS).root


def understood(typed):
    return parse(typed, KINDS).plain_form


def repairs(typed):
    return parse(typed, KINDS).repairs


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("", None),
        ("   ", None),
        ("deterrenza", Word("deterrenza")),
        ("deterrenza nucleare", And((Word("deterrenza"), Word("nucleare")))),
        ("“ogni centimetro”", Phrase("ogni centimetro")),
        ("«ogni   centimetro»", Phrase("ogni centimetro")),
        ('""ogni centimetro""', Phrase("ogni centimetro")),
        ('(""ogni centimetro.""" gas)', And((Phrase("ogni centimetro."), Word("gas")))),
        ('"ogni""centimetro"', And((Phrase("ogni"), Phrase("centimetro")))),
        ("OTAN -Italie", And((Word("OTAN"), Not(Word("Italie"))))),
        ("OTAN –Italie", And((Word("OTAN"), Not(Word("Italie"))))),
        ('-"force alliée"', Not(Phrase("force alliée"))),
        ("a OR b c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("a | b", Or((Word("a"), Word("b")))),
        ("(a b) OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a AND b", And((Word("a"), Word("b")))),
        ("NOT a", Not(Word("a"))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("-(-a)", Word("a")),
        ("deterren*", Prefix("deterren")),
        ("a NEAR b", Near(Word("a"), Word("b"), 5)),
        ('a NEAR/2 "b c"', Near(Word("a"), Phrase("b c"), 2)),
        ("NATO NATO", Word("NATO")),
        ("or near and not", And((Word("or"), Word("near"), Word("and"), Word("not")))),
        (
            "SAMP/T F-16 l'OTAN nato.int http://x",
            And(tuple(map(Word, ["SAMP/T", "F-16", "l'OTAN", "nato.int", "http://x"]))),
        ),
        ('speaker:"Giorgia Meloni"', Field("speaker", "Giorgia Meloni")),
        ("-quoted:stoltenberg", Not(Field("quoted", "stoltenberg"))),
        ("Language:Italiano", Field("language", "it")),
        ("language:français", Field("language", "fr")),
        ("language:italiano", Field("language", "it")),
        ("language:english", Field("language", "en")),
        ("kind:communiqué", Field("kind", "communique")),
        ("date:2022-10..2023", Dates("2022-10..2023", date(2022, 10, 1), date(2023, 12, 31))),
        ("date:2022-10", Dates("2022-10", date(2022, 10, 1), date(2022, 10, 31))),
        ("date:2022..", Dates("2022..", date(2022, 1, 1), None)),
        ("number:34", Field("number", "34")),
        ("Number:34.", Field("number", "34")),
        ("number:(a)", Field("number", "a")),
        ('number:"34)"', Field("number", "34")),
        ('number:"(*a.)"', Field("number", "a")),
        ("number:IV", Field("number", "IV")),
        ("number:34.1", Field("number", "34.1")),
        ("number:2(a)", Field("number", "2(a)")),
        ("-number:2(a)(iv)", Not(Field("number", "2(a)(iv)"))),
        ("(number:2(a) OR number:3) pace", And((Or((Field("number", "2(a)"), Field("number", "3"))), Word("pace")))),
        ("number:34 (pace OR guerra)", And((Field("number", "34"), Or((Word("pace"), Word("guerra")))))),
        ("number:34(pace guerra)", And((Field("number", "34"), Word("pace"), Word("guerra")))),
        ("foo:bar", Word("foo:bar")),
    ],
)
def test_it_means_what_a_person_would_mean(typed, root):
    assert meant(typed) == root
    assert repairs(typed) == ()


@pytest.mark.parametrize(
    ("typed", "plain", "repair"),
    [
        ('pace "giusta e duratura', 'pace "giusta e duratura"', "an unclosed quotation mark was closed"),
        ("(pace", "pace", "an unclosed parenthesis was closed"),
        ("pace)", "pace", "an unmatched parenthesis was ignored"),
        ("OR pace", "pace", "OR was ignored"),
        ("pace OR", "pace", "OR was ignored"),
        ("pace OR OR guerra", "pace OR guerra", "OR was ignored"),
        ("NEAR/3 pace", "pace", "NEAR was ignored"),
        ("pace NEAR/99 guerra", "(pace NEAR/20 guerra)", "NEAR takes 1 to 20 words"),
        ("pac* NEAR guerra", "(pac NEAR/5 guerra)", "NEAR takes whole words"),
        ("a*", "", "at least 2 letters"),
        ("dete*rrenza", "dete*", "“rrenza” after it was ignored"),
        ("pace & guerra", "pace guerra", "it contains no word"),
        ('""', "", "it contains no word"),
        ("kind:novel pace", "pace", "the values are speech, communique"),
        ("language:klingon", "", "the values are en, fr, it"),
        ("date:yesterday", "", "is not a date: write 31/12/2022"),
        ("date:2023..2022", "", "ends before it starts"),
        ("speaker:", "", "must follow the colon"),
        ("number:. pace", "pace", "must follow the colon"),
    ],
)
def test_what_cannot_be_meant_is_put_right_and_said(typed, plain, repair):
    assert understood(typed) == plain
    assert any(repair in each for each in repairs(typed)), repairs(typed)


@pytest.mark.parametrize("typed", ["a " * 0 + " ".join(f"w{n}" for n in range(MAX_TERMS + 1)), "(" * 100_000])
def test_more_than_a_person_would_ask_for_is_refused_at_once(typed):
    with pytest.raises(QueryTooLargeError):
        parse(typed, KINDS)


PIECES = [
    "OR",
    "AND",
    "NOT",
    "NEAR/3",
    "NEAR",
    "number:2(a)",
    "number:(*.a",
    'number:"',
    "(",
    ")",
    "-",
    '"',
    "a",
    "b*",
    "speaker:x",
    "date:2022",
    "*",
    "&",
    " ",
    "|",
]


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_anything_is_a_query_and_its_plain_form_means_the_same(typed):
    query = parse(typed, KINDS)
    again = parse(query.plain_form, KINDS)
    assert again.root == query.root
    assert again.repairs == ()


@pytest.mark.parametrize(
    "typed", ['AAAAA"A"a*', "UN ACCORDO", 'UNIONE "UN" OR NATO', "ACCORDO NATO language:it", "EU AI"]
)
def test_words_in_capitals_mean_the_same_in_the_plain_form(typed):
    query = parse(typed, KINDS)
    assert parse(query.plain_form, KINDS).root == query.root


def test_the_leaves_know_whether_they_are_excluded():
    leaves = list(walk(meant("a -(b -c) (d OR -e)")))
    assert {leaf.text for leaf, excluded in leaves if excluded} == {"b", "e"}


def test_a_relaxed_query_asks_for_one_of_the_words_and_keeps_the_rest():
    query = relax(parse('pace "ogni centimetro" -guerra language:it', KINDS))
    assert query.plain_form == '(pace OR "ogni centimetro") -guerra language:it'
    assert relax(parse("pace -guerra", KINDS)) is None
    assert relax(Query()) is None
