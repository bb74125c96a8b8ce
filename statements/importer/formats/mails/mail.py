"""A mail as every format of mails is read: who sent it, its own words, and what is attached to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath

from statements.importer.draft import Refused, showable

MEDIA_TYPE, OUTLOOK_TYPE = "message/rfc822", "application/vnd.ms-outlook"
MOST_PARTS, MOST_MAILS = 200, 5  # files in a mail; mails inside one another
BROKEN = "the mail cannot be read: open it and paste its text"
_NAME = 120  # characters
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")  # they hide the ending of a name


@dataclass(frozen=True)
class Attachment:
    """A file in a mail. name: without folders, "" where it has none; shown: it is a picture in the text."""

    name: str
    media_type: str
    content: bytes
    shown: bool = False


@dataclass(frozen=True)
class Mail:
    """A mail. sent: its date as written; plain, html: its own words in either form; mails: those attached to it.

    warnings: what an editor should know of how it was read. locked: why its words cannot be read, such as a cipher.
    """

    sender: str
    to: str
    subject: str
    sent: str
    plain: str = ""
    html: str = ""
    attached: tuple[Attachment | Mail, ...] = ()
    warnings: tuple[str, ...] = ()
    locked: str = ""
    media_type: str = field(default=MEDIA_TYPE)
    content: bytes = b""  # of a mail that is attached to another, where it can be taken out


def clean_name(name: str) -> str:
    r"""The last part of a file's name, in letters that can be shown: "..\\x/re\x00lease.pdf" -> "re\ufffdlease.pdf"."""
    base = PureWindowsPath(PurePosixPath(" ".join(name.split())).name).name
    stem = showable(_UNSEEN.sub("", base)).strip(". ")
    if len(stem) <= _NAME:
        return stem
    ending = PurePosixPath(stem).suffix[:10]
    return stem[: _NAME - len(ending)] + ending


def check_parts(parts: int) -> None:
    """Raises Refused where a mail has too many parts."""
    if parts > MOST_PARTS:
        raise Refused(f"the mail has more than {MOST_PARTS} parts: save the release by itself and send it")
