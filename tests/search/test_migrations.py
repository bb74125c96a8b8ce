"""The index of an archive that is upgraded, or goes back, is that of one that was made so."""

import pytest
from django.core.management import call_command

from statements.models import Document, Entry, Paragraph
from statements.search.patterns import quote_lexeme
from tests.cast import make_document
from tests.search.searching import found
from tests.upgrades import migrate_to


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_nato_is_told_from_nato_after_the_upgrade_and_no_longer_after_the_way_back():
    texts = ["La NATO decide.", "La NA\u00adTO decide.", "_NATO_ decide."]
    alliance = {make_document(text, language="it", title="Oggi").external_id for text in texts}
    alliance.add(make_document("Decide.", language="it", title="Nato oggi").external_id)
    in_english = make_document("NATO decides.", language="it", title="Oggi")
    Paragraph.objects.filter(document=in_english).update(language="en")
    alliance.add(in_english.external_id)
    born = make_document("È nato a Roma.", language="it", title="Oggi").external_id
    before = found("nato"), found("nata")
    migrate_to("0016")
    assert not alliance & found("NATO"), "the words of this version look for what that one has not"
    assert alliance | {born} <= found("nata")
    call_command("migrate", "statements", verbosity=0)
    assert (found("nato"), found("nata")) == before
    assert alliance <= before[0] and born in before[1] - before[0]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_characters_that_nobody_sees_part_no_word_after_the_upgrade():
    coded = [
        make_document("La se\u0301cu\u200brite\u0301 europe\u0301enne.", language="fr", title="Discours"),
        make_document("La sicu\u2060rezza europea.", language="it", title="Discorso"),
        make_document("Our secu\u200drity.", language="en", title="Remarks"),
        make_document("Words.", language="fr", title="\ufeffSécu\u00ad\u200brité"),
    ]
    french, italian, english, title = (each.external_id for each in coded)
    before = found("sécurité"), found("sicurezza"), found("security")
    assert (before[0] >= {french, title}, italian in before[1], english in before[2]) == (True, True, True)
    migrate_to("0017")
    call_command("migrate", "statements", verbosity=0)
    assert (found("sécurité"), found("sicurezza"), found("security")) == before
    assert found('"sécurité européenne"') >= {french}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_nouns_are_no_stop_words_after_the_upgrade_and_again_after_the_way_back():
    planes = make_document("Les avions de chasse.", language="fr", title="Oggi").external_id
    make_document("Nous avons la chasse.", language="fr", title="Oggi")
    long = make_document(" ".join(["the"] * 300) + " heron", title="Oggi").external_id
    assert found("avions chasse") == {planes}
    migrate_to("0022")
    assert found_by_words("avion") == set()
    call_command("migrate", "statements", verbosity=0)
    assert found("avions chasse") == found("avion") == {planes}
    assert found('"the heron"') == {long}


def found_by_words(lexeme):
    """The ids of the documents that have a lexeme among their words."""
    rows = Document.objects.filter(entry__words__matches=quote_lexeme(lexeme))
    return set(rows.values_list("external_id", flat=True))


@pytest.mark.django_db
def test_a_document_in_capitals_is_as_long_as_the_same_without():
    text = "What we will do for the people of the Alliance is being asked by all of them."
    made = [make_document(each, title="Oggi", language="en") for each in (text, text.upper())]
    plain, shouted = (Entry.objects.get(pk=each.pk).length for each in made)
    assert plain == shouted


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_drafts_and_working_copies_lose_the_words_that_nobody_searches_in_the_upgrade():
    public = make_document("We sail.", speakers={"Ada Quist": "speaker"})
    draft = make_document("A heron.", status="draft", speakers={"Ada Quist": "speaker"})
    copy = make_document("A heron, staged.", status="draft", corrects=public)
    long = make_document(*(f"The keel {'of oak ' * 900} number{place}." for place in range(60)))
    new = read_index()
    migrate_to("0041")
    assert {draft.external_id, copy.external_id} <= found_by_words("heron")
    assert draft.utterances.exists() and not Paragraph.objects.filter(words=None).exists()
    assert found_by_words("number59") == {long.external_id}
    call_command("migrate", "statements", verbosity=0)
    assert found_by_words("heron") == set()
    assert list(Paragraph.objects.filter(words=None).values_list("document", flat=True)) == [copy.pk]
    assert read_index() == new
    assert found("sail") >= {public.external_id}


def read_index():
    """All words that searches read, of all documents."""
    paragraphs = Paragraph.objects.order_by("pk").values_list("pk", "words", "exact")
    entries = Entry.objects.order_by("pk").values_list("pk", "words", "forms", "length", "size")
    said = Document.objects.order_by("pk").values_list("pk", "utterances__speaker", "utterances__words", "lead__words")
    return list(paragraphs), list(entries), list(said)
