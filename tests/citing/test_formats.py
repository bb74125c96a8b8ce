"""Citations in every format, read back by the libraries that others read them with."""

import json
import re
from dataclasses import replace
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
from pylatexenc.latex2text import LatexNodes2Text

from statements.citing.bibtex import bibtex
from statements.citing.citation import Citation, Translation
from statements.citing.csl import csl_json
from statements.citing.fragments import text_fragment
from statements.citing.metadata import json_ld, meta_tags
from statements.citing.names import Name
from statements.citing.ris import ris
from statements.citing.words import full_citation
from statements.models import Role
from tests.citing.styled import bibliography_texts, reference_texts

HARBOUR_MASTER = {"en": "Harbour Master", "it": "Capitano di porto"}
REMARKS = Citation(
    people=(Name("Ada Quist", "Quist, Ada", titles=(HARBOUR_MASTER,)),),
    title="Remarks at the dock",
    assigned=False,
    kind="speech",
    date="2024-03-01",
    publisher="Port of Oslo",
    location="Oslo",
    reference="PO/7",
    language="en",
    source_url="https://port.example/7",
    address="https://archive.example/documents/remarks/?v=2#p7cj",
    version=2,
    slug="remarks",
    key="p7cj",
    place="4",
    page=2,
)
WHOLE = replace(REMARKS, key="", place="", page=None, address="https://archive.example/documents/remarks/?v=2")
BODY = replace(REMARKS, people=(Name("Heads of State, and Government", "Heads of State, and Government", True),))
NOBODY = replace(REMARKS, people=(), kind="news-report", publisher="Dock & Sons")
ODD_TITLE = 'A {brace}, 100 % & "quotes" — “curly” #1_x ~ \\end $5 <b> è “œ”'
DATES = {  # EDTF: year of BibTeX, date of RIS, date-parts
    "2024-03-01": ("2024", "2024/03/01/", [[2024, 3, 1]]),
    "2022-10": ("2022", "2022/10//", [[2022, 10]]),
    "2023": ("2023", "2023///", [[2023]]),
    "2024-02/2024-05": ("2024", "2024/02//2024-02 – 2024-05", [[2024, 2], [2024, 5]]),
    "2023-12/2024-01": ("2023/2024", "2023/12//2023-12 – 2024-01", [[2023, 12], [2024, 1]]),
    "2024-04-03/2024-04-05": ("2024", "2024/04/03/2024-04-03 – 2024-04-05", [[2024, 4, 3], [2024, 4, 5]]),
    "": (None, None, None),
}


def entry(citation):
    library = bibtexparser.parse_string(bibtex(citation))
    assert not library.failed_blocks
    return {field.key: field.value for field in library.entries[0].fields}


def record(citation):
    [found] = rispy.loads(ris(citation))
    return found


