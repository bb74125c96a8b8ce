"""How long it takes to tell many who follow a search of many new documents; nothing of it stays in the database.

    DATABASE_URL=… .venv/bin/python tests/benchmarks/alerts.py --queries FILE [--subscriptions 1000] [--documents 100]

Each subscription follows one of the queries, in turn, at once. The new documents have the words of others that are
in the archive, drawn at random. Mails go to a server on this machine, by SMTP.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statements.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.http import QueryDict

from statements.alerting.queueing import queue_news
from statements.alerting.sending import send_waiting
from statements.alerting.wishes import Wish, grant, make_wish, read_followable
from statements.models import Delivery, Document, Publication
from statements.search.request import NotUnderstoodError
from tests.alerting.mailbox import Server
from tests.cast import make_document, settle


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--subscriptions", type=int, default=1_000)
    parser.add_argument("--documents", type=int, default=100)
    given = parser.parse_args()
    server = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.SITE_ADDRESS = settings.SITE_ADDRESS or "https://statements.example"
    with transaction.atomic():
        subscribe(read_queries(given.queries), given.subscriptions)
        publish(given.documents)
        before = Publication.objects.order_by("-pk").first()
        print(f"{Document.objects.count()} documents, last event {before and before.pk}")
        queued = measure("who is told what", queue_news)
        sent = measure("mails", lambda: send_waiting(lambda: False))
        told = sum(len(each) for each in Delivery.objects.values_list("items", flat=True))
        print(f"{queued} of {given.subscriptions} subscriptions are told; {sent} mails, {told} documents in them")
        print(f"{sum(map(len, server.mailbox.contents)) / 1e6:.1f} MB of mail")
        measure("nothing new", queue_news)
        transaction.set_rollback(True)
    server.stop()


def read_queries(file: Path) -> list[QueryDict]:
    """The parameters of addresses, from lines of JSON: {"q": "launch", "language": ["en"]}"""
    queries = list[QueryDict]()
    for line in file.read_text("utf-8").splitlines():
        queries.append(parameters := QueryDict(mutable=True))
        for name, value in json.loads(line).items():
            parameters.setlist(name, [str(each) for each in (value if isinstance(value, list) else [value])])
    return queries


def subscribe(queries: list[QueryDict], number: int) -> None:
    made, place = 0, 0
    while made < number:
        parameters = queries[place % len(queries)]
        place += 1
        try:
            asked = read_followable(parameters).request
        except NotUnderstoodError:
            continue
        wish: Wish = make_wish(asked, f"reader-{made}@example.org", "en", "now")
        grant(wish)
        made += 1


def publish(number: int) -> None:
    random = Random(18)
    keys = list(Document.objects.published().order_by("pk").values_list("pk", flat=True))
    for key in random.sample(keys, number):
        model = Document.objects.get(pk=key)
        texts = list(model.paragraphs.order_by("position").values_list("text", flat=True)[:60])
        facts = {"title": model.title, "language": model.language, "kind": model.kind, "date": model.date_edtf}
        make_document(*texts, **facts).publish()
    settle()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE statements_publication")


def measure(what: str, work: Any) -> Any:
    started = time.perf_counter()
    result = work()
    print(f"{what}: {time.perf_counter() - started:.2f} s")
    return result


if __name__ == "__main__":
    main()
