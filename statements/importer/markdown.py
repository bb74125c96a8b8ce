"""The marks of Markdown: readers see words without them, while the source stays as received.

Follows CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) and the footnotes and tables that its dialects share, in
one pass over a paragraph: nothing here goes back over what it has seen.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from statements.importer.draft import STRUCK, Line, Use, Working

Cut = tuple[int, int, str]  # start, end, why

_SIGNS = re.compile(
    r"^#{1,6} \S|^={3,}[ \t]*$|^\[[^\]\n]{1,80}\]: \S|^\|[ :|-]*---|\]\((?:https?:|/|#|mailto:)"
    r"|\*\*[^*\s][^*\n]{0,300}\*\*|~~[^~\s][^~\n]{0,300}~~"
    r"|^```|\[\^\w{1,20}\]",
    re.M,
)
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,40}\]:")
_DEFINITION = re.compile(r"^ {0,3}\[([^\]\n]{1,80})\]:\s*<?\S+>?(?:\s+[\"'(].*)?\s*")
_TABLE_RULE = re.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)+\|?\s*|\s*+\|\s*+:?-{2,}+:?\s*+\|\s*")
_COMMENT_LINE = re.compile(r"\s*<!--(?:[^-]|-(?!->))*+-->\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)[\w-]*\s*")
_EMPTY_QUOTE = re.compile(r"\s*(?:>\s*)+")
_QUOTE = re.compile(r"\s*(?:>[ \t]?)+")
_TAGS = (
    "a|abbr|b|big|blockquote|br|center|cite|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|ol|p|pre|q|s|small"
    "|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul"
)
_TOKEN = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]|$))"
    r"|(?P<code>`+)"
    r"|(?P<note>\[\^[^\]\s]{1,40}\])"
    r"|(?P<image>!\[[^\]\n]{0,300}\]\([^()\s]{0,2000}\))"
    r"|(?P<open>\[)"
    r"|(?P<close>\](?:\((?:<[^<>\n]{0,2000}>"
    r"|[^()\s]{0,2000}(?:\([^()\s]{0,300}\)[^()\s]{0,300})?)(?:\s+[\"'][^\n]{0,300}?[\"'])?\)"
    r"|\[[^\[\]\n]{0,80}\])?)"
    r"|(?P<address><(?=(?:https?://|mailto:)[^<>\s]{1,2000}>))"
    rf"|(?P<tag></?(?:{_TAGS})(?:\s[^<>]{{0,500}})?/?>|<!--(?:[^-]|-(?!->)){{0,500}}+-->)"
    r"|(?P<entity>&(?:nbsp|amp|\#160|\#38);)"
    r"|(?P<run>\*+|_+|~~)",
    re.I | re.M,
)
_STRIKE_TAG = re.compile(r"<(/?)(?:del|s|strike)\b", re.I)
_REASONS = {
    "escape": "escape",
    "code": "code mark",
    "note": "footnote mark",
    "image": "image",
    "tag": "markup",
}
_CLOSING = re.compile(r"\s#+\s*$")
_CODE_LENGTH, _NAME_LENGTH = 2_000, 80


def is_markdown(text: str) -> bool:
    """Whether a text has marks that occur only in Markdown: "# ", "**bold**", "[a link](https://…)"."""
    return _SIGNS.search(text) is not None


def markdown_blocks(working: Working) -> None:
    """Drop what Markdown never shows: footnotes, link addresses, the rule of a table, comments, fences.

    Reads: lines. Writes: spans.
    Example: "[^1]: See the treaty." -> dropped: footnote; "|---|---|" -> dropped: table mark.
    """
    if not is_markdown(working.text):
        return
    for pattern, reason in (
        (_TABLE_RULE, "table mark"),
        (_COMMENT_LINE, "comment"),
        (_FENCE, "code mark"),
        (_EMPTY_QUOTE, "quotation mark"),
    ):
        working.take([line for line in working.lines if pattern.fullmatch(line.text)], Use.DROPPED, reason)
    for block in working.blocks():
        notes = next((place for place, line in enumerate(block) if _FOOTNOTE.match(line.text)), len(block))
        working.take(block[notes:], Use.DROPPED, "footnote")
        working.take([line for line in block[:notes] if _DEFINITION.fullmatch(line.text)], Use.DROPPED, "link address")


def definitions(text: str) -> frozenset[str]:
    """The names of the link addresses that a text defines at its end: "[1]: https://…" -> "1"."""
    return frozenset(found[1].lower() for found in re.finditer(_DEFINITION.pattern, text, re.M))


def plain(text: str) -> str:
    """The words that Markdown shows for `text`: "**Remarks** by *the* Council" -> "Remarks by the Council"."""
    shown, position = "", 0
    for start, end, _ in _separate_cuts(marks(text)):
        shown += text[position:start]
        position = end
    return " ".join((shown + text[position:]).split())


def marks(text: str, names: Iterable[str] = ()) -> list[Cut]:
    """What Markdown does not show of a paragraph, in order: marks of emphasis, addresses of links, tags.

    "**NATO** and [the text](https://x.example)" -> "**", "**", "[", "](https://x.example)".
    names: of the link addresses that the document defines at its end.
    """
    walk, position = _InlineWalk(text, frozenset(names)), 0
    while found := _TOKEN.search(text, position):
        position = walk.step(found)
    return sorted(walk.cuts)


@dataclass
class _InlineWalk:
    """A pass over a paragraph: what has been cut out so far, and the brackets and runs of marks still open."""

    text: str
    names: frozenset[str]
    cuts: list[Cut] = field(default_factory=list)
    _brackets: list[int] = field(default_factory=list)
    _runs: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _strikes: list[int] = field(default_factory=list)  # where <del>, <s> and <strike> are open

    def step(self, found: re.Match[str]) -> int:
        """Take a token, and return where to go on after it."""
        kind = found.lastgroup or ""
        if kind in ("code", "close"):
            return self._code(found) if kind == "code" else self._close(found)
        if kind == "open":
            self._brackets.append(found.start())
        elif kind == "run":
            self._run(found)
        elif kind == "entity":
            letter = found[0].lower() in ("&amp;", "&#38;")  # shown as "&"
            self.cuts.append((found.start() + letter, found.end(), "markup"))
        elif kind == "address":
            end = self.text.index(">", found.end())
            self.cuts += [(found.start(), found.end(), "link mark"), (end, end + 1, "link mark")]
            return end + 1
        elif kind == "tag" and (struck := _STRIKE_TAG.match(found[0])):
            self._strike(found, closes=bool(struck[1]))
        else:
            self.cuts.append((found.start(), found.end(), _REASONS[kind]))
        return found.end() + (kind == "escape")  # an escaped character is not a mark

    def _strike(self, found: re.Match[str], closes: bool) -> None:
        """Cut the words between <del> and </del> with the tags: they are not said."""
        self.cuts.append((found.start(), found.end(), _REASONS["tag"]))
        if closes and self._strikes:
            self.cuts.append((self._strikes.pop(), found.end(), STRUCK))
        elif not closes:
            self._strikes.append(found.start())

    def _code(self, found: re.Match[str]) -> int:
        """Take words between backticks unchanged, if the same number of backticks closes them."""
        end = self.text.find(found[0], found.end(), found.end() + _CODE_LENGTH)
        if end < 0:
            return found.end()
        self.cuts += [(found.start(), found.end(), "code mark"), (end, end + len(found[0]), "code mark")]
        return end + len(found[0])

    def _close(self, found: re.Match[str]) -> int:
        """Take "](address)", or "][name]" and "]" where the document defines that name."""
        if not self._brackets:
            return found.start() + 1
        start, target = self._brackets.pop(), found[0][1:]
        words = self.text[start + 1 : found.start()] if found.start() - start <= _NAME_LENGTH else ""
        name = (target.strip("[]") or words).lower()
        if not target.startswith("(") and name not in self.names:
            return found.start() + 1
        self.cuts += [(start, start + 1, "link mark"), (found.start(), found.end(), "link address")]
        return found.end()

    def _run(self, found: re.Match[str]) -> None:
        """Open or close an emphasis; a run between spaces, or within a word, is neither."""
        before, after = self.text[max(0, found.start() - 1) : found.start()], self.text[found.end() : found.end() + 1]
        start, end, opened = found.start(), found.end(), self._runs.setdefault(found[0][0], [])
        closes = bool(before.strip()) and not after.isalnum()
        while closes and opened and start < end:
            first, last = opened.pop()
            length = min(last - first, end - start)
            if found[0][0] == "~":
                self.cuts.append((last - length, start + length, STRUCK))
            self.cuts += [(last - length, last, "emphasis mark"), (start, start + length, "emphasis mark")]
            start += length
            if last - length > first:
                opened.append((first, last - length))
        if start < end and after.strip() and not before.isalnum():
            opened.append((start, end))


def marks_of_lines(lines: list[Line], kind: str, names: Iterable[str]) -> list[Cut]:
    """What Markdown does not show of the lines of a paragraph of a given kind, as offsets in the text."""
    whole, found, shift = "\n".join(line.text for line in lines), list[Cut](), 0
    cuts = marks(whole, names)
    for line in lines:
        within = ((max(start - shift, 0), min(end - shift, len(line.text)), why) for start, end, why in cuts)
        found += [(line.start + start, line.start + end, why) for start, end, why in within if start < end]
        shift += len(line.text) + 1
    if kind == "quotation":
        quoted = [(line.start, mark.end()) for line in lines[1:] if (mark := _QUOTE.match(line.text))]
        found += [(start, start + length, "quotation mark") for start, length in quoted]
    if kind == "heading" and (closing := _CLOSING.search(lines[0].text)):
        found.append((lines[0].start + closing.start(), lines[0].end, "heading mark"))
    if lines[0].text.lstrip().startswith("|"):
        found += _pipes(lines)
    return _separate_cuts(found)


def _separate_cuts(cuts: list[Cut]) -> list[Cut]:
    """The cuts in order, without overlaps: a bar of a table may be inside the address of a link."""
    found = list[Cut]()
    for start, end, reason in sorted(cuts, key=lambda cut: (cut[0], -cut[1])):
        free = max(start, found[-1][1]) if found else start
        if end > free:
            found.append((free, end, reason))
    return found


def _pipes(lines: list[Line]) -> list[Cut]:
    """The bars between the cells of a table."""
    bars = ((line, bar.start()) for line in lines for bar in re.finditer(r"(?<!\\)\|", line.text))
    return [(line.start + bar, line.start + bar + 1, "table mark") for line, bar in bars]


def pieces(lines: list[Line], cuts: list[Cut]) -> Iterator[Line]:
    """The lines without the cuts."""
    waiting = iter(cuts)
    cut = next(waiting, None)
    for line in lines:
        position = line.start
        while cut and cut[0] < line.end:
            if cut[0] > position:
                yield _part_of(line, position, cut[0])
            position = max(position, cut[1])
            cut = next(waiting, None)
        if position < line.end:
            yield _part_of(line, position, line.end)


def _part_of(line: Line, start: int, end: int) -> Line:
    return Line(start, end, line.text[start - line.start : end - line.start])
