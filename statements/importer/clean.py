"""Remove what is not part of the statement: page furniture, banners, links and footers. Each rule is a named function.

A rule takes lines out of the working text and gives the reason; nothing is thrown away.
"""

import re
from collections.abc import Callable
from itertools import dropwhile, pairwise, takewhile

from statements.importer.draft import Block, Line, Use, Working
from statements.importer.mail import mail_head, mail_quoting
from statements.importer.markdown import markdown_blocks
from statements.importer.vocabulary import alternatives

_PAGE_HEADER = re.compile(
    rf"\s*(?:(?:{alternatives('page.pages')}|{alternatives('page.pages_short')})\s*)?"
    rf"(\d{{1,4}})\s?(?:/|\b{alternatives('page.of')}\b)\s?(\d{{1,4}})\s*",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"[\s\f]*[-–—]\s?(\d{1,4})\s?[-–—][\s\f]*")
_PAGE_START = re.compile(r" \S")
_COOKIE = re.compile(rf"\b{alternatives('page.cookies')}\b", re.IGNORECASE)
_NOTICE = re.compile(rf"\b{alternatives('page.notices')}\b", re.IGNORECASE)
_BANNER_LENGTH = 300
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_RELATED = re.compile(rf"\W*{alternatives('around.related')}\W*", re.I)
_CARDS_BELOW, _CARD, _CARDS = 2, 300, 2_000  # blocks above cards; characters in one card, and in all
_LINK = re.compile(r"(?:[-*]\s+)?\[[^\]]+\]\([^)]*\)")
CONTACTS = re.compile(rf"\W*(?:{alternatives('around.contacts')}|{alternatives('around.notes')})\W*", re.I)
_INQUIRY = re.compile(rf"\W*{alternatives('around.inquiries')}(?![^\W_])", re.I)
_ASKED = re.compile(rf"\W*{alternatives('around.inquiries')}\s?:\s*\S.*", re.I)
_NATIONAL_NUMBER = re.compile(r"(?<![\d/.,-])0\d(?:[\s./-]?\d){6,9}(?!\d)")
_REACHED_AT = re.compile(
    rf"[\w.+-]+@[\w-]+\.[\w.-]+|(?:www\.|https?://)\S+|\b{alternatives('page.reached')}\b\.?\s?:?"
    r"|\+?\(?\d[\d\s().+/-]{5,}",
    re.I,
)
REACHED = re.compile(
    r"[\w.+-]+@[\w-]+\.|\bwww\.\S|https?://\S|\+\d[\d\s().-]{5,}"
    rf"|\b{alternatives('page.numbers')}\b\.?\s?:?\s?[\d+(]",
    re.I,
)
_WORDS = re.compile(r"[^\W\d_]{2}")
_INQUIRY_LENGTH = 300
_SIZE = r"\(?\s*(?:pdf|docx?|odt|rtf|epub)?\W*(?:\d[\d.,]*\s*(?:[kmg][bo]|bytes|octets))?\s*\)?"
_DOWNLOAD = re.compile(rf"\W*{alternatives('around.downloads')}\W*{_SIZE}\W*", re.I)
_BOLD = re.compile(r"\*\*[^*]+\*\*\s*")
_RULE = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*")
_TELEPHONE = re.compile(
    r"(?:[^.!?\d]{0,40}\(?\+\(?"
    rf"|[^.!?\d]{{0,30}}\b{alternatives('page.telephones')}\b[^\d\w]{{0,10}})"
    r"\d[\d\s().+/-]{5,}",
    re.IGNORECASE,
)
_POSTAL_ADDRESS = re.compile(r"\s*(?:\w+-)?\d{5}\s+\w[\w\s,.'’()-]{0,80}")
_FOOTER_LINE_LENGTH = 60
_TOP_LINES = 12
_ADDRESS_LABEL = re.compile(rf"\s*{alternatives('page.address_labels')}\s*:\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*https?://\S+\s*")
_LABELLED_ADDRESS = re.compile(_ADDRESS_LABEL.pattern + r"https?://\S+\s*", re.IGNORECASE)
_RELEASE = re.compile(rf"\W*{alternatives('head.immediate')}\W*", re.IGNORECASE)
_LETTERHEAD = re.compile(rf"\W*{alternatives('page.letterheads')}\W*", re.IGNORECASE)
_END_MARK = re.compile(
    rf"\s*(?:\\?#\s*){{3,10}}|\s*[-–—]+\s*(?:30|{alternatives('page.ends')})\s*[-–—]+\s*", re.IGNORECASE
)


