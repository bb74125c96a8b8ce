"""Words in pictures of pages: a scan is read with the program OCRmyPDF, where it is installed.

OCRmyPDF runs as a program, not as a library: in a process group of its own, with its own limits of time, memory
and pages, and never through a shell. It produces a PDF with a text layer, which the PDF reader then reads.

python -m statements.importer.ocr PAGES BYTES SCAN RESULT limits its own process, then becomes the program.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from statements.importer.draft import Refused
from statements.importer.other_formats import is_picture_of_page

_RECOGNISE = (
    "have its text recognised (OCR: in Acrobat “Scan & OCR”, or the program ocrmypdf) and send that PDF, ask whoever"
    " sent it for the text, or paste it"
)
SCAN = f"the PDF is a scan, pictures of pages without text (no text layer): {_RECOGNISE}"
FONTS = f"the text layer cannot be read: its fonts do not say which letters they show; {_RECOGNISE}"
RECOGNISED = "the words were recognised by OCR: compare them with the pages"
_LANGUAGES = ("eng", "fra", "ita")
_TOO_LONG = 75  # our process's exit code where the scan has too many pages
_MOST_MEGAPIXELS = 100  # per page; a larger picture is a decompression bomb
_FIRST, _RESOLUTION = 16, 300  # bytes that tell a picture; dots an inch of one that does not say
_MOST_WRITTEN = 2_000_000_000  # bytes per file
_MOST_READ = 200_000_000  # bytes of the result
_ROOT = Path(__file__).parent.parent.parent


def can_recognise() -> bool:
    """Whether OCRmyPDF is installed."""
    return shutil.which("ocrmypdf") is not None


def recognise(content: bytes, seconds: int, pages: int, memory: int) -> bytes:
    """A scan, a PDF or a picture, as a PDF with a text layer, which replaces any it had.

    seconds: of wall-clock time, since several processes work on it. memory: bytes for each of them.
    Raises Refused where it takes more, has more pages, or the program fails.
    """
    with TemporaryDirectory(prefix="ocr-") as folder:
        scan, result = Path(folder, "scan"), Path(folder, "result.pdf")
        scan.write_bytes(content)
        code = _run([str(pages), str(memory), str(scan), str(result)], folder, seconds)
        if code == _TOO_LONG:
            raise Refused(f"no text layer, and more than {pages:,} pages: run OCR first, or split it")
        if code or not result.exists():
            raise Refused("no text layer, and OCR failed: run it by hand and try again")
        if result.stat().st_size > _MOST_READ:
            raise Refused("no text layer, and what OCR made of it is too large: run it by hand, or split it")
        return result.read_bytes()


def _run(arguments: list[str], folder: str, seconds: int) -> int:
    """The exit code of the process that becomes the program.

    Raises Refused, and ends the process and its children, after `seconds`.
    """
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    environment |= {"TMPDIR": folder, "HOME": folder, "OMP_THREAD_LIMIT": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "statements.importer.ocr", *arguments],
        cwd=_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that its children end with it
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise Refused(f"no text layer, and OCR takes more than {seconds} seconds: run it first, or split it") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, and whatever is left of its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _is_picture(path: str) -> bool:
    with Path(path).open("rb") as file:
        return is_picture_of_page(file.read(_FIRST))


def _has_more_pages(path: str, most: int) -> bool:
    from pdfminer.pdfdocument import PDFDocument  # noqa: PLC0415 - under the limits
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415

    with Path(path).open("rb") as file:
        return any(number > most for number, _ in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(file))), 1))


def _languages() -> str:
    """The archive's languages that Tesseract has: "eng+fra+ita"."""
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S607
    return "+".join(each for each in _LANGUAGES if each in listed.stdout.split()) or "eng"


def main(pages: str, memory: str, scan: str, result: str) -> None:
    """Limit the process, count the pages, and become OCRmyPDF."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    is_picture = _is_picture(scan)
    if not is_picture and _has_more_pages(scan, int(pages)):
        sys.exit(_TOO_LONG)
    options = ["--force-ocr", "--output-type=pdf", "--optimize=0", "--quiet", "--rotate-pages"]
    options += [f"--max-image-mpixels={_MOST_MEGAPIXELS}", f"--language={_languages()}"]
    options += [f"--image-dpi={_RESOLUTION}"] if is_picture else []
    os.execvp("ocrmypdf", ["ocrmypdf", *options, "--", scan, result])  # noqa: S606, S607 - no shell; found on PATH


if __name__ == "__main__":
    main(*sys.argv[1:])
