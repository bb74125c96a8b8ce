"""Saved web pages: all that a reader of the page sees, what of it is the document, and what the page states of itself.

The steps, in order: bytes to markup (`_markup`), markup to a tree (`_tree`), the tree to blocks of text and the regions
they stand in (`_Walk`), the title, what is not the document (`_judge`), whether it is one at all, and the facts.
libxml2 parses: it is linear and stops at a depth, where parsers that build the tree of the HTML standard take minutes
for a page of nested lists, and gigabytes for one of unclosed <font>.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from itertools import accumulate, islice
from urllib.parse import urlsplit

from babel import Locale
from lxml import etree  # type: ignore[import-untyped]

from statements.dates import parse_edtf, weekday_names, written_date
from statements.importer.draft import Fact, Refused, is_blank
from statements.importer.formats.extract import Extract, Limits, Part
from statements.languages import LANGUAGES

# --- bytes to markup ---------------------------------------------------------------------------------------------

_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF16_STARTS = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,500}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{1,40})""", re.I)
_DECLARED_WITHIN = 8192  # the standard says 1024 bytes; old pages have more above it
_TRUSTED = re.compile(r"utf-?8|iso-?8859-?\d{1,2}|windows-?125\d|cp125\d|latin-?[19]|l1|(?:us-)?ascii|macintosh", re.I)
_LATIN = {"iso8859-1", "ascii"}  # what the WHATWG standard reads as windows-1252
_C1 = re.compile("[\x80-\x9f]")
_UNSEEN = dict.fromkeys(
    [*range(9), 0xB, *range(0xE, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)]
    + [0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # hyphenation, direction
)


def _markup(content: bytes) -> tuple[str, str]:
    """The page as text without characters that no reader sees, and the encoding it was in.

    b"<meta charset=iso-8859-1>caff\\xe8" -> ("<meta charset=iso-8859-1>caffè", "cp1252")
    """
    for start, encoding in {**_BOMS, **_UTF16_STARTS}.items():
        if content.startswith(start):
            body = content[len(start) :] if start in _BOMS else content
            return body.decode(encoding, "replace").translate(_UNSEEN), encoding
    encoding = _encoding(content)
    return content.decode(encoding, "replace").translate(_UNSEEN), encoding


def _encoding(content: bytes) -> str:
    """UTF-8 where the bytes are that, as other text hardly ever is; else what is declared if it can be; else cp1252."""
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    declared = _codec(found[1].decode("ascii")) if found else ""
    if _decodes(content, "utf-8"):
        return declared if declared and content.isascii() else "utf-8"
    # Control characters in place of quotation marks show that windows-1252 was called by another name.
    if declared and _decodes(content, declared) and not _C1.search(content.decode(declared)):
        return declared
    return "cp1252"


def _codec(label: str) -> str:
    """Python's name for an encoding that pages are in: "ISO-8859-1" -> "cp1252"; "" for any other."""
    if not _TRUSTED.fullmatch(label):
        return ""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    return "cp1252" if name in _LATIN else name


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


# --- markup to a tree --------------------------------------------------------------------------------------------

# Attributes and tags as the HTML standard parts them; comments and scripts are passed over.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>]*+))?+"""
_TAG = re.compile(
    rf"<!--(?!-?>)(?:[^-]|-(?!-!?>))*+|(?P<tag><(?:(?P<raw>script|style)(?=[\s/>])|[a-z][^\s/>]*+)(?:{_ATTRIBUTE})*+)"
    r"(?(raw)(?:[^<]|<(?!/(?P=raw)))*+)",
    re.I,
)
_LONG_TAG = 5_000
_ATTRIBUTES = 1_000
_ELEMENTS = 500_000


def _tree(markup: str) -> etree._Element:
    """The root of the page. Raises Refused where it is nested or crowded as no document is."""
    # libxml2 compares each attribute of a tag with those before it: 100,000 of them would take ten seconds.
    tags = (found["tag"] for found in _TAG.finditer(markup) if found["tag"])
    if any(len(tag) > _LONG_TAG and len(re.findall(_ATTRIBUTE, tag)) > _ATTRIBUTES for tag in tags):
        raise Refused(f"the page has a tag with more than {_ATTRIBUTES:,} attributes")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if any("depth" in error.message for error in islice(parser.error_log, 1_000)):
        raise Refused("the elements of the page are nested too deeply to be read")
    if root is None:
        raise Refused("the page has no text")
    if sum(1 for _ in islice(root.iter(), _ELEMENTS + 1)) > _ELEMENTS:
        raise Refused(f"the page has more than {_ELEMENTS:,} elements")
    _end_head(root)
    return root


def _end_head(root: etree._Element) -> None:
    """Put what stands in the head of a page without <body> where browsers do: the first element that is shown ends it.

    https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead; libxml2 takes newer elements for metadata.
    """
    head = root.find("head")
    shown = None if head is None else next(filter(_is_shown, head), None)
    if head is None or shown is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    words = ""
    if shown.tag in _METADATA:  # words after it are shown, not itself
        words, shown.tail = shown.tail or "", ""
    moved = head[head.index(shown) + bool(words) :]
    body.text, after = words, body.text or ""
    for place, each in enumerate(moved):
        body.insert(place, each)
    if moved:
        moved[-1].tail = f"{moved[-1].tail or ''}{after}"
    else:
        body.text += after


def _is_shown(element: etree._Element) -> bool:
    return element.tag not in _METADATA or bool((element.tail or "").strip())


# --- the tree to blocks of text ----------------------------------------------------------------------------------

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "label", "legend", "li", "main", "menu", "nav", "ol",
    "optgroup", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot",
    "th", "thead", "title", "tr", "ul",
])  # fmt: skip
_INVISIBLE = frozenset([
    "script", "style", "template", "noscript", "head", "iframe", "object", "embed", "audio", "video", "canvas",
    "svg", "datalist", "noframes", "map",
])  # fmt: skip
_METADATA = frozenset([
    "base", "basefont", "bgsound", "link", "meta", "title", "script", "style", "noscript", "template",
])  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_SHORT_CELL = 80
_RUNNING = 100


