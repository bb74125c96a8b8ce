"""Every public page, by its address: what it says, and what it costs."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from statements.exporting.files import FORMATS
from statements.models import Document, Revision, Source
from statements.urls import pages, urlpatterns
from statements.web.proxy import client_address
from tests.addresses import VILNIUS
from tests.cast import make_document, make_speaker, settle

pytestmark = pytest.mark.django_db
SLOW = pytest.mark.slow

QUERY_BUDGET = 34


def slug_of(external_id):
    return Document.objects.get(external_id=external_id).slug


@pytest.fixture
def vilnius():
    return f"/documents/{slug_of('seed-004')}/"


def text_of(response):
    """The words of a page, tags taken out and white space folded."""
    body = re.sub(r"(?s)<(head|title)>.*?</\1>", "", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def unzip(content):
    """What a file says; a workbook is a folder of files, of which the notes repeat what was asked for."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(BytesIO(content)) as folder:
        return b"".join(folder.read(name) for name in folder.namelist() if "sheet2" not in name)


class TestHome:
    def test_it_says_how_many_there_are_by_language_and_year(self, client):
        text = text_of(client.get("/"))
        assert "5 statement" in text
        for words in ("Italian 3", "English 1", "French 1", "2023 1", "2022 3", "Undated 1"):
            assert words in text

    def test_it_works_before_anything_is_published(self, client):
        Document.objects.update(status="draft")
        response = client.get("/")
        assert response.status_code == 200
        assert "Nothing is published yet" in text_of(response)


class TestBrowse:
    def test_the_newest_come_first_and_the_undated_last(self, client):
        titles = re.findall(r"entry-title.*?>([^<]+)</a>", client.get("/documents/").content.decode())
        assert titles[0] == "[Comunicato del Vertice di Vilnius]"
        assert titles[-1].startswith("[Commentaire")

    def test_filters_narrow_the_list_and_say_the_true_number(self, client):
        response = client.get("/documents/?language=it&speaker=jens-stoltenberg")
        assert response.context["total"] == 2
        assert [chip.value for chip in response.context["chips"]] == ["Italian", "Jens Stoltenberg"]

    def test_nothing_found_leads_back(self, client):
        response = client.get("/documents/?language=fr&kind=speech")
        assert (response.status_code, response.context["total"]) == (200, 0)
        assert "No document matches all these filters" in text_of(response)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("kind=dichiarazione+alla+stampa", "kind=press-statement"),
            ("kind=-Comunicato", "kind=-communique"),
            ("language=italiano&language=Français", "language=it&language=fr"),
        ],
    )
    @pytest.mark.parametrize("page", ["/documents/", "/it/documents/", "/search/?q=NATO", "/api/documents?count=1"])
    def test_a_kind_or_a_language_may_be_called_by_its_name(self, client, page, typed, meant):
        joined = "&" if "?" in page else "?"
        by_name, by_value = (client.get(f"{page}{joined}{query}") for query in (typed, meant))
        if page.startswith("/api/"):
            assert by_name.json()["items"] == by_value.json()["items"] != []
            return
        assert by_name.context["total"] == by_value.context["total"] > 0
        chips = [[chip.url for chip in response.context["chips"]] for response in (by_name, by_value)]
        assert chips[0] == chips[1] != [], "links have the values"

    @pytest.mark.parametrize(
        "address",
        [
            "language=xx",
            "kind=poem",
            "year=last",
            "year=99999",
            "year=3000",
            "date_from=2023&date_to=2022",
            "&".join(f"speaker=nobody-{number}" for number in range(31)),
            "language=it&" * 31,
            "date_from=yesterday",
            "date_to=2022-13",
            "q=%00",
            "speaker=%00",
            "q=" + "x" * 501,
        ],
    )
    @pytest.mark.parametrize("page", ["/documents/", "/search/"])
    def test_a_filter_that_cannot_be_meant_is_a_clear_400(self, client, page, address):
        response = client.get(f"{page}?{address}" + ("" if "q=" in address else "&q=NATO"), follow=True)
        assert response.status_code == 400
        assert "was not understood" in text_of(response)

    def test_an_unknown_speaker_is_no_error(self, client):
        response = client.get("/documents/?speaker=nobody&publisher=none")
        assert (response.status_code, response.context["total"]) == (200, 0)

    @pytest.mark.parametrize(
        "page", ["2", "0", "-1", "x", "9" * 20, "0000000019", "000000001" + "9" * 5000, "1.5", "%F0%9D%9F%99"]
    )
    def test_a_page_that_is_not_there_is_a_404_with_a_way_back(self, client, page):
        response = client.get(f"/documents/?page={page}")
        assert response.status_code == 404
        assert "There is no page" in text_of(response)
        assert 'href="/documents/"' in response.content.decode()

    def test_an_empty_page_is_the_first_as_empty_filters_are_none(self, client):
        assert client.get("/documents/?page=&kind=").context["page"].number == 1

    def test_pages_never_repeat_a_document(self, client):
        for number in range(45):
            make_document("Words.", title=f"Remarks {number}", date="2024-03")
        seen = [each.pk for page in (1, 2, 3) for each in client.get(f"/documents/?page={page}").context["documents"]]
        assert len(seen) == len(set(seen)) == 50


