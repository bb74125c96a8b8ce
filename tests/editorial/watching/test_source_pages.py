"""The pages about watched sources: who may do what there, and what they say."""

import socket
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from statements.editorial.watching import asking
from statements.models import Document, ItemBecame, SourceItem, WatchedSource
from tests.editorial.watching.making import atom, links, page, rss, sitemap, sitemap_index
from tests.web.test_outbound import PUBLIC, resolve_to

pytestmark = pytest.mark.django_db

LIST = reverse("admin:statements_watchedsource_changelist")
ADD = reverse("admin:statements_watchedsource_add")


def page_of(source):
    return reverse("admin:statements_watchedsource_source", args=[source.pk])


def change_of(source):
    return reverse("admin:statements_watchedsource_change", args=[source.pk])


@pytest.fixture
def editor(client, astrid):
    client.force_login(astrid, backend="django.contrib.auth.backends.ModelBackend")
    client.user = astrid
    return client


@pytest.fixture
def contributor(editor):
    editor.user.groups.set([Group.objects.get(name="contributor")])
    return editor


def fail_to_resolve(*args, **kwargs):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def dawdle(clerk):
    """The map of a site, which comes after a while."""
    time.sleep(1)
    clerk.answer(200, sitemap(clerk.server.url, ("/oslo", "2022-11-10")), "application/xml")


def words(response):
    return " ".join(response.content.decode().split())


