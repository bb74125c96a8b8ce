"""Covers of speeches and releases in three languages, with what is right: for the tests of PDF, Word and text.

A line is its words; "*" before it prints it in bold, "#" large. The text below it is one of TEXTS.
"""

from dataclasses import dataclass

TEXTS = {
    "en": [
        "We have come here to speak of the harbour, and of the light that ships need at night, when",
        "they cannot see the rocks; and of those who keep it burning in every storm that comes to us.",
        "",
        "My country has kept that light for a hundred years, and it will keep it for as long as it can,",
        "because those who are at sea have a right to it, whoever they are and wherever they go.",
    ],
    "fr": [
        "Nous sommes venus ici pour parler du port, et de la lumière dont les navires ont besoin la nuit,",
        "quand ils ne voient pas les rochers ; et de celles et ceux qui la gardent dans la tempête.",
        "",
        "Mon pays garde cette lumière depuis cent ans, et il la gardera aussi longtemps qu'il le pourra,",
        "car ceux qui sont en mer y ont droit, quels qu'ils soient et quel que soit le lieu où ils vont.",
    ],
    "it": [
        "Siamo venuti qui per parlare del porto, e della luce di cui le navi hanno bisogno di notte, se",
        "non vedono gli scogli; e di quelle e di quelli che la tengono accesa in ogni tempesta per noi.",
        "",
        "Il mio Paese tiene accesa questa luce da cento anni, e la terrà accesa finché ne avrà la forza,",
        "perché chi è in mare ne ha il diritto, chiunque esso sia e in qualunque luogo voglia andare.",
    ],
}


@dataclass(frozen=True)
class Speech:
    """A cover, its salutation, and the facts on it."""

    language: str
    cover: str
    salutation: str
    title: str
    date: str = ""
    place: str = ""

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.cover.strip().split("\n")]

    @property
    def greeting(self) -> list[str]:
        return [line.strip() for line in self.salutation.strip().split("\n") if line.strip()]


