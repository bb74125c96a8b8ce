"""Tell what an unsupported file is, by its first bytes rather than its name, and what to do with it.

From the list of signatures at https://en.wikipedia.org/wiki/List_of_file_signatures and the formats' registries.
"""

from __future__ import annotations

import re

from statements.importer.draft import Refused

_PICTURE = (
    "this is a picture ({}), in which no text can be read: have its text recognised (OCR) and send the PDF or Word file"
    " that comes of it, or type the text and paste it"
)
_RECORDING = "this is a recording ({}): send its transcript as a text, Word or PDF file, or paste it"
_PROGRAM = "this is a program ({}), not a document: it is not opened"
_PARCEL = "this is a parcel of files ({}), which is not opened: take the files out of it and send them one by one"
_SAVE = "this is {}: open it and save it as Word (.docx), or paste the text"
_NO_DOCUMENT = "this is {}, not a document: open the page that is meant, and save that as HTML or paste its text"
_STARTS: list[tuple[bytes, str]] = [
    (b"\xff\xd8\xff", _PICTURE.format("JPEG")),
    (b"\x89PNG\r\n\x1a\n", _PICTURE.format("PNG")),
    (b"GIF87a", _PICTURE.format("GIF")),
    (b"GIF89a", _PICTURE.format("GIF")),
    (b"II*\0", _PICTURE.format("TIFF")),
    (b"MM\0*", _PICTURE.format("TIFF")),
    (b"8BPS", _PICTURE.format("Photoshop")),
    (b"\0\0\x01\0", _PICTURE.format("an icon")),
    (b"\xff\x0a", _PICTURE.format("JPEG XL")),
    (b"\0\0\0\x0cJXL ", _PICTURE.format("JPEG XL")),
    (b"\0\0\0\x0cjP  ", _PICTURE.format("JPEG 2000")),
    (b"ID3", _RECORDING.format("MP3")),
    (b"OggS", _RECORDING.format("Ogg")),
    (b"fLaC", _RECORDING.format("FLAC")),
    (b"\x1aE\xdf\xa3", _RECORDING.format("WebM or Matroska")),
    (b"FLV\x01", _RECORDING.format("Flash video")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _RECORDING.format("Windows Media")),
    (b"\0\0\x01\xba", _RECORDING.format("MPEG")),
    (b"#!AMR", _RECORDING.format("AMR")),
    (b"\x7fELF", _PROGRAM.format("ELF")),
    (b"\xcf\xfa\xed\xfe", _PROGRAM.format("Mach-O")),
    (b"\xca\xfe\xba\xbe", _PROGRAM.format("Java or Mach-O")),
    (b"\x1f\x8b", _PARCEL.format("gzip")),
    (b"BZh", _PARCEL.format("bzip2")),
    (b"\xfd7zXZ\0", _PARCEL.format("xz")),
    (b"\x28\xb5\x2f\xfd", _PARCEL.format("Zstandard")),
    (b"7z\xbc\xaf\x27\x1c", _PARCEL.format("7-Zip")),
    (b"Rar!\x1a\x07", _PARCEL.format("RAR")),
    (b"{\\rtf", _SAVE.format("a file in Rich Text Format (.rtf)")),
    (b"%!PS", _SAVE.format("a PostScript file, made for a printer")),
    (b"\xffWPC", _SAVE.format("a WordPerfect file")),
    (b"bplist00", "this is a web archive of Safari: save the page as HTML, or paste the text"),
    (b"SQLite format 3\0", "this is a database (SQLite), not a document"),
]
_SCANNED = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF"}  # ISO 14496-12
_RIFF = {b"WAVE": _RECORDING.format("WAV"), b"AVI ": _RECORDING.format("AVI"), b"WEBP": _PICTURE.format("WebP")}
_OLE2 = b"\xd0\xcf\x11\xe0"
_OF_MAILS = "__properties_version1.0"
# What an OLE2 file holds, judged by the names of its streams in UTF-16: MS-CFB, MS-OXMSG, MS-DOC, MS-XLS, MS-PPT.
_STREAMS = [
    ("EncryptedPackage", ""),
    (_OF_MAILS, ""),
    ("WordDocument", ""),
    ("PowerPoint Document", _SAVE.format("a presentation of the old kind (.ppt)")),
    ("Workbook", _SAVE.format("a sheet of Excel of the old kind (.xls)")),
]
_ONE = rb"<?(?:(?:[A-Za-z][A-Za-z0-9+.-]{1,20}://|www\.)\S{3,2000}|[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}/\S{0,2000})"
_ADDRESSES = re.compile(rb"\s*+(?:" + _ONE + rb"(?:\s++|\Z))++")
_SHORTCUT = re.compile(
    rb"\s*+(?:\[InternetShortcut\]|<\?xml[^>]*>\s*<!DOCTYPE plist[^>]*>\s*<plist[^>]*>\s*<dict>\s*<key>URL<)"
)
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE\s[^>]*>)\s*)*+<([\w:.-]{1,40})[\s/>]", re.I | re.S
)
_XML_KINDS = {
    b"svg": _PICTURE.format("SVG"),
    b"rss": _NO_DOCUMENT.format("a feed of news (RSS)"),
    b"feed": _NO_DOCUMENT.format("a feed of news (Atom)"),
    b"plist": "this is a list of properties (plist), not a document: paste the text",
    b"urlset": _NO_DOCUMENT.format("the map of a site"),
}
_CARDS = {
    b"BEGIN:VCALENDAR": "this is an entry of a calendar (.ics), not a document: paste the text",
    b"BEGIN:VCARD": "this is an address card (.vcf), not a document: paste the text",
}
_MP3_FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
_WITHIN = 8_192
_EMPTY = "the file is empty, it has no text: send it again, or paste the text"
_ADDRESS = "this is only the address of a page, not the page: open it, and paste its text or save the page as HTML"


