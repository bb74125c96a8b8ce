"""Editors at their desks: each in a browser window of her own, so that two can work side by side."""

from contextlib import contextmanager

from django.contrib.auth.models import Group, User
from django.test import Client

from statements.models import Preferences
from tests.conftest import give_own_letters, make_groups

PASSWORD = "a long enough password"
LOCALES = {"en": "en-GB", "it": "it-IT", "fr": "fr-FR"}
REFUSALS = (400, 409)  # answers that show the page again, and say why


def make_account(name, group, language="en"):
    """An account that can sign in, with the language of its desk."""
    make_groups()
    user = User.objects.create_user(name, "", PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    Preferences.objects.create(user=user, language=language, time_zone="Europe/Rome")
    return user


def client_of(user):
    """A client in which an account is signed in; `user` is the account."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    return client


@contextmanager
def open_window(browser, address, language="en", width=1280):
    """A window of a browser that speaks a language; whatever fails in it, a script or a request, is a fault."""
    context = browser.new_context(
        base_url=address,
        locale=LOCALES[language],
        timezone_id="Europe/Rome",
        viewport={"width": width, "height": 900},
    )
    context.set_default_timeout(30_000)  # milliseconds
    context.route("**/css/tokens.css", give_own_letters)
    page, troubles = context.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("response", lambda answer: is_fault(answer) and troubles.append((answer.status, answer.url)))
    yield page
    page.wait_for_load_state("networkidle")
    context.close()
    assert troubles == [], troubles


def is_fault(answer):
    """Whether a request failed. What can no longer be kept is said on the page, and asked for when it is saved."""
    return answer.status >= 400 and answer.status not in REFUSALS and "/unsaved/" not in answer.url


def sign_in(page, name):
    """Sign in by the form of the desk, whatever its language."""
    page.goto("/admin/login/?next=/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").click()
    return page
