"""What a page says of a date that cannot be read, and what may have been meant."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

_LONGEST_SHOWN = 60  # characters


class DateNotReadError(ValueError):
    """The text is not a date; the message is in the interface language when it is shown.

    offers: texts that can be read and may have been meant.
    """

    def __init__(self, message: str, typed: str, *offers: str, **details: Any) -> None:
        super().__init__(message)
        self.typed = typed[:_LONGEST_SHOWN]
        self.offers = offers
        self.details = details

    def __str__(self) -> str:
        details = {name: each() if callable(each) else each for name, each in self.details.items()}
        return gettext(self.args[0]) % {"date": self.typed, **details}
