"""Versions: what changed is shown word by word, and a link to a paragraph that is gone says where it was."""

import pytest

from statements.comparing.changes import word_by_word
from statements.editorial.review.paragraphs import drop, split
from statements.importer.files import import_file
from statements.models import Document, Tombstone
from tests.cast import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def edited():
    """A document of three paragraphs, whose second is changed and whose third is gone in version 2."""
    document = make_document("We met at sea.", "We sailed on land.", "We came home.", title="Oslo")
    document.publish()
    document.paragraphs.filter(position=2).update(text="We sailed on the land.")
    document.paragraphs.filter(position=3).delete()
    document.title = "Oslo and Bergen"
    document.save()
    document.publish()
    return document


def changes_of(client, document, query=""):
    response = client.get(f"{document.get_absolute_url()}changes/{query}")
    return response, response.content.decode()


def test_words_are_compared_one_by_one():
    assert [(each.text, each.mark) for each in word_by_word("We met at sea.", "We met at the sea!")] == [
        ("We met at ", None), ("the ", "added"), ("sea", None), (".", "removed"), ("!", "added"),
    ]  # fmt: skip


def test_the_page_shows_what_changed(client, edited):
    response, html = changes_of(client, edited)
    assert response.status_code == 200
    assert "We sailed on <ins>the </ins>land." in html
    assert "<del>We came home.</del>" in html
    assert "<del>Oslo</del> <ins>Oslo and Bergen</ins>" in html
    assert '<div class="paragraph kept"><p class="words">We met at sea.</p>' in html


def test_an_edited_document_says_so_and_leads_there(client, edited):
    html = client.get(edited.get_absolute_url()).content.decode()
    assert "Edited since it was first published" in html
    assert f'href="{edited.get_absolute_url()}changes/"' in html


def test_a_link_to_a_paragraph_that_is_gone_leads_to_the_version_that_had_it(client, edited):
    key = edited.revisions.get(number=1).content["paragraphs"][2]["key"]
    html = client.get(edited.get_absolute_url()).content.decode()
    assert f'id="{key}"' in html
    assert f'href="{edited.get_absolute_url()}?v=1#{key}"' in html
    assert "We came home." not in html


def test_any_two_versions_are_compared(client, edited):
    response, html = changes_of(client, edited, "?from=2&to=1")
    assert "<ins>We came home.</ins>" in html
    response, html = changes_of(client, edited, "?from=1&to=1")
    assert "The words are the same." in html


@pytest.mark.parametrize("query", ["?from=3", "?to=x", "?from=²", "?from=" + "9" * 30])
def test_there_are_no_other_versions(client, edited, query):
    assert changes_of(client, edited, query)[0].status_code == 404


def test_one_version_has_nothing_to_compare(client):
    document = make_document("An oboe.")
    document.publish()
    assert changes_of(client, document)[0].status_code == 404
    assert "Edited since" not in client.get(document.get_absolute_url()).content.decode()


def test_what_changed_in_a_withdrawn_document_is_not_told(client, edited):
    edited.withdraw("An error")
    response, html = changes_of(client, edited)
    assert response.status_code == 410
    assert "sailed" not in html


def test_links_survive_a_paragraph_that_is_put_before_them(client, tmp_path):
    path = tmp_path / "oslo.txt"
    path.write_text("The harbour of Oslo\n\nWe met at sea. We sailed on land.\n\nWe came home.\n", encoding="utf-8")
    document = Document.objects.get(slug=import_file(path, publish=True).slug)
    last = document.paragraphs.get(position=2).key
    split(document.paragraphs.get(position=1), 15)
    assert document.paragraphs.get(position=3).key == last


def test_a_deleted_document_leaves_a_tombstone_and_its_address_is_never_given_away(client, tmp_path):
    path = tmp_path / "oslo.txt"
    path.write_text("The harbour of Oslo\n\nWe met at sea.\n\nWe came home.\n", encoding="utf-8")
    document = Document.objects.get(slug=import_file(path, publish=True).slug)
    address = document.get_absolute_url()
    document.bury()
    response = client.get(address)
    assert response.status_code == 410
    assert "was deleted" in response.content.decode()
    assert "We met" not in response.content.decode()
    assert import_file(path).slug != document.slug
    assert client.get(address).status_code == 410


def test_a_draft_that_is_deleted_leaves_nothing(client):
    document = make_document("An oboe.", status="draft")
    document.bury()
    assert not Tombstone.objects.exists()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_dropped_paragraph_of_a_draft_is_in_no_version(client):
    document = Document.objects.get(external_id="seed-004")
    gone = document.paragraphs.get(position=9)
    drop(gone)
    document.publish()
    html = client.get(f"{document.get_absolute_url()}changes/").content.decode()
    assert f"<del>{gone.text[:40]}" in html.replace("&#x27;", "'")
