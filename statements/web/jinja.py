"""The template engine of the public pages: Jinja2, with what their templates say beyond HTML.

The desk and the admin keep Django's own engine; a template of theirs cannot include one of these, nor the other way
round.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.humanize.templatetags import humanize
from django.template import defaultfilters, defaulttags
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import ChainableUndefined, Environment, StrictUndefined, Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from statements.dates import day_words
from statements.languages import translate
from statements.web.handling import request_number
from statements.web.interface import link_paragraph, pinned
from statements.web.read_only import may_write

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}  # as in Django's json_script


class Missing(ChainableUndefined):
    """What a template names and nothing gave: shown as nothing, whatever is asked of it.

    A reader gets the rest of the page. Developers and tests get an error: see `environment` and tests/conftest.py.
    """

    def _pass_on(self, *_: Any, **__: Any) -> Missing:
        return self

    def _deny(self, _: object) -> bool:
        return False

    # Jinja2 has declared that these never return.
    __call__ = _pass_on  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = _pass_on  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = _deny  # type: ignore[assignment]


def day(value: date | None) -> str:
    """A day in words, in the language of the interface; empty for None."""
    return day_words(timezone.localtime(value).date() if isinstance(value, datetime) else value) if value else ""


def json_ld_script(value: Any) -> SafeString:
    """A block of JSON-LD, with HTML's markup characters escaped so that no text in it can end the block."""
    text = json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped


def intcomma(value: int) -> str | int:
    """A number with its thousands set apart as the language of the interface does; most are too small for that."""
    return value if -1_000 < value < 1_000 else humanize.intcomma(value)


def url(name: str, *arguments: Any) -> str:
    """The address of a page, in the language of the interface."""
    return reverse(name, args=arguments) if arguments else _url(name, get_language(), get_script_prefix())


@cache
def _url(name: str, _language: str | None, _prefix: str) -> str:
    return reverse(name)


def static_prefix() -> str:
    """Where static files are, which unlike `static` asks nothing that may be missing."""
    return settings.STATIC_URL


@pass_context
def querystring(context: Context, **changes: Any) -> str:
    """The query of the address of this page, with other values of some parameters; None removes one."""
    return defaulttags.querystring(None, context["request"].GET, **changes)  # type: ignore[arg-type]  # no context


def _translate_in_context(context: str, message: str) -> str:
    """Return what pgettext does, once in a process and language: see `translate`."""
    return _pgettext_to(get_language(), context, message)


@cache
def _pgettext_to(_: str | None, context: str, message: str) -> str:
    return pgettext(context, message)


def write_message(message: str, **variables: Any) -> Markup:
    """A message, _("…"), in the language of the page; as everywhere in the templates, %% is a %."""
    language = get_language()
    return _translate_to(language, message) % variables if variables else _write_to(language, message)


@cache
def _translate_to(_: str | None, message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704 - a message of the templates or the catalogues


@cache
def _write_to(language: str | None, message: str) -> Markup:
    return _translate_to(language, message) % {}


def _spare_missing(apply: Callable[..., Any]) -> Callable[..., Any]:
    """Make a filter leave what is missing as it is: Undefined decides what becomes of it."""

    @wraps(apply)
    def applied(value: Any, *arguments: Any) -> Any:
        return value if isinstance(value, Undefined) else apply(value, *arguments)

    return applied


_FILTERS: dict[str, Callable[..., Any]] = {
    "capfirst": defaultfilters.capfirst,
    "date": defaultfilters.date,
    "day": day,
    "filesize": defaultfilters.filesizeformat,
    "intcomma": intcomma,
    "json_ld_script": json_ld_script,
    "json_script": json_script,
    "linebreaks": defaultfilters.linebreaks_filter,
    "pinned": pinned,
    "to_paragraph": link_paragraph,
    "truncatechars": defaultfilters.truncatechars,
    "urlencode": defaultfilters.urlencode,  # Jinja2's own has no way to escape slashes, too
}
_GLOBALS: dict[str, Callable[..., Any]] = {
    "may_write": may_write,
    "querystring": querystring,
    "request_number": request_number,
    "static": static,
    "static_prefix": static_prefix,
    "url": url,
}


def environment(**options: Any) -> Environment:
    """The environment for Django's backend, which turns autoescape on, and auto_reload where DEBUG is."""
    options |= {"undefined": StrictUndefined if settings.DEBUG else Missing, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 - autoescape is one of the options
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension puts it there
        translate, ngettext, newstyle=True, pgettext=_translate_in_context, npgettext=npgettext
    )
    made.globals |= _GLOBALS | {"_": write_message}
    made.filters |= {name: _spare_missing(apply) for name, apply in _FILTERS.items()}
    return made
