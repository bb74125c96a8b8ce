"""The templates can be read, and no line that is broken in them puts white space into the words of a text."""

from datetime import date

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string
from jinja2 import UndefinedError, meta

from statements.marks import Piece
from statements.reading.text import ReadingParagraph, Turn
from statements.reading.voices import Title, Voice
from statements.web.jinja import Missing, environment

MOST = 160
FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
PUBLIC = sorted((FOLDER / "public").rglob("*.*"))
OF_DJANGO = [path for path in TEMPLATES if path not in PUBLIC]
EVERY_PUBLIC = pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.name)


def macros(name, **context):
    """The macros of a file, as a page in English imports them."""
    return engines["public"].env.get_template(f"macros/{name}.html").make_module({"interface": "en", **context})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_line_is_longer_than_can_be_read(path):
    long = [number for number, line in enumerate(path.read_text().splitlines(), 1) if len(line) > MOST]
    assert not long, f"break these at tags: {long}"


@pytest.mark.parametrize("path", OF_DJANGO, ids=lambda path: path.name)
def test_no_comment_shows_on_a_page(path):
    """Django takes {# #} for a comment on one line only; one that is longer stands on the page."""
    opened = [
        number for number, line in enumerate(path.read_text().splitlines(), 1) if "{#" in line and "#}" not in line
    ]
    assert not opened, f"use comment tags: {opened}"


@EVERY_PUBLIC
def test_every_public_template_can_be_compiled_and_names_only_what_is_there(path):
    engine = engines["public"].env
    engine.get_template(str(path.relative_to(FOLDER / "public")))
    named = meta.find_referenced_templates(engine.parse(path.read_text()))
    assert set(named) <= set(engine.list_templates())


@EVERY_PUBLIC
def test_no_public_template_takes_words_for_markup(path):
    """What is markup is made so in the code, next to what escapes it; a template cannot know."""
    assert "|safe" not in path.read_text().replace(" ", "")


def test_every_public_template_is_used():
    engine = engines["public"].env
    named = {name for path in PUBLIC for name in meta.find_referenced_templates(engine.parse(path.read_text()))}
    code = "".join(path.read_text() for path in (settings.BASE_DIR / "statements").rglob("*.py"))
    assert {name for name in engine.list_templates() if f'"{name}"' not in code} <= named


class TestMissing:
    """A name that nothing gave: the rest of the page is shown to readers; tests fail."""

    EACH = [
        "{{ a }}",
        "{{ a.b[0].c }}",
        "{{ a.b(1, c=2) }}",
        "{{ a|intcomma }}{{ a|day }}{{ a|truncatechars(3) }}{{ a|capfirst }}",
        "{{ a + 1 }}{{ 1 - a }}",
        "{% if a > 1 or a.b <= 2 %}no{% endif %}",
        "{% for each in a.b %}no{% endfor %}",
        "{% trans n=a %}{{ n }}{% endtrans %}",
    ]

    @pytest.mark.parametrize("source", EACH)
    def test_readers_see_nothing(self, source):
        assert environment(autoescape=True).from_string(source).render() == ""

    @pytest.mark.parametrize("source", EACH)
    def test_tests_fail(self, source):
        with pytest.raises((UndefinedError, AssertionError)):
            engines["public"].env.from_string(source).render()

    def test_developers_get_an_error(self, settings):
        settings.DEBUG = True
        with pytest.raises(UndefinedError):
            environment(autoescape=True).from_string("{{ a }}").render()

    def test_readers_get_this_one(self):
        assert environment(autoescape=True).undefined is Missing


@pytest.mark.parametrize("value", [1.5, date(2024, 3, 1), str.upper])
def test_nothing_is_shown_as_only_programs_read_it(value):
    with pytest.raises(AssertionError):
        engines["public"].env.from_string("{{ value }}").render(value=value)


def test_what_came_from_outside_is_escaped():
    paragraph = paragraph_of(Piece("<b>&"), Piece("<i>", Voice("<Ada>")))
    html = str(macros("text").words(paragraph))
    assert html == '&lt;b&gt;&amp;<span class="quotation" title="&lt;Ada&gt;">&lt;i&gt;</span>'
    translated = engines["public"].env.from_string("{% trans %}Corrected: {{ a }}.{% endtrans %}")
    assert translated.render(a="<b>") == "Corrected: &lt;b&gt;."


def paragraph_of(*pieces, **facts):
    usual = {"key": "p1", "number": "", "under": "", "kind": "body", "language": "en", "page": None, "place": "1"}
    return ReadingParagraph(**usual | {"begins_page": False} | facts, pieces=list(pieces))


def test_the_words_of_a_paragraph_are_shown_as_they_are():
    paragraph = paragraph_of(Piece("They said: "), Piece("We sail.", Voice("Ada Quist")), Piece("\n Aye."))
    html = str(macros("text").words(paragraph))
    assert html == 'They said: <span class="quotation" title="Ada Quist">We sail.</span>\n Aye.'


def test_a_difference_is_shown_as_it_is():
    marks = ("removed", "added", "moved", None)
    html = str(macros("text").difference([Piece(f" {mark}\n", mark) for mark in marks]))
    assert html == '<del> removed\n</del><ins> added\n</ins><span class="moved"> moved\n</span> None\n'


def test_no_white_space_stands_before_what_follows_a_name():
    quist, dahl = Voice("Ada Quist", (Title("Harbour Master", "en"),), "1"), Voice("Bo Dahl", (), "2")
    held = '<span class="held">, <span lang="en">Harbour Master</span></span>'
    assert str(macros("text").voice(quist)) == f'<span class="sign">1</span> <span class="name">Ada Quist</span>{held}'
    html = str(macros("text").whose(Turn((quist, dahl), [], told=True)))
    assert f'{held}; <span class="sign">2</span> <span class="name">Bo Dahl</span></p>' in html


def test_a_source_is_shown_as_it_was_received():
    kept, dropped = {"use": "paragraph", "start": 1}, {"use": "dropped", "start": 7, "reason": "page number"}
    run = {"pieces": [Piece("We sail.\n", kept), Piece(" 2 ", dropped), Piece("\n")]}
    html = render_to_string("desk/review/source_run.html", {"run": run})
    assert html.split(">", 1)[1].startswith("We sail.\n</span><del")
    assert html.endswith("> 2 </del>\n")


def test_each_form_of_a_step_says_what_its_editor_saw():
    html = render_to_string("desk/step_form.html", {"seen": "2024-03-01 <1>"})
    assert html == '<input type="hidden" name="seen" value="2024-03-01 &lt;1&gt;">'
