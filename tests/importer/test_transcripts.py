"""Whole transcripts, and speeches in which lines end their first words with a colon, in three languages."""

import pytest

from statements.importer.kinds import kind_of
from statements.importer.turns import labels_of, turns_of
from tests.importer.parts import draft, paragraphs

TRANSCRIPTS = [
    (
        [
            "Secretary General: Good morning.",
            "We had a good meeting.",
            "NATO Spokesperson: We start with Reuters.",
            "Question (Reuters): When?",
            "Secretary General: Soon.",
            "Question: Why?",
            "Secretary General: Because.",
        ],
        {"Secretary General": 3, "NATO Spokesperson": 1, "Question": 2},
    ),
    (
        [
            "Jens Holm (NATO Secretary General): Good morning.",
            "Oana Lund (NATO Spokesperson): Thanks. Wall Street.",
            "Dan Michaels (Wall Street Journal): Thanks. When?",
            "Jens Holm: Soon.",
            "Teri Schultz, NPR & Deutsche Welle: Hi. What?",
            "Jens Holm: That.",
        ],
        {
            "Jens Holm": 3,
            "Oana Lund (NATO Spokesperson)": 1,
            "Dan Michaels (Wall Street Journal)": 1,
            "Teri Schultz, NPR & Deutsche Welle": 1,
        },
    ),
    (
        [
            "PRIME MINISTER DE CROO: So.",
            "CHANCELLOR MERZ: So.",
            "PRIME MINISTER FREDERIKSEN (in Danish): So.",
            "PRESIDENT VON DER LEYEN: So.",
            "Q    Thank you. I",
            "HIGH REPRESENTATIVE/VICE-PRESIDENT KALLAS: So.",
        ],
        {
            "PRIME MINISTER DE CROO": 1,
            "CHANCELLOR MERZ": 1,
            "PRIME MINISTER FREDERIKSEN": 1,
            "PRESIDENT VON DER LEYEN": 1,
            "Q": 1,
            "HIGH REPRESENTATIVE/VICE-PRESIDENT KALLAS": 1,
        },
    ),
    (
        ["Lord Robertson: So.", "Baroness Ashton: So.", "Q1: Why?", "A1: So.", "Lord Robertson: End."],
        {"Lord Robertson": 2, "Baroness Ashton": 1, "Q1": 1, "A1": 1},
    ),
    (
        [
            "Moderator: Hi.",
            "Ambassador Smith: Hi.",
            "Unidentified Male: Hi.",
            "Questioner: Why?",
            "Male Reporter: Why?",
            "Press: Why?",
            "Crowd: Yes!",
            "President Ozols (through translator): Yes.",
            "Mr. Van der Berg: No.",
            "Ms. O'Neill: No.",
            "Dr. Al-Sabah: No.",
            "MR. BIN FARHAN: No.",
        ],
        {
            "Moderator": 1,
            "Ambassador Smith": 1,
            "Unidentified Male": 1,
            "Questioner": 1,
            "Male Reporter": 1,
            "Press": 1,
            "Crowd": 1,
            "President Ozols": 1,
            "Mr. Van der Berg": 1,
            "Ms. O'Neill": 1,
            "Dr. Al-Sabah": 1,
            "MR. BIN FARHAN": 1,
        },
    ),
    (
        ["Minister Dahl", "Good afternoon to you all.", "Reporter", "When will it arrive?", "Minister Dahl", "Soon."],
        {"Minister Dahl": 2, "Reporter": 1},
    ),
    (
        ["BBC: When did it start?", "Stoltenberg: In 2014.", "BBC: And why?", "Stoltenberg: We know why."],
        {"BBC": 2, "Stoltenberg": 2},
    ),
    (
        ["Q - When?", "MINISTER DAHL - Soon.", "Reporter -- Why?", "Minister Dahl -- Because."],
        {"Q": 1, "MINISTER DAHL": 2, "Reporter": 1},
    ),
    (
        [
            "Le Secrétaire général : Bonjour.",
            "Journaliste (AFP) : Quand ?",
            "Le Secrétaire général : Bientôt.",
            "Le porte-parole : Dernière question.",
            "Sophie Le Gall, France Info : Pourquoi ?",
        ],
        {"Le Secrétaire général": 2, "Journaliste": 1, "Le porte-parole": 1, "Sophie Le Gall, France Info": 1},
    ),
    (
        [
            "Mme la présidente. La séance est ouverte.",
            "M. Jean-Luc Dupont. Rappel !",
            "Mme la présidente. La parole est à Mme Anne Roy, pour le groupe Écologiste.",
            "Mme Anne Roy. Merci, madame la présidente.",
            "Un député du groupe LR. Oh !",
            "M. Sébastien Roux, ministre des armées et des anciens combattants. Merci.",
            "Plusieurs députés du groupe RN. Très bien !",
            "M. le rapporteur pour avis. Avis défavorable.",
        ],
        {
            "Mme la présidente": 2,
            "M. Jean-Luc Dupont": 1,
            "Mme Anne Roy": 1,
            "Un député du groupe LR": 1,
            "M. Sébastien Roux, ministre des armées et des anciens combattants": 1,
            "Plusieurs députés du groupe RN": 1,
            "M. le rapporteur pour avis": 1,
        },
    ),
    (
        [
            "M. le président. – La parole est à M. Roux.",
            "M. Roux, ministre délégué chargé de l'Europe. – Merci.",
            "M. Cambon, président de la commission des affaires étrangères, de la défense et des forces armées. – Oui.",
            "Mme Hélène Conway-Mouret. – Non.",
            "M. Yannick Jadot (GEST). – Oui.",
        ],
        {
            "M. le président": 1,
            "M. Roux, ministre délégué chargé de l'Europe": 1,
            "M. Cambon, président de la commission des affaires étrangères, de la défense et des forces armées": 1,
            "Mme Hélène Conway-Mouret": 1,
            "M. Yannick Jadot (GEST)": 1,
        },
    ),
    (["Q - Quand ?", "R - Bientôt.", "Q – Pourquoi ?", "R – Parce que."], {"Q": 2, "R": 2}),
    (
        [
            "MINISTRE DAHL : Oui.",
            "MINISTRE DAHL (poursuivant) : Oui.",
            "La journaliste : Non ?",
            "Président de la République : Oui.",
            "LE PRÉSIDENT : Oui.",
            "Première ministre : Oui.",
            "Emmanuel Le Roux et Anna Di Santo : Oui.",
            "Ministre Dahl [en ukrainien, traduit] : Oui.",
        ],
        {
            "MINISTRE DAHL": 3,
            "La journaliste": 1,
            "Président de la République": 1,
            "LE PRÉSIDENT": 1,
            "Première ministre": 1,
            "Emmanuel Le Roux et Anna Di Santo": 1,
        },
    ),
    (
        [
            "Segretario Generale: Buongiorno.",
            "Giornalista (Ansa): Quando?",
            "Segretario Generale: Presto.",
            "Portavoce: Ultima domanda.",
            "Marco De Luca, Corriere della Sera: Perché?",
            "Segretario Generale (in italiano): Grazie.",
        ],
        {"Segretario Generale": 3, "Giornalista": 1, "Portavoce": 1, "Marco De Luca, Corriere della Sera": 1},
    ),
    (
        [
            "PRESIDENTE. La seduta è aperta.",
            "GIORGIO MULÈ (FI-PPE). Grazie, Presidente.",
            "PRESIDENTE. Prego.",
            "GUIDO CROSETTO, Ministro della Difesa. Grazie.",
            "MARIA ELENA BOSCHI (IV-C-RE). Presidente.",
            "DEPUTATO ROSSI. Presidente.",
            "LAURA BOLDRINI. Presidente.",
            "Voci dai banchi. Bravo!",
        ],
        {
            "PRESIDENTE": 2,
            "GIORGIO MULÈ (FI-PPE)": 1,
            "GUIDO CROSETTO, Ministro della Difesa": 1,
            "MARIA ELENA BOSCHI (IV-C-RE)": 1,
            "DEPUTATO ROSSI": 1,
            "LAURA BOLDRINI": 1,
            "Voci dai banchi": 1,
        },
    ),
    (
        [
            "PRESIDENTE. La seduta è aperta.",
            "DE CARLO (FdI). Signor Presidente.",
            "CROSETTO, ministro della difesa. Signor Presidente.",
            "SEGRE, relatrice. Grazie.",
            "*ALFIERI (PD-IDP). Grazie.",
            "DELLA VEDOVA (Misto). Grazie.",
        ],
        {
            "PRESIDENTE": 1,
            "DE CARLO (FdI)": 1,
            "CROSETTO, ministro della difesa": 1,
            "SEGRE, relatrice": 1,
            "ALFIERI (PD-IDP)": 1,
            "DELLA VEDOVA (Misto)": 1,
        },
    ),
    (
        ["DOMANDA — Quando?", "RISPOSTA — Presto.", "D: Perché?", "R: Così."],
        {"DOMANDA": 1, "RISPOSTA": 1, "D": 1, "R": 1},
    ),
    (
        [
            "Presidente Meloni: Grazie.",
            "Presidente Meloni e Cancelliere Merz: Grazie.",
            "Cancelliere Merz (tradotto): Grazie.",
            "Cancelliere Merz: Grazie.",
            "Giornalista 1: Quando?",
            "La giornalista: Perché?",
            "Moderatore (fuori onda): Basta.",
            "Dott.ssa Lo Monaco: Sì.",
            "Sottosegretario Dal Mas: Sì.",
            "Ministra degli Affari esteri Dahl: Sì.",
        ],
        {
            "Presidente Meloni": 1,
            "Presidente Meloni e Cancelliere Merz": 1,
            "Cancelliere Merz": 2,
            "Giornalista 1": 1,
            "La giornalista": 1,
            "Moderatore": 1,
            "Dott.ssa Lo Monaco": 1,
            "Sottosegretario Dal Mas": 1,
            "Ministra degli Affari esteri Dahl": 1,
        },
    ),
]

