"""A Word file keeps no number of a list in its text: what Word shows is counted, and each paragraph cited by it."""

import pytest

from statements.importer.extract import Limits
from statements.importer.formats.docx.document import read_docx
from statements.importer.manifest import DocumentEntry, Manifest
from statements.importer.pipeline import compose
from tests.importer.formats.making import make_docx

DECIMAL = ("decimal", "%1.")


def level(place, format_="decimal", text="", start=1, more=""):
    text = text or f"%{place + 1}."
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identity, *levels, more=""):
    return f'<w:abstractNum w:abstractNumId="{identity}">{more}{"".join(levels)}</w:abstractNum>'


def num(identity, of, overrides=""):
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def restart(place, start):
    return f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def item(text, number=1, place=0, more=""):
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>{more}</w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def styled(text, style, more=""):
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def draft(body, numbering, **parts):
    extract = read_docx(make_docx(body, numbering=numbering, **parts), Limits())
    return compose(extract, DocumentEntry("x.docx"), Manifest()).paragraphs


def numbers(body, numbering, **parts):
    """The number of each paragraph and that which it belongs under."""
    return [f"{each.under}/{each.number}" if each.under else each.number for each in draft(body, numbering, **parts)]


LIST = abstract(0, level(0), level(1, "lowerLetter", "%2)"), level(2, "lowerRoman", "(%3)")) + num(1, 0)
# (language, words of four paragraphs of a declaration)
DECLARATIONS = [
    ("We, the heads of state, have agreed as follows.", "We decide:", "to meet every year;", "We thank our hosts."),
    ("Nous, chefs d’État, sommes convenus de ce qui suit.", "Nous décidons :", "de nous réunir ;", "Nous remercions."),
    ("Noi, capi di Stato, abbiamo convenuto quanto segue.", "Decidiamo:", "di riunirci;", "Ringraziamo gli ospiti."),
]


@pytest.mark.parametrize("words", DECLARATIONS)
def test_a_declaration_is_cited_by_its_numbers(words):
    first, second, sub, third = words
    table = f"<w:tbl><w:tr><w:tc>{p('Latvia')}</w:tc></w:tr></w:tbl>"
    body = item(first) + item(second) + item(sub, place=1) + item("b" + sub, place=1) + table + item(third)
    found = draft(body, LIST)
    assert [(each.number, each.under, each.text) for each in found] == [
        ("1", "", first), ("2", "", second), ("a", "2", sub), ("b", "2", "b" + sub), ("", "", "Latvia"),
        ("3", "", third),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("format_", "text", "start", "shown"),
    [
        ("decimal", "%1.", 1, ["1", "2"]),
        ("decimal", "%1", 9, ["9", "10"]),
        ("decimal", "(%1)", 1, ["1", "2"]),
        ("decimal", "[%1]", 1, ["1", "2"]),
        ("decimal", "§ %1", 3, ["§ 3", "§ 4"]),
        ("decimal", "Article %1.", 1, ["Article 1", "Article 2"]),
        ("decimal", "Articolo %1 –", 1, ["Articolo 1", "Articolo 2"]),
        ("decimal", "Recommandation n° %1", 1, ["1", "2"]),
        ("decimalZero", "%1.", 9, ["09", "10"]),
        ("lowerLetter", "%1)", 1, ["a", "b"]),
        ("lowerLetter", "%1)", 26, ["z", "aa"]),
        ("lowerLetter", "%1)", 27, ["aa", "bb"]),
        ("upperLetter", "%1.", 3, ["C", "D"]),
        ("lowerRoman", "(%1)", 3, ["iii", "iv"]),
        ("upperRoman", "%1.", 13, ["XIII", "XIV"]),
        ("ordinal", "%1", 1, ["1st", "2nd"]),
        ("ordinal", "%1", 11, ["11th", "12th"]),
        ("numberInDash", "- %1 -", 1, ["1", "2"]),
        ("bullet", "•", 1, ["", ""]),
        ("none", "", 1, ["", ""]),
        ("decimal", "—", 1, ["", ""]),
        ("aiueo", "%1.", 1, ["", ""]),
    ],
)
def test_a_number_is_as_word_shows_it(format_, text, start, shown):
    lists = abstract(0, level(0, format_, text, start)) + num(1, 0)
    if text == "":
        lists = lists.replace("%1.", "")
    assert numbers(item("We sail.") + item("We land."), lists) == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "1st"), ("fr-FR", "1er"), ("it-IT", "1°")])
