"""Word files (.docx) to text, by ECMA-376: a ZIP archive of XML parts.

The XML is read here, and not by python-docx or mammoth, since their text leaves out what a release may have (tracked
insertions, content controls, text boxes; headers and footers), and since python-docx unpacks every part whole before
anybody can count its bytes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from lxml import etree

from statements.importer.draft import Fact, Refused, is_blank
from statements.importer.formats.extract import Extract, Limits, Part
from statements.importer.formats.plain import without_bidi_controls

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# What goes on a page of text is a few kilobytes of XML, and packs to a twentieth: far beyond are bombs.
_UNPACKED = 50_000_000  # bytes of all parts that are read, together
_RATIO = 100  # of an archive's unpacked size, as it is stated, to its size; not asked of small ones
_SMALL = 10_000_000
_MEMBERS = 10_000
_MARKUP = 3_000_000  # tags and attributes of a part: each takes about 120 bytes once it is parsed

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    "xl/": "an Excel workbook",
    "ppt/": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file",
    "meta-inf/container.xml": "an e-book (EPUB)",
    "index/": "an Apple Pages document",
}
_DAMAGED = "this Word file is damaged: open it in Word or LibreOffice and save it anew as .docx"
_DEEP = "the document has tables or frames nested too deeply: save its text as .docx or .txt"
_BOMB = "the file unpacks to far more than a document has: save its text alone as .docx or .txt"

# The namespaces of Word as everybody writes it and as ISO's strict variant does, and of mathematics and alternatives.
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
}
# What is no text of the document: what was deleted or moved away, and the second copy of a text box for old readers.
_SKIPPED = {"w:del", "w:moveFrom", "mc:Fallback", "w:rt"}
_CHARACTERS = {"w:tab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-", "w:ptab": "\t"}
# Names of styles, which are English in every language of Word, by how they begin.
_KINDS = {
    "title": "title",
    "subtitle": "heading",
    "heading": "heading",
    "quote": "quotation",
    "intense quote": "quotation",
    "list bullet": "list-item",
    "list number": "list-item",
    "signature": "signature",
}
_CONTENTS = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n(?:[^\S\n]*\n)+")

_JUNK_TITLE = re.compile(
    r"https?://.*|www\..*|.*\.(?:docx?|dotx?|rtf|odt|txt|pdf|html?|pages)"
    r"|microsoft word\b.*|(?:word )?documento?\s*\d*|document\s*\d*|untitled.*|senza titolo.*|sans titre.*"
    r"|(?:title|titolo|titre)|[\W\d_]*|\S*[\d_]\S*",
    re.IGNORECASE,
)
_TITLE_LENGTH = 500


@dataclass(frozen=True)
class _Block:
    """A paragraph on its way into the text."""

    text: str
    kind: str = "body"
    dropped: str = ""


@dataclass
class _Package:
    """The parts of the archive by name, and how many bytes of them may still be unpacked."""

    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    left: int = _UNPACKED

    def part(self, name: str) -> etree._Element | None:
        """The XML of a part; None where the archive has no such part."""
        member = self.members.get(name.lower())
        return None if member is None else _parse(self._unpack(member))

    def related(self, name: str) -> list[tuple[str, str]]:
        """(type, name) of the parts that the part `name` refers to: ("header", "word/header1.xml")."""
        folder, file = posixpath.split(name)
        relations = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = [] if relations is None else [each.attrib for each in relations if isinstance(each.tag, str)]
        return [
            (str(each.get("Type", "")).rsplit("/", 1)[-1], posixpath.normpath(posixpath.join("/", folder, target))[1:])
            for each in found
            if (target := str(each.get("Target", ""))) and each.get("TargetMode") != "External"
        ]

    def _unpack(self, member: zipfile.ZipInfo) -> bytes:
        # Read with a bound: the size that the archive states of a member may be a lie.
        with self.archive.open(member) as stream:
            content = stream.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            raise Refused(_BOMB)
        return content


@dataclass(frozen=True)
class _Styles:
    """Of each style: its name, the style it is based on, and whether its paragraphs are items of a list."""

    names: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()

    def chain(self, style: str) -> Iterator[str]:
        """`style` and those it is based on, each once: a file may have a circle of them."""
        seen = set[str]()
        while style and style not in seen:
            seen.add(style)
            yield style
            style = self.bases.get(style, "")


def read_docx(content: bytes, limits: Limits) -> Extract:
    """The text of a Word file, with the kind of each paragraph.

    Headers, footers, notes and comments are dropped parts, with the reason. What was deleted with "track changes" is
    not in the text, what was inserted is. A Word file has no pages until it is printed, so no page is known. The day
    it was created is no statement's date.
    Example: Title "Dichiarazione", "Grazie.", footer "Ufficio stampa" ->
    "Dichiarazione\\n\\nGrazie.\\n\\nUfficio stampa" with parts title, body and one dropped as "footer".

    Raises Refused, and nothing else, where it is no Word file, is protected or damaged, has no text or too much of it.
    """
    _refuse_others(content)
    try:
        return _read(_open(content), limits)
    except RecursionError:
        raise Refused(_DEEP) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Refused(_DAMAGED) from error


def _refuse_others(content: bytes) -> None:
    if content.startswith(_OLE2):
        if _ENCRYPTED in content:
            raise Refused("the file is protected by a password: open it in Word, remove the password and save it")
        raise Refused("this is an old Word file (.doc): open it in Word or LibreOffice and save it as .docx")
    if content.startswith(b"{\\rtf"):
        raise Refused("this is an RTF file: open it in Word or LibreOffice and save it as .docx or .txt")
    if not content.startswith(b"PK"):
        raise Refused("this is no Word file, whatever its name says: save the text as .docx or .txt")


def _open(content: bytes) -> _Package:
    """The archive, once its directory promises no more than a document has."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MEMBERS or unpacked > max(_SMALL, _RATIO * len(content)):
        raise Refused(_BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise Refused("the file is protected by a password: remove the password and save it as .docx")
    # The standard allows no other methods, and Python unpacks those without a bound.
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise Refused(_DAMAGED)
    return _Package(archive, {member.filename.replace("\\", "/").lower(): member for member in members})


def _parse(content: bytes) -> etree._Element:
    """The root of a part. The format has no document types, so no entity is ever defined, let alone expanded."""
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise Refused("the file defines entities of its own, as no Word file does: save its text as .docx or .txt")
    if content.count(b"<") + content.count(b"=") > _MARKUP:
        raise Refused(_BOMB)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_DEEP if "depth" in str(error) else _DAMAGED) from error