class TestAdding:
    def test_an_editor_tries_a_source_and_nothing_is_kept(self, editor, office, releases):
        office.show("/feed", atom(office.url, *releases[:3]))
        sent = {"name": "Quist Press", "address": f"{office.url}/feed", "drop": "*rome", "do": "try"}
        html = words(editor.post(ADD, sent))
        assert "Atom feed, “Quist Press”: 3 listed, 2 would be taken." in html
        assert html.index("The harbour of Bergen") < html.index("The harbour of Oslo")
        assert "dropped by a pattern" in html
        assert not WatchedSource.objects.exists()
        assert not SourceItem.objects.exists()
        assert office.paths() == ["/feed"]

    def test_what_cannot_be_read_is_told(self, editor, office):
        html = words(editor.post(ADD, {"name": "Quist", "address": f"{office.url}/none", "do": "try"}))
        assert "There is no such page (404)." in html

    def test_a_page_that_has_a_feed_says_so(self, editor, office, releases):
        listed = links(("/oslo", "Oslo")).replace(
            "<title>", '<link rel="alternate" type="application/rss+xml" href="/feed.xml"><title>'
        )
        office.show("/news", listed)
        html = words(editor.post(ADD, {"name": "Quist", "address": f"{office.url}/news", "do": "try"}))
        assert f"{office.url}/feed.xml" in html

    def test_it_is_saved_and_watched(self, editor, office, releases, watch):
        office.show("/feed", rss(office.url, *releases[:1]))
        response = editor.post(ADD, {"name": "Quist Press", "address": f"{office.url}/feed#top", "every": "3"})
        source = WatchedSource.objects.get()
        assert response["Location"] == page_of(source)
        assert (source.added_by, source.address, source.every) == (editor.user, f"{office.url}/feed", 3)
        watch()
        html = words(editor.get(page_of(source)))
        assert "RSS feed" in html
        assert "The harbour of Oslo" in html
        assert "watched" in words(editor.get(LIST))

    @pytest.mark.parametrize(
        ("sent", "why"),
        [
            ({"address": "file:///etc/passwd"}, "must begin with https:// or http://"),
            ({"address": "https://ada:quist@oslo.example/"}, "a user name or a password"),
            ({"address": "http://127.0.0.1/feed"}, "not on the public internet"),
            ({"address": "http://10.0.0.5/feed"}, "not on the public internet"),
            ({"address": "http://[::1]/feed"}, "not on the public internet"),
            ({"address": "http://169.254.169.254/latest/meta-data/"}, "not on the public internet"),
            ({"address": "http://localhost/feed"}, "not on the public internet"),
            ({"address": "http://2130706433/"}, "not the name of a server"),
            ({"address": "http://0x7f.1/"}, "not the name of a server"),
            ({"address": "https://oslo.example:8443/feed"}, "Only port 443"),
            ({"address": "http://localhost:22/"}, "Only port 80"),
            ({"address": "https://oslo.example/", "every": "0"}, "greater than or equal to 1"),
            ({"address": "https://oslo.example/", "every": "10000000"}, "less than or equal to 720"),
            ({"address": "https://oslo.example/", "publisher": "x"}, "Select a valid choice"),
            ({"address": "https://oslo.example/", "kind": "poem"}, "Select a valid choice"),
            ({"address": "https://oslo.example/", "keep": "x" * 5_000}, "at most 4000"),
            ({"address": "https://oslo.example/\0"}, "Null characters"),
            ({"address": ""}, "This field is required"),
        ],
    )
    def test_nonsense_is_answered_in_words(self, editor, sent, why):
        response = editor.post(ADD, {"name": "Quist", **sent})
        assert response.status_code == 400
        assert why in words(response)
        assert not WatchedSource.objects.exists()

    def test_a_name_that_stands_for_a_private_address_is_refused(self, editor, monkeypatch):
        resolve_to(monkeypatch, [PUBLIC, "10.0.0.5"])
        response = editor.post(ADD, {"name": "Quist", "address": "https://oslo.example/feed"})
        assert response.status_code == 400
        assert "“oslo.example” is not on the public internet" in words(response)
        assert not WatchedSource.objects.exists()

    def test_a_name_that_nobody_knows_yet_is_kept_with_a_warning(self, editor, monkeypatch):
        monkeypatch.setattr(socket, "getaddrinfo", fail_to_resolve)
        response = editor.post(ADD, {"name": "Quist", "address": "https://oslo.example/feed"}, follow=True)
        assert "No server is known by the name “oslo.example”." in words(response)
        assert WatchedSource.objects.get().address == "https://oslo.example/feed"

    def test_what_is_not_changed_is_not_asked_for_again(self, editor, add_source, monkeypatch):
        source = add_source()
        asked = resolve_to(monkeypatch, ["10.0.0.5"])
        editor.post(change_of(source), {"name": "Quist News", "address": source.address})
        assert (WatchedSource.objects.get().name, asked) == ("Quist News", [])

    def test_who_tries_a_source_waits_half_a_minute_in_all_and_no_longer(self, editor, office, releases, monkeypatch):
        """A map of maps, each of which takes nearly as long as one request may."""
        monkeypatch.setattr(asking, "_SECONDS", 2.0)
        maps = [f"/map-{number}" for number in range(5)]
        office.show("/maps", sitemap_index(office.url, *maps), content_type="application/xml")
        for each in maps:
            office.act(each, dawdle)
        html = words(editor.post(ADD, {"name": "Quist", "address": f"{office.url}/maps", "do": "try"}))
        assert "It takes more than 2 seconds, longer than is waited for here" in html
        assert len(office.paths()) < len(maps)

    def test_a_server_that_asks_for_pauses_does_not_let_anybody_wait(self, editor, office, releases, monkeypatch):
        monkeypatch.setattr(asking, "_SECONDS", 2.0)
        office.show("/robots.txt", "User-agent: *\nCrawl-delay: 60", content_type="text/plain")
        office.show("/maps", sitemap_index(office.url, "/map"), content_type="application/xml")
        html = words(editor.post(ADD, {"name": "Quist", "address": f"{office.url}/maps", "do": "try"}))
        assert "longer than is waited for here" in html
        assert office.paths() == ["/maps"]

    def test_one_address_is_watched_once(self, editor, add_source):
        source = add_source()
        assert "This address is watched already." in words(editor.post(ADD, {"name": "B", "address": source.address}))


