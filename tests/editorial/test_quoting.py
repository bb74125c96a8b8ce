"""Who is quoted with which words: selected by an editor, or found by the importer's rules and accepted."""

import pytest
from django.urls import reverse

from statements.editorial.review.quoting import offer_quotations
from statements.models import Quotation
from tests.cast import make_document, make_speaker
from tests.editorial.test_desk import contributor, do, editor, key, review

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db

FIRST = "Ada Quist said that “we shall build a lighthouse here, whatever it takes”."
SECOND = "“The sea is cold, and the sea is deep, and we like it”, Quist added. “We do”, said Bo Dahl."


@pytest.fixture
def report():
    return make_document(FIRST, SECOND, status="draft", kind="news-report", speakers={"Ada Quist": "quoted"})


def quoted(document):
    rows = Quotation.objects.filter(paragraph__document=document).order_by("paragraph__position", "start")
    return [(each.words, str(each.speaker)) for each in rows]


def test_selected_words_are_somebodys_and_shown_so(editor, report):
    ada = make_speaker("Ada Quist")
    place = SECOND.index("the sea")
    do(editor, report, "quote", paragraph=key(report, 2), quoted="the sea", **{"quoted-at": place}, speaker=ada.pk)
    assert quoted(report) == [("the sea", "Ada Quist")]
    html = " ".join(editor.get(review(report)).content.decode().split())
    assert '<mark class="quoted" title="Ada Quist">the sea</mark>' in html


def test_typed_words_are_taken_where_they_occur_once_and_without_their_marks(editor, report):
    ada = make_speaker("Ada Quist")
    asked = do(editor, report, "quote", paragraph=key(report, 2), quoted="sea is", speaker=ada.pk)
    assert "enough of them to occur only once" in asked.content.decode()
    do(editor, report, "quote", paragraph=key(report, 2), quoted="“We do”", speaker=ada.pk)
    assert quoted(report) == [("We do", "Ada Quist")]


def test_whoever_is_quoted_takes_part_as_quoted(editor, report):
    bo = make_speaker("Bo Dahl")
    do(editor, report, "take-part", speaker=bo.pk, role="mentioned")
    do(editor, report, "quote", paragraph=key(report, 2), quoted="We do", speaker=bo.pk)
    assert set(report.participations.filter(speaker=bo).values_list("role", flat=True)) == {"mentioned", "quoted"}


def test_words_are_taken_back(editor, report):
    ada = make_speaker("Ada Quist")
    do(editor, report, "quote", paragraph=key(report, 2), quoted="We do", speaker=ada.pk)
    do(editor, report, "unquote", quotation=Quotation.objects.get(speaker=ada).pk)
    assert quoted(report) == []
    assert "no longer exists" in do(editor, report, "unquote", quotation="7").content.decode()


def test_words_are_never_two_peoples(editor, report):
    ada = make_speaker("Ada Quist")
    do(editor, report, "quote", paragraph=key(report, 2), quoted="the sea is deep", speaker=ada.pk)
    html = do(editor, report, "quote", paragraph=key(report, 2), quoted="is deep, and we", speaker=ada.pk)
    assert "given to somebody already" in html.content.decode()
    assert len(quoted(report)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "sent",
    [
        {"quoted": ""},
        {"quoted": "“”"},
        {"quoted": "not in it"},
        {"quoted": "a" * 100_000},
        {"quoted": "We do", "quoted-at": "9" * 40},
        {"quoted": "We do", "speaker": "0"},
        {"quoted": "We do", "speaker": "Jens"},
        {"quoted": "We do", "paragraph": "p0"},
        {"quoted": "We\0do"},
    ],
)
def test_nonsense_quotes_nobody(editor, report, sent):
    ada = make_speaker("Ada Quist")
    sent = {"paragraph": key(report, 2), "speaker": ada.pk, **sent}
    do(editor, report, "quote", **sent)
    assert quoted(report) in ([], [("We do", "Ada Quist")])
    assert (quoted(report) != []) == (sent.get("quoted-at") is not None)


def test_somebody_who_takes_no_part_is_not_quoted(editor, report):
    stranger = make_speaker("Carla Neri")
    do(editor, report, "quote", paragraph=key(report, 2), quoted="We do", speaker=stranger.pk)
    assert quoted(report) == []


def test_what_the_rules_find_is_offered_at_once_and_accepted_one_by_one_or_all(editor, report):
    offers = offer_quotations(report)
    assert [each.words[:12] for each in offers] == ["we shall bui", "The sea is c"]
    html = editor.get(review(report)).content.decode()
    assert "Quotations found" in html and "Quote all 2" in html
    do(editor, report, "quotations", offer=offers[0].value)
    assert [words[:12] for words, _ in quoted(report)] == ["we shall bui"]
    do(editor, report, "quotations", offer="all")
    assert [words[:12] for words, _ in quoted(report)] == ["we shall bui", "The sea is c"]
    assert "Quotations found" not in editor.get(review(report)).content.decode()
    assert "or are no longer there" in do(editor, report, "quotations", offer="all").content.decode()


def test_offers_are_only_for_those_who_are_quoted(editor):
    report = make_document(FIRST, status="draft", speakers={"Ada Quist": "mentioned"})
    assert offer_quotations(report) == []
    do(editor, report, "take-part", speaker=make_speaker("Ada Quist").pk, role="quoted")
    assert len(offer_quotations(report)) == 1


def test_markup_in_words_is_text(editor):
    words = "She said <script>alert(1)</script> twice."
    report = make_document(words, status="draft", speakers={"Ada Quist": "quoted"})
    do(editor, report, "quote", paragraph=key(report, 1), quoted="<script>", speaker=make_speaker("Ada Quist").pk)
    assert "<script>alert" not in editor.get(review(report)).content.decode()
    assert quoted(report) == [("<script>", "Ada Quist")]


def test_the_page_of_a_paragraph_shows_who_is_quoted_and_asks_for_no_letters_to_be_counted(editor, report):
    do(editor, report, "quotations", offer="all")
    row = report.paragraphs.get(position=1)
    html = editor.get(reverse("admin:statements_paragraph_change", args=[row.pk])).content.decode()
    assert "we shall build a lighthouse here" in html
    assert 'name="quotations-0-start"' not in html


def test_a_contributor_quotes_in_a_draft_and_leaves_what_is_published_alone(contributor, report):
    do(contributor, report, "quotations", offer="all")
    assert len(quoted(report)) == 2
    report.publish()
    gone = do(contributor, report, "unquote", quotation=Quotation.objects.filter(paragraph__document=report).first().pk)
    assert gone.status_code == 403
    assert len(quoted(report)) == 2