@dataclass(eq=False)
class _Block:
    """A paragraph, heading or line of the page. level: 1 to 6 for a heading; linked: how much of the text is links."""

    text: str
    kind: str
    level: int
    linked: float
    dropped: str = ""

    @property
    def running(self) -> bool:
        """Whether it reads as text that somebody wrote, not as a label."""
        return len(self.text) >= _RUNNING and self.linked < 0.5 and not self.level

    @property
    def sentence(self) -> bool:
        return self.running or (len(self.text.split()) >= 6 and self.linked < 0.5 and not self.level)


@dataclass(frozen=True)
class _Region:
    """The blocks from `start` to before `end`, which one element holds, and why they may be no part of the document."""

    start: int
    end: int
    reason: str
    named: bool = False  # by its class or id, which is weaker than by its tag


@dataclass(frozen=True)
class _Place:
    """What holds for the text in an element: it is a list item, a link, below the depth at which elements count…"""

    kind: str = "body"
    level: int = 0
    linked: bool = False
    lines: bool = False
    row: bool = False
    depth: int = 0


@dataclass
class _Walk:
    """One pass over the tree in document order. Elements deeper than `depth` are read as if they were their text."""

    depth: int
    blocks: list[_Block] = field(default_factory=list)
    regions: list[_Region] = field(default_factory=list)
    mains: list[_Region] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)  # block, datetime
    _pieces: list[tuple[str, bool]] = field(default_factory=list)
    _places: list[_Place] = field(default_factory=lambda: [_Place()])
    _open: list[tuple[int, str, bool]] = field(default_factory=list)
    _broken: bool = False

    def over(self, root: etree._Element) -> _Walk:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "start" and _invisible(element):
                events.skip_subtree()
                self._places.append(self._places[-1])
                self._open.append((-1, "", False))
            elif event == "start":
                self._enter(element)
            else:
                self._leave(element)
        self.flush()
        return self

    def _enter(self, element: etree._Element) -> None:
        above, tag = self._places[-1], element.tag
        counts = above.depth < self.depth
        reason, named = _reason(element) if counts else ("", False)
        breaks = counts and (reason == "edit link" or (tag in _BLOCKS and not (above.row and tag in ("td", "th"))))
        if breaks:
            self.flush()
        if tag == "br":
            self._break()
        elif tag == "time" and element.get("datetime"):
            self.times.append((len(self.blocks), element.get("datetime")))
        self._open.append((len(self.blocks) if breaks else -1, reason, named))
        self._places.append(_place(element, above))
        self._text(element.text or "")

    def _leave(self, element: etree._Element) -> None:
        place, (start, reason, named) = self._places.pop(), self._open.pop()
        if start >= 0:
            self.flush(place)
            region = _Region(start, len(self.blocks), reason, named)
            if reason and region.end > start:
                self.regions.append(region)
            if _holds_the_text(element) and region.end > start:
                self.mains.append(region)
        elif self._places[-1].row and element.tag in ("td", "th"):
            self._pieces.append((" ", False))
        self._text(element.tail or "")

    def _text(self, text: str) -> None:
        place = self._places[-1]
        for number, line in enumerate(text.split("\n") if place.lines else [text]):
            if number:
                self._break()
            if line:
                self._broken = self._broken and is_blank(line)
                self._pieces.append((line, place.linked))

    def _break(self) -> None:
        """Begin a line; an empty line between two begins a paragraph, as old pages do with <br><br>."""
        if self._broken:
            self.flush()
        elif self._pieces:
            self._pieces.append(("\0", False))  # no page has this character any more
            self._broken = True

    def flush(self, place: _Place | None = None) -> None:
        """End the block, if there is any text in it."""
        whole = "".join(piece for piece, _ in self._pieces)
        lines = (_SPACE.sub(" ", line).strip() for line in whole.split("\0"))
        text = "\n".join(line for line in lines if line)
        if not is_blank(text):
            place = place or self._places[-1]
            linked = sum(_letters(piece) for piece, linked in self._pieces if linked)
            self.blocks.append(_Block(text, place.kind, place.level, linked / max(1, _letters(text))))
        self._pieces.clear()
        self._broken = False


def _letters(text: str) -> int:
    """How many characters belong to words: arrows and bars between links are no text of their own."""
    return sum(map(len, _WORD.findall(text)))


