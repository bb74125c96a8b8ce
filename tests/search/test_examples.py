"""The first page suggests searches in the reader's language, and only such as find something in the archive at hand."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from statements.models import Document
from statements.search.examples import example_searches
from statements.search.memory import ArchiveState, archive_state
from tests.cast import make_document

pytestmark = pytest.mark.django_db
PAGES = {"en": "/", "it": "/it/", "fr": "/fr/"}


def suggested(client, language):
    """The addresses of the searches that the first page suggests."""
    html = client.get(PAGES[language]).content.decode()
    hint = re.search(r'<p class="hint">(.*?)</p>', html, re.DOTALL)
    return [unescape(address) for address in re.findall(r'href="([^"]+)"', hint[1])] if hint else []


def found(client, address):
    return client.get(address).context["total"]


@pytest.mark.parametrize("language", ["en", "it", "fr"])
class TestFound:
    def test_with_the_seeds_each_suggestion_finds_something(self, client, language):
        addresses = suggested(client, language)
        assert 1 <= len(addresses) <= 3
        for address in addresses:
            assert address.startswith("/search/?q=" if language == "en" else f"/{language}/search/?q=")
            assert found(client, address) > 0, address

    def test_an_archive_without_documents_suggests_nothing(self, client, language):
        Document.objects.update(status="draft")
        assert suggested(client, language) == []

    def test_what_is_embargoed_or_withdrawn_is_not_suggested(self, client, language):
        Document.objects.update(status="withdrawn")
        make_document("Deterrence, dissuasion, deterrenza.", publish_at=timezone.now() + timedelta(hours=1))
        make_document("No word of it.")
        assert suggested(client, language) == []

    def test_an_archive_in_french_alone_suggests_what_it_has(self, client, language):
        Document.objects.update(status="draft")
        make_document("La dissuasion et la défense collective.", "Le Kosovo et la paix.", language="fr", title="Propos")
        addresses = suggested(client, language)
        assert len(addresses) == {"fr": 3, "it": 1, "en": 1}[language]
        for address in addresses:
            assert found(client, address) == 1


def test_the_words_are_in_the_language_of_the_page_and_the_best_first():
    make_document("Deterrence and security.", title="Remarks")
    make_document("La dissuasion et la sécurité.", language="fr", title="Propos")
    assert example_searches("en", archive_state())[0] == ("deterrence", "deterrence")
    assert example_searches("fr", archive_state())[0] == ("dissuasion", "dissuasion")
    assert example_searches("it", archive_state())[1] == (
        '"ogni centimetro del territorio alleato"',
        "ogni centimetro del territorio alleato",
    )


def test_phrases_are_searched_as_phrases(client):
    Document.objects.update(status="draft")
    make_document("Defence that is collective.", title="Remarks")
    assert '"collective defence"' not in [typed for typed, _ in example_searches("en", archive_state())]


@pytest.mark.parametrize("language", ["en", "it", "fr"])
class TestOwnWords:
    """An archive that is about something else suggests long words of its own latest documents."""

    @pytest.fixture(autouse=True)
    def herons(self):
        Document.objects.update(status="draft")
        for place in ("harbour", "lagoon", "estuary"):
            make_document(f"The herons of the {place} migrate southwards.", title="Birds", date="1907")

    def test_they_find_something(self, client, language):
        addresses = suggested(client, language)
        assert len(addresses) == 3
        assert all(found(client, address) for address in addresses)

    def test_they_are_none_of_a_draft(self, language):
        make_document("Herons, ostriches! Ostriches.", status="draft")
        words = [typed for typed, _ in example_searches(language, archive_state())]
        assert words and "ostriches" not in " ".join(words).lower()

    def test_they_are_remembered(self, language, django_assert_num_queries):
        state = ArchiveState(("herons", language))
        example_searches(language, state)
        with django_assert_num_queries(0):
            assert example_searches(language, state)


def test_what_only_some_of_the_documents_say_comes_before_what_all_say():
    Document.objects.update(status="draft")
    for text in ("Harbours freeze.", "Harbours freeze early.", "Harbours thawing.", "Harbours thawing."):
        make_document(text, title="Remarks")
    assert [typed for typed, _ in example_searches("en", archive_state())] == ["thawing", "Harbours"]


def test_stop_words_are_not_suggested():
    Document.objects.update(status="draft")
    make_document("Yourselves themselves between.", title="Remarks")
    assert example_searches("en", archive_state()) == []


def test_it_is_one_statement_and_remembered(django_assert_num_queries):
    state = ArchiveState(("the state of this test",))
    with django_assert_num_queries(1):
        example_searches("en", state)
        example_searches("en", state)
