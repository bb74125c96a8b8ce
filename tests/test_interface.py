"""The interface in three languages: complete catalogues, and a switch that keeps page and filters."""

import re
from html import unescape

import pytest
from babel.messages.catalog import Catalog

from statements.management.commands.update_catalogues import LOCALES, catalogue_of, compile_mo, extract_messages
from statements.models import Document

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+|https?://\S+")


def strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def ids(message):
    return message.id if isinstance(message.id, tuple) else (message.id,)


@pytest.mark.parametrize("language", ["it", "fr"])
class TestCatalogues:
    @pytest.mark.slow
    def test_every_message_of_templates_and_code_is_translated(self, language):
        catalogue: Catalog = catalogue_of(language)
        missing = [
            message.id
            for message in extract_messages()
            if message.id
            and not (found := catalogue.get(ids(message)[0], message.context))
            or message.id
            and not all(strings(found))
        ]
        assert not missing, "run manage.py update_catalogues and translate"

    @pytest.mark.slow
    def test_no_message_is_kept_that_nothing_says(self, language):
        said = {(ids(message)[0], message.context) for message in extract_messages()}
        assert {(ids(message)[0], message.context) for message in catalogue_of(language)} <= said

    def test_translations_have_the_places_of_their_messages(self, language):
        for message in catalogue_of(language):
            wanted = {place for each in ids(message) for place in PLACEHOLDER.findall(each)}
            for translated in strings(message) if message.id else ():
                found = set(PLACEHOLDER.findall(translated))
                assert found == wanted or (message.pluralizable and found <= wanted), translated

    def test_words_are_quoted_as_the_language_quotes_them(self, language):
        assert not [each for message in catalogue_of(language) for each in strings(message) if re.search("[“”]", each)]

    def test_what_is_compiled_is_what_is_written(self, language):
        assert (LOCALES / language / "LC_MESSAGES" / "django.mo").read_bytes() == compile_mo(catalogue_of(language))


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize("prefix", ["/it", "/fr"])
    @pytest.mark.parametrize(
        "address",
        [
            "/",
            "/documents/",
            "/search/",
            "/search/?q=NATO",
            "/first/?q=NATO",
            "/speakers/",
            "/speakers/giorgia-meloni/",
            "/about/",
            "/results/",
        ],
    )
    def test_each_page_is_in_each_language(self, client, prefix, address):
        response = client.get(f"{prefix}{address}")
        assert response.status_code == 200
        assert f'<html lang="{prefix[1:]}">' in response.content.decode()
        assert f'href="{prefix}/documents/"' in response.content.decode()

    def test_english_has_no_prefix_and_does_not_ask_the_browser(self, client):
        assert '<html lang="en">' in client.get("/", headers={"accept-language": "fr"}).content.decode()
        assert client.get("/en/").status_code == 404

    def test_the_switch_keeps_page_and_filters(self, client):
        text = client.get("/it/search/?q=NATO&language=it&sort=oldest").content.decode()
        assert 'href="/search/?q=NATO&amp;language=it&amp;sort=oldest" hreflang="en"' in text
        assert 'href="/fr/search/?q=NATO&amp;language=it&amp;sort=oldest" hreflang="fr"' in text
        assert 'hreflang="it" lang="it" aria-current="true"' in text

    def test_dates_and_numbers_are_those_of_the_language(self, client):
        assert "10 novembre 2022" in client.get("/it/documents/").content.decode()
        assert "octobre 2022" in client.get("/fr/documents/").content.decode()
        assert "10 November 2022" in client.get("/documents/").content.decode()

    def test_the_words_of_a_document_are_those_of_its_source_in_each(self, client):
        document = Document.objects.get(slug__contains="vilnius")
        words = document.paragraphs.order_by("position").last().text[:60]
        for prefix in ("", "/it", "/fr"):
            text = client.get(f"{prefix}/documents/{document.slug}/").content.decode()
            assert words in unescape(text)
            assert '<div class="text" lang="it"' in text

    def test_what_is_typed_wrong_is_said_in_the_language_of_the_page(self, client):
        assert "una parentesi non chiusa" in client.get("/it/search/?q=(NATO").content.decode()
        assert "n’est pas une date" in client.get("/fr/documents/?date_from=soon").content.decode()
        assert "Questa pagina non esiste" in client.get("/it/nothing/").content.decode()
        assert "il n’y a pas de page 9" in client.get("/fr/documents/?page=9").content.decode().lower()

    def test_errors_of_a_language_that_is_none_are_in_english(self, client):
        assert "There is no such page" in client.get("/de/documents/").content.decode()
