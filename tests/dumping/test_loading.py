"""What was dumped loads into an empty archive, and is the same there: addresses, keys, versions, pages."""

import pytest

from tests.dumping.conftest import QUERIES

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PUBLIC = 10  # five seeds, and five of the cast


def test_all_that_is_public_comes_and_nothing_else(move):
    assert move.reports["empty"]["counts"] == {"created": PUBLIC}
    slugs = {slug for _, slug, *_ in move.after.documents}
    assert {"remarks-at-the-dock", "discorso-al-molo", "three-at-the-dock", "undated", "unversioned"} < slugs
    assert not slugs & {"a-draft", "embargoed", "withdrawn", "deleted"}


@pytest.mark.parametrize("what", ["documents", "versions", "paragraphs", "quotations", "speakers", "offices", "counts"])
def test_it_is_the_same_there(move, what):
    assert getattr(move.before, what)
    assert getattr(move.after, what) == getattr(move.before, what)


def test_versions_keep_their_number_their_moment_and_their_hash(move):
    mine = [each for each in move.after.versions if each[4] == "The hour was wrong."]
    assert [(number, correction) for _, number, _, _, _, correction in mine] == [(2, True)]


def test_searches_count_the_same_by_words_and_by_who_says_them(move):
    assert set(move.after.counts) == set(QUERIES)
    assert (move.after.counts["q=heron"], move.after.counts["q=kestrel"], move.after.counts[""]) == (1, 0, PUBLIC)


def test_pages_are_the_same_letter_for_letter(move):
    assert move.after.pages.keys() == move.before.pages.keys()
    for address, page in move.before.pages.items():
        assert move.after.pages[address] == page, address


def test_the_new_archive_passes_its_own_check(move):
    assert "is wrong" not in move.healthy
    assert "differs" not in move.healthy


@pytest.mark.parametrize("where", ["again", "at home"])
def test_what_is_there_already_is_left_alone(move, where):
    assert move.reports[where]["counts"] == {"unchanged": PUBLIC}


def test_a_document_with_other_versions_is_refused_and_the_others_are_left_alone(move):
    report = move.reports["other versions"]
    assert report["counts"] == {"unchanged": PUBLIC - 1, "refused": 1}
    assert "in the archive with other versions" in report["refused"][0]["reason"]


def test_an_address_is_never_taken_from_another_document(move):
    report = move.reports["other ids"]
    assert report["counts"] == {"refused": PUBLIC}
    assert all("is that of another document here" in each["reason"] for each in report["refused"])
