"""The language of a text is told by its words; what the archive has no language for has none."""

import pytest

from statements.importer.language import find_language, identify_language
from tests.importer.parts import draft

EN = (
    "The Secretary General met the Prime Minister in Rome on Tuesday. They discussed support for Ukraine and the "
    "preparations for the next summit. “Italy is a committed ally,” the Secretary General said, thanking the country "
    "for leading the mission in Kosovo and for its contribution to the battlegroups on the eastern flank.\n\n"
)
FR = (
    "Le Secrétaire général a rencontré mardi à Rome la présidente du Conseil. Ils ont évoqué le soutien à l’Ukraine "
    "et les préparatifs du prochain sommet. « L’Italie est une alliée engagée », a déclaré le Secrétaire général, qui "
    "a remercié le pays de diriger la mission au Kosovo et de contribuer aux groupements tactiques du flanc est.\n\n"
)
IT = (
    "Il Segretario generale ha incontrato martedì a Roma il Presidente del Consiglio. Hanno discusso del sostegno "
    "all’Ucraina e dei preparativi per il prossimo vertice. «L’Italia è un alleato impegnato», ha dichiarato il "
    "Segretario generale, ringraziando il Paese per la guida della missione in Kosovo e per i gruppi tattici.\n\n"
)
FOREIGN = [
    (
        "reads as Spanish",
        (
            "El presidente del Gobierno se reunió ayer en Madrid con el secretario general de la OTAN. Durante el "
            "encuentro hablaron de la situación en Ucrania y del refuerzo del flanco oriental de la Alianza. «España "
            "cumplirá sus compromisos», afirmó el presidente, que agradeció la solidaridad de los aliados."
        ),
    ),
    (
        "reads as German",
        (
            "Der Bundeskanzler traf gestern in Berlin den Generalsekretär der NATO. Im Mittelpunkt des Gesprächs "
            "standen die Lage in der Ukraine und die Stärkung der Ostflanke des Bündnisses. „Deutschland wird seine "
            "Verpflichtungen erfüllen“, sagte der Bundeskanzler nach dem Treffen."
        ),
    ),
    (
        "reads as Portuguese",
        (
            "O Primeiro-Ministro reuniu-se ontem em Lisboa com o Secretário-Geral da NATO. No encontro foram abordadas "
            "a situação na Ucrânia e o reforço do flanco leste da Aliança. «Portugal cumprirá os seus compromissos», "
            "afirmou o Primeiro-Ministro no final da reunião."
        ),
    ),
    (
        "reads as Dutch",
        (
            "De minister-president sprak gisteren in Den Haag met de secretaris-generaal van de NAVO. Zij bespraken de "
            "situatie in Oekraïne en de versterking van de oostflank van het bondgenootschap. “Nederland zal zijn "
            "verplichtingen nakomen”, zei de premier na afloop."
        ),
    ),
    (
        "reads as Romanian",
        (
            "Președintele României s-a întâlnit ieri la București cu secretarul general al NATO. Au discutat despre "
            "situația din Ucraina și despre consolidarea flancului estic al Alianței. „România își va respecta "
            "angajamentele”, a declarat președintele la finalul întrevederii."
        ),
    ),
    (
        "reads as Polish",
        (
            "Prezydent spotkał się wczoraj w Warszawie z sekretarzem generalnym NATO. Rozmawiali o sytuacji na "
            "Ukrainie i o wzmocnieniu wschodniej flanki Sojuszu. „Polska wypełni swoje zobowiązania” – powiedział "
            "prezydent po spotkaniu."
        ),
    ),
    (
        "reads as Catalan",
        (
            "El president es va reunir ahir a Barcelona amb el secretari general de l'OTAN. Durant la trobada van "
            "parlar de la situació a Ucraïna i del reforç del flanc oriental de l'Aliança. «Complirem els nostres "
            "compromisos», va afirmar el president després de la reunió."
        ),
    ),
    (
        "reads as Latin",
        (
            "Episcopus Romanus in audientia generali de pace inter gentes locutus est. Omnes populos hortatus est ut "
            "arma deponant et concordiam quaerant. Deinde fidelibus benedixit atque pro iis qui bello afflicti sunt "
            "precatus est. Pax Domini sit semper vobiscum."
        ),
    ),
    (
        "reads as Swedish",
        (
            "Statsministern träffade i går Natos generalsekreterare i Stockholm. De talade om läget i Ukraina och om "
            "hur alliansens östra flank ska stärkas. ”Sverige kommer att uppfylla sina åtaganden”, sade statsministern "
            "efter mötet."
        ),
    ),
    (
        "reads as Danish",
        (
            "Statsministeren mødtes i går i København med NATO's generalsekretær. De drøftede situationen i Ukraine og "
            "styrkelsen af alliancens østlige flanke. »Danmark vil leve op til sine forpligtelser«, sagde "
            "statsministeren efter mødet."
        ),
    ),
    (
        "reads as Turkish",
        (
            "Cumhurbaşkanı dün Ankara'da NATO Genel Sekreteri ile görüştü. Görüşmede Ukrayna'daki durum ve İttifak'ın "
            "doğu kanadının güçlendirilmesi ele alındı. Cumhurbaşkanı görüşmenin ardından Türkiye'nin taahhütlerini "
            "yerine getireceğini söyledi."
        ),
    ),
    (
        "reads as Czech",
        (
            "Prezident se včera v Praze setkal s generálním tajemníkem NATO. Hovořili o situaci na Ukrajině a o "
            "posílení východního křídla Aliance. „Česko své závazky splní,“ řekl prezident po jednání."
        ),
    ),
    (
        "reads as Hungarian",
        (
            "A miniszterelnök tegnap Budapesten találkozott a NATO főtitkárával. A megbeszélésen az ukrajnai "
            "helyzetről és a szövetség keleti szárnyának megerősítéséről volt szó. „Magyarország teljesíti "
            "kötelezettségeit” – mondta a miniszterelnök."
        ),
    ),
    (
        "reads as Finnish",
        (
            "Pääministeri tapasi eilen Helsingissä Naton pääsihteerin. He keskustelivat Ukrainan tilanteesta ja "
            "liittokunnan itäisen sivustan vahvistamisesta. ”Suomi täyttää sitoumuksensa”, pääministeri sanoi "
            "tapaamisen jälkeen."
        ),
    ),
    (
        "reads as Albanian",
        (
            "Presidenti u takua dje në Tiranë me sekretarin e përgjithshëm të NATO-s. Ata biseduan për situatën në "
            "Ukrainë dhe për forcimin e krahut lindor të Aleancës. Shqipëria do t'i përmbushë zotimet e saj, tha "
            "presidenti."
        ),
    ),
    (
        "is in Cyrillic letters",
        (
            "Президент України зустрівся вчора в Києві з Генеральним секретарем НАТО. Вони обговорили ситуацію на "
            "фронті та посилення східного флангу Альянсу. «Україна виконає свої зобов'язання», — сказав Президент "
            "після зустрічі."
        ),
    ),
    (
        "is in Cyrillic letters",
        (
            "Президент встретился вчера в Москве с генеральным секретарём организации. Они обсудили положение на "
            "Украине и укрепление восточного фланга альянса. По окончании встречи президент заявил, что обязательства "
            "будут выполнены."
        ),
    ),
    (
        "is in Greek letters",
        (
            "Ο Πρωθυπουργός συναντήθηκε χθες στην Αθήνα με τον Γενικό Γραμματέα του ΝΑΤΟ. Συζήτησαν για την κατάσταση "
            "στην Ουκρανία και την ενίσχυση της ανατολικής πτέρυγας της Συμμαχίας."
        ),
    ),
    (
        "is in Hebrew letters",
        (
            'ראש הממשלה נפגש אתמול בירושלים עם מזכ"ל נאט"ו. הם דנו במצב באוקראינה ובחיזוק האגף המזרחי של הברית. ראש '
            "הממשלה הודה לבעלות הברית על תמיכתן."
        ),
    ),
    (
        "is in Chinese letters",
        (
            "总统昨天在首都会见了北约秘书长。双方讨论了乌克兰局势以及加强联盟东翼的问题。总统在会谈后表示,将履行所有承诺,并感谢盟国的支持。"
        ),
    ),
    (
        "is in Chinese letters",
        (
            "首相は昨日、東京で北大西洋条約機構の事務総長と会談した。両者はウクライナ情勢と同盟の東側の強化について話し合った。首相は約束を果たすと述べた。"
        ),
    ),
    (
        "is in Arabic letters",
        (
            "التقى الرئيس أمس في القاهرة بالأمين العام لحلف شمال الأطلسي. وتناول اللقاء الوضع في أوكرانيا وتعزيز "
            "الجناح الشرقي للحلف. وأكد الرئيس بعد الاجتماع التزام بلاده بتعهداتها."
        ),
    ),
]
SPANISH = FOREIGN[0][1] + "\n\n"
ARABIC = FOREIGN[-1][1] + "\n\n"
# "Speech of the President of the Council" as PDFs hold it: forms of the letters, from left to right.
FORMS = "ﺔﻤﻠﻛ ﺎﻴﺒﻴﻟ ﺔﻟوﺪﻟ ﻲﺳﺎﺋﺮﻟا ﺲﻠﺠﻤﻟا ﺲﻴﺋر ﺔﻣﺎﺨﻓ\n\nةﺪﺤﺘﻤﻟا ﻢﻣﻸﻟ ﺔﻣﺎﻌﻟا ﺔﻴﻌﻤﺠﻠﻟ ﻦﻴﻌﺒﺴﻟاو ﺔﻌﺳﺎﺘﻟا ةروﺪﻟا مﺎﻣأ\n\n"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("it", "L'Alleanza resterà al fianco dell'Ucraina per tutto il tempo necessario."),
        ("en", "The Alliance will stand with Ukraine for as long as it takes."),
        ("fr", "L'Alliance restera aux côtés de l'Ukraine aussi longtemps qu'il le faudra."),
        ("fr", "Décision sur l'urgence : le délai de dépôt des amendements est fixé à demain midi."),
    ],
)
def test_the_language_is_identified_and_said_to_be_a_guess(code, text):
    found, likely = identify_language(text)
    assert found == code
    assert 0.9 < likely <= 1
    assert draft(text).language.origin.startswith("guess, ")


