"""The content of a version: what any release kept is read, and written again to the letter, so that hashes stay."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.editorial.checking.verify import verify
from statements.models import Content, Document, Participant, Revision, snapshot
from tests.cast import make_document, make_speaker, settle

TEXT, OFFSET = st.text(max_size=9), st.none() | st.integers(0, 9)
QUOTATIONS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), TEXT).map(list), max_size=2)


def kept(required, optional):
    return st.fixed_dictionaries(dict.fromkeys(required, TEXT), optional=optional)


PARAGRAPH = {
    **dict.fromkeys(("number", "under", "kind", "text", "language"), TEXT),
    **dict.fromkeys(("page", "start", "end"), OFFSET),
}
DOCUMENT = {
    **dict.fromkeys(("language", "kind", "place", "reference", "source_url", "date_edtf"), TEXT),
    "title_assigned": st.booleans(),
    "publisher": st.none() | TEXT,
}
LISTED = st.tuples(TEXT, TEXT, TEXT).map(list)
TITLED = kept(("name", "slug", "role"), {"titles": st.lists(st.dictionaries(st.sampled_from(["en", "it"]), TEXT))})


def of_a_release(people, paragraph, document):
    rows = kept(["key"], PARAGRAPH | paragraph)
    lists = {"participations": st.lists(people, max_size=2), "paragraphs": st.lists(rows, max_size=3)}
    return kept(["title"], DOCUMENT | lists | document)


OF_ANY_RELEASE = st.one_of(
    of_a_release(LISTED, {"position": st.integers(1, 9), "speaker__slug": st.none() | TEXT}, {}),
    of_a_release(LISTED, {"speaker": st.none() | TEXT, "quotations": QUOTATIONS}, {}),
    of_a_release(TITLED, {"speaker": st.none() | TEXT, "quotations": QUOTATIONS}, {"publisher_language": TEXT}),
)


def bytes_of(content):
    """As PostgreSQL hashes it: jsonb has its keys in one order."""
    return json.dumps(content, sort_keys=True)


@given(OF_ANY_RELEASE)
def test_what_any_release_kept_is_written_again_to_the_letter(content):
    assert bytes_of(Content.from_json(content).as_json()) == bytes_of(content)


@given(OF_ANY_RELEASE)
def test_what_any_release_kept_is_a_whole_value(content):
    read = Content.from_json(content)
    assert [each.key for each in read.paragraphs] == [each["key"] for each in content.get("paragraphs", [])]
    assert all(isinstance(each, Participant) for each in read.participations)


def first_release():
    paragraph = {"key": "p1", "position": 1, "number": "4", "under": "", "kind": "body", "text": "We sail at dawn."}
    paragraph |= {"language": "en", "page": 2, "start": 0, "end": 16, "speaker__slug": "ada-quist"}
    facts = {"title": "Remarks", "title_assigned": False, "language": "en", "kind": "speech", "place": "Oslo"}
    facts |= {"reference": "", "source_url": "", "date_edtf": "2024-03-01", "publisher": None}
    return {**facts, "participations": [["Ada Quist", "ada-quist", "speaker"]], "paragraphs": [paragraph]}


def test_the_first_release_named_speakers_by_their_slugs():
    [paragraph] = Content.from_json(first_release()).paragraphs
    assert (paragraph.speaker, paragraph.quotations) == ("Ada Quist", ())


@pytest.mark.django_db
class TestRevisions:
    def test_a_version_of_the_first_release_is_shown_and_cited(self, client):
        make_speaker("Ada Quist")
        document = make_document("We sail at noon.", slug="remarks")
        Revision.objects.create(document=document, number=1, content=first_release())
        document.publish()
        page = client.get("/documents/remarks/?v=1")
        assert page.status_code == 200
        assert "We sail at dawn." in page.content.decode()
        assert "Ada Quist" in client.get("/documents/remarks/cite/p1/?v=1").content.decode()
        assert client.get("/documents/remarks/changes/").status_code == 200

    def test_the_seeds_are_kept_as_they_are_read(self):
        for revision in Revision.objects.all():
            assert bytes_of(revision.read().as_json()) == bytes_of(revision.content)
            assert revision.read() == snapshot(revision.document), revision.document
        assert Revision.objects.exists()

    def test_a_new_version_has_all_keys_and_the_right_hash(self):
        document = make_document("We sail.", speakers={"Ada Quist": "speaker"})
        document.publish()
        settle()
        content = document.revisions.get().content
        assert content == snapshot(document).as_json()
        assert set(content["participations"][0]) == {"name", "role", "slug", "titles"}
        assert verify(Document.objects.get(pk=document.pk)) == []

    def test_a_version_that_lacks_keys_is_the_same_version(self):
        document = make_document("We sail.")
        first = document.publish()
        content = {name: value for name, value in first.content.items() if name != "publisher_language"}
        Revision.objects.filter(pk=first.pk).update(content=content)
        assert document.publish() == first
