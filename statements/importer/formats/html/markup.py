"""Decoding the bytes of a web page to markup, and parsing markup to a tree.

The parser is libxml2, which takes linear time and stops at a depth; parsers that build the tree of the HTML standard
take minutes for a page of nested lists, and gigabytes for one of unclosed <font> tags.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.draft import Refused

BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "label", "legend", "li", "main", "menu", "nav", "ol",
    "optgroup", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot",
    "th", "thead", "title", "tr", "ul",
])  # fmt: skip
METADATA = frozenset([
    "base", "basefont", "bgsound", "link", "meta", "title", "script", "style", "noscript", "template",
])  # fmt: skip
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF16_STARTS = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,500}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{1,40})""", re.I)
_DECLARED_WITHIN = 8192  # the standard says 1024 bytes; old pages declare it further down
_TRUSTED = re.compile(r"utf-?8|iso-?8859-?\d{1,2}|windows-?125\d|cp125\d|latin-?[19]|l1|(?:us-)?ascii|macintosh", re.I)
_LATIN = {"iso8859-1", "ascii"}  # read as windows-1252 by the WHATWG standard
_C1 = re.compile("[\x80-\x9f]")
_UNSEEN = dict.fromkeys(
    [*range(9), 0xB, *range(0xE, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)]
    + [0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # hyphenation, direction
)


def markup_of(content: bytes, stated: str = "") -> tuple[str, str]:
    """The page as text, without characters that readers cannot see, and the encoding it was in.

    stated: the encoding, where the server that sent it said so.

    b"<meta charset=iso-8859-1>caff\\xe8" -> ("<meta charset=iso-8859-1>caffè", "cp1252")
    """
    for start, encoding in {**_BOMS, **_UTF16_STARTS}.items():
        if content.startswith(start):
            body = content[len(start) :] if start in _BOMS else content
            return body.decode(encoding, "replace").translate(_UNSEEN), encoding
    encoding = stated or _encoding(content)
    return content.decode(encoding, _AS_CP1252).translate(_UNSEEN), encoding


def _decode_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is not UTF-8 as cp1252: pages are assembled from pieces, some of them old."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_AS_CP1252 = "archive.cp1252"
codecs.register_error(_AS_CP1252, _decode_cp1252)


def _encoding(content: bytes) -> str:
    """UTF-8 if the bytes are valid, as other text hardly ever is; else what is declared, if plausible; else cp1252."""
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    declared = _codec(found[1].decode("ascii")) if found else ""
    if _decodes(content, "utf-8") or _nearly_utf8(content):
        return declared if declared and content.isascii() else "utf-8"
    # Control characters where quotation marks should be show that windows-1252 was declared under another name.
    if declared and _decodes(content, declared) and not _C1.search(content.decode(declared)):
        return declared
    return "cp1252"


def _codec(label: str) -> str:
    """Python's name for an encoding used by web pages: "ISO-8859-1" -> "cp1252"; "" for any other."""
    if not _TRUSTED.fullmatch(label):
        return ""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    return "cp1252" if name in _LATIN else name


def _nearly_utf8(content: bytes) -> bool:
    """Whether at least ten non-ASCII letters are valid UTF-8 for each byte that is not."""
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return len(content) - len(text) >= 10 * wrong > 0


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


# Attributes and tags as the HTML standard separates them; comments and scripts are skipped.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>]*+))?+"""
_TAG = re.compile(
    rf"<!--(?!-?>)(?:[^-]|-(?!-!?>))*+|(?P<tag><(?:(?P<raw>script|style)(?=[\s/>])|[a-z][^\s/>]*+)(?:{_ATTRIBUTE})*+)"
    r"(?(raw)(?:[^<]|<(?!/(?P=raw)))*+)",
    re.I,
)
_LONG_TAG = 5_000
_ATTRIBUTES = 1_000
_ELEMENTS = 500_000


def tree_of(markup: str) -> etree._Element:
    """The root of the page. Raises Refused if it is nested or crowded beyond anything a document needs."""
    # libxml2 compares each attribute of a tag with all earlier ones: 100,000 of them would take ten seconds.
    tags = (found["tag"] for found in _TAG.finditer(markup) if found["tag"])
    if any(len(tag) > _LONG_TAG and len(re.findall(_ATTRIBUTE, tag)) > _ATTRIBUTES for tag in tags):
        raise Refused(f"the page has a tag with more than {_ATTRIBUTES:,} attributes")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if any("depth" in error.message for error in islice(parser.error_log, 1_000)):
        raise Refused("the elements of the page are nested too deeply to be read")
    if root is None:
        raise Refused("the page has no text")
    if sum(1 for _ in islice(root.iter(), _ELEMENTS + 1)) > _ELEMENTS:
        raise Refused(f"the page has more than {_ELEMENTS:,} elements")
    _end_head(root)
    return root


def _end_head(root: etree._Element) -> None:
    """End the head of a page without <body> at the first element that is shown, as browsers do.

    https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead; libxml2 takes newer elements as metadata.
    """
    head = root.find("head")
    shown = None if head is None else next(filter(_is_shown, head), None)
    if head is None or shown is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    words = ""
    if shown.tag in METADATA:  # the words after it are shown, not the element
        words, shown.tail = shown.tail or "", ""
    moved = head[head.index(shown) + bool(words) :]
    body.text, after = words, body.text or ""
    for place, each in enumerate(moved):
        body.insert(place, each)
    if moved:
        moved[-1].tail = f"{moved[-1].tail or ''}{after}"
    else:
        body.text += after


def _is_shown(element: etree._Element) -> bool:
    return element.tag not in METADATA or bool((element.tail or "").strip())
