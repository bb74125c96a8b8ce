"""Every sort of change to an archive with one document more than the seeds, which it is given."""

from datetime import timedelta

from django.utils import timezone

from statements.models import (
    Document,
    Office,
    Paragraph,
    Participation,
    Publisher,
    Quotation,
    Revision,
    Source,
    Speaker,
    Status,
    Term,
    Tombstone,
)
from tests.cast import make_document, make_speaker

CHANGES = {
    "withdrawn": lambda document: document.withdraw("An error"),
    "unpublished": lambda document: Document.objects.filter(pk=document.pk).update(status=Status.DRAFT),
    "under an embargo": lambda document: Document.objects.filter(pk=document.pk).update(
        publish_at=timezone.now() + timedelta(days=1)
    ),
    "of another kind": lambda document: Document.objects.filter(pk=document.pk).update(kind="readout"),
    "of another date": lambda document: Document.objects.filter(pk=document.pk).update(date_start="1999-01-01"),
    "with another title": lambda document: Document.objects.filter(pk=document.pk).update(title="On land"),
    "with other words": lambda document: Paragraph.objects.filter(document=document).update(text="An oboe."),
    "with another number": lambda document: Paragraph.objects.filter(document=document).update(number="34"),
    "under another number": lambda document: Paragraph.objects.filter(document=document).update(under="34"),
    "without its words": lambda document: Paragraph.objects.filter(document=document).delete(),
    "without its speaker": lambda document: Participation.objects.filter(document=document).delete(),
    "with one more speaker": lambda document: Participation.objects.create(
        document=document, speaker=make_speaker("Bo Ek"), role="quoted"
    ),
    "deleted": lambda document: document.delete(),
    "not alone": lambda document: make_document("Another one."),
    "somebody new": lambda document: make_speaker("Bo Ek"),
    "somebody renamed": lambda document: Speaker.objects.update(aliases=["Quist"]),
    "a publisher": lambda document: Publisher.objects.create(name="Harbour Office", slug="harbour"),
    "a publisher renamed": lambda document: Publisher.objects.update(language="fr"),
    "an office": lambda document: Office.objects.create(speaker=Speaker.objects.first(), title_en="Harbour Master"),
    "quoting": lambda document: Quotation.objects.create(
        paragraph=document.paragraphs.get(), speaker=Speaker.objects.first(), start=0, end=1
    ),
    "with a source": lambda document: Source.objects.filter(pk=Source.objects.first().pk).update(document=document),
    "with a version": lambda document: document.publish(),
    "long public": lambda document: Revision.objects.update(published_at="2020-02-02T12:00Z"),
    "at another place": lambda document: Document.objects.filter(pk=document.pk).update(place="Oslo"),
    "under another address": lambda document: Document.objects.filter(pk=document.pk).update(slug="on-land"),
    "gone for ever": lambda document: Tombstone.objects.create(slug="on-land", external_id="x"),
    "a term gone": lambda document: Term.objects.first().delete(),
    "a term": lambda document: Term.objects.create(name="Jetty", words_en=["jetty", "pier"]),
}
