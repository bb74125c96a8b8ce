"""Where the archive is found, for what is written without a request: mails and what is posted."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urljoin

from django.conf import settings


class Addressing(Protocol):
    """What makes whole addresses of paths, as a request does."""

    def build_absolute_uri(self, location: str, /) -> str: ...


class Site:
    """The archive under ARCHIVE_URL."""

    def build_absolute_uri(self, location: str, /) -> str:
        """ "/documents/" -> "https://statements.example.org/documents/" """
        return urljoin(f"{settings.SITE_ADDRESS}/", location)


def can_mail() -> bool:
    """Whether mails can be sent: there is a server for them, and an address that their links lead to."""
    return bool(settings.EMAIL_URL and settings.SITE_ADDRESS)
