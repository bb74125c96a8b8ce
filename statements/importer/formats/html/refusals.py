"""Pages that are no documents: errors that are sent as pages, walls before a page, first pages of sites."""

from __future__ import annotations

import re

from statements.importer.draft import Refused
from statements.importer.formats.html.blocks import Walk
from statements.importer.formats.html.facts import is_root
from statements.importer.formats.html.outline import Page
from statements.importer.formats.html.title import Stated, pieces_of_title, stated_titles

_MISSING = re.compile(
    r"\W*(?:(?:error|erreur|errore|http)\W*)?404\b.{0,40}"
    r"|.{0,20}\b(?:page|file|content|document)s? (?:was |is |could )?not (?:be )?found\b.{0,20}"
    r"|\W*not found\W*|.{0,20}\bpagina non (?:è stata )?(?:trovata|disponibile|esiste).{0,20}"
    r"|.{0,20}\bpage (?:est )?(?:introuvable|non trouvée|inexistante|inconnue).{0,20}"
    r"|.{0,12}\berr(?:or|eur|ore)\W{0,3}404\b.{0,20}"
    r"|(?:access denied|accesso negato|accès refusé|forbidden|403 forbidden|just a moment\W*)",
    re.I,
)
# What short pages say that stand in place of another, by the reason. A document of some length may say it, too.
_IN_PLACE = {
    "an error page": re.compile(
        r"\b(?:page|content|document|file|resource|site)\b[^.!?]{0,80}\b(?:(?:can(?:not|['’]t|no longer)|could"
        r" not|couldn['’]t)"
        r" be (?:found|displayed|reached)|does(?: not|n['’]t) exist|is no longer available|not (?:be )?found"
        r"|has been (?:moved|removed|deleted))"
        r"|\b(?:page|contenu|document|fichier|adresse|rubrique)\b[^.!?]{0,80}\bn['’](?:existe (?:pas|plus)|est"
        r" (?:pas|plus) disponible"
        r"|a (?:pas|pu) (?:été|être) trouvée?)"
        r"|\b(?:page|contenu|document)\b[^.!?]{0,60}\ba été (?:retirée?|supprimée?|déplacée?)"
        r"|\b(?:pagina|contenuto|documento|risorsa|indirizzo)\b[^.!?]{0,80}\bnon (?:esiste|è (?:più |al momento"
        r" )?disponibile"
        r"|è stat[ao] trovat[ao]|trovat[ao])"
        r"|\b(?:error|erreur|errore)\W{0,3}(?:40[0-9]|41[0-9]|50[0-9])\b|\b50[0-4]\b.{0,20}\b(?:service|bad"
        r" gateway|internal|error)"
        r"|\bserv(?:ice|er|izio|eur)\b[^.!?]{0,40}\b(?:temporarily|temporaneamente|momentanément|temporairement)\b"
        r"|\b(?:in manutenzione|en (?:cours de )?maintenance|under maintenance)\b|\bpagina inesistente"
        r"|\bn['’]avons pas trouvé\b|\bcouldn['’]t find (?:the|that|this) page"
        r"|\bsi è verificato un errore|\bune erreur (?:est survenue|s['’]est produite)|\ban (?:unexpected"
        r" )?error (?:has )?occurred",
        re.I,
    ),
    "a page that keeps readers out": re.compile(
        r"\byou have been blocked|\bare (?:a )?human\b|\bchecking your browser|\bsecurity of your connection"
        r"|\baccess(?:o| is)?"
        r" (?:denied|negato)|\baccès refusé|\bdon['’]t have permission|\bcaptcha\b",
        re.I,
    ),
    "a page that needs scripts to show its text": re.compile(
        r"\b(?:enable|activate|turn on|requires?|abilit\w+|attiv\w+|activ\w+|nécessite"
        r"|richiede)\b[^.!?]{0,40}\bjavascript"
        r"|\bjavascript\b[^.!?]{0,40}\b(?:is (?:required|disabled|not enabled)|disabilitato|désactivé|necessario"
        r"|requis)",
        re.I,
    ),
    "a page that asks for consent": re.compile(
        r"\b(?:partners?|partenaires|we use cookies|utilizziamo (?:i )?cookie|utilisons des cookies)\b[^!?]{0,300}"
        r"\b(?:accept|accett|consen|cookies? and data|données|dati personali|personali[sz]e)",
        re.I,
    ),
    "a search without a result": re.compile(
        r"\b(?:did not match any|no results? (?:were )?found|nessun risultato (?:per|trovato)|aucun résultat)\b", re.I
    ),
    "a page to log in": re.compile(
        r"\b(?:must|need to|please) (?:be logged|log|sign)[ -]in\b|\benter your (?:user ?name|password|e-?mail)"
        r"|\b(?:vous (?:identifier|connecter)|mot de passe oublié|réservée? aux abonnés)"
        r"|\b(?:effettua(?:re)? (?:il login|l['’]accesso)|password dimenticata|riservato agli abbonati)",
        re.I,
    ),
    "a page that only leads to another": re.compile(
        r"\b(?:redirecting|you are being redirected|redirection en cours|reindirizzamento|if you are not redirected)\b"
        r"|\bdoes not support frames|\bnon supporta i frame|\bne (?:supporte|gère) pas les (?:cadres|frames)",
        re.I,
    ),
}
_TEXT = 200  # characters of the sentences of a short page that is a document for all that
_SHORT = 600  # characters of all that is no menu
_HOME_CLASSES = frozenset([
    "home", "front", "path-frontpage", "frontpage", "homepage", "page-home", "is-front",
])  # fmt: skip
_FEW = 3
_FURNITURE = {"navigation", "footer", "header", "language links", "breadcrumb", "share bar", "link", "above the title"}
_BESIDE = {"cookie notice", "outside the main text"}


