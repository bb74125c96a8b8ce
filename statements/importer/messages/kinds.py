"""Of what kind a reason for refusing a file is: a word of a short list, for those who count them."""

from __future__ import annotations

from functools import cache

from statements.importer.messages import bulk, refusals, watched
from statements.importer.messages.say import find_form

OTHER = "other"


def kind_of(reason: str) -> str:
    """The kind of a reason, after the list that its template is in: "the file has no text" -> "any_file"."""
    found = find_form(reason)
    return _kinds().get(found[0].template, OTHER) if found else OTHER


@cache
def _kinds() -> dict[str, str]:
    """Kinds by templates: of the lists OF_… in the modules that hold reasons for refusing a file."""
    return {
        template: name.removeprefix("OF_").lower()
        for module in (watched, bulk, refusals)
        for name, templates in vars(module).items()
        if name.startswith("OF_")
        for template in templates
    }
