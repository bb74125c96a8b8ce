"""Recompute every hash and every account of a source, and name those that do not match."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from statements.editorial.verify import verify_all
from statements.importer.draft import showable


class Command(BaseCommand):
    help = "Check the bytes, the account of characters and the words of every document against its source."

    def handle(self, *args: Any, **options: Any) -> None:
        checked = wrong = 0
        for document, problems in verify_all():
            checked += 1
            wrong += bool(problems)
            for problem in problems:
                self.stdout.write(f"/documents/{document.slug}/ {showable(problem)}")
        self.stdout.write(f"{checked:,} documents checked, {wrong:,} with problems")
        if wrong:
            raise CommandError("the archive does not match its sources")
