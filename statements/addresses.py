"""Addresses of pages with a slug in them: a list has sixty, and Django takes 20 µs for each."""

from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def slug_url(page: str, slug: str) -> str:
    """Return what reverse(page, args=[slug]) does, for a page with nothing but a slug in its address.

    Raises NoReverseMatch if the slug is empty.
    """
    if not slug:
        return reverse(page, args=[slug])
    before, after = _around_slug(page, get_language(), get_script_prefix())
    return f"{before}{slug}{after}"


@cache
def _around_slug(page: str, _: str | None, prefix: str) -> tuple[str, str]:
    before, _, after = reverse(page, args=["-"]).removeprefix(prefix).rpartition("-")
    return f"{prefix}{before}", after
