"""What begins a turn of a transcript in three languages, and what only looks like it."""

import unicodedata

import pytest

from statements.importer.turns import labels_of, turns_of

# Each line stands among the turns of somebody else, with a paragraph after it that has no label.
AMONG = {
    "en": ("President Ozols: Welcome.", "We met at sea.", "It was late.", "President Ozols: So.", "President Ozols"),
    "fr": ("Président Morel : Merci.", "Nous voici.", "Il est tard.", "Président Morel : Oui.", "Président Morel"),
    "it": ("Ministro Rinaldi: Buongiorno.", "Siamo qui.", "È tardi.", "Ministro Rinaldi: Grazie.", "Ministro Rinaldi"),
}  # fmt: skip

# The line, and its label where that is not all that stands before the colon.
LABELS = {
    "en": [
        "Reporter: And when?",
        "Journalist: And when?",
        "Question: And when?",
        ("QUESTION (Baltic Radio):  When?", "QUESTION"),
        ("Q  When?", "Q"),
        ("Q When?", "Q"),
        ("Q. When?", "Q"),
        "Q: When?",
        ("Q – When?", "Q"),
        ("Q—When?", "Q"),
        "Answer: Soon.",
        "Ursula von der Leyen: Thank you.",
        "Jaap de Hoop Scheffer: I am glad.",
        "Mohammed bin Salman: We agree.",
        "de Hoop Scheffer: I am glad.",
        "Lorne Baker (Wire Agency): Is it enough?",
        "Ada Quist, Wire Agency: Is it enough?",
        "Ada Quist, Secretary General: It is.",
        "Ada Quist, Minister of Defence: It is.",
        "SG Lindqvist: Let me be brief.",
        "NATO Spokesperson Oana Petrescu: We have time.",
        "President Kallas and President Ozols: We speak.",
        "Presidents Kallas and Ozols: We speak.",
        "Ada Quist and Jens Holm: We speak.",
        ("MINISTER DAHL (continuing):  And so.", "MINISTER DAHL"),
        ("MINISTER DAHL, through interpreter:  So.", "MINISTER DAHL"),
        ("MR. OAKES [off-mic]:  Last question.", "MR. OAKES"),
        ("[via interpreter] Minister Petrenko: It is open.", "Minister Petrenko"),
        ("Minister Petrenko [in Ukrainian, as translated]: It is open.", "Minister Petrenko"),
        "[via interpreter]: It is open.",
        ("[Reporter]: And when?", "Reporter"),
        ("[Reporter] And when?", "Reporter"),
        ("**Minister Dahl:** Good evening.", "Minister Dahl"),
        ("**Minister Dahl**: Good evening.", "Minister Dahl"),
        ("__Minister Dahl:__ Good evening.", "Minister Dahl"),
        "Minister Dahl:",
        ("Minister Dahl – Good evening.", "Minister Dahl"),
        ("MINISTER DAHL — Good evening.", "MINISTER DAHL"),
        ("Reporter - And when?", "Reporter"),
        "Speaker 1: Good evening.",
        "Participant 2: Good evening.",
        "Unidentified Speaker: Good evening.",
        "Voice from the floor: Louder!",
        "AUDIENCE MEMBER: Shame!",
        "Interpreter: He says so.",
        "Moderator: Last question.",
        "Host: Last question.",
        "Female Reporter: And when?",
        "Reporter 2: And when?",
        "Kyodo Reporter: And when?",
        "J. P. Oakes: It is.",
        "J.-P. Oakes: It is.",
        "Seán O'Brien: It is.",
        "Seán O’Brien: It is.",
        "Ann-Marie Dahl: It is.",
        "Bjørn Åsen: It is.",
        "Łukasz Żak: It is.",
        "Martin Luther Oakes Jr.: It is.",
        "Prime Minister: Thank you.",
        "The Minister: Thank you.",
        "THE PRESIDENT: Thank you.",
        "KIRBY: So.",
        "Holm: So it is.",
        "Lt. Gen. Holm: It is.",
        "General Holm: It is.",
        "Sir Alan Oakes: It is.",
        "H.E. Ada Quist: It is.",
        "Secretary of State Quist: It is.",
        "Foreign Minister of Utopia Quist: It is.",
        "Commission President von der Leyen: It is.",
        "SENIOR ADMINISTRATION OFFICIAL: It is.",
        "Deputy Spokesperson: It is.",
        ("[00:12:31] Minister Dahl: Good evening.", "Minister Dahl"),
        ("Mr. SMITH. I rise.", "Mr. SMITH"),
        "Mr. Speaker: Order.",
        "Theresa May: It is.",
        "Jordan Holm: It is.",
        "Kim Jong Un: It is.",
        "SACEUR: It is.",
        "Another Reporter: And when?",
        "Question from Reuters: And when?",
        "Le Monde: When will it be signed?",
        "New York Times: When will it be signed?",
        "The Vardø Post: When will it be signed?",
        "TV9: When will it be signed?",
        "John Oakes from BBC: When?",
        "John Oakes from the BBC: When?",
        "John Oakes of the AP: When?",
        "John Oakes with Reuters: When?",
        "John Oakes – BBC: When?",
        ("Q, Reuters: When?", "Q"),
        ("Question, Reuters: When?", "Question"),
        ("Question from Lise Oakes, BBC: When?", "Question from Lise Oakes"),
        "Question by Reuters: When?",
        "Next Question: When?",
        "Follow-up question: When?",
        "Second Reporter: When?",
        "SPEAKER_01: Good evening.",
        "reporter: When?",
        "reporter: when will it be?",
        "moderator: Last question.",
        "Ada Quist: and so it is.",
        "Minister Quist: and so it is.",
        "Holm: yes, we agreed.",
        "Chief of Staff: It is.",
        "Chief of Defence: It is.",
        "A.Q.: It is.",
        "Woman in the audience: When?",
    ],
    "fr": [
        ("Journaliste : Et quand ?", "Journaliste"),
        ("Question : Et quand ?", "Question"),
        ("Question (Radio Un) : Et les chars ?", "Question"),
        ("Q : Et quand ?", "Q"),
        ("Réponse : Bientôt.", "Réponse"),
        ("Ursula von der Leyen : Merci.", "Ursula von der Leyen"),
        ("Jean-Yves Le Guen : Merci.", "Jean-Yves Le Guen"),
        ("Dominique de Villepin : Merci.", "Dominique de Villepin"),
        ("François-Xavier d’Aubigné : Merci.", "François-Xavier d’Aubigné"),
        ("M. Dupont : Merci.", "M. Dupont"),
        ("M. Dupont. – Merci.", "M. Dupont"),
        ("M. Dupont. Je vous remercie.", "M. Dupont"),
        ("M. Jean-Pierre DUPONT. – Merci.", "M. Jean-Pierre DUPONT"),
        ("Mme la ministre. – Merci.", "Mme la ministre"),
        ("Mme la ministre. Je vous remercie.", "Mme la ministre"),
        ("M. le président. La parole est à Mme Roy.", "M. le président"),
        ("M. le Premier ministre. – Merci.", "M. le Premier ministre"),
        ("M. Dupont, secrétaire d'État. – Oui.", "M. Dupont, secrétaire d'État"),
        (
            "M. Dupont, secrétaire d’État chargé de l’industrie. – Oui.",
            "M. Dupont, secrétaire d’État chargé de l’industrie",
        ),
        (
            "Mme Roy, ministre de l’Europe et des affaires étrangères. Merci.",
            "Mme Roy, ministre de l’Europe et des affaires étrangères",
        ),
        ("M. Jean Dupont (LR). – Non.", "M. Jean Dupont (LR)"),
        ("M. Roy, rapporteur. Oui.", "M. Roy, rapporteur"),
        ("Mme la présidente de la commission. – Merci.", "Mme la présidente de la commission"),
        ("Le Président. Merci.", "Le Président"),
        ("Le Président : Merci.", "Le Président"),
        ("La ministre : Merci.", "La ministre"),
        ("Le ministre des armées : Merci.", "Le ministre des armées"),
        ("Ministre des Affaires étrangères : Merci.", "Ministre des Affaires étrangères"),
        ("Ministre des Affaires étrangères Séjourné : Merci.", "Ministre des Affaires étrangères Séjourné"),
        ("Président Roy et Présidente Kallas : Merci.", "Président Roy et Présidente Kallas"),
        ("Mme Roy (suite) : Merci.", "Mme Roy"),
        ("M. Roy [hors micro] : Merci.", "M. Roy"),
        ("Président Zelensky (par l’intermédiaire d’un interprète) : Merci.", "Président Zelensky"),
        ("Anne Roy (AFP) : Et quand ?", "Anne Roy (AFP)"),
        ("Modérateur : Merci.", "Modérateur"),
        ("Interprète : Merci.", "Interprète"),
        ("Une journaliste : Et quand ?", "Une journaliste"),
        ("Journaliste de France 2 : Et quand ?", "Journaliste de France 2"),
        ("Intervenant 2 : Merci.", "Intervenant 2"),
        ("Orateur non identifié : Merci.", "Orateur non identifié"),
        ("Plusieurs députés. – Oh !", "Plusieurs députés"),
        ("Voix dans la salle : Plus fort !", "Voix dans la salle"),
        ("Secrétaire général : Merci.", "Secrétaire général"),
        ("**Mme Roy** : Merci.", "Mme Roy"),
        ("Mme Roy :", "Mme Roy"),
        ("Mme Roy – Bonsoir.", "Mme Roy"),
        ("Haut représentant Borrell : Merci.", "Haut représentant Borrell"),
        ("Porte-parole : Merci.", "Porte-parole"),
        ("Chef d'état-major : Merci.", "Chef d'état-major"),
        ("Le chef d’état-major des armées : Merci.", "Le chef d’état-major des armées"),
        ("Le Monde : Et quand ?", "Le Monde"),
        ("France 24 : Et quand ?", "France 24"),
        ("Jean Roy du Monde : Et quand ?", "Jean Roy du Monde"),
        ("Jean Roy, Le Monde : Et quand ?", "Jean Roy, Le Monde"),
        ("Jean Roy de l’AFP : Et quand ?", "Jean Roy de l’AFP"),
        ("Jean Roy pour Reuters : Et quand ?", "Jean Roy pour Reuters"),
        ("Question de l'AFP : Et quand ?", "Question de l'AFP"),
        ("Question, Reuters : Et quand ?", "Question"),
        ("Question suivante : Et quand ?", "Question suivante"),
        ("journaliste : Et quand ?", "journaliste"),
        ("Anne Roy : et voilà.", "Anne Roy"),
        ("Locuteur 1 : Merci.", "Locuteur 1"),
        ("Une étudiante : Et quand ?", "Une étudiante"),
        ("Traduction : Merci.", "Traduction"),
        ("Ministre de l'Europe : Merci.", "Ministre de l'Europe"),
    ],
    "it": [
        "Giornalista: E quando?",
        "Domanda: E quando?",
        ("Domanda (Radio Uno): E quando?", "Domanda"),
        ("DOMANDA. E quando?", "DOMANDA"),
        ("RISPOSTA. Presto.", "RISPOSTA"),
        "Risposta: Presto.",
        "Luigi Di Maio: Grazie.",
        "Ursula von der Leyen: Grazie.",
        "Nicolò dalla Chiesa: Grazie.",
        "Presidente Meloni: Grazie.",
        ("PRESIDENTE ROSSI. Grazie.", "PRESIDENTE ROSSI"),
        ("PRESIDENTE. La seduta è aperta.", "PRESIDENTE"),
        ("ROSSI (PD). Grazie, Presidente.", "ROSSI (PD)"),
        ("DE ROSSI (M5S). Grazie, Presidente.", "DE ROSSI (M5S)"),
        ("MARIO ROSSI, Ministro della difesa. Grazie.", "MARIO ROSSI, Ministro della difesa"),
        ("MARIO ROSSI (PD-IDP). Grazie.", "MARIO ROSSI (PD-IDP)"),
        "Il Presidente: Grazie.",
        "La Ministra: Grazie.",
        "Il ministro degli affari esteri: Grazie.",
        "Ministro Rossi e Ministro Dahl: Grazie.",
        ("Ministro Rossi (tramite interprete): Grazie.", "Ministro Rossi"),
        ("Ministra Rossi [fuori microfono]: Grazie.", "Ministra Rossi"),
        "Ministro degli Esteri Rossi: Grazie.",
        "Presidente del Consiglio: Grazie.",
        "Presidente del Consiglio Meloni: Grazie.",
        "On. Rossi: Grazie.",
        "Sig.ra Rossi: Grazie.",
        "Onorevole Rossi: Grazie.",
        "Anna Rossi (Ansa): E quando?",
        "Anna Rossi, Ansa: E quando?",
        "Moderatrice: Grazie.",
        "Interprete: Grazie.",
        "Voce dalla sala: Più forte!",
        "Partecipante 2: Grazie.",
        "Oratore non identificato: Grazie.",
        "Segretario generale: Grazie.",
        "Segretario generale della NATO Stoltenberg: Grazie.",
        "Massimo D'Alema: Grazie.",
        "Massimo D’Alema: Grazie.",
        "Giornalista Rai: E quando?",
        "Una giornalista: E quando?",
        ("**Ministra Rossi:** Grazie.", "Ministra Rossi"),
        "Ministra Rossi:",
        ("Ministra Rossi – Buonasera.", "Ministra Rossi"),
        "Portavoce: Grazie.",
        "Alto rappresentante Borrell: Grazie.",
        "Vicepresidente Rossi: Grazie.",
        "Generale Rossi: Grazie.",
        "La Repubblica: E quando?",
        "Il Sole 24 Ore: E quando?",
        "Anna Rossi dell’Ansa: E quando?",
        "Anna Rossi di Repubblica: E quando?",
        "Anna Rossi per Reuters: E quando?",
        "Anna Rossi - Ansa: E quando?",
        "D1: E quando?",
        "Prossima domanda: E quando?",
        "Domanda Ansa: E quando?",
        "domanda: E quando?",
        "Anna Rossi: e così sia.",
        "Capo di stato maggiore della difesa: Grazie.",
        "Il capo di stato maggiore: Grazie.",
        "S.E. Rossi: Grazie.",
    ],
}

