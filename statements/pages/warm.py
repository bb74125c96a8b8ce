"""What a process makes once, made before its first reader comes: a page has a second, and this may take longer."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import reverse
from django.utils import translation

from statements.search.spellings import countries, initials
from statements.web.release import release


def warm_up() -> None:
    """Import the views, write addresses, compile the templates, index the names of countries, and read which release
    this is; asks no database."""
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            reverse("search")
    environment = cast(Jinja2, engines["public"]).env
    for name in environment.list_templates():
        environment.get_template(name)
    countries(), initials(), release()
