"""What the subject of a mail says, and which of its words are its sender's."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from statements.importer.vocabulary import alternatives

_TAG = rf"\[{alternatives('mail.tags')}\]\s*"
_PREFIX = re.compile(rf"\s*(?:{_TAG}|{alternatives('mail.prefixes')}\s?(?:\[\d+\])?\s?:\s*)+", re.I)
_GENERIC = re.compile(rf"[\W\d_]*(?:{alternatives('mail.generic')}(?!\w)[\W\d_]*)*", re.I)
_ENDS = re.compile(rf"\n--[ \t]*\n|\n[\W_]*{alternatives('mail.footers')}(?!\w)", re.I)


def says_nothing(subject: str) -> bool:
    """Whether a subject says only that there is a release: "Comunicato stampa n. 12", "PRESS RELEASE 4/2024", ""."""
    return _GENERIC.fullmatch(subject) is not None


def says_little(text: str, most: int) -> bool:
    """Whether a mail has no more than `most` words of its own, apart from a signature and notices below them."""
    return len(note_in(text).split()) <= most


def note_in(text: str) -> str:
    """The words of a mail above its signature and notices: "See attached.", "-- ", "Ada" -> "See attached."."""
    found = _ENDS.search(f"\n{text}")
    return text[: max(0, found.start() - 1)] if found else text


def subject_of(value: str) -> str:
    """The subject of a mail, decoded, without the prefixes of programs: "I: CS: =?utf-8?q?Pi=C3=B9?=" -> "Più"."""
    decoded = readable_header(value)
    found = _PREFIX.match(decoded)
    return decoded[found.end() :].strip() if found else decoded


def readable_header(value: str) -> str:
    """A header decoded by RFC 2047; unchanged where it breaks the rules."""
    if "=?" not in value:
        return value
    try:
        return " ".join(str(make_header(decode_header(value.replace("\n", " ")))).split())
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return value
