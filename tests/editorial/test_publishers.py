"""Publishers: proposed on a review, confirmed by whoever publishes, known by several names, and made one."""

import json
from io import StringIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from statements.editorial.people.likely import likely_publishers, surely_meant
from statements.editorial.people.merging import MergeRefusedError, merge, undo
from statements.editorial.workflow import publishing_obstacle
from statements.importer.bulk.names import Names
from statements.models import Document, Publisher, PublisherMerge, WatchedSource
from tests.cast import make_document, make_publisher
from tests.editorial.test_desk import contributor, do, editor, review, signed_in

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_document("We met at sea.", status="draft")


def page(document):
    return reverse("admin:statements_document_issuer", args=[document.pk])


def send(client, document, **typed):
    document.refresh_from_db()
    facts = {"do": "new-publisher", "language": "it", "seen": document.updated.isoformat(), **typed}
    response = client.post(page(document), facts, follow=True)
    document.refresh_from_db()
    return response


class TestANewMinistry:
    def test_a_contributor_finishes_a_release_without_help_and_an_editor_confirms_it(self, contributor, draft):
        send(contributor, draft, name="Ministero del Mare")
        ministry = draft.publisher
        assert (ministry.name, ministry.language, ministry.proposed) == ("Ministero del Mare", "it", True)
        html = contributor.get(review(draft)).content.decode()
        assert "Ministero del Mare is new" in " ".join(html.split())
        do(contributor, draft, "send")
        assert draft.status == "in-review"
        editor = signed_in(contributor, "astrid", "editor")
        assert "Ministero del Mare is new in the archive: publishing confirms the name" in (
            editor.get(review(draft)).content.decode()
        )
        do(editor, draft, "publish")
        ministry.refresh_from_db()
        assert (draft.status, ministry.proposed) == ("published", False)

    def test_an_editor_needs_nobody_to_confirm_it(self, editor, draft):
        send(editor, draft, name="Ministero del Mare")
        assert not draft.publisher.proposed

    def test_whoever_may_publish_but_not_keep_publishers_is_refused(self, contributor, draft):
        send(contributor, draft, name="Ministero del Mare")
        gunnar = signed_in(contributor, "birgit", "contributor").session["_auth_user_id"]
        birgit = User.objects.get(pk=gunnar)
        birgit.user_permissions.add(Permission.objects.get(codename="publish_document"))
        assert "Ministero del Mare: new in the archive" in publishing_obstacle(draft, birgit)

    def test_one_nearly_called_so_is_shown_once_more(self, contributor, draft):
        known = make_publisher("Ministero della Difesa")
        html = send(contributor, draft, name="MINISTERO DELLA DIFESA").content.decode()
        assert "may be Ministero della Difesa" in html
        assert f'name="publisher" value="{known.pk}">Ministero della Difesa</button>' in html
        do(contributor, draft, "publisher", publisher=known.pk)
        assert draft.publisher == known

    def test_strangers_and_readers_of_what_is_published_add_none(self, contributor, client):
        published = make_document("We met.")
        published.publish()
        assert contributor.get(page(published)).status_code == 403
        contributor.logout()
        assert client.get(page(published)).status_code == 302
        assert client.post(page(published), {"name": "Ministry"}).status_code == 302

    @pytest.mark.parametrize("name", ["", " ", "\0", "M" * 300])
    def test_nonsense_adds_none(self, editor, draft, name):
        assert send(editor, draft, name=name).status_code == 400
        assert draft.publisher is None


class TestLikelyPublishers:
    @pytest.mark.parametrize("typed", ["MINISTERE DES ARMEES", "ministère des armées", "Minarm"])
    def test_capitals_accents_and_aliases_do_not_matter(self, typed):
        ministry = make_publisher("Ministère des Armées")
        Publisher.objects.filter(pk=ministry.pk).update(aliases=["MINARM"])
        assert surely_meant(likely_publishers(typed)) == ministry

    def test_the_line_of_a_letterhead_proposes_it_with_one_click(self, editor, draft):
        ministry = make_publisher("Ministero della Difesa")
        stated = {"publisher_stated": {"value": "MINISTERO DELLA DIFESA", "origin": "letterhead"}}
        Document.objects.filter(pk=draft.pk).update(provenance=stated)
        html = editor.get(review(draft)).content.decode()
        assert f'name="publisher" value="{ministry.pk}"' in html and "is the publisher" in html


@pytest.fixture
def twins():
    """Two entries of one ministry, each with a public document."""
    kept, merged = make_publisher("Ministry of Defence"), make_publisher("MoD")
    for each in (kept, merged):
        document = make_document("We met at sea.", publisher=each, title=f"By {each}")
        document.publish()
    return kept, merged


