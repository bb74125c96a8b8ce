"""Word files: what their styles say of paragraphs, and what is no part of the text."""

from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from statements.importer.draft import Refused
from statements.importer.extract import Limits
from statements.importer.formats.docx.document import read_docx
from tests.importer.formats.making import files_of, make_docx, zipped


def bytes_of(document):
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def parts(document):
    extract = read_docx(bytes_of(document), Limits())
    return [(part.dropped or part.kind, extract.text[part.start : part.end]) for part in extract.parts]


def test_styles_tell_what_a_paragraph_is_and_headers_are_dropped():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Press office"
    document.add_heading("The harbour of Oslo", 0)
    document.add_heading("At sea", 1)
    document.add_paragraph("We met at sea.")
    document.add_paragraph("a boat", style="List Bullet")
    document.add_paragraph("We rest.", style="Quote")
    assert parts(document) == [
        ("header", "Press office"), ("title", "The harbour of Oslo"), ("heading", "At sea"), ("body", "We met at sea."),
        ("list-item", "a boat"), ("quotation", "We rest."),
    ]  # fmt: skip


def test_tables_are_read_in_their_place():
    document = docx.Document()
    document.add_paragraph("Before.")
    document.add_table(1, 2).rows[0].cells[1].text = "Inside."
    document.add_paragraph("After.")
    assert [words for _, words in parts(document)] == ["Before.", "Inside.", "After."]


def test_what_was_deleted_is_not_in_the_text_and_what_was_inserted_is():
    document = docx.Document()
    paragraph = document.add_paragraph("We met ")
    for tag, text_tag, words in (("w:del", "w:delText", "never "), ("w:ins", "w:t", "at sea.")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        text.set(qn("xml:space"), "preserve")
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    assert parts(document) == [("body", "We met at sea.")]


def test_a_day_on_the_cover_of_a_speech_is_its_date_and_the_day_of_the_file_is_not():
    document = docx.Document()
    for text in ("Remarks by Ada Quist", "Oslo, 24 September 2024", "Mr. President,", "We met at sea."):
        document.add_paragraph(text)
    assert read_docx(bytes_of(document), Limits()).facts["date"].value == "2024-09-24"


def read(body, **parts):
    """(why it is dropped or its kind, text) of what is made of a body, given as XML, and other parts."""
    extract = read_docx(make_docx(body, **parts), Limits())
    return [(part.dropped or part.kind, extract.text[part.start : part.end]) for part in extract.parts]


def p(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def hidden(text, mark="<w:vanish/>"):
    return f"<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>"


def test_notes_and_comments_are_dropped_with_the_reason_and_the_lines_above_notes_are_not_read():
    found = read(
        p("We met at sea."),
        footnotes=f'<w:footnote w:type="separator">{p("---")}</w:footnote><w:footnote>{p("By boat.")}</w:footnote>',
        endnotes=f"<w:endnote>{p('In May.')}</w:endnote>",
        comments=f"<w:comment>{p('Sure?')}{p('Ask Ada.')}</w:comment>",
    )
    assert found == [
        ("body", "We met at sea."), ("footnote", "By boat."), ("endnote", "In May."), ("comment", "Sure?\nAsk Ada."),
    ]  # fmt: skip


def test_headers_that_the_first_page_alone_has_are_dropped_too():
    document = docx.Document()
    document.add_paragraph("We met at sea.")
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "Embargo"
    assert parts(document) == [("header", "Embargo"), ("body", "We met at sea.")]


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        (hidden("never"), False),
        (hidden("never", '<w:vanish w:val="true"/>'), False),
        (hidden("never", '<w:vanish w:val="0"/>'), True),
        (hidden("never", '<w:rStyle w:val="Secret"/>'), False),
        (hidden("never", '<w:rStyle w:val="Circle"/>'), True),
    ],
)
def test_hidden_text_is_dropped_with_the_reason(run, shown):
    styles = (
        '<w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Secret"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:styleId="Circle"><w:basedOn w:val="Circle"/></w:style>'
    )
    found = read(p("Before.") + f"<w:p>{run}<w:r><w:t>We met.</w:t></w:r></w:p>", styles=styles)
    assert found[1:] == ([("body", "neverWe met.")] if shown else [("body", "We met."), ("hidden text", "never")])