class TestSearch:
    def test_hits_show_their_paragraphs_with_the_words_marked_and_linked(self, client, vilnius):
        html = client.get("/search/?q=Zelenskyy").content.decode()
        assert "<mark>Zelenskyy</mark>" in html
        links = re.findall(rf'href="{vilnius}\?q=Zelenskyy#(p\w+)"', html)
        keys = Document.objects.get(external_id="seed-004").paragraphs.filter(number__in=["2", "9"])
        assert set(links) == {paragraph.key for paragraph in keys}

    def test_search_and_filters_combine(self, client):
        response = client.get("/search/?q=NATO&language=it&year=2022")
        assert response.context["total"] == 2

    def test_nothing_found_says_why_and_what_to_try(self, client):
        text = text_of(client.get('/search/?q="OTAN alliance" -Italie'))
        assert "No document has all of this" in text
        assert "searched for exactly" in text
        assert "A minus excludes" in text

    def test_an_empty_search_explains_itself(self, client):
        response = client.get("/search/")
        assert response.status_code == 200
        assert "exactly these words in this order" in text_of(response)

    def test_what_was_repaired_is_said(self, client):
        assert "an unclosed quotation mark" in text_of(client.get('/search/?q="NATO'))

    def test_what_was_typed_never_becomes_markup(self, client):
        make_document("See <script>alert(1)</script> & <b>bold</b> heron.", title="<i>Heron</i>")
        html = client.get("/search/?q=heron <script>alert(2)</script>").content.decode()
        assert "<script>" not in html
        html = client.get("/search/?q=heron alert").content.decode()
        assert "<script>" not in html and "<b>bold" not in html and "<i>Heron" not in html
        assert "<mark>alert</mark>" in html


