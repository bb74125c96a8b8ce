"""What is cited: a document as it was published, or one paragraph of it, as plain values for all formats."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from statements.citing.names import Name
from statements.dates import parse_edtf
from statements.models import Content, ContentParagraph, Kind, Participant, Role, shown_title, sub_number
from statements.web.interface import link_paragraph, pinned

ARCHIVE = "Statements on NATO"
OWN_WORDS = (Role.AUTHOR, Role.SPEAKER)


class Translation(NamedTuple):
    """The same text in another language, at its address here."""

    address: str
    title: str
    language: str


@dataclass(frozen=True)
class Citation:
    """A document that is cited, and where in it.

    key: of the paragraph, empty for the whole document; place: its number, in square brackets where it is ours;
    text: its words; address: permanent and absolute, of this very version; quoted: whose words stand quoted in it.
    others: who else takes part in the document, each with a role; public_since: the day on which this version became
    public here, "2026-11-30"; translations: of the whole document.
    """

    people: tuple[Name, ...]
    title: str
    assigned: bool
    kind: str
    date: str
    publisher: str
    location: str
    reference: str
    language: str
    source_url: str
    address: str
    version: int
    slug: str
    key: str = ""
    place: str = ""
    page: int | None = None
    quoted: tuple[Name, ...] = ()
    text: str = ""
    others: tuple[tuple[Role, Name], ...] = ()
    public_since: str = ""
    translations: tuple[Translation, ...] = ()

    @property
    def document_address(self) -> str:
        """The address of the document, whatever its version: "https://example.org/documents/remarks-at-the-dock/"."""
        return self.address.partition("#")[0].partition("?")[0]

    @property
    def version_address(self) -> str:
        """The permanent address of the whole text."""
        return pinned(self.document_address, self.version)

    @property
    def display_title(self) -> str:
        return shown_title(self.title, self.assigned)

    @property
    def date_points(self) -> list[list[int]]:
        """The date as it is known, [year, month, day]: one for a date, two for an interval, none where undated."""
        return [[int(part) for part in point.split("-")] for point in self.date.split("/")] if self.date else []

    @property
    def years(self) -> list[int]:
        """The first and the last year of the date, once if they are the same; none where undated."""
        interval = parse_edtf(self.date)
        if interval.start is None or interval.end is None:
            return []
        return sorted({interval.start.year, interval.end.year})

    @property
    def container(self) -> str:
        """What news appear in: the newspaper or agency that publishes them; empty for all else."""
        return self.publisher if self.kind == Kind.NEWS_REPORT else ""

    @property
    def identifier(self) -> str:
        """The key of its entry in a bibliography: "remarks-at-the-dock-v1-p7cj2"."""
        return "-".join(part for part in (self.slug, f"v{self.version}" if self.version else "", self.key) if part)


def citation_of(
    content: Content,
    *,
    slug: str,
    version: int,
    address: str,
    known: dict[str, Name],
    key: str = "",
    public_since: str = "",
    first: int = 1,
    in_parts: bool = False,
) -> Citation:
    """The citation of a revision's `content`, or of the paragraph `key` of it.

    address: of the version, without a fragment; known: names by the slug of the speaker, for those that are in the
    archive still; first: the place of the first paragraph that `content` has; in_parts: whether pages show the text in
    several parts. Raises KeyError where there is no such paragraph.
    """
    people = list_names(content, known)
    roles = [Role(each.role) for each in content.participations]
    own = [name for name, role in zip(people, roles, strict=True) if role in OWN_WORDS]
    whole = Citation(
        people=tuple({each.name: each for each in own}.values()),
        title=content.title,
        assigned=content.title_assigned,
        kind=content.kind,
        date=content.date_edtf,
        publisher=content.publisher or "",
        location=content.place,
        reference=content.reference,
        language=content.language,
        source_url=content.source_url,
        address=address,
        version=version,
        slug=slug,
        public_since=public_since,
        others=tuple((role, name) for name, role in zip(people, roles, strict=True) if role not in OWN_WORDS),
    )
    if not key:
        return whole
    rows = {row.key: (position, row) for position, row in enumerate(content.paragraphs, first)}
    return cite_row(whole, people, *rows[key], in_parts=in_parts or content.in_parts)


def list_names(content: Content, known: dict[str, Name]) -> list[Name]:
    """The names of those who take part, in their order."""
    return [_name(each, known) for each in content.participations]


def cite_row(whole: Citation, people: list[Name], position: int, row: ContentParagraph, *, in_parts: bool) -> Citation:
    """The citation of a paragraph, from that of its document.

    people: those who take part; position: from 1; in_parts: whether pages show the text in several parts.
    """
    return replace(
        whole,
        people=(_find_name(row.speaker, people),) if row.speaker else whole.people,
        address=link_paragraph(whole.address, row.key, in_parts),
        key=row.key,
        place=place_cited(row, position),
        page=row.page,
        quoted=tuple(_find_name(name, people) for name in dict.fromkeys(each.name for each in row.quotations)),
        text=row.text,
    )


def place_cited(row: ContentParagraph, position: int) -> str:
    """The number of a paragraph, or of the one it belongs under; ours in square brackets where the source has none."""
    return sub_number(row.number, row.under) if row.number else row.under or f"[{position}]"


def _find_name(name: str, people: list[Name]) -> Name:
    """The participant with this name; the name alone where there is none."""
    return next((each for each in people if each.name == name), Name(name, name))


def _name(part: Participant, known: dict[str, Name]) -> Name:
    """The name as it was published, with the sort name that the archive has now."""
    now = known.get(part.slug)
    same = now is not None and now.name == part.name
    sort = now.sort if now and same else part.name
    return Name(part.name, sort, bool(now and now.collective), part.titles, now.address if now else "")
