"""The pages that say how to cite, and what the page of a document says to machines."""

import json
import re
from html import unescape

import pytest
import rispy
from django.utils import timezone

from statements.models import Document, Quotation
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def vilnius():
    return Document.objects.get(external_id="seed-004")


def cite(document, key=""):
    return f"{document.get_absolute_url()}cite/{key and key + '/'}"


def text_of(response):
    return unescape(response.content.decode())


def test_a_paragraph_is_cited_with_its_number_page_and_permanent_link(client, vilnius):
    paragraph = vilnius.paragraphs.get(number="3")
    text = text_of(client.get(cite(vilnius, paragraph.key)))
    assert paragraph.text in text
    address = f"http://testserver{vilnius.get_absolute_url()}?v=1#{paragraph.key}"
    assert f"11 July 2023, NATO, para. 3, p. 1. {address}" in text
    assert "11 luglio 2023" not in text, "one citation, in the style chosen"


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("it", ["11 luglio 2023, NATO, par. 3, p. 1."]),
        ("fr", ["11 juillet 2023, NATO, par. 3, p. 1."]),
        ("chicago", ["para. 3", "Heads of State and Government of the Alliance. “"]),
        ("chicago-author-date", ["(Heads of State and Government of the Alliance 2023, para. 3)"]),
        ("apa", ["(Heads of State and Government of the Alliance, 2023, para. 3)", "(2023, July 11)."]),
        ("mla", ["(Heads of State and Government of the Alliance, par. 3)", "11 July 2023"]),
    ],
)
def test_the_address_says_in_which_style_a_paragraph_is_cited(client, vilnius, style, words):
    address = cite(vilnius, vilnius.paragraphs.get(number="3").key)
    assert f'href="{address}?style={style}#citation"' in text_of(client.get(address))
    response = client.get(address, {"style": style})
    shown = " ".join(each.words for each in response.context["wordings"])
    assert [part for part in words if part not in shown] == []
    assert [each.query for group in response.context["choice"].groups for each in group if each.on] == [
        f"?style={style}"
    ]


@pytest.mark.parametrize(("prefix", "date"), [("", "11 July 2023"), ("/it", "11 luglio 2023"), ("/fr", "11 juillet")])
def test_the_words_of_the_language_of_the_page_come_first(client, vilnius, prefix, date):
    context = client.get(f"{prefix}{cite(vilnius)}").context
    assert date in context["wordings"][0].words
    assert context["choice"].groups[0][0].on


def test_a_style_that_there_is_not_is_named_and_the_words_are_shown(client, vilnius):
    text = text_of(client.get(cite(vilnius), {"style": "<b>"}))
    assert "There is no style “<b>” here." in text and "11 July 2023, NATO." in text
    assert client.get(cite(vilnius), {"style": "\0"}).status_code == 200
    assert "There is no style" not in text_of(client.get(cite(vilnius), {"style": "en"}))


def test_the_style_goes_on_with_the_version_and_the_part(client):
    document = make_document("We sail at dawn.")
    document.publish()
    document.publish()
    address = cite(document, document.paragraphs.get().key)
    response = client.get(address, {"v": "1", "words": "at dawn", "style": "mla"})
    text = text_of(response)
    assert f'href="{address}?v=1&words=at+dawn&style=apa#citation"' in text
    assert f'href="{address}?v=1&words=at+dawn#citation"' in text, "the style of those who choose none"
    assert f'href="{address}?v=1&style=mla">the whole paragraph' in text
    assert '<input type="hidden" name="style" value="mla">' in text
    assert 'href="?v=1&words=at+dawn&format=ris"' in text


def test_the_link_is_the_same_in_every_language_of_the_interface(client, vilnius):
    assert f"http://testserver{vilnius.get_absolute_url()}?v=1" in text_of(client.get(f"/it{cite(vilnius)}"))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("bibtex", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl", "application/vnd.citationstyles.csl+json"),
        ("jsonld", "application/ld+json"),
        ("text", "text/plain"),
    ],
)
def test_each_format_is_a_file(client, vilnius, name, media_type):
    response = client.get(f"{cite(vilnius)}?format={name}")
    assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert f'filename="{vilnius.slug}-v1.' in response.headers["Content-Disposition"]
    assert "Comunicato del Vertice di Vilnius" in response.content.decode()


def test_a_version_is_cited_with_the_words_it_had(client):
    document = make_document("We sail.", speakers={"Ada Quist": "speaker"})
    document.publish()
    paragraph = document.paragraphs.get()
    document.paragraphs.update(text="We land.")
    document.publish()
    assert "We land." in text_of(client.get(cite(document, paragraph.key)))
    earlier = text_of(client.get(f"{cite(document, paragraph.key)}?v=1"))
    assert "We sail." in earlier and "?v=1#" in earlier and 'href="?v=1&format=ris"' in earlier


