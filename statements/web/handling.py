"""The request at hand: its number, by which operators find it in the log, and what it has cost so far."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from uuid import UUID

from django.core.signals import request_finished
from django.db import DatabaseError
from django.http import HttpRequest

from statements.connecting.causes import CANCELED, read_code

UNKNOWN = "unknown"  # the name of a page that is none
Execute = Callable[..., Any]


@dataclass
class Handling:
    """A request while it is answered.

    number: a UUID; seconds: that the database took, without those of connecting; statements, rows: how many it was
    sent, and what they read or changed, without those that set limits; timeouts: statements that took too long.
    """

    request: HttpRequest
    number: str
    began: float = field(default_factory=perf_counter)
    seconds: float = 0
    statements: int = 0
    rows: int = 0
    timeouts: int = 0

    @property
    def view(self) -> str:
        return view_name(self.request)

    @property
    def elapsed(self) -> float:
        """Seconds since it began."""
        return perf_counter() - self.began

    def __call__(self, execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Send a statement, and count it."""
        began = perf_counter()
        try:
            result = execute(sql, params, many, context)
        except DatabaseError as error:
            self.timeouts += read_code(error) == CANCELED
            raise
        finally:
            self.seconds += perf_counter() - began
            self.statements += 1
        self.rows += max(context["cursor"].rowcount, 0)
        return result


@dataclass(frozen=True)
class Answered:
    """A request that was answered, in words of which there are few: none of them was typed by anybody."""

    view: str
    method: str
    status: int
    language: str
    seconds: float
    is_remembered: bool


_at_hand: ContextVar[Handling | None] = ContextVar("at_hand", default=None)


def at_hand() -> Handling | None:
    """The request that is answered just now; None outside of one."""
    return _at_hand.get()


def request_number() -> str:
    """The number of the request at hand, for its pages; empty outside of one."""
    handling = at_hand()
    return handling.number if handling else ""


def request_urn() -> str:
    """The same as an address: "urn:uuid:0b7c…", https://www.rfc-editor.org/rfc/rfc9562; empty outside of a request."""
    number = request_number()
    return UUID(number).urn if number else ""


def view_name(request: HttpRequest | None) -> str:
    """The name of the page in the site map, which nobody typed: "document", "admin:index"; or "unknown"."""
    named: str | None = getattr(request, "named_view", None)
    match = getattr(request, "resolver_match", None)
    return named or (match.view_name if match and match.url_name else UNKNOWN)


def name_view(request: HttpRequest, name: str) -> None:
    """Give a name to what is answered without the site map."""
    request.named_view = name  # type: ignore[attr-defined]


def take_up(handling: Handling) -> None:
    """Let a request be the one at hand, until its answer has been sent."""
    _at_hand.set(handling)


def _let_go(**_: Any) -> None:
    _at_hand.set(None)


request_finished.connect(_let_go, dispatch_uid="statements.web.handling")