class TestWords:
    def test_each_language_has_its_own_wording(self):
        assert full_citation(REMARKS, "en") == (
            "Ada Quist, Harbour Master, “Remarks at the dock”, speech, Oslo, 1 March 2024, Port of Oslo, PO/7,"
            " para. 4, p. 2. https://archive.example/documents/remarks/?v=2#p7cj"
        )
        assert full_citation(REMARKS, "it").startswith(
            "Ada Quist, Capitano di porto, «Remarks at the dock», discorso, Oslo, 1º marzo 2024, Port of Oslo"
        )
        assert "« Remarks at the dock », discours, Oslo, 1er mars 2024" in full_citation(REMARKS, "fr").replace(
            "\u00a0", " "
        )

    def test_who_is_quoted_has_the_office_of_that_day(self):
        quoting = replace(NOBODY, quoted=(*REMARKS.people, Name("Mia Berg", "Berg, Mia")))
        assert ", para. 4, p. 2, quoting Ada Quist, Harbour Master; Mia Berg. " in full_citation(quoting, "en")
        assert ", che cita Ada Quist, Capitano di porto; Mia Berg. " in full_citation(quoting, "it")
        assert "quoting Ada Quist, Harbour Master; Mia Berg" in entry(quoting)["note"]
        assert "quoting Ada Quist, Harbour Master; Mia Berg" in record(quoting)["notes"][0]

    def test_what_is_not_known_is_not_said(self):
        bare = replace(NOBODY, date="", publisher="", location="", reference="", place="", page=None, kind="other")
        assert full_citation(bare, "en") == f"“Remarks at the dock”, undated. {bare.address}"
        assert "senza data" in full_citation(bare, "it") and "sans date" in full_citation(bare, "fr")

    def test_a_date_is_as_precise_as_it_is_known(self):
        assert ", October 2022," in full_citation(replace(REMARKS, date="2022-10"), "en")
        assert ", février 2024 – mai 2024," in full_citation(replace(REMARKS, date="2024-02/2024-05"), "fr")

    def test_whose_words_are_quoted_is_said(self):
        assert ", para. 4, p. 2, quoting Jens Holm. " in full_citation(
            replace(REMARKS, quoted=(Name("Jens Holm", "Holm, Jens"),)), "en"
        )


class TestBibtex:
    def test_people_and_places_come_back(self):
        found = entry(REMARKS)
        assert found["author"] == "Quist, Ada"
        assert found["title"] == "{Remarks at the dock}"
        assert (found["address"], found["publisher"], found["number"]) == ("Oslo", "Port of Oslo", "PO/7")
        assert found["note"] == "para. 4, p. 2"
        assert found["url"] == REMARKS.address

    def test_a_body_is_no_family_name(self):
        assert entry(BODY)["author"] == "{Heads of State, and Government}"
        assert entry(NOBODY)["author"] == r"{Dock \& Sons}"

    @pytest.mark.parametrize("edtf", DATES)
    def test_dates(self, edtf):
        found = entry(replace(REMARKS, date=edtf))
        assert found.get("year") == DATES[edtf][0]
        assert found.get("date", "") == edtf

    def test_a_title_of_special_letters_comes_back(self):
        title = LatexNodes2Text(keep_comments=True).latex_to_text(entry(replace(REMARKS, title=ODD_TITLE))["title"])
        assert title.replace(" ", "") == ODD_TITLE.replace(" ", "")

    @pytest.mark.parametrize("title", ["a } and a }", "} a {", "{ a"])
    def test_braces_that_do_not_match_are_no_braces_for_bibtex(self, title):
        line = next(line for line in bibtex(replace(REMARKS, title=title)).splitlines() if "title" in line)
        assert line.count("{") == line.count("}")
        assert r"\{" not in line and r"\}" not in line

    def test_styles_print_who_issued_it(self):
        assert entry(REMARKS)["howpublished"] == "Speech, Port of Oslo, Oslo"
        communique = entry(replace(REMARKS, kind="communique"))
        assert (communique["institution"], communique["type"]) == ("Port of Oslo", "Communiqué")
        assert bibtex(replace(REMARKS, kind="communique")).startswith("@techreport{")


