"""Who works at the desk: how each wants it, how each was let in, and what each is told by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from statements.languages import LANGUAGE_CHOICES, LANGUAGES
from statements.models.alerts import Outgoing
from statements.models.vocabulary import Occasion, value_constraint


class Preferences(models.Model):
    """How somebody wants the desk.

    time_zone: an IANA name, in which hours are shown and typed; empty: the archive's. keys: whether single letters do
    something on a review (WCAG 2.1.4). muted: the occasions of which she wants no mail.
    """

    user = models.OneToOneField("auth.User", on_delete=models.CASCADE, related_name="preferences")
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default="en")
    time_zone = models.CharField(max_length=64, blank=True)
    keys = models.BooleanField(default=True)
    muted = ArrayField(models.CharField(max_length=14, choices=Occasion), default=list, blank=True)

    class Meta:
        verbose_name_plural = "preferences"
        constraints = [
            value_constraint("language", [*LANGUAGES], "preferences_language_known"),
            models.CheckConstraint(condition=Q(muted__contained_by=Occasion.values), name="preferences_muted_known"),
        ]

    def __str__(self) -> str:
        return f"preferences of {self.user}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Links that let somebody set a password."""

    def usable(self) -> Self:
        """Those that nobody has used and that have not lapsed, of accounts that are active."""
        return self.filter(used_at=None, expires_at__gt=timezone.now(), user__is_active=True)


class Invitation(models.Model):
    """A link by which somebody sets the password of an account, once.

    digest: the SHA-256 of its secret, which is kept nowhere; made_by: nobody, once that account is gone.
    """

    LASTS = timedelta(days=7)

    user = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_lasts"),
            models.UniqueConstraint(fields=["user"], condition=Q(used_at=None), name="invitation_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class NoticeMail(Outgoing):
    """A mail to somebody who works here: all that she has not been told yet of one occasion."""

    to = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="letters")
    occasion = models.CharField(max_length=14, choices=Occasion)

    class Meta:
        ordering = ["pk"]
        constraints = [
            value_constraint("occasion", Occasion.values, "letter_occasion_known"),
            value_constraint("result", Outgoing.RESULTS, "letter_result_known"),
        ]
        indexes = [models.Index(fields=["next_attempt"], condition=Q(result=""), name="letter_waiting")]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Notice(models.Model):
    """That somebody is to be told of something, written down with the event itself.

    by: whose act it was; words: what was said with it; about, path: the name of a source that fails, and its page on
    the desk; moment: the end of the embargo; letter: the mail that tells it, none while it waits for others like it.
    """

    to = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="notices")
    occasion = models.CharField(max_length=14, choices=Occasion)
    by = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    document = models.ForeignKey("Document", null=True, on_delete=models.CASCADE, related_name="notices")
    words = models.TextField(blank=True)
    about = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=500, blank=True)
    moment = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)
    letter = models.ForeignKey(NoticeMail, null=True, on_delete=models.CASCADE, related_name="notices")

    class Meta:
        ordering = ["pk"]
        constraints = [
            value_constraint("occasion", Occasion.values, "notice_occasion_known"),
            models.CheckConstraint(
                condition=Q(occasion=Occasion.SOURCE, document=None)
                | (~Q(occasion=Occasion.SOURCE) & Q(document__isnull=False)),
                name="notice_of_a_document_or_a_source",
            ),
            models.UniqueConstraint(
                fields=["to", "document", "moment"], condition=Q(occasion=Occasion.EMBARGO), name="notice_embargo_once"
            ),
        ]
        indexes = [models.Index(fields=["to", "occasion"], condition=Q(letter=None), name="notice_waiting")]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class EmbargoLook(models.Model):
    """Up to when it was looked which embargoes are over: a single row."""

    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="embargo_look_single")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S %Z}"
