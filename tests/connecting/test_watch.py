"""A process that serves does not wait for a database that has fallen silent, and notices when it speaks again."""

import gc
import socket
import time
from contextlib import closing
from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import connection

from statements.connecting import watch as watching
from statements.connecting.lines import Lines
from statements.connecting.patience import LOCKS, PAGES, serve_with
from statements.connecting.watch import SilentDatabaseError, Watch

HERE = ("db.example", 5432)


class Connected:
    """A connection of psycopg2, as far as the watch knows one."""

    def __init__(self, server=HERE):
        self.near, self.far = socket.socketpair()
        self.info = SimpleNamespace(host=server[0], port=server[1])

    def fileno(self):
        return self.near.fileno()

    def close(self):
        self.near.close()
        self.far.close()


@pytest.fixture
def watch(monkeypatch):
    """A watch whose thread does not run: the tests look themselves, at requests that have all taken too long."""
    monkeypatch.setattr(Watch, "_wake", lambda self: None)
    monkeypatch.setattr(watching, "_SUSPECT", -1)
    return Watch()


def look(watch, hears):
    """Have the watch ask, and see what came of it."""
    watch._hear = lambda server: hears
    watch._look()
    watch._question.ended.wait(5)
    watch._look()


class TestLines:
    def test_whoever_waits_at_a_line_that_is_cut_is_told(self):
        lines, got = Lines(), []
        with closing(Connected()) as opened:
            lines.add(opened)
            waiting = Thread(target=lambda: got.append(opened.near.recv(1)))
            waiting.start()
            lines.cut()
            waiting.join(timeout=5)
        assert got == [b""]

    def test_those_to_other_servers_are_left_alone(self):
        lines = Lines()
        with closing(Connected()) as frozen, closing(Connected(("other.example", 5432))) as other:
            lines.add(frozen)
            lines.add(other)
            lines.cut(HERE)
            other.far.send(b"x")
            assert other.near.recv(1) == b"x"
            assert frozen.near.recv(1) == b""

    def test_a_line_is_forgotten_with_its_connection(self):
        lines, opened = Lines(), Connected()
        lines.add(opened)
        opened.close()
        del opened
        gc.collect()
        assert list(lines) == []


class TestSilence:
    def test_a_server_that_answers_is_waited_for_however_long_a_request_takes(self, watch):
        with closing(Connected()) as opened:
            watch.lines.add(opened)
            watch.serve(lambda *_: look(watch, hears=True))({}, None)
            assert not watch.is_silent
            opened.far.send(b"x")
            assert opened.near.recv(1) == b"x"

    def test_one_that_does_not_is_silent_and_nobody_connects(self, watch):
        with closing(Connected()) as opened:
            watch.lines.add(opened)
            watch.serve(lambda *_: look(watch, hears=False))({}, None)
            assert opened.near.recv(1) == b""
        with pytest.raises(SilentDatabaseError):
            watch.refuse_if_silent()

    def test_of_several_servers_only_the_silent_one_is_left(self, watch, monkeypatch):
        monkeypatch.setattr(watching, "_has_several", lambda: True)
        with closing(Connected()) as opened:
            watch.lines.add(opened)
            watch.serve(lambda *_: look(watch, hears=False))({}, None)
            assert opened.near.recv(1) == b""
        watch.refuse_if_silent()

    def test_nobody_is_asked_while_no_request_has_a_connection(self, watch):
        watch.serve(lambda *_: watch._look())({}, None)
        assert watch._question is None

    def test_connecting_that_fails_at_once_was_refused_and_what_took_long_had_no_answer(self, watch):
        watch.note_failure(0.1)
        assert not watch.is_silent
        with pytest.raises(SilentDatabaseError):
            watch.note_failure(2.0)

    @pytest.mark.django_db
    def test_a_real_server_is_reached_again(self, watch):
        watch._fall_silent()
        watch._try_again()
        assert watch._question.ended.wait(10)
        assert not watch.is_silent

    def test_a_forked_process_begins_anew(self, watch):
        watch._fall_silent()
        watch._requests[1] = time.monotonic()
        watch._begin()
        assert (watch.is_silent, watch._requests, list(watch.lines)) == (False, {}, [])


class TestLimits:
    def test_who_serves_has_less_patience(self):
        limited = serve_with({"options": "-c jit=off", "connect_timeout": 7})
        assert limited == {**PAGES, "connect_timeout": 7, "options": f"{LOCKS} -c jit=off"}
        assert "options" not in serve_with({})

    @pytest.mark.django_db
    def test_postgresql_takes_the_limits(self, monkeypatch):
        own = Watch()
        own.is_serving = True
        monkeypatch.setattr("statements.connecting.base.watch", own)
        opened = connection.get_new_connection(connection.get_connection_params())
        with closing(opened), opened.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("10s",)
        assert len(list(own.lines)) == 1
