"""What a dump consists of: nothing but what is public, whole, verified, and no more of them than wished."""

import csv
import io
import json
import shutil
import subprocess
from datetime import timedelta
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from statements.dumping import compressed
from statements.dumping import dump as dumping
from statements.dumping.compressed import zstd
from statements.dumping.manifest import list_dumps
from statements.exporting.columns import PARAGRAPH_COLUMNS
from statements.models import Document
from tests.cast import make_document, settle

pytestmark = pytest.mark.django_db


def dump(folder, **options):
    out = StringIO()
    call_command("dump_archive", folder, stdout=out, **options)
    return out.getvalue()


def check_sums(folder):
    """What coreutils say of the files."""
    command = [shutil.which("sha256sum"), "-c", "SHA256SUMS"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout


def ask(client, name, **headers):
    """The answer and the bytes of a file, or of a part of it."""
    answer = client.get(f"/data/{name}", headers={each.replace("_", "-"): value for each, value in headers.items()})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return answer, content


def read(folder, part):
    """What is in a part of the only dump in a folder."""
    [path] = folder.glob(f"{part}-*")
    return zstd.decompress(path.read_bytes()).decode()


def read_lines(folder, part):
    return [json.loads(line) for line in read(folder, part).splitlines()]


@pytest.fixture
def on_days(monkeypatch):
    """Make dumps on days that are given by how long ago they were."""

    today = timezone.localdate()

    def set_day(ago):
        day = today - timedelta(days=ago)
        monkeypatch.setattr(dumping.timezone, "localdate", lambda: day)

    return set_day


class TestParts:
    def test_documents_are_lines_of_the_bulk_format(self, tmp_path):
        dump(tmp_path)
        lines = read_lines(tmp_path, "documents")
        [vilnius] = [each for each in lines if each["id"] == "seed-004"]
        assert (vilnius["language"], vilnius["kind"], vilnius["title"]) == ("it", "communique", "")
        assert vilnius["_slug"] == Document.objects.get(external_id="seed-004").slug
        assert vilnius["text"].count("\n\n") + 1 == len(vilnius["_versions"][0]["content"]["paragraphs"])
        assert len(lines) == 5

    def test_paragraphs_have_the_columns_of_exports(self, tmp_path):
        dump(tmp_path)
        head, *rows = csv.reader(io.StringIO(read(tmp_path, "paragraphs"), newline=""))
        assert tuple(head) == PARAGRAPH_COLUMNS
        assert len(rows) == sum(each.paragraphs.count() for each in Document.objects.published())
        assert rows[0][0].startswith("/documents/")

    def test_changes_tell_what_happened_without_the_words_of_what_is_gone(self, tmp_path):
        gone = make_document("A kestrel.", title="Kestrels", slug="gone", speakers={"Mia Berg": "author"})
        gone.publish()
        settle()
        gone.withdraw("It was never said.")
        settle()
        dump(tmp_path)
        told = [each for each in read_lines(tmp_path, "changes") if each["slug"] == "gone"]
        assert [(each["event"], each["version"]) for each in told] == [("published", 1), ("withdrawn", 1)]
        assert told[1]["note"] == "It was never said."
        for part in ("documents", "paragraphs", "changes"):
            assert not any(word in read(tmp_path, part) for word in ("kestrel", "Kestrels", "Mia Berg"))

    @pytest.mark.parametrize("fields", [{"status": "draft"}, {"publish_at": timezone.now() + timedelta(days=1)}])
    def test_drafts_and_what_is_under_embargo_are_in_none_of_them(self, tmp_path, fields):
        hidden = make_document("A kestrel.", slug="hidden", speakers={"Mia Berg": "author"}, **fields)
        if hidden.status == "published":
            hidden.publish()
        settle()
        dump(tmp_path)
        for part in ("documents", "paragraphs", "changes"):
            assert not any(word in read(tmp_path, part) for word in ("kestrel", "hidden", "Mia Berg")), part

    def test_words_that_an_editor_has_not_published_yet_stay_at_home(self, tmp_path):
        document = make_document("We sail at dawn.", slug="edited")
        document.publish()
        document.paragraphs.update(text="A kestrel.")
        dump(tmp_path)
        assert "kestrel" not in read(tmp_path, "documents") + read(tmp_path, "paragraphs")


class TestWhole:
    def test_coreutils_and_the_manifest_know_the_same_digests(self, tmp_path):
        dump(tmp_path)
        assert check_sums(tmp_path).count(b": OK") == 3
        manifest = json.loads((tmp_path / "manifest.json").read_bytes())
        sums = dict(reversed(line.split("  ")) for line in (tmp_path / "SHA256SUMS").read_text().splitlines())
        assert {each["name"]: each["sha256"] for each in manifest["distribution"]} == sums
        assert manifest["@type"] == "Dataset"
        assert manifest["lastEvent"]["event"] == "published"
        assert "license" not in manifest

    def test_a_licence_is_told_if_there_is_one(self, tmp_path, settings):
        settings.LICENSE = "https://creativecommons.org/licenses/by/4.0/"
        dump(tmp_path)
        assert json.loads((tmp_path / "manifest.json").read_bytes())["license"] == settings.LICENSE

    def test_a_second_one_on_the_same_day_takes_the_place_of_the_first(self, tmp_path):
        dump(tmp_path)
        make_document("We sail at dawn.").publish()
        assert "Dump of 6 documents" in dump(tmp_path)
        assert [each.documents for each in list_dumps(tmp_path)] == [6]

    def test_the_oldest_go_when_the_new_one_is_there(self, tmp_path, on_days):
        for ago in (3, 2, 1, 0):
            on_days(ago)
            dump(tmp_path, keep=2)
        first, second = (each.day for each in list_dumps(tmp_path))
        assert first - second == timedelta(days=1)
        assert len(list(tmp_path.iterdir())) == 2 * 4 + 2
        assert check_sums(tmp_path).count(b": OK") == 6

    def test_where_the_disk_fails_the_last_one_stays_and_nothing_is_left_over(self, tmp_path, on_days, monkeypatch):
        on_days(1)
        dump(tmp_path, keep=1)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        on_days(0)
        monkeypatch.setattr(compressed, "_hash_content", lambda path: b"something else")
        with pytest.raises(CommandError, match="no new dump, and the others are as they were"):
            dump(tmp_path, keep=1)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

    def test_what_a_killed_one_left_is_removed(self, tmp_path):
        (tmp_path / ".documents-2020-01-01.jsonl.zst.part").write_bytes(b"half")
        dump(tmp_path)
        assert not list(tmp_path.glob(".*"))

    def test_a_second_one_at_the_same_time_says_so(self, tmp_path):
        other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [dumping._DUMPS])
        with pytest.raises(CommandError, match="Another dump is being made"):
            dump(tmp_path)
        other.close()
        assert not list(tmp_path.iterdir())

    def test_at_least_one_stays(self, tmp_path):
        with pytest.raises(CommandError, match="at least one dump stays"):
            call_command("dump_archive", str(tmp_path), "--keep", "0")


