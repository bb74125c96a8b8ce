"""Permanent keys of paragraphs: they are part of links that must still show the same words in ten years."""

import base64
import hashlib
import re
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from itertools import count, pairwise

_KEY_LENGTH = 7
_SIMILAR = 0.6  # share of its word pairs that a changed paragraph has in common with its old text
_COMMON = 20  # a word pair in more paragraphs than this does not help to tell them apart
_WORD = re.compile(r"\w+")

Pair = tuple[str, str]


def new_key(external_id: str, text: str, taken: set[str], earlier: int = 0) -> str:
    """Make a key of the document's id and the paragraph's words, so that an archive built again has the same links.

    earlier: how many paragraphs with the same words come before this one, so that none of their keys is tried again.
    "seed-004", "Noi, Capi di Stato…" -> "p" and seven letters and digits; different ones if that key is `taken`.
    """
    for salt in count(earlier):
        digest = hashlib.sha256(f"{external_id}\n{salt}\n{' '.join(text.split())}".encode()).digest()
        key = "p" + base64.b32encode(digest).decode().lower()[:_KEY_LENGTH]
        if key not in taken:
            break
    return key


def match_keys(old: Sequence[tuple[str, str]], new: Sequence[str]) -> list[str | None]:
    """For each of the `new` texts, find the key of the `old` paragraph, given as (key, text), that it was; None if new.

    Equal texts keep their keys, wherever they stand now; then similar texts among the rest do. The work grows with the
    number of words, not with the square of the number of paragraphs: ten thousand of them take a second.
    """
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for key, text in old:
        waiting[text].append(key)
    keys: list[str | None] = [waiting[text].popleft() if waiting.get(text) else None for text in new]
    left = {key for queue in waiting.values() for key in queue}
    _match_similar([pair for pair in old if pair[0] in left], new, keys)
    return keys


def _match_similar(old: Sequence[tuple[str, str]], new: Sequence[str], keys: list[str | None]) -> None:
    """Pair the most similar texts first, each once; of equally similar ones, the earlier."""
    old_pairs = [_word_pairs(text) for _, text in old]
    where: dict[Pair, list[int]] = defaultdict(list)
    for index, pairs in enumerate(old_pairs):
        for pair in pairs:
            where[pair].append(index)
    candidates = []
    for place, text in enumerate(new):
        if keys[place] is None:
            pairs = _word_pairs(text)
            near = {index for pair in pairs if len(where.get(pair, ())) <= _COMMON for index in where.get(pair, ())}
            candidates += [(-_similarity(pairs, old_pairs[index]), place, index) for index in near]
    used: set[int] = set()
    for dissimilarity, place, index in sorted(candidates):
        if -dissimilarity >= _SIMILAR and keys[place] is None and index not in used:
            keys[place] = old[index][0]
            used.add(index)


def _word_pairs(text: str) -> Counter[Pair]:
    """Count each word of `text` with the next, ignoring case; the first and the last have nothing beside them."""
    return Counter(pairwise(["", *_WORD.findall(text.casefold()), ""]))


def _similarity(one: Counter[Pair], other: Counter[Pair]) -> float:
    """Similarity of two texts, from 0 to 1: Dice's coefficient of their word pairs."""
    return 2 * (one & other).total() / (one.total() + other.total())
