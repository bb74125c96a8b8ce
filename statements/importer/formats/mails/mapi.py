"""The properties of a mail that Outlook saved (.msg): [MS-OXMSG] says where they are, [MS-OXPROPS] their names.

A .msg file is a compound file, [MS-CFB], with a storage for each recipient and attachment. In each storage, short
values are in one stream in rows of 16 bytes, and every long value is in a stream of its own, named by its tag.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from olefile import OleFileIO

from statements.importer.draft import Refused
from statements.importer.formats.mails.letters import clean_letters, read_letters

_PROPERTIES = "__properties_version1.0"
_ROW = struct.Struct("<HHI8s")  # type, identifier, flags, value
_UNICODE, _STRING8, _BINARY = 0x001F, 0x001E, 0x0102
_CODE_PAGE, _INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE
_UTF8 = 65001
_BEGAN = datetime(1601, 1, 1, tzinfo=UTC)  # from which FILETIME counts, [MS-DTYP] 2.3.3
HEADER, HEADER_INSIDE, HEADER_OF_PART = 32, 24, 8  # bytes above the rows: of the whole, of a mail inside, of a part

Path = Sequence[str]


class MapiStorage:
    """A storage with the properties of a mail, or of an attachment. header: bytes above the rows of its properties;
    most: bytes of a value.
    """

    def __init__(self, file: OleFileIO, path: Path, header: int, most: int, codepage: int = 0) -> None:
        self._file, self.path, self.most = file, list(path), most
        self._fixed = self._read_rows(header)
        self._codepage = self.number(_INTERNET_CODE_PAGE) or self.number(_CODE_PAGE) or codepage

    def _read_rows(self, header: int) -> dict[int, bytes]:
        """The short values by identifier."""
        content = self._stream(_PROPERTIES)[header:]
        whole = content[: len(content) - len(content) % _ROW.size]
        return {identifier: value for _, identifier, _, value in _ROW.iter_unpack(whole)}

    def _stream(self, name: str) -> bytes:
        """The bytes of a stream; none where there is no such one. Raises Refused where they are too many."""
        path = [*self.path, name]
        if not self._file.exists(path) or self._file.get_type(path) != 2:  # noqa: PLR2004 - a stream, [MS-CFB] 2.6.1
            return b""
        if self._file.get_size(path) > self.most:
            raise Refused(f"a part of the mail has more than {self.most:,} bytes: save the release by itself")
        content: bytes = self._file.openstream(path).read()
        return content

    def bytes_of(self, identifier: int) -> bytes:
        """A value of bytes."""
        return self._stream(f"__substg1.0_{identifier:04X}{_BINARY:04X}")

    def text(self, identifier: int) -> str:
        """A value of letters: UTF-16, or 8 bits in the code page that the mail states."""
        whole = self._stream(f"__substg1.0_{identifier:04X}{_UNICODE:04X}")
        if whole:
            return clean_letters(whole.decode("utf-16-le", "replace"))
        narrow = self._stream(f"__substg1.0_{identifier:04X}{_STRING8:04X}").rstrip(b"\0")
        return self.letters(narrow) if narrow else ""

    def letters(self, content: bytes) -> str:
        """Bytes as letters of the mail's code page."""
        declared = "utf-8" if self._codepage in (0, _UTF8) else f"cp{self._codepage}"
        names = {28591: "iso8859-1", 28605: "iso8859-15", 20127: "ascii", 1200: "utf-16-le"}
        return clean_letters(read_letters(content, names.get(self._codepage, declared)).text)

    def number(self, identifier: int) -> int:
        """A whole number; 0 where there is none."""
        return int.from_bytes(self._fixed.get(identifier, b"")[:4], "little")

    def moment(self, identifier: int) -> datetime | None:
        """A moment of UTC."""
        ticks = int.from_bytes(self._fixed.get(identifier, b""), "little")  # of 100 nanoseconds
        try:
            return _BEGAN + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def inside(self, beginning: str) -> list[str]:
        """The names of the storages directly inside whose names begin so, in order."""
        depth = len(self.path)
        found = {
            entry[depth]
            for entry in self._file.listdir(streams=False, storages=True)
            if len(entry) == depth + 1 and entry[:depth] == self.path and entry[depth].startswith(beginning)
        }
        return sorted(found)

    def open(self, name: str, header: int) -> MapiStorage:
        """A storage directly inside."""
        return MapiStorage(self._file, [*self.path, name], header, self.most, self._codepage)
