"""What the importer gave to the wrong one is put right in an archive that is upgraded; what editors decided stands."""

import pytest
from django.core.management import call_command
from django.db import transaction

from statements.models import Participation, Quotation, Revision, Role, Speaker
from tests.cast import make_document, make_speaker
from tests.upgrades import migrate_to

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
DENIED = "Ada Quist denied that “the harbour is closed to all of us”."
SAID = "The harbour master, who met Ada Quist, left. “It will be open again by noon”, said Bo Berg."


@pytest.fixture
def report():
    """Makes a report in which every quotation is Ada Quist's, as the nearest name once decided."""

    def make(*texts, **fields):
        document = make_document(*texts, **fields)
        for position, speaker in enumerate((make_speaker("Ada Quist"), make_speaker("Bo Berg")), 1):
            Participation.objects.create(document=document, speaker=speaker, role=Role.QUOTED, position=position)
        ada = Speaker.objects.get(name="Ada Quist")
        for row in document.paragraphs.all():
            start, end = row.text.index("“") + 1, row.text.index("”")
            Quotation.objects.create(paragraph=row, speaker=ada, start=start, end=end)
        record(document)
        return document

    return make


@transaction.atomic
def record(document):
    return Revision.objects.record(document)


def upgrade():
    migrate_to("0025")
    call_command("migrate", "statements", verbosity=0)


def owners(document):
    rows = Quotation.objects.filter(paragraph__document=document).order_by("paragraph__position", "start")
    return [(row.paragraph.position, row.speaker.name) for row in rows]


def test_words_go_to_who_said_them_in_a_new_version(report):
    document = report(DENIED, SAID)
    before = document.revisions.order_by("number").last()
    upgrade()
    assert owners(document) == [(2, "Bo Berg")]
    first, second = document.revisions.order_by("number")
    assert first.content == before.content
    start = SAID.index("It will")
    end = start + len("It will be open again by noon")
    assert [each["quotations"] for each in second.content["paragraphs"]] == [[], [[start, end, "Bo Berg"]]]
    assert second.number == 2
    assert record(document) == second, "the version is what the archive has"


def test_what_is_right_gets_no_new_version(report):
    document = report("“It will be open again by noon”, said Ada Quist.")
    upgrade()
    assert owners(document) == [(1, "Ada Quist")]
    assert document.revisions.count() == 1


def test_what_an_editor_decided_stands(report):
    document = report(DENIED, provenance={"paragraphs": "editor"})
    upgrade()
    assert owners(document) == [(1, "Ada Quist")]
    assert document.revisions.count() == 1


def test_sort_names_that_nobody_would_type_are_left_unstated():
    rows = [
        ("King Letsie III", "III, King Letsie", ""),
        ("Tajani, Antonio", "Antonio, Tajani,", ""),
        ("Bo Berg Jr.", "Jr., Bo Berg", ""),
        ("Simone de Beauvoir", "Beauvoir, Simone de", "Beauvoir, Simone de"),
        ("Ada Quist", "Quist, Ada", "Quist, Ada"),
    ]
    for name, sort_name, _ in rows:
        Speaker.objects.filter(pk=make_speaker(name).pk).update(sort_name=sort_name)
    upgrade()
    assert {name: Speaker.objects.get(name=name).sort_name for name, *_ in rows} == {
        name: right for name, _, right in rows
    }
