"""The index and PostgreSQL answer every search alike, whatever the archive, and whatever is done to it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as property_settings
from hypothesis import strategies as st

from statements.models import Document, Paragraph, Publisher, Quotation
from statements.search.index.writing import bring_up_to_date
from tests.cast import make_document, make_speaker
from tests.search.index.asking import assert_same

pytestmark = pytest.mark.django_db

WORDS = [
    "heron",
    "herons",
    "jetty",
    "nato",
    "NATO",
    "the",
    "la",
    "will",
    "pas",
    "follow-up",
    "SAMP/T",
    "été",
    "di",
    "2%",
    "%",
    "2",
]
NAMES = ["Ada Quist", "Bo Ek", "Jens Holm"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
documents = st.fixed_dictionaries(
    {
        "texts": st.lists(texts, min_size=1, max_size=3),
        "title": texts,
        "language": st.sampled_from(["en", "it", "fr"]),
        "kind": st.sampled_from(["speech", "readout"]),
        "publisher": st.sampled_from(["", "harbour-office"]),
        "date": st.sampled_from(["", "2023", "2024-03", "2024-03-01", "2023-12/2024-01"]),
        "status": st.sampled_from(["published", "published", "published", "draft"]),
        "embargo": st.sampled_from([None, None, -1, 1]),
        "speakers": st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["author", "speaker", "mentioned"])),
        "turns": st.booleans(),
        "quoted": st.booleans(),
    }
)
leaves = st.one_of(
    st.sampled_from(WORDS),
    texts.map(lambda text: f'"{text}"'),
    st.sampled_from(WORDS).map(lambda word: f"{word[:3]}*"),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(" NEAR/2 ".join),
    st.sampled_from(
        [
            "said:quist",
            "speaker:ek",
            "kind:speech",
            "language:it",
            "date:2024",
            "role:author",
            "quoted:holm",
            "publisher:harbour",
        ]
    ),
)
queries = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' '.join(some)})"),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' OR '.join(some)})"),
        parts.map(lambda part: f"-{part}"),
    ),
    max_leaves=5,
)
filters = st.dictionaries(
    st.sampled_from(["language", "kind", "said", "speaker", "publisher", "year", "date_from"]),
    st.integers(0, 3),
    max_size=2,
)
VALUES = {
    "language": ["en", "-it", "fr", "it"],
    "kind": ["speech", "-speech", "readout", "speech"],
    "said": ["ada-quist", "-ada-quist", "bo-ek", "nobody"],
    "speaker": ["ada-quist", "-bo-ek", "jens-holm", "nobody"],
    "publisher": ["harbour-office", "-harbour-office", "nobody", "harbour-office"],
    "year": ["2024", "-2024", "undated", "-undated"],
    "date_from": ["2024", "2024-03", "2023-12", "2024-03-01"],
}
EDITS = {
    "withdraw": lambda document: Document.objects.filter(pk=document.pk).update(status="draft"),
    "publish": lambda document: Document.objects.filter(pk=document.pk).update(status="published", publish_at=None),
    "rewrite": lambda document: Paragraph.objects.filter(document=document).update(text="herons will be on the jetty"),
    "retitle": lambda document: Document.objects.filter(pk=document.pk).update(title="NATO follow-up", kind="readout"),
    "delete": lambda document: document.delete(),
    "translate": lambda document: Document.objects.filter(pk=document.pk).update(language="fr"),
    "nothing": lambda document: None,
}


def make(facts):
    """Make a document of the invented facts."""
    facts = dict(facts)
    turns, quoted, embargo, names = (facts.pop(name) for name in ("turns", "quoted", "embargo", "speakers"))
    publisher = facts.pop("publisher")
    if publisher:
        facts["publisher"] = Publisher.objects.get_or_create(slug=publisher, defaults={"name": "Harbour Office"})[0]
    if embargo:
        facts["publish_at"] = timezone.now() + timedelta(days=embargo)
    document = make_document(*facts.pop("texts"), speakers=names, **facts)
    paragraphs = list(document.paragraphs.order_by("position"))
    if turns:
        Paragraph.objects.filter(pk=paragraphs[-1].pk).update(speaker=make_speaker("Bo Ek"))
    if quoted:
        words = paragraphs[0].text.split()[0]
        Quotation.objects.create(paragraph=paragraphs[0], speaker=make_speaker("Jens Holm"), start=0, end=len(words))
    return document


def address_of(query, chosen):
    return urlencode({"q": query} | {name: VALUES[name][value] for name, value in chosen.items()})


def test_a_percentage_is_a_number_and_a_sign():
    make_document("They spend 77% of GDP.")
    make_document("They are 77 of GDP.")
    bring_up_to_date()
    assert assert_same(urlencode({"q": "77"})) == 2
    for query in ["77%", '"77% of GDP"', '"77 of GDP"', '"77 %"']:
        assert assert_same(urlencode({"q": query})) == 1


@pytest.mark.slow
@property_settings(max_examples=property_settings().max_examples // 3 or 1)
@given(
    st.lists(documents, min_size=1, max_size=4),
    st.lists(st.tuples(queries, filters), min_size=1, max_size=4),
    st.sampled_from(sorted(EDITS)),
)
def test_whatever_is_asked(archive, searches, edit):
    Document.objects.all().delete()
    for name in NAMES:
        make_speaker(name)
    made = [make(facts) for facts in archive]
    bring_up_to_date()
    for query, chosen in searches:
        assert_same(address_of(query, chosen))
    EDITS[edit](made[0])
    bring_up_to_date()
    for query, chosen in searches:
        assert_same(address_of(query, chosen))
