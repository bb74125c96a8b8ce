"""Why an element of a web page is no part of the document: by its tag, its role, its class or id."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.formats.html_markup import BLOCKS

_TAGS = {
    "nav": "navigation", "footer": "footer", "aside": "sidebar", "form": "form", "button": "form", "select": "form",
    "textarea": "form", "label": "form", "dialog": "notice", "header": "header",
}  # fmt: skip


_ROLES = {
    "navigation": "navigation", "menu": "navigation", "menubar": "navigation", "banner": "header", "search": "form",
    "contentinfo": "footer", "complementary": "sidebar", "dialog": "notice", "alertdialog": "notice",
    "doc-endnotes": "footnotes", "doc-footnote": "footnotes", "doc-toc": "navigation",
}  # fmt: skip


_NAMES = {
    "edit link": "mw-editsection(?!-)",
    "cookie notice": r"cookies?|cookie-?\w*|gdpr|rgpd|consent|onetrust|iubenda|tarteaucitron|didomi|cybot\w*",
    "breadcrumb": r"breadcrumbs?|crumbs?|briciole|fil-d?-?ariane|ariane",
    "share bar": r"share|sharing|social|socials|socialmedia|addthis\w*|addtoany\w*|a2a|sharethis|condividi|condivisione"
    r"|partage|partager|sharebar|sharedaddy",
    "related links": r"related|correlat[aei]|recommended|suggested|see-also|leggi-anche"
    r"|lire-aussi|a-lire-aussi|teasers?",
    "advert": r"ads?|advert|adverts|advertisement|advertising|adsbygoogle|pubblicita|publicite|sponsored|dfp",
    "footnotes": r"references|reflist|footnotes?|endnotes?|notes-de-bas-de-page",
    "table of facts": r"infobox\w*|sinottico",
    "language links": r"language-?(?:switcher|selector|links|list|menu|block)|lang-?(?:switch\w*|selector|menu)"
    r"|interlanguage|langues|lingue|languages",
    "navigation": r"nav|navs|navbar|navbox\w*|navigation|navigazione|menu|menus|submenu|mega-?menu|sf-menu"
    r"|pager|pagination"
    r"|toc|skip-?(?:link|links|nav|to-\w+)|jump-?(?:link|links)|catlinks|toolbar|sitemap|tags",
    "footer": r"footer|site-?footer|page-?footer|footer\w+|printfooter|colophon|copyright",
    "sidebar": r"sidebar\w*|side-?bar",
    "form": r"search|search-?form|search-?box|newsletter|subscribe|login|comment-?form",
    "not shown": r"visually-?hidden|sr-only|screen-reader(?:-text)?|element-invisible|hide|hidden|invisible|noprint",
}


_NAMED = {reason: re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])") for reason, words in _NAMES.items()}


_HEADERS = re.compile(
    r"(?:(?:site|page|main|global|top|web)-?)?(?:header|masthead|banner)(?:-(?:inner|wrapper|container|top))?"
    r"|top-?bar|(?:site-?)?(?:logo|slogan)|site-(?:name|title|branding)"
)


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


_NAME_LENGTH = 500


def reason_of(element: etree._Element) -> tuple[str, bool]:
    """Why an element is no part of a document, by its tag, role or name, and whether by its name."""
    tag = element.tag
    if tag in ("html", "body", "main", "article"):
        return "", False
    names = _names(element)
    if not names:
        return _TAGS.get(tag) or _ROLES.get(element.get("role") or "", ""), False
    for reason, pattern in _NAMED.items():
        if (tag in BLOCKS or reason == "edit link") and pattern.search(names):
            return reason, True
    if tag in BLOCKS and any(_HEADERS.fullmatch(name) for name in names.split()):
        return "header", True
    return _TAGS.get(tag) or _ROLES.get(element.get("role") or "", ""), False


def _names(element: etree._Element) -> str:
    """Class and id in lower case: "siteFooter block_menu" -> "site-footer block-menu"."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_NAME_LENGTH]
    return _CAMEL.sub("-", names).lower().replace("_", "-").strip()


def holds_the_text(element: etree._Element) -> bool:
    """Whether the page says of an element that the text is in it."""
    said = element.get("role") == "main" or element.get("itemprop") == "articleBody"
    return said or element.tag in ("main", "article")
