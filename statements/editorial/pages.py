"""What the pages of the desk share: they are part of the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def desk_page(
    desk: Any, request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Return a page of the desk, with the header and menus of the admin that `desk` belongs to."""
    around = {**desk.admin_site.each_context(request), "title": title, "opts": desk.opts}
    return render(request, f"desk/{template}", around | context, status=status)


def number_in(value: str | None) -> int:
    """Return a submitted number as a primary key; 0, which no row has, if it is not a number or is too long."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else 0
