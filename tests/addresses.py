"""An example of every public page, for the tests that visit them all. They fail for a new page without an example."""

from uuid import uuid4

from django.http import QueryDict
from django.utils import timezone

from statements.alerting.wishes import Wish, grant
from statements.keeping.freeze import freeze
from statements.models import (
    Channel,
    Delivery,
    Document,
    FrozenResult,
    Preview,
    Quotation,
    Revision,
    Sending,
    Subscription,
)
from statements.search.filters import search_request
from statements.urls import pages
from tests.cast import make_document, make_speaker, settle

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
        f"{VILNIUS}?q=deterrenzza",
        "/documents/three-at-the-dock/",
        "/documents/commentaire-sur-la-rencontre-entre-jens-stoltenberg-et-giorgia-meloni/",
    ],
    "changes": ["/documents/remarks-at-the-dock/changes/"],
    "related": [f"{VILNIUS}related/", f"{MINISTERS}related/"],
    "timeline": ["/timeline/", "/timeline/?year=2022&by=kind", "/timeline/?year=2022-11", "/timeline/?year=190X"],
    "frequency": [
        "/frequency/",
        "/frequency/?q=NATO&q=Ucraina&q=zzz",
        "/frequency/?q=NATO&by=speaker",
        "/frequency/?q=NATO&said=jens+stoltenberg",
        "/frequency/?q=NATO&speaker=nobody",
    ],
    "timeline_chart": [],  # no pages: see tests/counting/test_charts.py
    "timeline_numbers": [],
    "frequency_chart": [],
    "frequency_numbers": [],
    "first": [
        "/first/",
        "/first/?q=NATO",
        "/first/?q=ogni+centimetro&language=it",
        "/first/?q=Ucraina&new=2022",
        "/first/?q=dock&date_to=1950",
        "/first/?q=zzzz",
    ],
    "check": [
        "/check/",
        "/check/?q=ogni+centimetro+del+territorio+Alleato+e+sempre",
        "/check/?q=no+such+words+here",
        "/check/?q=a",
    ],
    "check_list": ["/check/list/"],  # answers are sent by POST
    "compare": ["/compare/", f"/compare/?a={VILNIUS}&b=nothing", f"/compare/?a={VILNIUS}&b={MINISTERS}"],
    "translation": ["/documents/remarks-at-the-dock/with/discorso-al-molo/"],
    "cite": [f"{VILNIUS}cite/", f"{COMMENT}cite/?style=mla", f"{COMMENT}cite/?style=x"],
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
    "export": [
        "/search/export/",
        "/search/export/?q=NATO&language=it",
        f"/search/export/?pick={VILNIUS.split('/')[2]}",
        "/search/export/?q=zzzz",
        "/search/export/?q=NATO&rows=paragraphs&columns=said_by,text,date",
    ],
    "search_export": [],  # files: see tests/exporting/
    "browse_export": [],
    "speaker_export": [],
    "speaker_exports": ["/speakers/jens-stoltenberg/export/?role=quoted"],
    "tips": ["/search/tips/", "/search/tips/?q=NATO"],
    "keep": ["/results/?q=OTAN&year=2022", "/results/"],
    "result": [],  # codes are made at random: see all_pages()
    "speakers": ["/speakers/"],
    "speaker": [
        "/speakers/jens-stoltenberg/",
        "/speakers/ada-quist/",
        "/speakers/giorgia-meloni/?role=speaker",
        "/speakers/giorgia-meloni/?with=jens-stoltenberg",
    ],
    "dumps": ["/data/"],
    "follow": ["/follow/", "/follow/?q=NATO&language=it", "/follow/?speaker=giorgia-meloni"],
    "find_alerts": ["/alerts/"],
    "confirm_alert": [],  # secret addresses: see all_pages()
    "stop_alert": [],
    "alerts_of": [],
    "preview": [],
    "about": ["/about/"],
    "styleguide": [],  # if DEBUG is on
}
# What is for programs, likewise.
FILES = {
    "text": [f"{VILNIUS.rstrip('/')}.txt"],
    "browse_feed": ["/documents/feed.atom", "/documents/feed.rss?language=it", "/documents/feed.json?limit=2"],
    "search_feed": ["/search/feed.atom?q=OTAN", "/search/feed.json?q=NATO&speaker=-giorgia-meloni"],
    "speaker_feed": ["/speakers/giorgia-meloni/feed.atom", "/speakers/jens-stoltenberg/feed.rss?role=speaker"],
    "document_feed": ["/documents/remarks-at-the-dock/feed.atom", "/documents/a-forgery/feed.json"],
}
ERRORS = [
    "/nothing/",
    "/documents/export.csv?rows=pages",
    "/documents/export.csv?columns=titel",
    "/documents/?date_from=soon",
    "/documents/?page=99",
    "/documents/a-forgery/",
]


