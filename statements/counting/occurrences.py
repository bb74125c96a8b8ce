"""How often words occur in documents, which the database counts from the positions in its index.

An occurrence is a word in any of its endings, or a phrase as it is written, in the text; where somebody must say it, in
her words alone.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from statements.counting.frequency import ByYear, count_by_year
from statements.counting.whose import IS_OWN, QUOTES_OTHERS, sayers_counted
from statements.languages import LANGUAGES
from statements.search.memory import write_statement
from statements.search.patterns import Pattern, join_patterns
from statements.search.query import Near
from statements.search.selection import Selection
from statements.web.limits import TooSlowError, limit_to

Wanted = list[tuple[str, Pattern]]  # patterns, each with the column in which it is counted

# Of each vector only the words that are counted are kept, which takes a tenth of the time of going through all of them.
_OCCURRENCES = """
SELECT first_month / 12, last_month / 12, sum({times})::bigint FROM (
    SELECT first_month, last_month, {words} AS words, {exact} AS exact, until
    FROM ({texts}) AS texts WHERE {having} OFFSET 0) AS counted
GROUP BY 1, 2
"""
# A long paragraph is counted through by its stretches, as its own vectors lack places. These overlap: what begins in
# the second half of one is counted in the next, which has it whole.
_UNTIL = """
CASE WHEN EXISTS (SELECT FROM statements_stretch AS next
                  WHERE next.paragraph_id = stretch.paragraph_id AND next.start = stretch.start + 128)
    THEN 128 ELSE 255 END
"""
_EVERYTHING = f"""
SELECT first_month, last_month, words, exact, until
FROM (SELECT document_id, language, words, exact, 16383 AS until FROM statements_paragraph
      WHERE id NOT IN (SELECT paragraph_id FROM statements_stretch WHERE start = 0)
      UNION ALL
      SELECT document_id, language, words, exact, {_UNTIL} FROM statements_stretch AS stretch) AS texts
JOIN ({{matches}}) AS matches USING (document_id)
WHERE language = %s
"""  # noqa: S608
# What one says, by the rules of sql/utterances.sql: paragraphs that are hers, and where others are quoted in them, or
# she in those of others, the parts that are hers.
_SAID = f"""
WITH heard AS MATERIALIZED (
    SELECT document_id, utterance.speaker_id AS sayer, narrates, first_month, last_month
    FROM ({{matches}}) AS matches JOIN statements_utterance AS utterance USING (document_id)
    WHERE utterance.speaker_id = ANY (%s)
), found AS MATERIALIZED (
    SELECT paragraph.id, sayer, first_month, last_month, {IS_OWN.format(speaker="sayer", narrates="narrates")} AS own,
        {QUOTES_OTHERS.format(speaker="sayer")} AS quotes,
        paragraph.id IN (SELECT paragraph_id FROM statements_stretch WHERE start = 0) AS long
    FROM heard JOIN statements_paragraph AS paragraph USING (document_id)
    WHERE language = %s AND kind <> 'stage-direction'
), part AS (
    SELECT id, own_part.start, own_part.part AS said, language, first_month, last_month
    FROM found JOIN statements_paragraph AS paragraph USING (id), LATERAL archive_own_parts(id, sayer, text) AS own_part
    WHERE own AND quotes
    UNION ALL
    SELECT found.id, quotation.start, substr(text, quotation.start + 1, quotation."end" - quotation.start), language,
        first_month, last_month
    FROM found JOIN statements_quotation AS quotation ON paragraph_id = found.id AND quotation.speaker_id = sayer
    JOIN statements_paragraph AS paragraph ON paragraph.id = found.id
    WHERE NOT own
)
SELECT first_month, last_month, words, exact, 16383 AS until
FROM found JOIN statements_paragraph AS paragraph USING (id) WHERE own AND NOT quotes AND NOT long
UNION ALL
SELECT first_month, last_month, words, exact, {_UNTIL}
FROM found JOIN statements_stretch AS stretch ON paragraph_id = found.id WHERE own AND NOT quotes AND long
UNION ALL
SELECT first_month, last_month, archive_words(language, words_said), archive_exact_words(words_said),
    CASE WHEN place < count(*) OVER (PARTITION BY id, part.start) THEN 128 ELSE 16383 END
FROM part, LATERAL archive_windows(said) WITH ORDINALITY AS piece (words_said, place)
"""  # noqa: S608
_SHARED = """
SELECT count(*) FROM (
    SELECT FROM ({matches}) AS matches JOIN statements_utterance AS utterance USING (document_id)
    WHERE narrates AND utterance.speaker_id = ANY (%s) GROUP BY document_id HAVING count(*) > 1) AS shared
