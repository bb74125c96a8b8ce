"""Two speakers who are one: merged, found at both addresses, and made two again."""

import pytest
from django.urls import reverse

from statements.editorial.people.merging import MergeRefusedError, merge, undo
from statements.importer.bulk.names import Names
from statements.models import Merge, Office, Quotation, Speaker
from tests.cast import make_document, make_speaker
from tests.editorial.test_desk import contributor, editor

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_speaker("Ada Quist")


@pytest.fixture
def twin(ada):
    """The same person by another spelling, with a part, a turn, a quotation and an office."""
    twin = make_speaker("Anna Kvist")
    both = make_document("We sail.", speakers={"Ada Quist": "author", "Anna Kvist": "author"}, title="Both")
    alone = make_document("We said: we land.", speakers={"Anna Kvist": "speaker"}, title="Alone")
    both.participations.filter(speaker=twin).update(position=2)
    alone.paragraphs.update(speaker=twin)
    Quotation.objects.create(paragraph=alone.paragraphs.get(), speaker=twin, start=0, end=2)
    Office.objects.create(speaker=twin, title_en="Harbour master")
    return twin


def state():
    """Who has what, by name."""
    return {
        each.name: (
            sorted(each.participations.values_list("document__title", "role", "position")),
            each.paragraphs.count(),
            each.quotations.count(),
            each.offices.count(),
            each.aliases,
        )
        for each in Speaker.objects.filter(name__in=["Ada Quist", "Anna Kvist", "Ada K."])
    }


def page(speaker):
    return reverse("admin:statements_speaker_merge", args=[speaker.pk])


def test_all_that_hangs_on_one_goes_to_the_other(ada, twin):
    merge(twin, ada, None)
    assert state() == {
        "Ada Quist": ([("Alone", "speaker", 1), ("Both", "author", 1)], 1, 1, 1, ["Anna Kvist"]),
        "Anna Kvist": ([], 0, 0, 0, []),
    }


def test_undoing_brings_back_what_was(ada, twin):
    before = state()
    undo(merge(twin, ada, None))
    assert state() == before
    assert Speaker.objects.get(pk=twin.pk).merged_into is None


def test_undoing_leaves_alone_what_came_later(ada, twin):
    done = merge(twin, ada, None)
    make_document("Later.", speakers={"Ada Quist": "author"}, title="Later")
    undo(done)
    assert ("Later", "author", 1) in state()["Ada Quist"][0]


def test_old_addresses_and_filters_lead_to_the_one_that_was_kept(client, ada, twin):
    merge(twin, ada, None)
    assert client.get("/speakers/anna-kvist/?role=author").headers["Location"] == "/speakers/ada-quist/?role=author"
    assert client.get("/documents/?speaker=anna-kvist").context["total"] == 2
    assert client.get("/documents/?speaker=anna-kvist&speaker=ada-quist").context["total"] == 2
    assert b"Anna Kvist" not in client.get("/speakers/").content
    assert [hit.title for hit in client.get("/search/?q=speaker:kvist").context["documents"]] != []


def test_the_address_of_one_merged_into_nobody_public_tells_nothing(client):
    merge(make_speaker("Anna Kvist"), make_speaker("Ada Quist"), None)
    assert client.get("/speakers/anna-kvist/").status_code == 404
    assert b"ada-quist" not in client.get("/documents/?speaker=anna-kvist").content


def test_imports_that_know_the_old_name_find_the_one_that_was_kept(ada, twin):
    merge(twin, ada, None)
    names = Names()
    names.learn(["Anna Kvist"], [])
    assert names.speakers["Anna Kvist"] == ada


def test_who_was_merged_before_goes_along_and_comes_back(ada, twin):
    third = make_speaker("Ada K.")
    first, second = merge(third, twin, None), merge(twin, ada, None)
    assert Speaker.objects.get(pk=third.pk).current == ada
    with pytest.raises(MergeRefusedError):
        undo(first)
    undo(second)
    assert Speaker.objects.get(pk=third.pk).current == twin


@pytest.mark.parametrize("kept", ["anna-kvist", "merged-before"])
def test_nobody_is_merged_into_oneself_or_into_one_that_is_gone(ada, twin, kept):
    merge(make_speaker("Merged before"), ada, None)
    with pytest.raises(MergeRefusedError):
        merge(twin, Speaker.objects.get(slug=kept), None)


def test_an_editor_merges_and_undoes(editor, ada, twin):
    assert editor.get(page(twin)).status_code == 200
    assert editor.post(page(twin), {"do": "merge", "name": "nobody"}).status_code == 400
    response = editor.post(page(twin), {"do": "merge", "name": "ada quist"}, follow=True)
    assert "Anna Kvist is Ada Quist now" in response.content.decode()
    assert "Anna Kvist into Ada Quist" in response.content.decode()
    done = Merge.objects.get()
    assert done.merged_by.username == "astrid"
    assert (
        "are separate again" in editor.post(page(ada), {"do": "undo", "merge": done.pk}, follow=True).content.decode()
    )
    assert "There is no such merge" in editor.post(page(ada), {"do": "undo", "merge": "x"}).content.decode()


def test_names_that_are_alike_are_offered(editor, ada):
    slip = make_speaker("Ada Quisst")
    choices = editor.get(page(slip)).context["form"].fields["kept"].choices
    assert choices == [("ada-quist", "Ada Quist")]
    editor.post(page(slip), {"do": "merge", "kept": "ada-quist"})
    assert Speaker.objects.get(pk=slip.pk).current == ada


def test_a_contributor_merges_nobody(contributor, ada, twin):
    assert contributor.post(page(twin), {"do": "merge", "kept": "ada-quist"}).status_code == 403


def test_one_that_was_merged_is_not_offered_in_forms(editor, ada, twin):
    merge(twin, ada, None)
    asked = {"term": "kvist", "app_label": "statements", "model_name": "participation", "field_name": "speaker"}
    offered = editor.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [each["text"] for each in offered] == ["Ada Quist"]
