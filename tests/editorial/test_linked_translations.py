"""Translations are found, chosen by a search, and unlinked again."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from statements.editorial.checking.translations import find_translations, linked
from statements.editorial.review.corrections import begin_correction, publish_correction
from statements.models import Document
from tests.cast import make_document, make_publisher
from tests.editorial.test_desk import contributor, do, editor, review

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db
ALL = Document.objects.all()

ENGLISH = ["On 11 July 2023, 31 allies met in Vilnius.", "They promised 2.5% of GDP, 300,000 soldiers and 40 ships."]
FRENCH = [
    "Le 11 juillet 2023, 31 alliés se sont réunis à Vilnius.",
    "Promis : 2.5% du PIB, 300,000 soldats, 40 navires.",
]


@pytest.fixture
def english():
    return make_document(*ENGLISH, status="draft", date="2023-07-11", title="The harbour of Vilnius")


def french(**facts):
    return make_document(*FRENCH, language="fr", title="Le port de Vilnius", **{"date": "2023-07-11", **facts})


def search(client, document, **query):
    return client.get(reverse("admin:statements_document_translations", args=[document.pk]), query)


class TestOffers:
    def test_the_same_numbers_are_enough_where_nobody_is_entered_yet(self, english):
        other = french(date="2023-07-12")
        [offer] = find_translations(english, ALL)
        assert offer.document == other
        assert offer.why == "one day off, about as long, the same numbers in it"

    def test_the_same_people_on_the_same_day_are_enough(self, english):
        other = make_document("Bonjour.", language="fr", date="2023-07-11", speakers={"Ada Quist": "speaker"})
        assert find_translations(english, ALL) == []
        make_document("x", speakers={"Ada Quist": "speaker"})
        english.participations.create(speaker=other.participations.get().speaker, role="speaker")
        assert [each.why for each in find_translations(english, ALL)] == ["the same day, the same people"]

    def test_the_same_publisher_one_day_off_needs_a_text_about_as_long(self, english):
        port = make_publisher("Port of Oslo")
        Document.objects.filter(pk=english.pk).update(publisher=port)
        english.refresh_from_db()
        make_document("Bonjour.", language="fr", date="2023-07-12", publisher=port)
        assert find_translations(english, ALL) == []
        french(date="2023-07-10", publisher=port)
        assert [each.document.title for each in find_translations(english, ALL)] == ["Le port de Vilnius"]

    @pytest.mark.parametrize("facts", [{"date": "2023-07-14"}, {"date": ""}])
    def test_days_apart_nothing_is_offered(self, english, facts):
        french(**facts)
        assert find_translations(english, ALL) == []

    def test_undated_documents_have_no_offers(self):
        french()
        assert find_translations(make_document(*ENGLISH, date=""), ALL) == []


class TestSearching:
    def test_a_document_is_chosen_by_title_day_people_or_its_address(self, editor, english):
        other = french(date="2020-01-02", speakers={"Ada Quist": "speaker"}, publisher=make_publisher("Port of Bergen"))
        for query in (
            {"q": "port vilnius"},
            {"q": "quist"},
            {"q": "bergen"},
            {"day": "2 gennaio 2020"},
            {"q": "port", "day": "January 2020"},
            {"q": f"https://archive.example{other.get_absolute_url()}"},
        ):
            html = search(editor, english, **query).content.decode()
            assert f'name="other" value="{other.pk}"' in html, query
            assert "French, 2 January 2020" in html
        assert "None has all these words" in search(editor, english, q="port atlantis").content.decode()

    @pytest.mark.parametrize("query", [{"q": "\0"}, {"q": "%"}, {"q": "x " * 5000}, {"day": "spring"}, {"day": "\0"}])
    def test_nonsense_is_no_error(self, editor, english, query):
        assert search(editor, english, **query).status_code == 200

    def test_markup_that_was_typed_is_text(self, editor, english):
        assert (
            "<script>" not in search(editor, english, q="<script>").content.decode().split("<main")[-1].split("src=")[0]
        )

    def test_only_those_who_may_change_the_document_search(self, client, contributor):
        published = make_document("We met.")
        published.publish()
        assert search(contributor, published).status_code == 403
        contributor.logout()
        assert search(client, published).status_code == 302


class TestLinking:
    @pytest.mark.slow
    def test_linked_and_unlinked_again(self, editor, english):
        other = french()
        do(editor, english, "group", other=other.pk)
        assert linked(english, ALL) == [other]
        html = editor.get(review(english)).content.decode()
        assert "Le port de Vilnius" in html and "Unlink it from these" in html
        do(editor, english, "ungroup")
        other.refresh_from_db()
        assert (english.translation_group, other.translation_group) == (None, None)
        assert "not linked to any translation" in do(editor, english, "ungroup").content.decode()

    def test_two_groups_become_one_and_whoever_leaves_leaves_the_others_together(self, editor, english):
        first, second = french(), make_document("Ci siamo incontrati.", language="it", status="draft")
        third = make_document("Bonjour à tous.", language="fr", date="2019-01-01")
        do(editor, english, "group", other=first.pk)
        do(editor, second, "group", other=third.pk)
        html = do(editor, english, "group", other=second.pk).content.decode()
        assert "Several of these translations are in French now" in html
        assert {each.pk for each in linked(english, ALL)} == {first.pk, second.pk, third.pk}
        do(editor, english, "ungroup")
        first.refresh_from_db()
        assert {each.pk for each in linked(first, ALL)} == {second.pk, third.pk}

    def test_two_texts_in_one_language_are_said_to_be_so(self, editor, english):
        other = make_document("We met.", title="Another text")
        assert "in the same language" in search(editor, english, q="another").content.decode()
        assert "are in English now" in do(editor, english, "group", other=other.pk).content.decode()

    @pytest.mark.parametrize("other", ["", "0", "x", "9" * 30])
    def test_nonsense_links_nothing(self, editor, english, other):
        do(editor, english, "group", other=other)
        do(editor, english, "group", other=english.pk)
        assert english.translation_group is None

    def test_a_draft_does_not_bring_two_published_documents_together(self, contributor, english):
        first, second = french(), make_document("Ci siamo incontrati.", language="it", date="2019-01-01")
        do(contributor, english, "group", other=first.pk)
        html = do(contributor, english, "group", other=second.pk).content.decode()
        assert "takes somebody who may change them" in html
        first.refresh_from_db()
        assert second not in linked(first, ALL) and linked(second, ALL) == []

    def test_a_correction_links_nothing_for_readers_before_it_is_published(self, editor):
        astrid = User.objects.get(username="astrid")
        public, first, second = (
            make_document(*ENGLISH, date="2023-07-11"),
            french(),
            make_document("Ciao.", language="it"),
        )
        copy = begin_correction(public, astrid)
        do(editor, copy, "group", other=first.pk)
        html = do(editor, copy, "group", other=second.pk).content.decode()
        assert "Readers would see this at once" in html
        for each in (public, first, second):
            each.refresh_from_db()
            assert linked(each, ALL) == []
        copy.refresh_from_db()
        publish_correction(copy, astrid)
        public.refresh_from_db()
        assert linked(public, ALL) == [first]

    def test_a_correction_that_unlinks_leaves_readers_what_they_see(self, editor):
        astrid = User.objects.get(username="astrid")
        public, first = make_document(*ENGLISH, date="2023-07-11"), french()
        Document.objects.filter(pk__in=[public.pk, first.pk]).update(translation_group=uuid4())
        copy = begin_correction(Document.objects.get(pk=public.pk), astrid)
        do(editor, copy, "ungroup")
        first.refresh_from_db()
        assert linked(first, ALL) == [public]

    def test_a_contributor_joins_no_published_groups(self, contributor, english):
        published = [french(), make_document("Ci siamo incontrati.", language="it")]
        more = make_document("Nous nous sommes réunis.", language="fr")
        for each in (*published, more):
            each.publish()
        do(contributor, english, "group", other=published[0].pk)
        Document.objects.filter(pk__in=[published[1].pk, more.pk]).update(
            translation_group="11111111-1111-1111-1111-111111111111"
        )
        html = do(contributor, english, "group", other=published[1].pk).content.decode()
        assert "takes somebody who may change them" in html
        assert [each.pk for each in linked(english, ALL)] == [published[0].pk]
