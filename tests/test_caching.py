"""What browsers and shared caches are told to keep."""

import re

import pytest

from statements.models import Document
from statements.urls import pages, urlpatterns
from statements.web.caching import FILE, NEVER, OWN, PAGE, RULES
from tests.addresses import ERRORS, VILNIUS, all_files, all_pages, make_states
from tests.cast import make_document

pytestmark = pytest.mark.django_db

MACHINES = [
    "/sitemap.xml",
    "/sitemaps/documents-0.xml",
    "/sitemaps/speakers.xml",
    "/api/search",
    "/api/search?q=NATO&language=it",
    f"{VILNIUS}original/",
    f"{VILNIUS}cite/?format=ris",
    "/frequency/chart.svg?q=NATO",
    "/it/frequency/chart.png?q=NATO",
    "/frequency/numbers.csv?q=NATO",
    "/timeline/chart.svg",
    "/timeline/chart.png?year=2022",
    "/fr/timeline/numbers.csv",
    "/frequency/numbers.jsonl?q=NATO",
    "/it/frequency/numbers.xlsx?q=NATO",
    "/timeline/numbers.jsonl",
    "/timeline/numbers.xlsx?year=2022",
]


@pytest.fixture(params=[0, 32_000_000], ids=["drawn", "kept"])
def memory(settings, request):
    settings.PAGE_MEMORY = request.param


def seconds(name):
    return int(re.search(rf"\b{name}=(\d+)", PAGE)[1])


def test_a_shared_cache_shows_nothing_for_more_than_a_minute():
    assert seconds("s-maxage") + seconds("stale-while-revalidate") <= 60
    assert seconds("max-age") == 0, "a browser asks each time"


@pytest.mark.slow
def test_every_page_that_anybody_sees_may_be_kept_and_varies_by_its_compression_alone(client):
    make_states()
    addresses = [*all_pages(), *all_files()]
    for address in [*addresses, *(f"/it{each}" for each in addresses), *MACHINES]:
        for response in (client.get(address), client.head(address)):
            assert not response.cookies or "/results/" in address, address
            is_secret = any(each in address for each in ("/results/", "/alerts/", "/preview/"))
            if response.status_code < 400 and not is_secret:
                assert response["Cache-Control"] == PAGE, address
                assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding", address


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("address", ["/", "/documents/", VILNIUS, *MACHINES])
def test_an_answer_without_the_page_says_the_same(client, address):
    whole = client.get(address)
    assert client.head(address)["ETag"] == whole["ETag"]
    told = client.get(address, headers={"If-None-Match": whole["ETag"]})
    assert (told.status_code, told["ETag"], told["Cache-Control"]) == (304, whole["ETag"], PAGE)
    assert told.get("Vary") == whole.get("Vary")


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("address", ["/", VILNIUS, "/api/search"])
def test_who_is_signed_in_sees_each_page_as_it_is_now(admin_client, address):
    assert admin_client.get(address)["Cache-Control"] == OWN


@pytest.mark.usefixtures("memory")
def test_what_is_withdrawn_is_gone_at_once_for_who_asks(client):
    document = make_document("We sail at dawn.", slug="remarks-at-the-dock")
    document.publish()
    addresses = [f"/documents/remarks-at-the-dock/{rest}" for rest in ("", "cite/", "?v=1")]
    tags = [client.get(address)["ETag"] for address in addresses]
    Document.objects.get(pk=document.pk).withdraw("It was never said.")
    for address, tag in zip(addresses, tags, strict=True):
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 410


def test_what_is_somebodys_own_is_kept_by_no_other(client):
    make_states()
    for address in all_pages():
        if "/results/" in address:
            assert client.get(address)["Cache-Control"] in (OWN, "no-cache"), address
        if "/alerts/" in address and address != "/alerts/":
            answer = client.get(address)
            assert answer["Cache-Control"] == NEVER, address
            assert answer["Referrer-Policy"] == "no-referrer"
    assert client.post("/results/?q=NATO")["Cache-Control"] == "no-cache"


def test_files_of_the_site_are_kept_for_a_day_and_its_health_never(client):
    for address in ("/robots.txt", "/favicon.ico", "/api/openapi.json"):
        assert client.get(address)["Cache-Control"] == FILE
    assert client.get("/health/")["Cache-Control"] == NEVER


def test_errors_are_asked_for_again_whatever_they_are(client):
    make_states()
    for address in ERRORS:
        assert client.get(address)["Cache-Control"] == "no-cache"


def test_every_rule_is_of_an_address_that_there_is():
    assert RULES.keys() <= {pattern.name for pattern in (*pages, *urlpatterns) if getattr(pattern, "name", None)}


def test_what_leads_to_another_address_before_there_is_a_page_is_kept_by_nobody(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/documents/")
    assert (response.status_code, response["Cache-Control"]) == (301, "no-cache")
