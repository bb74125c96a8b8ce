"""Filters of the templates of the desk: {% load desk %}."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from statements.importer.messages.say import say

register = template.Library()


@register.filter
def said(sentence: str) -> str:
    """A sentence of the importer, such as why a file is refused, in the language of the page."""
    return say(sentence)


@register.filter
def all_said(sentences: Iterable[str]) -> list[str]:
    """The same for several, to be joined."""
    return [say(each) for each in sentences]
