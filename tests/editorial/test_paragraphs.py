"""Editing paragraphs keeps the account of the source: every character is kept or dropped, none is lost."""

from random import Random

import pytest

from statements.editorial.checking.verify import verify
from statements.editorial.review.paragraphs import BY_EDITOR, EditRefusedError, drop, merge, restore, split
from statements.editorial.workflow import record_edit
from statements.importer.files import import_file
from statements.models import Document, Quotation, Source
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

TEXT = """The harbour of Oslo

1. We met at sea. We sailed on land.

2. We came home on the evening tide with all that we caught and
we rested, as the wind had been against us since the first day
at sea, and the nets were torn by the rocks before the harbour,
where the pilots wait.

Follow us

You might also be interested in..

[The captain speaks](#)
"""


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "release.txt"
    path.write_text(TEXT, encoding="utf-8")
    outcome = import_file(path)
    return Document.objects.get(slug=outcome.slug)


def texts(document):
    return [each.text for each in document.paragraphs.order_by("position")]


def account(document):
    """The words of the source by use; they must be all of it."""
    source = Source.objects.get(document=document)
    pieces = [(use, reason, source.text[start:end]) for start, end, use, reason in source.spans]
    assert "".join(words for _, _, words in pieces) == TEXT
    return pieces


def kept(document):
    return [words for use, _, words in account(document) if use == "paragraph"]


def place(document, position):
    return document.paragraphs.order_by("position")[position - 1]


def test_a_split_paragraph_is_two_and_the_first_keeps_its_link(release):
    first = place(release, 1)
    half = split(first, first.text.index("We sailed"))
    assert texts(release)[:2] == ["We met at sea.", "We sailed on land."]
    assert place(release, 1).key == first.key != half.key
    assert place(release, 1).number == "1"
    assert "We sailed on land." in kept(release)


def test_a_split_between_lines_of_the_source_cuts_no_span(release):
    before = kept(release)
    second = place(release, 2)
    half = split(second, second.text.index("we rested"))
    assert texts(release)[1].endswith("that we caught and")
    assert texts(release)[2] == half.text
    assert half.text.startswith("we rested, as")
    assert kept(release) == before


def test_a_split_paragraph_can_be_merged_again(release):
    before = texts(release)
    first = place(release, 1)
    split(first, 16)
    merge(place(release, 1))
    assert texts(release) == before
    account(release)


def test_merging_makes_words_of_the_number_between(release):
    merge(place(release, 1))
    assert texts(release)[0].startswith("We met at sea. We sailed on land. 2. We came home on")
    assert "2." in kept(release)


def test_quotations_follow_their_words(release):
    ada = make_speaker("Ada")
    first = place(release, 1)
    Quotation.objects.create(paragraph=first, speaker=ada, start=15, end=24)
    half = split(first, 15)
    quotation = half.quotations.get()
    assert half.text[quotation.start : quotation.end] == "We sailed"
    merge(place(release, 1))
    quotation = place(release, 1).quotations.get()
    assert place(release, 1).text[quotation.start : quotation.end] == "We sailed"


def test_a_dropped_paragraph_stays_in_the_source_and_comes_back(release):
    before = texts(release)
    drop(place(release, 2))
    assert texts(release) == [before[0], *before[2:]]
    dropped = [words for use, reason, words in account(release) if reason == BY_EDITOR]
    assert [words.split() for words in dropped] == [["2.", *before[1].split()]]
    restored = restore(release, TEXT.index("2. We came home"))
    assert restored.text == texts(release)[1] == f"2. {before[1]}"


def test_what_the_importer_dropped_can_be_restored(release):
    start = next(s for s, _, use, reason in Source.objects.get(document=release).spans if reason == "related links")
    restored = restore(release, start)
    assert restored.text in texts(release)
    assert TEXT[restored.start : restored.end].strip() == TEXT[restored.start : restored.end]
    account(release)


@pytest.mark.parametrize("offset", [-1, 0, 500])
def test_a_split_that_leaves_nothing_is_refused(release, offset):
    with pytest.raises(EditRefusedError, match="One of the halves would be empty"):
        split(place(release, 1), offset)
    account(release)


def test_edited_words_are_not_cut_by_their_source(release):
    release.paragraphs.filter(position=1).update(text="We met at the quay. We sailed on land.")
    with pytest.raises(EditRefusedError, match="were edited"):
        split(place(release, 1), 19)


def test_the_last_paragraph_has_nothing_to_merge_with(release):
    with pytest.raises(EditRefusedError, match="no paragraph after"):
        merge(release.paragraphs.order_by("-position")[0])


def test_nothing_is_restored_where_nothing_was_dropped(release):
    with pytest.raises(EditRefusedError, match="Nothing is dropped"):
        restore(release, TEXT.index("We met"))


def test_a_document_without_source_says_so(release):
    with pytest.raises(EditRefusedError, match="has no source"):
        drop(make_document("An oboe.").paragraphs.get())


def test_what_stands_inside_of_joined_paragraphs_is_not_restored_there(release):
    split(place(release, 1), 15)
    drop(place(release, 2))
    merge(place(release, 1))
    with pytest.raises(EditRefusedError, match="split that paragraph there first"):
        restore(release, TEXT.index("We sailed"))
    account(release)
    assert verify(release) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_every_paragraph_has_the_words_of_its_spans(release, seed):
    chance = Random(seed)

    def somewhere():
        return chance.choice(list(release.paragraphs.order_by("position")) or [None])

    def anywhere():
        return chance.choice(
            [start for start, _, use, _ in Source.objects.get(document=release).spans if use == "dropped"]
        )

    steps = [
        lambda: split(paragraph := somewhere(), chance.randrange(len(paragraph.text) + 1)),
        lambda: merge(somewhere()),
        lambda: drop(somewhere()),
        lambda: restore(release, anywhere()),
    ]
    done = 0
    for _ in range(40):
        try:
            chance.choice(steps)()
        except (EditRefusedError, AttributeError):  # there is no paragraph left to do it to
            continue
        done += 1
        account(release)
        assert verify(release) == []
    assert done > 5


def test_the_same_file_read_by_a_newer_importer_leaves_the_account_of_an_edited_document(
    release, tmp_path, monkeypatch
):
    drop(place(release, 2))
    split(place(release, 1), 15)
    record_edit(release, ["paragraphs"])
    before = texts(release), account(release)
    monkeypatch.setattr("statements.importer.pipeline.VERSION", "of another day")
    assert import_file(tmp_path / "release.txt").result == "updated"
    assert (texts(release), account(release)) == before
    assert verify(release) == []
