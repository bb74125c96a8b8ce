"""Astrid's desk in Italian and French: what the importer says, what is wrong, and the names of all fields."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from statements.editorial.workflow import log_of
from statements.importer.messages.say import find_form
from statements.management.commands.update_catalogues import catalogue_of
from statements.models import Document, Source
from tests.cast import make_document, make_speaker
from tests.editorial.test_desk import do, typed

pytestmark = pytest.mark.django_db
RELEASE = reverse("admin:statements_document_release")
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
EMBARGOED = """EMBARGOED UNTIL 4 July 2034, 18:00 CEST

The harbour of Oslo

We met at sea, and we sailed on land for two days, and nobody who was there has complained of it since.

Press contact: Ada Quist, +47 22 00 00 00
"""
_SAID_ELSEWHERE = re.compile(
    r"\{% block bodyclass %\}.*?\{% endblock %\}"  # names for the style sheet
    r"|\{#.*?#\}|\{% comment.*?endcomment %\}|\{% blocktranslate.*?endblocktranslate %\}|\{%.*?%\}|\{\{.*?\}\}"
    r"|<(code|kbd|pre)>.*?</\1>",
    re.S,
)
_ATTRIBUTE = re.compile(r"\b(?<!data-)(?:title|aria-label|placeholder|alt)=\"([^\"]*)\"")
ENGLISH = re.compile(r"\b(?:the|which|this is|was refused|to check|files|dropped|published)\b", re.I)


@pytest.fixture(params=["it", "fr"])
def language(request, settings):
    """The language of the desk is that of the site, until accounts have their own."""
    settings.LANGUAGE_CODE = request.param
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def italian(settings):
    settings.LANGUAGE_CODE = "it"
    with translation.override("it"):
        yield


def send(editor, **files):
    sent = [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]
    return editor.post(RELEASE, {"sent": sent}, follow=True)


def test_a_picture_is_refused_in_italian(editor, italian):
    html = send(editor, foto_png=PICTURE).content.decode()
    assert "foto.png è stato rifiutato: è un’immagine (PNG), in cui non si può leggere alcun testo" in html


def test_what_each_file_of_a_batch_became_is_said_in_italian(editor, italian):
    packed = BytesIO()
    with ZipFile(packed, "w") as parcel:
        parcel.writestr("foto.png", PICTURE)
        parcel.writestr("oslo.txt", EMBARGOED)
        parcel.writestr("inside.zip", b"PK\x05\x06" + b"\0" * 18)
    html = send(editor, tutto_zip=packed.getvalue()).content.decode()
    assert "Che cosa è diventato ogni file" in html
    assert "rifiutato: è un’immagine (PNG)" in html
    assert "rifiutato: uno zip dentro uno zip non viene aperto: caricalo a parte" in html
    assert (
        "il testo è sotto embargo, «EMBARGOED UNTIL 4 July 2034, 18:00 CEST»: non prima del 4 luglio 2034, 18:00"
        in html
    )
    assert "<li>nessun editore</li>" in html


def test_the_review_shows_why_words_are_dropped_and_each_warning_once(editor, italian):
    html = send(editor, oslo_txt=EMBARGOED.encode()).content.decode()
    assert "Da controllare: il testo è sotto embargo, «EMBARGOED UNTIL 4 July 2034, 18:00 CEST»" in html
    assert html.count("il testo è sotto embargo") == 1
    assert '<span class="reason"\n      lang="it">contatti</span>' in html
    assert "non vi partecipa nessuno" in html


def test_what_came_in_before_is_translated_too(editor, italian):
    """Rows of earlier releases hold English sentences, and those that no template covers stay as they are."""
    document = make_document("We met at sea.", status="draft")
    document.provenance["warnings"] = ["letters are lost in 1,204 words, such as “elec”: compare them with the source"]
    document.provenance["warnings"] += ["said by nobody <b>here</b>"]
    document.save()
    html = editor.get(reverse("admin:statements_document_review", args=[document.pk])).content.decode()
    assert "mancano lettere in 1.204 parole, come «elec»: confrontale con la fonte" in html
    assert "said by nobody &lt;b&gt;here&lt;/b&gt;" in html


def test_the_record_says_what_is_wrong_in_the_language_of_the_desk(editor, language):
    document = Document.objects.get(external_id="seed-001")
    Source.objects.filter(document=document).update(sha256="0" * 64)
    html = editor.get(reverse("admin:statements_document_record", args=[document.pk])).content.decode()
    wrong = {"it": "i byte della sua fonte non sono quelli ricevuti", "fr": "les octets de sa source ne sont pas ceux"}
    assert wrong[language] in html
    record = html[html.index('class="desk record"') : html.index("</table>")]
    assert not ENGLISH.search(re.sub(r"<[^>]*>", " ", record))


def test_readers_see_why_words_were_dropped_in_their_language(client):
    document = Document.objects.get(external_id="seed-000")
    english, italian = (client.get(f"{prefix}/documents/{document.slug}/source/") for prefix in ("", "/it"))
    reasons = set(re.findall(r'class="reason" lang="en">([^<]+)<', english.content.decode()))
    assert reasons
    assert all(find_form(each) for each in reasons)
    said = set(re.findall(r'class="reason" lang="it">([^<]+)<', italian.content.decode()))
    assert len(said) == len(reasons)
    assert not said & reasons


@pytest.mark.parametrize("language", ["it", "fr"])
def test_every_field_of_the_desk_has_a_name_and_a_note_in_each_language(language):
    catalogue = catalogue_of(language)
    shown = [(field.verbose_name, field.help_text) for model in models_of_the_desk() for field in fields_of(model)]
    with translation.override(None):
        names, notes = {str(name) for name, _ in shown}, {str(note) for _, note in shown if note}
    assert not [name for name in names if name not in ("SHA-256", "sha256") and not catalogue.get(name, "a field")]
    assert not [note for note in notes if not catalogue.get(note)]


def models_of_the_desk():
    ours = [each for each in admin.site._registry.values() if each.model._meta.app_label == "statements"]
    return {model for each in ours for model in (each.model, *(inline.model for inline in each.inlines))}


def fields_of(model):
    """The fields that a form shows: those that people edit."""
    return [field for field in model._meta.local_fields if field.editable and not field.auto_created]


def test_a_form_of_the_admin_is_in_italian(editor, italian):
    document = make_document("We met at sea.", status="draft")
    html = editor.get(reverse("admin:statements_document_change", args=[document.pk])).content.decode()
    for words in ("Numero di riferimento:", "Titolo attribuito", "Vuoto: nessuna di queste", "partecipazioni", "Salva"):
        assert words.lower() in html.lower(), words


def test_the_log_is_kept_in_english_and_said_in_the_language_of_the_desk(editor, language):
    """Each entry has a template; so the step, its undoing and the record are said in whichever language."""
    document, ada = (
        make_document("We met at sea.", "We sailed on land.", status="draft", kind="other"),
        make_speaker("Ada Quist"),
    )
    first = document.paragraphs.order_by("position").first()
    do(editor, document, "take-part", speaker=ada.pk, role="speaker")
    do(editor, document, "attribute", paragraph=first.key, kind="heading", speaker=ada.pk)
    do(editor, document, "facts", **typed(title="Oslo, the port", kind="speech", place="Oslo"))
    do(editor, document, "undo", step=document.steps_taken.order_by("number").last().number)
    do(editor, document, "send", words="look: at Ada takes part as nobody.")
    entries = [each.get_change_message() for each in log_of(document)]
    assert entries[-1] == "Ada Quist takes part as speaker."
    assert f"{first.place} is now heading, Ada Quist." in entries
    assert any("Kind from “other” to “speech”" in each for each in entries)
    assert [each for each in entries if not find_form(each)] == []
    assert find_form(entries[0])[0].template == "Sent to review: {note}", "whatever the note says"


def test_templates_of_the_desk_say_nothing_that_is_not_marked():
    """Words between tags and in the attributes that people read."""
    folders = (settings.BASE_DIR / "templates" / name for name in ("desk", "admin"))
    bare = {path.name: words for folder in folders for path in folder.rglob("*.html") if (words := bare_words(path))}
    assert not bare


def bare_words(path):
    text = _SAID_ELSEWHERE.sub(" ", path.read_text())
    shown = [*_ATTRIBUTE.findall(text), re.sub(r"<[^>]*>", " ", text).replace("SHA-256", " ")]
    return re.findall(r"[^\W\d_]{2,}", " ".join(re.sub(r"&\w+;", " ", each) for each in shown))