def test_ordinals_are_those_of_the_language_of_the_file(language, shown):
    lists = abstract(0, level(0, "ordinal", "%1")) + num(1, 0)
    found = numbers(item("We sail."), lists, core=f"<dc:language>{language}</dc:language>")
    assert found == [shown]


class TestCounting:
    def test_a_level_begins_anew_after_a_higher_one(self):
        places = [0, 1, 1, 2, 2, 0, 1, 2]
        found = numbers("".join(item("We sail.", place=place) for place in places), LIST)
        assert found == ["1", "1/a", "1/b", "b/i", "b/ii", "2", "2/a", "a/i"]

    def test_unless_it_is_told_not_to(self):
        lists = abstract(0, level(0), level(1, "lowerLetter", "%2)", more='<w:lvlRestart w:val="0"/>')) + num(1, 0)
        assert numbers("".join(item("W.", place=place) for place in (0, 1, 0, 1)), lists) == ["1", "1/a", "2", "2/b"]

    def test_or_only_after_the_highest(self):
        lists = abstract(0, level(0), level(1), level(2, more='<w:lvlRestart w:val="1"/>')) + num(1, 0)
        found = numbers("".join(item("W.", place=place) for place in (0, 1, 2, 1, 2, 0, 1, 2)), lists)
        assert [each.rpartition("/")[2] for each in found] == ["1", "1", "1", "2", "2", "2", "1", "1"]

    def test_levels_together_make_one_number(self):
        lists = abstract(0, level(0), level(1, text="%1.%2"), level(2, text="%1.%2.%3.")) + num(1, 0)
        found = numbers("".join(item("W.", place=place) for place in (0, 1, 2, 2, 1, 0, 1)), lists)
        assert [each.rpartition("/")[2] for each in found] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]

    def test_each_in_its_own_format_or_all_in_digits(self):
        levels = level(0, "upperRoman"), level(1, text="%1.%2"), level(2, text="%1.%2", more="<w:isLgl/>")
        lists = abstract(0, *levels) + num(1, 0)
        found = numbers("".join(item("W.", place=place) for place in (0, 0, 1, 2)), lists)
        assert [each.rpartition("/")[2] for each in found] == ["I", "II", "II.1", "2.1"]

    def test_a_list_counts_on_over_what_stands_between(self):
        assert numbers(item("W.") + p("Between.") + item("W.") + p("And.") + item("W."), LIST) == [
            "1",
            "",
            "2",
            "",
            "3",
        ]

    def test_lists_of_one_abstract_list_count_on_from_each_other(self):
        assert numbers(item("W.") + item("W.", 2) + item("W."), LIST + num(2, 0)) == ["1", "2", "3"]

    def test_one_that_starts_anew_does_so_once(self):
        found = numbers(item("W.") + item("W.", 2) + item("W.", 2), LIST + num(2, 0, restart(0, 1)))
        assert found == ["1", "1", "2"]

    def test_and_where_it_is_told_to_start(self):
        assert numbers(item("W.") + item("W.", 2) + item("W.", 2), LIST + num(2, 0, restart(0, 14))) == [
            "1",
            "14",
            "15",
        ]

    def test_another_list_counts_by_itself(self):
        lists = abstract(0, level(0)) + abstract(1, level(0)) + num(1, 0) + num(2, 1)
        assert numbers(item("W.") + item("W.") + item("W.", 2), lists) == ["1", "2", "1"]

    def test_a_level_of_its_own_goes_before_that_of_the_abstract_list(self):
        own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.", 4)}</w:lvlOverride>'
        assert numbers(item("W.", 2) + item("W.", 2), LIST + num(2, 0, own)) == ["D", "E"]

    def test_an_empty_item_counts_and_a_hidden_one_does_not(self):
        empty = item("").replace("<w:r><w:t></w:t></w:r>", "")
        hidden = item("Not shown.", more="<w:rPr><w:vanish/></w:rPr>").replace(
            "<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"
        )
        assert numbers(item("W.") + empty + item("W.") + hidden + item("W."), LIST) == ["1", "3", "4"]

    def test_two_that_became_one_count_once(self):
        begun = item("We sail ", more="<w:rPr><w:del/></w:rPr>")
        assert numbers(begun + item("and land.") + item("We rest."), LIST) == ["1", "2"]

    def test_a_deleted_row_counts_nothing(self):
        row = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{item('W.')}</w:tc></w:tr></w:tbl>"
        assert numbers(item("W.") + row + item("W."), LIST) == ["1", "2"]


