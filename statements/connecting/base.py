"""Django's PostgreSQL backend, with the patience of who connects: see `patience` and `watch`."""

from __future__ import annotations

import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property

from statements.connecting.causes import READ_ONLY, read_code
from statements.connecting.patience import COMMANDS, serve_with
from statements.connecting.watch import watch


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any], asking: bool = False) -> Any:
        """A connection. What DATABASE_URL says of limits stands above those of the archive.

        asking: to see whether it can be reached again. Raises SilentDatabaseError where a server that serves pages has
        found that it cannot.
        """
        if not watch.is_serving:
            return super().get_new_connection({**COMMANDS, **conn_params})
        if not asking:
            watch.refuse_if_silent()
        began = time.monotonic()
        try:
            connection = super().get_new_connection(serve_with(conn_params))
        except self.Database.OperationalError:
            watch.note_failure(time.monotonic() - began)
            raise
        watch.lines.add(connection)
        return connection

    @cached_property
    def wrap_database_errors(self) -> DatabaseErrorWrapper:
        return ErrorWrapper(self)


class ErrorWrapper(DatabaseErrorWrapper):
    """Lets the next request have another connection where a server takes no writes any more: of several servers,
    another one is the primary now, and this one would be kept for as long as it answers."""

    wrapper: DatabaseWrapper

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        if error is not None and read_code(error) == READ_ONLY:
            self.wrapper.close_at = 0.0  # a moment long past: Django closes it at the end of the request
        super().__exit__(kind, error, traceback)
