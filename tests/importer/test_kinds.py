"""What sort of text a document is, by its title or its turns."""

import pytest

from statements.importer.kinds import kind_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Vilnius Summit Communiqué", "communique"),
        ("Communiqué de presse du ministère", "press-statement"),
        ("Comunicato finale del vertice", "communique"),
        ("Washington Summit Declaration", "declaration"),
        ("Dichiarazione congiunta dei ministri", "declaration"),
        ("Joint Statement by the G7", "declaration"),
        ("Statement by the Secretary General", "press-statement"),
        ("Dichiarazione del Presidente", "press-statement"),
        ("Remarks by the President", "speech"),
        ("Remarks by the President in a joint press conference", "transcript"),
        ("Conférence de presse conjointe", "transcript"),
        ("Discours devant l’Assemblée", "speech"),
        ("Address to the nation", "speech"),
        ("Intervention d’ouverture", "speech"),
        ("Intervento del Presidente", "speech"),
        ("DECLARATIONS DU MINISTRE", "press-statement"),
        ("Colloquio telefonico con il Segretario generale", "readout"),
        ("Colloquio della Presidente con il Segretario generale", "readout"),
        ("Readout of the call with the Chancellor", "readout"),
    ],
)
def test_the_word_for_it_in_the_title_tells(title, kind):
    assert kind_of(title, []).value == kind


def test_many_turns_of_two_speakers_are_a_transcript_whatever_the_title():
    turns = ["MR. KIRBY: Good morning.", "Q  When?", "MR. KIRBY: Now."] * 3
    assert kind_of("Remarks at the dock", turns).value == "transcript"
    assert kind_of("Remarks at the dock", turns).origin == "its turns"


def test_a_title_without_such_a_word_tells_nothing():
    assert kind_of("NATO and the future of Europe", ["We met."]) is None
    assert kind_of("Readdressing restatements", []) is None
    assert kind_of("NATO leaders address Russian threat", []) is None
    assert kind_of("Military intervention in Libya", []) is None