def _read(package: _Package, limits: Limits) -> Extract:
    beside = package.related("")
    main = next((name for kind, name in beside if kind == "officeDocument"), "word/document.xml")
    document = package.part(main)
    if document is None or _name(document) != "w:document":
        raise Refused(_not_word(package))
    _check_depth(document, limits.depth)
    related = [(kind, name) for kind, name in package.related(main) if name.lower() in package.members]
    styles = _styles(next((package.part(name) for kind, name in related if kind == "styles"), None))
    body = list(_blocks(document, styles))
    if not any(block.text and not block.dropped for block in body):
        raise Refused("the document has no text: if it is a picture of a page, its text has to be typed or recognised")
    blocks = [
        *_furniture(package, related, "header", limits),
        *body,
        *_notes(package, related, limits),
        *_furniture(package, related, "footer", limits),
    ]
    text, parts = _join(blocks, limits)
    return Extract(text, MEDIA_TYPE, parts=parts, facts=_facts(package, beside))


def _not_word(package: _Package) -> str:
    for start, what in _OTHERS.items():
        if any(name.startswith(start) for name in package.members):
            return f"this is {what} and no Word file: save its text as .docx or .txt"
    return "this is a ZIP archive and no Word file: unpack it, and import the files in it"


def _check_depth(root: etree._Element, limit: int) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            raise Refused(_DEEP)


