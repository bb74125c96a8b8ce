"""Who says the words: searches by speaker, counted again here from the texts themselves."""

import re
from collections import defaultdict
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from statements.models import Document, Paragraph, Participation, Quotation, Utterance, snapshot
from statements.search.memory import archive_state
from statements.search.results import find, marks_in
from statements.search.selection import select
from statements.search.words import plain_words
from tests.cast import make_document, make_speaker
from tests.search.searching import asked, found

pytestmark = pytest.mark.django_db


def turn(document, position, name):
    document.paragraphs.filter(position=position).update(speaker=make_speaker(name))


def quote(document, position, name, words):
    paragraph = document.paragraphs.get(position=position)
    start = paragraph.text.index(words)
    return Quotation.objects.create(
        paragraph=paragraph, speaker=make_speaker(name), start=start, end=start + len(words)
    )


def utterances():
    return {
        (each.document_id, each.speaker_id): (each.forms, each.size)
        for each in Utterance.objects.order_by("document", "speaker")
    }


class TestWhoseWordsTheyAre:
    def test_those_of_a_turn_are_said_by_whose_turn_it_is_and_by_nobody_beside_her(self):
        document = make_document("The heron.", "The jetty.", speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"})
        turn(document, 1, "Ada Quist")
        turn(document, 2, "Jens Holm")
        assert found("said:quist heron") == found("said:holm jetty") == {document.external_id}
        assert found("said:quist jetty") == found("said:holm heron") == set()

    @pytest.mark.parametrize("role", ["author", "speaker"])
    def test_a_text_without_turns_is_said_by_its_author_or_its_only_speaker(self, role):
        document = make_document("The heron.", speakers={"Ada Quist": role, "Jens Holm": "mentioned"})
        assert found("said:quist heron") == {document.external_id}
        assert found("said:holm heron") == set()

    def test_of_two_speakers_without_turns_neither_says_it_and_of_two_authors_both_do(self):
        make_document("The heron.", speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"})
        joint = make_document("The oboe.", speakers={"Ada Quist": "author", "Jens Holm": "author"})
        assert found("said:quist heron") == found("said:holm heron") == set()
        assert found("said:quist oboe") == found("said:holm oboe") == {joint.external_id}

    @pytest.mark.parametrize("role", ["quoted", "interlocutor", "mentioned"])
    def test_who_is_only_named_says_nothing(self, role):
        make_document("The heron.", speakers={"Ada Quist": role})
        assert found("said:quist heron") == found("said:quist") == set()

    def test_where_a_text_has_turns_what_is_in_none_is_nobodys(self):
        document = make_document("The heron?", "The jetty.", speakers={"Ada Quist": "speaker"})
        turn(document, 2, "Ada Quist")
        assert found("said:quist jetty") == {document.external_id}
        assert found("said:quist heron") == set()

    def test_quoted_words_are_said_by_who_is_quoted_and_not_by_who_quotes_them(self):
        text = "As Holm put it, the heron waits. I agree about the jetty."
        document = make_document(text, speakers={"Ada Quist": "author", "Jens Holm": "quoted"})
        quote(document, 1, "Jens Holm", "the heron waits")
        assert found("said:holm heron") == found("said:quist jetty") == {document.external_id}
        assert found("said:holm jetty") == found("said:quist heron") == set()

    def test_her_own_quotation_in_her_own_text_is_hers_once(self):
        document = make_document("I said then: the heron waits.", speakers={"Ada Quist": "author"})
        quote(document, 1, "Ada Quist", "the heron waits")
        assert found('said:quist "then the heron"') == {document.external_id}
        assert Utterance.objects.get(document=document).size == 6

    def test_titles_and_stage_directions_are_said_by_nobody(self):
        document = make_document("(Applause)", "The jetty.", title="Heron", speakers={"Ada Quist": "speaker"})
        document.paragraphs.filter(position=1).update(kind="stage-direction")
        assert found("said:quist applause") == found("said:quist heron") == set()
        assert found("said:quist jetty") == {document.external_id}


class TestTheWordsOfTheQuery:
    @pytest.fixture
    def transcript(self):
        texts = ("The herons fly over every jetty.", "No oboe was heard.", "Every jetty has a heron, over.")
        document = make_document(*texts, speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"})
        turn(document, 1, "Ada Quist")
        turn(document, 2, "Jens Holm")
        turn(document, 3, "Ada Quist")
        return document

    @pytest.mark.parametrize(
        "typed",
        [
            "said:quist heron",
            "said:quist heron jetty",
            'said:quist "every jetty"',
            "said:quist heron NEAR/4 jetty",
            "said:quist jett*",
            "said:quist (oboe OR heron)",
            "said:quist heron -oboe",
            "(said:quist OR said:holm) heron",
            "heron -said:holm",
            "(said:quist heron) (said:holm oboe)",
            'said:"Ada Quist" heron',
            "said:quist role:speaker heron",
            "said:quist date:2024-03 heron language:en",
            "said:quist OR said:nobody",
            "SAID:quist heron",
        ],
    )
    def test_are_asked_of_what_she_says(self, transcript, typed):
        assert found(typed) == {transcript.external_id}

    @pytest.mark.parametrize(
        "typed",
        [
            "said:quist oboe",
            "said:quist heron oboe",
            'said:quist "oboe was"',
            'said:quist "fly over every jetty no"',
            "said:quist -heron",
            "said:holm heron",
            "heron -said:quist",
            "(said:quist oboe) (said:holm heron)",
            "said:nobody heron",
            "said:quist role:author heron",
            "said:quist date:2023 heron",
            "said:quist said:holm heron",
        ],
    )
    def test_are_not_asked_of_what_others_say(self, transcript, typed):
        assert found(typed) == set()

    def test_a_row_of_words_is_found_at_the_end_of_a_very_long_turn_in_which_others_are_quoted(self):
        text = f"Holm said: silver pike. {'the heron and the jetty ' * 5_000} golden carp"
        document = make_document(text, speakers={"Ada Quist": "author", "Jens Holm": "quoted"})
        quote(document, 1, "Jens Holm", "silver pike")
        assert found('said:quist "golden carp"') == found('said:holm "silver pike"') == {document.external_id}
        assert found('said:quist "silver pike"') == found('said:holm "golden carp"') == set()

    def test_a_row_does_not_reach_over_what_somebody_else_is_quoted_with(self):
        document = make_document("The heron «oboe» flies.", speakers={"Ada Quist": "author"})
        quote(document, 1, "Jens Holm", "oboe")
        assert found('said:quist "heron flies"') == found('said:quist "heron oboe"') == set()
        assert found("said:quist heron flies") == {document.external_id}


class TestRoles:
    def test_a_role_is_that_of_the_person_beside_it(self):
        quoted = make_document("A.", speakers={"Ada Quist": "quoted", "Jens Holm": "speaker"})
        speaking = make_document("B.", speakers={"Ada Quist": "speaker", "Jens Holm": "quoted"})
        assert found("speaker:quist role:quoted") == found("quoted:quist") == {quoted.external_id}
        assert found("speaker:quist role:speaker") == {speaking.external_id}
        assert found("speaker:quist -role:quoted") == {speaking.external_id}
        assert found("speaker:quist (role:quoted OR role:speaker)") == {quoted.external_id, speaking.external_id}

    def test_a_role_alone_is_anybodys_and_an_unknown_one_is_named(self):
        interlocutor = make_document("A.", speakers={"Ada Quist": "interlocutor"})
        assert interlocutor.external_id in found("role:interlocutor")
        selection = select(asked("q=role:king+heron"), archive_state())
        assert "role:king" in selection.query.repairs[0]
        assert "interlocutor" in selection.query.repairs[0]


def said_again():
    """Who says which words of which document: {(document, speaker): words}."""
    return {key: set(plain_words(text)) for key, text in read_again().items()}


def read_again():
    """What each speaker says in a document, letter by letter, from the rows of the archive alone: {(document, speaker):
    text}. What others say between stands in it as bars."""
    says = defaultdict(list)
    for document in Document.objects.all():
        turns = document.paragraphs.exclude(speaker=None).exists()
        parts = list(Participation.objects.filter(document=document))
        speakers = {each.speaker_id for each in parts if each.role == "speaker"}
        narrators = {each.speaker_id for each in parts if each.role == "author"}
        narrators |= speakers if len(speakers) == 1 else set()
        for paragraph in document.paragraphs.exclude(kind="stage-direction").prefetch_related("quotations"):
            own = {paragraph.speaker_id} - {None} or (set() if turns else narrators)
            quotations = list(paragraph.quotations.all())
            for sayer in own | {each.speaker_id for each in quotations}:
                says[document.pk, sayer].append(letters_of(paragraph.text, sayer, sayer in own, quotations))
    return {key: "|".join(texts) for key, texts in says.items()}


def size_of(text):
    """How many words such a text has: what stands between spaces or bars and is not only signs."""
    return sum(any(map(str.isalnum, part)) for part in re.split(r"[\s|]", text))


def letters_of(text, sayer, owns, quotations):
    """What somebody says in a paragraph: letter by letter, who says it."""
    mine = [owns] * len(text)
    for each in quotations:
        if owns and each.speaker_id == sayer:
            continue
        for place in range(each.start, each.end):
            mine[place] = each.speaker_id == sayer
    return "".join(letter if own else "|" for letter, own in zip(text, mine, strict=True))


def counted_again(word, said):
    """In how many published documents each speaker says a word. said: who says which words of which document."""
    counts = defaultdict(int)
    published = set(Document.objects.published().values_list("pk", flat=True))
    for (document, speaker), words in said.items():
        counts[speaker] += word in words and document in published
    return {str(speaker): count for speaker, count in counts.items() if count}


@pytest.mark.parametrize("word", ["ucraina", "nato", "ukraine", "alleanza", "difesa", "the", "e", "sicurezza"])
def test_the_seeds_are_counted_as_when_they_are_read_letter_by_letter(word):
    counts = select(asked(f'q="{word}"&extend=no'), archive_state()).tally.counts["said"]
    assert counts == counted_again(word, said_again())
    for speaker, count in counts.items():
        slug = Utterance.objects.filter(speaker=speaker).values_list("speaker__slug", flat=True)[0]
        for address in (f'q="{word}"&extend=no&said={slug}', f'q=said:{slug}+"{word}"&extend=no'):
            assert select(asked(address), archive_state()).tally.total == count


PEOPLE = ("Ada Quist", "Jens Holm", "Bo Lind")
WORDS = ("heron", "jetty", "oboe", "pike")


@pytest.mark.slow
@given(st.data())
def test_whatever_is_attributed_to_whom_is_counted_as_when_it_is_read_letter_by_letter(data):
    Document.objects.all().delete()  # the seeds, and what an example left behind that was given up
    made = draw_documents(data)
    said = said_again()
    for word in WORDS:
        assert select(asked(f"q={word}&extend=no"), archive_state()).tally.counts["said"] == counted_again(word, said)
    Document.objects.filter(pk__in=[each.pk for each in made]).delete()
    assert not Utterance.objects.filter(document__in=[each.pk for each in made]).exists()


def draw_documents(data, **facts):
    """Two documents in which anybody may say anything."""
    made = [make_document(*data.draw(st.lists(texts(), min_size=1, max_size=3)), **facts) for _ in range(2)]
    for document in made:
        for name in data.draw(st.sets(st.sampled_from(PEOPLE))):
            role = data.draw(st.sampled_from(["author", "speaker", "quoted", "mentioned"]))
            Participation.objects.create(document=document, speaker=make_speaker(name), role=role)
        for paragraph in document.paragraphs.all():
            attribute(paragraph, data)
    return made


def texts():
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


def attribute(paragraph, data):
    name = data.draw(st.sampled_from([None, *PEOPLE]))
    kind = data.draw(st.sampled_from(["body", "body", "stage-direction"]))
    speaker = make_speaker(name) if name else None
    Paragraph.objects.filter(pk=paragraph.pk).update(speaker=speaker, kind=kind)
    words = paragraph.text.split()
    if len(words) > 1 and (by := data.draw(st.sampled_from([None, *PEOPLE]))):
        start = len(words[0]) + 1
        end = start + len(words[1])
        Quotation.objects.create(paragraph=paragraph, speaker=make_speaker(by), start=start, end=end)


class TestItFollowsTheText:
    def test_as_editors_change_turns_texts_kinds_people_and_quotations(self):
        document = make_document("The heron.", "Holm said: the oboe.", speakers={"Ada Quist": "author"})
        assert found("said:quist heron oboe") == {document.external_id}
        mark = quote(document, 2, "Jens Holm", "the oboe")
        assert found("said:quist oboe") == set()
        Quotation.objects.filter(pk=mark.pk).update(start=0)
        assert found("said:quist said") == set()
        mark.delete()
        assert found("said:quist oboe") == {document.external_id}
        turn(document, 1, "Bo Lind")
        assert found("said:lind heron") == {document.external_id}
        assert found("said:quist heron") == found("said:quist oboe") == set()
        document.paragraphs.update(speaker=None)
        Participation.objects.filter(document=document).update(role="mentioned")
        assert found("said:quist oboe") == set()
        Participation.objects.filter(document=document).update(role="speaker")
        assert found("said:quist oboe") == {document.external_id}
        document.paragraphs.filter(position=2).update(text="Holm said: the pike.")
        assert found("said:quist oboe") == set()
        document.paragraphs.filter(position=2).update(kind="stage-direction")
        assert found("said:quist pike") == set()
        Participation.objects.filter(document=document).delete()
        assert found("said:quist heron") == set()

    def test_drafts_and_embargoed_documents_are_in_no_count(self):
        make_document("The heron.", speakers={"Ada Quist": "author"}, status="draft")
        assert select(asked("q=heron"), archive_state()).tally.counts["said"] == {}
        assert found("said:quist heron") == set()

    def test_a_change_of_who_says_it_alone_is_a_new_state_of_the_archive(self):
        document = make_document("The heron.", speakers={"Ada Quist": "quoted"})
        before = archive_state()
        quote(document, 1, "Ada Quist", "The heron")
        assert archive_state() != before

    def test_all_is_as_if_it_were_made_anew(self):
        before = utterances()
        with connection.cursor() as cursor:
            cursor.execute("SELECT archive_utter(array_agg(id)) FROM statements_document")
        assert utterances() == before


class TestEveryHitSaysWhoSaysIt:
    def sayers(self, typed, **filters):
        results = find(asked(urlencode({"q": typed, "extend": "no", **filters}, doseq=True)))
        return [
            (snippet.paragraph.text, [(each.name, each.quoted, each.titles) for each in snippet.sayers])
            for hit in results.hits
            for snippet in hit.snippets
        ]

    def test_whose_turn_it_is_whose_text_and_who_is_quoted(self):
        document = make_document("The heron.", "A jetty heron.", speakers={"Ada Quist": "speaker"})
        turn(document, 2, "Ada Quist")
        report = make_document("Holm said: a heron.", "A heron, they say.", date="2020")
        quote(report, 1, "Jens Holm", "a heron")
        essay = make_document("My heron.", speakers={"Bo Lind": "author"}, date="")
        assert dict(self.sayers("heron")) == {
            "The heron.": [],
            "A jetty heron.": [("Ada Quist", False, ())],
            "Holm said: a heron.": [("Jens Holm", True, ())],
            "A heron, they say.": [],
            "My heron.": [("Bo Lind", False, ())],
        }
        assert essay.pk

    def test_the_office_is_one_held_on_every_day_of_the_date(self):
        for name, date in (("Ada Quist", "2024-03"), ("Jens Holm", "2024")):
            make_document(f"The heron of {name}.", date=date, speakers={name: "author"})
            make_speaker(name).offices.create(title_en="Harbour master", since="2024-01-01", until="2024-12-01")
        assert dict(self.sayers("heron")) == {
            "The heron of Ada Quist.": [("Ada Quist", False, ("Harbour master",))],
            "The heron of Jens Holm.": [("Jens Holm", False, ())],
        }

    def test_one_paragraph_has_words_of_several(self):
        document = make_document("The heron and «a heron» and «one more heron».", speakers={"Ada Quist": "author"})
        quote(document, 1, "Jens Holm", "a heron")
        quote(document, 1, "Bo Lind", "one more heron")
        [(_, everybody)] = self.sayers("heron")
        assert everybody == [("Ada Quist", False, ()), ("Jens Holm", True, ()), ("Bo Lind", True, ())]
        [(_, only)] = self.sayers("said:lind heron")
        assert only == [("Bo Lind", True, ())]

    @pytest.mark.parametrize("how", [{"typed": "said:quist heron"}, {"typed": "heron", "said": "ada-quist"}])
    def test_only_what_she_says_is_shown_and_marked(self, how):
        texts = ["The heron, the heron, the heron."] * 5 + [
            "A far and quiet heron.",
            "«The heron» is no heron of mine.",
        ]
        document = make_document(*texts, speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"})
        for position in range(1, 6):
            turn(document, position, "Jens Holm")
        turn(document, 6, "Ada Quist")
        turn(document, 7, "Ada Quist")
        quote(document, 7, "Jens Holm", "The heron")
        [hit] = find(asked(urlencode({"q": how["typed"], **({"said": how["said"]} if "said" in how else {})}))).hits
        assert [snippet.paragraph.position for snippet in hit.snippets] == [6, 7]
        assert [len(snippet.marks) for snippet in hit.snippets] == [1, 1]
        assert hit.snippets[1].marks[0][0] > 12

    def test_the_best_first_is_where_she_says_it_most(self):
        long = make_document("Heron heron heron heron.", "Something else.", speakers={"Jens Holm": "speaker"})
        turn(long, 1, "Jens Holm")
        turn(long, 2, "Ada Quist")
        Paragraph.objects.filter(document=long, position=2).update(text="One heron and many other words of mine.")
        short = make_document("The heron, my heron.", speakers={"Ada Quist": "author"})
        hits = find(asked("q=said:quist+heron")).hits
        assert [hit.document for hit in hits] == [short, long]


class TestOnThePageOfADocument:
    @pytest.mark.parametrize("address", ["q=said:quist+heron", "q=heron&said=ada-quist"])
    def test_a_search_for_what_she_says_marks_nothing_else(self, client, address):
        texts = ("The heron.", "My heron, and «your heron».", "No heron.")
        document = make_document(*texts, speakers={"Ada Quist": "speaker", "Jens Holm": "speaker"})
        turn(document, 1, "Jens Holm")
        turn(document, 2, "Ada Quist")
        quote(document, 2, "Jens Holm", "your heron")
        document.publish()
        page = client.get(f"/search/?{address}").content.decode()
        [link] = set(re.findall(rf'href="{document.get_absolute_url()}(\?[^"#]+)#', page))
        found_there = client.get(document.get_absolute_url() + unescape(link)).content.decode()
        assert found_there.count("<mark") == 1
        assert re.search(r"My <mark[^>]*>heron</mark>, and", found_there)

    def test_what_is_marked_is_what_is_found_whoever_says_it(self):
        document = make_document("The heron «heron».", "A heron.", speakers={"Ada Quist": "author"})
        quote(document, 1, "Jens Holm", "heron»")
        content = snapshot(document)
        first, second = (row.key for row in content.paragraphs)
        assert marks_in(content, "said:quist heron", spellings=False) == {first: [(4, 9)], second: [(2, 7)]}
        assert marks_in(content, "said:holm heron", spellings=False) == {first: [(11, 16)]}
        assert marks_in(content, "said:nobody heron", spellings=False) == {}


def test_nobody_says_a_title_so_none_is_marked(client):
    make_document("A heron.", title="A heron at sea", speakers={"Ada Quist": "author"})
    for query in ("q=said:quist+heron", "q=heron&said=ada-quist"):
        html = client.get(f"/search/?{query}").content.decode()
        assert "A heron at sea</a>" in html and "A <mark>heron</mark>." in html
        assert client.get(f"/api/search?{query}").json()["results"][0]["title_marks"] == []
    assert "A <mark>heron</mark> at sea</a>" in client.get("/search/?q=heron").content.decode()


TRANSCRIPT = ("Q Will the heron stay?", "MS. QUIST: It will.", "Q: Thank you.")
HERS = [
    ("THE MINISTER: A heron.", "THE MINISTER: It stays.", "THE MINISTER: Thank you."),
    ("NOTE: A heron.", "BACKGROUND: It stays.", "Thank you."),
    ("Question of a heron.", "Q8 is no question.", "NATO stays.", "A: heron."),
    ("11 A.M. EDT THE MINISTER: A heron. THE MINISTER: It stays. (Laughter.) THE MINISTER: Thank you.",),
    ("Question: will the heron stay?", "Answer: it will.", "The pier: new.", "For sailors: a lamp."),
    ("Article 1: the heron.", "Article 2: the pier.", "Article 3: the lamp.", "At 10:30 HTTPS://pier.example, 11:15."),
    ("One thing: the heron.", "One thing: the pier.", "One thing: the lamp."),
    ("The heron of NATO: it stays, and that of the EU: it goes; the third pier of ROME: new.",),
]


def make_talk(*texts):
    return make_document(*texts, title="Talk", speakers={"Ada Quist": "speaker"})


def test_nobody_is_given_a_transcript_whose_turns_nobody_told_apart(client):
    document = make_talk(*TRANSCRIPT)
    document.publish()
    assert not document.utterances.exists()
    [(_, _, snippets)] = client.get("/search/?q=heron").context["hits"]
    assert [each.sayers for each in snippets] == [()]
    assert client.get("/search/?q=said:quist+heron").context["total"] == 0
    assert snapshot(document).narrators == ()
    document.paragraphs.filter(position=1).update(text="A question: will the heron stay?")
    assert [each.speaker.name for each in document.utterances.all()] == ["Ada Quist"]


@pytest.mark.parametrize(
    "texts",
    [
        ("LA MINISTRE\u00a0: Un héron.", "QUESTION\u00a0: Restera-t-il\u202f?", "LA MINISTRE\u202f: Il restera."),
        ("Domanda: Resterà?", "Ministra Quist: Resterà.", "Domanda: E il molo?", "Ministra Quist: Anche."),
        ("Domanda 1: Resterà?", "Quist: Resterà.", "Giornalista (ANSA): Dove?", "Quist: Qui.", "Domanda 2: E il molo?"),
        ("Q: Will it stay?", "A: It will.", "Q: And the pier?", "A: That, too."),
        ("D: Resterà? R: Resterà. D: E il molo? R: Anche.",),
        ("Q. Will it stay? It will.", "Q. And the pier? That, too.", "Q. When? Tomorrow."),
        ("LA MINISTRE\u00a0:Un héron.", "QUESTION\u00a0:Restera-t-il\u202f?", "LA MINISTRE\u202f:Il restera."),
        ("QUESTION:\nWill it stay?", "THE MINISTER:\tIt will.", "QUESTION:\nWhen?"),
        (
            "Journaliste\u00a0: Quand\u202f?",
            "Mme Quist\u00a0: Demain.",
            "Journaliste\u00a0: Où\u202f?",
            "Mme Quist\u00a0: Ici.",
        ),
    ],
)
def test_labels_in_french_and_in_small_letters_make_a_transcript(texts):
    document = make_talk(*texts)
    assert not document.utterances.exists()
    assert snapshot(document).narrators == ()


def test_labels_within_long_paragraphs_make_a_transcript_too():
    document = make_talk("2:55 P.M. EDT MS. QUIST:  A heron. Q    Will it stay?  MS. QUIST:  It will.", "Thank you.")
    assert not document.utterances.exists()
    assert snapshot(document).narrators == ()


@pytest.mark.parametrize("texts", HERS)
def test_labels_of_one_person_make_no_transcript(client, texts):
    document = make_talk(*texts)
    assert [each.speaker.name for each in document.utterances.all()] == ["Ada Quist"]
    assert snapshot(document).narrators == ("Ada Quist",)


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    *("Q", " Q ", "MS. O’HARA", "É. D'ÎLE: ", "LE ROI\u00a0: ", "A", ":", ". ", "?", " ", "\u00a0"),
                    *(
                        "\u202f",
                        "\n",
                        "7",
                        "/",
                        "(ANSA)",
                        "Domanda",
                        "heron",
                        "Domanda: ",
                        "Ada Quist\u00a0: ",
                        "Ada Quist: ",
                        "X" * 49,
                        "x" * 49,
                        "×",
                    ),
                ]
            ),
            min_size=1,
            max_size=9,
        ).map("".join),
        min_size=3,
        max_size=6,
    ).filter(lambda texts: all(map(str.strip, texts)))
)
def test_the_database_knows_a_transcript_as_python_does(texts):
    document = make_talk(*texts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive_is_transcript(%s)", [document.pk])
        assert cursor.fetchone() == (snapshot(document).is_transcript,)
