"""Which part of a mail is the release, what is not opened, and what a hostile mail comes to."""

import time
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.formats.choose import extract, format_of
from statements.importer.formats.mails.flowed import unfold
from statements.importer.formats.mails.letters import read_letters
from statements.importer.formats.mails.listing import list_mail
from statements.importer.formats.mails.mail import clean_name
from statements.importer.mail_words import says_nothing
from tests.importer.formats.mailings import EN, IT, NOTES, PNG, TEXTS, attach, plain, with_file, with_text, word
from tests.importer.test_mailings import draft_of

NEVER = "The ministers met at sea, and they spoke of the light for a long time. " * 30


def listed(content, name="mail.eml"):
    return list_mail(content, name, Limits())


class TestTheChoice:
    def test_the_parts_are_told_with_their_kinds_sizes_and_first_words(self):
        made = attach(with_file(EN, "release.docx", word(EN)), "light.png", PNG, "png", "image")
        attach(made, "photos.zip", b"PK\x05\x06" + b"\0" * 18, "zip")
        mail = listed(made.as_bytes())
        kinds = {each.name: each.kind for each in mail.parts}
        assert kinds == {"": "mail", "release.docx": "Word", "light.png": "image", "photos.zip": "file"}
        assert [each.number for each in mail.candidates] == [0, 1]
        assert mail.likely == 1
        assert mail.parts[1].begins.startswith("The ministers meet in Oslo The ministers met")
        assert mail.parts[1].size == len(word(EN))
        assert "it is not opened" in mail.parts[3].why_not
        assert (mail.sender, mail.subject) == ("Press office <press@harbour.example>", EN)

    def test_a_release_in_the_body_is_taken_although_something_is_attached(self):
        found, made = draft_of(attach(with_text(EN, NEVER), "annex.docx", word(IT)).as_bytes())
        assert found.part.number == 0
        assert made.warnings == (
            "the mail has several parts: the mail's own words taken for the release, not annex.docx",
        )

    def test_an_editor_may_choose_otherwise(self):
        content = with_file(EN, "release.docx", word(EN)).as_bytes()
        found, made = draft_of(content, part=0)
        assert found.part.content == b""
        assert "please find attached" in " ".join(each.text for each in made.paragraphs)
        found, _ = draft_of(content, part=1)
        assert found.part.content == word(EN)
        assert not [each for each in found.warnings if "several parts" in each], "the choice is an editor's"

    @pytest.mark.parametrize("part", [2, 99, 10**9])
    def test_a_part_that_is_not_there_cannot_be_chosen(self, part):
        with pytest.raises(Refused, match="no such part"):
            extract(with_file(EN, "release.docx", word(EN)).as_bytes(), "mail.eml", Limits(), part)

    def test_a_part_that_is_no_release_cannot_be_chosen(self):
        content = attach(with_text(EN, NEVER), "winmail.dat", b"\x78\x9f\x3e\x22" * 9, "ms-tnef").as_bytes()
        with pytest.raises(Refused, match=r"winmail\.dat cannot be .*ask the sender"):
            extract(content, "mail.eml", Limits(), 1)

    def test_a_file_that_cannot_be_read_leaves_a_body_of_more_than_a_few_words(self):
        broken = attach(with_text(EN, f"{plain(EN)}\n\nSee the attached PDF.\n"), "r.pdf", b"%PDF-1.7 broken", "pdf")
        found, made = draft_of(broken.as_bytes())
        assert found.part.number == 0
        assert any("r.pdf cannot be read" in each for each in made.warnings)

    def test_a_mail_of_nothing_says_what_is_in_it(self):
        content = attach(with_text(EN, "\n"), "winmail.dat", b"\x78\x9f\x3e\x22" * 9, "ms-tnef").as_bytes()
        with pytest.raises(Refused, match="no text of its own, and nothing in it can be read: winmail.dat"):
            extract(content, "mail.eml", Limits())
        encrypted = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime"
        with pytest.raises(Refused, match="encrypted"):
            extract(encrypted + b"\nContent-Transfer-Encoding: base64\n\nMIIB\n", "mail.eml", Limits())


