"""What is sent to an address that an outsider typed reaches a public host, the one that was checked, or nothing."""

import socket
import time
from email.utils import formatdate

import pytest
from django.utils.translation import override

from statements.web import pinned
from statements.web.outbound import (
    RefusedAddressError,
    UnreachableError,
    check_address,
    is_public,
    post,
    read_retry_after,
)

PUBLIC, PUBLIC_6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
LATE = 2.5  # seconds that a request with a timeout of half a second never takes, on a busy machine either


def resolve_to(monkeypatch, *answers):
    """Let names stand for these addresses: one list for each time that somebody asks. Returns who was asked for."""
    asked, coming = [], iter(answers)

    def answer(host, port, *args, **kwargs):
        asked.append(host)
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (each, port, 0, 0))
            if ":" in each
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in next(coming)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def divert(monkeypatch, port, fails=()):
    """Let connections end at the receiver of the test. Returns the addresses that they were meant for."""
    meant, connect = [], socket.socket.connect

    def connect_here(self, address):
        meant.append(address[0])
        if address[0] in fails:
            raise ConnectionRefusedError
        connect(self, ("127.0.0.1", port))

    monkeypatch.setattr(socket.socket, "connect", connect_here)
    return meant


def test_what_was_sent_is_what_arrives(receiver):
    answer = post(f"{receiver.url}/hook?for=Ada%20Quist&à", b'{"a": 1}', {"webhook-id": "msg_1"}, timeout=10)
    assert (answer.status, answer.retry_after, answer.body) == (200, None, b"thank you")
    [(path, headers, body)] = receiver.received
    assert (path, body) == ("/hook?for=Ada%20Quist&%C3%A0", b'{"a": 1}')
    assert headers["Host"] == f"localhost:{receiver.server_port}"
    assert (headers["webhook-id"], headers["Content-Length"], headers["Connection"]) == ("msg_1", "8", "close")
    assert receiver.asked_for == ["localhost"]


def test_a_name_that_changes_after_the_check_leads_nowhere_else(receiver, monkeypatch):
    asked = resolve_to(monkeypatch, [PUBLIC], ["127.0.0.1"])
    meant = divert(monkeypatch, receiver.server_port)
    assert post("https://Hooks.Example./hook", b"", {}, timeout=10).status == 200
    assert (asked, meant) == (["hooks.example"], [PUBLIC])
    [(_, headers, _)] = receiver.received
    assert (headers["Host"], receiver.asked_for) == ("hooks.example", ["hooks.example"])


def test_the_second_address_of_a_host_is_tried_where_the_first_is_dead(receiver, monkeypatch):
    resolve_to(monkeypatch, [PUBLIC_6, PUBLIC])
    meant = divert(monkeypatch, receiver.server_port, fails=[PUBLIC_6])
    assert post("https://hooks.example/hook", b"", {}, timeout=10).status == 200
    assert meant == [PUBLIC_6, PUBLIC]


