"""Addresses of pages with a slug in them."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import translation

from statements.addresses import slug_url


@pytest.fixture(params=["/", "/archive/"])
def prefix(request):
    set_script_prefix(request.param)
    yield request.param
    set_script_prefix("/")


@pytest.mark.parametrize("language", ["en-gb", "it", "fr"])
@pytest.mark.parametrize("page", ["document", "speaker"])
def test_addresses_are_those_that_django_makes(language, page, prefix):
    with translation.override(language):
        assert slug_url(page, "a-b_c") == reverse(page, args=["a-b_c"])
        assert slug_url(page, "a-b_c").startswith(prefix)
        with pytest.raises(NoReverseMatch):
            slug_url(page, "")
