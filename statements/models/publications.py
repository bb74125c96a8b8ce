"""The log of what became public: an event for each document that the public can see now and could not before, or no
longer. Triggers alone write it (sql/publications.sql), whoever changes a document.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import connection, models

from statements.models.documents import Document
from statements.models.vocabulary import GONE, Event, value_constraint

# Where this comes first in a transaction that reads from one snapshot, the snapshot has all that was written before
# its moment: those who are writing the log are waited for, and kept waiting no longer than that. LOCK takes no
# snapshot, and going back to a savepoint gives the lock back:
# https://www.postgresql.org/docs/current/sql-lock.html, https://www.postgresql.org/docs/current/explicit-locking.html
WAIT_FOR_WRITERS = """
    SAVEPOINT writers; LOCK TABLE archive_publishing IN ROW SHARE MODE; ROLLBACK TO SAVEPOINT writers
"""
# A standby cannot wait for the writers of its primary: it stays behind what it has replayed for longer than they take.
_MOMENT = """
    SELECT greatest(
        least(
            CASE current_setting('transaction_isolation') WHEN 'repeatable read' THEN now() ELSE clock_timestamp() END,
            CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() - interval '10 seconds' END),
        (SELECT written FROM statements_publication ORDER BY id DESC LIMIT 1))
"""


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Events, in the order in which readers could see them."""

    def seen(self, by: datetime) -> Self:
        """Those that readers can see at a moment. The end of an embargo is in the log before it comes."""
        return self.filter(at__lte=by)

    def after(self, place: tuple[datetime, int]) -> Self:
        """What comes after an event at that place, (at, id), the oldest first."""
        later = models.Q(at__gt=place[0]) | models.Q(at=place[0], pk__gt=place[1])
        return self.filter(later, at__gte=place[0]).order_by("at", "pk")  # the second says where the index begins


class Publication(models.Model):
    """Something that became public, or ceased to be.

    Rows are written one transaction after the other, each with a later `written`, and none that could be seen is ever
    changed: in the order of (at, id), who has read up to one has missed none before it. See WAIT_FOR_WRITERS.
    """

    at = models.DateTimeField(help_text="When the public could see it: an embargo is over then")
    written = models.DateTimeField(help_text="When it was written into the log")
    event = models.CharField(max_length=10, choices=Event)
    document = models.ForeignKey(
        Document, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    slug = models.SlugField(max_length=120, db_index=False)
    external_id = models.CharField(max_length=200)
    number = models.PositiveIntegerField(help_text="Of the version; 0: it has none")
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Of the content of the version")
    note = models.TextField(help_text="To readers: what was changed, why it was withdrawn")
    quiet = models.BooleanField(help_text="Nobody is sent a message about it")
    facts = models.JSONField(help_text="Title, language, kind, date, publisher and speakers: they outlive the document")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["at", "id"], name="publication_order"),
            models.Index(fields=["document", "id"], name="publication_document"),
            models.Index(fields=["slug", "id"], name="publication_slug"),
            models.Index(
                fields=["at", "id"], condition=models.Q(event__in=["withdrawn", "deleted"]), name="publication_gone"
            ),
            models.Index(fields=["at"], condition=models.Q(event="published"), name="publication_added"),
        ]
        constraints = [value_constraint("event", Event.values, "publication_event_known")]

    def __str__(self) -> str:
        return f"{self.event} {self.slug}"

    @property
    def is_gone(self) -> bool:
        """Whether the document is not there after it."""
        return self.event in GONE

    @property
    def place(self) -> tuple[datetime, int]:
        """Where it is in the log."""
        return self.at, self.pk


def read_moment() -> datetime:
    """The moment of the snapshot that is read from; outside of one, now. What is later has not happened there.

    A writer who was waited for has written after the snapshot's transaction began: what is in the log has happened.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOMENT)
        return cursor.fetchone()[0]
