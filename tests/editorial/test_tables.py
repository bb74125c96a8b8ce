"""Tables in forms of the admin: each field says whose it is and what, as the headings of columns name none."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from statements.editorial.review.inlines import TableInline
from tests.cast import make_document

pytestmark = pytest.mark.django_db


def named_fields(html):
    """The name of each visible field of a table, as those hear it who cannot see the page."""
    tags = re.findall(r'<(?:input|select)[^>]* name="participations-[^>]*>', html)
    return [re.findall(r'aria-label="([^"]*)"', tag) for tag in tags if 'type="hidden"' not in tag]


def test_each_field_of_a_row_is_named_after_its_column_and_its_row(editor):
    draft = make_document("We sail.", status="draft", speakers={"Ada Quist": "speaker"})
    html = editor.get(reverse("admin:statements_document_change", args=[draft.pk])).content.decode()
    row = [f"{column}: Ada Quist speaker" for column in ("Speaker", "Role", "Position", "Delete")]
    assert named_fields(html) == [[name] for name in [*row, "Speaker", "Role", "Position"]]


def test_no_table_of_the_admin_is_without_names():
    tables = [
        inline
        for each in admin.site._registry.values()
        for inline in each.inlines
        if issubclass(inline, admin.TabularInline)
    ]
    assert tables and all(issubclass(inline, TableInline) for inline in tables)
