"""The language of a text is told by its words."""

import pytest

from statements.importer.language import identify_language
from tests.importer.parts import draft


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("it", "L'Alleanza resterà al fianco dell'Ucraina per tutto il tempo necessario."),
        ("en", "The Alliance will stand with Ukraine for as long as it takes."),
        ("fr", "L'Alliance restera aux côtés de l'Ukraine aussi longtemps qu'il le faudra."),
        ("fr", "Décision sur l'urgence : le délai de dépôt des amendements est fixé à demain midi."),
    ],
)
def test_the_language_is_identified_and_said_to_be_a_guess(code, text):
    found, likely = identify_language(text)
    assert found == code
    assert 0.9 < likely <= 1
    assert draft(text).language.origin.startswith("guess, ")
