"""Who speaks, as far as a title tells."""

from pathlib import Path

import pytest

from statements.importer.people import named_in_title, people_in_title

_TITLES = Path(__file__).with_name("titles.txt").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Remarks by President Trump and President Poroshenko of Ukraine", ["Trump", "Poroshenko"]),
        ("Remarks by the Vice President and European Council President Tusk", ["Tusk"]),
        ("Press Briefing by Press Secretary Ada Quist and NSC Coordinator Bo Berg", ["Ada Quist", "Bo Berg"]),
        ("Statement from President Ada Quist on the Attacks against Utopia", ["Ada Quist"]),
        ("STATEMENT BY H.E. MS. ADA QUIST, PRESIDENT OF UTOPIA", ["ADA QUIST"]),
        ("Address by the President of the Republic of Estonia Alar Karis at the Assembly", ["Alar Karis"]),
        ("Discours de politique générale de Bo Berg", ["Bo Berg"]),
        ("Press conference with regard to Kosovo by Ada Quist", ["Ada Quist"]),
        ("Discours de M. Bo Berg à la conférence de Munich", ["Bo Berg"]),
        ("Intervento del Presidente del Consiglio Ada Quist alla Camera", ["Ada Quist"]),
        ("Joint Statement Following the Meeting Between President Quist and President Berg", ["Quist", "Berg"]),
        ("Remarks by the Vice President at the Adriatic Charter Summit", []),
        ("Remarks by the Vice President with Baltic Leaders", []),
        ("Joint Statement by the G7 on Russia", []),
        ("Vilnius Summit Communiqué", []),
        ("", []),
    ],
)
def test_names_stand_without_titles_countries_and_occasions(title, names):
    assert people_in_title(title) == names


@pytest.mark.parametrize("line", _TITLES)
def test_particles_ranks_and_initials_stay_whole_and_bodies_are_nobody(line):
    title, _, names = line.rpartition("|")
    assert people_in_title(title) == [name for name in names.split("; ") if name]


def test_letters_of_a_title_may_be_taken_apart():
    assert people_in_title("Remarks by President Nause\u0307da") == ["Naus\u0117da"]


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("Remarks by Minister Dahl", False), ("Remarks by Minister Eva Dahl", True), ("Remarks by E. Dahl", True),
        ("Intervento del ministro Dahl", False), ("Discours du roi Felipe VI", False),
        ("Discours de la ministre von der Leyen", False), ("Discours de Mme Eva Le Guen", True),
    ],
)  # fmt: skip
def test_a_family_name_alone_is_told_from_a_whole_name(title, whole):
    [named] = named_in_title(title)
    assert named.whole == whole
