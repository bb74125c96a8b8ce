"""Turn bytes into text and lines."""

import codecs
import re
from dataclasses import dataclass

from statements.importer.draft import Line, Refused, is_blank
from statements.importer.nonsense import describe_bytes, refuse_nonsense
from statements.importer.other_formats import refuse_other_formats

# CR, LF and CRLF end a line, as in text files; form feeds and the like stay in the text.
_LINE = re.compile(r"([^\n\r]*)(\r\n|\n|\r|\Z)")
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_PACKED_FORMATS = {b"%PDF-": "PDF", b"PK\x03\x04": "Word or zip"}  # formats with readers of their own
# A mail, or a page saved as one file: a series of parts whose letters are encoded.
_MAIL = re.compile(rb"\s*(?:[A-Za-z][\w-]{1,40}:[^\n]{0,2000}\r?\n)")
_PACKED = re.compile(
    rb"^content-(?:type:\s*(?:multipart/|text/html|text/plain;(?:[^\n]|\n[ \t]){0,300}format=\"?flowed)"
    rb"|transfer-encoding:\s*(?:quoted-printable|base64))",
    re.I | re.M,
)
# Headers that every mail has one of, whatever program wrote it: RFC 5322, 3.6.
_OF_MAIL = re.compile(
    rb"^(?:from|to|cc|bcc|subject|date|sender|reply-to|received|return-path|delivered-to|message-id|mime-version"
    rb"|resent-[a-z-]+|list-[a-z-]+|content-[a-z-]+|x-[\w-]+):",
    re.I | re.M,
)
_SENT = re.compile(rb"^(?:mime-version|message-id|dkim-signature|received):", re.I | re.M)
_SAVED_PAGE = re.compile(rb"^(?:from:\s*<saved by|snapshot-content-location:|x-mimeole:.*mhtml)", re.I | re.M)
_HEADERS_WITHIN = 20_000
_NO_MAIL = (
    "this is a page saved as one file (.mht), or a mail within a text, which is not read: open it, and save the page as"
    " HTML or the text as .txt, or paste the text"
)
# Characters beyond ASCII in texts in our languages: letters inside words, and signs around them.
_LETTERS = frozenset("àâäáæçéèêëíìîïñóòôöœúùûüÿß" + "ÀÂÄÁÆÇÉÈÊËÍÌÎÏÑÓÒÔÖŒÚÙÛÜ")
_SIGNS = frozenset("’‘“”„«»‹›–—…•€£§°©®™·ªº½¼¾²³±×\u00a0\u00ad")
_JOINING = frozenset("’\u00ad·")  # signs that may also stand between letters
_CANDIDATES = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_SURE, _APART = 0.9, 0.1  # least share of characters in plausible places, and least lead over the next encoding
_HALVES = re.compile(b"\xed[\xa0-\xbf][\x80-\xbf]")  # surrogates, each encoded in UTF-8: no text has them
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they change the order of the text on display


@dataclass(frozen=True)
class Decoded:
    """A source as text, with its original encoding."""

    text: str
    encoding: str


def decode(content: bytes, limit: int, encoding: str = "") -> Decoded:
    """The text of `content`: UTF-8, UTF-16, or an old 8-bit encoding recognised by its letters.

    limit: the greatest size taken, in bytes; encoding: that of the content, where it is known.
    Raises Refused where it is empty, too large, in another format, not text, or in a doubtful encoding: a
    wrong guess would garble its words for ever.
    """
    if len(content) > limit:
        raise Refused(f"the file has {len(content):,} bytes, more than the limit of {limit:,}")
    refuse_other_formats(content)
    for signature, name in _PACKED_FORMATS.items():
        if content.startswith(signature):
            raise Refused(f"{name} files are not text: save the text as .docx or .txt")
    if is_packed_mail(content):
        raise Refused(_NO_MAIL)
    if nonsense := describe_bytes(content, encoding or "".join(_guess_utf16(content))):
        raise Refused(nonsense)
    encoding = encoding or _encoding(content)
    text = _UNSEEN.sub("", content.decode(encoding)).rstrip("\x1a")  # DOS's end-of-file mark
    if "\0" in text:
        raise Refused("the text has NUL characters: this is not a text file")
    if odd := _CONTROL.search(text):
        raise Refused(
            f"the text has control characters (U+{ord(odd[0]):04X}): this is not a text file. Save it as .txt"
        )
    if is_blank(text):
        raise Refused("the file has no text")
    refuse_nonsense(text)
    return Decoded(text, encoding)


