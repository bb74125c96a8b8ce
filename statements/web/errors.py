"""What a page raises where there is nothing to show."""

from django.http import Http404


class MissingError(Http404):
    """Nothing is there; unlike those of Django, its message is for readers."""