@pytest.mark.parametrize(("reads", "text"), [*FOREIGN, ("is in Arabic letters", FORMS)])
class TestForeign:
    def test_a_language_that_the_archive_has_not_is_none(self, reads, text):
        found = find_language(text)
        assert (found.code, found.foreign) == ("", reads)

    def test_so_is_a_long_text_and_the_draft_says_why(self, reads, text):
        made = draft("\n\n".join([text] * 5))
        assert (made.language.value, made.language.origin) == ("", "unknown")
        assert made.warnings == (f"the text {reads}: the archive has English, French, Italian only",)

    def test_so_is_one_with_a_heading_and_a_name_in_english(self, reads, text):
        assert find_language(f"Press release\n\n{text}\n\n{text}\n\nMedia contact: John Smith").code == ""


@pytest.mark.parametrize(
    "text",
    [
        "España cumplirá sus compromisos con la Alianza Atlántica y con todos los aliados.",
        "Deutschland wird seine Verpflichtungen gegenüber dem Bündnis und den Partnern erfüllen.",
        "Portugal cumprirá os seus compromissos e continuará ao lado dos seus aliados.",
        "Polska wypełni swoje zobowiązania wobec Sojuszu i wszystkich partnerów.",
        "وزیر اعظم نے کل اسلام آباد میں سیکرٹری جنرل سے ملاقات کی۔",
        "대통령은 어제 서울에서 사무총장을 만났다.",
    ],
)
def test_a_sentence_in_another_language_is_enough(text):
    assert find_language(text).code == ""