class TestRis:
    def test_a_record_comes_back(self):
        found = record(REMARKS)
        assert found["authors"] == ["Quist, Ada"]
        assert (found["title"], found["year"], found["urls"]) == ("Remarks at the dock", "2024", [REMARKS.address])
        assert found["notes"] == ["para. 4, p. 2"]

    def test_an_institution_stands_for_an_author(self):
        assert record(NOBODY)["authors"] == ["Dock & Sons"]
        assert record(NOBODY)["type_of_reference"] == "NEWS"

    @pytest.mark.parametrize("edtf", DATES)
    def test_dates(self, edtf):
        assert record(replace(REMARKS, date=edtf)).get("date") == DATES[edtf][1]

    @pytest.mark.parametrize("edtf", DATES)
    def test_zotero_reads_the_first_day_as_precisely_as_it_is_known(self, edtf):
        """By the pattern of its RIS.js, which has an "other" without a slash; what does not match stays as it is."""
        [date] = [line[6:] for line in ris(replace(REMARKS, date=edtf)).splitlines() if line.startswith("DA")] or [""]
        pattern = r"(\d+)(?:/(\d{0,2})(?:/(\d{0,2})(?:[/\s]([^/]*))?)?)?"
        read = [int(part) for part in re.fullmatch(pattern, date).groups()[:3] if part] if date else None
        assert read == (DATES[edtf][2][0] if edtf else None)

    def test_a_note_has_both_ends_of_an_interval(self):
        assert record(replace(REMARKS, date="2024-04-03/2024-04-05"))["notes"] == [
            "para. 4, p. 2",
            "3 April 2024 – 5 April 2024",
        ]
        assert record(replace(REMARKS, date="2024-04"))["notes"] == ["para. 4, p. 2"]

    def test_no_text_breaks_out_of_its_line(self):
        found = record(replace(REMARKS, title="One\nER  - \r\nAU  - Mallory"))
        assert found["title"] == "One ER - AU - Mallory"
        assert found["authors"] == ["Quist, Ada"]


class TestCsl:
    @pytest.mark.parametrize("edtf", DATES)
    def test_dates(self, edtf):
        assert csl_json(replace(REMARKS, date=edtf)).get("issued", {}).get("date-parts") == DATES[edtf][2]

    def test_people_and_bodies(self):
        assert csl_json(REMARKS)["author"] == [{"family": "Quist", "given": "Ada"}]
        assert csl_json(BODY)["author"] == [{"literal": "Heads of State, and Government"}]
        assert csl_json(NOBODY)["author"] == [{"literal": "Dock & Sons"}]

    def test_styles(self):
        found = bibliography_texts(replace(REMARKS, language="it", title="Discorso al molo del porto"))
        assert found["Chicago"].startswith("Quist, Ada. “Discorso al molo del porto.”")
        assert "March 1, 2024" in found["Chicago"]
        assert found["APA"].startswith("Quist, A. (2024, March 1). Discorso al molo del porto [Speech].")
        assert "Quist, Ada." in found["MLA"] and "1 Mar. 2024" in found["MLA"]

    def test_a_text_and_a_note_refer_to_the_paragraph(self):
        found = reference_texts(REMARKS)
        assert found["Chicago"].startswith(
            "Ada Quist, “Remarks at the Dock,” speech, Port of Oslo, March 1, 2024, para. 4,"
        )
        assert found["Chicago (author-date)"] == "(Quist 2024, para. 4)"
        assert found["APA"] == "(Quist, 2024, para. 4)"
        assert found["MLA"] == "(Quist, par. 4)"
        assert reference_texts(NOBODY)["MLA"] == "(Dock & Sons, par. 4)"
        assert (
            reference_texts(replace(NOBODY, publisher="", place="[4]"))["APA"]
            == "(“Remarks at the dock,” 2024, para. [4])"
        )

    def test_the_page_is_said(self):
        assert (csl_json(REMARKS)["page"], entry(REMARKS)["pages"], record(REMARKS)["start_page"]) == ("2", "2", "2")

    def test_a_title_that_stands_for_an_author_is_given_once(self):
        found = bibliography_texts(replace(NOBODY, publisher=""))
        assert all(entry.casefold().count("remarks at the dock") == 1 for entry in found.values())
        assert found["APA"].startswith("Remarks at the dock [News report]. (2024, March 1).")
        assert found["MLA"].startswith("“Remarks at the dock.” News report. ")

    def test_a_second_author_is_in_the_natural_order(self):
        found = bibliography_texts(replace(REMARKS, people=(*REMARKS.people, Name("Jens Holm", "Holm, Jens"))))
        assert found["Chicago"].startswith("Quist, Ada, and Jens Holm. “Remarks at the Dock.” Speech.")

    def test_news_appear_in_what_publishes_them(self):
        assert csl_json(NOBODY)["container-title"] == record(NOBODY)["secondary_title"] == "Dock & Sons"
        assert "container-title" not in csl_json(REMARKS)

    def test_styles_say_that_a_date_is_not_known(self):
        found = bibliography_texts(replace(NOBODY, date=""))
        assert "(n.d.)" in found["APA"]
        assert "n.d." in found["Chicago (author-date)"]
        assert found["APA"].count("Dock & Sons") == 1

    def test_an_interval_keeps_its_years(self):
        assert "(2024)" in bibliography_texts(replace(REMARKS, date="2024-02/2024-05"))["APA"]
        assert "(2023–2024)" in bibliography_texts(replace(REMARKS, date="2023-12/2024-01"))["APA"]


