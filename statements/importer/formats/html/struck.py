"""Struck-through words of a web page: by tag, style or class, or by the page's style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,80}\bline-through\b", re.I)
# Class names from Bootstrap, Tailwind, editors, offices: "text-decoration-line-through", "ql-strike", "testo-barrato".
_NAMES = re.compile(
    r"(?<![\w-])(?:(?:text|texte|testo|has|ql|u|is)-)?(?:decoration-)?"
    r"(?:strike(?:-?(?:through|out))?|line-through|struck(?:-?(?:through|out))?|barr[ée]|barrato)(?![\w-])"
)
_SELECTOR = re.compile(r"\s*([a-z][a-z\d]*)?((?:\.[\w-]+)+)\s*", re.I)
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+\*/")
_SHEET, _RULES = 500_000, 50  # characters of style sheets that are read, and rules that strike out


def strikes(element: etree._Element) -> bool:
    """Whether an element strikes through its words, by tag, style or class. <ins> does not."""
    if element.tag in ("del", "s", "strike"):
        return True
    style, names = element.get("style") or "", element.get("class") or ""
    return bool(_STYLE.search(style)) or bool(names and _NAMES.search(names.lower()))


def write_out_struck(root: etree._Element) -> None:
    """Write the line-through into the style of each element that a style sheet of the page strikes out.

    Only rules for a bare class count, ".c3, span.c9 { text-decoration: line-through }": a rule that applies only inside
    another element, or under the mouse, may not apply to these words.
    """
    sheet = "\n".join(style.text or "" for style in root.iter("style"))
    rules = list(islice(_classes_that_strike(sheet), _RULES))
    known = {name for _, names in rules for name in names}
    for element in root.iter(etree.Element) if rules else ():
        classes = known.intersection((element.get("class") or "").split())
        if classes and any(names <= classes and tag in ("", element.tag) for tag, names in rules):
            element.set("style", f"{element.get('style') or ''};text-decoration:line-through")


def _classes_that_strike(sheet: str) -> Iterator[tuple[str, set[str]]]:
    """For each rule that strikes out, the tag (or "") and the classes: "b.c3 {…}" -> ("b", {"c3"})."""
    for rule in _COMMENT.sub(" ", sheet[:_SHEET]).split("}"):
        selectors, _, declarations = rule.partition("{")
        if not _STYLE.search(declarations):
            continue
        for selector in selectors.split(","):
            if found := _SELECTOR.fullmatch(selector):
                yield (found[1] or "").lower(), set(found[2].split(".")[1:])
