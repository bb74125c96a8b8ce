"""Publishing several documents: what is doubtful about each, and then one after the other, each on its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from statements.editorial.checking.doubts import doubts_before_publishing
from statements.editorial.workflow import note, publish, publishing_obstacle
from statements.models import Document, Status

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Candidate:
    """A document to be published. why_not: why it cannot be; doubts: what an editor should know first; seen: its state,
    which it still has to be in when it is published."""

    document: Document
    why_not: str
    doubts: list[str]

    @property
    def seen(self) -> str:
        return self.document.updated.isoformat()

    @property
    def is_clean(self) -> bool:
        return not self.why_not and not self.doubts

    @property
    def is_later(self) -> bool:
        """Whether it would become public at a later hour."""
        return self.document.publish_at is not None and self.document.publish_at > timezone.now()


@dataclass
class JointOutcome:
    """What became of documents that were handled together. refused: (title, reason)."""

    done: list[Document] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def later(self) -> int:
        return sum(not document.is_public for document in self.done)


class SkippedError(Exception):
    """A document is left as it is, for a reason in words."""


def make_candidate(document: Document, by: Any) -> Candidate:
    """What to know of a document before it is published with others."""
    done = document.status == Status.PUBLISHED
    return Candidate(document, _obstacle(document, by), [] if done else doubts_before_publishing(document))


def publish_together(seen: Mapping[int, str], by: Any) -> JointOutcome:
    """Publish documents; one that cannot be, or has changed since the question was shown, does not stop the others.

    seen: the state in which each was shown, by its key.
    """
    outcome = JointOutcome()
    for key, state in seen.items():
        handle_one(key, state, outcome, lambda document: _publish_one(document, by))
    return outcome


def handle_one(key: int, seen: str, outcome: JointOutcome, act: Callable[[Document], None]) -> None:
    """Do something to one document, locked, in a transaction of its own; note what became of it.

    act: what is done to it; it raises SkippedError where it is not.
    """
    title = f"{key}"
    try:
        with transaction.atomic():
            document = Document.objects.select_for_update().filter(pk=key).first()
            if document is None:
                raise SkippedError(gettext("it was deleted."))
            title = str(document)
            if document.updated.isoformat() != seen:
                raise SkippedError(gettext("it has changed since you were asked: look at it again."))
            act(document)
    except SkippedError as error:
        outcome.refused.append((title, str(error)))
    except Exception:
        _log.exception("Document %s could not be handled with others", key)
        outcome.refused.append((title, gettext("the archive failed on it: try it on its review page.")))
    else:
        outcome.done.append(document)


def _publish_one(document: Document, by: Any) -> None:
    if why_not := _obstacle(document, by):
        raise SkippedError(why_not)
    publish(document, by)
    note(document, by, "Published.")


def _obstacle(document: Document, by: Any) -> str:
    """Why a document cannot be published with the others, in words; empty if it can."""
    if document.status == Status.PUBLISHED:
        return gettext("it is already published.")
    if document.status == Status.WITHDRAWN:
        return gettext("it was withdrawn: publish it from its review page.")
    return publishing_obstacle(document, by)
