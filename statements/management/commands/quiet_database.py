"""Keep what readers search for out of PostgreSQL's log."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from statements.quieting import find_loud, hush, write_sql


class Command(BaseCommand):
    help = (
        "Keep what readers search for out of PostgreSQL's log, for this role in this database. What only a superuser"
        " may set is told, with the SQL to run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, and fail where something is not set")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            hush()
        loud = find_loud()
        if not loud:
            self.stdout.write("PostgreSQL's log holds no words of readers.")
            return
        for name, found, wanted in loud:
            self.stdout.write(f"{name} is {found}, not {wanted}")
        self.stdout.write("A superuser of the database can put that right; connections made afterwards are quiet:\n")
        self.stdout.write("".join(f"  {statement};\n" for statement in write_sql([name for name, *_ in loud])))
        raise CommandError("PostgreSQL's log may hold words of readers.")
