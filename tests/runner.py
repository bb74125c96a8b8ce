"""Lets `manage.py test` run pytest."""

import contextlib
from argparse import ArgumentParser
from typing import Any

from django.conf import settings


class PytestRunner:
    """Accepts those of Django's options that pytest also has; for the rest, call pytest itself: `pytest --help`."""

    def __init__(self, verbosity: int = 1, failfast: bool = False, keepdb: bool = False, **_: Any) -> None:
        self.arguments = [
            *(["--quiet"] if verbosity == 0 else ["-v"] if verbosity == 2 else ["-vv"] if verbosity > 2 else []),
            *(["--exitfirst"] if failfast else []),
            *(["--reuse-db"] if keepdb else []),
        ]

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        parser.add_argument("--keepdb", action="store_true", help="Keep the test database for the next run.")

    def run_tests(self, test_labels: list[str], **_: Any) -> int:
        """Run the tests in the files or folders `test_labels`, by default all. Return pytest's exit status."""
        import pytest

        with contextlib.chdir(settings.BASE_DIR):
            return pytest.main([*self.arguments, *test_labels])
