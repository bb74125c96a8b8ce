"""An address on the web: what is there is fetched, kept as it came, and reviewed; whatever is wrong is refused."""

import gzip
import json
import socket
import time

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from statements.editorial.front.queues import drafts_of
from statements.editorial.intake import fetching
from statements.editorial.workflow import log_of
from statements.models import Document, Fetched, Source
from statements.web import pinned
from tests.importer.formats.making import make_pdf
from tests.web import offices
from tests.web.test_outbound import PUBLIC, divert, resolve_to

pytestmark = pytest.mark.django_db

RELEASE = reverse("admin:statements_document_release")
LATE = 4  # seconds
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The harbour of Oslo</title></head><body>
<nav><a href="/">Home</a></nav><main><h1>The harbour of Oslo</h1><p>10 November 2022</p>
<p>We met at sea to speak of the harbour, and of those who keep its light burning – all of us.</p>
<p>We came home and rested, as the wind had been against us on the whole of the way.</p></main></body></html>"""


def ask_for(editor, address, **more):
    return editor.post(RELEASE, {"address": address, **more})


def reasons(response):
    """Why nothing was fetched, as the page says it."""
    assert response.status_code == 400
    assert not Fetched.objects.exists()
    assert not Document.objects.filter(title__contains="Oslo").exists()
    form = response.context["form"]
    return " ".join([*form.non_field_errors(), *form.errors.get("address", [])])


def the_draft(response):
    assert response.status_code == 302, response.context["form"].errors
    return Document.objects.get(pk=response["Location"].split("/")[-3])


class TestAnAddress:
    def test_a_page_becomes_a_draft_that_is_reviewed_and_published_in_two_more_clicks(self, editor, office):
        address = office.show("/oslo?from=list", PAGE)
        document = the_draft(ask_for(editor, f" {address}#top "))
        assert (document.title, document.status, document.date_edtf) == ("The harbour of Oslo", "draft", "2022-11-10")
        assert (document.source_url, document.provenance["source_url"]) == (address, "address fetched")
        assert bytes(document.source.content) == PAGE.encode()
        assert [each.change_message for each in log_of(document)] == [f"Added: fetched from {address}."]
        assert list(drafts_of(editor.user)) == [document]

    def test_its_record_says_how_it_came(self, editor, office):
        office.show("/new", PAGE, X_Office="Oslo <b>&")
        old = office.show("/old", "", 301, Location="/new")
        document = the_draft(ask_for(editor, old))
        kept = document.fetched
        assert (kept.asked, kept.address, kept.status) == (old, f"{office.url}/new", 200)
        assert ["X-Office", "Oslo <b>&"] in kept.headers
        html = editor.get(reverse("admin:statements_document_record", args=[document.pk])).content.decode()
        assert "Fetched from the web" in html
        assert f"{office.url}/old" in html
        assert "X-Office: Oslo &lt;b&gt;&amp;" in html

    def test_a_pdf_is_known_by_its_bytes_where_the_server_does_not_say(self, editor, office):
        words = "We came to Oslo to speak of the light that ships need at night, and of"
        pdf = make_pdf(
            [(72, 770, 20, "The harbour of Oslo"), (72, 720, 11, words), (72, 706, 11, "those who keep it.")]
        )
        address = office.show("/download", pdf, content_type="application/octet-stream")
        document = the_draft(ask_for(editor, address))
        assert (document.source.filename, document.source.media_type) == ("download.pdf", "application/pdf")

    def test_the_name_is_the_one_that_the_server_gives_and_no_path(self, editor, office):
        address = office.show("/x", PAGE, Content_Disposition='attachment; filename="../../etc/oslo.html"')
        assert the_draft(ask_for(editor, address)).source.filename == "oslo.html"

    def test_an_address_that_the_page_states_itself_is_not_overruled(self, editor, office):
        page = PAGE.replace("</title>", '</title><link rel="canonical" href="https://oslo.example/harbour">')
        assert the_draft(ask_for(editor, office.show("/x", page))).source_url == "https://oslo.example/harbour"

    def test_the_same_address_again_is_in_the_archive_already(self, editor, office):
        address = office.show("/oslo", PAGE)
        first = the_draft(ask_for(editor, address))
        office.show("/oslo", PAGE.replace("<nav>", "<!-- 12:01 --><nav>"))
        response = editor.post(RELEASE, {"address": address}, follow=True)
        assert response.redirect_chain[-1][0].split("/")[-3] == str(first.pk)
        assert "already in the archive" in response.content.decode()
        office.show("/oslo", PAGE)
        assert the_draft(ask_for(editor, address)) == first
        assert Document.objects.filter(title="The harbour of Oslo").count() == 1

    def test_an_address_pasted_as_words_is_offered_to_be_fetched(self, editor, office):
        address = office.show("/oslo", PAGE)
        response = editor.post(RELEASE, {"words": f"  {address}\n", "page": f"<a>{address}</a>"})
        assert "Press the button again to fetch it" in reasons(response)
        html = response.content.decode()
        assert f'value="{address}"' in html
        assert not office.asked
        form = response.context["form"]
        assert (form["address"].value(), form["words"].value() or "") == (address, "")

    @pytest.mark.parametrize(
        ("address", "why"),
        [
            ("http://127.0.0.1/oslo", "not on the public internet"),
            ("http://localhost:22/", "Only port 80"),
            ("file:///etc/passwd", "must begin with https:// or http://"),
            ("https://ada:quist@oslo.example/", "a user name or a password"),
        ],
    )
    def test_a_private_address_pasted_as_words_is_refused_at_once(self, editor, office, address, why):
        assert why in reasons(editor.post(RELEASE, {"words": address}))
        assert not office.asked

    def test_an_address_among_words_or_files_is_sent_by_itself(self, editor, office):
        assert "by itself" in reasons(ask_for(editor, office.show("/oslo", PAGE), words="We met at sea."))

    def test_an_address_without_a_scheme_is_a_secure_one(self):
        assert fetching.complete_address(" nato.int/x#top") == "https://nato.int/x"

    def test_what_comes_packed_is_unpacked(self, editor, office):
        address = office.show("/oslo", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
        assert bytes(the_draft(ask_for(editor, address)).source.content) == PAGE.encode()
        assert office.asked[-1][1]["Accept-Encoding"] == "identity"

    def test_the_archive_says_who_asks(self, editor, office, settings):
        settings.SITE_ADDRESS = "https://statements.example"
        ask_for(editor, office.show("/oslo", PAGE))
        assert {headers["User-Agent"] for _, headers in office.asked} == {
            "Statements-on-NATO (+https://statements.example)"
        }
        assert office.asked[-1][1]["Host"] == f"localhost:{office.server_port}"


class TestEncodings:
    PAGE = PAGE.replace("–", "à la santé").replace('<meta charset="utf-8">', "{}")

    @pytest.mark.parametrize(
        ("stated", "meta", "encoding"),
        [
            ("; charset=ISO-8859-1", '<meta charset="utf-8">', "latin-1"),
            ('; Charset="windows-1252"', "", "cp1252"),
            ("; charset=utf-8", '<meta charset="iso-8859-1">', "utf-8"),
            ("; charset=iso-8859-1", "", "utf-8"),  # the bytes are UTF-8 beyond doubt
            ("; charset=utf-16le", "", "utf-16-le"),
            ("; charset=klingon", '<meta charset="iso-8859-15">', "iso-8859-15"),
            ("", '<meta charset="macintosh">', "mac-roman"),
        ],
    )
    def test_what_the_server_states_comes_before_what_the_page_states(self, editor, office, stated, meta, encoding):
        content = self.PAGE.replace("{}", meta).encode(encoding)
        document = the_draft(ask_for(editor, office.show("/oslo", content, content_type=f"text/html{stated}")))
        assert "à la santé" in document.paragraphs.order_by("position")[0].text

    @pytest.mark.parametrize(
        ("charset", "encoding"), [("utf-8", "latin-1"), ("utf-16", "ascii"), ("utf-16le", "utf-8")]
    )
    def test_what_is_not_in_the_encoding_stated_is_refused(self, editor, office, charset, encoding):
        content = self.PAGE.replace("à la santé", "à" * 30 if encoding != "ascii" else "").encode(encoding)
        address = office.show("/oslo", content, content_type=f"text/html; charset={charset}")
        assert f"the server says that it is in “{charset}”" in reasons(ask_for(editor, address))

    def test_plain_text_too(self, editor, office):
        words = "The harbour of Oslo\n\nÇà et là, we met at sea, and the light was burning for all of us.\n"
        address = office.show("/oslo.txt", words.encode("cp1252"), content_type="text/plain; charset=ISO-8859-1")
        assert "Çà et là" in the_draft(ask_for(editor, address)).paragraphs.get().text


class TestRobots:
    def test_who_asks_programs_to_stay_away_is_heeded_unless_the_editor_says_otherwise(self, editor, office):
        office.show("/robots.txt", "User-agent: *\nDisallow: /*oslo$\n", content_type="text/plain")
        address = office.show("/oslo", PAGE)
        response = ask_for(editor, address)
        assert "asks programs not to fetch" in reasons(response)
        assert office.paths() == []
        assert 'name="overrule"' in response.content.decode()
        document = the_draft(ask_for(editor, address, overrule="on"))
        assert "although its robots.txt asks not to" in log_of(document).first().change_message

    def test_rules_for_others_are_not_for_us(self, editor, office):
        office.show("/robots.txt", "User-agent: Quistbot\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
        the_draft(ask_for(editor, office.show("/oslo", PAGE)))

    def test_rules_for_us_are_for_us(self, editor, office):
        office.show("/robots.txt", "User-agent: statements-on-nato\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
        assert "asks programs not to" in reasons(ask_for(editor, office.show("/oslo", PAGE)))

    def test_where_a_redirect_leads_robots_are_asked_too(self, editor, office):
        office.show("/robots.txt", "User-agent: *\nDisallow: /oslo\n")
        office.show("/oslo", PAGE)
        assert "asks programs not to" in reasons(ask_for(editor, office.show("/old", "", 302, Location="/oslo")))

    def test_a_server_that_fails_to_say_is_left_alone(self, editor, office):
        office.show("/robots.txt", "", 503)
        assert "its robots.txt fails" in reasons(ask_for(editor, office.show("/oslo", PAGE)))

    def test_the_tick_is_not_shown_before_it_is_needed(self, editor):
        html = editor.get(RELEASE).content.decode()
        assert "Or its address on the web" in html
        assert "overrule" not in html


class TestWhoMay:
    def test_a_contributor_may(self, editor, office):
        editor.user.groups.set([Group.objects.get(name="contributor")])
        the_draft(ask_for(editor, office.show("/oslo", PAGE)))

    def test_who_may_add_nothing_fetches_nothing(self, editor, office):
        editor.user.groups.clear()
        assert ask_for(editor, office.show("/oslo", PAGE)).status_code == 403
        assert not office.asked

    def test_strangers_are_asked_to_sign_in(self, client, office):
        assert client.post(RELEASE, {"address": office.show("/oslo", PAGE)}).status_code == 302
        assert not office.asked

    def test_it_can_be_turned_off(self, editor, office, settings):
        settings.FETCH = False
        assert "on the web" not in editor.get(RELEASE).content.decode()
        assert "Choose a file" in reasons(ask_for(editor, office.show("/oslo", PAGE)))
        with pytest.raises(fetching.NotFetchedError, match="fetches nothing"):
            fetching.fetch(office.url)
        assert not office.asked


class TestAttacks:
    """Each is refused with a reason in plain words, in a limited time, and nothing is kept."""

    @pytest.mark.parametrize(
        ("address", "why"),
        [
            ("file:///etc/passwd", "must begin with https:// or http://"),
            ("gopher://oslo.example/", "must begin with https:// or http://"),
            ("ftp://oslo.example/", "must begin with https:// or http://"),
            ("http://169.254.169.254/latest/meta-data/", "not on the public internet"),
            ("http://127.0.0.1/", "not on the public internet"),
            ("http://[::1]/", "not on the public internet"),
            ("http://2130706433/", "not the name of a server"),
            ("http://0177.0.0.1/", "not the name of a server"),
            ("http://0x7f.0.0.1/", "not the name of a server"),
            ("http://127.0.0.1./", "not the name of a server"),
            ("http://localhost./", "not on the public internet"),
            ("http://0.0.0.0/", "not on the public internet"),
            ("http://[::]/", "not on the public internet"),
            ("http://[::ffff:127.0.0.1]/", "not on the public internet"),
            ("http://[::ffff:a9fe:a9fe]/", "not on the public internet"),
            ("http://[64:ff9b::7f00:1]/", "not on the public internet"),
            ("http://[64:ff9b::169.254.169.254]/", "not on the public internet"),
            ("http://[fe80::1%25eth0]/", "not a valid address"),
            ("http://ⓛocalhost⒈example/", "not the name of a server"),
            ("http://127。0。0。1/", "not the name of a server"),
            ("http://oslo.example@127.0.0.1/", "a user name or a password"),
            ("http://127.0.0.1\\@oslo.example/", "a user name or a password"),
            ("http://127.0.0.1%2f@oslo.example/", "a user name or a password"),
            ("http://127.0.0.1:80:80/", "not a valid address"),
            ("jar:http://oslo.example/", "must begin with https:// or http://"),
            ("http://localhost:22/", "Only port 80"),
            ("https://localhost:6379/", "Only port 443"),
            ("http://ada:quist@oslo.example/", "a user name or a password"),
            ("http://oslo.example/\r\nX: 1", "not a valid address"),
            ("https://", "not a valid address"),
            ("x" * 3_000, "at most 2000 characters"),
            ("\0", "Null characters"),
        ],
    )
    def test_addresses_that_lead_elsewhere(self, editor, monkeypatch, address, why):
        monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("somebody was asked"))
        assert why in reasons(ask_for(editor, address))

    @pytest.mark.parametrize(
        ("target", "why"),
        [
            ("http://127.0.0.1:1/", "Only port 80"),
            ("http://127.0.0.1/", "not on the public internet"),
            ("//169.254.169.254/latest/", "not on the public internet"),
            ("http://[::ffff:127.0.0.1]/", "not on the public internet"),
            ("http://[64:ff9b::127.0.0.1]/", "not on the public internet"),
            ("http://2130706433/", "not the name of a server"),
            ("http://ada:quist@oslo.example/", "a user name or a password"),
            ("gopher://oslo.example/", "must begin with"),
            ("http://oslo.example:25/", "Only port 80"),
            ("file:///etc/passwd", "must begin with"),
            ("http://[::1", "does not say where"),
            ("", "does not say where"),
            ("/there", "in a circle"),
            ("/there#again", "in a circle"),
        ],
    )
    def test_redirects_are_addresses_like_others(self, editor, office, target, why):
        office.show("/there", "", 302, Location="/here")
        assert why in reasons(ask_for(editor, office.show("/here", "", 302, Location=target)))

    def test_redirects_end(self, editor, office):
        for number in range(20):
            office.show(f"/{number}", "", 302, Location=f"/{number + 1}")
        assert "more than 5 times" in reasons(ask_for(editor, f"{office.url}/0"))
        assert len(office.paths()) == 6

    def test_a_secure_address_never_leads_to_an_insecure_one(self, editor, receiver, office, settings):
        settings.OUTBOUND_ALLOWED = [f"localhost:{each.server_port}" for each in (receiver, office)]
        receiver.RequestHandlerClass.do_GET = lambda self: self.answer(302, Location=office.show("/oslo", PAGE))
        try:
            assert "to an insecure one" in reasons(ask_for(editor, f"{receiver.url}/x", overrule="on"))
        finally:
            del receiver.RequestHandlerClass.do_GET
        assert not office.asked

    def test_a_name_that_changes_after_the_check_leads_nowhere_else(self, editor, office, monkeypatch):
        office.show("/oslo", PAGE)
        asked = resolve_to(monkeypatch, [PUBLIC], [PUBLIC], ["127.0.0.1"])
        meant = divert(monkeypatch, office.server_port)
        the_draft(ask_for(editor, "http://oslo.example/oslo"))
        assert (asked, meant) == (["oslo.example"] * 2, [PUBLIC] * 2)

    def test_a_name_that_changes_between_two_requests_is_checked_anew(self, editor, office, monkeypatch):
        office.show("/oslo", "", 302, Location="http://oslo.example/other")
        resolve_to(monkeypatch, [PUBLIC], [PUBLIC], ["10.0.0.1"])
        divert(monkeypatch, office.server_port)
        assert "not on the public internet" in reasons(ask_for(editor, "http://oslo.example/oslo"))

    @pytest.mark.parametrize(
        ("acting", "why"),
        [
            (offices.announce, "larger than 1,000,000 bytes"),
            (offices.pour, "larger than 1,000,000 bytes"),
            (offices.bomb, "larger than 1,000,000 bytes"),
            (offices.pour_headers, "too many headers"),
            (offices.pour_a_header, "too many headers"),
            (offices.deflate_bomb, "larger than 1,000,000 bytes"),
            (offices.brotli_bomb, "packed as “br”"),
            (offices.bomb_in_a_bomb, "larger than 1,000,000 bytes"),
            (offices.cut, "cut off before its end"),
            (offices.cut_chunk, "cut off before its end"),
            (offices.miscount, "is not HTTP"),
            (offices.babble, "is not HTTP"),
        ],
    )
    def test_answers_without_end_or_cut(self, editor, office, settings, acting, why):
        settings.IMPORT_MAX_BYTES = 1_000_000
        begun = time.monotonic()
        assert why in reasons(ask_for(editor, office.act("/oslo", acting)))
        assert time.monotonic() - begun < LATE

    @pytest.mark.parametrize("acting", [offices.drip, offices.drip_headers, offices.drip_chunks])
    def test_a_server_that_drips_is_left(self, editor, office, monkeypatch, acting):
        monkeypatch.setattr(fetching, "_SECONDS", 1.0)
        begun = time.monotonic()
        assert "did not answer in time" in reasons(ask_for(editor, office.act("/oslo", acting)))
        assert time.monotonic() - begun < LATE

    @pytest.mark.parametrize(
        ("content", "headers", "why"),
        [
            (gzip.compress(b"x" * 50, mtime=0)[:-9], {"Content_Encoding": "gzip"}, "cut off"),
            (b"no gzip", {"Content_Encoding": "gzip"}, "cannot be unpacked"),
            (gzip.compress(b"", mtime=0) * 5_000, {"Content_Encoding": "gzip"}, "cannot be unpacked"),
            (b"x", {"Content_Encoding": "br"}, "packed as “br”"),
            (b"x", {"Content_Encoding": "gzip, gzip"}, "packed as"),
            (b"\xff\xd8\xff", {"content_type": "image/jpeg"}, "This is “image/jpeg”"),
            (b"\x00\x01", {"content_type": None}, "does not say what this is"),
            (json.dumps({}), {"content_type": "application/json"}, "This is “application/json”"),
            (b"\xd0\xcf\x11\xe0", {"content_type": "application/msword"}, "It was refused"),
            (b"", {}, "It was refused: the file is empty"),
        ],
    )
    def test_what_is_no_release(self, editor, office, content, headers, why):
        assert why in reasons(
            ask_for(editor, office.show("/oslo", content, **{"content_type": "text/html", **headers}))
        )

    @pytest.mark.parametrize(
        ("status", "why"), [(404, "no such page"), (401, "a password"), (403, "programs"), (410, "for good"),
                            (429, "too many"), (500, "a fault (500)"), (204, "no page (204)"), (304, "no page (304)")]
    )  # fmt: skip
    def test_answers_that_are_no_page(self, editor, office, status, why):
        assert why in reasons(ask_for(editor, office.show("/oslo", "" if status in (204, 304) else PAGE, status)))

    def test_a_certificate_that_nobody_vouches_for_ends_it(self, editor, receiver, monkeypatch):
        monkeypatch.delenv("SSL_CERT_FILE")
        pinned._make_context.cache_clear()
        assert "No secure connection" in reasons(ask_for(editor, f"{receiver.url}/oslo"))

    def test_markup_in_an_address_is_shown_as_text(self, editor):
        html = ask_for(editor, "https://<script>alert(1)</script>/").content.decode()
        assert "<script>alert" not in html

    def test_headers_with_odd_bytes_are_kept_as_far_as_they_can_be_shown(self, editor, office):
        raw = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Odd: a\x00b\xff\x01\r\nContent-Length: %d\r\n\r\n%b"
        page = PAGE.encode()
        document = the_draft(ask_for(editor, office.act("/oslo", lambda clerk: clerk.say(raw % (len(page), page)))))
        assert ["X-Odd", "a bÿ"] in document.fetched.headers
        assert Source.objects.get(document=document).filename == "oslo.html"
