"""What the database holds to, and the verbs of a document."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from statements.models import Document, Office, Paragraph, Participation, Revision, Source, Speaker, Status
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db


def refused_by_the_database(constraint, act):
    """Whether the database itself refuses `act`, by the constraint of that name."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def update(instance, **fields):
    return lambda: type(instance)._base_manager.filter(pk=instance.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "secret"}, "document_status_known"),
        ({"kind": "poem"}, "document_kind_known"),
        ({"language": "la"}, "document_language_known"),
        ({"title": ""}, "document_has_a_title"),
        ({"date_start": date(2024, 3, 2)}, "document_date_starts_before_it_ends"),
        ({"date_edtf": ""}, "document_date_starts_before_it_ends"),
        ({"date_start": None}, "document_date_starts_before_it_ends"),
    ],
)
def test_a_document_with_an_impossible_fact_is_refused(fields, constraint):
    refused_by_the_database(constraint, update(make_document("Words."), **fields))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"position": 2}, "paragraph_position_unique"),
        ({"position": 0}, "paragraph_position_from_one"),
        ({"key": "Q 1"}, "paragraph_key_is_one"),
        ({"kind": "footnote"}, "paragraph_kind_known"),
        ({"language": "xx"}, "paragraph_language_known"),
        ({"start": 5, "end": 5}, "paragraph_span_starts_before_it_ends"),
    ],
)
def test_a_paragraph_with_an_impossible_fact_is_refused(fields, constraint):
    first = make_document("One.", "Two.").paragraphs.first()
    refused_by_the_database(constraint, update(first, **fields))


def test_two_paragraphs_of_a_document_never_have_one_key():
    first, second = make_document("One.", "Two.").paragraphs.all()
    refused_by_the_database("paragraph_key_unique", update(second, key=first.key))


def test_paragraphs_may_change_places_in_one_transaction():
    first, second = make_document("One.", "Two.").paragraphs.all()
    update(first, position=2)()
    update(second, position=1)()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [each.text for each in first.document.paragraphs.all()] == ["Two.", "One."]


def test_an_office_ends_after_it_starts_and_has_a_title():
    ada = make_speaker("Ada Quist")
    refused_by_the_database(
        "office_starts_before_it_ends",
        lambda: Office.objects.create(speaker=ada, title_en="Minister", since=date(2024, 1, 2), until=date(2024, 1, 2)),
    )
    refused_by_the_database("office_has_a_title", lambda: Office.objects.create(speaker=ada))


def test_somebody_takes_part_in_one_way_once():
    document = make_document("Words.", speakers={"Ada Quist": "quoted"})
    ada = make_speaker("Ada Quist")
    refused_by_the_database(
        "participation_unique", lambda: Participation.objects.create(document=document, speaker=ada, role="quoted")
    )
    refused_by_the_database(
        "participation_role_known", lambda: Participation.objects.create(document=document, speaker=ada, role="hums")
    )


def test_a_source_has_a_real_hash():
    source = Source.objects.first()
    refused_by_the_database("source_sha256_is_one", update(source, sha256="abc"))


def test_a_revision_number_is_given_once():
    document = make_document("Words.")
    first = document.publish()
    refused_by_the_database(
        "revision_number_unique",
        lambda: Revision.objects.create(document=document, number=first.number, content={}),
    )


class TestWhatThePublicSees:
    def test_it_sees_a_published_document(self):
        assert make_document("Words.") in Document.objects.published()

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
    def test_it_sees_none_in_another_state(self, status):
        assert make_document("Words.", status=status) not in Document.objects.published()

    def test_it_sees_an_embargoed_one_from_its_moment_on(self):
        later = make_document("Words.", publish_at=timezone.now() + timedelta(hours=1))
        earlier = make_document("Words.", publish_at=timezone.now() - timedelta(hours=1))
        assert list(Document.objects.published().filter(pk__in=[later.pk, earlier.pk])) == [earlier]
        assert (later.is_public, earlier.is_public) == (False, True)

    def test_it_sees_only_speakers_of_published_documents(self):
        make_document("Words.", status=Status.DRAFT, speakers={"Ada Quist": "speaker"})
        make_document("Words.", speakers={"Bo Lindqvist": "speaker"})
        names = {speaker.name for speaker in Speaker.objects.public()}
        assert "Bo Lindqvist" in names
        assert "Ada Quist" not in names


