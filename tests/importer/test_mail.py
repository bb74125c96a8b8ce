"""Texts that came by mail: the subject is the title, the day is the date, and the rest of the headers is dropped."""

import pytest

from tests.importer.parts import draft, paragraphs

TEXT = "We met at sea with our allies, and we spoke of the harbour."


@pytest.mark.parametrize(
    ("headers", "title", "day"),
    [
        ("From: Press\nDate: Tue, 11 Jul 2023 at 18:04\nSubject: Fwd: Re: The harbour", "The harbour", "2023-07-11"),
        ("De : Presse\nEnvoyé : mardi 4 avril 2023 16:20\nObjet : TR: Le port d'Oslo", "Le port d'Oslo", "2023-04-04"),
        ("Da: Ufficio\nInviato: lunedì 8 aprile 2024 09:12\nOggetto: I: Il porto", "Il porto", "2024-04-08"),
        ("Title: The harbour of Oslo\nDate: 4 March 2022\nSource: Ministry", "The harbour of Oslo", "2022-03-04"),
    ],
)  # fmt: skip
def test_headers_say_title_and_day(headers, title, day):
    made = draft(f"---------- Forwarded message ---------\n{headers}\n\n{TEXT}")
    assert (made.title.value, made.date.value) == (title, day)
    assert [each.text for each in made.paragraphs] == [TEXT]


def test_the_marks_of_a_quoted_mail_are_no_words():
    assert paragraphs(f"> {TEXT}\n>\n> {TEXT}") == [TEXT, TEXT]


def test_the_signature_of_the_sender_is_dropped():
    made = draft(f"From: a@b.example\nSubject: The harbour of Oslo\n\n{TEXT}\n\n-- \nPress office\nTel. 1")
    assert [each.text for each in made.paragraphs] == [TEXT]
    assert {span.reason for span in made.spans} >= {"mail header", "signature of a mail"}


@pytest.mark.parametrize("text", [f"Q: Why?\nA: {TEXT}", f"To: all of you\n{TEXT}", f"A: {TEXT}\nDe: {TEXT}"])
def test_turns_of_a_conversation_are_no_headers(text):
    assert "mail header" not in {span.reason for span in draft(text).spans}


def test_an_interview_is_no_mail():
    found = draft("Title: Interview at the dock\n\nQ: When did you sail?\n\nA: We met the harbour master at dawn.\n")
    assert "A: We met the harbour master at dawn." in [each.text for each in found.paragraphs]
