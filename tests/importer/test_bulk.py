"""A newsroom loads whole corpora from one file: a line is a document, and a bad line loses only itself."""

import gzip
import json
import re
import sys
from hashlib import sha256
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

from statements.importer.bulk import indexes, rows
from statements.importer.bulk import load as loading
from statements.importer.bulk.jsonl import open_bulk, raw_lines, zstd
from statements.keys import new_key
from statements.models import (
    Document,
    Office,
    Paragraph,
    Publisher,
    Revision,
    Source,
    Speaker,
    Status,
    Utterance,
    VocabularyWord,
    snapshot,
)

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parent.parent.parent.parent / "shared" / "bench" / "sample-3k.jsonl.zst"
DEBATE = {
    "id": "debate-1",
    "language": "en",
    "date": "2000-01-17",
    "kind": "debate",
    "title": "Resumption of the session",
    "publisher": "Assembly of the Isles",
    "speakers": ["Ada Byron", "Mary Somerville"],
    "translation_key": "session-1",
    "text": "I declare the session resumed.\n\nThank you, Madam President.\n\n  We go on.  \n",
}


def line(**fields):
    """The debate as a line, with other `fields`; those that are None are left out."""
    return json.dumps({name: value for name, value in {**DEBATE, **fields}.items() if value is not None})


def write(path, *lines):
    path.write_bytes(b"".join((each if isinstance(each, bytes) else each.encode()) + b"\n" for each in lines))
    return path


def run(*paths, **options):
    """What the command reports of the bulk files, and whether it left with an error."""
    out, failed = StringIO(), False
    try:
        call_command("import_statements", *paths, stdout=out, json=True, **options)
    except CommandError:
        failed = True
    reports = json.loads(out.getvalue())["bulk"]
    assert failed == any(report["refused"] or report["broken"] for report in reports)
    return reports[0]


def load(tmp_path, *lines, **options):
    return run(write(tmp_path / "corpus.jsonl", *lines), **options)


def only_reason(tmp_path, content):
    """Why one line is refused, between two that are not."""
    report = load(tmp_path, line(id="before"), content, line(id="after"))
    assert report["counts"] == {"created": 2, "refused": 1}
    assert Document.objects.filter(external_id__in=["before", "after"]).count() == 2
    (refusal,) = report["refused"]
    assert refusal["line"] == 2
    return refusal["reason"]


def test_a_line_is_a_document_with_all_that_it_says(tmp_path):
    assert load(tmp_path, line())["counts"] == {"created": 1}
    document = Document.objects.get(external_id="debate-1")
    assert (document.title, document.title_assigned, document.language) == ("Resumption of the session", False, "en")
    assert (document.kind, document.date_edtf, str(document.date_end)) == ("transcript", "2000-01-17", "2000-01-17")
    assert (document.publisher.name, document.status) == ("Assembly of the Isles", Status.DRAFT)
    assert set(document.provenance.values()) == {"bulk"}
    people = document.participations.order_by("position").values_list("speaker__name", "role")
    assert list(people) == [("Ada Byron", "speaker"), ("Mary Somerville", "speaker")]


def test_paragraphs_have_their_words_their_keys_and_their_place_in_the_text(tmp_path):
    load(tmp_path, line())
    paragraphs = list(Paragraph.objects.filter(document__external_id="debate-1").order_by("position"))
    words = ["I declare the session resumed.", "Thank you, Madam President.", "We go on."]
    assert [each.text for each in paragraphs] == words
    assert [each.key for each in paragraphs] == [new_key("debate-1", each, set()) for each in words]
    assert [DEBATE["text"][each.start : each.end] for each in paragraphs] == words


def test_the_source_is_the_line_as_received_and_its_spans_cover_the_text(tmp_path):
    received = line().encode()
    load(tmp_path, received)
    source = Source.objects.get(document__external_id="debate-1")
    assert (bytes(source.content), source.sha256) == (received, sha256(received).hexdigest())
    assert (source.filename, source.media_type, source.encoding) == ("corpus.jsonl", "application/jsonl", "utf-8")
    assert source.text == DEBATE["text"]
    assert "".join(source.text[start:end] for start, end, _, _ in source.spans) == source.text


