"""An example of every public page, for the tests that go through all of them. A new page without one fails there."""

from statements.models import Document
from statements.urls import pages

COMMENT = "/documents/commentaire-sur-la-rencontre-entre-jens-stoltenberg-et-giorgia-meloni/"
MINISTERS = "/documents/i-ministri-della-difesa-della-nato-a-bruxelles-per-il-sostegno-all/"
VILNIUS = "/documents/comunicato-del-vertice-di-vilnius/"

# By the name of the page; those with a query show a state of it that looks different.
PAGES = {
    "home": ["/"],
    "browse": ["/documents/", "/documents/?language=it&language=-fr&year=2022&sort=oldest", "/documents/?year=1907"],
    "document": [
        VILNIUS,
        f"{VILNIUS}?q=NATO",
        "/documents/commentaire-sur-la-rencontre-entre-jens-stoltenberg-et-giorgia-meloni/",
    ],
    "changes": [],
    "related": [f"{VILNIUS}related/", f"{MINISTERS}related/"],
    "timeline": ["/timeline/", "/timeline/?year=2022&by=kind", "/timeline/?year=2022-11", "/timeline/?year=1800"],
    "frequency": ["/frequency/", "/frequency/?q=NATO&q=Ucraina&q=zzz", "/frequency/?q=NATO&language=fr"],
    "check": [
        "/check/",
        "/check/?q=ogni+centimetro+del+territorio+Alleato+e+sempre",
        "/check/?q=no+such+words+here",
        "/check/?q=a",
    ],
    "compare": ["/compare/", f"/compare/?a={VILNIUS}&b=nothing", f"/compare/?a={VILNIUS}&b={MINISTERS}"],
    "translation": [],  # the seeds have none: see tests/comparing
    "cite": [f"{VILNIUS}cite/", f"{COMMENT}cite/"],
    "cite_paragraph": [],  # keys of paragraphs are made: see all_pages()
    "source": [f"{VILNIUS}source/"],
    "original": [],
    "search": [
        "/search/",
        "/search/?q=OTAN",
        "/search/?q=zzzz+(&language=it",
        "/search/?q=deterrenza+nothing+zzzz",
        "/search/?q=NATO&in_speaker=x",
    ],
    "speakers": ["/speakers/"],
    "speaker": [
        "/speakers/jens-stoltenberg/",
        "/speakers/giorgia-meloni/?role=speaker",
        "/speakers/giorgia-meloni/?with=jens-stoltenberg",
    ],
    "about": ["/about/"],
    "styleguide": [],  # where DEBUG is on
}
ERRORS = ["/nothing/", "/documents/?date_from=soon", "/documents/?page=99"]


def all_pages() -> list[str]:
    """The addresses of all pages in all states, in English."""
    document = Document.objects.get(external_id="seed-004")
    key = document.paragraphs.get(number="3").key
    of_paragraphs = [f"{VILNIUS}cite/{key}/", f"{VILNIUS}#{key}"]
    return [address for addresses in PAGES.values() for address in addresses] + of_paragraphs + ERRORS


def names() -> set[str]:
    """The names of the pages that the site map has."""
    return {pattern.name for pattern in pages if pattern.name}
