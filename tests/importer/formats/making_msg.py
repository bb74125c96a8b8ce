"""Make mails as Outlook saves them: a writer of compound files, [MS-CFB], and of the storages of [MS-OXMSG].

It knows nothing of the reader, and nothing of the library that the reader uses.
"""

import struct
from datetime import UTC, datetime

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, IS_FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5


def compound_file(tree):
    """A compound file, version 3. tree: storages as dicts, streams as bytes, by name."""
    entries = [["Root Entry", ROOT, b"", NONE, NONE, NONE]]  # name, type, content, left, right, child
    _add(entries, 0, tree)
    mini_fat, mini, fat, sectors = [], bytearray(), [], bytearray()

    def store(content):
        """Append a chain of sectors, and return the first."""
        count = -(-len(content) // SECTOR)
        if not count:
            return END
        start = len(fat)
        fat.extend([*range(start + 1, start + count), END])
        sectors.extend(content.ljust(count * SECTOR, b"\0"))
        return start

    places = {}
    for number, (_, kind, content, *_) in enumerate(entries):
        if kind != STREAM:
            continue
        if len(content) >= CUTOFF:
            places[number] = store(content)
        elif content:
            count = -(-len(content) // MINI)
            places[number] = len(mini_fat)
            mini_fat.extend([*range(len(mini_fat) + 1, len(mini_fat) + count), END])
            mini.extend(content.ljust(count * MINI, b"\0"))
    places[0] = store(bytes(mini))
    entries[0][2] = bytes(mini)
    first_mini_fat = store(b"".join(struct.pack("<I", each) for each in mini_fat))
    mini_fat_sectors = -(-len(mini_fat) * 4 // SECTOR)
    directory = b"".join(_entry(each, places.get(number, END if each[1] == STREAM else 0)) for number, each in
                         enumerate(entries))  # fmt: skip
    first_directory = store(directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0"))
    needed = 1
    while needed * SECTOR // 4 < len(fat) + needed:
        needed += 1
    fat_at = list(range(len(fat), len(fat) + needed))
    fat.extend([IS_FAT] * needed)
    fat.extend([FREE] * (needed * SECTOR // 4 - len(fat)))
    sectors.extend(b"".join(struct.pack("<I", each) for each in fat))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, needed,
        first_directory, 0, CUTOFF, first_mini_fat, mini_fat_sectors, END, 0, fat_at[0],
    )  # fmt: skip
    rest = [*fat_at[1:], *[FREE] * (109 - needed)]
    assert needed <= 109, "a larger file needs sectors of its own for this list"
    return header + struct.pack("<108I", *rest) + bytes(sectors)


def _add(entries, parent, tree):
    """Add what is in a storage, as a tree of siblings in the order of the format: shorter names first."""
    ordered = sorted(tree, key=lambda name: (len(name), name.upper()))
    numbers = []
    for name in ordered:
        numbers.append(len(entries))
        inside = tree[name]
        entries.append([name, STORAGE if isinstance(inside, dict) else STREAM, b"" if isinstance(inside, dict)
                        else inside, NONE, NONE, NONE])  # fmt: skip
        if isinstance(inside, dict):
            _add(entries, numbers[-1], inside)
    entries[parent][5] = _balance(entries, numbers)


def _balance(entries, numbers):
    if not numbers:
        return NONE
    middle = len(numbers) // 2
    entries[numbers[middle]][3] = _balance(entries, numbers[:middle])
    entries[numbers[middle]][4] = _balance(entries, numbers[middle + 1 :])
    return numbers[middle]


def _entry(entry, start):
    name, kind, content, left, right, child = entry
    written = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", written, len(written), kind, 1, left, right, child, b"", 0, 0, 0, start, len(content)
    )


def ticks(moment):
    return int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000


def properties(header, values):
    """The stream of short values. values: (identifier, type, eight bytes)."""
    rows = b"".join(struct.pack("<HHI8s", kind, identifier, 6, value) for identifier, kind, value in values)
    return b"\0" * header + rows


def letters(identifier, text, codepage=None):
    """A stream with letters: UTF-16, or 8 bits of a code page."""
    if codepage:
        return {f"__substg1.0_{identifier:04X}001E": text.encode(codepage)}
    return {f"__substg1.0_{identifier:04X}001F": text.encode("utf-16-le")}


def attachment(name, content, *, mime="", shown=False):
    flags = [(0x3714, 0x0003, struct.pack("<II", 4 if shown else 0, 0)), (0x3705, 0x0003, struct.pack("<II", 1, 0))]
    return {
        "__properties_version1.0": properties(8, flags),
        "__substg1.0_37010102": content,
        **letters(0x3707, name),
        **letters(0x3704, name[:8]),
        **(letters(0x370E, mime) if mime else {}),
    }


def attached_mail(inner):
    """inner: the tree of a mail."""
    method = [(0x3705, 0x0003, struct.pack("<II", 5, 0))]
    return {
        "__properties_version1.0": properties(8, method),
        "__substg1.0_3701000D": inner,
        **letters(0x3001, "a mail"),
    }


def message(
    subject="", body="", html=b"", *, sender="Press office", address="press@harbour.example",
    sent=datetime(2024, 7, 4, 7, 15, tzinfo=UTC), attached=(), codepage=None, cpid=0, rtf=b"", kind="IPM.Note",
    inside=False,
):  # fmt: skip
    """The tree of a mail, with all the storages that Outlook writes, empty or not."""
    values = [
        (0x0039, 0x0040, struct.pack("<Q", ticks(sent))),
        (0x0E06, 0x0040, struct.pack("<Q", ticks(sent))),
        (0x0E07, 0x0003, struct.pack("<II", 1, 0)),
        *([(0x3FFD, 0x0003, struct.pack("<II", cpid, 0)), (0x3FDE, 0x0003, struct.pack("<II", cpid, 0))] if cpid else
          []),
    ]  # fmt: skip
    recipient = {
        "__properties_version1.0": properties(8, [(0x0C15, 0x0003, struct.pack("<II", 1, 0))]),
        **letters(0x3001, "Desk"),
        **letters(0x3003, "desk@paper.example"),
    }
    names = {"__substg1.0_00020102": b"", "__substg1.0_00030102": b"", "__substg1.0_00040102": b""}
    return {
        "__properties_version1.0": properties(24 if inside else 32, values),
        **({} if inside else {"__nameid_version1.0": names}),
        **letters(0x001A, kind, codepage),
        **letters(0x0037, subject, codepage),
        **letters(0x0E1D, subject, codepage),
        **letters(0x0E04, "Desk", codepage),
        **letters(0x0042, sender, codepage),
        **letters(0x0C1A, sender, codepage),
        **letters(0x0064, "SMTP", codepage),
        **letters(0x0065, address, codepage),
        **letters(0x5D01, address, codepage),
        **(letters(0x1000, body, codepage) if body else {}),
        **({"__substg1.0_10130102": html} if html else {}),
        **({"__substg1.0_10090102": rtf} if rtf else {}),
        "__recip_version1.0_#00000000": recipient,
        **{f"__attach_version1.0_#{number:08X}": each for number, each in enumerate(attached)},
    }


def msg(*arguments, **options):
    """The bytes of a mail."""
    return compound_file(message(*arguments, **options))
