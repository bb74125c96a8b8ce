"""What editors find for a document without leaving it: people, a publisher, translations, a date in words."""

from __future__ import annotations

from statements.editorial.review.date_views import DatesDesk
from statements.editorial.review.somebody_views import SomebodyDesk
from statements.editorial.review.translation_views import TranslationsDesk


class FindingDesk(SomebodyDesk, TranslationsDesk, DatesDesk):
    """The pages for what is found."""
