"""How a running site bears many readers at once while an editor publishes: its times, its answers, its memory.

    DATABASE_URL=… .venv/bin/python tests/benchmarks/load.py --queries FILE [--address URL] [--master PID]

Readers ask for results of searches, lists and documents, half of them at random and half of those that others asked
for too, as readers do, with a pause between two pages. First one reader is alone, then all of them come. Meanwhile an
editor corrects published documents, which stay corrected: take a copy of the archive.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statements.settings")

import django

django.setup()

from django.contrib.auth.models import User
from django.db import transaction

from statements.editorial.review.corrections import begin_correction, publish_correction
from statements.management.commands.benchmark_search import pages_of, percentiles, read_queries
from statements.models import Document

WELL_KNOWN = 50  # addresses for which half of the requests ask


@dataclass(frozen=True)
class Answer:
    """What became of a request. problem: of one that failed, or of a refusal that does not say when to come back."""

    milliseconds: float
    status: int
    problem: str


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pause", type=float, default=2, help="seconds between two pages of a reader, on average")
    parser.add_argument("--edits", type=float, default=5, help="seconds between two corrections")
    parser.add_argument("--master", type=int, help="process of the site, whose children's memory is told")
    given = parser.parse_args()
    searches = [f"/search/?{urlencode(each)}" for each in read_queries(given.queries)]
    paths = searches + [each["path"] for each in pages_of(given.address)]
    with editing(given.edits) as edits:
        for readers, minutes in ((1, min(given.minutes, 2)), (given.readers, given.minutes)):
            answers = read(given, paths, readers, minutes * 60)
            tell(f"{readers} readers, {minutes:g} minutes", answers)
    print(f"{edits['published']} corrections were published, {edits['failed']} failed")


@contextmanager
def editing(pause: float) -> Iterator[Counter[str]]:
    """Correct documents, chosen at random, until the end. Yields the numbers of those published and failed."""
    done, over = Counter[str](), threading.Event()

    def edit() -> None:
        editor = User.objects.get_or_create(username="benchmark", defaults={"is_staff": True, "is_superuser": True})[0]
        while not over.wait(pause):
            try:
                correct(editor, done["published"])
                done["published"] += 1
            except Exception as error:
                print(f"a correction failed: {error}")
                done["failed"] += 1

    thread = threading.Thread(target=edit)
    thread.start()
    try:
        yield done
    finally:
        over.set()
        thread.join()


def correct(editor: User, number: int) -> None:
    with transaction.atomic():
        newest = Document.objects.order_by("-pk").values_list("pk", flat=True)[0]
        document = Document.objects.published().filter(pk__lte=Random(number).randint(1, newest)).order_by("-pk")[0]
        copy = begin_correction(document, editor)
        copy.title = f"{document.title[:400].partition(' (corrected')[0]} (corrected {number + 1})"
        copy.save()
        publish_correction(copy, editor, note="the title")


def read(given: argparse.Namespace, paths: list[str], readers: int, seconds: float) -> list[Answer]:
    """Let readers ask for pages for so long, and say every minute what memory the site has. Returns all answers."""
    answers, end = list[Answer](), time.monotonic() + seconds
    threads = [threading.Thread(target=be_reader, args=(given, paths, end, each, answers)) for each in range(readers)]
    for thread in threads:
        thread.start()
    while (left := end - time.monotonic()) > 0:
        if given.master:
            print(f"{left:4.0f} s left, MB of memory: {memory(given.master)}", flush=True)
        time.sleep(min(60, left))
    for thread in threads:
        thread.join()
    return answers


def be_reader(given: argparse.Namespace, paths: list[str], end: float, seed: int, answers: list[Answer]) -> None:
    random = Random(seed)
    known = Random(0).sample(paths, WELL_KNOWN)
    time.sleep(random.uniform(0, given.pause))
    while time.monotonic() < end:
        answers.append(ask(given.address, random.choice(known if random.random() < 0.5 else paths)))
        time.sleep(random.uniform(0, 2 * given.pause))


def ask(address: str, path: str) -> Answer:
    """Ask for a page, on a connection of its own: between two pages of a reader a server closes them."""
    began = time.perf_counter()
    try:
        with closing(HTTPConnection(urlsplit(address).netloc, timeout=60)) as connection:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
    except (OSError, HTTPException) as error:
        return Answer((time.perf_counter() - began) * 1000, 0, f"{type(error).__name__}: {error}")
    impatient = response.status == 503 and not response.getheader("Retry-After")
    failed = impatient or response.status not in (200, 503)
    return Answer((time.perf_counter() - began) * 1000, response.status, path if failed else "")


def memory(master: int) -> list[int]:
    """The memory of its own that each worker of a site has now, in MB: without what files and other processes share.

    master: the process that started them.
    """
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    told = [Path(f"/proc/{each}/status").read_text() for each in workers]
    return [int(found[1]) // 1000 for each in told if (found := re.search(r"RssAnon:\s+(\d+) kB", each))]


def tell(what: str, answers: list[Answer]) -> None:
    print(f"{what}: {percentiles(each.milliseconds for each in answers)} ms")
    print(f"answers: {dict(Counter(each.status for each in answers))}")
    for problem, number in Counter(each.problem for each in answers if each.problem).most_common(10):
        print(f"{number:>8}  {problem}")


if __name__ == "__main__":
    main()
