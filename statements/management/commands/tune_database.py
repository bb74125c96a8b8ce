"""Let the database tell its planner what the archive needs, for connections through a pooler."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from statements.connecting.planning import PLANNING
from statements.connecting.tuning import find_differing, read_kept, tune


class Command(BaseCommand):
    help = "Set what the planner needs for this role in this database (ALTER ROLE … IN DATABASE … SET)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, and fail where something is not set")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            tune()
        lacking = [name for name, value in PLANNING.items() if read_kept().get(name) != value]
        if lacking:
            raise CommandError(f"Not set for this role in this database: {', '.join(lacking)}. Run tune_database.")
        self.stdout.write(f"Set for this role: {', '.join(f'{name}={value}' for name, value in PLANNING.items())}")
        if settings.POOLED and find_differing():
            told = "The pooler holds connections that are older. Tell it to RECONNECT, or restart it."
            if check:
                raise CommandError(told)
            self.stdout.write(told)
