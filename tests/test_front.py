"""The first page says what is here and what is new; what it suggests finds something, whatever the archive holds."""

import re
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.utils import timezone

from statements.counting.arrivals import latest_arrivals
from statements.counting.holdings import describe_holdings
from statements.models import Document, Entry, Publication
from statements.search.memory import ArchiveState, archive_state
from statements.web.limits import TooSlowError
from tests.cast import make_document, settle

pytestmark = pytest.mark.django_db
PAGES = {"en": "/", "it": "/it/", "fr": "/fr/"}
FORMULA = "The Council met at the dock and thanked the crew of the ship for the work of these long days. "


def make_seeds():
    """The seeds, as they are."""


def make_nothing():
    Document.objects.update(status="draft")


def make_one():
    make_nothing()
    make_document("Herring are counted at the harbour whenever the northern boats come back from their banks.")


def make_french():
    make_nothing()
    make_document("La dissuasion et la défense collective restent au cœur de notre action commune.", language="fr")
    make_document("Le Kosovo et la paix.", language="fr", title="Propos tenus sur le quai")


def make_others():
    """Documents about nothing that the lists of words know, with recurring formulas, versions and translations."""
    make_nothing()
    group = uuid4()
    for day, place in ((1, "north"), (2, "south"), (3, "west")):
        title = f"Meeting of the harbour council, {place}"
        make_document(FORMULA * 2 + f"It sailed {place}.", title=title, date=f"2020-03-0{day}")
    make_document(FORMULA, title="Dock", translation_group=group)
    make_document("Il Consiglio ringrazia.", title="Molo", language="it", translation_group=group)


def make_corrected():
    make_nothing()
    document = make_document(FORMULA * 3, FORMULA * 2, title="Remarks at the dock")
    document.publish()
    document.paragraphs.filter(position=2).update(text=FORMULA + "So it was.")
    document.publish()


ARCHIVES = [make_seeds, make_nothing, make_one, make_french, make_others, make_corrected]


def suggested(client, language):
    """The addresses that the first page suggests: below the box, and with what one can do."""
    html = client.get(PAGES[language]).content.decode()
    places = re.findall(r'<p class="(?:hint|instance)">(.*?)</p>', html, re.DOTALL)
    return [unescape(address) for place in places for address in re.findall(r'href="([^"]+)"', place)]


def finds_something(response, address):
    """Whether the page at an address has what was asked for."""
    assert response.status_code == 200, address
    context = response.context
    if "/search/" in address:
        return context["total"] > 0 and not context["partial"]
    if "/check/" in address:
        return context["checked"].what == "exact"
    if "/compare/" in address:
        return not context["comparison"].unlike
    if "/first/" in address:
        return context["total"] > 0 and bool(context["first"].snippet)
    if "/frequency/" in address:
        return all(each.documents.total for each in context["series"])
    return "/with/" in address and any(all(row) for row in context["rows"])


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("make", ARCHIVES)
def test_every_example_finds_something_whatever_the_archive_holds(client, make, language):
    make()
    addresses = suggested(client, language)
    assert bool(addresses) == (make is not make_nothing)
    for address in addresses:
        assert finds_something(client.get(address), address), address


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("make", ARCHIVES)
def test_pages_open_on_an_example_in_every_archive(client, make, language):
    make()
    can_be_compared = make not in (make_nothing, make_one)
    expected = dict.fromkeys(["frequency", "first", "check"], make is not make_nothing) | {"compare": can_be_compared}
    for page, has_one in expected.items():
        response = client.get(f"{PAGES[language]}{page}/")
        assert response.status_code == 200
        assert bool(response.context.get("example")) == has_one, page
        assert ('class="example"' in response.content.decode()) == has_one, page


@pytest.mark.parametrize("page", ["frequency", "first", "check"])
def test_an_example_is_no_question_of_the_reader(client, page):
    response, asked = client.get(f"/{page}/"), client.get(f"/{page}/?q=collective+defence+here")
    assert "noindex" not in response.content.decode() and "noindex" in asked.content.decode()
    assert "An example from the archive, until you" in response.content.decode()
    assert "An example from the archive" not in asked.content.decode()
    titles = [re.search(r"<title>(.*?)</title>", each.content.decode())[1] for each in (response, asked)]
    assert titles[0] == titles[1]
    form = re.search(r"<form[^>]*asking.*?</form>", response.content.decode(), re.DOTALL)[0]
    assert re.findall(r'<input name="q" value="([^"]*)"', form) in ([], [""], [""] * 5), "fields show it, and are empty"
    assert "</textarea>" not in form or "></textarea>" in form


@pytest.mark.parametrize("page", ["frequency", "first", "check", "compare"])
@pytest.mark.parametrize("query", ["utm_source=x", "q=", "a=", "language=it", "by=language"])
def test_whoever_asks_anything_gets_no_example(client, page, query):
    make_others()
    response = client.get(f"/{page}/?{query}")
    assert response.status_code == 200 and 'class="example"' not in response.content.decode()


def test_the_example_of_a_check_is_what_the_check_answers(client):
    for language in PAGES.values():
        context = client.get(f"{language}check/").context
        words = context["example"].words
        checked = client.get(f"{language}check/", {"q": words}).context["checked"]
        [shown] = context["checked"].found
        assert checked.what == "exact"
        assert (shown.document, shown.parts[0].words, shown.parts[0].said_by) in [
            (each.document, each.parts[0].words, each.parts[0].said_by) for each in checked.found
        ]


