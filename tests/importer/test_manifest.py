"""A mistake in the manifest is one line that names the file and the key."""

import pytest

from statements.importer.draft import Refused
from statements.importer.manifest import load, parse

SPEAKER = '[[speakers]]\nslug = "jens-stoltenberg"\nname = "Jens Stoltenberg"\n'
OFFICE = SPEAKER + '[[speakers.offices]]\ntitle_en = "Secretary General"\n'
PUBLISHER = '[[publishers]]\nslug = "nato"\nname = "NATO"\n'
DOCUMENT = '[[documents]]\nfile = "a.txt"\n'
PERSON = '{ speaker = "jens-stoltenberg", role = "quoted" }'


def test_what_it_says_of_a_file_is_read():
    text = SPEAKER + PUBLISHER + DOCUMENT + f'kind = "speech"\npublisher = "nato"\nparticipants = [{PERSON}]\n'
    entry = parse(text, "manifest.toml").entry("a.txt")
    assert (entry.kind, entry.publisher, entry.participations) == ("speech", "nato", (("jens-stoltenberg", "quoted"),))


def test_of_other_files_it_says_nothing():
    entry = parse(DOCUMENT, "manifest.toml").entry("b.txt")
    assert (entry.id, entry.kind, entry.participations) == ("", None, ())


def test_the_same_person_may_take_part_in_two_roles():
    other = PERSON.replace("quoted", "speaker")
    entry = parse(SPEAKER + DOCUMENT + f"participants = [{PERSON}, {other}]", "manifest.toml").entry("a.txt")
    assert len(entry.participations) == 2


def test_french_titles_may_hold_no_break_spaces():
    entry = parse(DOCUMENT + 'title = "Sommet\u00a0: «\u202foui\u202f»"', "manifest.toml").entry("a.txt")
    assert entry.title == "Sommet\u00a0: «\u202foui\u202f»"


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("[[documents]", "not TOML", "line 1"),
        ("x = 2022-13-45", "not TOML", "line 1"),
        ("colour = 1", "colour", "is not a known key"),
        ("documents = 5", "documents", "must be a list, not 5"),
        ("documents = [5]", "documents[1]", "must be a table, not 5"),
        ("[documents]", "documents", "must be a list"),
        ("[[documents]]", "documents[1]: file", "is missing"),
        (DOCUMENT + 'titel = "x"', "documents[1]: titel", "is not a known key"),
        (DOCUMENT + "title = 5", "documents[1]: title", "must be a text in quotes, not 5"),
        (DOCUMENT + 'title = " "', "documents[1]: title", "is empty"),
        (DOCUMENT + f'title = "{"x" * 501}"', "documents[1]: title", "501 characters, more than 500"),
        (DOCUMENT + 'title = "a\\u0000b"', "documents[1]: title", "cannot be shown"),
        (DOCUMENT + 'title = """a\nb"""', "documents[1]: title", "a line end"),
        (DOCUMENT + 'title = "a"\nassigned_title = "b"', "assigned_title", "cannot stand beside title"),
        (DOCUMENT + 'language = "de"', "documents[1]: language", "must be one of en, fr, it, not 'de'"),
        (DOCUMENT + 'kind = "poem"', "documents[1]: kind", "must be one of press-statement"),
        (DOCUMENT + 'date = "2022-02-30"', "documents[1]: date", "is not a day of the calendar"),
        (DOCUMENT + 'date = "yesterday"', "documents[1]: date", "is not a date"),
        (DOCUMENT + 'date = "2023/2022"', "documents[1]: date", "ends before it starts"),
        (DOCUMENT + "date = 2022-02-03", "documents[1]: date", "must be a text in quotes"),
        (DOCUMENT + 'publisher = "nato"', "documents[1]: publisher", "has no [[publishers]] table in this manifest"),
        (DOCUMENT + 'source_url = "javascript:alert(1)"', "source_url", "begins with http"),
        (DOCUMENT + 'file = "b.txt"', "not TOML", "Cannot overwrite"),
        ('[[documents]]\nfile = "../a.txt"', "documents[1]: file", "beside the manifest"),
        (
            DOCUMENT + f"participants = [{PERSON}]",
            "participants[1]: speaker",
            "has no [[speakers]] table in this manifest",
        ),
        (SPEAKER + DOCUMENT + f"participants = [{PERSON}, {PERSON}]", "participants[2]: speaker", "twice as quoted"),
        (SPEAKER + DOCUMENT + 'participants = [{ speaker = "jens-stoltenberg" }]', "role", "is missing"),
        (SPEAKER + DOCUMENT + 'participants = ["jens-stoltenberg"]', "participants[1]", "must be a table"),
        (SPEAKER + DOCUMENT + f"participants = [{PERSON.replace('quoted', 'sings')}]", "role", "not 'sings'"),
        (SPEAKER + DOCUMENT + f"participants = [{PERSON.replace(' }', ', x = 1 }')}]", "x", "is not a known key"),
        (DOCUMENT + DOCUMENT, "documents[2]", "'a.txt' appears twice"),
        (
            DOCUMENT + 'id = "x"\n' + DOCUMENT.replace("a.", "b.") + 'id = "x"',
            "documents: id",
            "'x' appears twice",
        ),
        (SPEAKER + SPEAKER, "speakers[2]", "'jens-stoltenberg' appears twice"),
        (SPEAKER + SPEAKER.replace("jens-", "j-"), "speakers: name", "'Jens Stoltenberg' appears twice"),
        (PUBLISHER + PUBLISHER, "publishers[2]", "twice"),
        (SPEAKER.replace("jens-stoltenberg", "Jens S."), "speakers[1]: slug", "small letters, digits and hyphens"),
        (SPEAKER + "collective = 1", "speakers[1]: collective", "must be true or false, not 1"),
        (SPEAKER + "aliases = [1]", "speakers[1]: aliases", "must be texts, not 1"),
        (SPEAKER + 'aliases = "Jens"', "speakers[1]: aliases", "must be a list"),
        (SPEAKER + 'aliases = [""]', "speakers[1]: aliases", "is empty"),
        (OFFICE + 'since = "2014"', "offices[1]: since", "must be a day without quotes"),
        (OFFICE + "since = 2014-10-01\nuntil = 2014-10-01", "offices[1]: until", "is not after"),
        (OFFICE + 'title_de = "x"', "offices[1]: title_de", "is not a known key"),
        (SPEAKER + "[[speakers.offices]]\nsince = 2014-10-01", "offices[1]: title_en", "is missing"),
    ],
)
def test_each_mistake_is_one_line_with_file_and_key(text, key, why):
    with pytest.raises(Refused) as refused:
        parse(text, "seeds/manifest.toml")
    message = str(refused.value)
    assert message.startswith("seeds/manifest.toml: ")
    assert key in message
    assert why in message
    assert "\n" not in message


def test_a_folder_without_one_says_nothing_of_its_files(tmp_path):
    assert load(tmp_path).documents == {}


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "manifest.toml").write_bytes(b"\xef\xbb\xbf" + DOCUMENT.encode())
    assert list(load(tmp_path).documents) == ["a.txt"]


def test_one_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "manifest.toml").write_bytes("[[documents]]\nfile = 'à'".encode("latin-1"))
    with pytest.raises(Refused, match="manifest.toml: not UTF-8"):
        load(tmp_path)


def test_one_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "manifest.toml").mkdir()
    with pytest.raises(Refused, match="cannot be read"):
        load(tmp_path)
