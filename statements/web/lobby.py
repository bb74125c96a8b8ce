"""Where connections wait that are slow, so that they keep nobody from being served: for quickstart, which no proxy
stands before. Behind nginx, which does the same and better, it is not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from statements.web.sizes import LARGEST

CONNECTIONS = 256  # threads of a process that only wait for what somebody sends or takes
_PATIENCE = 60.0  # seconds in which nothing comes, or nothing is taken
AT_WORK = 20  # those that make pages, each with a connection to the database: see deploy/gunicorn.conf.py

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def add_lobby(application: Application) -> Application:
    """The application, called by a few threads of its own once all of a request is there.

    Each thread of the server has one connection from its first byte to its last. What a reader sends is read here, up
    to what readers may send, and the answer is sent from here as well. More than that is read by the threads that
    work: from people of the desk, as all others are refused by the length that they announce.
    """
    at_work = ThreadPoolExecutor(AT_WORK, "makes pages")  # starts its threads in the process that uses it

    def answer(asked: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = asked.get("CONTENT_LENGTH") or ""
        if connection := asked.get("gunicorn.socket"):
            connection.settimeout(_PATIENCE)
        if length.isdecimal() and int(length) <= LARGEST:
            body = asked["wsgi.input"].read(int(length))
            if len(body) < int(length):  # cut off on the way: half a form is not what somebody wanted to send
                start_response("400 Bad Request", [("Content-Length", "0"), ("Connection", "close")])
                return []
            asked["wsgi.input"] = BytesIO(body)
        return at_work.submit(application, asked, start_response).result()

    return answer
