"""What will not change: nothing that was promised is gone from the description of the API."""

import json
from pathlib import Path

from statements.api.schema import SCHEMA

PROMISED = Path(__file__).parent / "promised.json"


def list_promises(schema):
    """Every address with its parameters, and every field of its answers with the values of fixed lists."""
    found = set()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            name = f"{method} {path}"
            found |= {f"{name} ?{each['name']}" for each in operation["parameters"]}
            for status, response in operation["responses"].items():
                for media_type, content in response["content"].items():
                    found |= {f"{name} {status} {media_type} {each}" for each in fields(content["schema"])}
    return found


def fields(schema, path=""):
    yield path or "."
    yield from (f"{path}={value}" for value in schema.get("enum", ()))
    for name, value in schema.get("properties", {}).items():
        yield from fields(value, f"{path}.{name}")
    for part in [schema["items"]] if "items" in schema else []:
        yield from fields(part, f"{path}[]")
    for part in schema.get("anyOf", ()):
        yield from fields(part, path)


def test_nothing_that_was_promised_is_gone():
    """A new promise is added to the list by hand, with `python -m tests.api.test_promise`; none is ever taken out."""
    promised = set(json.loads(PROMISED.read_text()))
    now = list_promises(SCHEMA)
    assert promised - now == set(), "a program that relies on it would fail"
    assert now - promised == set(), "new ones are promised from now on: write them down"


if __name__ == "__main__":
    known = json.loads(PROMISED.read_text()) if PROMISED.exists() else []
    PROMISED.write_text(json.dumps(sorted({*known, *list_promises(SCHEMA)}), indent=0, ensure_ascii=False) + "\n")
