"""The pages that show two texts beside each other."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from statements.models import Document, Quotation
from tests.addresses import MINISTERS, VILNIUS
from tests.cast import make_document, make_speaker
from tests.editorial.test_desk import contributor

__all__ = ["contributor"]
pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(response.content.decode())


def quote(document, name, words):
    """Say who is quoted with words of the first paragraph of a document."""
    paragraph = document.paragraphs.get(position=1)
    start = paragraph.text.index(words)
    end = start + len(words)
    Quotation.objects.create(paragraph=paragraph, speaker=make_speaker(name), start=start, end=end)


@pytest.fixture
def series():
    """A communiqué of each of two years, with a formula that comes back."""
    formula = "We reaffirm our iron-clad commitment to defend every inch of Allied territory."
    first = make_document("We met in Oslo in the rain.", formula, title="Communiqué of 2023", kind="communique")
    changed = formula.replace("iron-clad", "unwavering")
    second = make_document("We met in Rome under the sun.", changed, title="Communiqué of 2024", kind="communique")
    return first, second


def compared(client, first, second, **more):
    return client.get("/compare/", {"a": first.slug, "b": second.slug, **more})


class TestCompare:
    def test_what_changed_is_marked_word_by_word(self, client, series):
        text = text_of(compared(client, *series))
        assert "<del>iron-clad</del>" in text and "<ins>unwavering</ins>" in text
        assert "Paragraphs: 0 kept, 2 changed, 0 moved, 0 only in the first" in text

    def test_addresses_may_be_pasted_whole(self, client):
        response = client.get("/compare/", {"a": f"https://archive.example/it{VILNIUS}?v=1#p1", "b": MINISTERS})
        assert response.status_code == 200
        assert response.context["left"].get_absolute_url() == VILNIUS

    def test_versions_are_compared(self, client, series):
        first, second = series
        first.publish()
        second.publish()
        first.paragraphs.filter(position=1).update(text="We met nowhere.")
        first.publish()
        assert "nowhere" in text_of(compared(client, first, second))
        assert "nowhere" not in text_of(compared(client, first, second, va="1"))
        assert compared(client, first, second, va="7").status_code == 404

    def test_one_document_is_enough_to_be_offered_others_of_the_series(self, client, series):
        response = client.get("/compare/", {"a": series[0].slug})
        assert response.status_code == 200
        [first, *_] = response.context["suggested"]
        assert first[0] == series[1]
        assert client.get(f"/compare/?{first[1]}").context["comparison"]

    def test_words_of_a_title_offer_the_documents_that_may_be_meant(self, client, series):
        response = client.get("/compare/", {"a": "communiqué of 2023", "va": "7", "b": series[1].slug})
        assert response.status_code == 200
        [[words, [[document, query], *_]]] = response.context["wanted"]
        assert (words, document) == ("communiqué of 2023", series[0])
        assert client.get(f"/compare/?{query}").context["comparison"]

    def test_the_version_of_an_address_that_is_pasted_is_compared(self, client, series):
        first, second = series
        first.publish()
        first.paragraphs.filter(position=1).update(text="We met nowhere.")
        first.publish()
        pasted = f"https://archive.example{first.get_absolute_url()}?v=1#:~:text=We%20met"
        text = text_of(client.get("/compare/", {"a": pasted, "b": second.slug}))
        assert "nowhere" not in text and "version 1" in text

    def test_paragraphs_that_say_the_same_over_and_over_are_compared_whole(self, client):
        first = make_document("so and so or so " * 900, title="One")
        second = make_document("so or so and so " * 900, title="Two")
        assert "<del>so and so or so" in text_of(compared(client, first, second))

    def test_the_versions_that_are_compared_are_named(self, client, series):
        first, second = series
        first.publish()
        first.title = "Another title"
        first.save()
        first.publish()
        text = text_of(compared(client, first, second, va="1"))
        assert "Communiqué of 2023</a>, 1 March 2024, version 1" in text
        assert f'href="{first.get_absolute_url()}?v=1#' in text
        assert "Another title" in text_of(compared(client, first, second))

    def test_what_has_nothing_in_common_is_not_struck_out_whole(self, client, series):
        other = make_document("Wholly different sentences fill these lines.", title="Other")
        text = text_of(compared(client, series[0], other))
        assert "hardly anything in common" in text
        assert "<details><summary>Compare them anyway" in text

    def test_a_row_of_stars_is_no_paragraph_that_was_kept(self, client):
        first = make_document("We met in Oslo.", "* * *", "We left it soon.", title="One")
        second = make_document("We met in Oslo.", "* * *", "We stayed for years.", title="Two")
        assert compared(client, first, second).context["comparison"].counts["kept"] == 1

    def test_two_languages_are_not_compared(self, client, series):
        other = make_document("Ci siamo incontrati.", language="it")
        assert "in different languages" in text_of(compared(client, series[0], other))

    @pytest.mark.parametrize("typed", ["nothing", "https://elsewhere.example/", "../..", "\0", "a" * 9999, "%", "?"])
    def test_what_is_no_document_is_said(self, client, typed):
        assert client.get("/compare/", {"a": typed}).status_code == 404

    def test_nothing_that_is_not_public_is_compared_or_suggested(self, client, series):
        secret = make_document("Harpsichord.", title="Communiqué of 2025", kind="communique", status="draft")
        later = make_document(
            "Harpsichord.", title="Communiqué of 2026", kind="communique",
            publish_at=timezone.now() + timezone.timedelta(hours=1),
        )  # fmt: skip
        for each in (secret, later):
            assert compared(client, series[0], each).status_code == 404
            offered = client.get("/compare/", {"a": series[0].slug, "b": each.title}).context
            assert each not in [document for _, meant in offered["wanted"] for document, _ in meant]
            suggested = client.get("/compare/", {"a": series[0].slug}).context["suggested"]
            assert each not in [document for document, _ in suggested]


class TestTranslations:
    @pytest.fixture
    def pair(self):
        group = uuid4()
        english = make_document("We met in Rome.", "Thank you.", translation_group=group)
        italian = make_document("Ci siamo incontrati a Roma.", "Grazie.", language="it", translation_group=group)
        return english, italian

    def beside(self, one, other):
        return f"/documents/{one.slug}/with/{other.slug}/"

    def test_they_stand_side_by_side(self, client, pair):
        response = client.get(self.beside(*pair))
        assert response.status_code == 200
        assert [[len(side) for side in row] for row in response.context["rows"]] == [[1, 1], [1, 1]]
        assert "Ci siamo incontrati a Roma." in text_of(response)

    def test_who_says_and_who_is_quoted_is_told_in_words(self, client):
        group = uuid4()
        made = [
            make_document(words, "(Noise.)", "Aye.", language=code, translation_group=group)
            for code, words in (("en", 'He said "we land" and "we sail".'), ("it", "Ha detto «sbarchiamo»."))
        ]
        for document in made:
            first = document.paragraphs.get(position=1)
            document.paragraphs.filter(pk=first.pk).update(speaker=make_speaker("Ada Quist"))
        quote(made[0], "Bo Dahl", '"we land"')
        quote(made[0], "Mia Berg", '"we sail"')
        quote(made[1], "Bo Dahl", "«sbarchiamo»")
        left, right = re.findall(r"<td>(.*?)</td>", text_of(client.get(self.beside(*made))), re.DOTALL)[:2]
        for cell in (left, right):
            assert "Ada Quist" in cell and 'class="quoted-by"' in cell
        assert re.search(r'sign">1</span> <span class="name">Bo Dahl', left) and "Mia Berg" in left
        assert "Bo Dahl" in right.partition('class="quoted-by"')[2] and "Mia Berg" not in right

    def test_an_archive_of_a_text_and_its_translation_opens_on_the_two(self, client, pair):
        Document.objects.exclude(pk__in=[each.pk for each in pair]).update(status="draft")
        text = text_of(client.get("/compare/"))
        assert "A text and its translation, side by side" in text and "Ci siamo incontrati a Roma." in text

    def test_two_texts_with_little_in_common_are_not_said_to_be_alike(self, client):
        text = text_of(client.get("/compare/"))
        assert "No two texts here are alike" in text and 'class="text comparison unlike"' in text
        Document.objects.filter(language="it").update(status="draft")
        assert "No two texts here are alike" not in text_of(client.get("/compare/")), "one in each language"

    def test_two_versions_are_said_to_be_versions(self, client):
        document = make_document("We sail at noon and land at dawn. " * 4, "Aye, and we come back. " * 4)
        document.publish()
        document.paragraphs.filter(position=2).update(text="Nay.")
        document.publish()
        assert "Two versions of one document." in text_of(client.get("/compare/"))

    def test_the_page_of_a_document_leads_there(self, client, pair):
        text = text_of(client.get(pair[0].get_absolute_url()))
        assert self.beside(*pair) in text and pair[1].get_absolute_url() in text

    def test_a_translation_that_is_not_public_is_nowhere(self, client, pair):
        pair[1].status = "draft"
        pair[1].save()
        assert client.get(self.beside(*pair)).status_code == 404
        assert pair[1].slug not in text_of(client.get(pair[0].get_absolute_url()))

    def test_what_is_no_translation_is_not_shown_as_one(self, client, pair):
        other = make_document("Elsewhere.")
        assert client.get(self.beside(pair[0], other)).status_code == 404
        assert client.get(self.beside(other, make_document("Nowhere."))).status_code == 404
        assert client.get(self.beside(pair[0], pair[0])).status_code == 404

    def test_one_that_was_withdrawn_is_gone(self, client, pair):
        pair[1].publish()
        pair[1].withdraw("A forgery.")
        assert client.get(self.beside(*pair)).status_code == 410


def test_an_editor_sees_what_a_near_duplicate_has_differently(contributor, series):
    draft = make_document(*series[1].paragraphs.values_list("text", flat=True), status="draft")
    address = reverse("admin:statements_document_compare", args=[draft.pk, series[0].pk])
    assert "<ins>unwavering</ins>" in text_of(contributor.get(address))
    review = contributor.get(reverse("admin:statements_document_review", args=[draft.pk]))
    assert reverse("admin:statements_document_compare", args=[draft.pk, series[1].pk]) in text_of(review)


def test_drafts_are_compared_by_editors_only(client, series):
    draft = make_document("Words.", status="draft")
    address = reverse("admin:statements_document_compare", args=[draft.pk, series[0].pk])
    assert client.get(address).status_code == 302
