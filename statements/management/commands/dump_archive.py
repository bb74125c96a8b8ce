"""Write all that is public into files that another archive can load."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from statements.dumping.compressed import DamagedDumpError
from statements.dumping.dump import DumpUnderWayError, make_dump


class Command(BaseCommand):
    help = "Write all that is public into files that another archive can load, and remove the oldest such files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, metavar="DIR", help=f"where to write them; default: {settings.DUMPS_DIR}"
        )
        parser.add_argument("--keep", type=_read_number, default=7, help="how many dumps stay there; default: 7")

    def handle(self, *args: Any, folder: Path | None, keep: int, **options: Any) -> None:
        started, target = monotonic(), Path(folder or settings.DUMPS_DIR)
        try:
            made = make_dump(target, keep)
        except DumpUnderWayError:
            raise CommandError("Another dump is being made: nothing was written.") from None
        except (DamagedDumpError, OSError) as error:
            raise CommandError(f"There is no new dump, and the others are as they were: {error}") from error
        for file in made.files:
            self.stdout.write(f"{file.name}: {file.rows:,} rows, {file.size / 1e6:,.1f} MB")
        self.stdout.write(f"Dump of {made.documents:,} documents in {monotonic() - started:.1f} s, in {target}")


def _read_number(typed: str) -> int:
    """How many dumps to keep. Raises ArgumentTypeError where that is none."""
    if not typed.isdecimal() or int(typed) < 1:
        raise ArgumentTypeError("at least one dump stays")
    return int(typed)
