"""An address keeps the letters of its words, and that of a deleted document is never given away again, to nobody."""

import json
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from statements.editorial.people.naming import find_publisher, find_speaker
from statements.letters import normalize_name
from statements.models import Document, Merge, Participation, Publisher, Speaker, Tombstone
from statements.slugs import free_slugs, slug_of, slug_of_name
from tests.cast import make_document, make_speaker

pytestmark = pytest.mark.django_db

TITLES = [
    ("Discours sur l’œuvre commune et le cœur…", "discours-sur-l-oeuvre-commune-et-le-coeur"),
    ("Vœux au cœur de l’été — Łódź, Støre, ß", "voeux-au-coeur-de-l-ete-lodz-store-ss"),
    ("Les mœurs et l’œcuménisme", "les-moeurs-et-l-oecumenisme"),
    ("ŒUVRE", "oeuvre"),
    ("Nœud ferroviaire d’Ærøskøbing", "noeud-ferroviaire-d-aeroskobing"),
    ("C\u0153ur de\u0301cide\u0301", "coeur-decide"),
    ("L'Alleanza è forte", "l-alleanza-e-forte"),
    ("Perché l’Europa — e non solo", "perche-l-europa-e-non-solo"),
    ("Incontro con Władysław Kosiniak-Kamysz a Łódź", "incontro-con-wladyslaw-kosiniak-kamysz-a-lodz"),
    ("Bilaterale Meloni–Støre", "bilaterale-meloni-store"),
    ("Visita a Đakovo e Ħamrun", "visita-a-dakovo-e-hamrun"),
    ("Remarks with Prime Minister Þórdís Kolbrún", "remarks-with-prime-minister-thordis-kolbrun"),
    ("Address at Schloß Bellevue, Große Halle", "address-at-schloss-bellevue-grosse-halle"),
    ("Talks with Recep Tayyip Erdoğan and İbrahim Kalın", "talks-with-recep-tayyip-erdogan-and-ibrahim-kalin"),
    ("Æthelstan Lecture 2022–2023", "aethelstan-lecture-2022-2023"),
    ("Sámi Parliament: Ŋ and Đ", "sami-parliament-ng-and-d"),
    ("Ξένια Καλογεροπούλου in Athens", "xenia-kalogeropoyloy-in-athens"),
    ("Sécu\u00adrité\u200b commune", "securite-commune"),
    ("½ of the €5 bn", "1-2-of-the-5-bn"),
    ("— … —", "document"),
]
NAMES = [
    ("Sœur Œuvrard", "soeur-oeuvrard"),
    ("Łukasz Wróbel", "lukasz-wrobel"),
    ("Jonas Gahr Støre", "jonas-gahr-store"),
    ("Mette Kjærsgård", "mette-kjaersgard"),
    ("Đorđe Đoković", "dorde-dokovic"),
    ("Þórir Ægisson", "thorir-aegisson"),
    ("E\u0301lise Fore\u0302t", "elise-foret"),
    ("Niccolò D’Ambrosio", "niccolo-d-ambrosio"),
    ("Volodymyr Zelens'kyy", "volodymyr-zelens-kyy"),
]


class TestWords:
    @pytest.mark.parametrize(("title", "slug"), TITLES)
    def test_an_address_keeps_the_letters_of_a_title(self, title, slug):
        assert slug_of(title) == slug

    @pytest.mark.parametrize(("name", "slug"), NAMES)
    def test_and_of_a_name(self, name, slug):
        assert slug_of_name(name) == slug

    def test_a_long_one_ends_with_a_whole_word(self):
        slug = slug_of("La déclaration commune " * 20)
        assert len(slug) <= 70
        assert slug.endswith(("-la", "-declaration", "-commune"))


def buried(title="Remarks at the dock"):
    """The address of a document that was published and deleted."""
    document = make_document("Words.", title=title, slug=slug_of(title))
    document.publish()
    document.bury()
    return slug_of(title)


def imported(path, **options):
    """The documents that importing `path` makes."""
    before = set(Document.objects.values_list("pk", flat=True))
    call_command("import_statements", path, stdout=StringIO(), **options)
    return list(Document.objects.exclude(pk__in=before).order_by("pk"))


