"""What is said to those who receive a release: no title, no words of the statement; an embargo is told."""

import textwrap

import pytest

from statements.importer.embargoes import is_embargo, moment_of
from statements.importer.notices import is_delivery_notice
from tests.importer.parts import draft

TEXT = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning."
DELIVERY = [
    "CHECK AGAINST DELIVERY", "(Check against delivery)", "Please check against delivery", "(As delivered)",
    "as delivered", "As prepared for delivery*", "SEUL LE PRONONCÉ FAIT FOI", "Seul le prononcé fait foi.",
    "(Seul le texte prononcé fait foi)", "À vérifier au prononcé", "Fa fede il testo pronunciato",
    "FA FEDE SOLO IL TESTO PRONUNCIATO", "Check against delivery / Seul le prononcé fait foi",
    "Transcript as delivered", "Speaking notes – check against delivery", "SEUL LE PRONONCE FAIT FOI",
    "Texte tel que prononcé", "(Tel que prononcée)", "(così come pronunciato)", "Salvo modifiche in sede di pronuncia",
]  # fmt: skip
EMBARGOES = [
    ("EMBARGOED UNTIL 4 July 2024, 18:00 CEST", "2024-07-04T18:00+02:00"),
    ("STRICTLY EMBARGOED UNTIL 6 p.m. EDT on July 4, 2024", "2024-07-04T18:00-04:00"),
    ("Embargo: 00:01 GMT, 4 July 2024", "2024-07-04T00:01+00:00"),
    ("NOT FOR RELEASE BEFORE 4 JULY 2024, 10.30 BRUSSELS TIME", "2024-07-04T10:30+02:00"),
    ("SOUS EMBARGO JUSQU'AU 4 JUILLET 2024, 18H00 (HEURE DE PARIS)", "2024-07-04T18:00+02:00"),
    ("Sous embargo jusqu’au jeudi 4 juillet 2024 à 18 h (heure de Bruxelles)", "2024-07-04T18:00+02:00"),
    ("SOTTO EMBARGO FINO ALLE ORE 18 DEL 4 LUGLIO 2024 (ORA DI ROMA)", "2024-07-04T18:00+02:00"),
    ("Sotto embargo fino al 4 gennaio 2024, ore 18.00 CET", "2024-01-04T18:00+01:00"),
    ("SOTTO EMBARGO FINO A giovedì 4 luglio 2024, ore 18", "2024-07-04"),
    ("EMBARGOED UNTIL 4 July 2024", "2024-07-04"),
    ("UNDER EMBARGO UNTIL 0001 GMT, 4 JULY 2024", "2024-07-04T00:01+00:00"),
    ("HOLD FOR RELEASE: 4 July 2024, 9 am EST", "2024-07-04T09:00-05:00"),
    ("For release at 10.00 hours on 4 July 2024", "2024-07-04"),
    ("A NE PAS UTILISER AVANT LE 4 JUILLET 2024", "2024-07-04"),
    ("Da diffondere dopo le ore 18 del 4 luglio 2024 (ora italiana)", "2024-07-04T18:00+02:00"),
    ("EMBARGOED UNTIL 04/07/2024", ""),
    ("SOUS EMBARGO JUSQU'AU 4 JUILLET À 18H", ""),
]


@pytest.mark.parametrize("notice", DELIVERY)
@pytest.mark.parametrize("around", ["{notice}\n\n{title}\n\n", "{title}\n\n{notice}\n\n", "{title}\n{notice}\n\n"])
def test_a_notice_of_delivery_is_no_title_and_no_paragraph(notice, around):
    made = draft(around.format(notice=notice, title="Remarks at the harbour of Oslo") + f"{TEXT}\n\n{TEXT}")
    assert (made.title.value, made.title_assigned) == ("Remarks at the harbour of Oslo", False)
    assert [each.text for each in made.paragraphs] == [TEXT, TEXT]


