"""What a page raises when there is nothing to show."""

from collections.abc import Sequence

from django.db import InternalError
from django.http import Http404

from statements.connecting.causes import READ_ONLY, read_code
from statements.web.offers import Offer


def is_read_only(error: InternalError) -> bool:
    """Whether something was to be written into a database that can only be read, as a standby."""
    return read_code(error) == READ_ONLY


class MissingError(Http404):
    """Nothing is there; unlike the message of Django's Http404, this one is for readers.

    offers: what there is instead, in changes of the address.
    """

    def __init__(self, message: str, offers: Sequence[Offer] = ()) -> None:
        super().__init__(message)
        self.offers = offers