def test_a_paragraph_whose_end_was_deleted_goes_on_with_the_next_one():
    gone = "<w:rPr><w:del/></w:rPr>"
    assert read(p("We met ", gone) + p("at ", gone) + p("sea.") + p("We rest.")) == [
        ("body", "We met at sea."), ("body", "We rest."),
    ]  # fmt: skip
    table = f"<w:tbl><w:tr><w:tc>{p('A boat.')}</w:tc></w:tr></w:tbl>"
    assert [words for _, words in read(p("We met.", gone) + table + p("We rest."))] == [
        "We met.",
        "A boat.",
        "We rest.",
    ]


def test_what_was_moved_is_read_where_it_is_now_and_deleted_rows_are_not_read():
    away = (
        "<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom><w:r><w:t>At sea.</w:t></w:r></w:moveFrom></w:p>"
    )
    here = "<w:p><w:moveTo><w:r><w:t>At sea.</w:t></w:r></w:moveTo></w:p>"
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('Never.')}</w:tc></w:tr>"
    assert read(away + p("We met.") + here + f"<w:tbl>{row}</w:tbl>") == [("body", "We met."), ("body", "At sea.")]


def test_signs_that_nobody_sees_or_that_turn_the_order_of_what_is_shown_are_taken_out():
    assert read(p("We \u202emet\u202c at\u2067 s\u00adea\u200b."))[0] == ("body", "We met at sea.")


def test_tabs_breaks_and_hyphens_are_read_and_places_on_the_ruler_are_not():
    run = "<w:r><w:t>We</w:t><w:tab/><w:t>met</w:t><w:br/><w:t>co</w:t><w:softHyphen/><w:t>at</w:t></w:r>"
    run += "<w:r><w:noBreakHyphen/></w:r>"
    ruler = "<w:pPr><w:tabs><w:tab/><w:tab/></w:tabs></w:pPr>"
    assert read(f"<w:p><w:r><w:t>A</w:t></w:r>{ruler}{run}</w:p>") == [("body", "AWe met\ncoat\u2011")]


def test_of_a_field_the_result_is_read_and_words_in_its_code_are_dropped():
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = (
        f"{mark('begin')}<w:r><w:instrText>NAME</w:instrText></w:r>{mark('separate')}{hidden('Ada', '')}{mark('end')}"
    )
    field = f"{mark('begin')}{inner}{mark('separate')}{hidden('We met.', '')}{mark('end')}{hidden(' We rest.', '')}"
    assert read(f"<w:p>{field}</w:p>") == [("body", "We met. We rest."), ("field code", "Ada")]


def test_content_controls_are_read_and_their_placeholders_dropped():
    empty = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    controls = (
        f"<w:sdt>{properties}<w:sdtContent>{p(text)}</w:sdtContent></w:sdt>"
        for properties, text in (("", "We met."), (empty, "Click here."))
    )
    assert read("".join(controls)) == [("body", "We met."), ("placeholder", "Click here.")]


def test_a_text_box_is_read_once_in_the_first_form_that_has_text():
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    old = f"<mc:Fallback>{box}</mc:Fallback>"
    for forms in (f"<mc:Choice>{box}</mc:Choice>{old}", f"<mc:Choice/>{old}"):
        drawing = f"<w:p><w:r><w:t>We met.</w:t><mc:AlternateContent>{forms}</mc:AlternateContent></w:r></w:p>"
        assert read(drawing) == [("body", "We met."), ("body", "In a box.")]


def test_formulas_and_characters_by_their_codes_are_read():
    formula = '<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><w:r><w:sym w:char="2192"/><w:sym w:char="F0E0"/></w:r>'
    assert read(f"<w:p>{formula}</w:p>") == [("body", "x\u2192")]


