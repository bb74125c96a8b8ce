"""The parts of a Word file, by ECMA-376 part 2: XML files in a zip that refer to one another.

The sizes stated in a zip may be false, and a few kilobytes can unpack to gigabytes: only the parts asked for are
unpacked, each up to a limit, and their tags are counted before they are parsed.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from copy import copy
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.draft import Refused

_MOST_FILES = 5_000
_MOST_BYTES = 100_000_000  # unpacked, in all the parts that are read
_RATIO, _SMALL = 200, 1_000_000  # unpacked to packed bytes; the XML of real files is at 50. Small parts are exempt
_MOST_ELEMENTS = 1_000_000  # in all the parts that are read; each takes some 300 bytes once parsed
_WAY_OUT = "open it in Word or LibreOffice and save it anew as .docx, or paste the text"
BROKEN = f"the Word file is broken: {_WAY_OUT}"
_PASSWORD = "the Word file has a password: save it without one as .docx, or paste the text"  # noqa: S105
_TOO_LARGE = "the Word file is far too large once it is unpacked: save its text alone as .docx, or paste the text"
NESTED = "the Word file has elements nested too deeply: save its text alone as .docx, or paste the text"
_DECLARES = (
    f"the Word file contains a document type declaration, which Word never writes, and is refused for that: {_WAY_OUT}"
)
_NO_WORD = "this is a zip but not a Word file (.docx): save the text as .docx or .txt, or paste it"
# Other formats that are zips, by how the name of one of their parts begins, and what to do about each.
_OTHERS = {
    "content.xml": "this is an OpenDocument file (.odt): open it in LibreOffice and save it as .docx, or paste the"
    " text",
    "meta-inf/container.xml": "this is an e-book (.epub): open it and paste the text",
    "index/document.iwa": "this is a Pages file: export it from Pages as Word (.docx), or paste the text",
    "index.zip": "this is a Pages file: export it from Pages as Word (.docx), or paste the text",
    "xl/": "this is a sheet of Excel (.xlsx): save its text in a Word file (.docx), or paste it",
    "ppt/": "this is a presentation (.pptx): save its text in a Word file (.docx), or paste it",
}
_OLD = f"this is an Office file of the old kind, as .doc is, which is not read: {_WAY_OUT}"

OLE2 = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# ISO's strict variant, which Word saves on request, differs in its namespaces.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_DAMAGE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error)
Related = list[tuple[str, str]]  # (type, name) of parts: ("header", "word/header1.xml")


class Package:
    """A zip of parts. Raises Refused if it is not a zip, or not one that Word would write."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(OLE2):
            raise Refused(_PASSWORD if _ENCRYPTED in content else _OLD)
        try:
            self._zip = ZipFile(BytesIO(content))
        except _DAMAGE:
            raise Refused(f"the file is a broken zip or Word file: {_WAY_OUT}") from None
        entries = self._zip.infolist()
        self._entries = {each.filename.lower(): each for each in entries}
        self._left, self._elements = _MOST_BYTES, 0
        if len(entries) > _MOST_FILES:
            raise Refused(_TOO_LARGE)
        if len(self._entries) < len(entries):
            raise Refused(BROKEN)  # of two parts with the same name, different readers show different ones

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def main(self) -> tuple[str, etree._Element]:
        """The name and XML of the document, usually word/document.xml. Raises Refused if this is not a Word file."""
        for start, reason in _OTHERS.items():
            if any(name.startswith(start) for name in self._entries) and "word/document.xml" not in self:
                raise Refused(reason)
        named = [name for kind, name in self.related("") if kind == "officeDocument" and name in self]
        name = (named or ["word/document.xml"])[0]
        root = self.xml(name)
        if root is None or etree.QName(root).localname != "document":
            raise Refused(_NO_WORD)
        return name, root

    def related(self, name: str) -> Related:
        """The parts that the part `name` refers to, each once; for "", those that the package refers to."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = dict[tuple[str, str], None]()
        for each in root if root is not None else ():
            target, kind = each.get("Target", ""), each.get("Type", "")
            if target and each.get("TargetMode") != "External":
                place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[kind.rpartition("/")[2], place] = None
        return list(found)

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; None if there is no such part. Raises Refused if it is broken or swells when unpacked."""
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        content = self._unpack_entry(entry)
        self._elements += content.count(b"<") - content.count(b"</")
        if self._elements > _MOST_ELEMENTS:
            raise Refused(f"the Word file has more than {_MOST_ELEMENTS:,} elements: split it, or paste the text")
        return _parse_part(content)

    def _unpack_entry(self, entry: ZipInfo) -> bytes:
        if entry.flag_bits & 1:
            raise Refused(_PASSWORD)
        # The standard allows no other methods, and Python unpacks those without a limit.
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused(BROKEN)
        _check_size(entry.file_size, entry.compress_size, self._left)
        one_more = copy(entry)
        one_more.file_size += 1  # reading would stop silently at the stated size
        try:
            with self._zip.open(one_more) as stream:
                content = stream.read(one_more.file_size)
        except _DAMAGE:
            raise Refused(BROKEN) from None
        if len(content) != entry.file_size:
            raise Refused(BROKEN)
        self._left -= len(content)
        return content


def _check_size(size: int, packed: int, left: int) -> None:
    if size > left or (size > _SMALL and size > _RATIO * packed):
        raise Refused(_TOO_LARGE)


def _parse_part(content: bytes) -> etree._Element:
    """The root of a part; no entity may be declared, and none is resolved."""
    if b"<!DOCTYPE" in content.replace(b"\0", b""):  # UTF-16 too
        raise Refused(_DECLARES)
    for strict, usual in _STRICT.items():
        content = content.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Refused(NESTED if "depth" in str(error) else BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that the first check cannot read
        raise Refused(_DECLARES)
    return root
