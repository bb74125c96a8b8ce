"""The examples in docs/api.md do what they say: they are run as they stand there, against a server of this archive."""

import json
import os
import re
import shutil
import subprocess
import sys

import docx
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User

from statements.models import SEND, ApiToken, Document
from tests.conftest import make_groups

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HOST = "https://statements.example"
PRINTED = "#> "  # before a line that an example prints
PROGRAMS = {"bash": ["/bin/bash"], "python": [sys.executable], "R": ["Rscript"]}
FIRST_WORDS = {"curl ": "bash", "import ": "python", "library(": "R", "table <- ": "R"}


def list_examples():
    """The indented blocks of the page, each with the language that its first word tells. Lines after an empty one
    belong to it, unless they begin another example."""
    text = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    examples = []
    for block in re.findall(r"(?:^ {4}.*\n)+", text, re.MULTILINE):
        code = re.sub("^ {4}", "", block, flags=re.MULTILINE)
        language = next((each for word, each in FIRST_WORDS.items() if code.startswith(word)), None)
        if language:
            examples.append((language, code))
        else:
            examples[-1] = (examples[-1][0], f"{examples[-1][1]}\n{code}")
    return examples


EXAMPLES = list_examples()
TOKEN = "rel_…"  # in examples that send something
READING = [each for each in EXAMPLES if TOKEN not in each[1]]
[SENDING] = [code for _, code in EXAMPLES if TOKEN in code]


def require(language):
    """Skip the test where the program or its package is missing, or fail if REQUIRE_BROWSER is set."""
    missing = [each for each in ("curl", *PROGRAMS[language]) if not shutil.which(each)]
    if language == "R" and not missing:
        asked = "quit(status = !requireNamespace('jsonlite', quietly = TRUE))"
        missing = ["jsonlite"] if subprocess.run(["Rscript", "-e", asked]).returncode else []  # noqa: S607
    if missing:
        message = f"no {missing[0]}: install Debian's curl, r-base-core and r-cran-jsonlite"
        pytest.fail(message) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(message)


def test_there_is_an_example_in_every_language():
    assert {language for language, _ in EXAMPLES} == PROGRAMS.keys()
    assert all(HOST in code for _, code in EXAMPLES)


@pytest.mark.parametrize(
    ("language", "code"), READING, ids=[f"{language}{n}" for n, (language, _) in enumerate(READING)]
)
def test_an_example_runs_and_prints_what_it_says(reading_server, tmp_path, language, code):
    run = run_example(language, code.replace(HOST, reading_server.url), tmp_path)
    told = [line.removeprefix(PRINTED) for line in code.splitlines() if line.startswith(PRINTED)]
    assert not told or [line.strip() for line in run.stdout.splitlines()] == told
    assert run.stdout.strip(), "it prints something"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_the_example_that_sends_a_release_makes_a_draft(live_server, tmp_path):
    make_groups()
    account = User.objects.create_user("astrid", is_staff=True)
    account.groups.add(Group.objects.get(name="editor"))
    secret = ApiToken.make(account, "website", [SEND], None)[1]
    release = docx.Document()
    release.add_heading("Remarks at the harbour", level=1)
    release.add_paragraph("We met at sea, and we sailed on land for nine days.")
    release.save(tmp_path / "release.docx")
    run = run_example("bash", SENDING.replace(HOST, live_server.url).replace(TOKEN, secret), tmp_path)
    assert json.loads(run.stdout)["status"] == "draft"
    draft = Document.objects.get(title="Remarks at the harbour")
    assert (draft.date_edtf, draft.status) == ("2024-07-04", "draft")


def run_example(language, code, folder):
    """Run an example in a folder, as a reader does, and return what it printed. A refusal fails, too."""
    require(language)
    (folder / ".curlrc").write_text("fail\nsilent\nshow-error\n")
    script = folder / "example"
    script.write_text(code, encoding="utf-8")
    environment = os.environ | {"HOME": str(folder), "LC_ALL": "C.UTF-8", "no_proxy": "localhost"}
    run = subprocess.run(
        [*PROGRAMS[language], str(script)], env=environment, cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run
