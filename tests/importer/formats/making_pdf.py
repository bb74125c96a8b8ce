"""PDF files of raw objects, for what no program would write."""


def pdf_of(drawn, more=(), kids=b"4 0 R", box=b"[0 0 595 842]", resources=b"", entries=b""):
    """A PDF of one page that holds `drawn`; `more` are objects from number 6 on."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Resources << /Font << /F1 3 0 R >> %s >> /Contents 5 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count 1 >>" % kids,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        page % (box, resources),
        stream(drawn, entries),
        *more,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))


def stream(content, entries=b""):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


_STROKES = {  # of capitals, in a field of 4 by 6
    "H": "0 0 0 6 4 0 4 6 0 3 4 3",
    "E": "0 0 0 6 0 0 4 0 0 3 3 3 0 6 4 6",
    "L": "0 0 0 6 0 0 4 0",
    "T": "2 0 2 6 0 6 4 6",
    "N": "0 0 0 6 0 6 4 0 4 0 4 6",
    "I": "2 0 2 6",
    "A": "0 0 2 6 2 6 4 0 1 2 3 2",
    "D": "0 0 0 6 0 6 3 5 3 5 4 3 4 3 3 1 3 1 0 0",
}


def drawn_words(*lines, size=4, left=72, top=700):
    """Capitals as lines that are drawn: words for the eye, and no text."""
    drawn = [b"3 w"]
    letters = [(row, place, letter) for row, line in enumerate(lines) for place, letter in enumerate(line)]
    for row, place, letter in letters:
        points = [int(each) for each in _STROKES.get(letter, "").split()]
        for n in range(0, len(points), 4):
            x1, y1, x2, y2 = points[n : n + 4]
            x, y = left + place * 5 * size, top - row * 12 * size
            drawn.append(b"%d %d m %d %d l S" % (x + x1 * size, y + y1 * size, x + x2 * size, y + y2 * size))
    return b"\n".join(drawn)