NO_LABELS = {
    "en": [
        "Three words: unity, strength, patience.",
        "First Pillar: Deterrence and defence.",
        "Article Five: An attack on one is an attack on all.",
        "Dear Friends: We meet at a time of war.",
        "Ladies and Gentlemen: It is good to be back.",
        "United Kingdom: Challenger tanks.",
        "Let me be clear: We stay.",
        "The Minister said: We stay.",
        "Note: The text was changed.",
        "March 2023: The first meeting.",
        "Black Sea: Two ships.",
        "Monday: We meet.",
        "NATO: 32 Allies.",
        "My point: We stay.",
        "Finally: We stay.",
        "Key Priorities: Ammunition.",
        "Eastern Flank: Eight battle groups.",
        "Next Steps: We meet.",
        "Ukraine: We stay.",
        "European Union: A partner.",
        "Source: The ministry.",
        "10 May 2023: We met.",
        "Point 3: Ammunition.",
        "Chapter II: Partners.",
        "Peace and Security: Two words.",
        "Council of Europe: A partner.",
        "Distinguished Delegates: We meet.",
        "Your Excellencies: We meet.",
        "Fellow Citizens: We meet.",
        "General Principles: We list three.",
        "On Trade: We agree.",
        "Czech Republic: Two battalions.",
        "Washington Treaty: Article 5.",
        "Q&A: See below.",
        "Burden Sharing: Two per cent.",
        "Well, look: We stay.",
        "The Question: What now?",
        "Q1 2024: More.",
        "My Question: What now?",
        "First question: We need more.",
        "Dear Friends: What now?",
        "Key Questions: What now?",
        "Deterrence: and so on.",
        "Bottom line: What now?",
        "To Russia: Stop it.",
        "answer: none.",
        "The Future: What is it?",
        "Step 1: Do we have it?",
    ],
    "fr": [
        "Chers amis : Nous voici.",
        "Mesdames et Messieurs : Nous voici.",
        "Royaume-Uni : Des chars.",
        "Premier pilier : La défense.",
        "Premier Pilier : La défense.",
        "Article Cinq : Une attaque.",
        "Trois mots : Unité, force, patience.",
        "Je le dis : Nous restons.",
        "Le président a dit : Nous restons.",
        "Conseil de Sécurité : Une résolution.",
        "Mars 2023 : La première réunion.",
        "Notre objectif : La paix.",
        "Union européenne : Un partenaire.",
        "Première étape : La paix.",
        "Points clés : La paix.",
        "Mer Noire : Deux navires.",
        "Sommet de Vilnius : Deux décisions.",
        "Contact presse : Anne Roy.",
        "Objet : La paix.",
        "Axe 2 : La paix.",
        "Défense Européenne : Un projet.",
        "Excellences : Nous voici.",
        "Chers Collègues : Nous voici.",
        "Pays-Bas : Des avions.",
        "M. Dupont a parlé. Il a dit oui.",
        "Lundi : La réunion.",
        "Enfin : La paix.",
        "L'Europe : Un partenaire.",
        "L’Alliance : Un partenaire.",
        "À la Russie : Arrêtez.",
        "La Paix : De quoi parle-t-on ?",
        "Les Alliés : Que font-ils ?",
        "La question : Et maintenant ?",
        "Question de confiance : Oui.",
    ],
    "it": [
        "Cari amici: Eccoci.",
        "Primo punto: La difesa.",
        "Primo Pilastro: La difesa.",
        "Signore e signori: Eccoci.",
        "Signore e Signori: Eccoci.",
        "Regno Unito: I carri.",
        "Articolo Cinque: Un attacco.",
        "Tre parole: Unità, forza, pazienza.",
        "Il ministro ha detto: Restiamo.",
        "Marzo 2023: La prima riunione.",
        "Punti chiave: La pace.",
        "Il nostro obiettivo: La pace.",
        "Consiglio di Sicurezza: Una risoluzione.",
        "Mar Nero: Due navi.",
        "Fianco Est: Otto gruppi.",
        "Oggetto: La pace.",
        "Prima fase: La pace.",
        "Unione Europea: Un partner.",
        "Onorevoli colleghi: Eccoci.",
        "Gentili ospiti: Eccoci.",
        "Contatti stampa: Anna Rossi.",
        "Lo ripeto: Restiamo.",
        "Vertice di Vilnius: Due decisioni.",
        "Stati Uniti: Un alleato.",
        "Lunedì: La riunione.",
        "Infine: La pace.",
        "L'Europa: Un partner.",
        "Alla Russia: Basta.",
        "La Pace: Di che parliamo?",
        "Il Diritto: Di che parliamo?",
        "La domanda: E adesso?",
        "Paesi Bassi: Gli aerei.",
    ],
}


