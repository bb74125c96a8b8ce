"""Bytes to text and lines."""

import codecs
import re
from dataclasses import dataclass

from statements.importer.draft import Line, Refused, is_blank

# CR, LF and CRLF end a line, as in text files; form feeds and their kin stay in the text.
_LINE = re.compile(r"([^\n\r]*)(\r\n|\n|\r|\Z)")
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SIGNATURES = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "DOCX or ZIP",
    b"\xd0\xcf\x11\xe0": "old Word",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
}
# Letters and signs beyond ASCII that texts in our languages have.
_OURS = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÂÄÁÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖØŒÚÙÛÜŸ’‘“”„«»‹›–—…•€£§°©®™´·ªº½¼¾²³±×\u00a0\u00ad"
)
_SURE = 0.97
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they turn the order of what is shown


@dataclass(frozen=True)
class Decoded:
    """A source as text, with the encoding it was in."""

    text: str
    encoding: str


def decode(content: bytes, limit: int) -> Decoded:
    """The text of `content`: UTF-8, UTF-16, or an old encoding of 8 bits that its letters tell.

    limit: the greatest size taken, in bytes.
    Raises Refused where it is empty, too large, of another format, not text, or in an encoding that is in doubt: a
    wrong guess would garble its words for ever.
    """
    if len(content) > limit:
        raise Refused(f"the file has {len(content):,} bytes, more than the limit of {limit:,}")
    for signature, name in _SIGNATURES.items():
        if content.startswith(signature):
            raise Refused(f"{name} files are not read: save the text as .docx or .txt")
    encoding = _encoding(content)
    text = _UNSEEN.sub("", content.decode(encoding))
    if "\0" in text:
        raise Refused("the text has NUL characters: this is not a text file")
    if is_blank(text):
        raise Refused("the file has no text")
    return Decoded(text, encoding)


def _encoding(content: bytes) -> str:
    marked = next((name for bom, name in _BOMS.items() if content.startswith(bom)), None)
    for name in [marked] if marked else [*_without_mark(content), "utf-8"]:
        try:
            content.decode(name)
        except UnicodeDecodeError as error:
            wrong = f"not {name} text: byte {error.start} is wrong. Save it as UTF-8"
        else:
            return name
    old = None if marked else _old_encoding(content)
    if old is None:
        raise Refused(wrong)
    return old


def _without_mark(content: bytes) -> list[str]:
    """UTF-16 without a mark, by where its zero bytes stand; nothing else has them in every other place."""
    sample = content[:4096]
    zeros = [sample[start::2].count(0) for start in (0, 1)]
    if max(zeros) < 0.3 * len(sample) / 2 or min(zeros) > 0.05 * len(sample) / 2:
        return []
    return ["utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"]


def _old_encoding(content: bytes) -> str | None:
    """cp1252, which holds Latin-1, or Mac Roman: the one in which nearly all the letters beyond ASCII are ours."""
    if b"\0" in content:
        return None
    likely = list[tuple[float, str]]()
    for name in ("cp1252", "mac-roman"):
        try:
            beyond = [each for each in content.decode(name) if not each.isascii()]
        except UnicodeDecodeError:
            continue
        likely.append((sum(each in _OURS for each in beyond) / len(beyond), name))
    best = sorted(likely, reverse=True)
    sure = bool(best) and best[0][0] >= _SURE and (len(best) == 1 or best[0][0] - best[1][0] > 1 - _SURE)
    return best[0][1] if sure else None


def lines(text: str) -> list[Line]:
    """The lines of `text`, CR, LF and CRLF each ending one."""
    return [Line(match.start(1), match.end(1), match[1]) for match in _LINE.finditer(text)]
