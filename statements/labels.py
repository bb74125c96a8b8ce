"""The names of models and fields, as the forms of the desk show them, in the language of the page.

Django makes most of them of names in the code. They stand here to be translated, all in one place, since a name that
is given to a field itself is part of the history of the tables, and would take a migration.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext_noop, override, pgettext_lazy

_CONTEXT = "a field"
MODELS = (
    pgettext_lazy("a field", "document"),
    pgettext_lazy("a field", "documents"),
    pgettext_lazy("a field", "participation"),
    pgettext_lazy("a field", "participations"),
    pgettext_lazy("a field", "paragraph"),
    pgettext_lazy("a field", "paragraphs"),
    pgettext_lazy("a field", "source"),
    pgettext_lazy("a field", "sources"),
    pgettext_lazy("a field", "revision"),
    pgettext_lazy("a field", "revisions"),
    pgettext_lazy("a field", "speaker"),
    pgettext_lazy("a field", "speakers"),
    pgettext_lazy("a field", "office"),
    pgettext_lazy("a field", "offices"),
    pgettext_lazy("a field", "publisher"),
    pgettext_lazy("a field", "publishers"),
    pgettext_lazy("a field", "quotation"),
    pgettext_lazy("a field", "quotations"),
    pgettext_lazy("a field", "term"),
    pgettext_lazy("a field", "terms"),
    pgettext_lazy("a field", "reading under embargo"),
    pgettext_lazy("a field", "readings under embargo"),
    pgettext_lazy("a field", "kept result"),
    pgettext_lazy("a field", "kept results"),
    pgettext_lazy("a field", "watched source"),
    pgettext_lazy("a field", "watched sources"),
    pgettext_lazy("a field", "token"),
    pgettext_lazy("a field", "tokens"),
    pgettext_lazy("a field", "previews"),
    pgettext_lazy("a field", "unsaved"),
)
FIELDS = (
    pgettext_lazy("a field", "account"),
    pgettext_lazy("a field", "address"),
    pgettext_lazy("a field", "address of the source"),
    pgettext_lazy("a field", "aliases"),
    pgettext_lazy("a field", "code"),
    pgettext_lazy("a field", "collective"),
    pgettext_lazy("a field", "content"),
    pgettext_lazy("a field", "correction"),
    pgettext_lazy("a field", "created"),
    pgettext_lazy("a field", "date"),
    pgettext_lazy("a field", "drop"),
    pgettext_lazy("a field", "encoding"),
    pgettext_lazy("a field", "end"),
    pgettext_lazy("a field", "expires"),
    pgettext_lazy("a field", "external id"),
    pgettext_lazy("a field", "filename"),
    pgettext_lazy("a field", "fingerprint"),
    pgettext_lazy("a field", "hour"),
    pgettext_lazy("a field", "hours between two looks"),
    pgettext_lazy("a field", "import digest"),
    pgettext_lazy("a field", "importer version"),
    pgettext_lazy("a field", "in English"),
    pgettext_lazy("a field", "in French"),
    pgettext_lazy("a field", "in Italian"),
    pgettext_lazy("a field", "keep only"),
    pgettext_lazy("a field", "kept at"),
    pgettext_lazy("a field", "key"),
    pgettext_lazy("a field", "kind"),
    pgettext_lazy("a field", "language of the name"),
    pgettext_lazy("a field", "language"),
    pgettext_lazy("a field", "last used"),
    pgettext_lazy("a field", "made"),
    pgettext_lazy("a field", "media type"),
    pgettext_lazy("a field", "merged into"),
    pgettext_lazy("a field", "name"),
    pgettext_lazy("a field", "note"),
    pgettext_lazy("a field", "number"),
    pgettext_lazy("a field", "page"),
    pgettext_lazy("a field", "parameters"),
    pgettext_lazy("a field", "partial"),
    pgettext_lazy("a field", "paused"),
    pgettext_lazy("a field", "place"),
    pgettext_lazy("a field", "position"),
    pgettext_lazy("a field", "prefix"),
    pgettext_lazy("a field", "proposed"),
    pgettext_lazy("a field", "provenance"),
    pgettext_lazy("a field", "publish at"),
    pgettext_lazy("a field", "published at"),
    pgettext_lazy("a field", "published by"),
    pgettext_lazy("a field", "quiet"),
    pgettext_lazy("a field", "reader"),
    pgettext_lazy("a field", "reference number"),
    pgettext_lazy("a field", "retrieved at"),
    pgettext_lazy("a field", "revoked"),
    pgettext_lazy("a field", "role"),
    pgettext_lazy("a field", "scopes"),
    pgettext_lazy("a field", "since"),
    pgettext_lazy("a field", "slug"),
    pgettext_lazy("a field", "sort name"),
    pgettext_lazy("a field", "sort"),
    pgettext_lazy("a field", "spans"),
    pgettext_lazy("a field", "spellings"),
    pgettext_lazy("a field", "start"),
    pgettext_lazy("a field", "state"),
    pgettext_lazy("a field", "status"),
    pgettext_lazy("a field", "text"),
    pgettext_lazy("a field", "title assigned"),
    pgettext_lazy("a field", "title in English"),
    pgettext_lazy("a field", "title in French"),
    pgettext_lazy("a field", "title in Italian"),
    pgettext_lazy("a field", "title"),
    pgettext_lazy("a field", "total"),
    pgettext_lazy("a field", "translation group"),
    pgettext_lazy("a field", "under"),
    pgettext_lazy("a field", "understood"),
    pgettext_lazy("a field", "until"),
    pgettext_lazy("a field", "updated"),
    pgettext_lazy("a field", "versions"),
    pgettext_lazy("a field", "when"),
    pgettext_lazy("a field", "where"),
    pgettext_lazy("a field", "who"),
    pgettext_lazy("a field", "withdrawn reason"),
)

# Django's own Italian catalogue writes months and days with capitals, as nobody else does: ours comes before it.
MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)
DAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
# What Django says anew, and its Italian catalogue does not have.
OF_DJANGO = (gettext_noop("Forgotten your login credentials?"),)


def translate_labels(models: Iterable[type[Model]]) -> None:
    """Give models and their fields names that are translated when they are shown; to the migrations they stay."""
    with override(None):  # a name that is marked itself is read in English, whatever the language of the site
        for model in models:
            options = model._meta
            options.verbose_name = pgettext_lazy(_CONTEXT, str(options.verbose_name))
            options.verbose_name_plural = pgettext_lazy(_CONTEXT, str(options.verbose_name_plural))
            for field in options.local_fields:
                field.verbose_name = pgettext_lazy(_CONTEXT, str(field.verbose_name))
