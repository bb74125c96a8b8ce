"""How large a request may be that comes from somebody who is not signed in."""

from __future__ import annotations

from django.http import HttpRequest

LARGEST = 1_048_576  # bytes: a list of quotations of a million, the longest that readers send, and the form around it


def is_large(request: HttpRequest) -> bool:
    """Whether the body is announced as larger than a reader's may be. Nothing is read of it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST
    except ValueError:  # Django reads no body then
        return False


def has_unknown_length(request: HttpRequest) -> bool:
    """Whether the body comes in chunks, of which nobody knows how many there are."""
    return "HTTP_TRANSFER_ENCODING" in request.META