def test_an_example_says_whose_words_it_shows(client):
    make_nothing()
    document = make_document(FORMULA, speakers={"Ada Quist": "speaker"})
    document.paragraphs.update(speaker=document.participations.get().speaker)
    [found] = client.get("/check/").context["checked"].found
    assert found.parts[0].said_by == "Ada Quist"


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"publish_at": timezone.now() + timedelta(days=1)}])
def test_nothing_hidden_is_an_example_or_new(client, hidden):
    make_nothing()
    make_document("A public heron stands at the harbour wall.", title="Harbours")
    group = uuid4()
    for _ in range(2):
        words = "Deterrence, dissuasion, deterrenza."
        make_document(FORMULA, words, title="Zanzibar", translation_group=group, **hidden)
    for prefix in PAGES.values():
        for page in ("", "check/", "compare/", "frequency/", "first/"):
            html = client.get(f"{prefix}{page}").content.decode()
            assert "Zanzibar" not in html and "Council met" not in html and "eterren" not in html, page


class TestHoldings:
    def test_they_are_those_of_plain_counting(self, client):
        make_document("A dock.", date="1907-12/1908-01", speakers={"Ada Quist": "speaker"})
        public = Document.objects.published()
        held = describe_holdings(archive_state())
        assert held.total == public.count()
        assert held.languages == {code: public.filter(language=code).count() for code in held.languages}
        assert sum(held.languages.values()) == sum(held.kinds.values()) == held.total
        assert (held.years[1907], held.years[1908], held.undated) == (1, 1, public.filter(date_start=None).count())
        assert held.span == [1907, max(each.date_end.year for each in public.exclude(date_end=None))]
        for key, number in held.speakers.items():
            assert number == Entry.objects.published().filter(speaker_ids__contains=[key]).count()

    @pytest.mark.parametrize("prefix", PAGES.values())
    def test_every_number_leads_to_as_many_documents(self, client, prefix):
        html = client.get(prefix).content.decode()
        held = re.search(r'<section class="holdings".*?</section>', html, re.DOTALL)[0]
        values = re.findall(r'<li><a href="([^"]+)">[^<]*</a>\s*<span class="count">(\d+)</span>', held)
        assert len(values) >= 10
        for address, number in values:
            if "/documents/" in address:
                assert client.get(unescape(address)).context["total"] == int(number), address

    def test_an_archive_without_dates_has_no_span(self, client):
        make_nothing()
        make_document("A dock.", date="")
        response = client.get("/")
        assert response.context["holdings"].span == [] and response.status_code == 200


class TestArrivals:
    def arrivals(self):
        return [each.document.slug for each in latest_arrivals(6, archive_state())]

    def test_what_became_public_last_comes_first_whenever_it_was_made_or_said(self):
        late = make_document("A dock.", slug="late", date="1907", status="draft")
        make_document("A dock.", slug="early", date="2024").publish()
        settle()
        late.publish()
        settle()
        assert self.arrivals()[:2] == ["late", "early"]

    def test_a_correction_makes_nothing_new(self):
        for slug in ("first", "second"):
            make_document("A dock.", slug=slug).publish()
            settle()
        Document.objects.get(slug="first").paragraphs.update(text="The dock.")
        Document.objects.get(slug="first").publish()
        settle()
        assert self.arrivals()[:2] == ["second", "first"]

    def test_an_embargo_comes_in_when_it_ends(self):
        make_document("A dock.", slug="held", publish_at=timezone.now() + timedelta(hours=1)).publish()
        make_document("A dock.", slug="last").publish()
        settle()
        assert self.arrivals()[0] == "last"
        Document.objects.filter(slug="held").update(publish_at=TransactionNow())
        Publication.objects.filter(slug="held").update(at=TransactionNow())
        assert "held" in self.arrivals()

    def test_the_day_stands_above_what_came_in_on_it(self, client):
        make_document("A dock.", title="Harbours", date="1907").publish()
        settle()
        Publication.objects.filter(facts__title="Harbours").update(at="2020-05-17T12:00Z")
        html = client.get("/").content.decode()
        assert "New in the archive" in html
        assert re.search(r'class="came">17 May 2020</h3>.*Harbours', html, re.DOTALL)
        assert "dimanche" not in html and "17 mai 2020" in client.get("/fr/").content.decode()

    def test_a_list_that_would_only_repeat_the_latest_documents_is_one_sentence(self, client):
        html = client.get("/").content.decode()
        assert "New in the archive" not in html and "All of them came into the archive on" in html


def test_what_is_suggested_is_asked_for_once_in_a_state(client, django_assert_max_num_queries):
    make_others()
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")


def test_what_takes_too_long_is_left_out(client, monkeypatch):
    """As if the database had no time for it."""

    @contextmanager
    def stop(milliseconds):
        raise TooSlowError
        yield

    monkeypatch.setattr("statements.pages.examples.limit_to", stop)
    make_document("A dock.")
    for page in ("/", "/check/", "/compare/", "/frequency/"):
        response = client.get(page)
        assert response.status_code == 200 and 'class="example"' not in response.content.decode()


def test_rows_are_made_once_in_a_state_and_again_in_another():
    made = []
    for state in (ArchiveState(("one",)), ArchiveState(("one",)), ArchiveState(("other",))):
        assert state.recall("it", lambda: made.append(1) or [(len(made), None)])
    assert len(made) == 2