SPEECHES = [
    [
        "Excellencies: We meet.",
        "Dear Colleagues, Dear Friends: We meet.",
        "Mr. Secretary General: Thank you.",
        "Eastern Europe: Five groups.",
        "Western Balkans: Two missions.",
        "Eastern Europe: Ships.",
        "Mr. Secretary General: Thank you.",
    ],
    ["Priority One: Ammunition.", "Priority Two: Air defence.", "Pillar Three: Money.", "Priority One: Again."],
    ["Ukraine: More.", "Georgia: More.", "Ukraine: Again.", "Moldova: More.", "Georgia: Again."],
    ["Brussels: The meeting.", "Madrid: The summit.", "Brussels: Again.", "Madrid: Again.", "Vilnius: Again."],
    ["Unity: We have it.", "Strength: We have it.", "Unity: Again.", "Strength: Again."],
    [
        "Madame la Ministre : Merci.",
        "Monsieur l'Ambassadeur : Merci.",
        "Madame la Ministre : Merci.",
        "Mes chers compatriotes : Merci.",
        "Françaises, Français : Merci.",
    ],
    [
        "Europe de la Défense : Un projet.",
        "Flanc Est : Huit groupes.",
        "Europe de la Défense : Un projet.",
        "Mer Baltique : Deux navires.",
        "Flanc Est : Encore.",
    ],
    [
        "Signor Ministro: Grazie.",
        "Autorità: Grazie.",
        "Signor Ministro: Grazie.",
        "Autorità: Grazie.",
        "Care concittadine e cari concittadini: Grazie.",
        "Signore e Signori: Grazie.",
    ],
    [
        "Alleanza Atlantica: Un patto.",
        "Spesa Militare: Il due per cento.",
        "Alleanza Atlantica: Ancora.",
        "Spesa Militare: Ancora.",
    ],
    ["Winston Churchill: “We shall fight.”", "John Kennedy: “Ask not.”", "Winston Churchill: “Never.”"],
    ["Air Defence: More.", "Force Posture: More.", "Air Defence: Again.", "Force Posture: Again."],
    ["Conclusion: We stay.", "In Conclusion: We stay.", "Conclusion: Again.", "Thank You: Again."],
    ["Gender Balance: More.", "Human Security: More.", "Gender Balance: Again."],
    [
        "Ladies and gentlemen, Dear Friends: Welcome.",
        "Your Royal Highness: Welcome.",
        "Prime Minister, Ministers: Welcome.",
        "Your Royal Highness: Welcome.",
        "Mr Chairman: Thanks.",
        "Prime Minister, Ministers: Again",
    ],
    ["Minister Quist: thank you for your welcome.", "President Holm: thank you.", "Minister Quist: we stay."],
    ["Kabul: A city.", "Baghdad: A city.", "Kabul: Again."],
    ["Nord Stream: Un gazoduc.", "Mer Rouge: Une mission.", "Nord Stream: Encore."],
    ["A: Security", "B: Defence", "A. Security"],
    ["Operation Sea Guardian: Ships.", "Operation Unified Protector: Jets.", "Operation Sea Guardian: Again."],
    ["Nota bene: Testo.", "Luogo e data: Roma.", "Ora: Le dieci.", "Relatori: Ada Quist.", "Luogo e data: Roma."],
    ["Deterrence: More.", "Registration: See below.", "When: Monday.", "Where: Oslo.", "Who: Ministers."],
    ["Question de Confiance : Oui.", "Pouvoir d’Achat : Oui.", "Question de Confiance : Encore."],
    ["Baltic Sentry: Ships.", "Steadfast Defender: Troops.", "Baltic Sentry: Again."],
    ["Vladimir Putin: He has failed.", "European Union: It stays.", "United Nations: It stays."],
]


