"""What the pages of the desk share: they stand in the admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def desk_page(
    desk: Any, request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the desk, with the head and the menus of the admin that `desk` is a part of."""
    around = {**desk.admin_site.each_context(request), "title": title, "opts": desk.opts}
    return render(request, f"desk/{template}", around | context, status=status)


def number_in(value: str | None) -> int:
    """A number that was sent, as a primary key; 0, which no key is, where it is none or too long for one."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else 0
