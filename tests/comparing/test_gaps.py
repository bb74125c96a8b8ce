"""A quotation that leaves something out, adds something or turns sentences round is never called the very words."""

from random import Random
from re import search, split, sub
from unicodedata import normalize

import pytest

from statements.comparing.quotations import check
from statements.models import Paragraph
from tests.cast import make_document

pytestmark = pytest.mark.django_db

# A paragraph, and a quotation of it without what turns its meaning round; "{}" stands for the mark of the omission.
LEFT_OUT = {
    "en": (
        "We protect Canada. But it’s not fair.  It’s not fair that they’re not paying their way. And they know it.",
        "It’s {} fair that they’re not paying their way",
    ),
    "fr": (
        "L’Alliance l’a dit : la sécurité européenne n’est pas négociable, et la sœur de l’élève n’a jamais reculé.",
        "la sécurité européenne {} négociable, et la sœur de l’élève",
    ),
    "it": (
        "Il ministro l’ha detto: l’unità dell’Alleanza non è mai stata così debole, e la città lo sa perché c’è stata.",
        "l’unità dell’Alleanza {} è mai stata così debole, e la città",
    ),
}
MARKS = ["...", "…", "[...]", "[…]", "(…)", "(...)", ". . .", "[omissis]", "(omissis)", "[ … ]", "….", "[the Alliance]"]
LETTERS = {  # the same words in other letters
    "as they are": lambda text: text,
    "straight apostrophes": lambda text: text.replace("’", "'"),
    "capitals": str.upper,
    "without accents": lambda text: sub("[\u0300-\u036f]", "", normalize("NFD", text)),
    "ligatures as two letters": lambda text: text.replace("œ", "oe"),
    "decomposed": lambda text: normalize("NFD", text),
    "soft hyphens": lambda text: text.replace("é", "é\u00ad").replace("it", "i\u00adt"),
    "spaces that do not break": lambda text: text.replace(" ", "\u00a0"),
    "in marks": lambda text: f"« {text} »",
    "spaces of no width": lambda text: text.replace("ai", "a\u200bi"),
}


@pytest.fixture(params=LEFT_OUT)
def left_out(request):
    text, quotation = LEFT_OUT[request.param]
    make_document("Good morning.", text, "Good night.", language=request.param)
    return quotation


class TestMarked:
    @pytest.mark.slow
    @pytest.mark.parametrize("mark", MARKS)
    def test_whatever_the_mark_it_is_said(self, left_out, mark):
        checked = check(left_out.format(mark))
        assert checked.what == "gaps"
        assert checked.found[0].parts[-1].typed == mark

    @pytest.mark.parametrize("letters", LETTERS)
    def test_whatever_the_letters_it_is_said(self, left_out, letters):
        checked = check(LETTERS[letters](left_out.format("...")))
        assert checked.what == "gaps"
        assert checked.found[0].parts[-1].between in ("not", "n’est pas", "non")

    def test_the_page_warns_and_shows_it(self, left_out, client):
        html = client.get("/check/", {"q": left_out.format("…").replace("’", "'")}).content.decode()
        assert "an omission can change what was said" in html
        assert "these very words" not in html and "written differently" not in html

    @pytest.mark.parametrize("letters", LETTERS)
    def test_without_a_mark_it_is_nearly_there_with_what_lacks_struck_out(self, left_out, letters):
        [one] = check(LETTERS[letters](left_out.replace(" {}", ""))).found
        assert one.what == "nearly"
        removed = "".join(piece.text for piece in one.parts[0].difference if piece.mark == "removed")
        assert "not" in removed or "pas" in removed or "non" in removed.casefold()

    @pytest.mark.parametrize(
        ("typed", "before", "typed_before", "after"),
        [
            ("… that they’re not paying their way", "It’s not fair", "…", ""),
            ("It’s not fair that they’re …", "", "", "not paying their way."),
            ("[The Allies] protect Canada.", "We", "[The Allies]", ""),
            ("they’re not paying [enough]", "", "", "their way."),
        ],
    )
    def test_at_the_ends_too_with_the_rest_of_the_sentence(self, typed, before, typed_before, after):
        make_document(LEFT_OUT["en"][0])
        [one] = check(typed).found
        assert (one.what, one.parts[0].between, one.parts[0].typed, one.after) == ("gaps", before, typed_before, after)

    def test_an_addition_is_no_very_word(self):
        make_document("We will defend it, every inch, and we sail home at dawn.")
        for typed in (
            "We will [always] defend it",
            "We will defend [the Alliance], every inch",
            "every inch [sic], and we",
        ):
            assert check(typed).what == "gaps", typed

    def test_dots_and_brackets_of_the_source_are_its_own(self):
        make_document(
            "We sail … at dawn [inaudible] and then (…) we land. Thank you. [Applause.] Good night to you all."
        )
        assert check("We sail … at dawn [inaudible] and then (…) we land").what == "exact"
        assert check("We sail ... at dawn [inaudible] and then (…) we land").what == "words"
        assert check("Thank you. [Applause.] Good night to you").what == "exact"
        assert check("We sail … at dawn and then (…) we land").what != "exact"

    def test_letters_in_brackets_are_letters_that_were_changed(self):
        make_document("Yesterday we sailed to the northern coast and landed there.")
        assert check("[W]e sailed to the northern coast").what == "words"
        assert check("we sail[ed] to the northern coast").what == "words"
        assert check("we sail[ing] to the northern coast").what == "nearly"

    @pytest.mark.parametrize("typed", ["... ... ...", "[] [...] (…)", "…" * 400, "[sic] [sic] [sic]", "a ... b ... c"])
    def test_nothing_but_marks_is_nothing(self, typed):
        assert check(typed).what == ""


