"""The record at the top of Markdown files, as Jekyll and Hugo write it: between "---" or "+++" lines.

Only keys at the margin and their values are read, not all of YAML or TOML: https://jekyllrb.com/docs/front-matter/,
https://gohugo.io/content-management/front-matter/. Pandoc's block of title, authors and date is read too.
"""

import re
from urllib.parse import urlsplit

from statements.dates import parse_edtf
from statements.importer.date_lines import date_of_line
from statements.importer.draft import Line, Use, Working
from statements.importer.extract import Fact
from statements.languages import LANGUAGES

_FENCE = re.compile(r"(---|\+\+\+)\s*")
_KEY = re.compile(r"([A-Za-z_][\w-]{0,40})(?::(?=\s|$)|\s*=)")
_KEY_OR_TABLE = re.compile(rf"{_KEY.pattern}|\[+[\w.\" -]+\]+\s*$")  # of TOML
_PERCENT = re.compile(r"%\s+(?=\S)")
_PERCENT_LINES = 3
_MOST_LINES = 100
_TITLE_LENGTH = 300
_DAY = re.compile(r"([12]\d{3}-\d{2}-\d{2})(?:[T ].*)?")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,990}")
_FACTS = {
    "source_url": "source_url", "url": "source_url", "original_url": "source_url", "canonical_url": "source_url",
    "permalink": "source_url", "publisher": "publisher", "source": "publisher", "organization": "publisher",
    "place": "place", "location": "place", "reference": "reference",
}  # fmt: skip
_MOST = {"publisher": 200, "place": 200, "reference": 100}  # characters
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))")


def front_matter(working: Working) -> None:
    """Take title and date from the record above the text; the rest is dropped once its facts have been read.

    Reads: the first lines. Writes: title, date, facts, spans.
    Example: "---", "date: '2022-06-28'", "title: \"Statement by President\\_Biden\"", "---" -> title and 2022-06-28.
    """
    record = _record(working.lines)
    if not record:
        _title_block(working)
        return
    for key, lines in _entries(record):
        first = _KEY.match(lines[0].text)
        value = scalar([lines[0].text[first.end() if first else 0 :], *(line.text for line in lines[1:])])
        if key == "title" and 0 < len(value) <= _TITLE_LENGTH:
            working.title = Fact(value, "text")
            working.take(lines, Use.TITLE)
        elif key == "date" and (day := _day(value)):
            working.date = Fact(day, "text")
            working.take(lines, Use.DATE)
        else:
            _keep_fact(working, key, value)
            working.take(lines, Use.DROPPED, "front matter")
    working.take([record[0], record[-1]], Use.DROPPED, "front matter")


def _keep_fact(working: Working, key: str, value: str) -> None:
    """Keep a fact that the record states: "source_url: https://…", "publisher: NATO", "place: Brussels"."""
    name = _FACTS.get(key, "")
    if name and name not in working.facts and _is_right(name, value):
        working.facts[name] = Fact(value, f"front matter, “{key}”")


def _is_right(name: str, value: str) -> bool:
    """Whether a value suits its name: an address where an address is expected, words everywhere else."""
    if name != "source_url":
        return 0 < len(value) <= _MOST[name] and not _ADDRESS.match(value)
    try:
        return bool(_ADDRESS.fullmatch(value) and urlsplit(value).hostname)
    except ValueError:
        return False


def _record(lines: list[Line]) -> list[Line]:
    """The lines from fence to fence, where the text begins with such a record; otherwise none."""
    top = lines[:_MOST_LINES]
    while top and top[0].blank:
        top = top[1:]
    fences = [place for place, line in enumerate(top) if _FENCE.fullmatch(line.text)]
    if len(fences) < 2 or fences[0] != 0 or top[0].text.strip() != top[fences[1]].text.strip():
        return []
    record = top[: fences[1] + 1]
    inside = record[1:-1]
    keys = all(line.blank or line.text[0] in " \t-#]" or _KEY_OR_TABLE.match(line.text) for line in inside)
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
    """The text of a YAML scalar that covers `lines`, with quotes, escapes and folded lines undone.

    ['"Joint Statement by the G7\\\\', '  \\\\ and\\\\_NATO"'] -> 'Joint Statement by the G7 and NATO'.
    """
    text = "\n".join(line.strip() for line in lines).strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = _ESCAPE.sub(_unescape, text[1:-1].replace("\\\n", ""))
    elif len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1].replace("''", "'")
    return " ".join(text.split())


def _unescape(escape: re.Match[str]) -> str:
    if escape[1]:
        character = chr(int(escape[1], 16))
        return character if character.isprintable() else " "
    return " " if escape[2] in " _nrtNLP" else escape[2]


def _day(text: str) -> str:
    """The day that a value states, in digits or in words; "" where it states none."""
    found = _DAY.fullmatch(text)
    try:
        return found[1] if found and parse_edtf(found[1]).start else date_of_line(text, list(LANGUAGES))
    except ValueError:
        return ""


def _title_block(working: Working) -> None:
    """Take "% title", "% authors", "% date" at the very top, Pandoc's form of a title block."""
    top = [line for line in working.lines[:_PERCENT_LINES] if _PERCENT.match(line.text)]
    if not top or top[0] is not working.lines[0]:
        return
    for line in top:
        value = line.text[1:].strip()
        day = date_of_line(value, list(LANGUAGES))
        if line is top[0] and len(value) <= _TITLE_LENGTH:
            working.title = Fact(value, "text")
            working.take([line], Use.TITLE)
        elif day:
            working.date = Fact(day, "text")
            working.take([line], Use.DATE)
        else:
            working.take([line], Use.DROPPED, "front matter")
