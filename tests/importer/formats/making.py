"""A PDF and a Word file of a few lines, made by hand: enough for a reader, and small enough to read."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_BOLD = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_docx(body: str, method: int = ZIP_DEFLATED, **parts: str) -> bytes:
    """A Word file with the XML of a body, and of other parts by type: footnotes="<w:footnote>…"."""
    beside = {kind: xml for kind, xml in parts.items() if kind != "core"}
    files = {
        "_rels/.rels": _relations({"officeDocument": "word/document.xml", "core-properties": "docProps/core.xml"}),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations({kind: f"{kind}.xml" for kind in beside}),
        **{f"word/{kind}.xml": f"<w:{kind} {_NAMES}>{xml}</w:{kind}>" for kind, xml in beside.items()},
        "docProps/core.xml": f"<w:core {_NAMES}>{parts.get('core', '')}</w:core>",
    }
    return zipped(files, method)


def zipped(files: dict[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def files_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _relations(targets: dict[str, str]) -> str:
    found = (f'<Relationship Type="{_TYPES}/{kind}" Target="{target}"/>' for kind, target in targets.items())
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(found)}</Relationships>'


def make_pdf(*pages: list[tuple]) -> bytes:
    """A PDF with a page for each of `pages`: lists of (x, y, size, text), in points from the lower left corner.

    A fifth value, "bold", prints a line so.
    """
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(
            f"BT /{'F2' if style else 'F1'} {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET\n"
            for x, y, size, text, *style in lines
        )
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R /F2 {_BOLD} >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(shown)} >>\nstream\n{shown}endstream",
        ]
    return _file(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[str]) -> bytes:
    out, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode("cp1252")
