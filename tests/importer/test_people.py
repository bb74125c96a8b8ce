"""Who speaks, as far as a title tells."""

import pytest

from statements.importer.people import people_in_title


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
