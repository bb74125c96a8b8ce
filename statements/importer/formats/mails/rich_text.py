"""The rich text in which Outlook keeps a mail: unpacked by [MS-OXRTFCP], and the page or text in it by [MS-OXRTFEX].

Outlook packs the rich text of a mail, PidTagRtfCompressed. A mail that came as a page or as text is kept in it whole,
beside what shows it as rich text; any other is rich text, of which the words are read.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from statements.importer.draft import Refused
from statements.importer.formats.mails.letters import clean_letters
from statements.importer.formats.mails.mail import BROKEN

_HEADER = struct.Struct("<II4sI")  # size of what follows the first field, size unpacked, kind, checksum
_PACKED, _AS_IT_IS = b"LZFu", b"MELA"
_BEGINNING = (  # of the dictionary, [MS-OXRTFCP] 2.1.2.1
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_SIZE = 4096  # bytes of the dictionary

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|'(?P<byte>[0-9A-Fa-f]{2})|(?P<symbol>[^A-Za-z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_UNSEEN = frozenset(
    b"colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf footnote"
    b" annotation filetbl listtable listoverridetable revtbl rsidtbl xmlnstbl themedata datastore generator".split()
)  # destinations whose text is none of the words
_SIGNS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–",
    b"emdash": "—", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_SYMBOLS = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\xa0", b"-": "\xad", b"_": "\u2011", b"\n": "\n", b"\r": "\n"}
_CODE_PAGES = {  # of the character sets of fonts, \fcharset
    0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
    186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip
_NAMES = {10000: "mac-roman", 65001: "utf-8"}
_MOST_GROUPS = 10_000  # inside one another


class RichText(NamedTuple):
    """The words of a mail, and whether they are a web page."""

    words: str
    is_page: bool


def read_rich_text(content: bytes, most: int) -> RichText:
    """The page or the text of a mail in packed rich text. most: bytes unpacked.

    b"…LZFu…" of "{\\\\rtf1\\\\ansi\\\\fromhtml1 {\\\\*\\\\htmltag <p>}We met.}" -> "<p>We met.", a page.
    Raises Refused where it is broken or too large.
    """
    reader = _ControlReader()
    reader.read(unpack_rich_text(content, most))
    words = "".join(reader.words).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return RichText(clean_letters(words), reader.is_page)


def unpack_rich_text(content: bytes, most: int) -> bytes:
    """The rich text itself. Raises Refused where it is cut, changed, or more than `most` bytes."""
    if len(content) < _HEADER.size:
        raise Refused(BROKEN)
    size, unpacked, kind, checksum = _HEADER.unpack_from(content)
    rest = content[_HEADER.size : size + 4]
    if unpacked > most:
        raise Refused(f"a part of the mail has more than {most:,} bytes: save the release by itself")
    if kind == _AS_IT_IS:
        return rest[:unpacked]
    # Its CRC-32 neither begins nor ends inverted, as that of zip files does.
    if kind != _PACKED or zlib.crc32(rest, 0xFFFFFFFF) ^ 0xFFFFFFFF != checksum:
        raise Refused(BROKEN)
    return _unpack(rest, unpacked)


def _unpack(content: bytes, size: int) -> bytes:
    """Runs of eight signs, each a letter or a place in the last 4096 letters, as a byte before them tells."""
    seen = bytearray(_BEGINNING.ljust(_SIZE, b"\0"))
    made, end, place = bytearray(), len(_BEGINNING), 0
    while place < len(content) and len(made) < size:
        control, place = content[place], place + 1
        for bit in range(8):
            if control >> bit & 1:
                token, place = int.from_bytes(content[place : place + 2], "big"), place + 2
                start, length = token >> 4, (token & 0xF) + 2
                if start == end % _SIZE or place > len(content):  # the mark of the end
                    return bytes(made[:size])
                piece = bytes(_repeat(seen, start, length, end))
            else:
                piece, place = content[place : place + 1], place + 1
                seen[end % _SIZE : end % _SIZE + 1] = piece or b"\0"
            made += piece
            end += len(piece)
    return bytes(made[:size])


def _repeat(seen: bytearray, start: int, length: int, end: int) -> bytearray:
    """Letters seen before; they may overlap those that they become, so that each is written down at once."""
    piece = bytearray()
    for step in range(length):
        letter = seen[(start + step) % _SIZE]
        seen[(end + step) % _SIZE] = letter
        piece.append(letter)
    return piece


@dataclass
class _Group:
    """What holds up to the end of a group. hidden: its text is none of the words; shown_only: it is there for programs
    that show rich text, \\htmlrtf; fallback: letters after \\u that say the same for old programs.
    """

    hidden: bool = False
    shown_only: bool = False
    in_fonts: bool = False
    font: int = -1
    fallback: int = 1


@dataclass
class _ControlReader:
    """Reads rich text from beginning to end. fonts: the code page of each; left_out: letters to be passed over."""

    words: list[str] = field(default_factory=list)
    is_page: bool = False
    code_page: int = 1252
    fonts: dict[int, int] = field(default_factory=dict)
    defined: int = -1
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    is_optional: bool = False
    left_out: int = 0
    letters: bytearray = field(default_factory=bytearray)

    @property
    def group(self) -> _Group:
        return self.groups[-1]

    def read(self, content: bytes) -> None:
        """Gather the words. Raises Refused where too many groups are inside one another."""
        place = 0
        while found := _TOKEN.search(content, place):
            place = found.end()
            if found["byte"] or found["text"]:
                self._take_letters(bytes.fromhex(found["byte"].decode()) if found["byte"] else found["text"])
                continue
            self._flush()
            if found["word"]:
                place += self._take_word(found["word"], found["number"])
            elif found["brace"]:
                self._take_brace(found["brace"])
            else:
                self._take_symbol(found["symbol"])
        self._flush()

    def _take_letters(self, letters: bytes) -> None:
        """Letters of a code page, whose bytes make sense only together."""
        passed = min(self.left_out, len(letters))
        self.left_out -= passed
        self.letters += letters[passed:]

    def _flush(self) -> None:
        if self.letters:
            number = self.fonts.get(self.group.font, self.code_page)
            self._say(_decode(bytes(self.letters), number))
            self.letters.clear()

    def _say(self, words: str) -> None:
        if not (self.group.hidden or self.group.shown_only):
            self.words.append(words)

    def _take_brace(self, brace: bytes) -> None:
        self.is_optional, self.left_out = False, 0
        if brace == b"{":
            if len(self.groups) >= _MOST_GROUPS:
                raise Refused(BROKEN)
            self.groups.append(replace(self.group))
        elif len(self.groups) > 1:
            self.groups.pop()

    def _take_symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.is_optional = True  # what follows is left out by programs that do not know it
        elif self.left_out:
            self.left_out -= 1
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _take_word(self, word: bytes, number: bytes | None) -> int:
        """Do what a control word says; returns how many bytes after it are no rich text."""
        optional, self.is_optional = self.is_optional, False
        value = int(number) if number else None
        if word == b"bin":
            return max(value or 0, 0)
        if word == b"u" and value is not None:
            self._say(chr(value & 0xFFFF))
            self.left_out = self.group.fallback
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif not self._set_up(word, value) and (word in _UNSEEN or (optional and word != b"htmltag")):
            self.group.hidden = True
        return 0

    def _set_up(self, word: bytes, value: int | None) -> bool:
        """Whether a word says how to read what follows, and is heeded."""
        group, number = self.group, value or 0
        match word:
            case b"fromhtml":
                self.is_page = True
            case b"htmlrtf":
                group.shown_only = value != 0
            case b"ansicpg":
                self.code_page = number
            case b"uc":
                group.fallback = number
            case b"fonttbl":
                group.in_fonts = group.hidden = True
            case b"f" if group.in_fonts:
                self.defined = number
            case b"f":
                group.font = number
            case b"fcharset":
                self.fonts[self.defined] = _CODE_PAGES.get(number, self.code_page)
            case _:
                return False
        return True


def _decode(letters: bytes, number: int) -> str:
    """Letters of a code page; those of Windows for western Europe where Python does not know it."""
    try:
        return letters.decode(_NAMES.get(number, f"cp{number}"), "replace")
    except LookupError:
        return letters.decode("cp1252", "replace")
