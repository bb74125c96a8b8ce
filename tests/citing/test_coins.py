"""What reference managers read of the documents in a list."""

import re
from html import unescape
from urllib.parse import parse_qs, parse_qsl

import pytest

from statements.citing.citation import Citation
from statements.citing.coins import coins
from statements.citing.names import Name
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

FACTS = {
    "title": "Remarks & “more”",
    "assigned": False,
    "kind": "speech",
    "date": "2024-03-01",
    "publisher": "Port of Oslo",
    "location": "",
    "reference": "",
    "language": "en",
    "source_url": "",
    "address": "https://example.org/documents/remarks/?v=2",
    "version": 2,
    "slug": "remarks",
}


def objects_on(client, address):
    """The context objects of a page."""
    html = client.get(address).content.decode()
    return [parse_qs(unescape(found)) for found in re.findall(r'<span class="Z3988" title="([^"]*)">', html)]


def test_a_name_without_known_parts_is_kept_whole():
    people = (Name("Giorgia Meloni", "Meloni, Giorgia"), Name("Ada van der Quist", "Ada van der Quist"))
    told = parse_qs(coins(Citation(people=people, **FACTS)))
    assert told["rft.au"] == ["Meloni, Giorgia"]
    assert told["rft.aulast"] == ["Ada van der Quist"] and "rft.aufirst" not in told
    assert told["rft.title"] == ["Remarks & “more”"]
    assert told["rft.type"] == ["presentation"]
    assert told["rft.identifier"] == [FACTS["address"]]


def test_people_and_bodies_stay_in_their_order():
    """Zotero puts every rft.aucorp first, the last of them before the others."""
    dock, port = Name("Dock Office", "Dock Office", True), Name("Port of Oslo", "Port of Oslo", True)
    meloni = Name("Giorgia Meloni", "Meloni, Giorgia")
    assert _people_in(dock, meloni, port) == [
        ("rft.aucorp", "Dock Office"),
        ("rft.au", "Meloni, Giorgia"),
        ("rft.aulast", "Port of Oslo"),
    ]
    assert _people_in(meloni, port) == [("rft.au", "Meloni, Giorgia"), ("rft.aulast", "Port of Oslo")]


def test_a_suffix_stays_with_the_given_name():
    """Zotero drops what follows the second comma of an rft.au."""
    kennedy = Name("John F. Kennedy Jr.", "Kennedy, John F., Jr.")
    assert _people_in(kennedy) == [("rft.aulast", "Kennedy"), ("rft.aufirst", "John F., Jr.")]


def _people_in(*people):
    told = parse_qsl(coins(Citation(people=people, **FACTS)))
    return [(name, value) for name, value in told if name.startswith("rft.au")]


@pytest.mark.parametrize(
    "address", ["/documents/", "/search/?q=NATO", "/it/search/?q=NATO", "/speakers/jens-stoltenberg/?role=interlocutor"]
)
def test_every_document_of_a_list_has_one_with_its_permanent_address(client, address):
    documents = client.get(address).context["documents"]
    told = objects_on(client, address)
    assert [each["rft.title"] for each in told] == [[document.display_title] for document in documents]
    for each, document in zip(told, documents, strict=True):
        assert each["rft.identifier"] == [f"http://testserver/documents/{document.slug}/?v=1"]
        assert each.get("rft.date", [""]) == [document.date_edtf]


def test_only_who_says_it_is_its_author(client):
    make_speaker("Ada Quist")
    make_document("Of herons.", speakers={"Ada Quist": "speaker", "Bo Dahl": "quoted", "Mia Berg": "mentioned"})
    [told] = objects_on(client, "/search/?q=herons")
    assert told["rft.aucorp"] == ["Ada Quist"] and "rft.au" not in told
    assert told["rft.identifier"][0].endswith("/"), "it has no version"
