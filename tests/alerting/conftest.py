"""What tests of alerts share: a mail server, and a reader who follows something."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from statements.models import Subscription
from tests.alerting.mailbox import Server, link_in
from tests.cast import settle


@pytest.fixture
def mailbox(settings):
    server = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
    settings.SITE_ADDRESS = "https://statements.example"
    settings.AUTHORITY = settings.AUTHORITY_DOMAIN = "statements.example"
    settings.DEFAULT_FROM_EMAIL = "alerts@statements.example"
    yield server.mailbox
    server.stop()


@pytest.fixture
def follow(client, mailbox):
    """Follow a list as a reader does, and return what is kept of it."""

    def follow(query, rate="now", language="en", address="ada@example.org"):
        sent = client.post(f"/follow/?{query}", {"address": address, "rate": rate, "language": language})
        assert sent.status_code == 200, sent.content.decode()
        [asked] = mailbox.take()
        before = set(Subscription.objects.values_list("pk", flat=True))
        answer = client.post(link_in(asked, "alerts/confirm/"))
        assert answer.status_code == 303
        return Subscription.objects.exclude(pk__in=before).get()

    return follow


@pytest.fixture
def deliver(mailbox):
    """Send what is new, and return the mails."""

    def deliver():
        settle()
        call_command("deliver", stdout=StringIO(), stderr=StringIO())
        return mailbox.take()

    return deliver


@pytest.fixture
def morning(monkeypatch):
    """Let all who are told once a day or a week be due."""

    def come():
        Subscription.objects.update(due_at=timezone.now())

    return come