def _name(element: etree._Element) -> str:
    """The name of an element, the same for both variants of the format: "w:p"; empty for what is none of ours."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element)
    prefix = _PREFIXES.get(name.namespace or "")
    return f"{prefix}:{name.localname}" if prefix else ""


def _child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The element that `path` leads to, by names: _child(paragraph, "w:pPr", "w:pStyle")."""
    for name in path:
        element = next((each for each in element if _name(each) == name), None) if element is not None else None
    return element


def _value(element: etree._Element | None) -> str:
    """The attribute w:val, in which the format keeps nearly everything."""
    values = element.attrib.items() if element is not None else []
    return next((str(value) for name, value in values if etree.QName(name).localname == "val"), "")


def _styles(root: etree._Element | None) -> _Styles:
    names, bases, listed = dict[str, str](), dict[str, str](), set[str]()
    for style in root if root is not None else ():
        if _name(style) == "w:style":
            key = next((str(value) for name, value in style.items() if name.endswith("}styleId")), "")
            names[key] = _value(_child(style, "w:name")).lower()
            bases[key] = _value(_child(style, "w:basedOn"))
            if _child(style, "w:pPr", "w:numPr") is not None:
                listed.add(key)
    return _Styles(names, bases, frozenset(listed))


def _kind(paragraph: etree._Element, styles: _Styles) -> str:
    """What a paragraph is, by its style or those it is based on, else by being an item of a list."""
    chain = list(styles.chain(_value(_child(paragraph, "w:pPr", "w:pStyle"))))
    for style in chain:
        name = styles.names.get(style, "")
        for start, kind in _KINDS.items():
            if re.match(rf"{start}\b", name):
                return kind
    number = _child(paragraph, "w:pPr", "w:numPr", "w:numId")
    listed = _value(number) != "0" if number is not None else any(style in styles.listed for style in chain)
    return "list-item" if listed else "body"


def _blocks(parent: etree._Element, styles: _Styles) -> Iterator[_Block]:
    """The paragraphs below `parent`, in order."""
    carried = ""
    for child in parent:
        name = _name(child)
        if name == "w:p":
            text = carried + _text(child)
            # The end of a paragraph was deleted: what follows goes on in it.
            joined = _child(child, "w:pPr", "w:rPr", "w:del") is not None
            carried = text if joined else ""
            yield from () if joined else _paragraphs(child, text, styles)
            yield from _boxes(child, styles)
        elif name == "w:tr":
            yield from _row(child, styles)
        elif name not in _SKIPPED:
            yield from _blocks(child, styles)
    if carried:
        yield _Block(carried)


def _paragraphs(paragraph: etree._Element, text: str, styles: _Styles) -> Iterator[_Block]:
    """A paragraph, or several: two line breaks in a row, and a page break, look like the end of one."""
    dropped = "table of contents" if _in_contents(paragraph, styles) else ""
    kind = _kind(paragraph, styles)
    for piece in _BLANK_LINE.split(text):
        yield _Block(piece.strip(), kind, dropped)


def _in_contents(paragraph: etree._Element, styles: _Styles) -> bool:
    chain = styles.chain(_value(_child(paragraph, "w:pPr", "w:pStyle")))
    return any(_CONTENTS.match(styles.names.get(style, "")) for style in chain)


def _row(row: etree._Element, styles: _Styles) -> Iterator[_Block]:
    """A row of a table: one paragraph, its cells parted by tabs; but where a cell has several, each is one."""
    cells = [
        [block for block in _blocks(cell, styles) if not is_blank(block.text)]
        for cell in _below(row, "w:tc")
    ]  # fmt: skip
    blocks = [block for cell in cells for block in cell]
    if len(blocks) > 1 and all(len(cell) < 2 for cell in cells) and len({block.kind for block in blocks}) == 1:
        yield replace(blocks[0], text="\t".join(block.text for block in blocks))
    else:
        yield from blocks