def _invisible(element: etree._Element) -> bool:
    tag = element.tag
    if tag in ("html", "body"):
        return False  # hidden only until a script shows them
    hidden = element.get("hidden") is not None or (tag == "dialog" and element.get("open") is None)
    return tag in _INVISIBLE or hidden or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def _place(element: etree._Element, above: _Place) -> _Place:
    """What holds inside `element`, which stands in `above`."""
    tag = element.tag
    kind, level = above.kind, above.level
    if re.fullmatch("h[1-6]", str(tag)) or element.get("role") == "heading":
        kind, level = "heading", int(tag[1]) if tag[0] == "h" and tag[1:].isdecimal() else 2
    elif tag in ("li", "dd", "dt"):
        kind = "list-item"
    elif tag == "blockquote":
        kind = "quotation"
    linked = above.linked or (tag in ("a", "button") and element.get("name") is None)
    row = tag == "tr" and _short_cells(element)
    return _Place(kind, level, linked, above.lines or tag in ("pre", "textarea"), row, above.depth + 1)


def _short_cells(row: etree._Element) -> bool:
    """Whether a row of a table holds short entries, which are read as one line, and no paragraphs."""
    if any(inner.tag in _BLOCKS - {"td", "th"} for inner in islice(row.iterdescendants(), 60)):
        return False
    return all(sum(map(len, islice(cell.itertext(), 20))) <= _SHORT_CELL for cell in islice(row, 60))


# --- what is not the document ------------------------------------------------------------------------------------

