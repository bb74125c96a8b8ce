"""A sentence of the importer in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, override, pgettext

from statements.importer.messages.bulk import BULK
from statements.importer.messages.cautions import CAUTIONS
from statements.importer.messages.logged import LOGGED
from statements.importer.messages.reasons import REASONS
from statements.importer.messages.refusals import REFUSALS
from statements.importer.messages.watched import WATCHED
from statements.languages import LANGUAGES
from statements.models import Kind

TEMPLATES = (*REFUSALS, *BULK, *REASONS, *CAUTIONS, *LOGGED, *WATCHED)
_ENGLISH = "en"
NUMBERS = {"size", "limit", "count", "more", "number", "start", "line", "percent", "seconds"}
_SENTENCES = {"what", "reason", "origin"}
_LANGUAGES = {"language", "another", "languages", "script"}
_FIELD = re.compile(r"(?:\{|%\()(\w+)(?:\}|\)s)")  # {name}, or %(name)s
_CHANGES = re.compile(r"(?<=”), (?=.+? from “)|(?<! ), (?=[A-Z][a-z ]+: )")  # between one changed fact and the next
_LONGEST = 2_000  # characters of a sentence: one of ours has a few hundred
_REMEMBERED = 4_096  # sentences: a source has thousands of stretches, dropped for a few reasons


class SentenceForm(NamedTuple):
    """A template, and the pattern of the sentences made from it."""

    template: str
    pattern: re.Pattern[str]


def say(sentence: str) -> str:
    """A sentence of the importer, line by line, in the language of the page; one that no template covers as it is.

    "the file has 1,204 bytes, more than the limit of 1,000" -> "il file ha 1.204 byte, più del limite di 1.000".
    """
    language = get_language() or _ENGLISH
    if language.startswith(_ENGLISH):
        return sentence
    return "\n".join(_say_line(language, line) for line in sentence.split("\n"))


@lru_cache(_REMEMBERED)
def _say_line(language: str, line: str) -> str:
    found = find_form(line)
    if found is None:
        return line
    form, fields = found
    return fill_template(gettext(form.template), {name: _say_field(language, name, fields[name]) for name in fields})


def fill_template(template: str, fields: Mapping[str, str]) -> str:
    """A sentence of a template. fields: what stands in its fields, by their names."""
    return _FIELD.sub(lambda field: fields[field[1]], template)


def find_form(sentence: str) -> tuple[SentenceForm, dict[str, str]] | None:
    """The template that a sentence was made from, with what stands in its fields; None if there is none."""
    for form in _forms() if len(sentence) <= _LONGEST else ():
        if found := form.pattern.fullmatch(sentence):
            return form, found.groupdict()
    return None


@cache
def _forms() -> tuple[SentenceForm, ...]:
    """All templates: those that begin with a word of their own first, then those with most: they fit few sentences."""
    ordered = sorted(TEMPLATES, key=lambda each: (bool(_FIELD.match(each)), -len(_FIELD.sub("", each))))
    return tuple(SentenceForm(template, _make_pattern(template)) for template in ordered)


def _make_pattern(template: str) -> re.Pattern[str]:
    pieces = _FIELD.split(template)  # words and names of fields, by turns
    made = [re.escape(piece) if place % 2 == 0 else _make_group(piece) for place, piece in enumerate(pieces)]
    return re.compile("".join(made))


def _make_group(name: str) -> str:
    return rf"(?P<{name}>\d+(?:,\d{{3}})*)" if name in NUMBERS else rf"(?P<{name}>.+?)"


def _say_field(language: str, name: str, value: str) -> str:
    if name in NUMBERS:
        return number_format(int(value.replace(",", "")), use_l10n=True, force_grouping=True)
    if name == "moment":
        return _write_moment(value)
    if name in _LANGUAGES:
        return ", ".join(_name_language(language, each) for each in value.split(", "))
    if name == "changes":
        return ", ".join(_say_line(language, each) for each in _CHANGES.split(value))
    if name == "parts":
        return "; ".join(
            ": ".join(_say_line(language, each) for each in part.split(": ", 1)) for part in value.split("; ")
        )
    if name in ("label", "labels"):
        return ", ".join(map(_say_label, value.split(", ")))
    if name in ("old", "new"):
        return gettext(value) if value in _values() else value
    return _say_line(language, value) if name in _SENTENCES else value


@cache
def _values() -> frozenset[str]:
    """What the log says of a fact before and after where it is not a word of the document: nothing, yes, kinds."""
    with override(None):
        return frozenset(["nothing", "yes", "no", *map(str, Kind.labels), *(each.name for each in LANGUAGES.values())])


def _say_label(label: str) -> str:
    """The name of a fact, of a role or of a kind; forms begin those of facts with a capital, which they keep."""
    small = f"{label[:1].lower()}{label[1:]}"
    for said, made in ((gettext(label), label), (pgettext("a field", small), small), (gettext(small), small)):
        if said != made:
            return f"{said[:1].upper()}{said[1:]}" if label[:1].isupper() else said
    return label


def _write_moment(value: str) -> str:
    """A day, or a moment with its zone, in words: "2034-07-04T18:00+02:00" -> "4 luglio 2034, 18:00 UTC+02:00"."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    day = date_format(moment, "j F Y")
    return f"{day}, {moment:%H:%M} {moment.tzname() or ''}".rstrip() if "T" in value else day


def _name_language(language: str, name: str) -> str:
    """The name of a language or of a script, given in English: "Spanish" -> "spagnolo"; as it is if CLDR has none."""
    code = _codes().get(name.lower())
    into = Locale.parse(language)
    return str(into.languages.get(code) or into.scripts.get(code) or name) if code else name


@cache
def _codes() -> dict[str, str]:
    """The codes of languages and scripts by their English names; a script before a language that is called so."""
    english = Locale(_ENGLISH)
    return {name.lower(): code for table in (english.languages, english.scripts) for code, name in table.items()}
