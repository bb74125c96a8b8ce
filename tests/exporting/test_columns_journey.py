"""A reader who needs three columns of a list."""

import csv
import io

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_columns_are_ticked_without_scripts(page):
    page.goto("/search/export/?q=NATO&language=it")
    section = page.locator("section", has=page.get_by_role("heading", name="A row for each paragraph"))
    section.get_by_text("Columns", exact=True).click()
    boxes = section.get_by_role("checkbox")
    for box in boxes.all():
        box.set_checked(box.get_attribute("value") in ("said_by", "text", "date"))
    section.get_by_role("button", name="Use these columns").click()
    assert page.url.endswith("/search/export/?q=NATO&language=it&rows=paragraphs&columns=said_by,text,date#paragraphs")
    assert [box.get_attribute("value") for box in boxes.all() if box.is_checked()] == ["said_by", "text", "date"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    content = page.request.get(section.get_by_role("link", name="CSV").get_attribute("href")).body()
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == ["said_by", "text", "date"]
    assert rows
    for box in boxes.all():
        box.check()
    section.get_by_role("button", name="Use these columns").click()
    assert page.url.endswith("/search/export/?q=NATO&language=it#paragraphs"), "all of them need not be named"
