"""What the importer says, in English, is said on the pages in their language: every sentence has a template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from statements.importer.messages.say import _CHANGES, NUMBERS, TEMPLATES, _say_label, fill_template, find_form, say
from statements.models import Role
from tests.importer.said import STATEMENTS, reasons_of, sentences_of

ROOMS = [STATEMENTS / "importer", STATEMENTS / "editorial"]
# What commands alone say, and what programs are answered: both are in English.
ELSEWHERE = {"manifest.py", "submissions.py"}
SPACES = re.compile("[\u00a0\u202f]")  # that never break a line, between digits and before signs
NOT_SENTENCES = {
    "punto elenco",  # names of styles in Word
    "numero elenco",
    "paragrafo elenco",
    "paragraphe de liste",
    "PowerPoint Document",  # names of programs, streams and formats
    "Windows Media",
    "Word or zip",
    "JSON-LD datePublished",  # where in a page a fact was found, by its name in HTML
    "html lang",
    "link canonical",
    "meta 7",
    "meta og:url",
    "saved from",
    "spacing",  # never shown
    " left out",
    "the folder cannot be read: 7",  # of commands alone
    "an error",
    "a field",  # what tells messages of gettext apart
    "7, part 7",  # names of files, functions, messages and origins
    "letter 7 7",
    "archive_called(name, sort_name, aliases)",
    "archive_called(name, '', aliases)",
    "address fetched",
    "watched source",
    "web page",
    "reads as",  # sought in warnings
    "the archive has",
    "Made a link by which the password is set.",  # in the log of accounts and names, which is in English
    "Lifted a lock of sign-in.",
    "7 was merged into it.",
    "Merged into 7.",
    "Succeeds 7 as 7 from 7.",
    "Succeeded by 7 as 7: it ends on 7.",
}
# Parts, put together to sentences that are tried below, or in other tests.
PARTS = {
    "a speaker",
    "spans overlap at 7",
    "nothing accounts for 7",
    "the 7 7 has the address 7 here, and 7 in the dump",
    "the address 7 is that of the 7 7 here, not of 7",
    "is in 7 letters",
    "reads as 7",
    "about half the text 7",
    "about a third of the text 7",
    "the text 7: the archive has 7 only",
    "7: not before 7",
    "7the mail has no text of its own, and nothing in it can be read: 77",
    "; and 7 more",
    "7. Take it out of the mail and send it by itself",
    "Sent to review",
    "Added from the mail",
    "Made anew of another part of the mail",
    ", although its robots.txt asks not to",
    "Published the correction7",
}


def files() -> list[Path]:
    found = [path for room in ROOMS for path in sorted(room.rglob("*.py"))]
    return [path for path in found if path.parent.name != "messages" and path.name not in ELSEWHERE]


def test_what_the_code_says_in_words_has_a_template():
    said = [(path.name, line, text) for path in files() for line, text in sentences_of(path)]
    assert len(said) > 150
    known = NOT_SENTENCES | PARTS
    assert not [each for each in said if each[2] not in known and find_form(each[2]) is None], (
        "add a template to statements/importer/messages/, and translate it"
    )


def test_each_reason_for_dropping_has_a_template():
    said = [(path.name, line, text) for path in files() for line, text in reasons_of(path)]
    assert len(said) > 60
    assert not [each for each in said if each[2] not in NOT_SENTENCES and find_form(each[2]) is None]


def test_each_template_is_there_once_and_finds_itself():
    assert len(TEMPLATES) == len(set(TEMPLATES))
    for template in TEMPLATES:
        sentence = fill_template(template, Names(dict.fromkeys(NUMBERS, "7")))
        found = find_form(sentence)
        assert found
        assert found[0].template == template, sentence


class Names(dict[str, str]):
    """Any field that is no number has a name in it."""

    def __missing__(self, name: str) -> str:
        return "Ada Quist"


@pytest.mark.parametrize(
    ("sentence", "italian", "french"),
    [
        ("page number", "numero di pagina", "numéro de page"),
        (
            "the file has 1,204,000 bytes, more than the limit of 1,000",
            "il file ha 1.204.000 byte, più del limite di 1.000",
            "le fichier a 1 204 000 octets, plus que la limite de 1 000",
        ),
        (
            "this is a picture (an icon), in which no text can be read: have its text recognised (OCR) and send the PDF"
            " or Word file that comes of it, or type the text and paste it",
            "è un’immagine (un’icona), in cui non si può leggere alcun testo: fai riconoscere il testo (OCR) e invia il"
            " file PDF o Word che ne risulta, oppure scrivi il testo e incollalo",
            "c’est une image (une icône), dans laquelle aucun texte ne peut être lu : faites reconnaître le texte (OCR)"
            " et envoyez le fichier PDF ou Word obtenu, ou saisissez le texte et collez-le",
        ),
        (
            "the text reads as Spanish: the archive has English, French, Italian only",
            "il testo sembra in spagnolo: l’archivio ha solo inglese, francese, italiano",
            "le texte semble être en espagnol, et les langues des archives sont : anglais, français, italien",
        ),
        (
            "the text is in Arabic letters: the archive has Italian only",
            "il testo è in un’altra scrittura (arabo): l’archivio ha solo italiano",
            "le texte est dans une autre écriture (arabe), et les langues des archives sont : italien",
        ),
        (
            "2 created\nline 1,002: text is empty",
            "creati: 2\nriga 1.002: il testo è vuoto",
            "créés : 2\nligne 1 002 : le texte est vide",
        ),
        (
            "the text is under embargo, “until Thursday”: not before 2034-07-04T18:00+02:00",
            "il testo è sotto embargo, «until Thursday»: non prima del 4 luglio 2034, 18:00 UTC+02:00",
            "le texte est sous embargo, « until Thursday » : pas avant le 4 juillet 2034, 18:00 UTC+02:00",
        ),
        (
            "the text is under embargo, “until Thursday”: not before 2034-07-04",
            "il testo è sotto embargo, «until Thursday»: non prima del 4 luglio 2034",
            "le texte est sous embargo, « until Thursday » : pas avant le 4 juillet 2034",
        ),
        ("Ada {Quist} %s", "Ada {Quist} %s", "Ada {Quist} %s"),
        ("", "", ""),
    ],
)
def test_a_sentence_is_said_in_the_language_of_the_page(sentence, italian, french):
    with translation.override("it"):
        assert say(sentence) == italian
    with translation.override("fr"):
        assert SPACES.sub(" ", say(sentence)) == french
    with translation.override("en-gb"):
        assert say(sentence) == sentence


def test_each_changed_fact_is_a_sentence_of_its_own():
    """Values may hold commas and quotation marks."""
    found = find_form("Changed Title from “Oslo, “the” port” to “nothing”, Kind from “other” to “speech”.")
    assert found
    assert found[0].template == "Changed {changes}."
    facts = _CHANGES.split(found[1]["changes"])
    assert facts == ["Title from “Oslo, “the” port” to “nothing”", "Kind from “other” to “speech”"]


def test_names_of_facts_roles_and_kinds_are_said_with_their_capitals():
    with translation.override("it"):
        assert [_say_label(each) for each in ("Title", "speaker", "speech")] == [
            "Titolo",
            str(Role.SPEAKER.label),
            "discorso",
        ]


def test_names_within_a_sentence_are_never_taken_for_fields():
    """A title with braces or percent signs is shown as it is."""
    with translation.override("it"):
        assert "«{0} {name} 100%s»" in say("the covering note above the mail is left out, “{0} {name} 100%s”")
