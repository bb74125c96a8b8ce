"""Make the index that searches are answered from, or catch it up with the archive."""

import sys
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from statements.search.index.schema import folder, tantivy
from statements.search.index.shelf import size_on_disk
from statements.search.index.state import UnknownServerError
from statements.search.index.writing import bring_up_to_date

_WIDTH = 40  # of the bar, in characters


class Command(BaseCommand):
    help = (
        "Make the index beside the database that searches are answered from, or catch it up with the archive. Without"
        " one, and while it is behind, PostgreSQL answers, more slowly. It may be deleted at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="make it from nothing")

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        if tantivy is None:
            raise CommandError("The package tantivy is not installed: pip install -r requirements.txt")
        started = monotonic()
        try:
            outcome = bring_up_to_date(rebuild, wait=True, progress=self.show if sys.stderr.isatty() else ignore)
        except UnknownServerError as error:
            raise CommandError(f"PostgreSQL will answer all searches: {error}") from error
        what = "made" if outcome.new else "caught up" if outcome.documents else "up to date"
        self.stdout.write(
            f"Index {what}: {outcome.documents:,} documents in {monotonic() - started:.1f} s,"
            f" {size_on_disk() / 1e6:,.1f} MB in {folder()}"
        )

    def show(self, done: int, total: int) -> None:
        filled = _WIDTH * done // max(total, 1)
        ending = "\n" if done == total else ""
        self.stderr.write(f"\r[{'#' * filled}{' ' * (_WIDTH - filled)}] {done:,} of {total:,}", ending=ending)
        self.stderr.flush()


def ignore(done: int, total: int) -> None:
    """Show nothing where nobody looks."""
