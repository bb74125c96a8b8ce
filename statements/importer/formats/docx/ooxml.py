"""Reading values and switches from WordprocessingML elements, along a path of children."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _child(element: etree._Element, path: tuple[str, ...]) -> etree._Element | None:
    for name in path:
        element = next(element.iterchildren(W + name), None) if element is not None else None
    return element


def value(element: etree._Element, *path: str) -> str:
    """The value of the element at the end of a path; "" if there is none."""
    found = _child(element, path)
    return found.get(f"{W}val", "") if found is not None else ""


def switch(element: etree._Element, *path: str) -> bool | None:
    """Whether the switch at the end of a path, such as <w:vanish/>, is on; None if there is no such switch."""
    found = _child(element, path)
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off")
