"""An example of every public page, for the tests that visit them all. They fail for a new page without an example."""

from uuid import uuid4

from statements.models import Document, Revision
from statements.urls import pages
from tests.cast import make_document

COMMENT = "/documents/commentaire-sur-la-rencontre-entre-jens-stoltenberg-et-giorgia-meloni/"
MINISTERS = "/documents/i-ministri-della-difesa-della-nato-a-bruxelles-per-il-sostegno-all/"
VILNIUS = "/documents/comunicato-del-vertice-di-vilnius/"

# By page name; addresses with a query show a state of the page that looks different.
PAGES = {
    "home": ["/"],
    "browse": ["/documents/", "/documents/?language=it&language=-fr&year=2022&sort=oldest", "/documents/?year=1907"],
    "document": [
        VILNIUS,
        f"{VILNIUS}?q=NATO",
        "/documents/commentaire-sur-la-rencontre-entre-jens-stoltenberg-et-giorgia-meloni/",
    ],
    "changes": ["/documents/remarks-at-the-dock/changes/"],
    "related": [f"{VILNIUS}related/", f"{MINISTERS}related/"],
    "timeline": ["/timeline/", "/timeline/?year=2022&by=kind", "/timeline/?year=2022-11", "/timeline/?year=190X"],
    "frequency": [
        "/frequency/",
        "/frequency/?q=NATO&q=Ucraina&q=zzz",
        "/frequency/?q=NATO&by=speaker",
        "/frequency/?q=NATO&speaker=nobody",
    ],
    "check": [
        "/check/",
        "/check/?q=ogni+centimetro+del+territorio+Alleato+e+sempre",
        "/check/?q=no+such+words+here",
        "/check/?q=a",
    ],
    "compare": ["/compare/", f"/compare/?a={VILNIUS}&b=nothing", f"/compare/?a={VILNIUS}&b={MINISTERS}"],
    "translation": ["/documents/remarks-at-the-dock/with/discorso-al-molo/"],
    "cite": [f"{VILNIUS}cite/", f"{COMMENT}cite/"],
    "cite_paragraph": [],  # paragraph keys are generated: see all_pages()
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
    "styleguide": [],  # if DEBUG is on
}
ERRORS = ["/nothing/", "/documents/?date_from=soon", "/documents/?page=99", "/documents/a-forgery/"]


def make_states() -> None:
    """Make what the seeds lack: versions, a translation, a withdrawn document, a date long ago."""
    group = uuid4()
    remarks = make_document(
        "We sail at dawn.",
        "And we land.",
        slug="remarks-at-the-dock",
        speakers={"Ada Quist": "speaker"},
        date="1907",
        translation_group=group,
    )
    remarks.publish()
    remarks.paragraphs.filter(position=1).update(text="We sail at noon.")
    remarks.paragraphs.filter(position=2).delete()
    remarks.publish()
    make_document("Salpiamo a mezzogiorno.", slug="discorso-al-molo", language="it", translation_group=group)
    forgery = make_document("Nothing of this is true.", slug="a-forgery")
    forgery.publish()
    forgery.withdraw("It was never said.")


def all_pages() -> list[str]:
    """The addresses of all pages in all states, in English. Call make_states() first."""
    document = Document.objects.get(external_id="seed-004")
    key = document.paragraphs.get(number="3").key
    removed = Revision.objects.get(document__slug="remarks-at-the-dock", number=1).content["paragraphs"][1]["key"]
    of_paragraphs = [
        f"{VILNIUS}cite/{key}/",
        f"{VILNIUS}cite/{key}/?words=never+said",
        f"{VILNIUS}#{key}",
        f"/documents/remarks-at-the-dock/cite/{removed}/",
        "/documents/remarks-at-the-dock/?v=1",
    ]
    return [address for addresses in PAGES.values() for address in addresses] + of_paragraphs + ERRORS


def names() -> set[str]:
    """The names of the pages in the site map."""
    return {pattern.name for pattern in pages if pattern.name}
