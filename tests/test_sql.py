"""The files in statements/sql are what the database has, whichever migrations made it."""

import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from statements.sql import FOLDER, ChangedSQLError, fingerprint_of, run
from tests.upgrades import empty_database, migrate_to

FILES = sorted(FOLDER.glob("*.sql"))

# What files of SQL make, by name and definition; extensions have functions of their own.
MADE = """
    SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'archive\\_%'
    UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT cfgname, string_agg(concat_ws(' ', maptokentype, mapseqno, mapdict::regdictionary), ', '
                                         ORDER BY maptokentype, mapseqno)
    FROM pg_ts_config JOIN pg_ts_config_map ON mapcfg = pg_ts_config.oid
    WHERE cfgname LIKE 'archive\\_%' GROUP BY cfgname
    UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE 'statements%\\_fkey'
    UNION ALL SELECT relname, concat_ws(' ', reloptions, attname, attstorage)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relname LIKE 'statements\\_%' AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
"""
TABLES = """
    SELECT concat_ws('.', table_name, column_name), concat_ws(' ', data_type, character_maximum_length, is_nullable,
        column_default, generation_expression, identity_generation)
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT extname, '' FROM pg_extension
"""
BEGINNINGS = """
    SELECT name, concat_ws(' ', words_en, words_fr, words_it) FROM statements_term
    UNION ALL SELECT auth_group.name, codename FROM auth_group
    JOIN auth_group_permissions ON group_id = auth_group.id JOIN auth_permission ON auth_permission.id = permission_id
"""


def rows_of(*queries):
    with connection.cursor() as cursor:
        rows = []
        for query in queries:
            cursor.execute(query)
            rows += cursor.fetchall()
    return sorted(rows)


@pytest.mark.django_db
def test_the_database_has_what_the_files_say():
    before = rows_of(MADE)
    with connection.cursor() as cursor:
        for file in FILES:
            cursor.execute(file.read_text())
    assert rows_of(MADE) == before


def test_the_rows_before_and_after_a_statement_are_never_joined_by_a_loop_in_a_loop():
    joins = [join for file in FILES for join in re.findall(r"removed\s+(\w*) ?JOIN added", file.read_text())]
    assert set(joins) == {"FULL"}, "the plan for one row is kept, and used for fifty thousand"


@pytest.mark.django_db
def test_the_files_make_all_that_there_is_and_each_once():
    text = "\n".join(file.read_text() for file in FILES)
    named = re.findall(r"^CREATE OR REPLACE (?:FUNCTION|TRIGGER) (\w+)", text, re.MULTILINE)
    named += re.findall(r"^CREATE CONSTRAINT TRIGGER (\w+)", text, re.MULTILINE)
    named += re.findall(r"^ +\('(archive_\w+)', '\w+', '\w+'\)", text, re.MULTILINE)
    named += re.findall(r"DROP CONSTRAINT IF EXISTS (\w+)", text)
    there = [name for name, _ in rows_of(MADE) if name.startswith("archive_") or name.endswith("_fkey")]
    assert Counter(named) == Counter(there)


@pytest.mark.django_db
def test_initials_do_not_make_a_document_longer():
    text = (FOLDER / "words.sql").read_text()
    words, length = (
        text.split(f"CREATE OR REPLACE FUNCTION {name}(")[1].split(";")[0]
        for name in ("archive_words", "archive_length")
    )
    initials = {word.lower() for word in re.findall(r"\b[A-Z]+(?=[|)])", words)} - {"nato"}
    assert len(initials) > 200
    assert {f"{word}0" for word in initials} <= set(re.findall(r"\w+", length))


@pytest.mark.slow
@pytest.mark.parametrize("release", ["0017", "0027"])
def test_an_archive_of_an_earlier_release_becomes_what_a_new_one_is(django_db_setup, django_db_blocker, release):
    with django_db_blocker.unblock():
        with empty_database():
            call_command("migrate", verbosity=0)
            new = rows_of(MADE, TABLES, BEGINNINGS)
        with empty_database():
            migrate_to(release)
            call_command("migrate", verbosity=0)
            executor = MigrationExecutor(connection)
            assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
            assert ("statements", "0001_archive_squashed_0027_numbers") in executor.recorder.applied_migrations()
            assert rows_of(MADE, TABLES, BEGINNINGS) == new


class TestRun:
    """A migration runs a file as it was when the migration was written."""

    OLD, NEW = "SELECT 1;\n", "SELECT 2;\n"

    def test_a_file_is_run_as_it_is(self, tmp_path):
        (tmp_path / "words.sql").write_text(self.OLD)
        operation = run("words", fingerprint_of(self.OLD), folder=tmp_path)
        assert (operation.sql, operation.reverse_sql) == (self.OLD, None)

    def test_a_file_that_changed_is_refused_and_says_what_to_do(self, tmp_path):
        (tmp_path / "words.sql").write_text(self.NEW)
        with pytest.raises(ChangedSQLError) as refused:
            run("words", fingerprint_of(self.OLD), folder=tmp_path)
        assert f"sql/earlier/words-{fingerprint_of(self.OLD)}.sql" in str(refused.value)
        assert str(refused.value).endswith(fingerprint_of(self.NEW))

    def test_what_it_was_is_kept_for_earlier_migrations_and_for_the_way_back(self, tmp_path):
        (tmp_path / "words.sql").write_text(self.NEW)
        (tmp_path / "earlier").mkdir()
        (tmp_path / "earlier" / f"words-{fingerprint_of(self.OLD)}.sql").write_text(self.OLD)
        assert run("words", fingerprint_of(self.OLD), folder=tmp_path).sql == self.OLD
        later = run("words", fingerprint_of(self.NEW), way_back=fingerprint_of(self.OLD), folder=tmp_path)
        assert (later.sql, later.reverse_sql) == (self.NEW, self.OLD)
