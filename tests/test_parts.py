"""A long text is shown in parts, each at an address of its own, and every link to a paragraph leads to its part."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statements.connecting.rows import read_rows
from statements.models import Content, ContentParagraph, Document, Paragraph, snapshot
from statements.models.content import LEAST, MOST_IN_PART, PART
from statements.reading.parts import KeptText, find_place, read_paragraphs, read_parts
from statements.web.interface import link_paragraph
from tests.cast import make_document, make_speaker, settle

pytestmark = pytest.mark.django_db

LAW = "/documents/the-law-of-the-sea/"
PARAGRAPHS = 1_203


def add_paragraphs(document, texts, **facts):
    rows = [
        Paragraph(document=document, position=each, key=f"pk{each}", text=text, language="en", **facts)
        for each, text in enumerate(texts, 1)
    ]
    Paragraph.objects.bulk_create(rows)
    return document


@pytest.fixture
def law():
    """Three parts: 500 paragraphs, 500 and 203. A herring is in the first and in the last."""
    texts = [f"Article {each} is about ships." for each in range(1, PARAGRAPHS + 1)]
    texts[4] = texts[1199] = "A herring swims."
    document = add_paragraphs(make_document(slug="the-law-of-the-sea", title="The law of the sea"), texts)
    document.publish()
    settle()
    return document


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def keys_on(html):
    return re.findall(r'class="paragraph [^"]*"\s+id="(\w+)"', html)


def head(html):
    return html[: html.index("<body>")]


class TestParts:
    @pytest.mark.parametrize("version", ["", "v=1&"])
    def test_they_are_the_text_complete_and_in_order(self, client, law, version):
        parts = [keys_on(read(client, f"{LAW}?{version}part={number}")) for number in (1, 2, 3)]
        assert [len(each) for each in parts] == [500, 500, 203]
        assert sum(parts, []) == [f"pk{each}" for each in range(1, PARAGRAPHS + 1)]

    def test_a_text_of_one_part_is_as_it_always_was(self, client):
        document = add_paragraphs(make_document(), [f"Word {each}." for each in range(MOST_IN_PART)])
        html = read(client, document.get_absolute_url())
        assert len(keys_on(html)) == MOST_IN_PART
        assert "part=" not in html and "at=" not in html and "parts.js" not in html

    def test_a_few_long_paragraphs_fill_parts_too(self, client):
        document = add_paragraphs(make_document(), ["ship " * 30_000] * 4)
        assert [len(keys_on(read(client, f"{document.get_absolute_url()}?part={n}"))) for n in (1, 2)] == [2, 2]

    @pytest.mark.slow
    @pytest.mark.parametrize("typed", ["0", "4", "03", "+1", "one", "", "1&part=2", "99999999999"])
    def test_what_is_no_part_is_missing(self, client, law, typed):
        read(client, f"{LAW}?part={typed}", 404)

    def test_a_short_text_has_one_part(self, client):
        address = make_document("We sail.").get_absolute_url()
        assert keys_on(read(client, f"{address}?part=1"))
        read(client, f"{address}?part=2", 404)

    def test_each_leads_to_its_neighbours_and_names_its_own_address(self, client, law):
        first, middle = head(read(client, LAW)), head(read(client, f"{LAW}?part=2"))
        assert f'rel="next" href="{LAW}?part=2"' in first and 'rel="prev"' not in first
        assert f'rel="prev" href="{LAW}"' in middle and f'rel="next" href="{LAW}?part=3"' in middle
        assert f'rel="canonical" href="http://testserver{LAW}"' in head(read(client, f"{LAW}?part=1"))
        assert f'rel="canonical" href="http://testserver{LAW}?part=2"' in middle
        assert f'rel="canonical" href="http://testserver{LAW}?part=3"' in head(read(client, f"{LAW}?v=1&part=3"))

    def test_places_go_on_where_the_part_before_ended(self, client, law):
        assert ">[501]<" in read(client, f"{LAW}?part=2")
        assert '"pk1203": "[1203]"' in read(client, f"{LAW}?part=3"), "as the copied citation says"

    def test_a_browser_that_has_a_part_is_not_sent_it_again(self, client, law):
        tags = {client.get(f"{LAW}?part={number}")["ETag"] for number in (1, 2, 3)}
        assert len(tags) == 3
        told = client.get(f"{LAW}?part=2", headers={"If-None-Match": client.head(f"{LAW}?part=2")["ETag"]})
        assert told.status_code == 304

    @pytest.mark.slow
    def test_every_link_of_a_part_works(self, client, law):
        html = read(client, f"{LAW}?part=2&q=ships")
        links = {each.replace("&amp;", "&").partition("#")[0] for each in re.findall(r'href="([?/][^"]*)"', html)}
        links = {each if each.startswith("/") else f"{LAW}{each}" for each in links if not each.startswith("/static")}
        some = sorted(links, key=len)[:60] + [link for link in links if "at=" in link][:5]
        assert {f"{LAW}?q=ships", f"{LAW}?q=ships&part=3", "/documents/the-law-of-the-sea.txt"} <= links
        assert [each for each in some if client.get(each).status_code >= 400] == []

    def test_an_outline_leads_to_headings_of_all_parts(self, client, law):
        law.paragraphs.filter(position__in=[1, 600, 1100]).update(kind="heading")
        html = read(client, LAW)
        assert f'<a href="{LAW}?part=2#pk600">Article 600' in html
        assert f'<a href="{LAW}#pk1">' in html

    def test_without_headings_it_counts_the_paragraphs(self, client, law):
        assert f'<a href="{LAW}?part=3">[1001]–[1203]</a>' in read(client, LAW)

    def test_who_speaks_is_told_again_where_a_turn_goes_on(self, client, law):
        ada = make_speaker("Ada Quist")
        law.paragraphs.filter(position__lte=700).update(speaker=ada)
        middle = read(client, f"{LAW}?part=2")
        assert middle.index("Ada Quist</span></p>") < middle.index('id="pk501"')
        assert "Not attributed" in middle, "after her turn"
        assert "Not attributed" in read(client, f"{LAW}?part=3")

    def test_a_page_of_the_source_is_marked_where_it_begins_and_not_where_a_part_does(self, client, law):
        law.paragraphs.filter(position__lt=600).update(page=1)
        law.paragraphs.filter(position__gte=600).update(page=2)
        middle = read(client, f"{LAW}?part=2")
        assert middle.count('class="page-mark"') == 1
        assert "page 2" in middle

    def test_a_text_takes_the_same_queries_however_long_it_is(self, client, law, django_assert_max_num_queries):
        with django_assert_max_num_queries(30):
            client.get(f"{LAW}?part=2")


class TestLinksToParagraphs:
    @pytest.mark.slow
    def test_a_permanent_link_leads_to_the_part_that_has_it(self, client, law):
        for part in (1, 2, 3):
            html = read(client, f"{LAW}?part={part}")
            links = re.findall(rf'href="({LAW}\?v=1&amp;at=(\w+)#\2)"', html)
            assert len(links) == len(keys_on(html))
            for link, key in (links[0], links[-1]):
                led = client.get(link.replace("&amp;", "&").partition("#")[0])
                assert led.status_code == 302
                assert "#" not in led["Location"], "a browser keeps its own, with the words that it marks"
                assert led["Location"] == f"{LAW}?v=1{f'&part={part}' if part > 1 else ''}"
                assert key in keys_on(read(client, led["Location"]))

    def test_in_a_short_text_it_leads_to_the_text(self, client):
        document = make_document("We sail.")
        [key] = document.paragraphs.values_list("key", flat=True)
        assert client.get(f"{document.get_absolute_url()}?at={key}")["Location"] == document.get_absolute_url()

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "pasted",
        [
            "pk700",
            f"https://example.org{LAW}#pk700",
            f"https://example.org/it{LAW}?v=1#pk700:~:text=Article%20700",
            f"https://example.org{LAW}?v=1&at=pk700",
        ],
    )
    def test_without_scripts_a_link_can_be_pasted(self, client, law, pasted):
        assert '<input id="link" name="link"' in read(client, LAW)
        assert client.get(LAW, {"link": pasted})["Location"] == f"{LAW}?at=pk700#pk700"

    @pytest.mark.slow
    @pytest.mark.parametrize("asked", ["at=", "at=pnone", "at=%00", "link=", "link=nothing", "link=p%00"])
    def test_what_leads_to_no_paragraph_is_missing(self, client, law, asked):
        read(client, f"{LAW}?{asked}", 404)

    def test_a_paragraph_that_is_gone_is_pointed_to_in_the_version_that_has_it(self, client, law):
        law.paragraphs.filter(key="pk700").delete()
        law.publish()
        html = read(client, f"{LAW}?at=pk700", 404)
        assert f'href="{LAW}?v=1&amp;at=pk700#pk700"' in html
        assert client.get(f"{LAW}?v=1&at=pk700")["Location"] == f"{LAW}?v=1&part=2"

    @pytest.mark.slow
    def test_search_hits_feeds_records_and_citations_say_it_alike(self, client, law):
        law.paragraphs.filter(key="pk1200").update(text="A narwhal swims.")
        law.publish()
        assert f'href="{LAW}?q=narwhal&amp;at=pk1200#pk1200"' in read(client, "/search/?q=narwhal")
        [hit] = client.get("/api/search?q=narwhal").json()["results"]
        assert hit["paragraphs"][0]["url"].endswith(f"{LAW}?at=pk1200#pk1200")
        pinned = f"http://testserver{LAW}?v=2&at=pk1200#pk1200"
        records = client.get("/api/documents/the-law-of-the-sea").json()["paragraphs"]
        assert records[1199]["url"] == pinned
        assert pinned.replace("&", "&amp;") in read(client, f"{LAW}cite/pk1200/")
        assert pinned in read(client, f"{LAW}cite/pk1200/?format=ris")
        resolved = client.post(
            "/api/resolve", {"addresses": [pinned.partition("#")[0]]}, content_type="application/json"
        )
        assert resolved.json()["items"][0]["text"] == "A narwhal swims."
        assert resolved.json()["items"][0]["url"] == pinned

    @pytest.mark.slow
    def test_a_paragraph_is_cited_with_its_place_and_its_neighbours_are_not_read(self, client, law):
        html = read(client, f"{LAW}cite/pk1000/")
        assert "para. [1000]" in html
        assert "Article 1000 is about ships." in html
        read(client, f"{LAW}cite/pnone/", 404)


class TestTheWholeText:
    @pytest.mark.slow
    def test_it_can_be_had_as_a_file(self, client, law):
        words = read(client, "/documents/the-law-of-the-sea.txt?v=1").split("\n\n")
        assert words == ["The law of the sea", *(row.text for row in snapshot(law).paragraphs[:-1]), f"{words[-1]}"]
        assert words[-1] == f"Article {PARAGRAPHS} is about ships.\n"
        assert read(client, "/documents/the-law-of-the-sea.txt") == read(
            client, "/documents/the-law-of-the-sea.txt?v=1"
        )

    def test_words_are_found_in_every_part(self, client, law):
        html = read(client, f"{LAW}?q=herring&part=2")
        assert f'href="{LAW}?q=herring"' in html and f'href="{LAW}?q=herring&amp;part=3"' in html
        assert "part 1: 1 paragraph" in html and "Not in this part" in html
        assert "<mark>herring</mark>" in read(client, f"{LAW}?q=herring&part=3")

    def test_in_an_earlier_version_only_the_part_is_looked_through_and_the_page_says_so(self, client, law):
        assert "Looked for in this part only." in read(client, f"{LAW}?v=1&q=herring&part=2")

    @pytest.mark.slow
    def test_what_changed_is_shown_without_what_did_not(self, client, law):
        law.paragraphs.filter(key="pk300").update(text="Article 300 is about boats.")
        law.paragraphs.filter(key="pk900").delete()
        law.publish()
        html = read(client, f"{LAW}changes/")
        assert "<del>ships</del><ins>boats</ins>" in html and "<del>Article 900 is about ships.</del>" in html
        assert "Article 299" in html and "Article 901" in html and "Article 500" not in html
        read(client, f"{LAW}changes/?part=2", 404)

    def test_a_source_is_shown_in_parts_without_a_gap(self, client, law):
        from statements.models import Source

        text = "".join(f"{each:09}\n" for each in range(60_000))
        Source.objects.create(
            document=law, filename="law.txt", sha256="0" * 64, content=text.encode(), text=text, encoding="utf-8",
            spans=[[0, 249_990, "paragraph", ""], [249_990, 600_000, "dropped", "spacing of lines"]],
            importer_version="1", import_digest="0" * 64,
        )  # fmt: skip
        shown = [read(client, f"{LAW}source/?part={number}") for number in (1, 2, 3)]
        words = "".join(re.sub(r"<[^>]+>", "", re.search(r"(?s)<pre[^>]*>(.*?)</pre>", each)[1]) for each in shown)
        assert re.sub(r"spacing of lines", "", words).split() == text.split()
        read(client, f"{LAW}source/?part=4", 404)

    @pytest.mark.slow
    def test_two_that_are_too_long_to_be_set_side_by_side_are_said_to_be(self, client, law, monkeypatch):
        monkeypatch.setattr("statements.pages.comparing._MOST_PARAGRAPHS", 1_000)
        other = make_document("Noi salpiamo.", language="it", slug="la-legge", translation_group=None)
        html = read(client, f"/compare/?a=the-law-of-the-sea&b={make_document('We sail.').slug}")
        assert "too long to be compared" in html
        group = "5f0c9d5e-0000-4000-8000-000000000000"
        Document.objects.filter(pk__in=[law.pk, other.pk]).update(translation_group=group)
        html = read(client, f"{LAW}with/la-legge/")
        assert "too long to be set side by side" in html
        assert f'href="{LAW}"' in html


paragraphs = st.lists(
    st.tuples(
        st.sampled_from([1, 40, LEAST - 1, LEAST, LEAST + 1, 60_000, 190_000]), st.booleans(), st.integers(1, 90)
    ),
    min_size=1,
    max_size=30,
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(paragraphs)
def test_table_and_version_are_parted_alike_and_no_part_is_empty(drawn):
    """Positions have gaps, as they have where an editor dropped paragraphs."""
    document = make_document()
    position, rows = 0, []
    for size, is_heading, gap in drawn:
        position += gap
        kind = "heading" if is_heading else "body"
        rows.append(Paragraph(document=document, position=position, key=f"pk{position}", text="é" * (size // 2 or 1),
                              language="en", kind=kind, number=str(position) if size == 40 else ""))  # fmt: skip
    Paragraph.objects.bulk_create(rows)
    revision = document.publish()
    content, texts = snapshot(document), [KeptText(document.pk), KeptText(document.pk, revision.pk)]
    both = [read_parts(text, content, read_rows) for text in texts]
    assert [(p.first, p.last, p.headings, p.numbers) for p in both[0]] == [
        (p.first, p.last, p.headings, p.numbers) for p in both[1]
    ]
    assert (len(both[0]) > 1) == content.in_parts
    assert all(part.first <= part.last for part in both[0])
    for text, parts in zip(texts, both, strict=True):
        read = [row for part in parts for row in read_paragraphs(text, content, part.first, part.last)]
        assert tuple(read) == content.paragraphs
        assert [find_place(text, row.key) for row in read] == [*range(1, len(read) + 1)]
    document.delete()


def test_a_text_fills_a_part_by_paragraphs_or_by_bytes():
    def is_in_parts(*texts):
        return Content("", paragraphs=tuple(ContentParagraph("p1", text=each) for each in texts)).in_parts

    assert not is_in_parts(*["a"] * MOST_IN_PART)
    assert is_in_parts(*["a"] * (MOST_IN_PART + 1))
    assert not is_in_parts("a" * (PART - 1), "a" * PART)
    assert is_in_parts("é" * (PART // 2), "a")


def test_the_address_of_a_paragraph_names_it_before_the_fragment_where_a_text_is_in_parts():
    assert link_paragraph("/documents/remarks/?v=2", "p7cj2") == "/documents/remarks/?v=2#p7cj2"
    assert link_paragraph("/documents/remarks/?v=2", "p7cj2", True) == "/documents/remarks/?v=2&at=p7cj2#p7cj2"
    assert link_paragraph("/documents/remarks/", "p7cj2", True) == "/documents/remarks/?at=p7cj2#p7cj2"
