"""A quotation is in the archive exactly, word for word, nearly, or not at all."""

from html import unescape

import pytest
from django.utils import timezone

from statements.comparing.earlier import earlier_versions
from statements.comparing.pasted import parse_pasted
from statements.comparing.quotations import check
from statements.models import Document, Quotation
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

FORMULA = "We reaffirm our iron-clad commitment to defend every inch of Allied territory, as the harbour master said."


@pytest.fixture
def document():
    return make_document("Good morning.", FORMULA, "And we sail at dawn to the northern coast.", title="Remarks")


def found(typed):
    """How the document has it, and the paragraphs by their position."""
    checked = check(typed)
    return checked.what, [[row.position for row in part.paragraphs] for part in checked.found[0].parts] if (
        checked.found
    ) else []


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("“We sail … and [they] land.”", ["We sail", "and", "land."]),
        ("« We sail [...] home »", ["We sail", "home"]),
        ("We sail (…) home....", ["We sail", "home"]),
        ("We sail.", ["We sail."]),
    ],
)
def test_a_quotation_is_parted_where_words_were_left_out_or_added(typed, parts):
    quotation = parse_pasted(typed)
    assert [quotation.text[part.start : part.end] for part in quotation.segments] == parts


class TestExactly:
    def test_the_very_bytes(self, document):
        assert found("iron-clad commitment to defend every inch") == ("exact", [[2]])

    @pytest.mark.parametrize("around", ["“{}”", "« {} »", "'{}'", "  {}\n"])
    def test_marks_around_it_do_not_count(self, document, around):
        assert found(around.format("commitment to defend every inch"))[0] == "exact"

    def test_over_two_paragraphs(self, document):
        assert found("as the harbour master said.\n\nAnd we sail at dawn") == ("exact", [[2, 3]])
        assert found("the harbour master said. And we sail at dawn")[0] == "words"

    def test_parts_in_their_order(self, document):
        assert found("We reaffirm our […] commitment … sail at dawn") == ("gaps", [[2], [2], [3]])
        assert found("sail at dawn to … We reaffirm our iron-clad commitment")[0] != "exact"

    def test_what_was_left_out_and_what_was_added_is_shown(self, client):
        make_document("The Alliance does not seek confrontation and poses no threat to the harbour master.")
        checked = check("The Alliance … seek confrontation and [gladly] poses no threat to the harbour")
        [one] = checked.found
        assert (one.what, [(part.between, part.typed) for part in one.parts]) == (
            "gaps", [("", ""), ("does not", "…"), ("", "[gladly]")]
        )  # fmt: skip
        html = client.get("/check/", {"q": "The Alliance … seek confrontation and poses no threat"}).content.decode()
        assert "these very words" not in html
        assert "<del>does not</del>" in html

    def test_parts_in_another_order_or_far_apart_are_there_each_by_itself(self, document):
        typed = "we sail at dawn to the northern coast … We reaffirm our iron-clad commitment"
        assert found(typed) == ("apart", [[3], [2]])
        assert found("we sail at dawn to the northern coast … We reaffirm our iron-clad ships")[0] != "apart"

    @pytest.mark.parametrize(
        "typed", ["iron-clad\ncommitment to\n  defend every inch", "iron-clad  commitment to defend"]
    )
    def test_breaks_of_a_printed_page_are_no_wording(self, document, typed):
        assert found(typed) == ("exact", [[2]])

    def test_every_paragraph_that_has_it(self, client):
        document = make_document("We sail at dawn today.", "Nothing.", "And we sail at dawn today, again.")
        [one] = check("we sail at dawn").found
        assert (one.position, one.elsewhere) == (3, ()), "the first has a capital letter"
        [one] = check("sail at dawn today").found
        assert (one.position, [part.paragraphs[0].position for part in one.elsewhere]) == (1, [3])
        html = client.get("/check/?q=sail+at+dawn+today").content.decode()
        assert f'href="{document.get_absolute_url()}#{document.paragraphs.get(position=3).key}:~:text=' in html

    def test_an_earlier_version_that_has_it(self, client):
        document = make_document("We sail at dawn today.")
        document.publish()
        key = document.paragraphs.get().key
        document.paragraphs.update(text="We sail at noon today.")
        document.publish()
        html = client.get("/check/?q=sail+at+dawn+today").content.decode()
        assert "The archive has these very words" not in html
        assert f'href="{document.get_absolute_url()}?v=1#{key}"' in html
        assert earlier_versions("sail at noon") == [], "the last one is no earlier one"
        other = make_document("We sail at dawn today.", title="Another")
        html = client.get("/check/?q=sail+at+dawn+today").content.decode()
        assert other.get_absolute_url() in html and f"{document.get_absolute_url()}?v=1" in html, "both are said"
        for text in ("We sail at dawn today!", "We sail at noon."):
            document.paragraphs.update(text=text)
            document.publish()
        assert [each.number for each in earlier_versions("sail at dawn")] == [3], "the last that had them"
        document.withdraw("A mistake.")
        assert earlier_versions("sail at dawn") == []

    def test_every_document_that_has_it(self, document):
        make_document(FORMULA, title="Again")
        assert len(check("commitment to defend every inch").found) == 2