def refuse_no_document(page: Page, walk: Walk, stated: Stated) -> None:
    """Raise Refused for an error page, a wall before a page, the first page of a site, or nothing but links."""
    titles = [piece for _, text in stated_titles(stated) for piece in pieces_of_title(text)]
    headings = [block.text for block in page.blocks if block.level == 1]
    missing = next((text for text in [*titles, *headings] if len(text) < 100 and _MISSING.fullmatch(text)), None)
    if missing:
        raise Refused(f"this is not a document but an error page: it is called {missing!r}")
    _refuse_in_place(page, stated, walk)
    _refuse_home(page, stated)
    kept = [block for _, block in page.kept() if block.text]
    if not any(block.sentence for block in kept) and sum(1 for block in page.blocks if block.linked > 0.5) > 10:
        raise Refused("this is not a document but a page of links: it has no sentence outside them")
    if not kept:
        raise Refused("this is not a document but the frame of a page: it has no text of its own")


def _refuse_in_place(page: Page, stated: Stated, walk: Walk) -> None:
    """A short page that says that it is not what was asked for."""
    text = sum(len(block.text) for _, block in page.kept() if block.sentence)
    around = _FURNITURE | _BESIDE if text >= _TEXT else _FURNITURE  # a banner over a short text is no wall before it
    shown = [block.text for block in page.blocks if block.dropped not in around]
    if sum(map(len, shown)) > _SHORT:
        return
    words = "\n".join([*shown, stated.title])
    for reason, pattern in _IN_PLACE.items():
        if found := pattern.search(words):
            raise Refused(f"this is not a document but {reason}: it says {' '.join(found[0].split())[:80]!r}")
    if walk.password and text < _TEXT:  # a form to log in may stand above any page
        raise Refused("this is not a document but a page to log in: it asks for a password")


def _refuse_home(page: Page, stated: Stated) -> None:
    """One sign of a first page may be a mistake of the site's, above a text of some length; two are none."""
    addresses = [address for address in (stated.canonical, stated.meta.get("og:url", "")) if is_root(address)]
    signs = bool(addresses) + bool(_HOME_CLASSES & stated.classes)
    text = page.title is not None and sum(block.running for _, block in page.kept()) >= _FEW
    if signs and (signs > 1 or not text):
        where = f"its address is {addresses[0]}" if addresses else "it is marked as one"
        raise Refused(f"this is not a document but the first page of a site: {where}")