def refuse_other_formats(content: bytes) -> None:
    """Raise Refused for a file in an unsupported format, saying what it is and what to do with it."""
    reason = describe_format(content)
    if reason:
        raise Refused(reason, needs_ocr=is_picture_of_page(content))


def describe_format(content: bytes) -> str:
    """What an unsupported file is, and what to do; "" where its first bytes do not tell.

    b"\\xff\\xd8\\xff\\xe0…" -> "this is a picture (JPEG), in which …"; b"https://nato.int/x" -> "this is only the …"
    """
    top = content[:_WITHIN]
    if not content:
        return _EMPTY
    if top.startswith(_OLE2):
        return _describe_ole2(content)
    known = next((reason for start, reason in _STARTS if top.startswith(start)), "")
    return known or _describe_container(top) or _describe_address(content) or _describe_text(top)


def is_picture_of_page(content: bytes) -> bool:
    """Whether a file is a picture of the kinds that scanners make: OCR reads them as it does a scan in a PDF."""
    return content.startswith(_SCANNED)


def is_outlook_mail(content: bytes) -> bool:
    """Whether a file is a mail that Outlook saved (.msg)."""
    return content.startswith(_OLE2) and _OF_MAILS.encode("utf-16-le") in content


def _describe_ole2(content: bytes) -> str:
    """What an OLE2 file is, by the names of its streams; "" for Word's and for mails, of which their readers tell."""
    return next((reason for name, reason in _STREAMS if name.encode("utf-16-le") in content), "")


def _describe_container(top: bytes) -> str:
    if top[4:8] == b"ftyp":
        picture = _BRANDS.get(top[8:12])
        return _PICTURE.format(picture) if picture else _RECORDING.format("MP4 or QuickTime")
    if top.startswith(b"RIFF"):
        return _RIFF.get(top[8:12], "")
    if top.startswith(b"MZ") and b"\0" in top:
        return _PROGRAM.format("Windows")
    if top.startswith(b"BM") and top[6:10] == b"\0\0\0\0":
        return _PICTURE.format("BMP")
    if _MP3_FRAME.match(top) and b"\0" in top:
        return _RECORDING.format("MP3")
    return _PARCEL.format("tar") if top[257:262] == b"ustar" else ""


def _describe_text(top: bytes) -> str:
    """What a text file is that holds nobody's words: a drawing, a feed, a calendar entry."""
    found = _XML.match(top)
    card = next((reason for start, reason in _CARDS.items() if top.startswith(start)), "")
    return card or (_XML_KINDS.get(found[1].lower(), "") if found else "")


def _describe_address(content: bytes) -> str:
    alone = len(content) <= _WITHIN and (_ADDRESSES.fullmatch(content) or _SHORTCUT.match(content))
    return _ADDRESS if alone else ""