SPEECHES = [
    Speech(
        "en",
        """*PERMANENT MISSION OF UTOPIA TO THE UNITED NATIONS
        845 Third Avenue, 12th Floor, New York, NY 10022
        Tel: (212) 555-0100 Fax: (212) 555-0101

        *STATEMENT
        *by
        *H.E. Ms. Ada Quist
        *Minister for Foreign Affairs of Utopia
        *at the
        *General Debate of the 78th Session of the United Nations General Assembly

        New York, 23 September 2023
        Please check against delivery""",
        "Mr. President,",
        "STATEMENT by H.E. Ms. Ada Quist Minister for Foreign Affairs of Utopia at the"
        " General Debate of the 78th Session of the United Nations General Assembly",
        "2023-09-23",
        "New York",
    ),
    Speech(
        "en",
        """*UTOPIA
        *SEVENTY-EIGHTH SESSION OF THE GENERAL ASSEMBLY
        *GENERAL DEBATE
        *Statement by His Excellency Thomas More
        *President of the Republic of Utopia
        Tuesday, 19th September 2023""",
        "President of the General Assembly,\nSecretary-General,\nExcellencies,",
        "SEVENTY-EIGHTH SESSION OF THE GENERAL ASSEMBLY GENERAL DEBATE Statement by His Excellency Thomas More"
        " President of the Republic of Utopia",
        "2023-09-19",
    ),
    Speech(
        "en",
        """CHECK AGAINST DELIVERY
        #NATIONAL STATEMENT
        *The Honourable Ada Quist, MP
        *Prime Minister of Utopia
        *UNGA 78
        *September 22, 2023""",
        "Madam President of the General Assembly,",
        "NATIONAL STATEMENT The Honourable Ada Quist, MP Prime Minister of Utopia UNGA 78",
        "2023-09-22",
    ),
    Speech(
        "en",
        """Mission of the Kingdom of Utopia
        *Address by Thomas More, King of Utopia, to the Parliament of Atlantis
        (Poseidonis, 4 May 2022)""",
        "Mr. Speaker,\nHonourable members,",
        "Address by Thomas More, King of Utopia, to the Parliament of Atlantis",
        "2022-05-04",
        "Poseidonis",
    ),
    Speech(
        "en",
        """*Remarks by the Secretary of State
        *at the Conference on the Light of Harbours
        Theme: “Keeping the light”
        Oslo, 3 June 2021""",
        "Distinguished delegates,",
        "Remarks by the Secretary of State at the Conference on the Light of Harbours",
        "2021-06-03",
        "Oslo",
    ),
    Speech(
        "en",
        """#UTOPIA
        *STATEMENT DELIVERED BY
        *H.E. DR. THOMAS MORE
        *PRESIDENT OF UTOPIA
        *DURING THE GENERAL DEBATE
        *ON
        *Wednesday, 20 September 2023
        *UNITED NATIONS HEADQUARTERS, NEW YORK""",
        "Your Excellency Mr. Dennis Francis, President of the General Assembly,",
        "STATEMENT DELIVERED BY H.E. DR. THOMAS MORE PRESIDENT OF UTOPIA DURING THE GENERAL DEBATE",
        "2023-09-20",
        "New York",
    ),
    Speech(
        "en",
        """*Speech of the Minister of Defence, Ada Quist
        *at the Munich Security Conference, 18 February 2023""",
        "Ladies and gentlemen,",
        "Speech of the Minister of Defence, Ada Quist at the Munich Security Conference, 18 February 2023",
        "2023-02-18",
    ),
    Speech(
        "en",
        """Government of Utopia
        Ministry of Foreign Affairs
        *Intervention by Ambassador Ada Quist
        *Permanent Representative
        *in the Security Council
        27.02.2023""",
        "Thank you, Madam President.",
        "Intervention by Ambassador Ada Quist Permanent Representative in the Security Council",
        "2023-02-27",
    ),
    Speech(
        "fr",
        """*RÉPUBLIQUE D'UTOPIE
        Paix – Travail – Patrie
        -----------
        *DISCOURS
        *DE SON EXCELLENCE MADAME ADA QUIST
        *PRÉSIDENTE DE LA RÉPUBLIQUE
        *À L'OCCASION DE LA 78ème SESSION DE L'ASSEMBLÉE GÉNÉRALE
        *DES NATIONS UNIES
        New York, le 20 septembre 2023
        Seul le texte prononcé fait foi""",
        "Monsieur le Président de l'Assemblée générale,",
        "DISCOURS DE SON EXCELLENCE MADAME ADA QUIST PRÉSIDENTE DE LA RÉPUBLIQUE"
        " À L'OCCASION DE LA 78ème SESSION DE L'ASSEMBLÉE GÉNÉRALE DES NATIONS UNIES",
        "2023-09-20",
        "New York",
    ),
    Speech(
        "fr",
        """Mission permanente de l'Utopie auprès des Nations Unies
        *Allocution de M. Thomas More,
        *Ministre des Affaires étrangères,
        *devant le Conseil de sécurité
        Vérifier au prononcé
        New York, le 24 février 2023""",
        "Madame la Présidente,\nMesdames et Messieurs les membres du Conseil,",
        "Allocution de M. Thomas More, Ministre des Affaires étrangères, devant le Conseil de sécurité",
        "2023-02-24",
        "New York",
    ),
    Speech(
        "fr",
        """*DÉBAT GÉNÉRAL DE LA 78e SESSION DE L'ASSEMBLÉE GÉNÉRALE
        *DÉCLARATION DE
        *S.E. Mme ADA QUIST
        *Premier ministre d'Utopie
        *Thème :
        *« Garder la lumière »
        *(New York, 22 septembre 2023)""",
        "Excellence Monsieur le Président,\nDistingués délégués,",
        "DÉBAT GÉNÉRAL DE LA 78e SESSION DE L'ASSEMBLÉE GÉNÉRALE DÉCLARATION DE S.E. Mme ADA QUIST"
        " Premier ministre d'Utopie",
        "2023-09-22",
        "New York",
    ),
    Speech(
        "fr",
        """*Intervention du Ministre de la Défense
        *à la Conférence de Munich
        Munich, samedi 18 février 2023""",
        "Mesdames et Messieurs,",
        "Intervention du Ministre de la Défense à la Conférence de Munich",
        "2023-02-18",
        "Munich",
    ),
    Speech(
        "fr",
        """ROYAUME D'UTOPIE
        *Message de Sa Majesté le Roi
        *au Sommet de l'Avenir
        23/09/2024""",
        "Majestés, Altesses,\nExcellences,",
        "Message de Sa Majesté le Roi au Sommet de l'Avenir",
        "2024-09-23",
    ),
    Speech(
        "fr",
        """*Discours de Monsieur Thomas More, Président d'Utopie,
        *au Parlement d'Atlantis""",
        "Monsieur le Président du Parlement,\nHonorables députés,",
        "Discours de Monsieur Thomas More, Président d'Utopie, au Parlement d'Atlantis",
    ),
    Speech(
        "fr",
        """#Allocution
        #de la Secrétaire générale
        Bruxelles, 14 nov. 2023
        Tél. : +32 2 555 01 00 - www.exemple.org""",
        "Chers collègues,",
        "Allocution de la Secrétaire générale",
        "2023-11-14",
        "Bruxelles",
    ),
    Speech(
        "it",
        """Rappresentanza Permanente d'Utopia presso le Nazioni Unite
        885 Second Avenue, New York, NY 10017 - Tel. (212) 555-0100
        *Intervento di S.E. Ada Quist
        *Presidente del Consiglio dei Ministri
        *alla 78ª Sessione dell'Assemblea Generale delle Nazioni Unite
        New York, 20 settembre 2023
        Fa fede il testo pronunciato""",
        "Signor Presidente,",
        "Intervento di S.E. Ada Quist Presidente del Consiglio dei Ministri"
        " alla 78ª Sessione dell'Assemblea Generale delle Nazioni Unite",
        "2023-09-20",
        "New York",
    ),
    Speech(
        "it",
        """*MINISTERO DEGLI AFFARI ESTERI
        *DISCORSO DEL MINISTRO
        *ALLA CONFERENZA DEGLI AMBASCIATORI
        Roma, 18 dicembre 2023""",
        "Signor Presidente della Repubblica,\nSignore e signori,",
        "DISCORSO DEL MINISTRO ALLA CONFERENZA DEGLI AMBASCIATORI",
        "2023-12-18",
        "Roma",
    ),
    Speech(
        "it",
        """*Repubblica d'Utopia
        *Dibattito generale della 78ª sessione
        *Dichiarazione dell'On. Thomas More
        *Ministro della Difesa
        (22 settembre 2023)""",
        "Onorevoli colleghi,",
        "Dibattito generale della 78ª sessione Dichiarazione dell'On. Thomas More Ministro della Difesa",
        "2023-09-22",
    ),
    Speech(
        "it",
        """#Messaggio del Presidente
        Palazzo del Porto, 2 giugno 2022""",
        "Care concittadine, cari concittadini,",
        "Messaggio del Presidente",
        "2022-06-02",
        "Palazzo del Porto",
    ),
    Speech(
        "it",
        """*Allocuzione di Sua Eccellenza Thomas More
        *in occasione del Vertice
        Tema: “La luce dei porti”
        Ginevra, lunedì 5 giugno 2023""",
        "Eccellenze,\nGentili ospiti,",
        "Allocuzione di Sua Eccellenza Thomas More in occasione del Vertice",
        "2023-06-05",
        "Ginevra",
    ),
    Speech(
        "en",
        """*79th Session of the
        *United Nations General Assembly
        *General Debate
        *Statement by H.E. Mr. Thomas More
        *President of Utopia
        NEW YORK, 25THSEPTEMBER, 2024""",
        "Madam/Mr. President,",
        "79th Session of the United Nations General Assembly General Debate Statement by H.E. Mr. Thomas More"
        " President of Utopia",
        "2024-09-25",
        "New York",
    ),
    Speech(
        "en",
        """*THE PRESIDENT OF THE GENERAL ASSEMBLY
        *Statement at the opening of the General Debate
        25 September 2018""",
        "Heads of State and Government,\nExcellencies,",
        "THE PRESIDENT OF THE GENERAL ASSEMBLY Statement at the opening of the General Debate",
        "2018-09-25",
    ),
    Speech(
        "en",
        """PRESS
        SPEECH
        530/18
        27/09/2018
        #Address by President Thomas More""",
        "Thank you, Mr. President.",
        "Address by President Thomas More",
        "2018-09-27",
    ),
    Speech(
        "en",
        """#PRESIDENT OF UTOPIA
        *S T A T E M E N T by Ada Quist, President of Utopia
        under the theme
        “Leaving no one behind: acting together for the advancement of peace,
        sustainable development and human dignity for all of those who are to come”
        New York, 26 September 2024
        Unofficial translation""",
        "Brothers and sisters,",
        "S T A T E M E N T by Ada Quist, President of Utopia",
        "2024-09-26",
        "New York",
    ),
    Speech(
        "fr",
        """*LE SECRÉTAIRE GÉNÉRAL
        --
        *ALLOCUTION DEVANT L'ASSEMBLÉE GÉNÉRALE
        Traduction non officielle
        New York, 24 septembre 2024""",
        "Chefs d'Etat et de Gouvernement,\nExcellences,",
        "LE SECRÉTAIRE GÉNÉRAL ALLOCUTION DEVANT L'ASSEMBLÉE GÉNÉRALE",
        "2024-09-24",
        "New York",
    ),
    Speech(
        "it",
        """*Discorso del Presidente d'Utopia
        sul tema
        “Nessuno resti indietro: insieme per la pace, per uno sviluppo che duri nel tempo
        e per la dignità di tutte e di tutti”
        Tradotto dall'inglese
        New York, 25 settembre 2024""",
        "Fratelli e sorelle,",
        "Discorso del Presidente d'Utopia",
        "2024-09-25",
        "New York",
    ),
]