SENTENCES = {
    "en": "We met in Oslo. The Allies agreed on it, Mr. Holm said. It isn’t cheap! Will they pay? They will not wait.",
    "fr": "Nous étions à Oslo. L’Alliance l’a adopté, a dit M. Holm. Rien n’est gratuit ! Qui paiera ? Nul n’attendra.",
    "it": "Eravamo a Oslo. L’Alleanza ha deciso, dice il sig. Holm. Non è gratis! Chi pagherà? Nessuno aspetterà.",
}


@pytest.fixture(params=SENTENCES)
def sentences(request):
    make_document("Good morning.", SENTENCES[request.param], "Good night.", language=request.param)
    return split(r"(?<=[.!?])\s(?!Holm|!|\?)", SENTENCES[request.param])


class TestSentences:
    @pytest.mark.parametrize("letters", LETTERS)
    @pytest.mark.parametrize("dropped", [1, 2, 3])
    def test_one_is_left_out(self, sentences, dropped, letters):
        [one] = check(LETTERS[letters](" ".join(sentences[:dropped] + sentences[dropped + 1 :]))).found
        assert (one.what, one.is_one_paragraph, len(one.parts)) == ("left-out", True, 2)
        assert sentences[dropped].rstrip(" .!?") in one.parts[1].between

    @pytest.mark.parametrize("swapped", [(0, 1), (1, 2), (0, 4), (2, 4), (3, 4)])
    def test_two_are_swapped(self, sentences, swapped, client):
        first, second = swapped
        sentences[first], sentences[second] = sentences[second], sentences[first]
        [one] = check(" ".join(sentences)).found
        assert (one.what, one.is_one_paragraph) == ("reordered", True)
        assert not any(piece.mark == "added" for part in one.parts for piece in part.difference), "no word is absent"
        assert "in a different order" in client.get("/check/", {"q": " ".join(sentences)}).content.decode()

    def test_one_with_another_word_beside_two_that_are_swapped(self):
        make_document(SENTENCES["en"])
        typed = "Will they pay? They will not wait. We met in Rome. The Allies agreed on it, Mr. Holm said."
        [one] = check(typed).found
        assert one.what == "nearly"
        added = {piece.text for part in one.parts for piece in part.difference if piece.mark == "added"}
        assert {text.strip(" .") for text in added} == {"Rome"}

    @pytest.mark.parametrize("language", SENTENCES)
    def test_the_last_one_has_no_full_stop_and_stands_in_the_middle(self, language):
        sentences = split(r"(?<=[.!?])\s(?!Holm|!|\?)", SENTENCES[language].removesuffix("."))
        make_document(" ".join(sentences), language=language)
        sentences[1], sentences[-1] = sentences[-1], sentences[1]
        [one] = check(" ".join(sentences)).found
        assert one.what == "reordered"
        assert not any(piece.mark == "added" for part in one.parts for piece in part.difference)

    @pytest.mark.parametrize(
        "typed", ["The Allies will not defend every inch of territory.", "We will defend every inch of the Allies."]
    )
    def test_words_from_half_sentences_are_not_what_was_said(self, typed):
        make_document("The Allies will not wait. We will defend every inch of territory. It is one of the Allies.")
        assert [each.what for each in check(typed).found] in ([], ["nearly"])
        assert not check(typed).found or check(typed).found[0].likeness < 1

    def test_a_whole_sentence_is_found_where_it_is_one(self):
        make_document("He said they waited for us. They waited. We go home. It is late now.")
        [one] = check("We go home they waited. It is late now.").found
        assert one.what == "reordered"

    def test_over_the_end_of_a_paragraph(self):
        make_document("We met in Oslo. The Allies agreed.", "It is not cheap. They will pay. Nobody waits for us here.")
        [one] = check("We met in Oslo. The Allies agreed. They will pay. Nobody waits for us here.").found
        assert (one.what, one.is_one_paragraph) == ("left-out", False)

    @pytest.mark.slow
    def test_of_the_seeds(self):
        """A sentence that is dropped, and two that are swapped, in all paragraphs that have enough of them."""
        random, tried = Random(7), 0
        for paragraph in Paragraph.objects.filter(document__external_id__startswith="seed-"):
            sentences = split(r"(?<=[.!?])\s+", paragraph.text)
            if len(sentences) < 3 or len(set(sentences)) < len(sentences) or len(paragraph.text) > 4_900:
                continue
            tried += 1
            dropped = random.randrange(1, len(sentences) - 1)
            [one, *_] = check(" ".join(sentences[:dropped] + sentences[dropped + 1 :])).found
            assert (one.what, one.document) == ("left-out", paragraph.document), paragraph.text
            first, second = random.sample(range(len(sentences)), 2)
            sentences[first], sentences[second] = sentences[second], sentences[first]
            [one, *_] = check(" ".join(sentences)).found
            assert (one.what, one.document) == ("reordered", paragraph.document), paragraph.text
            assert not any(piece.mark and search(r"\w", piece.text) for part in one.parts for piece in part.difference)
        assert tried >= 10


