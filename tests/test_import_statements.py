"""Editors import folders of texts: each file is created, updated, unchanged or refused, and no word of it is lost."""

import json
import os
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import DatabaseError, OperationalError, transaction
from psycopg2.errors import DeadlockDetected

from statements.importer import files
from statements.models import (
    Document,
    Office,
    Paragraph,
    Participation,
    Publisher,
    Quotation,
    Result,
    Revision,
    Source,
    Speaker,
    Status,
)

pytestmark = pytest.mark.django_db

MODELS = [Document, Office, Paragraph, Participation, Publisher, Quotation, Revision, Source, Speaker]
MANIFEST = """
[[publishers]]
slug = "quirinale"
name = "Quirinale"

[[speakers]]
slug = "sergio-mattarella"
name = "Sergio Mattarella"
aliases = ["Mattarella"]

[[documents]]
file = "auguri.txt"
id = "auguri"
title = "Gli auguri"
kind = "speech"
date = "2022-12-31"
publisher = "quirinale"
participants = [{ speaker = "sergio-mattarella", role = "speaker" }]
"""
WORDS = [
    "Care concittadine e cari concittadini, questa sera siamo insieme.",
    "La pace va cercata ogni giorno, con la forza della ragione.",
    "Buon anno a tutti voi e alle vostre famiglie.",
]


