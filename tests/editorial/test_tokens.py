"""The page of the tokens: Astrid makes one and sees its secret once; who manages accounts sees and revokes all."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from statements.models import PUBLISH, SEND, ApiToken, hash_secret
from tests.editorial.test_mails import sign_in

pytestmark = pytest.mark.django_db
TOKENS = reverse("admin:statements_apitoken_changelist")


def make(client, name="Ministry's website", **more):
    return client.post(TOKENS, {"name": name, "days": "90", **more})


def secret_in(answer):
    return re.search(r"rel_[\w-]{43}", answer.content.decode())[0]


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(editor):
    answer = make(editor)
    secret = secret_in(answer)
    token = ApiToken.objects.get()
    assert token.sha256 == hash_secret(secret)
    assert (token.scopes, token.account) == ([SEND], editor.user)
    assert token.expires == timezone.localdate() + timezone.timedelta(days=90)
    assert "no-store" in answer["Cache-Control"]
    again = editor.get(TOKENS).content.decode()
    assert secret not in again
    assert token.prefix in again and secret.startswith(token.prefix) and len(token.prefix) < 15
    kept = [str(value) for value in ApiToken.objects.values_list().get()]
    assert not any(secret in value for value in kept)
    assert secret not in str(LogEntry.objects.values_list())


def test_who_may_not_publish_makes_no_token_that_may(editor):
    contributor = sign_in("gunnar", "contributor")
    assert "may also publish" not in contributor.get(TOKENS).content.decode()
    make(contributor, publish="on")
    assert ApiToken.objects.get().scopes == [SEND]
    make(editor, publish="on")
    assert ApiToken.objects.get(account=editor.user).scopes == [SEND, PUBLISH]


def test_each_sees_and_revokes_her_own_alone(editor):
    make(editor)
    token = ApiToken.objects.get()
    other = sign_in("gunnar", "contributor")
    assert "website" not in other.get(TOKENS).content.decode()
    assert other.post(TOKENS, {"do": "revoke", "token": token.pk}).status_code == 404
    token.refresh_from_db()
    assert token.revoked is None
    assert editor.post(TOKENS, {"do": "revoke", "token": token.pk}).status_code == 302
    token.refresh_from_db()
    assert token.revoked is not None
    assert "revoked on" in editor.get(TOKENS).content.decode()


def test_an_administrator_sees_and_revokes_all(editor):
    make(editor)
    token = ApiToken.objects.get()
    administrator = sign_in("mia", "administrator")
    html = administrator.get(TOKENS).content.decode()
    assert "Tokens of other accounts" in html and "astrid" in html
    assert administrator.post(TOKENS, {"do": "revoke", "token": token.pk}).status_code == 302
    token.refresh_from_db()
    assert token.revoked is not None
    assert [each.change_message for each in LogEntry.objects.filter(object_id=token.pk)] == ["Revoked.", "Made."]


def test_who_has_no_business_here_is_refused():
    assert Client().get(TOKENS).status_code == 302
    nobody = Client()
    user = User.objects.create_user("bo", "", "a long enough password", is_staff=True)
    nobody.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert nobody.get(TOKENS).status_code == 403
    assert nobody.post(TOKENS, {"name": "x"}).status_code == 403
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"name": ""}, {"name": "x" * 81}, {"name": "a\0b"}, {"name": "x", "days": "100000"},
        {"name": "x", "days": "-1"},
        {"do": "revoke", "token": "x"}, {"do": "revoke", "token": "9" * 30}, {"do": "revoke"},
    ],
)  # fmt: skip
def test_nonsense_is_refused(editor, sent):
    assert editor.post(TOKENS, sent).status_code in (400, 404)
    assert not ApiToken.objects.exists()


def test_a_name_is_never_markup(editor):
    answer = make(editor, name='"><script>alert(1)</script>')
    assert "<script>alert" not in answer.content.decode()
    assert "<script>alert" not in editor.get(TOKENS).content.decode()


def test_a_button_pressed_on_another_site_makes_no_token(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user, backend="django.contrib.auth.backends.ModelBackend")
    assert make(strict).status_code == 403
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("path", ["add/", "1/", "1/change/", "1/delete/"])
def test_the_admin_has_no_other_page_for_them(editor, path):
    assert editor.get(f"{TOKENS}{path}").status_code in (302, 404)