def test_a_paragraph_that_is_gone_is_cited_from_the_version_that_had_it(client):
    document = make_document("We sail.", "We land.")
    document.publish()
    key = document.paragraphs.get(position=2).key
    document.paragraphs.filter(position=2).delete()
    document.publish()
    response = client.get(cite(document, key))
    assert response.status_code == 404
    assert f'href="{cite(document, key)}?v=1"' in text_of(response)
    assert client.get(f"{cite(document, key)}?v=1").status_code == 200


def test_a_turn_is_cited_as_its_speakers_and_a_quotation_is_said_to_be_one(client):
    document = make_document(
        "We sail, she said.", "And we land.", speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"}
    )
    first, second = document.paragraphs.order_by("position")
    second.speaker = make_speaker("Jens Holm")
    second.save()
    Quotation.objects.create(paragraph=first, speaker=make_speaker("Mia Berg"), start=0, end=7)
    document.publish()
    assert "Jens Holm, “Remarks" in text_of(client.get(cite(document, second.key)))
    assert "Ada Quist; Jens Holm, “Remarks" in text_of(client.get(cite(document, first.key)))
    assert "para. [1], quoting Mia Berg" in text_of(client.get(cite(document, first.key)))


def test_a_part_is_cited_as_the_words_of_who_said_it(client):
    text = "We sail, she said. We land, he said. And they did."
    document = make_document(text, speakers={"Ada Quist": "quoted", "Jens Holm": "quoted"}, kind="news-report")
    paragraph = document.paragraphs.get()
    Quotation.objects.create(paragraph=paragraph, speaker=make_speaker("Ada Quist"), start=0, end=7)
    Quotation.objects.create(paragraph=paragraph, speaker=make_speaker("Jens Holm"), start=19, end=26)
    document.publish()
    address = cite(document, paragraph.key)
    assert "quoting Ada Quist; Jens Holm" in text_of(client.get(address))
    assert "quoting Jens Holm." in text_of(client.get(address, {"words": "We land"}))
    assert "quoting" not in text_of(client.get(address, {"words": "And they did."}))
    html = text_of(client.get(address, {"words": "We land"}))
    assert 'href="?words=We+land&format=ris"' in html
    [record] = rispy.loads(client.get(address, {"words": "We land", "format": "ris"}).content.decode())
    assert record["notes"] == ["para. [1], quoting Jens Holm"]


def test_who_is_only_mentioned_is_no_author(client):
    document = make_document(
        "They met.", speakers={"Ada Quist": "mentioned", "Jens Holm": "quoted"}, kind="news-report"
    )
    [record] = rispy.loads(client.get(f"{cite(document)}?format=ris").content.decode())
    assert "authors" not in record


def test_the_plain_text_is_in_the_language_of_the_pages(client, vilnius):
    assert "11 July 2023" in client.get(f"{cite(vilnius)}?format=text").content.decode()
    assert "11 luglio 2023" in client.get(f"/it{cite(vilnius)}?format=text").content.decode()


def test_a_part_of_a_paragraph_is_quoted_without_scripts(client, vilnius):
    paragraph = vilnius.paragraphs.get(number="3")
    part = " ".join(paragraph.text.split()[4:9])
    text = text_of(client.get(cite(vilnius, paragraph.key), {"words": f" {part}\r\n"}))
    assert f"<p>{part}</p>" in text
    assert f"#{paragraph.key}:~:text=" in text
    text = text_of(client.get(cite(vilnius, paragraph.key), {"words": f"{part} indeed"}))
    assert "does not have exactly these words" in text and ":~:text=" not in text
    assert f"<p>{paragraph.text}</p>" in text, "the words of the source, whatever was typed"


@pytest.mark.parametrize("status", ["draft", "in-review"])
def test_nothing_is_cited_that_is_not_public(client, status):
    document = make_document("Harpsichord.", status=status)
    key = document.paragraphs.get().key
    assert {client.get(cite(document, each)).status_code for each in ("", key)} == {404}
    embargoed = make_document("Harpsichord.", publish_at=timezone.now() + timezone.timedelta(hours=1))
    embargoed.publish()
    assert client.get(cite(embargoed)).status_code == 404
    assert client.get(f"{cite(embargoed)}?v=1&format=text").status_code == 404


def test_what_was_withdrawn_is_gone(client):
    document = make_document("Harpsichord.")
    document.publish()
    document.withdraw("A forgery.")
    response = client.get(f"{cite(document)}?format=text")
    assert response.status_code == 410
    assert "Harpsichord" not in text_of(response)


@pytest.mark.parametrize("query", ["?format=xml", "?v=9", "?v=x", "?v=-1", "?format=%00"])
def test_nonsense_is_not_found(client, vilnius, query):
    assert client.get(cite(vilnius) + query).status_code == 404
    assert client.get(cite(vilnius, "pnone")).status_code == 404


def test_no_text_breaks_out_of_the_data_on_the_page(client):
    odd = '</script><script>alert(1)</script><!-- "&'
    document = make_document(odd, title=odd, speakers={"Ada Quist": "speaker"})
    html = client.get(document.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(data)["name"] == odd
    [quoting] = re.findall(r'<script id="quoting" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert odd in json.loads(quoting)["head"]
