"""The five documents that the archive was commissioned with are exactly what they should be."""

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import pytest

from statements.models import Document

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent / "data"
REFRESH = "REFRESH_GOLDEN" in os.environ  # REFRESH_GOLDEN=1 pytest tests/test_seeds.py writes the golden files anew

FILES = {
    "seed-000": (
        "000_meloni-stoltenberg-dichiarazioni.it.txt",
        "af983bf5f6604b5d7404bbb58433873d63681f39185e9db115100eecab07fe53",
    ),
    "seed-001": (
        "001_tajani-stoltenberg-telephone-call.en.txt",
        "112042ff8e554a4162dcc0d62dabde8ea371b5054e4a5e6540fed3cd70a5ccee",
    ),
    "seed-002": (
        "002_rencontre-stoltenberg-meloni.fr.txt",
        "46024895143b974de3b9900fa00f22500d06324ace0c16e9bbf97d5a2a8ba351",
    ),
    "seed-003": (
        "003_ministri-difesa-nato-bruxelles.it.txt",
        "5e6161b1ab0c316b0b38f4f575f6c52385a59e0485d518d8be41fe324345f350",
    ),
    "seed-004": (
        "004_comunicato-vertice-vilnius.it.txt",
        "0475b9644058bd49a16ecb79769c3ebfb9f49b115de6d52620bd3d8a99221b5c",
    ),
}
CALL = (
    "Telephone conversation between the Deputy Prime Minister and Minister of Foreign Affairs and International "
    "Cooperation and the Secretary General of NATO"
)
MELONI = "Incontro con il Segretario Generale della NATO, le dichiarazioni alla stampa del Presidente Meloni"


def document(seed):
    return Document.objects.select_related("source", "publisher").get(external_id=seed)


def texts(seed):
    return list(document(seed).paragraphs.order_by("position").values_list("text", flat=True))


def dropped(seed):
    source = document(seed).source
    return [
        (reason, source.text[start:end].strip())
        for start, end, use, reason in source.spans
        if use == "dropped" and reason != "spacing"
    ]


def paragraph(number):
    return document("seed-004").paragraphs.get(number=number)


def people(seed):
    return list(document(seed).participations.order_by("position").values_list("speaker__name", "role"))


def quotations(seed):
    return [
        (each.position, quotation.speaker.name, each.text[quotation.start : quotation.end])
        for each in document(seed).paragraphs.order_by("position")
        for quotation in each.quotations.select_related("speaker").order_by("start")
    ]


@pytest.mark.parametrize(
    ("seed", "language", "kind", "title", "assigned", "publisher", "paragraphs"),
    [
        ("seed-000", "it", "press-statement", MELONI, False, "Presidenza del Consiglio dei Ministri", 7),
        ("seed-001", "en", "readout", CALL, False,
         "Ministero degli Affari Esteri e della Cooperazione Internazionale", 5),
        ("seed-002", "fr", "commentary", "Commentaire sur la rencontre entre Jens Stoltenberg et Giorgia Meloni", True,
         None, 5),
        ("seed-003", "it", "news-report", "I ministri della Difesa della NATO a Bruxelles per il sostegno all'Ucraina",
         True, None, 7),
        ("seed-004", "it", "communique", "Comunicato del Vertice di Vilnius", True, "NATO", 97),
    ],
)  # fmt: skip
def test_each_document_is_what_its_file_says(seed, language, kind, title, assigned, publisher, paragraphs):
    found = document(seed)
    assert (found.language, found.kind, found.title, found.title_assigned) == (language, kind, title, assigned)
    assert (found.publisher.name if found.publisher else None) == publisher
    assert found.display_title == (f"[{title}]" if assigned else title)
    assert [each.position for each in found.paragraphs.order_by("position")] == list(range(1, paragraphs + 1))
    assert {each.language for each in found.paragraphs.all()} == {language}


@pytest.mark.parametrize(
    ("seed", "edtf", "origin", "words", "start", "end"),
    [
        ("seed-000", "2022-11-10", "text", "10 November 2022", date(2022, 11, 10), date(2022, 11, 10)),
        ("seed-001", "2022-11-25", "heading", "25 November 2022", date(2022, 11, 25), date(2022, 11, 25)),
        ("seed-002", "", "unknown", "Undated", None, None),
        ("seed-003", "2022-10", "text", "October 2022", date(2022, 10, 1), date(2022, 10, 31)),
        ("seed-004", "2023-07-11", "manifest", "11 July 2023", date(2023, 7, 11), date(2023, 7, 11)),
    ],
)
def test_each_date_is_as_precise_as_known_and_says_where_it_is_from(seed, edtf, origin, words, start, end):
    found = document(seed)
    assert (found.date_edtf, found.provenance["date_edtf"]) == (edtf, origin)
    assert (found.date_words, found.date_start, found.date_end) == (words, start, end)


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        ("seed-000", [("Giorgia Meloni", "speaker"), ("Jens Stoltenberg", "interlocutor")]),
        ("seed-001", [("Antonio Tajani", "quoted"), ("Jens Stoltenberg", "interlocutor")]),
        ("seed-002", [("Jens Stoltenberg", "mentioned"), ("Giorgia Meloni", "mentioned")]),
        ("seed-003", [("Jens Stoltenberg", "quoted"), ("Oleksii Reznikov", "mentioned")]),
        ("seed-004", [("Heads of State and Government of the Alliance", "speaker")]),
    ],
)
def test_each_document_names_who_takes_part_and_how(seed, expected):
    assert people(seed) == expected