@pytest.mark.parametrize("private", ["10.0.0.5", "::1"])
def test_a_name_that_stands_for_a_public_and_a_private_address_is_refused(monkeypatch, private):
    for answer in ([PUBLIC, private], [private, PUBLIC]):
        resolve_to(monkeypatch, answer)
        with pytest.raises(RefusedAddressError, match="“hooks.example” is not on the public internet"):
            check_address("https://hooks.example/hook")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[2001:db8::1]",
        "[3fff::1]",
        "[5f00::1]",
        "localhost",
        "localhost.",
        "LOCALHOST",
    ],
)
def test_hosts_that_are_not_public_are_refused(host):
    with pytest.raises(RefusedAddressError, match="public internet"):
        check_address(f"https://{host}/")


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_6, f"::ffff:{PUBLIC}", f"64:ff9b::{PUBLIC}", "2002:5db8:d70e::1"])
def test_public_addresses_are_public_in_every_form(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "1.2.3.4.5",
        "127。0。0。1",
        "①②⑦.⓪.⓪.①",
    ],
)
def test_other_ways_to_write_an_ip_address_are_no_names(host, monkeypatch):
    asked = resolve_to(monkeypatch)
    with pytest.raises(RefusedAddressError, match="is not the name of a server"):
        check_address(f"https://{host}/")
    assert not asked


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.example/", "must begin with https://."),
        ("ftp://hooks.example/", "must begin with https://."),
        ("file:///etc/passwd", "must begin with https://."),
        ("//hooks.example/", "must begin with https://."),
        ("hooks.example", "must begin with https://."),
        ("", "must begin with https://."),
        ("https://ada:quist@hooks.example/", "a user name or a password"),
        ("https://@hooks.example/", "a user name or a password"),
        ("https://hooks.example\\@10.0.0.1/", "a user name or a password"),
        ("https://hooks.example/#top", "the sign #"),
        ("https://hooks.example#", "the sign #"),
        ("https://hooks.example:8443/", "Only port 443 may be used"),
        ("https://hooks.example:0/", "Only port 443 may be used"),
        ("https://", "not a valid address"),
        ("https:///hook", "not a valid address"),
        ("https://hooks.example:443443443/", "not a valid address"),
        ("https://hooks.example:٤٤٣/", "not a valid address"),
        ("https://hooks.example/a b\r\nX-Ada: 1", "not a valid address"),
        ("https://hooks.example/\udcff", "not a valid address"),
        ("https://hooks%2eexample/", "not a valid address"),
        ("https://[::1%25eth0]/", "not a valid address"),
        ("https://[127.0.0.1]/", "not a valid address"),
        ("https://a[::1]/", "not a valid address"),
        ("https://hooks.example/" + "a" * 2_000, "not a valid address"),
        ("https://[::1::1]/", "not the name of a server"),
        ("https://hooks..example/", "not the name of a server"),
        ("https://" + "a" * 64 + ".example/", "not the name of a server"),
        ("https://" + "a." * 130 + "example/", "not the name of a server"),
        ("https://straße.example/", "not the name of a server"),
        ("https://hooks\u200d.example/", "not the name of a server"),
    ],
)
def test_addresses_of_another_form_are_refused_before_anybody_is_asked(url, why, monkeypatch):
    asked = resolve_to(monkeypatch)
    with pytest.raises(RefusedAddressError) as refused:
        check_address(url)
    assert why in str(refused.value)
    assert not asked


def test_names_with_accents_and_the_usual_port_are_understood(monkeypatch):
    asked = resolve_to(monkeypatch, [PUBLIC], [PUBLIC], [PUBLIC_6])
    check_address("https://SOCIE\u0301TE\u0301.example:443/à#"[:-1])
    check_address("https://xn--socit-esab.example?a=@")
    check_address(f"https://[{PUBLIC_6}]/")
    assert asked == ["xn--socit-esab.example", "xn--socit-esab.example", PUBLIC_6]


def test_only_the_host_and_port_that_are_allowed_may_be_private(receiver, settings):
    settings.OUTBOUND_ALLOWED += ["[::1]:8443"]
    check_address(receiver.url)
    check_address("https://[0:0::1]:8443/hook")
    for other in ("https://localhost", f"https://127.0.0.1:{receiver.server_port}"):
        with pytest.raises(RefusedAddressError):
            check_address(other)


def test_a_host_that_is_private_by_now_gets_nothing(receiver, settings):
    settings.OUTBOUND_ALLOWED = []
    with pytest.raises(RefusedAddressError):
        post(f"{receiver.url}/hook", b"", {}, timeout=10)
    assert not receiver.received


def test_a_redirect_is_an_answer_and_nothing_more(receiver):
    assert post(f"{receiver.url}/moved", b"", {}, timeout=10).status == 307
    assert [path for path, _, _ in receiver.received] == ["/moved"]