@pytest.mark.parametrize(("code", "text"), [("en", EN), ("fr", FR), ("it", IT)])
class TestOurs:
    def test_a_text_in_one_language_is_in_it_without_a_word(self, code, text):
        for written in (text, text * 8, text.upper(), text.replace("’", "'")):
            found = find_language(written)
            assert (found.code, found.foreign, found.beside) == (code, "", "")

    @pytest.mark.parametrize(
        "quoted",
        [
            "„Deutschland wird seine Verpflichtungen erfüllen“, Olaf Scholz.",
            "«España cumplirá sus compromisos», Pedro Sánchez.",
            "Слава Україні! Героям слава!",
            "Si vis pacem, para bellum.",
            "Boris Pistorius, Annalena Baerbock, Kyriakos Mitsotakis, Mateusz Morawiecki, Recep Tayyip Erdoğan",
            "Νίκος Δένδιας",
        ],
    )
    def test_names_and_quotations_in_others_take_it_away_from_none(self, code, text, quoted):
        for written in (f"{quoted}\n\n{text}", f"{text}\n\n{quoted}", f"{text.strip()} {quoted}"):
            found = find_language(written)
            assert (found.code, found.foreign, found.beside) == (code, "", "")

    @pytest.mark.parametrize("other", [SPANISH, ARABIC, FORMS])
    def test_a_short_part_in_a_foreign_one_changes_nothing(self, code, text, other):
        found = find_language(text * 5 + other)
        assert (found.code, found.foreign, found.beside) == (code, "", "")


