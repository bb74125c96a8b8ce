"""Read a text on standard input with one more language than the archive has; its words are in a folder.

    python -m tests.importer.read_fourth_language FOLDER CODE < text

Patterns are made when their module is first imported: a language is added before that, in a process of its own.
"""

import json
import sys
from pathlib import Path

from statements import languages, wordlists


def main(folder: str, code: str) -> None:
    languages.LANGUAGES[code] = languages.Language(code, "Invented")
    wordlists.folder_of = lambda package: Path(folder)

    from statements.importer.extract import Extract  # noqa: PLC0415 - not before the language is added
    from statements.importer.manifest import DocumentEntry, Manifest  # noqa: PLC0415
    from statements.importer.pipeline import compose  # noqa: PLC0415
    from statements.importer.turns import turns_of  # noqa: PLC0415

    draft = compose(Extract(sys.stdin.read(), "text/plain"), DocumentEntry("release.txt"), Manifest())
    texts = [each.text for each in draft.paragraphs]
    found = {
        "title": draft.title.value,
        "date": draft.date.value,
        "kind": draft.kind.value,
        "place": draft.place.value,
        "paragraphs": texts,
        "labels": turns_of(texts),
        "dropped": sorted({each.reason for each in draft.spans} - {""}),
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