def page_headers(working: Working) -> None:
    """Drop lines that hold nothing but "6/22", and work out where all 22 pages begin.

    A line that begins with one space begins a page, provided that such lines and the headers together put every page
    in its place; otherwise no page is known, and none is guessed. A lone "1/2" may be anything; two rising ones not.

    Reads: lines. Writes: spans, pages.
    Example: "…vertice nel 2024.", "", "6/22", "", "23. Le ambizioni…" -> "6/22" dropped, page 6 begins there.
    """
    headers = {line.start: _PAGE_HEADER.fullmatch(line.text) for line in working.lines}
    found = [match for match in headers.values() if match]
    totals = {int(match[2]) for match in found}
    if len(totals) != 1:
        return
    total = totals.pop()
    starts = [line for line in working.lines if headers[line.start] or _PAGE_START.match(line.text)]
    numbers = [int(match[1]) if (match := headers[line.start]) else None for line in starts]
    complete = len(starts) == total and all(number in (None, place) for place, number in enumerate(numbers, 1))
    if complete:
        working.pages = {line.start: place for place, line in enumerate(starts, 1)}
    if complete or (len(found) > 1 and _rise([int(match[1]) for match in found], total)):
        working.take([line for line in working.lines if headers[line.start]], Use.DROPPED, "page header")


def page_numbers(working: Working) -> None:
    """Drop "- 2 -", "- 3 -" on lines of their own, if there are at least two and they rise.

    Reads: lines. Writes: spans.
    Example: "                - 2 -", "\\f" -> dropped.
    """
    found = [(line, match) for line in working.lines if (match := _PAGE_NUMBER.fullmatch(line.text))]
    if len(found) > 1 and _rise([int(match[1]) for _, match in found], 9_999):
        working.take([line for line, _ in found], Use.DROPPED, "page number")


def _rise(numbers: list[int], total: int) -> bool:
    """Whether each number is greater than the one before, and none is greater than `total`."""
    return all(before < after for before, after in pairwise([0, *numbers])) and numbers[-1] <= total


def release_notice(working: Working) -> None:
    """Drop what a press office writes above a release for its recipients: where to find it, when it may be used.

    Reads: the first lines. Writes: spans.
    Example: "Cite: ", "http://www.whitehouse.gov/…", "", "For Immediate Release", "THE WHITE HOUSE" -> dropped.
    """
    top = [line for line in working.lines[: 2 * _TOP_LINES] if not line.blank][:_TOP_LINES]
    labels = {line.start for line in top if _ADDRESS_LABEL.fullmatch(line.text)}
    addresses = [line for before, line in pairwise(top) if before.start in labels and _ADDRESS.fullmatch(line.text)]
    whole = [line for line in top if _LABELLED_ADDRESS.fullmatch(line.text)]
    labelled = [before for before, line in pairwise(top) if line in addresses]
    working.take([*labelled, *addresses, *whole], Use.DROPPED, "address of the source")
    working.take([line for line in top if _RELEASE.fullmatch(line.text)], Use.DROPPED, "release notice")
    letterhead = [line for line in top if _LETTERHEAD.fullmatch(line.text)]
    ruled = [line for line in top if letterhead and _RULE.fullmatch(line.text)]
    working.take([*letterhead, *ruled], Use.DROPPED, "letterhead")


def end_mark(working: Working) -> None:
    """Drop the mark below the text that says it ends there: "###", "# # #", "-30-", "END".

    Reads: the last block. Writes: spans.
    Example: "…more resolute than ever.", "", "\\###" -> "\\###" dropped.
    """
    for block in working.blocks()[-1:]:
        if len(block) == 1 and _END_MARK.fullmatch(block[0].text):
            working.take(block, Use.DROPPED, "end mark")


def cookie_notice(working: Working) -> None:
    """Drop a notice about cookies above the text.

    Reads: the first block. Writes: spans.
    Example: "This site uses technical and analytics cookies.", "By continuing to browse, …" -> dropped.
    A statement about cookies is kept: it does not mention sites, browsing or consent, or it is longer than a banner.
    """
    for block in working.blocks()[:1]:
        words = " ".join(line.text for line in block)
        if len(words) <= _BANNER_LENGTH and _COOKIE.search(words) and _NOTICE.search(words):
            working.take(block, Use.DROPPED, "cookie notice")


def drop_related_links(working: Working) -> None:
    """Drop "Per saperne di più", "You might also be interested in.." and the links that follow.

    Reads: blocks. Writes: spans.
    Example: "## Per saperne di più", "", "[Il Presidente…](#)" -> both dropped.
    """
    working.take(_cards(working.blocks()), Use.DROPPED, "related links")
    following, related = False, list[Line]()
    for block in working.blocks():
        if len(block) == 1 and _RELATED.fullmatch(_strip_marks(block[0].text)):
            following = True
        elif not (following and all(_LINK.fullmatch(line.text.strip()) for line in block)):
            following = False
        if following:
            related += block
    working.take(related, Use.DROPPED, "related links")


