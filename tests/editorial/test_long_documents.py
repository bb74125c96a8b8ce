"""A step on one paragraph writes the rows that it changes and no others, however long the document is."""

import pytest
from django.db import connection
from django.urls import reverse

from statements.editorial.checking.verify import verify
from statements.editorial.review.corrections import begin_correction
from statements.editorial.review.paragraphs import drop, restore, split
from statements.models import Document, Entry, Lead, Paragraph, Utterance
from statements.models.positions import ROOM, fit_between
from tests.cast import make_document, make_speaker, settle
from tests.editorial.test_corrections import correct, publish
from tests.editorial.test_desk import add, do, editor, key, texts
from tests.editorial.test_undo import press, undo

__all__ = ["editor"]
pytestmark = pytest.mark.django_db

MANY = 40
LONG = "The long road\n\n" + "\n\n".join(f"We walked mile {mile} in the rain. We rested." for mile in range(MANY))


@pytest.fixture
def draft(editor):
    add(editor, LONG)
    return Document.objects.get(title="The long road")


@pytest.fixture
def public(draft):
    draft.publish()
    return draft


def rows(document):
    """Which row each paragraph is now: the database gives one that was written another place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text FROM statements_paragraph WHERE document_id = %s", [document.pk])
        return dict(cursor.fetchall())


def written(document, before):
    """How many rows of paragraphs have been written since."""
    return sum(before.get(pk) != place for pk, place in rows(document).items())


def derived(document):
    """All that searches read of a document."""
    return [
        list(model.objects.filter(document=document).order_by("pk").values_list(*fields))
        for model, fields in (
            (Entry, ("status", "length", "size", "words", "forms", "speaker_ids")),
            (Lead, ("words", "title")),
            (Utterance, ("speaker", "length", "size", "words", "forms")),
        )
    ]


def make_anew(document):
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_enter(ARRAY[%s]), archive_utter(ARRAY[%s])", [document.pk, document.pk])


class TestRows:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("step", "most"), [("drop", 0), ("split", 2), ("merge", 1), ("attribute", 1)], ids=lambda each: str(each)
    )
    def test_a_step_of_a_correction_writes_only_what_it_changes(self, editor, public, step, most):
        copy = correct(editor, public)
        before = rows(copy)
        press(editor, copy, step, paragraph=key(copy, 3), before="We rested", kind="heading", speaker="")
        assert written(copy, before) == most
        before = rows(copy)
        undo(editor, copy)
        assert written(copy, before) <= 2

    def test_a_dropped_paragraph_of_a_draft_leaves_a_gap_which_publishing_closes(self, draft):
        before = rows(draft)
        drop(draft.paragraphs.get(position=2))
        assert written(draft, before) == 0
        assert verify(draft) == []
        draft.publish()
        settle()
        assert list(draft.paragraphs.order_by("position").values_list("position", flat=True)) == list(range(1, MANY))
        assert verify(draft) == []

    def test_only_the_first_insertion_into_a_draft_makes_room(self, draft):
        split(draft.paragraphs.order_by("position")[1], 20)
        before = rows(draft)
        split(draft.paragraphs.order_by("position")[9], 20)
        assert written(draft, before) == 2

    def test_publishing_a_correction_writes_no_paragraph_that_stays_as_it_is(self, editor, public):
        copy, before = correct(editor, public), rows(public)
        do(editor, copy, "attribute", paragraph=key(copy, 30), kind="heading", speaker="")
        publish(editor, copy)
        assert written(public, before) == 1

    def test_whatever_is_inserted_in_one_place_stays_in_order(self, draft):
        words = [draft.paragraphs.order_by("position")[2]]
        for _ in range(7):
            words.append(split(words[-1], len(words[-1].text.split(" ")[0])))
            words[-2].refresh_from_db()
        read = list(draft.paragraphs.order_by("position").values_list("pk", flat=True))
        assert read[2:10] == [each.pk for each in words]
        assert " ".join(texts(draft)[2:10]) == "We walked mile 2 in the rain. We rested."

    def test_the_place_that_the_desk_names_is_that_of_readers(self, editor, draft):
        do(editor, draft, "drop", paragraph=key(draft, 1))
        page = do(editor, draft, "drop", paragraph=key(draft, 3)).content.decode()
        assert "Dropped [3]." in page
        assert '<summary class="place">[3]' in page and f"[{MANY}]" not in page

    def test_so_are_those_of_the_admin_and_of_what_is_verified(self, admin_client, draft):
        drop(draft.paragraphs.get(position=2))
        split(draft.paragraphs.order_by("position")[1], 20)
        last = draft.paragraphs.order_by("position").last()
        assert last.position > MANY
        for address in (
            reverse("admin:statements_paragraph_change", args=[last.pk]),
            f"{reverse('admin:statements_paragraph_changelist')}?q={last.key}",
            reverse("admin:statements_paragraph_delete", args=[last.pk]),
        ):
            page = admin_client.get(address).content.decode()
            assert f"[{MANY}]" in page and str(last.position) not in page
        Paragraph.objects.filter(pk=last.pk).update(text="Something else.")
        assert verify(draft) == [f"the words of paragraph {MANY} are not those of its source"]


class TestWords:
    def test_a_working_copy_has_no_search_words(self, editor, public):
        copy = correct(editor, public)
        press(editor, copy, "split", paragraph=key(copy, 3), before="We rested")
        assert set(Paragraph.objects.filter(document=copy).values_list("words", "exact")) == {(None, None)}
        assert Entry.objects.get(document=copy).words == "" and not Lead.objects.filter(document=copy).exists()

    def test_only_what_is_published_has_words_that_searches_read(self, draft):
        draft.participations.create(speaker=make_speaker("Ada Quist"), role="speaker")
        assert Entry.objects.get(document=draft).words == ""
        assert not Lead.objects.filter(document=draft).exists() and not draft.utterances.exists()
        draft.publish()
        assert "'mile'" in Entry.objects.get(document=draft).words
        assert Lead.objects.filter(document=draft).exists() and draft.utterances.exists()
        draft.withdraw("It was another road.")
        assert Entry.objects.get(document=draft).words == "" and not draft.utterances.exists()

    def test_what_a_correction_leaves_is_what_a_rebuild_gives(self, editor, public):
        public.participations.create(speaker=make_speaker("Ada Quist"), role="speaker")
        copy = begin_correction(public, public.added_by)
        third = copy.paragraphs.order_by("position")[2]
        drop(third)
        restore(copy, third.start)
        copy.paragraphs.filter(position__lt=5 * ROOM).update(text="The heron waits.", edited=True)
        publish(editor, copy)
        found = derived(public)
        assert "'heron'" in found[0][0][3]
        make_anew(public)
        assert derived(public)[:2] == found[:2]
        assert [row[1:] for row in derived(public)[2]] == [row[1:] for row in found[2]]

    @pytest.mark.slow
    def test_of_a_long_document_every_word_is_found_and_the_places_of_the_first_are_known(self):
        long = make_document(*(f"The keel {'of oak ' * 900} number{place}." for place in range(60)))
        words = Entry.objects.get(document=long).words
        assert "'number0':1" in words and "'number59'" in words and "'number59':" not in words


class TestPositions:
    @pytest.mark.parametrize(
        ("before", "after", "count", "found"),
        [
            (4, 6, 1, [5]),
            (4, 5, 1, None),
            (0, 1, 1, None),
            (0, ROOM, 3, [ROOM // 4, ROOM // 2, 3 * ROOM // 4]),
            (4, None, 2, [4 + ROOM, 4 + 2 * ROOM]),
        ],
    )
    def test_free_ones_are_found_between_two_others(self, before, after, count, found):
        assert fit_between(before, after, count) == found
