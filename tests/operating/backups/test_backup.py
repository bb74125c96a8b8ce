"""A backup is whole and says what it is of, or there is none: never half of one under a good name."""

import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import dj_database_url
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from statements.models import Document, Paragraph
from statements.operating.backups import shelf as shelves
from statements.operating.backups.programs import BackupError, Target, find_programs
from statements.operating.backups.restoring import write_url
from statements.operating.status_files import backup_file, read_moment
from tests.database import address_of_database
from tests.operating.backups.conftest import copy_backup, environment, fake_programs, rewrite, status

FULL = """
head -c 5000 /dev/zero > "$out"
echo "pg_dump: error: could not write to output file: No space left on device" >&2
exit 1
"""


@pytest.fixture
def programs(tmp_path, settings):
    """Where the programs of a test are; the usual ones come back after it."""
    settings.POSTGRES_PROGRAMS = ""
    return tmp_path / "programs"


def back_up(folder, **options):
    out, errors = StringIO(), StringIO()
    call_command("backup", folder, stdout=out, stderr=errors, **options)
    return out.getvalue(), errors.getvalue()


def names(folder):
    return sorted(each.name for each in folder.iterdir() if each.name != ".lock")


def test_a_backup_says_what_is_in_it(shelf):
    [backup] = shelves.list_names(shelf)
    told = json.loads((backup / "manifest.json").read_text())
    tables = told["tables"]
    assert tables["public.statements_document"]["rows"] == Document.objects.count() == 5
    assert tables["public.statements_paragraph"]["rows"] == Paragraph.objects.count()
    assert told["bytes"] == (backup / "archive.dump").stat().st_size
    assert any(each.startswith("statements.0041_") for each in told["migrations"])
    assert backup.name == "archive-" + told["begun"][:19].replace("-", "").replace(":", "") + "Z"
    assert told["begun"].endswith("+00:00") and told["begun"] <= told["ended"]


def test_its_hashes_are_those_that_sha256sum_checks(shelf):
    [backup] = shelves.list_names(shelf)
    lines = (backup / "SHA256SUMS").read_text().splitlines()
    assert [line.split() for line in lines] == [
        [hashlib.sha256((backup / name).read_bytes()).hexdigest(), name] for name in ("archive.dump", "manifest.json")
    ]


def test_nobody_else_can_read_it(made):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [made.good, *made.good.iterdir()]}
    assert modes == {made.good.name: 0o700, "archive.dump": 0o600, "manifest.json": 0o600, "SHA256SUMS": 0o600}
    assert stat.S_IMODE(made.good.parent.stat().st_mode) == 0o700


def test_the_status_tells_of_what_moment_the_last_good_one_is(shelf, tmp_path):
    said, errors = back_up(tmp_path / "new")
    [backup] = shelves.list_names(tmp_path / "new")
    told = json.loads((backup / "manifest.json").read_text())
    assert (status()["backup"], status()["bytes"]) == (backup.name, told["bytes"])
    assert read_moment(backup_file()).isoformat() == told["begun"]
    assert str(backup) in said and not errors


@pytest.mark.parametrize(
    ("script", "reason"),
    [(FULL, "No space left on device"), ('echo half > "$out"; kill -9 $$', "was killed by signal 9")],
)
def test_what_stops_it_is_told_in_a_line_and_leaves_no_half_backup(shelf, programs, script, reason):
    before = names(shelf)
    fake_programs(programs, script)
    with pytest.raises(CommandError) as failed:
        back_up(shelf)
    assert reason in str(failed.value) and "\n" not in str(failed.value)
    assert names(shelf) == before
    assert reason in status()["failed"]["reason"] and "at" not in status()


def test_a_dump_that_lacks_a_table_is_none(shelf, programs):
    fake_programs(programs, 'echo dump > "$out"; echo "12; 0 1 TABLE DATA public statements_term ada"')
    with pytest.raises(CommandError, match="the dump lacks .*statements_document"):
        back_up(shelf)


def test_programs_older_than_the_server_are_refused(shelf, programs):
    fake_programs(programs, "exit 0", version="9.6")
    with pytest.raises(CommandError, match=r"and pg_dump, .* here are 9\.6: install those of version \d+, or name"):
        back_up(shelf)


def test_the_programs_of_the_next_later_version_are_taken_if_there_are_none_of_its_own(programs):
    fake_programs(programs, "exit 0", version="98.1")
    assert find_programs(17).major == 98
    with pytest.raises(BackupError):
        find_programs(99)


def test_two_at_a_time_are_refused(shelf):
    with shelves.hold_lock(shelf), pytest.raises(CommandError, match="another backup is being written"):
        back_up(shelf)


def test_what_a_killed_one_has_left_is_removed_by_the_next(shelf):
    draft = shelf / ".draft-1"
    draft.mkdir()
    (draft / "archive.dump").write_text("half")
    back_up(shelf)
    assert not draft.exists()


