"""Import files and folders of statements."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.template.defaultfilters import pluralize

from statements.importer.draft import showable
from statements.importer.files import Outcome, find_files, import_file

_BAR_WIDTH = 30


class Command(BaseCommand):
    help = "Import files, or all files below folders, and say what became of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument("--publish", action="store_true", help="make public what is imported; else it is a draft")
        parser.add_argument("--dry-run", action="store_true", help="only say what would become of each file")
        parser.add_argument("--json", action="store_true", help="report as JSON on standard output")

    def handle(self, *args: Any, paths: list[Path], publish: bool, dry_run: bool, **options: Any) -> None:
        paths = [Path(path) for path in paths]
        found = find_files(paths)
        outcomes = found.refusals
        if dry_run:
            with transaction.atomic():
                outcomes += self._import(found.files, publish)
                transaction.set_rollback(True)
        else:
            outcomes += self._import(found.files, publish)
        self._report(outcomes, dry_run, options["json"])
        if any(outcome.result == "refused" for outcome in outcomes):
            raise CommandError("some files were refused")

    def _import(self, files: list[Path], publish: bool) -> list[Outcome]:
        outcomes = []
        for number, file in enumerate(files, 1):
            outcomes.append(import_file(file, publish))
            self._progress(number, len(files))
        return outcomes

    def _progress(self, done: int, total: int) -> None:
        """A bar on a terminal, nothing elsewhere."""
        if sys.stderr.isatty():
            bar = "█" * (_BAR_WIDTH * done // total)
            end = "\n" if done == total else ""
            self.stderr.write(f"\r{bar:░<{_BAR_WIDTH}} {done}/{total}", ending=end)

    def _report(self, outcomes: list[Outcome], dry_run: bool, as_json: bool) -> None:
        counts = Counter(outcome.result for outcome in outcomes)
        if as_json:
            files = [{**vars(outcome), "path": showable(str(outcome.path))} for outcome in outcomes]
            self.stdout.write(json.dumps({"dry_run": dry_run, "counts": counts, "files": files}, indent=2))
            return
        for outcome in outcomes:
            says = (
                outcome.reason
                or f"{outcome.paragraphs} paragraph{pluralize(outcome.paragraphs)}, /documents/{outcome.slug}/"
            )
            self.stdout.write(f"{outcome.result:>9}  {showable(outcome.path.name)}: {showable(says)}")
        summary = ", ".join(f"{count} {result}" for result, count in counts.items()) or "no files found"
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{summary}")