OWN_MARKS = {  # dots and brackets that the source has itself
    "en": "We met in Oslo [the host city]. The costs (staff, fuel etc..) were high. They will be paid by all of us.",
    "fr": "Nous étions à Oslo [la ville hôte]. Les coûts (achats, etc...) sont élevés. Nous les paierons ensemble.",
    "it": "Eravamo a Oslo [la città ospite]. I costi (asili, ecc..) sono alti. Li pagheremo tutti insieme domani.",
}


class TestOwnMarks:
    @pytest.fixture(params=OWN_MARKS)
    def sentences(self, request):
        make_document("Good morning.", OWN_MARKS[request.param], "Good night.", language=request.param)
        return split(r"(?<=[.])\s(?=[A-Z])", OWN_MARKS[request.param])

    @pytest.mark.parametrize(
        ("order", "what"), [((0, 2), "left-out"), ((1, 0, 2), "reordered"), ((2, 1, 0), "reordered")]
    )
    def test_they_are_no_marks_of_who_quotes(self, sentences, order, what):
        [one] = check(" ".join(sentences[place] for place in order)).found
        assert (one.what, [part.typed for part in one.parts if part.typed]) == (what, [])
        assert not any(piece.mark for part in one.parts for piece in part.difference)

    def test_one_that_was_added_to_them_is(self, sentences):
        typed = f"{sentences[0]} {sentences[1].replace('.', ' [sic].')} {sentences[2]}"
        assert check(typed).what not in ("exact", "words", "left-out", "reordered")

    def test_one_that_stands_for_what_was_left_out_is(self, sentences):
        [one] = check(f"{sentences[0]} […] {sentences[2]}").found
        assert one.what == "gaps"
        assert any(sentences[1].split()[1] in part.between for part in one.parts)