_TAGS = {
    "nav": "navigation", "footer": "footer", "aside": "sidebar", "form": "form", "button": "form", "select": "form",
    "textarea": "form", "label": "form", "dialog": "notice", "header": "header",
}  # fmt: skip
_ROLES = {
    "navigation": "navigation", "menu": "navigation", "menubar": "navigation", "banner": "header", "search": "form",
    "contentinfo": "footer", "complementary": "sidebar", "dialog": "notice", "alertdialog": "notice",
    "doc-endnotes": "footnotes", "doc-footnote": "footnotes", "doc-toc": "navigation",
}  # fmt: skip
_NAMES = {
    "edit link": "mw-editsection(?!-)",
    "cookie notice": r"cookies?|cookie-?\w*|gdpr|rgpd|consent|onetrust|iubenda|tarteaucitron|didomi|cybot\w*",
    "breadcrumb": r"breadcrumbs?|crumbs?|briciole|fil-d?-?ariane|ariane",
    "share bar": r"share|sharing|social|socials|socialmedia|addthis\w*|addtoany\w*|a2a|sharethis|condividi|condivisione"
    r"|partage|partager|sharebar|sharedaddy",
    "related links": r"related|correlat[aei]|recommended|suggested|see-also|leggi-anche"
    r"|lire-aussi|a-lire-aussi|teasers?",
    "advert": r"ads?|advert|adverts|advertisement|advertising|adsbygoogle|pubblicita|publicite|sponsored|dfp",
    "footnotes": r"references|reflist|footnotes?|endnotes?|notes-de-bas-de-page",
    "table of facts": r"infobox\w*|sinottico",
    "language links": r"language-?(?:switcher|selector|links|list|menu|block)|lang-?(?:switch\w*|selector|menu)"
    r"|interlanguage|langues|lingue|languages",
    "navigation": r"nav|navs|navbar|navbox\w*|navigation|navigazione|menu|menus|submenu|mega-?menu|sf-menu"
    r"|pager|pagination"
    r"|toc|skip-?(?:link|links|nav|to-\w+)|jump-?(?:link|links)|catlinks|toolbar|sitemap|tags",
    "footer": r"footer|site-?footer|page-?footer|footer\w+|printfooter|colophon|copyright",
    "sidebar": r"sidebar\w*|side-?bar",
    "form": r"search|search-?form|search-?box|newsletter|subscribe|login|comment-?form",
    "not shown": r"visually-?hidden|sr-only|screen-reader(?:-text)?|element-invisible|hide|hidden|invisible|noprint",
}
_NAMED = {reason: re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])") for reason, words in _NAMES.items()}
_HEADERS = re.compile(
    r"(?:(?:site|page|main|global|top|web)-?)?(?:header|masthead|banner)(?:-(?:inner|wrapper|container|top))?"
    r"|top-?bar|(?:site-?)?(?:logo|slogan)|site-(?:name|title|branding)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME_LENGTH = 500
# What these name never holds paragraphs; where it does, the name means something else.
_NEVER_TEXT = {"navigation", "language links", "header", "breadcrumb", "share bar", "not shown", "form", "advert"}
_COOKIE = re.compile(r"\bcookies?\b", re.I)
_CONSENT = re.compile(
    r"\b(?:sites?|websites?|sito|brows\w+|navig\w+|accept\w*|accett\w+|consens?\w*|privacy|utilis\w+|policy)\b", re.I
)
_COOKIE_LENGTH = 700
_SHARE_WORDS = frozenset([
    "share", "condividi", "partager", "tweet", "twitter", "facebook", "linkedin", "whatsapp", "telegram", "email",
    "mail", "e", "print", "stampa", "imprimer", "invia", "on", "su", "sur", "this", "page", "questa", "pagina",
    "cette", "copy", "link", "copia", "copier", "le", "lien", "x", "pinterest", "bluesky", "threads", "instagram",
    "via", "pdf", "download", "scarica", "télécharger", "envoyer",
])  # fmt: skip
_RELATED = re.compile(
    r"(?:per saperne di più|leggi anche|(?:ti )?potrebbe(?:ro)? interessar\w+|contenuti correlati|notizie correlate"
    r"|voci correlate|altri progetti|collegamenti esterni|vedi anche|articoli correlati"
    r"|you might also be interested in|you may also like|read more|see also|external links|more news|latest news"
    r"|related (?:links|content|articles|news|documents|stories)"
    r"|pour en savoir plus|en savoir plus|à lire aussi|lire aussi|voir aussi|liens externes|articles (?:liés|connexes)"
    r"|sur le même sujet|ultime notizie|dernières actualités)\W*",
    re.I,
)
_COPYRIGHT = re.compile(
    r"\W*(?:©|\(c\)|copyright\b|tutti i diritti riservati|tous droits réservés|all rights reserved)", re.I
)


def _reason(element: etree._Element) -> tuple[str, bool]:
    """Why an element is no part of a document, by its tag, role or name, and whether by its name."""
    tag = element.tag
    if tag in ("html", "body", "main", "article"):
        return "", False
    names = _names(element)
    if not names:
        return _TAGS.get(tag) or _ROLES.get(element.get("role") or "", ""), False
    for reason, pattern in _NAMED.items():
        if (tag in _BLOCKS or reason == "edit link") and pattern.search(names):
            return reason, True
    if tag in _BLOCKS and any(_HEADERS.fullmatch(name) for name in names.split()):
        return "header", True
    return _TAGS.get(tag) or _ROLES.get(element.get("role") or "", ""), False


def _names(element: etree._Element) -> str:
    """Class and id in lower case: "siteFooter block_menu" -> "site-footer block-menu"."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_NAME_LENGTH]
    return _CAMEL.sub("-", names).lower().replace("_", "-").strip()


def _holds_the_text(element: etree._Element) -> bool:
    """Whether the page says of an element that the text is in it."""
    said = element.get("role") == "main" or element.get("itemprop") == "articleBody"
    return said or element.tag in ("main", "article")


@dataclass
class _Page:
    """The blocks of a page with the title among them, and sums over stretches of them."""

    blocks: list[_Block]
    title: int | None

    def __post_init__(self) -> None:
        self._all = list(accumulate((len(block.text) for block in self.blocks), initial=0))
        self._running = list(accumulate((len(block.text) if block.running else 0 for block in self.blocks), initial=0))

    def running(self, start: int = 0, end: int | None = None) -> int:
        """The characters of running text in blocks start to before end."""
        return self._running[len(self.blocks) if end is None else end] - self._running[start]

    def characters(self, start: int, end: int) -> int:
        return self._all[end] - self._all[start]

    def kept(self) -> Iterator[tuple[int, _Block]]:
        return ((place, block) for place, block in enumerate(self.blocks) if not block.dropped)

    def drop(self, start: int, end: int, reason: str) -> None:
        for place in range(start, end):
            if place != self.title and not self.blocks[place].dropped:
                self.blocks[place].dropped = reason


def _judge(page: _Page, walk: _Walk) -> None:
    """Write into each block that is not the document why it is not."""
    main = _main(page, walk)
    for place, reason in enumerate(_reasons(page, walk, main)):
        if reason:
            page.drop(place, place + 1, reason)
    if main:
        first = main.start if page.title is None else min(main.start, page.title)
        page.drop(0, first, "outside the main text")
        page.drop(max(main.end, (page.title or 0) + 1), len(page.blocks), "outside the main text")
    for rule in (_cookie_notices, _share_bars, _copyright, _related, _links, _above_title, _emptied_headings):
        rule(page)


def _reasons(page: _Page, walk: _Walk, main: _Region | None) -> Iterator[str]:
    """Why each block is no part of the document by the elements that it is in; the inner one tells more."""
    regions = sorted(walk.regions, key=lambda region: (region.start, -region.end))[::-1]
    within: list[tuple[int, str]] = [(len(page.blocks) + 1, "")]
    for place in range(len(page.blocks)):
        while within[-1][0] <= place:
            within.pop()
        while regions and regions[-1].start == place:
            region, outer = regions.pop(), within[-1][1]
            own = outer not in ("", "header", "footer", "sidebar") or _sheltered(region, page, main)
            within.append((region.end, outer if own else region.reason))
        yield within[-1][1]


def _main(page: _Page, walk: _Walk) -> _Region | None:
    """The smallest element said to hold the text that holds most of it."""
    covered = _covered(walk.regions, len(page.blocks))
    free = sum(
        len(block.text) for block, in_one in zip(page.blocks, covered, strict=True) if block.running and not in_one
    )
    enough = max(1, (free or page.running()) * 0.6)
    good = [region for region in walk.mains if page.running(region.start, region.end) >= enough]
    good = good or [region for region in walk.mains if page.title in range(region.start, region.end)]
    return min(good, key=lambda region: region.end - region.start, default=None)


def _sheltered(region: _Region, page: _Page, main: _Region | None) -> bool:
    """Whether an element called furniture holds the document itself, as <form> does on many pages, or a wrapper."""
    if page.title is not None and region.start <= page.title < region.end:
        return True
    if main and region.start <= main.start and main.end <= region.end:
        return True
    if region.reason == "header" and main and main.start <= region.start and (page.title or 0) < region.start:
        return True
    running = page.running(region.start, region.end)
    if region.reason in ("cookie notice", "footnotes") or not (region.named or region.reason == "form"):
        return False
    most = running > page.running() * 0.6 and main is None
    text = running > max(400, page.characters(region.start, region.end) * 0.6)
    return bool(running) and (most or (region.reason in _NEVER_TEXT and text))


def _cookie_notices(page: _Page) -> None:
    """Drop what says that the site uses cookies, above the text or below it."""
    running = [place for place, block in page.kept() if block.running and not _notice(block)]
    first, last = (running[0], running[-1]) if running else (0, 0)
    for place, block in page.kept():
        if not first < place < last and _notice(block):
            page.drop(place, place + 1, "cookie notice")


def _notice(block: _Block) -> bool:
    return len(block.text) <= _COOKIE_LENGTH and bool(_COOKIE.search(block.text) and _CONSENT.search(block.text))


def _share_bars(page: _Page) -> None:
    for place, block in page.kept():
        words = _WORD.findall(block.text[:200].lower())
        if words and len(block.text) <= 200 and _SHARE_WORDS.issuperset(words):
            page.drop(place, place + 1, "share bar")


def _related(page: _Page) -> None:
    """Drop "See also" and the entries under it, up to running text or the next heading."""
    below = False
    for place, block in page.kept():
        named = len(block.text) < 80 and bool(_RELATED.fullmatch(block.text))
        below = named or (below and not block.level and not block.running)
        if below:
            page.drop(place, place + 1, "related links")


def _links(page: _Page) -> None:
    """Drop what is nothing but links; a heading that is one stays for the text below it."""
    below = False
    for place in range(len(page.blocks) - 1, -1, -1):
        block = page.blocks[place]
        link = block.linked >= 0.85 and len(block.text) < 2 * _RUNNING
        if link and not block.dropped and not (block.level and below):
            page.drop(place, place + 1, "link")
        elif not block.dropped:
            below = not block.level


def _above_title(page: _Page) -> None:
    """Drop labels above the title: the office, "Press release", a section of the site."""
    for place in range(page.title or 0):
        if not page.blocks[place].running:
            page.drop(place, place + 1, "above the title")


def _copyright(page: _Page) -> None:
    for place, block in page.kept():
        if not block.running and _COPYRIGHT.match(block.text):
            page.drop(place, place + 1, "footer")


def _emptied_headings(page: _Page) -> None:
    """Drop a heading of which all that stood under it was dropped, as "Notes" above a list of footnotes."""
    kept, lost = [False] * 8, [""] * 8
    for place in range(len(page.blocks) - 1, -1, -1):
        block = page.blocks[place]
        level = block.level
        if level and not block.dropped and lost[level] and not kept[level]:
            page.drop(place, place + 1, lost[level])
        if level and not block.dropped:
            kept[level:], lost[level:] = [False] * (8 - level), [""] * (8 - level)
        elif block.dropped:
            lost = [block.dropped] * 8
        else:
            kept = [True] * 8


# --- title -------------------------------------------------------------------------------------------------------

_SEPARATOR = re.compile(r"\s+(?:[|–—·•:»«>/-]|::|\|\|)\s+")
_TITLE_LENGTH = 500
_SITE_WORDS = 6


@dataclass(frozen=True)
class _Stated:
    """What the head of the page states: meta by name in lower case, title, address."""

    meta: dict[str, str]
    title: str
    lang: str
    canonical: str
    classes: frozenset[str]
    linked_data: str
    saved_from: str


def _stated(root: etree._Element, markup: str) -> _Stated:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv") or element.get("itemprop")
        content = _line(element.get("content") or "")
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    title = next(root.iter("title"), None)
    body = next(root.iter("body"), None)
    canonical = (link.get("href") or "" for link in root.iter("link") if "canonical" in (link.get("rel") or "").split())
    scripts = (script.text or "" for script in root.iter("script") if script.get("type") == "application/ld+json")
    saved = re.search(r"<!--\s*saved from url=\(\d+\)(\S+)", markup[:10_000])
    return _Stated(
        meta,
        _line("".join(title.itertext())) if title is not None else "",
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or "",
        next(canonical, "").strip(),
        frozenset(body.get("class", "").lower().split() if body is not None else ()),
        "\n".join(scripts),
        saved[1] if saved else "",
    )


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _key(text: str) -> str:
    """`text` for comparison: its words in lower case."""
    return " ".join(_WORD.findall(text.casefold()))


def _stated_titles(stated: _Stated) -> list[tuple[str, str]]:
    """The titles that the head states, the most trusted first, each with its origin."""
    found = [
        (f"meta {name}", stated.meta.get(name, ""))
        for name in ("og:title", "dcterms.title", "dc.title", "twitter:title")
    ]
    return [(origin, text) for origin, text in [*found, ("title", stated.title)] if text]


def _title_block(walk: _Walk, stated: _Stated) -> int | None:
    """The block that shows the title: the longest heading that the head of the page agrees with, else the first h1.

    <title>Budget 2015 | Assemblée</title>, <h1>Assemblée</h1>, <h2>Budget 2015</h2> -> the h2
    """
    whole = [_key(text) for _, text in _stated_titles(stated)]
    pieces = {_key(piece) for _, text in _stated_titles(stated) for piece in _pieces(text)}
    sites = _site_names(stated)
    ranked: list[tuple[int, int, float, int]] = []
    for place, block in enumerate(walk.blocks):
        key = _key(block.text) if len(block.text) <= _TITLE_LENGTH else ""
        within = block.level in (1, 2) and len(key.split()) > 2 and any(f" {key} " in f" {text} " for text in whole)
        longer = block.level == 1 and any(len(piece.split()) > 2 and f" {piece} " in f" {key} " for piece in pieces)
        if key and key not in sites and (key in pieces or within or longer):
            ranked.append((len(key), -(block.level or 9), -block.linked, -place))
    if ranked:
        return -max(ranked)[3]
    return _first_heading(walk, sites)


def _pieces(title: str) -> set[str]:
    """A title with and without what may be the name of the site: "NATO - Visit - Rome" -> that, "Visit - Rome", …"""
    found = list(islice(_SEPARATOR.finditer(title), 10))
    pieces = [title, *(title[: cut.start()] for cut in found), *(title[cut.end() :] for cut in found)]
    return {piece for piece in [*pieces, *_SEPARATOR.split(title)[:20]] if piece.strip()}


def _first_heading(walk: _Walk, sites: set[str]) -> int | None:
    """The first <h1> that is neither the name of the site nor in what a tag says is furniture."""
    covered = _covered([region for region in walk.regions if not region.named], len(walk.blocks))
    headings = (place for place, block in enumerate(walk.blocks) if block.level == 1 and _key(block.text) not in sites)
    return next((place for place in headings if not covered[place]), None)


def _covered(regions: list[_Region], length: int) -> list[bool]:
    """For each block whether a region holds it."""
    edges = [0] * (length + 1)
    for region in regions:
        edges[region.start] += 1
        edges[region.end] -= 1
    return [open_ > 0 for open_ in accumulate(edges[:length])]


def _site_names(stated: _Stated) -> set[str]:
    host = _host(stated.canonical or stated.meta.get("og:url", ""))
    names = [stated.meta.get("og:site_name", ""), stated.meta.get("application-name", ""), host]
    return {_key(name) for name in names if name}


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _title_fact(page: _Page, stated: _Stated) -> Fact | None:
    """The title in the words that the page shows; else the stated one without the name of the site."""
    shown = _line(page.blocks[page.title].text) if page.title is not None else ""
    key = _key(shown)
    for origin, text in _stated_titles(stated):
        if shown and key in {_key(piece) for piece in _pieces(text)}:
            return Fact(shown, origin)
    if shown and page.title is not None:
        return Fact(shown, f"h{page.blocks[page.title].level}" if page.blocks[page.title].level else "text")
    return next(
        (Fact(_without_site(text, stated)[:_TITLE_LENGTH], origin) for origin, text in _stated_titles(stated)), None
    )


def _without_site(title: str, stated: _Stated) -> str:
    """ "Visit to Rome | NATO" -> "Visit to Rome"; a name that the page gives its site goes at either end."""
    pieces = list(_SEPARATOR.finditer(title))
    if not pieces:
        return title
    sites = _site_names(stated)
    first, last = title[: pieces[0].start()], title[pieces[-1].end() :]
    if _key(first) in sites:
        return title[pieces[0].end() :]
    short = len(last.split()) <= _SITE_WORDS and len(last) < pieces[-1].start()
    return title[: pieces[-1].start()] if short or _key(last) in sites else title


# --- date, language, address -------------------------------------------------------------------------------------

_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "dcterms.date", "dc.date", "dcterms.issued",
    "dc.date.issued",
    "dcterms.created", "dc.date.created", "date", "pubdate", "publishdate", "publish-date", "publication_date",
    "datepublished", "parsely-pub-date", "sailthru.date", "citation_publication_date",
)  # fmt: skip
_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):\d{2}(?::\d{2})?(?:\.\d+)?\s*(Z|\+00:?00)?)?")
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{1,40})"')
_DIGITS_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d{2})\b")
_CHANGED = re.compile(r"updat|modif|aggiorn|mise? à jour|maj\b|review", re.I)
_DATE_LABEL = re.compile(
    r"[\s,.;:|()–—-]*(?:(?:issued|published|posted|released|date|on|le|il|publiée?|diffusée?|pubblicat[oa]|data|del|du|the|at|à"
    r"|ore|alle|h|am|pm|utc|gmt|cet|cest|edt|est)\b[\s,.;:|()–—-]*)*(?:\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?\s*(?:am|pm)?)?[\s,.;:|()–—-]*",
    re.I,
)
_DATELINE = re.compile(r"\s*[^\W\d][\w\s'’.()-]{1,40},\s*(?:the|le|il|lì)?\s*", re.I)
_DATE_LINE = 90
_NEAR = 8


def _date_fact(page: _Page, walk: _Walk, stated: _Stated) -> Fact | None:
    """The day of the document: the one a reader sees beside the title, else what the head states without dispute."""
    visible = _visible_date(page, stated)
    if visible:
        return visible
    near = _near(page)
    dates = [Fact(_day(value), "time") for place, value in walk.times if near.start <= place < near.stop]
    dates += [Fact(_day(stated.meta[name]), f"meta {name}") for name in _DATE_NAMES if name in stated.meta]
    dates += [
        Fact(_day(value), "JSON-LD datePublished") for value in _LINKED_DATE.findall(stated.linked_data[:500_000])
    ]
    dates = [fact for fact in dates if fact.value]
    return dates[0] if len({fact.value for fact in dates}) == 1 else None


def _near(page: _Page) -> range:
    """The blocks around the title in which a date is the document's, up to its first paragraph and one more."""
    kept = [place for place, _ in page.kept()]
    title = page.title if page.title is not None else (kept[0] if kept else 0)
    after = range(title + 1, min(len(page.blocks), title + 1 + _NEAR))
    text = next((place for place in after if page.blocks[place].running), after.stop)
    return range(max(0, title - _NEAR), min(text + 1, len(page.blocks)))


def _visible_date(page: _Page, stated: _Stated) -> Fact | None:
    """A line near the title that holds a date and at most a weekday, a time, a place or "Published on"."""
    near = sorted(_near(page), key=lambda place: (abs(place - (page.title or 0)), place))
    for place in near:
        block = page.blocks[place]
        if (
            block.dropped in ("", "above the title", "outside the main text", "header")
            and len(block.text) <= 4 * _DATE_LINE
        ):
            for line in block.text.split("\n"):
                day = _date_of_line(line, _language_order(stated)) if len(line) <= _DATE_LINE else ""
                if day and place != page.title:
                    return Fact(day, "text")
    return None


def _language_order(stated: _Stated) -> list[str]:
    own = _language(stated)
    return sorted(LANGUAGES, key=lambda code: (own is None or code != own.value, code))


def _date_of_line(line: str, languages: list[str]) -> str:
    """ "Issued on 11 Jul. 2023 14:31" -> "2023-07-11"; "" where a line says more, or when it was changed."""
    if _CHANGED.search(line):
        return ""
    for code in languages:
        wide = _unabbreviated(line, code)
        found = written_date(wide, code)
        if found:
            return _believed(found[0]) if _only_a_date(wide[: found[1]], wide[found[2] :]) else ""
    digits = _DIGITS_DATE.search(line)
    if digits and _only_a_date(line[: digits.start()], line[digits.end() :]):
        return _digits_day(digits, languages[0])
    return ""


def _digits_day(found: re.Match[str], language: str) -> str:
    """10/11/2022 is a day in November, but for English, which may mean either; 25/11/2022 is plain."""
    day, month = int(found[1]), int(found[2])
    if language == "en" and day <= 12 and day != month:
        return ""
    return _believed(f"{found[3]}-{month:02}-{day:02}")


def _only_a_date(before: str, after: str) -> bool:
    words = [word for word in before.split() if word.strip(" ,.").lower() not in _weekdays()]
    rest = " ".join(words)
    return bool(_DATE_LABEL.fullmatch(rest) or _DATELINE.fullmatch(rest)) and bool(_DATE_LABEL.fullmatch(after))


@cache
def _weekdays() -> frozenset[str]:
    return frozenset[str]().union(*(weekday_names(code) for code in LANGUAGES))


@cache
def _abbreviations(language: str) -> dict[str, str]:
    """The short names of months by CLDR and the long: {"jul": "July", …}."""
    months = Locale(language).months["format"]
    short = {name.rstrip(".").lower(): months["wide"][number] for number, name in months["abbreviated"].items()}
    return {**short, **({"sept": "September"} if language == "en" else {})}


def _unabbreviated(line: str, language: str) -> str:
    """ "11 Jul. 2023" -> "11 July 2023"."""
    names = _abbreviations(language)
    return _abbreviation(language).sub(lambda found: names[found[1].lower()], line)


@cache
def _abbreviation(language: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _abbreviations(language)), key=len, reverse=True))
    return re.compile(rf"\b({names})\b\.?", re.I)


