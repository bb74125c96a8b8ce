"""Which paragraphs of some documents answer a query, and how well, as SQL: Django takes ten times as long over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from statements.languages import LANGUAGES
from statements.models import ListedParagraph, Paragraph
from statements.search.fields import is_numbered
from statements.search.match import Matcher
from statements.search.patterns import join_patterns

LISTED_COLUMNS = ", ".join(("id", *ListedParagraph._fields[1:]))  # of statements_paragraph
_DIVIDE_BY_LOG_OF_LENGTH = 1
# By document first: a common word has thousands of stretches.
_STRETCHES = "(SELECT * FROM statements_stretch WHERE document_id = ANY (%(documents)s) OFFSET 0) AS stretch"
_NUMBERED = 1000.0  # the rank of a paragraph whose number was typed; that of each word is below 1


@dataclass(frozen=True)
class ParagraphMatch:
    """What a statement on statements_paragraph has to say: the condition, the score, and the parameters of both."""

    condition: str
    score: str
    parameters: dict[str, Any]


def match_paragraphs(matcher: Matcher, documents: Sequence[int]) -> ParagraphMatch | None:
    """Paragraphs of the documents that have words of the query, or a number that it asks for; None if it has neither.

    Long paragraphs are found by their stretches, as their own vectors lack positions.
    """
    if not documents:
        return None
    matches, scores, parameters = list[str](), list[str](), dict[str, Any](documents=list(documents))
    for code in LANGUAGES:
        for column, patterns in (("words", matcher.words[code]), ("exact", matcher.exact_patterns(code))):
            if patterns:
                parameters[f"{column}_{code}"] = join_patterns(patterns)
                query = f"%({column}_{code})s::tsquery"
                matches.append(f"language = '{code}' AND {column} @@ {query}")
                rank = f"ts_rank({column}, {query}, {_DIVIDE_BY_LOG_OF_LENGTH})"
                scores.append(f"CASE WHEN language = '{code}' THEN {rank} ELSE 0 END")
    if matches:
        long = f"SELECT paragraph_id FROM {_STRETCHES} WHERE {' OR '.join(matches)}"  # noqa: S608 - words are parameters
        matches.append(f"id IN ({long})")
    if matcher.numbers:
        numbered = reduce(or_, (is_numbered(number) for number in matcher.numbers))
        found = Paragraph.objects.filter(numbered, document__in=documents).order_by()
        parameters["numbered"] = list(found.values_list("pk", flat=True))
        matches.append("id = ANY (%(numbered)s::bigint[])")
        scores.append(f"CASE WHEN id = ANY (%(numbered)s::bigint[]) THEN {_NUMBERED} ELSE 0 END")
    if not matches:
        return None
    among = f"document_id = ANY (%(documents)s) AND ({' OR '.join(matches)})"
    return ParagraphMatch(among, " + ".join(scores), parameters)
