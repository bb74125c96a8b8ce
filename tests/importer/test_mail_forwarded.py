"""Mails as press offices and newsrooms send them on: covering notes, subjects, signatures, and .eml files."""

from email.message import EmailMessage

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.formats.choose import extract, format_of
from statements.importer.mail_words import subject_of
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft
from tests.importer.parts import draft

FIRST = "The Allies will meet in Washington in July to mark the anniversary of the treaty, and to speak of the sea."
SECOND = "They will speak about the support of Ukraine, and of the light that is kept burning in the harbours."
TEXT = f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "subject",
    [
        "FW: Statement on the summit", "Fwd: Statement on the summit", "RE: FW: Statement on the summit",
        "TR: Statement on the summit", "I: Statement on the summit", "R: Statement on the summit",
        "I: CS: Statement on the summit", "CS: Statement on the summit", "Re[2]: Statement on the summit",
        "RE : TR : Statement on the summit", "[EXT] Fwd: Statement on the summit",
        "=?utf-8?q?Statement_on?= =?utf-8?b?IHRoZSBzdW1taXQ=?=", "=?iso-8859-1?Q?FW:_Statement?= on the summit",
        "=?utf-8?q??= =?utf-8?q?Statement_on_the_summit?=",
    ],
)  # fmt: skip
def test_a_subject_is_the_title_without_what_stands_before_it(subject):
    assert subject_of(subject) == "Statement on the summit"
    made = draft(
        f"From: Press office <p@a.example>\nSent: Tuesday, June 11, 2024 5:05 PM\nSubject: {subject}\n\n{TEXT}"
    )
    assert (made.title.value, made.date.value) == ("Statement on the summit", "2024-06-11")


@pytest.mark.parametrize("subject", ["=?utf-8?b?A?=", "=?none?q?x?=", "Interview: the minister", "Icebreakers: a plan"])
def test_what_is_no_prefix_and_what_cannot_be_decoded_stays(subject):
    assert subject_of(subject) == subject


@pytest.mark.parametrize(
    ("note", "headers"),
    [
        (
            "Good morning,\n\nplease find below the statement of yesterday.\n\nBest regards,\nThe desk",
            "From: Press office <p@a.example>\nSent: Tuesday, June 11, 2024 5:05 PM\nTo: Desk\nSubject: FW: The summit",
        ),
        (
            "Bonjour,\nvoici le communiqué d’hier.\nCordialement",
            "De : Service de presse\nEnvoyé : mardi 11 juin 2024 17:05\nÀ : Rédaction\nObjet : TR: The summit",
        ),
        (
            "Buongiorno, inoltro il comunicato di ieri.",
            "-----Messaggio originale-----\nDa: Ufficio stampa\nInviato: martedì 11 giugno 2024 17:05\n"
            "A: Redazione\nOggetto: I: The summit",
        ),
        (
            "FYI",
            "---------- Forwarded message ---------\nFrom: Press <p@a.example>\nDate: Tue, 11 Jun 2024 at 17:05\n"
            "Subject: The summit\nTo: <d@a.example>",
        ),
        (
            "Pour info.",
            "Début du message réexpédié :\n\nDe: Service de presse <p@a.example>\nObjet: The summit\n"
            "Date: 11 juin 2024 à 17:05:00 UTC+2\nÀ: d@a.example",
        ),
    ],
)
def test_a_covering_note_is_no_part_of_the_statement(note, headers):
    made = draft(f"{note}\n\n{headers}\n\n{TEXT}")
    assert (made.title.value, made.date.value) == ("The summit", "2024-06-11")
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]
    assert "covering note" in {span.reason for span in made.spans}
    assert any("covering note" in warning for warning in made.warnings)


