"""Who is quoted with what."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from statements.importer.draft import DraftParagraph, DraftQuotation
from statements.importer.manifest import SpeakerEntry

# Fewer words in quotation marks are an expression held at a distance ("out of area"), not somebody's words.
_QUOTED_WORDS = 4
_QUOTED = re.compile(r"“([^“”]+)”|«([^«»]+)»|(?<![^\s(\[—–'’])\"(?=\S)([^\"]+?)\"")


def attribute_quotations(paragraphs: list[DraftParagraph], quoted: list[SpeakerEntry]) -> list[DraftParagraph]:
    """Find the quotations and say whose they are, among those known to be quoted in the document.

    The name nearest to the quotation in its paragraph decides; where none is named there, the only one quoted in the
    document does; else nobody is put there.

    Reads: text of paragraphs. Writes: quotations.
    Example: 'Minister Tajani added that “Italy forcefully supports…”' -> Tajani's.
    """
    return (
        [replace(each, quotations=tuple(_quotations(each.text, quoted))) for each in paragraphs]
        if quoted
        else paragraphs
    )


def _quotations(text: str, quoted: list[SpeakerEntry]) -> list[DraftQuotation]:
    intervals = [_trimmed(text, *match.span(match.lastindex or 0)) for match in _QUOTED.finditer(text)]
    intervals = [(start, end) for start, end in intervals if len(text[start:end].split()) >= _QUOTED_WORDS]
    mentions = {speaker.slug: _mentions(text, speaker) for speaker in quoted} if intervals else {}
    owners = [(start, end, _whose(start, end, mentions)) for start, end in intervals]
    return [DraftQuotation(start, end, speaker) for start, end, speaker in owners if speaker]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The interval without the spaces that French puts inside its quotation marks."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _whose(start: int, end: int, mentions: dict[str, list[tuple[int, int]]]) -> str | None:
    distances = {
        slug: distance for slug, named in mentions.items() if (distance := _distance(start, end, named)) is not None
    }
    if distances:
        return min(distances, key=distances.__getitem__)
    return next(iter(mentions)) if len(mentions) == 1 else None


def _distance(start: int, end: int, named: list[tuple[int, int]]) -> int | None:
    """Characters from the interval to the nearest mention outside it; None where there is none."""
    before = bisect_right(named, start, key=lambda mention: mention[1])
    after = bisect_left(named, end, key=lambda mention: mention[0])
    distances = [start - named[before - 1][1]] if before else []
    distances += [named[after][0] - end] if after < len(named) else []
    return min(distances, default=None)


def _mentions(text: str, speaker: SpeakerEntry) -> list[tuple[int, int]]:
    """Where the speaker is named in `text`, in order."""
    names = sorted({speaker.name, *speaker.aliases}, key=len, reverse=True)
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"
    return [match.span() for match in re.finditer(pattern, text)]
