"""Evaluate the ranking with a test collection, in a separate database that is thrown away."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from statements.management.evaluation import DEPTH, evaluate, load, read_test_set
from statements.search.index.schema import tantivy
from statements.search.index.writing import bring_up_to_date


class Command(BaseCommand):
    help = (
        "Load a folder in the form of BEIR (corpus.jsonl with language, queries.jsonl, qrels.tsv) into a database that"
        " is thrown away, ask its queries, and print how good the answers are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
        parser.add_argument("--as-typed", action="store_true", help="ask as the page does: all the words, else some")
        parser.add_argument("--index", action="store_true", help="answer from an index, thrown away too")
        parser.add_argument("--json", action="store_true", help="report as JSON on standard output")

    def handle(self, *args: Any, folders: list[Path], **options: Any) -> None:
        if options["index"] and tantivy is None:
            raise CommandError("The package tantivy is not installed: pip install -r requirements.txt")
        report = {}
        for folder in folders:
            try:
                test_set = read_test_set(folder)
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise CommandError(f"{folder} is not a test set: {error}") from error
            with throw_away_database(), throw_away_index():
                load(test_set.passages)
                if options["index"]:
                    bring_up_to_date()
                scores = evaluate(test_set, options["as_typed"])
            report[folder.name] = asdict(scores)
            if not options["json"]:
                self.stdout.write(
                    f"{folder.name:<20} nDCG@{DEPTH} {scores.ndcg:.3f}  Recall@{DEPTH} {scores.recall:.3f}"
                    f"  MRR {scores.mrr:.3f}  {scores.queries} queries"
                )
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=2))


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Use an empty database for all models inside the block, and drop it afterwards."""
    name = connection.settings_dict["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"evaluation_{uuid4().hex[:12]}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


@contextmanager
def throw_away_index() -> Iterator[None]:
    """Use no index inside the block but one that is made there."""
    usual = settings.INDEX_DIR
    with TemporaryDirectory() as folder:
        settings.INDEX_DIR = Path(folder)
        try:
            yield
        finally:
            settings.INDEX_DIR = usual
