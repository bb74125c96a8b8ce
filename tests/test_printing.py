"""What is printed: the numbers that citations use, the address, the version, the filters, and never a wrong day."""

import re
from datetime import date

import pytest

from statements.models import Paragraph
from tests.addresses import MINISTERS, VILNIUS
from tests.cast import make_document

pytestmark = pytest.mark.django_db
DAYS = {"": "Printed on 1 December 2031", "/it": "Stampato il 1º dicembre 2031", "/fr": "Imprimé le 1er décembre 2031"}


def test_a_number_below_another_is_printed_as_it_is_cited(client):
    document = make_document("We sail:", "at dawn.")
    Paragraph.objects.filter(document=document, position=2).update(number="a", under="3")
    html = client.get(document.get_absolute_url()).content.decode()
    assert re.search(r'class="only-print">3\(a\)<', html)


def test_the_address_and_the_day_of_publication_are_printed(client):
    document = make_document("We sail.")
    document.publish()
    html = client.get(f"{document.get_absolute_url()}?v=1").content.decode().partition("print-address")[2]
    assert f"{document.get_absolute_url()}?v=1<br>" in html
    assert "Version 1, published" in html


def test_the_server_never_says_on_which_day_a_page_is_printed(client):
    html = client.get(VILNIUS).content.decode()
    assert 'data-printed="Printed on DAY"></span>' in html
    assert str(date.today().year) not in html.partition("data-printed")[2].partition("</p>")[0]


def test_a_printed_search_says_which_documents_of_how_many_it_lists_and_where(client):
    html = client.get("/search/?q=NATO&language=it").content.decode()
    assert "Documents 1 to 3 of 3" in html
    assert "http://testserver/search/?q=NATO&amp;language=it" in html.partition("print-address")[2]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", DAYS)
def test_the_day_is_that_of_printing_however_old_the_page(page, language):
    page.clock.set_fixed_time("2031-11-02T12:00:00")
    page.goto(language + MINISTERS)
    page.clock.set_fixed_time("2031-12-01T12:00:00")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = page.locator(".print-address")
    assert DAYS[language] in printed.inner_text()
    assert page.locator(".permalink").first.is_visible(), "the archive's own numbers, too"
    assert not page.locator(".bar, .masthead nav, .cite-link").locator("visible=true").count()
    page.emulate_media(media="screen")


@pytest.mark.browser
@pytest.mark.slow
def test_a_printed_search_shows_its_filters(page):
    page.goto("/search/?q=NATO&language=it")
    page.emulate_media(media="print")
    assert page.locator(".chips").is_visible()
    assert "Italian" in page.locator(".chips").inner_text()
    assert "/search/?q=NATO&language=it" in page.locator(".print-address").inner_text()
    page.emulate_media(media="screen")
