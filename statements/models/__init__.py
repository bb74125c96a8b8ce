"""What the archive keeps."""

from statements.models.batches import Arrival, Batch
from statements.models.content import Content, ContentParagraph, Participant, QuotedWords
from statements.models.documents import Document, DocumentQuerySet, ListedPerson, Participation, Tombstone, shown_title
from statements.models.glossary import Term
from statements.models.index import (
    Change,
    Entry,
    EntryQuerySet,
    Lead,
    Stretch,
    Utterance,
    UtteranceQuerySet,
    VocabularyWord,
)
from statements.models.paragraphs import ListedParagraph, Paragraph, Quotation, Source, place_of, sub_number
from statements.models.people import Merge, Office, Publisher, Speaker
from statements.models.publications import WAIT_FOR_WRITERS, Publication, PublicationQuerySet, read_moment
from statements.models.results import FrozenResult, KeptInHour
from statements.models.revisions import Revision, revision_content, snapshot
from statements.models.vocabulary import GONE, Became, Event, Kind, ParagraphKind, Result, Role, Status, label_of

__all__ = [
    "GONE",
    "WAIT_FOR_WRITERS",
    "Arrival",
    "Batch",
    "Became",
    "Change",
    "Content",
    "ContentParagraph",
    "Document",
    "DocumentQuerySet",
    "Entry",
    "EntryQuerySet",
    "Event",
    "FrozenResult",
    "KeptInHour",
    "Kind",
    "Lead",
    "ListedParagraph",
    "ListedPerson",
    "Merge",
    "Office",
    "Paragraph",
    "ParagraphKind",
    "Participant",
    "Participation",
    "Publication",
    "PublicationQuerySet",
    "Publisher",
    "Quotation",
    "QuotedWords",
    "Result",
    "Revision",
    "Role",
    "Source",
    "Speaker",
    "Status",
    "Stretch",
    "Term",
    "Tombstone",
    "Utterance",
    "UtteranceQuerySet",
    "VocabularyWord",
    "label_of",
    "place_of",
    "read_moment",
    "revision_content",
    "shown_title",
    "snapshot",
    "sub_number",
]
