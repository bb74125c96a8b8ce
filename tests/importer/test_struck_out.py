"""Words with a line through them are not said: they are dropped with their reason, and the report names them."""

import pytest

from statements.importer.draft import STRUCK
from statements.importer.extract import Limits
from statements.importer.formats.docx.document import read_docx
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import make_draft
from tests.importer.formats.making import make_docx
from tests.importer.formats.pages import draft_of, page
from tests.importer.parts import draft

REST = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning."


def _struck(made, text):
    return [text[each.start : each.end] for each in made.spans if each.reason == STRUCK]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>We will <del>not</del> <ins>now</ins> send ships.</p>", "We will now send ships."),
        ("<p>We will <s>not</s> send ships.</p>", "We will send ships."),
        ("<p>We will <strike>not </strike>send ships.</p>", "We will send ships."),
        ('<p>We will <span style="text-decoration:line-through">not</span> send ships.</p>', "We will send ships."),
        (
            '<p>We will <span style="color:red; TEXT-DECORATION-LINE: line-through">not</span> send ships.</p>',
            "We will send ships.",
        ),
        ('<p>We will <span class="strikethrough">not</span> send ships.</p>', "We will send ships."),
        ("<p>Nous <s>n’</s>enverrons <s>pas</s> de navires.</p>", "Nous enverrons de navires."),
        ("<p>Nous aurons <del>5<b>000</b></del> 500 navires.</p>", "Nous aurons 500 navires."),
        ("<p><del>Non</del> Invieremo le navi.</p>", "Invieremo le navi."),
        ("<p>Invieremo le navi<del>, mai</del>.</p>", "Invieremo le navi."),
        ("<ul><li>Ships <s>and guns</s></li></ul>", "Ships"),
    ],
)
def test_of_a_page(body, shown):
    made = draft_of(page(f"<h1>The harbour</h1>{body}<p>{REST}</p>"))
    assert [each.text for each in made.paragraphs] == [shown, REST]
    assert any("struck out" in warning for warning in made.warnings)


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("text-decoration-line-through", ""),
        ("ql-strike", ""),
        ("struck-out", ""),
        ("texte-barré", ""),
        ("barrato", ""),
        ("c3", ".c3 { color: red; text-decoration: line-through }"),
        ("c3", "p { margin: 0 } /* } */ .c1, span.c3 { text-decoration-line:line-through }"),
        ("c3 c4", ".c3.c4{text-decoration:line-through}"),
    ],
)
def test_by_a_class_or_by_the_style_sheet_of_the_page(name, sheet):
    body = f'<p>We will <span class="{name}">not</span> send ships.</p><p>{REST}</p>'
    made = draft_of(page(f"<h1>The harbour</h1>{body}", head=f"<style>{sheet}</style>"))
    assert [each.text for each in made.paragraphs] == ["We will send ships.", REST]
    assert any("struck out" in warning for warning in made.warnings)


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("strike-force", ""),
        ("general-strike", ""),
        ("c3", ".c4 { text-decoration: line-through } .c3 { color: red }"),
        ("c3", ".c3:hover { text-decoration: line-through }"),
        ("c3", ".old .c3 { text-decoration: line-through }"),
        ("c3", "b.c3 { text-decoration: line-through }"),
        ("c3", ".c3.c4 { text-decoration: line-through }"),
        ("c3", "/* .c3 { text-decoration: line-through } */"),
        ("c3", ".c3 { text-decoration: underline }"),
    ],
)
def test_a_class_that_strikes_out_other_words_leaves_these(name, sheet):
    body = f'<p>We will <span class="{name}">not</span> send ships.</p><p>{REST}</p>'
    made = draft_of(page(f"<h1>The harbour</h1>{body}", head=f"<style>{sheet}</style>"))
    assert [each.text for each in made.paragraphs] == ["We will not send ships.", REST]


@pytest.mark.parametrize(
    "body",
    [
        "<del><p>We send no ships.</p><p>We never did.</p></del>",
        '<p style="text-decoration: line-through">We send no ships.</p><p><s>We never did.</s></p>',
        "<div><del>We send no ships.<p>We never did.</p>And never will.</del></div>",
    ],
)
def test_whole_paragraphs_of_a_page(body):
    made = draft_of(page(f"<h1>The harbour</h1>{body}<p>{REST}</p>"))
    assert [each.text for each in made.paragraphs] == [REST]


