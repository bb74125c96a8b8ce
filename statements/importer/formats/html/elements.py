"""Why an element of a web page is not part of the document, by its tag, role, class or id."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]

from statements.importer.formats.html.markup import BLOCKS

_TAGS = {
    "nav": "navigation", "footer": "footer", "aside": "sidebar", "form": "form", "button": "form", "select": "form",
    "textarea": "form", "label": "form", "dialog": "notice", "header": "header", "figcaption": "caption",
}  # fmt: skip


_ROLES = {
    "navigation": "navigation", "menu": "navigation", "menubar": "navigation", "banner": "header", "search": "form",
    "contentinfo": "footer", "complementary": "sidebar", "dialog": "notice", "alertdialog": "notice",
    "doc-endnotes": "footnote", "doc-endnote": "footnote", "doc-footnote": "footnote", "doc-toc": "navigation",
    "tooltip": "not shown",
}  # fmt: skip


_NAMES = {
    "edit link": "mw-editsection(?!-)",
    "cookie notice": r"cookies?|cookie-?\w*|gdpr|rgpd|consent|onetrust|iubenda|tarteaucitron|didomi|cybot\w*",
    "breadcrumb": r"breadcrumbs?|crumbs?|briciole|fil-d?-?ariane|ariane",
    "share bar": r"share|sharing|social|socials|socialmedia|addthis\w*|addtoany\w*|a2a|sharethis|condividi|condivisione"
    r"|partage|partager|sharebar|sharedaddy",
    "related links": r"related|correlat[aei]|recommended|suggested|see-also|leggi-anche"
    r"|lire-aussi|a-lire-aussi|teasers?|potrebbe-interessare|a-consulter|a-decouvrir|read-more|read-next"
    r"|post-navigation"
    r"|hatnote",
    "advert": r"ads?|advert|adverts|advertisement|advertising|adsbygoogle|pubblicita|publicite|sponsored|dfp",
    "footnote": r"references|reflist|footnotes?|endnotes?|notes-de-bas-de-page|note-a-pie-di-pagina"
    r"|mso-footnote-text|(?<!-)notes(?!-)",
    "comments": r"(?<!-)comments(?!-)|comment-?(?:list|body|respond|area)|comments-(?:area|list)|commentaires|commenti"
    r"|disqus\w*",
    "caption": r"captions?|wp-caption-text|didascalia|legende|image-credit|photo-credit",
    "about the document": r"(?:entry|post|article)-meta(?:data)?|metadata|byline|(?:published|publication"
    r"|update)-dates?"
    r"|change-history|date-maj|last-?(?:updated?|modified)|data-pubblicazione|keywords|mots-cles|argomenti"
    r"|parole-chiave"
    r"|thematiques?|reading-time",
    "table of facts": r"infobox\w*|sinottico",
    "language links": r"language-?(?:switcher|selector|links|list|menu|block)|lang-?(?:switch\w*|selector|menu)"
    r"|interlanguage|langues|lingue|languages",
    "navigation": r"nav|navs|navbar|navbox\w*|navigation|navigazione|menu|menus|submenu|mega-?menu|sf-menu"
    r"|pager|pagination"
    r"|toc|skip-?(?:link|links|nav|to-\w+)|jump-?(?:link|links)|catlinks|toolbar|sitemap|tags",
    "footer": r"footer|site-?footer|page-?footer|footer\w+|printfooter|colophon|copyright",
    "sidebar": r"sidebar\w*|side-?bar",
    "form": r"search|search-?form|search-?box|newsletter\w*|subscribe|subscription|iscriviti|inscription"
    r"|feedback|login|comment-?form",
    "not shown": r"visually-?hidden|sr-only|screen-reader(?:-text)?|element-invisible|hide|hidden|invisible"
    r"|noprint|tagline"
    r"|govuk-visually-hidden|u-hidden|is-hidden|fr-sr-only|tooltip",
}


_NAMED = {reason: re.compile(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])") for reason, words in _NAMES.items()}


_HEADERS = re.compile(
    r"(?:(?:site|page|main|global|top|web)-?)?(?:header|masthead|banner)(?:-(?:inner|wrapper|container|top))?"
    r"|top-?bar|(?:site-?)?(?:logo|slogan)|site-(?:name|title|branding)"
)


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


_NAME_LENGTH = 500


def reason_of(element: etree._Element) -> tuple[str, bool]:
    """Why an element is not part of a document, by its tag, role or name; and whether it was the name that told."""
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
    """Whether the page marks an element as holding the text."""
    said = element.get("role") == "main" or element.get("itemprop") == "articleBody"
    return said or element.tag in ("main", "article")


_HIDDEN_INLINE = re.compile(
    r"(?<![\w-])(?:\w+-)?(?:visually-?hidden|sr-only|screen-reader(?:-text)?|element-invisible|noprint)(?![\w-])"
)
_LIST_MARK = re.compile(r"mso-list\s*:\s*ignore", re.I)  # a bullet that Word writes as text
_TITLE_NAMES = re.compile(
    r"(?<![\w-])(?:(?:page|main|article|entry|post|news)-?)?(?:title|titolo|titre|headline)(?:-(?:page|pagina"
    r"|article|articolo))?"
    r"(?![\w-])|(?<![\w-])(?:mso-title|maintitle)(?![\w-])"
)


def hides(element: etree._Element) -> bool:
    """Whether an inline element is a list bullet or, by its class, only for people who cannot see the page."""
    if element.tag not in ("span", "a", "em", "strong", "small", "sup"):
        return False
    return bool(_HIDDEN_INLINE.search(_names(element)) or _LIST_MARK.search(element.get("style") or ""))


def names_title(element: etree._Element) -> bool:
    """Whether a class calls an element the title: "entry-title", "titolo", Word's "MsoTitle"."""
    return bool(element.get("class")) and bool(_TITLE_NAMES.search(_names(element)))
