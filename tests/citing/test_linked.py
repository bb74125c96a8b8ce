"""What pages tell machines as JSON-LD, in their head."""

import json
import re
from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from statements.models import Office
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
DOCK = "/documents/remarks-at-the-dock/"


def linked(client, address):
    """The one block of JSON-LD of a page."""
    html = client.get(address).content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(block)


@pytest.fixture
def dock():
    group = uuid4()
    document = make_document(
        "We sail.", slug="remarks-at-the-dock", speakers={"Ada Quist": "speaker"}, translation_group=group
    )
    document.publish()
    make_document("Salpiamo.", slug="discorso-al-molo", title="Al molo", language="it", translation_group=group)
    make_document("Nous.", slug="au-quai", title="Au quai", language="fr", translation_group=group, status="draft")
    return document


@pytest.mark.parametrize("language", ["", "/it", "/fr"])
def test_a_document_says_what_it_is_in_every_version_and_language_of_the_pages(client, dock, language):
    dock.paragraphs.update(text="We sail at noon.")
    dock.publish()
    for query, number in (("", 2), ("?v=1", 1)):
        found = linked(client, f"{language}{DOCK}{query}")
        assert (found["@id"], found["version"], found["url"]) == (f"{HOST}{DOCK}", number, f"{HOST}{DOCK}?v={number}")
        assert found["sdDatePublished"] == timezone.localdate().isoformat()
        assert found["author"][0]["@id"] == f"{HOST}/speakers/ada-quist/"
        assert [(each["@id"], each["name"]) for each in found["workTranslation"]] == [
            (f"{HOST}/documents/discorso-al-molo/", "Al molo")
        ], "the draft is not named"


def test_a_paragraph_is_part_of_the_same_document(client, dock):
    key = dock.paragraphs.get().key
    found = linked(client, f"{DOCK}cite/{key}/")
    assert (found["@id"], found["isPartOf"]["@id"]) == (f"{HOST}{DOCK}?v=1#{key}", f"{HOST}{DOCK}")
    downloaded = json.loads(client.get(f"{DOCK}cite/{key}/?format=jsonld").content)
    assert downloaded == found


def test_a_person_has_offices_from_when_to_when_as_far_as_known(client, dock):
    ada = make_speaker("Ada Quist")
    ada.aliases = ["A. Quist"]
    ada.save()
    Office.objects.create(
        speaker=ada, title_en="Mayor", title_it="Sindaca", since=date(2020, 3, 1), until=date(2024, 5, 2)
    )
    Office.objects.create(speaker=ada, title_en="Harbour Master")
    found = linked(client, "/it/speakers/ada-quist/")
    assert (found["@type"], found["@id"], found["alternateName"]) == (
        "Person", f"{HOST}/speakers/ada-quist/", ["A. Quist"]
    )  # fmt: skip
    mayor, master = found["hasOccupation"]
    assert (mayor["@type"], mayor["startDate"], mayor["endDate"]) == ("Role", "2020-03-01", "2024-05-02")
    assert mayor["hasOccupation"]["name"] == [
        {"@value": "Mayor", "@language": "en"},
        {"@value": "Sindaca", "@language": "it"},
    ]
    assert "startDate" not in master and "endDate" not in master


def test_a_body_is_an_organization_and_holds_no_office(client, dock):
    body = make_speaker("Ada Quist")
    body.collective = True
    body.save()
    Office.objects.create(speaker=body, title_en="Mayor")
    found = linked(client, "/speakers/ada-quist/")
    assert found["@type"] == "Organization" and "hasOccupation" not in found


def test_a_list_of_a_speakers_documents_is_not_said_to_be_the_speaker(client, dock):
    html = client.get("/speakers/ada-quist/?role=speaker").content.decode()
    assert "application/ld+json" not in html and 'rel="canonical"' not in html


@pytest.mark.parametrize("language", ["", "/it", "/fr"])
def test_the_page_of_a_speaker_is_its_own_in_each_language(client, dock, language):
    html = client.get(f"{language}/speakers/ada-quist/?utm_source=mail").content.decode()
    assert f'<link rel="canonical" href="{HOST}{language}/speakers/ada-quist/">' in html


def test_the_first_page_says_how_the_archive_is_searched(client, dock):
    found = linked(client, "/fr/")
    assert (found["@type"], found["@id"]) == ("WebSite", f"{HOST}/")
    template = found["potentialAction"]["target"]["urlTemplate"]
    address = template.replace("{search_term_string}", "sail").removeprefix(HOST)
    assert "remarks-at-the-dock" in client.get(address).content.decode()
