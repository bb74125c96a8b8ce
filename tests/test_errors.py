"""An error is true for the moment: browsers and caches are told to ask again."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, connection

from statements.web.limits import TooSlowError
from tests.cast import make_document

ERRORS = [
    ("/nothing/", 404),
    ("/documents/nothing/", 404),
    ("/speakers/nobody/", 404),
    ("/documents/?page=99", 404),
    ("/documents/?date_from=soon", 400),
    ("/search/?year=last&q=NATO", 400),
    ("/check/?q=a", 400),
    ("/compare/?a=nothing&b=nothing", 404),
    ("/api/search?year=last", 400),
    ("/api/search?page=99", 404),
    ("/api/nothing", 404),
    ("/static/nothing.css", 404),
]


@pytest.mark.django_db
class TestErrors:
    @pytest.mark.parametrize("language", ["", "/it", "/fr"])
    @pytest.mark.parametrize(("address", "status"), ERRORS)
    def test_each_is_asked_for_again(self, client, address, status, language):
        response = client.get(address if address.startswith(("/api", "/static")) else language + address)
        assert (response.status_code, response["Cache-Control"]) == (status, "no-cache")

    @pytest.mark.parametrize("rest", ["", "?v=1", "source/", "original/", "changes/", "cite/", "related/"])
    def test_so_is_what_was_withdrawn_or_deleted(self, client, rest):
        document = make_document("We sail at dawn.", slug="remarks-at-the-dock")
        document.publish()
        document.withdraw("It was never said.")
        address = f"/documents/remarks-at-the-dock/{rest}"
        assert (client.get(address).status_code, client.get(address)["Cache-Control"]) == (410, "no-cache")
        document.bury()
        assert (client.get(address).status_code, client.head(address)["Cache-Control"]) == (410, "no-cache")

    @pytest.mark.parametrize("address", ["/", "/documents/", "/api/search", "/about/"])
    def test_so_is_a_method_that_is_not_allowed(self, client, address):
        response = client.delete(address)
        assert (response.status_code, response["Cache-Control"]) == (405, "no-cache")

    @pytest.mark.parametrize("address", ["/documents/", "/api/search?q=NATO"])
    @pytest.mark.parametrize(
        ("error", "status"),
        [(RuntimeError, 500), (TooSlowError, 503), (BadRequest, 400), (PermissionDenied, 403)],
    )
    def test_so_is_what_goes_wrong_here(self, client, monkeypatch, address, error, status):
        def broken(*args, **kwargs):
            raise error

        monkeypatch.setattr("statements.search.selection.Selection.tally", property(broken))
        client.raise_request_exception = False
        response = client.get(address)
        assert (response.status_code, response["Cache-Control"]) == (status, "no-cache")

    def test_so_is_a_database_that_does_not_answer(self, client, monkeypatch):
        def dead():
            raise OperationalError

        monkeypatch.setattr(connection, "cursor", dead)
        response = client.get("/health/")
        assert (response.status_code, response["Cache-Control"]) == (503, "no-cache")

    def test_a_host_that_is_not_ours_is_an_error_like_any_other(self, client):
        response = client.get("/", headers={"host": "elsewhere.example"})
        assert (response.status_code, response["Cache-Control"]) == (400, "no-cache")

    def test_the_admin_has_headers_of_its_own(self, client):
        assert client.get("/admin/nothing/").get("Cache-Control") != "no-cache"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/search/?q=NATO&sort=NATO%00Biden", "/documents/?in_said=a%00b", "/search/?a%00b=1"]
)
def test_no_page_has_a_nul_that_the_address_had(client, address):
    answer = client.get(address)
    assert answer.status_code in (200, 400) and b"\0" not in answer.content
    assert int(answer["Content-Length"]) == len(answer.content)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_a_reader_who_saw_it_withdrawn_sees_it_when_it_is_published_again(browser, live_server):
    document = make_document("We sail at dawn.", slug="remarks-at-the-dock")
    document.publish()
    address = f"{live_server.url}{document.get_absolute_url()}"
    context = browser.new_context()
    page = context.new_page()
    try:
        assert page.goto(address).status == 200
        document.withdraw("It was never said.")
        assert page.goto(address).status == 410
        assert page.goto(f"{live_server.url}/about/").status == 200
        assert page.goto(address).status == 410
        document.publish()
        assert page.goto(address).status == 200
    finally:
        context.close()