def _day(stamp: str) -> str:
    """ "2017-06-05T21:42:00-04:00" -> "2017-06-05", the day where it was written; "" for what is no day.

    22:00 or later in UTC is midnight in Rome and Paris, of the day after: such a stamp says no day for certain.
    """
    found = _DAY.match(stamp)
    if not found or (found[5] and int(found[4]) >= 22):
        return ""
    return _believed("-".join(found.group(1, 2, 3)))


def _believed(day: str) -> str:
    """`day` where it is one of the calendar, since there are press releases and not to come."""
    try:
        start = parse_edtf(day).start
    except ValueError:
        return ""
    return day if start and date(1900, 1, 1) <= start <= datetime.now(UTC).date() else ""


def _language(stated: _Stated) -> Fact | None:
    found = [("html lang", stated.lang)]
    found += [
        (f"meta {name}", stated.meta.get(name, ""))
        for name in ("og:locale", "content-language", "dcterms.language", "dc.language")
    ]
    for origin, value in found:
        code = re.split("[-_,]", value.strip().lower())[0]
        if code:
            return Fact(code, origin) if code in LANGUAGES else None
    return None


def _address(stated: _Stated) -> Fact | None:
    """The first whole address that the page gives as its own and that is not the site's."""
    found = [
        ("link canonical", stated.canonical),
        ("meta og:url", stated.meta.get("og:url", "")),
        ("saved from", stated.saved_from),
    ]
    for origin, address in found:
        if re.fullmatch(r"https?://[^\s<>\"]{1,1990}", address) and _host(address) and not _is_root(address):
            return Fact(address, origin)
    return None


