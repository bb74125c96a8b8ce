"""Feeds: read by a reader that was not written here, with the words of the source and nothing that is not public."""

import json
import re
from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from statements.following.texts import FeedPassage, readable, write_html, write_passages
from statements.models import Document, Publication, Revision, Speaker, Status
from statements.search import remembered
from tests.cast import make_document, make_speaker, settle

pytestmark = pytest.mark.django_db

FORMATS = ["atom", "rss", "json"]
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "h": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture(autouse=True)
def authority(settings):
    settings.AUTHORITY = "example.org"


def read(client, address):
    """A feed as feedparser reads it, which finds fault with what is not well-formed."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.content)
    feed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def tree(client, address):
    return etree.fromstring(client.get(address).content)


def entries(client, address):
    """Identity and title of each entry of a feed in any of the formats; of RSS without what is gone."""
    if ".json" in address:
        return [(each["id"], each["title"]) for each in client.get(address).json()["items"]]
    return [(each["id"], each["title"]) for each in read(client, address).entries]


def deletions(client, address):
    """(reference, reason) of what is gone."""
    found = tree(client, address).iterfind(".//at:deleted-entry", NAMES)
    return [(each.get("ref"), each.findtext("at:comment", namespaces=NAMES)) for each in found]


def publish(*texts, **fields):
    document = make_document(*texts, status=Status.DRAFT, external_id=fields.pop("external_id", "x-1"), **fields)
    document.publish()
    settle()
    return document


@pytest.mark.parametrize("ending", FORMATS)
def test_the_last_that_became_public_comes_first_whatever_its_date(client, ending):
    publish("A heron.", date="1907", title="At sea")
    found = entries(client, f"/documents/feed.{ending}")
    assert len(found) == 6
    assert found[0] == ("tag:example.org,2026:document/x-1", "At sea (1907)")


@pytest.mark.parametrize("ending", FORMATS)
def test_an_undated_document_stays_undated(client, ending):
    publish("A heron.", date="", title="At sea")
    response = client.get(f"/documents/feed.{ending}?limit=1")
    assert entries(client, f"/documents/feed.{ending}?limit=1")[0][1] == "At sea"
    assert "1970" not in response.content.decode()
    assert "dc:date" not in response.content.decode()


def test_an_entry_says_whose_and_which_text_it_is(client):
    document = publish(
        "A heron.", title="At sea", speakers={"Ada Quist": "author", "Bo Ek": "mentioned"}, source_url="https://x.org/1"
    )
    address = document.get_absolute_url()
    [entry] = read(client, "/it/documents/feed.atom?limit=1").entries
    assert [each["name"] for each in entry.authors] == ["Ada Quist"]
    assert entry.link == f"http://testserver/it{address}"
    links = {each.rel: each.href for each in entry.links}
    assert links["bookmark"] == f"http://testserver{address}?v=1"
    assert links["via"] == "https://x.org/1"
    assert {(each.term, each.label) for each in entry.tags} == {("speech", "discorso"), ("en", None)}
    assert entry.content[0].language == "en"
    assert "A heron." in entry.content[0].value
    xml = tree(client, "/documents/feed.atom?limit=1")
    assert (
        xml.find(".//{urn:ietf:params:xml:ns:press-statements}version").get("sha256") == document.revisions.get().sha256
    )


def test_the_identity_does_not_change_with_host_address_or_version(client):
    document = publish("A heron.")
    before = entries(client, "/documents/feed.atom")[0][0]
    document.paragraphs.update(text="A grey heron.")
    Document.objects.filter(pk=document.pk).update(slug="elsewhere")
    Revision.objects.record(document)
    settle()
    after = feedparser.parse(client.get("/documents/feed.atom", headers={"host": "127.0.0.1"}).content).entries
    assert after[0].id == before
    assert "A grey heron." in after[0].content[0].value
    assert len(after) == 6, "a document is one entry"


def test_a_revision_moves_the_entry_and_a_correction_does_not(client):
    first = publish("A heron.", external_id="x-1")
    publish("An oboe.", external_id="x-2")
    feed = "/documents/feed.atom?limit=2"

    def told():
        return [(each.id[-3:], each.updated, each.published) for each in read(client, feed).entries]

    before = told()
    assert [each[0] for each in before] == ["x-2", "x-1"]
    first.paragraphs.update(text="A  heron.")
    Revision.objects.record(first, correction=True)
    settle()
    assert told() == before
    assert "?v=2" in client.get(feed).content.decode(), "its words are those of today"
    first.paragraphs.update(text="A grey heron.")
    Revision.objects.record(first)
    settle()
    assert [each[0] for each in told()] == ["x-1", "x-2"]
    assert told()[0][1] > before[0][1]
    assert told()[0][2] == before[1][2], "it became public when it did"


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/documents/feed.{}", "/search/feed.{}?q=heron", "/speakers/ada-quist/feed.{}"])
def test_what_is_withdrawn_is_told_with_its_reason_and_without_a_word_of_it(client, address):
    publish("Another heron.", external_id="x-2", speakers={"Ada Quist": "author"})
    document = publish("A heron.", title="At sea", slug="x-1", speakers={"Ada Quist": "author"})
    before = read(client, address.format("atom")).feed.updated
    document.withdraw("It was sent too early")
    settle()
    assert deletions(client, address.format("atom"))[0] == (
        "tag:example.org,2026:document/x-1",
        "Withdrawn: It was sent too early",
    )
    assert read(client, address.format("atom")).feed.updated > before
    gone = client.get(address.format("json")).json()["items"][0]
    assert (gone["id"], gone["_withdrawn"]["reason"]) == ("tag:example.org,2026:document/x-1", "It was sent too early")
    item = read(client, address.format("rss")).entries[0]
    assert (item.id, item.title) == ("tag:example.org,2026:document/x-1", "Withdrawn: It was sent too early")
    for ending in FORMATS:
        assert "At sea" not in client.get(address.format(ending)).content.decode()
        assert "A heron" not in client.get(address.format(ending)).content.decode()
    document.publish()
    settle()
    assert not deletions(client, address.format("atom"))
    pk = document.pk
    document.bury()
    settle()
    assert Publication.objects.filter(document_id=pk).last().event == "deleted"
    assert deletions(client, address.format("atom"))[0][1] == "Deleted"


def test_the_feed_of_a_search_tells_nothing_of_the_words_of_what_is_gone(client):
    """What an editor writes into a withdrawn document must not be found out by asking."""
    document = publish("A heron.", language="en")
    document.withdraw()
    settle()
    document.paragraphs.update(text="An oboe.")
    told = {
        address: bool(deletions(client, address)) for address in ("/search/feed.atom?q=oboe", "/search/feed.atom?q=zzz")
    }
    assert set(told.values()) == {True}
    assert not deletions(client, "/search/feed.atom?q=oboe&language=it"), "its language was known"
    assert deletions(client, "/search/feed.atom?q=oboe&language=-it")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "is_told"),
    [
        ("year=1907", True), ("year=2022", False), ("year=-1907", False), ("date_from=1900&date_to=1910", True),
        ("date_from=1910", False), ("year=undated", False), ("said=ada-quist", True), ("said=giorgia-meloni", False),
        ("speaker=ada-quist", True), ("speaker=-ada-quist", False),
    ],
)  # fmt: skip
def test_what_is_gone_is_told_where_it_passed_the_filters(client, query, is_told):
    document = publish("A heron.", date="1907", speakers={"Ada Quist": "author"})
    publish("Another.", external_id="x-2", speakers={"Ada Quist": "author"})
    document.withdraw()
    settle()
    assert bool(deletions(client, f"/documents/feed.atom?{query}")) is is_told


def test_those_who_follow_somebody_are_told_of_what_is_gone_after_a_merge(client):
    document = publish("A heron.", speakers={"A Quist": "author"})
    publish("Another.", external_id="x-2", speakers={"Ada Quist": "author"})
    old, kept = make_speaker("A Quist"), make_speaker("Ada Quist")
    document.participations.update(speaker=kept)
    Speaker.objects.filter(pk=old.pk).update(merged_into=kept)
    document.withdraw()
    settle()
    assert deletions(client, "/speakers/ada-quist/feed.atom")
    assert deletions(client, "/documents/feed.atom?speaker=ada-quist")


def test_a_search_feed_has_the_paragraphs_that_match_with_marks_and_their_own_links(client):
    document = publish("Nothing here.", "A heron & <b>.", title="At sea", speakers={"Ada Quist": "author"})
    entry = tree(client, "/search/feed.atom?q=heron").find("a:entry", NAMES)
    paragraphs = entry.findall(".//h:p", NAMES)
    key = document.paragraphs.get(position=2).key
    assert len(paragraphs) == 2
    assert "".join(paragraphs[0].itertext()) == "¶ Ada Quist: A heron & <b>."
    assert paragraphs[0].findtext("h:mark", namespaces=NAMES) == "heron"
    assert paragraphs[0].find("h:a", NAMES).get("href") == f"http://testserver{document.get_absolute_url()}?v=1#{key}"
    assert paragraphs[1].text == "1 more paragraph in the archive"


def test_a_search_feed_has_only_what_has_all_the_words(client):
    publish("A heron.", external_id="x-1")
    assert client.get("/search/?q=heron+zzz").context["partial"]
    assert entries(client, "/search/feed.atom?q=heron+zzz") == []
    assert [each[0][-3:] for each in entries(client, "/search/feed.atom?q=heron")] == ["x-1"]


def test_words_are_given_to_nobody_who_did_not_say_them(client):
    """Bo Ek is quoted in the text of Ada Quist with words that are found: the paragraph is not his."""
    document = publish('She cited him: "A heron".', speakers={"Ada Quist": "author", "Bo Ek": "quoted"})
    row = document.paragraphs.get()
    row.quotations.create(speaker=make_speaker("Bo Ek"), start=16, end=23)
    document.publish()
    settle()
    entry = tree(client, "/search/feed.atom?q=heron").find("a:entry", NAMES)
    assert "Bo Ek:" not in "".join(entry.itertext())
    assert "".join(entry.find(".//h:p", NAMES).itertext()) == '¶ She cited him: "A heron". — Quoted: Bo Ek'


def test_the_text_of_a_document_has_turns_headings_and_an_end(client):
    texts = [f"Paragraph {number}." for number in range(25)]
    document = publish(*texts, language="en", speakers={"Ada Quist": "speaker", "Bo Ek": "speaker"})
    document.paragraphs.filter(position=1).update(kind="heading")
    document.paragraphs.filter(position__in=[2, 3]).update(speaker=make_speaker("Ada Quist"))
    document.paragraphs.filter(position=4).update(speaker=make_speaker("Bo Ek"), kind="quotation", language="it")
    document.publish()
    settle()
    body = tree(client, "/documents/feed.atom?limit=1").find(".//h:div", NAMES)
    shown = ["".join(each.itertext()) for each in body]
    assert [etree.QName(each).localname for each in body][:4] == ["h3", "p", "p", "blockquote"]
    assert shown[1:4] == ["¶ Ada Quist: Paragraph 1.", "¶ Paragraph 2.", "¶ Bo Ek: Paragraph 3."]
    assert shown[4:6] == ["¶ [Not attributed] Paragraph 4.", "¶ Paragraph 5."]
    assert body[3].get("lang") == "it"
    assert (len(shown), shown[-1]) == (21, "5 more paragraphs in the archive")


def test_pages_of_a_feed_follow_one_another_and_do_not_shift(client):
    for number in range(5):
        publish("A heron.", external_id=f"x-{number}")
    address, found = "/documents/feed.atom?limit=2", []
    for number in range(5):
        feed = read(client, address)
        found += [each.id for each in feed.entries]
        links = {each.rel: each.href for each in feed.feed.links}
        assert links["first"] == "http://testserver/documents/feed.atom?limit=2"
        publish("An oboe.", external_id=f"y-{number}")
        address = links.get("next", "")
    assert address == ""
    assert len(found) == len(set(found)) == 10
    assert not [each for each in found if "/y-" in each]


@pytest.mark.parametrize(
    "address",
    [
        "/documents/feed.atom?langauge=it",
        "/documents/feed.atom?language=xx",
        "/documents/feed.rss?speaker=nobody",
        "/documents/feed.atom?speaker=-nobody",
        "/documents/feed.json?publisher=nobody",
        "/documents/feed.atom?date_from=soon",
        "/documents/feed.atom?limit=0",
        "/documents/feed.atom?limit=101",
        "/documents/feed.atom?limit=x",
        "/documents/feed.atom?limit=",
        "/documents/feed.atom?before=0",
        "/documents/feed.atom?before=x",
        "/documents/feed.atom?before=%00",
        "/documents/feed.atom?before=99999999999999999999",
        "/search/feed.atom",
        "/search/feed.atom?q=",
        "/search/feed.atom?q=((",
        "/search/feed.atom?q=%00",
        "/search/feed.atom?q=speaker:nobody",
        "/search/feed.rss?q=NATO&x=1",
        "/speakers/giorgia-meloni/feed.atom?role=nothing",
        "/speakers/giorgia-meloni/feed.atom?year=soon",
        "/speakers/giorgia-meloni/feed.atom?with=nobody",
        "/speakers/giorgia-meloni/feed.atom?x=1",
        "/documents/comunicato-del-vertice-di-vilnius/feed.atom?v=1",
    ],
)
def test_what_is_wrong_is_a_400_and_never_a_feed_without_entries(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), response.content
    problem = response.json()
    assert (problem["status"], problem["title"]) == (400, "Bad Request")
    assert problem["detail"]


@pytest.mark.parametrize(
    "address",
    ["/documents/nothing/feed.atom", "/speakers/nobody/feed.rss", "/documents/feed.xml", "/search/feed.x?q=a"],
)
def test_what_is_not_there_is_a_404(client, address):
    assert client.get(address).status_code == 404


def test_tracking_and_the_order_of_a_list_change_nothing(client):
    assert entries(client, "/documents/feed.atom?sort=oldest&page=7&utm_source=x") == entries(
        client, "/documents/feed.atom"
    )


def test_words_in_the_feed_of_the_list_lead_to_that_of_the_search(client):
    assert client.get("/it/documents/feed.rss?q=NATO")["Location"] == "/it/search/feed.rss?q=NATO"


def test_an_embargo_is_in_no_feed_until_it_ends(client):
    document = make_document("A heron.", status=Status.DRAFT, publish_at=timezone.now() + timedelta(hours=1))
    document.publish()
    settle()
    assert len(entries(client, "/documents/feed.atom")) == 5
    assert client.get(f"{document.get_absolute_url()}feed.atom").status_code == 404


def test_a_document_has_a_feed_of_its_versions_and_of_its_end(client):
    document = publish("A heron.", title="At sea", slug="at-sea")
    document.paragraphs.update(text="A grey heron.")
    Revision.objects.record(document)
    settle()
    found = read(client, "/documents/at-sea/feed.atom")
    assert [each.id for each in found.entries] == [f"tag:example.org,2026:document/x-1/v{number}" for number in (2, 1)]
    assert [re.sub(r"<[^>]+>", "", each.content[0].value) for each in found.entries] == [
        "¶ A grey heron.",
        "¶ A heron.",
    ]
    document.withdraw("An error")
    settle()
    gone = client.get("/documents/at-sea/feed.atom")
    assert deletions(client, "/documents/at-sea/feed.atom") == [
        ("tag:example.org,2026:document/x-1/v2", "Withdrawn: An error")
    ]
    assert "heron" not in gone.content.decode()
    document.publish()
    settle()
    ids = [each.id for each in read(client, "/documents/at-sea/feed.atom").entries]
    assert ids == [f"tag:example.org,2026:document/x-1/v{number}" for number in (2, 1)]
    document.bury()
    settle()
    assert len(deletions(client, "/documents/at-sea/feed.atom")) == 1


def test_an_archive_without_documents_has_a_feed_that_does_not_change(client):
    Document.objects.all().delete()
    Publication.objects.all().delete()
    first, second = (client.get("/documents/feed.atom").content for _ in range(2))
    assert first == second
    assert b"<updated>2026-01-01T00:00:00Z</updated>" in first


def test_characters_that_xml_cannot_have_break_no_feed(client):
    publish("A \x0bheron\x0c \ufffe\U0001f426.", title="At \x1bsea", external_id="x-\x02")
    for ending in FORMATS:
        assert "A heron \U0001f426." in client.get(f"/documents/feed.{ending}?limit=1").content.decode()
    assert entries(client, "/documents/feed.atom?limit=1")[0][1].startswith("At sea")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.data())
def test_words_go_through_xml_and_html_as_they_are(text, data):
    marks = sorted(data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=3)))
    passage = FeedPassage("body", "1", text, "it", "https://example.org/#p1", tuple(marks))
    shown = readable(text)
    xml = etree.fromstring(etree.tostring(write_passages([passage], "it"), encoding="utf-8"))
    assert (
        "".join(xml.itertext()).replace("\r", "\n") == f"1 {shown}".replace("\r\n", "\n").replace("\r", "\n")
        or "\r" in text
    )
    assert "".join(html.fromstring(write_html([passage], "it")).itertext()).replace("\r", "") == f"1 {shown}".replace(
        "\r", ""
    )


def test_a_feed_is_remembered_and_asked_for_again_is_a_304(client, settings):
    settings.PAGE_MEMORY = remembered.pages.maxsize
    first = client.get("/documents/feed.atom")
    again = client.get("/documents/feed.atom", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish("A heron.")
    assert client.get("/documents/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_json_says_what_the_source_says_of_itself(client):
    document = publish("A heron.", title="At sea", date="2024-03")
    [item] = client.get("/documents/feed.json?limit=1").json()["items"]
    assert item["_archive"]["date"] == "2024-03"
    assert item["_archive"]["pinned"].endswith("?v=1")
    assert item["_archive"]["sha256"] == document.revisions.get().sha256
    assert json.dumps(item)


@pytest.mark.parametrize(
    ("page", "feed", "title"),
    [
        ("/", "/documents/feed.atom", "Statements on NATO: all documents"),
        ("/it/", "/it/documents/feed.atom", "Dichiarazioni sulla NATO: tutti i documenti"),
        (
            "/documents/?language=it&sort=oldest&page=1&utm_source=x",
            "/documents/feed.atom?language=it",
            "Statements on NATO: list of documents (Language: Italian)",
        ),
        (
            "/search/?q=deterrenza+nucleare&speaker=-giorgia-meloni&sort=newest",
            "/search/feed.atom?q=deterrenza+nucleare&speaker=-giorgia-meloni",
            "Statements on NATO: search for “deterrenza nucleare” (Takes part not: Giorgia Meloni)",
        ),
        ("/speakers/giorgia-meloni/", "/speakers/giorgia-meloni/feed.atom", "Statements on NATO: Giorgia Meloni"),
        (
            "/speakers/giorgia-meloni/?role=speaker",
            "/speakers/giorgia-meloni/feed.atom?role=speaker",
            "Statements on NATO: Giorgia Meloni",
        ),
    ],
)
def test_a_page_offers_its_feed_by_a_name_that_says_what_is_in_it(client, page, feed, title):
    head = html.fromstring(client.get(page).content).find("head")
    [link] = head.findall("link[@type='application/atom+xml']")
    assert (link.get("rel"), link.get("href"), link.get("title")) == ("alternate", feed, title)
    others = {each.get("type") for each in head.findall("link[@rel='alternate']")}
    assert {"application/rss+xml", "application/feed+json"} <= others
    followed = read(client, feed)
    assert followed.feed.title.startswith(title) or page == "/" or page == "/it/"