class TestWhatTheMailSays:
    def test_its_day_yields_to_the_one_in_the_text(self):
        made = with_text(EN, f"{EN}\n\nOslo, 3 July 2024\n\n{plain(EN)}\n")
        assert draft_of(made.as_bytes())[1].date.value == "2024-07-03"
        _, made = draft_of(with_text(EN, plain(EN)).as_bytes())
        assert (made.date.value, made.date.origin) == ("2024-07-04", "the mail's date")
        assert "date" in {each.use for each in made.spans}, "the line of the mail that says so is accounted for"

    def test_its_day_serves_an_attached_file_that_has_none(self):
        _, made = draft_of(with_file(EN, "release.docx", word(EN)).as_bytes())
        assert (made.date.value, made.date.origin) == ("2024-07-04", "the mail's date")

    @pytest.mark.parametrize(
        "subject", ["Comunicato stampa", "PRESS RELEASE n. 4/2024", "CP", "Communiqué de presse", "", "Press statement"]
    )
    def test_a_subject_that_says_only_that_there_is_a_release_is_no_title(self, subject):
        assert says_nothing(subject)
        made = with_text(EN, f"{EN}\n\n{plain(EN)}\n", subject or " ")
        assert draft_of(made.as_bytes())[1].title.value == EN

    @pytest.mark.parametrize("subject", ["Statement on the summit", "Dichiarazione del ministro", "Nota"])
    def test_any_other_is(self, subject):
        assert not says_nothing(subject)


class TestLetters:
    @pytest.mark.parametrize(
        ("content", "declared", "text", "told"),
        [
            ("Più".encode(), "utf-8", "Più", False),
            ("Più".encode("cp1252"), "us-ascii", "Più", False),
            ("Più – «sì»".encode("cp1252"), "iso-8859-1", "Più – «sì»", False),
            ("Più".encode(), "iso-8859-1", "Più", True),
            ("Più".encode("cp1252"), "utf-8", "Più", True),
            ("Più".encode("utf-16"), "utf-16", "Più", False),
            ("Più".encode("utf-7"), "utf-7", "Più", False),
            ("日本".encode("iso2022_jp"), "iso-2022-jp", "日本", False),
            (b"plain", "x-none", "plain", False),
            (b"plain", "base64", "plain", False),
            (b"", "utf-8", "", False),
            (b"+AGE-", "../../etc/passwd", "+AGE-", False),
        ],
    )
    def test_what_is_declared_is_believed_as_far_as_it_can_be(self, content, declared, text, told):
        read = read_letters(content, declared)
        assert (read.text, bool(read.warning)) == (text, told)

    def test_lines_that_flow_are_joined_and_a_quotation_is_not(self):
        assert (
            unfold("We met \nat sea.\n> You \n> came.\n-- \nAda", joined=False)
            == "We met at sea.\n> You came.\n-- \nAda"
        )

    def test_many_lines_that_flow_take_no_time(self):
        began = time.monotonic()
        unfold("word \n" * 200_000, joined=False)
        assert time.monotonic() - began < 3