class TestPublishing:
    def test_it_keeps_what_is_published_as_a_version(self):
        document = make_document("The first words.", status=Status.DRAFT)
        revision = document.publish()
        assert (document.status, revision.number) == (Status.PUBLISHED, 1)
        assert revision.content["paragraphs"][0]["text"] == "The first words."

    def test_a_second_time_without_a_change_makes_no_second_version(self):
        document = make_document("The first words.")
        assert document.publish() == document.publish()

    def test_an_edit_makes_a_second_version_and_the_first_keeps_its_words(self):
        document = make_document("The first words.")
        document.publish()
        document.paragraphs.update(text="Other words.")
        assert document.publish().number == 2
        first = document.revisions.get(number=1)
        assert first.content["paragraphs"][0]["text"] == "The first words."

    def test_what_is_corrected_before_an_embargo_ends_is_kept_nowhere(self):
        document = make_document("The wrong words.", publish_at=timezone.now() + timedelta(hours=1))
        document.publish()
        document.paragraphs.update(text="The right words.")
        revision = document.publish()
        assert revision.number == 1
        assert revision.published_at == document.publish_at
        assert [each.content["paragraphs"][0]["text"] for each in document.revisions.all()] == ["The right words."]

    def test_a_version_keeps_the_titles_held_then(self):
        document = make_document("Words.", date="2022-11-10", speakers={"Ada Quist": "speaker"})
        ada = make_speaker("Ada Quist")
        office = Office.objects.create(speaker=ada, title_en="Minister of Tides", since=date(2020, 1, 1))
        assert document.publish().content["participations"][0]["titles"] == [{"en": "Minister of Tides"}]
        office.delete()
        assert document.revisions.get(number=1).content["participations"][0]["titles"] == [{"en": "Minister of Tides"}]

    def test_a_withdrawn_document_is_gone_from_sight_and_still_there(self):
        document = make_document("Words.")
        document.withdraw("It was a forgery.")
        document.refresh_from_db()
        assert (document.status, document.withdrawn_reason) == (Status.WITHDRAWN, "It was a forgery.")
        assert document not in Document.objects.published()


class TestQuotationsInAnEditedParagraph:
    @pytest.fixture
    def paragraph(self):
        paragraph = make_document('She said "we will hold the line" twice.').paragraphs.get()
        start = paragraph.text.index("we will")
        paragraph.quotations.create(speaker=make_speaker("Ada Quist"), start=start, end=start + 21)
        return paragraph

    def edit(self, paragraph, text):
        old, paragraph.text = paragraph.text, text
        paragraph.save()
        paragraph.record_edit(old)
        return [text[each.start : each.end] for each in paragraph.quotations.all()]

    def test_they_follow_their_words(self, paragraph):
        assert self.edit(paragraph, f"On Monday. {paragraph.text}") == ["we will hold the line"]

    def test_they_go_where_their_words_are_gone(self, paragraph):
        assert self.edit(paragraph, "She said nothing.") == []


def test_the_newest_come_first_and_the_undated_last():
    undated, old, new = (make_document("Words.", date=edtf) for edtf in ("", "1999", "2031-05"))
    order = list(Document.objects.newest_first())
    assert order[0] == new
    assert order.index(old) < order.index(undated)
    assert [document.date_edtf for document in order].index("") == len(order) - 2, "two have no date"


def test_a_date_that_is_none_is_said_to_the_editor():
    document = make_document("Words.")
    document.date_edtf = "last week"
    with pytest.raises(ValidationError, match="is not a date: write 2022-11-10"):
        document.full_clean()


def test_a_role_is_known_only_where_the_office_was_held_on_every_day():
    office = Office(title_en="Minister", since=date(2022, 10, 22), until=date(2024, 10, 1))
    assert office.is_held_throughout(date(2022, 10, 22), date(2022, 10, 22))
    assert not office.is_held_throughout(date(2022, 10, 1), date(2022, 10, 31)), "part of the month is a guess"
    assert not office.is_held_throughout(date(2024, 10, 1), date(2024, 10, 1)), "the last day is not in office"


def test_lists_do_not_fetch_the_index():
    assert {"words", "exact"} == Paragraph.objects.first().get_deferred_fields()