class TestChanging:
    def test_another_pattern_lets_it_be_read_anew_and_its_state_stays(self, editor, add_source):
        source = add_source(etag='"one"', next_at=timezone.now() + timedelta(hours=5), form="rss")
        editor.post(change_of(source), {"name": "Quist", "address": source.address, "keep": "*oslo"})
        source.refresh_from_db()
        assert (source.name, source.keep, source.etag, source.form) == ("Quist", "*oslo", "", "rss")
        assert source.next_at <= timezone.now()

    def test_another_name_changes_nothing_else(self, editor, add_source):
        source = add_source(etag='"one"', reason="It failed.", failures=2)
        editor.post(change_of(source), {"name": "Quist", "address": source.address})
        source.refresh_from_db()
        assert (source.etag, source.reason, source.failures) == ('"one"', "It failed.", 2)

    def test_it_is_paused_and_looked_at_again(self, editor, add_source):
        source = add_source(next_at=timezone.now() + timedelta(hours=5))
        editor.post(page_of(source), {"do": "pause"})
        source.refresh_from_db()
        assert source.paused
        editor.post(page_of(source), {"do": "look"})
        source.refresh_from_db()
        assert not source.paused
        assert source.next_at <= timezone.now()

    def test_what_was_left_out_is_taken_by_hand(self, editor, office, releases, add_source, watch):
        office.show("/feed", rss(office.url, *releases[:2]))
        source = add_source(drop="*rome")
        watch()
        item = source.items.get(became=ItemBecame.DROPPED)
        html = words(editor.get(page_of(source)))
        assert html.count('name="item"') == 1
        response = editor.post(page_of(source), {"do": "take", "item": item.pk})
        document = Document.objects.get(title="The harbour of Rome")
        assert response["Location"] == reverse("admin:statements_document_review", args=[document.pk])
        assert document.status == "draft"
        again = editor.post(page_of(source), {"do": "take", "item": item.pk}, follow=True)
        assert "taken already" in words(again)

    @pytest.mark.parametrize("sent", [{}, {"do": "fly"}, {"do": "take"}, {"do": "take", "item": "²"}, {"do": "\0"}])
    def test_nonsense_does_nothing(self, editor, add_source, sent):
        source = add_source()
        assert editor.post(page_of(source), sent).status_code == 302
        assert editor.get(page_of(source), {"page": "²"}).status_code == 200

    def test_a_source_that_is_deleted_leaves_its_documents(self, editor, office, releases, add_source, watch):
        office.show("/feed", rss(office.url, releases[0]))
        source = add_source()
        watch()
        editor.post(reverse("admin:statements_watchedsource_delete", args=[source.pk]), {"post": "yes"})
        assert not WatchedSource.objects.exists()
        assert Document.objects.filter(title="The harbour of Oslo").exists()


class TestWhatIsShown:
    def test_markup_of_a_source_is_text(self, editor, office, add_source, watch):
        office.show("/x", page("Oslo"))
        item = ("<script>1</script>", "/x", "<script>alert(1)</script><b>A & B</b>", "")
        office.show("/feed", rss(office.url, item))
        source = add_source(name="<script>2</script>")
        watch()
        for address in (page_of(source), LIST, change_of(source)):
            assert "<script>" not in words(editor.get(address)).replace("<script src", "").replace("<script id", "")

    def test_it_says_when_nobody_watches(self, editor, add_source):
        add_source(next_at=timezone.now() - timedelta(hours=1))
        assert "Nobody has looked for a while" in words(editor.get(LIST))

    def test_a_failure_is_told_with_its_reason(self, editor, add_source, watch):
        source = add_source()
        for _ in range(2):
            watch()
        for address in (LIST, page_of(source)):
            assert "There is no such page (404)." in words(editor.get(address))
        assert "failed 2 times in a row" in words(editor.get(page_of(source)))

    def test_the_list_takes_as_many_queries_for_ten_sources_as_for_one(
        self, editor, add_source, django_assert_max_num_queries
    ):
        for number in range(10):
            add_source(f"/{number}")
        editor.get(LIST)  # the first visit of an account keeps its preferences
        with django_assert_max_num_queries(6):
            editor.get(LIST)


class TestWhoMay:
    def test_a_contributor_looks_and_changes_nothing(self, contributor, office, add_source):
        source = add_source()
        html = words(contributor.get(page_of(source)))
        assert "Pause" not in html
        assert "Watch a source" not in words(contributor.get(LIST))
        for address in (ADD, change_of(source)):
            assert contributor.get(address).status_code == 403
            assert contributor.post(address, {"name": "x", "address": office.url, "do": "try"}).status_code == 403
        for do in ("pause", "look", "take"):
            assert contributor.post(page_of(source), {"do": do}).status_code == 403
        source.refresh_from_db()
        assert not source.paused
        assert not office.asked

    def test_strangers_and_others_see_nothing(self, client, add_source, editor):
        source = add_source()
        editor.user.groups.clear()
        for address in (LIST, ADD, page_of(source), change_of(source)):
            assert editor.get(address).status_code == 403
        client.logout()
        for address in (LIST, ADD, page_of(source), change_of(source)):
            assert client.get(address).status_code == 302

    def test_administrators_may_all(self, editor, add_source):
        editor.user.groups.set([Group.objects.get(name="administrator")])
        assert editor.get(change_of(add_source())).status_code == 200

    def test_pages_that_are_not_there(self, editor):
        for address in ("/admin/statements/watchedsource/999/source/", "/admin/statements/watchedsource/²/change/"):
            assert editor.get(address).status_code == 404
