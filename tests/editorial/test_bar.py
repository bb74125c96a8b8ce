"""The bar of a review on a phone: two rows at most, whatever state the document is in, in each of our languages."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from statements.editorial.review.corrections import begin_correction
from statements.editorial.workflow import send_back, send_to_review
from statements.models import Preferences, Preview
from tests.cast import make_document
from tests.conftest import give_own_letters, make_groups

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seeds_come_back"),
]
TWO_ROWS = 84  # pixels
ALWAYS = {
    "en": ("Save", "Undo", "Publish"),
    "it": ("Salva", "Annulla", "Pubblica"),
    "fr": ("Enregistrer", "Annuler", "Publier"),
}


def make_states(by):
    """A document in each state that a review has, each with a link to a preview where it can have one."""
    drafts = {
        name: make_document("We sail.", title=name, status="draft") for name in ("draft", "in review", "sent back")
    }
    send_to_review(drafts["in review"], by)
    send_to_review(drafts["sent back"], by)
    send_back(drafts["sent back"], by, "The date.")
    public = make_document("We sail.", title="published")
    public.publish(by=by)
    corrected = make_document("We sail.", title="corrected")
    corrected.publish(by=by)
    checked = make_document("We sail.", title="checked")
    checked.publish(by=by)
    reviewed = begin_correction(checked, by)
    send_to_review(reviewed, by)
    later = make_document("We sail.", title="embargoed", publish_at=timezone.now() + timedelta(days=1))
    later.publish(by=by)
    gone = make_document("We sail.", title="withdrawn")
    gone.publish(by=by)
    gone.withdraw("A slip.")
    states = {
        **drafts,
        "correction": begin_correction(corrected, by),
        "reviewed": reviewed,
        "later": later,
        "gone": gone,
    }
    for document in states.values():
        Preview.make(document, by)
    return {**states, "published": public}


@pytest.mark.parametrize("language", ["en", "it", "fr"])
def test_it_takes_two_rows_at_most_on_a_phone_and_hides_neither_save_nor_undo_nor_publish(
    browser, live_server, language
):
    make_groups()
    astrid = User.objects.create_superuser("astrid", "", "a long enough password")
    Preferences.objects.create(user=astrid, language=language, time_zone="Europe/Rome")
    states = make_states(astrid)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=live_server.url, timezone_id="Europe/Rome"
    )
    context.route("**/*.css", give_own_letters)
    page = context.new_page()
    page.goto("/admin/login/")
    page.fill("#id_username", "astrid")
    page.fill("#id_password", "a long enough password")
    page.press("#id_password", "Enter")
    page.wait_for_url("**/admin/")
    high = {}
    for state, document in states.items():
        page.goto(f"/admin/statements/document/{document.pk}/review/")
        row = page.locator(".bar .row")
        high[state] = row.bounding_box()["height"]
        if state not in ("published", "later"):
            for word in ALWAYS[language]:
                assert row.get_by_role("button", name=re.compile(f"^{word}")).is_visible(), (state, word)
    context.close()
    assert {state: height for state, height in high.items() if height > TWO_ROWS} == {}
