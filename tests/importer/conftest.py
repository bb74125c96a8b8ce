"""What the tests of the importer share: whatever it says in them can be said in every language of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from statements.importer.draft import DraftDocument, Refused
from statements.importer.messages.say import find_form

_OF_COMMANDS = "manifest.toml: "  # manifests are read by commands, which are in English
_NEVER_SHOWN = {"", "spacing"}


@pytest.fixture(autouse=True)
def everything_said_has_a_template(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Listen to each refusal, each warning and each reason for dropping that a test brings about in this process."""
    said = set[str]()
    refuse, draft = Refused.__init__, DraftDocument.__init__

    def note_refusal(self: Refused, message: str, needs_ocr: bool = False, scan: bytes = b"") -> None:
        said.add(message)
        refuse(self, message, needs_ocr, scan)

    def note_draft(self: DraftDocument, *arguments: Any, **named: Any) -> None:
        draft(self, *arguments, **named)
        said.update(self.warnings, (span.reason for span in self.spans))

    monkeypatch.setattr(Refused, "__init__", note_refusal)
    monkeypatch.setattr(DraftDocument, "__init__", note_draft)
    yield
    said -= _NEVER_SHOWN
    assert not [each for each in said if _OF_COMMANDS not in each and find_form(each) is None]
