"""The pages of the desk are valid HTML and can be used by everyone: Nu and axe find nothing, in either theme.

How the public pages are checked is in tests/test_standards.py.
"""

import json
import subprocess
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone

from statements.editorial.workflow import send_back, send_to_review
from statements.models import Arrival, Batch, Document, Preview, Publisher, Source, Speaker, Unsaved
from tests.cast import make_document
from tests.conftest import make_groups
from tests.test_standards import FITS, IN_FULL, IN_THE_DARK, checker

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("seeds_come_back")]

DOCUMENTS = "/admin/statements/document/"
DJANGO_WRITES = (  # in the forms of its admin, which show and read right all the same
    "Element “option” without attribute “label” must not be empty.",
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control.",
    "An “input” element with a “type” attribute whose value is “hidden” must not have any “aria-*” attributes.",
)


def make_desk():
    """Make everything that can wait on the desk, and return the account of its editor, who is a superuser as well."""
    make_groups()
    astrid = User.objects.create_superuser("astrid", "", "a long enough password")
    bo = User.objects.create_user("bo", "", "a long enough password", is_staff=True, first_name="Bo", last_name="Dahl")
    bo.groups.add(Group.objects.get(name="contributor"))
    publisher = Publisher.objects.create(name="Ministry of the Harbour", slug="harbour")
    draft = make_document(
        "We sail.", "And we land.", title="A draft", status="draft", added_by=astrid, speakers={"Ada Quist": "speaker"}
    )
    Preview.make(draft, astrid)
    Unsaved.objects.create(user=astrid, document=draft, fields={"fact-place": "Bergen"})
    Unsaved.objects.create(user=astrid, document=None, fields={"words": "We met at sea."})
    asked = make_document("We sail.", title="For review", status="draft", added_by=bo, publisher=publisher)
    send_to_review(asked, bo, "Look at the date.")
    returned = make_document("We sail.", title="Sent back", status="draft", added_by=astrid)
    send_to_review(returned, astrid)
    send_back(returned, bo, "The second speaker is missing.")
    later = make_document("Later.", title="Embargoed", publish_at=timezone.now() + timedelta(days=1))
    later.publish(by=astrid)
    Preview.make(later, astrid)
    batch = Batch.objects.create(sent_by=bo)
    for position, (became, reason) in enumerate([("refused", "it has no text layer"), ("created", "")], 1):
        made = draft if became == "created" else None
        Arrival.objects.create(
            batch=batch, position=position, filename="a.pdf", became=became, reason=reason, document=made
        )
    return astrid


def addresses():
    draft, batch, speaker = Document.objects.get(title="A draft"), Batch.objects.get(), Speaker.objects.first()
    of_speaker = f"/admin/statements/speaker/{speaker.pk}"
    return [
        "/admin/",
        DOCUMENTS,
        f"{DOCUMENTS}?q=sail&publisher=Ministry&waits=review",
        f"{DOCUMENTS}release/",
        f"{DOCUMENTS}add/",
        *(f"{DOCUMENTS}{draft.pk}/{rest}/" for rest in ("review", "change", "record", "history", "delete")),
        *(f"{DOCUMENTS}{Document.objects.get(title=title).pk}/review/" for title in ("For review", "Embargoed")),
        f"{DOCUMENTS}{Source.objects.first().document_id}/review/",
        f"{DOCUMENTS}batch/{batch.pk}/",
        "/admin/statements/speaker/",
        *(f"{of_speaker}/{rest}/" for rest in ("change", "merge")),
        "/admin/statements/publisher/add/",
        "/admin/statements/paragraph/",
        "/admin/auth/user/",
        "/admin/statements/embargoreading/",
        "/admin/account/",
        "/admin/password_change/",
        f"{DOCUMENTS}{draft.pk}/preview/",
        Preview.objects.first().get_absolute_url(),
    ]


def questions():
    """Pages that answer a button: address and what is sent."""
    draft, later = Document.objects.get(title="A draft"), Document.objects.get(title="Embargoed")
    ticked = {"action": "publish", "_selected_action": [draft.pk, Document.objects.get(title="For review").pk]}
    return [(DOCUMENTS, ticked), (f"{DOCUMENTS}{later.pk}/release-now/", {})]


def test_the_nu_checker_finds_nothing_on_the_desk(client, tmp_path, seeds):
    jar = checker("vnu-jar/build/dist/vnu.jar")
    call_command("import_statements", seeds, publish=True, verbosity=0)
    astrid = make_desk()
    (tmp_path / "sign-in.html").write_bytes(client.get("/admin/login/").content)
    client.force_login(astrid, backend="django.contrib.auth.backends.ModelBackend")
    for number, address in enumerate(addresses()):
        (tmp_path / f"{number}.html").write_bytes(client.get(address).content)
    for number, (address, sent) in enumerate(questions()):
        (tmp_path / f"question-{number}.html").write_bytes(client.post(address, sent).content)
    command = ["java", "-Xss4m", "-jar", jar, "--format", "json", *sorted(tmp_path.glob("*.html"))]
    found = json.loads(subprocess.run(command, capture_output=True, check=False).stderr)["messages"]
    ours = [each for each in found if not each["message"].startswith(DJANGO_WRITES)]
    assert {(each["message"], each.get("extract"), each["url"][-15:]) for each in ours} == set()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "narrower"), [(1280, 1024), (390, 320)])
def test_axe_finds_nothing_on_the_desk(browser, live_server, seeds, width, narrower):
    axe = checker("axe-core/axe.min.js").read_text()
    call_command("import_statements", seeds, publish=True, verbosity=0)
    make_desk()
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    found = []

    def check(name):
        page.evaluate(axe)
        violations = page.evaluate(IN_FULL)
        page.emulate_media(color_scheme="dark")
        violations += page.evaluate(IN_THE_DARK)
        page.emulate_media(color_scheme="light")
        found.extend((name, each["id"], node["failureSummary"]) for each in violations for node in each["nodes"])
        for pixels in (narrower, width):
            page.set_viewport_size({"width": pixels, "height": 900})
            if not page.evaluate(FITS):
                found.append((name, f"too wide for {pixels} pixels", ""))

    page.goto("/admin/login/")
    check("sign-in")
    page.fill("#id_username", "astrid")
    page.fill("#id_password", "a long enough password")
    page.get_by_role("button", name="Log in").click()
    for address in addresses():
        page.goto(address)
        check(address)
    page.goto("/admin/")
    page.get_by_text("More", exact=True).click()
    check("the menu")
    page.get_by_role("button", name="Publish now: Embargoed").click()
    check("a question")
    context.close()
    assert found == []
