"""During an upgrade, processes of the last release work beside those of this one, on the database of this one."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from statements.models import Document, Publication
from tests.cast import make_document
from tests.database import address_of_database, copied_database
from tests.web.servers import free_port, run_server

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROOT = settings.BASE_DIR
RELEASE = """Remarks at the dock

Oslo, 3 March 2027

The heron waits for the old ferry, and says nothing.
"""
# A day at the desk, by the code of the last release and the helpers of its tests.
DAY = """
from django.contrib.auth.models import User
from django.test import Client
from statements.models import Document, Publication
from tests.editorial.test_desk import add, do, key, typed

client = Client(SERVER_NAME="localhost")
editor = User.objects.create_superuser("astrid", password="a long enough password")
client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
document, mistake = add(client), add(client, "A mistake\\n\\nThis should never have come here.")
for wanted, values in [
    ("facts", typed(title="The harbour at night")),
    ("split", {"paragraph": key(document, 1), "before": "We sailed"}),
    ("send", {"words": "Is it this harbour?"}),
    ("publish", {}),
    ("withdraw", {"words": "Too early"}),
    ("publish", {}),
]:
    assert do(client, document, wanted, **values).status_code == 200, wanted
assert client.get(document.get_absolute_url()).status_code == 200
assert client.post(f"/admin/statements/document/{mistake.pk}/delete/", {"post": "yes"}).status_code == 302
term = {"name": "harbour", "words_en": "harbour, port", "words_fr": "", "words_it": ""}
assert client.post("/admin/statements/term/add/", term).status_code == 302
"""
COLUMNS = """
import json
from django.apps import apps
tables = [each._meta for each in apps.get_models(include_auto_created=True)]
print(json.dumps([(each.db_table, field.column) for each in tables for field in each.local_concrete_fields]))
"""
NEEDED = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND is_nullable = 'NO'
AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'
"""


def git(*arguments):
    """What git says, as bytes; nothing where it fails, or is not there."""
    if (program := shutil.which("git")) is None:
        return b""
    done = subprocess.run([program, "-C", str(ROOT), *arguments], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else b""


def find_release():
    """The last release before this commit: its tag, or the commit that the changelog names for it."""
    if not git("rev-parse", "HEAD"):
        pytest.skip("this is no checkout by git: there is no earlier release to run")
    tags = git("tag", "--list", "v*", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname").split()
    release = tags[0].decode() if tags else named_in_changelog()
    if not git("rev-parse", f"{release}^{{commit}}"):
        pytest.skip(f"{release}, the last release, is not in this clone: fetch its history")
    return release


def named_in_changelog():
    """The commit of the last release, which docs/changelog.md names; every release but the next has one."""
    named = re.search(r"^Commit `([0-9a-f]{40})`", (ROOT / "docs" / "changelog.md").read_text(), re.MULTILINE)
    assert named, "docs/changelog.md names no commit of a release"
    return named[1]


class LastRelease:
    """The code of the last release in a folder, which uses the database of the test."""

    def __init__(self, release, folder):
        self.folder, self.data = folder / "code", folder / "data"
        self.folder.mkdir()
        self.data.mkdir()
        with tarfile.open(fileobj=BytesIO(git("archive", release))) as packed:
            packed.extractall(self.folder, filter="data")

    @property
    def environment(self):
        return {
            **os.environ,
            "DATABASE_URL": address_of_database(),
            "ARCHIVE_DATA_DIR": str(self.data),
            "ARCHIVE_DEBUG": "1",  # its static files are not collected
            "PYTHONPATH": str(self.folder),
        }

    def run(self, *command):
        argv = [sys.executable, "manage.py", *map(str, command)]
        done = subprocess.run(argv, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def serve(self):
        port, log = free_port(), self.data / "log"
        command = [sys.executable, "-m", "gunicorn", "statements.wsgi", "--bind", f"127.0.0.1:{port}"]
        options = ["--worker-class", "gthread", "--forwarder-headers", "", "--timeout", "120"]
        with run_server([*command, *options], port, log, cwd=self.folder, env=self.environment) as served:
            yield served


@pytest.fixture(scope="module")
def upgrade(django_db_setup, django_db_blocker, tmp_path_factory):
    """The last release and its server, on a copy of the usual database, in which each has published something."""
    release, folder = find_release(), tmp_path_factory.mktemp("upgrade")
    (folder / "remarks.txt").write_text(RELEASE)
    with django_db_blocker.unblock(), copied_database():
        make_document("A kestrel circles the new ferry.", slug="new-words", title="New words").publish()
        old = LastRelease(release, folder)
        old.run("import_statements", folder / "remarks.txt", "--publish")
        with old.serve() as served:
            yield old, served


@pytest.fixture
def site(upgrade):
    """The server of the last release."""
    return upgrade[1]


def status_of(answer):
    return answer.split(b" ", 2)[1].decode() if answer else "none"


@pytest.mark.parametrize("page", ["/", "/documents/", "/search/?q=NATO", "/speakers/", "/api/search?q=NATO", "/it/"])
def test_pages_of_the_last_release_are_drawn_from_the_migrated_database(site, page):
    answer = site.get(page)
    assert status_of(answer) == "200", site.log.read_text()[-2000:]


def test_what_this_release_publishes_is_read_by_the_last(site):
    assert b"circles the new ferry" in site.get("/documents/new-words/")


def test_what_this_release_publishes_is_found_by_the_last(site):
    assert b"new-words" in site.get("/api/search?q=kestrel")


def test_what_the_last_release_publishes_is_read_and_found_by_this_one(upgrade):
    document = Document.objects.published().get(paragraphs__text__contains="the old ferry")
    assert "waits for the old ferry" in Client().get(f"/documents/{document.slug}/").content.decode()
    assert document.slug in Client().get("/api/search?q=heron").content.decode()


def test_both_find_that_the_archive_is_whole(upgrade):
    out = StringIO()
    call_command("verify_archive", stdout=out)
    assert " documents checked, 0 with problems" in out.getvalue()
    assert " documents checked, 0 with problems" in upgrade[0].run("verify_archive")


def test_an_editor_can_finish_her_day_at_the_desk_of_the_last_release(upgrade):
    upgrade[0].run("shell", "-c", DAY)
    corrected = Document.objects.published().get(title="The harbour at night")
    assert corrected.revisions.count() == 1
    events = Publication.objects.filter(document=corrected).order_by("pk").values_list("event", flat=True)
    assert list(events) == ["published", "withdrawn", "restored"]
    assert not Document.objects.filter(title="A mistake").exists()


def test_rows_of_the_last_release_lack_nothing_that_this_one_needs(upgrade):
    """Columns that it does not know may stay empty, or have a value by themselves."""
    known = {tuple(each) for each in json.loads(upgrade[0].run("shell", "-c", COLUMNS).splitlines()[-1])}
    tables = {table for table, _ in known}
    with connection.cursor() as cursor:
        cursor.execute(NEEDED)
        needed = {each for each in cursor.fetchall() if each[0] in tables}
    assert known and needed and needed <= known, needed - known
