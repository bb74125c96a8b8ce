"""Messages that the verifier of others accepts, and the times at which they are sent again."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from statements.alerting.standard_webhooks import DELAYS, JITTER, headers, make_secret, next_attempt, sign

BODY = json.dumps({"type": "document.published", "title": "Déclaration de l’OTAN"}, ensure_ascii=False).encode()
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def now():
    return datetime.now(UTC)


def test_a_receiver_can_verify_a_message():
    secret = make_secret()
    assert Webhook(secret).verify(BODY, headers([secret], "msg_1", now(), BODY)) == json.loads(BODY)


def test_while_a_secret_is_changed_the_old_and_the_new_one_verify_and_no_other_does():
    old, new = make_secret(), make_secret()
    sent = headers([new, old], "msg_1", now(), BODY)
    for secret in (old, new):
        Webhook(secret).verify(BODY, sent)
    with pytest.raises(WebhookVerificationError):
        Webhook(make_secret()).verify(BODY, sent)


@pytest.mark.parametrize("changed", [{"webhook-id": "msg_2"}, {"webhook-timestamp": "now"}])
def test_neither_identifier_nor_moment_can_be_changed_on_the_way(changed):
    secret = make_secret()
    sent = headers([secret], "msg_1", now() - timedelta(seconds=10), BODY)
    changed = {name: str(int(now().timestamp())) if value == "now" else value for name, value in changed.items()}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, sent | changed)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", sent)


def test_the_signature_is_that_of_the_library_whatever_the_time_zone():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = Webhook(secret).sign("msg_1", NOON, BODY.decode())
    assert sign([secret], "msg_1", NOON.astimezone(), BODY) == signed
    assert headers([secret], "msg_1", NOON, BODY)["webhook-timestamp"] == str(int(NOON.timestamp()))


def test_secrets_are_long_and_never_the_same():
    secrets = {make_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(b64decode(each.removeprefix("whsec_"), validate=True)) for each in secrets} == {36}


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "whsec_%%%%", "ada", b64encode(b"x" * 32).decode(), "whsec_" + b64encode(b"x" * 23).decode()],
)
def test_what_is_no_secret_signs_nothing_and_is_not_told(secret):
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        sign([secret], "msg_1", NOON, BODY)
    assert len(secret) < 10 or secret not in str(refused.value)


def test_without_a_secret_or_with_a_full_stop_in_the_identifier_nothing_is_signed():
    for secrets, identifier in (([], "msg_1"), ([make_secret()], "msg.1"), ([make_secret()], "")):
        with pytest.raises(ValueError, match="message"):
            sign(secrets, identifier, NOON, BODY)


def test_a_message_is_tried_ten_times_in_three_days():
    assert next_attempt(0, NOON) == NOON
    moments = [NOON]
    while following := next_attempt(len(moments), moments[-1]):
        moments.append(following)
    assert len(moments) == 10
    assert timedelta(hours=75) < moments[-1] - NOON < timedelta(hours=76) * (1 + JITTER)


def test_delays_differ_a_little_so_that_not_all_come_back_at_once():
    delays = [next_attempt(5, NOON) - NOON for _ in range(50)]
    assert len(set(delays)) > 1
    assert all(DELAYS[5] <= each <= DELAYS[5] * (1 + JITTER) for each in delays)


def test_a_receiver_that_asks_for_time_gets_it_and_is_never_asked_sooner():
    assert next_attempt(1, NOON, 3_600) == NOON + timedelta(hours=1)
    assert next_attempt(4, NOON, 10) >= NOON + DELAYS[4]
    assert next_attempt(10, NOON, 10) is None
