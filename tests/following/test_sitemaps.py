"""Sitemaps: all that is public and nothing else, with when it changed and the translations of each text."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from lxml import etree

from statements.following import sitemaps
from statements.models import Document, Publication, Revision, Speaker, Status
from tests.cast import make_document, settle

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://testserver"


def read(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8"), address
    return etree.fromstring(response.content)


def listed(client, address):
    """Path and moment of each address of a sitemap or an index of them."""
    return {
        each.findtext("s:loc", namespaces=NAMES).removeprefix(HOST): each.findtext("s:lastmod", namespaces=NAMES)
        for each in read(client, address)
    }


def all_listed(client):
    found = {}
    for path in listed(client, "/sitemap.xml"):
        found |= listed(client, path)
    return found


def test_robots_txt_leads_to_all_that_is_public(client):
    [address] = re.findall(r"^Sitemap: (.+)$", client.get("/robots.txt").content.decode(), re.MULTILINE)
    assert address == f"{HOST}/sitemap.xml"
    found = all_listed(client)
    documents = {f"/documents/{slug}/" for slug in Document.objects.published().values_list("slug", flat=True)}
    speakers = {f"/speakers/{slug}/" for slug in Speaker.objects.public().values_list("slug", flat=True)}
    assert documents | speakers | {"/", "/documents/", "/speakers/", "/timeline/", "/about/", "/data/"} == set(found)
    for path in found:
        assert client.get(path).status_code == 200, path


def test_the_moment_is_that_of_the_last_event_and_never_the_date_of_the_statement(client):
    document = make_document("A heron.", date="1907", status=Status.DRAFT, slug="at-sea")
    document.publish()
    settle()
    event = Publication.objects.last()
    assert all_listed(client)["/documents/at-sea/"] == event.at.isoformat().replace("+00:00", "Z")
    document.paragraphs.update(text="A grey heron.")
    Revision.objects.record(document)
    settle()
    [newest] = {
        at for path, at in listed(client, "/sitemap.xml").items() if f"-{document.pk // sitemaps.RANGE}." in path
    }
    assert newest == all_listed(client)["/documents/at-sea/"] > event.at.isoformat()


def test_translations_stand_beside_each_text_with_itself_and_no_page_around_it(client):
    group = uuid4()
    make_document("A heron.", slug="at-sea", translation_group=group)
    make_document("Un airone.", slug="in-mare", language="it", translation_group=group)
    make_document("Un héron.", slug="en-mer", language="fr", translation_group=group, status=Status.DRAFT)
    make_document("Alone.", slug="alone", translation_group=uuid4())
    settle()
    number = Document.objects.get(slug="at-sea").pk // sitemaps.RANGE
    root = read(client, f"/sitemaps/documents-{number}.xml")
    others = {
        each.findtext("s:loc", namespaces=NAMES).removeprefix(HOST): [
            (link.get("hreflang"), link.get("href").removeprefix(HOST)) for link in each.iterfind("x:link", NAMES)
        ]
        for each in root
    }
    both = [("en", "/documents/at-sea/"), ("it", "/documents/in-mare/")]
    assert (others["/documents/at-sea/"], others["/documents/in-mare/"]) == (both, both)
    assert others["/documents/alone/"] == []


def test_what_is_gone_is_listed_for_a_month_and_answers_410(client):
    documents = [make_document("A heron.", slug=slug, status=Status.DRAFT) for slug in ("first", "second", "third")]
    for each in documents:
        each.publish()
    settle()
    for each in documents:
        each.withdraw("An error")
    settle()
    documents[2].publish()
    settle()
    assert set(listed(client, "/sitemaps/gone.xml")) == {"/documents/first/", "/documents/second/"}
    assert client.get("/documents/first/").status_code == 410
    Publication.objects.filter(slug="first").update(at=timezone.now() - timedelta(days=31))
    assert set(listed(client, "/sitemaps/gone.xml")) == {"/documents/second/"}
    assert "/documents/first/" not in all_listed(client)


def test_documents_stand_in_ranges_of_their_keys(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "RANGE", 2)
    ranges = [path for path in listed(client, "/sitemap.xml") if "documents-" in path]
    assert len(ranges) == 3
    found = [path for each in ranges for path in listed(client, each)]
    assert len(found) == len(set(found)) == 5


@pytest.mark.parametrize(
    "path", ["documents-99999.xml", "documents-x.xml", "documents-99999999999999.xml", "nothing.xml"]
)
def test_a_sitemap_that_there_is_not_is_a_404(client, path):
    assert client.get(f"/sitemaps/{path}").status_code == 404
