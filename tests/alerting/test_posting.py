"""Alerts that are posted to an address of a reader, as Standard Webhooks 1.0."""

from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from statements.models import Channel, Delivery, Revision, Sending, Subscription
from tests.alerting.test_alerts import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(client, follow, receiver, settings):
    """Have an alert posted, and return what of it: the path is how the receiver answers."""
    settings.WEBHOOKS = True

    def hook(path="hook"):
        alert = follow("q=heron")
        page = alert.subscriber.get_absolute_url()
        saved = client.post(page, {"alert": alert.pk, "do": "post", "webhook": f"{receiver.url}/{path}"})
        assert saved.status_code == 303, saved.content.decode()
        alert.refresh_from_db()
        return alert

    return hook


def received(receiver, secret):
    """What came, verified as a receiver does it."""
    return [Webhook(secret).verify(body, headers) for _, headers, body in receiver.received]


def posted():
    return Delivery.objects.filter(channel=Channel.WEBHOOK)


def test_each_document_is_one_message_that_the_receiver_can_verify(hook, deliver, receiver):
    [secret] = hook().webhook_secrets
    document = publish("A heron.", title="At sea", date="2024-03")
    publish("Another heron.")
    assert len(deliver()) == 1, "the mail comes as well"
    first, _ = received(receiver, secret)
    assert first["type"] == "document.published"
    told = first["data"]["document"]
    assert told["address"] == f"https://statements.example/documents/{document.slug}/?v=1"
    assert (told["title"], told["date"], told["language"], told["version"]) == ("At sea", "2024-03", "en", 1)
    assert told["sha256"] == Revision.objects.get(document=document).sha256
    assert "A heron" not in str(first)
    assert len({headers["webhook-id"] for _, headers, _ in receiver.received}) == 2


def test_changes_and_withdrawals_are_posted(hook, deliver, receiver):
    [secret] = hook().webhook_secrets
    document = publish("A heron.", title="At sea")
    deliver()
    document.paragraphs.update(text="A grey heron.")
    Revision.objects.record(document, note="A word was missing")
    deliver()
    document.withdraw("Sent too early")
    deliver()
    _, revised, withdrawn = received(receiver, secret)
    assert (revised["type"], revised["data"]["document"]["note"]) == ("document.revised", "A word was missing")
    assert (withdrawn["type"], withdrawn["data"]["document"]["reason"]) == ("document.withdrawn", "Sent too early")
    assert "At sea" not in str(withdrawn)


def test_a_receiver_that_cannot_take_it_now_gets_it_later_as_the_same(hook, deliver, receiver):
    alert = hook("later")
    publish("A heron.")
    deliver()
    waiting = posted().get()
    assert waiting.result == ""
    assert waiting.next_attempt > timezone.now() + timedelta(seconds=100), "as Retry-After says"
    alert.change(webhook=f"{receiver.url}/hook")
    posted().update(next_attempt=timezone.now())
    deliver()
    assert posted().get().result == Sending.SENT
    first, again = (headers["webhook-id"] for _, headers, _ in receiver.received)
    assert first == again


def test_it_is_given_up_in_the_end(hook, deliver, receiver):
    hook("later")
    publish("A heron.")
    for _ in range(12):
        deliver()
        posted().update(next_attempt=timezone.now())
    assert posted().get().result == Sending.FAILED
    assert len(receiver.received) == 10


def test_a_receiver_that_is_gone_is_posted_nothing_more(hook, deliver, receiver):
    alert = hook("gone")
    publish("A heron.")
    deliver()
    publish("Another heron.")
    assert len(deliver()) == 1
    assert len(receiver.received) == 1
    alert.refresh_from_db()
    assert alert.webhook == ""


def test_a_receiver_that_is_not_there_holds_nobody_up(hook, deliver, receiver):
    hook().change(webhook="https://localhost:1/hook")
    publish("A heron.")
    assert len(deliver()) == 1
    assert posted().get().attempts == 1


def test_what_was_withdrawn_meanwhile_is_not_posted(hook, deliver, receiver):
    hook("later")
    document = publish("A heron.")
    deliver()
    document.withdraw("Sent too early")
    Subscription.objects.update(webhook=f"{receiver.url}/hook")
    receiver.received.clear()
    posted().update(next_attempt=timezone.now())
    deliver()
    assert "document.published" not in str(receiver.received)


def test_a_message_that_could_not_be_posted_does_not_make_the_mail_forget(client, hook, deliver, receiver):
    alert = hook("later")
    document = publish("A heron.")
    assert len(deliver()) == 1
    document.withdraw("Sent too early")
    alert.change(due_at=timezone.now() + timedelta(hours=1), rate="daily")
    posted().update(next_attempt=timezone.now())
    deliver()
    alert.change(due_at=timezone.now())
    [mail] = deliver()
    assert "1 withdrawn" in mail["Subject"]


def test_an_address_that_is_too_long_is_a_400(client, follow, settings):
    settings.WEBHOOKS = True
    alert = follow("q=heron")
    address = f"https://hooks.example.org/{'x' * 600}"
    page = alert.subscriber.get_absolute_url()
    assert client.post(page, {"alert": alert.pk, "do": "post", "webhook": address}).status_code == 400


def test_while_a_secret_is_changed_both_sign(client, hook, deliver, receiver):
    alert = hook()
    page = alert.subscriber.get_absolute_url()
    client.post(page, {"alert": alert.pk, "do": "renew"})
    html = client.get(page).content.decode()
    publish("A heron.")
    deliver()
    alert.refresh_from_db()
    assert len(alert.webhook_secrets) == 2
    for secret in alert.webhook_secrets:
        assert secret in html
        assert received(receiver, secret)


@pytest.mark.parametrize(
    "address",
    ["http://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest", "ftp://x.org", "x"],
)
def test_only_public_addresses_can_be_stored(client, follow, settings, address):
    settings.WEBHOOKS = True
    alert = follow("q=heron")
    answer = client.post(alert.subscriber.get_absolute_url(), {"alert": alert.pk, "do": "post", "webhook": address})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    alert.refresh_from_db()
    assert alert.webhook == ""


def test_without_the_setting_there_is_none(client, follow, deliver, receiver):
    alert = follow("q=heron")
    page = alert.subscriber.get_absolute_url()
    assert client.post(page, {"alert": alert.pk, "do": "post", "webhook": f"{receiver.url}/hook"}).status_code == 400
    assert "Webhook" not in client.get(page).content.decode()
    alert.change(webhook=f"{receiver.url}/hook")
    publish("A heron.")
    deliver()
    assert receiver.received == []
