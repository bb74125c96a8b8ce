"""Two texts that look the same are the same, however their letters are coded; each keeps its own bytes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements import letters
from statements.letters import comparable, compare_form, count_marks, normalize_name

SAME = [
    ("de\u0301claration", "déclaration"),
    ("c\u00ad\u0153ur", "cœur"),
    ("Besanc\u0327on", "Besançon"),
    ("perche\u0301", "perché"),
    ("sicu\u00adrezza", "sicurezza"),
    ("l\u2019Alle\u200banza", "l\u2019Alleanza"),
    ("Allian\u2060ce", "Alliance"),
    ("\ufeffNous voulons", "Nous voulons"),
    ("\u200fQuai d\u2019Orsay\u200e", "Quai d\u2019Orsay"),
    ("\u202aQuirinale\u202c", "Quirinale"),
    ("\u2066Downing Street\u2069", "Downing Street"),
    ("co\u200doperate", "cooperate"),
    ("co\u200coperate", "cooperate"),
    ("e\u00ad\u0301te\u0301", "été"),
    ("\u212bngstr\u00f6m", "Ångström"),
    ("Ho\u0302\u0300 Chi\u0301", "Hồ Chí"),
    ("Plai\u0302t-il\u202f?", "Plaît-il\u202f?"),
    ("S\u0326tefan", "Ștefan"),
    ("Citta\u0300 del Vaticano", "Città del Vaticano"),
    ("we sail\u2764\ufe0f", "we sail\u2764"),
    ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
]
# What a reader can see is no difference of codes.
DIFFERENT = [
    ("état", "etat"),
    ("cœur", "coeur"),
    ("it's", "it\u2019s"),
    ("a b", "a\u00a0b"),
    ("ß", "ss"),
    ("NATO", "nato"),
]


class TestComparable:
    @pytest.mark.parametrize(("coded", "plain"), SAME)
    def test_what_looks_the_same_is_the_same(self, coded, plain):
        assert comparable(coded) == comparable(plain) == plain

    @pytest.mark.parametrize(("left", "right"), DIFFERENT)
    def test_what_a_reader_can_see_stays_different(self, left, right):
        assert comparable(left) != comparable(right)


class TestPlaces:
    def test_a_word_is_found_where_it_stands_in_the_text_as_it_was(self):
        text = "La se\u0301cu\u00adrite\u0301 europe\u0301enne."
        found = compare_form(text)
        start = found.text.index("sécurité")
        first, last = found.interval(start, start + len("sécurité"))
        assert text[first:last] == "se\u0301cu\u00adrite\u0301"

    @pytest.mark.parametrize("coded", ["\u1100\u1161\u11a8", "e\u0301\u0327\u1100\u1161", "\u1100\u00ad\u1161\u11a8"])
    def test_marks_and_syllables_of_several_letters_are_composed_whole(self, coded):
        assert compare_form(coded).text == comparable(coded)

    @given(st.text(alphabet="aeE\u0301\u0300\u0327\u00ad\u200b\ufeff éç\u1100\u1161\u11a8\u09c7\u09be", max_size=200))
    def test_the_text_is_that_which_is_compared(self, text):
        assert compare_form(text).text == comparable(text)

    @given(st.text(max_size=200))
    def test_places_rise_to_the_end_of_the_text(self, text):
        found = compare_form(text)
        assert len(found.places) == len(found.text) + 1
        assert found.places == sorted(found.places)
        assert found.places[-1] == len(text)

    @given(st.text(alphabet="ae\u0301\u0300 \u00ad", max_size=200), st.data())
    def test_an_interval_has_its_very_letters(self, text, data):
        found = compare_form(text)
        start = data.draw(st.integers(0, len(found.text)))
        end = data.draw(st.integers(start, len(found.text)))
        first, last = found.interval(start, end)
        assert found.text[start:end] in comparable(text[first:last])

    def test_every_mark_is_put_in_its_order(self):
        marks = [chr(code) for code in range(0x110000) if unicodedata.combining(chr(code))]
        assert [mark for mark in marks if compare_form(f"c{mark}\u0327").text != comparable(f"c{mark}\u0327")] == []

    @pytest.mark.parametrize("letters_of", ["a\u0301", "\u1100\u1161\u11a8", "\u0301", "\u09c7\u09be", "\u00ad\u0301"])
    def test_a_hostile_text_is_composed_piece_by_piece(self, monkeypatch, letters_of):
        """The work is counted in characters that are normalized: each of them a few times, however many there are."""
        counted = Counted()
        letters._compose.cache_clear()
        monkeypatch.setattr(letters, "unicodedata", counted)
        text = letters_of * 5_000
        assert compare_form(text).places[-1] == len(text)
        assert 0 < counted.characters <= 10 * len(text)


class Counted:
    """Python's `unicodedata`, with a count of the characters that were normalized."""

    characters = 0

    def __getattr__(self, name):
        return getattr(unicodedata, name)

    def normalize(self, form, text):
        self.characters += len(text)
        return unicodedata.normalize(form, text)


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "most"),
        [
            ("Nous sommes l\u2019e\u0301te\u0301", 0),
            ("a" + "\u0301\u0327" * 75 + " b" + "\u0301" * 120, 150),
            ("a" + "\u0301\u200b\u0327\u00ad" * 75, 150),
            ("한국어" * 100, 0),
            ("\u1112\u1161\u11ab" * 100, 0),
            ("\u00ad" * 500, 0),
        ],
    )
    def test_marks_that_follow_each_other_are_counted(self, text, most):
        assert count_marks(text) == most


class TestNames:
    @pytest.mark.parametrize(
        "written",
        [
            "Élise Forêt", "E\u0301lise Fore\u0302t", "Élise\u00a0Forêt", "Élise Forêt ", " Élise  Forêt",
            "Élise\u202fForêt", "Élise\tForêt\n", "É\u00adlise For\u200bêt", "\ufeffÉlise Forêt", "Élise Forêt\u200e",
        ],
    )  # fmt: skip
    def test_one_person_has_one_name(self, written):
        assert normalize_name(written) == "Élise Forêt"

    @pytest.mark.parametrize("other", ["Elise Forêt", "Élise Foret", "FORÊT Élise", "Élise-Forêt"])
    def test_another_spelling_is_another_name(self, other):
        assert normalize_name(other) != "Élise Forêt"
