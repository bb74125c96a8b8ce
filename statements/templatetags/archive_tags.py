"""What the head of a document's page says to machines; days as people write them; addresses of versions."""

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
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}  # as Django's json_script has them


@register.filter
def day(value: date | None) -> str:
    """A day in words, in the language of the interface; empty where there is none."""
    return day_words(timezone.localtime(value).date() if isinstance(value, datetime) else value) if value else ""


@register.filter
def json_ld_script(value: Any) -> SafeString:
    """A block of JSON-LD. No text in it can end the block: what HTML takes for markup is escaped."""
    text = json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped
