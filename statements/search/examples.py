"""Searches that the front page suggests: words in the reader's language that occur in this archive."""

from __future__ import annotations

from statements.models import Entry
from statements.search.memory import ArchiveState

_SHOWN = 3
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
WHERE EXISTS (
    SELECT 1 FROM statements_paragraph AS paragraph
    WHERE paragraph.exact @@ phraseto_tsquery('archive_exact', archive_plain(example))
        AND paragraph.document_id IN ({published}))
ORDER BY place LIMIT %s
"""


def example_searches(language: str, state: ArchiveState) -> list[tuple[str, str]]:
    """At most three searches in `language` that find something, as (typed, words): ('"collective defence"', …).

    One statement, remembered for each state of the archive.
    """
    published, parameters = Entry.objects.published().values("document").query.sql_with_params()
    asked = [list(_WORDS[language]), *parameters, _SHOWN]
    rows = state.ask(_FOUND.format(published=published), asked)
    return [(f'"{words}"' if " " in words else words, words) for (words,) in rows]