_ROOT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default|homepage|accueil)(?:\.\w+)?/?)?", re.I)


def _is_root(address: str) -> bool:
    """Whether `address` is the first page of a site, in one language or in all: https://nato.int/, …/fr/index.html."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and not parts.query and bool(_ROOT.fullmatch(parts.path))


# --- what is no document -----------------------------------------------------------------------------------------

_MISSING = re.compile(
    r"\W*(?:(?:error|erreur|errore|http)\W*)?404\b.{0,40}"
    r"|.{0,20}\b(?:page|file|content|document)s? (?:was |is |could )?not (?:be )?found\b.{0,20}"
    r"|\W*not found\W*|.{0,20}\bpagina non (?:è stata )?(?:trovata|disponibile|esiste).{0,20}"
    r"|.{0,20}\bpage (?:est )?(?:introuvable|non trouvée|inexistante|inconnue).{0,20}"
    r"|.{0,12}\berr(?:or|eur|ore)\W{0,3}404\b.{0,20}"
    r"|(?:access denied|accesso negato|accès refusé|forbidden|403 forbidden|just a moment\W*)",
    re.I,
)
_HOME_CLASSES = frozenset([
    "home", "front", "path-frontpage", "frontpage", "homepage", "page-home", "is-front",
])  # fmt: skip
_FEW = 3


def _refuse_no_document(page: _Page, stated: _Stated) -> None:
    """Raise Refused for an error page, the first page of a site, or nothing but links."""
    titles = [piece for _, text in _stated_titles(stated) for piece in _pieces(text)]
    headings = [block.text for block in page.blocks if block.level == 1]
    missing = next((text for text in [*titles, *headings] if len(text) < 100 and _MISSING.fullmatch(text)), None)
    if missing:
        raise Refused(f"this is no document but an error page: it is called {missing!r}")
    _refuse_home(page, stated)
    kept = [block for _, block in page.kept() if block.text]
    if not any(block.sentence for block in kept) and sum(1 for block in page.blocks if block.linked > 0.5) > 10:
        raise Refused("this is no document but a page of links: it has no sentence outside them")
    if not kept:
        raise Refused("this is no document but the frame of a page: nothing of it is text of a document")


def _refuse_home(page: _Page, stated: _Stated) -> None:
    """One sign of a first page may be a mistake of the site's, above a text of some length; two are none."""
    addresses = [address for address in (stated.canonical, stated.meta.get("og:url", "")) if _is_root(address)]
    signs = bool(addresses) + bool(_HOME_CLASSES & stated.classes)
    text = page.title is not None and sum(block.running for _, block in page.kept()) >= _FEW
    if signs and (signs > 1 or not text):
        where = f"its address is {addresses[0]}" if addresses else "it is marked as one"
        raise Refused(f"this is no document but the first page of a site: {where}")


