"""Sources that are watched: each release becomes a draft, once; what is wrong is told; nothing is published."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone, translation

from statements.editorial.intake.batches import read_waiting, receive
from statements.editorial.intake.unpacking import Release
from statements.editorial.watching.asking import Visit
from statements.editorial.watching.looking import look
from statements.editorial.watching.patterns import fits, is_wanted
from statements.editorial.watching.standing import failing_sources, waiting_from_sources
from statements.models import Batch, Document, ItemBecame, Notice, Publisher, SourceItem, Status
from tests.editorial.watching.making import atom, json_feed, links, page, rss, sitemap, sitemap_index
from tests.web import offices

pytestmark = pytest.mark.django_db


def drafts():
    return set(Document.objects.filter(title__startswith="The harbour of").values_list("title", flat=True))


def became(source):
    return dict(source.items.values_list("address", "became"))


def again(source):
    source.refresh_from_db()
    return source


class TestWhatIsNew:
    @pytest.mark.parametrize("form", ["rss", "atom", "json"])
    def test_items_of_a_feed_become_drafts_in_a_batch(self, office, releases, add_source, watch, form):
        feed = {"rss": rss, "atom": atom, "json": json_feed}[form](office.url, *releases[:3])
        office.show("/feed", feed, content_type="application/xml" if form != "json" else "application/feed+json")
        source = add_source()
        assert watch() == "Quist Press: 3 drafts\n"
        assert drafts() == {"The harbour of Oslo", "The harbour of Rome", "The harbour of Bergen"}
        assert set(Document.objects.filter(title__in=drafts()).values_list("status", flat=True)) == {Status.DRAFT}
        assert again(source).form == form
        assert {each.title for each in source.items.all()} == drafts()
        [batch] = Batch.objects.filter(source=source)
        assert batch.arrivals.count() == 3
        assert not Document.objects.exclude(added_by=None).exists(), "they are nobody's own"
        assert (batch.sent_by.username, str(batch.source)) == ("astrid", "Quist Press")

    def test_a_map_of_a_site_and_a_map_of_maps(self, office, releases, add_source, watch):
        office.show("/map.xml", sitemap(office.url, ("/oslo", "2022-11-10"), ("/rome", "2022-11-11")))
        office.show("/maps", sitemap_index(office.url, "/map.xml"), content_type="application/xml")
        source = add_source("/maps")
        watch()
        assert drafts() == {"The harbour of Oslo", "The harbour of Rome"}
        assert again(source).form == "sitemap"

    def test_a_page_of_links_gives_those_of_its_own_server_without_the_menu(self, office, releases, add_source, watch):
        listed = [("/oslo#top", "Oslo"), ("rome", "Rome"), ("https://elsewhere.example/x", "X"), ("javascript:x", "Y")]
        office.show("/news", links(*listed, ("/news", "All news")))
        source = add_source("/news")
        watch()
        assert set(became(source)) == {f"{office.url}/oslo", f"{office.url}/rome"}
        assert again(source).form == "links"

    def test_nothing_is_taken_twice_whatever_the_feed_repeats(self, office, releases, add_source, watch):
        oslo = releases[0]
        office.show("/feed", rss(office.url, oslo, oslo, ("another id", *oslo[1:]), releases[1]))
        source = add_source()
        for _ in range(3):
            watch()
        assert drafts() == {"The harbour of Oslo", "The harbour of Rome"}
        assert source.items.count() == 2
        assert office.paths().count("/oslo") == 1

    def test_what_has_a_new_id_and_the_old_address_is_the_old_item(self, office, releases, add_source, watch):
        office.show("/feed", rss(office.url, releases[0]))
        add_source()
        watch()
        office.show("/feed", rss(office.url, ("a new id", *releases[0][1:])))
        watch()
        assert len(drafts()) == SourceItem.objects.count() == 1

    def test_words_that_are_in_the_archive_already_are_not_taken(self, office, releases, add_source, watch, astrid):
        read_waiting(receive([Release("oslo.html", page("Oslo").replace("<nav>", "<nav> ").encode())], astrid), 60)
        [there] = Document.objects.filter(title="The harbour of Oslo")
        office.show("/feed", rss(office.url, releases[0], releases[1], ("copy", "/copy", "A copy", "")))
        office.show("/copy", page("Rome").replace("<nav>", "<nav><a>Login</a>"))
        source = add_source()
        watch()
        assert drafts() == {"The harbour of Oslo", "The harbour of Rome"}
        assert source.items.get(key=source.items.get(address=f"{office.url}/oslo").key).document == there
        assert sorted(became(source).values()) == ["draft", "known", "known"]

    def test_what_was_fetched_by_hand_is_known_by_its_address(self, office, releases, add_source, watch, astrid):
        from statements.editorial.intake.fetching import fetch, take_in

        take_in(fetch(f"{office.url}/oslo"), astrid)
        office.show("/feed", rss(office.url, releases[0]))
        source = add_source()
        watch()
        assert became(source) == {f"{office.url}/oslo": "known"}
        assert office.paths().count("/oslo") == 1

    @pytest.mark.slow
    def test_the_first_look_takes_the_newest_twenty_and_marks_the_rest(self, office, add_source, watch):
        paths = [f"/{number}" for number in range(30)]
        for number, path in enumerate(paths):
            office.show(path, page(f"Place{number}"))
        items = [(path, path, f"The harbour of Place{path[1:]}", "") for path in paths]
        office.show("/feed", rss(office.url, *items))
        source = add_source()
        assert watch() == "Quist Press: 20 drafts\n"
        assert list(became(source).values()).count("seen") == 10
        assert watch() == ""
        office.show("/new", page("New"))
        office.show("/feed", rss(office.url, ("new", "/new", "New", ""), *items))
        assert watch() == "Quist Press: 1 drafts\n"

    def test_what_a_source_states_of_its_releases_fills_what_they_do_not_tell(
        self, office, releases, add_source, watch
    ):
        ministry = Publisher.objects.create(name="Ministry of Harbours", slug="harbours", language="en")
        office.show("/feed", rss(office.url, releases[0]))
        add_source(publisher=ministry, kind="communique", language="it")
        watch()
        document = Document.objects.get(title="The harbour of Oslo")
        assert (document.publisher, document.kind, document.language) == (ministry, "communique", "en")
        assert document.provenance["publisher"] == document.provenance["kind"] == "watched source"

    def test_a_publisher_that_was_merged_is_who_it_is_now(self, office, releases, add_source, watch):
        ministry = Publisher.objects.create(name="Ministry of Harbours", slug="harbours", language="en")
        former = Publisher.objects.create(name="Harbours", slug="old-harbours", merged_into=ministry)
        office.show("/feed", rss(office.url, releases[0]))
        add_source(publisher=former)
        watch()
        assert Document.objects.get(title="The harbour of Oslo").publisher == ministry

    def test_a_text_in_another_language_gets_none_from_its_source(self, office, add_source, watch):
        words = "El ministro de Defensa viajó ayer a Madrid para hablar con los aliados sobre la paz y el futuro. " * 9
        office.show("/es", f"<!doctype html><html><body><h1>El puerto</h1><p>{words}</p></body></html>")
        office.show("/feed", rss(office.url, ("es", "/es", "El puerto", "")))
        source = add_source(language="it")
        watch()
        document = source.items.get().document
        assert document.language == ""
        assert "reads as Spanish" in " ".join(document.provenance["warnings"])

    def test_patterns_keep_and_drop_by_address_and_title(self, office, releases, add_source, watch):
        office.show("/feed", rss(office.url, *releases[:4]))
        source = add_source(keep="*/oslo\nharbour of r*\n*/bari", drop="Bari\n\n")
        watch()
        assert drafts() == {"The harbour of Oslo", "The harbour of Rome"}
        source.drop = ""
        source.save()
        watch()
        assert drafts() == {"The harbour of Oslo", "The harbour of Rome", "The harbour of Bari"}

    @pytest.mark.parametrize(
        ("pattern", "text", "whether"),
        [
            ("/press/*2024", "/en/press/may-2024", True),
            ("*", "", True),
            ("a*b*c", "a-c-b", False),
            ("[ab]", "a", False),
        ],
    )
    def test_a_pattern_knows_only_the_asterisk(self, pattern, text, whether):
        assert fits(pattern, text) is whether

    def test_a_pattern_of_asterisks_takes_no_time(self):
        assert not is_wanted("a" * 2_000, "", "*a" * 1_000 + "*b", "")


class TestWhatChanges:
    def test_new_words_of_an_item_become_a_draft_that_says_what_it_is_newer_than(
        self, office, releases, add_source, watch
    ):
        identity, path, title, _ = releases[0]
        office.show("/feed", rss(office.url, releases[0]))
        source = add_source()
        watch()
        first = source.items.get().document
        first.language = "en"
        first.publish()
        office.show("/feed", rss(office.url, (identity, path, title, "Corrected.")))
        office.show(path, page("Oslo", more="And the light went out."))
        watch()
        item = source.items.get()
        assert (item.became, item.document.status) == (ItemBecame.NEWER, Status.DRAFT)
        assert item.document != first
        warning = "a newer version of “The harbour of Oslo”, which the source has changed"
        assert warning in item.document.provenance["warnings"]
        assert warning in source.batches.first().arrivals.get().warnings
        first.refresh_from_db()
        assert (first.status, first.revisions.count()) == (Status.PUBLISHED, 1)

    def test_an_item_that_says_it_has_changed_and_has_not_is_left(self, office, releases, add_source, watch):
        identity, path, title, _ = releases[0]
        office.show("/feed", rss(office.url, releases[0]))
        source = add_source()
        watch()
        office.show("/feed", rss(office.url, (identity, path, title, "Now with a comma.")))
        office.show(path, page("Oslo").replace("<nav>", "<nav> "))
        for _ in range(2):
            watch()
        assert (source.items.get().became, len(drafts())) == (ItemBecame.DRAFT, 1)
        assert office.paths().count(path) == 2

    def test_a_draft_that_an_editor_deleted_does_not_come_back(self, office, releases, add_source, watch):
        office.show("/feed", rss(office.url, releases[0]))
        source = add_source()
        watch()
        source.items.get().document.delete()
        office.show("/feed", rss(office.url, (*releases[0][:3], "Corrected.")))
        watch()
        assert drafts() == set()


class TestManners:
    def test_a_source_that_has_not_changed_says_so_and_is_not_read(self, office, releases, add_source, watch):
        office.show("/feed", rss(office.url, releases[0]), ETag='"one"', Last_Modified="Thu, 10 Nov 2022 10:00:00 GMT")
        source = add_source()
        watch()
        office.act("/feed", lambda clerk: clerk.answer(304))
        watch()
        headers = office.asked[-1][1]
        assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"one"', "Thu, 10 Nov 2022 10:00:00 GMT")
        assert again(source).reason == ""

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("channel", "headers", "every", "hours"),
        [
            ("", {}, None, 6),
            ("<ttl>120</ttl>", {}, None, 2),
            ("<ttl>1</ttl>", {}, None, 0.25),
            ("<ttl>120</ttl>", {}, 1, 2),
            ("<ttl>120</ttl>", {}, 5, 5),
            ("<ttl>soon</ttl>", {}, None, 6),
            ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", {}, None, 12),
            ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", {}, None, 1),
            ("", {"Cache_Control": "public, max-age=10800"}, None, 3),
            ("", {"Cache_Control": "max-age=999999999"}, 1, 24),
            ("", {"Cache_Control": "no-store, max-age=0"}, 3, 3),
        ],
    )
    def test_the_pace_is_the_editors_unless_the_source_asks_for_patience(
        self, office, add_source, watch, channel, headers, every, hours
    ):
        office.show("/feed", rss(office.url, channel=channel), **headers)
        source = add_source(every=every)
        watch()
        wait = again(source).next_at - timezone.now()
        assert wait.total_seconds() == pytest.approx(3600 * hours, abs=60)

    def test_between_two_requests_to_a_server_there_is_a_pause(self, office, releases, add_source, watch, monkeypatch):
        office.show("/robots.txt", "User-agent: *\nCrawl-delay: 0.5\n")
        office.show("/feed", rss(office.url, *releases[:2]))
        add_source()
        begun = timezone.now()
        watch()
        assert timezone.now() - begun > timedelta(seconds=1)
        assert len(drafts()) == 2

    def test_robots_are_heeded_for_the_feed_and_for_its_items(self, office, releases, add_source, watch):
        office.show("/robots.txt", "User-agent: *\nDisallow: /oslo\nDisallow: /secret\n")
        office.show("/feed", rss(office.url, *releases[:2]))
        source, other = add_source(), add_source("/secret")
        watch()
        assert became(source) == {f"{office.url}/oslo": "refused", f"{office.url}/rome": "draft"}
        assert "asks programs not to" in source.items.get(became="refused").reason
        assert "asks programs not to" in again(other).reason
        assert "/secret" not in office.paths()

    def test_it_can_be_turned_off(self, settings):
        settings.FETCH = False
        with pytest.raises(CommandError, match="ARCHIVE_FETCH is off"):
            call_command("watch")

    def test_a_source_that_is_paused_or_not_due_is_left_alone(self, office, add_source):
        add_source(paused=True)
        add_source("/other", next_at=timezone.now() + timedelta(hours=1))
        call_command("watch", stdout=StringIO())
        assert not office.asked


class TestFailures:
    def test_a_source_that_moved_for_good_is_asked_at_its_new_address(self, office, releases, add_source, watch):
        old = office.show("/feed", "", 301, Location="/new")
        office.show("/new", "", 302, Location="/today")
        office.show("/today", rss(office.url, releases[0]))
        source = add_source()
        watch()
        assert (again(source).address, source.moved_from) == (f"{office.url}/new", old)
        assert len(drafts()) == 1

    def test_a_source_that_is_gone_is_paused_and_somebody_is_told_once(self, office, add_source, watch, settings):
        settings.EMAIL_URL, settings.SITE_ADDRESS = "smtp://127.0.0.1:25", "https://archive.example"
        User.objects.update(email="astrid@archive.example")
        office.show("/feed", "", 410)
        source = add_source()
        source.added_by.groups.add(Group.objects.get(name="editor"))
        assert "gone for good (410)" in watch()
        assert again(source).paused
        watch()
        told = Notice.objects.values_list("to__username", "about", "words")
        assert list(told) == [("astrid", "Quist Press", "The page is gone for good (410).")]
        [failing] = failing_sources()
        assert (failing.name, failing.next_at, failing.failures) == ("Quist Press", None, 1)

    def test_a_source_that_is_missing_is_asked_three_times(self, office, add_source, watch):
        source = add_source()
        paused = [(watch(), again(source).paused)[1] for _ in range(3)]
        assert paused == [False, False, True]

    def test_failures_slow_it_down_up_to_a_day_and_success_forgets_them(self, office, releases, add_source, watch):
        source, waits = add_source(every=1), []
        office.show("/feed", "", 500)
        for _ in range(7):
            watch()
            waits.append(round((again(source).next_at - timezone.now()).total_seconds() / 3600))
        assert waits == [1, 2, 4, 8, 16, 24, 24]
        office.show("/feed", rss(office.url, releases[0]))
        watch()
        assert (again(source).failures, source.reason, failing_sources()) == (0, "", [])

    def test_who_asks_for_patience_gets_it(self, office, add_source, watch):
        office.show("/feed", "", 503, Retry_After="50000")
        source = add_source(every=1)
        watch()
        assert (again(source).next_at - timezone.now()).total_seconds() == pytest.approx(50_000, abs=60)

    LAUGHS = "<!DOCTYPE rss [<!ENTITY a0 'ha'>" + "".join(
        f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9)
    ) + "]>"  # fmt: skip

    @pytest.mark.parametrize(
        ("shelf", "why"),
        [
            (("", 200), "the page has no text"),
            (("It is I, Ada Quist.", 200, "text/plain"), "neither a feed"),
            (("<rss><channel><item>", 200), "cannot be read"),
            (("<rss version='2.0'></rss>" + "<" * 5, 200), "cannot be read"),
            (('{"version": "1", "items": []}', 200), "no JSON Feed"),
            (("{" * 100_000, 200), "not well-formed JSON"),
            (("<urlset><url>", 200), "The map of the site cannot be read"),
            ((f"<?xml version='1.0'?>{LAUGHS}<urlset><url><loc>&a9;</loc></url></urlset>", 200), "map of the site"),
            (("<html><body><p>No links</p></body></html>", 200), "Nothing is listed"),
            (("<html>" + "<div>" * 100_000, 200), "page cannot be read"),
            (offices.announce, "larger than 10,000,000"),
            (offices.pour, "larger than 10,000,000"),
            (offices.bomb, "larger than 10,000,000"),
            (offices.cut, "cut off"),
            (offices.babble, "is not HTTP"),
        ],
        ids=range(15),
    )
    def test_what_is_no_list_is_told_in_words(self, office, add_source, watch, shelf, why):
        office.shelves["/feed"] = shelf if callable(shelf) else (shelf[1], shelf[0], *shelf[2:])
        source = add_source()
        watch()
        assert why in again(source).reason
        assert source.failures == 1

    @pytest.mark.slow
    def test_a_billion_laughs_in_a_feed_end_at_once(self, office, add_source, watch):
        item = "<item><link>http://oslo.example/&a9;</link><title>&a9;</title></item>"
        office.show("/feed", f"<?xml version='1.0'?>{self.LAUGHS}<rss version='2.0'><channel>{item}</channel></rss>")
        source = add_source()
        begun = timezone.now()
        watch()
        assert timezone.now() - begun < timedelta(seconds=20)
        assert drafts() == set()
        assert SourceItem.objects.filter(source=source, document__isnull=False).count() == 0

    def test_a_feed_that_reads_files_of_ours_gets_none(self, office, add_source, watch):
        prologue = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        office.show("/feed", rss(office.url, ("a", "/a", "TITLE", ""), prologue=prologue).replace("TITLE", "&x;"))
        source = add_source()
        watch()
        assert not source.items.filter(title__contains="root").exists()

    def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_can_be(self, office, releases, add_source, watch):
        office.show("/feed", rss(office.url, *releases[:2]).replace("About Rome.", "Fish & chips <br> &nbsp;"))
        add_source()
        watch()
        assert drafts() == {"The harbour of Oslo", "The harbour of Rome"}

    def test_items_that_are_missing_or_no_release_are_told_in_the_batch(self, office, releases, add_source, watch):
        office.show("/picture", b"\xff\xd8\xff", content_type="image/jpeg")
        office.show("/blank", "<html><body><p> </p></body></html>")
        items = [("a", "/missing", "A", ""), ("b", "/picture", "B", ""), ("c", "/blank", "C", ""), releases[0]]
        office.show("/feed", rss(office.url, *items))
        source = add_source()
        watch()
        assert sorted(became(source).values()) == ["draft", "refused", "refused", "refused"]
        reasons = " ".join(source.batches.get().arrivals.values_list("reason", flat=True))
        assert all(each in reasons for each in ("no such page (404)", "image/jpeg", "no text"))

    def test_an_item_whose_server_fails_is_tried_three_times(self, office, add_source, watch):
        office.show("/oslo", "", 503)
        office.show("/feed", rss(office.url, ("a", "/oslo", "Oslo", "")), ETag='"one"')
        source = add_source()
        states = [(watch(), source.items.get().became)[1] for _ in range(4)]
        assert states == ["waiting", "waiting", "refused", "refused"]
        assert office.paths().count("/oslo") == 3

    @pytest.mark.parametrize("link", ["file:///etc/passwd", "http://127.0.0.1/", "javascript:alert(1)", "http://[", ""])
    def test_items_that_lead_into_our_own_house_are_not_fetched(self, office, add_source, watch, link):
        feed = rss(office.url, ("a", "/x", "A", "")).replace(f"{office.url}/x", link)
        office.show("/feed", feed)
        source = add_source()
        watch()
        assert office.paths() == ["/feed"]
        assert not SourceItem.objects.filter(source=source, document__isnull=False).exists()

    def test_one_source_that_breaks_the_archive_does_not_stop_the_others(
        self, office, releases, add_source, watch, monkeypatch, caplog
    ):
        office.show("/feed", rss(office.url, releases[0]))
        first = add_source("/broken", name="Broken")
        add_source()
        from statements.editorial.watching import looking

        ask = looking.ask_source
        monkeypatch.setattr(
            looking, "ask_source", lambda source, visit: 1 / 0 if source.pk == first.pk else ask(source, visit)
        )
        watch()
        assert "please report it" in again(first).reason
        assert len(drafts()) == 1
        assert "ZeroDivisionError" in caplog.text


class TestTheFrontPage:
    def test_what_waits_and_what_fails_is_told_in_one_query_each(
        self, office, releases, add_source, watch, django_assert_num_queries
    ):
        office.show("/feed", rss(office.url, *releases[:2]))
        add_source()
        add_source("/none", name="Nobody")
        watch()
        with django_assert_num_queries(2):
            [waiting], [failing] = waiting_from_sources(None), failing_sources()
        assert (waiting.name, waiting.drafts) == ("Quist Press", 2)
        assert (failing.name, failing.reason) == ("Nobody", "There is no such page (404).")

    def test_faults_are_kept_in_english_whatever_the_language_of_the_site(self, office, add_source):
        source = add_source("/none", name="Nobody")
        with translation.override("it"):
            look(source, Visit())
            assert source.reason == "There is no such page (404)."

    def test_only_one_watches_at_a_time(self, office, add_source):
        with connection.cursor() as cursor:  # the lock is of this connection, so that it can be held by it twice
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [0x5EEC])
            call_command("watch", stdout=StringIO())
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                [0x5EEC],
            )
            assert cursor.fetchone()[0] == 1
            cursor.execute("SELECT pg_advisory_unlock(%s)", [0x5EEC])
