"""Whose words these are is said where the text says it, and left open where it does not."""

import pytest

from tests.importer.parts import MELONI, STOLTENBERG, draft

BOTH = ((STOLTENBERG.slug, "quoted"), (MELONI.slug, "quoted"))


def quoted(text, participations=BOTH[:1]):
    [only] = draft(text, participations=participations).paragraphs
    return [(each.speaker, only.text[each.start : each.end]) for each in only.quotations]


@pytest.mark.parametrize(
    "text",
    [
        "Stoltenberg said “{}” in Vilnius.",
        'Stoltenberg ha detto "{}" a Vilnius.',
        "Stoltenberg a dit «\u00a0{}\u00a0» à Vilnius.",
        "Stoltenberg a dit « {} » à Vilnius.",
        "Stoltenberg a dit «\u202f{}\u202f» à Vilnius.",
        "“{}”, ha concluso Stoltenberg.",
        'Stoltenberg (che aggiunge: "{}") a Vilnius.',
    ],
)
def test_quotation_marks_of_three_languages_hold_the_words(text):
    assert quoted(text.format("noi restiamo sempre uniti")) == [("jens-stoltenberg", "noi restiamo sempre uniti")]


@pytest.mark.parametrize(
    "text",
    [
        "Stoltenberg spoke of “out of area” missions.",
        'Stoltenberg difende l\'"ordine" internazionale.',
        "Stoltenberg a parlé d'un « monde plus sûr ».",
        'Stoltenberg measured 12" pipes and then again 14 of those 16" pipes.',
        "Stoltenberg opened “a quotation that never ends at all.",
    ],
)
def test_scare_quotes_inches_and_open_quotes_are_nobodys_words(text):
    assert quoted(text) == []


def test_an_apostrophe_before_the_mark_opens_a_quotation():
    found = quoted('Stoltenberg difende l\'"ordine internazionale basato sulle regole" a Vilnius.')
    assert found == [("jens-stoltenberg", "ordine internazionale basato sulle regole")]


def test_of_two_quoted_speakers_the_one_named_nearest_has_the_words():
    text = "Stoltenberg said “we shall stand with Ukraine”, and Meloni added “Italy will do its part”."
    assert quoted(text, BOTH) == [
        ("jens-stoltenberg", "we shall stand with Ukraine"),
        ("giorgia-meloni", "Italy will do its part"),
    ]


def test_a_name_inside_the_quotation_does_not_make_it_hers():
    text = "Stoltenberg said “I thank Giorgia Meloni for her words”."
    assert quoted(text, BOTH) == [("jens-stoltenberg", "I thank Giorgia Meloni for her words")]


def test_where_nobody_is_named_the_only_one_quoted_has_the_words_and_of_two_neither():
    text = "He said “we shall stand with Ukraine” yesterday."
    assert quoted(text) == [("jens-stoltenberg", "we shall stand with Ukraine")]
    assert quoted(text, BOTH) == []


def test_a_name_within_another_word_is_no_name():
    assert quoted("Melonistan said “we shall stand with Ukraine”.", BOTH) == []


@pytest.mark.parametrize("role", ["speaker", "interlocutor", "mentioned", "author"])
def test_quotations_are_looked_for_only_where_somebody_is_quoted(role):
    assert quoted("Stoltenberg said “we shall stand with Ukraine”.", ((STOLTENBERG.slug, role),)) == []


@pytest.mark.parametrize(
    ("roles", "turn"),
    [
        (["speaker"], "jens-stoltenberg"), (["author"], "jens-stoltenberg"), (["quoted"], None), (["mentioned"], None),
        (["interlocutor"], None), (["speaker", "speaker"], None), (["speaker", "interlocutor"], "jens-stoltenberg"),
    ],
)  # fmt: skip
def test_a_paragraph_is_the_turn_of_the_only_one_who_speaks(roles, turn):
    participations = tuple(zip((STOLTENBERG.slug, MELONI.slug), roles, strict=False))
    [only] = draft("Siamo uniti.", participations=participations).paragraphs
    assert only.speaker == turn


PARTS = ((STOLTENBERG.slug, "speaker"),)


@pytest.mark.parametrize(
    ("lines", "own"),
    [
        (
            ["Jens Stoltenberg: We met.", "At sea.", "Reporter: When?", "Of all days.", "Jens Stoltenberg: Now."],
            [0, 1, 4],
        ),
        (["Secretary General Stoltenberg: We met.", "Q  When?", "Secretary General Stoltenberg: Now."], [0, 2]),
        (["Moderator: Welcome.", "Stoltenberg: We met.", "Question (Radio): When?", "Stoltenberg: Now."], [1, 3]),
        (["M. Stoltenberg. – Bonjour.", "Journaliste : Quand ?", "M. Stoltenberg (suite). – Bientôt."], [0, 2]),
        (
            ["Segretario generale Stoltenberg: Sì.", "Giornalista: Quando?", "SEGRETARIO GENERALE STOLTENBERG: Ora."],
            [0, 2],
        ),
        (["Welcome to Oslo.", "Jens Stoltenberg: We met.", "Ada Quist: When?", "Jens Stoltenberg: Now."], [1, 3]),
        (["Jens Stoltenberg and Ada Quist: We met.", "Q  When?", "Jens Stoltenberg: Now."], [2]),
        # Whose these are is not sure: it may be his wife, another secretary general, or anybody.
        (["MRS. STOLTENBERG: Good evening.", "THE SECRETARY GENERAL: Good evening."], []),
        (["Secretary General: We met.", "Q  When?", "Secretary General: Now."], []),
        (["We met.", "Reporter: When?", "Now."], []),
        (["Mr. Stoltenberg: We met.", "Minister Stoltenberg: Now."], []),
    ],
)
def test_in_a_transcript_only_turns_with_a_label_are_those_of_the_one_who_speaks(lines, own):
    made = draft("Press conference in Oslo\n\n" + "\n\n".join(lines), participations=PARTS)
    assert [each.text for each in made.paragraphs] == lines
    assert [place for place, each in enumerate(made.paragraphs) if each.speaker] == own


@pytest.mark.parametrize(
    "lines",
    [
        ["Dear Friends: We meet.", "First Pillar: Defence.", "Dear Friends: We stay."],
        ["Mr. President: It is an honour.", "We met at sea.", "Mr. President: Thank you."],
        ["Monsieur le Président : Merci.", "Royaume-Uni : Des chars.", "Monsieur le Président : Merci."],
        ["Signor Presidente: Grazie.", "Primo punto: La difesa.", "Signor Presidente: Grazie."],
        ["Jens Stoltenberg: Thank you.", "We met at sea.", "We met again."],
    ],
)
def test_a_speech_is_his_who_gives_it(lines):
    made = draft("Speech in Oslo\n\n" + "\n\n".join(lines), participations=PARTS)
    assert {each.speaker for each in made.paragraphs} == {"jens-stoltenberg"}
