"""Editors ask what would become of their files before anything is saved: the facts as JSON, the paragraphs as lines."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from statements.importer.files import import_file
from statements.models import Document, Speaker

pytestmark = pytest.mark.django_db

TRANSCRIPTS = {
    "briefing.txt": "Press briefing by Bo Lund\n4 April 2024\n\nMR. LUND: Good morning.\n\nQ: When?\n\nMR. LUND: Now.",
    "conference.txt": "Point de presse de M. Bo Lund\n4 avril 2024\n\nM. LUND: Bonjour.\n\nQ: Quand ?\n\n"
    "M. LUND: Demain.",
    "conferenza.txt": "Conferenza stampa di Bo Lund\n4 aprile 2024\n\nPRESIDENTE LUND: Buongiorno.\n\n"
    "DOMANDA: Quando?\n\nPRESIDENTE LUND: Domani.",
}
MANIFEST = """
[[publishers]]
slug = "harbour-office"
name = "The Harbour Office"

[[speakers]]
slug = "ada-quist"
name = "Ada Quist"
aliases = ["A. Quist"]

[[documents]]
file = "remarks.md"
kind = "speech"
date = "2024-04"
reference = "HO/7"
publisher = "harbour-office"
source_url = "https://harbour.example/7"
participants = [{ speaker = "ada-quist", role = "speaker" }]
"""
REMARKS = "# Remarks by Minister Ada Quist and Mr. Bo Lund\n\n"
REMARKS += "We sail\\today.\n\n1. The first point.\n\n2. The second point.\n"


def run(*paths, **options):
    """What the command writes to standard output of a dry run."""
    out = StringIO()
    call_command("import_statements", *paths, stdout=out, dry_run=True, **options)
    return out.getvalue()


def account(path):
    [file] = json.loads(run(path, json=True))["files"]
    return file


class TestFacts:
    def test_the_manifest_and_the_title_say_who_and_what(self, tmp_path):
        (tmp_path / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
        (tmp_path / "remarks.md").write_text(REMARKS, encoding="utf-8")
        file = account(tmp_path)
        people = file.pop("people")
        assert people == [
            {"name": "Ada Quist", "role": "speaker"},
            {"name": "Bo Lund", "role": "speaker", "proposed": True},
        ]
        assert {name: file[name] for name in ("title", "title_assigned", "date", "language", "kind")} == {
            "title": "Remarks by Minister Ada Quist and Mr. Bo Lund",
            "title_assigned": False,
            "date": "2024-04",
            "language": "en",
            "kind": "speech",
        }
        assert (file["publisher"], file["reference"], file["source_url"], file["paragraphs"]) == (
            "The Harbour Office", "HO/7", "https://harbour.example/7", 3,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "labels", "date"),
        [
            ("briefing.txt", {"MR. LUND": 2, "Q": 1}, "2024-04-04"),
            ("conference.txt", {"M. LUND": 2, "Q": 1}, "2024-04-04"),
            ("conferenza.txt", {"PRESIDENTE LUND": 2, "DOMANDA": 1}, "2024-04-04"),
        ],
    )
    def test_labels_are_counted_as_they_are_written(self, tmp_path, name, labels, date):
        (tmp_path / name).write_text(TRANSCRIPTS[name], encoding="utf-8")
        file = account(tmp_path / name)
        assert (file["labels"], file["date"]) == (labels, date)

    def test_a_refused_file_has_its_reason_and_no_facts(self, tmp_path):
        (tmp_path / "empty.txt").write_text(" ", encoding="utf-8")
        out = StringIO()
        with pytest.raises(CommandError):
            call_command("import_statements", tmp_path, stdout=out, dry_run=True, json=True)
        [file] = json.loads(out.getvalue())["files"]
        assert file["reason"]
        assert (file["title"], file["people"], file["labels"]) == (None, None, None)

    def test_nothing_of_it_stays(self, tmp_path):
        before = Document.objects.count(), Speaker.objects.count()
        (tmp_path / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
        (tmp_path / "remarks.md").write_text(REMARKS, encoding="utf-8")
        run(tmp_path, text=True)
        run(tmp_path, json=True, publish=True)
        assert (Document.objects.count(), Speaker.objects.count()) == before


class TestText:
    def test_a_paragraph_is_a_line_of_six_cells(self, tmp_path):
        (tmp_path / "remarks.md").write_text(REMARKS, encoding="utf-8")
        assert run(tmp_path / "remarks.md", text=True).splitlines() == [
            "1\t\tbody\t\t\tWe sail\\\\today.",
            "2\t1\tbody\t\t\tThe first point.",
            "3\t2\tbody\t\t\tThe second point.",
        ]

    def test_a_turn_shows_its_label(self, tmp_path):
        (tmp_path / "conference.txt").write_text(TRANSCRIPTS["conference.txt"], encoding="utf-8")
        cells = [line.split("\t") for line in run(tmp_path, text=True).splitlines()]
        assert [each[3] for each in cells] == ["M. LUND", "Q", "M. LUND"]

    def test_tabs_and_line_ends_do_not_break_the_table(self, tmp_path):
        row = {"id": "1", "language": "en", "date": "", "kind": "speech", "title": "T", "publisher": "", "speakers": []}
        text = "One\tline\nand another\u2028one.\n\nThe end."
        (tmp_path / "rows.jsonl").write_text(json.dumps({**row, "text": text}) + "\n", encoding="utf-8")
        heading, *lines = run(tmp_path / "rows.jsonl", text=True).split("\n")
        assert heading == f"# {tmp_path}/rows.jsonl, line 1: 1"
        assert lines == ["1\t\tbody\t\t\tOne\\tline\\nand another\\u2028one.", "2\t\tbody\t\t\tThe end.", ""]

    def test_of_several_files_each_is_named_and_a_refused_one_says_why(self, tmp_path):
        (tmp_path / "a.txt").write_text("We sail.", encoding="utf-8")
        (tmp_path / "b.txt").write_text("", encoding="utf-8")
        out = StringIO()
        with pytest.raises(CommandError, match="some files were refused"):
            call_command("import_statements", tmp_path, stdout=out, dry_run=True, text=True)
        lines = out.getvalue().splitlines()
        assert lines[:2] == [f"# {tmp_path}/a.txt", "1\t\tbody\t\t\tWe sail."]
        assert lines[2].startswith(f"# {tmp_path}/b.txt: refused: ")

    def test_beside_json_the_lines_stand_in_each_file(self, tmp_path):
        (tmp_path / "a.txt").write_text("We sail.\n\nWe land.", encoding="utf-8")
        [file] = json.loads(run(tmp_path, json=True, text=True))["files"]
        assert file["text"] == ["1\t\tbody\t\t\tWe sail.", "2\t\tbody\t\t\tWe land."]

    def test_it_is_for_dry_runs_only(self, tmp_path):
        with pytest.raises(CommandError, match="--dry-run"):
            call_command("import_statements", tmp_path, text=True)


def test_a_dry_run_of_thousands_of_files_keeps_no_lock_for_each(tmp_path):
    """All files are one transaction, which has room for some thousand locks (max_locks_per_transaction)."""
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
    path = tmp_path / "remarks.txt"
    path.write_text("Remarks at the dock\n\n1 March 2024\n\nWe sail at dawn.\n", encoding="utf-8")
    with connection.cursor() as cursor:
        assert import_file(path, dry_run=True).result == "created"
        cursor.execute(held)
        assert cursor.fetchone() == (0,)
        assert import_file(path).result == "unchanged", "the same transaction sees it"
        cursor.execute(held)
        assert cursor.fetchone() != (0,), "else others may import the same before this one is done"