class TestMetadata:
    def test_schema_org(self):
        found = json.loads(json.dumps(json_ld(WHOLE)))
        assert found["author"] == [
            {
                "@type": "Person",
                "name": "Ada Quist",
                "familyName": "Quist",
                "givenName": "Ada",
                "jobTitle": "Harbour Master",
            }
        ]
        assert (found["datePublished"], found["inLanguage"], found["version"]) == ("2024-03-01", "en", 2)
        assert "datePublished" not in json_ld(replace(WHOLE, date=""))
        assert json_ld(replace(WHOLE, date="2024-02/2024-05"))["temporalCoverage"] == "2024-02/2024-05"

    def test_a_publisher_stands_for_the_author(self):
        assert json_ld(replace(WHOLE, people=(), publisher="Dock & Sons"))["author"] == {
            "@type": "Organization",
            "name": "Dock & Sons",
        }

    def test_a_paragraph_is_a_quotation_that_is_part_of_the_document(self):
        found = json_ld(replace(REMARKS, text="We sail.", quoted=(Name("Mia Berg", "Berg, Mia"),)))
        assert (found["@type"], found["text"], found["position"], found["@id"]) == (
            "Quotation", "We sail.", "4", REMARKS.address
        )  # fmt: skip
        assert found["identifier"] == {"@type": "PropertyValue", "name": "page", "value": 2}
        assert found["author"][0]["name"] == "Ada Quist"
        assert [each["name"] for each in found["spokenByCharacter"]] == ["Mia Berg"]
        whole = found["isPartOf"]
        assert (whole["@id"], whole["url"]) == ("https://archive.example/documents/remarks/", WHOLE.address)
        assert (whole["version"], whole["datePublished"]) == (2, "2024-03-01")

    def test_a_document_is_one_in_all_its_versions(self):
        versions = [replace(WHOLE, version=each, address=f"{WHOLE.document_address}?v={each}") for each in (1, 2)]
        found = [json_ld(each) for each in versions]
        assert {each["@id"] for each in found} == {"https://archive.example/documents/remarks/"}
        assert [(each["version"], each["url"][-4:]) for each in found] == [(1, "?v=1"), (2, "?v=2")]

    def test_translations_are_named_with_their_language(self):
        molo = Translation("https://archive.example/documents/molo/", "Discorso al molo", "it")
        [found] = json_ld(replace(WHOLE, translations=(molo,)))["workTranslation"]
        assert found == {"@type": "CreativeWork", "@id": molo.address, "name": molo.title, "inLanguage": "it"}
        assert "workTranslation" not in json_ld(WHOLE)

    def test_those_who_take_part_otherwise_have_a_role(self):
        mia = Name("Mia Berg", "Berg, Mia", titles=({"en": "Mayor"},), address="https://archive.example/speakers/mia/")
        bo = Name("Bo Dahl", "Bo Dahl")
        found = json_ld(replace(WHOLE, others=((Role.QUOTED, mia), (Role.INTERLOCUTOR, bo))))
        [quoted], [asking] = found["mentions"], found["contributor"]
        assert (quoted["@type"], quoted["roleName"]) == ("Role", "quoted")
        assert (quoted["mentions"]["@id"], quoted["mentions"]["jobTitle"]) == (mia.address, "Mayor")
        assert (asking["roleName"], asking["contributor"]["name"]) == ("interlocutor", "Bo Dahl")

    def test_a_licence_is_claimed_only_where_the_archive_was_told_of_one(self, settings):
        assert "license" not in json_ld(WHOLE)
        settings.LICENSE = "https://creativecommons.org/licenses/by/4.0/"
        assert json_ld(WHOLE)["license"] == settings.LICENSE

    def test_what_zotero_would_guess_wrong_it_is_told(self):
        tags = dict(meta_tags(NOBODY))
        assert (tags["z:itemType"], tags["prism.publicationName"]) == ("newspaperArticle", "Dock & Sons")
        assert dict(meta_tags(REMARKS))["z:itemType"] == "presentation"
        assert dict(meta_tags(replace(NOBODY, publisher="")))["z:itemType"] == "document", "it appeared nowhere"
        assert tags["eprints.place_of_pub"] == "Oslo"
        port = replace(REMARKS, people=(Name("Port of Oslo", "Port of Oslo", True),))
        assert dict(meta_tags(port))["citation_author"] == "Port of Oslo,"

    @pytest.mark.parametrize(
        ("name", "author"),
        [
            (Name("John F. Kennedy Jr.", "Kennedy, John F., Jr."), "Kennedy, John F. Jr."),
            (Name("Ursula von der Leyen", "Leyen, Ursula von der"), "von der Leyen, Ursula"),
            (Name("Ursula Gertrud von der Leyen", "Leyen, Ursula Gertrud von der"), "von der Leyen, Ursula Gertrud;"),
        ],
    )
    def test_zotero_keeps_an_author_whole(self, name, author):
        assert dict(meta_tags(replace(REMARKS, people=(name,))))["citation_author"] == author

    def test_several_authors_are_never_taken_apart(self):
        leyen = Name("Ursula Gertrud von der Leyen", "Leyen, Ursula Gertrud von der")
        tags = meta_tags(replace(REMARKS, people=(leyen, Name("Ada Quist", "Quist, Ada"))))
        authors = [content for name, content in tags if name == "citation_author"]
        assert authors == ["von der Leyen, Ursula Gertrud", "Quist, Ada"]

    def test_tags_that_reference_managers_read(self):
        tags = dict(meta_tags(REMARKS))
        assert tags["citation_author"] == "Quist, Ada"
        assert tags["citation_publication_date"] == "2024/03/01"
        assert dict(meta_tags(replace(REMARKS, date="2022-10")))["citation_publication_date"] == "2022/10"
        assert "citation_publication_date" not in dict(meta_tags(replace(REMARKS, date="")))
        assert tags["DC.identifier.URI"] == REMARKS.address
        assert "DC.identifier" not in tags, "an address that ends with 10/?v=1 would be a DOI"


class TestFragments:
    @pytest.mark.parametrize(
        ("words", "fragment"),
        [
            ("Alleanza", "Difesa della comune-,l'Alleanza,-atlantica."),
            ("Difesa", "Difesa,-della comune l'Alleanza"),
            ("atlantica", "della comune l'Alleanza-,atlantica.,-"),
        ],
    )
    def test_it_is_of_whole_words_with_some_around_them(self, words, fragment):
        text = "Difesa della comune l'Alleanza atlantica."
        found = unquote(text_fragment(text, words)).removeprefix(":~:text=")
        assert found == fragment.removesuffix(",-")

    def test_of_many_words_the_ends_are_given(self):
        text = " ".join(str(number) for number in range(30)) + "\n\nnext"
        assert text_fragment(text, text[:-6]) == ":~:text=0%201%202%203%204,25%2026%2027%2028%2029"
