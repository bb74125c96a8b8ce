"""Whose words a count is of: everybody's, or only what some speakers say."""

from __future__ import annotations

from functools import reduce

from statements.search.conditions import speaker_keys
from statements.search.fields import speakers_called
from statements.search.query import And, Field, Node, Not, names_sayers, walk
from statements.search.selection import Selection

# Conditions in SQL, by the rules of sql/utterances.sql: whether somebody says a paragraph, but for what others are
# quoted with in it; and whether others are. narrates: whether what is nobody's turn is said by the speaker.
IS_OWN = "paragraph.kind <> 'stage-direction' AND coalesce(paragraph.speaker_id = {speaker}, {narrates})"
QUOTES_OTHERS = """
EXISTS (SELECT FROM statements_quotation WHERE paragraph_id = paragraph.id AND speaker_id <> {speaker})
"""


def chosen_sayers(selection: Selection) -> list[int]:
    """Keys of those whom the filter names as saying it; none without the filter."""
    return speaker_keys(selection.request.chosen.get("said", ()))


def sayers_counted(selection: Selection) -> list[int] | None:
    """Keys of those whose words are counted, none where everybody's are.

    None where the query asks for different words of different people, as (said:meloni gas) (said:tajani grano) does:
    then no word is one person's throughout.
    """
    named, chosen = _named_sayers(selection), chosen_sayers(selection)
    if named is None:
        return None
    if not (named or chosen):
        return []
    keys = reduce(set.intersection, named, set(chosen)) if chosen else set().union(*named)
    return sorted(keys) or [0]


def _named_sayers(selection: Selection) -> list[set[int]] | None:
    """Keys by node of the query that names who says all the rest of it; None where a node names who says a part."""
    root = selection.matcher.query.root
    nodes = root.nodes if isinstance(root, And) else (root,) if root else ()
    saying = [node for node in nodes if names_sayers(node) and not isinstance(node, Not)]
    named = [_names(node) for node in saying]
    everywhere = [leaf for leaf, excluded in selection.matcher.leaves if _is_said(leaf) and not excluded]
    if sum(map(len, named)) != len(everywhere) or any(excluded for node in saying for _, excluded in walk(node)):
        return None
    return [{key for name in names for key in speakers_called(name)} for names in named]


def _names(node: Node) -> list[str]:
    return [leaf.value for leaf, _ in walk(node) if isinstance(leaf, Field)]


def _is_said(leaf: Node) -> bool:
    return isinstance(leaf, Field) and leaf.name == "said"
