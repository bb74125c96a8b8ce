"""Accounts: Bo the administrator invites Gunnar, who sets his password; nobody becomes more than she was made."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from statements.editorial.accounts.invitations import find_invitation, invite
from statements.editorial.accounts.locks import find_locks
from statements.editorial.accounts.roles import AccountRole, give_role, is_last_administrator, role_of
from statements.models import Invitation
from tests.alerting.conftest import mailbox  # noqa: F401 - a fixture
from tests.alerting.mailbox import link_in
from tests.cast import make_document
from tests.conftest import make_groups
from tests.editorial.desks import client_of

pytestmark = pytest.mark.django_db
ADD = reverse("admin:auth_user_add")
LOGIN = reverse("admin:login")
PASSWORD = "an even longer password"


def make_account(name, role, **facts):
    user = User.objects.create_user(name, f"{name}@example.org", "a long enough password", is_staff=True, **facts)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def bo():
    return client_of(make_account("bo", "administrator"))


def change_page(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def link_on(response):
    """The path of the link that a page shows."""
    return re.search(r'value="https?://[^/]+(/admin/invitation/[^"]+)"', response.content.decode())[1]


def facts_of(user, **more):
    active = {"is_active": "on"} if user.is_active else {}
    return {"username": user.username, "email": user.email, "role": role_of(user) or "", **active, **more}


class TestInviting:
    def test_an_account_is_a_name_an_address_and_a_role_and_a_link_without_mail(self, bo):
        html = bo.get(ADD).content.decode()
        assert {*re.findall(r'<input[^>]* name="(\w+)"', html)} >= {"username", "email", "role"}
        for absent in ("is_staff", "is_superuser", "user_permissions", "groups", "password1"):
            assert f'name="{absent}"' not in html
        response = bo.post(ADD, {"username": "gunnar", "email": "", "role": "contributor"})
        assert "No mail was sent: pass the link on yourself." in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        gunnar = User.objects.get(username="gunnar")
        assert (role_of(gunnar), gunnar.is_staff, gunnar.is_superuser) == ("contributor", True, False)
        assert not gunnar.has_usable_password()
        invited = Client()
        page = link_on(response)
        assert "gunnar" in invited.get(page).content.decode()
        answer = invited.post(page, {"new_password1": PASSWORD, "new_password2": PASSWORD})
        assert answer["Location"] == "/admin/"
        assert invited.get("/admin/").status_code == 200
        gunnar.refresh_from_db()
        assert gunnar.check_password(PASSWORD)

    def test_a_link_works_once_and_a_new_one_ends_the_one_before(self, bo):
        gunnar = make_account("gunnar", "contributor")
        first, second = invite(gunnar, bo.user), invite(gunnar, bo.user)
        sent = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        assert Client().post(first, sent).status_code == 404
        assert Client().post(second, sent).status_code == 302
        assert Client().post(second, {**sent, "new_password1": "another one", "new_password2": "x"}).status_code == 404
        assert Client().get(second).status_code == 404

    @pytest.mark.parametrize("change", ["lapsed", "inactive", "forged", "cut"])
    def test_a_link_that_is_none_says_nothing_of_whose_it_was(self, bo, change):
        gunnar = make_account("gunnar", "contributor")
        page = invite(gunnar, bo.user)
        if change == "lapsed":
            past = timezone.now() - timedelta(days=8)
            Invitation.objects.update(made_at=past, expires_at=past + Invitation.LASTS)
        elif change == "inactive":
            User.objects.filter(pk=gunnar.pk).update(is_active=False)
        else:
            page = f"{page[:-3]}{'AA/' if change == 'forged' else '/'}"
        response = Client().post(page, {"new_password1": PASSWORD, "new_password2": PASSWORD})
        assert response.status_code == 404
        html = response.content.decode()
        assert "Ask an administrator for a new one" in html and "gunnar" not in html
        gunnar.refresh_from_db()
        assert not gunnar.check_password(PASSWORD)

    def test_a_secret_is_kept_nowhere(self, bo):
        page = invite(make_account("gunnar", "contributor"), bo.user)
        secret = page.split("/")[-2]
        assert secret not in str(Invitation.objects.values())
        assert find_invitation(secret)

    def test_passwords_are_checked(self, bo):
        page = invite(make_account("gunnar", "contributor"), bo.user)
        html = Client().post(page, {"new_password1": "short", "new_password2": "short"})
        assert html.status_code == 400
        assert "at least 12 characters" in html.content.decode()
        assert Client().get(page).status_code == 200, "the link is not used up"

    def test_it_is_mailed_where_there_is_a_mail_server(self, bo, mailbox):  # noqa: F811
        response = bo.post(ADD, {"username": "gunnar", "email": "gunnar@example.org", "role": "editor"})
        [mail] = mailbox.take()
        assert (mail["To"], mail["Auto-Submitted"]) == ("gunnar@example.org", "auto-generated")
        assert link_in(mail, "invitation") == link_on(response)
        assert "It was mailed to gunnar@example.org." in response.content.decode()

    def test_a_server_that_takes_nothing_is_told_and_the_link_shown(self, bo, mailbox):  # noqa: F811
        mailbox.refused.add("gunnar@example.org")
        response = bo.post(ADD, {"username": "gunnar", "email": "gunnar@example.org", "role": "editor"})
        assert "did not take the mail" in response.content.decode()
        assert link_on(response)

    @pytest.mark.parametrize(
        "facts",
        [
            {"username": "gunnar\nBcc: x@example.org"},
            {"email": "gunnar@example.org\nBcc: x@example.org"},
            {"email": "a@example.org,b@example.org"},
            {"username": "a\0b"},
            {"role": "superuser"},
            {"role": ""},
            {"username": "bo"},
        ],
    )
    def test_nonsense_is_refused(self, bo, facts, mailbox):  # noqa: F811
        sent = {"username": "gunnar", "email": "gunnar@example.org", "role": "editor"}
        assert bo.post(ADD, {**sent, **facts}).status_code == 200
        assert not User.objects.filter(username__startswith="gunnar").exists()
        assert mailbox.take() == []

    def test_who_forgot_gets_a_link_from_an_administrator(self, bo):
        gunnar = make_account("gunnar", "contributor")
        assert "Make a link for a new password" in bo.get(change_page(gunnar)).content.decode()
        response = bo.post(reverse("admin:auth_user_invite", args=[gunnar.pk]))
        assert Client().get(link_on(response)).status_code == 200
        gunnar.refresh_from_db()
        assert gunnar.check_password("a long enough password"), "the old one works until then"

    def test_an_inactive_one_is_not_invited(self, bo):
        gunnar = make_account("gunnar", "contributor", is_active=False)
        bo.post(reverse("admin:auth_user_invite", args=[gunnar.pk]))
        assert not Invitation.objects.exists()


class TestRoles:
    def test_what_is_posted_beyond_the_fields_changes_nothing(self, bo):
        gunnar = make_account("gunnar", "contributor")
        rights = [*Permission.objects.values_list("pk", flat=True)[:5]]
        sent = {"is_superuser": "on", "is_staff": "on", "groups": [1, 2, 3], "user_permissions": rights}
        for user in (gunnar, bo.user):
            assert bo.post(change_page(user), facts_of(user, **sent, password="x")).status_code == 302
            user.refresh_from_db()
            assert not user.is_superuser
            assert not user.user_permissions.exists()
            assert user.check_password("a long enough password")
        assert [*gunnar.groups.values_list("name", flat=True)] == ["contributor"]

    def test_a_new_role_takes_all_that_the_old_one_gave(self, bo):
        gunnar = make_account("gunnar", "administrator")
        gunnar.user_permissions.add(Permission.objects.get(codename="publish_document"))
        bo.post(change_page(gunnar), facts_of(gunnar, role="contributor"))
        gunnar = User.objects.get(pk=gunnar.pk)
        assert role_of(gunnar) == AccountRole.CONTRIBUTOR
        assert not gunnar.has_perm("statements.publish_document")
        assert not gunnar.has_perm("auth.change_user")

    @pytest.mark.parametrize("role", ["contributor", "editor"])
    def test_others_see_no_accounts(self, role):
        client = client_of(make_account("gunnar", role))
        victim = make_account("ada", "contributor")
        pages = [ADD, change_page(client.user), change_page(victim), reverse("admin:auth_user_changelist")]
        for page in [*pages, reverse("admin:auth_user_locks")]:
            assert client.get(page).status_code == 403
            assert client.post(page, facts_of(client.user, role="administrator")).status_code == 403
        assert client.post(reverse("admin:auth_user_invite", args=[victim.pk])).status_code == 403
        assert role_of(User.objects.get(pk=client.user.pk)) == role
        assert not Invitation.objects.exists()

    def test_the_groups_have_no_page(self, bo):
        assert bo.get("/admin/auth/group/").status_code == 404

    @pytest.mark.parametrize("change", [{"role": "editor"}, {"is_active": None}])
    def test_the_last_administrator_stays_one(self, bo, change):
        make_account("idle", "administrator", is_active=False)
        invited = make_account("invited", "administrator")
        invited.set_unusable_password()
        invited.save()
        sent = {name: value for name, value in facts_of(bo.user, **change).items() if value is not None}
        assert "This is the last active administrator" in bo.post(change_page(bo.user), sent).content.decode()
        assert is_last_administrator(bo.user)
        make_account("ada", "administrator")
        assert bo.post(change_page(bo.user), sent).status_code == 302
        assert not is_last_administrator(bo.user)

    def test_one_who_may_do_everything_is_changed_only_by_her_like(self, bo):
        root = User.objects.create_superuser("root", "root@example.org", "a long enough password")
        assert bo.get(change_page(root)).status_code == 200
        assert 'name="email"' not in bo.get(change_page(root)).content.decode()
        assert bo.post(change_page(root), facts_of(root, email="bo@example.org")).status_code == 403
        assert bo.post(reverse("admin:auth_user_invite", args=[root.pk])).status_code == 403
        assert client_of(root).get(change_page(root)).status_code == 200
        assert client_of(root).post(change_page(root), facts_of(root, email="r@example.org")).status_code == 302
        root.refresh_from_db()
        assert (root.email, root.is_superuser) == ("r@example.org", True)

    def test_a_contributor_sees_no_open_field_on_what_is_published(self):
        document = make_document("We sail.", title="Public <b>words</b>")
        client = client_of(make_account("gunnar", "contributor"))
        for page in ("review", "change"):
            html = client.get(reverse(f"admin:statements_document_{page}", args=[document.pk])).content.decode()
            assert not re.findall(r'<(?:input|select|textarea)[^>]* name="(?:fact-)?(?:title|kind|date_edtf)"', html)
            assert "Public &lt;b&gt;words&lt;/b&gt;" in html
        html = client.get(reverse("admin:statements_document_review", args=[document.pk])).content.decode()
        assert re.search(r"<b>Kind</b>\s*speech", html)
        assert re.search(r"<b>Language</b>\s*English", html)


class TestLocks:
    @pytest.fixture
    def locked(self):
        make_account("gunnar", "contributor")
        for number in range(10):
            sent = {"username": "gunnar", "password": f"guess {number}"}
            Client(headers={"user-agent": "one" if number % 2 else "two"}).post(LOGIN, sent)
        return User.objects.get(username="gunnar")

    def test_they_are_seen_and_lifted_with_the_account(self, bo, locked):
        [lock] = find_locks("gunnar")
        assert (lock.name, lock.address, lock.failures) == ("gunnar", "127.0.0.1", 10)
        right = {"username": "gunnar", "password": "a long enough password"}
        assert Client().post(LOGIN, right).status_code == 429
        html = bo.get(change_page(locked)).content.decode()
        assert "127.0.0.1" in html and ">Lift</button>" in html
        response = bo.post(reverse("admin:auth_user_locks"), {"name": "gunnar", "address": "127.0.0.1"}, follow=True)
        assert [str(each) for each in response.context["messages"]] == ["The lock is lifted: gunnar can sign in again."]
        assert Client().post(LOGIN, right).status_code == 302
        assert not AccessAttempt.objects.filter(username="gunnar").exists()

    def test_names_of_nobody_are_listed_too(self, bo):
        for number in range(10):
            Client().post(LOGIN, {"username": "<b>root", "password": f"guess {number}"})
        assert "&lt;b&gt;root" in bo.get(reverse("admin:auth_user_locks")).content.decode()

    @pytest.mark.parametrize("sent", [{}, {"name": "gunnar", "address": "10.0.0.1"}, {"name": "a\0", "address": "b"}])
    def test_nothing_is_lifted_that_is_none(self, bo, locked, sent):
        html = bo.post(reverse("admin:auth_user_locks"), sent, follow=True).content.decode()
        assert "There is no such lock any more." in html
        assert find_locks("gunnar")


class TestForgotten:
    PAGE = reverse("admin_password_reset")

    def test_without_mail_an_administrator_is_asked(self, client):
        assert "Ask an administrator" in client.get(self.PAGE).content.decode()
        assert self.PAGE in client.get(LOGIN).content.decode()

    def test_a_mail_leads_to_a_new_password_once(self, client, mailbox):  # noqa: F811
        gunnar = make_account("gunnar", "contributor")
        assert client.post(self.PAGE, {"email": "GUNNAR@example.org"}).status_code == 302
        [mail] = wait_for_mail(mailbox)
        assert mail["To"] == "gunnar@example.org"
        page = client.get(link_in(mail, "reset"), follow=True).redirect_chain[-1][0]
        done = client.post(page, {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)
        assert done.status_code == 200
        gunnar.refresh_from_db()
        assert gunnar.check_password(PASSWORD)
        again = Client().get(link_in(mail, "reset"), follow=True).content.decode()
        assert "The password reset link was invalid" in again

    def test_whether_an_account_exists_is_not_told(self, client, mailbox):  # noqa: F811
        make_account("gunnar", "contributor")
        make_account("idle", "contributor", is_active=False)
        answers = [
            client.post(self.PAGE, {"email": f"{name}@example.org"}, follow=True).content
            for name in ("gunnar", "idle", "nobody")
        ]
        assert len({re.sub(rb'value="[\w]+"', b"", each) for each in answers}) == 1
        assert [mail["To"] for mail in wait_for_mail(mailbox)] == ["gunnar@example.org"]

    def test_it_is_asked_for_a_few_times_an_hour_whether_there_is_an_account_or_not(self, client, mailbox):  # noqa: F811
        make_account("gunnar", "contributor")
        for name in ("gunnar", "nobody"):
            codes = [client.post(self.PAGE, {"email": f"{name}@example.org"}).status_code for _ in range(7)]
            assert codes == [302] * 5 + [429] * 2
        assert len(wait_for_mail(mailbox, 5)) == 5


def wait_for_mail(mailbox, many=1):  # noqa: F811
    """The mails that were sent aside."""
    for _ in range(100):
        if len(mailbox.contents) >= many:
            break
        sleep(0.05)
    return mailbox.take()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
class TestTwoAtOnce:
    def test_two_administrators_who_demote_each_other_leave_one(self):
        make_groups()
        ada, bo = make_account("ada", "administrator"), make_account("bo", "administrator")

        def demote(pair):
            who, whom = pair
            try:
                return client_of(who).post(change_page(whom), facts_of(whom, role="editor")).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as both:
            list(both.map(demote, [(ada, bo), (bo, ada)]))
        assert User.objects.filter(groups__name="administrator").count() == 1

    @pytest.mark.slow
    def test_a_link_that_two_use_at_once_sets_one_password(self):
        make_groups()
        gunnar, bo = make_account("gunnar", "contributor"), make_account("bo", "administrator")
        page = invite(gunnar, bo)

        def accept(number):
            word = f"{PASSWORD} {number}"
            try:
                return Client().post(page, {"new_password1": word, "new_password2": word}).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as all_three:
            assert sorted(all_three.map(accept, range(3))) == [302, 404, 404]


def test_a_role_is_a_group():
    user = User.objects.create_user("gunnar")
    assert role_of(user) is None
    give_role(user, "editor")
    user = User.objects.get(pk=user.pk)
    assert (role_of(user), user.is_staff) == (AccountRole.EDITOR, True)
    assert user.has_perm("statements.publish_document")
