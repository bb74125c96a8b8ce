"""Whose words these are: the speaker of the text."""

from dataclasses import replace

from statements.importer.draft import DraftParagraph


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
