"""README and docs/ are true: what they name exists, what exists is named, and each thing is said once."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from statements.api.schema import PAGE, SCHEMA
from statements.version import version

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EVERY = pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
ARCHITECTURE, DEPLOYING = ROOT / "docs" / "architecture.md", ROOT / "docs" / "deploying.md"
LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
COMMAND = re.compile(r"manage\.py (\w+)([^\n`]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
IN_CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"\.?[\w-][\w./-]*(?:/|\.(?:py|md|toml|html|txt|csv|sql))")
NAME = re.compile(r"_?[A-Za-z]\w*_\w+|[A-Z][A-Za-z]+|_[A-Z]+", re.ASCII)
PARAMETERS = {each["name"] for each in SCHEMA["paths"]["/api/search"]["get"]["parameters"]}
REJECTED = {"ts_rank_cd", "pg_upgrade"}  # named as what is not used
READ_BY_CODE = re.compile(r"(?:environ\.get|envbool|envint|envlist|envsecret)\(\s*\"(\w+)\"|\"(\w+)\" in os\.environ\b")
FIGURE = re.compile(r"\d ?ms\b|\bp(?:50|95|99)\b|nDCG|\d a second|(?<![\w.])0?\.\d\d", re.ASCII)
MADE_LATER = (".venv/", ".data/", ".compare/", ".checkers/")
SAID_IN_CODE = re.compile(r"docs/([\w-]+\.md)(?:#([\w-]+))?")


@cache
def text(doc):
    return doc.read_text(encoding="utf-8")


@cache
def anchors(doc):
    """Where a link into a page can lead, by the rules of GitHub."""
    found = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text(doc))]
    assert len(set(found)) == len(found), f"two headings of {doc.name} have one anchor"
    return found


@cache
def sources(folder):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob("*.py")))


def variables(folder):
    """The environment variables that the code in a folder reads."""
    return {name for names in READ_BY_CODE.findall(sources(folder)) for name in names if name}


def rows(doc, section=""):
    """The cells of each row of the tables of a page, or of one section of it."""
    told = text(doc).partition(f"\n## {section}\n")[2].partition("\n## ")[0] if section else text(doc)
    lines = (line for line in told.splitlines() if line.startswith("| `"))
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def options(command):
    """The options of a command, those that all commands of Django have among them."""
    parser = command.create_parser("manage.py", "")
    return {option for action in parser._actions for option in action.option_strings}


def named(command):
    return load_command_class(get_commands()[command], command)


def own_commands():
    return sorted(name for name, app in get_commands().items() if app == "statements")


def paths(doc):
    """The files and folders that a page names between backticks, but for those that are made by running something."""
    found = (each for each in IN_CODE.findall(text(doc)) if PATH.fullmatch(each) and "xx." not in each)
    return {each for each in found if not each.startswith(MADE_LATER)}


def exists(path):
    """Whether a file of the project is called so: from the root, or as the last part of a path, as `rank.py`."""
    return (ROOT / path).exists() or any(
        found.as_posix().endswith(f"/{path.rstrip('/')}")
        for folder in ("statements", "templates", "tests", "docs", "seeds")
        for found in (ROOT / folder).rglob(Path(path).name)
    )


@EVERY
def test_every_link_leads_somewhere(doc):
    for target in filter(None, (target for link in LINK.findall(text(doc)) for target in link)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        page = doc.parent / path if path else doc
        assert page.exists(), f"{target} is not there"
        assert not anchor or anchor in anchors(page), f"{target} has no such heading"


@EVERY
def test_every_command_named_exists_with_its_options(doc):
    for command, rest in COMMAND.findall(text(doc)):
        assert command in get_commands(), f"manage.py {command} is no command"
        unknown = set(OPTION.findall(rest)) - options(named(command))
        assert not unknown, f"manage.py {command} has no {unknown}"


def test_every_command_of_ours_is_named_with_all_its_options():
    said = "\n".join(map(text, DOCS))
    assert {command for command, _ in COMMAND.findall(said)} >= set(own_commands())
    for command in own_commands():
        missing = options(named(command)) - options(BaseCommand()) - set(OPTION.findall(said))
        assert not missing, f"no page says what manage.py {command} does with {missing}"


def test_every_variable_that_the_settings_read_is_in_a_table_once():
    told = Counter(row[0].strip("`") for row in rows(DEPLOYING))
    assert told == Counter(variables("statements"))


def test_no_page_names_a_variable_that_nothing_reads():
    said = set(re.findall(r"\bARCHIVE_[A-Z_]+\b", "\n".join(map(text, DOCS))))
    assert said <= variables("statements")


def test_defaults_that_are_numbers_are_those_of_the_settings():
    read = dict(re.findall(r'envint\("(\w+)", ([\d_]+)\)', sources("statements")))
    told = {name.strip("`"): default.replace(",", "") for name, default, *_ in rows(DEPLOYING)}
    assert read
    assert {name: told[name] for name in read} == {name: value.replace("_", "") for name, value in read.items()}


def test_the_variables_of_the_tests_are_told():
    told = {row[0].strip("`") for row in rows(ROOT / "docs" / "contributing.md") if row[0].strip("`").isupper()}
    assert told == variables("tests") - variables("statements")


@EVERY
def test_every_file_and_folder_named_is_there(doc):
    missing = sorted(path for path in paths(doc) if not exists(path))
    assert not missing


@EVERY
def test_every_name_of_the_code_is_in_it(doc):
    named = {each for each in IN_CODE.findall(text(doc)) if NAME.fullmatch(each) and "xx" not in each}
    rules = (ROOT / "deploy" / "prometheus-rules.yml").read_text()
    words = set(re.findall(r"\w+", sources("statements") + sources("tests") + rules))
    assert named - words - PARAMETERS - REJECTED == set()


def test_the_api_is_told_as_it_describes_itself():
    api = ROOT / "docs" / "api.md"
    names = ", ".join(row[0] for row in rows(api, "The search")).split(", ")
    assert {name.strip("`").partition(".")[0] for name in names} == PARAMETERS | PAGE["properties"].keys()
    of_documents = {each["name"] for each in SCHEMA["paths"]["/api/documents"]["get"]["parameters"]}
    assert {row[0].strip("`") for row in rows(api, "Documents")} == of_documents - PARAMETERS | {"sort"}
    told = re.findall(r"`(/api/[^`?]*)", "".join(row[0] for row in rows(api)))
    assert set(told) == {re.sub(r"\{\w+\}", "…", path) for path in SCHEMA["paths"]}


def test_the_map_names_every_room():
    rooms = {
        f"statements/{path.name}{'/' if path.is_dir() else ''}"
        for path in (ROOT / "statements").iterdir()
        if not path.name.startswith("__") and (path.is_dir() or path.suffix == ".py")
    }
    tops = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert sorted((rooms | tops) - paths(ARCHITECTURE)) == [], "name them in docs/architecture.md"


def test_functions_of_the_database_are_in_the_files_named():
    told = {row[0].strip("`"): row[1] for row in rows(ARCHITECTURE) if row[0].endswith(".sql`")}
    assert told.keys() == {path.name for path in (ROOT / "statements" / "sql").glob("*.sql")}
    for name, holds in told.items():
        sql = (ROOT / "statements" / "sql" / name).read_text(encoding="utf-8")
        assert all(f"FUNCTION {function}(" in sql for function in re.findall(r"archive_\w+", holds)), name


def test_the_readme_is_short_and_leads_to_every_page():
    readme = text(DOCS[0])
    assert len(readme.splitlines()) <= 150
    assert all(f"(docs/{page.name})" in readme for page in DOCS[1:])


def test_the_changelog_has_the_version_that_runs_or_what_is_not_released_yet():
    headings = HEADING.findall(text(ROOT / "docs" / "changelog.md"))
    assert any(heading.startswith(("Unreleased", version())) for heading in headings[1:])


@EVERY
def test_no_line_is_too_long_to_read(doc):
    too_long = [line for line in text(doc).splitlines() if len(line) > 120]
    assert not too_long


def test_no_sentence_stands_twice():
    prose = "\n".join(line for doc in DOCS for line in text(doc).splitlines() if not line.startswith("    "))
    sentences = re.split(r"(?<=[.:])\s+|\n\s*\n", prose)
    twice = [each for each, times in Counter(" ".join(each.split()) for each in sentences).items() if times > 1]
    assert [each for each in twice if len(each) > 50] == []


@EVERY
def test_figures_of_speed_and_quality_stand_with_their_measurements(doc):
    if doc.name != "measurements.md":
        assert FIGURE.findall(text(doc)) == []


def test_every_picture_is_shown_and_can_be_made_anew():
    pictures = {path.stem for path in (ROOT / ".readme").glob("*.png")}
    shown = set(re.findall(r"\.readme/(\w+)\.png", "\n".join(map(text, DOCS))))
    made = re.search(r"^README = \{(.*?)^\}", (ROOT / "tests" / "screenshots.py").read_text(), re.DOTALL | re.MULTILINE)
    assert pictures == shown == set(re.findall(r': "(\w+)"', made[1]))


def test_what_the_code_says_of_the_docs_is_so():
    code = [*(ROOT / "statements").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "seeds").glob("*.toml")]
    for path in code:
        for page, anchor in SAID_IN_CODE.findall(path.read_text(encoding="utf-8")):
            found = ROOT / "docs" / page
            assert found.exists(), f"{path} names docs/{page}"
            assert not anchor or anchor in anchors(found), f"{path} names docs/{page}#{anchor}"