def test_one_begun_in_the_second_of_another_waits_for_the_next(tmp_path):
    now = timezone.now()
    taken = {tmp_path / shelves.name_backup(now + timedelta(seconds=each)) for each in range(2)}
    for folder in taken:
        folder.mkdir()
    back_up(tmp_path)
    assert len(shelves.list_names(tmp_path)) == 3


def test_a_status_that_cannot_be_written_does_not_spoil_a_backup(shelf, tmp_path, settings):
    settings.BACKUP_STATUS = str(tmp_path / "nowhere" / "backup.json")
    said, errors = back_up(tmp_path / "new")
    assert "MB in" in said and "cannot be written: No such file or directory" in errors


class TestPruning:
    @pytest.fixture
    def four(self, shelf):
        """Backups of four days, of which the second is broken."""
        [good] = shelves.list_names(shelf)
        days = [copy_backup(good, shelf, f"archive-2020010{day}T030000Z") for day in range(1, 5)]
        good.rename(shelf / "elsewhere")
        (days[1] / "archive.dump").write_text("cut off")
        return days

    def test_the_newest_that_are_whole_stay(self, four, shelf):
        removed, broken = shelves.prune(shelf, 2)
        assert removed == ["archive-20200101T030000Z"]
        assert broken == ["archive-20200102T030000Z"]
        assert [each.exists() for each in four] == [False, True, True, True]

    def test_one_that_is_not_whole_counts_for_nothing(self, four, shelf):
        (four[3] / "manifest.json").unlink()
        shelves.prune(shelf, 1)
        assert [each.exists() for each in four] == [False, True, True, True]

    def test_the_newest_that_was_restored_stays_however_old(self, four, shelf):
        shelves.read_backup(four[0]).note_restored()
        assert shelves.prune(shelf, 1)[0] == ["archive-20200103T030000Z"]

    def test_what_has_another_name_is_nobody_s_business(self, four, shelf):
        shelves.prune(shelf, 1)
        assert (shelf / "elsewhere").exists()

    def test_nothing_is_removed_where_the_new_one_fails(self, four, shelf, programs):
        fake_programs(programs, FULL)
        with pytest.raises(CommandError):
            back_up(shelf, keep=1)
        assert all(each.exists() for each in four)


def test_at_least_one_stays(shelf):
    with pytest.raises(CommandError, match="at least one stays"):
        call_command("backup", str(shelf), "--keep=0")


class TestPasswords:
    target = Target({"host": "db.example", "user": "ada", "dbname": "it's"}, "a secret/word", "15.1")

    def test_they_stand_where_nobody_else_looks(self):
        assert "secret" not in self.target.argument
        assert self.target.environment["PGPASSWORD"] == "a secret/word"
        assert self.target.argument.endswith(r"dbname='it\'s'")

    def test_they_reach_the_commands_that_verify(self):
        read = dj_database_url.parse(write_url(self.target))
        assert (read["PASSWORD"], read["NAME"], read["HOST"]) == ("a secret/word", "it's", "db.example")


@pytest.mark.slow
class TestProcesses:
    """The command as a timer runs it."""

    def start(self, shelf, tmp_path, **variables):
        command = [sys.executable, "manage.py", "backup", str(shelf)]
        variables = {"DATABASE_URL": address_of_database(), "ARCHIVE_DATA_DIR": tmp_path, **variables}
        return subprocess.Popen(command, env=environment(**variables), stderr=subprocess.PIPE, text=True)

    def test_a_database_that_is_away_is_told_in_a_line(self, shelf, tmp_path):
        process = self.start(shelf, tmp_path, DATABASE_URL="postgres://ada@127.0.0.1:1/archive")
        [line] = process.communicate()[1].splitlines()
        assert process.returncode and "backup failed" in line and "archive at 127.0.0.1:1" in line
        assert json.loads((tmp_path / "backup.json").read_text())["failed"]["command"] == "backup"

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
    def test_one_that_is_ended_leaves_nothing_under_a_good_name(self, shelf, tmp_path, programs, number):
        fake_programs(programs, f'echo $$ > "{tmp_path}/pid"; echo half > "$out"; exec sleep 600')
        before = names(shelf)
        process = self.start(shelf, tmp_path, ARCHIVE_POSTGRES_PROGRAMS=programs)
        while not (tmp_path / "pid").exists() or not list(shelf.glob(".draft-*/archive.dump")):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        said = process.communicate()[1]
        if number == signal.SIGTERM:
            assert "it was ended by SIGTERM" in said and process.returncode == 1
            assert names(shelf) == before
            return
        assert [each for each in names(shelf) if not each.startswith(".")] == before
        with pytest.raises(CommandError, match="another backup is being written"):
            back_up(shelf)  # the orphan still writes
        os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


def test_a_manifest_of_something_else_is_not_whole(shelf):
    [backup] = shelves.list_names(shelf)
    rewrite(backup, unknown=1)
    with pytest.raises(BackupError, match="no backup that is whole"):
        shelves.find_newest(Path(shelf))
