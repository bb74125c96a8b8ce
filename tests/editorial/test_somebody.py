"""Who is it? The dialogue of the review: likely people first, somebody new only after a second look."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from statements.citing.names import Name
from statements.dates import parse_edtf
from statements.editorial.people.likely import find_people, likely_people, surely_meant
from statements.editorial.workflow import log_of
from statements.models import Office, Speaker
from tests.cast import make_document, make_speaker
from tests.editorial.test_desk import contributor, do, editor, review, signed_in

__all__ = ["contributor", "editor"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_document("MS. QUIST: We met at sea.", "MR. DAHL: We did.", status="draft", date="2024-03-01")


def page(document):
    return reverse("admin:statements_document_somebody", args=[document.pk])


def send(client, document, **typed):
    """Press the button of the form for somebody new; the browser sends it on to the review, if all is well."""
    document.refresh_from_db()
    facts = {"do": "new-speaker", "what": "person", "role": "speaker", "seen": document.updated.isoformat(), **typed}
    response = client.post(page(document), facts, follow=True)
    document.refresh_from_db()
    return response


class TestLikelyPeople:
    @pytest.fixture
    def elise(self):
        elise = make_speaker("Élise Forêt-Łoś")
        Speaker.objects.filter(pk=elise.pk).update(aliases=["la Générale"])
        return elise

    @pytest.mark.parametrize(
        "typed",
        ["Elise Foret-Los", "ÉLISE FORÊT-ŁOŚ", "foret-los", "Forêt-Łoś, Élise", "Mme Foret-Łos", "La Generale"],
    )
    def test_capitals_accents_order_titles_and_aliases_do_not_matter(self, elise, typed):
        assert surely_meant(likely_people(typed)) == elise

    def test_a_slip_finds_somebody_who_is_not_sure(self, elise):
        found = likely_people("Elise Fore-Los")
        assert [each.entry for each in found] == [elise]
        assert surely_meant(found) is None

    def test_an_office_finds_who_held_it_that_day(self):
        jens = Speaker.objects.get(slug="jens-stoltenberg")
        later = make_speaker("Mark Rutte")
        Office.objects.filter(speaker=jens).delete()
        Office.objects.create(
            speaker=jens, title_en="Secretary General of NATO", since="2014-10-01", until="2024-10-01"
        )
        Office.objects.create(speaker=later, title_it="Segretario generale della NATO", since="2024-10-01")
        for day, typed, name in (
            ("2022-03-01", "the Secretary General", "Jens Stoltenberg"),
            ("2025-03-01", "il Segretario Generale", "Mark Rutte"),
        ):
            assert [each.entry.name for each in likely_people(typed, parse_edtf(day))] == [name]
        assert likely_people("the Secretary General", parse_edtf("2024")) == []

    def test_whoever_was_merged_is_not_offered(self, elise):
        Speaker.objects.create(name="Elise Foret-Los", slug="twin", merged_into=elise)
        assert [each.entry for each in likely_people("Elise Foret-Los")] == [elise]

    @pytest.mark.parametrize("typed", ["", " ", "%", "_", "'; DROP TABLE", "\\", "🙂", "x" * 300])
    def test_nonsense_finds_nobody(self, typed):
        assert likely_people(typed, parse_edtf("2024")) == []

    def test_many_names_are_looked_up_in_few_statements(self):
        make_speaker("Ada Quist")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find_people([f"Ada Quist {number}" for number in range(10)])
        assert len(queries) == 3


class TestTheDialogue:
    def test_the_likely_come_first_and_one_click_chooses(self, editor, draft):
        ada = make_speaker("Ada Quist")
        html = editor.get(page(draft), {"name": "quist", "role": "quoted"}).content.decode()
        assert f'name="speaker" value="{ada.pk}">Ada Quist</button>' in html
        assert '<option value="quoted" selected>' in html
        do(editor, draft, "take-part", speaker=ada.pk, role="quoted")
        assert draft.participations.get().role == "quoted"

    def test_an_office_is_found_by_whichever_way_it_is_typed(self, editor, draft):
        jens = Speaker.objects.get(slug="jens-stoltenberg")
        Office.objects.filter(speaker=jens).delete()
        Office.objects.create(speaker=jens, title_en="Secretary General of NATO", since="2014-10-01")
        html = send(editor, draft, name="Secretary General of NATO").content.decode()
        assert "may be Jens Stoltenberg" in html
        assert not Speaker.objects.filter(name__startswith="Secretary").exists()
        do(editor, draft, "take-part", name="the Secretary General", role="quoted")
        assert draft.participations.get().speaker == jens

    def test_somebody_new_has_a_family_name_where_one_was_typed_and_an_office(self, editor, draft):
        html = editor.get(page(draft), {"name": "Rossi, Maria"}).content.decode()
        assert 'value="Maria Rossi"' in html and 'name="family_name" value="Rossi"' in html
        names = {"name": "Maria Rossi", "family_name": "Rossi", "given_name": "Maria"}
        send(editor, draft, **names, office="Harbour master", since="3 May 2023", until="")
        maria = draft.participations.get().speaker
        assert (maria.name, maria.sort_name, maria.proposed) == ("Maria Rossi", "Rossi, Maria", False)
        assert [(each.title_en, str(each.since)) for each in maria.offices.all()] == [("Harbour master", "2023-05-03")]
        assert "Maria Rossi takes part as speaker." in [each.get_change_message() for each in log_of(draft)]

    @pytest.mark.parametrize(
        "name", ["Xi Jinping", "King Letsie III", "Ursula von der Leyen", "Ministero della Difesa"]
    )
    def test_a_name_is_never_turned_round_by_guesswork(self, editor, draft, name):
        html = editor.get(page(draft), {"name": name}).content.decode()
        assert 'name="family_name" maxlength' in html.replace('name="family_name" value=""', 'name="family_name"')
        send(editor, draft, name=name)
        made = Speaker.objects.get(name=name)
        assert made.sort_name == ""
        assert Name(made.name, made.sort_name).inverted == name
        assert list(Speaker.objects.filter(pk=made.pk).order_by()) == [made]

    def test_the_given_and_the_family_name_make_the_name_where_it_is_empty(self, editor, draft):
        send(editor, draft, name="", family_name="von der Leyen", given_name="Ursula")
        assert (draft.participations.get().speaker.name, draft.participations.get().speaker.sort_name) == (
            "Ursula von der Leyen",
            "von der Leyen, Ursula",
        )

    def test_a_body_has_no_family_name(self, editor, draft):
        send(editor, draft, name="Port of Oslo", what="body", family_name="Oslo", given_name="Port of")
        port = draft.participations.get().speaker
        assert (port.collective, port.sort_name) == (True, "")

    def test_whoever_is_nearly_called_so_is_shown_once_more(self, editor, draft):
        guido = make_speaker("Guido Crosetto")
        before = Speaker.objects.count()
        response = send(editor, draft, name="Guido Crosett")
        html = response.content.decode()
        assert response.status_code == 400
        assert "Guido Crosett may be Guido Crosetto" in html
        assert f'name="speaker" value="{guido.pk}">Guido Crosetto</button>' in html
        assert Speaker.objects.count() == before
        assert 'name="sure" value="Guido Crosett"' in html
        send(editor, draft, name="Guido Crosett", sure="Guido Crosett")
        assert draft.participations.get().speaker.name == "Guido Crosett"

    def test_a_second_look_at_one_name_is_none_at_another(self, editor, draft):
        make_speaker("Guido Crosetto")
        assert send(editor, draft, name="Guido Crosetti", sure="Somebody else").status_code == 400

    def test_the_step_itself_looks_again(self, editor, draft):
        make_speaker("Guido Crosetto")
        html = do(editor, draft, "new-speaker", name="Guido Crosett", what="person", role="speaker").content.decode()
        assert "may be Guido Crosetto" in html
        assert not draft.participations.exists()

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ({"name": " "}, "Type the name"),
            ({"name": "Ada Quist", "given_name": "Ada"}, "Type the family name too"),
            ({"name": "Ada Quist", "family_name": "Dahl", "given_name": "Ada"}, "This is no part of the name above"),
            ({"name": "Ada Quist", "family_name": "Quist, A", "given_name": "Ada"}, "without a comma"),
            ({"name": "Ada Quist", "office": "Master", "since": "2024-01-02", "until": "2023-01-02"}, "before it ends"),
            ({"name": "Ada Quist", "since": "3 May 2023"}, "Type the office"),
            ({"name": "Ada Quist", "office": "Master", "since": "03/04/2024"}, "This may be two dates"),
            ({"name": "Ada Quist", "what": "ghost"}, "Select a valid choice"),
            ({"name": "A\0da"}, "Null characters"),
            ({"name": "A" * 300}, "at most 200 characters"),
            ({"name": "Jens Stoltenberg", "sure": "Jens Stoltenberg"}, "somebody of exactly this name"),
        ],
    )
    def test_what_does_not_fit_is_said_and_adds_nobody(self, editor, draft, typed, reason):
        before = Speaker.objects.count()
        response = send(editor, draft, **typed)
        assert response.status_code == 400
        assert reason in response.content.decode()
        assert Speaker.objects.count() == before

    def test_facts_that_were_typed_come_along(self, editor, draft):
        facts = {"fact-title": "Remarks at the pier", "fact-language": "en", "fact-kind": "speech"}
        html = send(editor, draft, name="", **facts).content.decode()
        assert '<input type="hidden" name="fact-title" value="Remarks at the pier">' in html
        send(editor, draft, name="Ada Quist", **facts)
        assert (draft.title, draft.participations.count()) == ("Remarks at the pier", 1)

    def test_turns_go_to_somebody_new(self, editor, draft):
        html = editor.get(page(draft), {"name": "Quist", "label": "MS. QUIST"}).content.decode()
        assert "All turns of MS. QUIST" not in html  # nobody is likely yet
        send(editor, draft, name="Ada Quist", label="MS. QUIST")
        assert draft.paragraphs.get(position=1).speaker.name == "Ada Quist"

    def test_what_somebody_else_changed_meanwhile_is_told_and_nobody_is_added(self, editor, draft):
        assert send(editor, draft, name="Ada Quist", seen="2020-01-01T00:00:00+00:00").status_code == 409
        assert not Speaker.objects.filter(name="Ada Quist").exists()

    def test_markup_in_a_name_is_text(self, editor, draft):
        html = editor.get(page(draft), {"name": '"><script>alert(1)</script>', "label": "<i>"}).content.decode()
        assert "<script>alert(1)" not in html and "<i>" not in html

    def test_strangers_are_sent_to_sign_in_and_contributors_leave_what_is_published_alone(self, client, contributor):
        published = make_document("We met.")
        published.publish()
        assert contributor.get(page(published)).status_code == 403
        assert send(contributor, published, name="Ada Quist").status_code == 403
        contributor.logout()
        assert client.get(page(published)).status_code == 302


class TestWhoIsSure:
    TITLE = "Remarks by President Quist and President Dahl of Utopia"

    def test_one_click_lets_all_take_part_who_are_surely_meant(self, editor):
        ada, bo = make_speaker("Ada Quist"), make_speaker("Bo Dahl")
        draft = make_document("We met.", status="draft", title=self.TITLE)
        html = editor.get(review(draft)).content.decode()
        assert "These take part" in html
        do(editor, draft, "take-part-all", speaker=[ada.pk, bo.pk])
        assert set(draft.participations.values_list("speaker", "role")) == {(ada.pk, "speaker"), (bo.pk, "speaker")}
        html = do(editor, draft, "take-part-all", speaker=[ada.pk, bo.pk]).content.decode()
        assert "They take part already" in html

    def test_only_those_who_stood_on_the_button_take_part(self, editor):
        ada = make_speaker("Ada Quist")
        make_speaker("Bo Dahl")
        draft = make_document("We met.", status="draft", title=self.TITLE)
        do(editor, draft, "take-part-all", speaker=[ada.pk, 10**30, "x"])
        assert [each.speaker for each in draft.participations.all()] == [ada]

    def test_two_of_one_family_name_are_not_sure(self, editor):
        for name in ("Ada Quist", "Carla Quist", "Bo Dahl"):
            make_speaker(name)
        draft = make_document("We met.", status="draft", title=self.TITLE)
        assert "These take part" not in editor.get(review(draft)).content.decode()


class TestWhoIsProposed:
    def test_a_contributor_adds_somebody_whom_an_editor_confirms_by_publishing(self, contributor):
        draft = make_document("We met.", status="draft")
        send(contributor, draft, name="Ada Quist")
        ada = Speaker.objects.get(name="Ada Quist")
        assert ada.proposed
        assert "new in the archive" in contributor.get(review(draft)).content.decode()
        editor = signed_in(contributor, "astrid", "editor")
        assert "Ada Quist is new in the archive" in editor.get(review(draft)).content.decode()
        do(editor, draft, "publish")
        ada.refresh_from_db()
        assert (draft.status, ada.proposed) == ("published", False)

    def test_the_page_of_a_speaker_lists_her_documents_with_their_status(self, editor):
        draft = make_document("We met.", status="draft", title="At the pier", speakers={"Ada Quist": "speaker"})
        make_document("We met.", title="At the dock", speakers={"Ada Quist": "quoted"})
        address = reverse("admin:statements_speaker_change", args=[make_speaker("Ada Quist").pk])
        html = editor.get(address).content.decode()
        assert "2 documents" in html and "At the dock" in html and "<td>draft</td>" in html
        assert review(draft) in html
