"""A version of a document has one address, `?v=2`; what else means all else is a 404, on every page."""

import re

import pytest

from statements.models import Document

pytestmark = pytest.mark.django_db

DOCK = "/documents/remarks-at-the-dock/"
MISSPELT = [
    "01", "+1", " 1", "1 ", "%2B1", "١", "１", "1.0", "1e0", "0x1", "", "0", "-1", "one", "1,", "1_0", "1%0A", "9" * 10,
    "1&v=1", "1&v=2", "2&v=1", "&v=1", "3",
]  # fmt: skip


@pytest.fixture
def dock():
    """Two versions: the second paragraph is in the first alone."""
    from tests.cast import make_document

    document = make_document("We sail at dawn.", "And we land.", slug="remarks-at-the-dock")
    document.publish()
    document.paragraphs.filter(position=2).delete()
    document.publish()
    return document


@pytest.mark.parametrize("typed", MISSPELT)
class TestMisspelt:
    def test_it_is_a_404_on_the_pages_of_a_document(self, client, dock, typed):
        first = dock.revisions.get(number=1).content["paragraphs"][0]["key"]
        for address in (DOCK, f"{DOCK}cite/", f"{DOCK}cite/{first}/"):
            assert client.get(f"{address}?v={typed}").status_code == 404, address

    def test_it_is_a_404_where_versions_are_compared(self, client, dock, typed):
        for name in ("from", "to"):
            asked = typed.replace("v=", f"{name}=")
            assert client.get(f"{DOCK}changes/?{name}={asked}").status_code == 404
        for name in ("va", "vb"):
            asked = typed.replace("v=", f"{name}=")
            sides = "a=remarks-at-the-dock&b=remarks-at-the-dock"
            assert client.get(f"/compare/?{sides}&{name}={asked}").status_code == 404


def test_the_address_that_is_pasted_into_a_comparison_is_read_the_same_way(client, dock):
    right = client.get("/compare/", {"a": f"https://example.org{DOCK}?v=1", "b": "remarks-at-the-dock"})
    assert right.status_code == 200
    assert f"{DOCK}?v=1" in right.content.decode()
    assert client.get("/compare/", {"a": f"{DOCK}?v=01", "b": "remarks-at-the-dock"}).status_code == 404


def test_the_only_version_is_the_latest_by_either_address(client):
    document = Document.objects.get(slug="comunicato-del-vertice-di-vilnius")
    pinned = client.get(f"{document.get_absolute_url()}?v=1").content.decode()
    assert "See the latest" not in pinned
    assert not re.search(r'name="robots" content="noindex"', pinned)
    assert f'{document.get_absolute_url()}cite/"' in pinned


def test_an_earlier_version_says_so_and_its_links_stay_in_it(client, dock):
    earlier = client.get(f"{DOCK}?v=1").content.decode()
    assert "This is version 1." in earlier
    assert "And we land." in earlier
    assert earlier.count("?v=1#p") == 2
    latest = client.get(DOCK).content.decode()
    assert latest.count("?v=2#p") == 1
    assert "This is version" not in latest


def test_a_citation_keeps_the_version_that_was_asked_for(client, dock):
    html = client.get(f"{DOCK}cite/?v=1").content.decode()
    assert "?v=1&amp;format=bibtex" in html
    assert "remarks-at-the-dock/?v=1" in html
    assert "?format=bibtex" in client.get(f"{DOCK}cite/").content.decode()
    assert "v1" in client.get(f"{DOCK}cite/?v=1&format=bibtex").content.decode()


def test_the_search_as_json_has_no_versions_and_says_so(client):
    assert client.get("/api/search?q=NATO&v=01").json()["left_out"] == ["v"]


@pytest.mark.parametrize(("prefix", "said"), [("", "From"), ("/it", "Dalla"), ("/fr", "De la")])
def test_what_changed_leads_to_both_versions(client, dock, prefix, said):
    html = client.get(f"{prefix}{DOCK}changes/").content.decode()
    assert re.search(rf'{said} <a href="{prefix}{DOCK}\?v=1">vers\w+ 1</a>', html)
    assert re.search(rf'<a href="{prefix}{DOCK}\?v=2">vers\w+ 2</a>', html)


def test_the_pages_of_an_earlier_version_stay_in_it(client, dock):
    earlier, latest = (client.get(f"{DOCK}{query}").content.decode() for query in ("?v=1", "?v=2"))
    assert f'href="{DOCK}cite/?v=1"' in earlier
    assert len(re.findall(rf'href="{DOCK}cite/p\w+/\?v=1"', earlier)) == 2
    assert f'href="{DOCK}cite/"' in latest
    assert not re.search(r"cite/(p\w+/)?\?v=", latest)