@pytest.mark.parametrize("text", ["We deliver.", "As delivered by the minister, the text was longer.", "Check it."])
def test_a_sentence_is_no_notice(text):
    assert not is_delivery_notice(text)


@pytest.mark.parametrize(("notice", "moment"), EMBARGOES)
def test_an_embargo_is_no_title_is_told_and_proposed(notice, moment):
    made = draft(f"{notice}\n\nRemarks at the harbour of Oslo\n\n{TEXT}\n\n{TEXT}")
    assert (made.title.value, made.title_assigned) == ("Remarks at the harbour of Oslo", False)
    assert made.not_before.value == moment
    assert [each for each in made.warnings if "embargo" in each and notice in each]
    assert made.date.value == ""


def test_the_moment_may_stand_in_the_line_below():
    made = draft(f"EMBARGOED UNTIL:\n4 July 2024, 18:00 CEST\n\nRemarks at the harbour\n\n{TEXT}\n\n{TEXT}")
    assert (made.title.value, made.not_before.value) == ("Remarks at the harbour", "2024-07-04T18:00+02:00")


def test_an_embargo_that_a_statement_speaks_of_is_none():
    made = draft(f"Statement on the arms embargo\n\nThe embargo was adopted on 4 July 2024. {TEXT}\n\n{TEXT}")
    assert (made.not_before.value, made.warnings) == ("", ())


def test_a_page_is_under_embargo_above_its_title():
    from tests.importer.formats.pages import draft_of  # noqa: PLC0415

    made = draft_of(
        f"<html><body><main><p>EMBARGOED UNTIL 4 July 2024, 18:00 CEST</p><h1>The harbour of Oslo</h1>"
        f"<p>{TEXT}</p><p>{TEXT}</p></main></body></html>"
    )
    assert (made.title.value, made.not_before.value) == ("The harbour of Oslo", "2024-07-04T18:00+02:00")


@pytest.mark.parametrize("notice", ["FOR IMMEDIATE RELEASE", "Pour diffusion immédiate", "DIFFUSIONE IMMEDIATA"])
def test_a_release_notice_is_no_title_and_its_date_is_the_documents(notice):
    made = draft(f"{notice}\n\nRemarks at the harbour\n\n{TEXT}\n\n{TEXT}")
    assert (made.title.value, made.date.value) == ("Remarks at the harbour", "")
    made = draft(f"{notice} – 4 July 2023\n\nRemarks at the harbour\n\n{TEXT}\n\n{TEXT}")
    assert (made.title.value, made.date.value) == ("Remarks at the harbour", "2023-07-04")


def test_two_moments_are_none():
    assert moment_of("EMBARGO 4 July 2024, 18:00 CEST, 19:00 EEST") == "2024-07-04"


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGO", "EMBARGOED UNTIL DELIVERY ON 4 JULY", "EMBARGO: 4 July 2024, 18.00", "Embargo 18:00 CET",
        "EMBARGOED FOR RELEASE UNTIL 10 a.m. EDT", "Embargo: Thursday at six", "Embargo July 4, 2024",
        "EMBARGO UNTIL FURTHER NOTICE", "EMBARGO JUSQU'À 18 HEURES", "Embargo : jeudi à 18 h",
        "Embargo au 4 juillet 2024",
        "Sous embargo jusqu’à la fin du discours", "Embargo: ore 18 del 4 luglio 2024", "Sotto embargo sino a giovedì",
        "Embargo alle ore 18",
    ],
)  # fmt: skip
def test_an_embargo_is_told_by_what_follows_the_word(line):
    assert is_embargo(line)


