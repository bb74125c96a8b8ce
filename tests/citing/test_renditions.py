"""A paragraph is quoted with its translation: both as they are cited, and never paired by more than there is to say."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.utils import timezone

from statements.models import Paragraph
from tests.cast import make_document

pytestmark = pytest.mark.django_db
ENGLISH = [
    "We sail at noon with 12 ships from Oslo, and the harbour master sails with us.",
    "Thank you for having come in such numbers.",
    "We shall be back on 15 March 2024.",
]
ITALIAN = [
    "Salpiamo a mezzogiorno con 12 navi da Oslo, e il comandante del porto salpa con noi.",
    "Grazie di essere venuti così numerosi.",
    "Torneremo il 15 marzo 2024.",
]


def make_pair(english=ENGLISH, italian=ITALIAN, numbers=False, **fields):
    """An English speech and its Italian translation."""
    group = uuid4()
    left = make_document(*english, translation_group=group, speakers={"Ada Quist": "speaker"})
    right = make_document(
        *italian, translation_group=group, language="it", title="Discorso", speakers={"Ada Quist": "speaker"}, **fields
    )
    for document in (left, right):
        if numbers:
            for paragraph in document.paragraphs.all():
                Paragraph.objects.filter(pk=paragraph.pk).update(number=str(paragraph.position))
        document.publish()
    return left, right


def quote(client, document, place=1, query=""):
    """What the page that cites a paragraph says of its translations, and the renditions."""
    key = document.paragraphs.get(position=place).key
    response = client.get(f"/documents/{document.slug}/cite/{key}/{query}")
    html = unescape(response.content.decode())
    return html.partition('id="translations"')[2].partition("reference managers")[0], response.context["renditions"]


def test_both_are_quoted_each_in_its_language_with_its_number_version_and_link(client):
    left, right = make_pair(numbers=True)
    html, _ = quote(client, left, 2)
    other = right.paragraphs.get(position=2)
    assert f'<blockquote lang="it"><p>«{other.text}»' in html
    assert f'<blockquote lang="en"><p>“{ENGLISH[1]}”' in html
    assert "para. 2" in html and "par. 2" in html
    assert f'href="http://testserver/documents/{right.slug}/?v=1#{other.key}"' in html


def test_only_numbers_of_the_sources_are_called_a_pairing_by_numbers(client):
    html, _ = quote(client, make_pair(numbers=True)[0])
    assert "Paired by their numbers" in html and "Aligned by the archive" not in html
    html, _ = quote(client, make_pair()[0])
    assert "Aligned by the archive" in html and "Paired by" not in html


def test_where_several_answer_to_each_other_all_are_shown(client):
    left, _ = make_pair(italian=[f"{ITALIAN[0]} {ITALIAN[1]}", ITALIAN[2]])
    html, [rendition] = quote(client, left)
    assert [len(rendition.own), len(rendition.others)] == [2, 1]
    assert "Several paragraphs answer to each other" in html and "Aligned by the archive" in html


def test_where_none_answers_the_page_says_so(client):
    english = [*ENGLISH, "An addition that only this text has, about nothing else at all, and a long one, too."]
    longer, _ = make_pair(english=english)
    html, [rendition] = quote(client, longer, 4)
    assert rendition.others == []
    assert "finds no paragraph that answers" in html and "Aligned" not in html


def test_an_earlier_version_is_quoted_with_its_own_words(client):
    left, _ = make_pair(numbers=True)
    left.paragraphs.filter(position=1).update(text="We sail at dawn with 12 ships.")
    left.publish()
    assert ENGLISH[0] in quote(client, left, 1, "?v=1")[0]
    assert "We sail at dawn" in quote(client, left, 1)[0]


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"publish_at": timezone.now() + timedelta(days=1)}])
def test_a_translation_that_is_not_public_is_not_shown(client, fields):
    left, right = make_pair()
    right.__class__.objects.filter(pk=right.pk).update(**fields)
    html, renditions = quote(client, left)
    assert renditions == [] and "Salpiamo" not in html


def test_a_document_without_a_translation_offers_none(client):
    html = client.get(make_document("Words.").get_absolute_url()).content.decode()
    assert "data-translated" not in html


def test_the_side_by_side_leads_to_both(client):
    left, right = make_pair()
    html = client.get(f"/documents/{left.slug}/with/{right.slug}/").content.decode()
    keys = re.findall(rf'/documents/{left.slug}/cite/(\w+)/#with-{right.slug}"', html)
    assert keys == list(left.paragraphs.order_by("position").values_list("key", flat=True))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_both_are_copied_together(own_page):
    page = own_page
    left, right = make_pair(numbers=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/documents/{left.slug}/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.paragraph .words'))")
    page.locator(".quote-tools").get_by_role("link", name="with its translation").click()
    page.locator("#translations").wait_for()
    page.get_by_role("button", name="Copy both").click()
    page.get_by_role("button", name="Copied").wait_for()
    first, second, how = page.evaluate("navigator.clipboard.readText()").split("\n\n")
    assert first.startswith(f"“{ENGLISH[0]}”\nAda Quist, “Remarks")
    assert second.startswith(f"«{ITALIAN[0]}»\nAda Quist, «Discorso»")
    assert second.endswith(f"/documents/{right.slug}/?v=1#{right.paragraphs.get(position=1).key}")
    assert how == "Paired by their numbers."
    rich = page.evaluate("navigator.clipboard.read().then(([each]) => each.getType('text/html')).then((e) => e.text())")
    assert 'lang="it"' in rich and rich.count("<a href=") == 2


def test_a_citation_says_that_there_is_no_translation(client):
    document = make_document("Words.")
    html, renditions = quote(client, document)
    assert renditions == [] and "The archive has no translation of this document." in html
    assert "no translation" not in client.get(f"{document.get_absolute_url()}cite/").content.decode(), "only of words"


def test_texts_too_long_to_align_lead_to_both(client, monkeypatch):
    left, right = make_pair()
    monkeypatch.setattr("statements.pages.renditions._MOST", 1)
    html, renditions = quote(client, left)
    assert renditions == [] and "too long to find here" in html
    assert f'href="/documents/{left.slug}/with/{right.slug}/"' in html