def _lines(table):
    return [
        (language, *(line if isinstance(line, tuple) else (line, ""))) for language in table for line in table[language]
    ]


@pytest.mark.parametrize(("language", "line", "label"), _lines(LABELS))
def test_a_line_with_a_label_ends_the_turn_before(language, line, label):
    first, second, after, last, own = AMONG[language]
    label = label or line.partition(":")[0]
    assert turns_of([first, second, line, after, last]) == [own, own, label, label, own]


@pytest.mark.parametrize(("language", "line", "label"), _lines(NO_LABELS))
def test_what_only_looks_like_a_label_is_said_by_who_speaks(language, line, label):
    first, second, after, last, own = AMONG[language]
    assert turns_of([first, second, line, after, line, last]) == [own] * 6


@pytest.mark.parametrize(("language", "line", "label"), _lines(NO_LABELS))
def test_a_speech_is_no_transcript_however_often_it_comes_back(language, line, label):
    others = [other for other in NO_LABELS[language] if other != line][:8]
    assert labels_of([line, *others, line, *others, line]) == {}


@pytest.mark.parametrize(
    "line",
    [
        "Mr. President: It is an honour.",
        "Madam President: It is an honour.",
        "Mr Secretary-General: It is an honour.",
        "Monsieur le Président : Je vous remercie.",
        "Madame la Présidente : Je vous remercie.",
        "Signor Presidente: La ringrazio.",
        "Signora Presidente: La ringrazio.",
        "Prime Minister: It is an honour.",
        "Question: What do we do now?",
    ],
)
def test_who_is_spoken_to_does_not_speak(line):
    assert labels_of([line, "We met at sea.", "It was late."]) == {}
    if not line.startswith("Question"):
        assert labels_of([line, "We met at sea.", line, "It was late.", line]) == {}