@pytest.fixture
def folder(tmp_path):
    """A folder with one speech and a manifest that knows it."""
    write(tmp_path / "auguri.txt", *WORDS)
    (tmp_path / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    return tmp_path


def write(path, *paragraphs):
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")


def run(*paths, **options):
    """What the command reports of each file, by name, and whether it left with an error."""
    out, failed = StringIO(), False
    try:
        call_command("import_statements", *paths, stdout=out, json=True, **options)
    except CommandError:
        failed = True
    report = json.loads(out.getvalue())
    outcomes = {Path(each["path"]).name: each for each in report["files"]}
    assert sum(report["counts"].values()) == len(report["files"])
    assert failed == any(each["result"] == "refused" for each in report["files"])
    return outcomes


def results(*paths, **options):
    return {name: each["result"] for name, each in run(*paths, **options).items()}


def reason(*paths, **options):
    [outcome] = run(*paths, **options).values()
    assert outcome["result"] == "refused"
    return outcome["reason"]


def everything():
    """All rows of all tables, timestamps included."""
    return [serialize("json", model.objects.order_by("pk")) for model in MODELS]


def auguri():
    return Document.objects.get(external_id="auguri")


def keys():
    return list(auguri().paragraphs.order_by("position").values_list("key", flat=True))


def words(revision):
    return [each["text"] for each in revision.content["paragraphs"]]


class TestReport:
    def test_a_new_file_is_created_and_a_second_run_leaves_it_unchanged(self, folder):
        assert results(folder) == {"auguri.txt": "created"}
        assert results(folder) == {"auguri.txt": "unchanged"}

    def test_a_second_run_changes_nothing_in_any_table(self, folder, seeds):
        run(folder, publish=True)
        before = everything()
        assert set(results(folder, seeds, publish=True).values()) == {"unchanged"}
        assert everything() == before

    def test_a_dry_run_says_what_would_be_and_leaves_nothing(self, folder):
        before = everything()
        assert results(folder, dry_run=True, publish=True) == {"auguri.txt": "created"}
        assert everything() == before

    def test_a_dry_run_goes_on_after_a_file_that_the_database_does_not_take(self, folder, monkeypatch):
        write(folder / "b.txt", "Siamo uniti.")
        save = files.save_draft

        def failing(draft, received, *rest):
            saved = save(draft, received, *rest)
            if received.filename == "auguri.txt":
                Document.objects.create(
                    slug=saved.document.slug, title="The slug is taken", language="it", kind="other"
                )
            return saved

        monkeypatch.setattr(files, "save_draft", transaction.atomic(failing))
        assert results(folder, dry_run=True) == {"auguri.txt": "refused", "b.txt": "created"}
        assert not Document.objects.filter(external_id="auguri").exists()

    def test_people_read_a_line_for_each_file_and_the_counts(self, folder):
        write(folder / "notes.xls", "Siamo uniti.")
        out = StringIO()
        with pytest.raises(CommandError, match="some files were refused"):
            call_command("import_statements", folder, stdout=out)
        assert out.getvalue().splitlines() == [
            "  created  auguri.txt: 3 paragraphs, /documents/gli-auguri/",
            "  refused  notes.xls: .xls is not read yet: .txt, .md, .html, .htm, .xhtml, .pdf, .docx,"
            " .docm, .eml, .msg, .jsonl, .jsonl.gz, .jsonl.zst are",
            "1 created, 1 refused",
        ]

    def test_files_and_lines_are_counted_together_and_refused_lines_are_not_taken_for_files(self, folder):
        write(folder / "rows.jsonl", "nonsense")
        out = StringIO()
        with pytest.raises(CommandError, match="some lines were refused"):
            call_command("import_statements", folder, stdout=out)
        assert out.getvalue().splitlines()[-1] == "1 created, 1 refused"
        out = StringIO()
        with pytest.raises(CommandError, match="some lines were refused"):
            call_command("import_statements", folder, stdout=out, json=True)
        assert json.loads(out.getvalue())["counts"] == {"unchanged": 1, "refused": 1}

    def test_an_outcome_carries_the_document(self, folder):
        made = files.import_file(folder / "auguri.txt")
        assert (made.result, made.document) == (Result.CREATED, auguri())
        assert files.import_file(folder / "auguri.txt").document == auguri()
        refused = files.import_file(folder / "none.txt")
        assert (refused.result, refused.document, refused.slug) == (Result.REFUSED, None, "")

    def test_an_empty_folder_is_no_mistake(self, tmp_path):
        assert results(tmp_path) == {}

    def test_a_file_named_twice_is_imported_once(self, folder):
        assert results(folder / "auguri.txt", folder, folder / "auguri.txt") == {"auguri.txt": "created"}


class TestWhatIsKept:
    def test_the_document_has_what_text_and_manifest_say(self, folder):
        run(folder)
        found = auguri()
        assert (found.title, found.kind, found.date_edtf, found.status) == (
            "Gli auguri",
            "speech",
            "2022-12-31",
            "draft",
        )
        assert found.publisher.name == "Quirinale"
        assert [each.text for each in found.paragraphs.order_by("position")] == WORDS
        assert {each.speaker.slug for each in found.paragraphs.all()} == {"sergio-mattarella"}

    def test_a_file_that_no_manifest_knows_is_a_draft_of_another_kind_with_a_title_in_brackets(self, tmp_path):
        write(tmp_path / "sconosciuto.txt", *WORDS)
        slug = run(tmp_path)["sconosciuto.txt"]["slug"]
        found = Document.objects.get(slug=slug)
        assert (found.kind, found.status, found.date_edtf, found.publisher) == ("other", "draft", "", None)
        assert found.display_title == f"[{WORDS[0]}]"
        assert found.provenance["title"] == "guess"

    def test_two_documents_of_one_title_have_two_addresses(self, tmp_path):
        for name, text in (("a.txt", "Siamo uniti."), ("b.txt", "Siamo forti.")):
            write(tmp_path / name, "# Il vertice della NATO", text)
        one, other = (each["slug"] for each in run(tmp_path).values())
        assert one == "il-vertice-della-nato"
        assert other.startswith("il-vertice-della-nato-")

    def test_a_title_of_no_latin_letters_has_an_address_too(self, tmp_path):
        write(tmp_path / "a.txt", "# Заява НАТО", "Siamo uniti.")
        assert run(tmp_path)["a.txt"]["slug"] == "zayava-nato"  # Cyrillic in Latin letters

    def test_a_file_copied_under_another_name_is_the_document_that_is_there(self, folder):
        run(folder)
        (folder / "elsewhere").mkdir()
        shutil.copy(folder / "auguri.txt", folder / "elsewhere" / "copy.txt")
        before = everything()
        assert results(folder / "elsewhere") == {"copy.txt": "unchanged"}
        assert everything() == before

    def test_a_document_known_by_its_bytes_takes_the_id_that_the_manifest_gives_later(self, folder):
        (folder / "manifest.toml").rename(folder / "later")
        slug = run(folder / "auguri.txt")["auguri.txt"]["slug"]
        (folder / "later").rename(folder / "manifest.toml")
        assert results(folder) == {"auguri.txt": "updated"}
        assert (auguri().slug, auguri().kind) == (slug, "speech")
        assert results(folder) == {"auguri.txt": "unchanged"}

    def test_two_ids_for_the_same_bytes_are_two_documents_that_leave_each_other_alone(self, folder):
        shutil.copy(folder / "auguri.txt", folder / "zweite.txt")
        (folder / "manifest.toml").write_text(MANIFEST + '[[documents]]\nfile = "zweite.txt"\nid = "zweite"\n')
        assert set(results(folder).values()) == {"created"}
        assert set(results(folder).values()) == {"unchanged"}

    def test_a_speaker_that_is_there_stays_as_editors_keep_her(self, folder):
        Speaker.objects.create(slug="sergio-mattarella", name="President Mattarella", sort_name="Mattarella")
        run(folder)
        assert auguri().participations.get().speaker.name == "President Mattarella"


class TestChangedFiles:
    def test_a_paragraph_inserted_before_others_moves_no_link(self, folder):
        run(folder)
        before = keys()
        write(folder / "auguri.txt", "Un saluto particolare va questa volta ai militari.", *WORDS)
        assert results(folder) == {"auguri.txt": "updated"}
        after = keys()
        assert after[1:] == before
        assert after[0] not in before

    def test_a_slightly_edited_paragraph_keeps_its_link_and_its_row(self, folder):
        run(folder)
        before = list(auguri().paragraphs.order_by("position").values_list("pk", "key"))
        write(folder / "auguri.txt", WORDS[0], WORDS[1].replace("ogni giorno", "ogni ora"), WORDS[2])
        run(folder)
        assert list(auguri().paragraphs.order_by("position").values_list("pk", "key")) == before
        assert "ogni ora" in auguri().paragraphs.get(position=2).text

    def test_a_change_in_the_manifest_alone_updates(self, folder):
        run(folder)
        (folder / "manifest.toml").write_text(MANIFEST.replace("2022-12-31", "2022-12"))
        assert results(folder) == {"auguri.txt": "updated"}
        assert auguri().date_edtf == "2022-12"

    def test_the_address_stays_though_the_title_changes(self, folder):
        run(folder)
        (folder / "manifest.toml").write_text(MANIFEST.replace("Gli auguri", "Gli auguri di fine anno"))
        run(folder)
        assert (auguri().title, auguri().slug) == ("Gli auguri di fine anno", "gli-auguri")

    def test_an_editors_title_is_kept(self, folder):
        run(folder)
        found = auguri()
        found.title, found.provenance["title"] = "New Year's address", "editor"
        found.save()
        write(folder / "auguri.txt", *WORDS, "Grazie.")
        assert results(folder) == {"auguri.txt": "updated"}
        assert (auguri().title, auguri().provenance["title"]) == ("New Year's address", "editor")
        assert auguri().paragraphs.count() == 4

    def test_an_editors_participants_are_kept(self, folder):
        run(folder)
        found = auguri()
        found.participations.all().delete()
        found.provenance["participations"] = "editor"
        found.save()
        write(folder / "auguri.txt", *WORDS, "Grazie.")
        run(folder)
        assert auguri().participations.count() == 0

    def test_edited_paragraphs_refuse_other_ones_and_stay(self, folder):
        run(folder)
        found = auguri()
        found.provenance["paragraphs"] = "editor"
        found.save()
        before = everything()
        write(folder / "auguri.txt", *WORDS, "Grazie.")
        assert "its paragraphs were edited in the archive" in reason(folder)
        assert everything() == before

    def test_edited_paragraphs_do_not_keep_a_new_date_out(self, folder):
        run(folder)
        found = auguri()
        found.paragraphs.filter(position=1).update(text="Edited.")
        found.provenance["paragraphs"] = "editor"
        found.save()
        (folder / "manifest.toml").write_text(MANIFEST.replace("2022-12-31", "2022-12"))
        assert results(folder) == {"auguri.txt": "updated"}
        assert (auguri().date_edtf, auguri().paragraphs.get(position=1).text) == ("2022-12", "Edited.")


class TestPublishing:
    def test_drafts_are_published_on_request_and_only_then(self, folder):
        run(folder)
        assert auguri().status == Status.DRAFT
        assert results(folder, publish=True) == {"auguri.txt": "updated"}
        assert auguri().status == Status.PUBLISHED
        assert auguri().revisions.count() == 1

    def test_what_was_withdrawn_stays_so(self, folder):
        run(folder, publish=True)
        auguri().withdraw("a forgery")
        write(folder / "auguri.txt", *WORDS, "Grazie.")
        assert results(folder, publish=True) == {"auguri.txt": "updated"}
        assert (auguri().status, auguri().withdrawn_reason) == (Status.WITHDRAWN, "a forgery")
        assert auguri().revisions.count() == 1

    def test_a_published_document_that_changes_has_a_second_version_and_the_first_its_old_words(self, folder):
        run(folder, publish=True)
        write(folder / "auguri.txt", *WORDS[:2], "Buon anno a tutti voi e alle vostre care famiglie.")
        run(folder)
        first, second = auguri().revisions.order_by("number")
        assert words(first) == WORDS
        assert words(second) == [*WORDS[:2], "Buon anno a tutti voi e alle vostre care famiglie."]
        assert [first.number, second.number] == [1, 2]


class TestBadFiles:
    def test_one_in_the_middle_stops_nobody_and_leaves_nothing_of_itself(self, folder):
        write(folder / "a.txt", "Siamo uniti.")
        (folder / "b.txt").write_bytes("È l'Alleanza".encode("latin-1"))
        write(folder / "c.txt", "Siamo forti.")
        before = Document.objects.count()
        assert results(folder) == {"a.txt": "created", "auguri.txt": "created", "b.txt": "refused", "c.txt": "created"}
        assert Document.objects.count() == before + 3
        assert not Source.objects.filter(filename="b.txt").exists()

    def test_one_that_meets_another_import_is_saved_all_the_same(self, folder, monkeypatch):
        met, save = [], files.save_draft

        def meet(*arguments):
            if not met:
                met.append(arguments)
                raise OperationalError("deadlock detected") from DeadlockDetected("deadlock detected")
            return save(*arguments)

        monkeypatch.setattr(files, "save_draft", meet)
        assert set(results(folder).values()) == {"created"}
        assert met

    def test_one_that_meets_others_again_and_again_is_refused_with_the_reason(self, folder, monkeypatch):
        def meet(*_):
            raise OperationalError("deadlock detected") from DeadlockDetected("deadlock detected")

        monkeypatch.setattr(files, "save_draft", meet)
        assert reason(folder) == "the database does not take it: deadlock detected"

    def test_one_that_fails_half_way_leaves_nothing_of_itself(self, folder, monkeypatch):
        def fail(*_):
            raise DatabaseError("the disk is full\nand more")

        monkeypatch.setattr("statements.importer.save_paragraphs._set_quotations", fail)
        before = everything()
        assert reason(folder) == "the database does not take it: the disk is full"
        assert everything() == before

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("nowhere", "there is no such file"),
            ("nowhere/a.txt", "there is no such file"),
            ("auguri.txt/a.txt", "cannot be read: Not a directory"),
            ("x" * 300 + ".txt", "cannot be read: File name too long"),
        ],
    )
    def test_what_is_not_there_is_refused(self, folder, name, why):
        assert why in reason(folder / name)

    def test_links_that_go_in_circles_are_refused_or_not_followed(self, folder):
        (folder / "circle.txt").symlink_to(folder / "circle.txt")
        (folder / "broken.txt").symlink_to(folder / "gone.txt")
        (folder / "again").symlink_to(folder, target_is_directory=True)
        found = run(folder)
        assert {name: each["result"] for name, each in found.items()} == {
            "auguri.txt": "created", "broken.txt": "refused", "circle.txt": "refused",
        }  # fmt: skip
        assert found["circle.txt"]["reason"].startswith("cannot be read: Too many levels")

    def test_a_pipe_is_no_file(self, tmp_path):
        os.mkfifo(tmp_path / "pipe.txt")
        assert reason(tmp_path) == "this is not a file"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
    def test_a_file_and_a_folder_that_may_not_be_read_are_refused(self, folder):
        (folder / "auguri.txt").chmod(0)
        (folder / "closed").mkdir(mode=0)
        try:
            assert results(folder) == {"auguri.txt": "refused", "closed": "refused"}
        finally:
            (folder / "closed").chmod(0o700)

    def test_a_file_that_cannot_be_read_says_why(self, folder, monkeypatch):
        def fail(self):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", fail)
        assert reason(folder) == "cannot be read: Permission denied"

    @pytest.mark.parametrize(
        "name", ["è «strano»  \u202f.txt", "line\nbreak.txt", "'; DROP.txt", "x" * 251 + ".txt", "-r.txt"]
    )
    def test_odd_names_are_imported(self, tmp_path, name):
        write(tmp_path / name, "Siamo uniti.")
        assert list(results(tmp_path).values()) == ["created"]

    def test_a_name_that_is_not_utf_8_crashes_neither_the_import_nor_the_report(self, tmp_path):
        name = os.fsdecode(b"caf\xe9.txt")
        try:
            write(tmp_path / name, "Siamo uniti.")
        except OSError:
            pytest.skip("this file system takes UTF-8 names only")
        out = StringIO()
        call_command("import_statements", tmp_path, stdout=out)
        assert "created  caf\ufffd.txt: 1 paragraph" in out.getvalue()
        out.getvalue().encode()
        assert Source.objects.filter(filename="caf\ufffd.txt").exists()

    def test_hidden_files_and_folders_are_passed_over(self, folder):
        write(folder / ".hidden.txt", "Siamo uniti.")
        (folder / ".git").mkdir()
        write(folder / ".git" / "a.txt", "Siamo uniti.")
        assert results(folder) == {"auguri.txt": "created"}

    def test_a_file_over_the_limit_is_refused_before_it_is_read(self, folder, settings):
        settings.IMPORT_MAX_BYTES = 10
        assert "more than the limit of 10" in reason(folder)


