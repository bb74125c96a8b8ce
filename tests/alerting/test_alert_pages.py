"""The form to follow a search, the confirmation, and the page on which a reader changes and stops her alerts."""

import re
import time
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from statements.alerting.wishes import Wish
from statements.models import Delivery, KeptInHour, Speaker, Subscriber, Subscription, Told
from tests.alerting.mailbox import html_of, link_in, stopping_link, text_of
from tests.alerting.test_alerts import publish
from tests.cast import make_document, settle

pytestmark = pytest.mark.django_db

FORM = {"address": "ada@example.org", "rate": "daily", "language": "en"}


def await_mail(mailbox):
    """What is sent beside the answer."""
    end = time.monotonic() + 10
    while not mailbox.contents and time.monotonic() < end:
        time.sleep(0.02)
    return mailbox.take()


def is_nothing_kept():
    return not any(model.objects.exists() for model in (Subscriber, Subscription, Told, Delivery))


class TestFollowing:
    @pytest.mark.parametrize("page", ["/search/?q=NATO", "/documents/?language=it", "/speakers/jens-stoltenberg/"])
    def test_every_list_leads_to_it(self, client, page):
        html = client.get(page).content.decode()
        [link] = re.findall(r'href="(/follow/[^"]*)"', html)
        assert client.get(link.replace("&amp;", "&")).status_code == 200

    def test_the_page_says_what_is_followed_and_offers_its_feed(self, client, mailbox):
        publish("A heron.")
        html = client.get("/follow/?q=heron&language=en&page=3&sort=oldest").content.decode()
        assert "Search for “heron” (Language: English)" in html
        assert 'href="/search/feed.atom?language=en&amp;q=heron"' in html
        assert "1 new document in the last 30 days" in html

    def test_without_a_mail_server_it_says_so_and_offers_the_feed(self, client, settings):
        settings.EMAIL_URL = ""
        html = client.get("/follow/?q=NATO").content.decode()
        assert "This archive sends no mail" in html
        assert "/search/feed.atom?q=NATO" in html
        assert "<form" not in html.partition("<main")[2]
        assert client.post("/follow/?q=NATO", FORM).status_code == 200
        assert is_nothing_kept()

    @pytest.mark.parametrize(
        "query", ["q=%28%29", "q=speaker:nobodyatall", "speaker=nobody", "lang=it", "date_from=soon", "kind=x"]
    )
    def test_what_cannot_be_followed_is_a_400_that_says_why(self, client, mailbox, query):
        assert client.get(f"/follow/?{query}").status_code == 400
        assert client.post(f"/follow/?{query}", FORM).status_code == 400
        assert mailbox.take() == []

    @pytest.mark.parametrize(
        "address", ["", "ada", "ada@", "a@b", "a@example.org\nBcc: b@example.org", "x" * 250 + "@example.org"]
    )
    def test_an_address_that_is_none_is_asked_for_again(self, client, mailbox, address):
        answer = client.post("/follow/?q=NATO", {**FORM, "address": address})
        assert answer.status_code == 400
        assert 'aria-invalid="true"' in answer.content.decode()
        assert mailbox.take() == []

    @pytest.mark.parametrize("wrong", [{"rate": "hourly"}, {"language": "xx"}, {"rate": ""}])
    def test_a_form_that_was_made_elsewhere_is_a_400(self, client, mailbox, wrong):
        assert client.post("/follow/?q=NATO", {**FORM, **wrong}).status_code == 400

    def test_nothing_is_kept_before_it_is_confirmed_and_a_look_confirms_nothing(self, client, mailbox):
        answer = client.post("/follow/?q=NATO", FORM)
        assert "A mail is on its way to <b>ada@example.org</b>" in answer.content.decode()
        [mail] = mailbox.take()
        assert mail["To"] == "ada@example.org"
        assert is_nothing_kept()
        assert client.get(link_in(mail, "alerts/confirm/")).status_code == 200
        assert client.head(link_in(mail, "alerts/confirm/")).status_code == 200
        assert is_nothing_kept()

    def test_who_confirms_sees_her_alerts(self, client, mailbox):
        client.post("/follow/?q=NATO&year=2022", FORM)
        [mail] = mailbox.take()
        assert link_in(mail, "alerts/confirm/") in html_of(mail)
        page = client.post(link_in(mail, "alerts/confirm/"), follow=True).content.decode()
        assert "ada@example.org" in page
        assert "Search for “NATO” (Year: 2022)" in page
        kept = Subscription.objects.get()
        assert (kept.parameters, kept.rate, kept.language) == ({"q": ["NATO"], "year": ["2022"]}, "daily", "en")

    def test_who_confirms_twice_has_one_alert_at_the_rate_of_the_last(self, client, mailbox):
        for rate in ("daily", "weekly"):
            client.post("/follow/?q=NATO", {**FORM, "rate": rate})
            client.post("/follow/?q=NATO", {**FORM, "rate": rate, "address": "Ada@Example.org"})
            for mail in mailbox.take():
                client.post(link_in(mail, "alerts/confirm/"))
        assert Subscriber.objects.count() == 1
        assert Subscription.objects.get().rate == "weekly"

    def test_a_link_lapses_and_cannot_be_made_by_others(self, client, mailbox, monkeypatch):
        client.post("/follow/?q=NATO", FORM)
        link = link_in(mailbox.take()[0], "alerts/confirm/")
        assert client.post(link.replace("confirm/", "confirm/x")).status_code == 410
        forged = signing.dumps({"address": "noor@example.org"}, salt="other")
        assert client.post(f"/alerts/confirm/{forged}/").status_code == 410
        monkeypatch.setattr("statements.alerting.wishes.LASTS", timedelta(seconds=-1))
        assert client.post(link).status_code == 410
        assert is_nothing_kept()

    def test_a_long_search_travels_whole(self, client, mailbox):
        words = "é" * 480
        client.post("/follow/", FORM, query_params={"q": words, "language": ["it", "fr"], "kind": "speech"})
        [mail] = mailbox.take()
        assert Wish.read(unquote(link_in(mail, "alerts/confirm/")).split("/")[-2]).parameters["q"] == [words]

    def test_nobodys_mailbox_is_filled_by_others(self, client, mailbox, settings):
        settings.MAILS_PER_CLIENT = 7
        answers = [client.post("/follow/?q=NATO", FORM).status_code for _ in range(6)]
        assert answers == [200] * 5 + [429], "five to one address"
        others = [client.post("/follow/?q=NATO", {**FORM, "address": f"b{n}@example.org"}) for n in range(3)]
        assert [each.status_code for each in others] == [200, 200, 429], "seven by one client"
        assert int(others[-1]["Retry-After"]) > 0
        assert len(mailbox.take()) == 7
        kept = " ".join(KeptInHour.objects.values_list("client", flat=True))
        assert "example" not in kept and "127" not in kept.split()

    def test_a_server_that_takes_nothing_is_told_and_nothing_is_kept(self, client, mailbox, settings):
        settings.EMAIL_PORT = 1
        answer = client.post("/follow/?q=NATO", FORM)
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "could not be sent" in answer.content.decode()
        assert is_nothing_kept()