class TestPage:
    @pytest.fixture
    def folder(self, tmp_path, settings):
        settings.DUMPS_DIR = tmp_path / "dumps"
        return settings.DUMPS_DIR

    @pytest.fixture
    def name(self, folder):
        dump(folder)
        [path] = folder.glob("documents-*")
        return path.name

    @pytest.mark.parametrize("prefix", ["", "/it", "/fr"])
    def test_it_works_before_there_is_one(self, client, folder, prefix):
        answer = client.get(f"{prefix}/data/")
        assert answer.status_code == 200
        assert f'href="{prefix}/documents/"' in answer.content.decode()
        assert client.get("/data/latest.json").status_code == 404

    def test_it_lists_the_files_with_size_and_digest(self, client, folder, name):
        page = client.get("/data/").content.decode()
        [found] = list_dumps(folder)
        for file in found.files:
            assert f'href="/data/{file.name}"' in page
            assert file.sha256 in page
        assert "5 documents" in page
        described = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
        assert described["distribution"][0]["contentUrl"] == f"http://testserver/data/{name}"

    def test_the_manifest_of_the_newest_is_for_programs(self, client, folder, name):
        answer = client.get("/data/latest.json")
        assert answer["Content-Type"] == "application/ld+json"
        assert answer.json()["distribution"][0]["contentUrl"] == name

    def test_a_file_comes_whole_with_its_digest(self, client, folder, name):
        answer, content = ask(client, name)
        assert content == (folder / name).read_bytes()
        assert answer["ETag"] == f'"{list_dumps(folder)[0].files[0].sha256}"'
        assert (answer["Content-Length"], answer["Accept-Ranges"]) == (str(len(content)), "bytes")
        told, nothing = ask(client, name, If_None_Match=answer["ETag"])
        assert (told.status_code, nothing) == (304, b"")
        head = client.head(f"/data/{name}")
        head.close()
        assert head["Content-Length"] == str(len(content))

    @pytest.mark.parametrize(
        ("asked", "start", "end"),
        [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-7", -7, None), ("bytes=5-999999999", 5, None)],
    )
    def test_a_download_that_was_cut_goes_on(self, client, folder, name, asked, start, end):
        whole = (folder / name).read_bytes()
        answer, part = ask(client, name, Range=asked)
        assert (answer.status_code, part) == (206, whole[start:end])
        begins = start % len(whole)
        assert answer["Content-Range"] == f"bytes {begins}-{begins + len(part) - 1}/{len(whole)}"
        assert answer["Content-Length"] == str(len(part))

    @pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=0-1", "bytes=-", "bytes=9-3", "bytes=a-b"])
    def test_a_range_that_is_not_understood_gives_the_whole_file(self, client, folder, name, asked):
        assert ask(client, name, Range=asked)[0].status_code == 200

    @pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
    def test_a_range_beyond_the_end_is_a_416(self, client, folder, name, asked):
        answer, _ = ask(client, name, Range=asked)
        size = (folder / name).stat().st_size
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{size}")

    def test_of_another_file_no_part_is_sent(self, client, folder, name):
        first, _ = ask(client, name)
        for same, status in ((first["ETag"], 206), (first["Last-Modified"], 206), ('"other"', 200), ("W/x", 200)):
            assert ask(client, name, Range="bytes=0-1", If_Range=same)[0].status_code == status, same

    def test_nothing_but_the_files_of_dumps_is_sent(self, client, folder, name):
        (folder / "secret.txt").write_text("secret")
        (folder.parent / "secret.txt").write_text("secret")
        shutil.copy(folder / name, folder / "documents-2001-01-01.jsonl.zst")
        names = ["secret.txt", "..%2Fsecret.txt", "../secret.txt", "documents-2001-01-01.jsonl.zst", "%00", "."]
        for each in names:
            assert client.get(f"/data/{each}").status_code in (301, 404), each
        assert ask(client, "SHA256SUMS")[1] == (folder / "SHA256SUMS").read_bytes()

    def test_a_manifest_that_names_other_files_is_passed_over(self, client, folder, name):
        [path] = folder.glob("manifest-*")
        path.write_text(path.read_text().replace(name, "../secret.txt"))
        assert client.get("/data/").status_code == 200
        assert list_dumps(folder) == []
