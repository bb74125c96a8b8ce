"""Fill an empty database with what a drill reads: the seeds, a document in every state, and an editor.

Run as `python -m tests.drills.archive`, with DATABASE_URL; writes the addresses of all public pages and files.
"""

import json
import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command

SEEDS = Path(__file__).parents[2] / "seeds"
EDITOR, PASSWORD = "editor", "we-sail-at-noon"


def main() -> None:
    django.setup()
    from django.contrib.auth import get_user_model

    call_command("migrate", verbosity=0)
    call_command("import_statements", SEEDS, publish=True, stdout=StringIO())
    get_user_model().objects.create_superuser(EDITOR, password=PASSWORD)
    json.dump(_fill(), sys.stdout)


def _fill() -> list[str]:
    from django.db import transaction

    from tests import addresses

    with transaction.atomic():
        addresses.make_states()
    return addresses.all_pages() + addresses.all_files()


if __name__ == "__main__":
    main()
