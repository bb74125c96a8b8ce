#!/usr/bin/env python
"""Run a management command of the archive; `manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "statements.settings")
    import dj_database_url
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, InterfaceError
    from django.db.migrations.exceptions import MigrationSchemaMissing

    try:
        execute_from_command_line(sys.argv)
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        sys.exit("DATABASE_URL is not of the form postgres://user:password@host:5432/database.")
    except (ImproperlyConfigured, MigrationSchemaMissing, DatabaseError, InterfaceError, OSError) as error:
        from statements.checks import error_line, is_told

        if "--traceback" in sys.argv or not is_told(error):
            raise
        sys.exit(error_line(error))


if __name__ == "__main__":
    main()