class TestDocument:
    def test_it_shows_who_spoke_in_which_role_on_that_day(self, client):
        text = text_of(client.get(f"/documents/{slug_of('seed-000')}/"))
        assert "10 November 2022" in text
        assert "Presidenza del Consiglio dei Ministri" in text
        assert "Giorgia Meloni speaker" in text
        assert "Presidente del Consiglio" in text
        assert "NATO Secretary General" in text

    def test_an_undated_document_says_so_and_guesses_no_role(self, client):
        text = text_of(client.get(f"/documents/{slug_of('seed-002')}/"))
        assert "Undated" in text
        assert "[Commentaire" in text
        assert "NATO Secretary General" not in text

    def test_a_date_is_no_more_precise_than_known(self, client):
        text = text_of(client.get(f"/documents/{slug_of('seed-003')}/"))
        assert "October 2022" in text
        assert "1 October 2022" not in text

    def test_paragraphs_carry_the_numbers_of_the_source_and_permanent_links(self, client, vilnius):
        html = client.get(vilnius).content.decode()
        paragraph = Document.objects.get(external_id="seed-004").paragraphs.get(number="34")
        assert f'id="{paragraph.key}"' in html
        assert re.search(
            rf'class="permalink" href="{vilnius}\?v=1#{paragraph.key}"[^>]*>(?:[^<]|<(?!/a>))*\b34\b', html
        )
        assert html.count('class="permalink') == 97

    def test_a_permanent_link_shows_the_same_words_after_an_edit(self, client):
        document = make_document("The first words.")
        document.publish()
        link = re.search(
            r'class="permalink[^"]*" href="([^"]+)"', client.get(document.get_absolute_url()).content.decode()
        )[1]
        document.paragraphs.update(text="Other words.")
        document.publish()
        assert "The first words." in text_of(client.get(link.partition("#")[0]))

    def test_where_several_speak_each_turn_says_whose_it_is(self, client):
        document = make_document("Good morning.", "More.", "Thank you.", speakers={"Ada Quist": "speaker"})
        ada, bo = make_speaker("Ada Quist"), make_speaker("Bo Lindqvist")
        for paragraph, speaker in zip(document.paragraphs.all(), (ada, ada, bo), strict=True):
            document.paragraphs.filter(pk=paragraph.pk).update(speaker=speaker)
        turns = client.get(document.get_absolute_url()).context["reading"].turns
        assert [(str(each.voices[0]), len(each.paragraphs)) for each in turns] == [
            ("Ada Quist", 2),
            ("Bo Lindqvist", 1),
        ]

    def test_a_document_without_a_source_offers_none(self, client):
        html = client.get(make_document("Words.").get_absolute_url()).content.decode()
        assert "/source/" not in html and "/original/" not in html

    def test_quotations_are_told_apart_with_whose_they_are(self, client):
        html = client.get(f"/documents/{slug_of('seed-001')}/").content.decode()
        assert re.search(r'class="quotation" title="Antonio Tajani">Italy forcefully supports', html)

    def test_every_text_in_a_language_says_which(self, client):
        html = client.get(f"/documents/{slug_of('seed-002')}/").content.decode()
        assert re.search(r'<h1[^>]* lang="fr"', html)
        assert re.search(r'class="text" lang="fr"', html)

    def test_an_earlier_version_keeps_its_words(self, client):
        document = make_document("The first words.")
        document.publish()
        document.paragraphs.update(text="Other words.")
        document.publish()
        address = document.get_absolute_url()
        assert "The first words." in text_of(client.get(f"{address}?v=1"))
        assert "This is version 1" in text_of(client.get(f"{address}?v=1"))
        assert "Other words." in text_of(client.get(address))

    @pytest.mark.parametrize("version", ["0", "3", "x", "", "-1", "9" * 30])
    def test_a_version_that_is_not_there_is_a_404(self, client, vilnius, version):
        assert client.get(f"{vilnius}?v={version}").status_code == 404

    def test_an_unchanged_page_is_not_sent_again(self, client, vilnius):
        first = client.get(vilnius, headers={"Accept-Encoding": "gzip"})
        assert first["Content-Encoding"] == "gzip"
        again = client.get(vilnius, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_what_was_withdrawn_says_so_with_the_reason(self, client):
        document = make_document("The words.")
        document.publish()
        document.withdraw("It was <forged>.")
        response = client.get(document.get_absolute_url())
        assert response.status_code == 410
        assert "It was &lt;forged&gt;." in response.content.decode()
        assert "The words." not in response.content.decode()


class TestSource:
    def test_it_shows_what_was_dropped_and_why(self, client):
        html = client.get(f"/documents/{slug_of('seed-001')}/source/").content.decode()
        assert re.search(r"<del[^>]*>You might also be interested in\.\.</del>", html)
        assert "related links" in html
        assert "cookie notice" in html

    def test_it_shows_every_character_of_the_source(self, client, seeds):
        for document in Document.objects.published().select_related("source"):
            pieces = client.get(f"{document.get_absolute_url()}source/").context["pieces"]
            assert "".join(piece.text for piece in pieces).encode() == (seeds / document.source.filename).read_bytes()

    def test_the_original_is_there_to_download_byte_for_byte(self, client, seeds):
        for document in Document.objects.published().select_related("source"):
            response = client.get(f"{document.get_absolute_url()}original/")
            assert response.content == (seeds / document.source.filename).read_bytes()
            assert response["Content-Disposition"].startswith("attachment")
            assert response["X-Content-Type-Options"] == "nosniff"


class TestSpeakers:
    def test_the_list_names_everybody_with_how_often_they_take_part_and_say_something(self, client):
        make_document("Hello.", speakers={"Ada Quist": "author"})
        make_document("Hello.", speakers={"Ada Quist": "mentioned"})
        make_document("Hello.", speakers={"Ada Quist": "author"}, status="draft")
        response = client.get("/speakers/")
        text = text_of(response)
        assert "Stoltenberg, Jens 1 of 4 documents" in text and "Tajani, Antonio 1 of 1 document " in text
        assert "Ada Quist 1 of 2 documents" in text
        for row in response.context["rows"]:
            slug = row["speaker"].slug
            assert client.get(f"/documents/?said={slug}").context["total"] == row["said"]
            assert client.get(f"/documents/?speaker={slug}").context["total"] == row["documents"]

    def test_many_are_listed_by_letter_and_found_by_name(self, client, monkeypatch):
        monkeypatch.setattr("statements.pages.speakers._ON_ONE_PAGE", 3)
        monkeypatch.setattr("statements.pages.speakers._MOST", 2)
        make_document("Hello.", speakers={"Ada van der Quist": "speaker", "Etienne Zola": "quoted"})
        rows = client.get("/speakers/").context["rows"]
        assert [(row["speaker"].name, row["said"], row["documents"]) for row in rows][0] == ("Jens Stoltenberg", 1, 4)
        assert len(rows) == 2, "those who say something in the most documents"
        [row] = client.get("/speakers/?letter=q").context["rows"]
        assert row["speaker"].name == "Ada van der Quist", "under the last word, where the family name is not known"
        assert (row["before"], row["name"]) == ("Ada van der", "Quist"), "so that the order can be seen"
        names = [row["speaker"].name for row in client.get("/speakers/?name=étien").context["rows"]]
        assert names == ["Etienne Zola"]
        monkeypatch.setattr("statements.pages.speakers._ON_ONE_PAGE", 1)
        pages = [client.get(f"/speakers/?name=a&page={n}").context for n in (1, 2, 3)]
        assert len({row["speaker"] for page in pages for row in page["rows"]}) == 3

    @pytest.mark.parametrize("rest", ["", "feed.atom", "export/", "export.csv"])
    def test_a_role_by_its_name_in_any_language_leads_to_its_value(self, client, rest):
        for prefix, name in (("", "citation"), ("/it", "Citazione"), ("/fr", "citation"), ("", "Citazione")):
            address = f"{prefix}/speakers/jens-stoltenberg/{rest}"
            response = client.get(f"{address}?role={name}&page=1")
            assert (response.status_code, response["Location"]) == (302, f"{address}?role=quoted&page=1")
        assert client.get("/speakers/jens-stoltenberg/?role=quoted").status_code == 200
        assert client.get("/speakers/jens-stoltenberg/?role=nothing").status_code == 404

    @pytest.mark.parametrize(("query", "status"), [
        ("letter=%00", 404), ("letter=%25", 404), ("name=%00", 200), ("name=%25", 200), ("letter=S&page=99", 404),
    ])  # fmt: skip
    def test_nonsense_finds_nobody(self, client, query, status):
        response = client.get(f"/speakers/?{query}")
        assert response.status_code == status
        assert status == 404 or response.context["rows"] == []

    def test_a_page_splits_documents_by_how_somebody_takes_part(self, client):
        response = client.get("/speakers/jens-stoltenberg/")
        assert {section["role"]: section["count"] for section in response.context["sections"]} == {
            "quoted": 1, "interlocutor": 2, "mentioned": 1,
        }  # fmt: skip
        text = text_of(response)
        assert "1 October 2014" in text and "1 October 2024" in text
        assert "Segretario generale della NATO" in text

    def test_all_of_one_sort_have_a_page_of_their_own(self, client):
        assert len(client.get("/speakers/jens-stoltenberg/?role=interlocutor").context["documents"]) == 2
        assert client.get("/speakers/jens-stoltenberg/?role=hums").status_code == 404


@pytest.mark.parametrize("address", ["/", "/documents/", "/search/", "/about/", "/timeline/", "/speakers/", VILNIUS])
def test_pages_that_change_nothing_take_no_post(client, address):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"q": "x"}).status_code == 405