class TestNotExactly:
    @pytest.mark.parametrize(
        "typed",
        [
            "IRON-CLAD commitment to defend every inch",
            "iron‑clad commitment to defend every inch",
            "commitment to defend every inch of Allied territory as the harbour master",
        ],
    )
    def test_other_letters_or_points_are_the_same_words_and_not_the_same_bytes(self, document, typed):
        assert found(typed) == ("words", [[2]])

    def test_a_full_stop_that_the_source_has_is_no_difference(self, document):
        make_document("He said that the harbour stays open to every vessel today.", title="Another")
        [one] = check("THE harbour stays open to every vessel today.").found
        assert [piece.text for piece in one.parts[0].difference if piece.mark] == ["the", "THE"]
        assert one.parts[0].words.endswith("today.")

    def test_what_differs_is_marked(self, document):
        checked = check("our unwavering commitment to defend every inch of allied territory")
        assert checked.what == "nearly"
        marks = [(piece.text, piece.mark) for piece in checked.found[0].parts[0].difference if piece.mark]
        assert ("unwavering", "added") in marks
        assert ("Allied", "removed") in marks

    @pytest.mark.parametrize(
        "typed",
        [
            "We never said anything about any of these things at all",
            "zzz yyy xxx",
            "the of and to a in",
            "Harpsichord words of the embargo stand here",
        ],
    )
    def test_what_is_not_there(self, document, typed):
        assert found(typed) == ("", [])

    def test_a_few_words_in_common_are_not_nearly_it(self, document):
        assert found("every inch of progress in the economy of our friends abroad was hard won this year")[0] == ""


class TestWhose:
    def test_it_is_the_words_of_who_is_quoted_or_speaks(self):
        document = make_document("She said: we sail at dawn today.", "And they all land by noon.", title="Report")
        first, second = document.paragraphs.order_by("position")
        Quotation.objects.create(paragraph=first, speaker=make_speaker("Mia Berg"), start=10, end=32)
        document.paragraphs.filter(pk=second.pk).update(speaker=make_speaker("Jens Holm"))
        assert check("we sail at dawn").found[0].parts[0].said_by == "Mia Berg"
        assert check("She said: we sail").found[0].parts[0].said_by == ""
        assert check("they all land by noon").found[0].parts[0].said_by == "Jens Holm"


class TestPage:
    def test_it_leads_to_the_very_words(self, client, document):
        text = unescape(client.get("/check/", {"q": "defend every inch of"}).content.decode())
        key = document.paragraphs.get(position=2).key
        assert (
            f'href="{document.get_absolute_url()}#{key}:~:text=iron%2Dclad%20commitment%20to-,defend%20every%20inch%20of,-Allied%20territory%2C%20as"'
            in text
        )
        assert "The archive has these very words" in text

    def test_words_that_are_sent_get_an_address_that_can_be_shared(self, client, document):
        response = client.post("/check/", {"q": "defend every\r\ninch of"})
        assert (response.status_code, response["Location"]) == (302, "/check/?q=defend+every%0Ainch+of")
        html = client.get(response["Location"]).content.decode()
        assert "The archive has these very words" in html
        assert 'href="/it/check/?q=defend+every%0Ainch+of"' in html

    def test_words_that_are_too_many_for_an_address_are_answered_as_they_came(self, client):
        response = client.post("/it/check/", {"q": "word " * 900})
        assert response.status_code == 200
        assert "troppe per un indirizzo" in response.content.decode()

    @pytest.mark.parametrize("typed", ["a", "!!! ???", "two words", "x" * 5001])
    def test_too_little_and_too_much_are_said(self, client, typed):
        assert client.get("/check/", {"q": typed}).status_code == 400

    @pytest.mark.parametrize(
        "typed", ["[[[ ]]] … (…) a b c", "\ud800 a b c", "<script> a b", "… … …", "«»“” a b c", "' OR 1=1 --"]
    )
    def test_nonsense_finds_nothing(self, client, typed):
        response = client.post("/check/", {"q": typed.encode("utf-8", "replace").decode()}, follow=True)
        assert response.status_code in (200, 400)
        assert b"<script> a" not in response.content

    @pytest.mark.parametrize("status", ["draft", "in-review", "withdrawn"])
    def test_what_is_not_public_is_not_there(self, client, status):
        make_document("A harpsichord conspiracy was planned by the dock.", status=status)
        make_document(
            "A harpsichord conspiracy was planned by the dock.",
            publish_at=timezone.now() + timezone.timedelta(hours=1),
        )
        text = client.get("/check/", {"q": "harpsichord conspiracy was planned"}).content.decode()
        assert "does not have these words" in text

    def test_the_seeds_are_quoted_right(self, client):
        vilnius = Document.objects.get(external_id="seed-004")
        for paragraph in vilnius.paragraphs.all()[:20]:
            assert check(paragraph.text[:4000]).what == "exact", paragraph.place
