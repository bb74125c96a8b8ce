"""Whose words these are: language, speaker of the text, and who is quoted with what."""

import re
from dataclasses import replace
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from statements.importer.draft import DraftParagraph, DraftQuotation
from statements.importer.manifest import SpeakerEntry
from statements.languages import LANGUAGES

# Fewer words in quotation marks are an expression held at a distance ("out of area"), not somebody's words.
_QUOTED_WORDS = 4
_QUOTED = re.compile(r"“([^“”]+)”|«\s*([^«»]+?)\s*»|(?<![^\s(\[—–'’])\"(?=\S)([^\"]+?)\"")


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def identify_language(text: str) -> str:
    """The language of `text`, among those of the archive, by py3langid (https://github.com/adbar/py3langid)."""
    return str(_identifier().classify(text[:20_000])[0])


def attribute_turns(
    paragraphs: list[DraftParagraph], participations: tuple[tuple[str, str], ...]
) -> list[DraftParagraph]:
    """Give every paragraph to the one who speaks, where exactly one does; a text about somebody is nobody's turn.

    Reads: participations. Writes: speaker of paragraphs.
    Example: one participation ("giorgia-meloni", "speaker") -> each paragraph is hers.
    """
    speaking = [speaker for speaker, role in participations if role in ("speaker", "author")]
    if len(speaking) != 1:
        return paragraphs
    return [replace(paragraph, speaker=speaking[0]) for paragraph in paragraphs]


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
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        start, end = match.span(group)
        speaker = _whose(text, start, end, quoted)
        if speaker and len(match[group].split()) >= _QUOTED_WORDS:
            found.append(DraftQuotation(start, end, speaker))
    return found


def _whose(text: str, start: int, end: int, quoted: list[SpeakerEntry]) -> str | None:
    distances = {
        speaker.slug: min(
            start - mention.end() if mention.end() <= start else mention.start() - end for mention in named
        )
        for speaker in quoted
        if (named := [each for each in _mentions(text, speaker) if each.end() <= start or each.start() >= end])
    }
    if distances:
        return min(distances, key=distances.__getitem__)
    return quoted[0].slug if len(quoted) == 1 else None


def _mentions(text: str, speaker: SpeakerEntry) -> list[re.Match[str]]:
    names = "|".join(re.escape(name) for name in (speaker.name, *speaker.aliases))
    return list(re.finditer(rf"\b(?:{names})\b", text))
