"""Searches that pages suggest: words in the reader's language that occur in this archive.

An archive that has none of the words listed here suggests words of its own latest documents.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from statements.connecting.rows import Rows
from statements.models import Entry, Paragraph
from statements.search.memory import ArchiveState, write_statement

_SHOWN = 3
_DOCUMENTS, _PARAGRAPHS, _CHARACTERS, _TRIED = 20, 6, 1_500, 12  # read for words of the archive's own
_TELLING = re.compile(r"[^\W\d_]{7,20}")
# Best first; entries of several words are searched for as phrases.
_WORDS = {
    "en": (
        "deterrence", "collective defence", "SAMP/T", "Article 5", "Kosovo", "burden sharing", "sanctions", "Ukraine",
        "Secretary General", "security", "peace",
    ),
    "fr": (
        "dissuasion", "défense collective", "SAMP/T", "article 5", "Kosovo", "partage des charges", "sanctions",
        "Ukraine", "secrétaire général", "sécurité", "paix",
    ),
    "it": (
        "deterrenza", "ogni centimetro del territorio alleato", "SAMP/T", "difesa collettiva", "articolo 5", "Kosovo",
        "sanzioni", "Ucraina", "segretario generale", "sicurezza", "pace",
    ),
}  # fmt: skip
_FOUND = """
SELECT example FROM unnest(%s::text[]) WITH ORDINALITY AS suggested (example, place)
WHERE length(archive_words(%s, example)) > 0 AND EXISTS (
    SELECT 1 FROM statements_paragraph AS paragraph
    WHERE paragraph.exact @@ phraseto_tsquery('archive_exact', archive_plain(example))
        AND paragraph.document_id IN ({published}))
ORDER BY place LIMIT %s
"""


def example_searches(language: str, state: ArchiveState) -> list[tuple[str, str]]:
    """At most three searches that find something, as (typed, words): ('"collective defence"', …).

    They are in `language`, unless the archive is about something else in other languages alone. One statement where the
    words listed here occur; remembered for each state of the archive.
    """
    rows = state.recall(f"searches: {language}", lambda: _find_any(language, state))
    return [(f'"{words}"' if " " in words else words, words) for (words,) in rows]


def _find_any(language: str, state: ArchiveState) -> Rows:
    return _find(list(_WORDS[language]), language, state) or _find(_words_of_archive(language), language, state)


def _find(words: list[str], language: str, state: ArchiveState) -> Rows:
    """Those of the words that are no stop words and that published documents have, the best first."""
    published, parameters = write_statement(Entry.objects.published(), "document")
    return state.ask(_FOUND.format(published=published), [words, language, *parameters, _SHOWN]) if words else []


def latest_documents(language: str, number: int, **sizes: object) -> list[int]:
    """The keys of the latest documents in a language, or in any where it is empty.

    sizes: conditions on the number of words, such as size__lte=600.
    """
    conditions = sizes | ({"language": language} if language else {})
    entries = Entry.objects.published().filter(**conditions).newest_first()
    return list(entries.values_list("document_id", flat=True)[:number])


def _words_of_archive(language: str) -> list[str]:
    """Long words of the latest documents, those first that several of them have, but not most."""
    latest = latest_documents(language, _DOCUMENTS) or latest_documents("", _DOCUMENTS)
    rows = Paragraph.objects.filter(document__in=latest, position__lte=_PARAGRAPHS).order_by("document", "position")
    having, written = defaultdict[str, set[int]](set), defaultdict[str, Counter[str]](Counter)
    for document, text in rows.values_list("document", "text"):
        for word in _TELLING.findall(text[:_CHARACTERS]):
            having[word.lower()].add(document)
            written[word.lower()][word] += 1
    most = max(1, len(latest) // 2)
    ranked = sorted(having, key=lambda word: (len(having[word]) > most, -len(having[word]), -written[word].total()))
    return [written[word].most_common(1)[0][0] for word in ranked[:_TRIED]]
