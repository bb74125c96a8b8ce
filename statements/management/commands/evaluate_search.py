"""Evaluate the ranking with a test collection, in a separate database that is thrown away."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from statements.management.evaluation import DEPTH, evaluate, load, read_test_set


class Command(BaseCommand):
    help = (
        "Load a folder in the form of BEIR (corpus.jsonl with language, queries.jsonl, qrels.tsv) into a database that"
        " is thrown away, ask its queries, and print how good the answers are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
        parser.add_argument("--json", action="store_true", help="report as JSON on standard output")

    def handle(self, *args: Any, folders: list[Path], **options: Any) -> None:
        report = {}
        for folder in folders:
            try:
                test_set = read_test_set(folder)
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise CommandError(f"{folder} is not a test set: {error}") from error
            with throw_away_database():
                load(test_set.passages)
                scores = evaluate(test_set)
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
