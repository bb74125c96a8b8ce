"""Mails that brought releases: their bytes, and which document was made of which part."""

from __future__ import annotations

from django.db import models

from statements.models.documents import Document


class ReceivedMail(models.Model):
    """A mail as received, in which more than one part may be the release, or the release is attached.

    It is kept whole, and shown at the desk alone: what is around a release is for nobody else. parts: what it consists
    of, as `importer.extract.MailListing`; None until somebody looks.
    """

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    filename = models.CharField(max_length=255)
    content = models.BinaryField()
    parts = models.JSONField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(
        "auth.User", null=True, blank=True, on_delete=models.SET_NULL, help_text="Who brought it to the desk"
    )

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.filename


class MailedRelease(models.Model):
    """Of which part of a mail a document was made. chosen: by an editor, not by the rule."""

    mail = models.ForeignKey(ReceivedMail, on_delete=models.CASCADE, related_name="releases")
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="mailed")
    part = models.PositiveSmallIntegerField()
    chosen = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "part"], name="mailed_release_once")]

    def __str__(self) -> str:
        return f"part {self.part} of {self.mail}"