def _below(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The elements of a name below `parent`, those inside each other left out, and none that was deleted."""
    for child in parent:
        name = _name(child)
        if name == wanted:
            yield child
        elif name not in _SKIPPED:
            yield from _below(child, wanted)


def _boxes(paragraph: etree._Element, styles: _Styles) -> Iterator[_Block]:
    """The text boxes that hang on a paragraph, below it."""
    for box in _below(paragraph, "w:txbxContent"):
        yield from _blocks(box, styles)


def _text(parent: etree._Element) -> str:
    """The text of a paragraph, without the boxes that hang on it, what was deleted and what is hidden."""
    pieces = []
    for child in parent:
        name = _name(child)
        if name in ("w:t", "m:t"):
            pieces.append(re.sub(r"[\r\n\t]", " ", child.text or ""))
        elif name == "w:br":
            pieces.append("\n" if child.get(_attribute(child, "type"), "textWrapping") == "textWrapping" else "\n\n")
        elif name == "w:sym":
            pieces.append(_symbol(child))
        elif name in _CHARACTERS:
            pieces.append(_CHARACTERS[name])
        elif name not in _SKIPPED | {"w:txbxContent", "w:pPr"} and not (name == "w:r" and _hidden(child)):
            pieces.append(_text(child))
    return "".join(pieces)


def _attribute(element: etree._Element, name: str) -> str:
    return f"{{{etree.QName(element).namespace}}}{name}"


def _symbol(element: etree._Element) -> str:
    """A character by its code; those of symbol fonts have codes of their own, which stand for nothing elsewhere."""
    code = int(element.get(_attribute(element, "char"), "FFFD"), 16)
    return "\ufffd" if 0xD800 <= code < 0xF900 or not 0x20 <= code < 0xFFFE else chr(code)


def _hidden(run: etree._Element) -> bool:
    mark = _child(run, "w:rPr", "w:vanish")
    return mark is not None and _value(mark) not in ("0", "false", "off")


def _furniture(package: _Package, related: list[tuple[str, str]], kind: str, limits: Limits) -> list[_Block]:
    """Headers or footers, each text once: the first page and the others have their own, often the same."""
    blocks = [block for name in _parts_of(related, kind) for block in _beside(package, name, kind, limits)]
    return list(dict.fromkeys(blocks))


def _notes(package: _Package, related: list[tuple[str, str]], limits: Limits) -> list[_Block]:
    kinds = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
    return [
        block
        for kind, reason in kinds.items()
        for name in _parts_of(related, kind)
        for block in _beside(package, name, reason, limits)
    ]


def _parts_of(related: list[tuple[str, str]], wanted: str) -> list[str]:
    return [name for kind, name in related if kind == wanted]


def _beside(package: _Package, name: str, reason: str, limits: Limits) -> Iterator[_Block]:
    """The paragraphs of a part beside the body, dropped for the reason."""
    root = cast("etree._Element", package.part(name))
    _check_depth(root, limits.depth)
    return (replace(block, kind="body", dropped=reason) for block in _blocks(root, _Styles()))


def _join(blocks: list[_Block], limits: Limits) -> tuple[str, tuple[Part, ...]]:
    """The text, a blank line between its paragraphs, and where in it each of them is."""
    texts, parts, position = list[str](), list[Part](), 0
    for block in blocks:
        text = without_bidi_controls(block.text)
        if is_blank(text):
            continue
        parts.append(Part(position, position + len(text), block.kind, block.dropped))
        texts.append(text)
        position += len(text) + 2
    if position > limits.characters:
        raise Refused(f"the document has {position:,} characters, more than {limits.characters:,}: split it")
    return "\n\n".join(texts), tuple(parts)


def _facts(package: _Package, beside: list[tuple[str, str]]) -> dict[str, Fact]:
    """What the properties of the file say of its title and language."""
    properties = [package.part(name) for kind, name in beside if kind == "core-properties"]
    stated = {_name(each): each.text or "" for root in properties if root is not None for each in root}
    title = " ".join(stated.get("dc:title", "").split())
    language = re.match(r"(it|en|fr)(?![a-z])", stated.get("dc:language", "").strip().lower())
    facts = {}
    if title and len(title) <= _TITLE_LENGTH and not _JUNK_TITLE.fullmatch(title):
        facts["title"] = Fact(title, "core dc:title")
    if language:
        facts["language"] = Fact(language[1], "core dc:language")
    return facts
