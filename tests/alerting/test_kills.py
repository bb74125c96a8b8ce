"""Whoever kills the one who delivers, between whatever statements: every document is told, and never as two."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.utils import timezone

from statements.management.commands.deliver import Command
from statements.models import Delivery
from tests.alerting.mailbox import text_of
from tests.alerting.test_alerts import publish
from tests.run_until import BUSY

NEVER = 0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]


@pytest.fixture
def deliver_until(mailbox, run_until):
    """Deliver in a process that is killed at a moment; whether it was."""
    return lambda moment: run_until("deliver", moment)


def test_nothing_is_lost_and_nothing_is_told_as_two_however_often_it_is_killed(follow, mailbox, deliver_until):
    follow("q=heron")
    follow("q=heron", address="noor@example.org", language="it")
    number, kills, titles = 0, 0, []
    was_killed = True
    while was_killed:
        number += 1
        titles.append(f"Heron report no {number}.")
        publish("A heron.", title=titles[-1])
        was_killed = deliver_until(number)
        kills += was_killed
    assert not deliver_until(NEVER)
    assert kills >= 50
    assert not Delivery.objects.filter(result="").exists()
    mails = mailbox.take()
    for reader in ("ada@example.org", "noor@example.org"):
        by_identity = {mail["Message-ID"]: text_of(mail) for mail in mails if mail["To"] == reader}
        told = "".join(by_identity.values())
        assert [told.count(title) for title in titles] == [1] * len(titles)


def test_what_was_handed_over_and_not_noted_is_sent_again_as_the_same(follow, mailbox, deliver_until):
    follow("q=heron")
    publish("A heron.")
    assert deliver_until("noted")
    assert not deliver_until(NEVER)
    first, again = mailbox.take()
    assert first["Message-ID"] == again["Message-ID"]
    assert text_of(first) == text_of(again)


def test_what_was_handed_over_and_not_noted_is_told_to_be_gone_when_it_is(follow, mailbox, deliver_until):
    follow("q=heron")
    document = publish("A heron.")
    assert deliver_until("noted")
    document.withdraw("Sent too early")
    assert not deliver_until(NEVER)
    first, gone = mailbox.take()
    assert "A heron." in text_of(first)
    assert "Sent too early" in text_of(gone)


def test_a_lost_connection_is_found_again(follow, mailbox):
    """The database ends the connection of the one who delivers, as when it is started again."""
    follow("q=heron")
    stopped = threading.Event()
    command = Command(stdout=StringIO(), stderr=StringIO())

    def work():
        command.stopped, command.beside = stopped, None
        while not stopped.is_set():
            command._go_on(0.05)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for number in range(5):
            publish(f"Heron {number}.")
            time.sleep(0.2)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
                    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                    [Command.lock],
                )
        end = time.monotonic() + 20
        while Delivery.objects.filter(result="sent").count() < 5 and time.monotonic() < end:
            Delivery.objects.update(next_attempt=timezone.now())
            time.sleep(0.1)
    finally:
        stopped.set()
        thread.join()
    told = "".join({mail["Message-ID"]: text_of(mail) for mail in mailbox.take()}.values())
    assert [told.count(f"Heron {number}.") for number in range(5)] == [1] * 5


def test_two_who_deliver_at_once_send_one_mail(follow, mailbox):
    follow("q=heron")
    publish("A heron.")
    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(run_deliver, range(4)))
    assert 0 in ended
    assert len(mailbox.take()) == 1


def run_deliver(_):
    """Deliver in a thread, with its own connection."""
    try:
        call_command("deliver", stdout=StringIO(), stderr=StringIO())
        return 0
    except CommandError:
        return BUSY
    finally:
        connections.close_all()
