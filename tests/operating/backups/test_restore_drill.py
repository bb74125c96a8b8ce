"""A backup is good only if it was restored: a drill finds a byte, a row, a word, and never touches the archive."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from statements.embedded.place import find_installed
from statements.operating.backups import making, restoring
from statements.operating.backups import shelf as shelves
from statements.operating.backups.programs import open_connection
from statements.operating.backups.restoring import SCRATCH
from tests.operating.backups.conftest import copy_backup, databases, rewrite, status, swap_dump

pytestmark = pytest.mark.slow


@pytest.fixture
def backup(shelf):
    """The good one, to be spoiled."""
    [found] = shelves.list_names(shelf)
    return found


@pytest.fixture(autouse=True)
def no_scratch_is_left(shelf):
    """Whatever happens, no database stays behind."""
    before = databases()
    yield
    assert databases() == before


@pytest.fixture
def unverified(monkeypatch):
    """Nothing is migrated and verified in processes of their own, which takes as long as all the rest."""
    monkeypatch.setattr(restoring, "_verify", lambda *_: None)


def drill(folder, **options):
    out = StringIO()
    call_command("restore_drill", folder, stdout=out, **options)
    return out.getvalue()


def scratch():
    return f"{connection.settings_dict['NAME']}_drill"


def make_database(comment):
    with open_connection(connection) as cursor:
        cursor.execute(f'CREATE DATABASE "{scratch()}"')
        cursor.execute(f'COMMENT ON DATABASE "{scratch()}" IS %s', [comment])


def drop_database(name):
    with open_connection(connection) as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def test_a_good_backup_is_restored_compared_and_verified(shelf, backup):
    said = drill(shelf)
    assert "tables are as they were backed up" in said
    assert "5 documents checked, 0 with problems" in said
    assert status()["drill"]["backup"] == backup.name
    assert shelves.read_backup(backup).was_restored


def test_programs_of_a_later_version_serve_too(shelf, tmp_path, settings, unverified):
    """Their scripts begin with settings that an older server does not know."""
    settings.POSTGRES_PROGRAMS = str(find_installed())
    making.make_backup(tmp_path / "new")
    assert "The backup is good" in drill(tmp_path / "new")


def test_the_words_of_another_version_are_made_anew(shelf, tmp_path, unverified):
    """Stemmers differ; what is looked for is stemmed by the server that runs now."""
    with open_connection(connection) as cursor:
        cursor.execute("UPDATE statements_entry SET words = ''")
    backup = making.make_backup(tmp_path / "other").folder
    rewrite(backup, database="14.1")
    assert "the words of 5 documents made anew" in drill(backup, into=f"{scratch()}_3", stay=True)
    with open_connection(connection, f"{scratch()}_3") as cursor:
        cursor.execute("SELECT count(*) FROM statements_entry WHERE words <> ''")
        assert cursor.fetchone()[0] == 5
    drop_database(f"{scratch()}_3")


def test_a_byte_that_changed_on_the_disk_is_found(shelf, backup):
    content = bytearray((backup / "archive.dump").read_bytes())
    content[-100] ^= 1
    (backup / "archive.dump").write_bytes(content)
    with pytest.raises(CommandError, match="its SHA-256 differs"):
        drill(shelf)
    assert "SHA-256" in status()["failed"]["reason"] and "drill" not in status()


def test_a_dump_that_was_cut_off_is_found(shelf, backup):
    content = (backup / "archive.dump").read_bytes()
    (backup / "archive.dump").write_bytes(content[:-5000])
    with pytest.raises(CommandError, match="bytes, and had"):
        drill(shelf)


def test_one_that_was_cut_off_before_it_was_hashed_is_found_as_well(shelf, backup):
    swap_dump(backup, (backup / "archive.dump").read_bytes()[:-5000])
    with pytest.raises(CommandError, match="restore_drill failed: pg_restore: "):
        drill(shelf)


def test_a_row_that_is_missing_is_found(shelf, tmp_path, made):
    backup = copy_backup(made.word, tmp_path / "other")
    swap_dump(backup, (made.row / "archive.dump").read_bytes())
    had = shelves.read_backup(backup).manifest.tables["public.statements_term"].rows
    with pytest.raises(CommandError, match=f"statements_term has {had - 1} rows, and had {had}"):
        drill(backup)


def test_a_word_that_changed_is_found(shelf, backup, made):
    swap_dump(backup, (made.word / "archive.dump").read_bytes())
    with pytest.raises(CommandError, match="the rows of statements_paragraph are not those that were backed up"):
        drill(shelf)


def test_an_archive_that_did_not_match_its_sources_when_it_was_backed_up_is_no_good_backup(
    tmp_path, shelf, made, capsys
):
    """Which words they are, is for who runs the drill, and not for the status file."""
    copy_backup(made.word, tmp_path / "word")
    with pytest.raises(CommandError, match="verify_archive fails .*1 with problems") as raised:
        drill(tmp_path / "word")
    told = "are not those of its source"
    assert told in capsys.readouterr().err and told not in str(raised.value)


def test_what_is_written_meanwhile_is_neither_in_the_dump_nor_counted(shelf, tmp_path, monkeypatch, unverified):
    def write_first(cursor):
        with open_connection(connection) as other:
            other.execute("INSERT INTO django_session VALUES ('ada', '', now())")
        return reckon(cursor)

    reckon = making.reckon
    monkeypatch.setattr(making, "reckon", write_first)
    made = making.make_backup(tmp_path / "new")
    assert made.manifest.tables["public.django_session"].rows == 0
    assert "The backup is good" in drill(tmp_path / "new")


def test_the_database_in_use_is_refused(shelf):
    with pytest.raises(CommandError, match="is the database in use"):
        drill(shelf, into=connection.settings_dict["NAME"])


def test_a_database_of_somebody_else_is_refused(shelf):
    make_database("Ada's")
    with pytest.raises(CommandError, match="is there already"):
        drill(shelf)
    drop_database(scratch())


def test_what_a_drill_that_was_killed_has_left_is_dropped(shelf, unverified):
    make_database(SCRATCH)
    assert "The backup is good" in drill(shelf)


def test_a_database_may_stay_if_all_is_right_with_it(shelf, unverified):
    drill(shelf, into=f"{scratch()}_2", stay=True)
    with open_connection(connection, f"{scratch()}_2") as cursor:
        cursor.execute("SELECT count(*) FROM statements_document")
        assert cursor.fetchone()[0] == 5
    with pytest.raises(CommandError, match="is there already"):
        drill(shelf, into=f"{scratch()}_2")
    drop_database(f"{scratch()}_2")


def test_a_backup_of_a_later_release_is_refused(shelf, backup):
    rewrite(backup, migrations=["statements.9999_later"], version="9.0")
    with pytest.raises(CommandError, match=r"version 9\.0, which is newer than this one: statements\.9999_later"):
        drill(shelf)


def test_the_newest_is_tried_and_not_the_last_that_is_whole(shelf, backup):
    copy_backup(backup, shelf, "archive-29991231T000000Z")
    (shelf / "archive-29991231T000000Z" / "archive.dump").write_text("half")
    with pytest.raises(CommandError, match="archive-29991231T000000Z"):
        drill(shelf)


def test_a_folder_without_backups_fails(tmp_path, shelf):
    with pytest.raises(CommandError, match="there is no backup in"):
        drill(tmp_path / "empty")
