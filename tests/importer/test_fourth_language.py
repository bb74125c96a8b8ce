"""A further language is a file of words: the importer reads it without a change in its code."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from statements.importer import vocabulary

CODE = "vo"  # one whose months the CLDR has
WORDS = {
    "turns": {"roles": ["Gasedan"], "questions": ["Gasedan"], "offices": ["Fopresidel"], "articles": ["El"]},
    "dates": {"before_places": ["in"]},
    "head": {"delivery": ["te vöds pesagöl lonöfons"], "immediate": ["ad dabük foviko"]},
    "around": {"related": ["yegeds sümik"]},
}
RELEASE = """\
AD DABÜK FOVIKO

Bejäf Ada Quist dö sefam mela

In Oslo, 4 yulul 2023

TE VÖDS PESAGÖL LONÖFONS

GASEDAN: Kikod kömol-li isio?

EL FOPRESIDEL: Bi sefam binon veütik, e fümö binobs is al bespikön oni.

GASEDAN: E poso?

EL FOPRESIDEL: Poso ogolobs domio, e openobs penedi bal.

Yegeds sümik

Sefam mela
Bespik balid
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The words of the archive's languages, and a file for one more: the same lists, nearly all of them empty."""
    source = Path(vocabulary.__file__).parent
    for file in [*source.glob("*.toml"), *source.glob("common.*.txt")]:
        shutil.copy(file, tmp_path)
    lists = tomllib.loads((source / "en.toml").read_text("utf-8"))
    tables = {table: {**dict.fromkeys(names, []), **WORDS.get(table, {})} for table, names in lists.items()}
    (tmp_path / f"{CODE}.toml").write_text(
        "\n".join(
            f"[{table}]\n" + "\n".join(f"{json.dumps(name)} = {json.dumps(words)}" for name, words in names.items())
            for table, names in tables.items()
        ),
        "utf-8",
    )
    (tmp_path / f"common.{CODE}.txt").write_text("sefam\n", "utf-8")
    return tmp_path


def _read(folder: Path, text: str) -> Any:
    command = [sys.executable, "-m", "tests.importer.read_fourth_language", str(folder), CODE]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_a_release_in_a_language_that_is_only_a_file_of_words_is_read(folder: Path) -> None:
    draft = _read(folder, RELEASE)
    assert draft["title"] == "Bejäf Ada Quist dö sefam mela"
    assert draft["date"] == "2023-07-04"
    assert draft["place"] == "Oslo"
    assert draft["labels"] == ["GASEDAN", "EL FOPRESIDEL"] * 2
    assert draft["paragraphs"][0] == "GASEDAN: Kikod kömol-li isio?"
    assert draft["paragraphs"][-1].endswith("e openobs penedi bal.")
    assert {"delivery notice", "related links", "release notice"} <= set(draft["dropped"])


def test_without_its_file_the_words_are_of_no_meaning(folder: Path) -> None:
    """So the words of the file alone are what the test above finds."""
    shutil.copy(folder / "en.toml", folder / f"{CODE}.toml")
    draft = _read(folder, RELEASE)
    assert "TE VÖDS PESAGÖL LONÖFONS" in draft["paragraphs"]
    assert set(draft["labels"]) == {""}
