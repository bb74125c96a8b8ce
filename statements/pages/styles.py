"""The choice of a style of citation: links, each of which keeps the rest of the address."""

from __future__ import annotations

from typing import NamedTuple

from django.http import QueryDict

from statements.citing.styles import Style, choose_style

_PARAMETER = "style"
_LONGEST = 60  # characters of a wrong name that are shown again


class Offered(NamedTuple):
    """A style as a link: what it is called, the query of its address, and whether it is the one that is shown."""

    label: str
    query: str
    on: bool


class Choice(NamedTuple):
    """The style that is shown, those that there are, in their groups, and what was typed if there is no such style."""

    style: Style
    groups: tuple[list[Offered], ...]
    unknown: str

    @property
    def name(self) -> str:
        """The name of the style in an address; none for the one that is shown unasked."""
        return "" if self.groups[0][0].on else self.style.name


def offer_styles(address: QueryDict, *groups: list[Style]) -> Choice:
    """The choice among groups of styles; the very first is shown where the address names none, or none that exists."""
    styles = [each for group in groups for each in group]
    typed = address.get(_PARAMETER, "")
    chosen = choose_style(styles, typed)
    offered = tuple(
        [Offered(each.label, _query(address, "" if each == styles[0] else each.name), each == chosen) for each in group]
        for group in groups
    )
    unknown = "" if typed in {"", chosen.name} else typed.replace("\0", "")[:_LONGEST]
    return Choice(chosen, offered, unknown)


def _query(address: QueryDict, name: str) -> str:
    """The query of an address with another style: "?v=2&style=apa"."""
    changed = address.copy()
    changed.pop(_PARAMETER, None)
    if name:
        changed[_PARAMETER] = name
    return f"?{changed.urlencode()}" if changed else ""
