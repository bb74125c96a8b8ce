"""A mail server as others run them, and what a reader finds in her mailbox."""

import email
import email.policy
import re
import socket

from aiosmtpd.controller import Controller


class Mailbox:
    """answers: what is said to the next messages instead of "250 OK"; refused: addresses that are not known here."""

    def __init__(self):
        self.contents, self.answers, self.refused = [], [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.contents.append(envelope.content)
        return "250 OK"

    @property
    def mails(self):
        return [email.message_from_bytes(each, policy=email.policy.default) for each in self.contents]

    def take(self):
        """The mails that have come; the mailbox is empty then."""
        taken = self.mails
        self.contents.clear()
        return taken


class Server:
    """Runs until it is stopped, on a port of its own."""

    def __init__(self):
        self.mailbox = Mailbox()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._controller = Controller(self.mailbox, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self):
        self._controller.stop()


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def html_of(mail):
    return mail.get_body(("html",)).get_content()


def link_in(mail, part):
    """The path of the first address in a mail that has some words in it."""
    return re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text_of(mail))[1]


def stopping_link(mail):
    return re.fullmatch(r"<https?://[^/]+(/.*)>", mail["List-Unsubscribe"].strip())[1]
