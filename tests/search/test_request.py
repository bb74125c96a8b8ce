"""A search is parsed once: what an address asks for, and the links that are made of it."""

import pytest
from django.conf import settings
from django.utils import translation

from statements.dates import parse_edtf
from statements.models import Kind, Role
from statements.search.grammar import parse
from statements.search.memory import archive_state
from statements.search.request import NotUnderstoodError, SearchRequest
from statements.search.selection import kind_slugs, role_slugs, select
from tests.cast import make_document, make_speaker
from tests.search.searching import asked


def test_each_parameter_is_read_into_its_place():
    found = asked(
        "q=+pace+&language=it&language=-fr&year=2022-03&date_from=2022&sort=oldest&page=3&all=year"
        "&in_publisher=+na+&extend=no&langage=it&utm_source=mail"
    )
    assert found.words == "pace"
    assert (found.chosen["language"], found.excluded["language"]) == (("it",), ("fr",))
    assert (found.chosen["year"], found.excluded["year"]) == (("2022-03",), ())
    assert (found.date_from, found.date_to) == (parse_edtf("2022"), None)
    assert (found.sort, found.page, found.expanded, found.spellings) == ("oldest", "3", "year", False)
    assert found.names_like["publisher"] == "na"
    assert found.unknown == ("langage",)


def test_an_empty_address_asks_for_all():
    found = asked("q=&language=&date_from=")
    assert found.words == ""
    assert not any(found.chosen.values())
    assert found.url() == "?"
    assert found.spellings


@pytest.mark.parametrize("address", ["language=xx", "year=22", "date_from=x", "date_from=2023&date_to=2022", "q=%00"])
def test_what_is_wrong_is_said_and_not_searched_for(address):
    with pytest.raises(NotUnderstoodError):
        asked(address)


def test_a_value_may_be_at_most_as_often_as_a_person_would_choose():
    assert len(asked("&".join(["language=it"] * 30)).chosen["language"]) == 30
    with pytest.raises(NotUnderstoodError):
        asked("&".join(["language=it"] * 31))


def test_a_link_keeps_the_rest_in_its_order_and_drops_the_page_and_what_is_no_filter():
    found = asked("foo=1&q=NATO&page=3&language=it&language=fr&kind=speech")
    assert found.url(language=["it"]) == "?q=NATO&language=it&kind=speech"
    assert found.url(language="", sort="newest") == "?q=NATO&kind=speech&sort=newest"


def test_an_address_of_nine_hundred_parameters_makes_no_longer_links():
    found = asked("q=war&" * 900 + "q=NATO&" + "&".join(f"a{number}=1" for number in range(50)))
    assert found.url(page="2") == "?q=NATO&page=2"
    assert found.unknown == ("a0", "a1", "a2", "a3", "a4")


def test_a_value_is_chosen_or_given_up_beside_the_others():
    found = asked("q=NATO&language=it&page=3")
    assert found.toggle("language", "fr") == "?q=NATO&language=it&language=fr"
    assert found.toggle("language", "it") == "?q=NATO"


def test_what_is_excluded_is_not_chosen_and_the_other_way_round():
    assert asked("language=it").toggle("language", "it", exclude=True) == "?language=-it"
    assert asked("language=-it").toggle("language", "it") == "?language=it"
    assert asked("language=-it").toggle("language", "it", exclude=True) == "?"


@pytest.mark.django_db
def test_a_form_shows_what_it_has_a_field_for_and_keeps_the_rest():
    found = asked("q=-war&language=it&language=fr&kind=speech&publisher=-nato&page=2&foo=1")
    fields = {"q", "language", "kind", "publisher"}
    assert [found.single(name) for name in ("language", "kind", "publisher")] == ["", "speech", ""]
    assert found.hidden({*fields, "page"}) == [
        ("language", "it"),
        ("language", "fr"),
        ("publisher", "-nato"),
    ]


