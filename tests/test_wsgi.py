"""What a process of the web server loads before its first request."""

import subprocess
import sys

from django.conf import settings

START = """
import sys
import statements.wsgi
from django.template import engines
public = engines["public"].env
print(len(public.cache) == len(public.list_templates()) > 50)
print("statements.admin" in sys.modules, "statements.importer.pipeline" in sys.modules)
"""


def test_it_starts_with_all_templates_compiled_and_without_the_stages_of_the_importer():
    command = [sys.executable, "-c", START]
    ended = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert ended.stdout.split() == ["True", "True", "False"], ended.stderr
