"""What the log may say: what happened and where, never who asked or what for.

What the code of the archive logs is shown as it is, since it names things by their keys alone. What Django, gunicorn
and other libraries log may hold an address, a header or a value that somebody typed: of a request it is said which
page it was for, of other messages only what is fixed in them. Of an error stand there the places in the code that it
went through, and its message only where that cannot hold a reader's words.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from statements.connecting.causes import read_code
from statements.web.handling import Answered, Handling, at_hand, view_name

_OURS = "statements"
_SERVER = "gunicorn.error"
# Classes of SQLSTATE whose messages name files, limits and servers, no values:
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_TELLING = {"08", "25", "40", "53", "55", "57", "58"}
_requests = logging.getLogger("statements.requests")


class LineFormatter(logging.Formatter):
    """A line for each record, and below it the places that an error went through."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        handling = _handling_of(record)
        words = {"asctime": self.formatTime(record), "levelname": record.levelname, "name": record.name}
        line = self._fmt.format(**words, message=tell(record).replace("\n", "\\n")) if self._fmt else ""
        line = f"{line} [{handling.number} {handling.view}]" if handling else line
        return f"{line}\n{trace_error(record)}" if record.exc_info and not _is_refusal(record) else line


class JsonFormatter(logging.Formatter):
    """An object for each record, in one line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": tell(record),
        }
        if handling := _handling_of(record):
            told |= {"request": handling.number, "view": handling.view}
        told |= getattr(record, "facts", {})
        if record.exc_info and not _is_refusal(record):
            told["trace"] = trace_error(record)
        return json.dumps(told, ensure_ascii=False)


_FORMATS: dict[str, type[logging.Formatter]] = {"": LineFormatter, "lines": LineFormatter, "json": JsonFormatter}


def make_formatter() -> logging.Formatter:
    """The formatter that ARCHIVE_LOG_FORMAT names; read without the settings, which gunicorn's first process lacks."""
    name = os.environ.get("ARCHIVE_LOG_FORMAT", "").strip().lower()
    if name not in _FORMATS:
        raise ImproperlyConfigured(f"ARCHIVE_LOG_FORMAT must be lines or json, not {name!r}")
    return _FORMATS[name]()


def log_request(handling: Handling, answered: Answered) -> None:
    """A line for a request that was answered, where ARCHIVE_LOG_REQUESTS asks for it."""
    facts = {
        "view": answered.view,
        "method": answered.method,
        "status": answered.status,
        "language": answered.language,
        "ms": round(answered.seconds * 1000, 1),
        "database_ms": round(handling.seconds * 1000, 1),
        "statements": handling.statements,
        "rows": handling.rows,
    }
    words = "{method} {view} {status}, {ms} ms, of these {database_ms} for {statements} statements, {rows} rows"
    _requests.info(words.format(**facts), extra={"facts": facts})


def tell(record: logging.LogRecord) -> str:
    """What a record says, without what somebody may have typed."""
    if record.name.split(".")[0] == _OURS or _is_of_the_server(record):
        return record.getMessage()
    if status := getattr(record, "status_code", None):
        why = f" ({record.name.rpartition('.')[2]})" if _is_refusal(record) else ""
        return f"{_phrase(status)}{why}: {view_name(getattr(record, 'request', None))}"
    if record.args and isinstance(record.args, tuple):
        return _fill(record.msg, record.args)
    return f"a message of {Path(record.pathname).name}, line {record.lineno}"


def _handling_of(record: logging.LogRecord) -> Handling | None:
    """The request that a record belongs to."""
    handling, request = at_hand(), getattr(record, "request", None)
    return handling if handling and (request is None or request is handling.request) else None


def _is_refusal(record: logging.LogRecord) -> bool:
    """Whether it tells of a request that Django refused, in whose message the request is quoted."""
    return record.name.startswith("django.security")


def _is_of_the_server(record: logging.LogRecord) -> bool:
    """Whether gunicorn's first process speaks, which sees no request, of itself and its workers."""
    return record.name == _SERVER and record.module == "arbiter" and "\n" not in str(record.msg)


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _fill(message: object, arguments: tuple[object, ...]) -> str:
    """A message with its numbers alone: "%s of %d files" -> "… of 3 files"."""
    shown = tuple(each if isinstance(each, int | float) else "…" for each in arguments)
    try:
        return str(message) % shown
    except (TypeError, ValueError):
        return str(message)


def trace_error(record: logging.LogRecord) -> str:
    """The errors of a record, the first cause first, each with the places in the code that it went through."""
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    return "\n".join(
        "".join(traceback.format_tb(each.__traceback__)) + name_error(each) for each in reversed(list(_chain(error)))
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, what caused it or came before it, and so on."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def name_error(error: BaseException) -> str:
    """The kind of an error, with its message where that cannot hold what a reader typed.

    OSError(28, …) -> "OSError: No space left on device"; ValueError("Ada Quist") -> "ValueError"
    """
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, ImproperlyConfigured):
        return f"{name}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    said = str(error).partition("\n")[0] if _is_of_the_database(error) else ""
    return f"{name}: {said}" if said else name


def _is_of_the_database(error: BaseException) -> bool:
    """Whether an error tells how the database is, not what is wrong with a statement."""
    if type(error).__name__ not in ("OperationalError", "InternalError"):
        return False
    code = read_code(error)
    return code[:2] in _TELLING if code else type(error).__name__ == "OperationalError"