def test_of_the_title_and_the_date_of_a_page():
    made = draft_of(
        page(f"<h1>The <del>old</del> harbour</h1><p><s>4 July 2023</s> 5 July 2023</p><p>{REST}</p><p>{REST}</p>", "x")
    )
    assert (made.title.value, made.date.value) == ("The harbour", "2023-07-05")


@pytest.mark.parametrize(
    "body",
    [
        "<p>We will <u>now</u> send ships.</p>",
        '<p>We will <a style="text-decoration:none">now</a> send ships.</p>',
        "<p>We will <ins>now</ins> send ships.</p>",
    ],
)
def test_what_is_underlined_or_inserted_is_said(body):
    made = draft_of(page(f"<h1>The harbour</h1>{body}<p>{REST}</p>"))
    assert made.paragraphs[0].text == "We will now send ships."
    assert made.warnings == ()


@pytest.mark.parametrize(
    ("text", "shown", "struck"),
    [
        ("We will ~~not~~ now send ships.", "We will now send ships.", ["~~not~~"]),
        ("We will ~~not **ever**~~ send ships.", "We will send ships.", ["~~not **ever**~~"]),
        ("We will <del>not</del> send ships.", "We will send ships.", ["<del>not</del>"]),
        ("Nous <s>n’</s>enverrons des navires.", "Nous enverrons des navires.", ["<s>n’</s>"]),
        ("~~Non~~ invieremo ~~mai~~ le navi.", "invieremo le navi.", ["~~Non~~", "~~mai~~"]),
        ("It takes ~5 days and ~6 nights.", "It takes ~5 days and ~6 nights.", []),
    ],
)
def test_of_markdown(text, shown, struck):
    source = f"# The harbour\n\n{text}\n\n{REST}"
    made = draft(source)
    assert [each.text for each in made.paragraphs] == [shown, REST]
    assert _struck(made, source) == struck
    assert bool(struck) == any("struck out" in warning for warning in made.warnings)


def test_of_a_text_that_has_no_other_mark_of_markdown():
    assert draft(f"The harbour of Oslo\n\nWe will ~~not~~ send ships.\n\n{REST}").paragraphs[0].text == (
        "We will send ships."
    )


def test_of_the_title_in_markdown():
    assert draft(f"# The ~~old~~ new harbour\n\n{REST}\n\n{REST}").title.value == "The new harbour"


def _word(runs, **parts):
    paragraph = "".join(f"<w:r>{rest}<w:t xml:space='preserve'>{words}</w:t></w:r>" for rest, words in runs)
    extract = read_docx(make_docx(f"<w:p>{paragraph}</w:p><w:p><w:r><w:t>{REST}</w:t></w:r></w:p>", **parts), Limits())
    made = make_draft(extract, DocumentEntry("a.docx"), Manifest())
    assert "".join(extract.text[span.start : span.end] for span in made.spans) == extract.text
    return made, _struck(made, extract.text)


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("<w:rPr><w:strike/></w:rPr>", False),
        ("<w:rPr><w:dstrike/></w:rPr>", False),
        ('<w:rPr><w:strike w:val="true"/></w:rPr>', False),
        ('<w:rPr><w:strike w:val="0"/></w:rPr>', True),
        ('<w:rPr><w:rStyle w:val="Gone"/></w:rPr>', False),
        ('<w:rPr><w:rStyle w:val="Gone"/><w:strike w:val="0"/></w:rPr>', True),
        ("<w:rPr><w:u/></w:rPr>", True),
    ],
)
def test_of_a_word_file(mark, said):
    styles = '<w:style w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:strike/></w:rPr></w:style>'
    made, struck = _word([("", "We will "), (mark, "not "), ("", "send ships.")], styles=styles)
    assert made.paragraphs[0].text == ("We will not send ships." if said else "We will send ships.")
    assert struck == ([] if said else ["not"])
    assert any("“not”" in warning for warning in made.warnings) != said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We ~~will\nnever~~ shall send ships.", ["We shall send ships."]),
        ("- ~~one ship~~\n- two ships", ["two ships"]),
        ("~~All of it is gone.~~\n\nThis is not.", ["This is not."]),
        ("1. We sail.\n\n2. ~~We row.~~\n\n3. We land.", ["We sail.", "We land."]),
    ],
)
def test_of_markdown_over_lines_and_of_whole_items(text, said):
    made = draft(f"# The harbour of Oslo\n\n{text}\n\n{REST}\n\n{REST}")
    assert [each.text for each in made.paragraphs] == [*said, REST, REST]
    assert [each for each in made.warnings if "struck out" in each]