def test_a_text_without_blank_lines_has_a_paragraph_on_each_line(tmp_path):
    load(tmp_path, line(text="Art. 1er.\nLa loi est abrogée.\n"), line(id="two", text="One\nstill one.\r\n \r\nTwo."))
    texts = Paragraph.objects.order_by("position").values_list("text", flat=True)
    assert list(texts.filter(document__external_id="debate-1")) == ["Art. 1er.", "La loi est abrogée."]
    assert list(texts.filter(document__external_id="two")) == ["One\nstill one.", "Two."]


def test_a_paragraph_that_is_too_long_is_parted_at_its_line_ends(tmp_path):
    text = f"Before\nit.\n\n{'a ' * 60_000}\n{'b ' * 60_000}\n\nAfter."
    load(tmp_path, line(text=text))
    document = Document.objects.get(external_id="debate-1")
    texts = [each.text for each in document.paragraphs.order_by("position")]
    assert texts == ["Before\nit.", ("a " * 60_000).strip(), ("b " * 60_000).strip(), "After."]
    assert "".join(text[start:end] for start, end, _, _ in document.source.spans) == text


def test_letters_that_copy_reads_as_signs_come_through(tmp_path):
    text = 'A tab\there, a backslash \\N and \\t, "quotes" — 😀.\n\n\\.\n\nEnd'
    load(tmp_path, line(text=text, title="C:\\new \\. title"), publish=True)
    document = Document.objects.get(external_id="debate-1")
    assert [each.text for each in document.paragraphs.order_by("position")] == text.split("\n\n")
    assert (document.title, document.source.text) == ("C:\\new \\. title", text)


def test_what_its_only_speaker_says_is_found_as_hers(tmp_path):
    load(tmp_path, line(speakers=["Ada Byron"]), line(id="debate-2"), publish=True)
    [said] = Utterance.objects.filter(document__external_id__startswith="debate")
    assert (said.document.external_id, said.speaker.name, said.size) == ("debate-1", "Ada Byron", 12)
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_utter(array_agg(id)) FROM statements_document")
    [anew] = Utterance.objects.filter(document__external_id__startswith="debate")
    assert (anew.words, anew.forms, anew.narrates) == (said.words, said.forms, said.narrates)


def test_the_words_of_search_are_those_that_the_triggers_make(tmp_path):
    load(tmp_path, line(), line(id="two", speakers=[]), publish=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry.words = archive_document_words(id, document.language, document.title),"
            " lead.words = archive_document_lead(id, document.language, document.title),"
            " speaker_ids = ARRAY(SELECT speaker_id FROM statements_participation"
            " WHERE document_id = document.id ORDER BY 1), entry.words @@ 'presid'::tsquery"
            " FROM statements_document AS document JOIN statements_entry AS entry ON entry.document_id = id"
            " JOIN statements_lead AS lead ON lead.document_id = id WHERE external_id IN ('debate-1', 'two')"
        )
        assert cursor.fetchall() == [(True, True, True, True)] * 2


