"""Which release of the archive draws the pages: what was drawn by another may look different."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.views.debug import SafeExceptionReporterFilter

_PLACES = ("statements", "templates", "static", "requirements.txt")
_NOT_READ = {".pyc", ".po", ".woff2"}
_PLAIN = (str, int, float, bool)


@cache
def release() -> str:
    """A digest of the files that make the pages and of the settings, secrets aside; read once by each process."""
    digest = blake2b(digest_size=8)
    for path in sorted(path for place in _PLACES for path in _files(settings.BASE_DIR / place)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(settings.BASE_DIR)} {len(content)}\n".encode() + content)
    plain = {
        name: value
        for name, value in SafeExceptionReporterFilter().get_safe_settings().items()
        if isinstance(value, _PLAIN)
    }
    digest.update(repr(sorted(plain.items())).encode())
    return digest.hexdigest()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and path.suffix not in _NOT_READ]