class TestStyles:
    STYLES = (
        '<w:style w:styleId="Clause"><w:name w:val="Clause"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Clause"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="Clause"/></w:style>'
        '<w:style w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
        "</w:style>"
    )
    LISTS = LIST.replace(num(1, 0), "") + abstract(1, level(0, "upperRoman")) + num(1, 0) + num(2, 1)

    def test_a_style_may_number_its_paragraphs(self):
        body = styled("W.", "Clause") + styled("W.", "Sub") + styled("W.", "Plain")
        assert numbers(body, self.LISTS, styles=self.STYLES) == ["1", "1/a", "2"]

    def test_a_paragraph_may_stand_outside_of_it(self):
        outside = '<w:numPr><w:numId w:val="0"/></w:numPr>'
        body = styled("W.", "Clause") + styled("W.", "Clause", outside) + styled("W.", "Clause")
        assert numbers(body, self.LISTS, styles=self.STYLES) == ["1", "", "2"]

    def test_a_heading_has_its_number_and_nothing_is_under_it(self):
        body = styled("The sea", "Heading1") + item("W.") + styled("The land", "Heading1") + item("W.")
        found = draft(p("Opening words of a speech.") + body, self.LISTS, styles=self.STYLES)[1:]
        assert [(each.kind, each.number, each.under) for each in found] == [
            ("heading", "I", ""), ("list-item", "1", ""), ("heading", "II", ""), ("list-item", "2", ""),
        ]  # fmt: skip

    def test_a_level_may_name_the_style_it_is_for(self):
        styles = (
            '<w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:styleId="B"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        )
        first, second = '<w:pStyle w:val="A"/>', '<w:pStyle w:val="B"/>'
        lists = abstract(0, level(0, more=first), level(1, "lowerLetter", "%2)", more=second)) + num(1, 0)
        assert numbers(styled("W.", "A") + styled("W.", "B") + styled("W.", "A"), lists, styles=styles) == [
            "1",
            "1/a",
            "2",
        ]

    def test_a_style_of_lists_has_the_levels(self):
        styles = '<w:style w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        lists = (
            abstract(0, level(0, "upperLetter"), more='<w:styleLink w:val="L"/>')
            + abstract(1, more='<w:numStyleLink w:val="L"/>')
            + num(1, 0)
            + num(2, 1)
        )
        assert numbers(item("W.", 2) + item("W.", 2), lists, styles=styles) == ["A", "B"]


class TestBelonging:
    LISTS = LIST.replace(num(1, 0), "") + abstract(1, level(0, "bullet", "•")) + abstract(2, level(0)) + "".join(
        [num(1, 0), num(2, 1), num(3, 2)]
    )  # fmt: skip

    def test_bullets_right_below_a_colon_belong_to_the_item(self):
        body = item("W.") + item("We call for:") + item("peace", 2) + item("bread", 2) + item("We end.")
        assert numbers(body, self.LISTS) == ["1", "2", "2/", "2/", "3"]

    def test_so_does_a_list_of_its_own(self):
        body = item("W.") + item("Nous décidons :") + item("W.", 3) + item("W.", 3) + item("We end.")
        assert numbers(body, self.LISTS) == ["1", "2", "2/1", "2/2", "3"]

    def test_a_list_after_other_words_is_no_part_of_the_item(self):
        body = item("Chiediamo:") + p("Parole.") + item("W.", 3) + item("We end.")
        assert numbers(body, self.LISTS) == ["1", "", "1", "2"]

    def test_a_written_number_that_ends_with_a_colon_has_the_list_below(self):
        body = p("1. We met.") + p("2. We decide:") + item("to meet", 1, 1) + item("to eat", 1, 1) + p("3. We end.")
        assert numbers(body, self.LISTS) == ["1", "2", "2/a", "2/b", "3"]


@pytest.mark.parametrize(
    "numbering",
    [
        "", '<w:num w:numId="1"/>', '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="x"/></w:abstractNum>' + num(1, 0),
        abstract(0, level(0, start="-1")) + num(1, 0), abstract(0, level(0, start="9" * 5000)) + num(1, 0),
    ],
)  # fmt: skip
def test_a_list_that_is_broken_or_not_there_costs_no_words(numbering):
    assert [each.text for each in draft(item("We sail."), numbering)] == ["We sail."]