APPENDIX = {  # a line of an appendix; two parts of it turned round; and a line that has eight words of these in a row
    "en": (
        "Debated in plenary: second sitting of Thursday 3 April 2003: summary record, verbatim record",
        "Debated in plenary: summary record, verbatim record second sitting of Thursday 3 April 2003",
        "The verbatim record second sitting of Thursday 3 April 2003 is on the web page since yesterday.",
    ),
    "fr": (
        "Examen en séance : 2ème séance du jeudi 3 avril 2003 : compte rendu analytique, compte rendu intégral",
        "Examen en séance : compte rendu analytique, compte rendu intégral 2ème séance du jeudi 3 avril 2003",
        "Le compte rendu intégral 2ème séance du jeudi 3 avril 2003 est en ligne depuis hier.",
    ),
    "it": (
        "Esame in aula: seconda seduta di giovedì 3 aprile 2003: resoconto sommario, resoconto stenografico",
        "Esame in aula: resoconto sommario, resoconto stenografico seconda seduta di giovedì 3 aprile 2003",
        "Il resoconto stenografico seconda seduta di giovedì 3 aprile 2003 è in rete da ieri.",
    ),
}


@pytest.mark.parametrize("language", APPENDIX)
def test_the_paragraph_that_has_all_of_it_goes_before_one_that_has_a_longer_part(language):
    line, typed, other = APPENDIX[language]
    make_document(other, language=language)
    document = make_document(line, language=language)
    one = check(typed).found[0]
    assert (one.document, one.what) == (document, "reordered")
    assert not any(piece.mark == "added" for part in one.parts for piece in part.difference)


class TestInvisible:
    """Case 38: what differs and cannot be seen is no difference; an accent is one."""

    TEXT = "Tout est prêt. L’aéro\u00adnautique na\u00advale suit la sœur de l’élève : « Oui\u00a0» et zero\u200bwid."

    @pytest.mark.parametrize(
        ("typed", "what"),
        [
            ("L’aéronautique navale suit", "exact"),
            ("L’aéronautique\u00a0navale suit", "exact"),
            (normalize("NFD", "L’aéronautique navale suit la"), "exact"),
            ("L’aé\u00adro\u00adnautique navale\u200b suit", "exact"),
            ("la sœur de l’élève : « Oui » et zerowid", "exact"),
            ("L’aeronautique navale suit", "nearly"),
            ("L'aéronautique navale suit", "words"),
            ("L’AÉRONAUTIQUE navale suit", "words"),
            ("suit la soeur de l’élève", "words"),
            ("suit la sœur de l’eleve", "nearly"),
        ],
    )
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_it(self, typed, what, form):
        make_document(normalize(form, self.TEXT), language="fr")
        [one] = check(typed).found
        assert one.what == what
        assert normalize(form, self.TEXT).count(one.parts[0].words) == 1, "the bytes of the source"
        seen = [piece.text for piece in one.parts[0].difference if piece.mark]
        assert what == "exact" or all(len(text) < 25 for text in seen)


class TestHostile:
    @pytest.mark.parametrize(
        "typed",
        ["." * 5000, "the " * 1250, "the. " * 1000, "we [a] " * 700, "… we " * 700,
         "[" * 5000, "a[b]" * 1200, "(sic" * 1200,
         ". " * 2500 + "we sail at dawn", "We met in Oslo. " * 300],
    )  # fmt: skip
    def test_it_is_answered(self, client, typed):
        make_document("We met in Oslo. " * 40, "the " * 2000, "We sail at dawn. " * 30)
        assert client.post("/check/", {"q": typed}).status_code in (200, 302, 400)
        check(typed)
