"""A dump names the publisher whom the lists of the archive name, with aliases, and whoever was merged into it."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from statements.editorial.people.merging import merge
from statements.models import Document, Publisher
from tests.cast import make_document
from tests.dumping.conftest import load, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def dumped(tmp_path):
    """A dump of what the Quay published before it was merged into the Dock, and the lines in it; nothing is left."""
    Document.objects.all().delete()
    Publisher.objects.all().delete()
    dock = Publisher.objects.create(name="The Dock", slug="dock-office", language="en", aliases=["Dock"])
    quay = Publisher.objects.create(name="The Quay", slug="quay-office", aliases=["Quay"])
    make_document("We sail.", slug="at-the-quay", publisher=quay).publish()
    make_document("We land.", slug="at-the-dock", publisher=dock).publish()
    merge(quay, dock, User.objects.create(username="anna"))
    call_command("dump_archive", tmp_path / "first", stdout=StringIO())
    return write_again(tmp_path / "first"), publishers()


def publishers():
    return sorted(Publisher.objects.values_list("slug", "name", "language", "aliases", "merged_into__slug"))


def write_again(folder):
    """The dump in a folder, and what its lines say of publishers."""
    lines = dict[str, dict]()
    [path] = folder.glob("documents-*")
    rewrite(path, folder / "read.jsonl", lambda fields: lines.update({fields["_slug"]: fields}))
    return path, {slug: (each["publisher"], each["_publisher"]) for slug, each in lines.items()}


def test_a_merged_publisher_is_the_one_it_leads_to(dumped):
    (_, said), _ = dumped
    dock = {
        "slug": "dock-office",
        "name": "The Dock",
        "language": "en",
        "aliases": ["Dock", "The Quay", "Quay"],
        "merged": [{"slug": "quay-office", "name": "The Quay", "language": "", "aliases": ["Quay"]}],
    }
    assert said == {"at-the-quay": ("The Quay", dock), "at-the-dock": ("The Dock", dock)}, "versions keep their name"


def test_loading_it_gives_the_same_publishers_and_the_same_dump(dumped, tmp_path):
    (path, said), before = dumped
    Document.objects.all().delete()
    Publisher.objects.filter(merged_into__isnull=False).delete()
    Publisher.objects.all().delete()
    assert load(path)["counts"] == {"created": 2}
    assert publishers() == before
    assert set(Document.objects.values_list("publisher__name", flat=True)) == {"The Dock"}
    call_command("dump_archive", tmp_path / "second", stdout=StringIO())
    assert write_again(tmp_path / "second")[1] == said


def test_who_is_there_already_under_the_merged_name_is_left_alone(dumped):
    (path, _), _ = dumped
    Document.objects.all().delete()
    Publisher.objects.filter(merged_into__isnull=False).delete()
    Publisher.objects.all().delete()
    Publisher.objects.create(name="The Quay", slug="quay-office", language="fr")
    assert load(path)["counts"] == {"created": 2}
    assert Publisher.objects.get(slug="quay-office").language == "fr"
    assert set(Document.objects.values_list("publisher__name", flat=True)) == {"The Dock"}


def test_a_dump_of_an_earlier_release_says_less(dumped, tmp_path):
    (path, _), _ = dumped
    Document.objects.all().delete()

    def forget(fields):
        fields["_publisher"] = {name: fields["_publisher"][name] for name in ("slug", "name", "language")}

    assert load(rewrite(path, tmp_path / "earlier.jsonl", forget))["counts"] == {"created": 2}