def test_proxies_of_the_environment_are_not_used(receiver, monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert post(f"{receiver.url}/hook", b"", {}, timeout=10).status == 200


def test_a_server_can_ask_us_to_come_back_later(receiver):
    answer = post(f"{receiver.url}/later", b"", {}, timeout=10)
    assert (answer.status, answer.retry_after) == (503, 120)


def test_moments_and_seconds_to_wait_are_read_and_limited():
    assert [read_retry_after(each) for each in ("120", " 0 ", "86401", "9" * 5_000)] == [120, 0, 86_400, 86_400]
    assert read_retry_after(formatdate(time.time() + 600, usegmt=True)) == pytest.approx(600, abs=5)
    assert read_retry_after("Sun, 06 Nov 1994 08:49:37 GMT") == 0
    assert read_retry_after("Sunday, 06-Nov-94 08:49:37 GMT") == 0
    assert read_retry_after("Fri, 31 Dec 2100 23:59:59 GMT") == 86_400
    assert [read_retry_after(each) for each in (None, "", "-1", "soon", "1.5", "²", "٣")] == [None] * 7


@pytest.mark.parametrize("path", ["drip", "continue"])
def test_a_server_that_answers_a_byte_at_a_time_is_left(receiver, path):
    begun = time.monotonic()
    with pytest.raises(UnreachableError, match="“localhost” did not answer in time"):
        post(f"{receiver.url}/{path}", b"", {}, timeout=0.5)
    assert time.monotonic() - begun < LATE


def test_a_body_that_never_ends_does_not_change_what_the_status_says(receiver):
    begun = time.monotonic()
    answer = post(f"{receiver.url}/body", b"", {}, timeout=0.5)
    assert time.monotonic() - begun < LATE
    assert answer.status == 202
    assert 0 < len(answer.body) < 30


@pytest.mark.parametrize("path", ["huge", "chunks"])
def test_of_a_huge_answer_only_the_beginning_is_read(receiver, path):
    answer = post(f"{receiver.url}/{path}", b"", {}, timeout=10)
    assert answer.status == 200
    assert 60_000 < len(answer.body) <= 65_536
    assert set(answer.body) == set(b"x")


def test_headers_without_end_are_not_read_for_ever(receiver):
    assert post(f"{receiver.url}/headers", b"", {}, timeout=10).body == b""


def test_of_an_answer_that_is_cut_there_is_what_came(receiver):
    assert post(f"{receiver.url}/cut", b"", {}, timeout=10).body == b"x" * 10


def test_what_is_not_http_is_no_answer(receiver):
    with pytest.raises(UnreachableError, match="The answer of “localhost” is not HTTP"):
        post(f"{receiver.url}/words", b"", {}, timeout=10)


def test_a_certificate_of_an_unknown_authority_ends_the_connection(receiver, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    pinned._make_context.cache_clear()
    with pytest.raises(
        UnreachableError, match="No secure connection to “localhost” is possible: unable to get local issuer"
    ):
        post(f"{receiver.url}/hook", b"", {}, timeout=10)
    assert not receiver.received


def test_a_certificate_of_another_name_ends_the_connection(receiver, monkeypatch):
    resolve_to(monkeypatch, [PUBLIC])
    divert(monkeypatch, receiver.server_port)
    with pytest.raises(UnreachableError, match=r"not valid for 'ada\.example'\.$"):
        post("https://ada.example/hook", b"", {}, timeout=10)
    assert not receiver.received


def test_a_server_that_is_silent_or_closed_is_left(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings.OUTBOUND_ALLOWED = [f"127.0.0.1:{port}"]
        begun = time.monotonic()
        with pytest.raises(UnreachableError, match="did not answer in time"):
            post(f"https://127.0.0.1:{port}/", b"", {}, timeout=0.5)
        assert time.monotonic() - begun < LATE
    with pytest.raises(UnreachableError, match="“127.0.0.1” cannot be reached"):
        post(f"https://127.0.0.1:{port}/", b"", {}, timeout=10)


def test_a_server_that_reads_nothing_is_left(receiver, monkeypatch):
    monkeypatch.setattr("tests.web.receivers.Receiver.do_POST", lambda self: time.sleep(LATE))
    begun = time.monotonic()
    with pytest.raises(UnreachableError, match="did not answer in time"):
        post(f"{receiver.url}/hook", b"x" * 30_000_000, {}, timeout=0.5)
    assert time.monotonic() - begun < LATE


def test_a_name_that_nobody_knows_has_no_server(monkeypatch):
    def fail(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(UnreachableError, match="No server is known by the name “hooks.example”"):
        check_address("https://hooks.example/")


def test_a_name_server_that_is_slow_holds_nobody(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(LATE))
    begun = time.monotonic()
    with pytest.raises(UnreachableError, match="did not answer in time"):
        check_address("https://hooks.example/", timeout=0.1)
    assert time.monotonic() - begun < LATE


def test_the_reason_is_told_in_the_language_of_the_page():
    for language, beginning in (("it", "«localhost» non"), ("fr", "« localhost » n’")):
        with override(language), pytest.raises(RefusedAddressError) as refused:
            check_address("https://localhost/")
        assert str(refused.value).startswith(beginning)