class TestHerPage:
    @pytest.fixture
    def alert(self, follow):
        return follow("q=heron", rate="daily")

    @pytest.fixture
    def page(self, alert):
        return alert.subscriber.get_absolute_url()

    def test_it_changes_name_rate_and_language(self, client, alert, page):
        client.post(page, {"alert": alert.pk, "do": "change", "name": "Birds", "rate": "weekly", "language": "fr"})
        alert.refresh_from_db()
        assert (alert.name, alert.rate, alert.language) == ("Birds", "weekly", "fr")
        assert timezone.localtime(alert.due_at).weekday() == 0
        assert "Birds" in client.get(page).content.decode()

    def test_it_shows_what_was_sent(self, client, alert, page, deliver):
        publish("A heron.")
        client.post(page, {"alert": alert.pk, "do": "now"})
        assert len(deliver()) == 1
        assert "1 document: sent" in client.get(page).content.decode()

    def test_the_last_alert_that_is_deleted_takes_the_address_with_it(self, client, alert, page, deliver):
        publish("A heron.")
        client.post(page, {"alert": alert.pk, "do": "delete"})
        assert is_nothing_kept()
        assert client.get(page).status_code == 410
        assert deliver() == []

    def test_all_of_it_is_deleted_at_once(self, client, follow, page):
        follow("q=stork")
        other = follow("q=heron", address="noor@example.org")
        assert client.post(page, {"do": "delete-all"}).status_code == 200
        assert list(Subscription.objects.all()) == [other]
        assert client.get(page).status_code == 410

    def test_nobody_changes_the_alerts_of_another(self, client, follow, page):
        other = follow("q=heron", address="noor@example.org")
        for number in (other.pk, "", "x", "9" * 30, "-1", "²"):
            assert client.post(page, {"alert": number, "do": "delete"}).status_code == 404
        assert Subscription.objects.count() == 2

    @pytest.mark.parametrize(
        "wrong", [{"do": "x"}, {}, {"do": "change", "rate": "x"}, {"do": "change", "rate": "now", "language": "xx"}]
    )
    def test_what_cannot_be_done_is_a_400(self, client, alert, page, wrong):
        assert client.post(page, {"alert": alert.pk, **wrong}).status_code == 400

    def test_it_is_not_told_to_other_sites_and_never_kept(self, client, page):
        for answer in (client.get(page), client.post(page)):
            assert answer["Referrer-Policy"] == "no-referrer"
            assert answer["Cache-Control"] == "no-store"
            assert answer["X-Robots-Tag"] == "noindex"

    def test_the_way_to_it_is_sent_again_and_nobody_learns_who_has_one(self, client, page, mailbox):
        known = client.post("/alerts/", {"address": "ADA@example.org"})
        [mail] = await_mail(mailbox)
        assert page in text_of(mail)
        assert mail["To"] == "ada@example.org"
        unknown = client.post("/alerts/", {"address": "noor@example.org"})
        assert mailbox.take() == []
        same = [each.content.decode().lower().replace("noor@", "ada@") for each in (known, unknown)]
        assert same[0] == same[1]


