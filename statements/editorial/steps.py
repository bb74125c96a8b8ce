"""The steps of a review: what the buttons of its page do. Each records in the log, in words, what was done.

A step is given the admin of documents, the request and the document, which is locked, and returns the place on the page
to go back to. It raises EditRefusedError where it cannot do what was asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime

from statements.editorial.duplicates import possible_translations
from statements.editorial.forms import ParagraphForm, ParticipantForm, PublishForm
from statements.editorial.naming import reason_to_ask, speaker_called
from statements.editorial.pages import number_in
from statements.editorial.paragraphs import EditRefusedError, drop, merge, restore, split
from statements.editorial.proposals import publisher_called
from statements.editorial.speakers import give_turns, take_part
from statements.editorial.workflow import note, publishing_obstacle, record_edit, send_back, send_to_review
from statements.importer.draft import showable
from statements.importer.turns import labels_of
from statements.models import Document, Paragraph, Participation, Speaker, Status

Step = Callable[[Any, HttpRequest, Document], str]


def return_url(request: HttpRequest, key: str | None = None) -> str:
    """Return the address of the same page of paragraphs, at the one with `key`, or else at the one worked on."""
    page, key = request.GET.get("page", ""), request.POST.get("paragraph", "") if key is None else key
    query = f"?page={page}" if page.isascii() and page.isdigit() else ""
    return f"{query}#{key}" if key.isascii() and key.isalnum() else query


def _paragraph(request: HttpRequest, document: Document) -> Paragraph:
    """Return the paragraph concerned. Raises EditRefusedError where it is gone, as when a button was pressed twice."""
    key = request.POST.get("paragraph", "")
    found = document.paragraphs.filter(key=key).first() if key.isascii() and key.isalnum() else None
    if found is None:
        raise EditRefusedError("That paragraph no longer exists.")
    return found


def _words(request: HttpRequest, name: str, most: int = 500) -> str:
    """Return what was typed into a field, on one line."""
    return " ".join(showable(request.POST.get(name, "")).split())[:most]


def _finish_edit(
    request: HttpRequest, document: Document, words: str, fact: str = "paragraphs", at: Paragraph | None = None
) -> str:
    """Record the edit and log it in `words`. at: the paragraph to go back to; else the one worked on."""
    record_edit(document, request.user, [fact])
    note(document, request.user, words)
    return return_url(request, at.key if at else None)


def _split(desk: Any, request: HttpRequest, document: Document) -> str:
    """Split before the words that were typed, if they occur once; or at the place that was selected."""
    paragraph, words = _paragraph(request, document), showable(request.POST.get("before", "")).strip()
    place = number_in(request.POST.get("at"))
    selected = bool(words) and place > 0 and paragraph.text.startswith(words, place)
    if not selected and (not words or paragraph.text.count(words) != 1):
        raise EditRefusedError("Type the first words of the second half, enough of them to occur only once.")
    split(paragraph, place if selected else paragraph.text.index(words))
    return _finish_edit(request, document, f"Split {paragraph.place}.")


def _merge(desk: Any, request: HttpRequest, document: Document) -> str:
    paragraph = merge(_paragraph(request, document))
    return _finish_edit(request, document, f"Joined {paragraph.place} with the next.")


def _drop(desk: Any, request: HttpRequest, document: Document) -> str:
    paragraph = _paragraph(request, document)
    others = document.paragraphs.exclude(pk=paragraph.pk)
    following = others.filter(position__gt=paragraph.position).order_by("position").first()
    drop(paragraph)
    return _finish_edit(
        request, document, f"Dropped {paragraph.place}.", at=following or others.order_by("position").last()
    )


def _restore(desk: Any, request: HttpRequest, document: Document) -> str:
    start = request.POST.get("start", "")
    if not (start.isascii() and start.isdigit() and len(start) < 10):
        raise Http404("There is no such place in the source.")
    restored = restore(document, int(start))
    return _finish_edit(request, document, f"Restored {restored.place}.", at=restored)


def _attribute(desk: Any, request: HttpRequest, document: Document) -> str:
    """Set whose turn a paragraph is, and its kind."""
    paragraph = _paragraph(request, document)
    form = ParagraphForm(request.POST, speakers=Speaker.objects.filter(participations__document=document))
    if not form.is_valid():
        raise EditRefusedError("Choose a kind, and somebody who takes part in the document.")
    paragraph.kind, paragraph.speaker = form.cleaned_data["kind"], form.cleaned_data["speaker"]
    paragraph.save(update_fields=["kind", "speaker"])
    turn = paragraph.speaker or "nobody’s turn"
    return _finish_edit(request, document, f"{paragraph.place} is now {paragraph.get_kind_display()}, {turn}.")


def _turns(desk: Any, request: HttpRequest, document: Document) -> str:
    """Give all turns with a label to somebody, who then takes part: a known speaker, or a new one by that name."""
    label = request.POST.get("label", "")
    if label not in labels_of(document.paragraphs.order_by("position").values_list("text", flat=True)):
        raise EditRefusedError("No turn begins like that any longer.")
    found = _choose_speaker(request)
    give_turns(document, label, found)
    return _finish_edit(request, document, f"Gave the turns of {label} to {found}.")


def _choose_speaker(request: HttpRequest) -> Speaker:
    """Return the chosen speaker; if a name other than that offered was typed, the speaker of that name or a new one.

    No speaker is added for part of a name, or for a name close to an existing one, unless that is ticked.
    """
    name = _words(request, "name", 200)
    typed = bool(name) and name != request.POST.get("offered", name)
    chosen = None if typed else Speaker.objects.filter(pk=number_in(request.POST.get("speaker"))).first()
    if chosen is None and request.POST.get("new") != "yes" and (question := reason_to_ask(name)):
        raise EditRefusedError(question)
    found = chosen or speaker_called(name)
    if found is None:
        raise EditRefusedError("Choose a speaker, or type a name.")
    return found.current


def _take_part(desk: Any, request: HttpRequest, document: Document) -> str:
    """Let somebody take part: a known speaker, or a new one by that name."""
    form = ParticipantForm(request.POST)
    if not form.is_valid():
        raise EditRefusedError("Choose how the speaker takes part.")
    speaker, role = _choose_speaker(request), form.cleaned_data["role"]
    taking, created = take_part(document, speaker, role)
    if not created:
        raise EditRefusedError(f"{speaker} already takes part as {taking.get_role_display()}.")
    return _finish_edit(request, document, f"{speaker} takes part as {taking.get_role_display()}.", "participations")


def _leave(desk: Any, request: HttpRequest, document: Document) -> str:
    """Remove a participant; whoever still has turns or quotations stays, so that no words are left without a name."""
    taking = get_object_or_404(Participation, document=document, pk=number_in(request.POST.get("participation")))
    others = document.participations.filter(speaker=taking.speaker).exclude(pk=taking.pk)
    if not others.exists():
        own = document.paragraphs.filter(Q(speaker=taking.speaker) | Q(quotations__speaker=taking.speaker)).first()
        if own is not None:
            raise EditRefusedError(
                f"{own.place} has words spoken by {taking.speaker}: give them to somebody else first."
            )
    words = f"{taking.speaker} no longer takes part as {taking.get_role_display()}."
    taking.delete()
    return _finish_edit(request, document, words, "participations")


def _publisher(desk: Any, request: HttpRequest, document: Document) -> str:
    """Set the body that issued the document: one of that name, or a new one."""
    name = _words(request, "name", 200)
    if not name:
        raise EditRefusedError("Type the name of the publisher.")
    document.publisher = publisher_called(name, document.language)
    document.save(update_fields=["publisher", "updated"])
    return _finish_edit(request, document, f"Published by {document.publisher}.", "publisher")


def _group(desk: Any, request: HttpRequest, document: Document) -> str:
    """Make this document and another translations of each other."""
    other = possible_translations(document).filter(pk=number_in(request.POST.get("other"))).first()
    if other is None:
        raise EditRefusedError("That document can no longer be linked as a translation.")
    group = document.translation_group or other.translation_group or uuid4()
    for each in (document, other):
        each.translation_group = group
        each.save(update_fields=["translation_group", "updated"])
        note(each, request.user, "Linked to its translation.")
    return ""


def _send(desk: Any, request: HttpRequest, document: Document) -> str:
    if document.status not in (Status.DRAFT, Status.WITHDRAWN):
        raise EditRefusedError("It is already in review or published.")
    send_to_review(document, request.user, _words(request, "words"))
    messages.success(request, "Sent to review.")
    return ""


def _send_back(desk: Any, request: HttpRequest, document: Document) -> str:
    """Send the document back to its author, with a note on what is to be done."""
    words = _words(request, "words")
    if document.status != Status.IN_REVIEW:
        raise EditRefusedError("It is not in review.")
    if not words:
        raise EditRefusedError("Say in the note what needs to be done.")
    send_back(document, request.user, words)
    messages.success(request, "Sent back.")
    return ""


def _publish(desk: Any, request: HttpRequest, document: Document) -> str:
    """Publish now, or at the time that was typed."""
    form = PublishForm(request.POST)
    if not desk.has_publish_permission(request):
        raise PermissionDenied
    if not form.is_valid():
        raise EditRefusedError(" ".join(str(error) for errors in form.errors.values() for error in errors))
    if why_not := publishing_obstacle(document, request.user):
        raise EditRefusedError(why_not)
    document.publish_at = form.cleaned_data["publish_at"]
    document.save(update_fields=["publish_at", "updated"])
    document.publish(by=request.user)
    later = "" if document.is_public else f" It will be public from {_moment(document)}."
    note(document, request.user, f"Published.{later} {_words(request, 'words')}".strip())
    messages.success(request, f"Published.{later}")
    return ""


def _moment(document: Document) -> str:
    """When a document becomes public, in the desk's time zone."""
    return f"{localtime(document.publish_at):%Y-%m-%d %H:%M %Z}" if document.publish_at else ""


def _withdraw(desk: Any, request: HttpRequest, document: Document) -> str:
    reason = showable(request.POST.get("words", "")).strip()
    if not desk.has_publish_permission(request):
        raise PermissionDenied
    if document.status != Status.PUBLISHED:
        raise EditRefusedError("It is not published.")
    if not reason:
        raise EditRefusedError("Say why: readers who come looking for it will be told.")
    document.withdraw(reason)
    note(document, request.user, f"Withdrawn: {reason}")
    return ""


STEPS: dict[str, Step] = {
    "split": _split,
    "merge": _merge,
    "drop": _drop,
    "restore": _restore,
    "attribute": _attribute,
    "turns": _turns,
    "take-part": _take_part,
    "leave": _leave,
    "publisher": _publisher,
    "group": _group,
    "send": _send,
    "send-back": _send_back,
    "publish": _publish,
    "withdraw": _withdraw,
}
