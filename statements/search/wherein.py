"""The paragraph of a document in which the words stand first, or in which somebody first says them there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from statements.connecting.rows import read_rows
from statements.models import Document, ListedParagraph, Quotation, Utterance
from statements.search.match import Matcher
from statements.search.paragraph_match import LISTED_COLUMNS, match_paragraphs
from statements.search.sayers import Attributions, attribute
from statements.search.snippets import Snippet, cut_snippet, highlight_texts

_WITH_WORDS = "SELECT id, document_id, speaker_id FROM statements_paragraph WHERE {condition} ORDER BY {order}"
_LISTED = f"SELECT {LISTED_COLUMNS} FROM statements_paragraph WHERE id = ANY (%s)"  # noqa: S608 - columns are ours
_TRIED = 6  # paragraphs: the words may be those of another who is quoted in them
_Row = tuple[int, int, int | None]  # keys of a paragraph, its document, and whose turn it is

Saying = tuple[int, int | None]  # keys of a document, and of who must say it; None: whoever does


def first_snippets(
    wanted: Mapping[Saying, int], documents: Mapping[int, Document], matcher: Matcher
) -> dict[Saying, Snippet]:
    """Return excerpts; nothing where no paragraph has words of the query. wanted: their lengths, in characters.

    Where a query has several words, the paragraph that answers it best comes before the first.
    """
    tried = _paragraphs_to_try([*wanted], matcher)
    rows = read_rows(_LISTED, [list({key for keys in tried.values() for key in keys})])
    paragraphs = {each.pk: each for each in (ListedParagraph(*row) for row in rows)}
    marks = highlight_texts({key: (each.text, each.language) for key, each in paragraphs.items()}, matcher)
    attributions = attribute(paragraphs.values())
    found = dict[Saying, Snippet]()
    for saying, length in wanted.items():
        for paragraph in (paragraphs[key] for key in tried[saying]):
            if snippet := _cut(saying, paragraph, marks.get(paragraph.pk, []), attributions, documents, length):
                found[saying] = snippet
                break
    return found


def _cut(
    saying: Saying,
    paragraph: ListedParagraph,
    marks: list[tuple[int, int]],
    attributions: Attributions,
    documents: Mapping[int, Document],
    length: int,
) -> Snippet | None:
    _, speaker = saying
    own = attributions.said_by(paragraph, marks, [speaker]) if speaker else marks
    if not own:
        return None
    sayers = attributions.sayers(paragraph, own, documents[paragraph.document_id])
    return cut_snippet(paragraph, own, sayers, length)


def _paragraphs_to_try(wanted: Sequence[Saying], matcher: Matcher) -> dict[Saying, list[int]]:
    """Keys of the first paragraphs with the words, of those in which she may say them."""
    rows = defaultdict[int, list[_Row]](list)
    for row in _paragraphs_with_words({document for document, _ in wanted}, matcher):
        rows[row[1]].append(row)
    speakers = {speaker for _, speaker in wanted if speaker}
    narrating, quoted = _read_attributions(list(rows), speakers)
    return {
        (document, speaker): [
            key
            for key, _, turn in rows[document]
            if speaker in (None, turn)
            or turn is None
            and (document, speaker) in narrating
            or speaker in quoted.get(key, ())
        ][:_TRIED]
        for document, speaker in wanted
    }


def _paragraphs_with_words(documents: set[int], matcher: Matcher) -> list[_Row]:
    asked = match_paragraphs(matcher, sorted(documents))
    if asked is None:
        return []
    order = "position" if len(matcher.leaves) == 1 else f"{asked.score} DESC, position"
    return read_rows(_WITH_WORDS.format(condition=asked.condition, order=order), asked.parameters)


def _read_attributions(documents: list[int], speakers: set[int]) -> tuple[set[tuple[int, int]], dict[int, set[int]]]:
    """(document, speaker) where a text without turns is hers, and who is quoted by paragraph."""
    hers = Utterance.objects.filter(document__in=documents, speaker__in=speakers)
    quoted = defaultdict[int, set[int]](set)
    quotations = Quotation.objects.filter(paragraph__document__in=documents, speaker__in=speakers)
    for paragraph, speaker in quotations.order_by().values_list("paragraph", "speaker"):
        quoted[paragraph].add(speaker)
    narrating = set(hers.filter(narrates=True).order_by().values_list("document", "speaker"))
    return narrating, quoted