def test_a_filter_that_there_is_not_is_said_to_be_left_out(client):
    text = text_of(client.get("/documents/?langauge=it&utm_source=mail&page=1"))
    assert "“langauge” is not a filter on this page and was ignored" in text
    assert "“reference” is not a filter" in text_of(client.get("/documents/?reference=3"))
    assert "utm_source" not in text.partition("<main")[2].partition('class="columns')[0]
    assert "was ignored" not in text_of(client.get("/documents/?language=it&sort=oldest&all=speaker&in_speaker=a"))


@pytest.mark.parametrize("field", ["said", "speaker", "quoted", "publisher"])
def test_a_name_that_the_archive_does_not_know_is_said_to_be_unknown_whether_a_draft_has_it_or_not(client, field):
    make_document("Of the heron.", speakers={"Ada Quist": "author"}, status="draft")
    for name in ("quist", "nobodyatall"):
        page = client.get(f"/search/?q={field}:{name}+nato").content.decode()
        assert f"is called “{name}”." in page
    assert (
        "knows nobody" not in client.get("/search/?q=said:stoltenberg+-speaker:meloni+publisher:nato").content.decode()
    )


def test_words_in_the_address_of_the_list_lead_to_the_search(client):
    assert client.get("/documents/?q=NATO&language=it")["Location"] == "/search/?q=NATO&language=it"


