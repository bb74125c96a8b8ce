"""Secrets: those that variables hold or name a file of, and the secret key, which is made once for its owner alone."""

import contextlib
import os
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def envsecret(name: str) -> str:
    """The environment variable `name`, or what is in the file that `name`_FILE names, as containers are given secrets;
    blanks and ends of lines around it are dropped.

    Raises ImproperlyConfigured if both are set, or if the file cannot be read or is empty. Empty variables are not set.
    """
    value, path = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if not path:
        return value
    if value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one of them")
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {reason}") from None
    if not found:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which is empty")
    return found


def secret_key(data_dir: Path) -> str:
    """The key in `data_dir`/secret-key, which is created if missing.

    Raises ImproperlyConfigured, saying what to do, if it can be neither read nor written.
    """
    path = data_dir / "secret-key"
    try:
        if not path.exists():
            # The account that runs PostgreSQL on root's behalf must get through, but need not list the folder.
            data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
            _write_once(path, get_random_secret_key())
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"Cannot use the data folder {data_dir} ({error.strerror}): "
            "set ARCHIVE_DATA_DIR to a folder that you may write to"
        ) from error


def _write_once(path: Path, key: str) -> None:
    """Write `key` to `path` unless another process got there first: link() is atomic and fails if the name is taken."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # mode 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
            file.flush()
            os.fsync(descriptor)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
