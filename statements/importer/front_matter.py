"""The record between two "---" lines that Markdown files carry above their text, as Jekyll and Hugo write it.

Only keys at the margin and their values are read, not all of YAML: https://jekyllrb.com/docs/front-matter/.
"""

import re

from statements.dates import parse_edtf
from statements.importer.draft import Fact, Line, Use, Working

_FENCE = re.compile(r"---\s*")
_KEY = re.compile(r"([A-Za-z_][\w-]{0,40}):(?=\s|$)")
_MOST_LINES = 100
_TITLE_LENGTH = 300
_DAY = re.compile(r"([12]\d{3}-\d{2}-\d{2})(?:[T ].*)?")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))")


def front_matter(working: Working) -> None:
    """Take title and date from the record above the text; the rest of it is dropped.

    Reads: the first lines. Writes: title, date, spans.
    Example: "---", "date: '2022-06-28'", "title: \"Statement by President\\_Biden\"", "---" -> title and 2022-06-28.
    """
    record = _record(working.lines)
    if not record:
        return
    for key, lines in _entries(record):
        value = scalar([lines[0].text.partition(":")[2], *(line.text for line in lines[1:])])
        if key == "title" and 0 < len(value) <= _TITLE_LENGTH:
            working.title = Fact(value, "text")
            working.take(lines, Use.TITLE)
        elif key == "date" and _is_day(value):
            working.date = Fact(value[:10], "text")
            working.take(lines, Use.DATE)
        else:
            working.take(lines, Use.DROPPED, "front matter")
    working.take([record[0], record[-1]], Use.DROPPED, "front matter")


def _record(lines: list[Line]) -> list[Line]:
    """The lines from fence to fence, where the text begins with such a record; else none."""
    top = lines[:_MOST_LINES]
    while top and top[0].blank:
        top = top[1:]
    fences = [place for place, line in enumerate(top) if _FENCE.fullmatch(line.text)]
    if len(fences) < 2 or fences[0] != 0:
        return []
    record = top[: fences[1] + 1]
    inside = record[1:-1]
    keys = all(line.blank or line.text[0] in " \t-#" or _KEY.match(line.text) for line in inside)
    return record if inside and keys and _KEY.match(inside[0].text) else []


def _entries(record: list[Line]) -> list[tuple[str, list[Line]]]:
    """Each key with the lines of its value."""
    entries: list[tuple[str, list[Line]]] = []
    for line in record[1:-1]:
        key = _KEY.match(line.text)
        if key:
            entries.append((key[1].lower(), [line]))
        else:
            entries[-1][1].append(line)
    return entries


def scalar(lines: list[str]) -> str:
    """The text that a YAML scalar over `lines` is: quotes, escapes and folded lines undone.

    ['"Joint Statement by the G7\\\\', '  \\\\ and\\\\_NATO"'] -> 'Joint Statement by the G7 and NATO'.
    """
    text = "\n".join(line.strip() for line in lines).strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = _ESCAPE.sub(_unescaped, text[1:-1].replace("\\\n", ""))
    elif len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1].replace("''", "'")
    return " ".join(text.split())


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1]:
        character = chr(int(escape[1], 16))
        return character if character.isprintable() else " "
    return " " if escape[2] in " _nrtNLP" else escape[2]


def _is_day(text: str) -> bool:
    found = _DAY.fullmatch(text)
    try:
        return found is not None and parse_edtf(found[1]).start is not None
    except ValueError:
        return False
