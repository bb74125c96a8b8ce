"""The rows that a search reads. Triggers alone write them, so that they never differ from the documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import F, Q

from statements.models.documents import Document, PublishedQuerySet
from statements.models.paragraphs import Paragraph
from statements.models.people import Publisher, Speaker


@contextmanager
def entering_once(document: Document) -> Iterator[None]:
    """Make the rows that searches read of a document once, at the end of the block, however often it changes in it.

    Inside a transaction that has the document locked; what undoes the block undoes this too. Other documents are not
    concerned.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('archive.enter_later', %s, true)", [str(document.pk)])
        yield
        cursor.execute("SELECT set_config('archive.enter_later', '', true)")
        cursor.execute("SELECT archive_enter(%(all)s), archive_utter(%(all)s)", {"all": [document.pk]})


class EntryQuerySet(PublishedQuerySet["Entry"]):
    """The entries of documents, which searches and filters narrow."""


class Entry(models.Model):
    """What searches, filters and counts read of a document: one narrow row, kept by triggers (sql/entries.sql).

    A row of a document is ten times as wide, and a page of results reads up to all of them. The database removes it
    with its document. Words, lead and utterances has only what is published.
    """

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="entry"
    )
    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    publisher = models.ForeignKey(
        Publisher, null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    status = models.CharField(max_length=10)
    publish_at = models.DateTimeField(null=True)
    date_start = models.DateField(null=True)
    date_end = models.DateField(null=True)
    first_month = models.IntegerField(null=True)  # year * 12 + month - 1 of date_start
    last_month = models.IntegerField(null=True)  # of date_end
    speaker_ids = ArrayField(models.BigIntegerField())
    length = models.IntegerField()  # in different words
    size = models.IntegerField(db_default=0)  # in words
    words = SearchVectorField()  # stemmed, of the title (weight A) and the text, and the language as ~it
    forms = SearchVectorField()  # every word as written, without positions, and the language as ~it

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(F("date_start").desc(nulls_last=True), F("document").desc(), name="entry_newest_first"),
            models.Index(fields=["publish_at"], name="entry_publish_at"),
            GinIndex(fields=["words"], name="entry_words", fastupdate=False),
            GinIndex(fields=["forms"], name="entry_forms", fastupdate=False),
            GinIndex(fields=["speaker_ids"], name="entry_speaker_ids", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"entry of document {self.pk}"


class UtteranceQuerySet(models.QuerySet["Utterance"]):
    """What people say, which searches narrow."""

    def documents(self) -> models.QuerySet:
        """Keys of the documents, for a condition on entries."""
        return self.order_by().values("document")


class Utterance(models.Model):
    """What somebody says in a document: a row that searches by speaker read, kept by triggers (sql/utterances.sql).

    Her turns, the whole of a text of which she is the author or the only speaker, and the words that she is quoted
    with; without what others are quoted with beside her.
    """

    document = models.ForeignKey(
        Document, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="utterances"
    )
    speaker = models.ForeignKey(
        Speaker, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="utterances"
    )
    language = models.CharField(max_length=2)
    narrates = models.BooleanField(help_text="Paragraphs that are nobody's turn are hers")
    length = models.IntegerField()  # in different words
    size = models.IntegerField()  # in words
    words = SearchVectorField()  # stemmed, and the language as ~it
    forms = SearchVectorField()  # every word as written, without positions, and the language as ~it

    objects = UtteranceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "speaker"], name="utterance_unique")]
        indexes = [
            models.Index(fields=["speaker", "document"], name="utterance_speaker"),
            GinIndex(fields=["words"], name="utterance_words", fastupdate=False),
            GinIndex(fields=["forms"], name="utterance_forms", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"what speaker {self.speaker_id} says in document {self.document_id}"


class Lead(models.Model):
    """The search words of a document's title and first lines, to rank many documents by quickly; kept by triggers.

    title: the words of the title alone, as they are written.
    """

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="lead"
    )
    words = SearchVectorField()
    title = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["title"], name="lead_title", fastupdate=False)]

    def __str__(self) -> str:
        return f"lead of document {self.pk}"


class Change(models.Model):
    """A statement that changed what pages show, recorded by a trigger: counts and pages are made again after it."""

    id = models.BigAutoField(primary_key=True)
    mark = models.UUIDField(
        db_default=RandomUUID(),
        editable=False,
        help_text="Random: after a restore the numbers come again, for another archive",
    )

    def __str__(self) -> str:
        return f"change {self.pk}"


class Stretch(models.Model):
    """A part of a long paragraph, up to 255 words: a vector of all of it has not every place of every word.

    Each begins 128 words after the one before, so that what is within 128 words stands whole in one. Kept by triggers.
    """

    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="stretches"
    )
    document = models.ForeignKey(
        Document, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    language = models.CharField(max_length=2)
    start = models.IntegerField(help_text="Words before it")
    words = SearchVectorField()
    exact = SearchVectorField()

    class Meta:
        verbose_name_plural = "stretches"
        indexes = [
            models.Index(fields=["paragraph", "start"], name="stretch_place"),
            models.Index(fields=["paragraph"], condition=Q(start=0), name="stretch_long_paragraphs"),
            models.Index(fields=["document"], name="stretch_document"),
            GinIndex(fields=["words"], name="stretch_words", fastupdate=False),
            GinIndex(fields=["exact"], name="stretch_exact", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"stretch of paragraph {self.paragraph_id} from word {self.start}"


class VocabularyWord(models.Model):
    """A word that stands in a document, as it is written, lower case without accents; kept by triggers."""

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="vocabulary_word_unique")]
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="vocabulary_word_trigrams")]

    def __str__(self) -> str:
        return self.word