class TestLeaks:
    """What is not published shows nowhere, by any address."""

    @pytest.fixture(
        params=[
            "draft",
            "embargoed",
            *(pytest.param(each, marks=SLOW) for each in ("in-review", "withdrawn", "staged")),
        ]
    )
    def secret(self, request, make_searchable):
        fields = {"status": request.param}
        if request.param == "embargoed":
            fields = {"publish_at": timezone.now() + timedelta(minutes=1)}
        elif request.param == "staged":
            fields = {"status": "draft", "corrects": Document.objects.get(external_id="seed-004")}
        secret = make_document(
            "The harpsichord conspiracy.", title="Harpsichord", speakers={"Ada Quist": "speaker"}, date="1907", **fields
        )
        Revision.objects.record(secret)
        seed = Source.objects.first()
        seed.pk, seed.document = None, secret
        seed.save()
        settle()
        secret.answered_by = make_searchable()
        return secret

    @pytest.mark.slow
    def test_no_page_shows_it(self, client, secret):
        for rest in ("", "?v=1", "source/", "original/", "changes/"):
            address = f"{secret.get_absolute_url()}{rest}"
            response = client.get(address)
            assert response.status_code == (410 if secret.status == "withdrawn" else 404), address
            assert "arpsichord" not in response.content.decode().lower()
        for address in (
            "/speakers/ada-quist/",
            "/speakers/ada-quist/?role=speaker",
            "/speakers/ada-quist/feed.atom",
            f"{secret.get_absolute_url()}feed.json",
            "/api/speakers/ada-quist",
        ):
            assert client.get(address).status_code == 404, address
        for address in (
            "/", "/documents/", "/documents/?speaker=ada-quist", "/documents/?year=1907", "/search/?q=harpsichord",
            '/search/?q="harpsichord conspiracy"', "/search/?q=-NATO", "/speakers/", "/search/?q=harpsicord",
            "/search/?q=harpsichor*", "/search/?q=speaker:quist", "/search/?q=date:1907", "/search/?q=harp NEAR cons",
            "/search/?q=conspiracy OR NATO", "/documents/?speaker=-jens-stoltenberg", "/documents/?in_speaker=quist",
            "/documents/?sort=oldest", "/api/search", "/api/search?q=harpsichord", "/api/search?q=harpsicord",
            "/api/documents?include=paragraphs,translations&count=1", "/api/documents?q=harpsichord",
            "/api/documents?q=conspiracy OR NATO&sort=oldest", "/api/changes", "/api/changes?since=2020-01-01",
            "/api/speakers", "/api/publishers", "/api/frequency?q=conspiracy OR NATO", "/api/frequency?q=harpsichord",
            "/api/check?q=the harpsichord conspiracy",
            "/api/openapi.json", "/search/", "/search/tips/", "/results/?q=harpsichord", "/results/?speaker=ada-quist",
            "/results/",
            "/first/", "/first/?q=harpsichord", "/first/?q=harpsichord conspiracy", "/first/?q=date:1907",
            "/first/?q=-NATO", "/first/?q=conspiracy OR NATO",
            "/documents/feed.atom", "/documents/feed.rss?year=1907", "/documents/feed.json?speaker=-jens-stoltenberg",
            "/sitemap.xml", "/sitemaps/speakers.xml", "/sitemaps/gone.xml", "/sitemaps/documents-0.xml",
            "/search/feed.atom?q=harpsichord", "/search/feed.rss?q=conspiracy OR NATO", "/search/feed.json?q=-NATO",
            "/search/export/?q=harpsichord", "/search/export/?speaker=ada-quist", "/search/export/",
            f"/search/export/?pick={secret.slug}",
            "/data/", "/data/latest.json",
            "/follow/?q=harpsichord", "/follow/?q=conspiracy OR NATO", "/follow/?year=1907", "/follow/", "/alerts/",
            "/frequency/numbers.csv?q=conspiracy OR NATO", "/frequency/chart.svg?q=NATO&by=speaker",
            "/frequency/numbers.csv?q=NATO&by=speaker", "/frequency/chart.svg?q=conspiracy&by=language",
            "/frequency/numbers.csv?q=harpsichord&said=ada-quist", "/timeline/chart.svg?q=harpsichord",
            "/timeline/numbers.csv?speaker=ada-quist", "/timeline/numbers.csv?year=1907", "/timeline/chart.svg",
            "/frequency/numbers.jsonl?q=conspiracy OR NATO", "/frequency/numbers.jsonl?q=NATO&by=speaker",
            "/timeline/numbers.jsonl?speaker=ada-quist", "/timeline/numbers.jsonl?year=1907",
            f"/search/export/?pick={secret.slug}&columns=title", "/search/export/?q=harpsichord&columns=date,title",
        ):  # fmt: skip
            text = text_of(client.get(address)) + text_of(client.get(f"/fr{address}"))
            assert not re.search(r"Harpsichord\b(?! conspiracy)|Ada Quist|Quist, Ada|1907 1", text), address
            assert secret.slug not in text or secret.slug in address, address
        for form in ("", "csv", "jsonl"):
            answer = client.post("/check/list/", {"list": "The harpsichord conspiracy.", "as": form})
            assert not re.search(r"Harpsichord\b|Ada Quist|documents/", text_of(answer).partition("answers")[2])
        nothing = client.get("/search/?q=harpsichord")
        assert nothing.context["total"] == 0
        assert nothing["Server-Timing"] == secret.answered_by
        assert client.get("/speakers/ada-quist/export/").status_code == 404
        assert client.get("/follow/?speaker=ada-quist").status_code == 400
        for ending in FORMATS:
            assert client.get(f"/speakers/ada-quist/export.{ending}").status_code == 404
            assert client.get(f"/documents/export.{ending}?pick={secret.slug}").status_code == 400
            for address in (
                f"/documents/export.{ending}?", f"/documents/export.{ending}?speaker=ada-quist",
                f"/search/export.{ending}?q=harpsichord", f"/search/export.{ending}?q=-NATO",
                f"/search/export.{ending}?q=conspiracy OR NATO", f"/speakers/jens-stoltenberg/export.{ending}?",
            ):  # fmt: skip
                for rows in ("documents", "paragraphs"):
                    response = client.get(f"{address}&rows={rows}")
                    content = b"".join(response.streaming_content)
                    assert not re.search(rb"(?i)harpsichord|Quist", unzip(content)), address
                    assert response.status_code == 200 and response.headers["X-Total-Count"] != ""
        for query in ("q=conspiracy", "speaker=ada-quist", "year=1907", ""):
            result = client.post(f"/results/?{query}")["Location"]
            for show in ("", "came", "went", "newer"):
                text = text_of(client.get(f"{result}?show={show}"))
                assert not re.search(r"Harpsichord\b|Ada Quist|Quist, Ada", text), query

    def test_no_table_has_it(self, client, secret):
        for address in (
            "/documents/export.xlsx?columns=title,speaker", "/search/export.jsonl?q=-NATO&columns=title,speaker",
            "/documents/export.jsonl?rows=paragraphs&columns=text,said_by",
        ):  # fmt: skip
            content = b"".join(client.get(address).streaming_content)
            assert content and not re.search(rb"(?i)harpsichord|Quist", unzip(content)), address
        for address in (
            "/frequency/numbers.xlsx?q=conspiracy OR NATO", "/frequency/numbers.xlsx?q=NATO&by=speaker",
            "/timeline/numbers.xlsx", "/timeline/numbers.xlsx?q=NATO OR harpsichord&by=kind",
        ):  # fmt: skip
            response = client.get(address)
            assert response.status_code == 200
            assert not re.search(rb"(?i)harpsichord\b(?! conspiracy)|Quist|1907", unzip(response.content)), address

    def test_no_program_gets_it(self, client, secret):
        key = secret.paragraphs.get().key
        for rest in ("", "?v=1", "/versions", f"/paragraphs/{key}", f"/paragraphs/{key}?v=1"):
            response = client.get(f"/api/documents/{secret.slug}{rest}")
            assert response.status_code in (404, 410)
            assert "arpsichord" not in response.content.decode().lower()
        assert client.get(f"/documents/{secret.slug}.txt").status_code in (404, 410)
        for pinned in (f"/documents/{secret.slug}/?v=1#{key}", f"/documents/{secret.slug}/"):
            answer = client.post("/api/resolve", {"addresses": [pinned]}, content_type="application/json")
            assert "arpsichord" not in answer.content.decode().lower()

    def test_every_public_address_is_known_to_this_test(self):
        names = {pattern.name for pattern in (*pages, *urlpatterns) if getattr(pattern, "name", None)}
        assert names == {
            "home", "browse", "document", "changes", "cite",
            "cite_paragraph", "check", "check_list", "compare", "translation", "source", "original", "search", "tips",
            "frequency", "frequency_chart", "frequency_numbers", "timeline_chart", "timeline_numbers", "first",
            "related", "timeline", "keep", "result", "speakers", "speaker", "about", "styleguide",
            "sitemap", "sitemap_documents", "sitemap_gone", "sitemap_speakers", "sitemap_pages",
            "browse_feed", "search_feed", "speaker_feed", "document_feed",
            "export", "search_export", "browse_export", "speaker_exports", "speaker_export",
            "dumps", "latest_dump", "dump_file",
            "follow", "find_alerts", "confirm_alert", "stop_alert", "alerts_of", "preview", "preview_on_desk",
            "health", "robots", "favicon", "api_search", "api_openapi", "text",
            "api_releases", "api_release",  # with a token alone: tests/api/test_releases.py
            "my_account", "set_zone", "set_keys", "invitation", "stop_notices", "admin_password_reset",
            "password_reset_done",
            "password_reset_confirm", "password_reset_complete",  # of accounts, and of no document: test_accounts.py
            "api_documents", "api_document", "api_versions", "api_paragraph", "api_changes", "api_speakers",
            "api_speaker", "api_publishers", "api_frequency", "api_check", "api_resolve",
        }, "a new page must be tried in test_no_page_shows_it"  # fmt: skip