@pytest.mark.parametrize(
    "line",
    [
        "Embargo policy is a matter of the Council.", "Embargo on arms: Minister speaks in Parliament",
        "Under embargo since 1990, the country has no trade.", "Embargoed goods were seized by the navy.",
        "Embargo against Libya extended until 2025", "Sous embargo depuis 1990, le pays n’a plus de commerce.",
        "Embargo sur les armes : la ministre devant l’Assemblée", "Embargo à Cuba", "Embargo sulle armi: il Ministro",
        "Sotto embargo dal 1990, il paese non ha commercio.", "Embargo alla Libia", "Embargo al petrolio",
    ],
)  # fmt: skip
def test_an_embargo_on_goods_is_none(line):
    assert not is_embargo(line)
    made = draft(f"Remarks at the harbour of Oslo\n\n{line} {TEXT}\n\n{TEXT}")
    assert made.paragraphs[0].text == f"{line} {TEXT}"


RUNNING = [
    ("EMBARGOED UNTIL 14:00 CET, 3 MAY 2024.", "2024-05-03T14:00+01:00"),
    ("Embargoed until 3 May 2024, 14:00 CEST.", "2024-05-03T14:00+02:00"),
    ("EMBARGOED UNTIL 3 MAY 2024", "2024-05-03"),
    ("Not for publication before 2 p.m. EDT on Friday 3 May 2024.", "2024-05-03T14:00-04:00"),
    ("(Embargoed until 3 May 2024, 14:00 Brussels time)", "2024-05-03T14:00+02:00"),
    ("– STRICTLY EMBARGOED UNTIL 1400 GMT, 3 MAY 2024", "2024-05-03T14:00+00:00"),
    ("**EMBARGOED UNTIL 14:00 CET, 3 MAY 2024**", "2024-05-03T14:00+01:00"),
    ("EMBARGOED UNTIL 14:00 CET.", ""),
    ("SOUS EMBARGO JUSQU'AU 3 MAI 2024, 14H00 (HEURE DE PARIS).", "2024-05-03T14:00+02:00"),
    ("Sous embargo jusqu’au vendredi 3 mai 2024 à 14 h (heure de Bruxelles).", "2024-05-03T14:00+02:00"),
    ("À ne pas diffuser avant le 3 mai 2024.", "2024-05-03"),
    ("SOTTO EMBARGO FINO ALLE ORE 14 DEL 3 MAGGIO 2024 (ORA DI ROMA).", "2024-05-03T14:00+02:00"),
    ("Da non pubblicare prima delle ore 14 del 3 maggio 2024.", "2024-05-03"),
]  # fmt: skip
WILL = "The text of the remarks, of which this is the beginning, will be released."


@pytest.mark.parametrize(("notice", "moment"), RUNNING)
def test_an_embargo_at_the_end_of_a_running_paragraph_is_told_and_proposed(notice, moment):
    for text in (f"{TEXT}\n\n{WILL} {notice}\n\n{TEXT}", f"{TEXT}\n\n{TEXT}\n\n{WILL} {notice}\n"):
        made = draft(f"Remarks at the harbour of Oslo\n\n{text}")
        assert made.not_before.value == moment
        assert [each for each in made.warnings if "under embargo" in each]
        assert WILL in [each.text for each in made.paragraphs]
        assert not [each for each in made.paragraphs if "embargo" in each.text.lower() or "2024" in each.text]


@pytest.mark.parametrize(("notice", "moment"), [*RUNNING, ("Embargo until 3 May 2024", "2024-05-03")])
def test_an_embargo_in_the_last_line_is_told_and_proposed(notice, moment):
    made = draft(f"Remarks at the harbour of Oslo\n\n{TEXT}\n\n" * 10 + f"{notice}\n")
    assert made.not_before.value == moment
    assert [each for each in made.warnings if "under embargo" in each]
    assert "2024" not in made.paragraphs[-1].text


def test_an_embargo_at_the_end_may_be_broken_over_lines():
    whole = f"{TEXT} {WILL} EMBARGOED UNTIL 14:00 CET, 3 MAY 2024."
    made = draft(f"Remarks at the harbour of Oslo\n\n{textwrap.fill(TEXT, 68)}\n\n{textwrap.fill(whole, 68)}\n\n{TEXT}")
    assert made.not_before.value == "2024-05-03T14:00+01:00"
    assert made.paragraphs[1].text == f"{TEXT} {WILL}"


