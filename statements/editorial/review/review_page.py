"""What the page of a review shows: the words, what is proposed, and the bar that stays in sight."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from statements.editorial.checking.doubts import doubts_about, warn_open_links
from statements.editorial.checking.duplicates import find_duplicates
from statements.editorial.checking.translations import find_translations, linked
from statements.editorial.people.speakers import unknown_turns
from statements.editorial.review.comparing_base import list_conflicts
from statements.editorial.review.corrections import correction_of
from statements.editorial.review.fact_rows import list_fact_rows
from statements.editorial.review.forms import FactsForm, PublishForm
from statements.editorial.review.proposals import propose_people, propose_publisher
from statements.editorial.review.quoting import offer_quotations
from statements.editorial.review.source_runs import runs_of, source_pieces
from statements.editorial.review.step_request import speakers_of
from statements.editorial.review.undoing import last_step
from statements.editorial.stated_embargo import find_embargo_to_come
from statements.editorial.workflow import log_of, may_correct, publishing_obstacle
from statements.importer.messages.say import say
from statements.models import CorrectionBase, Document, Paragraph, Role, Source, Status
from statements.models.paragraphs import count_places

PARAGRAPHS_A_PAGE = 100


def describe_words(
    document: Document, request: HttpRequest, facts: FactsForm | None, may_change: bool
) -> dict[str, Any]:
    """What the page shows of the document itself, and what it proposes."""
    rows = document.paragraphs.select_related("speaker").prefetch_related("quotations__speaker")
    numbers = Paginator(rows.order_by("position"), PARAGRAPHS_A_PAGE)
    shown = numbers.get_page(request.GET.get("page"))
    paragraphs = count_places(shown.object_list, shown.start_index())
    source = Source.objects.defer("content").filter(document=document).first()
    seen = Document.objects.seen_by(request.user)
    form = facts or FactsForm(instance=document, may_change=may_change)
    return {
        "facts": list_fact_rows(document, form),
        "wrong": facts.non_field_errors() if facts else [],
        "source": source,
        "runs": runs_of(source_pieces(source, shown)) if source else [],
        "paragraphs": paragraphs,
        "numbers": shown,
        "kinds": Paragraph._meta.get_field("kind").choices,
        "roles": Role.choices,
        "people": document.participations.select_related("speaker").order_by("position", "pk"),
        **_list_proposed(document),
        "publisher": propose_publisher(document),
        "speakers": speakers_of(document),
        "duplicates": find_duplicates(document, seen) if document.status != Status.PUBLISHED else [],
        "translations": find_translations(document, seen),
        "linked": linked(document, seen),
        "offers": offer_quotations(document),
        "turns": unknown_turns(document),
    }


def _list_proposed(document: Document) -> dict[str, Any]:
    """People named in the title, and those of them who are surely meant: one click lets them take part."""
    people = propose_people(document)
    return {"proposed": people, "sure_people": [each for each in people if each.sure]}


def describe_bar(document: Document, request: HttpRequest) -> dict[str, Any]:
    """What the bar shows: how far the document is, what keeps it from the public, and what can be undone."""
    correction = correction_of(document, Document.objects.seen_by(request.user))
    base = CorrectionBase.objects.select_related("begun_by").filter(copy=document).first()
    return {
        "last": log_of(document).first(),
        "why_not": publishing_obstacle(document, request.user) if not document.is_public else "",
        "doubts": _list_doubts(document),
        "embargo": find_embargo_to_come(document),
        "links": list(document.previews.live()),
        "open_links": warn_open_links(document),
        "undo": last_step(document),
        "may_correct": may_correct(document, request.user),
        "correction": correction,
        "base": base,
        "conflicts": list_conflicts(document, document.corrects) if document.corrects else [],
    }


def fill_publish_form(document: Document, typed: dict[str, str]) -> PublishForm:
    """The note and the time, as they were typed; each sent with the form whose button uses it."""
    form = PublishForm(initial={"publish_at": find_embargo_to_come(document), **typed})
    if document.status == Status.PUBLISHED:
        form.fields["publish_at"].widget.attrs["form"] = "embargo"
        form.fields["words"].widget.attrs["form"] = "withdrawing"
    return form


def _list_doubts(document: Document) -> list[str]:
    """What to know before it is published, besides the warnings shown above."""
    if document.status == Status.PUBLISHED:
        return []
    shown = [say(warning) for warning in document.provenance.get("warnings", [])]
    return [each for each in doubts_about(document) if each not in shown]