def is_packed_mail(content: bytes) -> bool:
    """Whether a file is a mail, or a page saved as one, with encoded letters or several parts."""
    return bool(_MAIL.match(content[:_HEADERS_WITHIN]) and _PACKED.search(content[:_HEADERS_WITHIN]))


def is_mail(content: bytes, name: str) -> bool:
    """Whether a file is a mail as it was sent: it is packed, or called one, or has headers that only programs write."""
    top = content[:_HEADERS_WITHIN]
    named = name.lower().endswith(".eml") and bool(_MAIL.match(top) and _OF_MAIL.search(_head_of(top)))
    return named or is_packed_mail(content) or bool(_MAIL.match(top) and _SENT.search(_head_of(top)))


def _head_of(top: bytes) -> bytes:
    """The lines above the first blank one."""
    return re.split(rb"\r?\n\r?\n", top.lstrip(), maxsplit=1)[0]


def is_saved_page(content: bytes) -> bool:
    """Whether a packed mail is a web page that a browser saved as one file (.mht)."""
    return _SAVED_PAGE.search(content[:_HEADERS_WITHIN]) is not None


def _encoding(content: bytes) -> str:
    marked = next((name for bom, name in _BOMS.items() if content.startswith(bom)), None)
    for name in [marked] if marked else [*_guess_utf16(content), "utf-8"]:
        try:
            content.decode(name)
        except UnicodeDecodeError as error:
            wrong = f"not {name} text: byte {error.start} is wrong. Save it as UTF-8"
        else:
            return name
    old = None if marked or _HALVES.search(content) else guess_old_encoding(content)
    if old is None:
        raise Refused(wrong)
    return old


def _guess_utf16(content: bytes) -> list[str]:
    """Guess UTF-16 without a byte-order mark by its zero bytes: nothing else has them in every other place."""
    sample = content[:4096]
    zeros = [sample[start::2].count(0) for start in (0, 1)]
    if max(zeros) < 0.3 * len(sample) / 2 or min(zeros) > 0.05 * len(sample) / 2:
        return []
    return ["utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"]


def guess_old_encoding(content: bytes) -> str | None:
    """The 8-bit encoding that puts nearly every character beyond ASCII in a plausible place; None in doubt.

    Two encodings that give the same text count as one.
    """
    if b"\0" in content:
        return None
    likely = list[tuple[float, int, str]]()
    for place, name in enumerate(_CANDIDATES):
        try:
            likely.append((_likelihood(content.decode(name)), -place, name))
        except UnicodeDecodeError:
            continue
    (best, _, name), *others = sorted(likely, reverse=True)
    others = [each for each in others if content.decode(each[2]) != content.decode(name)]
    return name if best >= _SURE and (not others or best - others[0][0] > _APART) else None


def _likelihood(text: str) -> float:
    """The share of characters beyond ASCII that are in plausible places for a text in our languages."""
    beyond = [place for place, each in enumerate(text) if not each.isascii()]
    return sum(_stands_well(text, place) for place in beyond) / len(beyond)


def _stands_well(text: str, place: int) -> bool:
    """Whether it is a letter in a word, but no capital after a small letter; or a sign, but not between letters.

    "perché", "È vero", "«voilà»" -> yes; "perchÈ", "c½ur", "perch‚" -> no.
    """
    each, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if each in _LETTERS:
        return not (each.isupper() and before.islower())
    return each in _SIGNS and (each in _JOINING or not (before.isalpha() and (after.isalpha() or each in "‚„")))


def lines(text: str) -> list[Line]:
    """The lines of `text`, each ended by CR, LF or CRLF."""
    return [Line(match.start(1), match.end(1), match[1]) for match in _LINE.finditer(text)]
