"""Files compressed with Zstandard, written whole and read back before anybody sees them."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_THREADS = 2
_CHUNK = 1 << 20  # bytes
_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.nb_workers: _THREADS,
    zstd.CompressionParameter.checksum_flag: 1,
}


class DamagedDumpError(Exception):
    """What was written is not what is read back."""


@dataclass(frozen=True)
class CompressedFile:
    """A file that was read back: its length in bytes, and the SHA-256 of them as they are on the disk."""

    size: int
    sha256: str


class _HashedStream(io.BufferedIOBase):
    """Passes on what is written, and makes its SHA-256."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._hash.update(data)
        return self._file.write(data)

    def digest(self) -> bytes:
        return self._hash.digest()


def write_compressed(path: Path, fill: Callable[[BinaryIO], None]) -> CompressedFile:
    """Write what `fill` writes. Raises DamagedDumpError where something else is read back, OSError."""
    with path.open("wb") as file:
        with zstd.ZstdFile(file, "wb", options=_OPTIONS) as compressed:
            stream = _HashedStream(cast(BinaryIO, compressed))
            fill(cast(BinaryIO, stream))
        file.flush()
        os.fsync(file.fileno())
    if _hash_content(path) != stream.digest():
        raise DamagedDumpError(f"{path.name} is not as it was written: check the disk")
    with path.open("rb") as file:
        return CompressedFile(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _hash_content(path: Path) -> bytes:
    """The SHA-256 of what is compressed in a file. Raises DamagedDumpError where that cannot be read to its end."""
    digest = hashlib.sha256()
    try:
        with zstd.ZstdFile(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except (EOFError, zstd.ZstdError) as error:
        raise DamagedDumpError(f"{path.name} cannot be read back: {error}") from error
    return digest.digest()
