"""A real browser follows links into a long text: those of today, and those that were given out before it had parts."""

import re
from urllib.parse import quote

import pytest

from statements.models import Paragraph
from tests.cast import make_document

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
LAW = "/documents/the-law-of-the-sea/"


@pytest.fixture
def law(own_page):
    """Three parts."""
    document = make_document(slug="the-law-of-the-sea", title="The law of the sea")
    texts = (f"Article {each} is about ships, and about what they carry." for each in range(1, 1_204))
    rows = (
        Paragraph(document=document, position=each, key=f"pk{each}", text=text, language="en")
        for each, text in enumerate(texts, 1)
    )
    Paragraph.objects.bulk_create(rows)
    document.publish()
    return own_page


def is_in_view(page, key):
    box = page.locator(f"#{key}").bounding_box()
    return 0 <= box["y"] < page.viewport_size["height"]


@pytest.mark.parametrize("query", ["", "?v=1", "?part=2"])
def test_a_link_that_names_the_paragraph_behind_the_hash_alone_leads_to_its_part(law, query):
    law.goto(f"{LAW}{query}#pk1100")
    law.wait_for_url("**part=3#pk1100")
    assert is_in_view(law, "pk1100")
    assert ("v=1" in law.url) == ("v=1" in query)


def test_a_link_to_words_leads_to_them(law):
    law.goto(f"{LAW}#pk1100:~:text={quote('Article 1100 is')}")
    law.wait_for_url("**part=3#pk1100*")
    assert ":~:text=" in law.evaluate("performance.getEntriesByType('navigation')[0].name")
    assert is_in_view(law, "pk1100")


def test_the_link_of_a_paragraph_leads_to_it(law):
    law.goto(f"{LAW}?part=2")
    law.locator("#pk700 .permalink").click()
    law.wait_for_url(re.compile(r"\?v=1&at=pk700#pk700$"))  # the link is there to be copied
    law.reload()
    law.wait_for_url(re.compile(r"\?v=1&part=2#pk700$"))
    assert is_in_view(law, "pk700")


def test_a_link_to_what_is_not_there_leads_to_the_text(law):
    law.goto(f"{LAW}#main")
    assert law.url.endswith("#main")


def test_without_scripts_a_link_can_be_pasted(law):
    law.goto(LAW)
    law.get_by_label("If the link to a paragraph led you here").fill(f"https://example.org{LAW}?v=1#pk1100")
    law.get_by_role("button", name="Go to the paragraph").click()
    law.wait_for_url("**part=3#pk1100")
    assert is_in_view(law, "pk1100")