@pytest.mark.parametrize(("lines", "labels"), TRANSCRIPTS)
def test_every_label_of_a_transcript_is_counted(lines, labels):
    assert labels_of(lines) == labels


@pytest.mark.parametrize(("lines", "labels"), TRANSCRIPTS)
def test_nobody_has_the_words_of_somebody_else(lines, labels):
    with_others = [text for line in lines for text in (line, "And so we went on.")]
    turns = turns_of(with_others)
    assert turns[::2] == turns[1::2] == turns_of(lines)


@pytest.mark.parametrize("lines", SPEECHES)
def test_a_speech_has_no_labels_and_is_no_transcript(lines):
    assert labels_of(lines) == {}
    assert labels_of([*lines, *lines]) == {}
    assert kind_of("Speech in Oslo", [*lines, *lines]).value == "speech"


def test_turns_in_wrapped_lines_are_paragraphs():
    text = """\
PRESIDENT OZOLS: Welcome to all of you. We have had a very good meeting
this morning, and we have had a look at all that there is to do. But I --
REPORTER: And when will you do it, and why should any of us believe that
you will do it this time?
PRESIDENT OZOLS: Very soon, as we have said so many times before in here,
in the words of
Question: it is for others to answer."""
    assert [each.partition(":")[0] for each in paragraphs(text)] == ["PRESIDENT OZOLS", "REPORTER", "PRESIDENT OZOLS"]


def test_a_label_on_a_line_of_its_own_has_the_words_below_it():
    made = draft("Press conference\n\nMINISTER DAHL:\n\nWe met.\n\nJournalist:\n\nWhen?\n\nMINISTER DAHL:\n\nNow.")
    texts = [each.text for each in made.paragraphs]
    assert turns_of(texts) == ["MINISTER DAHL"] * 2 + ["Journalist"] * 2 + ["MINISTER DAHL"] * 2
