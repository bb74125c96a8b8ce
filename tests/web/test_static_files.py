"""What becomes of stylesheets that import others."""

from django.contrib.staticfiles.storage import StaticFilesStorage

from statements.web.static_files import WholeStylesheets


def test_a_stylesheet_contains_what_it_imports_into_a_layer(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css/tokens.css").write_text(":root { --ink: black; }\n")
    (tmp_path / "css/site.css").write_text('@layer tokens;\n@import url("tokens.css") layer(tokens);\nb {}\n')
    whole = WholeStylesheets(StaticFilesStorage(location=tmp_path, base_url="/static/"))
    assert whole.open("css/site.css").read() == b"@layer tokens;\n@layer tokens {\n:root { --ink: black; }\n}\nb {}\n"
    assert whole.open("css/tokens.css").read() == b":root { --ink: black; }\n"
