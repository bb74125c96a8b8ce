"""Recompute every hash and every account of a source, and name those that do not match; kept results likewise."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from statements.editorial.checking.verify import verify_all
from statements.importer.draft import showable
from statements.keeping.verify import verify_results
from statements.models import FrozenResult


class Command(BaseCommand):
    help = "Check the bytes, the account of characters and the words of every document against its source."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = self.report("documents", ((each.slug, problems) for each, problems in verify_all()))
        if FrozenResult.objects.exists():
            wrong += self.report("results", ((each.code, problems) for each, problems in verify_results()))
        if wrong:
            raise CommandError("the archive does not match its sources")

    def report(self, what: str, verified: Iterator[tuple[str, list[str]]]) -> int:
        """Report what is wrong with documents or results, by the last part of their addresses. Return how many are."""
        checked = wrong = 0
        for name, problems in verified:
            checked += 1
            wrong += bool(problems)
            for problem in problems:
                self.stdout.write(f"/{what}/{name}/ {showable(problem)}")
        self.stdout.write(f"{checked:,} {what} checked, {wrong:,} with problems")
        return wrong
