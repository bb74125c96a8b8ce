"""Letters that a PDF or a wrong encoding has lost are told with an example; what is only written with digits is not."""

import pytest

from statements.importer.lost_letters import warn_lost_letters
from tests.importer.parts import draft

LOST = [
    "I offer my congratula\ufffdons on your elec\ufffdon.",
    "Il Ministro ha ringraziato le forze dell\ufffdAlleanza per l\ufffdimpegno.",
    "La premi\ufffdre ministre a salu\ufffd les alli\ufffds.",
    "The United Na5ons and their coopera5on.",
    "Le Na6oni Unite e la coopera6one tra gli alleati.",
    "Les Na3ons Unies ont renforcé leur coopéra3on.",
    "The Cons7tu7on is clear on that.",
    "An an0-corrup0on body was set up.",
    "The posi\ue001on of the Na\ue001ons is known.",
    "La posi\ue09fone delle Na\ue09foni.",
    "L’ac\uf001on des Na\uf001ons unies.",
    "This is con dential and of signi cant interest.",
    "The na onal and interna onal order.",
    "Un o cielle de la défense, dans le con ance retrouvée.",
    "Le sommet des pays paci ques est di cultés.",
    "Il con itto e le forze paci che dell’Alleanza.",
    "Un speci co impegno, e cace e di lungo periodo.",
]
QUESTIONED = [
    "Les ministres se sont r?unis pour parler de la d?fense et de la s?curit?.",
    "La difesa dell?unit? e l?impegno per l?alleanza.",
]
MISREAD = [
    "Le prÃ©sident de la RÃ©publique a rencontrÃ© le secrÃ©taire gÃ©nÃ©ral.",
    "Itâ€™s a great day for the Alliance.",
    "LibertÃ e unitÃ\u00a0 dellâ€™Alleanza: Ã¨ questo il punto.",
    "Il a dit Â« nous sommes unis Â».",
    "â€œWe stand united,â€\u009d he said.",
]
RIGHT = [
    "Who?what? See https://a.example/a?b=c&d?e and search?q=nato.",
    "COVID19 and COVID-19, the G7, the G20 and COP26 in the EU27.",
    "An F16, an A320neo, two Su30MKI, a C130J, the MH17 case and the S400 system.",
    "B2B, B2C, P2P, H2O, CO2, 5G, 4x4, 24h, 10km, 3D.",
    "The 1st, 2nd, 3rd and 21st; le 1er, la 2e, le 3ème; il 1o e la 2a.",
    "We met face2face. Write to nato2023@example.org or read www.web2day.org/na5ons.",
    "The file na5ons.pdf and the address http://t.co/a5bcd, hash d7ac3fe.",
    "Un moment \ufffd et puis plus rien. \ufffd",
    "\uf0b7 a point of the list\n\uf0b7 another point",
    "SÃO TOMÉ, NÃO, IRMÃ, Âge, À l’heure, « Â » et â.",
    "The e-mail said: a few, an end, di notte, con me, e poi, o no, il cielo, de la paix.",
    "Article 5, art.5par, §5bis, P5+1, E3/EU+3, Mi-8, T-72B3, NH90, Typhoon2s.",
    "Résolution 1325, 1325bis; l’OTAN, l'UE, l’A400M.",
    "Buenos Aires, le affaires, con fiducia, specifico, spécifique, national.",
]


@pytest.mark.parametrize("text", LOST)
def test_lost_letters_are_told_with_how_many_and_an_example(text):
    [warning] = warn_lost_letters([text])
    assert warning.startswith("letters are lost in ")
    assert warning.endswith("”: compare them with the source")
    assert warning.partition("“")[2].partition("”")[0] in text


@pytest.mark.parametrize("text", QUESTIONED)
def test_question_marks_inside_of_several_words_are_lost_letters(text):
    [warning] = warn_lost_letters([text])
    assert warning.startswith("letters are lost in ")


@pytest.mark.parametrize("text", MISREAD)
def test_bytes_that_were_read_in_the_wrong_encoding_are_told(text):
    [warning] = warn_lost_letters([text])
    assert warning.startswith("letters are wrong in ")


@pytest.mark.parametrize("text", RIGHT)
def test_digits_in_names_and_signs_that_stand_alone_are_no_lost_letters(text):
    assert warn_lost_letters([text]) == ()


def test_the_number_is_that_of_the_words():
    text = "The Na\ufffdons, the posi\ufffdon, and the Na\ufffdons again."
    assert warn_lost_letters([text, "All is well."]) == (
        "letters are lost in 3 words, such as “Na\ufffdons”: compare them with the source",
    )
    assert warn_lost_letters(["Na\ufffdons"]) == (
        "letters are lost in a word, “Na\ufffdons”: compare them with the source",
    )


def test_a_word_with_two_lost_letters_is_one_word():
    assert "in a word, “cons\ufffdtu\ufffdon”" in warn_lost_letters(["The cons\ufffdtu\ufffdon."])[0]


@pytest.mark.parametrize("text", ["We met peer2peer.", "All4one and one4all.", "A s1st and a d7ac."])
def test_a_single_word_that_may_be_meant_so_is_none(text):
    assert warn_lost_letters([text]) == ()


def test_a_draft_says_so_of_its_title_too():
    made = draft(
        "Statement to the United Na\ufffdons\n\nWe are grateful for all that the world has done for us today.\n"
    )
    assert made.warnings == ("letters are lost in a word, “Na\ufffdons”: compare them with the source",)


def test_very_many_are_counted_to_a_thousand():
    assert "1,000 words or more" in warn_lost_letters(["Na\ufffdons " * 200_000])[0]
