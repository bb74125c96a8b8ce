"""The desk in the language and the time zone of each account: Gunnar is in Rome, Astrid in New York."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone, translation

from statements.editorial.accounts.moments import MomentField
from statements.models import Occasion, Preferences, Status
from tests.cast import make_document
from tests.editorial.desks import client_of
from tests.editorial.test_accounts import make_account

pytestmark = pytest.mark.django_db
MINE = reverse("my_account")
ZONE = reverse("set_zone")
KEYS = reverse("set_keys")


@pytest.fixture
def gunnar():
    return client_of(make_account("gunnar", "contributor"))


def prefer(client, **wanted):
    facts = {"language": "en", "time_zone": "", "keys": "on", "mails": [*Occasion.values[1:4]], **wanted}
    return client.post(MINE, {name: value for name, value in facts.items() if value is not None}, follow=True)


class TestLanguage:
    def test_the_first_visit_takes_that_of_the_browser_and_keeps_it(self, gunnar):
        response = gunnar.get("/admin/", headers={"accept-language": "it-IT,en;q=0.5"})
        assert '<html lang="it"' in response.content.decode()
        response = gunnar.get("/admin/", headers={"accept-language": "fr"})
        assert '<html lang="it"' in response.content.decode()
        assert response["Content-Language"] == "it"
        assert Preferences.objects.get(user=gunnar.user).language == "it"

    @pytest.mark.parametrize(("spoken", "language"), [("fr-CA", "fr"), ("de", "en"), ("", "en"), ("x\0;;", "en")])
    def test_one_that_is_none_of_ours_is_english(self, gunnar, spoken, language):
        gunnar.get("/admin/", headers={"accept-language": spoken})
        assert Preferences.objects.get(user=gunnar.user).language == language

    def test_the_sign_in_page_is_in_that_of_the_browser(self, client):
        html = client.get(reverse("admin:login"), headers={"accept-language": "fr"}).content.decode()
        assert '<html lang="fr"' in html

    def test_it_is_chosen_and_the_public_pages_know_nothing_of_it(self, gunnar):
        prefer(gunnar, language="it")
        assert '<html lang="it"' in gunnar.get(MINE).content.decode()
        assert '<html lang="en"' in gunnar.get("/").content.decode()
        assert translation.get_language() == "en-gb"
        assert str(timezone.get_current_timezone()) == "UTC"


class TestZone:
    def test_hours_are_shown_and_typed_in_it_and_name_it(self):
        astrid = client_of(make_account("astrid", "editor"))
        prefer(astrid, time_zone="America/New_York", mails=[])
        draft = make_document("We sail.", status=Status.DRAFT)
        page = reverse("admin:statements_document_review", args=[draft.pk])
        assert "Time of America/New_York" in astrid.get(page).content.decode()
        year = timezone.now().year + 1
        sent = {"do": "publish", "seen": draft.updated.isoformat(), "publish_at": f"{year}-01-15T18:00"}
        html = astrid.post(page, sent, follow=True).content.decode()
        draft.refresh_from_db()
        assert draft.publish_at == datetime(year, 1, 15, 23, tzinfo=UTC)
        assert f"{year}-01-15 18:00 EST" in html
        gunnar = client_of(make_account("gunnar", "editor"))
        assert "Time of UTC" in gunnar.get(page).content.decode(), "nobody is in the zone of whoever was served last"

    def test_that_of_the_browser_is_taken(self, gunnar):
        gunnar.get("/admin/")
        assert " data-unset" in gunnar.get("/admin/").content.decode()
        response = gunnar.post(ZONE, {"time_zone": "Europe/Rome", "next": MINE})
        assert response["Location"] == MINE
        html = gunnar.get(MINE).content.decode()
        assert 'data-zone="Europe/Rome"' in html and " data-unset" not in html

    @pytest.mark.parametrize("name", ["", "Rome", "../../etc/passwd", "a\0b", "Europe/Rome\n", "localtime"])
    def test_nonsense_is_refused(self, gunnar, name):
        assert gunnar.post(ZONE, {"time_zone": name}).status_code == 400
        assert prefer(gunnar, time_zone=name or "x").status_code == 400

    def test_it_leads_to_no_other_site_and_takes_a_post_and_an_account(self, gunnar, client):
        answer = gunnar.post(ZONE, {"time_zone": "Europe/Rome", "next": "//evil.example/"})
        assert answer["Location"] == "/admin/"
        assert gunnar.get(ZONE).status_code == 405
        for page in (ZONE, MINE):
            assert "/login/" in client.post(page, {"time_zone": "Europe/Rome"})["Location"]

    def test_one_that_the_machine_no_longer_knows_is_the_archives(self, gunnar):
        Preferences.objects.create(user=gunnar.user, time_zone="Europe/Atlantis")
        assert 'data-zone="UTC"' in gunnar.get(MINE).content.decode()

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("2027-03-28T02:30", "The clocks of Europe/Rome go forward: there is no 02:30. Write 01:30 or 03:30."),
            ("2026-10-25T02:30", "The clocks of Europe/Rome go back: 02:30 comes twice. Write 01:30 or 03:30."),
            ("soon", "Enter a valid date/time."),
        ],
    )
    def test_hours_that_come_twice_or_never_are_refused_with_words(self, typed, words):
        with timezone.override(ZoneInfo("Europe/Rome")), pytest.raises(forms.ValidationError) as refused:
            MomentField().clean(typed)
        assert refused.value.messages == [words]

    def test_other_hours_of_that_night_are_what_they_say(self):
        with timezone.override(ZoneInfo("Europe/Rome")):
            assert MomentField().clean("2026-10-25T03:30") == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
            assert MomentField().clean("2026-10-25T02:30+02:00") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    @pytest.mark.slow
    @pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "2027-03-14T02:30", "x\0"])
    def test_no_hour_is_a_fault_of_the_server(self, typed):
        astrid = client_of(make_account("astrid", "editor"))
        draft = make_document("We sail.", status=Status.DRAFT)
        page = reverse("admin:statements_document_review", args=[draft.pk])
        for zone in ("America/New_York", "Asia/Tokyo"):
            prefer(astrid, time_zone=zone, mails=[])
            sent = {"do": "publish", "seen": draft.updated.isoformat(), "publish_at": typed}
            assert astrid.post(page, sent).status_code in (200, 302, 400)
            draft.refresh_from_db()


class TestMine:
    def test_what_one_may_not_change_is_text_and_posting_it_changes_nothing(self, gunnar):
        html = gunnar.get(MINE).content.decode()
        assert "contributor: writes drafts" in html
        assert not re.findall(r'name="(?:username|email|role)"', html)
        prefer(gunnar, username="root", email="x@example.org", role="administrator", is_superuser="on", user="1")
        user = User.objects.get(pk=gunnar.user.pk)
        assert (user.username, user.email, user.is_superuser) == ("gunnar", "gunnar@example.org", False)
        assert Preferences.objects.get().user == user

    def test_keys_can_be_turned_off(self, gunnar):
        draft = make_document("We sail.", status=Status.DRAFT)
        page = reverse("admin:statements_document_review", args=[draft.pk])
        assert 'id="keys"' in gunnar.get(page).content.decode()
        prefer(gunnar, keys=None)
        html = gunnar.get(page).content.decode()
        assert 'id="keys"' not in html and 'href="#keys"' not in html
        assert "Single letters do nothing here: you turned them off." in html

    def test_keys_are_turned_off_and_on_where_they_are_used(self, gunnar):
        draft = make_document("We sail.", status=Status.DRAFT)
        page = reverse("admin:statements_document_review", args=[draft.pk])
        assert f'action="{KEYS}"' in gunnar.get(page).content.decode()
        for sent, on in (({}, False), ({"keys": "on"}, True)):
            assert gunnar.post(KEYS, {"next": page, **sent})["Location"] == page
            assert Preferences.objects.get(user=gunnar.user).keys is on
        assert gunnar.post(KEYS, {"next": "//evil.example/"})["Location"] == "/admin/"
        assert gunnar.get(KEYS).status_code == 405

    def test_mails_are_chosen_and_only_those_that_one_could_get(self, gunnar):
        html = gunnar.get(MINE).content.decode()
        assert "a document of mine is published" in html and "a watched source fails" not in html
        prefer(gunnar, mails=["published"])
        assert Preferences.objects.get().muted == ["embargo-over", "sent-back"]
        assert prefer(gunnar, mails=["source-failing"]).status_code == 400

    @pytest.mark.parametrize("wrong", [{"language": "de"}, {"language": ""}, {"mails": ["x"]}, {"language": "a\0"}])
    def test_nonsense_is_refused(self, gunnar, wrong):
        assert prefer(gunnar, **wrong).status_code == 400