def test_offices_have_the_days_on_which_they_were_held():
    def offices(slug):
        participation = document({"antonio-tajani": "seed-001"}.get(slug, "seed-000")).participations
        speaker = participation.get(speaker__slug=slug).speaker
        return [(office.title_en, office.title_it, office.since, office.until) for office in speaker.offices.all()]

    [meloni], [stoltenberg], [tajani] = (
        offices(slug) for slug in ("giorgia-meloni", "jens-stoltenberg", "antonio-tajani")
    )
    assert meloni[1:] == ("Presidente del Consiglio", date(2022, 10, 22), None)
    assert (stoltenberg[0], *stoltenberg[2:]) == ("NATO Secretary General", date(2014, 10, 1), date(2024, 10, 1))
    tajani_title = "Deputy Prime Minister and Minister of Foreign Affairs and International Cooperation"
    assert (tajani[0], *tajani[2:]) == (tajani_title, date(2022, 10, 22), None)


def test_the_heads_of_state_are_a_collective_speaker_and_the_others_are_persons():
    collective = {
        each.speaker.slug: each.speaker.collective
        for seed in FILES
        for each in document(seed).participations.select_related("speaker")
    }
    assert [slug for slug, is_one in collective.items() if is_one] == ["nato-heads-of-state-and-government"]


def test_only_who_speaks_has_the_turns():
    turns = {seed: {each.speaker and each.speaker.slug for each in document(seed).paragraphs.all()} for seed in FILES}
    assert turns == {
        "seed-000": {"giorgia-meloni"},
        "seed-001": {None},
        "seed-002": {None},
        "seed-003": {None},
        "seed-004": {"nato-heads-of-state-and-government"},
    }


def test_what_stands_around_the_statement_of_meloni_is_dropped_with_its_reason():
    assert dropped("seed-000") == [
        ("heading mark", "#"),
        ("related links", "## Per saperne di più"),
        ("related links", "[Il Presidente Meloni incontra il Segretario Generale della NATO Stoltenberg](#)"),
        ("address block", "**Governo Italiano**"),
        ("address block", "**Presidenza del Consiglio dei Ministri**"),
        ("contacts", "## Contatti"),
        ("contacts", "## Seguici su"),
        ("address block", "00186 Roma - Italia"),
        ("address block", "**È opportuno indicare chiaramente sull'involucro la Struttura destinataria**"),
        ("ruled line", "---"),
        ("contacts", "## Indirizzi di posta elettronica"),
        ("contacts", "Elenco PEC"),
        ("contacts", "Elenco e-Mail"),
        ("ruled line", "---"),
        ("contacts", "## Recapiti telefonici"),
        ("telephone", "Centralino: (+39) 06.6779.1"),
    ]


def test_the_cookie_notice_and_the_related_links_of_the_call_are_dropped():
    assert dropped("seed-001") == [
        ("cookie notice", "This site uses technical and analytics cookies."),
        ("cookie notice", "By continuing to browse, you agree to the use of cookies."),
        ("related links", "You might also be interested in.."),
    ]


def test_nothing_else_is_dropped_but_two_page_headers():
    assert dropped("seed-002") == dropped("seed-003") == []
    assert dropped("seed-004") == [("page header", "6/22"), ("page header", "7/22")]


def test_the_quotation_in_the_readout_is_tajanis_and_out_of_area_is_nobodys():
    [(position, who, words)] = quotations("seed-001")
    assert (position, who) == (3, "Antonio Tajani")
    assert words.startswith("Italy forcefully supports") and words.endswith(
        "financial and humanitarian support to Kiev."
    )
    assert "“out of area”" in texts("seed-001")[1]


def test_the_quoted_words_of_the_report_are_stoltenbergs():
    found = quotations("seed-003")
    assert {who for _, who, _ in found} == {"Jens Stoltenberg"}
    assert [(position, words.split()[0]) for position, _, words in found] == [
        (2, "per"), (2, "la"), (2, "orribili"), (3, "i"), (5, "un"), (7, "Ci"),
    ]  # fmt: skip