class TestManifests:
    def test_a_broken_one_refuses_the_files_beside_it_and_names_file_and_key(self, folder):
        (folder / "manifest.toml").write_text(MANIFEST.replace("title =", "titel ="))
        assert reason(folder).endswith("manifest.toml: documents[1]: titel: is not a known key")
        assert not Document.objects.filter(external_id="auguri").exists()

    def test_a_broken_one_alone_in_its_folder_is_refused_itself(self, tmp_path):
        (tmp_path / "manifest.toml").write_text("[[documents]")
        assert "not TOML" in reason(tmp_path)

    def test_a_broken_one_does_not_stop_other_folders(self, folder):
        (folder / "other").mkdir()
        write(folder / "other" / "a.txt", "Siamo uniti.")
        (folder / "other" / "manifest.toml").write_text("x")
        assert results(folder) == {"auguri.txt": "created", "a.txt": "refused"}

    def test_a_file_that_it_names_and_that_is_missing_is_refused(self, folder):
        (folder / "auguri.txt").unlink()
        assert reason(folder) == "manifest.toml names it, but it is not there"

    def test_a_correction_counts_at_once(self, folder):
        (folder / "manifest.toml").write_text("x")
        assert results(folder) == {"auguri.txt": "refused"}
        (folder / "manifest.toml").write_text(MANIFEST)
        assert results(folder) == {"auguri.txt": "created"}


@pytest.mark.slow
def test_a_document_of_two_thousand_paragraphs_takes_few_queries(tmp_path, django_assert_max_num_queries):
    texts = [f"Paragrafo {number} di questo lungo documento dell'Alleanza." for number in range(2_000)]
    write(tmp_path / "a.txt", *texts)
    manifest = MANIFEST.replace("auguri.txt", "a.txt")
    (tmp_path / "manifest.toml").write_text(manifest, encoding="utf-8")
    with django_assert_max_num_queries(60):
        assert results(tmp_path) == {"a.txt": "created"}
    write(tmp_path / "a.txt", "Premessa.", *texts)
    with django_assert_max_num_queries(60):
        assert results(tmp_path) == {"a.txt": "updated"}