def test_an_embargo_at_the_end_of_a_page_is_proposed():
    from tests.importer.formats.pages import draft_of  # noqa: PLC0415

    made = draft_of(
        f"<html><body><main><h1>The harbour of Oslo</h1><p>{TEXT}</p><p>{WILL} EMBARGOED UNTIL 14:00 CET, 3 MAY 2024."
        f"</p><p>{TEXT}</p></main></body></html>"
    )
    assert made.not_before.value == "2024-05-03T14:00+01:00"
    assert [each.text for each in made.paragraphs] == [TEXT, WILL, TEXT]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Council upheld the arms embargo until 2023.", "It extended the embargo until 3 May 2024.",
        "We spoke of the sanctions. Embargo until 3 May 2024.", "The goods are under embargo until 3 May 2024.",
        "Trade suffers. Under embargo until 3 May 2024, the country has no trade.",
        "Trade suffers. Under embargo since 3 May 2024.", "Arms embargo until 14:00 on 3 May 2024.",
        "The oil embargo expires at 14:00 CET on 3 May 2024.", "Embargoed goods were seized on 3 May 2024.",
        "L’embargo sur les armes est prolongé jusqu’au 3 mai 2024.", "Le pays reste sous embargo jusqu’au 3 mai 2024.",
        "Sous embargo depuis le 3 mai 2024.", "Nous en avons parlé. Embargo sur les armes jusqu’au 3 mai 2024.",
        "L’embargo sulle armi dura fino al 3 maggio 2024.", "Il Paese è sotto embargo fino al 3 maggio 2024.",
        "Ne abbiamo parlato. Embargo sulle armi fino alle ore 14 del 3 maggio 2024.",
        "The minister said: “The embargo until 3 May 2024 was right.”",
    ],
)  # fmt: skip
def test_a_sentence_that_speaks_of_an_embargo_stays_where_it_is(sentence):
    for text in (f"{TEXT} {sentence}\n\n{TEXT}", f"{TEXT}\n\n{TEXT} {sentence}\n", f"{TEXT}\n\n{sentence} {TEXT}"):
        made = draft(f"Remarks at the harbour of Oslo\n\n{text}")
        assert (made.not_before.value, [each for each in made.warnings if "embargo" in each]) == ("", [])
        assert sentence in " ".join(each.text for each in made.paragraphs)


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 9 July 2024", "Last updated: 9 July 2024 10:15", "Last modified on 9 July 2024",
        "Mis à jour le 9 juillet 2024", "Dernière mise à jour : 09/07/2024", "Modifié le 9 juillet 2024 à 10h15",
        "Ultimo aggiornamento: 9 luglio 2024", "Aggiornato il 9 luglio 2024",
        "Ultima modifica 9 luglio 2024, ore 10.15",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{title}\n\n{line}\n\n{text}", "{title}\n\n{text}\n\n{line}\n"])
def test_the_day_of_a_change_is_neither_date_nor_paragraph(line, around):
    made = draft(around.format(title="Remarks at the harbour of Oslo", line=line, text=f"{TEXT}\n\n{TEXT}"))
    assert (made.title.value, made.date.value) == ("Remarks at the harbour of Oslo", "")
    assert [each.text for each in made.paragraphs] == [TEXT, TEXT]


@pytest.mark.parametrize("notice", ["(As delivered)", "Seul le prononcé fait foi.", "Fa fede il testo pronunciato"])
def test_a_notice_of_delivery_below_a_short_text_is_dropped_once(notice):
    made = draft(f"Remarks at the harbour of Oslo\n\n{TEXT}\n\n{notice}\n")
    assert [each.text for each in made.paragraphs] == [TEXT]