@pytest.mark.parametrize("ending", ["jsonl.gz", "jsonl.zst", "JSONL"])
def test_compressed_files_say_the_same_as_plain_ones(tmp_path, ending):
    content = "\ufeff".encode() + f"{line()}\r\n\n{line(id='two')}".encode()
    pack = {"jsonl.gz": gzip.compress, "jsonl.zst": zstd.compress, "JSONL": bytes}[ending]
    path = tmp_path / f"corpus.{ending}"
    path.write_bytes(pack(content))
    assert run(path)["counts"] == {"created": 2}
    assert bytes(Source.objects.get(document__external_id="debate-1").content) == line().encode()


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("zst", zstd.compress)])
def test_a_file_that_was_cut_says_so_and_keeps_what_it_could_read(tmp_path, ending, pack):
    lines = [line(id=f"cut-{number}", text=sha256(b"%d" % number).hexdigest() * 50) for number in range(600)]
    content = pack("\n".join(lines).encode())
    path = tmp_path / f"corpus.jsonl.{ending}"
    path.write_bytes(content[: len(content) * 3 // 4])
    report = run(path)
    assert report["broken"].startswith("cannot be read to its end")
    assert 0 < report["counts"]["created"] < 600


def test_a_file_that_is_no_archive_or_is_not_there_says_so(tmp_path):
    path = tmp_path / "corpus.jsonl.zst"
    path.write_bytes(b"this is not compressed\n")
    assert run(path)["broken"]
    assert run(tmp_path / "nowhere.jsonl")["broken"] == "cannot be read to its end: No such file or directory"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{broken", "not JSON: Expecting property name enclosed in double quotes at character 1"),
        (b'{"id": "\xff"}', "not UTF-8: byte 8 of the line is wrong"),
        ("[" * 100_000, "not JSON that can be read"),
        ('{"id": ' + "9" * 5_000 + "}", "not JSON that can be read"),
        ("[1, 2]", "not a JSON object"),
        ('{"id": "a", "id": "b"}', "a field is given twice"),
        (line(id=None), "no id"),
        (line(id=""), "id is empty"),
        (line(id=17), "id is not a string"),
        (line(id="a\nb"), "characters that cannot be shown"),
        (line(id="x" * 201), "id has 201 characters, more than 200"),
        (line(id="before"), "id 'before' is that of line 1 too"),
        (line(text=None, title=None), "no text, title"),
        (line(titel="x"), "unknown field 'titel'"),
        (line(language="de"), "language 'de' is not one of en, fr, it"),
        (line(date="17 January"), "date: “17 January” is not a date"),
        (line(date="2000-02-30"), "date: “2000-02-30” is not a day of the calendar"),
        (line(date=2000), "date is not a string"),
        (line(text=" \n\n\u200b"), "text is empty"),
        (line(text="a" + "\u0301\u0327" * 5_000), "a letter has 10,000 accents"),
        (line(text="a\0b"), "text has a NUL character"),
        (line(text="half \ud800 a letter"), "text has half a character (\\ud800) at 5"),
        (line(title="\udc00"), "title has half a character"),
        (line(text="x" * 200_001), "a paragraph has 200,001 characters, more than 200,000"),
        (line(text="x\n\n" * 50_001), "the text has 50,001 paragraphs"),
        (line(publisher="x" * 201), "publisher has 201 characters"),
        (line(speakers="Ada Byron"), "speakers is not a list"),
        (line(speakers=[1]), "a speaker is not a string"),
        (line(speakers=[" "]), "the name of a speaker is empty"),
        (line(translation_key=3), "translation_key is not a string"),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_loses_only_itself(tmp_path, content, reason):
    assert reason in only_reason(tmp_path, content)


def test_a_line_that_is_too_long_is_passed_over_without_being_held(tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 2_000
    assert only_reason(tmp_path, line(text="x" * 5_000_000)) == "the line has more than 2,000 bytes"


def test_a_line_just_long_enough_is_read(tmp_path):
    stream = BytesIO(b"12345\r\n123456\n\n1")
    assert [(each.number, each.content, bool(each.refusal)) for each in raw_lines(stream, 5)] == [
        (1, b"12345", False),
        (2, b"", True),
        (4, b"1", False),
    ]


def test_what_only_the_database_refuses_loses_only_itself(tmp_path, monkeypatch):
    good_key = rows.new_key
    monkeypatch.setattr(rows, "new_key", lambda id_, *rest: "BAD KEY" if id_ == "bad-13" else good_key(id_, *rest))
    report = load(tmp_path, *(line(id=f"{'bad' if number == 13 else 'good'}-{number}") for number in range(1, 31)))
    assert report["counts"] == {"created": 29, "refused": 1}
    (refusal,) = report["refused"]
    assert refusal["line"] == 13
    assert "fault of the importer" in refusal["reason"]
    assert Document.objects.filter(external_id__startswith="good-").count() == 29


def test_of_very_many_refusals_the_first_are_named_and_all_are_counted(tmp_path):
    out = StringIO()
    path = write(tmp_path / "corpus.jsonl", *["nonsense"] * 1_003)
    with pytest.raises(CommandError, match="some lines were refused"):
        call_command("import_statements", path, stdout=out)
    assert "corpus.jsonl, line 1000: not JSON" in out.getvalue()
    assert "line 1001" not in out.getvalue()
    assert "3 more lines" in out.getvalue()
    assert out.getvalue().endswith("1003 refused\n")


def test_the_same_file_again_changes_nothing(tmp_path):
    lines = [line(), line(id="two")]
    load(tmp_path, *lines, publish=True)
    before = list(Document.objects.values_list("pk", "updated")), Revision.objects.count()
    assert load(tmp_path, *lines, publish=True)["counts"] == {"unchanged": 2}
    assert (list(Document.objects.values_list("pk", "updated")), Revision.objects.count()) == before


def test_a_load_that_was_interrupted_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_BATCH", 2)
    lines = [line(id=f"part-{number}") for number in range(5)]
    load(tmp_path, *lines[:3])
    assert load(tmp_path, *lines)["counts"] == {"created": 2, "unchanged": 3}


def test_a_changed_line_keeps_links_and_what_an_editor_decided(tmp_path):
    load(tmp_path, line(), publish=True)
    document = Document.objects.get(external_id="debate-1")
    keys = list(document.paragraphs.order_by("position").values_list("key", flat=True))
    document.title, document.provenance = "An editor's title", {**document.provenance, "title": "editor"}
    document.save()
    changed = line(title="Another", date="2000-01", text=DEBATE["text"] + "\n\nApplause.", translation_key="other")
    assert load(tmp_path, changed)["counts"] == {"updated": 1}
    after = Document.objects.get(external_id="debate-1")
    assert (after.title, after.date_edtf, after.slug) == ("An editor's title", "2000-01", document.slug)
    assert list(after.paragraphs.order_by("position").values_list("key", flat=True))[:3] == keys
    assert after.translation_group not in (None, document.translation_group)
    assert after.provenance == document.provenance
    assert after.revisions.count() == 2
    assert load(tmp_path, changed)["counts"] == {"unchanged": 1}


def test_paragraphs_that_an_editor_changed_are_not_overwritten(tmp_path):
    load(tmp_path, line(), line(id="two"))
    Document.objects.filter(external_id="debate-1").update(provenance={"paragraphs": "editor"})
    report = load(tmp_path, line(text="Other words."), line(id="two", text="Other words."))
    assert report["counts"] == {"refused": 1, "updated": 1}
    assert "edited in the archive" in report["refused"][0]["reason"]


def test_a_published_line_is_kept_whole_as_its_first_version(tmp_path):
    ada = Speaker.objects.create(name="Ada Byron", slug="countess", sort_name="Byron, Ada")
    Office.objects.create(speaker=ada, title_en="Analyst", since="1999-01-01")
    Office.objects.create(speaker=ada, title_en="Poet", until="1999-01-01")
    load(tmp_path, line(), publish=True)
    document = Document.objects.get(external_id="debate-1")
    (revision,) = document.revisions.all()
    assert revision.content == snapshot(document).as_json()
    assert revision.content["participations"][0]["titles"] == [{"en": "Analyst"}]
    assert document.publish() == revision


def test_drafts_that_were_loaded_before_are_published_by_the_same_file(tmp_path):
    load(tmp_path, line())
    assert load(tmp_path, line(), publish=True)["counts"] == {"updated": 1}
    document = Document.objects.get(external_id="debate-1")
    assert (document.status, document.revisions.count()) == (Status.PUBLISHED, 1)


def test_what_was_withdrawn_stays_so(tmp_path):
    load(tmp_path, line(), publish=True)
    Document.objects.get(external_id="debate-1").withdraw("By mistake")
    load(tmp_path, line(), publish=True)
    load(tmp_path, line(text="Other words."), publish=True)
    assert Document.objects.get(external_id="debate-1").status == Status.WITHDRAWN


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    load(tmp_path, line(), line(id="draft"))
    lines = [line(text="Other words.", speakers=["Somebody New"]), line(id="draft"), line(id="new"), "nonsense"]
    before = list(Document.objects.values_list("pk", "updated")), Paragraph.objects.count(), Speaker.objects.count()
    said = load(tmp_path, *lines, publish=True, dry_run=True)
    assert said["counts"] == {"created": 1, "updated": 2, "refused": 1}
    after = list(Document.objects.values_list("pk", "updated")), Paragraph.objects.count(), Speaker.objects.count()
    assert after == before
    assert load(tmp_path, *lines, publish=True)["counts"] == said["counts"]


def test_people_and_bodies_are_found_by_name_and_else_created(tmp_path):
    ada = Speaker.objects.create(name="Ada Byron", slug="countess", sort_name="Byron, Ada")
    names = ["Ada Byron", "Ada  Byron", "ada byron", "李", "Émile"]
    load(tmp_path, line(speakers=names), line(id="two", publisher="Assembly of the isles", speakers=["Emile"]))
    people = Document.objects.get(external_id="debate-1").participations.order_by("position")
    assert [each.speaker.name for each in people] == ["Ada Byron", "ada byron", "李", "Émile"]
    assert people[0].speaker == ada
    assert Speaker.objects.get(name="Émile").slug == "emile" or Speaker.objects.get(name="Emile").slug == "emile"
    assert Speaker.objects.get(pk=ada.pk).sort_name == "Byron, Ada"
    assert Publisher.objects.filter(name__iexact="assembly of the isles").count() == 2


def test_translations_are_joined_by_their_key(tmp_path):
    load(tmp_path, line(), line(id="debate-it", language="it"), line(id="alone", translation_key=None))
    groups = dict(Document.objects.filter(kind="transcript").values_list("external_id", "translation_group"))
    assert groups["debate-1"] == groups["debate-it"] != groups["alone"]
    assert groups["alone"] is None
    assert str(groups["debate-1"]) == "70883681-6b58-571b-9773-62b28b1614df"  # in every archive, for ever


def test_a_document_without_a_title_gets_its_first_words_and_a_long_title_is_cut_after_a_word(tmp_path):
    load(tmp_path, line(title=" "), line(id="long", title="law " * 200), line(id="wide", title="x" * 600))
    assert Document.objects.get(external_id="debate-1").display_title == "[I declare the session resumed.]"
    titles = dict(Document.objects.values_list("external_id", "title"))
    assert titles["long"] == "law " * 123 + "law…"
    assert titles["wide"] == "x" * 499 + "…"


def test_documents_with_the_same_title_have_addresses_of_their_own(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_BATCH", 2)
    load(tmp_path, *(line(id=f"same-{number}") for number in range(5)))
    slugs = set(Document.objects.filter(external_id__startswith="same-").values_list("slug", flat=True))
    assert len(slugs) == 5
    assert "resumption-of-the-session" in slugs


def test_kinds_of_other_archives_become_ours(tmp_path):
    kinds = {
        "speeches-remarks": "speech",
        "loi": "other",
        "Readout": "readout",
        "statements-releases": "press-statement",
    }
    load(tmp_path, *(line(id=kind, kind=kind) for kind in kinds))
    assert dict(Document.objects.filter(external_id__in=kinds).values_list("external_id", "kind")) == kinds


def test_a_terminal_shows_how_far_the_load_is_and_how_fast(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    shown = StringIO()
    path = write(tmp_path / "corpus.jsonl", line(), "nonsense")
    with pytest.raises(CommandError):
        call_command("import_statements", path, stdout=StringIO(), stderr=shown)
    assert "corpus.jsonl: 2 documents, " in shown.getvalue()
    assert " a second, 1 refused" in shown.getvalue()


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of the corpora is not beside the project")
def test_every_line_of_a_real_corpus_becomes_a_document(tmp_path):
    with open_bulk(SAMPLE) as stream:
        lines = list(islice(stream, 0, None, 20))
    path = tmp_path / "sample.jsonl"
    path.write_bytes(b"".join(lines))
    assert run(path, publish=True)["counts"] == {"created": len(lines)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_a_load_on_two_connections_is_whole_and_leaves_the_indexes_as_they_were(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_BATCH", 5)
    monkeypatch.setattr(loading, "_FEW", 10)
    report = load(tmp_path, *(line(id=f"doc-{number}") for number in range(40)), "nonsense", publish=True)
    assert report["counts"] == {"created": 40, "refused": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname IN ('lead_title', 'entry_words')")
        assert cursor.fetchall() == [(["fastupdate=off"],)] * 2
        cursor.execute("SELECT count(*) FROM statements_entry WHERE words @@ 'madam & presid'::tsquery")
        assert cursor.fetchall() == [(40,)]
        cursor.execute("SELECT gin_clean_pending_list('paragraph_words')")
        assert cursor.fetchall() == [(0,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_indexes_that_a_killed_load_left_gathering_are_put_in_order_by_the_next(tmp_path):
    load(tmp_path, line())
    with connection.cursor() as cursor:
        cursor.execute("ALTER INDEX entry_words SET (fastupdate = on)")
    assert load(tmp_path, line())["counts"] == {"unchanged": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'entry_words'")
        assert cursor.fetchone() == (["fastupdate=off"],)


def read_vocabulary():
    return set(VocabularyWord.objects.values_list("language", "word"))


def rebuild_vocabulary():
    VocabularyWord.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_learn_words(NULL)")
    return read_vocabulary()


class Killed(BaseException):
    """What nothing in the load catches, as nothing of it goes on after `kill -9`."""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.parametrize("moment", ["learn_words", "fastupdate = off", "gin_clean", "ANALYZE"])
def test_words_of_a_load_that_was_killed_at_its_end_are_learnt_by_the_next(tmp_path, monkeypatch, moment):
    monkeypatch.setattr(loading, "_FEW", 3)
    execute = CursorWrapper.execute

    def kill(self, sql, params=None):
        if moment in str(sql):
            raise Killed
        return execute(self, sql, params)

    with monkeypatch.context() as patched:
        patched.setattr(CursorWrapper, "execute", kill)
        with pytest.raises(Killed):
            load(tmp_path, *new_words(3), publish=True)
    assert load(tmp_path, *new_words(3), publish=True)["counts"] == {"unchanged": 3}
    assert read_vocabulary() == rebuild_vocabulary()


@pytest.fixture
def asked(monkeypatch):
    """All statements of the load to the database that concern the whole archive."""
    told = []
    whole = re.compile(r"ANALYZE|learn_words|gin_clean|ALTER INDEX")
    execute = CursorWrapper.execute

    def listen(self, sql, params=None):
        if whole.search(str(sql)):
            told.append((sql, params))
        return execute(self, sql, params)

    monkeypatch.setattr(CursorWrapper, "execute", listen)
    return told


def new_words(number):
    return [line(id=f"new-{each}", text=f"Zyxwv{chr(97 + each)} is a word of its own.") for each in range(number)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_three_lines_teach_their_words_and_ask_nothing_of_the_rest_of_the_archive(tmp_path, asked):
    load(tmp_path, *new_words(3), publish=True)
    assert asked == []
    learnt = read_vocabulary()
    assert {("en", "zyxwva"), ("en", "zyxwvb"), ("en", "zyxwvc")} <= learnt
    assert learnt == rebuild_vocabulary()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.parametrize("share", [1.1, 0])
def test_many_lines_teach_their_words_alone_unless_they_are_a_large_part_of_the_archive(
    tmp_path, asked, monkeypatch, share
):
    monkeypatch.setattr(loading, "_FEW", 2)
    monkeypatch.setattr(indexes, "_SHARE", share)
    load(tmp_path, *new_words(5), publish=True)
    added = sorted(Document.objects.filter(external_id__startswith="new-").values_list("pk", flat=True))
    assert [params for sql, params in asked if "learn_words" in sql] == [[added if share else None]]
    assert read_vocabulary() == rebuild_vocabulary()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_words_that_a_killed_load_did_not_learn_are_learnt_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_FEW", 2)
    load(tmp_path, *new_words(5), publish=True)
    VocabularyWord.objects.filter(word__startswith="zyxwv").delete()
    with connection.cursor() as cursor:
        cursor.execute("ALTER INDEX entry_words SET (fastupdate = on)")
    load(tmp_path, line(id="later"))
    assert read_vocabulary() == rebuild_vocabulary()


def test_words_are_learnt_within_the_transaction_of_a_caller_as_well(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_FEW", 2)
    load(tmp_path, *new_words(5), publish=True)
    assert VocabularyWord.objects.filter(word__startswith="zyxwv").count() == 5