@pytest.mark.parametrize(
    "texts",
    [
        ["Q. When?", "A. Soon.", "Q. Why?", "A. It is time."],
        ["Q: When?", "A: Soon.", "Q: Why?", "A: It is time."],
        ["D. Quando?", "R. Presto.", "D. Perché?", "R. È ora."],
        ["D.: Quando?", "R.: Presto.", "D.: Perché?", "R.: È ora."],
        ["D. – Quando?", "R. – Presto.", "D. – Perché?", "R. – È ora."],
        ["Q. – Quand ?", "R. – Bientôt.", "Q. – Pourquoi ?", "R. – Il est temps."],
        ["Question: When?", "Answer: Soon.", "Question: Why?", "Answer: It is time."],
        ["Question : Quand ?", "Réponse : Bientôt.", "Question : Pourquoi ?", "Réponse : Il est temps."],
        ["Domanda: Quando?", "Risposta: Presto.", "Domanda: Perché?", "Risposta: È ora."],
    ],
)
def test_questions_and_answers_take_turns(texts):
    assert list(labels_of(texts).values()) == [2, 2]
    assert turns_of(texts)[:2] == turns_of(texts)[2:]


def test_letters_of_a_list_are_no_labels():
    assert labels_of(["A. Security", "B. Defence", "C. Partners", "D. Resilience"]) == {}
    assert labels_of(["A: Security", "B: Defence", "C: Partners", "D: Resilience"]) == {}


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (["MINISTER DAHL: So.", "Minister Dahl: So.", "MINISTER DAHL (continuing): So."], {"MINISTER DAHL": 3}),
        (["MR. KIRBY: So.", "MR KIRBY: So.", "MR.\u00a0 KIRBY: So."], {"MR. KIRBY": 3}),
        (["PRÉSIDENT MOREL : Oui.", "Président Morel : Oui."], {"PRÉSIDENT MOREL": 2}),
        (
            ["Massimo D'Alema: Sì.", "Massimo D’Alema: Sì.", "Giornalista: No?"],
            {"Massimo D'Alema": 2, "Giornalista": 1},
        ),
        (["FOREIGN MINISTER PETRENKO: So.", "MINISTER PETRENKO: So."], {"FOREIGN MINISTER PETRENKO": 2}),
        (["PRIME MINISTER QUIST: So.", "MINISTER QUIST: So."], {"PRIME MINISTER QUIST": 1, "MINISTER QUIST": 1}),
        (["MRS. QUIST: So.", "PRESIDENT QUIST: So."], {"MRS. QUIST": 1, "PRESIDENT QUIST": 1}),
        (
            ["DEFENCE MINISTER DAHL: So.", "FOREIGN MINISTER DAHL: So.", "MINISTER DAHL: So."],
            {"DEFENCE MINISTER DAHL": 1, "FOREIGN MINISTER DAHL": 1, "MINISTER DAHL": 1},
        ),
        (["VICE PRESIDENT PENCE: So.", "PRESIDENT PENCE: So."], {"VICE PRESIDENT PENCE": 1, "PRESIDENT PENCE": 1}),
        (["ROSSI (PD). Sì.", "ROSSI (M5S). No."], {"ROSSI (PD)": 1, "ROSSI (M5S)": 1}),
        (["QUESTION (Radio): Si?", "QUESTION: No?", "Question: Why?"], {"QUESTION": 2 + 1}),
        (
            ["PRESIDENT KALLAS: So.", "PRESIDENT KALLAS AND PRESIDENT OZOLS: So."],
            {"PRESIDENT KALLAS": 1, "PRESIDENT KALLAS AND PRESIDENT OZOLS": 1},
        ),
        (
            ["Jens Holm (Secretary General): So.", "Jens Holm: So.", "Q: So?", "Jens Holm: So."],
            {"Jens Holm": 3, "Q": 1},
        ),
    ],
)
def test_the_forms_of_one_persons_label_are_one(lines, labels):
    assert labels_of(lines) == labels


def test_letters_taken_apart_and_unseen_ones_make_no_second_label():
    lines = ["Zoé Ménard: Oui.", "Journaliste: Quand ?", "Zoé\u00a0Ménard: Bientôt."]
    apart = [unicodedata.normalize("NFD", lines[0]), lines[1], f"\ufeff{lines[2]}"]
    assert labels_of(apart) == labels_of(lines) == {"Zoé Ménard": 2, "Journaliste": 1}


def test_names_that_take_turns_make_a_transcript_and_a_list_does_not():
    assert labels_of(["Ada Quist: We met.", "Jens Holm: When?", "Ada Quist: At noon."]) == {
        "Ada Quist": 2,
        "Jens Holm": 1,
    }
    assert labels_of(["Robert Schuman: the founder.", "Jean Monnet: the planner.", "Robert Schuman: again."]) == {}
    assert labels_of(["Robert Schuman: A founder.", "Jean Monnet: A planner."]) == {}


def test_a_long_line_is_read_in_no_time():
    for text in (
        "A " * 100_000 + ": b",
        "(" * 100_000,
        "M. " * 100_000,
        "A, " * 100_000,
        "* " * 100_000,
        "q " + "- " * 100_000,
    ):
        assert labels_of([text]) == {}
