"""Who sends slowly waits outside, and those who make pages are free for the others."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from statements.web.lobby import AT_WORK, add_lobby
from statements.web.sizes import LARGEST


class SlowBody(io.RawIOBase):
    """A body of which nothing comes until it is allowed."""

    def __init__(self):
        super().__init__()
        self.comes = threading.Event()

    def read(self, size=-1):
        assert self.comes.wait(10)
        return b"a" * size


def page(environ, start_response):
    return [environ["wsgi.input"].read(5)]


def ask(answer, body=None, length="5"):
    return answer({"wsgi.input": body or io.BytesIO(b"hello"), "CONTENT_LENGTH": length}, None)


def test_two_hundred_who_send_slowly_keep_nobody_waiting_and_are_answered_in_the_end():
    answer, bodies = add_lobby(page), [SlowBody() for _ in range(200)]
    with ThreadPoolExecutor(200) as outside:
        slow = [outside.submit(ask, answer, each) for each in bodies]
        assert ask(answer) == [b"hello"]
        assert not any(each.done() for each in slow)
        for each in bodies:
            each.comes.set()
    assert [each.result() for each in slow] == [[b"aaaaa"]] * 200


def test_pages_are_made_by_as_many_threads_as_there_are_connections_to_the_database():
    seen = set()

    def note(environ, start_response):
        seen.add(threading.get_ident())
        return []

    answer = add_lobby(note)
    with ThreadPoolExecutor(50) as outside:
        list(outside.map(lambda _: ask(answer), range(200)))
    assert 1 <= len(seen) <= AT_WORK
    assert threading.get_ident() not in seen


@pytest.mark.parametrize("length", [str(LARGEST + 1), "", "-1", "nonsense"])
def test_what_is_larger_than_a_reader_may_send_is_not_read_outside(length):
    body = io.BytesIO(b"hello")
    seen = []

    def note(environ, start_response):
        seen.append((environ["wsgi.input"] is body, body.tell()))
        return []

    ask(add_lobby(note), body, length)
    assert seen == [(True, 0)]


def test_what_goes_wrong_within_is_told_outside():
    def fail(environ, start_response):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(add_lobby(fail))


def test_half_a_body_is_refused_and_made_no_page_of():
    """Else half a form would be saved as if its other fields had been emptied."""
    said = []
    answer = add_lobby(page)
    sent = {"wsgi.input": io.BytesIO(b"hel"), "CONTENT_LENGTH": "5"}
    assert answer(sent, lambda status, headers: said.append(status)) == []
    assert said == ["400 Bad Request"]
