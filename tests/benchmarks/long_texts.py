"""What a long text costs: each address that concerns one, by one reader and by twelve at once, and a probe meanwhile.

    DATABASE_URL=… .venv/bin/python tests/benchmarks/long_texts.py [--paragraphs 49000] [--only NAME]

The database has to be migrated. A text, its second version and its translation are added where they are missing, and
stay. The site is served as deploy/gunicorn.conf.py says, by one worker, which is started anew for each address.

Columns: seconds of one reader; of twelve, the median and the slowest; the slowest probe and the slowest page of another
document meanwhile; MB that the worker held at most; statuses of the twelve.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event
from uuid import UUID

_ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(_ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statements.settings")
os.environ["SECRET_KEY"] = "of-drills-alone-" * 4  # that of the site, for who signs in

import django

django.setup()

import requests
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from statements.models import Document, Paragraph, Source
from tests.cast import make_document
from tests.drills.site import Site, run_command

READERS = 12
SLUG, OTHER, SHORT = "a-very-long-text", "un-testo-molto-lungo", "a-short-text"
_OPTIONS = ["--config", str(_ROOT / "deploy" / "gunicorn.conf.py"), "--workers", "1"]
_VARIABLES = {
    "DATABASE_URL": os.environ["DATABASE_URL"],
    "ARCHIVE_ALLOWED_HOSTS": ".localhost,127.0.0.1",
    "ARCHIVE_PAGE_TIMEOUT": "1000",  # as everywhere
}
_GROUP = UUID(int=49_000)
_PROBE = "/health/live"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--paragraphs", type=int, default=49_000)
    parser.add_argument("--only", help="the addresses whose names begin so")
    given = parser.parse_args()
    add_texts(given.paragraphs)
    print("| | one | twelve: half, worst | probe, page meanwhile | memory | |\n|---|---|---|---|---|---|", flush=True)
    for name, path in list_addresses().items():
        if name.startswith(given.only or ""):
            print(f"| {name} | {measure(path)} |", flush=True)


@transaction.atomic
def add_texts(paragraphs: int) -> None:
    """Add the long text with two versions, its translation, and a short one, unless they are there."""
    if Document.objects.filter(slug=SLUG).exists():
        return
    make_document("We sail at dawn, and nobody is late.", slug=SHORT).publish()
    for slug, language in ((SLUG, "en"), (OTHER, "it")):
        facts = {"slug": slug, "language": language, "translation_group": _GROUP}
        document = make_document(speakers={"Ada Quist": "author"}, **facts)
        texts = [write_paragraph(Random(f"{slug} {each}")) for each in range(paragraphs)]
        rows = [
            Paragraph(document=document, position=each, key=f"pk{each}", number=str(each), text=text, language=language)
            for each, text in enumerate(texts, 1)
        ]
        Paragraph.objects.bulk_create(rows)  # in one statement, as each has its triggers look at the whole text
        kept = "\n\n".join(texts)
        content = kept.encode()
        digest = sha256(content).hexdigest()
        Source.objects.create(
            document=document, filename="long.txt", content=content, text=kept, spans=[], sha256=digest
        )
        document.publish()
    document = Document.objects.get(slug=SLUG)
    document.paragraphs.filter(position__in=range(100, paragraphs, 5_000)).update(text="This was put otherwise before.")
    document.publish()


def write_paragraph(random: Random) -> str:
    """Some words, about 300 bytes of them; small numbers are more common."""
    words = [f"word{int(random.paretovariate(0.7)) % 20_000}" for _ in range(random.randint(20, 70))]
    return f"{' '.join(words).capitalize()}."


def list_addresses() -> dict[str, str]:
    """The addresses that concern the long text, by what they are."""
    page, document = f"/documents/{SLUG}/", Document.objects.get(slug=SLUG)
    return {
        "a part": f"{page}?part=50",
        "a part of version 1": f"{page}?v=1&part=50",
        "words found in the text": f"{page}?q=word777&part=50",
        "a link to a paragraph": f"{page}?at=pk30000",
        "what changed": f"{page}changes/",
        "related documents": f"{page}related/",
        "cite": f"{page}cite/",
        "cite a paragraph": f"{page}cite/pk30000/",
        "a part of the source": f"{page}source/?part=20",
        "the original file": f"{page}original/",
        "beside its translation": f"{page}with/{OTHER}/",
        "compared": f"/compare/?a={SLUG}&b={SLUG}&vb=1",
        "its feed": f"{page}feed.atom",
        "the feed of all": "/documents/feed.atom",
        "the feed of a search": "/search/feed.atom?q=word777",
        "plain text": f"/documents/{SLUG}.txt",
        "plain text of version 1": f"/documents/{SLUG}.txt?v=1",
        "API: the record": f"/api/documents/{SLUG}",
        "API: the record of version 1": f"/api/documents/{SLUG}?v=1",
        "API: facts of the record": f"/api/documents/{SLUG}?fields=title,date",
        "API: versions": f"/api/documents/{SLUG}/versions",
        "API: a paragraph": f"/api/documents/{SLUG}/paragraphs/pk30000",
        "API: a list with texts": "/api/documents?include=paragraphs",
        "API: changes": "/api/changes",
        "a search": "/search/?q=word777",
        "export, a table": "/documents/export.csv",
        "export, JSON Lines": "/documents/export.jsonl",
        "export, a table of paragraphs": "/documents/export.csv?rows=paragraphs",
        "export, a workbook of paragraphs": "/documents/export.xlsx?rows=paragraphs",
        "export, paragraphs found": "/search/export.csv?q=word777&rows=paragraphs",
        "export, RIS": "/documents/export.ris?rows=paragraphs",
        "desk: the review": f"/admin/statements/document/{document.pk}/review/",
        "desk: the history": f"/admin/statements/document/{document.pk}/history/",
    }


def measure(path: str) -> str:
    """A row of the table, made with a worker of its own."""
    with TemporaryDirectory() as folder:
        site = Site(Path(folder), _VARIABLES, _OPTIONS)
        collected = run_command(site.variables, "collectstatic", "--noinput", "-v0")
        assert collected.returncode == 0, collected.stderr
        try:
            site.start()
            return ask_all(site, path, sign_in() if path.startswith("/admin/") else {})
        finally:
            site.stop()


def sign_in() -> dict[str, str]:
    """The cookies of somebody who may do everything at the desk."""
    editor, _ = get_user_model().objects.get_or_create(username="measuring", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(editor)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def ask_all(site: Site, path: str, cookies: dict[str, str]) -> str:
    alone, _ = ask(f"{site.address}{path}", cookies)
    done = Event()
    with ThreadPoolExecutor(READERS + 2) as pool:
        probing = pool.submit(repeat, f"{site.address}{_PROBE}", done)
        reading = pool.submit(repeat, f"{site.address}/documents/{SHORT}/", done)
        answers = list(pool.map(lambda each: ask(each, cookies), different(site, path)))
        done.set()
        probe, page = probing.result(), reading.result()
    times, statuses = [each for each, _ in answers], Counter(each for _, each in answers)
    told = ", ".join(f"{count} × {each}" for each, count in statuses.items())
    half = statistics.median(times)
    memory = f"{read_peak(site):.0f}"
    return f"{alone:.1f} | {half:.1f}, {max(times):.1f} | {probe:.2f}, {page:.2f} | {memory} | {told}"


def different(site: Site, path: str) -> list[str]:
    """The same address as twelve hosts call it, so that none is answered from the memory of pages."""
    return [f"http://r{each}.localhost:{site.port}{path}" for each in range(READERS)]


def ask(address: str, cookies: dict[str, str]) -> tuple[float, int]:
    """How many seconds an answer takes, and its status."""
    began = time.monotonic()
    host, _, rest = address.removeprefix("http://").partition("/")
    headers = {"Host": host, "Accept-Encoding": "identity"}
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    here = f"http://127.0.0.1:{host.rpartition(':')[2]}/{rest}"
    with requests.get(here, headers=headers, stream=True, timeout=600, allow_redirects=False) as answer:
        for _ in answer.iter_content(65_536):
            pass
    return time.monotonic() - began, answer.status_code


def repeat(address: str, done: Event) -> float:
    """Ask for something every 50 ms; the slowest answer, in seconds."""
    slowest = 0.0
    while not done.is_set():
        took, status = ask(address, {})
        slowest = max(slowest, took)
        assert status == 200, status
        time.sleep(0.05)
    return slowest


def read_peak(site: Site) -> float:
    """The most memory that the worker has held, in MB."""
    assert site.process
    [worker] = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()
    lines = Path(f"/proc/{worker}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main()