class TestAttacks:
    @pytest.mark.parametrize(
        ("name", "clean"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ada\\re\0lease.pdf", "re\ufffdlease.pdf"),
            ("release\u202efdp.exe", "releasefdp.exe"),
            ("..", ""),
            ("a" * 300 + ".docx", "a" * 115 + ".docx"),
            ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
        ],
    )
    def test_a_name_is_no_path_and_holds_nothing_that_is_not_seen(self, name, clean):
        assert clean_name(name) == clean

    def test_a_mail_that_calls_itself_a_pdf_is_a_mail(self):
        content = attach(with_text(EN, NEVER), "a.pdf", b"%PDF-").as_bytes()
        inner = f"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n\n%PDF-1.4 is what it says.\n{NEVER}"
        assert format_of(inner.encode(), "mail.eml") == "eml"
        assert format_of(content, "mail") == "eml"

    def test_mails_inside_one_another_are_opened_a_few_times_only(self):
        made = with_text(EN, NEVER)
        for _ in range(8):
            outer = with_text(EN, "See below.")
            outer.add_attachment(made)
            made = outer
        with pytest.raises(Refused, match="inside one another"):
            extract(made.as_bytes(), "mail.eml", Limits())

    def test_parts_inside_one_another_and_beside_one_another_are_counted(self):
        deep: MIMEBase = MIMEText(NEVER)
        for _ in range(60):
            outer = MIMEMultipart()
            outer.attach(deep)
            deep = outer
        deep["From"], deep["Subject"] = "a@b.example", "x"
        with pytest.raises(Refused, match="too many parts"):
            extract(deep.as_bytes(), "mail.eml", Limits())
        wide = with_text(EN, NEVER)
        for number in range(250):
            attach(wide, f"{number}.txt", b"Words.")
        with pytest.raises(Refused, match="more than 200 parts"):
            extract(wide.as_bytes(), "mail.eml", Limits())

    def test_headers_without_end_are_refused_and_long_ones_cut(self):
        many = b"".join(b"X-%d: 1\n" % number for number in range(2_000))
        head = b"From: a@b.example\nMIME-Version: 1.0\n"
        with pytest.raises(Refused, match="headers"):
            extract(head + many + b"\nWords.", "mail.eml", Limits())
        long = head + b"Subject: " + b"word " * 200_000 + b"\n\n" + NEVER.encode()
        assert len(extract(long, "mail.eml", Limits()).part.subject) <= 2_000

    @pytest.mark.parametrize(
        "head",
        [
            "Subject: =?utf-8?b?////?=",
            "Date: Thu, 99 Jul 99999 99:99:99 +9999",
            "Date: \x00",
            'From: "=?utf-7?q?+2AA-?=" <',
            "Content-Type: text/plain; charset=\"utf-8\x00\"",
            "Content-Type: text/plain; charset*0*=x''%FF; charset*1=y",
            "Content-Type: multipart/mixed; boundary=\"\"",
            "Content-Type: multipart/mixed",
            "Content-Transfer-Encoding: x-uuencode",
            "Content-Disposition: attachment; filename*=utf-8''%00%2e%2e%2f",
            "Content-Type: message/rfc822",
        ],
    )  # fmt: skip
    def test_broken_headers_are_read_or_refused(self, head):
        content = f"From: a@b.example\nMIME-Version: 1.0\n{head}\n\nWords of a release.\0\n".encode()
        try:
            text = extract(content, "mail.eml", Limits()).text
        except Refused as refusal:
            assert str(refusal)
        else:
            assert "\0" not in text
            text.encode()

    def test_a_page_in_a_mail_is_no_program(self):
        made = EmailMessage()
        made["From"], made["Subject"] = "a@b.example", "<script>alert(1)</script>"
        words = "".join(f"<p>{each}</p>" for each in TEXTS[EN])
        made.set_content(f"<title>x</title><script>alert(2)</script>{words}", subtype="html")
        found, draft = draft_of(made.as_bytes())
        assert "alert(2)" not in found.text
        assert draft.title.value == "<script>alert(1)</script>"

    def test_more_words_than_are_read_are_refused(self):
        with pytest.raises(Refused, match="more than 1,000"):
            extract(with_text(EN, NEVER).as_bytes(), "mail.eml", Limits(characters=1_000))

    def test_a_note_in_any_language_says_that_the_release_is_attached(self):
        long = "We tell you what the ministers said. " * 20
        for note in NOTES.values():
            content = attach(with_text(EN, f"{note}\n\n{long}"), "r.docx", word(EN)).as_bytes()
            assert draft_of(content)[0].part.number == 1
        content = attach(with_text(EN, long), "r.docx", word(EN)).as_bytes()
        assert draft_of(content)[0].part.number == 0
