"""Filters for templates: a page's metadata for machines, days as people write them, addresses of versions."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from statements.dates import day_words
from statements.web.interface import pinned

register = template.Library()
register.filter(pinned)
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}  # as in Django's json_script


@register.filter
def day(value: date | None) -> str:
    """A day in words, in the language of the interface; empty for None."""
    return day_words(timezone.localtime(value).date() if isinstance(value, datetime) else value) if value else ""


@register.filter
def json_ld_script(value: Any) -> SafeString:
    """A block of JSON-LD, with HTML's markup characters escaped so that no text in it can end the block."""
    text = json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped
