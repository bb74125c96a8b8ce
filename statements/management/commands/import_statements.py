"""Import files and folders of statements."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, transaction
from django.template.defaultfilters import pluralize

from statements.checks import error_line
from statements.importer.account import account_of, paragraph_lines
from statements.importer.bulk.jsonl import documents_of, is_bulk
from statements.importer.bulk.load import BulkReport, StoppedError, import_bulk
from statements.importer.draft import showable
from statements.importer.files import FoundFiles, Outcome, find_files, import_file
from statements.importer.manifest import Manifest
from statements.models import Result

_BAR_WIDTH = 30
_TEXT = (
    "with --dry-run: instead of the report, one line for each paragraph: position, number, kind, label, speaker and"
    " text, separated by tabs; in them a tab, line end or backslash is written \\t, \\n or \\\\. Of several files"
    " each begins with a line of a number sign and its path. Beside --json: those lines as a list in each file"
)


@dataclass
class _Run:
    """What is asked for, and the results so far. lines: the report's lines on the files; entries: the same as JSON."""

    publish: bool
    quiet: bool
    dry_run: bool
    as_json: bool
    as_text: bool
    several: bool = False
    counts: Counter[Result] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    bulk: list[BulkReport] = field(default_factory=list)


class Command(BaseCommand):
    help = "Import files, or all files in folders and their subfolders, and report the result for each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument(
            "--publish", action="store_true", help="publish what is imported, instead of leaving drafts"
        )
        parser.add_argument(
            "--quiet",
            action="store_true",
            help="nobody who follows the archive is sent a message about what is imported",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="import nothing; only report what would happen to each file"
        )
        parser.add_argument("--json", action="store_true", help="report as JSON on standard output")
        parser.add_argument("--text", action="store_true", help=_TEXT)

    def handle(self, *args: Any, paths: list[Path], publish: bool, dry_run: bool, **options: Any) -> None:
        run = _Run(publish, options["quiet"], dry_run, options["json"], options["text"])
        if run.as_text and not dry_run:
            raise CommandError("--text shows what would be imported: add --dry-run")
        found = find_files([Path(path) for path in paths])
        run.several = len(found.files) + len(found.refusals) > 1
        try:
            self._import_all(found, run)
        except (DatabaseError, InterfaceError, StoppedError) as error:
            if run.lines or run.bulk:
                self._report(run)
            raise CommandError(_say_stopped(error, run)) from error
        if run.as_json or not run.as_text:
            self._report(run)
        if run.counts[Result.REFUSED]:
            raise CommandError("some files were refused")
        if any(report.broken or report.counts[Result.REFUSED] for report in run.bulk):
            raise CommandError("some lines were refused")

    def _import_all(self, found: FoundFiles, run: _Run) -> None:
        with transaction.atomic() if run.dry_run else nullcontext():
            self._import(found, run)
            if run.dry_run:
                transaction.set_rollback(True)
        for file in filter(is_bulk, found.files):
            self._import_bulk(file, run)

    def _import(self, found: FoundFiles, run: _Run) -> None:
        files = [file for file in found.files if not is_bulk(file)]
        for outcome in found.refusals:
            self._take_down(outcome, run)
        for number, file in enumerate(files, 1):
            self._take_down(import_file(file, run.publish, run.dry_run, run.quiet), run)
            self._progress(number, len(files))

    def _take_down(self, outcome: Outcome, run: _Run) -> None:
        """Keep what the report says about a file, but not its text or document; or show the text at once."""
        if run.as_json:
            run.entries.append(_file_as_json(outcome, run))
        elif run.as_text:
            self._show(outcome, run.several)
        run.counts[outcome.result] += 1
        run.lines += _lines_of(outcome)

    def _show(self, outcome: Outcome, several: bool) -> None:
        path = showable(str(outcome.path))
        if outcome.draft is None:
            self.stdout.write(f"# {path}: refused: {showable(outcome.reason)}")
        else:
            self._show_lines(f"# {path}" if several else "", paragraph_lines(outcome.draft, outcome.manifest))

    def _show_lines(self, heading: str, lines: Iterable[str]) -> None:
        for line in (*([heading] if heading else []), *lines):
            self.stdout.write(line)

    def _import_bulk(self, file: Path, run: _Run) -> None:
        name, shown = showable(str(file)), run.as_text and not run.as_json
        for document in documents_of(file, settings.IMPORT_MAX_BYTES) if shown else ():
            heading = f"# {name}, line {document.record.number}: {document.record.external_id}"
            self._show_lines(heading, paragraph_lines(document.draft, Manifest()))
        try:
            report = import_bulk(file, run.publish, run.dry_run, self._bulk_progress, quiet=run.quiet)
        except StoppedError as error:
            run.bulk.append(error.report)
            raise
        finally:
            self._end_progress()
        for number, reason in report.refusals if shown else ():
            self.stdout.write(f"# {name}, line {number}: refused: {showable(reason)}")
        run.bulk.append(report)

    def _progress(self, done: int, total: int) -> None:
        """Show a bar on a terminal, and nothing elsewhere."""
        if sys.stderr.isatty():
            bar = "█" * (_BAR_WIDTH * done // total)
            end = "\n" if done == total else ""
            self.stderr.write(f"\r{bar:░<{_BAR_WIDTH}} {done}/{total}", ending=end)

    def _bulk_progress(self, report: BulkReport) -> None:
        """Show the documents so far on a terminal, and nothing elsewhere."""
        if sys.stderr.isatty():
            refused = f", {report.counts[Result.REFUSED]:,} refused" if report.counts[Result.REFUSED] else ""
            done = f"{report.counts.total():,} documents, {report.documents_per_second:,.0f} a second{refused}"
            self.stderr.write(f"\r{showable(report.path.name)}: {done} ", ending="")

    def _end_progress(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("")

    def _report(self, run: _Run) -> None:
        counts = sum((report.counts for report in run.bulk), run.counts)
        if run.as_json:
            bulk = [_bulk_as_json(each) for each in run.bulk]
            values = {"dry_run": run.dry_run, "counts": counts, "files": run.entries, "bulk": bulk}
            self.stdout.write(json.dumps(values, indent=2))
            return
        for line in run.lines:
            self.stdout.write(line)
        for report in run.bulk:
            self._report_bulk(report)
        summary = _summary(counts) or ("nothing" if run.bulk else "no files found")
        self.stdout.write(f"{'Would be: ' if run.dry_run else ''}{summary}")

    def _report_bulk(self, report: BulkReport) -> None:
        """Report the refused lines, and the count of each result."""
        name = showable(report.path.name)
        for number, reason in report.refusals:
            self.stdout.write(f"{'refused':>9}  {name}, line {number}: {showable(reason)}")
        if more := report.counts[Result.REFUSED] - len(report.refusals):
            self.stdout.write(f"{'refused':>9}  {name}: {more:,} more lines")
        if report.broken:
            self.stdout.write(f"{'broken':>9}  {name}: {report.broken}")
        speed = f"in {report.seconds:,.1f} s, {report.documents_per_second:,.0f} documents a second"
        self.stdout.write(f"{'bulk':>9}  {name}: {_summary(report.counts) or 'nothing'} {speed}")


def _say_stopped(error: Exception, run: _Run) -> str:
    """What came first, and how to go on: what is in is left as it is by the next run."""
    cause = error.__cause__ if isinstance(error, StoppedError) and error.__cause__ else error
    counts = sum((report.counts for report in run.bulk), run.counts)
    if run.dry_run:
        return f"Stopped: {error_line(cause)}"
    kept = counts[Result.CREATED] + counts[Result.UPDATED]
    return f"Stopped: {error_line(cause)} Documents taken in so far: {kept:,}; the next run goes on from there."


def _lines_of(outcome: Outcome) -> list[str]:
    """What became of a file, and what to check in it."""
    name, paragraphs = showable(outcome.path.name), f"{outcome.paragraphs} paragraph{pluralize(outcome.paragraphs)}"
    says = outcome.reason or f"{paragraphs}, /documents/{outcome.slug}/"
    warnings = (f"{'look at':>9}  {name}: {showable(warning)}" for warning in outcome.warnings)
    return [f"{outcome.result:>9}  {name}: {showable(says)}", *warnings]


def _summary(counts: Counter[Result]) -> str:
    return ", ".join(f"{count} {result}" for result, count in counts.items() if count)


def _file_as_json(outcome: Outcome, run: _Run) -> dict[str, Any]:
    """What the report says about a file. In a dry run, also the facts, and the text if asked for."""
    values = {
        "path": showable(str(outcome.path)),
        "result": outcome.result,
        "reason": outcome.reason,
        "slug": outcome.slug,
        "paragraphs": outcome.paragraphs,
        "warnings": outcome.warnings,
    }
    if run.dry_run:
        values |= account_of(outcome.draft, outcome.manifest)
    if run.as_text:
        values["text"] = list(paragraph_lines(outcome.draft, outcome.manifest)) if outcome.draft else []
    return values


def _bulk_as_json(report: BulkReport) -> dict[str, Any]:
    return {
        "path": showable(str(report.path)),
        "counts": report.counts,
        "refused": [{"line": number, "reason": showable(reason)} for number, reason in report.refusals],
        "broken": report.broken,
        "seconds": round(report.seconds, 3),
        "documents_per_second": round(report.documents_per_second, 1),
    }
