"""A citation in every style of the archive at once, for tests that compare them."""

from statements.citing.citation import Citation
from statements.citing.csl import STYLES, bibliography_text, reference_text


def bibliography_texts(citation: Citation) -> dict[str, str]:
    """The entries of a bibliography, by the names of their styles."""
    return {label: bibliography_text(citation, style) for style, label in STYLES.items()}


def reference_texts(citation: Citation) -> dict[str, str]:
    """The references to a paragraph, by the names of their styles."""
    return {label: reference_text(citation, style) for style, label in STYLES.items()}
