"""Who is named in a title as the one who speaks: "Remarks by President Trump and President Poroshenko of Ukraine".

No more than a proposal: an editor links the names to people, or does not.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from statements.languages import LANGUAGES

# A word for what the text is, some others, and a preposition; then come the names.
_GENRE = (
    r"(?:remarks|statement|address|speech|briefing|conference|gaggle|interview|readout|call|conversation|meeting|message"
    r"|toasts?|testimony|discours|déclarations?|allocution|intervention|conférence|entretien|message|propos|point"
    r"|discorso|dichiarazion[ei]|intervento|conferenza|intervista|colloquio|conversazione|telefonata|messaggio|saluto)"
)
_BY = re.compile(
    rf"\b(?i:{_GENRE})\b[^:|]{{0,60}}?\b(?i:by|from|of|with|de\s+la|de\s+l['’]|de|du|d['’]|des|par|avec|entre|between"
    r"|di|del|della|dell['’]|dei|con|tra|fra)\s*(?=[A-ZÀ-Þ]|the\s|H\.)"
)
# Behind these words comes what it was about, and where.
_ABOUT = re.compile(
    r"\s+(?:on|at|to|in|before|after|following|ahead|aboard|during|previewing|announcing|sur|à|au|aux|devant|lors|dans|pour"
    r"|sul|sulla|sui|al|alla|ai|allo|nel|nella|per|durante|davanti|presso)\s.*|\s*[|(–—].*|\s+-+\s.*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|&|\band\b|\bet\b|\be\b|\bwith\b|\bavec\b|\bcon\b)\s*")
_ARTICLES = {"the", "le", "la", "les", "et", "and"}  # in a title that is all capitals
_OF = {"of", "de", "du", "des", "di", "del", "della", "dei", "degli", "delle"}  # an office, and then a place
_SMALL = {"de", "di", "du", "van", "von", "der", "bin", "della", "dalla"}  # inside of a name
# Words with a capital letter that are no part of a name: titles, offices, bodies.
_NO_NAME = {
    "THE", "H.E.", "HE", "HIS", "HER", "EXCELLENCY", "MR", "MRS", "MS", "DR", "SIR", "DAME", "LORD", "HON", "M",
    "MM", "MME", "SIG", "SIGNOR", "SIGNORA", "ON", "SEN", "GEN", "AMB", "PROF", "HONOURABLE", "HONORABLE",
    "ONOREVOLE", "PRESIDENT", "PRÉSIDENT", "PRÉSIDENTE", "PRESIDENTE", "VICE", "PRIME", "FIRST", "PREMIER",
    "PREMIÈRE", "PRIMO", "MINISTER", "MINISTRE", "MINISTRO", "MINISTRA", "MINISTERS", "SECRETARY", "SECRÉTAIRE",
    "SEGRETARIO", "SEGRETARIA", "GENERAL", "SECRETARY-GENERAL", "GÉNÉRAL", "GÉNÉRALE", "GENERALE", "DEPUTY",
    "UNDER", "ASSISTANT", "PRESS", "CHANCELLOR", "CHANCELIER", "CANCELLIERE", "AMBASSADOR", "AMBASSADEUR",
    "AMBASSADRICE", "AMBASCIATORE", "AMBASCIATRICE", "KING", "QUEEN", "ROI", "RE", "REINE", "REGINA", "POPE",
    "PAPE", "PAPA", "SENATOR", "CHAIR", "CHAIRMAN", "CHIEF", "HEAD", "STATE", "DEFENCE", "DEFENSE", "DÉFENSE",
    "DIFESA", "FOREIGN", "AFFAIRS", "AFFAIRES", "AFFARI", "ESTERI", "ÉTRANGÈRES", "EUROPEAN", "UNION", "COUNCIL",
    "COMMISSION", "COMMISSIONER", "CONSEIL", "CONSIGLIO", "REPUBLIC", "RÉPUBLIQUE", "REPUBBLICA", "NATO", "OTAN",
    "G7", "G20", "EU", "UE", "U.S.", "US", "UK", "NSC", "WHITE", "HOUSE", "NATIONAL", "SECURITY", "ADVISOR",
    "ADVISER", "COORDINATOR", "COMMUNICATIONS", "STRATEGIC", "SPOKESPERSON", "SPOKESMAN", "PORTAVOCE",
    "PORTE-PAROLE", "GOVERNOR", "LEADERS", "MEMBERS", "HIGH", "REPRESENTATIVE", "PERMANENT", "SENIOR", "OFFICIALS",
    "JOINT", "EXCELLENCE", "SON", "SA", "SUA", "ECCELLENZA", "MONSIEUR", "MADAME", "COLONEL", "S.E.", "S.E",
    "S.A.S", "S.A.R", "CHEF", "GOUVERNEMENT", "GOVERNMENT", "GOVERNO", "ETAT", "L’ETAT", "L’ÉTAT", "ÉTAT", "STATO",
    "PROFESSEUR", "PROFESSOR", "ADMINISTRATION", "ASSEMBLY", "ASSEMBLÉE", "ASSEMBLEA", "NATIONS", "UNITED",
    "SENATE", "PARLIAMENT", "MINISTERO", "MINISTÈRE", "MINISTRY", "EXTERIEURES", "ETRANGERES", "RELATIONS",
    "RELAZIONI", "ROYAL", "HIGHNESS", "MAJESTY", "PRINCE", "PRINCESS", "LEADER", "SPEAKER",
}  # fmt: skip
_MOST, _WORDS = 6, 4  # names, and words of one


def people_in_title(title: str) -> list[str]:
    """The names of those who speak or are spoken with, as far as a title tells, without their titles and offices.

    "Remarks by President Trump and President Poroshenko of Ukraine" -> ["Trump", "Poroshenko"]
    "Discours de M. Emmanuel Macron à Bratislava" -> ["Emmanuel Macron"]; "Summit of the Alliance" -> [].
    """
    found = _BY.search(title)
    if not found:
        return []
    named = _ABOUT.sub("", title[found.end() :])
    names = [_name_in(part) for part in _AND.split(named)[:_MOST]]
    return list(dict.fromkeys(name for name in names if name))


def _name_in(part: str) -> str:
    """The first run of words with capitals that are neither offices nor countries; one word needs an office before it.

    "President Volodymyr Zelenskyy of Ukraine" -> "Volodymyr Zelenskyy"; "President of Utopia" -> ""; "Poland" -> "".
    """
    name, office, place = list[str](), False, False
    for word in part.split():
        bare = word.strip(".,:;()")
        small = bare.lower() in _OF | _ARTICLES
        known = small or bare.upper() in _NO_NAME or word.upper() in _NO_NAME or bare.upper() in _countries()
        if name and (not bare[:1].isupper() or known) and bare.lower() not in _SMALL:
            break
        if name or (bare[:1].isupper() and not known and not place):
            name.append(bare)
        office = office or (known and not small)
        place = bare.lower() in _OF or (place and small)
    while name and name[-1].lower() in _SMALL:
        name.pop()
    return " ".join(name) if (office or len(name) > 1) and len(name) <= _WORDS else ""


@cache
def _countries() -> frozenset[str]:
    """The words in the names of countries, in capitals, from CLDR."""
    names = (name for code in LANGUAGES for name in Locale(code).territories.values())
    return frozenset(word.upper() for name in names for word in name.split() if word[:1].isupper())
