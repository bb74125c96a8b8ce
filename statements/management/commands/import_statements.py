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

from statements.importer.bulk import BulkReport, import_bulk
from statements.importer.draft import showable
from statements.importer.files import Outcome, find_files, import_file
from statements.importer.jsonl import is_bulk

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
        outcomes, bulk = found.refusals, list[BulkReport]()
        files = [file for file in found.files if not is_bulk(file)]
        if dry_run:
            with transaction.atomic():
                outcomes += self._import(files, publish)
                transaction.set_rollback(True)
        else:
            outcomes += self._import(files, publish)
        for file in found.files:
            if is_bulk(file):
                bulk.append(import_bulk(file, publish, dry_run, self._bulk_progress))
                self._end_progress()
        self._report(outcomes, bulk, dry_run, options["json"])
        if any(outcome.result == "refused" for outcome in outcomes):
            raise CommandError("some files were refused")
        if any(report.broken or report.counts["refused"] for report in bulk):
            raise CommandError("some lines were refused")

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

    def _bulk_progress(self, report: BulkReport) -> None:
        """Documents so far on a terminal, nothing elsewhere."""
        if sys.stderr.isatty():
            refused = f", {report.counts['refused']:,} refused" if report.counts["refused"] else ""
            done = f"{report.counts.total():,} documents, {report.documents_per_second:,.0f} a second{refused}"
            self.stderr.write(f"\r{showable(report.path.name)}: {done} ", ending="")

    def _end_progress(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("")

    def _report(self, outcomes: list[Outcome], bulk: list[BulkReport], dry_run: bool, as_json: bool) -> None:
        counts = Counter(outcome.result for outcome in outcomes)
        for report in bulk:
            counts += report.counts
        if as_json:
            files = [{**vars(outcome), "path": showable(str(outcome.path))} for outcome in outcomes]
            values = {"dry_run": dry_run, "counts": counts, "files": files, "bulk": [_as_json(each) for each in bulk]}
            self.stdout.write(json.dumps(values, indent=2))
            return
        for outcome in outcomes:
            says = (
                outcome.reason
                or f"{outcome.paragraphs} paragraph{pluralize(outcome.paragraphs)}, /documents/{outcome.slug}/"
            )
            self.stdout.write(f"{outcome.result:>9}  {showable(outcome.path.name)}: {showable(says)}")
            for warning in outcome.warnings:
                self.stdout.write(f"{'look at':>9}  {showable(outcome.path.name)}: {showable(warning)}")
        for report in bulk:
            self._report_bulk(report)
        summary = _summary(counts) or ("nothing" if bulk else "no files found")
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{summary}")

    def _report_bulk(self, report: BulkReport) -> None:
        """The lines that were refused, and how many became what."""
        name = showable(report.path.name)
        for number, reason in report.refusals:
            self.stdout.write(f"{'refused':>9}  {name}, line {number}: {showable(reason)}")
        if more := report.counts["refused"] - len(report.refusals):
            self.stdout.write(f"{'refused':>9}  {name}: {more:,} more lines")
        if report.broken:
            self.stdout.write(f"{'broken':>9}  {name}: {report.broken}")
        speed = f"in {report.seconds:,.1f} s, {report.documents_per_second:,.0f} documents a second"
        self.stdout.write(f"{'bulk':>9}  {name}: {_summary(report.counts) or 'nothing'} {speed}")


def _summary(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {result}" for result, count in counts.items() if count)


def _as_json(report: BulkReport) -> dict[str, Any]:
    return {
        "path": showable(str(report.path)),
        "counts": report.counts,
        "refused": [{"line": number, "reason": showable(reason)} for number, reason in report.refusals],
        "broken": report.broken,
        "seconds": round(report.seconds, 3),
        "documents_per_second": round(report.documents_per_second, 1),
    }
