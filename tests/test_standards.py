"""Every page is valid HTML and can be used by everyone: the Nu checker and axe find nothing, in either theme.

Both come from npm, see .ci/run: `npm install --prefix .checkers --no-save axe-core vnu-jar`. Where they are missing the
tests are skipped, or fail where REQUIRE_BROWSER is set.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.addresses import FILES, PAGES, VILNIUS, all_pages, make_states, names

CHECKERS = Path(__file__).parent.parent / ".checkers" / "node_modules"
LANGUAGES = ["", "/it", "/fr"]
FITS = "document.documentElement.scrollWidth <= window.innerWidth"
IN_FULL = """axe.run(document, { rules: { "target-size": { enabled: true } } }).then(found => found.violations)"""
IN_THE_DARK = (
    """axe.run(document, { runOnly: ["color-contrast", "link-in-text-block"] }).then(found => found.violations)"""
)
SENT = [  # lists of quotations, whose answers have no address: verdicts of several kinds, and a list that is refused
    "ogni centimetro del territorio alleato\nogni metro del territorio Alleato e sempre\nnothing of this\nshort",
    "a,quote\n1,2,3\n1",
]
SHIFT = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(each => (sum += each.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 100);
})"""


def checker(path):
    """A file of a checker; skips, or fails, where it is not installed."""
    found = CHECKERS / path
    if not found.exists():
        message = f"no {found}: see .ci/run, which installs it"
        pytest.fail(message) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(message)
    return found


def test_every_page_has_an_example():
    assert {*PAGES, *FILES} == names()


@pytest.mark.django_db
def test_the_styleguide_is_for_those_who_develop(client, settings):
    assert client.get("/styleguide/").status_code == 404
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 200


@pytest.mark.slow
@pytest.mark.django_db
def test_the_nu_checker_finds_nothing_on_any_page(client, tmp_path, settings):
    jar = checker("vnu-jar/build/dist/vnu.jar")
    make_states()
    for number, address in enumerate(language + address for language in LANGUAGES for address in all_pages()):
        (tmp_path / f"{number}.html").write_bytes(client.get(address).content)
    for number, (language, quotations) in enumerate((each, sent) for each in LANGUAGES for sent in SENT):
        answer = client.post(f"{language}/check/list/", {"list": quotations})
        (tmp_path / f"sent-{number}.html").write_bytes(answer.content)
    settings.DEBUG = True
    (tmp_path / "styleguide.html").write_bytes(client.get("/styleguide/").content)
    files = sorted(tmp_path.glob("*.html"))
    command = ["java", "-Xss4m", "-jar", jar, "--format", "json", *files]
    found = json.loads(subprocess.run(command, capture_output=True, check=False).stderr)["messages"]
    assert {(each["message"], each.get("extract")) for each in found} == set()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.parametrize(("width", "narrower"), [(1280, 640), (390, 320)])
def test_axe_finds_nothing_on_any_page(browser, live_server, seeds, settings, width, narrower):
    """WCAG 2.2 A and AA, and axe's best practices. The languages take turns: their pages have the same parts.

    In the dark the colours are looked at, which are all that is different. Nothing scrolls sideways, where a page is
    shown twice as large and at 320 pixels neither.
    """
    axe = checker("axe-core/axe.min.js").read_text()
    call_command("import_statements", seeds, publish=True, verbosity=0)
    make_states()
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    found = []
    for number, address in enumerate([*all_pages(), "/styleguide/"]):
        settings.DEBUG = address == "/styleguide/"
        page.emulate_media(color_scheme="light")
        page.goto(LANGUAGES[number % 3] + address)
        page.evaluate(axe)
        violations = page.evaluate(IN_FULL)
        page.emulate_media(color_scheme="dark")
        violations += page.evaluate(IN_THE_DARK)
        found += [(address, each["id"], node["failureSummary"]) for each in violations for node in each["nodes"]]
        for pixels in (narrower, width):
            page.set_viewport_size({"width": pixels, "height": 900})
            assert page.evaluate(FITS), f"{address} is too wide for {pixels} pixels"
    context.close()
    assert found == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
@pytest.mark.parametrize(("width", "narrower"), [(1280, 640), (390, 320)])
def test_axe_finds_nothing_on_the_answer_to_a_list(browser, live_server, seeds, width, narrower):
    axe = checker("axe-core/axe.min.js").read_text()
    call_command("import_statements", seeds, publish=True, verbosity=0)
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    for quotations in SENT:
        page.emulate_media(color_scheme="light")
        page.goto("/it/check/list/")
        page.fill("#list", quotations)
        page.click("form.asking button >> nth=0")
        page.wait_for_selector(".answers, #why-not")
        page.evaluate(axe)
        violations = page.evaluate(IN_FULL)
        page.emulate_media(color_scheme="dark")
        violations += page.evaluate(IN_THE_DARK)
        assert [(each["id"], node["failureSummary"]) for each in violations for node in each["nodes"]] == []
        for pixels in (narrower, width):
            page.set_viewport_size({"width": pixels, "height": 900})
            assert page.evaluate(FITS), f"too wide for {pixels} pixels"
    context.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db
def test_nothing_moves_while_a_page_loads(page):
    page.context.unroute_all()  # fonts come as for readers: where they are late, a page keeps the letters that it has
    for address in (
        "/",
        "/documents/",
        "/search/?q=NATO",
        f"{VILNIUS}?q=NATO",
        "/frequency/?q=NATO",
        "/first/?q=NATO",
        "/timeline/",
    ):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate(SHIFT) < 0.01, address
