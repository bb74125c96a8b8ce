"""The text-search queries of clauses are read back as they were written."""

import pytest

from statements.search.index.tsquery import ClauseReader, NotReadError
from statements.search.patterns import quote_lexeme

READER = ClauseReader(
    word=lambda lexeme, prefix: f"{lexeme}*" if prefix else lexeme,
    join_and=lambda parts: f"({' AND '.join(parts)})",
    join_or=lambda parts: f"({' OR '.join(parts)})",
    negate=lambda part: f"NOT {part}",
)


@pytest.mark.parametrize(
    ("tsquery", "read"),
    [
        ("'gas'", "gas"),
        ("'gas':*", "gas*"),
        ("'gas' & 'oil' | 'coal'", "((gas AND oil) OR coal)"),
        ("('gas') & (!('oil' | 'coal'))", "(gas AND NOT (oil OR coal))"),
        (quote_lexeme("l'a\\b"), "l'a\\b"),
    ],
)
def test_words_and_operators(tsquery, read):
    assert READER.read(tsquery) == read


@pytest.mark.parametrize("tsquery", ["", "'gas' <-> 'oil'", "('gas'", "'gas' 'oil'", "'gas':A", "&"])
def test_what_clauses_never_have_is_refused(tsquery):
    with pytest.raises(NotReadError):
        READER.read(tsquery)
