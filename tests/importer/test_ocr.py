"""A scan is refused, or read by OCR where that is on and installed; nothing of a program that hangs is left."""

import os
import stat
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from statements.importer import ocr
from statements.importer.draft import Refused
from statements.importer.files import import_file, read
from statements.importer.isolated import list_isolated, read_isolated
from tests.importer.formats.making import make_pdf
from tests.importer.formats.making_msg import attachment, msg
from tests.importer.formats.making_pdf import drawn_words, pdf_of

SCAN = make_pdf([])
WORDS = ["We came to the harbour to speak of the light", "that ships need at night."]
READ = make_pdf([(72, 700 - 14 * number, 11, words) for number, words in enumerate(WORDS)])


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a shell script in the place of OCRmyPDF; its last two arguments are the scan and the result."""

    def install(script):
        path = tmp_path / "ocrmypdf"
        path.write_text(f"#!/bin/sh\nfor each; do before=$result; result=$each; done\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        tesseract = tmp_path / "tesseract"
        tesseract.write_text("#!/bin/sh\necho eng\n")
        tesseract.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        return tmp_path

    return install


def test_a_scan_is_refused_where_ocr_is_off(settings, program):
    settings.OCR = False
    program("exit 0")
    with pytest.raises(Refused, match="no text layer.: have its text recognised"):
        read(SCAN, "scan.pdf")


def test_a_scan_is_refused_where_ocr_is_not_installed(settings, monkeypatch, tmp_path):
    settings.OCR = True
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="no text layer.: have its text recognised"):
        read(SCAN, "scan.pdf")


def test_a_scan_is_read_as_its_words_are_recognised_and_says_so(settings, program):
    settings.OCR = True
    folder = program('cp "$(dirname "$0")/read.pdf" "$result"')
    (folder / "read.pdf").write_bytes(READ)
    extract = read(SCAN, "scan.pdf")
    assert extract.text == "\n".join(WORDS)
    assert extract.warnings == ("the words were recognised by OCR: compare them with the pages",)


PICTURES = [b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]


@pytest.fixture
def reads_scans(settings, program):
    settings.OCR = True
    folder = program('cp "$(dirname "$0")/read.pdf" "$result"')
    (folder / "read.pdf").write_bytes(READ)


def attach(content, kind, name, words=""):
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "press@harbour.example", "The light", "Thu, 4 Jul 2024 09:15:00 +0200"
    mail.set_content(words)
    mail.add_attachment(content, *kind.split("/"), filename=name)
    return mail.as_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_of_a_page_is_read_like_a_scan(reads_scans, picture):
    extract = read(picture, "scan.jpg")
    assert (extract.text, extract.warnings) == ("\n".join(WORDS), (ocr.RECOGNISED,))


def test_a_picture_is_refused_where_ocr_is_off(settings):
    settings.OCR = False
    with pytest.raises(Refused, match="this is a picture .JPEG.*recognised .OCR."):
        read(PICTURES[0], "scan.jpg")


def test_a_picture_in_a_folder_is_read_like_a_scan(reads_scans, db, tmp_path):
    (tmp_path / "scan.jpg").write_bytes(PICTURES[0])
    outcome = import_file(tmp_path / "scan.jpg")
    assert (outcome.result, outcome.warnings[0]) == ("created", ocr.RECOGNISED)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["", "Please find our release attached."])
def test_a_scan_in_a_mail_is_read_as_one_that_is_sent_by_itself(reads_scans, words):
    extract = read(attach(SCAN, "application/pdf", "release.pdf", words), "mail.eml")
    assert extract.text == "\n".join(WORDS)
    assert extract.warnings[0] == ocr.RECOGNISED
    assert (extract.part.name, extract.part.content) == ("release.pdf", SCAN)


@pytest.mark.slow
def test_a_scan_in_a_mail_of_outlook_too(reads_scans):
    mail = msg("The light", "Please find our release attached.", attached=[attachment("release.pdf", SCAN)])
    assert read(mail, "mail.msg").text == "\n".join(WORDS)


@pytest.mark.slow
@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_that_is_all_there_is_in_a_mail_is_a_scan(reads_scans, picture):
    page = picture + b"\1" * 30_000
    extract = read(attach(page, "image/jpeg", "page.jpg"), "mail.eml")
    assert (extract.text, extract.part.content) == ("\n".join(WORDS), page)


def test_a_logo_is_no_scan_and_a_picture_beside_words_neither(reads_scans):
    with pytest.raises(Refused, match="nothing in it can be read"):
        read(attach(PICTURES[0], "image/jpeg", "logo.jpg"), "mail.eml")
    told = "We came to the harbour to speak of the light that ships need at night. " * 10
    extract = read(attach(PICTURES[0] + b"\1" * 30_000, "image/jpeg", "photo.jpg", told), "mail.eml")
    assert told.strip() in extract.text
    assert extract.warnings == ()


@pytest.mark.slow
def test_an_editor_is_offered_the_scan_beside_the_words(reads_scans):
    listing = list_isolated(attach(SCAN, "application/pdf", "release.pdf", "We met. " * 300), "mail.eml")
    assert [each.name for each in listing.candidates] == ["", "release.pdf"]
    mail = attach(SCAN, "application/pdf", "release.pdf", "We met. " * 300)
    assert read_isolated(mail, "mail.eml", part=1).text == "\n".join(WORDS)


def test_a_scan_in_a_mail_is_refused_where_ocr_is_off(settings):
    settings.OCR = False
    with pytest.raises(Refused, match="release.pdf, which is attached to the mail: the PDF is a scan.*Take it out"):
        read(attach(SCAN, "application/pdf", "release.pdf"), "mail.eml")


@pytest.mark.slow
def test_where_ocr_fails_on_a_scan_in_a_mail_its_words_serve_or_the_failure_is_told(settings, program):
    settings.OCR = True
    program("exit 2")
    with pytest.raises(Refused, match="OCR failed"):
        read(attach(SCAN, "application/pdf", "release.pdf"), "mail.eml")
    words = "Please find our release attached. " + "We came to the harbour to speak of the light at night. " * 5
    extract = read(attach(SCAN, "application/pdf", "release.pdf", words), "mail.eml")
    assert "We came to the harbour" in extract.text
    assert "release.pdf cannot be read: " in " ".join(extract.warnings)


@pytest.mark.slow
def test_ocr_that_takes_too_long_is_ended_with_all_that_it_started(settings, program, tmp_path):
    settings.OCR, settings.OCR_MAX_SECONDS = True, 3
    program(f'sleep 60 & echo $! > {tmp_path}/child; echo "$TMPDIR" > {tmp_path}/folder; wait')
    began = time.monotonic()
    with pytest.raises(Refused, match="OCR takes more than 3 seconds"):
        read(SCAN, "scan.pdf")
    assert time.monotonic() - began < 120
    child = int((tmp_path / "child").read_text())
    while is_running(child) and time.monotonic() - began < 120:
        time.sleep(0.05)  # a killed process is gone a moment later
    assert not is_running(child)
    assert not Path((tmp_path / "folder").read_text().strip()).exists()


def is_running(number):
    status = Path(f"/proc/{number}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_ocr_that_fails_is_refused(settings, program):
    settings.OCR = True
    program("exit 2")
    with pytest.raises(Refused, match="OCR failed"):
        read(SCAN, "scan.pdf")


def test_a_scan_of_too_many_pages_is_refused(settings, program):
    settings.OCR, settings.OCR_MAX_PAGES = True, 1
    program("exit 0")
    with pytest.raises(Refused, match="more than 1 pages"):
        read(make_pdf([], []), "scan.pdf")


@pytest.mark.skipif(not ocr.can_recognise(), reason="ocrmypdf is not installed")
def test_words_that_only_a_picture_shows_are_read(settings):
    settings.OCR, settings.OCR_MAX_SECONDS = True, 110
    extract = read(pdf_of(drawn_words(*["THE HALL IN THE LAND"] * 8)), "scan.pdf")
    assert "HALL" in extract.text
    assert extract.warnings[0] == ocr.RECOGNISED


def test_whether_ocr_helps_is_told_by_the_refusal_and_not_by_its_words(settings, monkeypatch, program):
    settings.OCR = False
    with pytest.raises(Refused) as scan:
        read(SCAN, "scan.pdf")
    with pytest.raises(Refused) as broken:
        read(b"%PDF-1.4 nothing", "broken.pdf")
    assert (scan.value.needs_ocr, broken.value.needs_ocr) == (True, False)

    def reworded(content, name, **asked):
        raise Refused("the file has no text", needs_ocr=True)

    settings.OCR = True
    program("exit 2")
    monkeypatch.setattr("statements.importer.isolated._ask", reworded)
    with pytest.raises(Refused, match="OCR failed"):
        read(SCAN, "scan.pdf")