@pytest.mark.parametrize(
    ("code", "text", "beside"),
    [
        ("it", IT * 3 + EN * 3, "about half the text reads as English"),
        ("it", IT * 4 + FR * 3, "about half the text reads as French"),
        ("fr", FR * 3 + EN * 3, "about half the text reads as English"),
        ("fr", FR * 3 + IT * 3, "about half the text reads as Italian"),
        ("en", EN * 4 + FR * 3, "about half the text reads as French"),
        ("en", EN * 4 + IT * 3, "about half the text reads as Italian"),
        ("fr", (EN + FR) * 4, "about half the text reads as English"),
        ("it", (IT + EN) * 4, "about half the text reads as English"),
        ("it", IT * 2 + EN, "about a third of the text reads as English"),
        ("en", EN * 2 + FR, "about a third of the text reads as French"),
        ("fr", FR * 2 + IT, "about a third of the text reads as Italian"),
        ("it", IT * 3 + SPANISH * 3, "about half the text reads as Spanish"),
        ("fr", FR * 2 + ARABIC * 2, "about a third of the text is in Arabic letters"),
    ],
)
def test_half_and_half_is_in_the_larger_part_and_says_so(code, text, beside):
    found = find_language(text)
    assert (found.code, found.beside) == (code, beside)
    assert draft(text).warnings == (beside,)
    assert found.likely < 0.75


@pytest.mark.parametrize("text", [SPANISH * 5 + IT * 3, EN * 2 + ARABIC * 6, FORMS * 4 + FR])
def test_mostly_foreign_is_none(text):
    assert find_language(text).code == ""


def test_what_the_manifest_states_stands_with_a_warning():
    made = draft(SPANISH, language="it")
    assert made.language.value == "it"
    assert made.warnings == ("the text reads as Spanish: the archive has English, French, Italian only",)


def test_half_and_half_is_said_beside_what_the_manifest_states():
    made = draft(IT * 3 + EN * 3, language="en")
    assert made.language.value == "en"
    assert made.warnings == (
        "the text reads as Italian, but manifest says English",
        "about half the text reads as English",
    )


def test_lists_of_numbers_and_very_long_texts_are_read_in_no_time():
    assert find_language("12 34 56 2024 / 17:30\n" * 1000).foreign == ""
    assert find_language("a" * 5_000_000).beside == ""
    assert find_language(EN * 10_000).code == "en"


# The same in each language, sentence by sentence, as bilingual releases have it.
LINES = {
    "English": [
        "The Secretary General met the Prime Minister in Rome.",
        "They discussed support for Ukraine and the summit.",
        "Italy is a committed ally, he said after the talks.",
        "He thanked the country for leading the mission.",
        "Allies will meet again in Brussels next month.",
    ],
    "French": [
        "Le Secrétaire général a rencontré la présidente à Rome.",
        "Ils ont évoqué le soutien à l’Ukraine et le sommet.",
        "L’Italie est une alliée engagée, a-t-il déclaré.",
        "Il a remercié le pays de diriger la mission.",
        "Les Alliés se réuniront à Bruxelles le mois prochain.",
    ],
    "Italian": [
        "Il Segretario generale ha incontrato la Presidente a Roma.",
        "Hanno discusso del sostegno all’Ucraina e del vertice.",
        "L’Italia è un alleato impegnato, ha dichiarato.",
        "Ha ringraziato il Paese per la guida della missione.",
        "Gli alleati si incontreranno a Bruxelles il mese prossimo.",
    ],
    "Spanish": [
        "El secretario general se reunió con la presidenta en Roma.",
        "Hablaron del apoyo a Ucrania y de la próxima cumbre.",
        "Italia es un aliado comprometido, dijo tras la reunión.",
        "Agradeció al país que dirija la misión en Kosovo.",
        "Los aliados se reunirán en Bruselas el mes que viene.",
    ],
}


@pytest.mark.parametrize("between", ["\n", "\n\n", " "])
@pytest.mark.parametrize(
    ("one", "other"), [("English", "French"), ("French", "English"), ("Italian", "English"), ("French", "Italian")]
)
def test_languages_that_alternate_by_line_or_sentence_are_told(one, other, between):
    found = find_language(between.join(line for pair in zip(LINES[one], LINES[other], strict=True) for line in pair))
    names = {"en": "English", "fr": "French", "it": "Italian"}
    assert {names[found.code], found.beside.rpartition(" ")[2]} == {one, other}


@pytest.mark.parametrize("between", ["\n", "\n\n", " "])
def test_a_foreign_one_that_alternates_with_an_own_one_is_not_passed_over(between):
    text = between.join(line for pair in zip(LINES["English"], LINES["Spanish"], strict=True) for line in pair)
    found = find_language(text)
    assert "reads as Spanish" in f"{found.foreign} {found.beside}"


@pytest.mark.parametrize("between", ["\n", "\n\n", " "])
@pytest.mark.parametrize(("name", "code"), [("English", "en"), ("French", "fr"), ("Italian", "it"), ("Spanish", "")])
def test_short_lines_in_one_language_have_no_other_beside(name, code, between):
    found = find_language(between.join(LINES[name]))
    assert (found.code, found.beside) == (code, "")