"""


def occurrences(selection: Selection, until: float) -> ByYear | None:
    """How often the words occur in the documents.

    until: a moment of time.monotonic(). None where time runs out, where it is not clear whose words count, and for a
    query without words or with NEAR.
    """
    matcher = selection.matcher
    wanted = {code: _wanted_in(code, selection) for code in LANGUAGES}
    if any(isinstance(leaf, Near) for leaf, _ in matcher.leaves) or not any(wanted.values()):
        return None
    sayers = sayers_counted(selection)
    try:
        with limit_to(int((until - monotonic()) * 1000)):
            if sayers is None or _are_shared(sayers, selection):
                return None
            rows = [row for code in LANGUAGES if wanted[code] for row in _count(code, wanted[code], sayers, selection)]
    except TooSlowError:
        return None
    return count_by_year(rows)


def _wanted_in(code: str, selection: Selection) -> Wanted:
    matcher = selection.matcher
    columns = [("words", matcher.words[code]), ("exact", matcher.exact_patterns(code))]
    return [(column, pattern) for column, patterns in columns for pattern in dict.fromkeys(patterns)]


def _matches(selection: Selection) -> tuple[str, tuple[Any, ...]]:
    return write_statement(selection.entries, "document_id", "first_month", "last_month")


def _are_shared(sayers: list[int], selection: Selection) -> bool:
    """Whether several of them say the same text together, which would count more than once."""
    if len(sayers) < 2:
        return False
    matches, parameters = _matches(selection)
    return bool(selection.state.ask(_SHARED.format(matches=matches), [*parameters, sayers])[0][0])


def _count(code: str, wanted: Wanted, sayers: list[int], selection: Selection) -> list[tuple[Any, ...]]:
    """Rows of (first year, last year, number), for the texts in a language."""
    matches, parameters = _matches(selection)
    texts = (_SAID if sayers else _EVERYTHING).format(matches=matches)
    whose = [*parameters, sayers, code] if sayers else [*parameters, code]
    (times, counted), (words, kept), (exact, kept_exact) = (
        _times(wanted),
        _keep("words", wanted),
        _keep("exact", wanted),
    )
    having, asked = _having(wanted)
    statement = _OCCURRENCES.format(times=times, words=words, exact=exact, texts=texts, having=having)
    return selection.state.ask(statement, [*counted, *kept, *kept_exact, *whose, *asked])


def _having(wanted: Wanted) -> tuple[str, list[str]]:
    """What a text needs to have, as SQL, and its parameters."""
    used = {column: [pattern for each, pattern in wanted if each == column] for column, _ in wanted}
    return " OR ".join(f"{column} @@ %s::tsquery" for column in used), [join_patterns(each) for each in used.values()]


def _keep(column: str, wanted: Wanted) -> tuple[str, list[Any]]:
    """What of a vector is counted, as SQL, and its parameters. Beginnings of words may be any word."""
    patterns = [pattern for each, pattern in wanted if each == column]
    if any(pattern.prefix for pattern in patterns):
        return column, []
    lexemes = sorted({lexeme for pattern in patterns for lexeme in pattern.lexemes if lexeme})
    return f"ts_filter(setweight({column}, 'A', %s::text[]), '{{a}}')", [lexemes]


def _times(wanted: Wanted) -> tuple[str, list[Any]]:
    """How often a text has one of the patterns, each in its column, as SQL, and its parameters.

    Both columns count the same words, so that a place at which several patterns begin counts once.
    """
    made = [_places(column, pattern) for column, pattern in wanted]
    places = " UNION ".join(sql for sql, _ in made)
    sql = f"(SELECT count(*) FROM ({places}) AS places)"  # noqa: S608 - columns are ours, words are parameters
    return sql, [each for _, given in made for each in given]


def _places(column: str, pattern: Pattern) -> tuple[str, list[Any]]:
    """The places of a word; those of the first word of a phrase, where the others follow."""
    places, place = list[tuple[int, str]](), 0
    for step, lexeme in zip((0, *(pattern.steps or (1,) * (len(pattern.lexemes) - 1))), pattern.lexemes, strict=True):
        place += step
        if lexeme is not None:
            places.append((place, lexeme))
    (_, first), *others = places
    same = "starts_with(lexeme, %s)" if pattern.prefix and not others else "lexeme = %s"
    follows = f"(at + %s)::smallint = ANY ((SELECT positions FROM unnest({column}) WHERE lexeme = %s)::smallint[])"  # noqa: S608
    having = f"{column} @@ %s::tsquery"  # asked once a text, before its words are gone through
    conditions = " AND ".join([same, "at <= until", *(follows for _ in others), having])
    sql = f"SELECT at FROM unnest({column}) AS word, unnest(word.positions) AS at WHERE {conditions}"  # noqa: S608 - columns are ours, words are parameters
    return sql, [first, *(each for place, lexeme in others for each in (place, lexeme)), pattern.tsquery]
