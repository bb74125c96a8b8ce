"""The fixed values of the archive: kinds, states, roles."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from statements.languages import LANGUAGE_CHOICES


class Kind(models.TextChoices):
    """What sort of text a document is."""

    PRESS_STATEMENT = "press-statement", _("press statement")
    COMMUNIQUE = "communique", _("communiqué")
    DECLARATION = "declaration", _("declaration")
    SPEECH = "speech", _("speech")
    READOUT = "readout", _("readout")
    TRANSCRIPT = "transcript", _("transcript")
    NEWS_REPORT = "news-report", _("news report")
    COMMENTARY = "commentary", _("commentary")
    OTHER = "other", _("other")


class Status(models.TextChoices):
    """Where a document stands on its way to the public."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Event(models.TextChoices):
    """What the public saw happen to a document. A correction is a new version that nobody has to be told of."""

    PUBLISHED = "published", _("published")
    REVISED = "revised", pgettext_lazy("a document", "revised")
    CORRECTED = "corrected", pgettext_lazy("a document", "corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RESTORED = "restored", pgettext_lazy("a document", "published again")
    DELETED = "deleted", pgettext_lazy("a document", "deleted")


GONE = (Event.WITHDRAWN, Event.DELETED)  # after these a document is not there


class Role(models.TextChoices):
    """How a speaker takes part in a document. A statement by somebody and a text about somebody are not the same."""

    AUTHOR = "author", _("author")
    SPEAKER = "speaker", _("speaker")
    QUOTED = "quoted", _("quoted")
    INTERLOCUTOR = "interlocutor", _("interlocutor")
    MENTIONED = "mentioned", _("mentioned")


def label_of(value: Kind | Role) -> str:
    """A value in words. Each is translated once: a list shows a hundred of them."""
    return _label_of(get_language(), value)


@lru_cache(maxsize=None, typed=True)  # a kind and a role may be the same word
def _label_of(_: str | None, value: Kind | Role) -> str:
    return str(value.label)


LANGUAGES_OR_NONE = [*(code for code, _ in LANGUAGE_CHOICES), ""]


def value_constraint(field: str, values: list[str], name: str) -> models.CheckConstraint:
    """A constraint called `name`: the field has one of the values."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Result(StrEnum):
    """What became of a text that was to be imported: a file, or a line of one."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Became(models.TextChoices):
    """What became of a file that was sent. It waits; then it has a result, or is loaded, where it holds many texts."""

    WAITING = "waiting", pgettext_lazy("a file", "waiting")
    CREATED = Result.CREATED.value, pgettext_lazy("a file", "created")
    UNCHANGED = Result.UNCHANGED.value, pgettext_lazy("a file", "in the archive already")
    LOADED = "loaded", pgettext_lazy("a file", "loaded")
    REFUSED = Result.REFUSED.value, pgettext_lazy("a file", "refused")

    @classmethod
    def of(cls, result: Result) -> Became:
        """The value for the result of an import; a file that updated its document was already in the archive."""
        return cls.UNCHANGED if result is Result.UPDATED else cls(result.value)


class Passing(models.TextChoices):
    """How a document passes from hand to hand on the desk."""

    SENT = "sent", "sent to review"
    SENT_BACK = "sent-back", "sent back"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class ParagraphKind(models.TextChoices):
    """What a paragraph is on the page."""

    BODY = "body", pgettext_lazy("a paragraph", "body")
    HEADING = "heading", pgettext_lazy("a paragraph", "heading")
    LIST_ITEM = "list-item", pgettext_lazy("a paragraph", "list item")
    QUOTATION = "quotation", pgettext_lazy("a paragraph", "quotation")
    STAGE_DIRECTION = "stage-direction", pgettext_lazy("a paragraph", "stage direction")
    SIGNATURE = "signature", pgettext_lazy("a paragraph", "signature")


class Rate(models.TextChoices):
    """How often somebody is told."""

    AT_ONCE = "now", "at once"
    DAILY = "daily", "once a day"
    WEEKLY = "weekly", "once a week"


class Paused(models.TextChoices):
    """Why a subscription is told nothing: as its reader wants, as mail to her is refused, or as the search can no
    longer be understood."""

    READER = "reader", "paused"
    REFUSED = "refused", "mail is refused"
    UNREADABLE = "unreadable", "not understood"


class Channel(models.TextChoices):
    """How somebody is told; notices are mails about the subscription itself."""

    MAIL = "mail", "mail"
    NOTICE = "notice", "notice"
    WEBHOOK = "webhook", "webhook"


class Sending(models.TextChoices):
    """What became of a message. Of a void one nothing was left to tell; a failed one was given up."""

    SENT = "sent", "sent"
    VOID = "void", "nothing left to tell"
    FAILED = "failed", "failed"


class Occasion(models.TextChoices):
    """What somebody who works here is told of by mail."""

    SENT = "sent-to-review", _("a document is sent to review")
    BACK = "sent-back", _("a document of mine is sent back")
    PUBLISHED = "published", _("a document of mine is published")
    EMBARGO = "embargo-over", _("an embargo of mine is over")
    SOURCE = "source-failing", _("a watched source fails")
