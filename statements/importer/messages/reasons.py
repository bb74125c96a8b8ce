"""Why a stretch of a source is dropped."""

from django.utils.translation import gettext_noop as _

OF_EDITORS = (_("dropped by an editor"), _("struck out"))

OF_TEXT = (
    _("address block"),
    _("address of the source"),
    _("contacts"),
    _("covering note"),
    _("date"),
    _("date of a change"),
    _("delivery notice"),
    _("earlier mail"),
    _("embargo"),
    _("end mark"),
    _("front matter"),
    _("hyphen at the end of a line"),
    _("kind of the release"),
    _("letterhead"),
    _("mail header"),
    _("notice of a mail"),
    _("page header"),
    _("release notice"),
    _("ruled line"),
    _("signature of a mail"),
    _("telephone"),
    _("title, once more"),
)

OF_MARKUP = (
    _("code mark"),
    _("comment"),
    _("emphasis mark"),
    _("escape"),
    _("footnote mark"),
    _("heading mark"),
    _("image"),
    _("link address"),
    _("link mark"),
    _("list mark"),
    _("markup"),
    _("quotation mark"),
    _("table mark"),
)

OF_PAGES = (
    _("about the document"),
    _("about the page"),
    _("above the title"),
    _("advert"),
    _("breadcrumb"),
    _("caption"),
    _("comments"),
    _("cookie notice"),
    _("edit link"),
    _("footer"),
    _("footnote"),
    _("form"),
    _("header"),
    _("keywords"),
    _("language links"),
    _("link"),
    _("link to a file"),
    _("navigation"),
    _("not shown"),
    _("notice"),
    _("ornament"),
    _("outside the main text"),
    _("related links"),
    _("share bar"),
    _("sidebar"),
    _("table of facts"),
)

OF_WORD_AND_PDF = (
    _("address"),
    _("cover"),
    _("duration"),
    _("endnote"),
    _("field code"),
    _("hidden text"),
    _("line number"),
    _("mark of a note"),
    _("outside of the page"),
    _("page number"),
    _("placeholder"),
    _("printed by a browser"),
    _("rotated text"),
    _("running head"),
    _("side note"),
    _("theme"),
    _("turn-over mark"),
)

REASONS = (*OF_EDITORS, *OF_TEXT, *OF_MARKUP, *OF_PAGES, *OF_WORD_AND_PDF)