def test_the_date_field_is_no_prose():
    first = document("seed-003").paragraphs.get(position=1)
    assert first.text.startswith("Il 12 e il 13 ottobre i ministri")
    assert "date 2022-10" not in " ".join(texts("seed-003"))


def test_vilnius_has_a_preface_then_one_to_ninety_with_six_under_thirty_four():
    rows = list(document("seed-004").paragraphs.order_by("position").values_list("number", "under", "kind"))
    under_34 = [("", "34", "list-item")] * 6
    assert rows == [
        ("", "", "body"),
        *[(str(number), "", "body") for number in range(1, 35)],
        *under_34,
        *[(str(number), "", "body") for number in range(35, 91)],
    ]
    assert texts("seed-004")[0] == "L'Invitato della NATO si associa a questo Comunicato."


@pytest.mark.parametrize(
    ("number", "page"),
    [("1", 1), ("4", 2), ("23", 6), ("29", 7), ("50", 12), ("74", 19), ("78", 20),
     ("87", 22), ("88", 22), ("89", 22), ("90", 22)],
)  # fmt: skip
def test_every_paragraph_of_vilnius_knows_its_page(number, page):
    assert paragraph(number).page == page


def test_all_22_pages_are_there_in_order():
    pages = [each.page for each in document("seed-004").paragraphs.order_by("position")]
    assert pages == sorted(pages)
    assert set(pages) == set(range(1, 23))


def test_paragraph_28_is_whole_though_a_page_break_cuts_it():
    assert paragraph("28").text == (
        "Ci impegniamo a investire almeno il 20% dei nostri budget per la difesa in attrezzature importanti, compresa "
        "la relativa ricerca e sviluppo. Riconosciamo che ciò dovrebbe essere raggiunto insieme a un minimo del 2% "
        "della spesa annua per la difesa del PIL. Dobbiamo mantenere il nostro vantaggio tecnologico e continuare a "
        "modernizzare e riformare le nostre forze e capacità, anche attraverso l'integrazione di tecnologie innovative."
    )


def test_hyphens_at_the_end_of_a_line_stay_where_they_belong():
    whole = " ".join(texts("seed-004"))
    assert "Consiglio NATO-Ucraina. Attendiamo con impazienza" in paragraph("2").text
    assert "nell'area euro-atlantica. Il terrorismo, in tutte le sue forme" in paragraph("5").text
    assert "euro- " not in whole and "NATO- " not in whole and "euroatlantic" not in whole


def test_a_full_stop_alone_on_its_line_joins_without_a_space():
    assert "processo decisionale basato sui dati\n.\n" in document("seed-004").source.text
    assert paragraph("62").text.endswith("processo decisionale basato sui dati.")


@pytest.mark.parametrize("seed", FILES)
def test_the_source_is_kept_byte_for_byte(seed, seeds):
    name, sha256 = FILES[seed]
    source = document(seed).source
    content = bytes(source.content)
    assert (source.filename, source.media_type, source.encoding) == (name, "text/plain", "utf-8")
    assert content == (seeds / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == source.sha256 == sha256


def test_the_files_are_those_the_archive_was_commissioned_with(seeds):
    folder = seeds.parent / ".." / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("../shared/seeds, the folder of the original files, is not here")
    originals = {hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.txt")}
    assert originals == {sha256 for _, sha256 in FILES.values()}


@pytest.mark.parametrize("seed", FILES)
def test_kept_and_dropped_spans_tile_the_source(seed):
    source = document(seed).source
    starts, ends = [span[0] for span in source.spans], [span[1] for span in source.spans]
    assert starts == [0, *ends[:-1]]
    assert ends[-1] == len(source.text)
    assert all(use != "dropped" or reason for _, _, use, reason in source.spans)


@pytest.mark.parametrize("seed", FILES)
def test_every_paragraph_can_be_traced_to_its_span(seed):
    found = document(seed)
    kept = [(start, end) for start, end, use, _ in found.source.spans if use == "paragraph"]
    for each in found.paragraphs.all():
        within = [found.source.text[start:end] for start, end in kept if each.start <= start and end <= each.end]
        assert "".join("".join(within).split()) == "".join(each.text.split())


@pytest.mark.parametrize("seed", FILES)
def test_the_paragraphs_are_those_of_the_golden_file(seed):
    fields = ["key", "number", "under", "kind", "page", "start", "end", "text"]
    rows = list(document(seed).paragraphs.order_by("position").values(*fields))
    golden = DATA / f"{seed}.json"
    if REFRESH:
        golden.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert rows == json.loads(golden.read_text(encoding="utf-8"))
