"""How static files are kept for browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import url\("([\w.-]+)"\) layer\((\w+)\);')


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names, in the imports of scripts too, and compressed copies; a stylesheet has in it what it imports."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        whole = {
            name: (WholeStylesheets(found) if name.endswith(".css") else found, path)
            for name, (found, path) in paths.items()
        }
        yield from super().post_process(whole, *args, **options)


class WholeStylesheets:
    """A storage whose stylesheets contain those that they import into a layer: a browser would find out late that it
    needs them, and show nothing until then."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def open(self, path: str) -> File[Any]:
        """The stylesheet: `@import url("tokens.css") layer(tokens);` -> `@layer tokens { … }`."""
        with self.storage.open(path) as file:
            content = file.read()

        def put_in(found: re.Match[str]) -> str:
            with self.storage.open(join(dirname(path), found[1])) as imported:
                return f"@layer {found[2]} {{\n{imported.read().decode()}}}"

        return ContentFile(_IMPORT.sub(put_in, content.decode()).encode(), name=path)
