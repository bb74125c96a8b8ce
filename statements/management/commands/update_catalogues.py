"""Bring the catalogues of the interface up to date with templates and code, and compile them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

LOCALES = settings.BASE_DIR / "statements" / "locale"
_KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_TEMPLATES = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}  # as statements/web/jinja.py has them
_PLACES = (
    ("templates/public", "*.html"),
    ("templates/public/mail", "*.txt"),
    ("templates/desk", "*.html"),
    ("templates/admin", "*.html"),
    ("statements", "*.py"),
)
_ENGLISH_ONLY = ("templates/public/styleguide", "statements/management", "statements/migrations")


def extract_messages() -> Catalog:
    """The messages of the pages and of the desk, in templates and code."""
    catalogue = Catalog(charset="utf-8", header_comment="# Of the interface of the archive.")
    for path in _files():
        name = str(path.relative_to(settings.BASE_DIR))
        for line, message, comments, context in _messages_of(path, name.startswith("templates/public")):
            catalogue.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalogue


def _messages_of(path: Path, is_public: bool) -> Iterator[Any]:
    """The messages in a file: of code, of a public template, for Jinja2, or of one of the desk, for Django.

    Django makes code of its templates for other programs to read; in brackets, so that indents mean nothing.
    """
    content, method = path.read_bytes(), "python"
    if path.suffix == ".py":
        pass
    elif is_public:
        method = babel_extract  # type: ignore[assignment]
    else:
        content = f"(\n{templatize(content.decode(), origin=str(path))}\n)".encode()
    yield from extract(method, BytesIO(content), _KEYWORDS, ["Translators:"], _TEMPLATES)


def _files() -> Iterator[Path]:
    for folder, pattern in _PLACES:
        for path in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            if not str(path.relative_to(settings.BASE_DIR)).startswith(_ENGLISH_ONLY):
                yield path


def catalogue_of(language: str) -> Catalog:
    """The stored catalogue of a language; an empty one where there is none yet."""
    path = LOCALES / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False, project="Statements on NATO", version="1")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compile_mo(catalogue: Catalog) -> bytes:
    """The catalogue in the form gettext reads."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


class Command(BaseCommand):
    help = "Bring the catalogues up to date with templates and code, and compile them."

    def handle(self, *args: Any, **options: Any) -> None:
        template = extract_messages()
        for language in [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]:
            catalogue = catalogue_of(language)
            catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
            folder = LOCALES / language / "LC_MESSAGES"
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "django.po").open("wb") as file:
                write_po(file, catalogue, width=120, ignore_obsolete=True, no_location=True, sort_output=True)
            (folder / "django.mo").write_bytes(compile_mo(catalogue_of(language)))
            missing = sum(not _is_translated(message) for message in catalogue if message.id)
            self.stdout.write(f"{language}: {len(catalogue)} messages, {missing} without a translation")


def _is_translated(message: Any) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)