class TestAddressesOfTheDeleted:
    def test_a_text_with_that_title_gets_another(self, client, tmp_path):
        slug = buried()
        (tmp_path / "dock.md").write_text("# Remarks at the dock\n\nWe sail.\n\nWe land.\n", encoding="utf-8")
        [document] = imported(tmp_path / "dock.md", publish=True)
        assert document.slug.startswith(f"{slug}-")
        assert client.get(f"/documents/{slug}/").status_code == 410
        assert client.get(f"/documents/{document.slug}/").status_code == 200

    def test_so_does_a_line_of_the_bulk_format(self, client, tmp_path):
        slug = buried()
        rows = [
            {"id": each, "language": "en", "date": "2024-01-01", "kind": "speech", "title": "Remarks at the dock",
             "publisher": "", "speakers": [], "text": "We sail.\n\nWe land."}
            for each in ("b-1", "b-2")
        ]  # fmt: skip
        (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        documents = imported(tmp_path / "rows.jsonl", publish=True)
        assert len({each.slug for each in documents} | {slug}) == 3
        assert client.get(f"/documents/{slug}/").status_code == 410

    def test_the_admin_says_so_in_the_form(self, client, admin_client):
        slug = buried()
        forms = {
            f"{prefix}-{name}_FORMS": 0 for prefix in ("participations", "paragraphs") for name in ("TOTAL", "INITIAL")
        }
        data = {"title": "Remarks at the dock", "slug": slug, "language": "en", "kind": "speech", "status": "draft"}
        response = admin_client.post("/admin/statements/document/add/", {**data, **forms})
        assert response.status_code == 200
        assert "never used again" in response.content.decode()
        assert not Document.objects.filter(slug=slug).exists()

    def test_the_database_refuses_it_to_everybody(self):
        slug, other = buried(), make_document("Words.")
        for way in (
            lambda: make_document("Words.", slug=slug),
            lambda: Document.objects.filter(pk=other.pk).update(slug=slug),
            lambda: Document.objects.bulk_create([Document(slug=slug, title="T", language="it", kind="speech")]),
        ):
            with pytest.raises(IntegrityError, match="never given away again"), transaction.atomic():
                way()

    def test_what_was_never_public_leaves_its_address_to_others(self):
        document = make_document("Words.", slug="a-draft", status="draft")
        document.bury()
        assert make_document("Words.", slug="a-draft").slug == "a-draft"

    def test_other_changes_of_a_document_are_free(self):
        document = make_document("Words.")
        buried()
        document.title = "Another title"
        document.save()

    def test_the_free_ones_are_all_different(self):
        slug = buried()
        slugs = free_slugs([("Remarks at the dock", each) for each in "abc"], {f"{slug}-ca978112"})
        assert len(set(slugs)) == 3
        assert slug not in slugs
        assert slugs[0] == f"{slug}-ca978112ca1bbdca"

    def test_the_migration_parts_one_that_got_it_before(self):
        document = make_document("Words.", external_id="kept")
        Tombstone.objects.create(slug=document.slug, external_id="deleted")
        migration = import_module("statements.migrations.0019_addresses_of_the_deleted")
        migration.give_own_addresses(apps, None)
        document.refresh_from_db()
        assert not Tombstone.objects.filter(slug=document.slug).exists()
        assert document.slug.endswith("-79f076ab")


ROWS = [
    ("Élise Forêt", "E\u0301lise Fore\u0302t"),
    ("Élise\u00a0Forêt", "Élise Forêt "),
    ("Niccolo\u0300 D\u2019Ambrosio", "Niccolò D\u2019Ambrosio"),
    ("Jean-\u00adLuc Noël", "Jean-Luc  Noe\u0308l"),
]


class TestNames:
    @pytest.mark.parametrize(("one", "other"), ROWS)
    def test_the_bulk_format_makes_one_of_each(self, tmp_path, one, other):
        row = {"language": "fr", "date": "2024-02-03", "kind": "speech", "title": "T", "text": "Bonjour à tous."}
        rows = [
            {**row, "id": str(number), "publisher": f"Ministère {name}", "speakers": [name]}
            for number, name in enumerate((one, other))
        ]
        (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        speakers, publishers = Speaker.objects.count(), Publisher.objects.count()
        imported(tmp_path / "rows.jsonl")
        assert (Speaker.objects.count(), Publisher.objects.count()) == (speakers + 1, publishers + 1)

    @pytest.mark.parametrize(("one", "other"), ROWS)
    def test_so_does_the_desk(self, one, other):
        Speaker.objects.create(name=normalize_name(one), slug="one")
        Publisher.objects.create(name=normalize_name(one), slug="one")
        assert find_speaker(other) is not None
        assert find_publisher(other) is not None

    def test_the_admin_takes_no_second_one(self, admin_client):
        make_speaker("Élise Forêt")
        data = {"name": "E\u0301lise\u00a0Fore\u0302t", "slug": "x", "sort_name": "x", "aliases": ""}
        forms = {"offices-TOTAL_FORMS": 0, "offices-INITIAL_FORMS": 0}
        response = admin_client.post("/admin/statements/speaker/add/", {**data, **forms})
        assert response.status_code == 200
        assert "already exists" in response.content.decode()

    def test_the_migration_makes_one_of_two_and_the_desk_can_undo_it(self):
        document = make_document("Words.", speakers={"Élise Forêt": "speaker", "E\u0301lise Fore\u0302t": "quoted"})
        make_document("More words.", speakers={"Bo\u00a0Lund": "speaker"})
        old = Publisher.objects.create(name="Ministe\u0300re", slug="ministere-2")
        new = Publisher.objects.create(name="Ministère", slug="ministere")
        Document.objects.filter(pk=document.pk).update(publisher=old)
        import_module("statements.migrations.0020_one_name").make_one(apps, None)
        kept = Speaker.objects.get(name="Élise Forêt")
        roles = Participation.objects.filter(document=document, speaker=kept).values_list("role", flat=True)
        assert set(roles) == {"speaker", "quoted"}
        assert Merge.objects.get().kept == kept
        assert Speaker.objects.filter(name="Bo Lund").exists()
        document.refresh_from_db()
        assert document.publisher == new
        assert not Publisher.objects.filter(pk=old.pk).exists()


def test_dates_that_are_none_are_refused_with_the_reason(tmp_path):
    row = {"language": "fr", "kind": "speech", "title": "T", "publisher": "", "speakers": [], "text": "Bonjour."}
    wrong = ["2024-02-30", "2024-02-03T00:00:00Z", "03/02/2024", "2024-2-3"]
    rows = [{**row, "id": str(number), "date": date} for number, date in enumerate(wrong)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="some lines were refused"):
        call_command("import_statements", tmp_path, stdout=out, json=True)
    refused = json.loads(out.getvalue())["bulk"][0]["refused"]
    assert [each["line"] for each in refused] == [1, 2, 3, 4]
    assert all(each["reason"].startswith("date: ") for each in refused)