class TestCost:
    """The number of queries is the same however many documents there are."""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "address",
        [
            "/",
            "/documents/",
            "/documents/?language=it&year=2022&speaker=jens-stoltenberg",
            "/search/?q=NATO",
            '/search/?q=NATO alleati "della NATO" -Francia -"des"&kind=communique',
            "/speakers/",
            "/first/?q=NATO",
            "/speakers/jens-stoltenberg/",
            "VILNIUS",
            "VILNIUS?v=1",
            "VILNIUSsource/",
        ],
    )
    def test_a_page_takes_the_same_few_queries_for_many_documents(
        self, client, vilnius, address, make_searchable, django_assert_max_num_queries
    ):
        for number in range(25):
            make_document(f"NATO alleati della NATO {number}.", language="it", speakers={f"Ada {number}": "quoted"})
        answered_by = make_searchable()
        with django_assert_max_num_queries(QUERY_BUDGET):
            response = client.get(address.replace("VILNIUS", vilnius))
        assert response.status_code == 200
        assert not address.startswith("/search/") or response["Server-Timing"] == answered_by


class TestErrors:
    @pytest.mark.parametrize(
        "address",
        [
            "/nowhere/",
            "/documents/nowhere/",
            "/documents/no where/",
            "/speakers/nobody/",
            "/documents/%00/",
            "/documents/ü/",
        ],
    )
    def test_what_is_not_there_is_a_404_that_leads_on(self, client, address):
        response = client.get(address)
        assert response.status_code == 404
        assert "There is no such page" in text_of(response)

    def test_an_error_shows_no_traceback(self, client, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("secret detail")

        monkeypatch.setattr("statements.search.selection.Selection.tally", property(broken))
        client.raise_request_exception = False
        response = client.get("/documents/")
        assert response.status_code == 500
        assert "secret detail" not in response.content.decode()
        assert "went wrong" in text_of(response)

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_public_pages_take_no_other_method(self, client, method):
        assert getattr(client, method)("/documents/").status_code == 405


def test_health_says_whether_the_database_answers(client, monkeypatch):
    assert client.get("/health/").content == b"ok\n"
    from django.db import OperationalError, connection

    def dead():
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", dead)
    response = client.get("/health/")
    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


def test_head_is_get_without_its_body(client):
    head, get = client.head("/about/"), client.get("/about/")
    assert head.content == b""
    assert head["Content-Length"] == get["Content-Length"]


def test_robots_keep_out_of_combinations_of_filters(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /search/" in response.content.decode()


class TestHeaders:
    def test_scripts_and_styles_come_from_here_alone(self, client):
        policy = client.get("/")["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy

    def test_the_usual_protections_are_on(self, client):
        response = client.get("/")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert response["X-Frame-Options"] == "DENY"
        assert not response.cookies, "readers are given no cookie"

    def test_pages_hold_no_inline_style_or_script(self, client, vilnius):
        for address in ("/", "/documents/", "/search/?q=NATO", vilnius, f"{vilnius}source/", "/speakers/", "/about/"):
            html = client.get(address).content.decode()
            assert not re.search(r"<style|\sstyle=|<script(?![^>]*\b(src=|application/(ld\+)?json))|\son\w+=", html), (
                address
            )


class TestBehindTls:
    """What the documented variables of a server do, in a process that starts with them."""

    def run(self, code, **variables):
        environment = os.environ | {"ARCHIVE_HTTPS": "1", "ARCHIVE_BEHIND_PROXY": "1"} | variables
        command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", code]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout  # noqa: S603

    def test_the_deployment_check_is_clean(self):
        self.run(
            "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')",
            DATABASE_URL="",  # what another server writes into its log is for those who run it
        )

    def test_plain_requests_are_redirected_and_cookies_secure(self):
        said = self.run(
            "from django.test import Client; c = Client(SERVER_NAME='localhost'); r = c.get('/about/');"
            "print(r.status_code, r['Location']);"
            "r = c.get('/admin/login/', headers={'X-Forwarded-Proto': 'https'});"
            "print(r['Strict-Transport-Security'], r.cookies['csrftoken']['secure'])",
            ARCHIVE_DEBUG="1",
        )
        assert "301 https://localhost/about/" in said
        assert "max-age=31536000; includeSubDomains; preload True" in said


def test_attempts_are_counted_by_the_address_the_proxy_saw(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert client_address(request) == "127.0.0.1", "no proxy is trusted by default"
    settings.BEHIND_PROXY = True
    assert client_address(request) == "198.51.100.7"
