"""What the code of the importer says in words, read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

STATEMENTS = Path(__file__).parent.parent.parent / "statements"
_FILLED = "7"  # in the place of whatever a sentence is about: it may be a number or a name
_FIELD = re.compile(r"\{\w*\}")
_PROSE = re.compile(r"[A-Za-z“{][^\n]*[a-z]{2}[^\n]* [^\n]*|[^\n]* [^\n]*[a-z]{2}[^\n]*")
_NO_PROSE = re.compile(r"\\[A-Za-z(.|?]|\(\?|^\s*[A-Z]{3,} |\[\w|%s|[a-z]\|[a-z]|;q=0")
_MARKS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "_"}  # what these are given is translated anyway
_LOGS = {"error", "exception", "warning", "info", "debug"}


def sentences_of(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the words of every text in a file that reads as a sentence, or as a part of one."""
    tree = ast.parse(path.read_text())
    parts = _find_parts(tree)
    passed_over = {id(node) for each in [*_left_out(tree), *parts.values()] for node in ast.walk(each)}
    for node in ast.walk(tree):
        if id(node) not in passed_over and (text := _text_of(node, parts)) and _reads_as_sentence(text):
            yield node.lineno, _FIELD.sub(_FILLED, text)


def reasons_of(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the words of every reason for dropping that is written where something is dropped."""
    for node in ast.walk(ast.parse(path.read_text())):
        for given in _reasons_given(node):
            for each in ast.walk(given):
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
                    yield each.lineno, each.value


def _reasons_given(node: ast.AST) -> Iterator[ast.AST]:
    """The arguments that say why: after Use.DROPPED, of page.drop(), of dropped=, and what is set as .drop."""
    if isinstance(node, ast.Call):
        after = [place for place, each in enumerate(node.args) if ast.unparse(each) == "Use.DROPPED"]
        yield from (each for place in after for each in node.args[place + 1 :])
        yield from (each.value for each in node.keywords if each.arg == "dropped")
        if isinstance(node.func, ast.Attribute) and node.func.attr == "drop":
            yield from node.args[2:]
    if isinstance(node, ast.Assign) and any(getattr(each, "attr", "") in ("drop", "dropped") for each in node.targets):
        yield node.value


def _left_out(tree: ast.AST) -> Iterator[ast.AST]:
    """Documentation, what is logged, what is marked for translation itself, patterns, and the parts of an f-string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node
        elif isinstance(node, ast.JoinedStr):
            yield from node.values
        elif isinstance(node, ast.Call) and _is_left_out(node.func):
            yield from node.args


def _is_left_out(called: ast.expr) -> bool:
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in _MARKS or name in _LOGS or name in ("compile", "TypeVar", "execute", "cast", "execute_values")


def _find_parts(tree: ast.Module) -> dict[str, ast.expr]:
    """The texts that a module names, and puts into others that it names: parts of sentences."""
    named = {
        each.targets[0].id: each.value
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
    }
    put = {ast.unparse(each.value) for each in ast.walk(tree) if isinstance(each, ast.FormattedValue)}
    return {name: text for name, text in named.items() if name in put and _text_of(text, {})}


def _text_of(node: ast.AST, parts: dict[str, ast.expr]) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.FormattedValue):
        return _text_of(parts.get(ast.unparse(node.value), ast.Constant(_FILLED)), {})
    return "".join(_text_of(each, parts) for each in node.values) if isinstance(node, ast.JoinedStr) else ""


def _reads_as_sentence(text: str) -> bool:
    return bool(_PROSE.fullmatch(text.strip())) and not _NO_PROSE.search(text) and "<" not in text
