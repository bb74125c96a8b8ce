"""Permanent keys of paragraphs: they are part of links that must show the same words in ten years."""

import base64
import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import count

_KEY_LENGTH = 7
_SIMILAR = 0.6  # the ratio of difflib from which a changed paragraph is still the same one


def new_key(external_id: str, text: str, taken: set[str]) -> str:
    """A key made of the document's id and the paragraph's words, so that an archive built anew has the same links.

    "seed-004", "Noi, Capi di Stato…" -> "p" and seven letters and digits; others where that one is `taken`.
    """
    for salt in count():
        digest = hashlib.sha256(f"{external_id}\n{salt}\n{' '.join(text.split())}".encode()).digest()
        key = "p" + base64.b32encode(digest).decode().lower()[:_KEY_LENGTH]
        if key not in taken:
            break
    return key


def kept_keys(old: Sequence[tuple[str, str]], new: Sequence[str]) -> list[str | None]:
    """Which of the `old` paragraphs, as (key, text), each of the `new` texts is; None for one that was not there.

    Equal texts in the same order keep their keys; between them, similar texts do. A paragraph inserted before another
    does not move its link.
    """
    keys: list[str | None] = [None] * len(new)
    matcher = SequenceMatcher(None, [text for _, text in old], list(new), autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            keys[new_from:new_to] = [key for key, _ in old[old_from:old_to]]
        elif tag == "replace":
            _match_similar(old[old_from:old_to], new[new_from:new_to], keys, new_from)
    return keys


def _match_similar(old: Sequence[tuple[str, str]], new: Sequence[str], keys: list[str | None], offset: int) -> None:
    """Pair the most similar texts first, each once."""
    ratios = sorted(
        (
            (SequenceMatcher(None, text, candidate, autojunk=False).ratio(), -place, key)
            for place, candidate in enumerate(new)
            for key, text in old
        ),
        reverse=True,
    )
    used: set[str] = set()
    for ratio, place, key in ratios:
        if ratio >= _SIMILAR and key not in used and keys[offset - place] is None:
            keys[offset - place] = key
            used.add(key)
