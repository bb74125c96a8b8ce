"""A web server on this machine that plays a press office: it shows what a test puts on its shelves."""

import gzip
import time
import zlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import brotli

HTML = "text/html; charset=utf-8"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


class Clerk(BaseHTTPRequestHandler):
    """Answers with what is on the shelf of a path; what a shelf calls itself is called instead."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        shelf = self.server.shelves.get(self.path)
        if shelf is None:
            self.answer(404, b"no such page")
        elif callable(shelf):
            shelf(self)
        else:
            self.answer(*shelf)

    def answer(self, status, body=b"", content_type=HTML, **headers):
        body = body.encode() if isinstance(body, str) else body
        fields = {"Content-Type": content_type, "Content-Length": len(body), **headers}
        self.send_response(status)
        for name, value in fields.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def say(self, text):
        """Send raw bytes of an answer, and hang up afterwards."""
        self.close_connection = True
        self.wfile.write(text)

    def log_message(self, *args):
        pass


class Office(ThreadingHTTPServer):
    """asked: the paths asked for, with the headers of each request; shelves: what there is, by path."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """A client that hangs up is what some of the tests are about."""

    def show(self, path, body="", status=200, content_type=HTML, **headers):
        """Put something on a shelf, and return its address."""
        self.shelves[path] = (
            (status, body, content_type)
            if not headers
            else (lambda clerk: clerk.answer(status, body, content_type, **headers))
        )
        return self.url + path

    def act(self, path, acting):
        """Let a function of the clerk answer, and return the address."""
        self.shelves[path] = acting
        return self.url + path

    def paths(self):
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def open_office():
    server = Office(("127.0.0.1", 0), Clerk)
    server.asked, server.shelves = [], {}
    server.url = f"http://localhost:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def drip(clerk):
    """A page that comes a byte at a time and never ends."""
    clerk.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(5000):
        clerk.wfile.write(b"x")
        time.sleep(0.05)


def pour(clerk):
    """A page without an end, in chunks."""
    clerk.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        clerk.wfile.write(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")


def pour_headers(clerk):
    clerk.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        clerk.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")


def announce(clerk):
    """Ten gigabytes, of which nothing comes."""
    clerk.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10000000000\r\n\r\n<p>")


def cut(clerk):
    clerk.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<h1>Oslo</h1>")


def cut_chunk(clerk):
    clerk.say(CHUNKED + b"d\r\n<h1>Oslo</h1>\r\n1f\r\n<p>")


def miscount(clerk):
    """A chunk of less than nothing."""
    clerk.say(CHUNKED + b"-5\r\n<h1>Oslo</h1>\r\n0\r\n\r\n")


def bomb(clerk):
    """Ten kilobytes that unpack to ten megabytes."""
    clerk.answer(200, gzip.compress(b"x" * 12_000_000, 9), Content_Encoding="gzip")


def deflate_bomb(clerk):
    clerk.answer(200, zlib.compress(b"x" * 12_000_000, 9), Content_Encoding="deflate")


def brotli_bomb(clerk):
    clerk.answer(200, brotli.compress(b"x" * 12_000_000, quality=1), Content_Encoding="br")


def bomb_in_a_bomb(clerk):
    """Packed twice: what comes out once is small, and packed again."""
    inner = gzip.compress(b"x" * 12_000_000, 1)
    clerk.answer(200, gzip.compress(b"\0" * 2_000_000 + inner, 9), Content_Encoding="gzip")


def pour_a_header(clerk):
    """A header without an end."""
    clerk.wfile.write(b"HTTP/1.1 200 OK\r\nX-More: ")
    while True:
        clerk.wfile.write(b"x" * 1000)


def drip_headers(clerk):
    clerk.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(500):
        clerk.wfile.write(b"X-%d: x\r\n" % number)
        time.sleep(0.05)


def drip_chunks(clerk):
    """Chunks of a byte, without an end."""
    clerk.wfile.write(CHUNKED)
    for _ in range(500):
        clerk.wfile.write(b"1\r\nx\r\n")
        time.sleep(0.05)


def babble(clerk):
    clerk.say(b"It is I, Ada Quist.\r\n\r\n")
