"""A walk over all addresses of the desk, for one document and what belongs to it."""

from urllib.parse import urlencode

from django.apps import apps
from django.urls import NoReverseMatch, get_resolver, reverse

from statements.models import (
    Arrival,
    Batch,
    ItemBecame,
    Preview,
    ReceivedMail,
    SourceItem,
    Status,
    Unsaved,
    WatchedSource,
)


def made_of(document, by, word):
    """What came in with a document: a batch, a mail, an item of a watched source, a link to a preview, and what was
    typed; each with the word."""
    batch = Batch.objects.create(sent_by=by)
    Arrival.objects.create(
        batch=batch, position=1, filename=f"{word}.pdf", became="created", document=document, reason=word
    )
    mail = ReceivedMail.objects.create(sha256="0" * 64, filename=f"{word}.eml", content=b"", sent_by=by)
    source = WatchedSource.objects.create(name="Quist Press", address="https://a.example", added_by=by)
    SourceItem.objects.create(
        source=source, key="1", address="https://a.example/1", title=word, became=ItemBecame.DRAFT, document=document
    )
    Preview.make(document, by)
    Unsaved.objects.create(user=by, document=document, fields={"fact-place": word})
    return batch, mail, source


def list_addresses(document, batch, mail, source):
    """All addresses of the desk, as the site map has them, for one document and what belongs to it."""
    keys = {"batch": batch.pk, "mail": mail.pk, "watchedsource": source.pk}
    keys |= {"speaker": document.participations.get().speaker_id, "publisher": document.publisher_id}
    keys |= {"paragraph": document.paragraphs.last().pk, "revision": getattr(document.revisions.last(), "pk", 0)}
    names = {name for name in get_resolver("statements.urls").namespace_dict["admin"][1].reverse_dict if name}
    for name in sorted(filter(lambda each: isinstance(each, str), names)):
        if name in ("logout", "jsi18n", "view_on_site", "app_list", "autocomplete"):
            continue
        key = next((pk for part, pk in keys.items() if f"_{part}_" in f"_{name}_"), document.pk)
        for args in ([], [key], [key, document.pk]):
            try:
                yield reverse(f"admin:{name}", args=args)
            except NoReverseMatch:
                continue
    yield reverse("preview_on_desk", args=[document.pk])
    yield from list_choices()


def list_choices():
    """What forms ask for choices, of each field that refers to rows."""
    for model in apps.get_app_config("statements").get_models():
        for field in model._meta.get_fields():
            if field.many_to_one and field.concrete:
                asked = {"app_label": "statements", "model_name": model._meta.model_name, "field_name": field.name}
                yield f"{reverse('admin:autocomplete')}?{urlencode(asked)}"


def lists_of(document, word):
    """Lists of the desk, narrowed in every way."""
    documents, paragraphs = "/admin/statements/document/", "/admin/statements/paragraph/"
    yield from (f"{documents}?q={each}" for each in (word, document.slug, document.external_id, "Quist"))
    yield from (f"{documents}?waits={each}" for each in ("review", "sent-back", "mine", "embargoed"))
    yield from (f"{documents}?status__exact={each}" for each in Status.values)
    yield from (f"{documents}?added={document.added_by_id or 'nobody'}", f"{documents}?lacks=kind")
    yield from (f"{paragraphs}?q={word}", f"{paragraphs}?document__id__exact={document.pk}")
    yield f"/admin/statements/revision/?q={word}"
