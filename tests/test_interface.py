"""The interface in three languages: complete catalogues, and a switch that keeps page and filters."""

import re

import pytest
from babel.messages.catalog import Catalog

from statements.management.commands.update_catalogues import LOCALES, catalogue_of, compiled, extracted

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+|https?://\S+")


def strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def ids(message):
    return message.id if isinstance(message.id, tuple) else (message.id,)


@pytest.mark.parametrize("language", ["it", "fr"])
class TestCatalogues:
    def test_every_message_of_templates_and_code_is_translated(self, language):
        catalogue: Catalog = catalogue_of(language)
        missing = [
            message.id
            for message in extracted()
            if message.id
            and not (found := catalogue.get(ids(message)[0], message.context))
            or message.id
            and not all(strings(found))
        ]
        assert not missing, "run manage.py update_catalogues and translate"

    def test_no_message_is_kept_that_nothing_says(self, language):
        said = {(ids(message)[0], message.context) for message in extracted()}
        assert {(ids(message)[0], message.context) for message in catalogue_of(language)} <= said

    def test_translations_have_the_places_of_their_messages(self, language):
        for message in catalogue_of(language):
            wanted = {place for each in ids(message) for place in PLACEHOLDER.findall(each)}
            for translated in strings(message) if message.id else ():
                found = set(PLACEHOLDER.findall(translated))
                assert found == wanted or (message.pluralizable and found <= wanted), translated

    def test_what_is_compiled_is_what_is_written(self, language):
        assert (LOCALES / language / "LC_MESSAGES" / "django.mo").read_bytes() == compiled(catalogue_of(language))
