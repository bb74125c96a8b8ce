"""What search engines are told: which address of a text is its own, which texts are translations, what not to read."""

import re
from uuid import uuid4

import pytest

from tests.cast import make_document

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
DOCK = "/documents/remarks-at-the-dock/"


def canonical(html):
    return re.findall(r'<link rel="canonical" href="([^"]+)">', html)


def alternates(html):
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)


@pytest.fixture
def dock():
    """Remarks with an Italian and a French translation, a draft of a second French one, and another version."""
    group = uuid4()
    document = make_document("We sail at dawn.", slug="remarks-at-the-dock", translation_group=group)
    document.publish()
    document.paragraphs.update(text="We sail at noon.")
    document.publish()
    make_document("Salpiamo.", slug="discorso-al-molo", language="it", translation_group=group)
    make_document("Nous partons.", slug="propos-sur-le-quai", language="fr", translation_group=group)
    make_document("Nous.", slug="propos-encore", language="fr", translation_group=group, status="draft")
    return document


@pytest.mark.parametrize("language", ["", "/it", "/fr"])
class TestText:
    def test_its_own_address_has_no_language_of_the_interface(self, client, dock, language):
        for address in (DOCK, f"{DOCK}?v=2", f"{DOCK}?q=noon", f"{DOCK}?utm_source=mail"):
            assert canonical(client.get(language + address).content.decode()) == [HOST + DOCK], address

    def test_an_earlier_version_is_another_text_and_not_for_search_engines(self, client, dock, language):
        html = client.get(f"{language}{DOCK}?v=1").content.decode()
        assert canonical(html) == [f"{HOST}{DOCK}?v=1"]
        assert '<meta name="robots" content="noindex">' in html
        assert alternates(html) == []

    def test_alternates_are_its_translations_and_itself(self, client, dock, language):
        expected = {
            ("en", f"{HOST}{DOCK}"),
            ("it", f"{HOST}/documents/discorso-al-molo/"),
            ("fr", f"{HOST}/documents/propos-sur-le-quai/"),
        }
        for slug in ("remarks-at-the-dock", "discorso-al-molo", "propos-sur-le-quai"):
            found = alternates(client.get(f"{language}/documents/{slug}/").content.decode())
            assert len(found) == 3
            assert set(found) == expected

    def test_a_text_without_translations_names_itself_alone(self, client, language):
        make_document("Salpiamo.", slug="un-altro-molo", language="it")
        html = client.get(f"{language}/documents/un-altro-molo/").content.decode()
        assert alternates(html) == [("it", f"{HOST}/documents/un-altro-molo/")]

    def test_of_two_texts_in_a_language_one_is_named_and_always_the_text_itself(self, client, dock, language):
        dock.__class__.objects.filter(slug="propos-encore").update(status="published")
        for slug in ("propos-sur-le-quai", "propos-encore"):
            found = alternates(client.get(f"{language}/documents/{slug}/").content.decode())
            assert [address for code, address in found if code == "fr"] == [f"{HOST}/documents/{slug}/"]

    def test_pages_about_a_text_have_no_alternates(self, client, dock, language):
        for rest in ("source/", "changes/", "cite/", "related/", "with/discorso-al-molo/"):
            html = client.get(f"{language}{DOCK}{rest}").content.decode()
            assert alternates(html) == []


@pytest.mark.parametrize("address", ["/", "/documents/", "/speakers/", "/about/", "/speakers/giorgia-meloni/"])
def test_pages_of_the_archive_itself_are_translated(client, address):
    found = alternates(client.get(address).content.decode())
    assert [code for code, _ in found] == ["en", "it", "fr"]
    assert (("it", f"{HOST}/it{address}")) in found


def allowed(rules, address, agent="*"):
    """Whether a crawler may read an address (RFC 9309): the longest rule decides, and of two equal ones Allow."""
    best = (0, True)
    [group] = [each for each in rules.split("\n\n") if f"User-agent: {agent}\n" in each]
    for line in group.splitlines():
        what, _, path = line.partition(": ")
        if what not in ("Allow", "Disallow") or not path:
            continue
        pattern = re.escape(path).replace(r"\*", ".*")
        if re.match(pattern, address):
            best = max(best, (len(path), what == "Allow"))
    return best[1]


@pytest.mark.parametrize("language", ["", "/it", "/fr"])
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", True),
        ("/documents/", True),
        (DOCK, True),
        (f"{DOCK}?v=1", True),
        (f"{DOCK}?v=12", True),
        ("/about/", True),
        ("/speakers/giorgia-meloni/", True),
        (f"{DOCK}?q=NATO", False),
        (f"{DOCK}?v=1&q=NATO", False),
        (f"{DOCK}?q=NATO&v=1", False),
        ("/documents/?language=it", False),
        (f"{DOCK}cite/?v=1", False),
        (f"{DOCK}cite/", False),
        (f"{DOCK}related/", False),
        (f"{DOCK}original/", False),
        ("/search/?q=NATO", False),
    ],
)
def test_robots_read_texts_and_their_versions_and_no_combinations(client, language, address, expected):
    assert allowed(client.get("/robots.txt").content.decode(), language + address) is expected


@pytest.mark.parametrize("agent", ["Twitterbot", "LinkedInBot", "facebookexternalhit", "Slackbot-LinkExpanding"])
@pytest.mark.parametrize("address", [DOCK, f"{DOCK}?v=1", f"{DOCK}cite/p1234/", f"{DOCK}cite/p1234/?words=we+sail"])
def test_those_who_draw_the_card_of_a_link_may_read_it(client, agent, address):
    rules = client.get("/robots.txt").content.decode()
    assert allowed(rules, address, agent) and allowed(rules, f"/it{address}", agent)
    assert not allowed(rules, "/admin/", agent)