def test_it_can_be_narrowed_without_an_address():
    narrowed = asked("language=-it&q=pace").narrowed("language", "fr")
    assert (narrowed.chosen["language"], narrowed.excluded["language"]) == (("fr",), ())
    assert narrowed.url() == "?language=fr&q=pace"
    assert asked("year=2022&year=2021&q=pace").remove("year", "2022").url() == "?year=2021&q=pace"


@pytest.mark.parametrize(
    ("address", "passes"), [("", True), ("language=it", True), ("language=fr", False), ("language=-it", False)]
)
def test_it_says_which_values_may_pass(address, passes):
    assert asked(address).lets_pass("language", "it") is passes


@pytest.mark.django_db
class TestSelection:
    def test_it_has_the_words_and_passes_the_filters(self):
        wanted = make_document("A heron.", language="en", date="2021")
        make_document("A heron.", language="en", date="2020")
        make_document("An oboe.", language="en", date="2021")
        selection = select(asked("q=heron&year=2021"), archive_state())
        assert [entry.pk for entry in selection.entries] == [wanted.pk]
        assert selection.tally.total == 1
        assert selection.passing.count() == 2

    def test_one_made_by_hand_is_searched_like_one_of_an_address(self):
        make_document("A heron.")
        by_hand, of_address = (
            select(request, archive_state()) for request in (SearchRequest(words="heron"), asked("q=heron"))
        )
        assert by_hand.tally == of_address.tally
        assert by_hand.tally.total == 1

    @pytest.mark.parametrize(("extend", "found"), [("", 1), ("&extend=no", 0)])
    def test_other_spellings_are_searched_for_unless_the_address_says_no(self, extend, found):
        make_document("Kyjiw aan zee.", speakers={"Ada Quist": "quoted"}, title="OTAN")
        selection = select(asked(f"q=NATO+zee{extend}"), archive_state())
        assert (selection.tally.total, bool(selection.extensions)) == (found, bool(found))

    def test_it_is_narrowed_with_the_same_words(self):
        make_document("A heron.", language="en")
        make_document("A heron.", language="fr")
        narrowed = select(asked("q=heron"), archive_state()).narrowed("language", "fr")
        assert narrowed.tally.total == 1
        assert narrowed.request.url() == "?q=heron&language=fr"

    def test_too_much_is_not_understood(self):
        with pytest.raises(NotUnderstoodError):
            select(asked("q=" + "(" * 30 + "heron"), archive_state())

    def test_the_address_of_a_speaker_that_was_merged_finds_the_same(self):
        ada, former = make_speaker("Ada Quist"), make_speaker("A. Quist")
        make_document("A heron.", speakers={"Ada Quist": "quoted"})
        type(former).objects.filter(pk=former.pk).update(merged_into=ada)
        found = asked(f"speaker={former.slug}")
        assert found.chosen["speaker"] == (ada.slug,)
        assert select(found, archive_state()).tally.total == 1


@pytest.mark.django_db
def test_a_search_that_was_sent_with_an_empty_field_too_shows_what_it_searched_for(client):
    page = client.get("/search/?q=NATO&q=")
    assert page.context["q"] == "NATO"
    assert page.context["total"] > 0


@pytest.mark.django_db
def test_words_that_begin_with_a_minus_stand_in_the_field_of_the_timeline_alone(client):
    context = client.get("/timeline/?q=-NATO").context
    assert (context["q"], context["kept"]) == ("-NATO", [])


@pytest.mark.django_db
@pytest.mark.parametrize("values", [Kind, Role], ids=["kind", "role"])
def test_a_query_with_a_name_means_the_same_on_the_pages_of_all_languages(values):
    """The links to the other languages keep it as it was typed."""
    field = values.__name__.lower()
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            names = {value: str(value.label) for value in values}
        for page, _ in settings.LANGUAGES:
            with translation.override(page):
                for value, name in names.items():
                    query = parse(f'{field}:"{name}"', kind_slugs(), role_slugs())
                    assert (query.plain_form, query.repairs) == (f"{field}:{value.value}", ())


def test_where_two_values_have_one_name_it_is_that_of_the_page():
    names = {"speech": ["discours", "intervention"], "question": ["intervention", "question"]}
    assert parse("kind:intervention", names).plain_form == "kind:question"
