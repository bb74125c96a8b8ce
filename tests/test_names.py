"""A function begins with a verb, or is a noun for what it gives; see "Names" in docs/contributing.md."""

import ast
from pathlib import Path

from django.conf import settings

# Words that tell a reader nothing at the head of a name: what is found, with what, all of which?
POOR = {
    word
    for line in Path(__file__).with_name("names.txt").read_text().splitlines()
    if not line.startswith("#")
    for word in line.split()
}
VERBS_IN_ED = {"need", "feed", "seed", "embed", "proceed", "exceed", "succeed", "shed"}
# Names of the field, of Django and of pages; `from_json` and `as_json` are the usual pair.
ALLOWED = {"published", "not_found", "about", "related"}
CONSTRUCTORS = ("from_", "as_json")
MOST = 0.05


def is_poor(name):
    """Whether a name begins with a participle, a preposition or a pronoun."""
    bare = name.strip("_")
    first = bare.split("_")[0]
    if bare in ALLOWED or bare.startswith(CONSTRUCTORS):
        return False
    if first in POOR:
        return True
    return first.endswith("ed") and first not in VERBS_IN_ED


def functions():
    """(module, name) of every function and method, those that Python calls by itself aside."""
    for path in sorted((settings.BASE_DIR / "statements").rglob("*.py")):
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
                    yield path.stem, node.name


def test_names_are_told_apart():
    assert all(is_poor(each) for each in ("_found", "with_language", "all_of", "taken", "every", "asked"))
    assert not any(is_poor(each) for each in ("find", "from_json", "label_step", "published", "embed", "_read_head"))


def test_few_names_begin_with_a_participle_a_preposition_or_a_pronoun():
    names = list(functions())
    poor = [name for name in names if is_poor(name[1])]
    assert len(poor) <= MOST * len(names), sorted(poor)


NAMED_BY_DJANGO = {"DatabaseWrapper"}  # it looks for one in each backend


def test_one_class_name_has_one_meaning():
    names = [
        node.name.strip("_")
        for path in sorted((settings.BASE_DIR / "statements").rglob("*.py"))
        if not {"migrations", "management"} & set(path.parts)
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted({name for name in names if names.count(name) > 1} - NAMED_BY_DJANGO) == []
