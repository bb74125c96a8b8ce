"""Web pages: what is the document, what is around it, and what the page states of itself."""

import pytest

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.formats.html.page import read_html

TEXT = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning. "
PAGE = """<!doctype html><html lang="en"><head><meta charset="{charset}">
<title>The harbour of Oslo | Statements</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<main><h1>The harbour of Oslo</h1>{body}</main>
<footer><p>Copyright of the harbour</p></footer><script>var hidden = 1;</script></body></html>"""


def page(body=f"<p>{TEXT * 3}</p>", head="", charset="utf-8"):
    return PAGE.format(body=body, head=head, charset=charset)


def extract_of(markup, encoding="utf-8"):
    extract = read_html(markup.encode(encoding), Limits())
    covered = "".join(extract.text[part.start : part.end] for part in extract.parts)
    assert "".join(covered.split()) == "".join(extract.text.split()), "every character is in a part"
    return extract


def parts(markup):
    extract = extract_of(markup)
    return [(part.dropped or part.kind, extract.text[part.start : part.end]) for part in extract.parts]


def test_the_title_is_told_from_the_text_and_from_what_is_around_it():
    found = parts(page())
    assert ("title", "The harbour of Oslo") in found
    assert ("body", (TEXT * 3).strip()) in found
    assert [words for what, words in found if what == "navigation"] == ["Home", "News"]
    assert ("footer", "Copyright of the harbour") in found
    assert "hidden" not in "".join(words for _, words in found)


def test_headings_lists_and_quotations_stay_what_they_are():
    found = parts(
        page(f"<p>{TEXT}</p><h2>At sea</h2><ul><li>a boat</li></ul><blockquote>{TEXT}</blockquote><p>{TEXT}</p>")
    )
    kinds = {words: what for what, words in found}
    assert kinds["At sea"] == "heading"
    assert kinds["a boat"] == "list-item"
    assert ("quotation", TEXT.strip()) in found


@pytest.mark.parametrize(
    ("name", "head", "value"),
    [
        ("date", '<meta property="article:published_time" content="2023-07-11T18:00:00+02:00">', "2023-07-11"),
        ("date", '<script type="application/ld+json">{"datePublished": "2023-07-11"}</script>', "2023-07-11"),
        (
            "source_url",
            '<link rel="canonical" href="https://example.org/news/harbour">',
            "https://example.org/news/harbour",
        ),
        ("language", "", "en"),
    ],
)
def test_what_the_page_states_of_itself_is_a_fact(name, head, value):
    assert extract_of(page(head=head)).facts[name].value == value


def test_a_declared_encoding_that_does_not_fit_is_not_believed():
    markup = page(f"<p>L’été — {TEXT * 3}</p>", charset="iso-8859-1")
    assert "L’été — We" in extract_of(markup, "cp1252").text
    assert "L’été — We" in extract_of(markup, "utf-8").text


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<!doctype html><html><body></body></html>", "no text"),
        ("<!doctype html><title>404</title><h1>Page not found</h1><p>Sorry.</p>", "not a document"),
        ("<!doctype html><title>Pagina non trovata</title><h1>Pagina non trovata</h1>", "not a document"),
        (page(head='<link rel="canonical" href="https://www.example.org/">'), "first page of a site"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(markup, reason):
    with pytest.raises(Refused, match=reason):
        read_html(markup.encode(), Limits())


@pytest.mark.parametrize(
    "markup",
    [
        "<!doctype html><meta charset=utf-8><title>The harbour</title>{}",
        "<title>The harbour</title><link rel=icon href=i>{}",
        "<head><title>The harbour</title>{}</head>",
        "<html><title>The harbour</title>{}</html>",
    ],
)
@pytest.mark.parametrize(
    "shown",
    [
        f"<header><nav><a href=/>Home</a></nav></header><main><h1>The harbour</h1><p>{TEXT}</main>",
        f"<main><p>{TEXT}</p></main>",
        f"{TEXT}<p>{TEXT}",
        f"<section><p>{TEXT}<p>{TEXT}</section><footer>Copyright</footer>",
    ],
)
def test_a_page_without_a_body_shows_what_browsers_show(markup, shown):
    with_body, without = (parts(each.format(shown)) for each in ("<html><body>{}</body></html>", markup))
    words = [text for what, text in without]
    assert [text for _, text in with_body] == [text for text in words if text != "The harbour" or "<h1>" in shown]
    assert TEXT.strip() in " ".join(words)