class TestStopping:
    @pytest.fixture
    def mail(self, follow, deliver):
        follow("q=heron")
        publish("A heron.")
        return deliver()[0]

    def test_a_program_that_opens_all_links_stops_nothing(self, client, mail):
        for link in (stopping_link(mail), link_in(mail, "alerts/stop/")):
            assert client.get(link).status_code == 200
            assert client.head(link).status_code == 200
        assert Subscription.objects.exists()

    def test_a_mail_program_stops_it_with_one_click(self, mail):
        strict = Client(enforce_csrf_checks=True)
        answer = strict.post(stopping_link(mail), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
        assert is_nothing_kept()
        assert strict.post(stopping_link(mail), {"List-Unsubscribe": "One-Click"}).status_code == 200, "again"

    def test_it_stops_one_alert_and_not_the_others(self, client, follow, mail):
        follow("q=stork")
        client.post(stopping_link(mail))
        assert [each.parameters for each in Subscription.objects.all()] == [{"q": ["stork"]}]

    def test_who_opens_it_later_is_told_that_it_is_stopped(self, client, mail):
        client.post(stopping_link(mail))
        answer = client.get(stopping_link(mail))
        assert answer.status_code == 410
        assert client.get("/alerts/%00/").status_code == 404
        assert "It was stopped" in answer.content.decode()


class TestLeaks:
    @pytest.mark.parametrize("status", ["draft", "in-review", "withdrawn", "embargoed"])
    @pytest.mark.parametrize("query", ["q=harpsichord", "q=conspiracy OR NATO", "", "language=en", "year=1907"])
    def test_no_mail_tells_of_what_is_not_public(self, follow, deliver, status, query):
        follow(query)
        fields = {"status": status}
        if status == "embargoed":
            fields = {"publish_at": timezone.now() + timedelta(minutes=1)}
        secret = make_document("The harpsichord conspiracy.", title="Harpsichord", date="1907", **fields)
        if status != "withdrawn":
            secret.revisions.record(secret)
        settle()
        assert deliver() == []

    def test_who_is_not_public_cannot_be_followed(self, client, mailbox):
        make_document("A heron.", speakers={"Ada Quist": "speaker"}, status="draft")
        assert Speaker.objects.filter(slug="ada-quist").exists()
        assert client.get("/follow/?speaker=ada-quist").status_code == 400


class TestAddresses:
    def test_an_address_that_only_looks_alike_is_another(self, client, follow, mailbox):
        hers = follow("q=NATO", address="victim@github.com").subscriber
        other = follow("q=NATO", address="victim@gıthub.com").subscriber
        assert other.address == "victim@xn--gthub-n4a.com"
        assert hers.code != other.code
        follow("q=NATO", address="victim@xİx.org")

    @pytest.mark.parametrize("address", ['"victim"@x.org', '"v\\ictim"@x.org', "vİctim@example.org", '"a\x0bb"@x.org'])
    def test_a_mailbox_has_no_second_name(self, client, mailbox, address):
        assert client.post("/follow/?q=NATO", {**FORM, "address": address}).status_code == 400
        assert mailbox.take() == []