# --- all together ------------------------------------------------------------------------------------------------


def read_html(content: bytes, limits: Limits) -> Extract:
    """The text of a saved page, what of it is the document, and what the page states of itself.

    b"<title>Visit</title><nav>Home</nav><h1>Visit</h1><p>He came to Rome.</p>" -> text "Home\n\nVisit\n\nHe came to
    Rome.", parts "Home" (dropped: navigation), "Visit" (title) and the paragraph, facts title "Visit".
    Raises Refused where it has no text, too much of it, or is no document: an error page, the first page of a site.
    """
    markup, encoding = _markup(content)
    if len(markup) > limits.characters:
        raise Refused(f"the page has more than {limits.characters:,} characters")
    if is_blank(markup):
        raise Refused("the page has no text")
    root = _tree(markup)
    walk = _Walk(limits.depth).over(root)
    if not walk.blocks:
        raise Refused("the page has no text")
    stated = _stated(root, markup)
    page = _Page(walk.blocks, _title_block(walk, stated))
    _judge(page, walk)
    _refuse_no_document(page, stated)
    return Extract(
        "\n\n".join(block.text for block in page.blocks),
        "text/html",
        encoding,
        _parts(page),
        _facts(page, walk, stated),
    )


def _parts(page: _Page) -> tuple[Part, ...]:
    """The blocks as stretches of the text, a blank line between them."""
    starts = accumulate((len(block.text) + 2 for block in page.blocks), initial=0)
    return tuple(
        Part(start, start + len(block.text), "title" if place == page.title else block.kind, block.dropped)
        for place, (start, block) in enumerate(zip(starts, page.blocks, strict=False))
    )


def _facts(page: _Page, walk: _Walk, stated: _Stated) -> dict[str, Fact]:
    found = {
        "title": _title_fact(page, stated),
        "date": _date_fact(page, walk, stated),
        "language": _language(stated),
        "source_url": _address(stated),
    }
    return {name: fact for name, fact in found.items() if fact}