def test_the_inner_of_two_mails_counts():
    outer = "From: Desk\nDate: 12 June 2024\nSubject: Fwd: for you\n\nSee below.\n\n"
    inner = "From: Press\nDate: 11 June 2024\nSubject: The summit\n\n"
    made = draft(f"{outer}{inner}{TEXT}")
    assert (made.title.value, made.date.value) == ("The summit", "2024-06-11")
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "On Tue, 11 Jun 2024 at 17:05, Press <p@a.example> wrote:",
        "Le mar. 11 juin 2024 à 17:05, Presse <p@a.example> a écrit :",
        "Il giorno mar 11 giu 2024 alle ore 17:05 Stampa <p@a.example> ha scritto:",
    ],
)
def test_the_line_that_says_who_wrote_is_dropped_and_dates_the_text(line):
    quoted = "\n".join(f"> {each}" for each in f"Statement on the summit\n\n{TEXT}".split("\n"))
    made = draft(f"See below.\n\n{line}\n{quoted}")
    assert (made.title.value, made.date.value) == ("Statement on the summit", "2024-06-11")
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "signature",
    ["-- \nPress office\nTel. +39 06 0000000", "Kind regards,\nAda Quist", "Cordialement,\nLe service de presse",
     "Bien cordialement", "Cordiali saluti\nUfficio stampa", "Distinti saluti,\n\nAda Quist\nPortavoce"],
)  # fmt: skip
def test_the_signature_of_a_mail_is_dropped(signature):
    head = "From: Press\nDate: 11 June 2024\nSubject: The summit\n\n"
    assert [each.text for each in draft(f"{head}{TEXT}\n\n{signature}").paragraphs] == [FIRST, SECOND]


def test_a_letter_that_is_no_mail_keeps_its_end():
    made = draft(f"Letter to the minister\n\n{TEXT}\n\nKind regards,\nAda Quist")
    assert made.paragraphs[-1].text == "Ada Quist"


def test_an_interview_is_no_mail():
    text = f"The interview of the year\n\nQ: Where are you from?\n\nA: From Oslo. {FIRST}\n\n{SECOND}"
    assert "From Oslo" in " ".join(each.text for each in draft(text).paragraphs)


def _mail(plain="", html="", files=()):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = "Press <p@a.example>", "d@a.example", "Tue, 11 Jun 2024 17:05:00 +0200"
    mail["Subject"] = "CS: Più uniti – «mai così»"
    if plain:
        mail.set_content(plain, cte="quoted-printable")
    if html:
        add = mail.add_alternative if plain else mail.set_content
        add(html, subtype="html", cte="base64")
    for name in files:
        mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def _draft(content):
    found = extract(content, "a.eml", Limits())
    made = make_draft(found, DocumentEntry("a.eml"), Manifest())
    assert "".join(found.text[span.start : span.end] for span in made.spans) == found.text
    return made


@pytest.mark.parametrize(
    "content",
    [
        _mail(plain=TEXT),
        _mail(plain=TEXT, html=f"<p>{FIRST}</p><p>{SECOND}</p>"),
        _mail(html=f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"),
    ],
)
def test_a_mail_in_a_file_is_read(content):
    made = _draft(content)
    assert (made.title.value, made.date.value) == ("Più uniti – «mai così»", "2024-06-11")
    assert [each.text for each in made.paragraphs] == [FIRST, SECOND]


def test_files_that_are_attached_are_named():
    assert "release.pdf" in " ".join(_draft(_mail(plain=TEXT, files=["release.pdf"])).warnings)
    with pytest.raises(Refused, match="release seems to be release.pdf, which is attached to the mail: the PDF is br"):
        extract(_mail(plain=" ", files=["release.pdf"]), "a.eml", Limits())


def test_a_page_that_a_browser_saved_as_a_mail_is_refused():
    page = b"From: <Saved by Blink>\nSubject: A\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b"
    assert format_of(page, "a.mht") == "plain"
    with pytest.raises(Refused, match="saved as one file"):
        extract(page, "a.mht", Limits())


@pytest.mark.parametrize("rest", ["", "--b\n\nx", "--b\nContent-Type: text/plain; charset=none\n\nx\n--b--"])
def test_a_broken_mail_is_refused_or_read(rest):
    head = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    try:
        assert extract(head + rest.encode(), "a.eml", Limits()).text
    except Refused as refusal:
        assert "mail" in str(refusal)
