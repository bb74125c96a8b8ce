"""Addresses of pages with a slug in them: a list has sixty, and Django takes 20 µs for each."""

from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def slug_url(page: str, slug: str) -> str:
    """The address of a page that has nothing but a slug in it: of letters, digits, - and _, which is not checked here.

    Raises NoReverseMatch if it is empty.
    """
    if not slug:
        return reverse(page, args=[slug])
    before, after = _split_address(page, get_language(), get_script_prefix())
    return f"{before}{slug}{after}"


@cache
def _split_address(page: str, _language: str | None, _prefix: str) -> tuple[str, str]:
    """What stands before and after the slug."""
    before, _, after = reverse(page, args=["-"]).rpartition("-")
    return before, after
