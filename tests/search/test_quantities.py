"""Per cent and other quantities are found in words, in digits and with the sign; the sign is a word of the index."""

import pytest
from django.core.management import call_command

from statements.models import Entry, snapshot
from statements.search.grammar import parse
from statements.search.memory import archive_state
from statements.search.quantities import other_quantities
from statements.search.results import marks_in
from statements.search.selection import select
from tests.cast import make_document
from tests.search.searching import asked, found
from tests.upgrades import migrate_to

pytestmark = pytest.mark.django_db

PERCENT = [
    ("en", "We spend 7% on defence."),
    ("en", "We spend 7 percent on defence."),
    ("en", "We spend seven per cent on defence."),
    ("fr", "Nous dépensons 7 % pour la défense."),
    ("fr", "Nous dépensons 7\u202f% pour la défense."),
    ("fr", "Nous dépensons sept pour cent pour la défense."),
    ("it", "Spendiamo il 7% per la difesa."),
    ("it", "Spendiamo il sette per cento per la difesa."),
]
OTHERS = [
    ("en", "Article 7 of the treaty."),
    ("en", "We spend 17% on 7 herons, a percentage."),
    ("en", "Seven herons, and ten per cent of 7."),
    ("en", "We spend 2.7% on herons, 1,007 percent of what we had."),
    ("fr", "Sur 2,7 % de 1 007 pour cent."),
    ("it", "Il 2,7 per cento, o 1.007%."),
    ("fr", "Sept cent hérons pour 7."),
    ("it", "Sette aironi, e cento per 7."),
]


@pytest.fixture
def documents():
    for language, text in OTHERS:
        make_document(text, title="Others", language=language)
    return {make_document(text, title="Spending", language=language).pk for language, text in PERCENT}


def keys(typed, **more):
    request = asked()
    request = type(request)(words=typed, **more)
    return set(select(request, archive_state()).entries.values_list("pk", flat=True))


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed",
    [
        "7%", "7 %", "7\u202f%", "7 percent", "7 per cent", "seven percent", "Seven per cent", "7 pour cent",
        "sept pour cent", "7 per cento", "sette per cento", "sette percento",
    ],
)  # fmt: skip
def test_seven_per_cent_is_found_however_it_is_written(documents, typed):
    assert keys(typed) == documents


def test_the_other_words_of_the_query_stay_required(documents):
    spending = {pk for pk, (language, _) in zip(sorted(documents), PERCENT, strict=True) if language == "en"}
    assert keys("seven percent defence") >= spending
    assert keys("seven percent zyzzyva") == set()


@pytest.mark.parametrize("typed", ['"7%"', '"7 %"'])
def test_in_quotation_marks_it_is_found_with_the_sign(documents, typed):
    assert len(keys(typed)) == 4
    assert keys('"7 per cent"') == set(), "nobody wrote that"


def test_only_as_typed_it_is_the_sign_and_not_every_7(documents):
    assert keys("7%", spellings=False) == keys('"7%"')


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("5 million euros", "5 milioni"),
        ("cinque milioni di euro", "five million"),
        ("3 milliards d'euros", "three billion"),
        ("2,5 %", "2,5 per cent"),
        ("venticinque per cento", "25%"),
        ("30000 million", "30000 milioni"),
    ],
)
def test_quantities_are_other_spellings_that_the_page_lists(client, typed, other):
    response = client.get("/search/", {"q": typed})
    added = [each for extension in response.context["extensions"] for each in extension.added]
    assert other in added
    assert f"<i>{other}</i>" in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["two states", "2", "percent", "cent pour", "one", "million", "2 herons", "vingt", "% 2"]
)
def test_numbers_alone_and_before_other_words_are_left_as_they_are(typed):
    assert other_quantities(typed) == ()


def test_the_sign_alone_asks_for_nothing():
    assert parse("%", {}).root is None


def test_the_sign_is_marked_with_its_number():
    content = snapshot(make_document("Of 2 herons, 2% are grey, 12% white."))
    [marks] = marks_in(content, "2%", spellings=True).values()
    assert marks == [(13, 15)]


def test_it_is_found_near_others_and_in_titles(documents):
    title = make_document("Words.", title="The 8% pledge").external_id
    assert found('"8% pledge"') == {title}
    assert len(found('"7%" NEAR/3 defence')) == 1


def test_the_sign_is_no_word_of_the_vocabulary_and_no_length():
    with_sign = Entry.objects.get(pk=make_document("Grey herons, 5%.").pk)
    without = Entry.objects.get(pk=make_document("Grey herons, 5.").pk)
    assert with_sign.length == without.length


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_the_sign_is_a_word_after_the_upgrade_and_none_after_the_way_back():
    made = [
        make_document("We spend 2% on it.", speakers={"Ada Quist": "speaker"}),
        make_document("Words.", title="The 2% pledge"),
        make_document(" ".join(["heron"] * 300) + " 2%.", title="Long"),
    ]
    other = make_document("Article 2.", speakers={"Ada Quist": "speaker"})
    names = {each.external_id for each in made}
    before = found('"2%"'), found("said:quist 2%")
    assert names <= before[0] and other.external_id not in before[0]
    migrate_to("0030")
    call_command("migrate", "statements", verbosity=0)
    assert (found('"2%"'), found("said:quist 2%")) == before
    assert before[1] == {made[0].external_id}
