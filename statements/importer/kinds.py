"""What sort of text a document is, by the word for it in its title, or by the turns that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from statements.importer.extract import Fact
from statements.importer.turns import labels_of

# In this order: "Joint press conference" is no press statement, "Communiqué de presse" no communiqué.
_KINDS = [
    (
        "readout",
        r"read-?out|(?:telephone|phone)\s+(?:call|conversation)|(?:conversazione|colloquio)\s+telefonic[ao]|telefonata"
        r"|(?:entretien|conversation)\s+téléphonique|colloquio\s+(?:fra|tra|con|del|della|dell['’]|di)\b",
    ),
    (
        "transcript",
        r"press\s+(?:conference|briefing|gaggle|availability)|news\s+conference|conférence\s+de\s+presse|point\s+de\s+presse"
        r"|point\s+presse|conferenza\s+stampa|punto\s+stampa|interview|intervista|résoconto|resoconto|compte[\s-]rendu"
        r"|procès-verbal|questions?\s+and\s+answers?|q&a|transcript(?:ion)?|trascrizione|verbatim",
    ),
    (
        "press-statement",
        r"press\s+(?:release|statement)|statement\s+to\s+the\s+press|communiqué\s+de\s+presse|comunicato\s+stampa"
        r"|nota\s+stampa|déclaration\s+à\s+la\s+presse|dichiarazion[ei]\s+alla\s+stampa",
    ),
    ("communique", r"communiqu[eé]s?|comunicato\s+(?:finale|congiunto|del\s+vertice|dei\s+capi)"),
    (
        "declaration",
        r"(?:joint|common|leaders['’]?|summit|ministerial|political)\s+(?:statement|declaration)"
        r"|declaration|déclaration\s+(?:conjointe|commune|finale|du\s+sommet|politique|ministérielle|des\s+chefs)"
        r"|dichiarazione\s+(?:congiunta|comune|finale|del\s+vertice|politica|dei\s+capi)",
    ),
    (
        "speech",
        r"remarks|speech|lecture|keynote|toasts?|discours|allocution|vœux|discorso|saluto|prolusione"
        r"|address(?=\s+(?:by|of|to|at|before|delivered))"
        r"|(?:intervention|intervento|indirizzo)(?=\s+(?:by|of|at|de|du|d['’]|des|à|au|devant|di|del|dell['’]|al|alla)\b)"
        r"|(?:general\s+debate|débat\s+général|dibattito\s+generale)",
    ),
    ("commentary", r"op-?ed|editorial|editoriale|tribune"),
    ("press-statement", r"statements?|déclarations?|dichiarazion[ei]|comunicato|nota"),
]
_PATTERNS = [(kind, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)) for kind, words in _KINDS]
_TURNS = 6  # of two people or more: a transcript, whatever it is called


def kind_of(title: str, texts: Iterable[str]) -> Fact | None:
    """The kind of a document with this title and these paragraphs; None where neither tells.

    "Communiqué de presse du 4 juillet" -> press statement; "Remarks by the President" -> speech;
    six turns of two speakers -> transcript.
    """
    labels = labels_of(texts)
    if len(labels) > 1 and sum(labels.values()) >= _TURNS:
        return Fact("transcript", "its turns")
    found = ((kind, pattern.search(title)) for kind, pattern in _PATTERNS)
    return next((Fact(kind, f"its title, “{word[0]}”") for kind, word in found if word), None)