def make_states() -> None:
    """Make what the seeds lack: versions, a translation, turns, a withdrawn document, a kept result, an old date."""
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
    forgery = make_document("Nothing of this is true.", slug="a-forgery")
    forgery.publish()
    freeze(search_request(QueryDict(""))).save()
    remarks.paragraphs.filter(position=1).update(text="We sail at noon.")
    remarks.paragraphs.filter(position=2).delete()
    remarks.publish()
    make_document("Salpiamo a mezzogiorno.", slug="discorso-al-molo", language="it", translation_group=group)
    make_turns()
    make_quotations()
    make_reader()
    make_preview()
    settle()
    forgery.withdraw("It was never said.")
    settle()


def make_turns() -> None:
    """Make a text with turns, words that are nobody's after one, and a paragraph in which two people are quoted."""
    document = make_document('She said "aye", and he "no".', "(Applause.)", "Who asks?", slug="three-at-the-dock")
    first, second, _ = document.paragraphs.order_by("position")
    document.paragraphs.filter(pk__in=[first.pk, second.pk]).update(speaker=make_speaker("Ada Quist"))
    document.paragraphs.filter(pk=second.pk).update(kind="stage-direction")
    for name, words in (("Bo Dahl", '"aye"'), ("Mia Berg", '"no"')):
        start = first.text.index(words)
        Quotation.objects.create(paragraph=first, speaker=make_speaker(name), start=start, end=start + len(words))


def make_quotations() -> None:
    """Make two texts in which Ada Quist is quoted with the same words, years after she spoke."""
    words = "we sail at noon"
    for year in ("1911", "1912"):
        document = make_document(f"She said: {words}.", date=year, speakers={"Ada Quist": "quoted"})
        start = 10
        Quotation.objects.create(
            paragraph=document.paragraphs.get(),
            speaker=make_speaker("Ada Quist"),
            start=start,
            end=start + len(words),
        )


def key_of(slug: str) -> str:
    """The key of the first paragraph of a document."""
    return Document.objects.get(slug=slug).paragraphs.order_by("position")[0].key


def all_pages() -> list[str]:
    """The addresses of all pages in all states, in English. Call make_states() first."""
    document = Document.objects.get(external_id="seed-004")
    key = document.paragraphs.get(number="3").key
    removed = Revision.objects.get(document__slug="remarks-at-the-dock", number=1).content["paragraphs"][1]["key"]
    result = FrozenResult.objects.get().get_absolute_url()
    of_results = [result, *(f"{result}?show={show}" for show in ("came", "went", "newer"))]
    of_paragraphs = [
        f"{VILNIUS}cite/{key}/",
        f"{VILNIUS}cite/{key}/?words=never+said",
        f"{VILNIUS}#{key}",
        f"/documents/remarks-at-the-dock/cite/{removed}/",
        "/documents/remarks-at-the-dock/?v=1",
        f"/documents/remarks-at-the-dock/cite/{key_of('remarks-at-the-dock')}/",
    ]
    whole = [address for addresses in PAGES.values() for address in addresses]
    return whole + of_paragraphs + of_results + secret_pages() + ERRORS


def secret_pages() -> list[str]:
    """The pages of a reader who follows something, whom make_states() has made, and of what she has asked for."""
    alert = Subscription.objects.get()
    wish = Wish("ada@example.org", {"q": ["noon"]}, "en", "daily", ("2026-11-30T12:00:00+00:00", 0))
    return [
        alert.subscriber.get_absolute_url(),
        f"/alerts/stop/{alert.code}/",
        f"/alerts/confirm/{wish.sign()}/",
        "/alerts/confirm/lapsed/",
        "/alerts/nobodys/",
        Preview.objects.get().get_absolute_url(),
        "/preview/1-nobodys/",
    ]


def make_reader() -> None:
    """Make a reader who follows a search, and who was told of what it found."""
    subscription = grant(Wish("ada@example.org", {"q": ["noon"]}, "en", "daily", ("2026-11-30T12:00:00+00:00", 0)))
    made = {"items": [["new", 1, 1, 1, 0]], "result": Sending.SENT, "done_at": timezone.now()}
    Delivery.objects.create(subscription=subscription, channel=Channel.MAIL, upto_id=1, **made)


def make_preview() -> None:
    """Make a link to a draft that has all that a page shows: a person, a heading, a second version to come."""
    draft = make_document("We sail at dusk.", slug="a-draft", speakers={"Ada Quist": "speaker"}, status="draft")
    draft.paragraphs.update(kind="heading")
    Preview.make(draft, None)


def all_files() -> list[str]:
    """The addresses of what is for programs, likewise."""
    return [address for addresses in FILES.values() for address in addresses]


def names() -> set[str]:
    """The names of the pages in the site map."""
    return {pattern.name for pattern in pages if pattern.name}
