"""What an editor should know of a document before publishing it: no speakers, no publisher, odd letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from statements.editorial.checking.duplicates import find_duplicates
from statements.editorial.stated_embargo import find_embargo_to_come
from statements.importer.lost_letters import warn_lost_letters
from statements.importer.messages.say import say
from statements.languages import LANGUAGES
from statements.models import Document, DocumentQuerySet, Kind, ParagraphKind, Source

NEAREST = 3  # documents like one that are named
_MANY_HEADINGS, _LEAST_HEADINGS = 0.4, 4  # share of the paragraphs, and number of headings
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*")
_HEAD, _FOOT = 2_000, 500  # characters of a source in which an embargo may be stated
_FEW_WORDS = 25  # of a whole document
_LONG_HEADING = 30  # words
_TELLING = 200  # characters from which a text tells its language
_SURELY = 0.9


def doubts_about(document: Document) -> list[str]:
    """Return what is doubtful about a document, each doubt once, the most serious first; empty if all is well.

    Reads: facts, people, paragraphs, the source, the warnings of the importer. Near duplicates are left to
    `likeness_of`, since finding them takes a search of the archive.
    """
    texts, kinds = _paragraphs(document)
    return list(
        dict.fromkeys(
            [
                *([] if document.language else [gettext("no language")]),
                *_text_doubts(texts, kinds),
                *map(say, document.provenance.get("warnings", [])),
                *map(say, warn_lost_letters([document.title, *texts])),
                *_embargo_doubts(document),
                *_fact_doubts(document),
            ]
        )
    )


def likeness_of(document: Document, among: DocumentQuerySet) -> list[str]:
    """Return a warning for each of the nearest documents that are nearly the same. among: those that may be told of."""
    return [say_likeness(each.document, each.percent) for each in find_duplicates(document, among)[:NEAREST]]


def say_likeness(other: Document, percent: int) -> str:
    """Return the warning that a document has this share of its words in common with another."""
    words = gettext("%(percent)s%% of its words are those of “%(title)s”")
    return words % {"percent": percent, "title": other}


def warn_open_links(document: Document) -> str:
    """Return a warning that readers with a link to a preview need not wait for an embargo to end; empty if all must."""
    number = document.previews.live().count() if find_embargo_to_come(document) else 0
    if not number:
        return ""
    words = ngettext(
        "A link to a preview is open: whoever has it reads the document before the embargo ends.",
        "%(n)s links to previews are open: whoever has one reads the document before the embargo ends.",
        number,
    )
    return words % {"n": number}


def doubts_before_publishing(document: Document) -> list[str]:
    """Return all that is doubtful about a document that is to be published with others, which nobody may have read.

    Whoever may publish sees all documents, so that it names any that is like this one.
    It takes a search of the archive, and reading the text for its language.
    """
    texts, _ = _paragraphs(document)
    unread = [*_language_doubts(document, "\n".join(texts)), *_length_doubts(texts)]
    early = filter(None, [warn_open_links(document)])
    near = likeness_of(document, Document.objects.all())
    return list(dict.fromkeys([*early, *unread, *near, *doubts_about(document)]))


def _language_doubts(document: Document, text: str) -> Iterator[str]:
    """Yield that a text is in another language than its document, unless the importer has said so."""
    warned = any("reads as" in each or "letters" in each for each in document.provenance.get("warnings", []))
    if not document.language or warned or len(text) < _TELLING:
        return
    from statements.importer.language import find_language  # a second to load, which a web server need not wait for

    found, facts = find_language(text), {"language": LANGUAGES[document.language].label}
    if found.foreign:
        words = gettext("its language is %(language)s, but the text %(reads)s")
        yield words % {**facts, "reads": found.foreign}
    elif found.code != document.language and found.likely > _SURELY:
        words = gettext("its language is %(language)s, but the text reads as %(other)s")
        yield words % {**facts, "other": LANGUAGES[found.code].label}


def _length_doubts(texts: list[str]) -> Iterator[str]:
    words = sum(len(text.split()) for text in texts)
    if words < _FEW_WORDS:
        yield ngettext("it has only %(n)s word", "it has only %(n)s words", words) % {"n": words}


def _paragraphs(document: Document) -> tuple[list[str], list[str]]:
    """The texts and the kinds of the document's paragraphs."""
    rows = list(document.paragraphs.order_by("position").values_list("text", "kind"))
    return [text for text, _ in rows], [kind for _, kind in rows]


def _text_doubts(texts: list[str], kinds: list[str]) -> Iterator[str]:
    if len(texts) == 1 and _ADDRESS.fullmatch(texts[0]):
        yield gettext("it is only a web address, not a text")
    headings = kinds.count(ParagraphKind.HEADING)
    if headings >= _LEAST_HEADINGS and headings > _MANY_HEADINGS * len(kinds):
        facts = {"headings": headings, "all": len(kinds)}
        yield gettext("%(headings)s of its %(all)s paragraphs are headings") % facts
    if broken := next((text for text, kind in zip(texts, kinds, strict=True) if _is_broken_heading(text, kind)), ""):
        yield gettext("a heading looks like part of a sentence: “%(heading)s”") % {"heading": broken[:80]}


def _is_broken_heading(text: str, kind: str) -> bool:
    """Whether a heading was cut out of a sentence: it begins with a small letter, ends in a comma, or is very long."""
    if kind != ParagraphKind.HEADING:
        return False
    return text[:1].islower() or text.rstrip().endswith((",", ";", "-")) or len(text.split()) > _LONG_HEADING


def _embargo_doubts(document: Document) -> Iterator[str]:
    """Yield an embargo that the source states, unless the importer reported it or a time is already set."""
    source = Source.objects.filter(document=document).only("text").first()
    if source is None or document.publish_at or "embargo" in " ".join(document.provenance.get("warnings", [])).lower():
        return
    from statements.importer.embargoes import is_embargo  # takes 20 ms to load, which a web server need not wait for

    lines = (line.strip() for part in (source.text[:_HEAD], source.text[-_FOOT:]) for line in part.splitlines())
    if stated := next(filter(is_embargo, lines), ""):
        yield gettext("the source states an embargo: “%(words)s”") % {"words": stated}


def _fact_doubts(document: Document) -> Iterator[str]:
    if not document.participations.exists():
        yield gettext("nobody takes part")
    if document.publisher_id is None:
        yield gettext("no publisher")
    for each in document.proposed_names():
        yield gettext("%(name)s is new in the archive: publishing confirms the name") % {"name": each}
    if document.kind == Kind.OTHER:
        yield gettext("its kind is “other”")
    if not document.date_edtf:
        yield gettext("no date")
    day = timezone.localdate(document.publish_at) if document.publish_at else timezone.localdate()
    if document.date_start and document.date_start > max(day, timezone.localdate()):
        yield gettext("its date is in the future")
