"""What a page raises when there is nothing to show."""

from django.http import Http404


class MissingError(Http404):
    """Nothing is there; unlike the message of Django's Http404, this one is for readers."""
