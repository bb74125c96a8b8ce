"""Which paragraphs of a list are what was searched for: all of them, not only those that its page has room for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from statements.connecting.rows import read_rows
from statements.models import Speaker
from statements.records.published import PublishedVersion
from statements.search.match import Matcher
from statements.search.paragraph_match import match_paragraphs
from statements.search.sayers import spans_said_by
from statements.search.selection import Selection
from statements.search.snippets import highlight_texts

_FOUND = "SELECT document_id, key FROM statements_paragraph WHERE {condition}"

Found = dict[int, Collection[str]]  # keys of paragraphs, by document


@dataclass(frozen=True)
class ParagraphChoice:
    """Paragraphs with any of the words, or with a number, that a search asks for; where somebody must say them, those
    in which they stand in her words. Without words, all that she says.

    has_words: whether the search asks for words or numbers; names: of those who must say them, aliases too;
    None for whoever says them.
    """

    matcher: Matcher
    has_words: bool
    names: frozenset[str] | None

    def find(self, versions: Sequence[PublishedVersion]) -> Found:
        """Return the keys of the paragraphs of each document that are wanted."""
        found = self._with_words(versions) if self.has_words else _all_keys(versions)
        return found if self.names is None else self._said(versions, found, self.names)

    def _with_words(self, versions: Sequence[PublishedVersion]) -> Found:
        asked = match_paragraphs(self.matcher, [each.document for each in versions])
        if asked is None:
            return {}
        found = defaultdict[int, set[str]](set)
        for document, key in read_rows(_FOUND.format(condition=asked.condition), asked.parameters):
            found[document].add(key)
        return {**found}

    def _said(self, versions: Sequence[PublishedVersion], found: Found, names: frozenset[str]) -> Found:
        """Those of the paragraphs in which words searched for, or without these any at all, are theirs."""
        spans = {each.document: spans_said_by(each.content, names) for each in versions}
        if not self.has_words:
            return {document: {key for key, said in by_key.items() if said} for document, by_key in spans.items()}
        texts = {
            f"{each.document} {row.key}": (row.text, row.language or each.content.language)
            for each in versions
            for row in each.content.paragraphs
            if row.key in found.get(each.document, ())
        }
        marks = highlight_texts(texts, self.matcher)
        return {
            document: {
                key
                for key, said in by_key.items()
                for start, end in marks.get(f"{document} {key}", ())
                if any(first <= start and end <= last for first, last in said)
            }
            for document, by_key in spans.items()
        }


def choose_paragraphs(selection: Selection) -> ParagraphChoice | None:
    """Return which paragraphs of the documents that were found are what was searched for; None for all of them."""
    matcher = selection.matcher
    has_words = match_paragraphs(matcher, [0]) is not None
    names = _list_names(selection.sayers) if selection.sayers else None
    return ParagraphChoice(matcher, has_words, names) if has_words or selection.sayers else None


def _list_names(speakers: Sequence[int]) -> frozenset[str]:
    people = Speaker.objects.filter(pk__in=speakers).values_list("name", "aliases")
    return frozenset(each for name, aliases in people for each in (name, *aliases))


def _all_keys(versions: Sequence[PublishedVersion]) -> Found:
    return {each.document: {row.key for row in each.content.paragraphs} for each in versions}