def _cards(blocks: list[Block]) -> list[Line]:
    """Everything from "Leggi anche" below the text to the end: titles, dates, and a few words about each document."""
    lengths = [sum(len(line.text) for line in block) for block in blocks]
    whole, below, found = sum(lengths), 0, list[Line]()
    for place in range(len(blocks) - 1, _CARDS_BELOW - 1, -1):
        below += lengths[place]
        if below >= min(whole - below, _CARDS):
            break
        if _RELATED.fullmatch(_strip_marks(blocks[place][0].text[:_CARD])):
            cards = [line for each in blocks[place:] for line in each]
            found = cards if _read_as_cards(cards) else found
    return found


def _read_as_cards(lines: list[Line]) -> bool:
    """Whether no line is long and no sentence follows another: then each is a title, not the document's own text."""
    sentences = [line.text.rstrip().endswith((".", "!", "?")) for line in lines]
    return all(len(line.text) <= _CARD for line in lines) and not any(map(all, pairwise(sentences)))


def footer(working: Working) -> None:
    """Drop the address block, contacts and telephone numbers below the text, from the end upwards.

    It begins with a block that its own words give away, and short lines among such blocks belong to it; bold lines
    or addresses alone do not make a footer, since statements end with signatures too.

    Reads: blocks. Writes: spans.
    Example: "**Governo Italiano**", "## Contatti", "00186 Roma - Italia", "Centralino: (+39) 06.6779.1".
    """
    blocks = working.blocks()
    trailing = list(takewhile(lambda block: _footer_reason(block) or _short(block), reversed(blocks)))[::-1]
    trailing = list(dropwhile(lambda block: not _footer_reason(block), trailing))
    if not {"contacts", "telephone"} & {_footer_reason(block) for block in trailing}:
        return
    by_reason: dict[str, list[Line]] = {}
    for block in trailing:
        by_reason.setdefault(_footer_reason(block) or "contacts", []).extend(block)
    for reason, lines in by_reason.items():
        working.take(lines, Use.DROPPED, reason)


def _footer_reason(block: Block) -> str:
    """Why the words of a block make it part of a footer; empty where they do not."""
    texts = [line.text for line in block]
    if len(block) == 1 and CONTACTS.fullmatch(_strip_marks(texts[0])):
        return "contacts"
    if CONTACTS.fullmatch(_strip_marks(texts[0])) and any(map(REACHED.search, texts)) and _short(block):
        return "contacts"
    if all(_RULE.fullmatch(text) for text in texts):
        return "ruled line"
    if all(_reaches(text) for text in texts):
        return "contacts"
    if all(_TELEPHONE.fullmatch(text) for text in texts):
        return "telephone"
    if all(_ASKED.fullmatch(text) for text in texts) and _short(block):
        return "address block"
    if all(_BOLD.fullmatch(text) or _POSTAL_ADDRESS.fullmatch(text) for text in texts):
        return "address block"
    return ""


def _reaches(text: str) -> bool:
    """Whether a line says whom to ask about a release: "Press contact: Ada Quist, +47 22 00 00 00", "www.a.example"."""
    inquiry = _INQUIRY.match(text)
    if len(text) > _INQUIRY_LENGTH or not (REACHED.search(text) or (inquiry and _NATIONAL_NUMBER.search(text))):
        return False
    return bool(inquiry) or not _WORDS.search(_REACHED_AT.sub(" ", text))


def downloads(working: Working) -> None:
    """Drop lines that link to the same text in another file.

    Reads: lines. Writes: spans.
    Example: "Scarica il comunicato (PDF, 120 KB)" -> dropped.
    """
    found = [line for line in working.lines if len(line.text) <= _CARD and _DOWNLOAD.fullmatch(line.text)]
    working.take(found, Use.DROPPED, "link to a file")


def _short(block: Block) -> bool:
    return all(len(line.text) <= _FOOTER_LINE_LENGTH and not line.text.rstrip().endswith(".") for line in block)


def _strip_marks(text: str) -> str:
    """A line without Markdown's marks for headings and bold."""
    heading = _HEADING.fullmatch(text.strip())
    return (heading[2] if heading else text).strip().strip("*").strip()


CLEANING_OF_PARTS: list[Callable[[Working], None]] = [
    cookie_notice, release_notice, drop_related_links, downloads, end_mark, footer,
]  # fmt: skip
CLEANING = [mail_head, mail_quoting, page_headers, page_numbers, markdown_blocks, *CLEANING_OF_PARTS]
