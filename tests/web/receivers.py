"""A receiver of requests on this machine: HTTPS with a certificate of an authority of its own."""

import ssl
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = [x509.DNSName("hooks.example"), x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
SIGNS = {"digital_signature", "key_cert_sign"}
USES = [
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
]


def make_certificate(name, key, issuer, issuer_key, *more):
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject_name=as_name(name), issuer_name=as_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    for extension, critical in more:
        made = made.add_extension(extension, critical=critical)
    return made.sign(issuer_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def as_name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make_certificates(folder):
    """Write authority.pem, which is to be trusted, and server.pem with its key."""
    authority, server = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    signing = x509.KeyUsage(**{use: use in SIGNS for use in USES})
    ca = [(x509.BasicConstraints(ca=True, path_length=None), True), (signing, True)]
    pem = make_certificate("Quist Authority", authority, "Quist Authority", authority, *ca)
    (folder / "authority.pem").write_bytes(pem)
    pem = make_certificate("hooks", server, "Quist Authority", authority, (x509.SubjectAlternativeName(NAMES), False))
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    key = server.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    (folder / "server.pem").write_bytes(pem + key)


class Receiver(BaseHTTPRequestHandler):
    """Answers as the path says, and keeps what it was sent."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers), body))
        getattr(self, f"do_{self.path.split('/')[1].split('?')[0]}")()

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def do_hook(self):
        self.answer(200, b"thank you")

    def do_later(self):
        self.answer(503, Retry_After="120")

    def do_gone(self):
        self.answer(410)

    def do_moved(self):
        self.answer(307, Location=f"https://localhost:{self.server.server_port}/hook")

    def do_huge(self):
        self.answer(200, b"x" * 5_000_000)

    def do_cut(self):
        self.answer(200, b"x" * 10, Content_Length=1000)
        self.close_connection = True

    def do_chunks(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            self.wfile.write(b"400\r\n" + b"x" * 0x400 + b"\r\n")

    def do_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")

    def do_drip(self):
        """A status line that never ends, a byte at a time."""
        self.drip(b"HTTP/1.1 200 " + b"O" * 200)

    def do_continue(self):
        self.drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 20)

    def do_body(self):
        self.wfile.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 200\r\n\r\n")
        self.drip(b"x" * 200)

    def do_words(self):
        self.wfile.write(b"It is I, Ada Quist.\r\n\r\n")
        self.close_connection = True

    def drip(self, text):
        for number in range(len(text)):
            self.wfile.write(text[number : number + 1])
            time.sleep(0.1)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """A client that hangs up is what some of the tests are about."""


@contextmanager
def serve(certificate):
    server = Server(("127.0.0.1", 0), Receiver)
    server.received, server.asked_for = [], []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: server.asked_for.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
