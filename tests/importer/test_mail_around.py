"""What stands in a mail around the statement that it brings: a note, a signature, notices, the mail that it answers."""

from email.message import EmailMessage

import pytest

from statements.importer.files import read
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft

TITLES = {
    "en": "The ministers meet in Oslo",
    "fr": "Réunion des ministres à Oslo",
    "it": "Riunione dei ministri a Oslo",
}
TEXTS = {
    "en": "The ministers met in Oslo today to speak of the harbour, of the light and of all who keep it burning.",
    "fr": "Les ministres se sont réunis aujourd’hui à Oslo pour parler du port, du phare et de ceux qui le gardent.",
    "it": "I ministri si sono riuniti oggi a Oslo per parlare del porto, del faro e di coloro che lo tengono acceso.",
}
NOTES = [
    ("en", "Dear colleagues,\n\nPlease find below our release.\n\nBest regards,\nAda Quist"),
    ("en", "Hi all,\n\nSee the statement below.\n\nAda"),
    ("fr", "Chers collègues,\n\nVeuillez trouver ci-dessous notre communiqué.\n\nBien cordialement,\nAda Quist"),
    ("it", "Gentili colleghi,\n\ninviamo di seguito il comunicato.\n\nCordiali saluti,\nAda Quist"),
]
FOOTERS = [
    ("en", "Unsubscribe from this list: https://list.example/u"),
    ("en", "This e-mail and any files are confidential and for the addressee only."),
    ("fr", "Ce message et ses pièces jointes sont confidentiels."),
    ("fr", "Pour vous désabonner : https://list.example/u"),
    ("it", "Questo messaggio e i suoi allegati sono riservati."),
    ("it", "Per cancellarsi: https://list.example/u"),
]


def mail(words, subject="The ministers meet in Oslo", **content):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Press <press@harbour.example>", "desk@paper.example", subject
    made["Date"] = "Thu, 04 Jul 2024 09:15:00 +0200"
    made.set_content(words, **content)
    return made


def draft_of(content):
    return make_draft(read(content, "mail.eml"), DocumentEntry("mail.eml"), Manifest())


def texts_of(made):
    return [each.text for each in made.paragraphs]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "note"), NOTES)
@pytest.mark.parametrize("rule", ["", "-----\n\n"])
def test_a_note_above_the_title_is_left_out_and_told(language, note, rule):
    title, text = TITLES[language], TEXTS[language]
    made = draft_of(mail(f"{note}\n\n{rule}{title}\n\n{text}\n\n{text}\n", f"FW: {title}").as_bytes())
    assert (made.title.value, texts_of(made)) == (title, [text, text])
    assert [each for each in made.warnings if "covering note" in each]


@pytest.mark.parametrize(("language", "note"), [each for each in NOTES if "Quist" in each[1]])
def test_a_note_ends_with_its_signature_where_no_title_stands_below(language, note):
    text = TEXTS[language]
    made = draft_of(mail(f"{note}\n\n{text}\n\n{text}\n", TITLES[language]).as_bytes())
    assert texts_of(made) == [text, text]


def test_a_long_text_below_a_closing_is_no_signature():
    words = f"Good morning,\n\nIt was a long day.\n\nRegards,\nAda Quist\n\n{TEXTS['en']}\n\n{TEXTS['en']}\n"
    assert texts_of(draft_of(mail(words).as_bytes()))[-2:] == [TEXTS["en"]] * 2


def test_what_a_release_has_above_its_title_is_no_note():
    words = f"PRESS RELEASE No. 12/2024\n\n{TITLES['en']}\n\n{TEXTS['en']}\n\n{TEXTS['en']}\n"
    made = draft_of(mail(words).as_bytes())
    assert (made.reference.value, made.warnings) == ("12/2024", ())


@pytest.mark.slow
@pytest.mark.parametrize(("language", "footer"), FOOTERS)
def test_what_lists_and_programs_write_below_a_mail_is_dropped(language, footer):
    text = TEXTS[language]
    assert texts_of(draft_of(mail(f"{text}\n\n{text}\n\n{footer}\n", TITLES[language]).as_bytes())) == [text, text]


def test_the_mail_that_is_answered_is_left_out_and_told():
    quoted = "On Wed, 3 Jul 2024 at 10:00, Bo Lund <b@paper.example> wrote:\n> Could you send the statement?\n> Thanks"
    made = draft_of(mail(f"{TEXTS['en']}\n\n{TEXTS['en']}\n\n{quoted}\n").as_bytes())
    assert texts_of(made) == [TEXTS["en"]] * 2
    assert made.warnings == ("the mail that is answered, quoted below the text, is left out",)


def test_a_mail_attached_to_a_mail_is_the_one_that_counts():
    outer, inner = mail("See attached.", "Fwd: statement"), mail(f"{TEXTS['en']}\n\n{TEXTS['en']}\n")
    outer.add_attachment(inner)
    made = draft_of(outer.as_bytes())
    assert (made.title.value, texts_of(made)) == (TITLES["en"], [TEXTS["en"]] * 2)
    assert made.warnings == (
        "the mail has several parts: the mail “The ministers meet in Oslo” taken for the release, not the mail's own"
        " words",
        "the covering note above the mail is left out, “See attached.”",
    )


@pytest.mark.parametrize("space", ["no", "yes"])
def test_lines_that_a_mail_program_broke_are_joined(space):
    broken = TEXTS["fr"].replace("parler ", "parler \n" if space == "no" else "parler  \n")
    content = (
        "From: Presse <p@port.example>\nSubject: Réunion des ministres\nDate: Thu, 4 Jul 2024 09:15:00 +0200\n"
        f"Content-Type: text/plain; charset=utf-8;\n format=flowed; delsp={space}\n\n{broken}\n\nFin.\n"
    )
    assert texts_of(draft_of(content.encode())) == [TEXTS["fr"], "Fin."]


@pytest.mark.slow
@pytest.mark.parametrize("subject", ["[EXTERNAL] {}", "[EXT] RE: {}", "Fwd: [EXT] {}"])
def test_what_a_gateway_puts_before_a_subject_is_no_title(subject):
    made = draft_of(mail(f"{TEXTS['en']}\n", subject.format(TITLES["en"])).as_bytes())
    assert made.title.value == TITLES["en"]
