"""A result of a search is kept for a footnote, and its page says what changed since."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from statements.editorial.people.merging import merge
from statements.models import Document, FrozenResult, KeptInHour, Revision, Term
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def harbour():
    """Five documents on herons, by a person each, of which one is dated 2023."""
    for number in range(1, 6):
        year = "2023" if number == 5 else "2022"
        named = {"Ada Quist": "speaker"} if number == 1 else {}
        made = make_document(
            f"The heron of pier {number}.", slug=f"heron-{number}", title=f"Heron {number}", date=year, speakers=named
        )
        made.publish()


def document(number):
    return Document.objects.get(slug=f"heron-{number}")


def correct(number, text):
    """Correct the words of a document and publish it again."""
    document(number).paragraphs.update(text=text)
    document(number).publish()


def keep(client, query="q=heron", prefix=""):
    """Press the button under a search; return the address of the result."""
    response = client.post(f"{prefix}/results/?{query}")
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def text_of(response):
    body = re.sub(r"(?s)<(head|title)>.*?</\1>", "", response.content.decode())
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


def fates(client, address, show=""):
    """The titles and fates of the lines of a list."""
    return [(line.title, str(line.fate)) for line in client.get(f"{address}?show={show}").context["lines"]]


def lengths(client, address):
    return {each["name"] or "all": each["length"] for each in client.get(address).context["lists"]}


class TestKeeping:
    def test_every_list_offers_it_and_the_button_stands_on_a_page_that_says_what_is_kept(self, client):
        for page in ("/search/?q=heron&year=2022&page=1", "/documents/?year=2022"):
            link = re.search(r'class="keep"><a href="([^"]+)"', client.get(page).content.decode())[1]
            text = text_of(client.get(unescape(link)))
            assert "document" in text and "Year 2022" in text
        assert "4 documents on" in text_of(client.get("/results/?q=heron&year=2022"))

    def test_readers_of_lists_are_given_no_cookie_and_the_button_asks_for_one(self, client):
        assert not client.get("/search/?q=heron").cookies
        strict = Client(enforce_csrf_checks=True)
        refused = strict.post("/it/results/?q=heron")
        assert refused.status_code == 403
        assert "cookie" in text_of(refused) and '<html lang="it">' in refused.content.decode()
        token = re.search(
            r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get("/results/?q=heron").content.decode()
        )[1]
        assert strict.post("/results/?q=heron", {"csrfmiddlewaretoken": token}).status_code == 302
        assert FrozenResult.objects.count() == 1

    def test_looking_keeps_nothing(self, client):
        client.get("/results/?q=heron")
        client.head("/results/?q=heron")
        assert client.put("/results/?q=heron").status_code == 405
        assert not FrozenResult.objects.exists()

    def test_it_keeps_number_set_and_versions(self, client):
        correct(3, "The grey heron.")
        keep(client)
        result = FrozenResult.objects.get()
        assert result.total == 5
        assert dict(zip(result.documents, result.versions, strict=True)) == {
            document(number).pk: 2 if number == 3 else 1 for number in range(1, 6)
        }

    def test_the_same_search_in_the_same_archive_has_one_address(self, client):
        address = keep(client, "q=heron&year=2022&year=2023")
        assert keep(client, "year=2023&utm_source=x&q=+heron+&year=2022&page=7&sort=oldest&all=speaker") == address
        assert keep(client, "q=heron&year=2022&year=2023", prefix="/fr") == f"/fr{address}"
        assert keep(client, "q=heron&extend=no&year=2022&year=2023") != address
        correct(1, "No bird at all.")
        assert keep(client, "q=heron&year=2022&year=2023") != address

    def test_a_new_version_of_the_same_words_makes_a_new_result(self, client):
        address = keep(client)
        Document.objects.filter(slug="heron-1").update(reference="A/1")
        document(1).publish()
        assert keep(client) != address

    def test_what_is_not_found_can_be_cited_too(self, client):
        assert "No document on" in text_of(client.get(keep(client, "q=pelican")))

    def test_where_none_has_all_of_the_words_those_with_some_are_kept_and_it_says_so(self, client):
        address = keep(client, "q=heron+pelican")
        result = FrozenResult.objects.get()
        assert (result.partial, result.total) == (True, 5)
        assert "5 documents with some of the words" in text_of(client.get(address))
        make_document("A heron and a pelican.").publish()
        text = text_of(client.get(address))
        assert "Today 1 document has all of the words" in text
        assert lengths(client, address) == {"all": 5, "came": 1, "went": 0, "newer": 0}

    def test_all_documents_can_be_kept(self, client):
        assert "none: all documents" in text_of(client.get(keep(client, "")))
        assert FrozenResult.objects.get().total == Document.objects.published().count()

    @pytest.mark.parametrize(("query", "status"), [
        ("q=%00", 400), ("q=" + "x" * 501, 400), ("kind=poem", 400), ("date_from=soon", 400), ("q=(", 302),
    ])  # fmt: skip
    def test_nonsense_is_refused_clearly(self, client, query, status):
        for answer in (client.get(f"/results/?{query}"), client.post(f"/results/?{query}")):
            assert answer.status_code == status
        assert not FrozenResult.objects.exists()

    @pytest.mark.parametrize("address", ["nothing", "2222222222", "x" * 300, "%00", "ü"])
    def test_an_address_that_was_not_given_is_a_404(self, client, address):
        assert client.get(f"/results/{address}/").status_code == 404

    @pytest.mark.slow
    @pytest.mark.parametrize("query", ["show=x", "show=%00", "page=2", "page=%00", "show=came&page=9"])
    def test_a_list_that_is_not_there_is_a_404(self, client, query):
        assert client.get(f"{keep(client)}?{query}").status_code == 404

    def test_an_archive_that_can_only_be_read_says_so(self, client):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")
            answer = client.post("/results/?q=heron")
            assert answer.status_code == 503
            assert "can only be read" in text_of(answer)
            assert client.get("/results/?q=heron").status_code == 200
            transaction.set_rollback(True)


class TestPage:
    def test_it_says_what_was_found_when_and_how_to_cite_it_in_three_languages(self, client, settings):
        settings.TIME_ZONE = "UTC"
        address = keep(client, "q=heron&year=2022&language=-fr")
        FrozenResult.objects.update(kept_at="2026-11-08T14:05:33Z")
        text = text_of(client.get(address))
        assert "4 documents on 8 November 2026" in text
        assert "8 November 2026, 14:05 UTC" in text
        assert "Language not French" in text
        where = f"http://testserver{address}"
        assert (
            f"Statements on NATO, search for “heron” (Language not: French; Year: 2022), 4 documents on 8 November"
            f" 2026, 14:05 UTC. {where}" in text
        )
        filters = "(Lingua diverso da: Francese; Anno: 2022)"
        text = text_of(client.get(f"{address}?style=it"))
        assert f"ricerca di «heron» {filters}, 4 documenti in data 8 novembre 2026, 14:05 UTC. {where}" in text
        text = text_of(client.get(f"{address}?style=fr"))
        assert "recherche de « heron »" in text and "4 documents le 8 novembre 2026, 14:05 UTC" in text

    @pytest.mark.parametrize("prefix", ["", "/it", "/fr"])
    def test_it_is_in_each_language_at_one_address_and_kept_from_search_engines(self, client, prefix):
        address = keep(client, "kind=speech&q=heron")
        page = client.get(f"{prefix}{address}").content.decode()
        assert f'<html lang="{prefix[1:] or "en"}">' in page
        assert 'name="robots" content="noindex"' in page
        assert f'<a href="http://testserver{address}">' in page
        assert lengths(client, f"{prefix}{address}") == {"all": 5, "came": 0, "went": 0, "newer": 0}

    def test_words_that_one_language_reads_otherwise_are_read_as_they_were(self, client):
        address = keep(client, "q=heron+kind:discorso", prefix="/it").removeprefix("/it")
        assert FrozenResult.objects.get().understood == "heron kind:speech"
        page = client.get(address)
        assert lengths(client, address)["came"] == lengths(client, address)["went"] == 0
        assert "otherwise" not in text_of(page)
        assert client.get(page.context["today_url"]).context["total"] == 5

    def test_the_same_search_today_keeps_the_order(self, client):
        page = client.get(keep(client, "q=heron&sort=oldest&year=2022"))
        assert page.context["today_url"] == "/search/?q=heron&year=2022&sort=oldest"
        assert client.get(keep(client, "year=2022")).context["today_url"] == "/documents/?year=2022"

    def test_a_document_leads_to_its_version_of_that_day(self, client):
        address = keep(client)
        Document.objects.filter(slug="heron-2").update(title="Another title")
        correct(2, "The heron has flown.")
        line = next(line for line in client.get(address).context["lines"] if line.title == "Heron 2")
        assert line.address == "/documents/heron-2/?v=1"
        assert "The heron of pier 2." in text_of(client.get(line.address))
        assert client.get(line.changes).status_code == 200

    @pytest.mark.slow
    def test_it_takes_the_same_few_queries_for_many_documents(self, client, django_assert_max_num_queries):
        for number in range(60):
            make_document("Heron.", title=f"Another {number}").publish()
        address = keep(client)
        document(1).withdraw()
        document(2).bury()
        with django_assert_max_num_queries(24):
            assert len(client.get(address).context["lines"]) == 50
        assert len(client.get(f"{address}?page=2").context["lines"]) == 15


class TestSince:
    def test_nothing_has_changed_at_first(self, client):
        address = keep(client)
        assert "Nothing has changed" in text_of(client.get(address))
        assert lengths(client, address) == {"all": 5, "came": 0, "went": 0, "newer": 0}

    def test_what_was_published_since_came_in(self, client):
        address = keep(client)
        make_document("Another heron.", title="New").publish()
        assert fates(client, address, "came") == [("New", "published")]
        assert "finds 6 documents" in text_of(client.get(address))
        assert client.get(f"{address}?show=came").context["lines"][0].place == 0

    def test_what_a_correction_makes_match_came_in_too(self, client):
        earlier = make_document("A hern.", title="Misprinted")
        earlier.publish()
        address = keep(client)
        earlier.paragraphs.update(text="A heron.")
        earlier.publish()
        assert fates(client, address, "came") == [("Misprinted", "matching")]

    def test_what_no_longer_matches_went_and_is_shown_as_it_was(self, client):
        address = keep(client, "q=heron&year=2022")
        changed = document(1)
        changed.set_date("2021")
        changed.title = "Heron of 2021"
        changed.save()
        changed.publish()
        assert fates(client, address, "went") == [("Heron 1", "unmatched")]
        line = client.get(f"{address}?show=went").context["lines"][0]
        assert (line.date, line.version, line.newest) == ("2022", 1, 2)

    def test_what_was_corrected_and_still_matches_is_newer(self, client):
        address = keep(client)
        correct(4, "The white heron.")
        assert fates(client, address, "newer") == [("Heron 4", "found")]
        assert lengths(client, address) == {"all": 5, "came": 0, "went": 0, "newer": 1}

    @pytest.mark.slow
    @pytest.mark.parametrize("gone", ["withdrawn", "deleted", "embargoed", "draft"])
    def test_what_is_not_public_any_more_shows_no_title_and_no_words(self, client, gone):
        address = keep(client)
        if gone == "withdrawn":
            document(1).withdraw("It was never said.")
        elif gone == "deleted":
            document(1).bury()
        elif gone == "embargoed":
            Document.objects.filter(slug="heron-1").update(publish_at=timezone.now() + timedelta(hours=1))
        else:
            Document.objects.filter(slug="heron-1").update(status="draft")
        known = gone in ("withdrawn", "deleted")
        assert fates(client, address, "went") == [("", gone if known else "hidden")]
        for show in ("", "went"):
            page = client.get(f"{address}?show={show}").content.decode()
            assert "Heron 1" not in page and "pier 1" not in page
            assert ("/documents/heron-1/" in page) == known
        assert client.get(address).context["result"].total == 5, "the number of that day stays"
        if known:
            assert client.get("/documents/heron-1/").status_code == 410, "the page it leads to"

    def test_what_comes_back_is_there_again(self, client):
        address = keep(client)
        document(1).withdraw()
        assert lengths(client, address)["went"] == 1
        document(1).publish()
        assert lengths(client, address) == {"all": 5, "came": 0, "went": 0, "newer": 0}

    def test_what_is_not_public_yet_does_not_come_in(self, client):
        address = keep(client)
        for fields in ({"status": "draft"}, {"publish_at": timezone.now() + timedelta(minutes=1)}):
            Revision.objects.record(make_document("A secret heron.", title="Secret", **fields))
        for show in ("", "came", "went", "newer"):
            assert "ecret" not in client.get(f"{address}?show={show}").content.decode()
        assert lengths(client, address)["came"] == 0

    def test_a_version_that_is_not_public_yet_is_not_newer(self, client):
        address = keep(client)
        embargoed = document(1)
        embargoed.paragraphs.update(text="The secret heron.")
        last = Revision.objects.record(embargoed)
        Revision.objects.filter(pk=last.pk).update(published_at=timezone.now() + timedelta(hours=1))
        assert lengths(client, address)["newer"] == 0

    def test_a_merged_speaker_goes_on_meaning_the_same(self, client):
        address = keep(client, "speaker=ada-quist")
        kept = make_speaker("Ada van Quist")
        make_document("Heron.", title="Other", speakers={"Ada van Quist": "speaker"}).publish()
        merge(make_speaker("Ada Quist"), kept, User.objects.create_user("editor"))
        assert "Ada van Quist" in text_of(client.get(address))
        assert fates(client, address, "came") == [("Other", "published")]
        assert lengths(client, address)["went"] == 0

    def test_words_that_are_understood_otherwise_today_are_said_to_be(self, client):
        address = keep(client)
        Term.objects.create(name="Heron", words_en=["heron", "egret"])
        make_document("An egret.", title="Egret").publish()
        text = text_of(client.get(address))
        assert "Today the archive understands the words otherwise" in text
        assert fates(client, address, "came") == [("Egret", "published")]

    def test_words_that_are_not_understood_any_more_leave_the_list(self, client):
        address = keep(client)
        FrozenResult.objects.update(parameters={"q": ["heron"], "kind": ["poem"]})
        page = client.get(address)
        assert "could not repeat the search" in text_of(page)
        assert len(page.context["lines"]) == 5
        assert client.get(f"{address}?show=went").status_code == 404

    @pytest.mark.slow
    def test_where_the_comparison_takes_too_long_the_list_is_shown(self, client, monkeypatch, settings):
        address = keep(client)
        settings.PAGE_TIMEOUT = 2_000

        def slow(*args):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(60)")

        monkeypatch.setattr("statements.pages.results.compare", slow)
        page = client.get(address)
        assert page.status_code == 200
        assert len(page.context["lines"]) == 5


class TestLimits:
    def test_one_client_may_keep_so_many_in_an_hour_and_is_told_when_it_may_again(self, client, settings):
        settings.RESULTS_PER_CLIENT = 2
        first = keep(client, "q=heron")
        keep(client, "q=heron&year=2022")
        for prefix, words in (
            ("", "no more of them"),
            ("/it", "non ne accetta altri"),
            ("/fr", "acceptent pas d’autres"),
        ):
            answer = client.post(f"{prefix}/results/?q=heron&year=2023")
            assert answer.status_code == 429
            assert 0 < int(answer["Retry-After"]) <= 3600
            assert words in text_of(answer)
        assert keep(client, "q=heron") == first, "what is kept already costs nothing"
        assert client.post("/results/?q=heron&year=2023", REMOTE_ADDR="203.0.113.9").status_code == 302
        KeptInHour.objects.update(hour=timezone.now() - timedelta(hours=2))
        keep(client, "q=heron&sort=oldest&language=en")
        assert not KeptInHour.objects.filter(hour__lt=timezone.now() - timedelta(hours=1)).exists()

    def test_all_together_may_keep_so_many(self, client, settings):
        settings.RESULTS_PER_HOUR = 1
        keep(client, "q=heron")
        assert client.post("/results/?q=pier", REMOTE_ADDR="203.0.113.9").status_code == 429
        assert FrozenResult.objects.count() == 1

    def test_a_network_of_ipv6_is_one_client(self, client, settings):
        settings.RESULTS_PER_CLIENT = 1
        assert client.post("/results/?q=heron", REMOTE_ADDR="2001:db8::1").status_code == 302
        assert client.post("/results/?q=pier", REMOTE_ADDR="2001:db8::ffff:2").status_code == 429
        assert client.post("/results/?q=pier", REMOTE_ADDR="2001:db8:0:1::1").status_code == 302
        assert client.post("/results/?q=birds", REMOTE_ADDR="not an address").status_code == 302

    def test_who_kept_it_is_not_kept(self, client):
        client.post("/results/?q=heron", REMOTE_ADDR="203.0.113.9")
        with connection.cursor() as cursor:
            cursor.execute("SELECT frozen::text FROM statements_frozenresult frozen")
            rows = cursor.fetchall()
            cursor.execute("SELECT kept::text FROM statements_keptinhour kept")
            assert "203.0.113.9" not in str(rows + cursor.fetchall())


def test_crawlers_are_kept_out(client):
    assert "Disallow: /*results/" in client.get("/robots.txt").content.decode()


def test_administrators_see_them_and_change_nothing(admin_client, client):
    keep(client)
    result = FrozenResult.objects.get()
    assert result.code in admin_client.get("/admin/statements/frozenresult/").content.decode()
    page = admin_client.get(f"/admin/statements/frozenresult/{result.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert admin_client.get("/admin/statements/frozenresult/add/").status_code == 403
