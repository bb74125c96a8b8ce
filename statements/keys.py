"""Permanent keys of paragraphs: they are part of links that must show the same words in ten years."""

import base64
import hashlib
import re
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from itertools import count, pairwise

_KEY_LENGTH = 7
_SIMILAR = 0.6  # the part of its pairs of words that a changed paragraph shares with what it was
_COMMON = 20  # a pair of words in more paragraphs than this tells none of them from another
_WORD = re.compile(r"\w+")

Pair = tuple[str, str]


def new_key(external_id: str, text: str, taken: set[str], earlier: int = 0) -> str:
    """A key made of the document's id and the paragraph's words, so that an archive built anew has the same links.

    earlier: how many paragraphs with the same words stand before this one, so that none of their keys is tried again.
    "seed-004", "Noi, Capi di Stato…" -> "p" and seven letters and digits; others where that one is `taken`.
    """
    for salt in count(earlier):
        digest = hashlib.sha256(f"{external_id}\n{salt}\n{' '.join(text.split())}".encode()).digest()
        key = "p" + base64.b32encode(digest).decode().lower()[:_KEY_LENGTH]
        if key not in taken:
            break
    return key


def match_keys(old: Sequence[tuple[str, str]], new: Sequence[str]) -> list[str | None]:
    """Which of the `old` paragraphs, as (key, text), each of the `new` texts is; None for one that was not there.

    Equal texts keep their keys, wherever they stand now; of those left, similar texts do. The work grows with the
    number of words, not with the number of paragraphs squared: ten thousand of them take a second.
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
    """Each word of `text` with the next, case aside; the first and the last stand beside nothing."""
    return Counter(pairwise(["", *_WORD.findall(text.casefold()), ""]))


def _similarity(one: Counter[Pair], other: Counter[Pair]) -> float:
    """The part that two texts share, from 0 to 1: Dice's coefficient of their pairs of words."""
    return 2 * (one & other).total() / (one.total() + other.total())
