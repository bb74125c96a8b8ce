"""A document as it is read: its outline, and where it has the words that were searched for."""

import pytest

from statements.models import Document, ParagraphKind, snapshot
from statements.reading.text import reading
from tests.cast import make_document

pytestmark = pytest.mark.django_db


def test_a_short_text_has_no_outline():
    assert reading(snapshot(make_document("One.", "Two."))).outline == []


def test_headings_are_the_outline_of_a_text_that_has_them():
    document = make_document("First", "Words.", "Second", "Words too.", "Third")
    document.paragraphs.filter(position__in=[1, 3, 5]).update(kind=ParagraphKind.HEADING)
    assert [entry.label for entry in reading(snapshot(document)).outline] == ["First", "Second", "Third"]


def test_a_communique_is_parted_by_tens_of_its_numbers():
    found = reading(snapshot(Document.objects.get(external_id="seed-004"))).outline
    assert [entry.label for entry in found][:2] == ["1–10", "11–20"]
    assert found[-1].label == "81–90"
    eleven = Document.objects.get(external_id="seed-004").paragraphs.get(number="11")
    assert found[1].key == eleven.key


class TestWordsSearchedFor:
    def test_they_are_marked_and_counted_and_listed(self, client):
        document = make_document("NATO is here, NATO is there.", "Nothing.", "For NATO.")
        text = client.get(f"{document.get_absolute_url()}?q=NATO").content.decode()
        assert text.count("<mark>NATO</mark>") == 3
        assert "3 places marked: <b>NATO</b>" in text
        keys = document.paragraphs.order_by("position").values_list("key", flat=True)
        assert [f'<li><a href="#{key}">' in text for key in keys] == [True, False, True]

    def test_the_text_is_the_same_without_the_marks(self, client):
        document = make_document('He said: "We <b>sail</b> & land" at sea.')
        plain, marked = (client.get(document.get_absolute_url() + query).content.decode() for query in ("", "?q=sail"))
        words = plain[plain.index('class="words"') : plain.index("</p>", plain.index('class="words"'))]
        assert words in marked.replace("<mark>", "").replace("</mark>", "")
        assert "<mark>sail</mark>" in marked

    def test_words_in_a_quotation_are_marked_inside_of_it(self, client):
        document = Document.objects.filter(paragraphs__quotations__isnull=False).first()
        quotation = next(q for each in document.paragraphs.all() for q in each.quotations.all())
        word = quotation.paragraph.text[quotation.start : quotation.end].strip('“”«»" ').split()[0]
        text = client.get(document.get_absolute_url(), {"q": f'"{word}"'}).content.decode()
        assert f'title="{quotation.speaker}">' in text
        assert "<mark>" in text.partition(f'title="{quotation.speaker}">')[2].partition("</span>")[0]

    @pytest.mark.parametrize("typed", ["(", '"', "zzzz", "\0", "a OR " * 90, "NOT NATO", "date:2022", "con*"])
    def test_nonsense_marks_nothing_and_breaks_nothing(self, client, typed):
        document = make_document("NATO is here.")
        response = client.get(document.get_absolute_url(), {"q": typed})
        assert response.status_code == 200
        assert "<mark>" not in response.content.decode()

    def test_a_page_with_marks_is_not_for_crawlers(self, client):
        document = make_document("NATO is here.")
        assert 'content="noindex"' in client.get(f"{document.get_absolute_url()}?q=NATO").content.decode()

    def test_a_long_text_takes_no_query_for_each_paragraph(self, client, django_assert_max_num_queries):
        document = make_document(*(f"NATO and word{number}." for number in range(60)))
        with django_assert_max_num_queries(30):
            client.get(f"{document.get_absolute_url()}?q=NATO")