class TestMadeOne:
    def test_documents_move_and_move_back(self, twins):
        kept, merged = twins
        done = merge(merged, kept, None)
        kept.refresh_from_db()
        assert (kept.documents.count(), merged.documents.count(), kept.aliases) == (2, 0, ["MoD"])
        undo(done)
        kept.refresh_from_db()
        assert (kept.documents.count(), merged.documents.count(), kept.aliases) == (1, 1, [])
        with pytest.raises(MergeRefusedError):
            undo(done)

    def test_sources_that_are_watched_move_too_and_move_back(self, editor, twins):
        kept, merged = twins
        source = WatchedSource.objects.create(
            name="Quist Press",
            address="https://quist.example/feed",
            publisher=merged,
            added_by=User.objects.get(username="astrid"),
        )
        done = merge(merged, kept, None)
        source.refresh_from_db()
        assert source.publisher == kept
        html = editor.get(reverse("admin:statements_watchedsource_add")).content.decode()
        assert f'<option value="{merged.pk}"' not in html and f'<option value="{kept.pk}"' in html
        undo(done)
        source.refresh_from_db()
        assert source.publisher == merged

    def test_a_merge_from_before_sources_were_watched_is_undone_as_well(self, twins):
        kept, merged = twins
        done = merge(merged, kept, None)
        del done.moved["WatchedSource"]
        done.save()
        undo(done)
        assert merged.documents.count() == 1

    def test_old_addresses_filters_and_fields_go_on_working(self, client, twins):
        kept, merged = twins
        merge(merged, kept, None)
        assert client.get("/documents/?publisher=mod").context["total"] == 2
        assert client.get("/documents/?publisher=mod&publisher=ministry-of-defence").context["total"] == 2
        assert (
            client.get("/documents/?publisher=-mod").context["total"]
            == (client.get("/documents/?publisher=-ministry-of-defence").context["total"])
        )
        assert client.get("/search/?q=sea+publisher:mod").context["total"] == 2
        assert client.get("/api/documents?publisher=mod").status_code == 200
        assert [each["slug"] for each in client.get("/api/publishers").json()["items"]].count("mod") == 0
        assert client.get("/documents/feed.atom?publisher=mod").status_code == 200

    def test_published_versions_keep_the_name(self, client, twins):
        kept, merged = twins
        document = merged.documents.get()
        merge(merged, kept, None)
        assert document.revisions.get().content["publisher"] == "MoD"
        assert b"<span>MoD</span>" in client.get(f"{document.get_absolute_url()}?v=1").content

    def test_imports_that_know_the_old_name_find_the_one_that_was_kept(self, twins, tmp_path):
        kept, merged = twins
        merge(merged, kept, None)
        names = Names()
        names.learn([], ["MoD"])
        assert names.publishers["MoD"] == kept
        row = {"id": "1", "language": "en", "date": "2024-02-03", "kind": "speech", "title": "T", "speakers": []}
        line = json.dumps({**row, "publisher": "MoD", "text": "We met the allies at the dock."})
        (tmp_path / "rows.jsonl").write_text(line, encoding="utf-8")
        out = StringIO()
        try:
            call_command("import_statements", tmp_path / "rows.jsonl", stdout=out)
        except CommandError:
            pytest.fail(out.getvalue())
        assert Document.objects.get(title="T").publisher == kept
        assert Publisher.objects.called("mod") == [kept]

    def test_one_that_was_merged_is_offered_nowhere(self, editor, twins, draft):
        kept, merged = twins
        merge(merged, kept, None)
        assert [each.entry for each in likely_publishers("MoD")] == [kept]
        html = editor.get(review(draft)).content.decode()
        assert f'<option value="{merged.pk}"' not in html and f'<option value="{kept.pk}"' in html

    def test_the_page_merges_and_separates(self, editor, twins):
        kept, merged = twins
        address = reverse("admin:statements_publisher_merge", args=[merged.pk])
        assert "1 documents" in " ".join(editor.get(address).content.decode().split())
        editor.post(address, {"do": "merge", "name": "ministry of defence"})
        merged.refresh_from_db()
        assert merged.merged_into == kept
        done = PublisherMerge.objects.get()
        html = editor.get(address).content.decode()
        assert "was merged into" in html
        editor.post(address, {"do": "undo", "merge": done.pk})
        merged.refresh_from_db()
        assert merged.merged_into is None

    @pytest.mark.parametrize("sent", [{"name": "MoD"}, {"name": "nobody"}, {"name": "\0"}, {"kept": "x"}, {}])
    def test_nonsense_merges_nothing(self, editor, twins, sent):
        _, merged = twins
        editor.post(reverse("admin:statements_publisher_merge", args=[merged.pk]), {"do": "merge", **sent})
        assert not PublisherMerge.objects.exists()

    def test_contributors_merge_nothing(self, contributor, twins):
        _, merged = twins
        assert contributor.get(reverse("admin:statements_publisher_merge", args=[merged.pk])).status_code == 403
