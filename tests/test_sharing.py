"""What other sites show of a link: the very words of the source, and never whose they might be."""

import re
from html import unescape

import pytest

from statements.keys import new_key
from statements.models import Paragraph
from tests.cast import make_document

pytestmark = pytest.mark.django_db

DOCK = "/documents/remarks-at-the-dock/"
HOST = "http://testserver"


def card(html):
    return {
        name: unescape(content) for name, content in re.findall(r'<meta property="([^"]+)" content="([^"]*)">', html)
    }


@pytest.fixture
def dock():
    document = make_document(
        "A heading",
        'We sail at dawn & "land".',
        "And we land.",
        slug="remarks-at-the-dock",
        title="Remarks <at> the dock",
        speakers={"Ada Quist": "speaker"},
    )
    document.paragraphs.filter(position=1).update(kind="heading")
    document.publish()
    return document


@pytest.mark.parametrize("language", ["", "/it", "/fr"])
def test_a_document_is_told_by_its_title_and_its_first_words(client, dock, language):
    found = card(client.get(f"{language}{DOCK}").content.decode())
    assert found["og:title"] == "Remarks <at> the dock"
    assert found["og:description"] == 'We sail at dawn & "land".', "the first that is no heading"
    assert (found["og:url"], found["og:locale"]) == (HOST + DOCK, "en_GB")
    assert (found["article:published_time"], found["twitter:card"]) == ("2024-03-01", "summary")


def test_a_paragraph_by_its_words_or_a_part_of_them(client, dock):
    key = dock.paragraphs.get(position=3).key
    address = f"{DOCK}cite/{key}/"
    html = client.get(address).content.decode()
    assert (card(html)["og:description"], card(html)["og:url"]) == ("And we land.", HOST + address)
    part = card(client.get(f"{address}?words=we+land").content.decode())
    assert (part["og:description"], part["og:url"]) == ("we land", f"{HOST}{address}?words=we+land")
    assert card(client.get(f"{address}?words=never+said").content.decode())["og:description"] == "And we land."
    assert card(client.get(f"{address}?v=1").content.decode())["og:url"] == f"{HOST}{address}?v=1"


def test_an_earlier_version_has_the_words_of_then(client, dock):
    dock.paragraphs.filter(position=2).update(text="We sail at noon.")
    dock.publish()
    assert card(client.get(f"{DOCK}?v=1").content.decode())["og:description"] == 'We sail at dawn & "land".'
    assert card(client.get(f"{DOCK}?v=1").content.decode())["og:url"] == f"{HOST}{DOCK}?v=1"
    assert card(client.get(DOCK).content.decode())["og:description"] == "We sail at noon."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("word " * 100, "word " * 60 + "…"),
        ("x" * 400, "x" * 300 + " …"),
        ("One\nline.", "One line."),
        ("a" * 299 + " b", "a" * 299 + " …"),
    ],
)
def test_many_words_are_cut_where_one_ends(client, text, shown):
    make_document(text, slug="remarks-at-the-dock")
    assert card(client.get(DOCK).content.decode())["og:description"] == shown


def test_a_date_that_is_not_known_to_the_day_is_not_told_as_one(client):
    make_document("We sail.", slug="remarks-at-the-dock", date="2024-03")
    assert "article:published_time" not in card(client.get(DOCK).content.decode())


def test_reference_managers_read_on_the_page_of_a_citation_what_they_read_on_the_text(client, dock):
    key = dock.paragraphs.get(position=3).key
    for address in (DOCK, f"{DOCK}cite/", f"{DOCK}cite/{key}/"):
        html = client.get(address).content.decode()
        assert '<meta name="citation_title" content="Remarks &lt;at&gt; the dock">' in html
        assert "application/ld+json" in html
    assert f'"@id": "{HOST}{DOCK}?v=1#{key}"' in html, "the paragraph itself"


def test_what_is_withdrawn_is_on_no_card(client, dock):
    key = dock.paragraphs.get(position=3).key
    dock.withdraw("It was never said.")
    for address in (DOCK, f"{DOCK}cite/", f"{DOCK}cite/{key}/", f"{DOCK}?v=1"):
        response = client.get(address)
        assert response.status_code == 410 and not card(response.content.decode())


def test_a_text_without_paragraphs_has_a_card_too(client):
    document = make_document(slug="remarks-at-the-dock")
    assert "og:description" not in card(client.get(DOCK).content.decode())
    Paragraph.objects.create(
        document=document, position=1, key=new_key("x", "Title", set()), text="Title", language="en", kind="heading"
    )
    assert card(client.get(DOCK).content.decode())["og:description"] == "Title"
