"""Whose words a quotation is: the verb and its subject decide, not the nearest name."""

import re
from pathlib import Path

import pytest

from statements.importer.manifest import SpeakerEntry
from statements.importer.quotations.attribution import quotations_in

CAST = {
    "L": SpeakerEntry("anna-lindqvist", "Anna Lindqvist", "Lindqvist, Anna", ("Lindqvist",)),
    "O": SpeakerEntry("karl-ozols", "Karl Ozols", "Ozols, Karl", ("Ozols",)),
    "B": SpeakerEntry("paolo-bruni", "Paolo Bruni", "Bruni, Paolo", ("Bruni",)),
    "N": SpeakerEntry("carla-bruni-neri", "Carla Bruni Neri", "Bruni Neri, Carla", ("Bruni Neri",)),
    "G": SpeakerEntry("pierre-le-guen", "Pierre Le Guen", "Le Guen, Pierre", ("Le Guen",)),
    "D": SpeakerEntry("karen-o-brien-ozols", "Karen O'Brien-Ozols", "O'Brien-Ozols, Karen", ("O'Brien-Ozols",)),
}
_OWNER = re.compile(r"\{([A-Z-])\}")


def cases():
    """Each case of quotations.txt: its kind, who is quoted in the document, and its paragraphs."""
    kind, letters, lines = "", "LOBNG", []
    for line in [*Path(__file__).with_name("quotations.txt").read_text("utf-8").splitlines(), ""]:
        if line.startswith("## "):
            kind = line[3:]
        elif line.startswith("@"):
            letters = line[1:]
        elif line and not line.startswith("# "):
            lines.append(line)
        elif lines:
            yield pytest.param(letters, lines, id=f"{kind}: {' / '.join(lines)[:70]}")
            letters, lines = "LOBNG", []


def expected(line):
    """A paragraph without the marks of who is quoted, and who is, by the place where the quotation begins."""
    found, text, place = {}, "", 0
    for match in _OWNER.finditer(line):
        text += line[place : match.start()]
        place = match.end()
        if match[1] != "-":
            found[len(text)] = match[1]
    return text + line[place:], found


@pytest.mark.parametrize(("letters", "lines"), list(cases()))
def test_words_are_given_to_who_said_them(letters, lines):
    paragraphs = [expected(line) for line in lines]
    letter_of = {CAST[letter].slug: letter for letter in letters}
    found = quotations_in([text for text, _ in paragraphs], [CAST[letter] for letter in letters])
    given = [
        {len(text[: each.start].rstrip()) - 1: letter_of[each.speaker] for each in own}
        for (text, _), own in zip(paragraphs, found, strict=True)
    ]
    assert given == [owners for _, owners in paragraphs]