def test_a_style_is_what_it_is_based_on_and_a_number_of_0_is_no_list():
    styles = '<w:style w:styleId="a"><w:name w:val="Our"/><w:basedOn w:val="b"/></w:style>'
    styles += '<w:style w:styleId="b"><w:name w:val="Heading 2"/></w:style>'
    number = '<w:numPr><w:numId w:val="{}"/></w:numPr>'.format
    body = p("At sea", '<w:pStyle w:val="a"/>') + p("a boat", number(1)) + p("We met.", number(0))
    assert [kind for kind, _ in read(body, styles=styles)] == ["heading", "list-item", "body"]


def test_the_strict_variant_and_a_document_by_another_name_are_read():
    content = files_of(make_docx(p("We met.")))
    usual, strict = "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"
    content["word/document2.xml"] = content.pop("word/document.xml").replace(usual.encode(), strict.encode())
    content["_rels/.rels"] = content["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    assert read_docx(zipped(content), Limits()).text == "We met."


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Talks of the harbour of Oslo", "Talks of the harbour of Oslo"),
        ("Microsoft Word - harbour of Oslo", None),
        ("harbour of Oslo.docx", None),
        ("https://oslo.example/harbour of Oslo", None),
        ("harbour_of Oslo", None),
        ("Document1", None),
        ("Harbour", None),
        ("Budget speech of another year", None),
    ],
)
def test_the_title_of_the_properties_is_proposed_where_it_is_one_and_fits_the_text(title, found):
    content = make_docx(p("We met in the harbour of Oslo."), core=f"<dc:title>{title}</dc:title>")
    fact = read_docx(content, Limits()).facts.get("title")
    assert (fact and fact.value) == found


def test_the_title_of_the_properties_tells_which_paragraph_of_the_cover_is_the_title():
    found = read(
        p("Press office") + p("The Harbour  of Oslo") + p("We met."), core="<dc:title>The harbour of Oslo</dc:title>"
    )
    assert found == [("body", "Press office"), ("title", "The Harbour of Oslo"), ("body", "We met.")]


def document_of(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return document


LONG = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning. " * 2


def test_a_title_without_a_style_is_the_line_above_the_date():
    document = document_of("MINISTRY\nPress office", "The harbour of Oslo", "Oslo, 5 May 2022", LONG)
    document.core_properties.title = "Template for releases"
    assert ("title", "The harbour of Oslo") in parts(document)
    assert read_docx(bytes_of(document), Limits()).facts["date"].value == "2022-05-05"


def test_text_alone_has_no_title():
    assert "title" not in {kind for kind, _ in parts(document_of("We met at sea", "And we left"))}


def test_the_day_in_a_header_is_that_of_the_release():
    document = document_of("The harbour of Oslo", LONG)
    document.sections[0].header.paragraphs[0].text = "Press office – 12 July 2023"
    assert read_docx(bytes_of(document), Limits()).facts["date"].value == "2023-07-12"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Titolo", "title"), ("Titre", "title"), ("Titre 1", "heading"), ("Sottotitolo", "heading"),
     ("Citazione", "quotation"), ("Punto elenco", "list-item"), ("Paragraphe de liste", "list-item")],
)  # fmt: skip
def test_styles_are_known_by_their_names_in_three_languages(name, kind):
    document = docx.Document()
    document.styles.add_style(name, 1)
    document.add_paragraph("The harbour of Oslo", style=name)
    assert parts(document)[0][0] == kind


@pytest.mark.parametrize(
    ("part", "advice"),
    [("content.xml", "LibreOffice"), ("META-INF/container.xml", "e-book"), ("Index/Document.iwa", "from Pages"),
     ("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "presentation")],
)  # fmt: skip
def test_other_zips_are_refused_with_what_to_do(part, advice):
    with pytest.raises(Refused, match=advice):
        read_docx(zipped({part: "<x/>"}), Limits())
